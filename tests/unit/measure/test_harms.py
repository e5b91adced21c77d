"""Share of a harm given back, and who bears a harm."""

import math

import numpy as np
import pytest

from helpers import made
from sottovoce.machine.cpu import Cpu
from sottovoce.measure.harms import HARMS, Given, given_back, harmed
from sottovoce.measure.names import HOLDS_BOTH, MEASURES
from sottovoce.measure.pairs import interval
from sottovoce.reforms import no_system, repeal
from sottovoce.study.worlds import World

QUIET = {"ties__make": "never", "punishment__severity": 0.0}


def test_harms_are_measures():
    assert set(HARMS) <= set(MEASURES)
    assert not set(HARMS) & set(HOLDS_BOTH), "what holds fear and friction both ranks nothing"
    assert set(HOLDS_BOTH) == {
        name for name, one in MEASURES.items() if "holds fear and friction both" in one.about
    }


@pytest.mark.parametrize(
    ("with_", "without", "reformed", "share"),
    [
        ([3.0, 3.0, 3.0], [1.0, 1.0, 1.0], [2.0, 2.0, 2.0], 0.5),
        ([3.0, 4.0, 5.0], [1.0, 2.0, 3.0], [1.0, 2.0, 3.0], 1.0),  # all of it
        ([3.0, 4.0, 5.0], [1.0, 2.0, 3.0], [3.0, 4.0, 5.0], 0.0),  # nothing
        ([3.0, 4.0, 5.0], [1.0, 2.0, 3.0], [4.0, 5.0, 6.0], -0.5),  # more harm
        ([0.5, 0.6, 0.7], [0.9, 1.0, 1.1], [0.7, 0.8, 0.9], 0.5),  # harm is less of something
    ],
)
def test_shares(with_, without, reformed, share):
    """(with - reformed)/(with - without); where every seed says the same, the interval has no width."""
    got = given_back(with_, without, reformed)
    assert got == pytest.approx((share, share, share))


def test_interval_is_the_t_interval_where_the_harm_is_known():
    """With the same harm at every seed Fieller's interval is the paired t interval, divided by the harm."""
    back = [0.3, 0.5, 0.45, 0.6]
    got = given_back([2.0] * 4, [0.0] * 4, [2.0 - b for b in back])
    low, high = interval(back)
    assert (got.low, got.high) == pytest.approx((low / 2, high / 2))


def test_interval_covers_the_truth():
    """Of 4,000 made-up comparisons with 6 noisy seeds, about 95% of the intervals hold the true share, and 2.5% miss on each
    side."""
    rng = np.random.default_rng(5)
    missed_low = missed_high = told = 0
    for _ in range(4000):
        luck = rng.normal(0, 1.0, 6)  # of the society, in all worlds
        without = luck + rng.normal(0, 0.3, 6)
        with_ = without + 2.0 + rng.normal(0, 0.5, 6)
        reformed = with_ - 0.6 + rng.normal(0, 0.4, 6)  # 0.3 of the harm
        _, low, high = given_back(with_.tolist(), without.tolist(), reformed.tolist())
        if low is not None and high is not None:
            told += 1
            missed_low += high < 0.3
            missed_high += low > 0.3
    assert told > 3900
    assert 0.94 < 1 - (missed_low + missed_high) / told < 0.97
    assert max(missed_low, missed_high) / told < 0.04


def test_no_share_of_a_harm_that_is_not_there():
    """Where the harm's own interval holds zero there is no share; without a value neither; with one seed no interval."""
    assert given_back([1.0, -1.0, 0.5], [0.0, 0.0, 0.0], [0.2, 0.1, 0.3]) == Given(None, None, None)
    assert given_back([1.0, 1.0], [1.0, 1.0], [1.0, 1.0]) == Given(None, None, None)
    assert given_back([], [], []) == Given(None, None, None)
    assert given_back([math.nan], [0.0], [0.0]) == Given(None, None, None)
    assert given_back([2.0], [1.0], [1.5]) == Given(0.5, None, None)
    assert given_back([2.0, math.nan, 2.0], [1.0, 1.0, 1.0], [1.5, 1.0, 1.5]) == Given(0.5, 0.5, 0.5)


def test_harmed_has_a_side():
    """More left unsaid is a harm, fewer who say so is one; an interval that holds zero is none."""
    assert harmed("voice_gap", [0.1, 0.12, 0.11])
    assert not harmed("voice_gap", [-0.1, -0.12, -0.11])
    assert harmed("spoke", [-5.0, -6.0, -5.5])
    assert not harmed("spoke", [5.0, 6.0, 5.5])
    assert not harmed("voice_gap", [0.1, -0.12, 0.11])
    assert harmed("voice_gap", [0.1])
    assert not harmed("voice_gap", [0.0])
    assert not harmed("voice_gap", [])


def lived(scenario):
    world = World("x", 0, scenario, kept=True)
    world.live(Cpu(1), lambda: False)
    assert world.error is None
    return world


def test_points_are_borne_by_those_who_are_scored():
    """A loss is counted for each citizen, the unscored have none; and nobody bears a score that is not in force."""
    scenario = made(enrolment__mandatory_day=None, **QUIET)
    world = lived(scenario)
    s = world.society.state
    assert 0 < s.enrolled.sum() < len(s.id)
    score = scenario.score.low + s.score * scenario.score.grain
    lost = [
        max(s.base[i] - score[i], 0.0) if s.enrolled[i] else 0.0
        for i in range(len(s.id))
        if not s.dissented[i]
    ]
    assert world.measures["loss_without_dissent"] == pytest.approx(sum(lost) / len(lost))
    assert sum(lost) > 0
    for gone in (no_system(made(**QUIET)), repeal(made(**QUIET), 50)):
        world = lived(gone)
        assert (world.society.state.points < world.society.state.base).any(), "a shadow file there is"
        assert {world.measures[f"{part}_without_dissent"] for part in ("loss", "gain", "net")} == {0.0}
        assert math.isnan(world.measures["score_mean"])
        labels = [label for g in world.who.values() for label in g.values()]
        assert {label["net_without_dissent"] for label in labels} == {0.0}
        assert all(math.isnan(label["score_mean"]) for label in labels)
