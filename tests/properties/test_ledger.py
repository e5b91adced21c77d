"""The ledger adds up for every citizen and every day; and whatever is lived is a number, in its range."""

import math

import numpy as np
import pytest

from helpers import friends, livelier
from sottovoce.measure.names import MEASURES
from sottovoce.record.ledger import KINDS, Ledger
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import presets, read
from sottovoce.simulate import days
from sottovoce.society import create
from sottovoce.study.checkpoint import RANGES
from sottovoce.study.study import live, plan

# No months, and no honours, which could cancel bad events in a row of the ledger that friends feel apart.
PLAIN = {
    "citizens": 150,
    "days": 50,
    "score.memory_months": 0,
    "channels.conduct": {"bad_rate": 0.05, "coverage": 0.8, "loss": 20.0},
}
RULES = {
    "losses spill": {},
    "gains spill, nothing fades": {"score.spill_gains": True, "score.fade": 0.0},
    "looking back": {"enrolment.retroactive": True},
    "one after another": {"order": "sequential"},
    "tags": {"tags.chance": 0.2, "tags.weight": 1.3, "score.spill_gains": True},
    "much is given back": {"appeal.share": 0.9, "appeal.days": 1, "repair.months": 1, "score.start": 640.0},
}


@pytest.mark.parametrize("rules", RULES)
def test_the_ledger_adds_up_for_every_citizen_and_day(rules):
    """Points of the night before, faded, with the rows of the day and with what friends' rows of the day before spill over."""
    scenario = livelier(PLAIN | RULES[rules])
    score, society, ledger = scenario.score, create(scenario, ledger=True), Ledger()
    state, n = society.state, scenario.citizens
    deeds, spilt, rows = np.zeros(n), 0.0, 0
    for day, events in days(scenario, society, ledger=True):
        if day == 0:
            near, before = friends(state), state.base.copy()
        ledger.note(day, society, events.ties)
        own, felt = np.zeros(n), np.zeros(n)
        for citizen, kind, points in zip(ledger.ids[-1], ledger.kinds[-1], ledger.points[-1], strict=True):
            own[citizen] += points
            own_act = KINDS[kind] not in ("given back", "tag")
            if own_act and (points < 0 or score.spill_gains) and state.enrolled[citizen]:
                felt[citizen] += points
        spilled = [score.spill * sum(deeds[j] for j in known) / max(len(known), 1) for known in near]
        spilled = np.where(state.enrolled == 1, spilled, 0.0)
        expected = state.base + (1 - score.fade) * (before - state.base) + own + spilled
        assert np.abs(state.points - expected).max() < 1e-9, f"day {day}"
        deeds, near, before = felt, friends(state), state.points.copy()
        spilt, rows = spilt + np.abs(spilled).sum(), rows + len(ledger.ids[-1])
    assert spilt > 100 and rows > 1000
    kinds = {0, 1, 2, 3, 5, 6, 7, 8} | ({9} if scenario.tags.chance else set())
    assert kinds <= set(np.concatenate(ledger.kinds).tolist())


def out_of_range(state, name: str) -> bool:
    """What a checkpoint would refuse."""
    column, n = getattr(state, name), len(state.id)
    if column.dtype.kind == "f" and not np.isfinite(column).all():
        return True
    if name not in RANGES or not column.size:
        return False
    low, high = (n if end == "n" else n - 1 if end == "n-1" else end for end in RANGES[name])
    return bool(column.min() < low or column.max() > high)


@pytest.mark.parametrize("preset", presets())
def test_every_column_is_a_number_in_its_range_every_day(preset):
    scenario = with_values(read(preset), {"citizens": 60, "days": 40})
    society = create(scenario)
    for day, events in days(scenario, society):
        wrong = [name for name in society.state._fields if out_of_range(society.state, name)]
        assert not wrong, f"day {day}"
        assert (np.abs(events.tally) < 2**52).all(), f"day {day}"


def test_a_column_that_is_no_number_is_found():
    """The test above can fail."""
    society = create(livelier(citizens=20, days=2))
    society.state.points[3] = math.nan
    society.state.score[3] = 1 << 20
    found = [name for name in society.state._fields if out_of_range(society.state, name)]
    assert found == ["points", "score"]


BOUNDED = {"share": (0.0, 1.0), "per 1,000": (0.0, 1000.0), "per 1,000 times": (0.0, 1000.0)}
SIGNED = (  # what is missing to something, or a difference of shares
    "held_back", "wish_held_back", "browsing_held_back", "self_censoring", "falsified_support", "false_consensus", "crowding",
)  # fmt: skip


@pytest.mark.parametrize("preset", ["press-2015", "stasi-informers", "fico", "weibo-2012"])
def test_measures_are_in_their_ranges(preset):
    """A share lies between 0 and 1, unless it says what is missing to something (some say more than they wish) or what differs."""
    study = live(plan(with_values(read(preset), {"citizens": 300, "days": 60}), 1, extras=False), threads=1)
    for world in study.worlds:
        for name, value in world.measures.items():
            unit = MEASURES[name].unit if name in MEASURES else ""
            assert not math.isinf(value), name
            if unit in BOUNDED and not name.startswith(SIGNED) and not math.isnan(value):
                low, high = BOUNDED[unit]
                assert low <= value <= high, (world.name, name)
        assert sum(not math.isnan(value) for value in world.measures.values()) > 20
