"""compare.html: one file with its style and figures inside. It runs no script and loads nothing."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sottovoce import figures
from sottovoce.measure.counts import COUNTS
from sottovoce.measure.names import MEASURES
from sottovoce.record.store import Store
from sottovoce.reforms import REFORMS, sentences
from sottovoce.report.build import CANNOT_SAY
from sottovoce.report.compare import facts
from sottovoce.report.compare.facts import in_spreads, percents, ranks, told
from sottovoce.report.compare.figure import Picture, pictures, ranking, together
from sottovoce.report.html import Source, chart_html, downloads, scroll, shared
from sottovoce.report.numbers import NONE, number, percent, span, unit
from sottovoce.report.sentences import MADE_UP
from sottovoce.report.words import about, short
from sottovoce.scenario.cite import citation
from sottovoce.study.comparison import Comparison

FILE, PICTURE = "compare.html", "compare.svg"
HERE = Path(__file__).parent


def fill(c: Comparison, store: Store) -> None:
    """Write compare.html and, where there is one, compare.svg (the first figure)."""
    drawn = pictures(c)
    store.text(FILE, html(c, drawn))
    if drawn:
        store.text(PICTURE, alone(drawn[0], c))


def html(c: Comparison, drawn: list[Picture] | None = None) -> str:
    """The page as text."""
    world = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made = source(c)
    world.globals |= {
        "chart": lambda chart: chart_html(chart, made),
        "picture": lambda one: _picture(one, made),
        "scroll": scroll,
    }
    return world.get_template("compare.html").render(**_content(c, pictures(c) if drawn is None else drawn))


def alone(picture: Picture, c: Comparison) -> str:
    """A figure as a file of its own: with a ground, a title, and what it is made from."""
    spec = figures.whole(picture.spec, picture.title, f"{picture.caption} {source(c).text}")
    return figures.svg(spec, "compare", picture.title, picture.about)


def source(c: Comparison) -> Source:
    """What made a figure, for a file that stands by itself."""
    p = c.origin
    command = f" Made by: {shared(p['command'])}." if p.get("command") else ""
    names = [s.name for s in c.scenarios]
    line = f"Sottovoce {p.get('versions', {}).get('sottovoce', '')}: {', '.join(names)}, {facts.size(c)}{command} {MADE_UP}"
    return Source(line, f"{'-'.join(names[:3])}-{c.first.citizens}-seed{c.first.seed}")


def html_table(c: Comparison) -> str:
    """The main table as HTML, for the page and for a notebook."""
    return _systems_table(c) if c.of_systems else _ranking_table(c)


def _content(c: Comparison, drawn: list[Picture]) -> dict[str, Any]:
    p, (gone, _) = c.origin, facts.left_out(c)
    names = [n.partition("@")[0] for row in c.rows if row.kind == "reform" for n in row.name.split("+")]
    asked = [name for name in REFORMS if name in names]
    main = [one for one in drawn if not one.name.startswith("who-")]
    return {
        "style": Markup((HERE.parent / "style.css").read_text(encoding="utf-8")),
        "c": c,
        "title": "Side by side: " + ", ".join(r.label for r in c.systems)
        if c.of_systems
        else f"{facts.QUESTIONS[facts.kind(c)]}: {c.first.name}",
        "label": c.first.label[:1].upper() + c.first.label[1:],
        "made_up": MADE_UP,
        "troubles": facts.troubles(c),
        "lead": facts.lead(c),
        "size": facts.size(c),
        "answer": facts.answer(c),
        "kind": facts.kind(c),
        "apart_table": _apart_table(c),
        "harm": "" if c.of_systems else facts.harm_sentence(c),
        "order": facts.order_sentence(c),
        "remarks": facts.remarks(c),
        "equal": facts.equal_sentences(c),
        "ranking": None if c.of_systems else ranking(c),
        "pairs": None if c.of_systems else together(c),
        "main_table": html_table(c),
        "pictures": main,
        "who": [one for one in drawn if one not in main],
        "reforms": sentences(asked) if asked else [],
        "knockouts": [(row.label, row.what) for row in c.rows if row.kind == "knock-out"],
        "does_not_apply": gone,
        "notes": c.notes,
        "meanings": [(short(n), about(n)) for n in facts.known_measures()],
        "provenance": [
            ("scenario", ", ".join(s.name for s in c.scenarios)),
            ("size", facts.size(c)),
            ("command", p.get("command") or "not recorded"),
            ("written", str(p.get("written", ""))),
            ("versions", ", ".join(f"{name} {v}" for name, v in p.get("versions", {}).items())),
            ("machine", str(p.get("machine", ""))),
            ("synthetic", "yes: everyone is made up by a program"),
        ],
        "version": p.get("versions", {}).get("sottovoce", ""),
        "citations": [citation(s) for s in c.scenarios],
        "cannot_say": CANNOT_SAY,
    }  # fmt: skip


def _ranking_table(c: Comparison) -> str:
    """Rank, value, share given back with its interval; without a ranking, differences of every harm."""
    by = c.ranked_by
    rows = []
    if by is None:
        for row in c.rows:
            for name in ("voice_gap", "access_lost", "ties_cut"):
                if name in row.measures:
                    e = row.measures[name]
                    rows.append([row.label, short(name), number(e.value, e.unit), number(e.difference, e.unit, sign=True),
                                 span(e.low, e.high, e.unit)])  # fmt: skip
        head = ["world", "measure", "value", "difference", "95% interval"]
        return figures.table(head, rows, c.order.why, texts=2)
    for row in (*c.base, *c.ranked_rows):
        if by not in row.measures:
            rows.append([row.label, "", NONE, "", "failed" if row.error else "none finished"])
            continue
        cell = row.measures[by]
        value = number(cell.value, cell.unit)
        if row.kind in ("with", "without"):
            rows.append([row.label, "", value, "0%" if row.kind == "with" else "100%", ""])
        else:
            back = percents(cell.given_low, cell.given_high)
            rows.append([row.label, ranks(row), value, percent(cell.given_back), back])
    caption = f"Share of the harm ({short(by)}, {unit(MEASURES[by].unit)}) that is given back"
    return figures.table(["world", "rank", short(by), "given back", "95% interval"], rows, caption, texts=2)


def _apart_table(c: Comparison) -> str:
    """Rows that are no findings, with the reason."""
    rows = [[row.label, row.apart] for row in c.apart]
    rows += [[name, f"{why[:1].upper()}{why[1:]}."] for name, why in facts.left_out(c)[1].items()]
    if not rows:
        return ""
    caption = "They cannot act in this run, are not at work in this scenario, or leave nothing of the system"
    return figures.table(["world", "why it is not ranked"], rows, caption, texts=2)


def _systems_table(c: Comparison) -> str:
    rows = []
    for name in facts.known_measures():
        if not MEASURES[name].headline:
            continue
        cells = []
        for row in c.systems:
            if name not in row.measures:
                cells.append("failed" if row.error else NONE)
                continue
            value, low, high, kind = in_spreads(c, row, row.measures[name])
            shown = number(value, kind, sign=True)
            cells.append(f"({shown})" if low is not None and not told(low, high) else shown)
        shown_unit = "SD" if MEASURES[name].unit == "points" else unit(MEASURES[name].unit)
        rows.append([f"{short(name)}\n{shown_unit}".removesuffix("\n%"), *cells])
    for count, about_it in COUNTS.items():
        cells = [number(row.counts.get(count), "SD" if count == "points" else "points") for row in c.systems]
        rows.append(
            [
                about_it.partition(":")[0].partition(" by ")[0] + "\n" + facts.COUNTED[count][2],
                *cells,
            ]
        )
    caption = (
        "With each system, minus the same people without it. pp: percentage points; SD: standard deviations of the "
        f"scenario’s own day-0 score. {facts.BRACKETS}"
    )
    return figures.table(["measure", *(row.label for row in c.systems)], rows, caption)


def _picture(one: Picture, made: Source) -> Markup:
    """A figure that scrolls sideways where there is no room, its caption, and its numbers behind a fold."""
    label = Markup.escape(f"{one.title}, figure")
    box = f'<div class="scroll heat" role="region" tabindex="0" aria-label="{label}">{one.svg()}</div>'
    caption = f"<figcaption>{Markup.escape(one.caption)}</figcaption>"
    fold = f"<details><summary>Table: {Markup.escape(one.title.lower())}</summary>{scroll(one.table(), one.title)}</details>"
    pictures = figures.files(one.spec, one.title, f"{one.caption} {made.text}")
    files = downloads(one.name, one.title, pictures, one.head, one.rows, made)
    return Markup(f'<figure id="{one.name}">{box}{caption}{files}</figure>{fold}')
