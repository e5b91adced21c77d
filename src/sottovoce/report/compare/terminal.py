"""A comparison in the terminal, from 80 columns on: what gives back how much, or scenarios side by side."""

import io
import math

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from sottovoce.measure.counts import Count
from sottovoce.measure.names import MEASURES
from sottovoce.report.compare import facts
from sottovoce.report.compare.facts import in_spreads, percent, percents, ranks, told
from sottovoce.report.numbers import MINUS, NONE, number
from sottovoce.report.sentences import MADE_UP
from sottovoce.report.words import short
from sottovoce.study.comparison import Comparison, Row
from sottovoce.study.together import Pair, pairs
from sottovoce.terminal import Screen

HEADS = {
    "spoke": "spoke", "held_back": "held back", "cut_off": "cut off", "wish_held_back": "wish held back", "browsed": "browsed",
    "browsing_held_back": "browsing held b.", "browsing_cut_off": "browsing cut off", "unheard": "reach taken",
    "voice_gap": "left unsaid", "say_so": "say so", "sensitive_acts": "sensit. acts", "self_censoring": "silent", "self_censoring_of_all": "silent, of all",
    "loyalty_beyond": "loyalty put on", "false_consensus": "false consens.", "falsified_support": "falsified sup.", "net_without_dissent": "net, no dissent", 
    "ties_cut": "ties dropped", "cut_someone": "dropped friend", 
    "lost_someone": "was dropped", "isolated": "without friend", "access_lost": "days sanct.", "access_without_dissent": "sanct., no diss.", "punished": "days punish.", "listed": "on the list", "refused": "refused",
}  # fmt: skip
ACROSS = (
    "held_back", "cut_off", "unheard", "voice_gap", "net_without_dissent", "ties_cut", "access_lost", "self_censoring", "cut_someone",
    "access_without_dissent", "false_consensus", "loyalty_beyond",
)  # fmt: skip
COLUMN = 9  # characters of a column of the grid, the gap included


class Page:
    """Everything, laid out for the width that there is."""

    def __init__(self, c: Comparison):
        self.c = c

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        c = self.c
        for text in facts.troubles(c):
            yield Text(text, style="bold red")
        yield Text(facts.lead(c))
        yield Text(f"{facts.size(c)} {MADE_UP}", style="dim")
        yield Text()
        if c.of_systems:
            for text in facts.equal_sentences(c):
                yield Text(text)
            yield from _systems(c, options.max_width)
        else:
            yield from _reforms(c, options.max_width)
        for row in () if c.of_systems else c.apart:
            yield Text(f"{row.label} is not ranked. {row.apart}", style="dim")
        gone, idle = facts.left_out(c)
        for name, why in gone.items():
            yield Text(f"{name} does not apply: {why}.", style="dim")
        if idle:
            yield Text(f"Not at work in this scenario, so not taken away: {'; '.join(idle)}.", style="dim")
        for note in c.notes:
            yield Text(note, style="dim")


def page(c: Comparison) -> RenderableType:
    """What a comparison prints."""
    return Page(c)


def text(c: Comparison, width: int = 100) -> str:
    """The same as plain text."""
    stream = io.StringIO()
    Screen(width=width, force_terminal=False, no_color=True, file=stream).print(page(c))
    return "\n".join(line.rstrip() for line in stream.getvalue().splitlines())


def _reforms(c: Comparison, width: int) -> list[RenderableType]:
    lead, *more = facts.answer(c) or [facts.harm_sentence(c)]
    parts: list[RenderableType] = [Text(lead, style="bold"), *(Text(text) for text in more), Text()]
    parts += [Text(facts.harm_sentence(c))] if more else []
    if c.ranked_by is None:
        return [*parts, Text(), *_grid(c, width)]
    parts += [
        Text(facts.order_sentence(c)),
        Text(),
        _ranking(c),
        *(Text(t, style="dim") for t in facts.remarks(c)),
    ]
    if found := pairs(c):
        parts += [Text(), Text("Pairs of reforms, share given back, per cent", style="bold"), _pairs(found)]
    if len(c.shown) > 1:
        parts += [
            Text(),
            Text("Given back of every harm of the system, per cent", style="bold"),
            *_grid(c, width),
        ]
    return parts


def _ranking(c: Comparison) -> Table:
    by = c.ranked_by or ""
    found = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    found.add_column("rank", no_wrap=True)
    found.add_column("world", overflow="fold")
    for head in (short(by), "given back", "95% interval"):
        found.add_column(head, justify="right", no_wrap=True)
    for row in (*c.base, *c.ranked_rows):
        if by not in row.measures:
            found.add_row("", row.label, NONE, "", "failed" if row.error else "")
            continue
        cell = row.measures[by]
        value = number(cell.value, cell.unit)
        if row.kind in ("with", "without"):
            found.add_row("", row.label, value, "0%" if row.kind == "with" else "100%", "", style="dim")
            continue
        known = told(cell.given_low, cell.given_high)
        back = Text(percent(cell.given_back), style="bold" if known else "")
        found.add_row(ranks(row), row.label, value, back, percents(cell.given_low, cell.given_high))
    return found


def _pairs(found: list[Pair]) -> Table:
    """Each by itself, both, and what both are more than the two."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("pair", overflow="fold")
    for head in ("first", "second", "both", "more", "95%, all together"):
        table.add_column(head, justify="right", no_wrap=True)
    for one in found:
        more = Text(percent(one.more), style="bold" if told(one.low, one.high) else "")
        cells = (*map(percent, one.alone), percent(one.both), more, percents(one.low, one.high))
        table.add_row(f"{one.first} + {one.second}", *cells)
    return table


def _grid(c: Comparison, width: int) -> list[RenderableType]:
    """One line a safeguard, one column a harm, as many columns as there is room for."""
    if not c.shown:
        return []
    name = min(26, max((len(row.label) for row in c.safeguards), default=10))
    room = max(1, (width - name - 2) // COLUMN)
    found = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    found.add_column("world", width=name, overflow="fold")
    for measure in c.shown[:room]:
        found.add_column(HEADS[measure], width=COLUMN - 1, justify="right")
    for row in c.ranked_rows:
        if row.measures:
            found.add_row(row.label, *(_back(row, measure) for measure in c.shown[:room]))
    told_of = facts.BRACKETS if c.seeds > 1 else ""
    if len(c.shown) > room:
        told_of += (
            f" Not shown here: {', '.join(HEADS[m] for m in c.shown[room:])} (all are in compare.html)."
        )
    return [found, Text(told_of.strip(), style="dim")]


def _back(row: Row, measure: str) -> Text:
    cell = row.measures[measure]
    if cell.given_back is None:
        return Text("–")
    shown = percent(cell.given_back).removesuffix("%")
    if cell.given_low is not None and not told(cell.given_low, cell.given_high):
        return Text(f"({shown})", style="dim")
    return Text(shown, style="bold red" if shown.startswith(MINUS) else "bold")


def _systems(c: Comparison, width: int) -> list[RenderableType]:
    """One line a measure and one column a scenario; with more scenarios than there is room for, the other way round."""
    parts: list[RenderableType] = [Text("Effect of each system: with it, minus without it", style="bold")]
    column = max(13, *(len(row.label) for row in c.systems)) + 2
    room = max(1, (width - 37) // column)
    below = f"{facts.BRACKETS} SD: standard deviations of the scenario’s own day-0 score."
    if len(c.systems) > room:
        return [*parts, _across(c, width), Text(f"{below} All measures are in compare.html.", style="dim")]
    found = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    found.add_column("measure", width=21, overflow="fold")
    for row in c.systems:
        found.add_column(row.label, justify="right", width=max(13, len(row.label)), overflow="fold")
    found.add_column("unit", style="dim", width=12, overflow="fold")
    for name in (name for name in facts.known_measures() if MEASURES[name].headline):
        found.add_row(short(name), *(_effect(c, row, name) for row in c.systems), _unit(name))
    for count, (name, places, what) in facts.COUNTED.items():
        found.add_row(name, *(_count(row, count, places) for row in c.systems), what)
    return [*parts, found, Text(), Text(below, style="dim")]


def _across(c: Comparison, width: int) -> Table:
    """One line a scenario, and as many harms as there is room for."""
    name = min(22, max(len(row.label) for row in c.systems))
    room = max(1, (width - name - 2 - COLUMN) // COLUMN)
    found = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    found.add_column("scenario", width=name, overflow="fold")
    measures = ACROSS[:room]
    for measure in measures:
        found.add_column(f"{HEADS[measure]}", width=COLUMN - 1, justify="right")
    found.add_column("people punish.", width=COLUMN - 1, justify="right")
    for row in c.systems:
        found.add_row(row.label, *(_effect(c, row, m) for m in measures), _count(row, "punished", 0))
    found.add_row("", *(Text(_unit(m), style="dim") for m in measures), Text("people", style="dim"))
    return found


def _count(row: Row, count: Count, places: int) -> str:
    value = row.counts.get(count, math.nan)
    return "–" if math.isnan(value) else f"{value:,.{places}f}"


def _effect(c: Comparison, row: Row, name: str) -> Text:
    if name not in row.measures:
        return Text("failed" if row.error else NONE, style="dim")
    value, low, high, unit = in_spreads(c, row, row.measures[name])
    shown = number(value, unit, sign=True).removesuffix(" pp")
    if shown == NONE:
        return Text("–", style="dim")
    if low is not None and not told(low, high):
        return Text(f"({shown})", style="dim")
    return Text(shown)


def _unit(name: str) -> str:
    units = {
        "share": "% points",
        "points": "SD",
        "days/citizen-year": "days a year",
        "acts/citizen-day": "acts a day",
    }
    return units.get(MEASURES[name].unit, MEASURES[name].unit)
