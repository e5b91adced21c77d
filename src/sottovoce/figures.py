"""Figures: rows in; a Vega-Lite specification, SVG, PNG or an HTML table out. Imports nothing of ours.

One theme: a light page, ink for what people think, rust (solid, filled) for the world with the system, blue
(dashed, hollow) for the world without. Style differs wherever colour does, so a greyscale print reads the same.
"""

import math
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

PAGE, INK, GREY, LINE = "#fbfaf7", "#16161d", "#4b5563", "#e3e0d8"
WITH, WITHOUT, THOUGHT = "#a33b0b", "#1f5fa8", "#16161d"
RAMP = ("#161e5c", "#384891", "#686c80", "#967846", "#b48208")  # low score ... high score
FONT = "system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', Verdana, sans-serif"
AXIS = {"labelColor": GREY, "titleColor": GREY, "titleFontWeight": "normal", "gridColor": LINE, "titlePadding": 8,
        "domainColor": "#a8a59c", "tickColor": "#a8a59c", "labelPadding": 5}  # fmt: skip
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


def lines(
    rows: Sequence[Mapping[str, Any]], styles: Mapping[str, Style], size: Size, *, x: str, y: str, last: float,
    suffix: str = "", marks: Sequence[tuple[float, str]] = (), labels: bool = True,
) -> Spec:  # fmt: skip
    """Curves from rows {x, y, series}, from 0 to `last`. `marks`: days and what happened then. `labels`: names at
    the right ends."""
    top = nice(max((row["y"] for row in rows), default=1.0) * 1.02)
    names = list(styles)

    def look(ranges: list[Any]) -> Spec:
        return {
            "field": "series",
            "type": "nominal",
            "legend": None,
            "scale": {"domain": names, "range": ranges},
        }

    curve = {
        "data": {"values": [dict(row) for row in rows]},
        "mark": {"type": "line", "strokeCap": "butt"},
        "encoding": {
            "x": _number("x", axis={"title": x, "grid": False, "tickCount": max(3, size.inner[0] // 90)}),
            "y": _up(top, y, 5, suffix),
            "color": look([style.colour for style in styles.values()]),
            "strokeDash": look([style.pattern for style in styles.values()]),
            "strokeWidth": look([style.width for style in styles.values()]),
        },
    }
    layers = [*_marks(marks, last, size), curve]
    if labels:
        ends = {row["series"]: row["y"] for row in rows}
        named = [name for name in names if name in ends]
        gap = top * (size.font + 3) / size.inner[1]
        for name, place in zip(named, spread([ends[n] for n in named], gap, top), strict=True):
            layers.append(_text(last, place, name, styles[name].colour, size.font, dx=8, weight=600))
    return _frame(layers, size, (0, last), title_y=-32 if marks else -10)


def steps(
    rows: Sequence[Mapping[str, Any]], styles: Mapping[str, Style], size: Size, *, x: str, y: str,
    marks: Sequence[tuple[float, str, str]] = (), ramp: tuple[float, float] | None = None,
) -> Spec:  # fmt: skip
    """Histogram outlines from rows {x, x2, y, series}. `marks`: place, label, "left" or "right" of the line.
    `ramp`: scores at which the colours begin and end; a strip under the plot shows what colour a score has."""
    top = nice(max((row["y"] for row in rows), default=1.0) * 1.02)
    low, high = min(row["x"] for row in rows), max(row["x2"] for row in rows)
    layers: list[Spec] = []
    levels = {"left": 0, "right": sum(side == "right" for *_, side in marks) - 1}
    for place, label, side in marks:
        where = {"dx": -4, "align": "right"} if side == "left" else {"dx": 4, "align": "left"}
        layers.append({"data": {"values": [{"x": place}]}, "mark": RULE, "encoding": {"x": _number("x")}})
        layers.append(
            _text(place, top, label, GREY, size.font - 2, dy=8 + (size.font + 1) * levels[side], **where)
        )
        levels[side] += 1 if side == "left" else -1
    across = {
        "title": x,
        "grid": False,
        "offset": 10 if ramp else 0,
        "tickCount": max(3, size.inner[0] // 80),
    }
    for name, style in styles.items():
        mine = [{"x": row["x"], "y": row["y"]} for row in rows if row["series"] == name]
        outline = {"values": [*mine, {"x": high, "y": 0.0}]}
        stroke = {"type": "line", "strokeWidth": style.width, "strokeDash": style.pattern}
        for look in [stroke] if style.dash else [{"type": "area", "opacity": 0.14}, stroke]:
            mark = {"interpolate": "step-after", "color": style.colour, **look}
            encoding = {"x": _number("x", axis=across), "y": _up(top, y, 4)}
            layers.append({"data": outline, "mark": mark, "encoding": encoding})
    if ramp:
        cells = sorted({(row["x"], row["x2"]) for row in rows})
        strip = [(a, b, colour(((a + b) / 2 - ramp[0]) / (ramp[1] - ramp[0]))) for a, b in cells]
        layers.append({
            "data": {"values": [{"x": a, "x2": b, "c": c} for a, b, c in strip]},
            "mark": {"type": "rect", "height": 7, "yOffset": 6, "strokeWidth": 0.6},
            "encoding": {"x": _number("x"), "x2": {"field": "x2"}, "y": {"value": size.inner[1]},
                         "fill": _as_is("c"), "stroke": _as_is("c")},
        })  # fmt: skip
    return _frame(layers, size, (low, high))


def bars(rows: Sequence[tuple[str, float, float, str, str]], size: Size, *, x: str) -> Spec:
    """Two horizontal bars a category: (name, with, without, label with, label without)."""
    top = nice(max((v for row in rows for v in row[1:3] if not math.isnan(v)), default=0.0) * 1.25)
    values = []
    for name, with_, without, told, told_without in rows:
        for world, value, text, fill, line in (
            ("a", with_, told, WITH, WITH),
            ("b", without, told_without, PAGE, WITHOUT),
        ):
            value = 0.0 if math.isnan(value) else value
            values.append({"c": name, "w": world, "v": value, "t": text, "fill": fill, "line": line})
    across = {"title": x, "tickCount": 4, "domain": False}
    where = {
        "y": {"field": "c", "type": "nominal", "sort": None, "axis": _names(size),
              "scale": {"paddingInner": 0.34, "paddingOuter": 0.15}},
        "yOffset": {"field": "w", "scale": {"paddingInner": 0.14}},
        "x": _number("v", scale={"domain": [0, top], "nice": False}, axis=across),
    }  # fmt: skip
    text = {"type": "text", "align": "left", "dx": 5, "fontSize": size.font - 1, "fontWeight": 600}
    layers = [
        {"mark": {"type": "bar", "strokeWidth": 1.6}, "encoding": {**where, "fill": _as_is("fill"), "stroke": _as_is("line")}},
        {"mark": text, "encoding": {**where, "text": {"field": "t"}, "color": _as_is("line")}},
    ]  # fmt: skip
    return _frame(layers, size) | {"data": {"values": values}}


def dots(rows: Sequence[tuple[str, float, float | None, float | None, str]], size: Size, *, x: str) -> Spec:
    """A dot with its interval a row, around a line at zero: (name, value, low, high, label)."""
    seen = [0.0] + [v for row in rows for v in row[1:4] if v is not None and not math.isnan(v)]
    room = (max(seen) - min(seen)) * 0.12 or 1.0
    values = [
        {"c": name, "v": value, "low": value if low is None else low, "high": value if high is None else high, "t": text}
        for name, value, low, high, text in rows if not math.isnan(value)
    ]  # fmt: skip
    names = [row[0] for row in rows]
    y = {"field": "c", "type": "nominal", "sort": names, "scale": {"domain": names}, "axis": _names(size)}
    scale = {"domain": [min(seen) - room, max(seen) + room], "nice": False}
    at = {"x": _number("v", scale=scale, axis={"title": x, "tickCount": 4, "domain": False}), "y": y}
    span = {"x": _number("low", scale=scale), "x2": {"field": "high"}, "y": y}
    zero = {"data": {"values": [{"v": 0.0}]}, "encoding": {"x": _number("v", scale=scale)}}
    text = {"type": "text", "dy": -11, "fontSize": size.font - 2, "fontWeight": 600, "color": INK}
    layers = [
        zero | {"mark": {"type": "rule", "color": GREY, "strokeWidth": 1.2}},
        {"mark": {"type": "rule", "strokeWidth": 2, "color": WITH}, "encoding": span},
        {"mark": {"type": "point", "filled": True, "size": 75, "color": WITH, "opacity": 1}, "encoding": at},
        {"mark": text, "encoding": {**at, "text": {"field": "t"}}},
    ]
    return _frame(layers, size) | {"data": {"values": values}}


def svg(spec: Spec, name: str, title: str, about: str) -> str:
    """A specification as one SVG for a page: ids of its own, a title and a description, as wide as there is room."""
    import vl_convert

    text = vl_convert.vegalite_to_svg(spec)
    text = re.sub(r'\bid="(\w+)"', rf'id="{name}-\1"', text)
    text = re.sub(r"url\(#(\w+)\)", rf"url(#{name}-\1)", text)
    text = text.replace(' xmlns:xlink="http://www.w3.org/1999/xlink"', "")
    head, _, rest = text.partition(">")
    width = re.search(r'\bwidth="([\d.]+)"', head)
    head = re.sub(r' (?:width|height|class|role|aria-\w+)="[^"]*"', "", head)
    head += f' style="max-width:{width.group(1) if width else 800}px" role="img"'
    head += f' aria-labelledby="{name}-title {name}-desc"'
    rest = re.sub(r' (?:aria-\w+|role)="[^"]*"', "", rest)
    told = f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(about)}</desc>'
    return f"{head}>{told}{rest}"


def png(spec: Spec, scale: float = 2.0) -> bytes:
    """A specification as a PNG."""
    import vl_convert

    return vl_convert.vegalite_to_png(spec, scale=scale)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], caption: str, *, texts: int = 1) -> str:
    """An HTML table. The first `texts` columns are words, the others numbers; the first names the row."""
    kinds = ["" if n < texts else ' class="n"' for n in range(len(head))]
    top = "".join(f'<th scope="col"{k}>{escape(h)}</th>' for h, k in zip(head, kinds, strict=True))
    body = []
    for row in rows:
        cells = [f"<td{k}>{escape(cell)}</td>" for cell, k in zip(row[1:], kinds[1:], strict=True)]
        body.append(f'<tr><th scope="row">{escape(row[0])}</th>{"".join(cells)}</tr>')
    inside = f"<thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody>"
    return f"<table><caption>{escape(caption)}</caption>{inside}</table>"


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


def colour(share: float) -> str:
    """The colour of a score at a share (0 to 1) of the ramp; beyond the ends, that of the end."""
    place = min(max(share, 0.0), 1.0) * (len(RAMP) - 1)
    first = min(int(place), len(RAMP) - 2)
    a, b = ([int(RAMP[first + k][n : n + 2], 16) for n in (1, 3, 5)] for k in (0, 1))
    return "#" + "".join(f"{round(u + (v - u) * (place - first)):02x}" for u, v in zip(a, b, strict=True))


def _marks(marks: Sequence[tuple[float, str]], last: float, size: Size) -> list[Spec]:
    """Thin lines from top to bottom, named above the plot; names that would meet stand on two levels."""
    layers: list[Spec] = []
    free = [-math.inf, -math.inf]
    for place, label in sorted(marks):
        across = size.inner[0] * place / last
        level = 0 if across >= free[0] else 1
        free[level] = across + len(label) * (size.font - 2) * 0.56 + 8
        late = across > size.inner[0] * 0.72
        where: Spec = {"dx": 3, "align": "right"} if late else {"dx": -2, "align": "left"}
        layers.append({"data": {"values": [{"x": place}]}, "mark": RULE, "encoding": {"x": _number("x")}})
        layers.append(
            _text(place, None, label, GREY, size.font - 2, dy=-8 - (size.font + 1) * level, **where)
        )
    return layers


def _text(
    x: float, y: float | None, text: str, ink: str, font: int, *, weight: int = 400, **look: Any
) -> Spec:
    """A word at a place of the plot; y None: at its top."""
    mark = {
        "type": "text",
        "baseline": "middle",
        "align": "left",
        "color": ink,
        "fontSize": font,
        "fontWeight": weight,
    }
    up = {"value": 0} if y is None else _number("y")
    return {
        "data": {"values": [{"x": x, "y": y, "t": text}]},
        "mark": mark | look,
        "encoding": {"x": _number("x"), "y": up, "text": {"field": "t"}},
    }


def _number(field: str, **more: Any) -> Spec:
    return {"field": field, "type": "quantitative", **more}


def _as_is(field: str) -> Spec:
    return {"field": field, "type": "nominal", "scale": None}


def _names(size: Size) -> Spec:
    return {**BARE, "labelLimit": size.left - 8, "labelFontSize": size.font - 1}


def _up(top: float, title: str, ticks: int, suffix: str = "") -> Spec:
    axis = {"title": title, "tickCount": ticks, "domain": False, "ticks": False}
    axis["labelExpr"] = f"datum.label + '{suffix}'"
    return _number("y", scale={"domain": [0, top], "nice": False}, axis=axis)


def _frame(
    layers: Sequence[Spec], size: Size, span: tuple[float, float] | None = None, title_y: int = -10
) -> Spec:
    """Layers in a plot of a fixed size, with the theme; `span`: where the x axis of all of them begins and ends."""
    for layer in layers if span else ():
        layer["encoding"]["x"]["scale"] = {"domain": list(span or ()), "nice": False}
    fonts = {"labelFontSize": size.font - 1, "titleFontSize": size.font - 1}
    above = {
        "titleAnchor": "start",
        "titleAngle": 0,
        "titleAlign": "left",
        "titleBaseline": "bottom",
        "titleX": 0,
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": size.inner[0],
        "height": size.inner[1],
        "autosize": "none",
        "background": None,
        "padding": {"left": size.left, "right": size.right, "top": size.top, "bottom": size.bottom},
        "layer": list(layers),
        "config": {
            "font": FONT,
            "view": {"stroke": None},
            "axis": AXIS | fonts,
            "axisY": above | {"titleY": title_y},
        },
    }
