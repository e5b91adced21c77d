"""Parts of a page: a chart with its key, caption and numbers; a table that scrolls by itself."""

import base64
import re
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from sottovoce import figures
from sottovoce.report.charts import Chart


class Source(NamedTuple):
    """What made a figure: a line for the figure as a file, and how the name of such a file begins."""

    text: str
    stem: str


def shared(command: str) -> str:
    """A command as it may be passed on: without the folder of whoever typed it."""
    return re.sub(r" --out[ =]('[^']*'|\S+)", "", command)


def downloads(
    name: str,
    title: str,
    pictures: tuple[str, bytes],
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    source: Source,
) -> Markup:
    """Links to a figure as files, each complete by itself (title, key, where it comes from) and held by the page: PNG, SVG, and the numbers as CSV."""
    numbers = figures.sheet((title, source.text), head, rows)
    files = (
        ("PNG", "image/png", pictures[1]),
        ("SVG", "image/svg+xml", pictures[0].encode()),
        ("CSV", "text/csv;charset=utf-8", numbers.encode()),
    )
    stem = f"{source.stem}-{name}"
    links = (
        f'<a download="{escape(stem)}.{kind.lower()}" href="data:{media};base64,{base64.b64encode(data).decode()}" aria-label="{kind}: {escape(title)}">{kind}</a>'
        for kind, media, data in files
    )
    return Markup(f'<p class="files">Download: {" ".join(links)}</p>')


def chart_html(chart: Chart, source: Source | None = None) -> Markup:
    """A chart, its key, its caption, links to it as files (where `source` says what made it), and its numbers behind a fold."""
    pictures = chart.svgs
    key = keys(chart)
    if chart.titles:
        inner = "".join(
            f'<div class="panel"><p>{Markup.escape(t)}</p>{one}</div>'
            for t, (_, one) in zip(chart.titles, pictures, strict=True)
        )
        inner = f'<div class="panels">{inner}</div>'
    else:
        inner = "".join(f'<div class="{size}">{one}</div>' for size, one in pictures)
    caption = f"<figcaption>{Markup.escape(chart.caption)}</figcaption>"
    files = (
        downloads(chart.name, chart.title, chart.files(source.text), chart.head, chart.rows, source)
        if source
        else ""
    )
    fold = (
        "<details><summary>Table: "
        f"{Markup.escape(chart.title.lower())}</summary>{scroll(chart.table(), chart.title)}</details>"
    )
    return Markup(f'<figure id="{chart.name}">{key}{inner}{caption}{files}</figure>{fold}')


def figure(chart: Chart) -> figures.Figure:
    """A chart as an object that can be shown and saved: the wide one of two sizes."""
    panels = [
        (chart.titles[n] if chart.titles else "", spec[0] if isinstance(spec, tuple) else spec)
        for n, spec in enumerate(chart.specs)
    ]
    return figures.Figure(
        chart.title, chart.caption, chart.about, panels, chart.head, chart.rows, keys(chart)
    )


def keys(chart: Chart) -> str:
    """What stands for what in a chart, as a list of a page."""
    found = "".join(
        f"<li>{_sample(style, kind)}{Markup.escape(label)}</li>" for label, style, kind in chart.key
    )
    return f'<ul class="key{" key-narrow" if chart.key_narrow else ""}">{found}</ul>' if found else ""


def _sample(style: figures.Style, kind: str) -> str:
    """How a series looks, for a key."""
    if kind in ("full", "pale", "hollow"):
        fill = {"full": style.colour, "pale": figures.pale(style.colour), "hollow": figures.PAGE}[kind]
        dash = ' stroke-dasharray="3 2"' if kind == "hollow" else ""
        box = f'<rect x="1" y="1" width="16" height="10" fill="{fill}" stroke="{style.colour}" stroke-width="1.4"{dash}/>'
        return f'<svg width="18" height="12" aria-hidden="true">{box}</svg>'
    if kind == "bar":
        fill = figures.PAGE if style.dash else style.colour
        look = f'fill="{fill}" stroke="{style.colour}" stroke-width="1.6"'
        box = f'<rect x="1" y="1" width="16" height="10" {look}/>'
        return f'<svg width="18" height="12" aria-hidden="true">{box}</svg>'
    dash = f' stroke-dasharray="{" ".join(map(str, style.dash))}"' if style.dash else ""
    look = f'stroke="{style.colour}" stroke-width="{style.width}"{dash}'
    return f'<svg width="30" height="12" aria-hidden="true"><line x1="0" y1="6" x2="30" y2="6" {look}/></svg>'


def scroll(table: str, name: str) -> Markup:
    """A table that scrolls sideways by itself where the page is narrow."""
    label = Markup.escape(f"{name}, table")
    return Markup(f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">{table}</div>')
