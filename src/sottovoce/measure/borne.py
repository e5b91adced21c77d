"""Who bears it: between which parts of the people the effect of the system differs, as far as the seeds can tell."""

import math
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from sottovoce.measure.groupings import Who
from sottovoce.measure.pairs import t_quantile

GROUPINGS = ("wealth", "standing", "community")  # not by view: who agrees has next to no wish to dissent
LEAST = 4  # seeds, below which so many parts are not compared


class Borne(NamedTuple):
    """Two parts of the people, and what the system changes for each (with minus without), in the unit of the measure. The interval of the difference
    is Bonferroni's: 95% for all pairs of parts together."""

    grouping: str
    most: str
    least: str
    by_most: float
    by_least: float
    difference: float
    low: float
    high: float


def borne(with_: Sequence[Who], without: Sequence[Who], measure: str) -> Borne | None:
    """The pair of parts whose effects differ most, of those whose interval excludes zero; None where there is none, or fewer than four seeds.

    Element k of both lists is the same seed: grouping -> part -> measure -> value.
    """
    pairs = [
        (grouping, a, b)
        for grouping in GROUPINGS if with_
        for a, b in combinations(with_[0][grouping], 2)
    ]  # fmt: skip
    found = []
    for grouping, a, b in pairs:
        effects = [
            [one[grouping][part][measure] - other[grouping][part][measure] for part in (a, b)]
            for one, other in zip(with_, without, strict=True)
        ]
        known = [each for each in effects if not any(map(math.isnan, each))]
        if len(known) < LEAST:
            continue
        apart = [x - y for x, y in known]
        middle = math.fsum(apart) / len(apart)
        spread = math.fsum((x - middle) ** 2 for x in apart) / (len(apart) - 1)
        room = t_quantile(len(apart) - 1, 1 - 0.025 / len(pairs)) * math.sqrt(spread / len(apart))
        if abs(middle) > room:
            by_a, by_b = (math.fsum(part) / len(known) for part in zip(*known, strict=True))
            sides = (a, b, by_a, by_b) if middle > 0 else (b, a, by_b, by_a)
            found.append(Borne(grouping, *sides, abs(middle), abs(middle) - room, abs(middle) + room))
    return max(found, key=lambda one: one.difference, default=None)
