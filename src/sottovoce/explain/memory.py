"""How much of a point is still in the file on a later day, and what holds on each day of a world."""

from typing import NamedTuple

import numpy as np

from sottovoce.scenario.model import MONTH, Scenario


class Terms(NamedTuple):
    """What a scenario says about points, day by day; arrays (day,)."""

    fade: np.ndarray  # share of the distance to the base forgotten on a day
    memory: np.ndarray  # int64, months; 0: none
    spill: np.ndarray  # share of a friend's points that falls on a citizen, before dividing by the friends
    spill_gains: np.ndarray  # bool, gains spill too
    bad: np.ndarray  # points of a bad event of conduct, in whole deed grains, 0 or less
    good: np.ndarray  # points of a good one, in whole deed grains
    months: int  # months for which the engine keeps points apart


def terms(scenario: Scenario, last: int) -> Terms:
    """Terms of days 0 to `last`, dated changes applied."""
    starts = sorted({0, *(dated.day for dated in scenario.dates if dated.day <= last)})
    every = {start: scenario.on(start) for start in {0, *(dated.day for dated in scenario.dates)}}
    lengths = np.diff([*starts, last + 1])
    grain = 4 * scenario.score.grain

    def by_day(value) -> np.ndarray:
        return np.repeat([value(every[start]) for start in starts], lengths)

    def deed(points: float) -> float:
        return float(np.floor(points / grain + 0.5) * grain)

    return Terms(
        fade=by_day(lambda s: s.score.fade),
        memory=by_day(lambda s: s.score.memory_months),
        spill=by_day(lambda s: s.score.spill),
        spill_gains=by_day(lambda s: s.score.spill_gains),
        bad=by_day(lambda s: deed(-s.channels.conduct.loss * s.score.weights.conduct)),
        good=by_day(lambda s: deed(s.channels.conduct.gain * s.score.weights.conduct)),
        months=max(s.score.memory_months for s in every.values()) or 1,
    )


def left(asked: Terms) -> np.ndarray:
    """Share of a point put into the file on each day that is still there at the end of the last day, (day,).

    As the day's score phase does it: first all points fade, then, on the first day of a month, the points kept for month
    (now - memory) and older are taken out. Without a memory none are, and what is older than the longest memory on any date
    then stays for good.
    """
    days = len(asked.fade)
    there = np.zeros(days)  # share still in the file
    apart = np.zeros(days)  # share that goes when its month is forgotten
    slot = np.arange(days) // MONTH % asked.months
    for t in range(days):
        keep = 1.0 - asked.fade[t]
        if keep < 1.0:
            there[:t] *= keep
            apart[:t] *= keep
        if t % MONTH == 0:
            ages = range(asked.memory[t] or asked.months, asked.months + 1)
            forgotten = np.flatnonzero(np.isin(slot[:t], [(t // MONTH - age) % asked.months for age in ages]))
            if asked.memory[t]:
                there[forgotten] -= apart[forgotten]
            apart[forgotten] = 0.0
        there[t] = 1.0
        apart[t] = 1.0
    return there
