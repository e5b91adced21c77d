"""Two scenarios line by line: values, where they come from, rights, AI Act. Entries of lists are matched by name."""

from __future__ import annotations

from itertools import groupby
from typing import Any, NamedTuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sottovoce.law.ai_act import ai_act
from sottovoce.law.rights import Right, rights
from sottovoce.scenario.format import shown
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.read import Asked, scenario_of
from sottovoce.scenario.rows import Row, rows
from sottovoce.terminal import Fitting, indented, plain_table

ABSENT = "-"  # no such value: the other has the entry of a list, or another law


class Change(NamedTuple):
    """One place at which two scenarios differ, in the value or only in where it comes from."""

    path: str  # for an entry of a list, its name in brackets: tiers[loan].edge
    a: Row | None
    b: Row | None

    @property
    def same_value(self) -> bool:
        """True if only the source differs."""
        return self.a is not None and self.b is not None and self.a.value == self.b.value


class Difference(NamedTuple):
    """All in which two scenarios differ."""

    a: Scenario
    b: Scenario
    changes: tuple[Change, ...]
    rights_a: tuple[Right, ...]  # touched by a only
    rights_b: tuple[Right, ...]  # touched by b only
    verdicts: tuple[str, str]  # of the AI Act

    @property
    def values(self) -> tuple[Change, ...]:
        """Where the values differ."""
        return tuple(change for change in self.changes if not change.same_value)

    @property
    def sources(self) -> tuple[Change, ...]:
        """Where the value is the same and the source is another."""
        return tuple(change for change in self.changes if change.same_value)

    def __str__(self) -> str:
        lines = [f"{c.path}: {_value(c.a)} -> {_value(c.b)}" for c in self.values]
        return "\n".join(lines) or "no value differs"


def diff(a: Asked, b: Asked) -> Difference:
    """What differs from scenario `a` to scenario `b`; names, labels and seeds are no difference."""
    a, b = scenario_of(a), scenario_of(b)
    here, there = _by_place(a), _by_place(b)
    order = list(here)
    for n, place in enumerate(there):  # a place that only b has, after the one before it
        if place not in here:
            before = next((p for p in reversed(list(there)[:n]) if p in order), None)
            order.insert(order.index(before) + 1 if before else 0, place)
    changes = []
    for place in order:
        one, other = here.get(place), there.get(place)
        if (
            one is None
            or other is None
            or (one.value, *_provenance(one)) != (other.value, *_provenance(other))
        ):
            changes.append(Change(place, one, other))
    ours, theirs = rights(a), rights(b)
    return Difference(
        a,
        b,
        tuple(changes),
        tuple(right for right in ours if right.key not in {r.key for r in theirs}),
        tuple(right for right in theirs if right.key not in {r.key for r in ours}),
        (ai_act(a).verdict, ai_act(b).verdict),
    )


def as_json(found: Difference) -> dict[str, Any]:
    """What `diff` prints, as data."""

    def side(row: Row | None) -> dict[str, Any] | None:
        if row is None:
            return None
        return {"value": shown(row.value) if isinstance(row.value, float | tuple) else row.value,
                "unit": row.unit, "tag": row.tag, "source": row.source, "assumed": row.assumed}  # fmt: skip

    return {
        "a": found.a.name,
        "b": found.b.name,
        "values": [{"path": c.path, "a": side(c.a), "b": side(c.b)} for c in found.values],
        "sources": [{"path": c.path, "a": side(c.a), "b": side(c.b)} for c in found.sources],
        "rights": {
            "only_a": [{"key": r.key, "articles": r.articles} for r in found.rights_a],
            "only_b": [{"key": r.key, "articles": r.articles} for r in found.rights_b],
        },
        "ai_act": {"a": found.verdicts[0], "b": found.verdicts[1]},
    }


def page(found: Difference) -> RenderableType:
    """What `diff` prints."""
    a, b = found.a, found.b
    parts: list[RenderableType] = [
        Text(f"a  {a.name}: {a.label}"),
        Text(f"b  {b.name}: {b.label}"),
        Text(),
    ]
    parts += _values(found.values)
    if found.sources:
        parts += [Text(), Text("Same value, another source", "bold")]
        for change in found.sources:
            assert change.a and change.b
            parts += [
                Text(f"{change.path} {shown(change.a.value)}"),
                _below("a", change.a),
                _below("b", change.b),
            ]
    parts += [Text(), Text("Rights touched by one of them only", "bold")]
    only = [("a", right) for right in found.rights_a] + [("b", right) for right in found.rights_b]
    for side, right in only:
        parts.append(Text(f"{side}  {right.mechanism}: ").append(", ".join(right.articles), "bold"))
    if not only:
        parts.append(Text("none: the same mechanisms are at work in both"))
    verdicts = f"a: {found.verdicts[0]}; b: {found.verdicts[1]}"
    parts += [Text(), Text("AI Act, Art. 5(1)(c): ", "bold").append(verdicts), Text(ai_act(a).advice, "dim")]
    return Group(*parts)


def _values(changes: tuple[Change, ...]) -> list[RenderableType]:
    if not changes:
        return [Text("No value differs.", "bold")]
    table = plain_table("value of", ">a", ">b", "unit", "where a is from", "where b is from", ratios=(1, 1))
    lines: list[RenderableType] = []
    whole: list[RenderableType] = []
    for entry, inside in groupby(changes, key=_entry):
        if entry:  # a whole entry of a list that the other has not
            kept = list(inside)
            side = "a" if kept[0].a else "b"
            values = [f"{c.path.rpartition('.')[2]} {_value(c.a or c.b)}" for c in kept]
            values = [text for text in values if not text.endswith(" null")]
            line = Text(f"{entry} only in {side}: ", "bold").append(", ".join(values), "not bold")
            whole.append(line)
            continue
        _lines(list(inside), table, lines)
    parts: list[RenderableType] = [Text("Values", "bold")]
    parts += [Fitting((140, table), (0, Group(*lines)))] if lines else []
    return [*parts, *whole]


def _lines(changes: list[Change], table: Table, lines: list[RenderableType]) -> None:
    for change in changes:
        unit = next(row.unit for row in (change.a, change.b) if row)
        cells = [change.path, _value(change.a), _value(change.b), unit, _source(change.a), _source(change.b)]
        table.add_row(*(Text(cell) for cell in cells))
        line = Text(f"{change.path} ").append(cells[1], "bold").append(" -> ").append(cells[2], "bold")
        lines.append(line.append(f" {unit}" if unit and unit != "share" else ""))
        lines += [_below(name, row) for name, row in (("a", change.a), ("b", change.b)) if row and row.tag]


def _entry(change: Change) -> str:
    """``tiers[loan]`` if only one scenario has this entry, else nothing."""
    place, bracket, _ = change.path.rpartition("].")
    return place + "]" if bracket and (change.a is None or change.b is None) else ""


def _below(side: str, row: Row) -> RenderableType:
    return indented(f"{side} {_source(row)}")


def _by_place(scenario: Scenario) -> dict[str, Row]:
    """Rows by path, entries of lists by their names; what names the scenario or its luck is left out."""
    found = {}
    for row in rows(scenario):
        if row.path == "seed" or row.path.endswith(".name"):
            continue
        found[_place(scenario, row.path)] = row
    return found


def _place(scenario: Scenario, path: str) -> str:
    here: Any = scenario
    names: list[str] = []
    for name in path.split("."):
        if name.isdigit() and isinstance(here, tuple):
            named = [getattr(entry, "name", "") for entry in here]
            here, called = here[int(name)], named[int(name)]
            names[-1] += f"[{called if called and named.count(called) == 1 else name}]"
            continue
        here = getattr(here, name)
        names.append(name)
    return ".".join(names)


def _provenance(row: Row) -> tuple[Any, ...]:
    return (row.tag, row.source, row.assumed)


def _value(row: Row | None) -> str:
    return ABSENT if row is None else shown(row.value)


def _source(row: Row | None) -> str:
    if row is None or not row.tag:
        return ""
    return f"{row.tag}: {row.origin}"
