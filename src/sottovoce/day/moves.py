"""Moving ties: after the day pair by pair, in the order of a hash of the pair; or within a turn, at once.

reads: id moved_from moved_to first · writes: friend cut dropped
"""

import numpy as np

from sottovoce.chance import Purpose, day_key, pair_in_order, wrapping
from sottovoce.day.ties import may_tie, slot
from sottovoce.machine.rule import rule
from sottovoce.society.state import State


def removals(state: State, seed: int, day: int) -> np.ndarray:
    """Tonight's moves in order, int64 (move, 4): who moves, from whom, to whom, and 0 (1 once carried out)."""
    rows = np.flatnonzero(state.moved_from >= 0)
    found = np.stack(
        [rows, state.moved_from[rows], state.moved_to[rows], np.zeros(len(rows), np.int64)], axis=1
    )
    ids = np.sort(state.id[found[:, :2]].astype(np.uint64), axis=1)
    with wrapping():
        order = pair_in_order(day_key(seed, Purpose.RESOLVE, day), ids[:, 0], ids[:, 1])
    mover = state.id[rows]
    return np.ascontiguousarray(found[np.lexsort((mover, ids[:, 1], ids[:, 0], order))].astype(np.int64))


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
