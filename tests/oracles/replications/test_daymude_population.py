"""A drawn population: means of the program's people beside those of people drawn by rejection.

Would be noticed: mean_delta taken for the mean before cutting off; boldness cut off too; P(a) = nu + a; punished counted
as expected where nobody is seen, or as a share; proportional punishment given in full. The test fails at 4.5 standard
errors of the difference: with 40,000 people about .01 in a share of a half.
"""

import math
import random

import numpy as np
import pytest

from sottovoce.replications import load

from .daymude_again import optimal as one_act
from .daymude_population_again import measure, optimal, people

N = 40_000
FURTHEST = 4.5

EDGES = [
    {"psi": 0},
    {"nu": 1, "psi": 1.5},
    {"nu": 0, "psi": 1.5},
    {"tau": 0, "psi": 1},
    {"tau": 1},
    {"mean_beta": 0, "psi": 0.5},
    {"mean_delta": 0.5, "psi": 1},
    {"mean_delta": 0.8, "psi": 2},
    {"mean_delta": 0.03, "tau": 0.05, "psi": 1},
    {"mean_beta": 8, "tau": 0, "nu": 1, "psi": 1000},
]


def drawn(number: int) -> list[dict]:
    luck = random.Random(4)
    return [
        {
            "mean_delta": luck.choice([0.1, 0.25, 0.4, 0.6]),
            "mean_beta": luck.choice([0.3, 1, 2, 8]),
            "nu": round(luck.random(), 2),
            "tau": round(luck.random() ** 2, 2),
            "psi": round(luck.expovariate(0.7), 2),
        }
        for _ in range(number)
    ]


@pytest.mark.slow(4)
@pytest.mark.parametrize("punishment", ["uniform", "proportional"])
@pytest.mark.parametrize("given", EDGES + drawn(15))
def test_means_agree(given, punishment):
    given = {**given, "punishment": punishment, "n": N}
    theirs, mine = load("daymude-population").measure(**given, seed=7), people(**given, seed=1007)
    for name, each in mine.items():
        spread = float(np.std(each)) or math.sqrt(1 / (4 * N))  # all alike here: what is rarer than 1/(4 N)
        off = abs(theirs[name] - float(np.mean(each))) / (spread * math.sqrt(2 / N))
        assert off < FURTHEST, (
            f"{name}: theirs {theirs[name]}, mine {np.mean(each)}, {off:.1f} standard errors"
        )
    assert theirs["defiant"] + theirs["censored"] + theirs["compliant"] == pytest.approx(1)


@pytest.mark.slow
def test_one_and_two_people():
    """n 1 is somebody: shares are 0 or 1, of two also a half; over seeds the mean wish is right."""
    for n in (1, 2):
        got = [load("daymude-population").measure(n=n, seed=seed, psi=1) for seed in range(150)]
        assert {round(g["compliant"] * n, 9) for g in got} <= set(range(n + 1))
        mean = np.mean([g["wished"] for g in got])
        assert abs(mean - 0.25) < 4.5 * 0.21 / math.sqrt(150 * n)


@pytest.mark.slow
def test_without_severity_everybody_says_all_and_nobody_is_punished():
    got = load("daymude-population").measure(psi=0, n=500)
    assert (got["censored"], got["punished"], got["punished_share"]) == (0, 0, 0)
    assert got["expressed"] == got["wished"]


def test_the_two_second_implementations_agree():
    """The acts of many at once are those that the plain search finds for one."""
    luck = random.Random(12)
    for _ in range(30):
        beta, delta = luck.expovariate(1), luck.random()
        rest = (
            luck.random(),
            luck.random() ** 2,
            luck.expovariate(1),
            luck.choice(["uniform", "proportional"]),
        )
        many = optimal(np.array([beta]), np.array([delta]), *rest)
        assert float(many[0]) == pytest.approx(float(one_act(beta, delta, *rest)), abs=1e-8)


def test_published_total_self_censorship():
    assert measure(mean_beta=8, n=20_000, tau=0, nu=1, psi=1000)["expressed"] == 0
