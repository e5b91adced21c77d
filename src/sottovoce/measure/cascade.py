"""Cascades: what follows a shock (`voice.shock`) among those whom it did not strike.

The world is lived twice from the same morning with the same luck, with the shock and in calm. What is said more is counted apart for those struck,
whose wish was raised, and for all others, who hear of it and whose scores the acts of friends move. With and without a system this makes "prevents resistance" a number:
the difference of two cascades, of the same people with the same luck (`docs/cascades.py`).
"""

from typing import NamedTuple

import numpy as np

from sottovoce.chance import Purpose, draw, key, unit, wrapping
from sottovoce.errors import ScenarioError
from sottovoce.scenario.acts_part import PUBLIC
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.simulate import days
from sottovoce.society import create

WINDOW = 120  # days from the first day of the shock, at most
WEEK = 7
LEFT = 0.1  # of its highest week: below it a cascade is over


class Cascade(NamedTuple):
    """What a shock brought. Acts are public acts of dissent more than in calm, per 1,000 citizens."""

    struck: float  # of those struck, on the days of the shock
    others: float  # of all others, from its first day on: the cascade
    later: float  # of those struck, when it is over
    lasts: float  # days from the end of the shock to that of the first week, after their highest, in which others dissent more by less than a tenth of it

    @property
    def size(self) -> float:
        """Acts in all for one of those struck, on the days of the shock; NaN where it brought none."""
        return (self.struck + self.others + self.later) / self.struck if self.struck > 0 else float("nan")


def cascade(scenario: Scenario) -> Cascade:
    """The cascade of a scenario's shock. ScenarioError where it has none."""
    shock = scenario.voice.shock
    if shock.day is None:
        raise ScenarioError([
            "voice.shock.day: null given; allowed a day of the run, where a cascade is to be measured. Give the day of a shock."
        ])  # fmt: skip
    end = min(scenario.days, shock.day + WINDOW)
    calm = with_values(scenario, {"voice.shock.day": None})
    one, other = said(scenario, shock.day, end), said(calm, shock.day, end)
    hit = struck(scenario)
    more = one.astype(np.int64) - other
    per = 1000.0 / scenario.citizens
    on, after = more[: shock.days], more[shock.days :]
    weeks = (
        np.lib.stride_tricks.sliding_window_view(more[:, ~hit].sum(axis=1), WEEK).sum(axis=1)
        if len(more) >= WEEK
        else np.zeros(1)
    )
    peak = int(weeks.argmax())
    over = np.flatnonzero(weeks[peak:] < LEFT * weeks[peak])
    last = peak + int(over[0]) if len(over) else len(weeks) - 1
    return Cascade(
        struck=per * float(on[:, hit].sum()),
        others=per * float(more[:, ~hit].sum()),
        later=per * float(after[:, hit].sum()),
        lasts=float(max(last + WEEK - shock.days, 0)) if weeks[peak] > 0 else 0.0,
    )


def said(scenario: Scenario, first: int, end: int) -> np.ndarray:
    """Public acts of dissent by day and citizen, uint8 (day, citizen), from day `first` to the day before `end`."""
    society = create(scenario)
    found = np.zeros((end - first, scenario.citizens), np.uint8)
    for day, _ in days(scenario, society, looks=lambda day: day >= first):
        if day >= first:
            found[day - first] = (society.state.said[: len(PUBLIC)] > 0).sum(axis=0)
        if day == end - 1:
            break
    return found


def struck(scenario: Scenario) -> np.ndarray:
    """Whom the shock strikes, bool (citizen,)."""
    with wrapping():
        luck = key(np.uint64(scenario.seed), np.uint64(Purpose.SHOCK), np.uint64(0))
        bits = draw(luck, np.arange(scenario.citizens, dtype=np.uint64), np.uint64(0))
    return unit(bits) < scenario.voice.shock.share
