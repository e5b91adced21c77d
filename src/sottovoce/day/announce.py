"""Announce: what everybody is told in the morning, made from yesterday's columns and sums; and the day's keys of luck.

reads: score enrolled · writes: nothing
"""

import functools
import math
from typing import NamedTuple

import numpy as np

from sottovoce.chance import Purpose, key, wrapping
from sottovoce.day.laws import NORMAL
from sottovoce.day.tables import FINE_CELLS
from sottovoce.scenario.model import Scenario, Tier
from sottovoce.society.state import MONTH, State
from sottovoce.society.tally import FINE, OUTSIDE, OUTSIDE_WORTH


class Today(NamedTuple):
    """What holds for everybody today."""

    day: int
    month: int  # day // 30
    bucket: int  # row of `months` that takes today's points
    new_month: int  # 1 on the first day of a month
    measured: int  # 1 inside the measured days
    edge: np.ndarray  # float64 (tier,), edges in points; relative ones from yesterday's scores
    access: (
        np.ndarray
    )  # float64 (FINE_CELLS + 1,), worth of access at need 1 from the scale's low to its high end, utility
    outside: float  # mean worth of being scored among those not enrolled yesterday, utility
    occasion: np.uint64  # keys of luck
    choice: np.uint64
    seen: np.uint64
    conduct: np.uint64
    review: np.uint64
    which: np.uint64
    dropping: np.uint64
    making: np.uint64
    whom: np.uint64
    report: np.uint64
    rating: np.uint64
    freeze: np.uint64
    demote: np.uint64
    listed: np.uint64
    appeal: np.uint64
    heard: np.uint64
    heed: np.uint64
    moving: np.uint64
    moving_to: np.uint64
    tie_value: np.uint64


class Announcements:
    """Announces day after day while the same rules hold: what does not move from day to day is made once."""

    def __init__(self, scenario: Scenario):
        """`scenario` as it stands on these days."""
        self.scenario = scenario
        tiers = scenario.tiers if scenario.score.in_force else ()
        # a tier on the blacklist has no edge: NaN
        edges = [math.nan if tier.edge is None else tier.edge for tier in tiers]
        self._edge = np.array(edges, float)
        self._moving = tuple(
            (k, tier) for k, tier in enumerate(tiers) if tier.top_share is not None and tier.on == "score"
        )
        self._access = np.zeros(FINE_CELLS + 1)
        self._scale = np.linspace(scenario.score.low, scenario.score.high, FINE_CELLS + 1)
        for tier in tiers:
            if tier.edge is not None and tier.on == "score":
                self._add_step(self._access, tier, tier.edge)

    def today(self, state: State, yesterday: np.ndarray | None, day: int, measured: bool) -> Today:
        """`yesterday`: the tally (group, sum) of the day before, None on day 0."""
        outside = 0.0
        if yesterday is not None and (people := int(yesterday[:, OUTSIDE].sum())):
            outside = int(yesterday[:, OUTSIDE_WORTH].sum()) / FINE / people
        edge, access = self._edge, self._access
        if self._moving:
            edge, access = self._moved(state)
        return Today(
            day,
            day // MONTH,
            day // MONTH % state.months.shape[0],
            int(day % MONTH == 0),
            int(measured),
            edge,
            access,
            outside,
            *keys(self.scenario.seed, day),
        )

    def _moved(self, state: State) -> tuple[np.ndarray, np.ndarray]:
        """Edges and worth of access today. A relative edge is the lowest of yesterday's scores in the top share of the scored;
        out of reach while nobody is."""
        edge, access, score = self._edge.copy(), self._access.copy(), self.scenario.score
        scored = state.score if state.enrolled.min() == 1 else state.score[state.enrolled == 1]
        for k, tier in self._moving:
            top = int((tier.top_share or 0.0) * len(scored))
            edge[k] = math.inf
            if top > 0:
                lowest = len(scored) - top
                edge[k] = score.low + float(np.partition(scored, lowest)[lowest]) * score.grain
                self._add_step(access, tier, edge[k])
        return edge, access

    def _add_step(self, total: np.ndarray, tier: Tier, at: float) -> None:
        """Add value times Phi((s - at)/width) where the edge is blurred; beyond the ends of the table of Phi it is what it is there."""
        value, width = tier.value, tier.width
        if width == 0.0:
            return
        begin, end = np.searchsorted(self._scale, (at - 6.0 * width, at + 6.0 * width))
        place = ((self._scale[begin:end] - at) / width + 6.0) * (FINE_CELLS / 12.0)
        cell = np.minimum(place.astype(np.int64), FINE_CELLS - 1)
        total[:begin] += value * NORMAL[0]
        total[begin:end] += value * (NORMAL[cell] + (place - cell) * _RISE[cell])
        total[end:] += value * NORMAL[-1]


_RISE = np.diff(NORMAL)  # from the begin to the end of a cell


def announce(
    scenario: Scenario, state: State, yesterday: np.ndarray | None, day: int, measured: bool
) -> Today:
    """`Announcements.today` once; `scenario` as it stands that day."""
    return Announcements(scenario).today(state, yesterday, day, measured)


def keys(seed: int, day: int) -> list[np.uint64]:
    """The day's keys of luck, in the order of the fields of `Today`; that of tie values is the same every day."""
    return _keys(seed, day // TOGETHER)[day % TOGETHER]


TOGETHER = 64  # days whose keys are made at once


@functools.lru_cache(maxsize=128)
def _keys(seed: int, number: int) -> list[list[np.uint64]]:
    days = np.arange(number * TOGETHER, (number + 1) * TOGETHER, dtype=np.uint64)[:, None]
    with wrapping():
        daily = key(np.uint64(seed), _PURPOSES[None, :], days)
        ties = key(np.uint64(seed), np.uint64(Purpose.TIE_VALUE), np.uint64(0))
    return [[*row, ties] for row in daily]


_PURPOSES = np.array(
    [
        Purpose.OCCASION,
        Purpose.CHOICE,
        Purpose.SEEN,
        Purpose.CONDUCT,
        Purpose.REVIEW,
        Purpose.REVIEW_WHICH,
        Purpose.DROP,
        Purpose.MAKE,
        Purpose.MAKE_WHOM,
        Purpose.REPORT,
        Purpose.RATING,
        Purpose.FREEZE,
        Purpose.DEMOTE,
        Purpose.LISTED,
        Purpose.APPEAL,
        Purpose.HEARD,
        Purpose.HEED,
        Purpose.MOVE,
        Purpose.MOVE_WHOM,
    ],
    np.uint64,
)
