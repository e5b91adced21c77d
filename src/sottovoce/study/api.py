"""From Python: which scenario is asked for, and one world of it (`report.api.run` lives the pair over seeds)."""

from collections.abc import Mapping
from typing import Any

from sottovoce.errors import ScenarioError
from sottovoce.record.record import Record
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import Asked, scenario_of
from sottovoce.scenario.texts import given
from sottovoce.simulate import live_world
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
