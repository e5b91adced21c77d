"""Values and ranges as text."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from sottovoce.scenario.fields import number
from sottovoce.scenario.paths import Settings


def shown(value: Any) -> str:
    """A value as a scenario file has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isinf(value):
        return ".inf" if value > 0 else "-.inf"
    if value is None or isinstance(value, int | float):
        return number(value)
    if isinstance(value, tuple):
        return f"[{', '.join(shown(entry) for entry in value)}]"
    return str(value)


def by_section(settings: Settings) -> str:
    """``score: spill 0.3, lookup public; tiers.0: access loan``: each section named once."""
    sections: dict[str, list[str]] = {}
    for one in settings:
        section, _, name = one.path.rpartition(".")
        sections.setdefault(section, []).append(f"{name} {shown(one.value)}")
    return "; ".join(f"{section}: {', '.join(entries)}" for section, entries in sections.items())


def span(assumed: Iterable[Any] | None) -> str:
    """A range to sweep, or the alternatives: ``0 to 0.3``."""
    entries = list(assumed or ())
    if len(entries) == 2 and all(isinstance(e, int | float) and not isinstance(e, bool) for e in entries):
        return f"{shown(entries[0])} to {shown(entries[1])}"
    return ", ".join(shown(entry) for entry in entries)
