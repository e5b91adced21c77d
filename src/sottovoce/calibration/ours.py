"""Our value beside each pattern: worlds of presets as they stand, lived for it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from sottovoce.calibration.patterns import Bound, Pattern, patterns
from sottovoce.experiments.living import measured
from sottovoce.measure.pairs import interval
from sottovoce.reforms import no_system
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.society import create

CITIZENS, DAYS, SEEDS = 1000, 365, (7, 8, 9, 10)


class Ours(NamedTuple):
    """A value of ours: its mean over seeds with the 95% interval (of luck), and whether the mean is in the pattern's band."""

    pattern: Pattern
    bound: Bound
    value: float
    low: float | None
    high: float | None
    inside: bool | None


def ours(citizens: int = CITIZENS, days: int = DAYS, seeds: tuple[int, ...] = SEEDS) -> list[Ours]:
    """All numbers that bind, in the order of the catalogue. Worlds that patterns share are lived once."""
    there = [(one, bound) for one in patterns() for bound in one.binds]
    wanted: dict[tuple[str, str], list[str]] = {}
    for _, bound in there:
        wanted.setdefault(_key(bound), []).append(bound.measure)
    lived = {
        (key, seed): _pair(bound, seed, list(dict.fromkeys(wanted[key])), citizens, days)
        for key, bound in {_key(bound): bound for _, bound in there}.items()
        for seed in seeds
    }
    return [
        _ours(one, bound, [lived[_key(bound), seed][bound.measure] for seed in seeds]) for one, bound in there
    ]


def _key(bound: Bound) -> tuple[str, str]:
    return str(bound.preset), repr(sorted(bound.set.items()))


def _pair(
    bound: Bound, seed: int, names: list[str], citizens: int, days: int
) -> dict[str, tuple[float, float]]:
    """Measures of both worlds of a preset: name -> with, without."""
    scenario = with_values(
        read(str(bound.preset)), {"citizens": citizens, "days": days, "seed": seed, **bound.set}
    )
    found = [measured(world, create(world), names, {}) for world in (scenario, no_system(scenario))]
    return {name: (float(found[0][k]), float(found[1][k])) for k, name in enumerate(names)}


def _ours(one: Pattern, bound: Bound, pairs: list[tuple[float, float]]) -> Ours:
    values = [float(bound.value(*pair)) for pair in pairs]
    mean, (low, high) = float(np.mean(values)), interval(values)
    least, most = one.band(bound)
    known = not math.isnan(mean)
    inside = (least is None or mean >= least) and (most is None or mean <= most) if known else None
    return Ours(one, bound, mean, low, high, inside)
