"""Reforms that change who is scored, who knows of it, and for how long the system lasts; the world without is one of them."""

from __future__ import annotations

from typing import Any

from sottovoce.reforms.hold import held, states
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.scenario.paths import with_values


def no_system(scenario: Scenario) -> Scenario:
    """The same society, seed, climate and law without score, tiers and punishment by the system; a shadow score is kept
    that nobody sees."""
    return held(scenario, lambda now: {"score.in_force": False})


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
            **{f"channels.{name}.exposure": 0.0 for name in CHANNELS},
            "dates": [],
        },
    )


def repeal(scenario: Scenario, day: int) -> Scenario:
    """From the start of that day on the world is the one without the system."""
    return held(scenario, lambda now: {"score.in_force": False}, since=day, name="repeal")


def repeal_not(scenario: Scenario, day: int) -> str | None:
    """Why it changes nothing."""
    if day >= scenario.days:
        return (
            f"day {day:,} is not lived: the last day of {scenario.name} is {scenario.days - 1:,}. "
            "Choose an earlier day, or more --days"
        )
    if not any(now.score.in_force for _, end, now in scenario.periods() if end > day):
        return (
            f"nothing of a system is in force in {scenario.name} from day {day:,} on (score.in_force false)"
        )
    return None


def consent(scenario: Scenario) -> Scenario:
    """Nobody is scored who has not joined, joining stays open, and acts before joining do not count."""

    def asked(now: Scenario) -> dict[str, Any]:
        rule = now.enrolment
        opened = rule.mandatory_day if rule.opt_in_day is None else rule.opt_in_day
        return {
            "enrolment.opt_in_day": opened,
            "enrolment.mandatory_day": None,
            "enrolment.retroactive": False,
        }

    return held(scenario, asked)


def consent_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    if compulsory_from(scenario) is None and not any(now.enrolment.retroactive for now in states(scenario)):
        return f"nobody is made to join in the {scenario.days:,} days of {scenario.name}"
    return None


def opt_out(scenario: Scenario) -> Scenario:
    """Whoever is scored may leave on any day; where joining is mandatory everybody is in on that day, and may leave
    from the next one on."""
    free = held(scenario, lambda now: {"enrolment.opt_out": True})
    first = compulsory_from(scenario)
    if first is None:
        return free

    def leaving(now: Scenario) -> dict[str, Any]:
        opened = now.enrolment.opt_in_day
        return {
            "enrolment.mandatory_day": None,
            "enrolment.opt_in_day": first + 1 if opened is None else min(opened, first + 1),
        }

    return held(free, leaving, since=first + 1, name="opt-out")


def opt_out_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    if compulsory_from(scenario) is not None:
        return None
    joining = [now.enrolment for now in states(scenario) if now.enrolment.opt_in_day is not None]
    if all(rule.opt_out for rule in joining):
        return f"nobody is made to join {scenario.name}, and whoever joins may leave (enrolment.opt_out true)"
    return None


def inform_the_public(scenario: Scenario) -> Scenario:
    """Everybody knows of the system, and reacts to it."""
    return with_values(scenario, {"society.aware": 1.0})


def inform_the_public_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    if scenario.society.aware == 1:
        return f"everybody knows of {scenario.name} already (society.aware 1)"
    return None


def compulsory_from(scenario: Scenario) -> int | None:
    """First day of the run on which everybody is scored; None if there is none."""
    for begin, end, now in scenario.periods():
        day = now.enrolment.mandatory_day
        if day is not None and max(begin, day) < end:
            return max(begin, day)
    return None
