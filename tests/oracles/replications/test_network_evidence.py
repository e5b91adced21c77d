"""What friends tell: the formulae beside conditioning of a joint normal law.

Would be noticed: rho for rho squared; the friends' own spread left out; noise taken for a variance; friends counted as
independent of me.
"""

import random

import pytest

from sottovoce.replications import load

from .network_evidence_again import measure

EDGES = [
    (0, 4, 1), (0.5, 0, 1), (0, 0, 1), (1, 4, 1), (1, 1, 0.5), (0.5, 4, 0), (1, 4, 0), (1, 0, 0), (0, 3, 0), (0.5, 1, 5), (0.999, 2, 0.01),
    (0.5, 200, 1), (0.01, 30, 2), (1, 50, 3),
]  # fmt: skip


def drawn(number: int) -> list[tuple]:
    luck = random.Random(234)
    return [
        (round(luck.random(), 3), luck.randrange(12), round(luck.expovariate(1), 3) + 0.01)
        for _ in range(number)
    ]


@pytest.mark.parametrize(("rho", "k", "noise"), EDGES + drawn(30))
def test_posterior(rho, k, noise):
    given = {"rho": rho, "k": k, "noise": noise}
    theirs, mine = load("network-evidence").measure(**given), measure(**given)
    for name, value in mine.items():
        assert theirs[name] == pytest.approx(value, rel=1e-9, abs=1e-11), name


def test_published():
    assert measure(0, 4, 1)["best_weight"] == 0
    assert measure(1, 4, 1)["best_weight"] == pytest.approx(0.8)
    for rho, k, noise in drawn(10):
        known = 1 + 1 / noise**2 + k * rho**2 / (1 - rho**2 + noise**2)
        assert measure(rho, k, noise)["mse"] == pytest.approx(1 / known)
