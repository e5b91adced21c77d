"""A value, or a range of values, in a reader's text."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from sottovoce.scenario.fields import number


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
