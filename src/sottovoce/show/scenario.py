"""A scenario as a reader sees it: values with unit, range and source, the articles' claims in it, rights, AI Act."""

from __future__ import annotations

import math
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sottovoce.scenario.claims import claims_about
from sottovoce.scenario.format import shown
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import plain
from sottovoce.scenario.read import presets, read
from sottovoce.scenario.rows import Row, own, rows
from sottovoce.show.law import act_of, claims_of, law_as_json, rights_of, settings_as_json
from sottovoce.terminal import Fitting, indented, plain_table

TAGS_LINE = Text(
    "V seen in a primary source, V2 in a secondary one, M from memory, D derived, A assumed.", "dim"
)
SOURCE = "source; what is assumed has a range to sweep"


def as_json(scenario: Scenario, prefix: str = "") -> dict[str, Any]:
    """What `show` prints, as data; infinity as the text ".inf"."""
    values = [row._asdict() | {"value": _finite(row.value)} for row in rows(scenario, prefix)]
    claimed = [
        plain(one.claim) | {"verdict": one.claim.verdict, "at": settings_as_json(one.at)}
        for one in claims_about(scenario)
    ]
    return {
        "name": scenario.name,
        "label": scenario.label,
        "about": scenario.about,
        "values": values,
        "claims": claimed,
        **law_as_json(scenario),
    }


def page(scenario: Scenario, prefix: str = "", everything: bool = False) -> RenderableType:
    """What `show` prints: what it is, its values, the articles' claims in it, rights, AI Act.

    `everything`: also the values left at the model's defaults. `prefix`: only values at or below this path.
    """
    head = [Text(scenario.name, style="bold"), Text(scenario.label), Text(scenario.about), Text()]
    found = rows(scenario, prefix)
    if prefix:
        return Group(*head, _details(found), TAGS_LINE)
    shown_rows = found if everything else own(found)
    left = len(found) - len(shown_rows)
    parts: list[RenderableType] = [*head, _values(shown_rows), TAGS_LINE]
    if left:
        more = f"{left} more values are left at the model's defaults, which are assumed: --all shows them."
        parts.append(Text(more, "dim"))
    return Group(
        *parts,
        Text(),
        *claims_of(claims_about(scenario)),
        Text(),
        *rights_of(scenario),
        Text(),
        *act_of(scenario),
    )


def table_of_presets() -> RenderableType:
    """Name, label and size of every preset."""
    table = Table(box=None, pad_edge=False)
    for head in ("name", "what it is", "citizens", "days"):
        table.add_column(
            head, justify="right" if head in ("citizens", "days") else "left", no_wrap=head == "name"
        )
    for name in presets():
        scenario = read(name)
        table.add_row(name, scenario.label, f"{scenario.citizens:,}", f"{scenario.days:,}")
    return table


def _values(found: list[Row]) -> Fitting:
    """Path, value, unit, tag and source; in a narrow terminal the source is below."""
    table = plain_table("value of", ">is", "unit", "allowed", "tag", SOURCE)
    medium = plain_table("value of", ">is", "unit", "tag", SOURCE)
    lines: list[RenderableType] = []
    section = ""
    for row in found:
        top = row.path.split(".")[0]
        if section and top != section:
            for one in (table, medium):
                one.add_row()
            lines.append(Text())
        section = top
        style = "red" if row.tag == "none" else ""
        cells = [row.path, shown(row.value), row.unit, row.range, row.tag, row.origin]
        table.add_row(*(Text(cell) for cell in cells), style=style)
        medium.add_row(*(Text(cell) for cell in cells[:3] + cells[4:]), style=style)
        line = Text(f"{row.path} ", style=style).append(shown(row.value), "bold")
        line.append(f" {row.unit}" if row.unit and row.unit != "share" else "")
        lines.append(line)
        if row.tag:
            lines.append(indented(f"{row.tag}: {row.origin}", style))
    return Fitting((140, table), (100, medium), (0, Group(*lines)))


def _details(found: list[Row]) -> Fitting:
    """A few values with all that is known of them."""
    table = plain_table("value of", ">is", "unit", "allowed", "tag", SOURCE, "what it is")
    lines: list[RenderableType] = []
    for row in found:
        cells = [row.path, shown(row.value), row.unit, row.range, row.tag, row.origin, row.about]
        style = "red" if row.tag == "none" else ""
        table.add_row(*(Text(cell) for cell in cells), style=style)
        line = Text(f"{row.path} ", style=style).append(shown(row.value), "bold").append(f" {row.unit}")
        below = [
            row.about,
            f"allowed: {row.range}" if row.range else "",
            f"{row.tag}: {row.origin}" if row.tag else "",
        ]
        lines += [line, *(indented(text) for text in below if text)]
    return Fitting((140, table), (0, Group(*lines)))


def _finite(value: Any) -> Any:
    return shown(value) if isinstance(value, float) and math.isinf(value) else plain(value)
