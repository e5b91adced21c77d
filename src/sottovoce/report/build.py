"""The report: one HTML file with its style and pictures inside. It runs no script and loads nothing."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sottovoce import figures
from sottovoce.measure.names import MEASURES
from sottovoce.report import answer, charts, panels, sentences, why, words
from sottovoce.report.bands import checks
from sottovoce.report.causes import causes
from sottovoce.report.charts import Chart
from sottovoce.report.facts import WORLDS, Facts, from_study, known
from sottovoce.report.html import Source, chart_html, scroll, shared
from sottovoce.report.law import claims, law
from sottovoce.report.numbers import NONE, count, number, span, unit
from sottovoce.report.words import about, short
from sottovoce.scenario.catalogue import articles, statuses
from sottovoce.scenario.cite import citation
from sottovoce.scenario.format import shown
from sottovoce.scenario.format import span as assumed_span
from sottovoce.scenario.model import MEASURED
from sottovoce.scenario.rows import Row, rows
from sottovoce.study.fork import told
from sottovoce.study.study import Study

FILE = "report.html"
HERE = Path(__file__).parent
CANNOT_SAY = (
    "It is no forecast of any country, and nothing here was fitted to one: the society is made up, and "
    "most values are assumed.",
    "It is about the model. Another model, or other values within the ranges below, can give other signs.",
    "It is no tool for scoring anybody: it reads no data on people, and has no place to put any.",
)


def text(study: Study, command: str = "", ready: Sequence[Chart] = ()) -> str:
    """The report of a study, finished or not. `command`: what was typed. `ready`: charts that were drawn before."""
    return html(from_study(study, command), ready)


def html(facts: Facts, ready: Sequence[Chart] = ()) -> str:
    """The report as text. `ready`: charts that were drawn before; each is used if it shows what it would show now."""
    world = Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    world.filters["share"] = lambda value: number(value, "share")
    world.filters["level"] = lambda value: number(value, "level")
    made = source(facts)
    world.globals["chart"] = lambda chart: chart_html(chart, made)
    world.globals["scroll"] = scroll
    return world.get_template("template.html").render(**_content(facts, ready))


def source(facts: Facts) -> Source:
    """What made a figure, for a file that stands by itself."""
    s, p = facts.scenario, facts.provenance
    command = f" Made by: {shared(p['command'])}." if p.get("command") else ""
    line = (
        f"Sottovoce {p.get('versions', {}).get('sottovoce', '')}: {s.name}, {s.citizens:,} citizens, {s.days:,} days, {count(len(facts.seeds), 'seed')} from {s.seed} on.{command} "
        f"{sentences.MADE_UP}"
    )
    return Source(line, f"{s.name}-{s.citizens}-seed{s.seed}")


def drawn(facts: Facts) -> dict[str, Chart]:
    """All charts that this run can show, by name."""
    if not facts.seeds:
        return {}
    makers: list[Callable[[Facts], Chart]] = [charts.said, charts.ties, panels.groups, panels.why]
    if (
        facts.account("with").times
        and facts.account("without").times
        and facts.scenario.ever_in_force
        and facts.summary.get("finished_pairs")
    ):
        makers.insert(0, charts.account)
    if facts.portraits:
        makers.insert(1, charts.scores)
    if all(f"who_{world}" in facts.summary for world in WORLDS):
        makers.append(panels.who)
    if facts.summary.get("topics"):
        makers.append(panels.topics)
    if facts.summary.get("near_edges"):
        makers.append(panels.edges)
    if facts.knockouts:
        makers.append(panels.knockouts)
    found = [maker(facts) for maker in makers] + charts.access(facts)
    return {chart.name: chart for chart in found}


def effects_table(facts: Facts) -> str:
    """With, without, difference and interval of every headline measure."""
    table, gone = [], []
    for name, effect in facts.effects.items():
        if not MEASURES[name].headline:
            continue
        values = [number(effect.with_, effect.unit), number(effect.without, effect.unit)]
        change = [
            number(effect.difference, effect.unit, sign=True),
            span(effect.low, effect.high, effect.unit),
        ]
        table.append([f"{short(name)}\n{unit(effect.unit)}".removesuffix("\n%"), *values, *change])
        if NONE in values:
            gone.append(name)
    days = f"the last {MEASURED}" if facts.scenario.days > MEASURED else f"all {facts.scenario.days}"
    caption = f"Effects of the system, in the measured days ({days}). pp: percentage points. {words.without_value(gone)}".rstrip()
    return figures.table(["measure", "with", "without", "difference", "95% interval"], table, caption)


def features_table(facts: Facts) -> str:
    """What taking each feature away gives back, with luck and assumptions apart; nothing where none was taken away."""
    harm, rows = answer.features(facts)
    over = sentences.seeds(next(iter(facts.knockouts)), facts) if rows else ""
    caption = (
        f"Share of what the system does to this ({harm}) that is given back where one feature is taken away. Luck: 95% interval{over}. Assumptions: the share of "
        "the space of assumed values in which it gives back something that matters (95% interval over points)."
    )
    return (
        figures.table(["taken away", "gives back", "luck", "assumptions: helps in"], rows, caption)
        if rows
        else ""
    )


def method(facts: Facts) -> list[str]:
    """How the answer was found, for those who read one page."""
    s = facts.scenario
    return [
        f"{s.citizens:,} made-up citizens live {s.days:,} days twice: with the system, and without it. They are the same people with the same luck, so what differs between the two worlds comes from the system, or from luck that it sets going.",
        sentences.how_many_seeds(facts),
        "A feature is taken away by itself, with all else as it was. What is given back is told as a share of what the whole system does.",
        "Most values are assumed, each with a range. An interval over seeds holds luck and nothing of these ranges; what the ranges do stands apart, as a share of their space.",
        "The result is about this model, and is no forecast of any country.",
    ]


def _content(facts: Facts, ready: Sequence[Chart]) -> dict[str, Any]:
    s = facts.scenario
    values = [
        row
        for row in rows(s)
        if row.tag in ("A", "none") or row.path in s.sources or row.path.rpartition(".")[0] in s.sources
    ]
    effects = facts.effects
    floor = facts.summary.get("noise_floor", {})
    return {
        "style": Markup((HERE / "style.css").read_text(encoding="utf-8")),
        "label": s.label[:1].upper() + s.label[1:],
        "scenario": s,
        "facts": facts,
        "made_up": sentences.MADE_UP,
        "first": sentences.first(facts),
        "answer": answer.of_run(facts),
        "features": features_table(facts),
        "method": method(facts),
        "troubles": sentences.troubles(facts),
        "how_many_seeds": sentences.how_many_seeds(facts),
        "effects": effects_table(facts) if effects else "",
        "meanings": [(short(n), about(n)) for n in effects if MEASURES[n].headline],
        "remarks": [
            sentences.fear_and_friction(effects["held_back"], effects["cut_off"], effects["unheard"]),
            sentences.said(effects["say_so"]),
            sentences.without_dissent(*(effects[f"{part}_without_dissent"] for part in ("loss", "gain", "net"))),
            sentences.crowd(effects["false_consensus"]),
        ] if effects else [],
        "charts": {n: next((c for c in ready if c == chart), chart) for n, chart in drawn(facts).items()},
        "causes": causes(facts),
        "beside": why.table(facts) if facts.knockouts else "",
        "verdict": why.verdict(why.terms(facts)) if why.terms(facts) else "",
        "questions": why.QUESTIONS,
        "shared_out": why.shared_out(facts),
        "holds_back": [(term, words.HOLDS_BACK[term]) for term in panels.held_by(facts)],
        "floor": {name: known(value) for name, value in floor.items()},
        "floor_text": {name: number(known(value), MEASURES[name].unit) for name, value in floor.items()},
        "luck": sentences.luck({k: known(v) for k, v in facts.summary.get("persons", {}).items()}),
        "checks": checks(facts),
        "values": [_value(row) for row in values],
        "assumed": sum(row.tag == "A" for row in values),
        "unsourced": sum(row.tag == "none" for row in values),
        "claims": claims(s),
        "law": law(s),
        "statuses": statuses(),
        "articles": articles(),
        "provenance": _provenance(facts),
        "citation": citation(s),
        "cannot_say": CANNOT_SAY,
    }  # fmt: skip


def _value(row: Row) -> list[str]:
    return [
        row.path,
        shown(row.value),
        row.unit,
        assumed_span(row.assumed),
        row.tag if row.tag != "none" else "yours",
        row.source,
    ]


def _provenance(facts: Facts) -> list[tuple[str, str]]:
    p, s = facts.provenance, facts.scenario
    worlds = [
        w
        for w in facts.worlds
        if (not w["error"] and w["lived"] >= s.days) or (w["name"] == "noise-floor" and w["lived"])
    ]
    seeds = ", ".join(str(seed) for seed in dict.fromkeys(w["seed"] for w in facts.worlds))
    return [
        ("scenario", s.name),
        (
            "size",
            f"{s.citizens:,} citizens, {s.days:,} days, {len(facts.worlds)} worlds ({len(worlds)} finished)",
        ),
        ("seeds", seeds),
        ("command", p.get("command") or "not recorded"),
        *([("forked", told(p["forked"]))] if p.get("forked") else []),
        ("written", str(p.get("written", ""))),
        ("versions", ", ".join(f"{name} {v}" for name, v in p.get("versions", {}).items())),
        ("machine", str(p.get("machine", ""))),
        ("synthetic", "yes: everyone is made up by a program"),
    ]
