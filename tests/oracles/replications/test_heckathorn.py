"""Collective sanctions: points, friends' scores and standing by our rules, beside the same in plain steps.

Would be noticed: friends' scores of tonight in place of last night's; oneself among the friends; a file that remembers; V(s) less
V(s + 1); the chance of being seen left out of what a point is worth; another history; a mean over other days.
"""

import functools
import math

import numpy as np
import pytest

from sottovoce.replications import load

from .alike import SIGMAS, apart, together
from .heckathorn_again import figures, measure

BASE = {"n": 30, "steps": 4, "days": 12}
SETTINGS = [
    {**BASE},
    {**BASE, "w": 0},
    {**BASE, "w": 0.5, "edge": -1},
    {**BASE, "reproach": 0.5},
    {**BASE, "reproach": 1.5, "w": 0.6},  # many comply though nothing else is at stake
    {**BASE, "spread": 0},
    {**BASE, "spread": 0.4, "severity": 0.9},
    {**BASE, "severity": 0},
    {**BASE, "worth": 0},
    {**BASE, "worth": 20, "edge": -0.5, "width": 0.2},
    {**BASE, "worth": 3, "edge": -4, "width": 2, "days": 20},
    {**BASE, "n": 2, "steps": 2},
    {**BASE, "n": 3, "steps": 1, "days": 8},
]
RUNS, MINE = 10, 24
LISTS = ("after_revolt", "after_compliance")


@functools.cache
def both(number: int) -> tuple[list, list]:
    """Theirs and mine in one setting, run by run."""
    theirs = [
        load("heckathorn").measure(**SETTINGS[number], seed=100 * number + 500 + run) for run in range(RUNS)
    ]
    return theirs, [measure(**SETTINGS[number], seed=(number, run)) for run in range(MINE)]


@pytest.mark.slow(4)
@pytest.mark.parametrize("number", range(len(SETTINGS)))
def test_groups(number):
    theirs, mine = both(number)
    assert theirs[0]["monitoring"] == pytest.approx(mine[0]["monitoring"])
    for name in LISTS:
        a, b = (np.array([run[name] for run in runs]) for runs in (theirs, mine))
        error = b.std(axis=0) * math.sqrt(1 / RUNS + 1 / MINE)
        assert np.all(np.abs(a.mean(axis=0) - b.mean(axis=0)) <= SIGMAS * error + 1e-6), (
            name,
            a.mean(axis=0),
            b.mean(axis=0),
        )
    for run in theirs:
        again = figures(run["after_revolt"], run["after_compliance"])
        assert {name: run[name] for name in again} == pytest.approx(again)


@pytest.mark.slow
def test_all_the_settings_together():
    off: dict[str, list[float]] = {name: [] for name in LISTS}
    for number in range(11):
        theirs, mine = both(number)
        for name in LISTS:
            a, b = ([float(np.mean(run[name])) for run in runs] for runs in (theirs, mine))
            if np.std(b) > 1e-12:
                off[name].append(apart(float(np.mean(a)), RUNS, b))
    for name, each in off.items():
        assert abs(together(each)) < 4, (name, each)


def test_one_law_for_all():
    """spread 0, n large: no luck but who is seen; at m = 1 none at all."""
    given = {"n": 50, "steps": 1, "days": 16, "spread": 0}
    for more in (
        {},
        {"severity": 0.99, "worth": 0},
        {"severity": 1, "worth": 0},
        {"severity": 1.01, "worth": 0},
        {"w": 0.3},
    ):
        theirs, mine = load("heckathorn").measure(**given, **more), measure(**given, **more)
        for name in LISTS:
            assert theirs[name] == pytest.approx(mine[name]), (name, more)
