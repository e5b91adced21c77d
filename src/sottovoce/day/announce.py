"""Announce: what everybody is told in the morning, made from yesterday's columns and sums; and the day's keys of luck.

reads: score enrolled · writes: nothing
"""

import functools
from collections.abc import Sequence
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


def announce(
    scenario: Scenario, state: State, yesterday: np.ndarray | None, day: int, measured: bool
) -> Today:
    """`scenario` as it stands today; `yesterday`: the tally (group, sum) of the day before, None on day 0."""
    tiers = scenario.tiers if scenario.score.in_force else ()
    outside = 0.0
    if yesterday is not None and (people := int(yesterday[:, OUTSIDE].sum())):
        outside = int(yesterday[:, OUTSIDE_WORTH].sum()) / FINE / people
    edge = np.array(edges(scenario, state) if tiers else [], float)
    return Today(
        day,
        day // MONTH,
        day // MONTH % state.months.shape[0],
        int(day % MONTH == 0),
        int(measured),
        edge,
        _access(scenario.score.low, scenario.score.high, tiers, edge),
        outside,
        *keys(scenario.seed, day),
    )


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


def edges(scenario: Scenario, state: State) -> list[float]:
    """Edge of each tier in points. A relative one is the lowest of yesterday's scores in the top share of the scored;
    out of reach while nobody is scored. A tier on the blacklist has none: NaN."""
    score = scenario.score
    result = []
    scored = None
    for tier in scenario.tiers:
        if tier.edge is not None or tier.on == "blacklist":
            result.append(float("nan") if tier.edge is None else tier.edge)
            continue
        scored = state.score[state.enrolled == 1] if scored is None else scored
        top = int((tier.top_share or 0.0) * len(scored))
        if top == 0:
            result.append(float("inf"))
        else:
            result.append(
                score.low + float(np.partition(scored, len(scored) - top)[len(scored) - top]) * score.grain
            )
    return result


def _access(low: float, high: float, tiers: Sequence[Tier], edge: np.ndarray) -> np.ndarray:
    """Sum over tiers with a blurred edge of value times Phi((s - edge)/width), for s from low to high. Only relative edges
    move from day to day; the rest is remembered."""
    blurred = [
        (k.value, k.width, float(at), k.edge is None)
        for k, at in zip(tiers, edge, strict=True)
        if k.width > 0.0 and k.on == "score"
    ]
    total = _steps(low, high, tuple(each[:3] for each in blurred if not each[3]))
    moving = [each[:3] for each in blurred if each[3] and each[2] < float("inf")]
    if moving:
        total = total.copy()
        for step in moving:
            _add_step(total, _scale(low, high), *step)
    return total


@functools.lru_cache(maxsize=256)
def _steps(low: float, high: float, tiers: tuple[tuple[float, float, float], ...]) -> np.ndarray:
    total = np.zeros(FINE_CELLS + 1)
    for step in tiers:
        _add_step(total, _scale(low, high), *step)
    return total


@functools.lru_cache(maxsize=16)
def _scale(low: float, high: float) -> np.ndarray:
    return np.linspace(low, high, FINE_CELLS + 1)


def _add_step(total: np.ndarray, score: np.ndarray, value: float, width: float, at: float) -> None:
    """Add value times Phi((score - at)/width). Beyond the ends of the table of Phi it is what it is there."""
    begin, end = np.searchsorted(score, (at + _Z[0] * width, at + _Z[-1] * width))
    total[:begin] += value * NORMAL[0]
    total[begin:end] += value * np.interp((score[begin:end] - at) / width, _Z, NORMAL)
    total[end:] += value * NORMAL[-1]


_Z = np.linspace(-6.0, 6.0, FINE_CELLS + 1)
