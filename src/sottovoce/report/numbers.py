"""Numbers as people read them: rounded by their unit, with a real minus, and "no value" where there is
none."""

import math

MINUS = "−"
NONE = "no value"
SHORT = {
    "per 1,000": "of 1,000",
    "per 1,000 times": "of 1,000 times",
    "share": "%",
    "level": "level, 0 to 1",
    "acts/citizen-day": "acts per citizen-day",
    "days/citizen-year": "days per citizen-year",
    "sanction-days/citizen-year": "sanction-days per citizen-year",
    "benefit-days/citizen-year": "benefit-days per citizen-year",
}


def number(value: float | None, unit: str = "", *, sign: bool = False) -> str:
    """A value in its unit: shares as per cent, differences with `sign` (shares then in percentage points)."""
    if value is None or math.isnan(value):
        return NONE
    if math.isinf(value):
        return f"{MINUS if value < 0 else ''}∞"
    places = _places(unit)
    scaled = 100.0 * value if unit == "share" else value
    text = f"{abs(scaled):,.{places}f}"
    nothing = float(text.replace(",", "")) == 0.0
    lead = MINUS if scaled < 0 and not nothing else "+" if sign and not nothing else ""
    tail = "" if unit != "share" else " pp" if sign else "%"
    return lead + text + tail


def span(low: float | None, high: float | None, unit: str = "") -> str:
    """An interval of a difference, or that there is none."""
    if low is None or high is None:
        return "none"
    return f"{number(low, unit, sign=True).removesuffix(' pp')} to {number(high, unit, sign=True)}"


def unit(name: str) -> str:
    """A unit in words for a table."""
    return SHORT.get(name, name)


def percent(share: float | None) -> str:
    """A share that is given back: whole per cent, with a real minus."""
    if share is None or math.isnan(share):
        return NONE
    text = f"{abs(100 * share):,.0f}"
    return f"{MINUS if share < 0 and text != '0' else ''}{text}%"


def count(value: float, one: str, many: str | None = None) -> str:
    """``1 seed``, ``3 seeds``."""
    return f"{value:,.0f} {one if value == 1 else many or one + 's'}"


def people(value: float) -> str:
    """How many of 1,000: whole people; below ten with a decimal, so that a small number is not called
    none."""
    if math.isnan(value):
        return NONE
    return f"{value:,.0f}" if value >= 9.95 or value == 0 else f"{value:.1f}"


def level(value: float) -> str:
    """A level between 0 and 1; a very small one is not called nothing."""
    if value == 0:
        return "0"
    return "less than 0.001" if 0 < value < 0.001 else number(value, "level")


def _places(unit: str) -> int:
    if unit == "times":
        return 0
    if unit.endswith("days/citizen-year"):
        return 1
    return 1 if unit in ("per 1,000", "per 1,000 times", "share", "points") else 3
