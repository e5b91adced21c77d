"""Equal cost: make one count of the other scenarios equal to that of the first, so that a comparison of systems is fair.

"More subtle but more effective" is a question about two systems that do the same to the same number of people. Here the
intensity of each other scenario is scaled until it punishes as many people, takes as many points, sees as many acts, or looks through as many, as the first. The
target is only ever the count of another scenario: no number can be asked for, and no effect is looked at on the way.
"""

import math
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from sottovoce.measure.counts import COUNTS, Count
from sottovoce.scenario.fields import describe, number
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.scenario.paths import get, with_values

TOLERANCE = 0.05  # of the first scenario's count
STEPS = 24  # worlds that are tried for each intensity, at most

Counter = Callable[[Scenario], float]  # mean count of a scenario over the seeds; NaN: no value


class Intensity(NamedTuple):
    """How hard a system works, in one number: values that are scaled together, each as far as it may go."""

    what: str
    paths: tuple[str, ...]


# Tried in this order, until one of them reaches the count.
INTENSITIES: tuple[Intensity, ...] = (
    Intensity("how often a bad event puts somebody on the list", ("blacklist.entry",)),
    Intensity("how many inform, and are thought to", ("informers.share", "informers.believed")),
    Intensity("how often friends report", ("reports.rate",)),
    Intensity("how often an account is frozen", ("freeze.chance",)),
    Intensity(
        "how much of what people do is watched",
        tuple(f"channels.{n}.coverage" for n in (*CHANNELS, "conduct")),
    ),
    Intensity("how much of what others do is watched", ("watching.others",)),
    Intensity("how many points acts cost", tuple(f"channels.{n}.loss" for n in (*CHANNELS, "conduct"))),
)
FURTHEST = 16.0  # times: how far a number of points is scaled up; a probability goes as far as 1


@dataclass
class Scaled:
    """What was scaled to what in one scenario, and how far the count still is from that of the first."""

    name: str
    what: str = ""
    factor: float = math.nan
    values: dict[str, tuple[float, float]] = field(default_factory=dict)  # path -> was, is
    target: float = math.nan
    reached: float = math.nan
    tried: int = 0
    error: str | None = None

    @property
    def difference(self) -> float:
        """Of the target: 0.02 is two per cent too many."""
        return (self.reached - self.target) / self.target if self.target else math.nan


def intensities(scenario: Scenario) -> list[Intensity]:
    """What can be scaled in a scenario: that of which it has anything."""
    off = () if scenario.freeze.power else ("freeze.chance",)
    off += () if scenario.watching.others < 1 else ("watching.others",)
    return [one for one in INTENSITIES if any(get(scenario, p) > 0 and p not in off for p in one.paths)]


def times(scenario: Scenario, by: Intensity, factor: float) -> Scenario:
    """The scenario with its intensity scaled; a value stops at the highest that is allowed."""
    values = {}
    for path in by.paths:
        high = describe(path).high
        scaled = float(get(scenario, path)) * factor
        values[path] = scaled if high is None else min(scaled, high)
    return with_values(scenario, values)


def most(scenario: Scenario, by: Intensity) -> float:
    """The factor from which on nothing grows any more; FURTHEST for numbers of points."""
    given = [(get(scenario, p), describe(p).high) for p in by.paths]
    return max(
        high / value if high is not None and high <= 1 else FURTHEST for value, high in given if value > 0
    )


def equalised(
    name: str, scenario: Scenario, target: float, count: Count, counter: Counter, stop: threading.Event
) -> tuple[Scenario, Scaled]:
    """The scenario with its intensity scaled so that its count is `target`, the count of another scenario, within
    TOLERANCE. Where no intensity gets there, `error` says what was nearest."""
    now = counter(scenario)
    if math.isnan(now):
        return scenario, Scaled(name, target=target, error=f"has no count of {count} ({_why_none(scenario)})")
    found = Scaled(name, factor=1.0, target=target, reached=now, tried=1)
    if _near(now, target) or stop.is_set():
        return scenario, found
    nearest, ranges = scenario, []
    for by in intensities(scenario):
        tried = _halved(scenario, by, now, target, counter, stop)
        factor = min(tried, key=lambda f: (abs(tried[f] - target), abs(f - 1.0)))
        found.tried += len(tried) - 1
        ranges.append(
            f"{by.what}, {number(round(min(tried), 4))} to {number(round(max(tried), 4))} times what it is"
        )
        if abs(tried[factor] - target) < abs(found.reached - target):
            nearest = times(scenario, by, factor)
            found.what, found.factor, found.reached = by.what, factor, tried[factor]
            found.values = {p: (get(scenario, p), get(nearest, p)) for p in by.paths if get(scenario, p) > 0}
        if _near(found.reached, target):
            return nearest, found
    found.error = (
        f"cannot be made equal: the aim is {told(count, target)}, and the nearest that was reached "
        f"{told(count, found.reached)} (tried: {'; '.join(ranges) or 'nothing, for it has nothing to scale'})"
    )
    return scenario, found


def _halved(
    scenario: Scenario, by: Intensity, now: float, target: float, counter: Counter, stop: threading.Event
) -> dict[float, float]:
    """Counts by factor. Outwards from 1, the direction that should help first, until two neighbours have their counts on
    either side of the target; then the middle of them, again and again. (A count need not rise with the intensity: where
    everybody falls silent nobody is left to punish.) Only the count decides where to look next."""
    tried = {1.0: now}

    def at(factor: float) -> float:
        if factor not in tried:
            tried[factor] = counter(times(scenario, by, factor))
        return tried[factor]

    def over() -> bool:
        return stop.is_set() or len(tried) >= STEPS or any(_near(count, target) for count in tried.values())

    top = most(scenario, by)
    up, down = [f for f in (1.0, 2.0, 4.0, 8.0) if f < top] + [top], [1.0, 0.5, 0.25, 0.125, 0.0]
    for way in (up, down) if now < target else (down, up):
        for low, high in pairwise(way):
            if not over() and min(at(low), at(high)) < target < max(at(low), at(high)):
                while not over():
                    middle = (low + high) / 2
                    low, high = (
                        (middle, high) if (at(middle) < target) == (at(low) < target) else (low, middle)
                    )
                return tried
    return tried


def aim(name: str, count: Count, value: float) -> str | None:
    """Why the count of the first scenario cannot be an aim; None where it can."""
    if math.isnan(value):
        return f"{name} has no count of {count}: its day-0 score has no spread (score.spread 0)."
    if value == 0:
        return f"{name} has no {count} at all ({COUNTS[count]}), so nothing can be made equal to it."
    return None


def told(count: Count, value: float) -> str:
    """``312.5 people punished``, ``0.84 SDs taken``."""
    match count:
        case "punished":
            return f"{value:,.1f} people punished"
        case "points":
            return f"{value:.3f} SDs a citizen taken"
        case "seen":
            return f"{value:,.2f} acts seen per citizen-year"
        case "examined":
            return f"{value:,.2f} acts looked through per citizen-year"


def _near(value: float, target: float) -> bool:
    return abs(value - target) <= TOLERANCE * target


def _why_none(scenario: Scenario) -> str:
    return "score.spread 0" if scenario.score.spread == 0 else "no world was finished"


def mean(values: Sequence[float]) -> float:
    """Mean over seeds; NaN for none."""
    return math.fsum(values) / len(values) if values else math.nan
