"""A tournament: the worth of a blurred tier edge beside best answers on a grid.

Would be noticed: s for s sqrt 2 as the spread of the difference; the density at the wrong place; an equilibrium checked only near
by; the chance to win of the one who works.
"""

import math
import random

import pytest

from sottovoce.replications import load

from .tournament_again import measure

EDGES = [
    (1, 1, 1),
    (1, 1, 0.2),
    (0.01, 1, 1),
    (100, 1, 10),
    (1, 50, 0.1),
    (1, 0.02, 3),
    (2, 1, 0.5),
    (2, 1, 0.54),
    (2, 1, 0.6),
]


def drawn(number: int) -> list[tuple]:
    luck = random.Random(1981)
    return [tuple(round(math.exp(luck.gauss(0, 1)), 3) for _ in range(3)) for _ in range(number)]


@pytest.mark.parametrize(("prize", "k", "noise"), EDGES + drawn(30))
def test_effort(prize, k, noise):
    given = {"prize": prize, "k": k, "noise": noise}
    theirs, mine = load("tournament").measure(**given), measure(**given)
    assert theirs["effort"] == pytest.approx(mine["effort"], rel=1e-7)
    assert theirs["win_chance"] == pytest.approx(mine["win_chance"], abs=2e-6)
    if abs(mine["margin"]) > 1e-4:  # else none is as good, and a table decides
        assert theirs["equilibrium"] == mine["equilibrium"]


def test_published():
    for prize, k, noise in drawn(5):
        assert measure(prize, k, noise)["effort"] == pytest.approx(
            prize / (2 * k * noise * math.sqrt(math.pi)), rel=1e-7
        )
    assert measure(1, 1, 1)["equilibrium"] and not measure(1, 1, 0.2)["equilibrium"]
