"""Effects: a measure in the world with the system, in the world without, and the difference with its interval."""

import math
from collections.abc import Sequence
from statistics import NormalDist
from typing import Any, NamedTuple

from sottovoce.errors import RunError, nearest
from sottovoce.figures import brief, columns, shown, table
from sottovoce.measure.account import accounts
from sottovoce.measure.daily import NAN, daily, enrolment, ratio
from sottovoce.measure.names import MEASURES, OF_EDGES, OF_POINTS, OF_SCORES, named
from sottovoce.measure.why import by_term
from sottovoce.record.record import Record
from sottovoce.scenario.texts import given

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

    def __str__(self) -> str:
        span = "no interval" if self.low is None else f"95% interval {brief(self.low)} to {brief(self.high)}"
        return f"with {brief(self.with_)}, without {brief(self.without)}, difference {brief(self.difference)} ({span}), {self.unit}"


HEADS = ["measure", "with", "without", "difference", "95% interval", "unit"]
SHOWN = 6  # effects in a repr


class Effects(dict[str, Effect]):
    """Effects by name of measure (a label will do). RunError for an unknown one, with the nearest right one."""

    def table(self) -> Any:
        """A pandas DataFrame with a line for each measure: measure, with, without, difference, low, high (its paired 95% interval over the seeds), unit, about."""
        import pyarrow as pa

        return pa.Table.from_pylist([
            {"measure": name, "with": e.with_, "without": e.without, "difference": e.difference, "low": e.low, "high": e.high,
             "unit": e.unit, "about": MEASURES[name].about}
            for name, e in self.items()
        ]).to_pandas()  # fmt: skip

    def _rows(self) -> list[list[str]]:
        return [
            [
                name,
                brief(e.with_),
                brief(e.without),
                brief(e.difference),
                "none" if e.low is None else f"{brief(e.low)} to {brief(e.high)}",
                e.unit,
            ]
            for name, e in self.items()
            if MEASURES[name].headline
        ]

    def __repr__(self) -> str:
        if not self:
            return "Effects: no pair of worlds was finished"
        rows = self._rows()[:SHOWN]
        return f"{columns(HEADS, rows)}\n... {len(self)} measures in all: .table()"

    def _repr_html_(self) -> str:
        return shown(
            "Effects", [], table(HEADS, self._rows(), "Headline measures; .table() has all of them.")
        )

    def __missing__(self, name: str) -> Effect:
        found = named(str(name))
        if found not in self:
            known = (
                " Known are those of sottovoce.measure.names.MEASURES."
                if self
                else " No pair of worlds was finished."
            )
            raise RunError(f"measure: {given(name)} given; no such measure.{nearest(found, self) or known}")
        return self[found]


def measures(record: Record, persons: dict[str, float], ties: int) -> dict[str, float]:
    """All measures of one world; `persons` from measure.people and measure.edges, `ties` the number of ties on day 0."""
    found = {**accounts(record), **by_term(record), **daily(record), **persons, **enrolment(record)}
    found["ties_cut"] = ratio(float(record.ties[: record.lived, 0].sum()), ties)
    if not record.scenario.on(record.scenario.days - 1).score.in_force:
        found |= dict.fromkeys(OF_SCORES, NAN) | dict.fromkeys(OF_POINTS, 0.0)
    ours = [
        name for name in MEASURES if name in found or name in OF_EDGES
    ]  # those of a user's own are in none of these
    return {name: found.get(name, NAN) for name in ours}


def effects(with_: Sequence[dict[str, float]], without: Sequence[dict[str, float]]) -> Effects:
    """Effects over seeds: element k of both lists is the pair of repetition k."""
    return Effects({
        name: effect([world.get(name, NAN) for world in with_], [world.get(name, NAN) for world in without], MEASURES[name].unit)
        for name in MEASURES
        if any(name in world for world in (*with_, *without))
    })  # fmt: skip


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
    error = math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (n - 1) / n)
    t = t_quantile(n - 1)
    return mean - t * error, mean + t * error


def t_quantile(freedom: int, share: float = 0.975) -> float:
    """Quantile of Student's t. At 97.5% from a table up to its end; else from the normal law's by Abramowitz & Stegun 26.7.5: at 3 degrees of
    freedom 1% too low at 99.5% and 9% at 99.99%, then closer."""
    if share != 0.975:
        z = NormalDist().inv_cdf(share)
        terms = (
            z,
            (z**3 + z) / 4,
            (5 * z**5 + 16 * z**3 + 3 * z) / 96,
            (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
            (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
        )
        return math.fsum(term / freedom**k for k, term in enumerate(terms))
    if freedom <= len(_T):
        return _T[freedom - 1]
    return 1.959964 + (2.372271 + (2.822500 + 2.555850 / freedom) / freedom) / freedom


def _mean(values: Sequence[float]) -> float:
    known = [v for v in values if not math.isnan(v)]
    return math.fsum(known) / len(known) if known else float("nan")
