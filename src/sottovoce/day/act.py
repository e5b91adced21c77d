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
from sottovoce.day.worth import access_worth, below, need_of, own_score, weakened
from sottovoce.machine.lanes import add, some, unsigned, where
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
    NOISE,
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
    enforcement. 0 without anybody to hear."""
    if r.climate == MEAN:
        return seen.acts / max(seen.heard, 1)
    if r.climate == ENFORCEMENT:
        return seen.enforced / max(seen.ties, 1)
    speaking = seen.loyal + seen.dissent
    if r.climate == BALANCE:
        return (seen.dissent - seen.loyal) / max(speaking, 1)
    return (speaking + own) / (seen.ties + 1)


@rule
def wish_of(i, s, r):
    """The wish to dissent x = max(y, 0), the view y raised by backlash, in 1/65536."""
    view = view_of(i, s.opinion, s.held, r.views) + float(s.stirred[i])
    return whole(max(min(view, 1.0), 0.0) * GRID)


@rule
def mind(i, seen, s, r, t):
    """What citizen i brings to today's choices."""
    view = min(view_of(i, s.opinion, s.held, r.views) + float(s.stirred[i]), 1.0)
    knows = float(int(s.aware[i]))
    enrolled = float(int(s.enrolled[i]))
    score = own_score(i, s, r)
    need = need_of(i, s, r, t)
    spoke = (t.day - int(s.spoke[i]) < r.hear_days) & (int(s.voice[i]) != 0)
    share = seen.enrolled * r.reproached / max(seen.ties, 1)
    wish = wish_of(i, s, r)
    dissenting = loyal = -r.effort
    if r.reward != REWARD_NONE:
        dissenting = dissenting + float(s.learned[i, DISSENT])
        loyal = loyal + float(s.learned[i, LOYAL])
    allowed, fixed = int(wish >= r.levels[0]), int(wish == r.levels[0])
    for m in range(1, len(r.levels)):
        allowed = allowed + int(wish >= r.levels[m])
        fixed = fixed + int(wish == r.levels[m])
    fear = told = frost = 0.0
    if r.psi > 0.0:
        fear = float(s.risk[i]) * r.psi * (1.0 if r.by_law == 1 else knows)
    if r.quiet < 1.0:
        told = knows * (1.0 - silence(seen.ties, r.quiet))
    if r.freezing == 1:
        frost = knows * need * r.freeze_chance * r.freeze_value
    return Mind(
        view,
        wish,
        allowed,
        1 - fixed,
        float(s.boldness[i]),
        float(s.climate[i]),
        float(s.threshold[i]),
        climate(seen, int(spoke), r),
        float(s.nu[i]),
        fear,
        score,
        knows * enrolled * r.in_force * need,
        access_worth(score, r, t),
        where(seen.enrolled > 0, 1.0 - r.friend_weight, 1.0) if r.additive == 0 else 1.0,
        reach_of(seen.ties, r),
        r.reproach * share * enrolled * knows * r.in_force,
        told,
        frost,
        dissenting,
        loyal,
        unweighed(i, seen, view, s, r) if r.express != UTILITY else 0,
    )


@rule
def silence(friends, quiet):
    """Chance that none of so many friends tells, each silent with chance `quiet`."""
    chance = 1.0
    left = friends
    while some(left > 0):
        chance = where(left > 0, chance * quiet, chance)
        left = left - 1
    return chance


@rule
def occasions(i, s, r, t):
    """Bits of the channels in which an occasion comes today. Slow internet takes a share of online occasions."""
    who = unsigned(s.id[i])
    activity = float(s.activity[i])
    slow = 1.0
    if r.takes_internet != 0:
        slow = weakened(1.0, below(i, r.takes_internet, s), r)
    bits = 0
    for channel in range(KINDS):
        rate = r.rate[channel] * activity * (slow if r.online[channel] == 1 else 1.0)
        bits = bits | (int(unit(draw(t.occasion, who, np.uint64(channel))) < rate) << channel)
    return bits


@rule
def unweighed(i, seen, view, s, r):
    """The public act, in 2**-40, of a citizen who does not weigh it. `gate`: the private view if confident enough, else
    silence; `average`: phi times the private view plus 1 - phi times the mean of what the friends heard said."""
    if r.express == GATE:
        learned = where(view > 0.0, float(s.learned[i, DISSENT]), float(s.learned[i, LOYAL]))
        return where((view != 0.0) & speaks(learned, float(s.threshold[i])), fine(view), 0)
    return fine(towards(view, float(s.expressiveness[i]), seen.heard, seen.aired))


@rule
def begin(i, s, r, t):
    """The morning of acting: nothing is said yet, and occasions come. Returns their bits."""
    acted = occasions(i, s, r, t)
    s.acted[i] = acted
    for channel in range(KINDS):
        s.said[i, channel] = NOTHING
    return acted


@rule
def decide(i, channel, who, me, r, t):
    """The level chosen on an occasion in a channel by citizen i, whose id is `who`; and why less than the wish was."""
    salt = 8 * int((i == r.odd_one) & (r.odd_day <= t.day) & (t.day < r.odd_day + MONTH))
    level = choose(channel, draw(t.choice, who, unsigned(channel + salt)), me, r, t)
    if r.express != UTILITY:
        level = where(channel < PUBLIC, coarse(me.unweighed), level)
    why = NOISE
    if some((channel < PUBLIC) & (me.wish > 0) & (level < me.wish)):
        why = reason(level, channel, me, r, t)
    return level, why


@rule
def speak_out(i, channel, level, why, wish, air, unweighed, s, r, t, tally):
    """What follows from a choice: it is said or done, public acts are what friends notice, and both are counted. `air`: the
    climate that citizen i felt."""
    group = int(s.group[i])
    exact = level * (AIR // GRID)
    if r.express != UTILITY and channel < PUBLIC:
        exact = unweighed
    planted = r.agents == 1 and int(s.role[i]) == PROVOCATEUR
    if planted:  # dissents aloud while the system is in force; is no voice of the people, with it or without
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
            s.learned[i, WAITING] = int(level > 0) - int(level < 0)
    if planted:
        return
    column = OCCASIONS + 3 * channel
    tally[group, column] += 1
    tally[group, column + 1] += int(level > 0)
    tally[group, column + 2] += int(level < 0)
    s.dissented[i] = max(int(s.dissented[i]), int(level > 0))
    if channel < PUBLIC:
        note(i, group, level, why, wish, air, s, r, t, tally)


@rule
def note(i, group, level, why, wish, air, s, r, t, tally):
    """Count one public act."""
    open_level = max(level, 0)
    tally[group, PUBLIC_ACTS] += 1
    view = whole(view_of(i, s.opinion, s.held, r.views) * GRID)
    tally[group, BEYOND] += max(max(-level, 0) - max(-view, 0), 0)
    if t.measured == 1:
        s.acts[i] += 1
        s.voiced[i] += open_level
    if wish > 0:
        tally[group, ALOUD] += 1
        tally[group, GAP] += wish - open_level
        share = open_level / wish
        tally[group, PAIRS] += 1
        tally[group, CLIMATE] += whole(air * FINE)
        tally[group, CLIMATE2] += whole(air * air * FINE)
        tally[group, OPEN] += whole(share * FINE)
        tally[group, OPEN2] += whole(share * share * FINE)
        tally[group, CLIMATE_OPEN] += whole(air * share * FINE)
        if level < wish:
            tally[group, WHY + why] += 1


@rule
def end(i, seen, s, r, t, tally):
    """The evening of acting: whom to press to act alike, and who disagrees and says so."""
    heard = t.day - int(s.spoke[i]) < r.hear_days
    act = int(s.voice[i])
    if r.enforce == 1:
        view = view_of(i, s.opinion, s.held, r.views) + float(s.stirred[i])
        pressure = press(view, act, float(s.boldness[i]), float(s.climate[i]), seen, r.enforce_cost)
        s.enforcing[i] = where(heard, pressure, 0)
    disagrees = wish_of(i, s, r) > 0
    if r.agents == 1:
        disagrees = disagrees & (int(s.role[i]) != PROVOCATEUR)
    group = int(s.group[i])
    add(tally, group, DISAGREE, int(disagrees))
    add(tally, group, SAY_SO, int(disagrees & heard & (act > 0)))


@rule
def act(i, seen, s, r, t, tally):
    """All occasions of citizen i today, in the order of the channels; the last public one is what friends notice."""
    acted = begin(i, s, r, t)
    if acted != 0:
        who = unsigned(s.id[i])
        me = mind(i, seen, s, r, t)
        for channel in range(KINDS):
            if (acted >> channel) & 1:
                level, why = decide(i, channel, who, me, r, t)
                speak_out(i, channel, level, why, me.wish, me.climate, me.unweighed, s, r, t, tally)
    end(i, seen, s, r, t, tally)
