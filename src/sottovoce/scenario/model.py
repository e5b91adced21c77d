"""The scenario: everything that is asked of a run, frozen, strict, and checked to fit together."""

from __future__ import annotations

import functools
from importlib import import_module
from typing import Any

from pydantic import model_validator

from sottovoce.figures import shown, table
from sottovoce.scenario.acts_part import (
    CHANNELS,
    PUBLIC,
    Channel,
    Channels,
    Conduct,
    Punishment,
    Voice,
    Watching,
)
from sottovoce.scenario.consistent import problems
from sottovoce.scenario.jobs_part import Jobs, Tags
from sottovoce.scenario.parameters import Dated, Parameters
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.records_part import Blacklist, Freeze, Identity
from sottovoce.scenario.remedies_part import Appeal, Repair
from sottovoce.scenario.society_part import Group, Network, Society
from sottovoce.scenario.system_part import ACCESS, Demotion, Enrolment, Score, Tier, Weights
from sottovoce.scenario.ties_part import Ties
from sottovoce.scenario.topics_part import Topic
from sottovoce.scenario.watchers_part import Informers, Reports, Survey

__all__ = [
    "ACCESS", "CHANNELS", "PUBLIC", "Appeal", "Blacklist", "Channel", "Channels", "Conduct", "Dated", "Demotion", "Enrolment",
    "Freeze", "Group", "Identity", "Informers", "Jobs", "Network", "Punishment", "Repair", "Reports", "Scenario", "Score", "Society",
    "Survey", "Tags", "Tier", "Ties", "Topic", "Voice", "Watching", "Weights",
]  # fmt: skip


MONTH = 30  # days
MEASURED = 365  # days at the end of a run over which measures are taken


class Scenario(Parameters):
    """Everything that is asked of a run: people, channels, system, dates. Frozen; every value has a unit, bounds and a source (docs/look-up/values.md).

    Made from a file or a preset by ``sv.read``. ScenarioError for a value that is out of bounds, or does not fit the others, with all problems at once.
    """

    @model_validator(mode="after")
    def _consistent(self) -> Scenario:
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

    def periods(self) -> list[tuple[int, int, Scenario]]:
        """The run cut at its dates: first day, the day after the last, and the scenario as it stands in between."""
        starts = sorted({0, *(dated.day for dated in self.dates if dated.day < self.days)})
        return [(a, b, self.on(a)) for a, b in zip(starts, [*starts[1:], self.days], strict=True)]

    @property
    def topic_names(self) -> tuple[str, ...]:
        """What occasions can be about; empty where they have no topic."""
        return tuple(topic.name for topic in self.topics)

    @property
    def ever_in_force(self) -> bool:
        """True if a score is in force on any day of the run."""
        return any(now.score.in_force for _, _, now in self.periods())

    def __repr__(self) -> str:
        return (
            f"Scenario {self.name}: {self.label}. {self.citizens:,} citizens, {self.days:,} days, seed {self.seed}; "
            f"{len(self.tiers)} tiers, {len(self.topics)} topics, {len(self.dates)} dates."
        )

    __str__ = __repr__

    def _repr_html_(self) -> str:
        own = import_module("sottovoce.scenario.rows").own(self._rows())
        shown_as = import_module("sottovoce.scenario.format").shown
        cells = [[row.path, shown_as(row.value), row.unit, row.origin] for row in own]
        rows = table(
            ["value", "is", "unit", "source"], cells, "What it sets; .table() has every value.", texts=4
        )
        return shown(
            f"{self.name}: {self.label}",
            [repr(self)],
            f"<details><summary>{len(own)} values with their sources</summary>{rows}</details>",
        )

    def _rows(self) -> list[Any]:
        return import_module("sottovoce.scenario.rows").rows(
            self
        )  # which knows this module: loaded when it is asked

    def table(self) -> Any:
        """A pandas DataFrame with a line for each value: path, value (as a file has it), unit, allowed, about, tag (of the source), source, range (to sweep, where it
        is assumed)."""
        shown_as = import_module("sottovoce.scenario.format").shown
        return _frame([
            {"path": row.path, "value": shown_as(row.value), "unit": row.unit, "allowed": row.allowed, "about": row.about, "tag": row.tag,
             "source": row.source, "range": row.assumed and str(list(row.assumed))}
            for row in self._rows()
        ])  # fmt: skip

    def cite(self) -> str:
        """What to cite for it: the program, the models behind it, the sources of its values."""
        return import_module("sottovoce.scenario.cite").citation(self)

    def replace(self, **changes: Any) -> Scenario:
        """A checked copy with values changed by path, written with __ for dots: ``replace(score__spill=0.0)``."""
        return with_values(self, {path.replace("__", "."): new for path, new in changes.items()})


def _frame(rows: list[dict[str, Any]]) -> Any:
    import pyarrow as pa  # not before it is wanted

    return pa.Table.from_pylist(rows).to_pandas()


def never(scenario: Scenario) -> list[str]:
    """Sentences on what a scenario has on days that its run does not reach: dates, joining, sanctions and benefits."""
    enrolment, last = scenario.enrolment, scenario.days - 1
    days = [(f"dates.{k} ({dated.name})", dated.day) for k, dated in enumerate(scenario.dates)]
    days += [(f"topics.{k}.day ({topic.name})", topic.day) for k, topic in enumerate(scenario.topics)]
    if scenario.score.in_force:
        days += [(f"enrolment.{name}", getattr(enrolment, name)) for name in ("opt_in_day", "mandatory_day")]
        days += [
            (f"tiers.{k}.from_day ({tier.name})", tier.from_day) for k, tier in enumerate(scenario.tiers)
        ]
    return [
        f"{what}: day {day:,} is not lived, for the last day is {last:,}. It has no part in what was found."
        for what, day in days
        if day is not None and day > last
    ]


@functools.lru_cache(maxsize=64)
def _states(frozen: str) -> tuple[Scenario, ...]:
    """A scenario as it stands before its dates, after the first, after the second ..."""
    scenario = Scenario.model_validate_json(frozen)
    found = [with_values(scenario, {"dates": ()})]
    for dated in scenario.dates:
        found.append(with_values(found[-1], dated.set))
    return tuple(found)


def _as_of(scenario: Scenario, upto: int) -> Scenario:
    return scenario if upto == 0 else _states(scenario.model_dump_json())[upto]
