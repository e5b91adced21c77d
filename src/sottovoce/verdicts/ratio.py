"""A ratio beside a difference: what a shock brings under the system, as a share of what it brings without. It stands beside the verdict and outside the declaration: a claim
of ours keeps its hypothesis, margin and digest."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sottovoce.experiments.results import Study
from sottovoce.verdicts.declared import Claim

# Claims that are (a - b) - (c - d), where the shares a - b of c - d says more than the difference, and what they are of.
OF = {
    "prevents-resistance": (
        "acts of open dissent that the shock brings under the system, as a share of those that it brings without it"
    )
}
DRAWS = 2000  # times that points are drawn again


class Ratio(NamedTuple):
    """A ratio of means over the space, with its 95% interval over points. NaN where the interval of what is divided by holds 0."""

    value: float
    low: float
    high: float
    of: str
    points: int

    def __str__(self) -> str:
        if self.value != self.value:
            return f"{self.of[0].upper()}{self.of[1:]}: not told, for the interval of what is divided by holds 0."
        return f"{self.of[0].upper()}{self.of[1:]}: {self.value:.0%} ({self.low:.0%} to {self.high:.0%}), {self.points:,} points together."


def ratio(study: Study, claim: Claim) -> Ratio | None:
    """The ratio that belongs to a claim of ours; None where none does, or no point has a value."""
    what = OF.get(claim.name)
    if what is None or [term.by for term in claim.terms] != [1, -1, -1, 1]:
        return None
    each = [term.by * study.values(term.outcome, term.world) for term in claim.terms]
    above, below = each[0] + each[1], -(each[2] + each[3])
    known = ~np.isnan(above + below).any(axis=1)
    return of_means(above[known], below[known], what) if known.any() else None


def of_means(above: np.ndarray, below: np.ndarray, what: str, seed: int = 0) -> Ratio:
    """Mean of one over mean of the other, float64 (point, seed), the interval from drawing points again (percentiles)."""
    a, b = above.mean(axis=1), below.mean(axis=1)
    rows = np.random.Generator(np.random.Philox(seed)).integers(0, len(a), (DRAWS, len(a)))
    drawn, under = a[rows].mean(axis=1), b[rows].mean(axis=1)
    ends = np.quantile(under, (0.025, 0.975))
    if len(a) < 2 or ends[0] <= 0 <= ends[1]:
        return Ratio(np.nan, np.nan, np.nan, what, len(a))
    low, high = np.quantile(drawn / under, (0.025, 0.975))
    return Ratio(float(a.mean() / b.mean()), float(low), float(high), what, len(a))
