"""The theme: colours, sizes, and where things stand."""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

PAGE, INK, GREY, LINE = "#fbfaf7", "#16161d", "#4b5563", "#e3e0d8"
WITH, WITHOUT, THOUGHT = "#a33b0b", "#1f5fa8", "#16161d"
RAMP = ("#161e5c", "#384891", "#686c80", "#967846", "#b48208")  # low score ... high score
FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', Verdana, sans-serif"
AXIS = {"labelColor": GREY, "titleColor": GREY, "titleFontWeight": "normal", "gridColor": LINE,
        "titlePadding": 8, "domainColor": "#a8a59c", "tickColor": "#a8a59c", "labelPadding": 5}  # fmt: skip
RULE = {"type": "rule", "color": "#8b8f98", "strokeDash": [2, 2]}
BARE = {"title": None, "domain": False, "ticks": False, "labelColor": INK}

Spec = dict[str, Any]


class Style(NamedTuple):
    """How a series is drawn: `dash` in pixels, none for solid."""

    colour: str
    dash: tuple[int, ...] = ()
    width: float = 2.2

    @property
    def pattern(self) -> list[int]:
        """The dash as Vega wants it."""
        return list(self.dash) or [1, 0]


class Size(NamedTuple):
    """Outer size in pixels, and what is kept free around the plot for titles and labels."""

    width: int
    height: int
    left: int = 46
    right: int = 16
    top: int = 30
    bottom: int = 44
    font: int = 13

    @property
    def inner(self) -> tuple[int, int]:
        """Width and height of the plot itself."""
        return self.width - self.left - self.right, self.height - self.top - self.bottom


def nice(value: float) -> float:
    """The next round number at or above a value."""
    if not value > 0:
        return 1.0
    unit = 10.0 ** math.floor(math.log10(value))
    return next(k * unit for k in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if k * unit >= value * (1 - 1e-9))


def spread(values: Sequence[float], gap: float, top: float) -> list[float]:
    """Places for labels at the values, moved apart to at least `gap`, not above `top`."""
    order = sorted(range(len(values)), key=lambda i: values[i])
    places = [0.0] * len(values)
    floor, ceiling = 0.0, top
    for i in order:
        places[i] = max(values[i], floor)
        floor = places[i] + gap
    for i in reversed(order):
        places[i] = min(places[i], ceiling)
        ceiling = places[i] - gap
    return places


def mixed(a: str, b: str, share: float) -> str:
    """The colour at a share (0 to 1) of the way from colour a to colour b."""
    one, two = ([int(text[n : n + 2], 16) for n in (1, 3, 5)] for text in (a, b))
    return "#" + "".join(f"{round(u + (v - u) * share):02x}" for u, v in zip(one, two, strict=True))


def pale(ink: str) -> str:
    """A tint of a colour, on the page."""
    return mixed(ink, PAGE, 0.66)


def colour(share: float) -> str:
    """The colour of a score at a share (0 to 1) of the ramp; beyond the ends, that of the end."""
    place = min(max(share, 0.0), 1.0) * (len(RAMP) - 1)
    first = min(int(place), len(RAMP) - 2)
    return mixed(RAMP[first], RAMP[first + 1], place - first)
