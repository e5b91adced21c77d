"""The scenario: everything that is asked of a run, frozen and strict. The reference of all parameters is this file.

Every field carries its unit, its allowed range, and either a source or *assumed* with the range to sweep. A preset
may give better provenance for its own values in `sources`. Formulae: docs/understand/the-day.md.
"""

from __future__ import annotations

import functools
from typing import Any, Literal

from pydantic import Field, model_validator

from sottovoce.scenario.acts_part import CHANNELS, Channel, Channels, Conduct, Punishment, Voice, Watching
from sottovoce.scenario.records_part import Blacklist, Freeze, Identity
from sottovoce.scenario.remedies_part import Appeal, Repair
from sottovoce.scenario.society_part import Group, Network, Society
from sottovoce.scenario.system_part import ACCESS, Demotion, Enrolment, Score, Tier, Ties, Weights
from sottovoce.scenario.values import Part, Source, value
from sottovoce.scenario.watchers_part import Informers, Reports

__all__ = [
    "ACCESS", "CHANNELS", "Appeal", "Blacklist", "Channel", "Channels", "Conduct", "Dated", "Demotion", "Enrolment", "Freeze",
    "Group", "Identity", "Informers", "Network", "Punishment", "Repair", "Reports", "Scenario", "Score", "Society", "Tier",
    "Ties", "Voice", "Watching", "Weights",
]  # fmt: skip


MEASURED = 365  # days at the end of a run over which measures are taken


class Dated(Part):
    """A change of policy on a day: from the start of that day the named values are these. No values: a placebo."""

    day: int = Field(
        ge=0,
        description="first day on which the changes hold",
        json_schema_extra={"unit": "day", "assumed": [0, 3650]},
    )
    name: str
    set: dict[str, Any] = Field(
        default_factory=dict, description="path of a value outside society -> its new value"
    )


class Scenario(Part):
    """Everything that is asked of a run."""

    name: str = Field(
        pattern=r"^[a-z0-9][a-z0-9-]*$", description="short name: small letters, digits, hyphens"
    )
    label: str = Field(description="what this is, in a line for the reader")
    about: str = ""
    citizens: int = value(
        4000,
        "how many people are made up",
        unit="citizens",
        low=2,
        high=1_400_000_000,
        assumed=(1000, 1_000_000),
    )
    days: int = value(730, "how many days are lived", unit="days", low=1, high=36_500, assumed=(365, 1460))
    seed: int = Field(default=7, ge=0, lt=2**63, description="the luck of this society")
    order: Literal["synchronous", "sequential", "drawn"] = Field(
        default="synchronous",
        description="synchronous: all act on what was said yesterday; sequential: one after another in an order drawn anew each day, on what was just said; drawn: as many turns a day as citizens, each taken by a citizen drawn anew",
    )
    society: Society = Society()
    channels: Channels = Channels()
    voice: Voice = Voice()
    watching: Watching = Watching()
    punishment: Punishment = Punishment()
    score: Score = Score()
    enrolment: Enrolment = Enrolment()
    tiers: tuple[Tier, ...] = Field(
        default=(), max_length=8, description="benefits and sanctions that follow from the score"
    )
    ties: Ties = Ties()
    informers: Informers = Informers()
    reports: Reports = Reports()
    identity: Identity = Identity()
    freeze: Freeze = Freeze()
    blacklist: Blacklist = Blacklist()
    repair: Repair = Repair()
    appeal: Appeal = Appeal()
    dates: tuple[Dated, ...] = Field(default=(), description="changes of policy by day, in order")
    sources: dict[str, Source] = Field(
        default_factory=dict, description="path of a value -> where it comes from"
    )

    @model_validator(mode="after")
    def _consistent(self) -> Scenario:
        from sottovoce.scenario.consistent import problems

        found = problems(self)
        if found:
            raise ValueError("\n".join(found))
        return self

    @property
    def measured_from(self) -> int:
        """First measured day: measures are taken over the last 365 days, or over all days of a shorter run."""
        return max(0, self.days - MEASURED)

    def on(self, day: int) -> Scenario:
        """The scenario as it stands on a day: dated changes up to and including that day are applied."""
        return _as_of(self, sum(1 for dated in self.dates if dated.day <= day))

    def replace(self, **changes: Any) -> Scenario:
        """A checked copy with values changed by path, written with __ for dots: ``replace(score__spill=0.0)``."""
        from sottovoce.scenario.paths import with_values

        return with_values(self, {path.replace("__", "."): new for path, new in changes.items()})


@functools.lru_cache(maxsize=256)
def _changed(frozen: str, upto: int) -> Scenario:
    from sottovoce.scenario.paths import with_values

    scenario = Scenario.model_validate_json(frozen)
    changes: dict[str, Any] = {}
    for dated in scenario.dates[:upto]:
        for path, new in dated.set.items():
            changes.pop(path, None)  # applied in the order of the dates, whatever was set before
            changes[path] = new
    return with_values(scenario, changes | {"dates": ()})


def _as_of(scenario: Scenario, upto: int) -> Scenario:
    return scenario if upto == 0 else _changed(scenario.model_dump_json(), upto)
