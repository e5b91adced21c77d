"""A comparison: its variants, what came of each, and its rows: every measure, what is given back, and an honest order.

A *variant* is one world that is lived for every seed. `study.compare` plans them and lives them.

The order is by the share of one harm that is given back. Rows whose intervals overlap are not ranked against one another: each row
carries the range of ranks that its interval leaves open, and not one rank.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, NamedTuple, Self

from sottovoce.errors import RunError, nearest
from sottovoce.measure.counts import COUNTS, Count
from sottovoce.measure.groupings import Who, mean_who
from sottovoce.measure.harms import HARMS, given_back, harmed
from sottovoce.measure.names import HOLDS_BOTH, MEASURES, named
from sottovoce.measure.pairs import interval
from sottovoce.scenario.model import Scenario
from sottovoce.study.equal import TOLERANCE, Scaled
from sottovoce.study.together import pairs
from sottovoce.study.worlds import World

Kind = Literal["with", "without", "reform", "knock-out", "system"]


class Cell(NamedTuple):
    """One measure of a row. `difference` is against the row's reference; None and NaN: no value."""

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
    label: str
    kind: Kind
    what: str
    against: str  # name of the reference, or nothing
    seeds: int
    measures: dict[str, Cell] = field(default_factory=dict, repr=False)
    who: Who = field(default_factory=dict, repr=False)
    who_difference: Who = field(default_factory=dict, repr=False)
    counts: dict[Count, float] = field(default_factory=dict, repr=False)  # several scenarios only
    ranks: tuple[int, int] | None = None  # first and last rank that the interval leaves open
    error: str | None = None
    apart: str = ""  # as in the variant: why it is not ranked


@dataclass
class Order:
    """Rows in their order, and by what they are ordered."""

    rows: list[Row]
    by: str | None  # measure; None: nothing is ranked
    why: str  # why this measure, or why none
    harms: dict[str, bool]  # measure -> True if the interval of the harm excludes zero


@dataclass(frozen=True)
class Variant:
    """One world to be lived for every seed. `reference`: number of the variant that it is held against."""

    name: str
    kind: Kind
    label: str  # for a reader
    what: str  # in a few words
    scenario: Scenario | None
    reference: int | None = None
    error: str | None = None  # why there is no scenario
    apart: str = ""  # why it is no finding that can be ranked: it cannot act in this run, or leaves nothing of the system


@dataclass(frozen=True)
class Lived:
    """What is kept of a world that was lived to its end, or why it was not."""

    measures: dict[str, float] = field(default_factory=dict)
    who: Who = field(default_factory=dict)
    counts: dict[Count, float] = field(default_factory=dict)
    error: str | None = None
    trace: str = ""  # the traceback of that error

    def value(self, name: str) -> float:
        """A measure."""
        return self.measures.get(name, math.nan)


@dataclass
class Comparison:
    """What is compared, and what came out. `lived`: (number of the variant, repetition) -> what is left of that world.

    The rows, their order and what they are ordered by are made from `lived` when they are first asked for, once all is lived.
    """

    scenarios: tuple[Scenario, ...]
    variants: list[Variant]
    seeds: int
    does_not_apply: dict[str, str] = field(default_factory=dict)  # name -> why
    notes: list[str] = field(default_factory=list)
    equal: Count | None = None  # the count of the others that is made equal to that of the first scenario
    scaled: list[Scaled] = field(default_factory=list)
    stage: str = ""  # what is done just now
    lived: dict[tuple[int, int], Lived] = field(default_factory=dict)
    worlds: list[World] = field(default_factory=list)
    interrupted: bool = False
    resumed: list[str] = field(default_factory=list)  # the command that began it and those that went on
    asked: dict[str, Any] = field(default_factory=dict)  # what `planned` was asked, to be asked again
    by: str | None = None  # the harm that was asked to rank by; None: the first that can be told
    origin: dict[str, Any] = field(default_factory=dict)  # where it comes from, once that is known
    stored: dict[tuple[int, int], tuple[str, Lived]] = field(
        default_factory=dict
    )  # of a resumed comparison: digest of the scenario, and what was left

    @property
    def first(self) -> Scenario:
        """The scenario whose people live in all worlds."""
        return self.scenarios[0]

    @property
    def of_systems(self) -> bool:
        """Whether several scenarios are compared, rather than one with its reforms."""
        return len(self.scenarios) > 1

    def finished(self, variant: int) -> dict[int, Lived]:
        """What is left of the finished worlds of a variant, by repetition."""
        return {k: one for (v, k), one in sorted(self.lived.items()) if v == variant and one.error is None}

    def errors(self, variant: int) -> list[str]:
        """One line for each world of a variant that failed."""
        known = self.variants[variant].error
        failed = [(k, one) for (v, k), one in sorted(self.lived.items()) if v == variant and one.error]
        return [known] if known else [f"seed {self.first.seed + k}: {one.error}" for k, one in failed]

    @cached_property
    def order(self) -> Order:
        """The rows in their order, and by what they are ordered."""
        return ordered(self)

    @property
    def rows(self) -> list[Row]:
        """Rows in their order; each has `measures`: name -> value, difference, interval, share given back."""
        return self.order.rows

    @property
    def ranked_by(self) -> str | None:
        """The harm by which rows are ordered; None where nothing is ranked."""
        return self.order.by

    def ranked(self, by: str | None) -> Self:
        """The same, ordered by another harm; None: the first whose interval excludes zero. RunError for what counts no harm."""
        return replace(self, by=harm(by))

    @property
    def base(self) -> tuple[Row, Row]:
        """Of one scenario: the rows of the world with the whole system and of the one without."""
        return self.rows[0], self.rows[1]

    @property
    def safeguards(self) -> list[Row]:
        """Of one scenario: reforms and knock-outs in their order."""
        return self.rows[2:]

    @property
    def ranked_rows(self) -> list[Row]:
        """Safeguards and features that can be findings, in their order."""
        return [row for row in self.safeguards if not row.apart]

    @property
    def apart(self) -> list[Row]:
        """Rows that cannot act in this run, or leave nothing of the system."""
        return [row for row in self.safeguards if row.apart]

    @property
    def systems(self) -> list[Row]:
        """Of several scenarios: the worlds with each system."""
        return [row for row in self.rows if row.kind == "system"]

    @property
    def shown(self) -> list[str]:
        """Harms of the system whose interval excludes zero; the one ranked by comes first, then the headlines."""
        told = [name for name in HARMS if self.order.harms.get(name)]
        return sorted(told, key=lambda name: (name != self.ranked_by, not MEASURES[name].headline))


def harm(by: str | None) -> str | None:
    """A harm by its name or label. RunError for a measure that counts no harm, or holds fear and friction both."""
    by = None if by is None else named(by)
    if by is not None and by not in HARMS:
        what = "counts no harm" if by in MEASURES else "no such measure"
        what = "holds fear and friction both, and ranks nothing" if by in HOLDS_BOTH else what
        raise RunError(f"by: {by} given; {what}.{nearest(by, HARMS)}")
    return by


def ordered(comparison: Comparison) -> Order:
    """All rows, ranked by the share of a harm that is given back: the one asked for, or the first of HARMS whose interval excludes
    zero. Several scenarios are not ranked."""
    by = comparison.by
    rows = [_row(comparison, number) for number in range(len(comparison.variants))]
    if comparison.of_systems:
        return Order(rows, None, "Scenarios stand side by side and are not ranked.", {})
    with_, without = comparison.finished(0), comparison.finished(1)
    both = sorted(set(with_) & set(without))
    told = {
        name: harmed(name, [d for d in _differences(with_, without, both, name) if not math.isnan(d)])
        for name in HARMS
    }
    chosen = by or next((name for name in HARMS if told[name]), None)
    if not both:
        return Order(rows, None, "No seed was finished both with the system and without it: nothing is ranked.", told)  # fmt: skip
    if chosen is None:
        return Order(rows, None, "No harm of the system has an interval that excludes zero: there is nothing to give back, and "
                     "nothing is ranked.", told)  # fmt: skip
    if not told[chosen]:
        return Order(rows, None, f"{chosen}: its interval includes zero here, so there is nothing to give back, and "
                     "nothing is ranked.", told)  # fmt: skip
    why = "as asked" if by else "the first harm whose interval excludes zero here"
    head, tail = rows[:2], rows[2:]
    return Order(head + _ranked(tail, chosen), chosen, why, told)


def as_json(comparison: Comparison) -> dict[str, Any]:
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
        "rows": [_row_json(row) for row in comparison.rows],
        "ranked_by": comparison.ranked_by,
        "ranked_why": comparison.order.why,
        "harms_told_apart": [name for name, told in comparison.order.harms.items() if told],
        "pairs": [pair._asdict() for pair in pairs(comparison)],
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
        variant.label,
        variant.kind,
        variant.what,
        reference,
        len(mine),
        error="; ".join(errors) or None,
        apart=variant.apart,
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
                lists = ([w[k].value(name) for k in triples] for w in (theirs, without, mine))
                share, under, over = given_back(*lists)
                cell = cell._replace(given_back=share, given_low=under, given_high=over)
        row.measures[name] = cell
    row.who = mean_who([one.who for one in mine.values()])
    kept = [one.counts for one in mine.values() if one.counts]
    row.counts = {name: _mean([one[name] for one in kept]) for name in COUNTS} if kept else {}
    row.who_difference = mean_who([_less(mine[k].who, theirs[k].who) for k in pairs])
    return row


def _differences(a: dict[int, Lived], b: dict[int, Lived], seeds: Sequence[int], name: str) -> list[float]:
    return [a[k].value(name) - b[k].value(name) for k in seeds]


def _ranked(rows: list[Row], by: str) -> list[Row]:
    """Rows by what they give back, most first; those without a value last. Ranks as far as intervals tell."""

    def cell(row: Row) -> Cell | None:
        found = row.measures.get(by)
        return found if not row.apart and found and found.given_back is not None else None

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
        "label": row.label,
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
    return math.fsum(known) / len(known) if known else math.nan
