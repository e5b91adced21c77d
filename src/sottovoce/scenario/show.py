"""A scenario as a reader sees it: values with unit, range and source, the articles' claims in it, rights, AI Act."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sottovoce.errors import ScenarioError, nearest
from sottovoce.scenario.at_work import Found
from sottovoce.scenario.catalogue import claims
from sottovoce.scenario.catalogue.mechanisms import mechanisms
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import describe_in, get, leaves, plain
from sottovoce.scenario.read import presets, read
from sottovoce.scenario.show_law import Told, act_of, claims_of, law_as_json, rights_of
from sottovoce.scenario.sources import DEFAULT, NAMING, cited, provenance, sourceable
from sottovoce.scenario.terminal import Fitting, plain_table
from sottovoce.scenario.written import shown, span

TAGS_LINE = Text(
    "V seen in a primary source, V2 in a secondary one, M from memory, D derived, A assumed.", "dim"
)
SOURCE = "source; what is assumed has a range to sweep"


class Row(NamedTuple):
    """One value of a scenario and all that is known about it."""

    path: str
    value: Any
    unit: str
    allowed: str
    about: str
    tag: str  # of sources.TAGS; empty for what only names something
    source: str
    assumed: tuple[Any, ...] | None


def rows(scenario: Scenario, prefix: str = "") -> list[Row]:
    """The values of a scenario, or those at and below a path, in order. Raises ScenarioError if none."""
    found = []
    for path, value in leaves(scenario).items():
        if path in NAMING[:3] or not (path + ".").startswith(prefix.rstrip(".") + "." if prefix else ""):
            continue
        info = describe_in(scenario, path)
        tag, source, assumed = provenance(scenario, path) if sourceable(path) else ("", "", None)
        found.append(Row(path, value, info.unit, info.allowed, info.about, tag, source, assumed))
    if not found:
        tops = {".".join(path.split(".")[:depth]) for path in leaves(scenario) for depth in (1, 2, 3)}
        raise ScenarioError([f"{prefix}: no values there.{nearest(prefix, tops)}"])
    return found


def spoken_of(scenario: Scenario) -> dict[int, list[str]]:
    """Rows of the articles that its sources speak of (``#24``) -> the values that do; none where no score is in force.

    A source may say that something is so, or that it is not: the value tells which.
    """
    found: dict[int, list[str]] = {}
    if scenario.score.in_force:
        for path in leaves(scenario):
            if path in scenario.sources:
                for number in cited([scenario.sources[path].source])[0]:
                    found.setdefault(number, []).append(path)
    return found


def told(scenario: Scenario) -> list[Told]:
    """The articles' claims that it has to do with, in order: those its sources speak of, and those that the catalogue maps to
    this preset."""
    spoken = spoken_of(scenario)
    mapped = {row.number for row in mechanisms() if scenario.name in row.presets}
    return [
        Told(claim, tuple(Found(path, get(scenario, path)) for path in spoken.get(claim.number, ())))
        for claim in claims()
        if claim.number in mapped or claim.number in spoken
    ]


def own(found: list[Row]) -> list[Row]:
    """The values that the scenario sets or speaks of; those left at the model's defaults are not among them."""
    said = [row for row in found if row.tag and row.source != DEFAULT]
    homes = {row.path.rpartition(".")[0] for row in said}
    return [row for row in found if row in said or (not row.tag and row.path.rpartition(".")[0] in homes)]


def as_json(scenario: Scenario, prefix: str = "") -> dict[str, Any]:
    """What `show` prints, as data; infinity as the text ".inf"."""
    values = [row._asdict() | {"value": _finite(row.value)} for row in rows(scenario, prefix)]
    claimed = [
        plain(one.claim)
        | {"verdict": one.claim.verdict, "at": [{"path": v.path, "value": plain(v.value)} for v in one.at]}
        for one in told(scenario)
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
        return Group(*head, _told_values(found), TAGS_LINE)
    shown_rows = found if everything else own(found)
    left = len(found) - len(shown_rows)
    parts: list[RenderableType] = [*head, _values(shown_rows), TAGS_LINE]
    if left:
        more = f"{left} more values are left at the model's defaults, which are assumed: --all shows them."
        parts.append(Text(more, "dim"))
    return Group(
        *parts, Text(), *claims_of(told(scenario)), Text(), *rights_of(scenario), Text(), *act_of(scenario)
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
    """Path, value, unit, tag and source; in a narrow terminal the source stands below."""
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
        allowed = "" if row.allowed == "text" else row.allowed
        cells = [row.path, shown(row.value), row.unit, allowed, row.tag, _source(row)]
        table.add_row(*(Text(cell) for cell in cells), style=style)
        medium.add_row(*(Text(cell) for cell in cells[:3] + cells[4:]), style=style)
        line = Text(f"{row.path} ", style=style).append(shown(row.value), "bold")
        line.append(f" {row.unit}" if row.unit and row.unit != "share" else "")
        lines.append(line)
        if row.tag:
            lines.append(Padding(Text(f"{row.tag}: {_source(row)}", f"dim {style}"), (0, 0, 0, 4)))
    return Fitting((140, table), (100, medium), (0, Group(*lines)))


def _told_values(found: list[Row]) -> Fitting:
    """A few values with all that is known of them."""
    table = plain_table("value of", ">is", "unit", "allowed", "tag", SOURCE, "what it is")
    lines: list[RenderableType] = []
    for row in found:
        allowed = "" if row.allowed == "text" else row.allowed
        cells = [row.path, shown(row.value), row.unit, allowed, row.tag, _source(row), row.about]
        style = "red" if row.tag == "none" else ""
        table.add_row(*(Text(cell) for cell in cells), style=style)
        line = Text(f"{row.path} ", style=style).append(shown(row.value), "bold").append(f" {row.unit}")
        below = [
            row.about,
            f"allowed: {allowed}" if allowed else "",
            f"{row.tag}: {_source(row)}" if row.tag else "",
        ]
        lines += [line, *(Padding(Text(text, "dim"), (0, 0, 0, 4)) for text in below if text)]
    return Fitting((140, table), (0, Group(*lines)))


def _source(row: Row) -> str:
    return row.source + (f" [{span(row.assumed)}]" if row.assumed else "")


def _finite(value: Any) -> Any:
    return shown(value) if isinstance(value, float) and math.isinf(value) else plain(value)
