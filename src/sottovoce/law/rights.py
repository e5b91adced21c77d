"""Which rights a scenario touches: its active mechanisms, the articles, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sottovoce.law.catalogue import law_of_rights
from sottovoce.law.mechanisms import MECHANISMS
from sottovoce.scenario.fields import number
from sottovoce.scenario.paths import Setting, Settings
from sottovoce.scenario.read import Asked, scenario_of

NO_RIGHTS = "No mechanism that touches a right is at work here."
TOUCHED = "Touched is not broken: that depends on law, aim and necessity, of which a scenario says nothing."


class Right(NamedTuple):
    """An active mechanism, the articles that it touches, why, and the values that switch it on."""

    key: str
    mechanism: str
    articles: tuple[str, ...]
    why: str
    found: Settings
    first: int  # day from which it is in the rules
    until: int | None  # first day on which it no longer is; None: to the end


def rights(scenario: Asked) -> tuple[Right, ...]:
    """The mechanisms that are active on any day of a scenario, with the articles they touch. Touched is not broken:
    that depends on law, aim and necessity, of which a scenario says nothing."""
    scenario, touched = scenario_of(scenario), []
    for law in law_of_rights().mechanisms:
        by_day = [(day, MECHANISMS[law.key](now)) for day, _, now in scenario.periods()]
        here = [(day, found) for day, found in by_day if found]
        if not here:
            continue
        found: dict[str, Setting] = {}
        for _, finds in here:
            for one in finds:
                found.setdefault(one.path, one)
        over = [day for day, finds in by_day if not finds and day > here[-1][0]]
        touched.append(
            Right(
                law.key,
                law.mechanism,
                law.articles,
                law.why,
                tuple(found.values()),
                here[0][0],
                over[0] if over else None,
            )
        )
    return tuple(touched)


def articles(found: Iterable[Right]) -> tuple[str, ...]:
    """Every article that is touched, once, in the order of the catalogue."""
    touched = {article for right in found for article in right.articles}
    return tuple(article for article in law_of_rights().articles if article in touched)


def when(right: Right) -> str:
    """``from day 30 until day 500``; empty if from beginning to end."""
    parts = [f"from day {number(right.first)}" if right.first else ""]
    parts.append(f"until day {number(right.until)}" if right.until is not None else "")
    return " ".join(part for part in parts if part)
