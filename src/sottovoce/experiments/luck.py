"""How much of what a study says is luck, how many seeds a sign needs, and whether outcomes have two peaks."""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from sottovoce.errors import RunError
from sottovoce.measure.pairs import t_quantile


class Noise(NamedTuple):
    """Variances of an outcome: between points, without luck; and between seeds at a point. `share`: what luck is of the variance of one run."""

    between: float
    within: float
    share: float
    wrong_sign: float  # share of runs that have another sign than the mean of the other seeds at that point

    def __str__(self) -> str:
        return (
            f"Luck: {100 * self.share:.0f}% of what differs from run to run is luck (share of the variance).\n"
            f"{100 * self.wrong_sign:.0f}% of runs have another sign than the mean of the other seeds there."
        )


class Power(NamedTuple):
    """Seeds for an interval of less than a margin to both sides. `deviation`: between seeds at a point, pooled over the points of a study;
    `freedom`: its degrees of freedom. `needed`: seeds if that is right, `most`: at the upper end of its 95% (one side). Both capped at 1,000."""

    margin: float
    deviation: float
    freedom: float
    needed: int
    most: int

    def __str__(self) -> str:
        return (
            f"for an interval of {self.margin:.4g} to both sides: {self.needed} seeds; up to {self.most}, as the standard "
            f"deviation between seeds ({self.deviation:.3g}) is known by {self.freedom:.3g} degrees of freedom"
        )


class Peaks(NamedTuple):
    """Whether outcomes lie in two heaps. `gap`: by how much two normal laws explain them better than one, or than an even spread (difference of BIC; above 10: very
    much); `ashman`: distance of the heaps in their spreads (above 2: apart)."""

    two: bool
    gap: float
    ashman: float
    at: tuple[float, float]
    share: float  # of outcomes in the upper heap

    def __str__(self) -> str:
        if not self.two:
            return "one peak"
        return f"TWO PEAKS, at {self.at[0]:.4g} and {self.at[1]:.4g} ({100 * self.share:.0f}% in the upper one): the mean describes neither"


def noise(values: np.ndarray) -> Noise:
    """How much of what differs is luck, from values (point, seed): point, seed and rest, as a seed is the same at every point. RunError with
    fewer than two seeds."""
    some = values[~np.isnan(values).any(axis=1)]
    if values.shape[1] < 2 or len(some) < 2:
        raise RunError("noise: luck is measured with two seeds or more at two points or more. Ask for more.")
    seeds = some.shape[1]
    within = float(some.var(axis=1, ddof=1).mean())
    between = max(float(some.mean(axis=1).var(ddof=1)) - _rest(some) / seeds, 0.0)
    share = within / (within + between) if within + between > 0 else 0.0
    others = some.sum(axis=1, keepdims=True) - some
    return Noise(between, within, share, float((np.sign(some) * np.sign(others) < 0).mean()))


def _rest(some: np.ndarray) -> float:
    """Variance of values (point, seed) that neither the point nor the seed explains."""
    left = some - some.mean(axis=1, keepdims=True) - some.mean(axis=0) + some.mean()
    return float((left**2).sum() / ((some.shape[0] - 1) * (some.shape[1] - 1)))


def power(values: np.ndarray, margin: float) -> Power:
    """Seeds that the 95% interval of a mean needs at a point to be narrower than a margin to both sides, from values (point, seed) of
    some. RunError without a margin: a sign without a smallest size of interest is no claim."""
    if not (isinstance(margin, int | float) and math.isfinite(margin) and margin > 0):
        raise RunError(
            f"power: a margin of {margin!r} given; allowed above 0: the smallest size that would be of interest. Give one."
        )
    some = values[~np.isnan(values).any(axis=1)]
    if values.shape[1] < 2 or not len(some):
        raise RunError("power: luck is measured with two seeds or more. Ask for more.")
    count, seeds = some.shape
    variance = float(some.var(axis=1, ddof=1).mean())
    rest = _rest(some) * (count - 1) / count if count > 1 else 0.0
    shared = max(variance - rest, 0.0)  # from as many things as there are seeds less one (Satterthwaite 1946)
    parts = shared**2 + (rest**2 / (count - 1) if count > 1 else 0.0)
    freedom = (seeds - 1) * variance**2 / parts if parts > 0 else float(seeds - 1)
    deviation = math.sqrt(variance)
    chi = _chi(0.05, freedom)
    most = _needed(deviation / math.sqrt(chi), margin) if chi > 0 else 1000
    return Power(margin, deviation, freedom, _needed(deviation, margin), most)


def _chi(share: float, freedom: float) -> float:
    """Quantile of chi squared over its degrees of freedom (Wilson & Hilferty 1931); 0 or below: too few to say."""
    part = 2 / (9 * freedom)
    return max(1 - part + NormalDist().inv_cdf(share) * math.sqrt(part), 0.0) ** 3


def _needed(deviation: float, margin: float) -> int:
    for count in range(2, 1000):
        if t_quantile(count - 1) * deviation / math.sqrt(count) <= margin:
            return count
    return 1000


def peaks(values: np.ndarray) -> Peaks:
    """Whether values lie in two heaps: two normal laws against one, by BIC, and apart by Ashman's D. NaN is left out. Of values
    (point, seed) of fewer than 20 seeds, what a seed adds at every point is taken out first: two seeds are not two heaps."""
    if values.ndim == 2 and 1 < values.shape[1] < 20:
        values = values[~np.isnan(values).any(axis=1)]
        values = values - values.mean(axis=0) + values.mean() if len(values) else values
    y = np.sort(values[~np.isnan(values)].ravel())
    nothing = Peaks(False, 0.0, 0.0, (math.nan, math.nan), math.nan)
    if len(y) < 20 or y[-1] - y[0] <= 0:
        return nothing
    least = (y[-1] - y[0]) * 1e-3
    normal = -2 * _likelihood(y, np.array([y.mean()]), np.array([max(y.std(), least)]), np.ones(1))
    even = 2 * len(y) * math.log(y[-1] - y[0])  # what is flat has two heaps for no reason but its ends
    one = min(normal, even) + 2 * math.log(len(y))
    best = (math.inf, nothing)
    for cut in (0.25, 0.5, 0.75):
        means, sds, parts = _two(y, cut, least)
        two = -2 * _likelihood(y, means, sds, parts) + 5 * math.log(len(y))
        apart = float(abs(means[1] - means[0]) * math.sqrt(2) / math.hypot(*sds))
        clear = one - two > 10 and apart > 2 and min(parts) > 0.05 and _valley(means, sds, parts) < 0.6
        if two < best[0]:
            best = (
                two,
                Peaks(
                    bool(clear),
                    float(one - two),
                    apart,
                    (float(means.min()), float(means.max())),
                    float(parts[means.argmax()]),
                ),
            )
    return best[1]


def _two(y: np.ndarray, cut: float, least: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Two normal laws by expectation and maximisation, begun from a cut."""
    k = int(cut * len(y))
    means = np.array([y[:k].mean(), y[k:].mean()])
    sds = np.maximum([y[:k].std(), y[k:].std()], least)
    parts = np.array([cut, 1 - cut])
    for _ in range(200):
        density = parts * np.exp(-0.5 * ((y[:, None] - means) / sds) ** 2) / sds + 1e-300
        mine = density / density.sum(axis=1, keepdims=True)
        weight = mine.sum(axis=0)
        means = (mine * y[:, None]).sum(axis=0) / weight
        sds = np.maximum(np.sqrt((mine * (y[:, None] - means) ** 2).sum(axis=0) / weight), least)
        parts = weight / len(y)
    return means, sds, parts


def _valley(means: np.ndarray, sds: np.ndarray, parts: np.ndarray) -> float:
    """The lowest density between two means, as a share of the lower of the two peaks: what is flat has no valley."""
    between = np.linspace(means.min(), means.max(), 101)[:, None]
    density = (parts * np.exp(-0.5 * ((between - means) / sds) ** 2) / sds).sum(axis=1)
    return float(density.min() / min(density[0], density[-1]))


def _likelihood(y: np.ndarray, means: np.ndarray, sds: np.ndarray, parts: np.ndarray) -> float:
    density = parts * np.exp(-0.5 * ((y[:, None] - means) / sds) ** 2) / sds / math.sqrt(2 * math.pi)
    return float(np.log(density.sum(axis=1) + 1e-300).sum())
