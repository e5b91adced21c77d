"""Threshold models: the choice rule with the share acting as climate, beside people asked one after another.

Would be noticed: `>` for `>=` at a threshold; one's own act needed to reach it; fractions of people rounded down; 90 of 100
counted as above 90; p_above_90 or the mean of something else than the end; thresholds of a law not scaled by n.
"""

import math
import random

import numpy as np
import pytest

from sottovoce.replications import load

from .granovetter_again import measure

EDGES = [
    list(range(100)),
    [0, 2, *range(2, 100)],
    [0],
    [1],
    [0.5],
    [-3, 7],
    [0, 1],
    [1, 0],
    [0, 0, 0],
    [2, 2, 2, 0, 0],  # reached exactly, from the end of the list
    [3, 3, 3, 0, 0],
    [0, 1e-12, 0.9999999999999],
    [0, 0.25, 1.5, 1.75, 3, 5.01, 6],
    [0, 1.0000001, 2],
    [0] * 9 + [10],
    [0] * 10 + [11],
    [0, 0.1 + 0.2, 0.7 + 0.1 + 0.2, 3],
]


def drawn(number: int) -> list[list[float]]:
    luck = random.Random(1978)
    out = []
    for _ in range(number):
        n = luck.choice([1, 2, 3, 10, 40])
        spread = luck.choice([0.5, 0.8, 1, 1.3])
        lists = [math.floor(luck.random() * n * spread * 4) / luck.choice([1, 4]) / 4 for _ in range(n)]
        out.append([luck.choice([t, round(t), luck.gauss(n / 4, n / 4)]) for t in lists])
    return out


@pytest.mark.slow(4)
@pytest.mark.parametrize("thresholds", EDGES + drawn(40))
def test_lists(thresholds):
    assert load("granovetter").measure(thresholds=thresholds) == measure(thresholds=thresholds)


LAWS = [
    (25, 12.2, 30, 60),
    (25, 0, 20, 3),
    (0, 0, 20, 3),
    (-5, 10, 20, 40),
    (0, 10, 20, 40),
    (10, 10, 1, 80),
    (10, 10, 2, 80),
    (20, 15, 3, 80),
    (15, 9, 10, 60),
    (12, 9, 40, 40),
    (30, 20, 20, 60),
    (30, 60, 20, 60),
    (60, 30, 20, 60),
    (49, 30, 7, 60),
    (91, 60, 10, 60),
    (5, 2.5, 60, 30),
]


@pytest.mark.slow(4)
@pytest.mark.parametrize(("mean", "sd", "n", "draws"), LAWS)
def test_laws(mean, sd, n, draws):
    """Theirs over 3 to 80 draws beside 1,500 of mine, within 4.5 standard errors."""
    theirs = load("granovetter").measure(mean=mean, sd=sd, n=n, draws=draws, seed=5)
    mine = measure(mean=mean, sd=sd, n=n, draws=1500, seed=6)
    error = mine["spread"] * math.sqrt(1 / draws + 1 / 1500)
    assert abs(theirs["final"] - mine["final"]) <= 4.5 * error + 1e-9
    assert theirs["share"] == pytest.approx(theirs["final"] / 100)
    p = mine["p_above_90"]
    assert abs(theirs["p_above_90"] - p) <= 4.5 * math.sqrt((p * (1 - p) + 1 / 3000) * (1 / draws + 1 / 1500))
    assert (theirs["sd_critical"], theirs["path"]) == (None, None)


@pytest.mark.slow
def test_all_the_laws_together():
    """The same differences added up: what is too small to be seen in one law is seen in all."""
    off = []
    for mean, sd, n, most in LAWS[3:]:
        draws = min(most, 30)
        theirs = load("granovetter").measure(mean=mean, sd=sd, n=n, draws=draws, seed=7)["final"]
        mine = measure(mean=mean, sd=sd, n=n, draws=1500, seed=8)
        if mine["spread"] == 0:  # everybody in every one of 1,500 draws
            assert theirs == mine["final"] == 100
            continue
        off.append((theirs - mine["final"]) / (mine["spread"] * math.sqrt(1 / draws + 1 / 1500)))
    assert len(off) >= 10
    assert abs(np.sum(off)) / math.sqrt(len(off)) < 4, off


@pytest.mark.parametrize(("mean", "sd"), [(25, 12.2), (40, 21), (10, 30), (0, 5), (50, 10), (7, 0)])
def test_infinitely_many(mean, sd):
    theirs = load("granovetter").measure(mean=mean, sd=sd, n="infinite")
    mine = measure(mean=mean, sd=sd, n="infinite")
    assert theirs["final"] == pytest.approx(mine["final"], abs=0.02 if (mean, sd) != (25, 12.2) else 0.5)
    assert theirs["p_above_90"] == mine["p_above_90"]
    assert theirs["path"] is None
    if mine["sd_critical"] is None:
        assert theirs["sd_critical"] is None
    else:
        assert theirs["sd_critical"] == pytest.approx(mine["sd_critical"], rel=1.5e-3, abs=1e-6)


def test_published():
    assert measure()["final"] == 100
    assert measure(thresholds=[0, 2, *range(2, 100)])["final"] == 1
    assert measure(mean=25, sd=12.2, n="infinite")["sd_critical"] == pytest.approx(12.2, abs=0.05)
    assert measure(mean=25, sd=12.2, n="infinite")["final"] == pytest.approx(6, abs=1)
    assert measure(mean=25, sd=12.5, n="infinite")["final"] > 95
