"""Act: occasions come, the citizen chooses what to say, buy and browse. One choice rule for every channel.

reads: id group opinion boldness climate threshold risk need activity nu stirred aware role enrolled score access dates
    held learned expressiveness
writes: acted said voice spoke acts voiced dissented spoken learned enforcing
"""

import numpy as np

from sottovoce.chance import draw, unit
from sottovoce.day.air import AIR
from sottovoce.day.choice import Mind, choose, reason
from sottovoce.day.express import DISSENT, LOYAL, WAITING, coarse, fine, press, speaks, towards
from sottovoce.day.points import reach_of
from sottovoce.day.rules import (
    BALANCE,
    ENFORCEMENT,
    GATE,
    KINDS,
    MEAN,
    PUBLIC,
    REWARD_NONE,
    REWARD_REPLY,
    UTILITY,
)
from sottovoce.day.tables import whole
from sottovoce.day.view import view_of
from sottovoce.day.worth import access_worth, below, need_of, own_score
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID, MONTH, NOTHING, PROVOCATEUR
from sottovoce.society.tally import (
    ALOUD,
    BEYOND,
    CLIMATE,
    CLIMATE2,
    CLIMATE_OPEN,
    DISAGREE,
    FINE,
    GAP,
    OCCASIONS,
    OPEN,
    OPEN2,
    PAIRS,
    PUBLIC_ACTS,
    SAY_SO,
    WHY,
)


@rule
def climate(seen, own, r):
    """C_i: mean public act of friends heard; share acting, own last act included; (dissent - loyal)/speaking; or mean
    enforcement."""
    if r.climate == MEAN:
        return seen.acts / seen.heard if seen.heard > 0 else 0.0
    if r.climate == ENFORCEMENT:
        return seen.enforced / seen.ties if seen.ties > 0 else 0.0
    speaking = seen.loyal + seen.dissent
    if r.climate == BALANCE:
        return (seen.dissent - seen.loyal) / speaking if speaking > 0 else 0.0
    return (speaking + own) / (seen.ties + 1)


@rule
def wish_of(i, s, r):
    """The wish to dissent x = max(y, 0), the view y raised by backlash, in 1/65536."""
    stirred = float(s.stirred[i])
    if stirred == 0.0:
        return max(whole(view_of(i, s.opinion, s.held, r.views) * GRID), 0)
    return whole(max(min(view_of(i, s.opinion, s.held, r.views) + stirred, 1.0), 0.0) * GRID)


@rule
def mind(i, seen, s, r, t):
    """What citizen i brings to today's choices."""
    view = min(view_of(i, s.opinion, s.held, r.views) + float(s.stirred[i]), 1.0)
    knows = 1.0 if int(s.aware[i]) == 1 else 0.0
    enrolled = float(int(s.enrolled[i]))
    score = own_score(i, s, r)
    need = need_of(i, s, r, t)
    felt = knows * enrolled * r.in_force * need
    own = 1 if t.day - int(s.spoke[i]) < r.hear_days and int(s.voice[i]) != 0 else 0
    share = 0.0
    if seen.ties > 0:
        share = seen.enrolled * r.reproached / seen.ties
    wish = wish_of(i, s, r)
    dissenting = loyal = -r.effort
    if r.reward != REWARD_NONE:
        dissenting += float(s.learned[i, DISSENT])
        loyal += float(s.learned[i, LOYAL])
    allowed = 0
    for m in range(len(r.levels)):
        allowed += int(r.levels[m] <= wish)
    return Mind(
        view,
        wish,
        allowed,
        0 if allowed > 0 and r.levels[allowed - 1] == wish else 1,
        float(s.boldness[i]),
        float(s.climate[i]),
        float(s.threshold[i]),
        climate(seen, own, r),
        float(s.nu[i]),
        float(s.risk[i]) * r.psi * (1.0 if r.by_law == 1 else knows) if r.psi > 0.0 else 0.0,
        score,
        felt,
        access_worth(score, r, t) if felt > 0.0 else 0.0,
        1.0 - r.friend_weight if r.additive == 0 and seen.enrolled > 0 else 1.0,
        reach_of(seen.ties, r),
        r.reproach * share * enrolled * knows * r.in_force,
        knows * (1.0 - silence(seen.ties, r.quiet)) if r.quiet < 1.0 else 0.0,
        knows * need * r.freeze_chance * r.freeze_value if r.freezing == 1 else 0.0,
        r.noise,
        dissenting,
        loyal,
    )


@rule
def silence(friends, quiet):
    """Chance that none of so many friends tells, each silent with chance `quiet`."""
    chance = 1.0
    for _ in range(friends):
        chance = chance * quiet
    return chance


@rule
def occasions(i, s, r, t):
    """Bits of the channels in which an occasion comes today. Slow internet takes a share of online occasions."""
    who = np.uint64(s.id[i])
    activity = float(s.activity[i])
    slow = 1.0
    taken = below(i, r.takes_internet, s)
    if taken != 0:
        for k in range(len(r.tier_value)):
            if (taken >> k) & 1:
                slow = slow * (1.0 - r.tier_strength[k])
    bits = 0
    for channel in range(KINDS):
        rate = r.rate[channel] * activity * (slow if r.online[channel] == 1 else 1.0)
        bits |= int(unit(draw(t.occasion, who, np.uint64(channel))) < rate) << channel
    return bits


@rule
def say(i, seen, me, s, r):
    """The public act, in 2**-40, of a citizen who does not weigh it. `gate`: the private view if confident enough, else
    silence; `average`: phi times the private view plus 1 - phi times the mean of what the friends heard said."""
    if r.express == GATE:
        if me.opinion == 0.0:
            return 0
        learned = float(s.learned[i, DISSENT if me.opinion > 0.0 else LOYAL])
        return fine(me.opinion) if speaks(learned, me.threshold) else 0
    return fine(towards(me.opinion, float(s.expressiveness[i]), seen.heard, seen.aired))


@rule
def act(i, seen, s, r, t, tally):
    """All occasions of citizen i today, in the order of the channels; the last public one is what friends notice."""
    group = int(s.group[i])
    acted = occasions(i, s, r, t)
    s.acted[i] = acted
    for channel in range(KINDS):
        s.said[i, channel] = NOTHING
    if acted != 0:
        who = np.uint64(s.id[i])
        me = mind(i, seen, s, r, t)
        planted = r.agents == 1 and int(s.role[i]) == PROVOCATEUR
        odd = np.uint64(8 if i == r.odd_one and r.odd_day <= t.day < r.odd_day + MONTH else 0)
        for channel in range(KINDS):
            if not (acted >> channel) & 1:
                continue
            if r.express == UTILITY or channel >= PUBLIC:
                level = choose(channel, draw(t.choice, who, np.uint64(channel) + odd), me, r, t)
                exact = level * (AIR // GRID)
            else:
                exact = say(i, seen, me, s, r)
                level = coarse(exact)
            if (
                planted
            ):  # dissents aloud while the system is in force; is no voice of the people, with it or without
                s.dissented[i] = 1
                if channel < PUBLIC and r.in_force == 1:
                    level, exact = GRID, AIR
            s.said[i, channel] = level
            if channel < PUBLIC:
                s.voice[i] = level
                s.spoke[i] = t.day
                if r.second == 1:
                    s.spoken[i] = exact
                if r.reward == REWARD_REPLY:
                    s.learned[i, WAITING] = 1.0 if level > 0 else (-1.0 if level < 0 else 0.0)
            if planted:
                continue
            column = OCCASIONS + 3 * channel
            tally[group, column] += 1
            if level > 0:
                tally[group, column + 1] += 1
                s.dissented[i] = 1
            elif level < 0:
                tally[group, column + 2] += 1
            if channel < PUBLIC:
                note(i, group, level, channel, me, s, r, t, tally)
    if r.enforce == 1:
        act = int(s.voice[i])
        view = view_of(i, s.opinion, s.held, r.views) + float(s.stirred[i])
        heard = t.day - int(s.spoke[i]) < r.hear_days
        s.enforcing[i] = (
            press(view, act, float(s.boldness[i]), float(s.climate[i]), seen, r.enforce_cost) if heard else 0
        )
    if wish_of(i, s, r) > 0 and not (r.agents == 1 and int(s.role[i]) == PROVOCATEUR):
        tally[group, DISAGREE] += 1
        if t.day - int(s.spoke[i]) < r.hear_days and int(s.voice[i]) > 0:
            tally[group, SAY_SO] += 1


@rule
def note(i, group, level, channel, me, s, r, t, tally):
    """Count one public act."""
    open_level = max(level, 0)
    tally[group, PUBLIC_ACTS] += 1
    view = whole(view_of(i, s.opinion, s.held, r.views) * GRID)
    tally[group, BEYOND] += max(max(-level, 0) - max(-view, 0), 0)
    if t.measured == 1:
        s.acts[i] += 1
        s.voiced[i] += open_level
    if me.wish > 0:
        tally[group, ALOUD] += 1
        tally[group, GAP] += me.wish - open_level
        share = open_level / me.wish
        tally[group, PAIRS] += 1
        tally[group, CLIMATE] += whole(me.climate * FINE)
        tally[group, CLIMATE2] += whole(me.climate * me.climate * FINE)
        tally[group, OPEN] += whole(share * FINE)
        tally[group, OPEN2] += whole(share * share * FINE)
        tally[group, CLIMATE_OPEN] += whole(me.climate * share * FINE)
        if level < me.wish:
            tally[group, WHY + reason(level, channel, me, r, t)] += 1
