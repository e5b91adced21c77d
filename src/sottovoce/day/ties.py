"""Ties: dropping, making and moving one, and choosing one by luck. Carried out after a day in an order of its own (night.py), or at once in a turn.

reads: first friend · writes: friend cut dropped
"""

import numpy as np

from sottovoce.chance import pair
from sottovoce.day.rules.system import MOVE_DOUBLE, MOVE_MULTIGRAPH
from sottovoce.machine.lanes import at, some, unsigned, where
from sottovoce.machine.rule import rule

DROPPED, MADE = 0, 1


@rule
def slot(i, whom, s):
    """Where `whom` (or, as the ghost, an empty place) stands in the row of i; -1 if nowhere."""
    for place in range(int(s.first[i]), int(s.first[i + 1])):
        if int(s.friend[place]) == whom:
            return place
    return -1


@rule
def resolve(number, changes, s):
    """Carry out one proposal: cut the tie on both sides, or tie two citizens who both have an empty place."""
    a, b = int(changes[number, 0]), int(changes[number, 1])
    ghost = len(s.id)
    here, there = slot(a, b, s), slot(b, a, s)
    if changes[number, 2] == DROPPED:
        if here >= 0 and there >= 0:
            s.friend[here] = ghost
            s.friend[there] = ghost
            s.cut[a] += 1
            s.cut[b] += 1
            s.dropped[a] += 1
            changes[number, 3] = 1
    elif here < 0 and there < 0 and a != b:
        here, there = slot(a, ghost, s), slot(b, ghost, s)
        if here >= 0 and there >= 0:
            s.friend[here] = b
            s.friend[there] = a
            changes[number, 3] = 1


@rule
def may_tie(i, j, s, r):
    """Whether i may be tied to j by a move: nobody twice, and not to oneself, but where `ties.move` lets it."""
    if r.ties.move == MOVE_MULTIGRAPH:
        return True
    return i != j and (r.ties.move == MOVE_DOUBLE or slot(i, j, s) < 0)


@rule
def remove(number, moves, s, r):
    """Carry out one move, if the tie still stands."""
    moves[number, 3] = swap(int(moves[number, 0]), int(moves[number, 1]), int(moves[number, 2]), s, r)


@rule
def swap(i, j, k, s, r):
    """Untie i from j and tie i to k, where i may be tied to k and k has an empty place; else nothing. Returns 1 or 0."""
    ghost = len(s.id)
    here = slot(i, j, s)
    if here < 0 or not may_tie(i, k, s, r):
        return 0
    s.friend[here] = ghost  # at once, so that of a tie to oneself the other end is found next
    there = slot(j, i, s)
    s.friend[there] = ghost
    s.friend[here] = k
    free = slot(k, ghost, s)
    if free < 0:
        s.friend[here] = j
        s.friend[there] = i
        return 0
    s.friend[free] = i
    s.cut[i] += 1
    s.cut[j] += 1
    s.dropped[i] += 1
    return 1


@rule
def id_of(j, here, s, r):
    """The id of row j, where `here`. To look it up is a random read, dear in a large world; mostly ids are the rows."""
    return int(at(s.id, j, here, 0)) if r.run.renamed == 1 else j


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
