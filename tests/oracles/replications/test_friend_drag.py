"""Friend drag: the score rule, rounded and swept, beside an inverted matrix.

Would be noticed: friends' scores added instead of averaged; the mean with oneself in it; a citizen without friends whose own
file counts (1 - w); sweeps one after another instead of at once; one sweep more or less in error_after.
"""

import random

import numpy as np
import pytest

from sottovoce.replications import load

from .friend_drag_again import measure
from .networks_again import communities

GRAIN = 2.0**-20

EDGES = [
    {},
    {"network": "dyad", "w": 0},
    {"network": "dyad", "w": 0.95},
    {"network": "dyad", "w": 0.95, "form": "additive"},
    {"network": "ring", "n": 3, "w": 0.5},
    {"network": "ring", "n": 4, "w": 0.95, "form": "additive"},
    {"network": "complete", "n": 2, "w": 0.3},
    {"network": "complete", "n": 12, "w": 0.95},
    {"network": "complete", "n": 3, "w": 0, "form": "additive"},
    {"network": "communities", "n": 2, "w": 0.6},  # nobody has friends
    {"network": "communities", "n": 2, "w": 0.6, "form": "additive"},
    {"network": "communities", "n": 3, "w": 0.6},
    {"network": "communities", "n": 3, "w": 0.9, "form": "additive"},
    {"network": "communities", "n": 4, "w": 0.5},
    {"network": "communities", "n": 21, "w": 0.2},
]


def drawn(number: int) -> list[dict]:
    luck = random.Random(15)
    return [
        {
            "network": luck.choice(["ring", "complete", "communities"]),
            "n": luck.choice([3, 4, 5, 6, 9, 14]),
            "w": luck.choice([0.05, 0.15, 0.3, 0.5, 0.7, 0.95]),
            "form": luck.choice(["average", "additive"]),
            "seed": luck.randrange(1000),
        }
        for _ in range(number)
    ]


@pytest.mark.slow(5)
@pytest.mark.parametrize("given", EDGES + drawn(20))
def test_scores_at_rest_and_on_the_way(given):
    theirs = load("friend-drag").measure(**given)
    known = {name: value for name, value in given.items() if name != "seed"}
    mine = measure(**known, base=theirs["base"], ties=theirs["ties"])
    w = given.get("w", 0.15)
    assert theirs["v00"] == pytest.approx(mine["v00"], abs=2e-8)
    assert theirs["v01"] == pytest.approx(mine["v01"], abs=2e-8)
    assert theirs["var_ratio"] == pytest.approx(mine["var_ratio"], abs=1e-7)
    rounding = GRAIN / 2 / (1 - w) / (1 - w if given.get("form") == "additive" else 1)
    assert len(theirs["error_after"]) == len(mine["error_after"])
    assert theirs["error_after"] == pytest.approx(mine["error_after"], abs=1.01 * rounding)


def test_files_are_uniform_whole_multiples():
    """400 files: mean and spread of the uniform law; drawn again with another seed."""
    base, other = (
        np.array(load("friend-drag").measure(network="ring", n=400, seed=s, w=0)["base"]) for s in (1, 2)
    )
    assert np.all(base * 2**20 == np.round(base * 2**20)) and base.min() >= 0 and base.max() < 1
    assert abs(base.mean() - 0.5) < 4.5 * np.sqrt(1 / 12 / 400)
    assert abs(base.var() - 1 / 12) < 4.5 * np.sqrt(1 / 180 / 400)
    assert np.any(base != other)


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6, 7, 8, 11, 20, 21, 30])
def test_communities_have_their_number_of_ties(n):
    ties = load("friend-drag").measure(network="communities", n=n, w=0, seed=3)["ties"]
    pairs = {(min(i, j), max(i, j)) for i, j in ties}
    assert len(pairs) == len(ties) == len(communities(n, 3))
    assert all(0 <= i < j < n for i, j in pairs)


@pytest.mark.slow
def test_communities_keep_to_themselves():
    """Of 300 ties of 60 people (some 85% are within a block), over 12 networks; and degrees spread as in mine."""

    def inside(ties):
        return np.mean([i // 20 == j // 20 for i, j in ties])

    def degrees(ties):
        return np.var(np.bincount(np.array(ties).ravel(), minlength=60))

    theirs = [
        load("friend-drag").measure(network="communities", n=60, w=0, seed=s)["ties"] for s in range(12)
    ]
    mine = [communities(60, s) for s in range(200)]
    for figure in (inside, degrees):
        a, b = [figure(t) for t in theirs], [figure(t) for t in mine]
        assert abs(np.mean(a) - np.mean(b)) < 4.5 * np.std(b) * np.sqrt(1 / 12 + 1 / 200), figure.__name__


def test_the_published_dyad_and_bound():
    for w in (0, 0.15, 0.5, 0.95):
        got = measure(w=w, base=[0, 1])
        assert (got["v00"], got["v01"]) == pytest.approx((1 / (1 + w), w / (1 + w)))
        assert all(error <= w ** (t + 1) + 1e-15 for t, error in enumerate(got["error_after"]))
