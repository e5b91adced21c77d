"""Announce: what everybody is told in the morning, made from yesterday's columns and sums; and the day's keys of luck.

reads: score enrolled · writes: nothing
"""

import functools
from typing import NamedTuple

import numpy as np

from sottovoce.chance import Purpose, key, wrapping
from sottovoce.day.rules import Rules
from sottovoce.day.rules.acts import agenda, shares_of, surges_of
from sottovoce.day.tables import FINE_CELLS
from sottovoce.machine.host import Host
from sottovoce.machine.plain import Plain
from sottovoce.machine.rule import rule
from sottovoce.scenario.model import MONTH, Scenario, Topic
from sottovoce.society.state import State
from sottovoce.society.tally import FINE, OUTSIDE, OUTSIDE_WORTH

BITS = 10  # of the score's 20 that tell the coarse cell in which a score is counted


class Today(NamedTuple):
    """What holds for everybody today."""

    day: int
    month: int  # day // 30
    bucket: int  # row of `months` that takes today's points
    new_month: int  # 1 on the first day of a month
    measured: int  # 1 inside the measured days
    outside: float  # mean worth of points, benefits left out, at need 1, among those not enrolled yesterday, utility
    edge: (
        np.ndarray
    )  # float64 (tier,), edges in points; relative ones from yesterday's scores; NaN where there is none
    access: (
        np.ndarray
    )  # float64 (FINE_CELLS + 1,), worth of access at need 1 from the scale's low to its high end, utility
    agenda: np.ndarray  # float64 (channel, PLACES), where topics end: rules.acts.agenda
    luck: np.ndarray  # uint64 (purpose,), the day's keys of luck (chance.Purpose)


class Board(NamedTuple):
    """What the edges of a day are worked out on."""

    scale: np.ndarray  # float64 (FINE_CELLS + 1,), points from the scale's low to its high end
    stays: np.ndarray  # float64 (FINE_CELLS + 1,), worth of access by score, of tiers whose edge stays
    counts: np.ndarray  # int64 (2**BITS,), citizens by score


class Announcements:
    """Announces day after day while the same rules hold. The arrays of `Today` are the same every day, with other values."""

    def __init__(self, scenario: Scenario, rules: Rules, machine: Host, founded: int | None = None):
        """`scenario` and `rules` as they are on these days. `founded`: the seed of the society, where that of the days is another."""
        self.scenario, self.rules, self.machine = scenario, rules, machine
        self._ties = keys(scenario.seed if founded is None else founded, 0)[Purpose.TIE_VALUE]
        self._edge = rules.tiers.edge.copy()
        self._access = np.zeros(FINE_CELLS + 1)
        self._agendas = agendas(scenario.topics)
        self._agenda = self._agendas.on(0).copy()
        self._surging = any(topic.day is not None for topic in scenario.topics)
        self._luck = np.zeros(len(LUCK), np.uint64)
        scale = np.linspace(scenario.score.low, scenario.score.high, FINE_CELLS + 1)
        self._board = Board(scale, np.zeros(FINE_CELLS + 1), np.zeros(1 << BITS, np.int64))
        self._moving = bool((rules.tiers.top_share > 0.0).any())
        self._posted = False

    def today(self, state: State, yesterday: np.ndarray | None, day: int, measured: bool) -> Today:
        """`yesterday`: the tally (group, sum) of the day before, None on day 0."""
        outside = 0.0
        if yesterday is not None and (people := int(yesterday[:, OUTSIDE].sum())):
            outside = int(yesterday[:, OUTSIDE_WORTH].sum()) / FINE / people
        self._luck[:] = keys(self.scenario.seed, day)
        self._luck[Purpose.TIE_VALUE] = self._ties
        if self._surging:
            self._agenda[:] = self._agendas.on(day)
        month = day // MONTH
        bucket, first = month % state.months.shape[0], int(day % MONTH == 0)
        today = Today(
            day, month, bucket, first, int(measured), outside, self._edge, self._access, self._agenda,  
            self._luck,
        )  # fmt: skip
        posts = range(int(self._posted), 1 + int(self._moving))
        if self._moving:
            self.machine.fetch(state.score, state.enrolled)
        for number in posts:
            self.machine.in_order(post, 1, number, state, self.rules, today, self._board)
        self._posted = True
        return today


@rule
def post(_, number, s, r, t, board):
    """Work out this morning's edges, and what access is worth by score: once for tiers whose edge stays (number 0), each day for those
    that take a top share (number 1). Such an edge is the lowest of yesterday's scores in it; out of reach while nobody is scored."""
    for cell in range(FINE_CELLS + 1):
        t.access[cell] = board.stays[cell]
    for k in range(len(r.tiers.value)):
        if int(r.tiers.top_share[k] > 0.0) == number and r.tiers.listed[k] == 0:
            there = True
            if number == 1:
                lowest = lowest_of_top(r.tiers.top_share[k], s, board)
                there = lowest >= 0
                t.edge[k] = r.score.low + lowest * r.score.grain if there else np.inf
            if there and r.tiers.width[k] > 0.0:
                add_step(r.tiers.value[k], t.edge[k], r.tiers.width[k], r, t, board)
    if number == 0:
        for cell in range(FINE_CELLS + 1):
            board.stays[cell] = t.access[cell]


@rule
def lowest_of_top(share, s, board):
    """The lowest of yesterday's scores in the top share of the scored, in grains; -1 while that is nobody. Scores are counted by their
    upper bits, and those of the cell in which it is by their lower bits."""
    counts, mask = board.counts, (1 << BITS) - 1
    people = 0
    for cell in range(len(counts)):
        counts[cell] = 0
    for i in range(len(s.id)):
        if s.enrolled[i] == 1:
            counts[int(s.score[i]) >> BITS] += 1
            people += 1
    top = int(share * people)
    if top == 0:
        return -1
    left = people - top
    coarse = 0
    while left >= counts[coarse]:
        left -= counts[coarse]
        coarse += 1
    for cell in range(len(counts)):
        counts[cell] = 0
    for i in range(len(s.id)):
        if s.enrolled[i] == 1 and int(s.score[i]) >> BITS == coarse:
            counts[int(s.score[i]) & mask] += 1
    fine = 0
    while left >= counts[fine]:
        left -= counts[fine]
        fine += 1
    return (coarse << BITS) + fine


@rule
def add_step(value, edge, width, r, t, board):
    """Add value times Phi((s - edge)/width) where the edge is blurred; beyond the ends of the table of Phi it is what it is there."""
    normal = r.tables.normal
    begin, end = first_from(edge - 6.0 * width, board), first_from(edge + 6.0 * width, board)
    low, high = value * normal[0], value * normal[FINE_CELLS]
    for cell in range(begin):
        t.access[cell] += low
    for cell in range(begin, end):
        place = ((board.scale[cell] - edge) / width + 6.0) * (FINE_CELLS / 12.0)
        whole = min(int(place), FINE_CELLS - 1)
        t.access[cell] += value * (normal[whole] + (place - whole) * (normal[whole + 1] - normal[whole]))
    for cell in range(end, FINE_CELLS + 1):
        t.access[cell] += high


@rule
def first_from(points, board):
    """The first cell of the scale at these points or above; one beyond the last where there is none."""
    low, high = 0, FINE_CELLS + 1
    while low < high:
        middle = (low + high) // 2
        if board.scale[middle] < points:
            low = middle + 1
        else:
            high = middle
    return low


def announce(
    scenario: Scenario,
    rules: Rules,
    state: State,
    yesterday: np.ndarray | None,
    day: int,
    measured: bool,
    machine: Host | None = None,
) -> Today:
    """`Announcements.today` once; `scenario` and `rules` as they are that day."""
    return Announcements(scenario, rules, machine or Plain()).today(state, yesterday, day, measured)


def keys(seed: int, day: int) -> np.ndarray:
    """The day's keys of luck by purpose, uint64 (purpose,); those of tie values and of shocks are the same every day."""
    return _keys(seed, day // TOGETHER)[day % TOGETHER]


class Agendas:
    """`agenda` by day, each worked out once."""

    def __init__(self, topics: tuple[Topic, ...]):
        self._topics, self._shares = topics, shares_of(topics)
        self._by_day: dict[int, np.ndarray] = {}
        self._by_surges: dict[bytes, np.ndarray] = {}

    def on(self, day: int) -> np.ndarray:
        """The agenda of a day."""
        if day not in self._by_day:
            surges = surges_of(self._topics, day)
            known = self._by_surges.get(surges.tobytes())
            if known is None:
                known = self._by_surges[surges.tobytes()] = agenda(self._shares, surges)
            self._by_day[day] = known
        return self._by_day[day]


agendas = functools.lru_cache(maxsize=4)(Agendas)  # worlds of a study have the same topics


TOGETHER = 64  # days whose keys are made at once
LUCK = np.arange(max(Purpose) + 1, dtype=np.uint64)


@functools.lru_cache(maxsize=128)
def _keys(seed: int, number: int) -> np.ndarray:
    days = np.arange(number * TOGETHER, (number + 1) * TOGETHER, dtype=np.uint64)[:, None]
    with wrapping():
        found = key(np.uint64(seed), LUCK[None, :], days)
        for lasting in (Purpose.TIE_VALUE, Purpose.SHOCK):
            found[:, lasting] = key(np.uint64(seed), np.uint64(lasting), np.uint64(0))
    return found
