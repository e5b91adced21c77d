"""What can be kept of a page: numbers, people and charts. Every file says what made it and that it is made up."""

import json
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sottovoce import figures
from sottovoce.scenario.paths import plain
from sottovoce.web import crowd
from sottovoce.web.origin import SYNTHETIC, origin, origin_text
from sottovoce.web.pair import Pair
from sottovoce.web.replay import html
from sottovoce.web.view import NUMBERS

if TYPE_CHECKING:
    from sottovoce.web.telling import Telling


def made(look: "Telling", what: str) -> tuple[str | bytes, str, str] | None:
    """Content, media type and file name of something to keep; None where there is no such thing."""
    pair = look.pair
    assert pair is not None
    stem = f"sottovoce-{pair.base.name}-{pair.base.citizens}-seed{pair.base.seed}-day{look.day}"
    if what == "run.json":
        return json.dumps(_json(pair), indent=1), "application/json", f"{stem}.json"
    if what == "run.csv":
        return _csv(pair, ["world", "day", *NUMBERS], _daily(pair)), "text/csv", f"{stem}.csv"
    if what == "citizens.csv":
        columns = crowd.columns(pair, look.day)
        rows = zip(*(column.tolist() for column in columns.values()), strict=True)
        return _csv(pair, list(columns), rows), "text/csv", f"{stem}-citizens.csv"
    if what == "page.html":
        return html(pair, look.day), "text/html", f"{stem}.html"
    folder, _, file = what.partition("/")
    name, _, form = file.partition(".")
    drawing = next((d for d in look.drawings() if d.name == name), None) if folder == "chart" else None
    if drawing is None or form not in ("svg", "png", "csv"):
        return None
    if form == "csv":
        return _csv(pair, drawing.head, drawing.rows), "text/csv", f"{stem}-{name}.csv"
    spec = figures.whole(
        drawing.spec, drawing.title, f"Made up by a program. {origin_text(pair)}", drawing.key
    )
    if form == "png":
        return figures.png(spec), "image/png", f"{stem}-{name}.png"
    return (
        figures.svg(spec, name, drawing.title, f"{drawing.about} {SYNTHETIC}"),
        "image/svg+xml",
        f"{stem}-{name}.svg",
    )


def _daily(pair: Pair) -> Iterable[list[Any]]:
    for letter, side in zip("ab", pair.sides, strict=True):
        for day, row in enumerate(side.stats):
            yield [letter, day, *(round(float(v), 4) for v in row)]


def _csv(pair: Pair, head: list[str], rows: Iterable[Iterable[Any]]) -> str:
    return figures.sheet((SYNTHETIC, origin_text(pair)), head, rows)


def _json(pair: Pair) -> dict[str, Any]:
    worlds = {}
    for letter, side in zip("ab", pair.sides, strict=True):
        days = [[None if math.isnan(v) else round(float(v), 4) for v in row.tolist()] for row in side.stats]
        worlds[letter] = {"scenario": plain(side.scenario), "days": days}
    return {**origin(pair), "numbers": list(NUMBERS), "run": worlds}
