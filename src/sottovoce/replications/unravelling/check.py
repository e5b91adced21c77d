"""Opting in: our rule of enrolment, with points that are worth what the citizen is worth."""

import math
from statistics import NormalDist
from typing import Any

import numpy as np

from sottovoce.machine.cpu import Cpu
from sottovoce.machine.plain import Plain
from sottovoce.replications.parameters import Quantity, choice, number, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import people, scenario
from sottovoce.simulate import days

PACKAGE = "sottovoce.replications.unravelling"
POINTS = 1000.0  # a unit of quality
LAWS = ("uniform", "normal", "exponential")

PARAMETERS = (
    number("cost", 0.1, "what joining costs", unit="quality", low=0, high=10),
    whole("n", 10_000, "people, at the middle quantiles of the law", unit="people", low=1, high=1_000_000),
    whole("rounds", 20, "rounds of joining", unit="rounds", low=1, high=500),
    choice(
        "law",
        "uniform",
        "of quality: uniform on 0 to 1; normal, mean .5 and sd .2; exponential, mean .5",
        LAWS,
    ),
)
QUANTITIES = {
    "share_by_round": Quantity("share who have joined after round 1, 2, ...", "share"),
    "final": Quantity("share who have joined after the last round", "share"),
    "left_out": Quantity("mean quality of those outside after the last round; none if nobody is", "quality"),
}


def measure(cost: float, n: int, rounds: int, law: str) -> dict[str, Any]:
    """A society in which joining is open, lived for as many rounds."""
    # the mean that is announced is of those who were outside yesterday morning: a round takes two days
    asked = scenario(PACKAGE, {
        "citizens": max(n, 2), "days": 2 * rounds, "enrolment.cost": {"law": "constant", "value": cost * POINTS},
    })  # fmt: skip
    quality = quantiles(law, n)
    base = np.repeat(quality, 2) if n == 1 else quality
    society = people(asked, base=base * POINTS, points=base * POINTS)
    machine = Plain() if n * rounds <= 500 else Cpu()
    joined = [float(society.state.enrolled.mean()) for _ in days(asked, society, machine=machine)][1::2]
    outside = quality[society.state.enrolled[:n] == 0]
    return {
        "share_by_round": joined,
        "final": joined[-1],
        "left_out": outside.mean() if len(outside) else None,
    }


def quantiles(law: str, n: int) -> np.ndarray:
    """Quality of n people at the quantiles (k + 1/2)/n."""
    p = (np.arange(n) + 0.5) / n
    if law == "uniform":
        return p
    if law == "exponential":
        return -0.5 * np.log1p(-p)
    normal = NormalDist(0.5, 0.2)
    return np.array([normal.inv_cdf(float(x)) for x in p])


def formula(cost: float, rounds: int) -> np.ndarray:
    """(1 - 2c)(1 - 2^-k), the path for the uniform law."""
    return max(1 - 2 * cost, 0.0) * (1 - 0.5 ** np.arange(1, rounds + 1))


def path(quick: bool) -> float:
    """Largest distance of the path from (1 - 2c)(1 - 2^-k), uniform law, five costs."""
    n = 10_000 if quick else 200_000
    return max(
        float(np.abs(np.array(measure(c, n, 20, "uniform")["share_by_round"]) - formula(c, 20)).max())
        for c in (0.0, 0.05, 0.1, 0.3, 0.5)
    )


def exponential(quick: bool) -> float:
    """Share who join for the exponential law at cost .1: distance from the root of theta - c = E[below theta]."""
    low, high = 0.1, 10.0
    for _ in range(100):
        x = (low + high) / 2
        below = 0.5 - x * math.exp(-2 * x) / -math.expm1(-2 * x)
        low, high = (x, high) if x - 0.1 < below else (low, x)
    return abs(measure(0.1, 10_000, 200, "exponential")["final"] - math.exp(-2 * low))


def picture(quick: bool) -> Picture:
    """Share who have joined, by round, for three costs."""
    curves = []
    for pair, cost in enumerate((0.0, 0.1, 0.3)):
        rounds = range(1, 13)
        curves.append(Curve(f"cost {cost:g}, formula", rounds, formula(cost, 12), pair))
        found = measure(cost, 10_000, 12, "uniform")["share_by_round"]
        curves.append(Curve(f"cost {cost:g}, measured", rounds, found, pair, measured=True))
    return Picture("Opting in unravels: (1 - 2c)(1 - 2^-k)", "round", "share who have joined", tuple(curves),
                   span=(0.0, 1.05))  # fmt: skip
