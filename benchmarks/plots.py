"""Log-log plots of the results, in the style of the house, as SVG."""

from pathlib import Path
from typing import Any

from benchmarks.targets import curve, slope
from sottovoce import figures
from sottovoce.figures import GREY, INK, PAGE, WITH, WITHOUT
from sottovoce.figures.parts import frame
from sottovoce.figures.theme import Size, Spec

SIZE = Size(760, 440, left=64, right=150, top=40, bottom=68)
# name: colour, dash, point
LOOKS: dict[str, tuple[str, list[int], str, str]] = {
    "gather": (GREY, [2, 2], "cross", "gather bound"),
    "ours": (WITH, [1, 0], "circle", "our driver"),
    "full": (INK, [1, 0], "square", "full model"),
    "scipy": (WITHOUT, [1, 0], "triangle-up", "SciPy"),
    "numpy": (WITHOUT, [6, 3], "diamond", "NumPy"),
    "starsim": ("#967846", [6, 3], "triangle-down", "Starsim"),
    "mesa": ("#967846", [2, 2], "triangle-right", "Mesa"),
}
EXPONENT = "datum.value < 1 ? format(datum.value, '.2') : format(datum.value, '~s')"


def log(field: str, title: str, domain: tuple[float, float]) -> Spec:
    """A logarithmic axis."""
    axis = {
        "title": title,
        "labelExpr": EXPONENT,
        "domain": False,
        "ticks": False,
        "values": _decades(*domain),
    }
    return {
        "field": field,
        "type": "quantitative",
        "scale": {"type": "log", "domain": list(domain), "nice": False},
        "axis": axis,
    }


def _decades(low: float, high: float) -> list[float]:
    return [10.0**k for k in range(-9, 12) if low <= 10.0**k <= high]


def _round_out(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return low / 1.6, high * 1.6


def loglog(series: dict[str, list[tuple[float, float]]], across: str, up: str, note: str) -> Spec:
    """Lines with points, each named at its end; `note` below: when, and on what machine."""
    xs = [x for line in series.values() for x, _ in line]
    ys = [y for line in series.values() for _, y in line]
    x, y = log("x", across, _round_out(xs)), log("y", up, _round_out(ys))
    layers: list[Spec] = []
    for name, line in series.items():
        ink, dash, shape, _ = LOOKS[name]
        data = {"values": [{"x": a, "y": b} for a, b in line]}
        at = {"x": x, "y": y}
        layers.append(
            {
                "data": data,
                "mark": {"type": "line", "color": ink, "strokeDash": dash, "strokeWidth": 2},
                "encoding": at,
            }
        )
        layers.append({"data": data, "mark": {"type": "point", "color": ink, "shape": shape, "filled": True, "size": 46, "opacity": 1}, "encoding": at})  # fmt: skip
    layers += _names(series, x, y)
    below = {"type": "text", "align": "left", "fontSize": 11, "color": GREY, "x": 0, "y": SIZE.inner[1] + 60}
    layers.append({"data": {"values": [{"t": note}]}, "mark": below, "encoding": {"text": {"field": "t"}}})
    spec = frame(layers, SIZE)
    spec["background"] = PAGE
    return spec


def _names(series: dict[str, list[tuple[float, float]]], x: Spec, y: Spec) -> list[Spec]:
    """Names to the right of the plot, moved apart, each at the height where its line ends."""
    import math

    low, high = (math.log(v) for v in y["scale"]["domain"])
    height, width = SIZE.inner[1], SIZE.inner[0]
    names = list(series)
    ends = [height * (math.log(series[name][-1][1]) - low) / (high - low) for name in names]
    places = figures.spread(ends, 17.0, float(height))
    return [
        {
            "data": {"values": [{"t": LOOKS[name][3]}]},
            "mark": {"type": "text", "align": "left", "baseline": "middle", "fontSize": 13, "color": LOOKS[name][0], "x": width + 10, "y": height - place},
            "encoding": {"text": {"field": "t"}},
        }
        for name, place in zip(names, places, strict=True)
    ]  # fmt: skip


def series(found: dict[str, Any], value) -> dict[str, list[tuple[float, float]]]:
    """One line an engine, with its most threads: (citizens, value(entry))."""
    sizes = found["parts"].get("score-day", {}).get("found", {}).get("sizes", {})
    lines: dict[str, list[tuple[float, float]]] = {}
    for n, size in sizes.items():
        best: dict[str, tuple[int, float]] = {}
        for key, entry in size.items():
            name, _, threads = key.partition(" ")
            number = None if "error" in entry else value(entry)
            if number and (name not in best or int(threads or 1) > best[name][0]):
                best[name] = (int(threads or 1), number)
        for name, (_, number) in best.items():
            lines.setdefault(name, []).append((float(n), number))
    return {name: lines[name] for name in LOOKS if name in lines}


def draw(found: dict[str, Any], folder: Path) -> list[Path]:
    """Write the pictures that there are figures for; returns their paths."""
    written = []
    when = next(iter(found["parts"].values()))
    note = f"{when['date']}; {when['machine']}"

    def save(name: str, spec: Spec, title: str) -> None:
        path = folder / f"bench-{name}.svg"
        path.write_text(
            figures.svg(spec, f"bench-{name}", title, f"{title}. {note}.") + "\n", encoding="utf-8"
        )
        written.append(path)

    speed = series(found, lambda entry: 1e9 / entry["wall_ns"][0])
    if speed:
        save(
            "speed",
            loglog(speed, "citizens", "citizen-days a second, all cores where it can use them", note),
            "Speed by size of society",
        )
    memory = series(found, lambda entry: entry["peak_bytes"] / entry["n"])
    memory.pop("gather", None)
    if memory:
        save(
            "memory",
            loglog(memory, "citizens", "bytes a citizen at the peak, the program included", note),
            "Memory by size of society",
        )
    score_day = found["parts"].get("score-day", {}).get("found", {}).get("sizes", {})
    scaling = found["parts"].get("scaling", {}).get("found", {})
    points = curve({} if "error" in scaling else scaling, score_day)
    if len(points) > 1:
        title = f"Cost of a day of the full model: slope {slope(points):.2f}"
        save(
            "scaling",
            loglog({"full": points}, "citizens", f"seconds a day; slope {slope(points):.2f}", note),
            title,
        )
    return written
