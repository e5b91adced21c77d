"""Opinions learned from feedback: our learning acts in drawn turns beside one turn after another.

Would be noticed: an answer of what the friend holds in place of the last word; the value of both opinions moved; silence that is
answered; trials that are always the other opinion; an answer after the next word; networks that fall apart though another would
not; a stop looked at in the middle of a sweep.
"""

import functools

import pytest

from sottovoce.errors import ReplicationError
from sottovoce.replications import load

from .alike import SIGMAS, apart, together
from .opinion_learning_again import measure

SETTINGS = [
    {"n": 20, "radius": 0.5, "sweeps": 60},
    {"n": 20, "radius": 0.35, "sweeps": 60},
    {"n": 20, "radius": 1.5, "sweeps": 60},  # everybody knows everybody
    {"n": 12, "radius": 0.1, "sweeps": 20},  # hardly any ties; no network hangs together
    {"n": 20, "radius": 0.5, "sweeps": 40, "explore": 0},
    {"n": 20, "radius": 0.5, "sweeps": 40, "explore": 0.45},
    {"n": 20, "radius": 0.6, "sweeps": 60, "alpha": 0.5},
    {"n": 20, "radius": 0.6, "sweeps": 60, "alpha": 0.02},
    {"n": 2, "radius": 1, "sweeps": 30},
    {"n": 3, "radius": 0.7, "sweeps": 1},
    {"n": 40, "radius": 0.4, "sweeps": 25},
]
RUNS, MINE = 30, 60


@functools.cache
def both(number: int) -> tuple:
    """Theirs and mine in one setting."""
    theirs = load("opinion-learning").measure(**SETTINGS[number], runs=RUNS, seed=100 * number + 300)
    return theirs, measure(**SETTINGS[number], runs=MINE, seed=number)


@pytest.mark.slow(4)
@pytest.mark.parametrize("number", range(len(SETTINGS)))
def test_societies(number):
    theirs, mine = both(number)
    for name, each in mine.items():
        if theirs[name] is None or len(each) < MINE / 2:
            assert name == "congruent"  # none where no run has a tie
            continue
        assert abs(apart(theirs[name], RUNS, each)) < SIGMAS, (name, theirs[name], sum(each) / len(each))


@pytest.mark.slow
def test_all_the_settings_together():
    off: dict[str, list[float]] = {}
    for number in range(len(SETTINGS)):
        theirs, mine = both(number)
        for name, each in mine.items():
            if len(each) == MINE and len(set(each)) > 1:
                off.setdefault(name, []).append(apart(theirs[name], RUNS, each))
    for name, each in off.items():
        assert abs(together(each)) < 4, (name, each)


@pytest.mark.parametrize("given", [{"explore": 0.48}, {"radius": -1}, {"n": 0}])
def test_what_cannot_be(given):
    with pytest.raises(ReplicationError):
        load("opinion-learning").measure(**given)
