"""Moved away from those who disagree: our copying acts and rewiring beside sets of friends.

Would be noticed: ties to people who agree moved too; a network that is not regular; somebody chosen who is of the other opinion;
the stop looked at every sweep.
"""

import functools

import numpy as np
import pytest

from sottovoce.errors import ReplicationError
from sottovoce.replications import load

from .alike import SIGMAS, apart, together
from .vazquez_again import measure

SETTINGS = [
    {"n": 30},
    {"n": 30, "p": 0.2},
    {"n": 24, "p": 0.7},
    {"n": 20, "p": 1},  # nobody copies
    {"n": 20, "p": 0},  # nobody moves
    {"n": 20, "mu": 2, "p": 0.2},
    {"n": 24, "mu": 3, "p": 0.4},
    {"n": 6, "mu": 4, "p": 0.5},  # hardly anywhere to go
    {"n": 30, "p": 0.4, "order": "sequential"},
    {"n": 24, "mu": 3, "p": 0.6, "order": "sequential"},
    {"n": 24, "p": 0.4, "order": "synchronous"},
    {"n": 24, "mu": 3, "p": 0.7, "order": "synchronous"},
]
RUNS, MINE = 30, 50


@functools.cache
def both(number: int) -> tuple:
    """Theirs and mine in one setting."""
    theirs = load("vazquez").measure(**SETTINGS[number], runs=RUNS, seed=100 * number + 300)
    return theirs, measure(**SETTINGS[number], runs=MINE, seed=number)


@pytest.mark.slow(4)
@pytest.mark.parametrize("number", range(len(SETTINGS)))
def test_societies(number):
    theirs, mine = both(number)
    assert theirs["largest"] == pytest.approx(np.mean(theirs["sizes"])) and len(theirs["sizes"]) == RUNS
    assert abs(apart(theirs["largest"], RUNS, mine["sizes"])) < SIGMAS
    for name in ("sweeps", "agreed"):
        assert abs(apart(theirs[name], RUNS, mine[name])) < SIGMAS, name


@pytest.mark.slow
def test_all_the_settings_together():
    off: dict[str, list[float]] = {"sizes": [], "sweeps": []}
    for number in range(len(SETTINGS)):
        if SETTINGS[number].get("p") in (0, 1) or SETTINGS[number]["n"] == 6:
            continue
        theirs, mine = both(number)
        off["sizes"].append(apart(theirs["largest"], RUNS, mine["sizes"]))
        off["sweeps"].append(apart(theirs["sweeps"], RUNS, mine["sweeps"]))
    for name, each in off.items():
        assert abs(together(each)) < 4, (name, each)


@pytest.mark.parametrize("given", [{"n": 15, "mu": 3}, {"n": 4, "mu": 4}])
def test_networks_that_cannot_be(given):
    with pytest.raises(ReplicationError):
        load("vazquez").measure(**given)
