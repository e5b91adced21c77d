"""Reforms of what is added up, for how long it is remembered, and who may see it."""

from __future__ import annotations

from typing import Any

from sottovoce.reforms.hold import held, scored, states
from sottovoce.reforms.points import dimensions
from sottovoce.scenario.model import Scenario


def private_scores(scenario: Scenario) -> Scenario:
    """Nobody but the authority (and I, where I may) sees my score, and nobody can find out which friend hurts."""

    def hidden(now: Scenario) -> dict[str, Any]:
        lookup = now.score.lookup if now.score.lookup in ("secret", "own") else "own"
        return {"score.lookup": lookup, "score.blame_tool": False}

    return held(scenario, hidden)


def private_scores_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    seen = [now.score for now in states(scenario)]
    if all(score.lookup in ("secret", "own") and not score.blame_tool for score in seen):
        return (
            f"nobody sees another's score in {scenario.name} already (score.lookup {seen[0].lookup}, "
            "score.blame_tool false)"
        )
    return None


def _unshared(now: Scenario) -> dict[str, Any]:
    """Who is tagged in a friend's act shares no points of it, where anybody is tagged."""
    return {"tags.weight": 0.0} if now.tags.chance > 0 else {}


def _shared(now: Scenario) -> bool:
    return now.score.spill > 0 or now.tags.chance * now.tags.weight > 0


def own_acts_only(scenario: Scenario) -> Scenario:
    """Friends' scores and friends' acts no longer count."""
    return held(scenario, lambda now: {"score.friend_weight": 0.0, "score.spill": 0.0} | _unshared(now))


def own_acts_only_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    if all(now.score.friend_weight == 0 and not _shared(now) for now in states(scenario)):
        return f"friends count for nothing in {scenario.name} already (score.friend_weight 0, score.spill 0)"
    return None


def no_spill(scenario: Scenario) -> Scenario:
    """Friends' acts no longer move my points; friends' scores may still pull on my score."""
    return held(scenario, lambda now: {"score.spill": 0.0} | _unshared(now))


def no_spill_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    if not any(dimensions(now) for now in states(scenario)):
        return f"no points are counted in {scenario.name}, so none can spill over"
    if not any(_shared(now) for now in states(scenario)):
        return f"friends' acts count for nothing in {scenario.name} already (score.spill 0)"
    return None


def expiry(scenario: Scenario, months: int = 6) -> Scenario:
    """Acts are forgotten after `months` months of 30 days; sooner where they are forgotten sooner already."""

    def sooner(now: Scenario) -> dict[str, int]:
        memory = now.score.memory_months
        return {"score.memory_months": min(memory, months) if memory else months}

    return held(scenario, sooner)


def expiry_not(scenario: Scenario, months: int = 6) -> str | None:
    """Why it changes nothing."""
    if not any(dimensions(now) for now in states(scenario)):
        return f"no points are counted in {scenario.name}, so none can be forgotten"
    memory = [now.score.memory_months for now in states(scenario)]
    if all(0 < given <= months for given in memory):
        long = "1 month" if max(memory) == 1 else f"{max(memory)} months"
        return (
            f"acts are forgotten after {long} in {scenario.name} already (score.memory_months {max(memory)})"
        )
    return None


def hide_who_hurts(scenario: Scenario) -> Scenario:
    """No tool shows which friend pulls a score."""
    return held(scenario, lambda now: {"score.blame_tool": False})


def hide_who_hurts_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    if not any(now.score.blame_tool for now in states(scenario)):
        return f"no tool shows who hurts in {scenario.name} already (score.blame_tool false)"
    return None


def purpose_wall(scenario: Scenario) -> Scenario:
    """Only conduct counts: not speech, purchases, reports or friends; and a number that links records links those of tax
    only."""

    def walled(now: Scenario) -> dict[str, Any]:
        values: dict[str, Any] = {
            f"score.weights.{name}": 0.0 for name in ("speech", "consumption", "reports")
        }
        values |= {"score.friend_weight": 0.0, "score.spill": 0.0}
        values["identity.linked"] = ["tax"] if now.identity.linked else []
        return values

    return held(scenario, walled)


def purpose_wall_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    for now in states(scenario):
        if set(now.identity.linked) - {"tax"}:
            return None
        if not scored(scenario):
            continue
        counting = dimensions(now)
        friends = now.score.friend_weight > 0 or now.score.spill > 0
        if counting - {"conduct"} or (friends and counting):
            return None
    return f"nothing but conduct counts in {scenario.name} already, and no records are linked beyond tax"
