"""Katz-Bonacich centrality: our score rule with stand-ins beside walks counted one length after another.

Would be noticed: a mean of friends for their sum; the walk of length 0 left out; a stand-in that gives something; a lam at or
beyond the limit that is let through.
"""

import math
import random

import pytest

from sottovoce.errors import SottovoceError
from sottovoce.replications import load

from .katz_again import measure

LIMITS = {  # the largest eigenvalue
    "dyad": lambda n: 1,
    "ring": lambda n: 2,
    "complete": lambda n: n - 1,
    "star": lambda n: math.sqrt(n - 1),
}

EDGES = [
    {"network": "dyad", "lam": 0},
    {"network": "dyad", "lam": 0.5},
    {"network": "dyad", "lam": 0.9},
    {"network": "star", "n": 2, "lam": 0.5},
    {"network": "star", "n": 3, "lam": 0.6},
    {"network": "complete", "n": 2, "lam": 0.25},
    {"network": "ring", "n": 3, "lam": 0.4},
    {"network": "communities", "n": 2, "lam": 1},  # nobody has friends: any lam will do
    {"network": "communities", "n": 3, "lam": 0.3},
    {"network": "communities", "n": 4, "lam": 0.3},
]


def drawn(number: int) -> list[dict]:
    luck = random.Random(70)
    out = []
    for _ in range(number):
        network, n = luck.choice([*LIMITS, "communities"]), luck.choice([3, 4, 7, 10, 16])
        most = (
            1 / LIMITS[network](n) if network in LIMITS else 1 / (n - 1)
        )  # no largest eigenvalue is above the largest degree
        out.append(
            {
                "network": network,
                "n": n,
                "lam": luck.choice([0.1, 0.3, 0.6, 0.85]) * most,
                "seed": luck.randrange(100),
            }
        )
    return out


@pytest.mark.slow(4)
@pytest.mark.parametrize("given", EDGES + drawn(20))
def test_centrality(given):
    theirs = load("katz").measure(**given)
    mine = measure(**{name: value for name, value in given.items() if name != "seed"}, ties=theirs["ties"])
    assert theirs["centrality"] == pytest.approx(mine["centrality"], rel=1e-7)
    assert theirs["radius"] == pytest.approx(mine["radius"], abs=1e-9)


@pytest.mark.parametrize(
    ("network", "n", "lam"),
    [("dyad", 2, 1), ("ring", 3, 0.5), ("ring", 4, 0.5), ("ring", 7, 0.5), ("complete", 3, 0.5), ("complete", 5, 0.25),
     ("star", 5, 0.5), ("star", 10, 1 / 3), ("star", 10, 0.4), ("complete", 6, 1)],
)  # fmt: skip
def test_at_and_beyond_the_limit_it_is_refused(network, n, lam):
    with pytest.raises(SottovoceError, match="lam"):
        load("katz").measure(network=network, n=n, lam=lam)


def test_the_published_dyad():
    assert measure(network="dyad", lam=0.5)["centrality"] == pytest.approx([2, 2])
