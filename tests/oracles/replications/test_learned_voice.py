"""Two groups learn whether speaking pays: our learning rule beside the equations in steps, and societies of people in lists.

Would be noticed: the cost paid by the silent; gamma and 1 - gamma exchanged; the start taken for Q; a step of another size;
the two groups one after the other; the silent forgetting.
"""

import random

import numpy as np
import pytest

from sottovoce.errors import ReplicationError
from sottovoce.replications import load

from .alike import SIGMAS
from .learned_voice_again import measure, society

EDGES = [
    {},
    {"beta": 3.9},
    {"beta": 4},  # the border: slow
    {"beta": 4.1},
    {"beta": 30},
    {"p1": 0.5, "p2": 0.5},  # stays between two chairs for ever
    {"gamma": 1, "delta": 1, "p1": 0.01, "p2": 0.02},
    {"gamma": 0, "delta": 0},
    {"gamma": 0.9, "delta": 0.6, "cost": 0.3, "beta": 50},
    {"gamma": 0.9, "delta": 0.6, "cost": 0.1, "beta": 50},
    {"cost": -0.5},
    {"cost": 2, "beta": 0.5},
    {"n1": 0.3, "q11": 0.9, "q22": 0.2, "q12": 0.2},
    {"n1": 0.3, "q11": 0.9, "q12": 0.1},
    {"n1": 0.9, "q12": 0},
    {"n1": 0.25, "q11": 0},
]


def drawn(number: int) -> list[dict]:
    luck = random.Random(102)
    out = []
    for _ in range(number):
        given = {
            "beta": round(luck.uniform(0.5, 15), 2),
            "cost": luck.choice([0, 0, 0.1, 0.4]),
            "p1": round(luck.uniform(0.05, 0.95), 3),
            "p2": round(luck.uniform(0.05, 0.95), 3),
        }
        if luck.random() < 0.5:
            given |= {"gamma": round(luck.random(), 2), "delta": round(luck.random(), 2)}
        else:
            given |= {"n1": round(luck.uniform(0.05, 0.95), 2)} | {
                q: round(luck.uniform(0.05, 1), 2) for q in ("q11", "q22", "q12")
            }
        out.append(given)
    return out


@pytest.mark.slow(5)
@pytest.mark.parametrize("given", EDGES + drawn(25))
def test_where_the_equations_end(given):
    theirs, mine = load("learned-voice").measure(**given), measure(**given)
    assert theirs["shares"] == pytest.approx(mine["shares"], abs=1e-12)
    for name in ("p1", "p2", "q1", "q2"):
        # near beta 4 nothing pulls: roundings of 2^-52 are kept for long
        assert theirs[name] == pytest.approx(mine[name], abs=1e-8 if given.get("beta") == 4 else 1e-10), name
    assert abs(theirs["steps"] - mine["steps"]) <= 2 + 0.02 * mine["steps"]
    assert theirs["settled"] == mine["settled"]
    assert theirs["society_p1"] is None and theirs["society_p2"] is None


SOCIETIES = [
    {"n": 40, "times": 40, "beta": 6, "p1": 0.9, "p2": 0.3},
    {"n": 30, "times": 4, "beta": 2, "p1": 0.8, "p2": 0.4},  # the last day alone
    {"n": 60, "times": 60, "beta": 9, "n1": 0.25, "q11": 0.9, "q22": 0.2, "q12": 0.2, "p1": 0.6, "p2": 0.6},
    {
        "n": 100,
        "times": 40,
        "beta": 4,
        "n1": 0.4,
        "q11": 0.5,
        "q22": 0.3,
        "q12": 0.1,
        "cost": 0.2,
        "p1": 0.7,
        "p2": 0.7,
    },
    {"n": 41, "times": 80, "beta": 3, "gamma": 0.8, "delta": 0.4, "p1": 0.5, "p2": 0.5},
]


def chances(gamma=0.5, delta=0.5, **rest) -> dict:
    """Ties of a society for which only gamma and delta are given."""
    ties = {"q11": gamma * (1 - delta), "q22": delta * (1 - gamma), "q12": (1 - gamma) * (1 - delta)}
    return {"n1": 0.5, **ties} | rest


@pytest.mark.slow(5)
@pytest.mark.parametrize("given", SOCIETIES)
def test_societies(given):
    runs, many = 20, 60
    theirs = [load("learned-voice").measure(**given, seed=seed) for seed in range(runs)]
    known = {"cost": 0} | (given if "n1" in given else chances(**given))
    luck = np.random.default_rng(5)
    mine = np.array([society(**known, luck=luck) for _ in range(many)])
    for k, name in enumerate(("society_p1", "society_p2")):
        off = np.mean([t[name] for t in theirs]) - mine[:, k].mean()
        assert abs(off) < SIGMAS * mine[:, k].std() * np.sqrt(1 / runs + 1 / many) + 1e-9, name


@pytest.mark.parametrize(
    "given", [{"n1": 0.5, "q11": 0, "q12": 0}, {"gamma": 1, "delta": 0.5, "n": 20}, {"p1": 0}, {"n1": 1}]
)
def test_what_cannot_be(given):
    with pytest.raises(ReplicationError):
        load("learned-voice").measure(**given)


def test_published():
    assert measure(beta=3)["p1"] == pytest.approx(0.5, abs=1e-6)
    for beta in (5, 8):
        got = measure(beta=beta)
        d = got["p1"] - got["p2"]
        assert d > 0.5 and d == pytest.approx(np.tanh(beta * d / 4), abs=1e-9)
    minority = measure(beta=12, n1=0.3, q11=0.9, q22=0.1, q12=0.15, p1=0.6, p2=0.6)
    assert minority["p1"] > 0.9 and minority["p2"] < 0.1
