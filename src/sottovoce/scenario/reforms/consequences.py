"""Reforms of what follows from a score."""

from __future__ import annotations

from typing import Any

from sottovoce.scenario.model import CHANNELS, Scenario, Tier
from sottovoce.scenario.paths import plain
from sottovoce.scenario.reforms.hold import held, states


def cap_on_sanctions(scenario: Scenario, most: int = 1) -> Scenario:
    """At most so many sanctions are left: the mildest ones, by what they take (worth, then side effect)."""

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
    """Nothing is taken for a low score; benefits stay."""
    return held(scenario, lambda now: {"tiers": _giving(now)})


def no_sanctions_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    if not any(_taking(now) for now in states(scenario)):
        return f"nothing is taken for a low score in {scenario.name} already (no tier takes anything)"
    return None


def rewards_only(scenario: Scenario) -> Scenario:
    """Points are only gained, nothing is taken for a low score, and the system punishes no act; benefits stay."""

    def rewarding(now: Scenario) -> dict[str, Any]:
        values: dict[str, Any] = {f"channels.{name}.loss": 0.0 for name in (*CHANNELS, "conduct")}
        values["tiers"] = _giving(now)
        if not now.punishment.by_law:
            values["punishment.severity"] = 0.0
        return values

    return held(scenario, rewarding)


def rewards_only_not(scenario: Scenario) -> str | None:
    """Why it changes nothing."""
    for now in states(scenario):
        losses = any(getattr(now.channels, name).loss > 0 for name in (*CHANNELS, "conduct"))
        if losses or _taking(now) or (now.punishment.severity > 0 and not now.punishment.by_law):
            return None
    return f"nothing is taken in {scenario.name} already: no points, no access, no punishment"


def _taking(now: Scenario) -> list[Tier]:
    return [tier for tier in now.tiers if tier.effect == "takes"]


def _giving(now: Scenario) -> list[dict[str, Any]]:
    return [plain(tier) for tier in now.tiers if tier.effect == "gives"]


def _sanctions(count: int) -> str:
    return "no sanction" if count == 0 else "1 sanction" if count == 1 else f"{count} sanctions"
