"""Charts made of small panels: by social group, why people held back, features taken away."""

import math

from sottovoce import figures
from sottovoce.figures import WITH, WITHOUT, Size, Spec
from sottovoce.measure.edges import SIDES
from sottovoce.measure.names import MEASURES
from sottovoce.report import words
from sottovoce.report.charts import PAIR, PARTS, Chart
from sottovoce.report.facts import WORLDS, Facts
from sottovoce.report.numbers import NONE, number, span, unit
from sottovoce.report.sentences import seeds, sign
from sottovoce.report.words import short
from sottovoce.scenario.acts_part import PUBLIC

KEY = [("with the score", PAIR["with"], "bar"), ("without it", PAIR["without"], "bar")]
STANDING = ("view", "standing", "community")  # groupings beside the social groups
TAKEN_AWAY = {
    "own-acts-only": "friends in the score",
    "private-scores": "public scores",
    "no-sanctions": "sanctions",
}
SHOWN = ("held_back", "cut_off", "ties_cut", "access_lost")


def groups(facts: Facts) -> Chart:
    """Both worlds by social group: the account of silence, then what else is measured."""
    values: dict[str, tuple[str, dict[str, list[float]]]] = {}
    account, bars = [], []
    for n, group in enumerate(facts.groups):
        found = {
            world: None if math.isnan((one := facts.account(world, n)).spoke) else one.in_thousand
            for world in WORLDS
        }
        for k, word in enumerate(PARTS):
            shown = [NONE if (parts := found[world]) is None else f"{parts[k]}" for world in WORLDS]
            account.append([f"{word}, of 1,000 times", group, *shown])
        for world, ink in (("without", WITHOUT), ("with", WITH)):
            if (parts := found[world]) is not None:
                told = ", ".join(f"{part} {word}" for part, word in zip(parts, PARTS, strict=True) if part)
                bars.append((f"{group}, {world}: {told}", ink, parts))
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
        ("net_without_dissent", "points won less points lost by those who never dissented", "points"),
    ):
        if all(kept):
            values[title] = (kind, {g: [_known(world[g][name]) for world in kept] for g in facts.groups})
    size = Size(400, 46 + 40 * len(bars), left=2, right=2, top=4, bottom=42, font=12)
    specs: list[tuple[Spec, Spec] | Spec] = [figures.stacked(bars, size, x="of 1,000 times", total=1000.0)]
    table = account
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
    caption = (
        "In the first panel: full, spoke; pale, held back; hollow, cut off. "
        f"Groups here: {names} of citizens. Mean over seeds, measured days."
    )
    about = "Two bars for each group, one for each world."
    head = ["measure", "group", "with", "without"]
    titles = ["Of 1,000 times that they could have spoken"]
    titles += [title[0].upper() + title[1:] for title in values]
    return Chart("groups", "By social group", caption, about, head, table, specs, titles, KEY, texts=2)


def topics(facts: Facts) -> Chart:
    """On what people fall silent: the account of silence topic by topic, in both worlds."""
    specs, titles, table = [], [], []
    for kept, title in (("topics", "In public"), ("topics_private", "Buying and browsing")):
        rows = []
        for topic, found in facts.summary.get(kept, {}).items():
            name = topic or "no topic"
            for part, word in zip(("spoke", "held_back", "cut_off"), PARTS, strict=True):
                one = found[part]
                shown = [number(_known(one[world]), "per 1,000 times") for world in WORLDS]
                change = number(_known(one["difference"]), "per 1,000 times", sign=True)
                table.append(
                    [title, name, word, *shown, change, span(one["low"], one["high"], "per 1,000 times")]
                )
            a, b = (_known(found["held_back"][world]) for world in WORLDS)
            if not math.isnan(a) and not math.isnan(b):
                rows.append((name, a, b, number(a, "per 1,000 times"), number(b, "per 1,000 times")))
        if rows:
            size = Size(400, 56 + 40 * len(rows), left=150, right=14, top=6, bottom=40, font=13)
            specs.append(figures.bars(rows, size, x="held back, of 1,000 times"))
            titles.append(f"{title}, held back")
    caption = (
        "Of 1,000 times that people who disagree could have dissented on a topic, how often they held back. What people happen to talk of is the "
        "same in both worlds. Mean over seeds, measured days."
    )
    about = "Two bars for each topic, one for each world."
    head = ["where", "topic", "of 1,000 times", "with", "without", "difference", "95% interval"]
    return Chart(
        "topics", "On what people fall silent", caption, about, head, table, specs, titles, KEY, texts=3
    )


def who(facts: Facts) -> Chart:
    """Both worlds by where people stand: the private view, whether they are outnumbered at home, their community."""
    kept = [facts.summary[f"who_{world}"] for world in WORLDS]
    specs, titles, table = [], [], []
    for name in ("voice_gap", "access_lost", "cut_someone", "net_without_dissent"):
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
        "over seeds, measured days."
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


def why(facts: Facts) -> Chart:
    """What holds people who disagree back, by term of the choice."""
    rows, table = [], []
    for term in held_by(facts):
        a, b = (facts.rate(world, f"why_{term}", "why_wish") for world in WORLDS)
        rows.append((term, 100 * a, 100 * b, number(a, "share"), number(b, "share")))
        e = facts.effects.get(f"held_back_by_{term}")
        change = [number(e.difference, e.unit, sign=True), span(e.low, e.high, e.unit)] if e else [NONE, NONE]
        errors = [number(_error(facts, world, term), "share") for world in WORLDS]
        table.append([term, number(a, "share"), number(b, "share"), *change, *errors])
    sums = [math.fsum(row[1 + k] for row in rows) / 100 for k in range(len(WORLDS))]
    table.append(["together, in the sample", *(number(s, "share") for s in sums), *[""] * 4])
    all_of = [facts.account(world).held for world in WORLDS]
    table.append(["wish held back, all occasions", *(number(held, "share") for held in all_of), *[""] * 4])
    wide, narrow = (
        Size(width, 70 + 37 * len(rows), left=left, right=14, top=6, bottom=42, font=13)
        for width, left in ((820, 110), (350, 92))
    )
    caption = (
        "What each term of the choice holds back of the wish of people who disagree, in public, whether the occasion came or was cut "
        f"off: Shapley values, which add up to all that was held back. A bar below 0: that term makes them say more. {_sample(facts)}"
    )
    about = "Two bars for each term, one for each world."
    head = [
        "held back by",
        "with",
        "without",
        "difference",
        "95% interval",
        "error of the sample, with",
        "without",
    ]
    specs = tuple(figures.bars(rows, size, x="per cent of the wish") for size in (wide, narrow))
    assert len(specs) == 2
    title = "Why people held back"
    return Chart("why", title, caption, about, head, table, [specs], key=KEY)


def held_by(facts: Facts) -> list[str]:
    """The terms that hold anybody back, or make anybody say more, in either world."""
    if not facts.seeds:
        return []
    return [
        term
        for term in words.HOLDS_BACK
        if any(facts.sums(world, f"why_{term}")[:, facts.window].any() for world in WORLDS)
    ]


def _sample(facts: Facts) -> str:
    """Of how many occasions it was asked why."""
    asked, of = (
        sum(facts.sums("with", name)[:, facts.window].sum(axis=(1, 2)).mean() for name in names)
        for names in (["why_times"], [f"could_{channel}" for channel in PUBLIC])
    )
    if asked == of:
        return "All occasions of the measured days are in it."
    return f"Worked out on a sample of {asked:,.0f} of {of:,.0f} occasions a world."


def _error(facts: Facts, world: str, term: str) -> float:
    return _known(facts.summary.get(f"why_{world}", {}).get("error", {}).get(term))


def knockouts(facts: Facts) -> Chart:
    """Which feature does what: the world with the system less one feature, against the whole of it."""
    specs, titles, table = [], [], []
    taken = {name: effects for name, effects in facts.knockouts.items() if name in words.TAKEN}
    for name in SHOWN:
        rows = []
        for knocked, effects in taken.items():
            e = effects[name]
            times = 100.0 if e.unit == "share" else 1.0
            low, high = (None if v is None else v * times for v in (e.low, e.high))
            rows.append((knocked, e.difference * times, low, high, number(e.difference, e.unit, sign=True)))
        kind = next(iter(taken.values()))[name].unit
        specs.append(
            figures.dots(
                rows,
                Size(400, 196, left=106, right=14, top=10, bottom=42, font=13),
                x="percentage points" if kind == "share" else unit(kind),
            )
        )
        titles.append(f"Change: {short(name)}")
    for name in next(iter(taken.values())):
        for knocked, effects in taken.items():
            e = effects[name]
            values = (
                number(e.with_, e.unit),
                number(e.without, e.unit),
                number(e.difference, e.unit, sign=True),
            )
            table.append([short(name), knocked, *values, span(e.low, e.high, e.unit)])
    caption = (
        "Each dot: the world with the system less one feature, minus the world with all of it. The line "
        "through a dot is its 95% interval; where it crosses zero, the seeds do not show "
        f"an effect. All at the values of this scenario{seeds(next(iter(facts.knockouts)), facts)}; both columns of values are of the same seeds."
    )
    about = "Dots with intervals around a line at zero."
    head = ["measure", "taken away", "without the feature", "with all", "difference", "95% interval"]
    moved = [n for n, effects in taken.items() if sign(effects["held_back"]) in ("more", "less")]
    title = "Which feature does what: " + (
        f"what is held back moves without {' and without '.join(TAKEN_AWAY[n] for n in moved)}"
        if moved
        else "these seeds cannot tell that any moves what is held back"
    )
    return Chart("knockouts", title, caption, about, head, table, specs, titles, texts=2)


def _known(value: float | None) -> float:
    return math.nan if value is None else float(value)
