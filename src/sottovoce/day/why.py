"""Why less than the wish was said: what each term of U holds back, by Shapley values, on a sample of occasions.

The players are the terms of U and the luck of the choice. For each coalition of them the level is chosen once more, with the same luck and
from the same menu, when only these count beside authenticity: v = wish - dissent chosen. With none of them the wish is chosen, v = 0; with
all of them v is what was held back. A player's share is the Shapley value of the game v (Shapley 1953), so that the shares add up, exactly:
in whole numbers of 1/840 of 1/65536. A share may be below 0: that term made them say more.

A pass of its own in day/step.py calls this for the few occasions that are sampled. Changes nothing but sums.
"""

from sottovoce.chance import Purpose, draw, unit
from sottovoce.day.choice import explored, luck, offered, on_the_menu, terms
from sottovoce.day.points import channel_of
from sottovoce.machine.lanes import run, some, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID
from sottovoce.society.tally import (
    AUDIENCE,
    EFFORT,
    FRIENDS,
    LEARNED,
    NOISE,
    POINTS,
    PUNISHMENT,
    REPROACH,
    TERMS,
)

PLAYERS = len(TERMS)
COALITIONS = 1 << PLAYERS
WHY_LUCK = int(Purpose.WHY)
NOISE_BIT, FRIENDS_BIT, PUNISHMENT_BIT, POINTS_BIT, REPROACH_BIT, EFFORT_BIT, LEARNED_BIT, AUDIENCE_BIT = (
    1 << player for player in (NOISE, FRIENDS, PUNISHMENT, POINTS, REPROACH, EFFORT, LEARNED, AUDIENCE)
)


@rule
def asked(i, channel, s, r, t):
    """Whether an occasion of a citizen in a channel is in the sample."""
    return unit(draw(t.luck[WHY_LUCK], unsigned(s.id[i]), unsigned(channel))) < r.run.sampled


@rule
def choose_by_all(channel, bits, me, r, t, w):
    """The level that is chosen when only the players of a coalition count, for each coalition: in `w.picked`. With all of them it is
    the level of `choose`."""
    here = run(0, w)
    channel = channel_of(channel, r)
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
            for n in range(len(r.run.coalitions)):
                players = int(r.run.coalitions[n])
                value = authenticity
                value = value + (climate if players & FRIENDS_BIT else 0.0)
                value = value + (punishment if players & PUNISHMENT_BIT else 0.0)
                value = value + (score if players & POINTS_BIT else 0.0)
                value = value + (reproach if players & REPROACH_BIT else 0.0)
                value = value + part_of_effort(effort, level, channel, players, r)
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
def part_of_effort(effort, level, channel, players, r):
    """Effort, learned value and audience of an act, of which `effort` is the sum: those that play. All that act: the sum as it is."""
    act = int(r.run.coalitions[len(r.run.coalitions) - 1]) & (EFFORT_BIT | LEARNED_BIT | AUDIENCE_BIT)
    cost = where(level != 0, -r.voice.effort, 0.0)
    audience = -channel.exposure * (abs(level) / GRID)
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
