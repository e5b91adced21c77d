"""Sparks and prairie fires: the choice rule beside whole fractions.

Would be noticed: `>` for `>=`; per cent of the others instead of all; a percentage that is reached but missed by a rounding
(7 of 50 people are 14%, though .14 * 50 is not 7 in doubles).
"""

import random

import pytest

from sottovoce.replications import load

from .kuran_again import measure

EDGES = [
    [0, 20, 20, 30, 40, 50, 60, 70, 80, 100],
    [0, 10, 20, 30, 40, 50, 60, 70, 80, 100],
    [0],
    [0.001],
    [100],
    [100, 0],
    [-5, 101],
    [0, 50],
    [0, 50.0001],
    [0, 0, 0, 100],
    [0, 0, 0, 75],
    [0, 33.25, 66.5],
    [0, 33.5, 66.5],
    [0] * 7 + [14] * 10 + [99] * 33,  # 14% of 50, reached exactly
    [0] * 29 + [29] * 71,
    [0] * 11 + [55] * 9,
]


def drawn(number: int) -> list[list[float]]:
    luck = random.Random(1989)
    out = []
    for _ in range(number):
        n = luck.choice([1, 2, 3, 7, 10, 25, 40])
        step = luck.choice([10, 5, 1, 0.5, 100 / 16])
        high = luck.choice([80, 100, 115])
        out.append([luck.randrange(-1, int(high / step)) * step for _ in range(n)])
    return out


@pytest.mark.parametrize("thresholds", EDGES + drawn(40))
def test_the_opposition(thresholds):
    theirs, mine = load("kuran").measure(thresholds=thresholds), measure(thresholds)
    assert theirs["path"] == pytest.approx(mine["path"], abs=1e-12)
    assert theirs["final"] == pytest.approx(mine["final"], abs=1e-12)


def test_published():
    assert measure()["final"] == 10
    assert measure([0, 10, 20, 30, 40, 50, 60, 70, 80, 100])["final"] == 90
