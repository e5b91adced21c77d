"""The charts of a report. Every chart carries the rows that it was drawn from, as a table."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

import numpy as np

from sottovoce import figures
from sottovoce.figures import GREY, THOUGHT, WITH, WITHOUT, Size, Spec, Style
from sottovoce.report.facts import Facts, edges
from sottovoce.report.numbers import number, people
from sottovoce.report.sentences import system

WIDE = Size(820, 340, left=48, right=150, top=48)
NARROW = Size(350, 290, left=40, right=10, top=48, font=12)
STYLES = {
    "disagree": Style(THOUGHT, (2, 3), 2.4),
    "say so, without the score": Style(WITHOUT, (7, 4)),
    "say so, with the score": Style(WITH, (), 2.6),
}
PARTS = ("spoke", "held back", "cut off")
PAIR = {"without": Style(WITHOUT, (6, 3), 2.0), "with": Style(WITH)}
SHADES = [
    ("#a33b0b", ()),
    ("#5a2410", (7, 3)),
    ("#c26a3a", (2, 2)),
    ("#7a5b12", (9, 3, 2, 3)),
    ("#383c46", (4, 4)),
    ("#1f5fa8", (1, 3)),
]


@dataclass
class Chart:
    """A chart: one picture in two sizes, or several small ones; a key; and the same numbers as a table."""

    name: str
    title: str
    caption: str
    about: str  # for those who do not see it
    head: list[str]
    rows: list[list[str]]
    specs: list[tuple[Spec, Spec] | Spec] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)  # of several small ones
    key: list[tuple[str, Style, str]] = field(
        default_factory=list
    )  # label, style; "line", "bar", "full", "pale" or "hollow"
    key_narrow: bool = False  # the wide picture names its curves itself
    texts: int = 1  # columns of words in the table
    _files: dict[str, tuple[str, bytes]] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def svgs(self) -> list[tuple[str, str]]:
        """(class, SVG) of each picture."""
        found = []
        for n, spec in enumerate(self.specs):
            title = self.titles[n] if self.titles else self.title
            for size, one in (
                zip(("wide", "narrow"), spec, strict=True) if isinstance(spec, tuple) else [("panel", spec)]
            ):
                found.append((size, figures.svg(one, f"{self.name}-{n}-{size}", title, self.about)))
        return found

    def files(self, source: str) -> tuple[str, bytes]:
        """The whole figure as SVG and PNG; `source` says what made it. Drawn once."""
        if source not in self._files:
            panels = [
                (self.titles[n] if self.titles else "", spec[0] if isinstance(spec, tuple) else spec)
                for n, spec in enumerate(self.specs)
            ]
            key = [
                (label, style.colour, " ".join(map(str, style.dash)), kind) for label, style, kind in self.key
            ]
            self._files[source] = figures.files(panels, self.title, f"{self.caption} {source}", key)
        return self._files[source]

    def table(self) -> str:
        """The rows behind the picture."""
        return figures.table(self.head, self.rows, f"{self.title}: the numbers", texts=self.texts)


def step(days: int) -> int:
    """Days that a point of a curve stands for, so that a table stays readable."""
    return 1 if days <= 60 else 7 if days <= 800 else 30


def thin(values: np.ndarray) -> tuple[list[tuple[int, int]], list[float]]:
    """Means over whole steps of days, and the first and last day of each; what is left at the end is a step
    of its own."""
    width = step(len(values))
    ends = list(range(width, len(values) + 1, width))
    if not ends or ends[-1] < len(values):
        ends.append(len(values))
    starts = [0, *ends[:-1]]
    steps = list(zip(starts, ends, strict=True))
    return [(a, b - 1) for a, b in steps], [float(values[a:b].mean()) for a, b in steps]


def stepped(facts: Facts) -> str:
    """What a point is, in words."""
    width = step(facts.lived)
    return "Each point is a day." if width == 1 else f"Each point is the mean of {width} days."


def policy(facts: Facts) -> list[tuple[float, str]]:
    """Days on which the policy changed, among those lived."""
    s = facts.scenario
    marks: list[tuple[float, str]] = []
    if s.score.in_force:
        for day, name in ((s.enrolment.opt_in_day, "opt-in"), (s.enrolment.mandatory_day, "mandatory")):
            if day is not None:
                marks.append((day, f"{name}, day {day}"))
    marks += [(dated.day, f"{dated.name}, day {dated.day}") for dated in s.dates]
    return [(day, name) for day, name in marks if day < facts.lived]


def curves(
    facts: Facts, name: str, title: str, caption: str, about: str, series: dict[str, np.ndarray],
    styles: dict[str, Style], y: str, unit: str, suffix: str = "",
) -> Chart:  # fmt: skip
    """A chart of daily series; shares are drawn in per cent."""
    times = 100.0 if unit == "share" else 1.0
    thinned = {label: thin(values) for label, values in series.items()}
    rows = [
        {"x": (a + b) / 2, "y": v * times, "series": label}
        for label, (days, vs) in thinned.items() for (a, b), v in zip(days, vs, strict=True)
    ]  # fmt: skip
    days = next(iter(thinned.values()))[0]
    table = [
        [f"{a}" if a == b else f"{a} to {b}", *(number(vs[n], unit) for _, vs in thinned.values())]
        for n, (a, b) in enumerate(days)
    ]
    marks = policy(facts)
    styles = {label: styles[label] for label in series}
    longest = max(len(label) for label in series)
    wide = WIDE._replace(right=min(200, 22 + int(longest * 7.4)))
    specs = tuple(
        figures.lines(
            rows,
            styles,
            size,
            x="day",
            y=y,
            last=max(1, facts.lived - 1),
            marks=marks,
            labels=size is wide,
            suffix=suffix,
        )
        for size in (wide, NARROW)
    )
    assert len(specs) == 2
    caption = f"{caption} {stepped(facts)}".strip()
    return Chart(
        name,
        title,
        caption,
        about,
        ["day" if step(facts.lived) == 1 else "days", *series],
        table,
        [specs],
        key=[(n, s, "line") for n, s in styles.items()],
        key_narrow=True,
    )


def account(facts: Facts) -> Chart:
    """What became of every 1,000 times that people who disagree could have spoken: a bar a world."""
    found = {world: facts.account(world).in_thousand for world in ("without", "with")}
    cut = any(parts[2] for parts in found.values())
    shown = PARTS if cut else PARTS[:2]
    specs = []
    for size, names in (
        (Size(820, 178, left=2, right=2, top=4, bottom=46), ("Without the score", "With the score")),
        (Size(350, 178, left=2, right=2, top=4, bottom=44, font=12), ("Without", "With")),
    ):
        rows = []
        for (_, parts), name, ink in zip(found.items(), names, (WITHOUT, WITH), strict=True):
            told = ", ".join(f"{part} {word}" for part, word in zip(parts, PARTS, strict=True) if part)
            rows.append((f"{name}: {told}", ink, parts))
        specs.append(figures.stacked(rows, size, x="of 1,000 times", total=1000.0))
    table = [
        [
            word,
            *(f"{found[w][n]}" for w in found),
            number(float(found["with"][n] - found["without"][n]), "times", sign=True),
        ]
        for n, word in enumerate(PARTS)
    ]
    unheard = {world: facts.account(world).unheard for world in found}
    if any(times > 0 for times in unheard.values()):
        told = [
            *(number(times, "times") for times in unheard.values()),
            number(unheard["with"] - unheard["without"], "times", sign=True),
        ]
        table.append(["of those spoken: no friend could hear, a tier took the reach", *told])
    friction = " Cut off: they would have spoken, and slow internet took the occasion away." if cut else ""
    backlash = any(now.voice.backlash > 0 for _, _, now in facts.scenario.periods())
    stirred = ", but for people whom backlash makes disagree" if backlash else ""
    caption = (
        f"Held back: they could have spoken, and did not.{friction} "
        f"Public speech of people who disagree; the occasions are the same in both worlds{stirred}."
    )
    about = (
        "Two bars of equal length, one for each world, each in up to three parts: spoke, held back, cut off."
    )
    key = [(word, Style(GREY), kind) for word, kind in zip(shown, ("full", "pale", "hollow"), strict=False)]
    head = ["of 1,000 times", "without the score", "with it", "difference"]
    title = f"Of every 1,000 times that people who disagree could have spoken, they spoke {found['with'][0]} with the {system(facts.scenario)} and {found['without'][0]} without it"
    return Chart("account", title, caption, about, head, table, [(specs[0], specs[1])], key=key)


def said(facts: Facts) -> Chart:
    """Thought against said, over time."""
    series = {"disagree": 1000 * facts.daily("with", "disagree") / facts.daily("with", "people")}
    for label, world in (("say so, without the score", "without"), ("say so, with the score", "with")):
        series[label] = 1000 * facts.daily(world, "say_so") / facts.daily(world, "people")
    return curves(
        facts, "said", _said_title(facts),
        "Dotted: who disagrees. Dashed and solid: who disagrees and last said so in public, in the world "
        "without the score and with it.",
        f"Lines over {facts.lived} days for each 1,000 citizens.",
        series, STYLES, "of 1,000 citizens", "per 1,000",
    )  # fmt: skip


def _said_title(facts: Facts) -> str:
    """What people think and say, as a finding where both worlds were measured."""
    e = facts.effects.get("say_so")
    title = "What people think, and what they say"
    if e is None or np.isnan(e.difference) or not facts.scenario.ever_in_force:
        return title
    with_, without = people(e.with_), people(e.without)
    return f"{title}: of 1,000 people {with_} say so with the {system(facts.scenario)}, {without} without it (mean of the measured days)"


def scores(facts: Facts) -> Chart:
    """Distribution of scores in both worlds."""
    at = edges(facts)
    rows, table = [], []
    means = {w: 1000 * facts.portraits[w].mean(axis=0) / facts.scenario.citizens for w in ("without", "with")}
    for world, counts in means.items():
        rows += [
            {"x": float(a), "x2": float(b), "y": float(y), "series": world}
            for a, b, y in zip(at, at[1:], counts, strict=False)
        ]
    for (a, b), *counts in zip(pairwise(at), means["without"], means["with"], strict=True):
        table.append([f"{a:g} to {b:g}", *(number(float(c), "per 1,000") for c in counts)])
    tiers = sorted((t for t in facts.scenario.tiers if t.edge is not None), key=lambda t: t.edge or 0)
    marks = [(float(t.edge or 0), t.name, "left" if t.effect == "takes" else "right") for t in tiers]
    middle, reach = facts.scenario.score.start, (at[-1] - at[0]) / 4
    axes = {"x": "score, points", "y": "of 1,000 citizens", "ramp": (middle - reach, middle + reach)}
    sizes = (WIDE._replace(right=16, top=30, bottom=56), NARROW._replace(top=30, bottom=56))
    wide, narrow = (figures.steps(rows, PAIR, size, marks=marks, **axes) for size in sizes)
    relative = [t.name for t in facts.scenario.tiers if t.edge is None]
    note = f" Not drawn: {', '.join(relative)}, whose edge moves with the scores." if relative else ""
    caption = (
        "Solid: the world with the score. Dashed: the world without it, where a shadow score is kept by "
        "the same rules and nobody sees it: of everybody from the day on which joining begins, not from one’s own. A name left of its line is taken below it, a name right of it "
        f"is given above it. The strip under the plot is the colour of a score.{note}"
    )
    key = [("with the score", PAIR["with"], "line"), ("without it: a shadow score", PAIR["without"], "line")]
    about = "Two outlines over the scale of scores, with the edges of sanctions and benefits."
    head = ["score", "without (shadow)", "with"]
    title = f"Scores on day {facts.portrait_day}, and what a score would have said without one"
    return Chart("scores", title, caption, about, head, table, [(wide, narrow)], key=key)


def ties(facts: Facts) -> Chart:
    """Ties dropped so far."""
    citizens = facts.scenario.citizens
    series = {
        label: 1000 * np.cumsum(facts.daily(world, "ties_dropped")) / citizens
        for label, world in (("without", "without"), ("with", "with"))
    }
    return curves(
        facts, "ties", "Friendships dropped so far", "Added up from day 0, for each 1,000 citizens.",
        "Two rising lines, one for each world.", series, PAIR, "ties, for each 1,000 citizens", "per 1,000",
    )  # fmt: skip


def access(facts: Facts) -> list[Chart]:
    """Who lost access and who gained it, over time, in the world with the system."""
    found = []
    people, held = facts.daily("with", "people"), facts.held
    for effect, title, caption in (
        (
            "takes",
            "Who lost access",
            "Share of citizens below the edge of each sanction, world with the score.",
        ),
        (
            "gives",
            "Who gained access",
            "Share of citizens above the edge of each benefit, world with the score.",
        ),
    ):
        series = {}
        for k, tier in enumerate(facts.scenario.tiers):
            if tier.effect == effect:
                below = facts.daily("with", f"below_{k}")
                series[tier.name] = (
                    below
                    if effect == "takes"
                    else np.where(held, facts.daily("with", "enrolled"), 0.0) - below
                ) / people
        if series and facts.scenario.ever_in_force:
            styles = {name: Style(*SHADES[n % len(SHADES)]) for n, name in enumerate(series)}
            about = "Lines over time, one for each sanction or benefit."
            found.append(
                curves(
                    facts, effect, title, caption, about, series, styles, "share of citizens", "share", "%"
                )
            )
    return found
