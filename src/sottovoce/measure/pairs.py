"""Effects: a measure in the world with the system, in the world without, and the difference with its interval."""

import math
from collections.abc import Sequence
from typing import NamedTuple

from sottovoce.measure.account import accounts
from sottovoce.measure.daily import NAN, daily, enrolment, ratio, total
from sottovoce.measure.names import MEASURES, OF_EDGES, OF_POINTS, OF_SCORES
from sottovoce.measure.why import by_term
from sottovoce.record.record import Record
from sottovoce.society.needs import Needs

# 97.5% quantiles of Student's t for 1 ... 30 degrees of freedom (textbook table)
_T = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
      2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042)  # fmt: skip


class Effect(NamedTuple):
    """Means over seeds, and the paired 95% t interval of the difference (None with fewer than two)."""

    with_: float
    without: float
    difference: float
    low: float | None
    high: float | None
    unit: str


def measures(record: Record, persons: dict[str, float], ties: int) -> dict[str, float]:
    """All measures of one world; `persons` from measure.people and measure.edges, `ties` the number of ties on day 0."""
    found = {**accounts(record), **by_term(record), **daily(record), **persons, **enrolment(record)}
    heard = ratio(total(record, "heard_loyal"), total(record, "hearers"))
    agree = found.pop("heard_agree")
    if Needs.ever(record.scenario).wished:
        agree = 1.0 - ratio(total(record, "disagree"), total(record, "people"))
    found["false_consensus"] = heard - agree
    found["ties_cut"] = ratio(float(record.ties[: record.lived, 0].sum()), ties)
    if not record.scenario.on(record.scenario.days - 1).score.in_force:
        found |= dict.fromkeys(OF_SCORES, NAN) | dict.fromkeys(OF_POINTS, 0.0)
    return {name: found.get(name, NAN) if name in OF_EDGES else found[name] for name in MEASURES}


def effects(with_: Sequence[dict[str, float]], without: Sequence[dict[str, float]]) -> dict[str, Effect]:
    """Effects over seeds: element k of both lists is the pair of repetition k."""
    return {
        name: effect(
            [world[name] for world in with_], [world[name] for world in without], MEASURES[name].unit
        )
        for name in MEASURES
    }


def effect(with_: Sequence[float], without: Sequence[float], unit: str) -> Effect:
    """One measure over seeds. Replicates in which either world has no value are left out."""
    pairs = [(a, b) for a, b in zip(with_, without, strict=True) if not (math.isnan(a) or math.isnan(b))]
    if not pairs:
        return Effect(_mean(with_), _mean(without), float("nan"), None, None, unit)
    differences = [a - b for a, b in pairs]
    low, high = interval(differences)
    return Effect(
        _mean([a for a, _ in pairs]), _mean([b for _, b in pairs]), _mean(differences), low, high, unit
    )


def interval(values: Sequence[float]) -> tuple[float | None, float | None]:
    """95% t interval of the mean; (None, None) with fewer than two values."""
    n = len(values)
    if n < 2:
        return None, None
    mean = _mean(values)
    error = math.sqrt(sum((v - mean) ** 2 for v in values) / (n - 1) / n)
    t = t_quantile(n - 1)
    return mean - t * error, mean + t * error


def t_quantile(freedom: int) -> float:
    """97.5% quantile of Student's t: from a table, and beyond it from the normal law's by Abramowitz & Stegun 26.7.5."""
    if freedom <= len(_T):
        return _T[freedom - 1]
    return 1.959964 + (2.372271 + (2.822500 + 2.555850 / freedom) / freedom) / freedom


def _mean(values: Sequence[float]) -> float:
    known = [v for v in values if not math.isnan(v)]
    return sum(known) / len(known) if known else float("nan")
