"""Activation: who acts when.

synchronous  everybody at once, on what friends showed yesterday
sequential   everybody once, one after another in the order of a draw of the day
drawn        as many turns as citizens, each of somebody drawn; some have several, some none
"""

import numpy as np
import pytest
from given import calm, given, level, rows, signal

from sottovoce.chance import Purpose
from sottovoce.day import activation
from sottovoce.day.activation import IN_A_TURN, again, live, turns
from sottovoce.day.workspace import workspace
from sottovoce.machine.plain import Plain
from sottovoce.society.state import NOTHING

TURNS = {
    # order, a draw for each of four -> whose turn it is, how many turns they have had today
    "sequential: ascending draws": (("sequential", (0.9, 0.1, 0.5, 0.7)), ([1, 2, 3, 0], [0, 0, 0, 0])),
    "drawn: 4 times the draw": (("drawn", (0.9, 0.1, 0.6, 0.3)), ([3, 0, 2, 1], [0, 0, 0, 0])),
    "drawn: citizen 3 has three turns, 1 and 2 none": (
        ("drawn", (0.9, 0.1, 0.8, 0.99)), ([3, 0, 3, 3], [0, 0, 1, 2]),
    ),
}  # fmt: skip
# Four citizens in a ring, 0 - 1 - 2 - 3 - 0. Who hears a friend act acts too, and 0 acts anyway.
RING = {
    "society.network.kind": "ring",
    "society.network.mean_degree": 2.0,
    "society.view": 1.0,
    "society.climate_weight": 4.0,
    "society.threshold": 0.5,
    "voice.levels": (0.0, 1.0),
    "voice.climate": "share",
    "score.in_force": False,
    "enrolment.mandatory_day": None,
}
HEARD = {
    # order, draws of the day -> what 0, 1, 2 and 3 say today (None: no turn)
    "at once only 0 acts": (("synchronous", ()), (1, 0, 0, 0)),
    "one after another all do": (("sequential", (0.1, 0.2, 0.3, 0.4)), (1, 1, 1, 1)),
    "1 comes before 0 and hears nothing": (("sequential", (0.2, 0.1, 0.4, 0.3)), (1, 0, 1, 1)),
    "who has no turn says nothing": (("drawn", (0.1, 0.3, 0.3, 0.1)), (1, 1, None, None)),
}


def fixed_order(monkeypatch, draws) -> None:
    """Set the draws of the order of a day."""
    bits = np.array([int(each * 2**52) << 12 for each in draws], np.uint64)
    monkeypatch.setattr(activation, "draw", lambda key, who, counter: bits)


@rows(TURNS)
def test_whose_turn(case, expected, monkeypatch):
    order, draws = case
    fixed_order(monkeypatch, draws)
    found = turns(order, given().s, seed=1, day=1)
    assert (found[:, 0].tolist(), found[:, 1].tolist()) == expected


@rows(HEARD)
def test_who_hears_whom(case, expected, monkeypatch):
    """U(1) - U(0) = 1 + 4 (C - 0.5), and C = (friends acting + own act)/3: one friend who acts is enough, nobody is not."""
    order, draws = case
    fixed_order(monkeypatch, draws)
    it = given({"threshold": -9.0}, **RING)
    it.s.signal[:4] = signal()
    it.s.voice[:], it.s.spoke[:] = 0, 0
    live(Plain(), calm(**RING, order=order), it.s, it.r, it.t, it.tally[None], workspace(1))
    said = [None if act == NOTHING else act / level(1.0) for act in it.s.said[0]]
    assert said == list(expected)


@pytest.mark.parametrize("purpose", [Purpose.CHOICE, Purpose.OBSERVED])
def test_a_second_turn_of_a_day_has_luck_of_its_own(purpose):
    """What happens in a turn is drawn anew; what follows in the evening happens once a day."""
    t = given().t
    first, second, third = (again(t, np.uint64(turn), workspace(1)).luck[purpose] for turn in range(3))
    assert first == t.luck[purpose]
    assert len({first, second, third}) == (3 if purpose in IN_A_TURN else 1)


def test_a_tie_is_moved_in_the_turn(monkeypatch):
    """Citizen 1 leaves 0 for 3 before 3 has a turn."""
    fixed_order(monkeypatch, (0.4, 0.1, 0.2, 0.3))
    monkeypatch.setattr(activation, "move", lambda i, s, r, t: leave(i, s))
    changes = RING | {"ties.move": "random"}
    it = given(**changes)
    it.s.signal[:4] = signal()
    moved = live(Plain(), calm(**changes, order="sequential"), it.s, it.r, it.t, it.tally[None], workspace(1))
    assert moved.tolist() == [[1, 0, 3]]


def leave(i, s) -> None:
    """Citizen 1 wants to leave 0 for 3; the others want to stay."""
    s.moved_from[i], s.moved_to[i] = (0, 3) if i == 1 else (-1, -1)
