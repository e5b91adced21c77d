"""Act: occasions come, the citizen chooses what to say, buy and browse. One choice rule for every channel.

reads: id group opinion boldness climate_weight threshold risk need activity nu heed stirred aware role enrolled score access dates
    watched looked held learned expressiveness
writes: acted said topic voice spoke occasions chosen wished dissented spoken learned enforcing
"""

import numpy as np

from sottovoce.chance import Purpose, draw, unit
from sottovoce.day.choice import Mind, choose, luck, menu_of, utility, wish_on
from sottovoce.day.express import DISSENT, LOYAL, WAITING, coarse, fine_level, press, speaks, towards, view_of
from sottovoce.day.points import Channel, reach_of, topic_of
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
from sottovoce.day.worth import access_worth, below, is_watched, need_of, own_score, weakened
from sottovoce.machine.lanes import add, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.signal import FINE_ACT
from sottovoce.society.state import EVER, GRID, NOTHING, PROVOCATEUR, WISH, WISHES
from sottovoce.society.tally import (
    ASKED,
    DISAGREE,
    LIST_AGREES,
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
    allowed, own_level = menu_of(wish, r)
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
    watched, aside, point, above, sure = 1.0, 0.0, r.score.point, 0.0, access_worth(score, r, t)
    if r.watching.aimed == 1:
        watched = where(is_watched(i, s, r, t), 1.0, r.watching.feared)
    if r.score.standing.there == 1:
        felt = (t.day < int(s.looked[i])) & (noticed.enrolled > 0)
        felt = felt & (r.score.standing.felt == 1)
        aside = score - (r.score.low + noticed.scores / max(noticed.enrolled, 1) * r.score.grain)
        point = where(felt, r.score.point + r.score.standing.face, r.score.point)
        above = where(felt, r.score.standing.pride - r.score.standing.face, 0.0)
        sure = sure + above * max(aside, 0.0)
    hunted = 0.0
    if r.jobs.there == 1:
        hunted = knows * need * r.jobs.cost
    said = 0
    if r.voice.express != UTILITY:
        said = unweighed(i, noticed, view, s, r)
    return Mind(
        opinion=view,
        wish=wish,
        allowed=allowed,
        own_level=own_level,
        boldness=float(s.boldness[i]),
        weight=float(s.climate_weight[i]),
        threshold=float(s.threshold[i]),
        climate=climate(noticed, int(spoke), r),
        nu=float(s.nu[i]),
        fear=fear,
        score=score,
        felt=heed * enrolled * r.score.in_force * need,
        sure=sure,
        keep=kept,
        reach=reach_of(noticed.ties, r),
        reproach=r.score.reproach * share * enrolled * heed * r.score.in_force,
        told=told,
        frost=frost,
        dissenting=dissenting,
        loyal=loyal,
        unweighed=said,
        watched=watched,
        aside=aside,
        point=point,
        above=above,
        hunted=hunted,
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
def about(i, channel, who, s, r, t):
    """What an occasion in a channel of citizen i, whose id is `who`, is about: the number of a topic, or PLACES for none."""
    topic = topic_of(channel, who, r, t)
    if r.topics.there == 1:
        s.topic[channel, i] = topic
    return topic


@rule
def luck_of(channel, who, t):
    """The luck of a choice: of all levels on an occasion in a channel of a citizen whose id is `who`."""
    return draw(t.luck[CHOICE_LUCK], who, unsigned(channel))


@rule
def decide(i, channel, setting, who, me, s, r, t):
    """The level chosen on an occasion in a channel, what holds there in `setting`, by citizen i, whose id is `who`. A provocateur dissents
    aloud while the system is in force."""
    public = channel < PUBLIC
    level = choose(setting, luck_of(channel, who, t), me, r, t)
    if r.voice.express != UTILITY:
        level = where(public, coarse(me.unweighed), level)
    return where(public & is_planted(i, s, r) & (r.score.in_force == 1), GRID, level)


@rule
def appear(i, unweighed, s, r, t):
    """What is left of today's acts for others to see, and for the record: the last public one is what friends notice."""
    voice, spoke, dissented = int(s.voice[i]), int(s.spoke[i]), int(s.dissented[i])
    acted = int(s.acted[i])
    for channel in range(KINDS):
        level = int(s.said[channel, i])
        comes = (acted >> channel) & 1 == 1
        dissented = where(comes & (level > 0), 1, dissented)
        if channel < PUBLIC:
            voice, spoke = where(comes, level, voice), where(comes, t.day, spoke)
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


@rule
def keep(i, scheduled, chosen, s, r, t):
    """Keep what the citizen could say in public today, and how much dissent was `chosen` (1/65536), also where it was cut off.
    `scheduled`: bits of channels."""
    wish = 0
    if r.voice.wish_moves == 1:
        wish = wish_of(i, s, r)
        s.wished[EVER, i] = where(wish > 0, 1, int(s.wished[EVER, i]))
    if t.measured == 1:
        occasions = (scheduled & 1) + ((scheduled >> 1) & 1) + ((scheduled >> 2) & 1)
        planted = is_planted(i, s, r)
        occasions = where(planted, 0, occasions)
        s.occasions[i] = int(s.occasions[i]) + occasions
        s.chosen[i] = int(s.chosen[i]) + where(planted, 0, chosen)
        if r.voice.wish_moves == 1:
            if r.topics.moving == 1:
                wishes, wished = wishes_on(i, scheduled, wish, s, r)
                wishes, wished = where(planted, 0, wishes), where(planted, 0, wished)
            else:
                wishes, wished = where(wish > 0, occasions, 0), occasions * wish
            s.wished[WISHES, i] = int(s.wished[WISHES, i]) + wishes
            s.wished[WISH, i] = int(s.wished[WISH, i]) + wished


@rule
def wishes_on(i, scheduled, wish, s, r):
    """On how many of today's scheduled public occasions citizen i wished to dissent, and the sum of the wish over them in 1/65536, where it differs by
    topic."""
    wishes = wished = 0
    for channel in range(PUBLIC):
        here = where((scheduled >> channel) & 1 == 1, wish_on(int(s.topic[channel, i]), wish, r), 0)
        wishes, wished = wishes + int(here > 0), wished + here
    return wishes, wished


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
    setting = Channel(
        False, r.survey.coverage, float(r.channels.gain[0]), float(r.channels.loss[0]), 0.0, 0.0
    )
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
