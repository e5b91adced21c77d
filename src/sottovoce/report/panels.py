"""Charts made of small panels: by social group, reasons for silence, features taken away."""

import math

from sottovoce import figures
from sottovoce.figures import Size
from sottovoce.measure.edges import SIDES
from sottovoce.measure.names import MEASURES
from sottovoce.report import words
from sottovoce.report.charts import PAIR, Chart
from sottovoce.report.facts import WORLDS, Facts
from sottovoce.report.numbers import number, span, unit
from sottovoce.report.words import short

KEY = [("with the score", PAIR["with"], "bar"), ("without it", PAIR["without"], "bar")]
STANDING = ("view", "standing", "community")  # groupings beside the social groups
SHOWN = ("held_back", "cut_off", "ties_cut", "access_lost")


def groups(facts: Facts) -> Chart:
    """Both worlds by social group."""
    values: dict[str, tuple[str, dict[str, list[float]]]] = {}
    said = {}
    for n, group in enumerate(facts.groups):
        said[group] = []
        for world in WORLDS:
            spoke, wish = (
                facts.sums(world, name)[:, facts.window, n].sum() for name in ("say_so", "disagree")
            )
            said[group].append(1000 * float(spoke / wish) if wish else math.nan)
    values["of 1,000 who disagree, say so"] = ("per 1,000", said)
    kept = [facts.summary.get(f"groups_{world}", {}) for world in WORLDS]
    for name, title, kind in (
        ("access_lost", "days under a sanction per citizen-year", "days/citizen-year"),
        ("cut_someone", "citizens who dropped a friend", "share"),
        ("loss_without_deed", "points lost by those who never dissented", "points"),
    ):
        if all(kept):
            values[title] = (kind, {g: [_known(world[g][name]) for world in kept] for g in facts.groups})
    specs, table = [], []
    for title, (kind, by) in values.items():
        times = 100.0 if kind == "share" else 1.0
        rows = [(g, a * times, b * times, number(a, kind), number(b, kind)) for g, (a, b) in by.items()]
        specs.append(
            figures.bars(
                rows,
                Size(400, 56 + 46 * len(rows), left=78, right=14, top=6, bottom=40, font=13),
                x="per cent" if kind == "share" else unit(kind),
            )
        )
        table += [[title, g, number(a, kind), number(b, kind)] for g, (a, b) in by.items()]
    names = ", ".join(f"{g.name} {100 * g.share:.0f}%" for g in facts.scenario.society.groups)
    caption = f"Groups here: {names} of citizens. Mean over seeds, measured days."
    about = "Two bars for each group, one for each world."
    head = ["measure", "group", "with", "without"]
    titles = [title[0].upper() + title[1:] for title in values]
    return Chart("groups", "By social group", caption, about, head, table, specs, titles, KEY, texts=2)


def who(facts: Facts) -> Chart:
    """Both worlds by where people stand: the private view, whether they are outnumbered at home, their community."""
    kept = [facts.summary[f"who_{world}"] for world in WORLDS]
    specs, titles, table = [], [], []
    for name in ("voice_gap", "access_lost", "cut_someone", "loss_without_deed"):
        kind = MEASURES[name].unit
        times = 100.0 if kind == "share" else 1.0
        rows = []
        for grouping in STANDING:
            for label in kept[0][grouping]:
                a, b = (_known(world[grouping][label][name]) for world in kept)
                if not math.isnan(a) or not math.isnan(b):
                    rows.append((label, a * times, b * times, number(a, kind), number(b, kind)))
                    table.append([short(name), label, number(a, kind), number(b, kind)])
        specs.append(
            figures.bars(
                rows,
                Size(400, 56 + 40 * len(rows), left=122, right=14, top=6, bottom=40, font=13),
                x="per cent" if kind == "share" else unit(kind),
            )
        )
        titles.append(short(name)[:1].upper() + short(name)[1:])
    caption = (
        "People by their private view; by whether more than half of their own community is on the other side; and by "
        "quarters of the communities, from those where fewest disagree to those where most do. All fixed on day 0. Mean "
        "over seeds, measured days. Points lost without the score are those of a shadow score that nobody sees."
    )
    about = "Two bars for each part of the people, one for each world."
    head = ["measure", "people", "with", "without"]
    return Chart("who", "Who bears it", caption, about, head, table, specs, titles, KEY, texts=2)


def edges(facts: Facts) -> Chart:
    """Who risks points, by how near the next edge of a tier is."""
    specs, titles, table = [], [], []
    found = facts.summary["near_edges"]
    for side in SIDES:
        rows = []
        for name, e in found.items():
            label, _, which = name.partition(" of the scale to the edge ")
            if which == side:
                a, b = (_known(e[world]) for world in WORLDS)
                rows.append((label, 100 * a, 100 * b, number(a, "share"), number(b, "share")))
        specs.append(
            figures.bars(
                rows,
                Size(400, 56 + 40 * len(rows), left=90, right=14, top=6, bottom=40, font=13),
                x="per cent",
            )
        )
        titles.append(f"Distance to the next edge {side}, of the scale")
    for name, e in found.items():
        a, b, change, low, high = (e[key] for key in (*WORLDS, "difference", "low", "high"))
        values = (
            number(_known(a), "share"),
            number(_known(b), "share"),
            number(_known(change), "share", sign=True),
        )
        table.append([name, *values, span(low, high, "share")])
    caption = (
        "Of days on which somebody had an occasion for an act that can lose points, the share on which it was done, by how near "
        "yesterday’s score was to the next edge of a tier; every 60th measured day. Without the score the bars go by a shadow score that nobody "
        "sees and nothing depends on: no measure of harm, but a placebo at the same edges. People near an edge are not the same "
        "people in both worlds. The table has crowding above the edges too, less that at placebo edges to both sides: it cannot tell competing from being held below."
    )
    about = "Two bars for each distance, one for each world."
    head = ["distance", "with", "without (shadow score)", "difference", "95% interval"]
    return Chart("edges", "Near the edges", caption, about, head, table, specs, titles, KEY, texts=1)


def reasons(facts: Facts) -> Chart:
    """Why people who disagree said less than they wished."""
    found = {world: facts.summary.get(f"reasons_{world}", {}) for world in WORLDS}
    rows, table = [], []
    for name, (label, _) in words.reasons(facts.scenario).items():
        a, b = (1000 * facts.rate(world, f"why_{name}", "aloud") for world in WORLDS)
        rows.append((label, a, b, number(a, "per 1,000"), number(b, "per 1,000")))
        shares = [number(_known(found[world].get(name)), "share") for world in WORLDS]
        table.append([label, number(a, "per 1,000"), number(b, "per 1,000"), *shares])
    wide, narrow = (
        Size(width, 330, left=left, right=14, top=6, bottom=42, font=13)
        for width, left in ((820, 110), (350, 92))
    )
    caption = (
        "Of 1,000 public occasions of people who disagree: how often they said less than they wished, by "
        "the term of the choice that decided."
    )
    about = "Two bars for each reason, one for each world."
    head = ["reason", "with, of 1,000", "without, of 1,000", "share of reasons, with", "share, without"]
    specs = tuple(figures.bars(rows, size, x="of 1,000 occasions") for size in (wide, narrow))
    assert len(specs) == 2
    return Chart("reasons", "Why people fell silent", caption, about, head, table, [specs], key=KEY)


def knockouts(facts: Facts) -> Chart:
    """Which feature does what: the world with the system less one feature, against the whole of it."""
    specs, titles, table = [], [], []
    for name in SHOWN:
        rows = []
        for knocked, effects in facts.knockouts.items():
            e = effects[name]
            times = 100.0 if e.unit == "share" else 1.0
            low, high = (None if v is None else v * times for v in (e.low, e.high))
            rows.append((knocked, e.difference * times, low, high, number(e.difference, e.unit, sign=True)))
        kind = next(iter(facts.knockouts.values()))[name].unit
        specs.append(
            figures.dots(
                rows,
                Size(400, 196, left=106, right=14, top=10, bottom=42, font=13),
                x="percentage points" if kind == "share" else unit(kind),
            )
        )
        titles.append(f"Change: {short(name)}")
    for name in next(iter(facts.knockouts.values())):
        for knocked, effects in facts.knockouts.items():
            e = effects[name]
            values = (
                number(e.with_, e.unit),
                number(e.without, e.unit),
                number(e.difference, e.unit, sign=True),
            )
            table.append([short(name), knocked, *values, span(e.low, e.high, e.unit)])
    caption = (
        "Each dot: the world with the system less one feature, minus the world with all of it. The line "
        "through a dot is its 95% interval; where it crosses zero, the seeds cannot tell the effect from "
        "none."
    )
    about = "Dots with intervals around a line at zero."
    head = ["measure", "taken away", "without the feature", "with all", "difference", "95% interval"]
    return Chart("knockouts", "Which feature does what", caption, about, head, table, specs, titles, texts=2)


def _known(value: float | None) -> float:
    return math.nan if value is None else float(value)
