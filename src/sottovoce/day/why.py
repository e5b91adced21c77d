"""Why less than the wish was said: what each term of U holds back, by Shapley values, on a sample of occasions.

The players are the terms of U and the luck of the choice. For each coalition of them the level is chosen once more, with the same luck and
from the same menu, when only these count beside authenticity: v = wish - dissent chosen. With none of them the wish is chosen, v = 0; with
all of them v is what was held back. A player's share is the Shapley value of the game v (Shapley 1953), so that the shares add up, exactly:
in whole numbers of 1/840 of 1/65536. A share may be below 0: that term made them say more.

day/step.py calls `ask_why` after acting. It changes nothing but sums.
"""

from sottovoce.chance import Purpose, draw, unit
from sottovoce.day.act import is_planted, luck_of
from sottovoce.day.choice import explored, luck, mind_at, offered, on_the_menu, on_topic, terms
from sottovoce.day.express import coarse
from sottovoce.day.lists import filled_up
from sottovoce.day.points import asks, setting_of, topic_of
from sottovoce.day.rules.acts import GATE, UTILITY
from sottovoce.machine.lanes import add, append, run, some, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID
from sottovoce.society.tally import (
    AUDIENCE,
    EFFORT,
    FRIENDS,
    LEARNED,
    NOISE,
    PARTS,
    POINTS,
    PUNISHMENT,
    REPROACH,
    TERMS,
    WHY,
    WHY_TIMES,
    WHY_WISH,
)

PLAYERS = len(TERMS)
COALITIONS = 1 << PLAYERS
WHY_LUCK = int(Purpose.WHY)
NOISE_BIT, FRIENDS_BIT, PUNISHMENT_BIT, POINTS_BIT, REPROACH_BIT, EFFORT_BIT, LEARNED_BIT, AUDIENCE_BIT = (
    1 << player for player in (NOISE, FRIENDS, PUNISHMENT, POINTS, REPROACH, EFFORT, LEARNED, AUDIENCE)
)


@rule
def ask_why(low, channel, begin_, end_, s, r, t, tally, w):
    """Why those who disagree said less than they wished, on a sample of the occasions in a public channel of a list (their own, also where they
    were cut off). The sample is listed first, where the list of others was."""
    few = 0
    for entry in range(begin_, end_, w.width):
        k = int(w.entries[run(entry, w)])
        here = (run(entry, w) < end_) & asked(low + k, channel, s, r, t)
        few += append(w.entries, few, here, k)
    filled_up(0, few, w)
    for entry in range(0, few, w.width):
        k = int(w.entries[run(entry, w)])
        i, me = low + k, mind_at(w.mind, k, True, True, r)
        topic = topic_of(channel, unsigned(s.id[i]), r, t)
        if r.topics.moving == 1:
            me = on_topic(topic, me, r)
        counts = where(is_planted(i, s, r), False, run(entry, w) < few)
        attribute(i, channel, topic, me, counts, s, r, t, tally, w)


@rule
def attribute(i, channel, topic, me, counts, s, r, t, tally, w):
    """Book what each term held back of the wish on an occasion, if it `counts`. Who does not weigh is held back by what stands for the
    choice: by what was learned (gate), or by the climate (average)."""
    group, one = int(s.group[i]), int(counts)
    add(tally, group, WHY_TIMES, one)
    add(tally, group, WHY_WISH, one * me.wish)
    if r.voice.express != UTILITY:
        term = LEARNED if r.voice.express == GATE else FRIENDS
        add(tally, group, WHY + term, one * PARTS * held_back(coarse(me.unweighed), me))
    else:
        who = unsigned(s.id[i])
        choose_by_all(
            setting_of(channel, topic, who, asks(i, s, r), me.watched, r, t),
            luck_of(channel, who, t),
            me,
            r,
            t,
            w,
        )
        for player in range(PLAYERS):
            add(tally, group, WHY + player, one * share_of(player, me, r, w))


@rule
def asked(i, channel, s, r, t):
    """Whether an occasion of a citizen in a channel is in the sample."""
    return unit(draw(t.luck[WHY_LUCK], unsigned(s.id[i]), unsigned(channel))) < r.run.sampled


@rule
def choose_by_all(channel, bits, me, r, t, w):
    """The level that is chosen when only the players of a coalition count, for each coalition: in `w.picked`. With all of them it is
    the level of `choose`."""
    here = run(0, w)
    for n in range(len(r.run.coalitions)):
        w.best[n, here] = -1e300
        w.picked[n, here] = 0
    for number in range(on_the_menu(r)):
        level, there = offered(number, channel, me, r, t)
        if some(there):
            authenticity, climate, punishment, score, reproach, effort = terms(
                level / GRID, channel, me, r, t
            )
            lucky = luck(bits, level, r)
            cost, audience = effort_and_audience(level, channel, me, r)
            for n in range(len(r.run.coalitions)):
                players = int(r.run.coalitions[n])
                value = authenticity
                value = value + (climate if players & FRIENDS_BIT else 0.0)
                value = value + (punishment if players & PUNISHMENT_BIT else 0.0)
                value = value + (score if players & POINTS_BIT else 0.0)
                value = value + (reproach if players & REPROACH_BIT else 0.0)
                value = value + part_of_effort(effort, cost, audience, players, r)
                value = value + (lucky if players & NOISE_BIT else 0.0)
                best, picked = float(w.best[n, here]), int(w.picked[n, here])
                takes = there & ((value > best) | ((value == best) & (level > picked)))
                w.best[n, here] = where(takes, value, best)
                w.picked[n, here] = where(takes, level, picked)
    if r.voice.explore > 0.0:
        for n in range(len(r.run.coalitions)):
            if int(r.run.coalitions[n]) & NOISE_BIT:
                w.picked[n, here] = explored(int(w.picked[n, here]), bits, me, r)


@rule
def effort_and_audience(level, channel, me, r):
    """What the effort of an act costs, and what its audience does."""
    cost = where(level != 0, -r.voice.effort, 0.0)
    audience = -channel.exposure * (abs(level) / GRID)
    if r.topics.asks != 0:
        audience = audience - where(level > 0, channel.asking * level / GRID, 0.0)
    if r.jobs.there == 1:
        audience = audience - where(channel.public & (level > 0), me.hunted * level / GRID, 0.0)
    return cost, audience


@rule
def part_of_effort(effort, cost, audience, players, r):
    """Effort, learned value and audience of an act, of which `effort` is the sum: those that play. All that act: the sum as it is."""
    act = int(r.run.coalitions[len(r.run.coalitions) - 1]) & (EFFORT_BIT | LEARNED_BIT | AUDIENCE_BIT)
    part = cost if players & EFFORT_BIT else 0.0
    part = part + (audience if players & AUDIENCE_BIT else 0.0)
    part = part + (effort - cost - audience if players & LEARNED_BIT else 0.0)
    return effort if players & act == act else part


@rule
def held_back(level, me):
    """What a level leaves of the wish unsaid, in 1/65536."""
    return me.wish - min(max(level, 0), me.wish)


@rule
def share_of(player, me, r, w):
    """What a player holds back of the wish, in 1/840 of 1/65536."""
    here = run(0, w)
    share = 0
    for n in range(len(r.run.coalitions)):
        share = share + int(r.run.weights[n, player]) * held_back(int(w.picked[n, here]), me)
    return share
