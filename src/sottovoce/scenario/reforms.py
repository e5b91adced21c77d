"""Reforms: functions Scenario -> Scenario. The world without the system is one of them."""

from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values


def no_system(scenario: Scenario) -> Scenario:
    """The same society, seed, climate and law without score, tiers and punishment by the system; a shadow score is kept
    that nobody sees."""
    return with_values(scenario, {"score.in_force": False})


def no_friend_term(scenario: Scenario) -> Scenario:
    """Friends' scores and friends' acts no longer count."""
    return with_values(scenario, {"score.friend_weight": 0.0, "score.spill": 0.0})


def private_scores(scenario: Scenario) -> Scenario:
    """Only I and the authority see my score, and nobody can find out which friend hurts."""
    return with_values(scenario, {"score.lookup": "own", "score.blame_tool": False})


def no_sanctions(scenario: Scenario) -> Scenario:
    """Nothing is taken for a low score; benefits stay."""
    return with_values(
        scenario, {"tiers": [tier.model_dump() for tier in scenario.tiers if tier.effect == "gives"]}
    )


def noise_floor(scenario: Scenario) -> Scenario:
    """The same citizens and sharpness with nothing but authenticity: what they leave unsaid by noise alone."""
    return with_values(
        no_system(scenario),
        {
            "society.climate_weight": {"law": "constant", "value": 0.0},
            "voice.effort": 0.0,
            "voice.backlash": 0.0,
            "voice.express": "utility",
            "voice.reward": "none",
            "voice.explore": 0.0,
            "voice.enforce": False,
            "punishment.severity": 0.0,
            "dates": [],
        },
    )
