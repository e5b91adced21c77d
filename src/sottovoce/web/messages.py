"""What a page may say: the parts of its messages, checked. RunError for anything else, in words."""

import json
import math
from typing import Any

from sottovoce.errors import RunError

SLOWEST, FASTEST = 0.5, 365.0  # days a second
MARKS_MOST = 64  # levers moved in one world
DEEPEST, LARGEST, LONGEST = 4, 2**63, 500  # levels, whole numbers and characters of a text in a message


def heard(text: str | None) -> dict[str, Any]:
    """A message as the page sent it."""
    try:
        message = json.loads(text or "", parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise RunError('message: not JSON. Send an object, like {"type": "play", "on": true}.') from None
    if not isinstance(message, dict):
        raise RunError('message: no object. Send one, like {"type": "play", "on": true}.')
    _small(message, 0)
    return message


def _no_number(name: str) -> float:
    raise ValueError(name)


def _small(value: Any, depth: int) -> None:
    """RunError for what is larger than anything that a page says."""
    if depth > DEEPEST:
        raise RunError(f"message: nested in more than {DEEPEST} levels. Send it flat.")
    if isinstance(value, int) and abs(value) >= LARGEST:
        raise RunError("message: a number of more than 19 digits given. Send a smaller one.")
    if isinstance(value, str) and len(value) > LONGEST:
        raise RunError(
            f"message: a text of {len(value):,} characters given; allowed {LONGEST}. Send a shorter one."
        )
    for inner in (
        [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        _small(inner, depth + 1)


def shown(value: Any) -> str:
    """A value in a message of ours, shortened."""
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def whole(message: dict[str, Any], name: str, default: int) -> int:
    """A whole number by name."""
    value = message.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int):
        raise RunError(f"{name}: {shown(value)} given; allowed a whole number. Give one.")
    return value


def table(message: dict[str, Any], name: str, of: str) -> dict[str, Any]:
    """An object by name; `of`: what its names are."""
    value = message.get(name) or {}
    if not isinstance(value, dict):
        raise RunError(f"{name}: allowed values by {of}. Give them as an object.")
    return value


def marks(given: Any) -> list[dict[str, Any]]:
    """Levers moved, in the order of their days; of one lever on one day the last counts."""
    if not isinstance(given or [], list):
        raise RunError("marks: allowed a list of objects with day, key and value. Give them so.")
    found = {}
    for mark in given or []:
        if not isinstance(mark, dict) or not {"day", "key", "value"} <= set(mark):
            raise RunError("marks: allowed are objects with day, key and value. Give them so.")
        day, key = whole(mark, "day", 0), str(mark["key"])
        found[day, key] = {"day": day, "key": key, "value": mark["value"]}
    if len(found) > MARKS_MOST:
        raise RunError(f"marks: {len(found):,} given; allowed {MARKS_MOST}. Leave some out.")
    return sorted(found.values(), key=lambda mark: mark["day"])


def speed(message: dict[str, Any], now: float) -> float:
    """Days a second, within what can be followed; what is no number leaves it as it is."""
    value = message.get("speed", now)
    right = isinstance(value, int | float) and math.isfinite(value)
    return min(max(float(value), SLOWEST), FASTEST) if right else now
