"""From Python: which scenario is asked for, and one world of it (`report.api.run` lives the pair over seeds)."""

from collections.abc import Mapping
from typing import Any

from sottovoce.record.record import Record
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.simulate import live_world
from sottovoce.study.asked import renamed


@renamed(set="values")
def live(
    scenario: Scenario | str = "press-2015",
    *,
    citizens: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    values: Mapping[str, Any] | None = None,
) -> Record:
    """Live one world from its first day to its last. Arguments as for `sottovoce.run`."""
    return live_world(asked_for(scenario, citizens, days, seed, values))


def asked_for(
    scenario: Scenario | str,
    citizens: int | None,
    days: int | None,
    seed: int | None,
    values: Mapping[str, Any] | None,
) -> Scenario:
    """The scenario that is asked for by name, file or object, with other values. ScenarioError with all problems at once."""
    asked = read(scenario) if isinstance(scenario, str) else scenario
    changes = dict(values or {})
    changes |= {k: v for k, v in (("citizens", citizens), ("days", days), ("seed", seed)) if v is not None}
    return with_values(asked, changes) if changes else asked
