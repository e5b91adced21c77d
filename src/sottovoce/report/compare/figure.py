"""The figures of a comparison: what gives back what, scenarios over all measures, and who bears it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sottovoce import figures
from sottovoce.figures import Size, Spec, Square
from sottovoce.measure.harms import HARMS
from sottovoce.measure.names import MEASURES
from sottovoce.report.charts import Chart
from sottovoce.report.compare.facts import (
    in_spreads,
    kind,
    known_measures,
    percents,
    told,
    worse,
)
from sottovoce.report.numbers import MINUS, number, percent, span, unit
from sottovoce.report.words import short
from sottovoce.study.comparison import Comparison, Row
from sottovoce.study.together import pairs

WIDTH, CELL, ROW, HEAD = (
    820,
    52,
    26,
    122,
)  # pixels: of the figure, of a cell, and of what stands above the cells
WHO = ("voice_gap", "access_lost", "net_without_dissent", "cut_someone")


@dataclass
class Picture:
    """One figure, and the numbers behind it as a table."""

    name: str
    title: str
    caption: str
    about: str  # for those who do not see it
    spec: Spec
    head: list[str]
    rows: list[list[str]]

    def svg(self) -> str:
        """As SVG for a page."""
        return figures.svg(self.spec, self.name, self.title, self.about)

    def table(self) -> str:
        """The numbers behind it, as HTML."""
        return figures.table(self.head, self.rows, f"{self.title}: the numbers", texts=2)


def pictures(c: Comparison) -> list[Picture]:
    """All of them that this comparison can show; the first is the one that is also written by itself."""
    if c.of_systems:
        others = [name for name in known_measures() if name not in HARMS]
        found = [_effects(c, "harms", "Harms", list(HARMS)), _effects(c, "others", "Other measures", others)]
    else:
        found = [_given(c)] if c.shown and any(row.measures for row in c.safeguards) else []
    found += [_who(c, name) for name in WHO if _bearers(c)]
    return [
        one for one in found if one.rows and one.spec.get("width", 1)
    ]  # where nothing moved there is nothing to draw


def ranking(c: Comparison) -> Chart | None:
    """Dots with intervals: the share of one harm that each safeguard gives back."""
    by = c.ranked_by
    rows, table = [], []
    for row in c.ranked_rows if by else ():
        cell = row.measures.get(by or "")
        if cell is None or cell.given_back is None:
            continue
        low, high = (None if v is None else 100 * v for v in (cell.given_low, cell.given_high))
        rows.append((row.label, 100 * cell.given_back, low, high, percent(cell.given_back)))
        table.append([row.label, number(cell.value, cell.unit), percent(cell.given_back),
                      percents(cell.given_low, cell.given_high)])  # fmt: skip
    if not rows or by is None:
        return None
    height = 64 + 38 * len(rows)
    wide, narrow = (
        figures.dots(
            rows, Size(w, height, left=left, right=20, top=14, bottom=44, font=13), x="given back, per cent"
        )
        for w, left in ((WIDTH, 190), (350, 130))
    )
    return Chart(
        "ranking", _ranking_title(c, by),
        "Each dot: the share of the harm that is gone; 0 is the whole system, 100 the world without it. The line "
        "through a dot is its 95% interval. Where lines overlap, these seeds do not decide which is better.",
        f"Dots with intervals, the {kind(c)} that gives back most on top.",
        [kind(c), short(by), "given back", "95% interval"], table, [(wide, narrow)],
    )  # fmt: skip


def together(c: Comparison) -> Chart | None:
    """Dots with intervals: by how much each pair of reforms gives back more than its two parts."""
    by, rows, table = c.ranked_by, [], []
    for one in pairs(c):
        if one.more is None:
            continue
        low, high = (None if v is None else 100 * v for v in (one.low, one.high))
        name = f"{one.first} + {one.second}"
        rows.append((name, 100 * one.more, low, high, percent(one.more)))
        table.append([name, *map(percent, one.alone), percent(one.both), percent(one.more), percents(one.low, one.high)])  # fmt: skip
    if not rows or by is None:
        return None
    wide, narrow = (
        figures.dots(
            rows,
            Size(w, 64 + 38 * len(rows), left=left, right=20, top=14, bottom=44, font=13),
            x="more than the parts, points of a hundred",
        )
        for w, left in ((WIDTH, 300), (350, 160))
    )
    return Chart(
        "pairs", f"Pairs: more than their parts ({short(by)})?",
        "Each dot: what both reforms in one world give back of the harm, less what each gives back by itself. Above 0 they help each other; below 0 they do the same work twice, or get in "
        "each other\u2019s way. The line through a dot is its interval: 95% for all pairs together.",
        "Dots with intervals, a row for each pair.",
        ["pair", "the first", "the second", "both", "more", "95%, all together"], table, [(wide, narrow)],
    )  # fmt: skip


def _ranking_title(c: Comparison, by: str) -> str:
    """What gives most back, where its interval leaves zero out."""
    known = [(row, row.measures[by]) for row in c.ranked_rows if by in row.measures]
    sure = [(row, cell) for row, cell in known if cell.given_low is not None and cell.given_low > 0]
    if not sure:
        return f"Given back ({short(by)}): no interval excludes zero"
    row, cell = max(sure, key=lambda one: one[1].given_back or 0.0)
    return f"Given back ({short(by)}): most by “{row.label}”, {percent(cell.given_back)}"


def _given(c: Comparison) -> Picture:
    """Safeguards by harms: the share given back."""
    squares, table = [], []
    for row in c.ranked_rows:
        for name in c.shown if row.measures else ():
            cell = row.measures[name]
            shown = percent(cell.given_back).removesuffix("%") if cell.given_back is not None else "–"
            sure = cell.given_back is not None and _sure(c, cell.given_low, cell.given_high)
            shade = -(cell.given_back or 0.0) if sure and cell.given_back else None
            squares.append(Square(row.label, short(name), shown, shade))
            table.append([row.label, short(name), number(cell.value, cell.unit), percent(cell.given_back),
                          percents(cell.given_low, cell.given_high)])  # fmt: skip
    caption = (
        "Per cent of each harm of the system that is gone. Blue: given back; rust, with a minus: more harm than with "
        f"the whole system. {_white(c)}"
    )
    return Picture("given", "What gives back what", caption, f"A table of cells, {kind(c)}s by harms.",
                   figures.heat(squares, _size(squares)), [kind(c), "harm", "value", "given back", "95% interval"],
                   table)  # fmt: skip


def _effects(c: Comparison, name: str, title: str, measures: Sequence[str]) -> Picture:
    """Scenarios by measures: effects, each column standardised by its largest. A measure that no scenario moves is named
    and not drawn."""
    squares, table = [], []
    sizes = {m: [abs(d) for r in c.systems if (d := _difference(c, r, m)) == d] for m in measures}
    most = {m: max(found, default=0.0) for m, found in sizes.items()}
    for row in c.systems:
        for m in measures if row.measures else ():
            value, low, high, kind = in_spreads(c, row, row.measures[m])
            shown = "–" if math.isnan(value) else number(value, kind, sign=True).removesuffix(" pp")
            told_as = [shown, span(low, high, kind)]
            table.append([row.label, short(m), *told_as, unit(kind)])
            if most[m] > 0:
                turned = worse(m, value) if m in HARMS else value
                shade = turned / most[m] if value and _sure(c, low, high) else None
                squares.append(
                    Square(row.label, short(m), _brief(100 * value if kind == "share" else value), shade)
                )
    still = ", ".join(short(m) for m in measures if not most[m] > 0)
    sides = (
        "Rust: worse than without the system; blue: better" if name == "harms" else "Rust: more; blue: less"
    )
    caption = (
        f"Each cell: the world with the system minus the same people without it. {sides}; the shade is the size, "
        f"beside the largest in its column. {_white(c)} 0: exactly nothing. Shares in percentage points; points in standard "
        "deviations of the scenario’s own day-0 score."
    ) + (f" Not drawn, for no scenario moves it: {still}." if still else "")
    return Picture(name, title, caption, "A table of cells, scenarios by measures.",
                   figures.heat(squares, _size(squares)), ["scenario", "measure", "effect", "95% interval", "unit"],
                   table)  # fmt: skip


def _sure(c: Comparison, low: float | None, high: float | None) -> bool:
    """Whether a cell gets its colour; with one seed there is no interval, and every cell does."""
    return c.seeds == 1 or told(low, high)


def _white(c: Comparison) -> str:
    if c.seeds == 1:
        return "One seed: there are no intervals, and any cell may be luck."
    return "White: the 95% interval includes zero."


def _who(c: Comparison, name: str) -> Picture:
    """Worlds by groups of people: how much of a harm is there."""
    rows = _bearers(c)
    values: dict[tuple[str, str], float] = {}
    for row, found in rows.items():
        for grouping, labels in found.items():
            for label, measured in labels.items():
                values[row, f"{label}|{grouping}"] = measured[name]
    empty = {place for _, place in values if all(math.isnan(v) for (_, p), v in values.items() if p == place)}
    values = {key: v for key, v in values.items() if key[1] not in empty}  # nobody there could bear it
    most = max((abs(v) for v in values.values() if v == v), default=0.0)
    kind = MEASURES[name].unit
    squares, table = [], []
    for (row, place), value in values.items():
        label, _, grouping = place.partition("|")
        shown = "–" if math.isnan(value) else number(value, kind, sign=True).removesuffix(" pp")
        shade = None if math.isnan(value) or not most else value / most
        squares.append(Square(row, label, shown, shade))
        table.append(
            [row, f"{label} ({grouping})", shown, unit(kind) if kind != "share" else "percentage points"]
        )
    caption = (
        f"{short(name)[:1].upper()}{short(name)[1:]} ({unit(kind) if kind != 'share' else 'percentage points'}): each "
        "world minus the same people without the system, by who they are. Means over seeds, without intervals. Groups: "
        "wealth; the private view; whether one’s own side is outnumbered in one’s own community; communities by the "
        "share that disagrees."
    )
    return Picture(f"who-{name}".replace("_", "-"), f"Who bears it: {short(name)}", caption,
                   "A table of cells, worlds by groups of people.", figures.heat(squares, _size(squares)),
                   ["world", "people", "difference", "unit"], table)  # fmt: skip


def _bearers(c: Comparison) -> dict[str, dict]:
    """World -> grouping -> label -> measure, each minus the world without the system."""
    if c.of_systems:
        return {row.label: row.who_difference for row in c.systems if row.who_difference}
    whole = c.base[0].who_difference
    found = {c.base[0].label: whole} if whole else {}
    for row in c.safeguards if whole else ():
        if row.who_difference:
            found[row.label] = {
                g: {la: {m: v + whole[g][la][m] for m, v in ms.items()} for la, ms in labels.items()}
                for g, labels in row.who_difference.items()
            }
    return found


def _difference(c: Comparison, row: Row, name: str) -> float:
    return in_spreads(c, row, row.measures[name])[0] if name in row.measures else math.nan


def _brief(value: float) -> str:
    """A number for a narrow cell: two significant digits, or whole."""
    if math.isnan(value):
        return "–"
    size = abs(value)
    if size == 0:
        return "0"
    text = f"{size:,.0f}" if size >= 9.95 else f"{size:.1f}" if size >= 0.995 else f"{size:.2f}"
    if size < 0.0995:
        text = f"{size:.3f}" if size >= 0.0005 else "0.000"
    return (MINUS if value < 0 else "+") + text


def _size(squares: Sequence[Square]) -> Size:
    """Room for the names of rows on the left, and for the slanted names of columns above and to the right."""
    rows, columns = (
        list(dict.fromkeys(s.row for s in squares)),
        list(dict.fromkeys(s.column for s in squares)),
    )
    left = min(210, 16 + int(max((len(r) for r in rows), default=4) * 7.2))
    cell = min(CELL, (WIDTH - left - 40) // max(len(columns), 1))
    reach = [len(name) * 5.2 - (len(columns) - n - 0.5) * cell for n, name in enumerate(columns)]
    longest = max((len(name) for name in columns), default=0)
    right, top = int(max([20, *reach])) + 8, int(longest * 4.6) + 26
    return Size(left + cell * len(columns) + right, top + ROW * len(rows) + 10, left, right, top, 10, 12)
