"""Calibration: which patterns the model can make at all, the values that make those it can, and whether that can be believed."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sottovoce.calibration import inference
from sottovoce.calibration.draws import Draws, write
from sottovoce.calibration.inference import Gate, Posterior
from sottovoce.calibration.patterns import Target
from sottovoce.calibration.table import Table
from sottovoce.errors import RunError

TRUTHS = 1000
FEWEST = 30  # rows of a table from which anything is inferred
CUT = 0.85  # a coordinate of which the prior decides less is drawn from a narrower range in the next round
TAIL = 0.025  # of the posterior that is cut off on either side


class Reach(NamedTuple):
    """How much of the prior makes a number: of all rows, the share inside its band; and what the rows are like."""

    target: Target
    share: float
    low: float  # 2.5% of rows are below
    middle: float
    high: float

    @property
    def reached(self) -> bool:
        """Whether any row is inside."""
        return self.share > 0


class Withheld(NamedTuple):
    """A number that was left out, and predicted from the others: middle and 95% interval."""

    target: Target
    low: float
    middle: float
    high: float

    @property
    def hit(self) -> bool:
        """Whether the middle is inside the band."""
        return self.target.ends[0] <= self.middle <= self.target.ends[1]


@dataclass(frozen=True)
class Calibration:
    """A table held against targets. What the prior makes can always be asked; the posterior only where the gate was passed."""

    scenario: str
    table: Table
    near: float = inference.NEAR
    truths: int = TRUTHS

    def __post_init__(self) -> None:
        if len(self.table.numbers) < FEWEST:
            raise RunError(
                f"calibrate: {len(self.table.numbers):,} points with all numbers; allowed {FEWEST} and more, to infer anything. Ask for more points, or go on."
            )

    @property
    def narrowed(self) -> bool:
        """Whether its points are of a later round, drawn from narrower ranges than those of the prior."""
        return bool(((self.table.ends[:, 1] - self.table.ends[:, 0]) < 1).any())

    @property
    def targets(self) -> tuple[Target, ...]:
        """What is fitted."""
        return self.table.targets

    @functools.cached_property
    def inside(self) -> np.ndarray:
        """Which rows are inside which band, bool (row, target)."""
        ends = np.array([one.ends for one in self.targets])
        return (self.table.numbers >= ends[:, 0]) & (self.table.numbers <= ends[:, 1])

    @property
    def reach(self) -> list[Reach]:
        """Each target by itself."""
        rows = self.table.numbers
        return [
            Reach(
                one, float(self.inside[:, k].mean()), *np.quantile(rows[:, k], [0.025, 0.5, 0.975]).tolist()
            )
            for k, one in enumerate(self.targets)
        ]

    @property
    def together(self) -> float:
        """Share of rows inside all bands at once."""
        return float(self.inside.all(axis=1).mean())

    def all_but(self) -> dict[str, float]:
        """Letter -> share of rows inside the bands of all others at once: which pattern stands in the way."""
        of = np.array([one.letter for one in self.targets])
        return {
            letter: float(self.inside[:, of != letter].all(axis=1).mean())
            for letter in dict.fromkeys(of.tolist())
        }

    @functools.cached_property
    def said(self) -> np.ndarray:
        """What rows would publish."""
        return inference.published(self.table.numbers, np.array([one.half for one in self.targets]))

    @property
    def at(self) -> np.ndarray:
        """What was published: the middles of the bands."""
        return np.array([one.centre for one in self.targets])

    @functools.cached_property
    def gate(self) -> Gate:
        """Truths drawn from the prior, calibrated."""
        return inference.gate(self.table.places, self.said, self.truths, self.near)

    @functools.cached_property
    def near_gate(self) -> Gate:
        """The same of the truths that publish what is nearest to what was published: where it counts (Prangle, Blum, Popovic & Sisson 2014)."""
        return inference.gate(self.table.places, self.said, self._inferred.rows.tolist(), self.near)

    @property
    def passed(self) -> bool:
        """Whether the gate was passed, everywhere and where it counts."""
        return self.gate.passed and self.near_gate.passed

    @functools.cached_property
    def _inferred(self) -> Posterior:
        return inference.posterior(self.table.places, self.said, self.at, self.near)

    @property
    def posterior(self) -> Posterior:
        """RunError where the gate was not passed: then it is not shown."""
        if not self.passed:
            out = self.gate.out | self.near_gate.out
            names = [one.name for one, left in zip(self.table.axes, out, strict=True) if left]
            raise RunError(
                f"calibrate: the gate was not passed. Of truths from the prior, ranks of {', '.join(names[:6])} are not even, so what is inferred "
                "cannot be believed and is not shown. Ask for more points."
            )
        return self._inferred

    @property
    def decided(self) -> np.ndarray:
        """How far the prior decides, by coordinate: posterior sd over prior sd, the prior being the range of the space."""
        return self.posterior.decided * (self.table.ends[:, 1] - self.table.ends[:, 0])

    def withheld(self) -> list[Withheld]:
        """Each target predicted from those of other letters (two of a letter are left out together)."""
        found = []
        for k, one in enumerate(self.targets):
            held = np.array([other.letter != one.letter for other in self.targets])
            if not held.any():
                continue
            values, weights = inference.predicted(
                self.said, held, self.at, self.table.numbers[:, [k]], self.near
            )
            lived = self.table.numbers[:, k]
            values = np.clip(values, lived.min(), lived.max())
            found.append(
                Withheld(one, *inference.weighted(values, weights, (0.025, 0.5, 0.975))[:, 0].tolist())
            )
        return found

    def rows(self) -> list[dict[str, Any]]:
        """The posterior by coordinate: middle, 95%, default, and how far the prior decides."""
        quantiles = self.posterior.quantiles(0.025, 0.5, 0.975)
        return [
            {
                "name": one.name, "default": one.default, "low": one.value(quantiles[0, k]), "middle": one.value(quantiles[1, k]),
                "high": one.value(quantiles[2, k]), "prior_decides": float(self.decided[k]), "source": one.source,
            }
            for k, one in enumerate(self.table.axes)
        ]  # fmt: skip

    def draws(self, count: int = 200, seed: int = 0) -> list[dict[str, Any]]:
        """Points of values from the posterior."""
        return self.table.at(self.posterior.drawn(count, seed))

    def write(self, file: str | Path, count: int = 200) -> Path:
        """Write draws to a file."""
        letters = tuple(dict.fromkeys(one.letter for one in self.targets))
        said = f"{count} draws, fitted to {', '.join(letters)} of the joint set, from {len(self.table.numbers):,} points; gate passed with {self.truths:,} truths"
        return write(
            Path(file),
            Draws(scenario=self.scenario, patterns=letters, said=said, points=tuple(self.draws(count))),
        )

    def cut(self) -> dict[str, tuple[float, float]]:
        """Narrower ranges for a further round: where the posterior says something, what it leaves nothing of is cut off."""
        ends = np.clip(self.posterior.quantiles(TAIL, 1 - TAIL) + np.array([[-0.02], [0.02]]), 0.0, 1.0)
        found: Mapping[str, tuple[float, float]] = {
            one.name: (float(one.value(ends[0, k])), float(one.value(ends[1, k])))
            for k, one in enumerate(self.table.axes)
            if self.posterior.decided[k] < CUT and not one.whole and ends[1, k] - ends[0, k] < 1
        }
        narrow = {
            one.name: (one.low, one.high)
            for one, ends in zip(self.table.axes, self.table.ends, strict=True)
            if (ends[1] - ends[0]) < 1
        }
        return narrow | found


def letters(targets: Sequence[Target]) -> str:
    """``a, b, c, d``."""
    return ", ".join(dict.fromkeys(one.letter for one in targets))
