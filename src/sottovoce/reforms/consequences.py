"""Reforms of what follows from a score."""

from __future__ import annotations

from typing import Any

from sottovoce.reforms.hold import held, scored, states
from sottovoce.reforms.points import dimensions
from sottovoce.scenario.fields import number
from sottovoce.scenario.model import CHANNELS, Scenario, Tier
from sottovoce.scenario.paths import plain


def cap_on_sanctions(scenario: Scenario, most: int = 1) -> Scenario:
    """At most `most` sanctions are left: the mildest ones, by what they take (worth, then side effect)."""

    def capped(now: Scenario) -> dict[str, Any]:
        takes = sorted(_taking(now), key=lambda tier: (tier.value, tier.strength, tier.name))
        gone = {tier.name for tier in takes[most:]}
        return {"tiers": [plain(tier) for tier in now.tiers if tier.name not in gone]}

    return held(scenario, capped)


def cap_on_sanctions_not(scenario: Scenario, most: int = 1) -> str | None:
    """Why it changes nothing."""
    count = max(len(_taking(now)) for now in states(scenario))
    if count <= most:
        return f"{scenario.name} has {_sanctions(count)}, not more than the cap of {most}"
    return None


def no_sanctions(scenario: Scenario) -> Scenario:
    """Nothing is taken for a low score or for being on a list; benefits stay."""
    return held(scenario, lambda now: {"tiers": _giving(now)})


def no_sanctions_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    if not any(_taking(now) for now in states(scenario)):
        return (
            f"nothing is taken for a low score or a list in {scenario.name} already (no tier takes anything)"
        )
    return None


def rewards_only(scenario: Scenario) -> Scenario:
    """Points are only gained and nothing is taken: no sanction, no punishment, no list, no freezing; benefits stay."""

    def rewarding(now: Scenario) -> dict[str, Any]:
        values: dict[str, Any] = {path: 0.0 for path in _LOSSES}
        values |= {"tiers": _giving(now), "freeze.power": False}
        if not now.punishment.by_law:
            values["punishment.severity"] = 0.0
        return values

    return held(scenario, rewarding)


def rewards_only_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    scores = scored(scenario)
    for now in states(scenario):
        punished = now.punishment.severity > 0 and not now.punishment.by_law
        listed = now.blacklist.entry > 0 and now.channels.conduct.bad_rate > 0
        if (scores and (dimensions(now, "loss") or _taking(now))) or punished or now.freeze.power or listed:
            return None
    return f"nothing is taken in {scenario.name} already: no points, no access, no punishment, no list, no freezing"


def appeal(scenario: Scenario, share: int = 50) -> Scenario:
    """`share` per cent of those who lose points appeal, and a person looks into reports before they count."""

    def heard(now: Scenario) -> dict[str, Any]:
        return {"appeal.share": max(now.appeal.share, share / 100), "appeal.review": 1.0}

    return held(scenario, heard)


def appeal_not(scenario: Scenario, share: int = 50) -> str | None:
    """Why it changes nothing."""
    if not any(dimensions(now, "loss") for now in states(scenario)):
        return f"nobody loses points in {scenario.name}, so there is nothing to appeal"
    if all(now.appeal.share >= share / 100 and now.appeal.review == 1 for now in states(scenario)):
        return f"losses are appealed in {scenario.name} already, and a person looks into reports"
    return None


def repair(scenario: Scenario, months: int = 2) -> Scenario:
    """After `months` months without a loss of their own, citizens have the points of the start again; sooner where they have
    them sooner already."""

    def sooner(now: Scenario) -> dict[str, Any]:
        there = now.repair.months
        return {"repair.months": min(there, months) if there else months}

    return held(scenario, sooner)


def repair_not(scenario: Scenario, months: int = 2) -> str | None:
    """Why it changes nothing."""
    if not any(dimensions(now, "loss") for now in states(scenario)):
        return f"nobody loses points in {scenario.name}, so there is nothing to repair"
    there = [now.repair.months for now in states(scenario)]
    if all(0 < given <= months for given in there):
        return f"{number(max(there))} clean months repair a file in {scenario.name} already (repair.months {max(there)})"
    return None


def court_order(scenario: Scenario, allows: int = 10) -> Scenario:
    """No account is frozen without a court, which allows `allows` per cent of what it is asked for."""
    return held(scenario, lambda now: {"freeze.court": min(now.freeze.court, allows / 100)})


def court_order_not(scenario: Scenario, allows: int = 10) -> str | None:
    """Why it changes nothing."""
    freezing = [now.freeze for now in states(scenario) if now.freeze.power and now.freeze.chance > 0]
    if not freezing:
        return f"no account can be frozen in {scenario.name} (freeze.power false)"
    if all(rule.court <= allows / 100 for rule in freezing):
        court = number(100 * max(rule.court for rule in freezing))
        return f"a court allows no more than {court}% in {scenario.name} already (freeze.court)"
    return None


_LOSSES = (
    *(f"channels.{name}.loss" for name in (*CHANNELS, "conduct")),
    "reports.points",
    "reports.ratings_loss",
    "score.demotion.chance",
    "blacklist.entry",
)


def _taking(now: Scenario) -> list[Tier]:
    return [tier for tier in now.tiers if tier.effect == "takes"]


def _giving(now: Scenario) -> list[dict[str, Any]]:
    return [plain(tier) for tier in now.tiers if tier.effect == "gives"]


def _sanctions(count: int) -> str:
    return "no sanction" if count == 0 else "1 sanction" if count == 1 else f"{count} sanctions"
