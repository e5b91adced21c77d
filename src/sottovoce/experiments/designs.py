"""Designs: which points of a space are lived, in which order. The first points of a design are a design: it can be stopped anywhere.

All but grid and list are drawn by places between 0 and 1 in each coordinate, a pure function of the design and a number of points.
"""

from __future__ import annotations

import itertools
import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sottovoce.errors import RunError, nearest
from sottovoce.experiments.coordinate import Coordinate
from sottovoce.scenario.texts import given

KINDS = {
    "grid": "every combination of some values",
    "list": "points as given",
    "random": "places drawn evenly",
    "latin": "Latin hypercubes of 16 points, one after another",
    "sobol": "a scrambled Sobol' sequence",
    "saltelli": "for Sobol' indices: two points, and between them one for each coordinate (Saltelli et al. 2010)",
    "morris": "trajectories that move one coordinate at a time by half its range, from a random place (Morris 1991)",
    "ramp": "one coordinate up and down again: the same values twice",
}
BLOCK = 16  # points of a Latin hypercube: one of all points could not be stopped or gone on with


@dataclass(frozen=True)
class Design:
    """A kind of design, how large it is and its luck. `size`: points; of saltelli and morris rows and trajectories. `levels` (grid, ramp):
    values by name; `listed` (list): points."""

    kind: str
    size: int = 0
    seed: int = 0
    cells: int = 8  # morris: equal parts of a range from which places are drawn
    levels: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    listed: tuple[dict[str, Any], ...] = ()

    def count(self, axes: Sequence[Coordinate]) -> int:
        """How many points there are."""
        match self.kind:
            case "grid":
                found = 1
                for values in self.levels.values():
                    found *= len(values)
                return found
            case "ramp":
                return 2 * sum(map(len, self.levels.values()))
            case "list":
                return len(self.listed)
            case "saltelli":
                return self.size * (len(axes) + 2)
            case "morris":
                return self.size * (len(axes) + 1)
        return self.size

    @property
    def together(self) -> str:
        """What is drawn again as a whole when intervals are made."""
        return {"morris": "trajectory", "saltelli": "row"}.get(self.kind, "point")

    def group(self, axes: Sequence[Coordinate]) -> int:
        """How many points belong together: those of a trajectory or of a row; else 1."""
        return {"morris": len(axes) + 1, "saltelli": len(axes) + 2}.get(self.kind, 1)

    def points(self, axes: Sequence[Coordinate]) -> list[dict[str, Any]]:
        """All points in their order, values by name."""
        match self.kind:
            case "list":
                return [dict(point) for point in self.listed]
            case "grid":
                return [
                    dict(zip(self.levels, each, strict=True))
                    for each in itertools.product(*self.levels.values())
                ]
            case "ramp":
                ((name, values),) = self.levels.items()
                return [{name: value} for value in (*values, *reversed(values))]
        names = [axis.name for axis in axes]
        rows = self.places(len(axes))
        return [
            {name: axis.value(float(u)) for name, axis, u in zip(names, axes, row, strict=True)}
            for row in rows
        ]

    def places(self, dim: int) -> np.ndarray:
        """Places between 0 and 1, float64 (point, coordinate)."""
        if dim == 0:
            return np.zeros((self.size, 0))
        match self.kind:
            case "random":
                return _luck(self.seed).random((self.size, dim))
            case "latin":
                blocks = [_latin(_luck(self.seed, number), dim) for number in range(-(-self.size // BLOCK))]
                return np.concatenate(blocks)[: self.size]
            case "sobol":
                return _sobol(dim, self.size, self.seed)
            case "saltelli":
                base = _sobol(2 * dim, self.size, self.seed)
                return np.concatenate([_row(row[:dim], row[dim:]) for row in base])
            case "morris":
                return np.concatenate(
                    [_trajectory(_luck(self.seed, n), dim, self.cells) for n in range(self.size)]
                )
        raise RunError(f"design {self.kind}: no such design.{nearest(self.kind, KINDS)}")


def _luck(seed: int, number: int = 0) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(key=np.array([seed, number], np.uint64)))


def _latin(luck: np.random.Generator, dim: int) -> np.ndarray:
    """One Latin hypercube: in each coordinate one point in each of BLOCK equal parts."""
    cells = np.stack([luck.permutation(BLOCK) for _ in range(dim)], axis=1)
    return (cells + luck.random((BLOCK, dim))) / BLOCK


def _sobol(dim: int, points: int, seed: int) -> np.ndarray:
    try:
        from scipy.stats import qmc
    except ImportError:
        raise RunError(
            "design sobol: needs scipy, which is not installed. Install it: pip install 'sottovoce[study]'; or choose random or latin."
        ) from None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is balanced at powers of two; a prefix need not be one
        return qmc.Sobol(dim, scramble=True, rng=seed).random(points)


def _row(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """A, B, and A with one coordinate of B in turn; (coordinates + 2, coordinate)."""
    mixed = np.tile(a, (len(a), 1))
    np.fill_diagonal(mixed, b)
    return np.vstack([a, b, mixed])


def _trajectory(luck: np.random.Generator, dim: int, cells: int) -> np.ndarray:
    """A walk from a random place that moves each coordinate once by half its range; (coordinates + 1, coordinate). Places are drawn within
    cells, so that no wave of an outcome hides between fixed levels."""
    low = (luck.integers(0, cells // 2, dim) + luck.random(dim)) / cells
    begins_high = luck.random(dim) < 0.5
    walk = [np.where(begins_high, low + 0.5, low)]
    for k in luck.permutation(dim):
        step = walk[-1].copy()
        step[k] = low[k] if begins_high[k] else low[k] + 0.5
        walk.append(step)
    return np.array(walk)


def morris(trajectories: int, *, cells: int = 8, seed: int = 0) -> Design:
    """Trajectories that move one coordinate at a time. RunError for an odd number of cells."""
    if cells < 2 or cells % 2:
        raise RunError(
            f"design.levels: {cells} given; allowed 2, 4, 6, ...: a step is half the range. Choose an even number."
        )
    return Design("morris", some("trajectories", trajectories), seed, cells)


def sobol(points: int, *, seed: int = 0) -> Design:
    """A scrambled Sobol' sequence."""
    return Design("sobol", some("points", points), seed)


def saltelli(rows: int, *, seed: int = 0) -> Design:
    """Rows for Sobol' indices, each of as many points as there are coordinates and two more."""
    return Design("saltelli", some("rows", rows), seed)


def latin(points: int, *, seed: int = 0) -> Design:
    """Latin hypercubes of 16 points each."""
    return Design("latin", some("points", points), seed)


def random(points: int, *, seed: int = 0) -> Design:
    """Points drawn evenly."""
    return Design("random", some("points", points), seed)


def grid(levels: Mapping[str, Sequence[Any] | str] | None = None, /, **named: Sequence[Any] | str) -> Design:
    """Every combination: ``grid({"score.spill": [0, 0.3, 1], "voice.effort": "0:0.2:4"})``, or names with __ for dots: ``grid(score__spill=[0, 0.3, 1])``.
    Levels are a list or low:high:count."""
    asked = dict(levels or {}) | {name.replace("__", "."): values for name, values in named.items()}
    return by_levels(
        "grid",
        {
            name: swept(name, list(v) if isinstance(v, Iterable) and not isinstance(v, str) else v)
            for name, v in asked.items()
        },
    )


def by_levels(kind: str, levels: Mapping[str, Sequence[Any]]) -> Design:
    if not levels or not all(len(values) for values in levels.values()):
        raise RunError(
            f"design.levels: no values given; allowed names with some values each for a {kind}. Write levels: {{score.spill: [0, 0.3, 1]}}."
        )
    if kind == "ramp" and len(levels) > 1:
        raise RunError(
            f"design.levels: {len(levels)} names given; allowed one for a ramp. Leave the others out."
        )
    return Design(kind, levels={name: tuple(values) for name, values in levels.items()})


def listed(points: Sequence[dict[str, Any]]) -> Design:
    """Points as given."""
    if not points:
        raise RunError(
            "design.points: none given; allowed at least one point for a list. Write points: [{score.spill: 0.5}]."
        )
    return Design("list", listed=tuple(dict(point) for point in points))


def some(what: str, count: Any) -> int:
    if isinstance(count, bool) or not isinstance(count, int) or not 1 <= count <= 1_000_000:
        raise RunError(
            f"design.{what}: {count!r} given; allowed whole numbers 1 to 1,000,000. An empty design has nothing to live."
        )
    return count


def swept(name: str, values: Any) -> list[Any]:
    """Levels of a value: a list, or ``low:high:count``. RunError with what is allowed."""
    if isinstance(values, list) and values:
        return values
    if isinstance(values, str):
        parts = values.split(":")
        try:
            low, high, count = float(parts[0]), float(parts[1]), int(parts[2])
            if len(parts) == 3 and count >= 2 and low != high and abs(low) < 1e300 and abs(high) < 1e300:
                whole = (
                    all(re.fullmatch(r"\s*-?\d+\s*", part) for part in parts[:2])
                    and (high - low) % (count - 1) == 0
                )
                return steps(low, high, count, whole)
        except (ValueError, IndexError):
            pass
    raise RunError(
        f"design.levels.{name}: {given(values)} given; allowed a list, or low:high:count with a count of 2 or more. Write it like 0:1:5."
    )


def steps(low: float, high: float, count: int, whole: bool) -> list[Any]:
    """Evenly spaced values, both ends among them."""
    if count == 1:
        return [round(low) if whole else low]
    found = [low + (high - low) * k / (count - 1) for k in range(count - 1)] + [high]
    return list(dict.fromkeys(round(v) for v in found)) if whole else found
