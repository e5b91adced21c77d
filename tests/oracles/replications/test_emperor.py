"""The emperor's dilemma: acts of loyalty and false enforcement by the choice rule, beside people in lists.

Would be noticed: pressure without the sign of the belief; enforcement against one's own compliance; neighbours over an edge
forgotten; a believer who gives in; `>=` for `>`; all at once for one after another.
"""

import functools

import numpy as np
import pytest

from sottovoce.replications import load

from .alike import SIGMAS, apart, together
from .emperor_again import block, measure

SMALL = {"width": 6, "height": 5}
SETTINGS = [
    {**SMALL, "believers": 0.1},
    {**SMALL, "believers": 0.2, "placement": "scattered"},
    {**SMALL, "believers": 0.1, "rewired": 0.3},
    {**SMALL, "believers": 0.2, "rewired": 1, "placement": "scattered"},
    {"width": 3, "height": 6, "believers": 0.2},  # left of the left is right
    {"width": 3, "height": 3, "believers": 0.3},
    {"width": 9, "height": 4, "believers": 0.15, "strength": 0.6},
    {**SMALL, "believers": 0.2, "strength": 1, "K": 0.05},
    {**SMALL, "believers": 0.1, "strength": 0.2, "K": 0.3},
    {**SMALL, "believers": 0.5, "strength": 1, "K": 0, "placement": "scattered"},
    {**SMALL, "believers": 0.1, "network": "complete"},
    {**SMALL, "believers": 0.6, "network": "complete", "strength": 0.8},
]
RUNS, MINE = 20, 30
ORDERS = ("sequential", "synchronous")


@functools.cache
def both(number: int, order: str) -> tuple:
    """Theirs and mine in one setting."""
    given = {**SETTINGS[number], "order": order}
    theirs = load("emperor").measure(**given, runs=RUNS, seed=100 * number + 300)
    return theirs, measure(**given, runs=MINE, seed=number)


@pytest.mark.slow(4)
@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("number", range(len(SETTINGS)))
def test_societies(number, order):
    theirs, mine = both(number, order)
    assert theirs["compliance"] == pytest.approx(np.mean(theirs["each"]))
    for name, each in mine.items():
        if name != "opposition":  # mostly 0 and now and then a lot: no normal mean in so few runs; below
            assert abs(apart(theirs[name], RUNS, each)) < SIGMAS, (name, theirs[name], np.mean(each))


@pytest.mark.slow
def test_opposition():
    """200 runs of theirs beside 100 of mine, with random ties, where patches of it survive."""
    theirs, mine = (
        f(**SETTINGS[2], runs=runs, seed=9) for f, runs in ((load("emperor").measure, 200), (measure, 100))
    )
    assert theirs["opposition"] > 0.01
    assert abs(apart(theirs["opposition"], 200, mine["opposition"])) < SIGMAS


@pytest.mark.slow
@pytest.mark.parametrize("order", ORDERS)
def test_all_the_settings_together(order):
    off: dict[str, list[float]] = {}
    for number in range(10):
        theirs, mine = both(number, order)
        for name, each in mine.items():
            if np.std(each) > 1e-12:
                off.setdefault(name, []).append(apart(theirs[name], RUNS, each))
    for name, each in off.items():
        assert abs(together(each)) < 4, (name, each)


@pytest.mark.parametrize(
    "given",
    [
        {"believers": 0},
        {"believers": 1},
        {"believers": 0, "strength": 0},
        {"believers": 0.1, "K": 1},  # enforcing costs more than anybody would bear
        {"believers": 0.2, "strength": 0, "K": 0},  # who disbelieves gives in at once
        {"believers": 0.1, "strength": 0, "K": 0.5, "network": "complete"},
    ],
)
@pytest.mark.parametrize("order", ["sequential", "synchronous"])
def test_where_luck_decides_little(given, order):
    theirs, mine = (
        load("emperor").measure(**SMALL, **given, runs=4, order=order),
        measure(**SMALL, **given, runs=4, order=order),
    )
    for name in ("compliance", "enforcement", "opposition"):
        if np.std(mine[name]) == 0:
            assert theirs[name] == pytest.approx(mine[name][0]), name


def test_block():
    assert block(5, 6, 5) == {0, 1, 2, 6, 7}
    assert block(0, 6, 5) == set()
    assert block(12, 3, 6) == set(range(12))
    assert block(12, 9, 2) == {0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14}


@pytest.mark.slow(4)
def test_more_believers():
    """The last target, by the second implementation alone: with more believers side by side a cascade is as sure or surer."""
    for order in ORDERS:
        few, many = (
            np.mean(measure(believers=share, order=order, runs=12)["cascades"]) for share in (0.01, 0.2)
        )
        assert many == 1 >= few > 0.4, order
