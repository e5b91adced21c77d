"""Rewire: think one tie over, look for a new friend. A citizen only proposes; the ties are changed after the day, pair by
pair (day.ties).

reads: id place enrolled aware score need access dates first friend word · writes: drop make
"""

import numpy as np

from sottovoce.chance import draw, pair, unit
from sottovoce.day.names import id_of
from sottovoce.day.rules import (
    DROP_DISCORDANT,
    DROP_NEVER,
    DROP_SCORE,
    MAKE_FRIEND_OF_FRIEND,
    MAKE_HIGH_SCORE,
    MAKE_NEVER,
    MAKE_SAME_VOICE,
)
from sottovoce.day.tables import quantile
from sottovoce.day.word import DISSENT, ENROLLED, HEARD, LOYAL, act_of, flag, score_of
from sottovoce.day.worth import access_worth, need_of, own_score
from sottovoce.machine.lanes import at, some, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID

TRIES = 4  # strangers looked at when a friend is sought by voice or score


@rule
def highest(i, whose, s, r, key):
    """Row of the friend of `whose`, other than i, with the highest hash of the pair; -1 if there is none, or `whose` is -1."""
    found = found_id = -1
    best = np.uint64(0)
    ghost = len(s.id)
    row = max(whose, 0)
    who = unsigned(s.id[row])
    place, end = int(s.first[row]), where(whose < 0, 0, int(s.first[row + 1]))
    while some(place < end):
        j = int(at(s.friend, place, place < end, ghost))
        here = (j != ghost) & (j != i)
        j_id = id_of(j, here, s, r)
        bits = pair(key, who, unsigned(j_id))
        first = here & ((found < 0) | (bits > best) | ((bits == best) & (j_id > found_id)))
        found, found_id, best = where(first, j, found), where(first, j_id, found_id), where(first, bits, best)
        place = place + int(place < end)
    return found


@rule
def knows(i, j, s):
    """Whether j is in the row of i."""
    found = False
    place, end = int(s.first[i]), int(s.first[i + 1])
    while some(place < end):
        found = found | (int(at(s.friend, place, place < end, len(s.id))) == j)
        place = place + int(place < end)
    return found


@rule
def regained(i, word, seen, s, r, t):
    """What i would gain by not knowing j, whose word it is, utility: V(s + points regained) - V(s). Points: w (mean of friends -
    s_j)/(k - 1) of friends' scores (with one friend w (b - s_j), here w (s - s_j)), where i is shown s_j, and the spill expected
    from j: spill/k times the points of j's last public act, over the horizon, where i can know who hurts."""
    score = own_score(i, s, r)
    points = 0.0
    if r.shown == 1 or r.shared == 1:
        theirs = score_of(word) * r.grain + r.low
        mean = r.low + seen.scores * r.grain / max(seen.enrolled, 1)
        others = r.friend_weight * (mean - theirs) / max(seen.enrolled - 1, 1)
        drag = where(seen.enrolled > 1, others, r.friend_weight * (score - theirs))
        if r.shown == 0:
            drag = where(theirs >= r.start, drag, 0.0)
        points = points + drag
    if r.blamed == 1:
        level = act_of(word) / GRID
        loss = (r.loss[0] * r.rate[0] + r.loss[1] * r.rate[1] + r.loss[2] * r.rate[2]) / max(
            r.rate[0] + r.rate[1] + r.rate[2], 1e-9
        )
        spill = r.spill / max(seen.ties, 1) * loss * level * r.horizon
        points = points + where(level > 0.0, spill, 0.0)
    gain = need_of(i, s, r, t) * (
        r.point * points + access_worth(score + points, r, t) - access_worth(score, r, t)
    )
    return where(flag(word, ENROLLED) == 1, gain, 0.0)


@rule
def drops(i, j, seen, s, r, t):
    """Whether i drops j, the friend thought over (-1: nobody)."""
    there = j >= 0
    j = max(j, 0)
    a, b, word = unsigned(s.id[i]), unsigned(id_of(j, there, s, r)), s.word[j]
    if r.drop == DROP_SCORE:
        if r.in_force == 0:
            return False
        value = r.tie_value * quantile(pair(t.tie_value, a, b), r.exponential)
        minds = (int(s.enrolled[i]) == 1) & (int(s.aware[i]) == 1)
        return there & minds & (regained(i, word, seen, s, r, t) > value)
    wants = unit(pair(t.dropping, a, b)) < r.drop_chance
    if r.drop == DROP_DISCORDANT:
        mine = s.word[i]
        against = flag(word, LOYAL) & flag(mine, DISSENT) | flag(word, DISSENT) & flag(mine, LOYAL)
        wants = wants & (against == 1)
    return there & wants


@rule
def candidate(i, s, r, t):
    """Row of somebody to befriend, or -1."""
    if r.make == MAKE_FRIEND_OF_FRIEND:
        return highest(i, highest(i, i, s, r, t.whom), s, r, t.whom)
    n = len(s.id)
    who = unsigned(s.id[i])
    mine = s.word[i]
    found = best = -1
    for counter in range(TRIES):
        j = int(s.place[int(unit(draw(t.whom, who, np.uint64(counter))) * n)])
        word = s.word[j]
        fits = j != i
        if r.make == MAKE_SAME_VOICE:
            fits = (
                fits & (flag(mine, HEARD) == 1) & (flag(word, HEARD) == 1) & (act_of(word) * act_of(mine) > 0)
            )
        if r.make == MAKE_HIGH_SCORE:
            score = score_of(word)
            fits = fits & (flag(word, ENROLLED) == 1) & (score > best) & (r.public == 1)
            best = where(fits, score, best)
        else:
            fits = fits & (found < 0)
        found = where(fits, j, found)
    return found


@rule
def reviews(i, s, r, t):
    """Whether citizen i thinks a tie over today."""
    return unit(draw(t.review, unsigned(s.id[i]), np.uint64(0))) < r.review


@rule
def idle(r):
    """Whether nobody thinks any tie over."""
    return r.make == MAKE_NEVER and (r.drop == DROP_NEVER or (r.drop == DROP_SCORE and r.in_force == 0))


@rule
def propose(i, seen, s, r, t):
    """Think over the tie with the highest hash of (pair, day); then perhaps look for a friend."""
    if r.drop != DROP_NEVER:
        j = highest(-1, i, s, r, t.which)
        s.drop[i] = where(drops(i, j, seen, s, r, t), j, -1)
    if r.make != MAKE_NEVER:
        j = candidate(i, s, r, t)
        seeks = unit(draw(t.making, unsigned(s.id[i]), np.uint64(0))) < r.make_chance
        s.make[i] = where(seeks & (j >= 0) & (knows(i, max(j, 0), s) == 0), j, -1)


@rule
def rewire(i, seen, s, r, t):
    """With chance `review` think a tie over."""
    s.drop[i] = -1
    s.make[i] = -1
    if not idle(r) and reviews(i, s, r, t):
        propose(i, seen, s, r, t)
