"""Which claims of the articles a scenario has to do with."""

from __future__ import annotations

from typing import NamedTuple

from sottovoce.scenario.catalogue import Claim, claims
from sottovoce.scenario.catalogue.mechanisms import mechanisms
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import Settings, at, leaves
from sottovoce.scenario.sources import cited


class Cited(NamedTuple):
    """A claim of the articles, and the values of a scenario whose sources cite it."""

    claim: Claim
    at: Settings


def rows_cited(scenario: Scenario) -> dict[int, list[str]]:
    """Rows of the articles that its sources cite (``#24``) -> paths of those values; none where no score is in force.

    A source may say that something is so, or that it is not: the value tells which.
    """
    found: dict[int, list[str]] = {}
    if scenario.score.in_force:
        for path in leaves(scenario):
            if path in scenario.sources:
                for number in cited([scenario.sources[path].source])[0]:
                    found.setdefault(number, []).append(path)
    return found


def claims_about(scenario: Scenario) -> list[Cited]:
    """The articles' claims about a scenario, in order: those its sources cite, and those that the catalogue maps to this
    preset."""
    paths = rows_cited(scenario)
    mapped = {row.number for row in mechanisms() if scenario.name in row.presets}
    return [
        Cited(claim, at(scenario, *paths.get(claim.number, ())))
        for claim in claims()
        if claim.number in mapped or claim.number in paths
    ]
