"""Which rights a scenario touches: the mechanisms at work in it, the articles, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sottovoce.scenario.at_work import MECHANISMS, Finds, Found, stages
from sottovoce.scenario.catalogue.law import law_of_rights
from sottovoce.scenario.fields import number
from sottovoce.scenario.model import Scenario


class Right(NamedTuple):
    """A mechanism at work, the articles that it touches, why, and the values that put it to work."""

    key: str
    mechanism: str
    articles: tuple[str, ...]
    why: str
    found: Finds
    first: int  # day from which it is in the rules
    until: int | None  # first day on which it no longer is; None: to the end


def rights(scenario: Scenario) -> tuple[Right, ...]:
    """The mechanisms at work in a scenario, on any day of it, with the articles they touch. Touched is not broken:
    that depends on law, aim and necessity, of which a scenario says nothing."""
    standing = list(stages(scenario))
    touched = []
    for law in law_of_rights().mechanisms:
        by_day = [(day, MECHANISMS[law.key](then)) for day, then in standing]
        here = [(day, found) for day, found in by_day if found]
        if not here:
            continue
        found: dict[str, Found] = {}
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
