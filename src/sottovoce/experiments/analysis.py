"""What a study says of a measure: how much each assumed value moves it, how much is luck, whether outcomes have two peaks.

Intervals come from drawing whole trajectories (rows, points) again, and so do intervals of ranks: a rank is a range, and what is moved is the
outcome in either direction. Luck is kept out by the seeds: an effect under one seed times the effect under another is the square of the effect
without luck, on average. Whether a value has an effect at all is tested (`significant`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from sottovoce.errors import RunError
from sottovoce.experiments.coordinate import Coordinate
from sottovoce.experiments.luck import Noise, noise
from sottovoce.measure.names import MEASURES
from sottovoce.measure.pairs import t_quantile

DRAWS = 500  # times that trajectories, rows or points are drawn again
WIDTH = 80  # columns of a terminal
METHODS = {
    "morris": (
        "trajectories",
        "effect: mean change, up or down, when the value moves by half its range (mu*);\n"
        "  luck is in it. size: the same as a root mean square, with luck taken out.\n"
        "sigma: how much the effect differs from place to place (luck is in it)",
    ),
    "saltelli": (
        "rows",
        "total: % of the variance without luck that the value has a part in;\n"
        "alone: % that it explains by itself (Sobol' indices, total and first order)",
    ),
    "given": (
        "points",
        "link: rank correlation of the value with the measure (Spearman), -1 to 1",
    ),
}


class Index(NamedTuple):
    """How much one coordinate moves a measure, with 95% intervals; in the order of the space, never of what came out."""

    name: str
    value: float  # mu* (holds luck), first-order index (no luck; NaN: no variance but luck's), or rank correlation
    low: float
    high: float
    ranks: tuple[int, int]  # first and last rank of its size that the draws leave open
    significant: bool  # its effect differs from 0, at 5% for all values together; never with one seed, but for rank correlations
    sigma: float | None = (
        None  # morris: standard deviation of effects; near or above mu*: it depends on the others, or bends
    )
    size: float | None = None  # morris, two seeds or more: root mean square effect without luck
    size_low: float | None = None
    size_high: float | None = None
    total: float | None = None  # saltelli: share that would be left if all others were fixed (total order)
    total_low: float | None = None
    total_high: float | None = None


class Sensitivity(NamedTuple):
    """Indices of a measure. `unit`: of the measure; `units`: trajectories, rows or points that were complete."""

    measure: str
    of: str
    unit: str
    method: str
    units: int
    indices: tuple[Index, ...]
    noise: Noise | None  # None with one seed: it is not known

    def __str__(self) -> str:
        what, meaning = METHODS[self.method]
        lines = [
            f"{self.measure}: {self.of}",
            f"Unit: {self.unit}. Worked out from {self.units} {what}.",
            meaning + ".",
            "rank: 1 moves it most; a range where the order is open.",
            "significant: its effect differs from 0 (5% level, all values together).",
        ]
        if self.noise is not None:
            lines += str(self.noise).splitlines()
        elif self.method == "given":
            lines.append("One seed: how much of it is luck is not known.")
        else:
            lines.append("One seed: an effect may be luck, so nothing counts as significant.")
        if any(math.isnan(i.value) for i in self.indices):
            lines.append(
                "The variance is no larger than luck alone could make it: there is nothing to share out."
            )
        heads, rows = _columns(self.method, self.indices)
        lines.append("")
        widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
        room = WIDTH - sum(widths) - 2 * len(widths)
        room = min(room, max(len("assumed value"), *(len(i.name) for i in self.indices)))
        for name, cells in zip(
            ("assumed value", *(i.name for i in self.indices)), (heads, *rows), strict=True
        ):
            numbers = "".join(f"  {cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
            lines += (
                [name + " " * (room - len(name)) + numbers]
                if len(name) <= room
                else [name, " " * room + numbers]
            )
        return "\n".join(lines)


def _columns(method: str, indices: Sequence[Index]) -> tuple[list[str], list[list[str]]]:
    """Headings and cells of the rows behind the names."""

    def some(x: float | None) -> str:
        return "?" if x is None or math.isnan(x) else f"{x:.2g}"

    def part(x: float | None) -> str:
        return "?" if x is None or math.isnan(x) else f"{100 * x:.0f}"

    def span(low: float | None, high: float | None, show: Callable[[float | None], str] = some) -> str:
        return f"{show(low)} to {show(high)}"

    ends = [["-".join(map(str, sorted(set(i.ranks)))), "yes" if i.significant else "no"] for i in indices]
    match method:
        case "morris":
            heads = ["effect", "95% interval", "size", "sigma"]
            rows = [[some(i.value), span(i.low, i.high), some(i.size), some(i.sigma)] for i in indices]
        case "saltelli":
            heads = ["total", "95%", "alone", "95%"]
            rows = [
                [
                    part(i.total),
                    span(i.total_low, i.total_high, part),
                    part(i.value),
                    span(i.low, i.high, part),
                ]
                for i in indices
            ]
        case _:
            heads, rows = ["link", "95% interval"], [[some(i.value), span(i.low, i.high)] for i in indices]
    return [*heads, "rank", "significant"], [row + end for row, end in zip(rows, ends, strict=True)]


def sensitivity(
    study: Any, measure: str, of: str | Sequence[str] | None = None, *, draws: int = DRAWS, seed: int = 0
) -> Sensitivity:
    """How much each coordinate moves a measure of a study (results.Study) in a world, or in the difference of two (default: the first less the second)."""
    asked = study.experiment
    names = [of] if isinstance(of, str) else list(of or list(asked.worlds)[:2])
    found = study.values(measure, names)
    outcome = np.full((len(asked.points), found.shape[1]), np.nan)
    outcome[: len(found)] = found
    kind = asked.design.kind
    method = kind if kind in ("morris", "saltelli") else "given"
    indices, units = indices_of(method, asked.axes, asked.points, outcome, draws, seed)
    luck = noise(found) if found.shape[1] > 1 else None
    unit = MEASURES[measure.split("@", maxsplit=1)[0]].unit
    return Sensitivity(measure, " less ".join(names), unit, method, units, indices, luck)


def indices_of(
    method: str,
    axes: Sequence[Coordinate],
    points: Sequence[dict[str, Any]],
    outcome: np.ndarray,
    draws: int = DRAWS,
    seed: int = 0,
) -> tuple[tuple[Index, ...], int]:
    """Indices from the points of a design and an outcome at each, float64 (point, seed), NaN where there is none; and how many units were
    used: those with every seed at every point. RunError with fewer than 4."""
    places = np.array([[axis.place(point.get(axis.name, axis.default)) for axis in axes] for point in points])
    group = {"morris": len(axes) + 1, "saltelli": len(axes) + 2}.get(method, 1)
    full = len(points) // group
    y = outcome[: full * group].reshape(full, group, -1)
    x = places[: full * group].reshape(full, group, len(axes))
    complete = ~np.isnan(y).any(axis=(1, 2))
    x, y = x[complete], y[complete]
    if len(y) < 4:
        raise RunError(
            f"sensitivity: {len(y)} complete {METHODS[method][0]} are there; at least 4 are needed. Go on with the study, or ask for more."
        )
    estimate: Callable[[np.ndarray], np.ndarray] = {"morris": _effects, "saltelli": _sobol, "given": _ranked}[
        method
    ](x, y)
    value = estimate(np.arange(len(y)))  # (statistic, coordinate); the last one is ranked and tested
    luck = np.random.Generator(np.random.Philox(seed))
    again = np.array([estimate(luck.integers(0, len(y), len(y))) for _ in range(draws)])
    ranks = 1 + np.argsort(np.argsort(-_size(method, again[:, -1]), axis=1), axis=1)
    first, last = np.quantile(ranks, [0.025, 0.975], axis=0, method="nearest").astype(int)
    rounding = 1e-12 if method == "given" else (1e-12 * float(y.std())) ** 2
    significant = _size(method, value[-1]) > _reach(again[:, -1], len(y), 0.05 / len(axes)) + rounding
    if method != "given" and y.shape[2] < 2:
        significant[:] = False
    if method == "saltelli":
        value, again = _shares(value, again, len(y))
    elif method == "morris":
        value[2], again[:, 2] = np.sqrt(np.maximum(value[2], 0)), np.sqrt(np.maximum(again[:, 2], 0))
    low, high = np.quantile(again, [0.025, 0.975], axis=0)  # NaN stays NaN
    # Draws of few units lie too close together: as much wider as Student's t is than the normal law.
    wider = t_quantile(len(y) - 1) / t_quantile(10**6) * math.sqrt(len(y) / (len(y) - 1))
    low, high = value - wider * (value - low), value + wider * (high - value)
    if method == "morris":
        low = np.maximum(low, 0.0)
    elif method == "given":
        low, high = np.maximum(low, -1.0), np.minimum(high, 1.0)
    found = []
    for k, axis in enumerate(axes):
        more: dict[str, float] = {}
        if method == "morris":
            more = {"sigma": float(value[1, k])}
        other = {"morris": ("size", 2), "saltelli": ("total", 1)}.get(method)
        if other and (method == "saltelli" or y.shape[2] > 1):
            name, row = other
            ends = {"": value, "_low": low, "_high": high}
            more |= {name + end: float(of[row, k]) for end, of in ends.items()}
        rank = (int(first[k]), int(last[k]))
        main = (float(value[0, k]), float(low[0, k]), float(high[0, k]))
        found.append(Index(axis.name, *main, rank, bool(significant[k]), **more))
    return tuple(found), len(y)


def _size(method: str, statistic: np.ndarray) -> np.ndarray:
    """What is ranked and compared with 0: a correlation in either direction; a square without luck as it is, which may come out below 0."""
    return np.abs(statistic) if method == "given" else statistic


def _reach(again: np.ndarray, units: int, tail: float) -> np.ndarray:
    """How far above 0 luck alone brings a statistic, from draws of it (draw, ...) over n units: Student's t, both sides."""
    spread = again.std(axis=0) * math.sqrt(units / (units - 1))
    return t_quantile(units - 1, 1 - tail / 2) * spread


def _crossed(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Mean product of two things under two different seeds, over all pairs of seeds (the last axis): luck is in none of it on average. With
    one seed the plain product, which holds luck."""
    seeds = a.shape[-1]
    if seeds == 1:
        return (a * b)[..., 0]
    return (a.sum(axis=-1) * b.sum(axis=-1) - (a * b).sum(axis=-1)) / (seeds * (seeds - 1))


def _effects(x: np.ndarray, y: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Elementary effects of trajectories (Morris 1991; mu* of Campolongo et al. 2007), for half a range: mu* and sigma of the mean of all
    seeds, and the mean square without luck. A whole number whose step rounds to none has an effect of 0 there."""
    step = np.diff(x, axis=1)[..., None]  # (trajectory, step, coordinate, seed)
    moved = np.abs(step) > 1e-12
    change = np.diff(y, axis=1)[:, :, None]
    effect = np.where(moved, change / np.where(moved, step, 1.0) / 2, 0.0).sum(axis=1)
    mean, square = effect.mean(axis=-1), _crossed(effect, effect)

    def estimate(rows: np.ndarray) -> np.ndarray:
        some = mean[rows]
        return np.array([np.abs(some).mean(axis=0), some.std(axis=0, ddof=1), square[rows].mean(axis=0)])

    return estimate


def _sobol(x: np.ndarray, y: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Parts of the variance without luck: of each coordinate alone (Saltelli et al. 2010), the whole, and with all it has a part in (Jansen
    1999). Each is a mean over rows, so that any number of rows will do."""
    y = y - y[:, :2].mean(axis=(0, 1))  # what a seed adds everywhere is not of the values
    a, b, mixed = y[:, :1], y[:, 1:2], y[:, 2:]
    alone = _crossed(b, mixed - a)
    total = _crossed(mixed - a, mixed - a) / 2
    whole = (_crossed(a, a) + _crossed(b, b)) / 2

    def estimate(rows: np.ndarray) -> np.ndarray:
        middle = y[rows][:, :2].mean(axis=(0, 1))
        variance = whole[rows].mean(axis=0) - _crossed(middle, middle)
        return np.array(
            [alone[rows].mean(axis=0), np.broadcast_to(variance, total.shape[1]), total[rows].mean(axis=0)]
        )

    return estimate


def _shares(value: np.ndarray, again: np.ndarray, rows: int) -> tuple[np.ndarray, np.ndarray]:
    """First and total order from parts of the variance and draws of them; NaN where the variance is no larger than luck alone could make it."""
    if value[1, 0] <= _reach(again[:, 1, 0], rows, 0.05):
        return np.full_like(value, np.nan), np.full_like(again, np.nan)
    whole = np.where(again[:, 1] > 0, again[:, 1], value[1])
    return value[::2] / value[1], again[:, ::2] / whole[:, None]


def _ranked(x: np.ndarray, y: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Spearman's rank correlation of each coordinate with the mean outcome of all seeds."""
    places, outcome = x[:, 0], y[:, 0].mean(axis=-1)

    def estimate(rows: np.ndarray) -> np.ndarray:
        a, b = _rank(places[rows]), _rank(outcome[rows][:, None])
        a, b = a - a.mean(axis=0), b - b.mean(axis=0)
        size = np.sqrt((a**2).sum(axis=0) * (b**2).sum(axis=0))
        return (np.where(size > 0, (a * b).sum(axis=0) / np.where(size > 0, size, 1.0), 0.0))[None]

    return estimate


def _rank(columns: np.ndarray) -> np.ndarray:
    """Ranks down each column; equals share their mean rank."""
    found = np.empty(columns.shape)
    for k, column in enumerate(columns.T):
        _, place, counts = np.unique(column, return_inverse=True, return_counts=True)
        found[:, k] = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return found
