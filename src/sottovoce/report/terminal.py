"""A run in the terminal: the first sentence, the headline measures, and a small plot of thought against
said."""

from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sottovoce import figures
from sottovoce.measure.names import MEASURES
from sottovoce.report import answer, sentences
from sottovoce.report.charts import thin
from sottovoce.report.facts import Facts, from_study
from sottovoce.report.numbers import NONE, number, span, unit
from sottovoce.report.words import short, without_value
from sottovoce.scenario.model import Scenario
from sottovoce.study.profile import profile
from sottovoce.study.study import Study
from sottovoce.terminal import Screen

STYLE = {"": "", "thought": "bold", "with": "bold red", "without": "bold blue"}
BOTH = f"{short('say_so').capitalize()}, and {short('sensitive_acts')}: each holds fear and friction both."
WIDTH, HEIGHT = 78, 17
CURVES = (("with", "disagree"), ("without", "say_so"), ("with", "say_so"))


def table(study: Study) -> RenderableType:
    """What a run found, for a terminal of 80 columns or more."""
    facts = from_study(study)
    parts: list[RenderableType] = [Text(text, style="bold red") for text in sentences.troubles(facts)]
    line = Text()
    for text, kind in sentences.first(facts):
        line.append(text, STYLE[kind])
    parts += [
        line,
        *(Text(text) for text in answer.of_run(facts)),
        Text(sentences.MADE_UP, style="dim"),
        Text(),
    ]
    if facts.seeds:
        parts += [plot(facts), Text()]
    if facts.effects:
        parts += [effects(facts), Text(f"{sentences.how_many_seeds(facts)} {BOTH}", style="dim")]
        values = {
            n: (number(facts.effects[n].with_), number(facts.effects[n].without)) for n in _shown(facts)
        }
        if gone := without_value(n for n, both in values.items() if NONE in both):
            parts.append(Text(gone, style="dim"))
    return Group(*parts)


def effects(facts: Facts) -> Table:
    """Headline measures with, without, difference, interval and unit."""
    found = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    found.add_column("measure", overflow="fold")  # no min_width: rich would cut the last column
    for head in ("with", "without", "effect", "95% interval"):
        found.add_column(head, justify="right", no_wrap=True)
    found.add_column("unit", overflow="fold", style="dim")
    for name in _shown(facts):
        e = facts.effects[name]
        values = (number(e.with_, e.unit), number(e.without, e.unit), number(e.difference, e.unit, sign=True))
        tell = sentences.sign(e) in ("more", "less")
        values = tuple(v.removesuffix(" pp") for v in (*values, span(e.low, e.high, e.unit)))
        found.add_row(
            short(name),
            *(Text(v, style="bold" if tell and n == 2 else "") for n, v in enumerate(values)),
            _unit(e.unit),
        )
    return found


def plot(facts: Facts) -> Text:
    """Thought against said over time. Marks differ as well as colours."""
    import plotext

    canvas: Any = plotext
    canvas.clear_figure()
    canvas.theme("clear")
    canvas.plotsize(WIDTH, HEIGHT)
    people = facts.daily("with", "people")
    looks = (
        (".", "default", "disagree"),
        ("o", "blue", "say so, without the score"),
        ("x", "red", "say so, with the score"),
    )
    for (world, name), (mark, colour, label) in zip(CURVES, looks, strict=True):
        days, values = thin(1000 * facts.daily(world, name) / people)
        canvas.plot([(a + b) / 2 for a, b in days], values, marker=mark, color=colour, label=label)
    most = figures.nice(1.45 * max(1000 * facts.daily(w, n).max() / people.max() for w, n in CURVES))
    canvas.ylim(0, most)
    canvas.yticks([most * k / 4 for k in range(5)], [f"{most * k / 4:.0f}" for k in range(5)])
    ends = sorted({round(facts.lived * k / 4) for k in range(5)})
    canvas.xticks(ends, [str(d) for d in ends])
    canvas.title("of 1,000 citizens, by day")
    drawing = canvas.build()
    canvas.clear_figure()
    return Text.from_ansi(drawing)


def _shown(facts: Facts) -> list[str]:
    return [name for name in facts.effects if MEASURES[name].headline]


def _unit(name: str) -> str:
    short_units = {
        "days/citizen-year": "days a year",
        "acts/citizen-day": "acts a day",
        "level": "level",
        "share": "%, points",
    }
    return short_units.get(name, unit(name))


def profiled(scenario: Scenario) -> None:
    """Print what each phase of a day costs, on stderr."""
    found = Table(
        box=None,
        pad_edge=False,
        title="A day by phase, one thread",
        title_justify="left",
        caption="look: with the fetching of what all phases read from memory",
        caption_justify="left",
    )
    for head in ("phase", "ns a citizen-day", "share"):
        found.add_column(head, justify="left" if head == "phase" else "right")
    parts = profile(scenario)
    for part in parts:
        found.add_row(part.name, f"{part.nanoseconds:,.0f}", f"{part.share:.0%}")
    found.add_row("day", f"{sum(part.nanoseconds for part in parts):,.0f}", "100%", style="bold")
    Screen(stderr=True).print(found)
