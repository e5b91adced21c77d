"""Rival incentives: means of theirs beside runs of mine.

Would be noticed: oneself counted among the others; the own voice left out of V; the cost taken once for twice; the incentive lost by
shirkers; >= for > when working; a scope that never is 0.
"""

import pytest

from sottovoce.replications import load

from .alike import apart, together
from .kitts_2006_again import measure

SETTINGS = [
    {},
    {"rivalry": 0.0, "incentive": 2.0, "cohesion": 0.54},
    {"incentive": 30.0, "cohesion": 0.74},
    {"incentive": 0.0, "cohesion": 0.34},
    {"incentive": 50.0, "cohesion": 0.14, "charged": "once"},
    {"incentive": 10.0, "cohesion": 0.94, "cost": 0.5},
    {"n": 4, "incentive": 12.0, "cohesion": 0.3},
    {"n": 25, "incentive": 40.0, "cohesion": 0.2, "rivalry": 0.8},
    {"cohesion": 0.0, "incentive": 17.0},
    {"n": 2, "incentive": 9.0, "cohesion": 0.6, "cost": 0.1},
]


@pytest.mark.slow(4)
@pytest.mark.parametrize("values", SETTINGS, ids=str)
def test_shares(values):
    theirs = load("kitts-2006").measure(**values, runs=150, sweeps=40, seed=3)
    mine = measure(**values, runs=150, sweeps=40, seed=8)
    far = [apart(theirs[name], 150, each) for name, each in mine.items()]
    assert max(map(abs, far)) < 4.5, far
    assert sum(theirs["each"]) / 150 == pytest.approx(theirs["participation"])


def test_nothing_is_off_by_a_little():
    """What is too small to be seen in one setting is seen in all."""
    far = []
    for k, values in enumerate(SETTINGS[:6]):
        theirs = load("kitts-2006").measure(**values, runs=200, sweeps=24, seed=50 + k)
        mine = measure(**values, runs=200, sweeps=24, seed=90 + k)
        far.append(apart(theirs["participation"], 200, mine["participation"]))
    assert abs(together(far)) < 4.5, far


def test_a_group_by_hand():
    """Two members, no cohesion, incentive 9: one works gladly (5), the second would at 9/2 - 4 > 0 too; and at incentive 7 not."""
    for incentive, both in ((9.0, 1.0), (7.0, 0.5)):
        assert (
            measure(n=2, incentive=incentive, cohesion=0.0, sweeps=8, runs=3)["participation"] == [both] * 3
        )
        found = load("kitts-2006").measure(n=2, incentive=incentive, cohesion=0.0, sweeps=8, runs=3)
        assert found["each"] == [both] * 3
