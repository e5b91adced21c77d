"""The parameters of a scenario, each with its unit, its allowed range, and a source or *assumed* with the range to sweep.

The reference of all parameters: this file and the parts that it names. A preset may give better provenance for its own
values in `sources`. Formulae: docs/understand/the-day.md.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from sottovoce.scenario.acts_part import Channels, Punishment, Voice, Watching
from sottovoce.scenario.jobs_part import Jobs, Tags
from sottovoce.scenario.records_part import Blacklist, Freeze, Identity
from sottovoce.scenario.remedies_part import Appeal, Repair
from sottovoce.scenario.society_part import Society
from sottovoce.scenario.system_part import Enrolment, Score, Tier
from sottovoce.scenario.ties_part import Ties
from sottovoce.scenario.topics_part import Topic
from sottovoce.scenario.values import Part, Source, value
from sottovoce.scenario.watchers_part import Informers, Reports, Survey


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


class Parameters(Part):
    """Everything that is asked of a run; here each value is checked by itself only. `Scenario` checks that they fit."""

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
    topics: tuple[Topic, ...] = Field(
        default=(),
        max_length=16,
        description="what occasions are about: the agenda; none: occasions have no topic",
    )
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
    tags: Tags = Tags()
    jobs: Jobs = Jobs()
    identity: Identity = Identity()
    freeze: Freeze = Freeze()
    blacklist: Blacklist = Blacklist()
    repair: Repair = Repair()
    appeal: Appeal = Appeal()
    survey: Survey = Survey()
    dates: tuple[Dated, ...] = Field(default=(), description="changes of policy by day, in order")
    sources: dict[str, Source] = Field(
        default_factory=dict, description="path of a value -> where it comes from"
    )
