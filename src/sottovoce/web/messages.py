"""What a page may say: the parts of its messages, checked. RunError for anything else, in words."""

import math
from typing import Any

from sottovoce.errors import RunError

SLOWEST, FASTEST = 0.5, 365.0  # days a second


def whole(message: dict[str, Any], name: str, default: int) -> int:
    """A whole number by name."""
    value = message.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise RunError(f"{name}: {value} given; allowed a whole number. Give one.")
    return value


def table(message: dict[str, Any], name: str, of: str) -> dict[str, Any]:
    """An object by name; `of`: what its names are."""
    value = message.get(name) or {}
    if not isinstance(value, dict):
        raise RunError(f"{name}: allowed values by {of}. Give them as an object.")
    return value


def marks(given: Any) -> list[dict[str, Any]]:
    """Levers moved, in the order of their days."""
    found = []
    for mark in given or []:
        if not isinstance(mark, dict) or not {"day", "key", "value"} <= set(mark):
            raise RunError("marks: allowed are objects with day, key and value. Give them so.")
        found.append({"day": whole(mark, "day", 0), "key": str(mark["key"]), "value": mark["value"]})
    return sorted(found, key=lambda mark: mark["day"])


def speed(message: dict[str, Any], now: float) -> float:
    """Days a second, within what can be followed; what is no number leaves it as it is."""
    value = message.get("speed", now)
    right = isinstance(value, int | float) and math.isfinite(value)
    return min(max(float(value), SLOWEST), FASTEST) if right else now
