"""From Python: which scenario is asked for, and one world of it (`report.api.run` lives the pair over seeds)."""

from collections.abc import Generator, Mapping
from typing import Any

from sottovoce.errors import ScenarioError
from sottovoce.record.record import Record
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import Asked, scenario_of
from sottovoce.scenario.texts import given
from sottovoce.simulate import Events, live_world
from sottovoce.simulate import days as driven
from sottovoce.society import Society, create
from sottovoce.study.asked import renamed


@renamed(set="values")
def live(
    scenario: Asked = "press-2015",
    *,
    citizens: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    values: Mapping[str, Any] | None = None,
) -> Record:
    """Live one world from its first day to its last. Arguments as for `sottovoce.run`."""
    return live_world(asked_for(scenario, citizens, days, seed, values))


def days(
    scenario: Asked | Scenario = "press-2015", society: Society | None = None, **how: Any
) -> Generator[tuple[int, Events], None, None]:
    """Live a world day by day, from Python: ``for day, events in sv.days(scenario, society)``. `society` (default: the scenario's own, ``sv.create(scenario)``) is
    changed in place, so that its columns and ties can be looked at after each day; change nothing of it.

    `events.tally`: int64 (group, sum), ``events.sum("say_so")`` a named sum of everybody; `events.ties`: int64 (change, 3), row, row, 0 dropped or 1 made. Keywords: those of
    `sottovoce.simulate.days`, like ``first=30, yesterday=events.tally`` to go on with a society that was lived up to the eve of day 30.
    """
    asked = scenario_of(scenario)
    yield from driven(asked, create(asked) if society is None else society, **how)


def asked_for(
    scenario: Asked,
    citizens: int | None,
    days: int | None,
    seed: int | None,
    values: Mapping[str, Any] | None,
) -> Scenario:
    """The scenario that is asked for by name, file, dict or object, with other values. ScenarioError with all problems at once."""
    if values is not None and not isinstance(values, Mapping):
        raise ScenarioError([
            f'values: {given(values)} given; allowed a dict of values by path. Write it like values={{"score.spill": 0.0}}.'
        ])  # fmt: skip
    asked = scenario_of(scenario)
    changes = dict(values or {})
    changes |= {k: v for k, v in (("citizens", citizens), ("days", days), ("seed", seed)) if v is not None}
    return with_values(asked, changes) if changes else asked
