"""The main job from Python: `run` lives the pair over seeds, `live` one world."""

from collections.abc import Mapping
from typing import Any

from sottovoce.record.record import Record
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.simulate import live_world
from sottovoce.study.replicates import Study, plan
from sottovoce.study.replicates import live as live_all


def run(
    scenario: Scenario | str = "press-2015",
    *,
    citizens: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    replicates: int | None = None,
    set: Mapping[str, Any] | None = None,
    threads: int | None = None,
) -> Study:
    """Live both worlds, with the system and without it, over `replicates` seeds (default 8, fewer for large societies).

    `scenario`: a Scenario, a preset's name or a file; `set`: values by path, like ``{"score.spill": 0.0}``.
    Raises ScenarioError with all problems at once. The result does not depend on `threads`.
    """
    return live_all(plan(_asked(scenario, citizens, days, seed, set), replicates), threads=threads)


def live(
    scenario: Scenario | str = "press-2015",
    *,
    citizens: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    set: Mapping[str, Any] | None = None,
) -> Record:
    """Live one world from its first day to its last. Arguments as for `run`."""
    return live_world(_asked(scenario, citizens, days, seed, set))


def _asked(
    scenario: Scenario | str,
    citizens: int | None,
    days: int | None,
    seed: int | None,
    values: Mapping[str, Any] | None,
) -> Scenario:
    asked = read(scenario) if isinstance(scenario, str) else scenario
    changes = dict(values or {})
    changes |= {k: v for k, v in (("citizens", citizens), ("days", days), ("seed", seed)) if v is not None}
    return with_values(asked, changes) if changes else asked
