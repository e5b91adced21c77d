"""Rewire: think one tie over, look for a new friend. A citizen only proposes; the ties are changed after the day, pair by
pair (machine.ties).

reads: id place enrolled aware score need access dates first friend word · writes: drop make
"""

import numpy as np

from sottovoce.chance import draw, pair, unit
from sottovoce.day.rules import (
    DROP_DISCORDANT,
    DROP_NEVER,
    DROP_RANDOM,
    DROP_SCORE,
    MAKE_FRIEND_OF_FRIEND,
    MAKE_HIGH_SCORE,
    MAKE_NEVER,
    MAKE_SAME_VOICE,
)
from sottovoce.day.tables import quantile
from sottovoce.day.word import DISSENT, ENROLLED, HEARD, LOYAL, act_of, flag, score_of
from sottovoce.day.worth import access_worth, need_of, own_score
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID

TRIES = 4  # strangers looked at when a friend is sought by voice or score


@rule
def highest(i, whose, s, key):
    """Row of the friend of `whose`, other than i, with the highest hash of the pair; -1 if there is none."""
    found = -1
    best = np.uint64(0)
    for place in range(int(s.first[whose]), int(s.first[whose + 1])):
        j = int(s.friend[place])
        if j == len(s.id) or j == i:
            continue
        bits = pair(key, np.uint64(s.id[whose]), np.uint64(s.id[j]))
        if found < 0 or bits > best or (bits == best and s.id[j] > s.id[found]):
            found = j
            best = bits
    return found


@rule
def knows(i, j, s):
    """Whether j is in the row of i."""
    for place in range(int(s.first[i]), int(s.first[i + 1])):
        if int(s.friend[place]) == j:
            return True
    return False


@rule
def regained(i, j, seen, s, r, t):
    """What i would gain by not knowing j, utility: V(s + points regained) - V(s). Points: w (mean of friends - s_j)/(k - 1)
    of friends' scores (with one friend w (b - s_j), here w (s - s_j)), where i is shown s_j, and the spill expected from
    j: spill/k times the points of j's last public act, over the horizon, where i can know who hurts."""
    word = s.word[j]
    if flag(word, ENROLLED) == 0:
        return 0.0
    score = own_score(i, s, r)
    points = 0.0
    theirs = score_of(word) * r.grain + r.low
    if r.shown == 1 or (r.shared == 1 and theirs >= r.start):
        if seen.enrolled > 1:
            mean = r.low + seen.scores * r.grain / seen.enrolled
            points += r.friend_weight * (mean - theirs) / (seen.enrolled - 1)
        else:
            points += r.friend_weight * (score - theirs)
    if r.blamed == 1:
        level = act_of(word) / GRID
        if level > 0.0:
            loss = (r.loss[0] * r.rate[0] + r.loss[1] * r.rate[1] + r.loss[2] * r.rate[2]) / max(
                r.rate[0] + r.rate[1] + r.rate[2], 1e-9
            )
            points += r.spill / seen.ties * loss * level * r.horizon
    return need_of(i, s, r, t) * (
        r.point * points + access_worth(score + points, r, t) - access_worth(score, r, t)
    )


@rule
def drops(i, j, seen, s, r, t):
    """Whether i drops j."""
    a, b = np.uint64(s.id[i]), np.uint64(s.id[j])
    if r.drop == DROP_SCORE:
        if int(s.enrolled[i]) == 0 or int(s.aware[i]) == 0 or r.in_force == 0:
            return False
        value = r.tie_value * quantile(unit(pair(t.tie_value, a, b)), r.exponential)
        return regained(i, j, seen, s, r, t) > value
    if r.drop == DROP_DISCORDANT:
        word = s.word[j]
        mine = s.word[i]
        against = (flag(word, LOYAL) == 1 and flag(mine, DISSENT) == 1) or (
            flag(word, DISSENT) == 1 and flag(mine, LOYAL) == 1
        )
        return against and unit(pair(t.dropping, a, b)) < r.drop_chance
    return r.drop == DROP_RANDOM and unit(pair(t.dropping, a, b)) < r.drop_chance


@rule
def candidate(i, s, r, t):
    """Row of somebody to befriend, or -1."""
    n = len(s.id)
    who = np.uint64(s.id[i])
    if r.make == MAKE_FRIEND_OF_FRIEND:
        friend = highest(i, i, s, t.whom)
        return highest(i, friend, s, t.whom) if friend >= 0 else -1
    found = -1
    best = -1
    for counter in range(TRIES):
        id_ = int(unit(draw(t.whom, who, np.uint64(counter))) * n)
        j = int(s.place[id_])
        if j == i:
            continue
        word = s.word[j]
        if r.make == MAKE_SAME_VOICE:
            mine = s.word[i]
            if flag(mine, HEARD) == 1 and flag(word, HEARD) == 1 and act_of(word) * act_of(mine) > 0:
                return j
        elif r.make == MAKE_HIGH_SCORE:
            if r.public == 1 and flag(word, ENROLLED) == 1 and score_of(word) > best:
                best = score_of(word)
                found = j
        else:
            return j
    return found


@rule
def rewire(i, seen, s, r, t):
    """With chance `review` think over the tie with the highest hash of (pair, day); then perhaps look for a friend."""
    s.drop[i] = -1
    s.make[i] = -1
    if r.make == MAKE_NEVER and (r.drop == DROP_NEVER or (r.drop == DROP_SCORE and r.in_force == 0)):
        return
    who = np.uint64(s.id[i])
    if unit(draw(t.review, who, np.uint64(0))) >= r.review:
        return
    if r.drop != DROP_NEVER and seen.ties > 0:
        j = highest(-1, i, s, t.which)
        if j >= 0 and drops(i, j, seen, s, r, t):
            s.drop[i] = j
    if r.make != MAKE_NEVER and unit(draw(t.making, who, np.uint64(0))) < r.make_chance:
        j = candidate(i, s, r, t)
        if j >= 0 and not knows(i, j, s):
            s.make[i] = j
