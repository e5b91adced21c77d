"""World B: the same people with the same luck under other rules. No system at all, the same one, or any reforms of the registry.

In an address: ``none``, ``same``, ``private-scores``, ``expiry@3+private-scores``. The names of version 0.1 still work.
"""

import re
from dataclasses import dataclass
from typing import Any

from sottovoce.errors import RunError, nearest
from sottovoce.reforms import REFORMS, Asked, apply, asked, no_system
from sottovoce.reforms.registry import OLD as RENAMED
from sottovoce.scenario.catalogue import sources
from sottovoce.scenario.model import Scenario
from sottovoce.web.words import system

GROUPS = {
    "who": "Who is scored, and who knows",
    "sees": "Who sees what",
    "counts": "What counts, and how long",
    "takes": "What follows from it",
    "back": "Ways back",
    "end": "An end",
}
GROUP = {
    "inform-the-public": "who",
    "opt-out": "who",
    "consent": "who",
    "private-scores": "sees",
    "hide-who-hurts": "sees",
    "own-acts-only": "counts",
    "no-spill": "counts",
    "expiry": "counts",
    "purpose-wall": "counts",
    "rewards-only": "takes",
    "no-sanctions": "takes",
    "cap-on-sanctions": "takes",
    "appeal": "back",
    "repair": "back",
    "court-order": "back",
    "repeal": "end",
}
OLD = RENAMED | {
    "private": "private-scores",
    "alone": "own-acts-only",
    "mild": "no-sanctions",
}  # in addresses of version 0.1
MOST = 6  # reforms in one world B


@dataclass(frozen=True)
class Kept:
    """What world B lives under: `key` as in an address, `name` as in a chart."""

    key: str
    name: str
    reforms: tuple[Asked, ...] = ()

    def change(self, scenario: Scenario) -> Scenario:
        """World B's scenario from world A's. ScenarioError where a reform does not apply, with why."""
        if self.key == "none":
            return no_system(scenario)
        return apply(scenario, *(one.name for one in self.reforms)) if self.reforms else scenario


def kept(key: str, scenario: Scenario) -> Kept:
    """By key, in any order of reforms. RunError with the nearest name, ScenarioError for a value behind the @."""
    if key == "none":
        return Kept(key, system(scenario).without)
    if key == "same":
        return Kept(key, "the same system")
    found = {}
    for part in key.split("+"):
        name = part.partition("@")[0]
        part = OLD.get(part, part)
        if OLD.get(name, name) not in REFORMS:
            raise RunError(
                f'safeguard: "{name}" given; there is no such safeguard.{nearest(name, ["none", "same", *REFORMS])}'
            )
        one = asked(part)
        found[one.reform.name] = one
    if len(found) > MOST:
        raise RunError(f"safeguards: {len(found)} given; allowed up to {MOST} at once. Leave some out.")
    reforms = tuple(found[name] for name in REFORMS if name in found)
    return Kept(
        "+".join(one.name for one in reforms), _name([one.title(scenario) for one in reforms]), reforms
    )


def _name(titles: list[str]) -> str:
    lower = [text[:1].lower() + text[1:] for text in titles]
    return " + ".join(lower) if len(lower) <= 2 else f"{lower[0]} + {len(lower) - 1} more safeguards"


def safeguards(scenario: Scenario) -> list[dict[str, Any]]:
    """Everything that world B can be, as the page wants it: the reforms in groups, each with what it is drawn after, and why
    those that do not apply to this scenario do not."""
    words = system(scenario)
    found: list[dict[str, Any]] = [
        {"key": "none", "group": "", "label": words.none, "why_not": None,
         "about": f"The same people, with the same luck, {words.without}."},
        {"key": "same", "group": "", "label": "The same system", "why_not": None,
         "about": "Nothing is changed: without a lever both worlds are the same, bit for bit."},
    ]  # fmt: skip
    for name, reform in REFORMS.items():
        one, knob = Asked(reform, None), reform.knob
        value = one.called(scenario).partition("@")[2]
        keys = re.findall(r"\b[A-Z]+\d*\b", " ".join(re.findall(r"\(([^()]*)\)", reform.precedent)))
        found.append({
            "key": name, "group": GROUP[name], "label": reform.title, "about": reform.what, "precedent": reform.precedent,
            "tag": reform.tag, "sources": [k for k in dict.fromkeys(keys) if k in sources()], "why_not": one.why_not(scenario),
            "knob": knob and {"unit": knob.unit, "low": knob.low, "high": min(knob.high, scenario.days - 1) if name == "repeal"
                              else knob.high, "value": int(value)},
        })  # fmt: skip
    return found
