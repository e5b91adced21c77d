"""After a day: ties are dropped, made and moved, pair by pair in the order of a hash of the pair, whatever the order of rows."""

import numpy as np

from sottovoce.chance import Purpose, day_key, pair_in_order, wrapping
from sottovoce.day.rules import Rules
from sottovoce.day.rules.system import MOVE_NEVER
from sottovoce.day.tags import deliver
from sottovoce.day.ties import DROPPED, MADE, remove, resolve
from sottovoce.machine.host import Host
from sottovoce.scenario.model import Scenario
from sottovoce.society import own_ties
from sottovoce.society.state import State

NONE = np.empty((0, 4), np.int64)


def night(
    machine: Host, scenario: Scenario, state: State, rules: Rules, day: int, moved: np.ndarray
) -> np.ndarray:
    """Tell who was tagged, and carry out what citizens proposed today. Ties changed, int64 (change, 3), in the order in which it happened: row, row, DROPPED or
    MADE. `moved`, int64 (move, 3): who moved a tie during the day, from whom, to whom."""
    if rules.tags.there:
        machine.fetch(state.tagged)
        if len(told := tags(state, day)):
            machine.in_waves(deliver, told, state)
    machine.fetch(state.drop, state.make)
    if own_ties.asked(scenario):
        machine.fetch(*state)
        own_ties.decide(scenario, state, day)
    asked = proposals(state, scenario.seed, day)
    if len(asked):
        machine.in_waves(resolve, asked, state)
    if rules.ties.move != MOVE_NEVER and scenario.order == "synchronous":
        wanted = removals(state, scenario.seed, day)
        if len(wanted):
            machine.in_order(remove, len(wanted), wanted, state, rules)
        moved = wanted[wanted[:, 3] == 1, :3]
    ties, moves = asked[asked[:, 3] == 1, :3], changes_of(moved)
    return np.concatenate([ties, moves] if scenario.order == "synchronous" else [moves, ties])


def tags(state: State, day: int) -> np.ndarray:
    """Today's tags, int64 (tag, 3): who tagged, whom, the day."""
    rows = (state.tagged >= 0).nonzero()[0]
    found = np.full((len(rows), 3), day, np.int64)
    found[:, 0], found[:, 1] = rows, state.tagged[rows]
    return found


def proposals(state: State, seed: int, day: int) -> np.ndarray:
    """Tonight's proposals in order, int64 (proposal, 4): row, row, DROPPED or MADE, and 0 (1 once carried out). Of two who drop one
    another the lower id does it."""
    asked = [_asked(column, kind) for column, kind in ((state.drop, DROPPED), (state.make, MADE))]
    parts = [part for part in asked if len(part)]
    found = np.concatenate(parts) if len(parts) > 1 else parts[0] if parts else NONE
    if len(found) < 2:  # most nights of few people: there is no order to be found
        return found
    low, high, order = _hashed(state, found[:, :2], seed, day)
    return np.ascontiguousarray(found[np.lexsort((state.id[found[:, 0]], high, low, found[:, 2], order))])


def _asked(column: np.ndarray, kind: int) -> np.ndarray:
    rows = (column >= 0).nonzero()[0]
    if len(rows) == 0:
        return NONE
    part = np.zeros((len(rows), 4), np.int64)
    part[:, 0], part[:, 1], part[:, 2] = rows, column[rows], kind
    return part


def removals(state: State, seed: int, day: int) -> np.ndarray:
    """Tonight's moves in order, int64 (move, 4): who moves, from whom, to whom, and 0 (1 once carried out)."""
    rows = np.flatnonzero(state.moved_from >= 0)
    found = np.stack(
        [rows, state.moved_from[rows], state.moved_to[rows], np.zeros(len(rows), np.int64)], axis=1
    )
    low, high, order = _hashed(state, found[:, :2], seed, day)
    return np.ascontiguousarray(found[np.lexsort((state.id[rows], high, low, order))].astype(np.int64))


def _hashed(
    state: State, pairs: np.ndarray, seed: int, day: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of pairs of rows: the lower id, the higher one, and the hash by which they are ordered."""
    ids = np.sort(state.id[pairs].astype(np.uint64), axis=1)
    with wrapping():
        return ids[:, 0], ids[:, 1], pair_in_order(day_key(seed, Purpose.RESOLVE, day), ids[:, 0], ids[:, 1])


def changes_of(moved: np.ndarray) -> np.ndarray:
    """Moved ties (who, from whom, to whom) as ties dropped and made, int64 (change, 3), in the order in which it happened: what one move
    made another may have dropped again on the same day."""
    changes = np.empty((2 * len(moved), 3), np.int64)
    changes[0::2], changes[1::2] = moved, moved
    changes[1::2, 1] = moved[:, 2]
    changes[0::2, 2], changes[1::2, 2] = DROPPED, MADE
    return changes
