"""Approximate Bayesian computation on a reference table: the nearest rows, weighted and adjusted by local regression (Beaumont, Zhang & Balding
2002), and the gate that tells whether it can be believed: truths from the prior have to come back.

A published number is known within a band only. So what a row of the table would publish is its own number and a draw, even over the width of
the band; the posterior is then that of a model that is right up to such a difference (Wilkinson 2013), and the gate tests the same.
Places: float64 (row, coordinate), between 0 and 1 in each range, where the prior is even. Numbers: float64 (row, target).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

NEAR = 0.1  # share of the table that is kept
LEAST = 60  # rows at least
BINS = 20
SURE = 0.99


class Posterior(NamedTuple):
    """Adjusted places of the nearest rows with their weights (they add up to 1), and which rows they are."""

    places: np.ndarray  # (near, coordinate)
    weights: np.ndarray  # (near,)
    rows: np.ndarray  # (near,)

    @property
    def mean(self) -> np.ndarray:
        """By coordinate."""
        return self.weights @ self.places

    @property
    def sd(self) -> np.ndarray:
        """By coordinate."""
        return np.sqrt(np.maximum(self.weights @ self.places**2 - self.mean**2, 0.0))

    @property
    def decided(self) -> np.ndarray:
        """How much the prior decides: sd over that of the prior, by coordinate; near 1 nothing was learnt."""
        return self.sd * math.sqrt(12.0)

    def quantiles(self, *shares: float) -> np.ndarray:
        """(share, coordinate)."""
        return weighted(self.places, self.weights, shares)

    def drawn(self, count: int, seed: int = 0) -> np.ndarray:
        """Places with equal weights, (count, coordinate)."""
        luck = np.random.Generator(np.random.Philox(seed))
        return self.places[luck.choice(len(self.weights), count, p=self.weights)]


class Gate(NamedTuple):
    """Ranks of truths in their posteriors. `counts`: (coordinate, bin); inside `low` ... `high` all at once with 99% if the posterior is right."""

    counts: np.ndarray
    low: int
    high: int

    @property
    def out(self) -> np.ndarray:
        """Which coordinates leave the band, bool (coordinate,)."""
        return np.any((self.counts < self.low) | (self.counts > self.high), axis=1)

    @property
    def passed(self) -> bool:
        """Whether none does."""
        return not self.out.any()


def weighted(values: np.ndarray, weights: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    """Weighted quantiles of each column, (share, column)."""
    order = np.argsort(values, axis=0)
    below = np.cumsum(weights[order], axis=0) - weights[order] / 2
    found = [np.interp(shares, below[:, k], values[order[:, k], k]) for k in range(values.shape[1])]
    return np.array(found).T


def published(numbers: np.ndarray, halves: np.ndarray, seed: int = 0) -> np.ndarray:
    """What each row would publish: its numbers, each with a draw over the width of its band."""
    luck = np.random.Generator(np.random.Philox(key=np.array([seed, 1], np.uint64)))
    return numbers + luck.uniform(-1.0, 1.0, numbers.shape) * halves


def posterior(
    places: np.ndarray, said: np.ndarray, at: np.ndarray, near: float = NEAR, leave: int | None = None
) -> Posterior:
    """The posterior of places where `at` was published, from a table of places and what its rows would publish. `leave`: a row to leave out."""
    scale = said.std(axis=0)
    away = (said - at) / np.where(scale > 0, scale, 1.0)
    distance = np.sqrt((away**2).sum(axis=1))
    if leave is not None:
        distance[leave] = np.inf
    count = min(max(LEAST, round(near * len(said))), len(said) - 1)
    rows = np.argpartition(distance, count)[: count + 1]
    reach = distance[rows].max()
    rows = rows[distance[rows] < reach] if (distance[rows] < reach).sum() > said.shape[1] + 2 else rows
    weights = np.maximum(1.0 - (distance[rows] / reach) ** 2, 1e-12) if reach > 0 else np.ones(len(rows))
    weights /= weights.sum()
    return Posterior(_adjusted(places[rows], away[rows], weights), weights, rows)


def _adjusted(places: np.ndarray, away: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Places moved along local lines to where nothing is away, on the scale of their odds, so that they stay inside their ranges."""
    return 1.0 / (1.0 + np.exp(-_moved(_odds(places), away, weights)))


def _moved(values: np.ndarray, away: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Values (row, column) moved along their weighted local lines to where nothing is away. What is left over is widened by what the lines
    took of it (their degrees of freedom)."""
    x = np.column_stack([np.ones(len(away)), away])
    mixed = (x * weights[:, None]).T
    square = mixed @ x
    square[np.diag_indices_from(square)] += 1e-9
    lines = np.linalg.solve(square, mixed @ values)
    free = 1.0 / (weights**2).sum()
    wider = math.sqrt(free / (free - x.shape[1])) if free > 2 * x.shape[1] else 1.0
    return lines[0] + wider * (values - x @ lines)


def _odds(places: np.ndarray) -> np.ndarray:
    inside = np.clip(places, 1e-6, 1 - 1e-6)
    return np.log(inside / (1 - inside))


def predicted(
    said: np.ndarray, held: np.ndarray, at: np.ndarray, wanted: np.ndarray, near: float = NEAR
) -> tuple[np.ndarray, np.ndarray]:
    """A number that was withheld, from the others: values (near, column) of `wanted`, adjusted like places, and their weights."""
    found = posterior(np.zeros((len(said), 1)), said[:, held], at[held], near)
    scale = said[:, held].std(axis=0)
    away = (said[found.rows][:, held] - at[held]) / np.where(scale > 0, scale, 1.0)
    return _moved(wanted[found.rows], away, found.weights), found.weights


def gate(
    places: np.ndarray, said: np.ndarray, truths: int | Sequence[int], near: float = NEAR, infer=posterior
) -> Gate:
    """Calibrate to what each of the first `truths` rows would publish (or of these rows), without that row, and rank its truth."""
    rows = range(min(truths, len(said))) if isinstance(truths, int) else [int(k) for k in truths]
    counts = np.zeros((places.shape[1], BINS), int)
    every = np.arange(places.shape[1])
    for k in rows:
        found = infer(places, said, said[k], near, k)
        below = found.weights @ (found.places < places[k])
        counts[every, np.minimum((below * BINS).astype(int), BINS - 1)] += 1
    low, high = band(len(rows), places.shape[1])
    return Gate(counts, low, high)


def band(truths: int, columns: int) -> tuple[int, int]:
    """Counts between which all bins of all histograms are at once with 99%, if ranks are even (Bonferroni)."""
    tail = (1 - SURE) / (2 * BINS * columns)
    chance = [
        math.exp(
            math.lgamma(truths + 1)
            - math.lgamma(k + 1)
            - math.lgamma(truths - k + 1)
            + k * math.log(1 / BINS)
            + (truths - k) * math.log(1 - 1 / BINS)
        )
        for k in range(truths + 1)
    ]
    up, down = np.cumsum(chance), np.cumsum(chance[::-1])[::-1]
    return int(np.argmax(up > tail)), int(truths - np.argmax(down[::-1] > tail))
