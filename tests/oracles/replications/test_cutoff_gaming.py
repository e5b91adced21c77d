"""Gaming a cut-off: the choice rule with a tier at the edge, beside everybody's best lift.

Would be noticed: `>` for `>=` at the cut-off; the indifferent lifting themselves; a lift above 1; lifts beyond the cut-off; d
of the bunching measure taken for a standard deviation. Types are drawn by each with own luck: means over seeds, 4.5 standard
errors; some settings leave no luck.
"""

import math
import random

import numpy as np
import pytest

from sottovoce.replications import load

from .cutoff_gaming_again import STEPS, lifts, measure

N, RUNS = 150, 3

EDGES = [
    {"theta": 0, "kappa": 5},
    {"theta": 1, "kappa": 5},
    {"theta": 1, "kappa": 0.25},
    {"theta": 2, "kappa": 0.25},  # only who is 1 could lift up to it
    {"theta": 1.5, "kappa": 0.25},  # a lift is 1 at most
    {"theta": 1.5, "kappa": 1},
    {"theta": 1.25, "kappa": 2},
    {"theta": 1.25, "kappa": 4},  # 1/kappa is what the best type lacks: indifferent
    {"theta": 0.5, "kappa": 2},  # the worst type is indifferent
    {"theta": 0.5, "kappa": 1.9},
    {"theta": 0.5, "kappa": STEPS},  # one step short: indifferent
    {"theta": 0.5, "kappa": 1e5},
    {"theta": 0.01, "kappa": 3},
    {"theta": 0.99, "kappa": 40},
]


def drawn(number: int) -> list[dict]:
    luck = random.Random(2016)
    return [
        {"theta": round(luck.random() * 1.3, 3), "kappa": round(math.exp(luck.gauss(1, 1)), 3)}
        for _ in range(number)
    ]


@pytest.mark.parametrize("given", EDGES + drawn(16))
def test_means_agree(given):
    theirs = [load("cutoff-gaming").measure(**given, n=N, seed=seed) for seed in range(RUNS)]
    mine = [measure(**given, n=N, seed=1000 + seed) for seed in range(60)]
    for name in mine[0]:
        a, b = ([m[name] for m in runs if m[name] is not None] for runs in (theirs, mine))
        if not a or len(b) < 20:  # hardly ever somebody: none in theirs, then, or hardly ever
            assert len(a) <= RUNS * len(b) / 60 + 4 * math.sqrt(RUNS) / 2
            continue
        error = np.std(b) * math.sqrt(1 / len(a) + 1 / len(b))
        resolution = 1 / (N * RUNS) if np.std(b) == 0 else 0
        assert abs(np.mean(a) - np.mean(b)) <= 4.5 * error + resolution + 1e-12, (name, a, np.mean(b))


@pytest.mark.slow
def test_all_the_settings_together():
    """In every second setting a lift is so dear that some stay just below: else the bunching measure is always 1."""
    off = {name: [] for name in ("bunching", "rewarded", "mean_type", "cost", "bunching_measure")}
    for number, given in enumerate(drawn(40)):
        if number % 2:
            given = {"theta": 0.05 + 0.7 * given["theta"], "kappa": 35 + 10 * given["kappa"]}
        theirs = load("cutoff-gaming").measure(**given, n=60, seed=50 + number)
        mine = [measure(**given, n=60, seed=(number, run)) for run in range(40)]
        for name, each in off.items():
            b = [m[name] for m in mine if m[name] is not None]
            if theirs[name] is not None and len(b) > 30 and np.std(b) > 0:
                each.append((theirs[name] - np.mean(b)) / np.std(b))
    for name, each in off.items():
        assert len(each) > 12
        assert abs(np.sum(each)) / math.sqrt(len(each)) < 4, name


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"theta": 0, "kappa": 5}, {"bunching": 0, "rewarded": 1, "cost": 0}),
        ({"theta": 1, "kappa": 0.25}, {"rewarded": 1}),
        ({"theta": 0.5, "kappa": STEPS}, {"bunching": 0, "cost": 0}),
        ({"theta": 1.25, "kappa": 4}, {"bunching": 0, "rewarded": 0, "mean_type": None, "cost": 0}),
        ({"theta": 2, "kappa": 1}, {"bunching": 0, "rewarded": 0, "mean_type": None, "cost": 0}),
    ],
)
def test_where_luck_decides_nothing(given, expected):
    got = load("cutoff-gaming").measure(**given, n=200, seed=2)
    for name, value in expected.items():
        assert got[name] == value, name


@pytest.mark.parametrize("seed", range(40))
def test_one_and_two_people(seed):
    """With one person every figure tells the same story about the one type."""
    got = load("cutoff-gaming").measure(n=1, theta=0.5, kappa=4, seed=seed)
    assert got["bunching_measure"] is None  # all types alike: d is 0
    assert (got["mean_type"] is None) == (got["rewarded"] == 0)
    if got["rewarded"]:
        again = measure(theta=0.5, kappa=4, types=[round(got["mean_type"] * STEPS)])
        assert got == again
    two = load("cutoff-gaming").measure(n=2, theta=0.5, kappa=4, seed=seed)
    assert two["rewarded"] in (0, 0.5, 1) and two["bunching"] in (0, 0.5, 1)


def test_best_lift_is_best_of_all():
    """The two lifts that are compared are the best of all 4,097."""
    for kappa, theta in ((0.4, 3000), (5, 2867), (1, 4500)):
        best = lifts(kappa, theta)
        for kind in range(0, STEPS + 1, 97):
            worth = [(1 if kind + step >= theta else 0) - kappa * step / STEPS for step in range(STEPS + 1)]
            assert worth[best[kind]] >= max(worth) - 1e-12


def test_published_shares():
    for theta, kappa in ((0.7, 5), (0.5, 1.5), (0.9, 20)):
        got = measure(theta=theta, kappa=kappa, types=list(range(STEPS + 1)))
        low = max(theta - 1 / kappa, 0)
        assert got["bunching"] == pytest.approx(theta - low, abs=5e-4)
        assert got["rewarded"] == pytest.approx(1 - low, abs=5e-4)
        assert got["mean_type"] == pytest.approx((1 + low) / 2, abs=5e-4)
