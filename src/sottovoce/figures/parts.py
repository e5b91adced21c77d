"""Parts of a specification: encodings, words, marks, the frame around a plot."""

import math
from collections.abc import Sequence
from typing import Any

from sottovoce.figures.theme import AXIS, BARE, FONT, GREY, RULE, Size, Spec


def marked(marks: Sequence[tuple[float, str]], last: float, size: Size) -> list[Spec]:
    """Thin lines from top to bottom, named above the plot; names that would meet stand on two levels."""
    layers: list[Spec] = []
    free = [-math.inf, -math.inf]
    for place, label in sorted(marks):
        across = size.inner[0] * place / last
        level = 0 if across >= free[0] else 1
        free[level] = across + len(label) * (size.font - 2) * 0.56 + 8
        late = across > size.inner[0] * 0.72
        where: Spec = {"dx": 3, "align": "right"} if late else {"dx": -2, "align": "left"}
        layers.append({"data": {"values": [{"x": place}]}, "mark": RULE, "encoding": {"x": number("x")}})
        layers.append(
            text_at(place, None, label, GREY, size.font - 2, dy=-8 - (size.font + 1) * level, **where)
        )
    return layers


def text_at(
    x: float, y: float | None, text: str, ink: str, font: int, *, weight: int = 400, **look: Any
) -> Spec:
    """A word at a place of the plot; y None: at its top."""
    mark = {"type": "text", "baseline": "middle", "align": "left", "color": ink}
    mark |= {"fontSize": font, "fontWeight": weight}
    height = {"value": 0} if y is None else number("y")
    return {
        "data": {"values": [{"x": x, "y": y, "t": text}]},
        "mark": mark | look,
        "encoding": {"x": number("x"), "y": height, "text": {"field": "t"}},
    }


def number(field: str, **more: Any) -> Spec:
    """A quantitative field."""
    return {"field": field, "type": "quantitative", **more}


def as_is(field: str) -> Spec:
    """A field that is itself a colour."""
    return {"field": field, "type": "nominal", "scale": None}


def names_of(size: Size) -> Spec:
    """An axis of nothing but names."""
    return {**BARE, "labelLimit": size.left - 8, "labelFontSize": size.font - 1}


def up(top: float, title: str, ticks: int, suffix: str = "", bottom: float = 0.0) -> Spec:
    """The vertical axis, from `bottom` to `top`."""
    axis = {"title": title, "tickCount": ticks, "domain": False, "ticks": False}
    axis["labelExpr"] = f"datum.label + '{suffix}'"
    return number("y", scale={"domain": [bottom, top], "nice": False}, axis=axis)


def frame(
    layers: Sequence[Spec], size: Size, span: tuple[float, float] | None = None, title_y: int = -10
) -> Spec:
    """Layers in a plot of a fixed size, with the theme; `span`: where the x axis of all of them begins,
    ends."""
    for layer in layers if span else ():
        layer["encoding"]["x"]["scale"] = {"domain": list(span or ()), "nice": False}
    fonts = {"labelFontSize": size.font - 1, "titleFontSize": size.font - 1}
    above = {"titleAnchor": "start", "titleAngle": 0, "titleAlign": "left", "titleBaseline": "bottom"}
    above |= {"titleX": 0, "titleY": title_y}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": size.inner[0],
        "height": size.inner[1],
        "autosize": "none",
        "background": None,
        "padding": {"left": size.left, "right": size.right, "top": size.top, "bottom": size.bottom},
        "layer": list(layers),
        "config": {"font": FONT, "view": {"stroke": None}, "axis": AXIS | fonts, "axisY": above},
    }
