"""Daymude, Axelrod & Forrest 2025: our choice rule is their optimal act."""

import math

import numpy as np
import pytest

from sottovoce.replications import load
from sottovoce.replications.daymude.check import acts, critical, published

GRAIN = 1 / 65536


@pytest.mark.slow
def test_every_quick_target_holds():
    check = load("daymude").check()
    assert [j.target.claim for j in check.missed] == []
    assert check.verdict == "matches exactly"


@pytest.mark.parametrize(
    ("values", "act"),
    [
        ({}, 0.25),  # hides the wish behind tau
        ({"delta": 0.8}, 0.8),  # beyond d_uni: defies
        ({"delta": 0.2}, 0.2),  # tolerated
        ({"delta": 0.25}, 0.25),
        ({"delta": 0.0}, 0.0),
        ({"delta": 1.0}, 1.0),
        ({"psi": 0.0, "delta": 0.7}, 0.7),  # nothing to fear
        ({"psi": 0.0, "delta": 0.7, "punishment": "proportional"}, 0.7),
        ({"psi": 0.8 / 0.8, "beta": 0.8, "delta": 1.0}, 0.25),  # beta = (1 - nu) psi: nobody defies
        ({"nu": 1.0, "psi": 0.6, "delta": 0.9}, 0.9),  # d_uni = (.25 + .6)/1 = .85
        ({"nu": 1.0, "psi": 0.6, "delta": 0.8}, 0.25),
        ({"nu": 0.0, "psi": 0.5, "delta": 0.5}, 0.5),  # exactly at d_uni: the larger of equals
        ({"nu": 1.0, "psi": 1.0, "delta": 0.9, "punishment": "proportional"}, 0.9),  # beta = psi
        ({"nu": 1.0, "psi": 1.1, "delta": 0.9, "punishment": "proportional"}, 0.25),
        ({"beta": 0.0, "delta": 0.9}, 0.25),  # what is tolerated costs nothing: the larger of equals
        ({"beta": 0.0, "psi": 0.0, "delta": 0.9}, 0.9),
        ({"tau": 0.0, "delta": 0.5, "psi": 3.0}, 0.0),
        ({"tau": 1.0, "delta": 1.0, "psi": 1000.0}, 1.0),
    ],
)
def test_acts_one_by_one(values, act):
    assert load("daymude").measure(**values)["act"] == pytest.approx(act, abs=1e-12)


def test_the_critical_wish():
    assert critical(1, 0.2, 0.25, 0.6, "uniform") == pytest.approx(0.37 / 0.52)
    assert critical(1, 0.2, 0.25, 2, "uniform") == math.inf
    assert critical(1, 0.2, 0.25, 1, "proportional") == pytest.approx(0.625)
    assert critical(1, 1, 0.25, 0.6, "proportional") == math.inf
    assert critical(1, 1, 0.25, 2, "proportional") == -math.inf
    assert critical(1, 0.2, 0.25, 0, "proportional") == math.inf
    assert critical(1, 0.2, 0.25, 4, "proportional") < 0.25  # the formula also where it binds nobody


@pytest.mark.parametrize("punishment", ["uniform", "proportional"])
def test_random_people_under_random_authorities(punishment):
    """500 people under each of 20 authorities act as equations 5 to 8 say, but within a grain of a boundary."""
    luck = np.random.default_rng(5)
    for _ in range(20):
        nu, tau, psi, beta = luck.random(), luck.random(), luck.exponential(1.0), float(luck.exponential(1.0))
        delta = luck.random(500)
        d = critical(beta, nu, tau, psi, punishment)
        delta = delta[(np.abs(delta - d) > 4 * GRAIN) & (np.abs(delta - tau) > 4 * GRAIN)]
        found = acts(delta, np.full(len(delta), beta), nu, tau, psi, punishment)
        assert np.abs(found - published(delta, beta, nu, tau, psi, punishment)).max() <= 1.5 * GRAIN
