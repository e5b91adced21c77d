"""Civil violence: our choice rule on a grid, beside a grid of lists.

Would be noticed: a square in place of a circle; oneself left out of those who rebel; the look before the walk; a term one tick too
long or short; who is caught left on the grid; a cop who moves to where the rebel stood; halves rounded down; cops among the
citizens; the median of other ticks. One society in each run, theirs with 24 seeds beside 40 of mine.
"""

import functools

import numpy as np
import pytest

from sottovoce.replications import load

from .alike import SIGMAS, apart, together
from .civil_violence_again import figures, measure, odds, sight

BASE = {"width": 10, "height": 9, "vision": 2, "ticks": 25, "jail": 8}
SETTINGS = [
    {**BASE},
    {**BASE, "ratio": "floor"},
    {**BASE, "ratio": "round"},
    {**BASE, "jail": 1},
    {**BASE, "jail": 40, "legitimacy": 0.3},
    {**BASE, "cops": 0.2, "vision": 3},
    {**BASE, "cops": 0.2, "vision": 3, "ratio": "floor"},
    {**BASE, "cops": 0.2, "vision": 3, "ratio": "round", "legitimacy": 0.6},
    {**BASE, "density": 0.96, "cops": 0.04},  # no empty site but who is in jail leaves one
    {**BASE, "density": 0.2, "cops": 0.1, "vision": 4},
    {
        **BASE,
        "width": 5,
        "height": 4,
        "vision": 3,
        "legitimacy": 0.5,
    },  # everybody sees nearly everybody, around the edges
    {
        **BASE,
        "width": 12,
        "height": 16,
        "legitimacy": 0.1,
        "ticks": 40,
        "jail": 30,
        "cops": 0.06,
    },  # more than 50 rebel
    {**BASE, "ticks": 1},
]
NAMES = ("mean", "median", "max", "var_over_mean", "bursts", "jailed")
RUNS, MINE = 24, 40


def runs_of(measured, given, seeds):
    """Name: values over seeds; those without anybody who rebels left out of var_over_mean."""
    found = [measured(**given, seed=seed) for seed in seeds]
    return {name: [f[name] for f in found if f[name] is not None] for name in NAMES}


@functools.cache
def both(number: int) -> tuple[dict, dict]:
    """Theirs and mine in one setting, run by run."""
    theirs = runs_of(
        load("civil-violence").measure, SETTINGS[number], range(100 * number, 100 * number + RUNS)
    )
    return theirs, runs_of(measure, SETTINGS[number], [(number, run) for run in range(MINE)])


def has_a_law(name: str, mine: dict) -> bool:
    """Variance over mean is all but 1 - 1/ticks where hardly anybody ever rebels, and rarely several times that."""
    return name != "var_over_mean" or float(np.mean(mine["mean"])) > 0.5


@pytest.mark.slow(4)
@pytest.mark.parametrize("number", range(len(SETTINGS)))
def test_societies(number):
    theirs, mine = both(number)
    for name in NAMES:
        if has_a_law(name, mine):
            off = apart(float(np.mean(theirs[name])), len(theirs[name]), mine[name])
            assert abs(off) < SIGMAS, (name, np.mean(theirs[name]), np.mean(mine[name]))


@pytest.mark.slow
def test_all_the_settings_together():
    off: dict[str, list[float]] = {}
    for number in range(12):
        theirs, mine = both(number)
        for name, each in mine.items():
            if has_a_law(name, mine) and np.std(each) > 0:
                off.setdefault(name, []).append(apart(float(np.mean(theirs[name])), len(theirs[name]), each))
    for name, each in off.items():
        assert abs(together(each)) < 4, (name, each)


@pytest.mark.parametrize("seed", range(3))
def test_figures_are_those_of_the_list(seed):
    given = {**SETTINGS[11], "seed": seed}
    theirs = load("civil-violence").measure(**given)
    mine = figures(theirs["active"], [0])
    assert len(theirs["active"]) == given["ticks"]
    assert {name: theirs[name] for name in NAMES[:5]} == pytest.approx(
        {name: mine[name] for name in NAMES[:5]}
    )
    assert mine["bursts"] > 0


def test_nobody_rebels_and_everybody():
    quiet = load("civil-violence").measure(**{**BASE, "legitimacy": 1})
    assert (quiet["mean"], quiet["max"], quiet["var_over_mean"], quiet["bursts"]) == (0, 0, None, 0)
    free = [
        load("civil-violence").measure(**{**BASE, "legitimacy": 0, "cops": 0, "seed": s})["mean"]
        for s in range(30)
    ]
    assert np.mean(free) == pytest.approx(0.9 * round(0.7 * 90), abs=4.5 * np.sqrt(63 * 0.09 / 30))


def test_in_sight():
    assert len(sight(40, 40, 7)[0]) == 148
    assert sorted(sight(5, 4, 1)[0]) == [1, 4, 5, 15]
    assert [odds(5, 2, ratio) for ratio in ("raw", "floor", "round")] == [2.5, 2, 3]
