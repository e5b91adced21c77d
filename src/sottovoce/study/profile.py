"""Where the time of a day goes, pass by pass."""

import time
from typing import NamedTuple

from sottovoce.machine.cpu import Cpu
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.simulate import PASSES, days, step
from sottovoce.society import create

AFTER = 200  # days lived before the days that are measured, so that everything is at work
MOST = 200_000  # citizens of the society that is measured
TIMES = 20  # days that are measured


class Part(NamedTuple):
    """What one pass costs."""

    name: str  # of the pass
    nanoseconds: float  # per citizen-day on one thread
    share: float


def profile(scenario: Scenario) -> list[Part]:
    """Cost of each pass on one thread, over a few days after the first (200, or fewer in a short scenario). What happens between two days,
    some tens of microseconds, is shared out among the passes."""
    little = with_values(scenario, {"citizens": min(MOST, scenario.citizens), "days": max(scenario.days, 2)})
    society, machine = create(little), Cpu(1, timed=True)
    first = max(1, min(AFTER, little.days - TIMES))
    lived, began = 0, 0.0
    for day, _ in days(little, society, machine=machine):
        if day == first - 1:
            machine.clock(step)  # what came before is not counted
            began = time.perf_counter()
        lived = day + 1 - first
        if lived == TIMES:
            break
    total = (time.perf_counter() - began) / lived / society.citizens * 1e9
    clock = machine.clock(step)
    return [Part(name, total * share, share) for name, share in zip(PASSES, clock / clock.sum(), strict=True)]
