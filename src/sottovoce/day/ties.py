"""The ordered pass over ties after a day: proposals are carried out pair by pair, in the order of a hash of the pair.

reads: id drop make first · writes: friend cut dropped
"""

import numpy as np

from sottovoce.chance import Purpose, day_key, pair_in_order, wrapping
from sottovoce.day.rules import MOVE_DOUBLE, MOVE_MULTIGRAPH
from sottovoce.machine.rule import rule
from sottovoce.society.state import State

DROPPED, MADE = 0, 1


def proposals(state: State, seed: int, day: int) -> np.ndarray:
    """Tonight's proposals in order, int64 (proposal, 4): row, row, DROPPED or MADE, and 0 (1 once carried out)."""
    parts = []
    for column, kind in ((state.drop, DROPPED), (state.make, MADE)):
        if column.max() >= 0:
            rows = (column >= 0).nonzero()[0]
            part = np.zeros((len(rows), 4), np.int64)
            part[:, 0], part[:, 1], part[:, 2] = rows, column[rows], kind
            parts.append(part)
    if not parts:
        return np.empty((0, 4), np.int64)
    found = np.concatenate(parts) if len(parts) > 1 else parts[0]
    ids = np.sort(state.id[found[:, :2]].astype(np.uint64), axis=1)
    with wrapping():
        order = pair_in_order(day_key(seed, Purpose.RESOLVE, day), ids[:, 0], ids[:, 1])
    proposer = state.id[
        found[:, 0]
    ]  # of two who drop one another the lower id does it, whatever the order of rows
    return np.ascontiguousarray(found[np.lexsort((proposer, ids[:, 1], ids[:, 0], found[:, 2], order))])


@rule
def slot(i, whom, s):
    """Where `whom` (or, as the ghost, an empty place) stands in the row of i; -1 if nowhere."""
    for place in range(int(s.first[i]), int(s.first[i + 1])):
        if int(s.friend[place]) == whom:
            return place
    return -1


@rule
def may_tie(i, j, s, r):
    """Whether i may be tied to j by a move: nobody twice, and not to oneself, but where ties.move lets it."""
    if r.move == MOVE_MULTIGRAPH:
        return True
    return i != j and (r.move == MOVE_DOUBLE or slot(i, j, s) < 0)


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
