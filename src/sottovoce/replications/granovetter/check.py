"""Thresholds: our choice rule with nothing but the climate, read as the share of people acting."""

import functools
import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any

import numpy as np

from sottovoce.chance import Purpose, normals
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.plain import Plain
from sottovoce.replications.parameters import Quantity, number, numbers, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import NOBODY, Phase, choose, people, scenario

PACKAGE = "sottovoce.replications.granovetter"
MANY = 100_000  # people who stand for infinitely many, each at a quantile of the law
FINE = 5000  # ... where the critical spread is sought

PARAMETERS = (
    numbers("thresholds", tuple(range(100)), "people who have to act before one acts, for each person", unit="people",
            most=100, source="p. 1424: 0, 1, 2, ... 99"),
    number("mean", 25.0, "mean of normal thresholds", unit="per 100 people", source="p. 1427"),
    number("sd", 12.2, "standard deviation of normal thresholds", unit="per 100 people", low=0, high=1e6, source="figure 2"),
    whole("n", 100, "people", unit="people", low=1, high=1_000_000, infinite=True, source="figure 2"),
    whole("draws", 100, "populations drawn", unit="populations", low=1, high=100_000),
    seed(),
)  # fmt: skip
MODES = {"list": ("thresholds",), "drawn": ("mean", "sd", "n", "draws", "seed")}
QUANTITIES = {
    "final": Quantity("who acts in the end: people of a list; mean over draws per 100 people", "people, or per 100"),
    "share": Quantity("the same as a share of everybody", "share"),
    "p_above_90": Quantity("share of draws (of a list: 0 or 1) in which more than 90 of 100 act in the end", "share"),
    "sd_critical": Quantity("for n infinite: the spread above which more than half act in the end; none if none", "per 100"),
    "path": Quantity("people acting after each sweep, of a list", "people"),
}  # fmt: skip


def measure(
    thresholds: Sequence[float] | None,
    mean: float | None,
    sd: float | None,
    n: int | float | None,
    draws: int | None,
    seed: int | None,
) -> dict[str, Any]:
    """One cascade from nobody for a list; one a draw for a law."""
    if thresholds is not None:
        path = Crowd(len(thresholds)).path(needed(np.asarray(thresholds, float)))
        share = path[-1] / len(thresholds)
        return {
            "final": path[-1],
            "share": share,
            "p_above_90": float(share > 0.9),
            "sd_critical": None,
            "path": path,
        }
    assert mean is not None and sd is not None and n is not None and draws is not None and seed is not None
    critical = None
    if n == math.inf:
        shares = np.array([Crowd(MANY).path(needed(quantiles(mean, sd, MANY)))[-1] / MANY])
        critical = critical_spread(mean)
    else:
        crowd = Crowd(int(n))
        shares = np.array([crowd.path(drawn(mean, sd, int(n), seed, k))[-1] / n for k in range(draws)])
    return {
        "final": 100.0 * shares.mean(),
        "share": shares.mean(),
        "p_above_90": (shares > 0.9).mean(),
        "sd_critical": critical,
        "path": None,
    }


class Crowd:
    """n people who all see how many act."""

    def __init__(self, n: int):
        self.n = n
        asked = scenario(PACKAGE, {"citizens": max(n, 2)})
        self.stage = Phase(asked, people(asked), Plain() if n <= 20 else Cpu())

    def path(self, wanted: np.ndarray, start: int = 0) -> list[int]:
        """People acting after sweep 0 (`start`), 1, 2, ... until nobody changes. `wanted`: acting people each needs."""
        state, n = self.stage.state, self.n
        # half a person lower, so that a count that equals the threshold is clearly enough in 24 bits
        state.threshold[:n] = (np.clip(wanted, 0, n + 1) - 0.5) / n
        state.threshold[n:] = 2.0
        found = [start]
        while len(found) < 2 or found[-1] != found[-2]:
            state.voice[:] = 0  # oneself is counted among all who act
            seen = NOBODY._replace(ties=n - 1, dissent=found[-1])
            self.stage.run(choose, seen)
            found.append(int((state.said[0, :n] > 0).sum()))
        return found[:-1]


def needed(thresholds: np.ndarray) -> np.ndarray:
    """Acting people a threshold asks for: the smallest whole number that is not below it."""
    return np.ceil(thresholds - 1e-9)


def drawn(mean: float, sd: float, n: int, seed: int, draw: int) -> np.ndarray:
    """Acting people each of n asks for, thresholds normal per 100 people."""
    who = np.arange(draw * n, (draw + 1) * n, dtype=np.uint64)
    return needed((mean + sd * normals(seed, Purpose.THRESHOLD, who)) * n / 100)


def quantiles(mean: float, sd: float, n: int) -> np.ndarray:
    """The same for n people at the middle quantiles of the law, in people."""
    return (mean + sd * standard(n)) * n / 100


@functools.cache
def standard(n: int) -> np.ndarray:
    """Standard normal quantiles at (k + 1/2)/n."""
    law = NormalDist()
    return np.array([law.inv_cdf((k + 0.5) / n) for k in range(n)])


@functools.cache
def critical_spread(mean: float) -> float | None:
    """The spread above which more than half act in the end, found by halving; 0 where it is so without spread, none where
    it never is (mean at or above 50)."""
    if mean >= 50:
        return None
    if mean <= 0:
        return 0.0
    crowd, low, high = Crowd(FINE), 0.0, 2.0 * mean
    while crowd.path(needed(quantiles(mean, high, FINE)))[-1] <= FINE / 2:
        low, high = high, 2 * high
        if high > 1e5:
            return None
    while high - low > 4e-3:
        middle = (low + high) / 2
        if crowd.path(needed(quantiles(mean, middle, FINE)))[-1] > FINE / 2:
            high = middle
        else:
            low = middle
    return (low + high) / 2


def equilibrium(mean: float, sd: float) -> float:
    """Smallest share r with r = F(r), per 100 people: the paper's figure 2, by iteration from 0."""
    r = 0.0
    for _ in range(200_000):
        new = 100 * math.erfc(-(r - mean) / (sd * math.sqrt(2))) / 2 if sd > 0 else 100.0 * (r >= mean)
        if abs(new - r) < 1e-10:
            break
        r = new
    return r


def curve(quick: bool) -> float:
    """Largest distance of our equilibrium for infinitely many from figure 2, away from the jump; per 100 people."""
    spreads = [2.0, 5.0, 8.0, 11.0, 12.0, 12.6, 14.0, 20.0, 40.0, 100.0]
    crowd = Crowd(MANY)
    return max(
        abs(100 * crowd.path(needed(quantiles(25, sd, MANY)))[-1] / MANY - equilibrium(25, sd))
        for sd in spreads
    )


def picture(quick: bool) -> Picture:
    """Figure 2: how many act in the end, by the spread of thresholds; infinitely many and 100 people."""
    fine, some = np.linspace(0.5, 40, 159), np.linspace(1, 40, 40)
    draws = 60 if quick else 1000
    found = [measure(None, 25.0, float(sd), 100, draws, 1) for sd in some]
    crowd = Crowd(FINE)
    many = [100 * crowd.path(needed(quantiles(25, float(sd), FINE)))[-1] / FINE for sd in some]
    curves = (
        Curve("infinite, paper", fine, [equilibrium(25, float(sd)) for sd in fine], 0),
        Curve("infinite, measured", some, many, 0, measured=True),
        Curve(f"100 people, mean of {draws}", some, [f["final"] for f in found], 1, measured=True),
    )
    return Picture("Who acts in the end, normal thresholds with mean 25 of 100 (figure 2)",
                   "standard deviation of thresholds", "per 100 people", curves)  # fmt: skip


def replaced(quick: bool) -> int:
    """Rioters where the one with threshold 1 has 2 instead."""
    return measure([0, 2, 2, *range(3, 100)], None, None, None, None, None)["final"]
