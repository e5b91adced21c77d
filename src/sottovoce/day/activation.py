"""Turns: the day of an order that is not synchronous. One after another looks, attends, adapts, learns, enrols, acts and is heard at once;
the later phases follow for everybody when all turns are over.

reads: id first friend signal fine_signal spoke voice spoken enforcing · writes: signal fine_signal
"""

import numpy as np

from sottovoce.chance import GOLD, Purpose, day_key, draw, mix, unit, wrapping
from sottovoce.day.announce import Today
from sottovoce.day.move import move
from sottovoce.day.rules import Rules
from sottovoce.day.rules.system import MOVE_NEVER
from sottovoce.day.show import speak
from sottovoce.day.step import (
    act,
    conclude,
    follow,
    look,
    prepare,
    rewire,
    step,
    tag_few,
    watch_said,
)  # fmt: skip
from sottovoce.day.ties import swap
from sottovoce.day.workspace import Workspace, workspace
from sottovoce.machine.host import Host
from sottovoce.machine.lanes import run
from sottovoce.machine.rule import batch, rule
from sottovoce.scenario.model import Scenario
from sottovoce.society.state import NOTHING, State

IN_A_TURN = tuple(
    map(
        int,
        (
            Purpose.OCCASION,
            Purpose.TOPIC,
            Purpose.PERMISSION,
            Purpose.CHOICE,
            Purpose.WHY,
            Purpose.ATTEND,
            Purpose.MOVE,
            Purpose.MOVE_WHOM,
        ),
    )
)


def live(
    machine: Host,
    scenario: Scenario,
    state: State,
    rules: Rules,
    today: Today,
    sums: np.ndarray,
    w: Workspace,
) -> np.ndarray:
    """Everybody lives a day, in the order of the scenario as it is that day; adds to `sums` (block, group, sum). `w`: a workspace for
    turns. Ties moved at once: int64 (move, 3), who, from whom, to whom."""
    n = len(state.id)
    if scenario.order == "synchronous":
        machine.everyone(step, n, state, rules, today, sums)
        return NO_MOVES
    order = turns(scenario.order, state, scenario.seed, today.day)
    rest(state)
    machine.in_order(turn, n, order, state, rules, today, sums[0], w)
    machine.everyone(after_turns, n, state, rules, today, sums)
    return order[order[:, 4] == 1, :][:, [0, 2, 3]]


NO_MOVES = np.empty((0, 3), np.int64)


def turns(order: str, state: State, seed: int, day: int) -> np.ndarray:
    """Who has today's turns, int64 (turn, 5): row, and how many turns the citizen has had today already; then room for the
    move of a tie (from whom, to whom, 1 if carried out).

    sequential: everybody once, by hash of (day, citizen); drawn: n turns, each by a citizen drawn among all.
    """
    n = len(state.id)
    key = day_key(seed, Purpose.ORDER, day)
    with wrapping():
        bits = draw(key, np.arange(n, dtype=np.uint64), np.uint64(0))
    found = np.zeros((n, 5), np.int64)
    found[:, 2:4] = -1
    if order == "sequential":
        found[:, 0] = state.place[np.argsort(bits, kind="stable")]
        return found
    found[:, 0] = state.place[(unit(bits) * n).astype(np.int64)]
    by_row = np.argsort(found[:, 0], kind="stable")
    row = found[by_row, 0]
    begun = np.concatenate([[True], row[1:] != row[:-1]])
    found[by_row, 1] = np.arange(n) - np.maximum.accumulate(np.where(begun, np.arange(n), 0))
    return found


def rest(state: State) -> None:
    """Nobody has acted yet today: who has no turn keeps silent."""
    state.acted[:] = 0
    state.said[:] = NOTHING


@rule
def turn(number, order, s, r, t, tally, w):
    """One turn: look, attend, adapt, learn, enrol, act; then others hear it, and a tie is moved at once. The second and later turns of a
    citizen on a day have luck of their own."""
    i = int(order[number, 0])
    now = again(t, np.uint64(order[number, 1]), w)
    look(i, 1, s, r, w)
    prepare(i, 1, s, r, now, tally, w)
    act(i, 1, s, r, now, tally, w)
    conclude(i, 0, s, r, now, tally, w)
    speak(i, s, r, now)
    if r.ties.move != MOVE_NEVER:
        move(i, s, r, now)
        if int(s.moved_from[i]) >= 0:
            order[number, 2] = s.moved_from[i]
            order[number, 3] = s.moved_to[i]
            order[number, 4] = swap(i, int(s.moved_from[i]), int(s.moved_to[i]), s, r)
            s.moved_from[i] = -1


@batch(workspace)
def after_turns(low, high, s, r, t, tally, w):
    """The rest of the day of citizens low ... high-1, when all turns are over."""
    size = high - low
    look(low, size, s, r, w)
    watch_said(low, size, s, r, t, w)
    for k in range(0, size, w.width):
        follow(run(low + k, w), run(k, w), s, r, t, tally, w)
    tag_few(low, size, s, r, t, w)
    rewire(low, size, s, r, t, w)


@rule
def again(t, number, w):
    """Today as it is for a turn: for the second and later ones of a citizen (`number` above 0) with other luck for what happens in
    a turn."""
    for purpose in range(len(t.luck)):
        w.luck[purpose] = t.luck[purpose]
    for purpose in IN_A_TURN:
        w.luck[purpose] = other(t.luck[purpose], number)
    return Today(
        t.day, t.month, t.bucket, t.new_month, t.measured, t.outside, t.edge, t.access, t.agenda, w.luck,
    )  # fmt: skip


@rule
def other(key, number):
    """The key itself for the first turn (0), another for each later one."""
    return mix(key ^ (number * GOLD)) if number > 0 else key
