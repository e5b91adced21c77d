"""The rows of a comparison: every measure of every variant, what it gives back, and an honest order.

The order is by the share of one harm that is given back. Rows whose intervals overlap are not ranked against one another: each row
carries the range of ranks that its interval leaves open, and not one rank.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sottovoce.errors import RunError, nearest
from sottovoce.measure.counts import COUNTS, Count
from sottovoce.measure.groupings import Who, mean_who
from sottovoce.measure.harms import HARMS, given_back, harmed
from sottovoce.measure.names import MEASURES
from sottovoce.measure.pairs import interval
from sottovoce.study.compare import Comparison, Kind, Lived
from sottovoce.study.equal import TOLERANCE


class Cell(NamedTuple):
    """One measure of a row, harms as people bear them (measure.harms). `difference` is against the row's reference; None
    and NaN: no value."""

    value: float
    difference: float
    low: float | None
    high: float | None
    unit: str
    given_back: float | None = None  # harms only: share of the harm; 1: all of it
    given_low: float | None = None
    given_high: float | None = None


@dataclass
class Row:
    """A variant and what came of it."""

    name: str
    kind: Kind
    what: str
    against: str  # name of the reference, or nothing
    seeds: int
    measures: dict[str, Cell] = field(default_factory=dict)
    who: Who = field(default_factory=dict)
    who_difference: Who = field(default_factory=dict)
    counts: dict[Count, float] = field(default_factory=dict)  # several scenarios only
    ranks: tuple[int, int] | None = None  # first and last rank that the interval leaves open
    error: str | None = None
    left: bool = True  # as in the variant; else it is not ranked


@dataclass
class Table:
    """Rows in their order, and by what they are ordered."""

    rows: list[Row]
    by: str | None  # measure; None: nothing is ranked
    why: str  # why this measure, or why none
    harms: dict[str, bool]  # measure -> True if the interval of the harm excludes zero


def table(comparison: Comparison, by: str | None = None) -> Table:
    """All rows, ranked by the share of harm `by` that is given back (default: the first harm of HARMS whose interval excludes
    zero). Several scenarios are not ranked. Raises RunError for a measure that counts no harm."""
    if by is not None and by not in HARMS:
        what = "counts no harm" if by in MEASURES else "no such measure"
        raise RunError(f"--by {by}: {what}.{nearest(by, HARMS)}")
    rows = [_row(comparison, number) for number in range(len(comparison.variants))]
    if comparison.of_systems:
        return Table(rows, None, "Scenarios stand side by side and are not ranked.", {})
    with_, without = comparison.finished(0), comparison.finished(1)
    both = sorted(set(with_) & set(without))
    told = {
        name: harmed(name, [d for d in _differences(with_, without, both, name) if not math.isnan(d)])
        for name in HARMS
    }
    chosen = by or next((name for name in HARMS if told[name]), None)
    if not both:
        return Table(rows, None, "No seed was finished both with the system and without it: nothing is ranked.", told)  # fmt: skip
    if chosen is None:
        return Table(rows, None, "No harm of the system has an interval that excludes zero: there is nothing to give back, and "
                     "nothing is ranked.", told)  # fmt: skip
    if not told[chosen]:
        return Table(rows, None, f"{chosen}: its interval includes zero here, so there is nothing to give back, and "
                     "nothing is ranked.", told)  # fmt: skip
    why = "as asked" if by else "the first harm whose interval excludes zero here"
    head, tail = rows[:2], rows[2:]
    return Table(head + _ranked(tail, chosen), chosen, why, told)


def as_json(comparison: Comparison, found: Table) -> dict[str, Any]:
    """Everything of a comparison as data; no value is None."""
    return {
        "scenarios": [s.name for s in comparison.scenarios],
        "citizens": comparison.first.citizens,
        "days": comparison.first.days,
        "seed": comparison.first.seed,
        "seeds": comparison.seeds,
        "complete": not comparison.interrupted,
        "measures": {
            name: {"unit": m.unit, "about": m.about, "harm": name in HARMS} for name, m in MEASURES.items()
        },
        "rows": [_row_json(row) for row in found.rows],
        "ranked_by": found.by,
        "ranked_why": found.why,
        "harms_told_apart": [name for name, told in found.harms.items() if told],
        "does_not_apply": [{"name": n, "why": why} for n, why in comparison.does_not_apply.items()],
        "notes": comparison.notes,
        "equal": _equal_json(comparison),
    }


def _equal_json(comparison: Comparison) -> dict[str, Any] | None:
    if not comparison.equal:
        return None
    scaled = [
        {
            "name": one.name,
            "what": one.what,
            "factor": _known(one.factor),
            "values": {path: {"was": was, "is": is_} for path, (was, is_) in one.values.items()},
            "aim": _known(one.target),
            "reached": _known(one.reached),
            "difference": _known(one.difference),
            "worlds_tried": one.tried,
            "error": one.error,
        }
        for one in comparison.scaled
    ]
    count = {"count": comparison.equal, "about": COUNTS[comparison.equal], "tolerance": TOLERANCE}
    return count | {"with": comparison.scenarios[0].name, "scaled": scaled}


def _row(comparison: Comparison, number: int) -> Row:
    variant = comparison.variants[number]
    errors = comparison.errors(number)
    mine = comparison.finished(number)
    reference = comparison.variants[variant.reference].name if variant.reference is not None else ""
    row = Row(
        variant.name,
        variant.kind,
        variant.what,
        reference,
        len(mine),
        error="; ".join(errors) or None,
        left=variant.left,
    )
    if not mine:
        return row
    theirs = comparison.finished(variant.reference) if variant.reference is not None else {}
    pairs = sorted(set(mine) & set(theirs))
    without = comparison.finished(1) if variant.reference == 0 else {}
    for name, measure in MEASURES.items():
        values = [one.value(name) for one in mine.values()]
        differences = [mine[k].value(name) - theirs[k].value(name) for k in pairs]
        known = [d for d in differences if not math.isnan(d)]
        low, high = interval(known)
        cell = Cell(_mean(values), _mean(known), low, high, measure.unit)
        if name in HARMS:
            triples = sorted(set(pairs) & set(without))
            if triples and harmed(name, [d for d in _differences(theirs, without, triples, name) if d == d]):
                lists = ([w[k].harms[name] for k in triples] for w in (theirs, without, mine))
                share, under, over = given_back(*lists)
                cell = cell._replace(given_back=share, given_low=under, given_high=over)
        row.measures[name] = cell
    row.who = mean_who([one.who for one in mine.values()])
    kept = [one.counts for one in mine.values() if one.counts]
    row.counts = {name: _mean([one[name] for one in kept]) for name in COUNTS} if kept else {}
    row.who_difference = mean_who([_less(mine[k].who, theirs[k].who) for k in pairs])
    return row


def _differences(a: dict[int, Lived], b: dict[int, Lived], seeds: Sequence[int], name: str) -> list[float]:
    return [a[k].harms[name] - b[k].harms[name] for k in seeds]


def _ranked(rows: list[Row], by: str) -> list[Row]:
    """Rows by what they give back, most first; those without a value last. Ranks as far as intervals tell."""

    def cell(row: Row) -> Cell | None:
        found = row.measures.get(by)
        return found if row.left and found and found.given_back is not None else None

    ordered = sorted(rows, key=lambda row: -(c.given_back or 0.0) if (c := cell(row)) else math.inf)
    valued = [(row, c) for row in ordered if (c := cell(row))]
    for row, mine in valued:
        if mine.given_low is None or mine.given_high is None:
            continue
        others = [c for other, c in valued if other is not row]
        better = sum(c.given_low is not None and c.given_low > mine.given_high for c in others)
        worse = sum(c.given_high is not None and c.given_high < mine.given_low for c in others)
        row.ranks = (1 + better, len(valued) - worse)
    return ordered


def _less(a: Who, b: Who) -> Who:
    return {
        g: {label: {m: v - b[g][label][m] for m, v in found.items()} for label, found in labels.items()}
        for g, labels in a.items()
        if g in b and labels.keys() == b[g].keys()
    }


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "what": row.what,
        "against": row.against or None,
        "seeds": row.seeds,
        "ranks": list(row.ranks) if row.ranks else None,
        "measures": {
            name: {k: _known(v) for k, v in cell._asdict().items() if name in HARMS or "given" not in k}
            for name, cell in row.measures.items()
        },
        "who": {
            g: {
                label: {
                    m: {"value": _known(v), "difference": _known(_at(row.who_difference, g, label, m))}
                    for m, v in found.items()
                }
                for label, found in labels.items()
            }
            for g, labels in row.who.items()
        },
        "counts": {name: _known(value) for name, value in row.counts.items()},
        "error": row.error,
    }


def _at(who: Who, grouping: str, label: str, name: str) -> float | None:
    return who.get(grouping, {}).get(label, {}).get(name)


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan
