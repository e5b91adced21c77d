"""Rows in, a Vega-Lite specification out: curves, outlines of histograms, bars, dots with intervals."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from sottovoce.figures.parts import as_is, frame, marked, names_of, number, text_at, up
from sottovoce.figures.theme import (
    GREY,
    INK,
    PAGE,
    RULE,
    WITH,
    WITHOUT,
    Size,
    Spec,
    Style,
    colour,
    nice,
    pale,
    spread,
)


def lines(
    rows: Sequence[Mapping[str, Any]], styles: Mapping[str, Style], size: Size, *, x: str, y: str,
    last: float, suffix: str = "", marks: Sequence[tuple[float, str]] = (), labels: bool = True,
) -> Spec:  # fmt: skip
    """Curves from rows {x, y, series}, from 0 to `last`; rows with {low, high} too have a pale band behind them. `marks`: days and what
    happened then. `labels`: names at the right ends."""
    ends_of = [row.get(end) for row in rows for end in ("y", "low", "high")]
    known = [value for value in ends_of if value is not None]
    top = nice(max(known, default=1.0) * 1.02)
    lowest = min(known, default=0.0)
    bottom = -nice(-lowest) if lowest < 0 else 0.0
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
            "x": number("x", axis={"title": x, "grid": False, "tickCount": max(3, size.inner[0] // 90)}),
            "y": up(top, y, 5, suffix, bottom),
            "color": look([style.colour for style in styles.values()]),
            "strokeDash": look([style.pattern for style in styles.values()]),
            "strokeWidth": look([style.width for style in styles.values()]),
        },
    }
    layers = [*marked(marks, last, size), curve]
    if banded := [dict(row) for row in rows if row.get("low") is not None]:
        ends = {
            **curve["encoding"],
            "y": up(top, y, 5, suffix, bottom) | {"field": "low"},
            "y2": {"field": "high"},
        }
        mark = {"type": "area", "opacity": 0.16, "strokeWidth": 0}
        layers.insert(
            -1,
            {
                "data": {"values": banded},
                "mark": mark,
                "encoding": {k: v for k, v in ends.items() if "stroke" not in k},
            },
        )
    if labels:
        ends = {row["series"]: row["y"] for row in rows}
        named = [name for name in names if name in ends]
        gap = (top - bottom) * (size.font + 3) / size.inner[1]
        places = spread([ends[n] - bottom for n in named], gap, top - bottom)
        for name, place in zip(named, places, strict=True):
            layers.append(
                text_at(last, place + bottom, name, styles[name].colour, size.font, dx=8, weight=600)
            )
    return frame(layers, size, (0, last), title_y=-32 if marks else -10)


def steps(
    rows: Sequence[Mapping[str, Any]], styles: Mapping[str, Style], size: Size, *, x: str, y: str,
    marks: Sequence[tuple[float, str, str]] = (), ramp: tuple[float, float] | None = None,
) -> Spec:  # fmt: skip
    """Histogram outlines from rows {x, x2, y, series}. `marks`: place, label, "left" or "right" of the line.
    `ramp`: scores at which the colours begin and end; a strip under the plot shows the colour of a score."""
    top = nice(max((row["y"] for row in rows), default=1.0) * 1.02)
    low, high = min(row["x"] for row in rows), max(row["x2"] for row in rows)
    layers: list[Spec] = []
    sides = [side for *_, side in sorted(marks)]
    for n, (place, label, side) in enumerate(
        sorted(marks)
    ):  # a line begins at its name: none crosses another's
        level = sides[n + 1 :].count("left") if side == "left" else sides[:n].count("right")
        where = {"dx": -4, "align": "right"} if side == "left" else {"dx": 4, "align": "left"}
        down = (size.font + 1) * level
        ends = {"y": {"value": down}, "y2": {"value": size.inner[1]}}
        layers.append(
            {"data": {"values": [{"x": place}]}, "mark": RULE, "encoding": {"x": number("x"), **ends}}
        )
        layers.append(text_at(place, top, label, GREY, size.font - 2, dy=8 + down, **where))
    across = {
        "title": x,
        "grid": False,
        "offset": 10 if ramp else 0,
        "tickCount": max(3, size.inner[0] // 80),
    }
    for name, style in styles.items():
        mine = [{"x": row["x"], "y": row["y"]} for row in rows if row["series"] == name]
        outline: Spec = {"values": [*mine, {"x": high, "y": 0.0}]}
        stroke = {"type": "line", "strokeWidth": style.width, "strokeDash": style.pattern}
        for look in [stroke] if style.dash else [{"type": "area", "opacity": 0.14}, stroke]:
            mark = {"interpolate": "step-after", "color": style.colour, **look}
            encoding = {"x": number("x", axis=across), "y": up(top, y, 4)}
            layers.append({"data": outline, "mark": mark, "encoding": encoding})
    if ramp:
        cells = sorted({(row["x"], row["x2"]) for row in rows})
        strip = [(a, b, colour(((a + b) / 2 - ramp[0]) / (ramp[1] - ramp[0]))) for a, b in cells]
        layers.append({
            "data": {"values": [{"x": a, "x2": b, "c": c} for a, b, c in strip]},
            "mark": {"type": "rect", "height": 7, "yOffset": 6, "strokeWidth": 0.6},
            "encoding": {"x": number("x"), "x2": {"field": "x2"}, "y": {"value": size.inner[1]},
                         "fill": as_is("c"), "stroke": as_is("c")},
        })  # fmt: skip
    return frame(layers, size, (low, high))


def bars(rows: Sequence[tuple[str, float, float, str, str]], size: Size, *, x: str) -> Spec:
    """Two horizontal bars a category, to the right of 0 or to the left: (name, with, without, label with, label without)."""
    known = [v for row in rows for v in row[1:3] if not math.isnan(v)]
    top = nice(max(known, default=0.0) * 1.25)
    low = min(0.0, *known) * 1.1 if known else 0.0
    values = []
    for name, with_, without, told, told_without in rows:
        for world, value, text, fill, line in (
            ("a", with_, told, WITH, WITH),
            ("b", without, told_without, PAGE, WITHOUT),
        ):
            value = 0.0 if math.isnan(value) else value
            end = {"v": value, "end": max(value, 0.0), "zero": 0.0}
            values.append({"c": name, "w": world, "t": text, "fill": fill, "line": line} | end)
    across = {"title": x, "tickCount": 4, "domain": False}
    where = {
        "y": {"field": "c", "type": "nominal", "sort": None, "axis": names_of(size),
              "scale": {"paddingInner": 0.34, "paddingOuter": 0.15}},
        "yOffset": {"field": "w", "scale": {"paddingInner": 0.14}},
    }  # fmt: skip
    along = {"scale": {"domain": [low, top], "nice": False}, "axis": across}
    text = {"type": "text", "align": "left", "dx": 5, "fontSize": size.font - 1, "fontWeight": 600}
    painted = {"fill": as_is("fill"), "stroke": as_is("line")}
    layers = [
        {
            "mark": {"type": "bar", "strokeWidth": 1.6},
            "encoding": where | painted | {"x": number("v", **along), "x2": {"field": "zero"}},
        },
        {
            "mark": text,
            "encoding": where | {"x": number("end", **along), "text": {"field": "t"}, "color": as_is("line")},
        },
    ]
    return frame(layers, size) | {"data": {"values": values}}


def stacked(rows: Sequence[tuple[str, str, Sequence[float]]], size: Size, *, x: str, total: float) -> Spec:
    """One bar a row, in parts laid end to end: (what stands above the bar, colour, up to three parts that add up to `total`).
    The first part is filled, the second pale, the third hollow with a dashed line."""
    step = size.inner[1] / max(len(rows), 1)
    values, words = [], []
    for n, (text, ink, parts) in enumerate(rows):
        top, end = n * step + size.font + 9, 0.0
        words.append({"x": 0.0, "y": n * step + size.font / 2 + 2, "t": text, "line": ink})
        for part, fill, dash in zip(parts, (ink, pale(ink), PAGE), ([1, 0], [1, 0], [3, 2]), strict=False):
            values.append(
                {
                    "x": end,
                    "x2": end + part,
                    "y": top,
                    "y2": (n + 1) * step - 6,
                    "fill": fill,
                    "line": ink,
                    "dash": dash,
                }
            )
            end += part
    down = number("y", scale={"domain": [size.inner[1], 0], "nice": False}, axis=None)
    along = number(
        "x", scale={"domain": [0, total], "nice": False}, axis={"title": x, "tickCount": 5, "grid": False}
    )
    box = {"x": along, "x2": {"field": "x2"}, "y": down, "y2": {"field": "y2"}}
    layers: list[Spec] = []
    for dash in ([1, 0], [3, 2]):
        mine = [value for value in values if value["dash"] == dash and value["x2"] > value["x"]]
        painted = {"fill": as_is("fill"), "stroke": as_is("line")}
        mark = {"type": "rect", "strokeWidth": 1.4, "strokeDash": dash}
        layers.append({"data": {"values": mine}, "mark": mark, "encoding": box | painted})
    look = {"type": "text", "align": "left", "baseline": "middle", "fontSize": size.font, "fontWeight": 600}
    told = {"x": along, "y": down, "text": {"field": "t"}, "color": as_is("line")}
    return frame([*layers, {"data": {"values": words}, "mark": look, "encoding": told}], size)


def dots(rows: Sequence[tuple[str, float, float | None, float | None, str]], size: Size, *, x: str) -> Spec:
    """A dot with its interval a row, around a line at zero: (name, value, low, high, label)."""
    seen = [0.0] + [v for row in rows for v in row[1:4] if v is not None and not math.isnan(v)]
    room = (max(seen) - min(seen)) * 0.12 or 1.0
    values = []
    for name, value, low, high, text in rows:
        if not math.isnan(value):
            ends = {"low": value if low is None else low, "high": value if high is None else high}
            values.append({"c": name, "v": value, "t": text, **ends})
    names = [row[0] for row in rows]
    y = {"field": "c", "type": "nominal", "sort": names, "scale": {"domain": names}, "axis": names_of(size)}
    scale = {"domain": [min(seen) - room, max(seen) + room], "nice": False}
    at = {"x": number("v", scale=scale, axis={"title": x, "tickCount": 4, "domain": False}), "y": y}
    span = {"x": number("low", scale=scale), "x2": {"field": "high"}, "y": y}
    zero = {"data": {"values": [{"v": 0.0}]}, "encoding": {"x": number("v", scale=scale)}}
    words = {"type": "text", "dy": -11, "fontSize": size.font - 2, "fontWeight": 600, "color": INK}
    layers = [
        zero | {"mark": {"type": "rule", "color": GREY, "strokeWidth": 1.2}},
        {"mark": {"type": "rule", "strokeWidth": 2, "color": WITH}, "encoding": span},
        {"mark": {"type": "point", "filled": True, "size": 75, "color": WITH, "opacity": 1}, "encoding": at},
        {"mark": words, "encoding": {**at, "text": {"field": "t"}}},
    ]
    return frame(layers, size) | {"data": {"values": values}}
