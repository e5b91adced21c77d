"""A scenario as a reader sees it: every value with unit, range and source, and the articles' claims in it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from sottovoce.errors import ScenarioError, nearest
from sottovoce.scenario.catalogue import Claim, claims
from sottovoce.scenario.fields import number
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import describe_in, leaves, plain
from sottovoce.scenario.read import presets, read
from sottovoce.scenario.sources import NAMING, cited, provenance, sourceable


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


def at_work(scenario: Scenario) -> list[Claim]:
    """The articles' claims that its sources refer to (``#24``); none where no score is in force."""
    if not scenario.score.in_force:
        return []
    numbers, _ = cited([source.source for source in scenario.sources.values()])
    return [claim for claim in claims() if claim.number in numbers]


def as_json(scenario: Scenario, prefix: str = "") -> dict[str, Any]:
    """What `show` prints, as data; infinity as the text ".inf"."""
    values = [row._asdict() | {"value": _finite(row.value)} for row in rows(scenario, prefix)]
    told = [plain(claim) | {"verdict": claim.verdict} for claim in at_work(scenario)]
    return {
        "name": scenario.name,
        "label": scenario.label,
        "about": scenario.about,
        "values": values,
        "claims": told,
    }


def page(scenario: Scenario, prefix: str = "") -> RenderableType:
    """What `show` prints: what it is, every value, then the claims."""
    parts: list[RenderableType] = [
        Text(scenario.name, style="bold"),
        Text(scenario.label),
        Text(scenario.about),
        Text(),
    ]
    parts.append(_values(rows(scenario, prefix), told=bool(prefix)))
    parts.append(
        Text("V seen in a primary source, V2 in a secondary one, M from memory, D derived, A assumed.", "dim")
    )
    if not prefix:
        parts += [Text(), *_claims(scenario)]
    return Group(*parts)


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


def console(**options: Any) -> Console:
    """A terminal that wraps nothing shorter than 100 columns when it is not one."""
    found = Console(highlight=False, **options)
    return found if found.is_terminal else Console(highlight=False, width=160, **options)


def shown(value: Any) -> str:
    """A value as it would be written in a file."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    if value is None or isinstance(value, int | float):
        return number(value)
    if isinstance(value, tuple):
        return f"[{', '.join(shown(entry) for entry in value)}]"
    return str(value)


def span(assumed: Iterable[Any] | None) -> str:
    """A range to sweep, or the alternatives: ``0 to 0.3``."""
    entries = list(assumed or ())
    if len(entries) == 2 and all(isinstance(e, int | float) and not isinstance(e, bool) for e in entries):
        return f"{shown(entries[0])} to {shown(entries[1])}"
    return ", ".join(shown(entry) for entry in entries)


def _values(found: list[Row], told: bool) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("value of", no_wrap=True)
    table.add_column("is", justify="right")
    table.add_column("unit", overflow="fold")
    table.add_column("allowed", overflow="fold", max_width=24)
    table.add_column("tag")
    table.add_column("source; what is assumed has a range to sweep", overflow="fold", ratio=1)
    if told:
        table.add_column("what it is", overflow="fold", ratio=1)
    section = ""
    for row in found:
        top = row.path.split(".")[0]
        if section and top != section:
            table.add_row()
        section = top
        source = row.source + (f" [{span(row.assumed)}]" if row.assumed else "")
        style = "red" if row.tag == "none" else ""
        allowed = "" if row.allowed == "text" else row.allowed
        cells = [row.path, shown(row.value), row.unit, allowed, row.tag, source, row.about]
        table.add_row(*(Text(cell) for cell in cells[: 7 if told else 6]), style=style)
    return table


def _claims(scenario: Scenario) -> list[RenderableType]:
    found = at_work(scenario)
    if not found:
        return [Text("None of the articles' claims is at work here.")]
    table = Table(box=None, pad_edge=False)
    for head in ("#", "claim of the articles", "their words", "what became of it"):
        table.add_column(head, justify="right" if head == "#" else "left", ratio=None if head == "#" else 2)
    table.add_column("what is known", ratio=3)
    for claim in found:
        quote = f"“{claim.quote}” ({', '.join(claim.articles)})"
        table.add_row(
            *(Text(t) for t in (str(claim.number), claim.mechanism, quote, claim.verdict, claim.known))
        )
    return [Text("Claims of the articles that are at work here", style="bold"), table]


def _finite(value: Any) -> Any:
    return shown(value) if isinstance(value, float) and math.isinf(value) else plain(value)
