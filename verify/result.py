"""What a verification hands back."""

import math
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np

from sottovoce.replications.picture import Picture


class Row(NamedTuple):
    """One line: what, what was found, what was expected, whether that holds (None: nothing was expected)."""

    what: str
    found: str
    expected: str = ""
    holds: bool | None = None


class Result(NamedTuple):
    """A verification: its rows and a plot."""

    title: str
    rows: list[Row]
    picture: Picture


def interval(values: Iterable[float]) -> tuple[float, float, float]:
    """Mean and its 95% interval (normal, 1.96 standard errors)."""
    found = np.asarray(list(values), float)
    room = 1.96 * float(found.std(ddof=1)) / math.sqrt(len(found)) if len(found) > 1 else math.inf
    return float(found.mean()), float(found.mean()) - room, float(found.mean()) + room


def scores(measured: Callable[[int], Any], seeds: int) -> np.ndarray:
    """What a function finds for seeds 1, 2, ..."""
    return np.array([measured(seed) for seed in range(1, seeds + 1)], float)


def told(mean: float, low: float, high: float) -> str:
    """``.123 [.100, .146]``."""
    return f"{mean:.4g} [{low:.4g}, {high:.4g}]"
