"""Private and expressed opinions: what flows through the program beside lists and linear algebra.

Would be noticed: oneself counted in the local public opinion; expressed opinion from yesterday's private one or today's public
one; the start's weight left out; somebody without friends who moves; a stop too early.
"""

import random

import numpy as np
import pytest

from sottovoce.errors import ReplicationError
from sottovoce.replications import load

from .private_expressed_again import limit, measure, near_of, rest, slowest, walk

EDGES = [
    {},
    {"n": 2, "network": "ring"},
    {"n": 2, "network": "complete", "phi": 1},
    {"n": 3, "network": "ring", "lam": 0},  # nobody listens
    {"n": 5, "network": "ring", "lam": 1, "phi": 0.5},  # nobody remembers: agreement
    {"n": 5, "network": "ring", "phi": 0},  # three times is odd: it settles
    {"n": 6, "network": "ring", "phi": 0.1, "self_weight": 0},
    {"n": 4, "network": "complete", "self_weight": 1},  # private opinions hear nobody
    {"n": 4, "network": "complete", "self_weight": 0},
    {"n": 2, "network": "communities"},  # nobody has friends
    {"n": 3, "network": "communities"},
    {"n": 4, "network": "communities", "lam": 0.9, "phi": 0.2},
    {"n": 30, "network": "communities", "lam": 0.95, "phi": 0.05},
    {"n": 12, "network": "complete", "lam": 0.99, "phi": 0.9},
]


def drawn(number: int) -> list[dict]:
    luck = random.Random(107)
    return [
        {
            "network": luck.choice(["complete", "ring", "communities"]),
            "n": luck.choice([3, 4, 5, 8, 13, 22]),
            "lam": luck.choice([0.05, 0.3, 0.5, 0.8, 0.95]),
            "phi": luck.choice([0.1, 0.3, 0.6, 0.9, 1]),
            "self_weight": luck.choice([0, 0.1, 0.5, 0.9]),
            "seed": luck.randrange(1000),
        }
        for _ in range(number)
    ]


@pytest.mark.parametrize("given", EDGES + drawn(25))
def test_opinions_at_the_stop(given):
    theirs = load("private-expressed").measure(**given)
    known = {name: value for name, value in given.items() if name != "seed"}
    mine = measure(**known, start=theirs["start"], ties=theirs["ties"])
    lam, phi, s = given.get("lam", 0.5), given.get("phi", 0.5), given.get("self_weight", 0.5)
    near = near_of(given.get("network", "complete"), given.get("n", 20), theirs["ties"])
    # what is said travels in steps of 2^-40 (declared: what comes of that); both of us stop with something left, so twice
    rate = slowest(near, lam, phi, s)
    if (
        lam == 1 or phi == 0
    ):  # at rest on any opinion, so roundings add up; what moves settles at half a step a time or faster
        rate, rounded = 0.5, 2.0**-41 * theirs["times"]
    else:
        rounded = 2.0**-41 * (1 - lam * s) / (phi * (1 - lam))
    tolerance = rounded + 2 * rest(lam, phi, s) / (1 - rate)
    for name in ("private", "expressed"):
        assert np.max(np.abs(np.array(theirs[name]) - np.array(mine[name]))) <= tolerance, name
    for name in ("max_private", "min_private", "max_expressed", "min_expressed"):
        assert abs(theirs[name] - mine[name]) <= tolerance, name
    assert abs(theirs["distance_to_friedkin"] - mine["distance_to_friedkin"]) <= 2 * tolerance
    assert bool(theirs["connected"]) == mine["connected"]
    assert abs(theirs["times"] - mine["times"]) <= 3 + 0.05 * mine["times"]
    assert theirs["max_private"] == max(theirs["private"]) and theirs["min_expressed"] == min(
        theirs["expressed"]
    )


@pytest.mark.parametrize("given", drawn(10))
def test_the_walk_ends_at_the_limit(given):
    """My own two ways agree: the lists of every time, and the two linear equations."""
    luck = random.Random(given["seed"])
    network = "ring" if given["network"] == "communities" else given["network"]
    near = near_of(network, given["n"])
    start = [luck.uniform(-1, 1) for _ in near]
    setting = (given["lam"], given["phi"], given["self_weight"])
    y, z, _ = walk(near, start, *setting, still=1e-13)
    exact_y, exact_z = limit(near, start, *setting)
    left = 1e-13 / (1 - slowest(near, *setting))
    assert np.max(np.abs(exact_y - y)) <= left + 1e-13 and np.max(np.abs(exact_z - z)) <= left + 1e-13


@pytest.mark.parametrize("given", drawn(12))
def test_published_theorem(given):
    """max y > max z > min z > min y, for both, where the network hangs together and phi is below 1."""
    if given["phi"] == 1:
        given = {**given, "phi": 0.5}
    theirs = load("private-expressed").measure(**given)
    if theirs["connected"]:
        assert (
            theirs["max_private"] > theirs["max_expressed"] > theirs["min_expressed"] > theirs["min_private"]
        )


@pytest.mark.slow
@pytest.mark.parametrize("given", [{"network": "ring", "n": 2, "phi": 0}])
def test_what_never_settles_is_refused(given):
    with pytest.raises(ReplicationError):
        load("private-expressed").measure(**given)


def test_published_asch():
    """One person with 1 among n - 1 who always say 0."""
    for lam, phi, s in ((0.5, 0.5, 0.5), (0.9, 0.2, 0.1), (0.3, 0.7, 0.8)):
        y = z = 1.0
        for _ in range(2000):
            y = lam * (s * y + (1 - s) * 0) + (1 - lam)
            z = phi * y
        assert y == pytest.approx((1 - lam) / (1 - lam * s)) and z == pytest.approx(phi * y)


def test_start_is_uniform():
    start = np.array(load("private-expressed").measure(network="ring", n=600, lam=0, phi=1)["start"])
    assert np.all(start * 65536 == np.round(start * 65536)) and np.abs(start).max() <= 1
    assert abs(start.mean()) < 4.5 * np.sqrt(1 / 3 / 600)
    assert abs((start**2).mean() - 1 / 3) < 4.5 * np.sqrt(4 / 45 / 600)
