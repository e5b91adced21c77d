"""Checks of the space of a scenario: no point of it is refused, and what it lists is at work, and nothing else is.

*At work*: a value changes a bit of some measure of a small world at one of its ends. What is rare (a list that a few are on, an edge that few
come back over) may need a larger world to show. Numbers only; with `forks` alternatives too, which are rules to compile.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from sottovoce.errors import ScenarioError
from sottovoce.experiments.coordinate import Coordinate
from sottovoce.experiments.space import Space, space
from sottovoce.machine.cpu import Cpu
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import describe_in, plain, with_values
from sottovoce.study.worlds import World

SMALL = {"citizens": 300, "days": 200}
LARGER = {"citizens": 1500, "days": 400}
LARGEST = {"citizens": 4000, "days": 730, "seed": 8}
OPT_IN, MANDATORY, DATE = 5, 40, 100  # days of the small world on which things begin
POINTS = 1000

# Values that are at work by the rules and move no bit of these worlds: what they weigh is too rare or too small there.
RARE = {
    "canada-2022-freeze": ("watching.learn", "freeze.strength"),  # one account in some thousands is frozen
    "peeple-2016": ("score.point_value", "score.status_value"),  # all begin alike, and few leave for a star
    "press-2015": ("topics.3.every",),  # never, and a year later, are both after the last day
    "rongcheng-2016": ("tiers.3.from_day", "voice.backlash"),  # nobody comes to that edge
    "rongcheng-2021": ("tiers.0.value", "tiers.1.value"),  # next to nothing that is said moves points
    "weihai": ("tiers.0.from_day",),  # nobody comes to that edge
    "zhima-2015": ("tiers.4.from_day", "tiers.4.value"),  # nobody comes to that edge
}


def rare(preset: str, path: str) -> bool:
    """Whether a value may move nothing in worlds this small; slack needs somebody who comes back over an edge."""
    return path.endswith(".slack") or path in RARE.get(preset, ())


class Wrong(NamedTuple):
    """A value that is not as the space says."""

    path: str
    what: str


def early(scenario: Scenario) -> Scenario:
    """A scenario in a small world, with everything that begins on a day beginning early."""
    rule, changes = scenario.enrolment, dict(SMALL)
    changes |= {"enrolment.opt_in_day": OPT_IN} if rule.opt_in_day is not None else {}
    changes |= {"enrolment.mandatory_day": MANDATORY} if rule.mandatory_day is not None else {}
    changes |= {
        f"tiers.{k}.from_day": MANDATORY for k, tier in enumerate(scenario.tiers) if tier.from_day > 0
    }
    dates = [plain(dated) | {"day": min(dated.day, DATE)} for dated in scenario.dates]
    return with_values(scenario, changes | {"dates": dates})


def refused(asked: Space, points: int = POINTS, seed: int = 0) -> list[str]:
    """What a scenario says of random points of its space that it refuses."""
    found = []
    for values in asked.drawn(points, seed):
        try:
            asked.at(values)
        except ScenarioError as error:
            found += error.problems
    return found


def outside(asked: Space) -> list[str]:
    """Coordinates whose default is not in their range."""
    return [one.name for one in asked if not one.low <= one.default <= one.high]


def bits(scenario: Scenario) -> tuple[str, ...]:
    """Every measure of a world, to the last bit."""
    world = World("with", 1, scenario)
    world.live(Cpu(1), lambda: False)
    assert world.error is None, world.error
    return tuple(float(value).hex() for value in world.measures.values())


def wrong(
    scenario: Scenario, forks: bool = False, sizes: Iterable[dict[str, int]] = (LARGER,)
) -> Iterator[Wrong]:
    """What the space of a scenario says wrongly of which values are at work. A listed value that moves nothing is tried again in worlds
    of other `sizes`."""
    asked = space(scenario)
    usual = bits(scenario)
    for one in [*asked.coordinates, *(asked.forks if forks else ())]:
        moves = any(bits(asked.at({one.name: value})) != usual for value in _others(one))
        if not moves and not any(_moves(scenario, one.name, size) for size in sizes):
            yield Wrong(one.name, "is listed and changes nothing")
    for left in asked.idle:
        for value in _values(scenario, left.path, left.value, forks):
            try:
                other = with_values(scenario, {left.path: value})
            except ScenarioError:
                continue
            if bits(other) != usual:
                yield Wrong(left.path, f"is not listed ({left.why}), and {value} changes a measure")


def _moves(scenario: Scenario, name: str, size: dict[str, Any]) -> bool:
    larger = space(with_values(scenario, size))
    usual = bits(larger.scenario)
    return any(bits(larger.at({name: value})) != usual for value in _others(larger[name]))


def _others(one: Coordinate) -> list[Any]:
    """Ends of a coordinate, or alternatives, that are not the default."""
    return [value for value in one.alternatives or (one.high, one.low) if value != one.default]


def _values(scenario: Scenario, path: str, now: Any, forks: bool) -> list[Any]:
    """Other values of one that is not at work: ends of its range, or alternatives."""
    info, own = describe_in(scenario, path), scenario.sources.get(path)
    given = (own.assumed if own else None) or info.assumed or ()
    if info.kind in ("number", "whole number") and now is not None:
        numbers = [v for v in given if isinstance(v, int | float)] or [0.5 * now, 1.5 * now]
        return [round(v) if info.kind == "whole number" else float(v) for v in numbers if v != now]
    if info.kind == "choice" and forks:
        return [v for v in info.choices if v != now]
    return [not now] if info.kind == "switch" and forks else []
