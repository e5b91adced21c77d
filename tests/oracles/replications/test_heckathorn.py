"""Collective sanctions: points, friends' scores and standing by our rules, beside the same in plain steps.

Would be noticed: friends' scores of tonight in place of last night's; oneself among the friends; a file that remembers; V(s) less
V(s + 1); the chance of being seen left out of what a point is worth; another history; a mean over other days.
"""

import math

import numpy as np
import pytest

from sottovoce.replications import load

from .alike import SIGMAS
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
RUNS, MINE = 12, 40
LISTS = ("after_revolt", "after_compliance")


@pytest.mark.parametrize("given", SETTINGS)
def test_groups(given):
    theirs = [load("heckathorn").measure(**given, seed=seed) for seed in range(RUNS)]
    mine = [measure(**given, seed=1000 + seed) for seed in range(MINE)]
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


def test_all_the_settings_together():
    off: dict[str, list[float]] = {name: [] for name in LISTS}
    for number, given in enumerate(SETTINGS[:11]):
        theirs = [load("heckathorn").measure(**given, seed=100 * number + 500 + run) for run in range(6)]
        mine = [measure(**given, seed=(number, run)) for run in range(20)]
        for name in LISTS:
            a, b = ([float(np.mean(run[name])) for run in runs] for runs in (theirs, mine))
            if np.std(b) > 0:
                off[name].append((np.mean(a) - np.mean(b)) / (np.std(b) * math.sqrt(1 / 6 + 1 / 20)))
    for name, each in off.items():
        assert abs(sum(each)) / math.sqrt(len(each)) < 4, (name, each)


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
