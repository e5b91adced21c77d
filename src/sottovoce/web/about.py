"""What the page is told once: levers, safeguards, claims, sources, what is assumed, how to cite."""

import functools
from importlib.metadata import version
from typing import Any

from sottovoce.errors import RunError, nearest
from sottovoce.scenario.catalogue import articles, claims, sources, statuses
from sottovoce.scenario.catalogue.mechanisms import mechanisms
from sottovoce.scenario.cite import citation
from sottovoce.scenario.format import shown, span
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.read import presets, read
from sottovoce.scenario.rows import rows
from sottovoce.scenario.texts import given
from sottovoce.web.draw import ramp_of
from sottovoce.web.levers import levers
from sottovoce.web.pair import MOST, SIZES
from sottovoce.web.safeguards import GROUPS, safeguards
from sottovoce.web.verdicts import verdicts
from sottovoce.web.view import NUMBERS
from sottovoce.web.words import digits, system


@functools.cache
def _shipped() -> dict[str, str]:
    """Presets by name, with their labels."""
    return {name: read(name).label for name in presets()}


def chosen(served: Scenario, name: str | None) -> Scenario:
    """The scenario that a page asks for by name: the one that is served, or a preset as it is shipped. RunError where there is none."""
    if name is None or name == served.name:
        return served
    if name not in presets():
        raise RunError(
            f"scenario: {given(name)} in the address; allowed {served.name} and the presets.{nearest(name, presets())} The page opens with {served.name}."
        )
    return read(name)


def about(scenario: Scenario, served: Scenario | None = None) -> dict[str, Any]:
    """The first message of a socket. `served`: the scenario that the server was started with, if it is another one."""
    s, words, served = scenario, system(scenario), served or scenario
    return {
        "type": "hello",
        "version": version("sottovoce"),
        "scenario": {
            "name": s.name, "label": s.label, "about": s.about, "citizens": s.citizens, "days": s.days, "seed": s.seed,
            "low": s.score.low, "high": s.score.high, "start": s.score.start, "in_force": s.score.in_force,
            "ramp": ramp_of(s), "digits": digits(s), "opens": s.enrolment.opt_in_day,
            "mandatory": s.enrolment.mandatory_day, "friend_weight": s.score.friend_weight, "spill": s.score.spill,
            "drag": s.score.drag, "tagged": s.tags.weight if s.tags.chance > 0 else 0.0, "drop": s.ties.drop,
            "lookup": s.score.lookup, "blame": s.score.blame_tool, "hear_days": s.voice.hear_days,
            "tiers": [t.model_dump() for t in s.tiers],
        },
        "system": {"kind": words.kind, "noun": words.noun, "with": words.with_it, "without": words.without,
                   "switch": words.switch, "hit": words.hit, "free": words.free, "many": words.many, "begins": words.begins},
        "served": served.name,
        "scenarios": [[name, label] for name, label in ({served.name: served.label} | _shipped()).items()],
        "most": MOST,
        "sizes": sorted({*SIZES, s.citizens}),
        "numbers": list(NUMBERS),
        "levers": levers(s),
        "safeguards": safeguards(s),
        "groups": GROUPS,
        "quoted": [row.number for row in mechanisms() if s.name in row.presets],
        "statuses": dict(statuses()),
        "articles": {key: article.headline for key, article in articles().items()},
        "claims": [{"number": c.number, "mechanism": c.mechanism, "quote": c.quote, "status": c.status,
                    "verdict": c.verdict, "known": c.known, "keys": list(c.keys), "articles": list(c.articles)}
                   for c in claims()],
        "sources": {key: {"topic": text.topic, "text": text.parts} for key, text in sources().items()},
        "values": [[r.path, shown(r.value), r.unit, span(r.assumed),
                    r.tag if r.tag != "none" else "yours", r.source] for r in rows(s)],
        "verdicts": verdicts(s),
        "citation": citation(s),
    }  # fmt: skip
