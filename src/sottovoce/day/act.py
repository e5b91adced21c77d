"""Act: occasions come, the citizen chooses what to say, buy and browse. One choice rule for every channel.

reads: id group opinion boldness climate_weight threshold risk need activity nu heed stirred aware role enrolled score access dates
    held learned expressiveness
writes: acted said voice spoke acts voiced wished dissented spoken learned enforcing
"""

import numpy as np

from sottovoce.chance import Purpose, draw, unit
from sottovoce.day.choice import Mind, choose, luck, utility
from sottovoce.day.express import DISSENT, LOYAL, WAITING, coarse, fine_level, press, speaks, towards, view_of
from sottovoce.day.points import Channel, reach_of
from sottovoce.day.rules.acts import (
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
from sottovoce.day.rules.system import DRAG_AVERAGE
from sottovoce.day.tables import powered, whole
from sottovoce.day.worth import access_worth, below, need_of, own_score, weakened
from sottovoce.machine.lanes import add, some, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.signal import FINE_ACT
from sottovoce.society.state import EVER, GRID, NOTHING, PROVOCATEUR, WISH, WISHES
from sottovoce.society.tally import (
    ACCOUNT,
    ALOUD,
    ASKED,
    BEYOND,
    CLIMATE,
    CLIMATE2,
    CLIMATE_OPEN,
    DISAGREE,
    FINE,
    GAP,
    LIST_AGREES,
    OCCASIONS,
    OPEN,
    OPEN2,
    PAIRS,
    PUBLIC_ACTS,
    SAY_SO,
    SAYS_AGREES,
)

CHOICE_LUCK = int(Purpose.CHOICE)
OCCASION_LUCK = int(Purpose.OCCASION)
SURVEY_LUCK = int(Purpose.SURVEY)


@rule
def climate(noticed, own, r):
    """C_i: mean public act of friends heard; share acting, own last act included; (dissent - loyal)/speaking; or mean
    enforcement. 0 without anybody to hear."""
    if r.voice.climate == MEAN:
        return noticed.acts / max(noticed.heard, 1)
    if r.voice.climate == ENFORCEMENT:
        return noticed.enforced / max(noticed.ties, 1)
    speaking = noticed.loyal + noticed.dissent
    if r.voice.climate == BALANCE:
        return (noticed.dissent - noticed.loyal) / max(speaking, 1)
    return (speaking + own) / (noticed.ties + 1)


@rule
def wish_of(i, s, r):
    """The wish to dissent x = max(y, 0), the view y raised by backlash, in 1/65536."""
    view = view_of(i, s.opinion, s.held, r.voice.views) + float(s.stirred[i])
    return whole(max(min(view, 1.0), 0.0) * GRID)


@rule
def mind(i, noticed, s, r, t):
    """What citizen i brings to today's choices."""
    view = min(view_of(i, s.opinion, s.held, r.voice.views) + float(s.stirred[i]), 1.0)
    knows = heed = float(int(s.aware[i]))
    law = 1.0
    if r.watching.rest < 1.0:
        law = float(s.heed[i])
        heed = knows * law
    enrolled = float(int(s.enrolled[i]))
    score = own_score(i, s, r)
    need = need_of(i, s, r, t)
    spoke = (t.day - int(s.spoke[i]) < r.voice.hear_days) & (int(s.voice[i]) != 0)
    share = noticed.enrolled * r.score.reproached / max(noticed.ties, 1)
    wish = wish_of(i, s, r)
    dissenting = loyal = -r.voice.effort
    if r.voice.reward != REWARD_NONE:
        dissenting = dissenting + float(s.learned[DISSENT, i])
        loyal = loyal + float(s.learned[LOYAL, i])
    allowed, fixed = int(wish >= r.voice.levels[0]), int(wish == r.voice.levels[0])
    for m in range(1, len(r.voice.levels)):
        allowed = allowed + int(wish >= r.voice.levels[m])
        fixed = fixed + int(wish == r.voice.levels[m])
    fear = told = frost = 0.0
    if r.punishment.severity > 0.0:
        fear = float(s.risk[i]) * r.punishment.severity * (law if r.punishment.by_law == 1 else heed)
    if r.reports.quiet < 1.0:
        told = knows * (1.0 - powered(r.reports.none_tells, noticed.ties))
    if r.freeze.power == 1:
        frost = heed * need * r.freeze.chance * r.freeze.value
    kept = 1.0
    if r.score.drag == DRAG_AVERAGE:
        kept = where(noticed.enrolled > 0, 1.0 - r.score.friend_weight, 1.0)
    said = 0
    if r.voice.express != UTILITY:
        said = unweighed(i, noticed, view, s, r)
    return Mind(
        opinion=view,
        wish=wish,
        allowed=allowed,
        own_level=1 - fixed,
        boldness=float(s.boldness[i]),
        weight=float(s.climate_weight[i]),
        threshold=float(s.threshold[i]),
        climate=climate(noticed, int(spoke), r),
        nu=float(s.nu[i]),
        fear=fear,
        score=score,
        felt=heed * enrolled * r.score.in_force * need,
        sure=access_worth(score, r, t),
        keep=kept,
        reach=reach_of(noticed.ties, r),
        reproach=r.score.reproach * share * enrolled * heed * r.score.in_force,
        told=told,
        frost=frost,
        dissenting=dissenting,
        loyal=loyal,
        unweighed=said,
    )


@rule
def occasions(i, s, r, t):
    """Bits of the channels in which an occasion is scheduled today, and of those in which it comes. Slow internet cuts off a share of
    online occasions: the luck is the same, the threshold is lower."""
    who = unsigned(s.id[i])
    activity = float(s.activity[i])
    slow = 1.0
    if r.tiers.takes_internet != 0:
        slow = weakened(1.0, below(i, r.tiers.takes_internet, s), r)
    scheduled = comes = 0
    for channel in range(KINDS):
        luck = unit(draw(t.luck[OCCASION_LUCK], who, np.uint64(channel)))
        rate = r.channels.rate[channel] * activity
        scheduled = scheduled | (int(luck < rate) << channel)
        comes = comes | (int(luck < rate * (slow if r.channels.online[channel] == 1 else 1.0)) << channel)
    return scheduled, comes


@rule
def unweighed(i, noticed, view, s, r):
    """The public act, in 2**-40, of a citizen who does not weigh it. `gate`: the private view if confident enough, else
    silence; `average`: phi times the private view plus 1 - phi times the mean of what the friends heard said."""
    if r.voice.express == GATE:
        learned = where(view > 0.0, float(s.learned[DISSENT, i]), float(s.learned[LOYAL, i]))
        return where((view != 0.0) & speaks(learned, float(s.threshold[i])), fine_level(view), 0)
    return fine_level(towards(view, float(s.expressiveness[i]), noticed.heard, noticed.fine_acts))


@rule
def begin(i, s, r, t):
    """The morning of acting: nothing is said yet, and occasions come. Bits of those scheduled, and of those that come."""
    scheduled, comes = occasions(i, s, r, t)
    s.acted[i] = comes
    for channel in range(KINDS):
        s.said[channel, i] = NOTHING
    return scheduled, comes


@rule
def luck_of(channel, who, t):
    """The luck of a choice: of all levels on an occasion in a channel of a citizen whose id is `who`."""
    return draw(t.luck[CHOICE_LUCK], who, unsigned(channel))


@rule
def decide(i, channel, who, me, s, r, t):
    """The level chosen on an occasion in a channel by citizen i, whose id is `who`. A provocateur dissents aloud while the system is in
    force."""
    public = channel < PUBLIC
    level = choose(channel, luck_of(channel, who, t), me, r, t)
    if r.voice.express != UTILITY:
        level = where(public, coarse(me.unweighed), level)
    return where(public & is_planted(i, s, r) & (r.score.in_force == 1), GRID, level)


@rule
def tell(i, channel, level, me, counts, s, r, tally):
    """Count an act, if it `counts`: what provocateurs say is no voice of the people, in force or not."""
    group = int(s.group[i])
    counts = where(is_planted(i, s, r), False, counts)
    column = OCCASIONS + 3 * channel
    add(tally, group, column, int(counts))
    add(tally, group, column + 1, int(counts & (level > 0)))
    add(tally, group, column + 2, int(counts & (level < 0)))
    counts = counts & (channel < PUBLIC)
    if some(counts):
        note(i, group, level, me, counts, s, r, tally)


@rule
def account(i, channel, level, comes, me, counts, s, r, tally):
    """The account of silence: what became of the wish of a citizen who disagrees on a scheduled occasion, if it `counts`. Dissent of this
    level was said where the occasion `comes`, else it was cut off; the rest of the wish was held back."""
    counts = where(is_planted(i, s, r), False, counts) & (me.wish > 0)
    if some(counts):
        group, column, dissent = int(s.group[i]), ACCOUNT + 6 * channel, min(max(level, 0), me.wish)
        here, cut = counts & comes, where(comes, False, counts)
        add(tally, group, column, int(counts))
        add(tally, group, column + 1, int(here & (level > 0)))
        add(tally, group, column + 2, int(cut & (level > 0)))
        add(tally, group, column + 3, where(counts, me.wish, 0))
        add(tally, group, column + 4, where(here, dissent, 0))
        add(tally, group, column + 5, where(cut, dissent, 0))


@rule
def note(i, group, level, me, counts, s, r, tally):
    """Count a public act, if it `counts`."""
    open_level = max(level, 0)
    view = whole(view_of(i, s.opinion, s.held, r.voice.views) * GRID)
    beyond = max(max(-level, 0) - max(-view, 0), 0)
    add(tally, group, PUBLIC_ACTS, int(counts))
    add(tally, group, BEYOND, where(counts, beyond, 0))
    counts = counts & (me.wish > 0)
    if some(counts):
        share = open_level / max(me.wish, 1)
        air = me.climate
        one = int(counts)
        add(tally, group, ALOUD, one)
        add(tally, group, GAP, one * (me.wish - open_level))
        add(tally, group, PAIRS, one)
        add(tally, group, CLIMATE, one * whole(air * FINE))
        add(tally, group, CLIMATE2, one * whole(air * air * FINE))
        add(tally, group, OPEN, one * whole(share * FINE))
        add(tally, group, OPEN2, one * whole(share * share * FINE))
        add(tally, group, CLIMATE_OPEN, one * whole(air * share * FINE))


@rule
def appear(i, unweighed, s, r, t):
    """What is left of today's acts for others to see, and for the record: the last public one is what friends notice."""
    voice, spoke, dissented = int(s.voice[i]), int(s.spoke[i]), int(s.dissented[i])
    acted = int(s.acted[i])
    voiced = 0
    for channel in range(KINDS):
        level = int(s.said[channel, i])
        comes = (acted >> channel) & 1 == 1
        dissented = where(comes & (level > 0), 1, dissented)
        if channel < PUBLIC:
            voice, spoke = where(comes, level, voice), where(comes, t.day, spoke)
            voiced = voiced + where(comes, max(level, 0), 0)
    aloud = acted & ((1 << PUBLIC) - 1) != 0
    planted = is_planted(i, s, r)
    dissented = where(planted & (acted != 0), 1, dissented)
    s.dissented[i] = dissented
    s.voice[i] = voice
    s.spoke[i] = spoke
    if r.voice.fine_signal == 1:
        exact = voice * (FINE_ACT // GRID) if r.voice.express == UTILITY else unweighed
        exact = where(planted & (r.score.in_force == 1), FINE_ACT, exact)
        s.spoken[i] = where(aloud, exact, int(s.spoken[i]))
    if r.voice.reward == REWARD_REPLY:
        s.learned[WAITING, i] = where(
            aloud, float(int(voice > 0) - int(voice < 0)), float(s.learned[WAITING, i])
        )
    wish = 0
    if r.voice.wish_moves == 1:
        wish = wish_of(i, s, r)
        s.wished[EVER, i] = where(wish > 0, 1, int(s.wished[EVER, i]))
    if t.measured == 1:
        acts = (acted & 1) + ((acted >> 1) & 1) + ((acted >> 2) & 1)
        acts = where(planted, 0, acts)
        s.acts[i] = int(s.acts[i]) + acts
        s.voiced[i] = int(s.voiced[i]) + where(planted, 0, voiced)
        if r.voice.wish_moves == 1:
            s.wished[WISHES, i] = int(s.wished[WISHES, i]) + where(wish > 0, acts, 0)
            s.wished[WISH, i] = int(s.wished[WISH, i]) + acts * wish


@rule
def survey(i, noticed, s, r, t, tally):
    """The survey: whoever is asked has to say yes (full loyalty) or no (full dissent), by the day's rule of choice. An answer is as in a
    private channel with the survey's chance of being seen and the points of a post; nothing follows from it. What a list would find is
    the private sign."""
    who = unsigned(s.id[i])
    asked = unit(draw(t.luck[SURVEY_LUCK], who, np.uint64(0))) < r.survey.share
    asked = where(is_planted(i, s, r), False, asked)
    bits = draw(t.luck[SURVEY_LUCK], who, np.uint64(1))
    me = mind(i, noticed, s, r, t)
    setting = Channel(False, r.survey.coverage, float(r.channels.gain[0]), float(r.channels.loss[0]), 0.0)
    no = utility(GRID, setting, me, r, t) + luck(bits, GRID, r)
    yes = utility(-GRID, setting, me, r, t) + luck(bits, -GRID, r)
    group = int(s.group[i])
    add(tally, group, ASKED, int(asked))
    add(tally, group, LIST_AGREES, int(asked & (me.wish == 0)))
    add(tally, group, SAYS_AGREES, int(asked & (yes > no)))


@rule
def is_planted(i, s, r):
    """Whether citizen i is a provocateur."""
    if r.informers.there == 1:
        return int(s.role[i]) == PROVOCATEUR
    return False


@rule
def end(i, noticed, s, r, t, tally):
    """The evening of acting: whom to press to act alike, and who disagrees and says so."""
    heard = t.day - int(s.spoke[i]) < r.voice.hear_days
    act = int(s.voice[i])
    if r.voice.enforce == 1:
        view = view_of(i, s.opinion, s.held, r.voice.views) + float(s.stirred[i])
        pressure = press(
            view, act, float(s.boldness[i]), float(s.climate_weight[i]), noticed, r.voice.enforce_cost
        )
        s.enforcing[i] = where(heard, pressure, 0)
    disagrees = where(is_planted(i, s, r), False, wish_of(i, s, r) > 0)
    group = int(s.group[i])
    add(tally, group, DISAGREE, int(disagrees))
    add(tally, group, SAY_SO, int(disagrees & heard & (act > 0)))
