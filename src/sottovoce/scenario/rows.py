"""The values of a scenario with all that is known about each: unit, range, meaning, source."""

from __future__ import annotations

from typing import Any, NamedTuple

from sottovoce.errors import ScenarioError, nearest
from sottovoce.scenario.format import span
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import describe_in, leaves
from sottovoce.scenario.sources import DEFAULT, NAMING, provenance, sourceable


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

    @property
    def range(self) -> str:
        """What is allowed, empty for text."""
        return "" if self.allowed == "text" else self.allowed

    @property
    def origin(self) -> str:
        """The source, and the range to sweep in brackets."""
        return self.source + (f" [{span(self.assumed)}]" if self.assumed else "")


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


def own(found: list[Row]) -> list[Row]:
    """The values that the scenario sets or gives a source for; not those left at the model's defaults."""
    said = [row for row in found if row.tag and row.source != DEFAULT]
    homes = {row.path.rpartition(".")[0] for row in said}
    return [
        row
        for row in found
        if row in said or (not row.tag and row.value is not None and row.path.rpartition(".")[0] in homes)
    ]
