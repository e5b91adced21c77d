"""Opting in: enrolment by announced means, beside rounds of decisions in whole fractions.

Would be noticed: `>=` for `>` (n 1, or equals at the mean); the mean of all for the mean of those outside; a mean announced
late or early; people who leave; the cost taken twice.
"""

import random

import pytest

from sottovoce.replications import load

from .unravelling_again import measure

INDIFFERENT = 2e-7  # quality is counted in 1.5e-8, the cost in 6e-8

EDGES = [
    {"n": 1, "cost": 0},
    {"n": 2, "cost": 0},
    {"n": 3, "cost": 0},
    {"n": 1, "cost": 0.1, "law": "normal"},
    {"n": 2, "cost": 0.25},  # (3/4 - 1/4) = 1/2, the mean: indifferent
    {"n": 4, "cost": 0.125},  # 5/8 - 1/8 = 1/2
    {"n": 8, "cost": 0.0625},
    {"n": 64, "cost": 0.5},
    {"n": 64, "cost": 0.4921875},
    {"n": 64, "cost": 0.484375},
    {"n": 100, "cost": 10},
    {"n": 64, "cost": 0, "rounds": 1},
    {"n": 64, "cost": 0, "rounds": 30},
    {"n": 150, "cost": 0, "rounds": 12, "law": "exponential"},
    {"n": 150, "cost": 0, "rounds": 12, "law": "normal"},
]


def drawn(number: int) -> list[dict]:
    luck = random.Random(1981)
    return [
        {
            "n": luck.choice([2, 5, 17, 100, 333]),
            "cost": luck.choice([0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6]),
            "rounds": luck.choice([1, 2, 5, 12]),
            "law": luck.choice(["uniform", "normal", "exponential"]),
        }
        for _ in range(number)
    ]


@pytest.mark.parametrize("given", EDGES + drawn(30))
def test_share_by_round(given):
    given = {"rounds": 8, **given}
    theirs, mine = load("unravelling").measure(**given), measure(**given)
    exact = (
        given.get("law", "uniform") == "uniform" and given["n"] & (given["n"] - 1) == 0
    )  # all halves of halves
    if mine["nearest"] < INDIFFERENT and not exact:
        off = 1 / given["n"]  # one person whom a rounding decides
        assert theirs["share_by_round"] == pytest.approx(mine["share_by_round"], abs=1.001 * off)
        return
    assert theirs["share_by_round"] == pytest.approx(mine["share_by_round"], abs=1e-12)
    assert theirs["final"] == pytest.approx(mine["final"], abs=1e-12)
    if mine["left_out"] is None:
        assert theirs["left_out"] is None
    else:
        assert theirs["left_out"] == pytest.approx(mine["left_out"], abs=3e-8)


def test_published_path():
    for cost in (0, 0.05, 0.1, 0.3, 0.5):
        got = measure(cost=cost, n=2000, rounds=8)["share_by_round"]
        assert got == pytest.approx([(1 - 2 * cost) * (1 - 2**-k) for k in range(1, 9)], abs=1e-3)
