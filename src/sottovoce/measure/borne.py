"""Who bears it: whether the effect of the system differs between three pairs of groups that were chosen beforehand, as far as the seeds can tell."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from sottovoce.measure.groupings import Who
from sottovoce.measure.pairs import t_quantile

GROUPINGS = ("wealth", "standing", "community")  # of each the first group is compared with the last
LEAST = 4  # seeds, below which nothing is said of groups


class Contrast(NamedTuple):
    """Two groups, and what the system changes for each (with minus without), in the unit of the measure. `low`, `high`: the interval of the
    difference, Bonferroni's for all three contrasts together at 95%; None with too few seeds that have a value in both groups."""

    grouping: str
    one: str
    other: str
    by_one: float
    by_other: float
    difference: float
    low: float | None
    high: float | None

    @property
    def told(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def borne(with_: Sequence[Who], without: Sequence[Who], measure: str) -> list[Contrast]:
    """The first group of each grouping against the last. Groupings of a single group are left out.

    Element k of both lists is the same seed: grouping -> group -> measure -> value.
    """
    found = []
    for grouping in GROUPINGS if with_ else ():
        groups = list(with_[0][grouping])
        if len(groups) < 2:
            continue
        one, other = groups[0], groups[-1]
        effects = [
            [a[grouping][group][measure] - b[grouping][group][measure] for group in (one, other)]
            for a, b in zip(with_, without, strict=True)
        ]
        known = [each for each in effects if not any(map(math.isnan, each))]
        by = [math.fsum(part) / len(known) for part in zip(*known, strict=True)] or [math.nan, math.nan]
        low = high = None
        if len(known) >= LEAST:
            apart = [x - y for x, y in known]
            middle = math.fsum(apart) / len(apart)
            spread = math.fsum((x - middle) ** 2 for x in apart) / (len(apart) - 1)
            room = t_quantile(len(apart) - 1, 1 - 0.025 / len(GROUPINGS)) * math.sqrt(spread / len(apart))
            low, high = middle - room, middle + room
        found.append(Contrast(grouping, one, other, by[0], by[1], by[0] - by[1], low, high))
    return found
