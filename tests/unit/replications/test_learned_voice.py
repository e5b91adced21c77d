"""Gaisbauer et al. 2020: learned voice, against the differential equations solved here, and where one may trip."""

import math

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from sottovoce.errors import ReplicationError
from sottovoce.replications import load
from sottovoce.replications.learned_voice.check import block_ties, grows, split


def measure(**values):
    return load("learned-voice").measure(**values)


def logistic(x):
    return 1 / (1 + np.exp(-x))


def solved(beta, gamma, delta, cost, p1, p2):
    """Where the two differential equations end."""

    def speed(_, q):
        s = logistic(beta * q)
        return [
            gamma * s[0] - (1 - gamma) * s[1] - cost - q[0],
            delta * s[1] - (1 - delta) * s[0] - cost - q[1],
        ]

    begun = [math.log(p / (1 - p)) / beta for p in (p1, p2)]
    end = solve_ivp(speed, (0, 400), begun, rtol=1e-10, atol=1e-12).y[:, -1]
    return logistic(beta * end)


@pytest.mark.parametrize(
    ("beta", "gamma", "delta", "cost", "p1", "p2"),
    [
        (2.0, 0.5, 0.5, 0.0, 0.9, 0.2),
        (6.0, 0.5, 0.5, 0.0, 0.6, 0.4),
        (6.0, 0.5, 0.5, 0.0, 0.4, 0.6),
        (9.0, 0.9, 0.85, 0.1, 0.5, 0.5),
        (7.0, 0.3, 0.7, 0.05, 0.8, 0.3),
        (3.0, 1.0, 0.0, 0.0, 0.1, 0.9),
        (20.0, 0.9, 0.9, 0.2, 0.2, 0.9),
        (5.0, 0.6, 0.4, -0.3, 0.5, 0.5),
    ],
)
def test_the_equations(beta, gamma, delta, cost, p1, p2):
    found = measure(beta=beta, gamma=gamma, delta=delta, cost=cost, p1=p1, p2=p2)
    assert found["settled"]
    assert (found["p1"], found["p2"]) == pytest.approx(
        tuple(solved(beta, gamma, delta, cost, p1, p2)), abs=1e-6
    )
    assert found["p1"] == pytest.approx(logistic(beta * found["q1"]))
    assert found["society_p1"] is None


def test_symmetry_breaks_at_four():
    assert grows(4.05, 400)
    assert not grows(3.95, 400)
    found = measure(beta=5.0)
    assert found["p1"] - found["p2"] == pytest.approx(split(5.0), abs=1e-9)
    assert measure(beta=3.0)["p1"] == pytest.approx(0.5, abs=1e-6)


def test_equals_stay_equal():
    """From p1 = p2 nothing tells the groups apart, stable or not."""
    found = measure(beta=9.0, p1=0.3, p2=0.3)
    assert found["p1"] == found["p2"] == pytest.approx(0.5)


def test_shares_from_ties():
    found = measure(n1=0.3, q11=0.8, q22=0.1, q12=0.2, beta=2.0)
    assert found["shares"] == pytest.approx([0.24 / (0.24 + 0.14), 0.07 / (0.07 + 0.06)])
    assert found["p1"] == pytest.approx(measure(gamma=24 / 38, delta=7 / 13, beta=2.0)["p1"], abs=1e-9)


def test_a_minority_silences_the_majority():
    found = measure(n1=0.35, q11=0.9, q22=0.2, q12=0.3, beta=8.0, p1=0.5, p2=0.5)
    assert found["p1"] > 0.9 > 0.1 > found["p2"]
    other = measure(n1=0.35, q11=0.2, q22=0.2, q12=0.2, beta=8.0, p1=0.5, p2=0.5)
    assert other["p1"] < 0.1 < 0.9 < other["p2"], "without its ties it is silenced itself"


def test_a_society_comes_near():
    found = measure(beta=5.0, gamma=0.8, delta=0.8, cost=0.1, n=200, times=400, p1=0.7, p2=0.3)
    assert found["society_p1"] == pytest.approx(found["p1"], abs=0.1)
    assert found["society_p2"] == pytest.approx(found["p2"], abs=0.1)
    cost = measure(beta=5.0, gamma=0.8, delta=0.8, cost=2.0, n=100, times=100)
    assert cost["society_p1"] < 0.2, "who pays for speaking falls silent"


def test_ties_of_a_society():
    one = np.arange(400) < 100
    ties = block_ties(one, (0.6, 0.3, 0.1), 3)
    degree = np.bincount(ties.ravel(), minlength=400)
    assert degree.mean() == pytest.approx(40, abs=1)
    pairs = {"within 1": 100 * 99 / 2, "between": 100 * 300, "within 2": 300 * 299 / 2}
    kinds = one[ties].sum(axis=1)
    share = {k: (kinds == n).sum() / pairs[k] for k, n in (("within 1", 2), ("between", 1), ("within 2", 0))}
    assert share["within 1"] / share["between"] == pytest.approx(6, rel=0.1)
    assert share["within 2"] / share["between"] == pytest.approx(3, rel=0.1)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"p1": 0.0}, "learned-voice: p1: 0 given; allowed above 0 to under 1 (probability). Choose a value in that range."),
        (
            {"q11": 0.0, "q12": 0.0},
            "learned-voice: q11, q12: 0, 0 given; allowed one of them above 0: a group without friends hears nothing. Raise one.",
        ),
        (
            {"gamma": 1.0, "delta": 0.5, "n": 50},
            "learned-voice: gamma, delta: 1, 0.5 given with n above 0; one group has no ties to the other, which has some to it. "
            "Choose both below 1, or both 1, or n: 0.",
        ),
        ({"n": 3}, "learned-voice: n: 3 given; allowed 0, or 4 or more. Choose more people, or 0."),
        (
            {"gamma": 0.5, "n1": 0.5},
            "learned-voice: gamma, n1 given together; allowed gamma, delta; or n1, q11, q22, q12. Leave out what belongs to the other way.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be(values, text):
    with pytest.raises(ReplicationError) as caught:
        measure(**values)
    assert str(caught.value) == text
