"""Turns: the day of an order that is not synchronous. One after another looks, adapts, enrols, acts and is heard at once;
the later phases follow for everybody when all turns are over.

reads: id first friend word aired spoke voice spoken enforcing · writes: word aired
"""

import numpy as np

from sottovoce.chance import GOLD, Purpose, day_key, draw, mix, unit, wrapping
from sottovoce.day.act import act
from sottovoce.day.adapt import adapt
from sottovoce.day.announce import Today
from sottovoce.day.enrol import enrol
from sottovoce.day.learn import learn
from sottovoce.day.look import heed, look
from sottovoce.day.move import move
from sottovoce.day.moves import swap
from sottovoce.day.rules import MOVE_NEVER
from sottovoce.day.word import speak
from sottovoce.machine.rule import rule
from sottovoce.society.state import NOTHING, State


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
def turn(number, order, s, r, t, tally):
    """One turn: look, adapt, enrol, act; then others hear it, and a tie is moved at once. The second and later turns of a
    citizen on a day have luck of their own."""
    i = int(order[number, 0])
    now = again(t, np.uint64(order[number, 1]))
    seen = heed(i, look(i, s, r), s, r, now)
    adapt(i, seen, s, r)
    learn(i, seen, s, r, now)
    enrol(i, s, r, now, tally)
    act(i, seen, s, r, now, tally)
    speak(i, s, r, now)
    if r.move != MOVE_NEVER:
        move(i, s, r, now)
        if int(s.moved_from[i]) >= 0:
            order[number, 2] = s.moved_from[i]
            order[number, 3] = s.moved_to[i]
            order[number, 4] = swap(i, int(s.moved_from[i]), int(s.moved_to[i]), s, r)
            s.moved_from[i] = -1


@rule
def again(t, number):
    """Today as it is for a turn: for the second and later ones of a citizen (`number` above 0) with other luck for what happens in
    a turn."""
    return Today(
        t.day,
        t.month,
        t.bucket,
        t.new_month,
        t.measured,
        t.edge,
        t.access,
        t.outside,
        other(t.occasion, number),
        other(t.choice, number),
        t.seen,
        t.conduct,
        t.review,
        t.which,
        t.dropping,
        t.making,
        t.whom,
        t.report,
        t.rating,
        t.freeze,
        t.demote,
        t.listed,
        t.appeal,
        t.heard,
        other(t.heed, number),
        other(t.moving, number),
        other(t.moving_to, number),
        t.tie_value,
    )


@rule
def other(key, number):
    """The key itself for the first turn (0), another for each later one."""
    return mix(key ^ (number * GOLD)) if number > 0 else key
