"""A space for the terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from sottovoce.experiments.coordinate import Coordinate
from sottovoce.experiments.space import Space
from sottovoce.scenario.format import shown
from sottovoce.terminal import plain_table, table_or_lines


def short(value: Any) -> str:
    """A value in a few characters."""
    return f"{value:.4g}" if isinstance(value, float) else shown(value)


def ends(one: Coordinate) -> str:
    """The ends of a coordinate, or its alternatives."""
    if one.alternatives:
        return ", ".join(short(value) for value in one.alternatives)
    return f"{short(one.low)} to {short(one.high)}" + (" (by factors)" if one.scale == "log" else "")


def page(space: Space, all_: bool = False) -> RenderableType:
    """All coordinates with range, unit and source; the alternatives; and with `all_` what is not swept, each with why."""
    head = Text(
        f"{space.scenario.name}: {len(space.coordinates)} assumed numbers and {len(space.forks)} choices that are at work can be swept; "
        f"{len(space.kept)} are at work and are not swept, {len(space.idle)} are not at work."
    )
    parts: list[RenderableType] = [head, Text(), _table(space.coordinates, "range")]
    if space.forks:
        parts += [Text(), _table(space.forks, "alternatives")]
    if all_:
        for title, rows in (("At work, and not swept", space.kept), ("Not at work", space.idle)):
            table = plain_table("value", ">is", "why")
            entries = [
                (
                    (left.path, short(left.value), left.why),
                    Text(f"{left.path}  {short(left.value)}"),
                    (left.why,),
                )
                for left in rows
            ]
            parts += [Text(), Text(title, "bold"), table_or_lines(100, table, entries)]
    else:
        parts += [Text(), Text("--all: what is not swept, and why.", "dim")]
    return Group(*parts)


def _table(rows: tuple[Coordinate, ...], what: str) -> RenderableType:
    table = plain_table("coordinate", ">default", what, "unit", "group", "source", ratios=(2,))
    entries = []
    for one in rows:
        cells = (one.name, short(one.default), ends(one), one.unit, one.group, one.source)
        line = Text(f"{one.name}  {short(one.default)}  [{ends(one)}] {one.unit}")
        entries.append((cells, line, (one.source,)))
    return table_or_lines(120, table, entries)
