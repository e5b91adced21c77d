"""Published beside measured: the paper's curve as a line, what we measure as points. For the terminal and as SVG."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sottovoce import figures, files
from sottovoce.figures import GREY, INK, PAGE, THOUGHT, WITH, WITHOUT, Spec
from sottovoce.figures.theme import AXIS, FONT

COLOURS = (WITH, WITHOUT, THOUGHT, "#6b7a12", "#7a3b8f", GREY)
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")
DASHES = ([1, 0], [6, 4], [2, 2], [8, 3, 2, 3], [1, 3], [4, 1])
MARKS = ("o", "x", "+", "*", "s", "v")
INKS = ("red", "blue", "default", "green", "magenta", "gray")


@dataclass(frozen=True)
class Curve:
    """One series. `pair`: what belongs together has the same number, and so the same colour; `measured` is drawn as
    points, what was published (or is exact) as a line. `low`, `high`: an interval, where there is one."""

    name: str
    x: Sequence[float] | np.ndarray
    y: Sequence[float] | np.ndarray
    pair: int = 0
    measured: bool = False
    low: Sequence[float] | np.ndarray | None = None
    high: Sequence[float] | np.ndarray | None = None

    def points(self) -> list[tuple[float, float]]:
        """(x, y) where both are finite."""
        both = ((float(a), float(b)) for a, b in zip(self.x, self.y, strict=True))
        return [(a, b) for a, b in both if math.isfinite(a) and math.isfinite(b)]


@dataclass(frozen=True)
class Picture:
    """What is drawn: a title, two axes, series, and horizontal marks (height, label)."""

    title: str
    x: str
    y: str
    curves: tuple[Curve, ...]
    marks: tuple[tuple[float, str], ...] = ()
    log: bool = False  # the horizontal axis
    span: tuple[float, float] | None = field(default=None)  # of the vertical axis

    @property
    def height(self) -> tuple[float, float]:
        """Lowest and highest value to be shown."""
        if self.span:
            return self.span
        values = [y for curve in self.curves for _, y in curve.points()] + [at for at, _ in self.marks]
        for curve in self.curves:
            for ends in (curve.low, curve.high):
                values += [float(v) for v in ends] if ends is not None else []
        low, high = min(values, default=0.0), max(values, default=1.0)
        low = 0.0 if 0 <= low <= 0.5 * high else low
        room = (high - low or abs(high) or 1.0) * 0.06
        return (low - room if low else 0.0), high + room


def spec(picture: Picture, width: int = 560, height: int = 320) -> Spec:
    """The picture as a Vega-Lite specification."""
    names = [curve.name for curve in picture.curves]
    lines = [c for c in picture.curves if not c.measured]
    dots = [c for c in picture.curves if c.measured]
    x: Spec = {
        "field": "x",
        "type": "quantitative",
        "axis": {"title": picture.x, "grid": False, "tickCount": 6},
    }
    x["scale"] = {"type": "log"} if picture.log else {"nice": False, "zero": False}
    y: Spec = {"field": "y", "type": "quantitative", "axis": {"title": picture.y, "tickCount": 6}}
    y["scale"] = {"domain": list(picture.height), "nice": False}
    colour: Spec = {"field": "series", "type": "nominal", "legend": None}
    colour["scale"] = {"domain": names, "range": [COLOURS[c.pair % len(COLOURS)] for c in picture.curves]}
    where = {"x": x, "y": y, "color": colour}
    layers: list[Spec] = []
    for at, label in picture.marks:
        rule = {"type": "rule", "color": GREY, "strokeDash": [2, 2]}
        told = {"type": "text", "align": "left", "baseline": "bottom", "dx": 4, "dy": -2, "color": GREY}
        data = {"values": [{"y": at, "t": label}]}
        layers.append({"data": data, "mark": rule, "encoding": {"y": y}})
        layers.append(
            {"data": data, "mark": told, "encoding": {"y": y, "x": {"value": 0}, "text": {"field": "t"}}}
        )
    for curve in lines:
        mark = {"type": "line", "strokeWidth": 2, "strokeDash": DASHES[curve.pair % len(DASHES)]}
        layers.append({"data": {"values": _rows(curve)}, "mark": mark, "encoding": where})
    for curve in dots:
        if curve.low is not None and curve.high is not None:
            rows = [
                r | {"low": float(a), "high": float(b)}
                for r, a, b in zip(_rows(curve), curve.low, curve.high, strict=True)
            ]
            ends = {"y": y | {"field": "low"}, "y2": {"field": "high"}}
            layers.append({"data": {"values": rows}, "mark": {"type": "rule"}, "encoding": where | ends})
        shape = SHAPES[curve.pair % len(SHAPES)]
        mark = {"type": "point", "filled": True, "size": 42, "opacity": 1, "shape": shape}
        layers.append({"data": {"values": _rows(curve)}, "mark": mark, "encoding": where})
    key = [{"n": n, "t": c.name, "pair": c.pair, "m": c.measured} for n, c in enumerate(picture.curves)]
    layers += _key(key, width)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "background": PAGE,
        "padding": {"left": 16, "right": 16, "top": 14, "bottom": 12},
        "title": {"text": picture.title, "anchor": "start", "font": FONT, "fontSize": 15, "color": INK, "offset": 22},
        "width": width,
        "height": height,
        "layer": layers,
        "config": {"font": FONT, "view": {"stroke": None}, "axis": AXIS | {"labelFontSize": 12, "titleFontSize": 12}},
    }  # fmt: skip


def _rows(curve: Curve) -> list[dict[str, Any]]:
    return [{"x": x, "y": y, "series": curve.name} for x, y in curve.points()]


def _key(key: list[dict[str, Any]], width: int) -> list[Spec]:
    """Names of the series to the right of the plot, each behind its mark."""
    layers: list[Spec] = []
    for entry in key:
        at = {"x": {"value": width + 14}, "y": {"value": 8 + 20 * entry["n"]}}
        ink = COLOURS[entry["pair"] % len(COLOURS)]
        one: list[dict[str, Any]] = [{}]
        if entry["m"]:
            shape = SHAPES[entry["pair"] % len(SHAPES)]
            mark: Spec = {
                "type": "point",
                "filled": True,
                "size": 42,
                "shape": shape,
                "color": ink,
                "opacity": 1,
            }
            layers.append({"data": {"values": one}, "mark": mark, "encoding": at})
        else:
            mark = {
                "type": "rule",
                "color": ink,
                "strokeWidth": 2,
                "strokeDash": DASHES[entry["pair"] % len(DASHES)],
            }
            layers.append(
                {
                    "data": {"values": one},
                    "mark": mark,
                    "encoding": {"x": {"value": width + 4}, "x2": {"value": width + 24}, "y": at["y"]},
                }
            )
        words = {
            "type": "text",
            "align": "left",
            "baseline": "middle",
            "dx": 16,
            "fontSize": 12,
            "color": INK,
        }
        layers.append(
            {
                "data": {"values": [{"t": entry["t"]}]},
                "mark": words,
                "encoding": at | {"text": {"field": "t"}},
            }
        )
    return layers  # fmt: skip


def write(picture: Picture, path: Path, name: str) -> Path:
    """Write the picture as SVG or PNG, by the ending of `path`."""
    drawn = spec(picture)
    if path.suffix == ".png":
        return files.save(path, figures.png(drawn))
    about = f"{picture.y} by {picture.x}: " + ", ".join(c.name for c in picture.curves)
    return files.save(path, figures.svg(drawn, name, picture.title, about))


def terminal(picture: Picture, width: int = 78, height: int = 18) -> str:
    """The picture in characters: lines of dots for what was published, marks for what we measure."""
    import plotext

    canvas: Any = plotext
    canvas.clear_figure()
    canvas.theme("clear")
    canvas.plotsize(width, height)
    for curve in sorted(picture.curves, key=lambda c: c.measured):
        points = curve.points()
        if not points:
            continue
        xs = [math.log10(x) if picture.log else x for x, _ in points]
        ys = [y for _, y in points]
        ink = INKS[curve.pair % len(INKS)]
        if curve.measured:
            canvas.scatter(xs, ys, marker=MARKS[curve.pair % len(MARKS)], color=ink, label=curve.name)
        else:
            canvas.plot(xs, ys, marker=".", color=ink, label=curve.name)
    for at, _ in picture.marks:
        canvas.hline(at)
    low, high = picture.height
    step = figures.nice((high - low) / 5)
    ticks = [step * k for k in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]
    canvas.ylim(low, high)
    canvas.yticks(ticks, [f"{tick:.4g}" for tick in ticks])
    canvas.title(picture.title)
    canvas.xlabel(f"log10 {picture.x}" if picture.log else picture.x)
    canvas.ylabel(picture.y)
    drawing = canvas.build()
    canvas.clear_figure()
    return drawing
