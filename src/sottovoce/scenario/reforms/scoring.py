"""Reforms of what is added up, for how long it is remembered, and who may see it."""

from __future__ import annotations

from sottovoce.scenario.fields import number
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.reforms.hold import held, states


def private_scores(scenario: Scenario) -> Scenario:
    """Only I and the authority see my score, and nobody can find out which friend hurts."""
    return held(scenario, lambda now: {"score.lookup": "own", "score.blame_tool": False})


def private_scores_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    if all(now.score.lookup == "own" and not now.score.blame_tool for now in states(scenario)):
        return f"nobody sees another's score in {scenario.name} already (score.lookup own, score.blame_tool false)"
    return None


def no_friend_term(scenario: Scenario) -> Scenario:
    """Friends' scores and friends' acts no longer count."""
    return held(scenario, lambda now: {"score.friend_weight": 0.0, "score.spill": 0.0})


def no_friend_term_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    if all(now.score.friend_weight == 0 and now.score.spill == 0 for now in states(scenario)):
        return f"friends count for nothing in {scenario.name} already (score.friend_weight 0, score.spill 0)"
    return None


def no_spill(scenario: Scenario) -> Scenario:
    """Friends' acts no longer move my points; friends' scores may still pull on my score."""
    return held(scenario, lambda now: {"score.spill": 0.0})


def no_spill_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    if all(now.score.spill == 0 for now in states(scenario)):
        return f"friends' acts count for nothing in {scenario.name} already (score.spill 0)"
    return None


def expiry(scenario: Scenario, months: int = 6) -> Scenario:
    """Acts are forgotten after so many months of 30 days, or sooner where they are already."""

    def sooner(now: Scenario) -> dict[str, int]:
        memory = now.score.memory_months
        return {"score.memory_months": min(memory, months) if memory else months}

    return held(scenario, sooner)


def expiry_not(scenario: Scenario, months: int = 6) -> str | None:
    """Why it changes nothing."""
    memory = [now.score.memory_months for now in states(scenario)]
    if all(0 < given <= months for given in memory):
        return (
            f"acts are forgotten after {number(max(memory))} months in {scenario.name} already "
            f"(score.memory_months {number(max(memory))})"
        )
    return None


def hide_who_hurts(scenario: Scenario) -> Scenario:
    """No tool shows which friend pulls a score."""
    return held(scenario, lambda now: {"score.blame_tool": False})


def hide_who_hurts_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    seen = [now.score for now in states(scenario) if now.score.in_force]
    if not any(score.blame_tool for score in seen):
        return f"no tool shows who hurts in {scenario.name} already (score.blame_tool false)"
    open_ones = [score.lookup for score in seen if score.blame_tool]
    if "own" not in open_ones:
        return (
            f"friends see scores in {scenario.name} (score.lookup {open_ones[0]}) and can work out who hurts "
            "without a tool; private-scores hides both"
        )
    return None
