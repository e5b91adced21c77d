"""Where the time of a day goes: the first phase alone, the first two, ... of the same day; the differences are the phases."""

import statistics
import time
from typing import NamedTuple

import numpy as np

from sottovoce.day import PHASES, live_until
from sottovoce.day.announce import announce
from sottovoce.day.rulebook import rules
from sottovoce.machine.cpu import Cpu
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.society import found
from sottovoce.society.tally import WIDTH
from sottovoce.world import days

AFTER = 200  # days lived before the day that is measured, so that everything is at work
MOST = 200_000  # citizens of the society that is measured
TIMES = 7


class Part(NamedTuple):
    """What one phase costs."""

    phase: str
    nanoseconds: float  # a citizen-day on one thread
    share: float


def profile(scenario: Scenario) -> list[Part]:
    """Cost of each phase on one thread, median of several measurements; a phase may come out slightly below 0 by noise."""
    little = with_values(scenario, {"citizens": min(MOST, scenario.citizens), "days": max(scenario.days, 2)})
    society, machine = found(little), Cpu(1)
    yesterday = None
    last = min(AFTER, little.days - 1)
    for day, events in days(little, society, machine=machine):
        yesterday = events.tally
        if day == last - 1:
            break
    degree = 2 * len(society.ties) / society.citizens
    book, today = (
        rules(little, last, mean_degree=degree),
        announce(little.on(last), society.state, yesterday, last, True),
    )
    sums = np.zeros((machine.blocks(society.citizens), len(society.groups), WIDTH), np.int64)

    def once(phases: int) -> float:
        copy = society.copy()
        begun = time.perf_counter()
        machine.everyone(live_until, society.citizens, phases, copy.state, book, today, sums)
        return (time.perf_counter() - begun) / society.citizens * 1e9

    once(len(PHASES))  # compiled before the clock runs
    rounds = [[once(k + 1) for k in range(len(PHASES))] for _ in range(TIMES)]
    upto = [statistics.median(column) for column in zip(*rounds, strict=True)]
    parts = [b - a for a, b in zip([0.0, *upto], upto, strict=False)]
    return [Part(name, part, part / upto[-1]) for name, part in zip(PHASES, parts, strict=True)]
