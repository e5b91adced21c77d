"""Figures and tables as text for a page, and as PNG. Loads nothing from outside."""

import math
import re
import textwrap
import threading
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from html import escape
from typing import Any

from sottovoce.figures.theme import GREY, INK, PAGE, Spec, pale

OUTER = (
    "$schema",
    "config",
    "background",
    "padding",
    "autosize",
    "title",
)  # of a specification, what only its outermost view may have


NUMBER = re.compile(
    r"[+-]?[\d.,]+(e[+-]?\d+)? ?%?( ?pp)?( to [+-]?[\d.,]+ ?%?( ?pp)?)?"
)  # as tables write numbers, shares and intervals


def start() -> None:
    """Start what draws, which takes a third of a second once."""
    import vl_convert

    vl_convert.vegalite_to_svg({"mark": "bar", "data": {"values": []}})


def start_beside() -> threading.Thread:
    """Start what draws in a thread, on another core, while this one loads something else. Wait for it before a process is forked. What
    goes wrong is said when something is drawn."""

    def quietly() -> None:
        with suppress(Exception):
            start()

    thread = threading.Thread(target=quietly)
    thread.start()
    return thread


def svg(spec: Spec, name: str, title: str, about: str) -> str:
    """A specification as one SVG for a page: ids of its own, a title and a description, as wide as there is
    room."""
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


def whole(
    spec: Spec | Sequence[tuple[str, Spec]],
    title: str,
    said: str,
    key: Sequence[tuple[str, str, str] | tuple[str, str, str, str]] = (),
) -> Spec:
    """A figure that stands by itself in a file: with its title, a line on what made it, and its key (label, colour, dash; then "line", "bar", "full", "pale" or
    "hollow"); nothing of it is cut. `spec`: one specification, or several small ones with their titles."""
    panels = [("", spec)] if isinstance(spec, dict) else list(spec)
    first = panels[0][1]
    width = max(
        200, *(int(one.get("width", 400)) for _, one in panels)
    )  # for the title, where nothing is drawn
    views = [
        {name: value for name, value in one.items() if name not in OUTER}
        | ({"title": {"text": label, "anchor": "start", "fontSize": 13, "offset": 8}} if label else {})
        for label, one in panels
    ]
    lines = textwrap.wrap(said, width // 5)
    found: Spec = {
        **{name: first[name] for name in ("$schema", "config") if name in first},
        "background": PAGE, "padding": 18,
        "title": {"text": textwrap.wrap(title, width // 9), "anchor": "start", "fontSize": 15, "offset": 16, "subtitle": lines, "subtitleFontSize": 9,
                  "subtitleColor": GREY, "subtitlePadding": 5},
        "vconcat": [*views, *([_key(key, width)] if key else [])],
    }  # fmt: skip
    return found


def files(
    spec: Spec | Sequence[tuple[str, Spec]],
    title: str,
    said: str,
    key: Sequence[tuple[str, str, str] | tuple[str, str, str, str]] = (),
) -> tuple[str, bytes]:
    """A whole figure as SVG and as PNG."""
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(whole(spec, title, said, key))
    return drawn, packed(vl_convert.svg_to_png(drawn, scale=1.25))


def _key(key: Sequence[tuple[str, str, str] | tuple[str, str, str, str]], width: int) -> Spec:
    """The lines of a figure and what they are called, two in a row where there is room."""
    columns = 2 if max(len(label) for label, *_ in key) * 7 + 40 < width / 2 else 1
    layers = []
    for number, (label, colour, dash, *kind) in enumerate(key):
        x, y = number % columns * width / columns, number // columns * 18 + 9
        at = {"x": {"value": x}, "x2": {"value": x + 28}, "y": {"value": y}}
        mark = {
            "type": "rule",
            "color": colour,
            "strokeWidth": 2.4,
            "strokeDash": [float(d) for d in dash.split()],
        }
        if kind and kind[0] != "line":
            fill = {"pale": pale(colour), "hollow": PAGE}.get(kind[0], PAGE if dash else colour)
            mark = {"type": "rect", "fill": fill, "stroke": colour, "strokeWidth": 1.4}
            mark |= {"strokeDash": [3, 2]} if kind[0] == "hollow" else {}
            at |= {"y": {"value": y - 5}, "y2": {"value": y + 5}}
        layers.append({"mark": mark, "encoding": at})
        text = {
            "type": "text",
            "text": label,
            "align": "left",
            "baseline": "middle",
            "color": INK,
            "fontSize": 12,
        }
        layers.append({"mark": text, "encoding": {"x": {"value": x + 34}, "y": {"value": y}}})
    return {
        "width": width,
        "height": -(-len(key) // columns) * 18,
        "data": {"values": [{}]},
        "view": {"stroke": None},
        "layer": layers,
    }


def packed(png_: bytes) -> bytes:
    """The same PNG, compressed: what draws it hardly does, and a page holds many."""
    packets, parts, at = b"", [], 8
    while at < len(png_):
        size, kind = int.from_bytes(png_[at : at + 4], "big"), png_[at + 4 : at + 8]
        if kind == b"IDAT":
            packets += png_[at + 8 : at + 8 + size]
        else:
            parts.append(png_[at : at + 12 + size])
        at += 12 + size
    body = b"IDAT" + zlib.compress(zlib.decompress(packets), 6)
    whole_ = (len(body) - 4).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    return png_[:8] + b"".join([*parts[:-1], whole_, parts[-1]])


def png(spec: Spec, scale: float = 2.0) -> bytes:
    """A specification as a PNG."""
    import vl_convert

    return vl_convert.vegalite_to_png(spec, scale=scale)


def sheet(said: Iterable[str], head: Sequence[str], rows: Iterable[Iterable[Any]]) -> str:
    """Numbers as CSV, after lines of comment that say what they are. NaN and None are empty."""

    def cell(value: Any) -> str:
        if value is None or (isinstance(value, float) and math.isnan(value)):
            return ""
        text = str(value).replace("−", "-")
        if text[:1] in "=+-@\t\r" and text and not NUMBER.fullmatch(text):
            text = f"'{text}"  # a spreadsheet would run it as a formula
        return f'"{text.replace(chr(34), chr(34) * 2)}"' if any(c in text for c in ',"\n\r') else text

    lines = ["# " + re.sub(r"([,;]\s*)([=+@-])", r"\1'\2", " ".join(line.split())) for line in said]
    return "\n".join([*lines, *(",".join(map(cell, row)) for row in (head, *rows))]) + "\n"


def table(head: Sequence[str], rows: Sequence[Sequence[str]], caption: str, *, texts: int = 1) -> str:
    """An HTML table. The first `texts` columns are words, the others numbers; the first names the row;
    what follows a line break in it stands small below."""
    kinds = ["" if n < texts else ' class="n"' for n in range(len(head))]
    top = "".join(f'<th scope="col"{k}>{escape(h)}</th>' for h, k in zip(head, kinds, strict=True))
    body = []
    for row in rows:
        cells = [f"<td{k}>{escape(cell)}</td>" for cell, k in zip(row[1:], kinds[1:], strict=True)]
        name, _, small = (escape(part) for part in row[0].partition("\n"))
        name += f"<small>{small}</small>" if small else ""
        body.append(f'<tr><th scope="row">{name}</th>{"".join(cells)}</tr>')
    inside = f"<thead><tr>{top}</tr></thead><tbody>{''.join(body)}</tbody>"
    return f"<table><caption><span>{escape(caption)}</span></caption>{inside}</table>"
