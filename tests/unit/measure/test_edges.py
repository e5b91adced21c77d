"""Near the edges of tiers: who acts otherwise for them, who crowds above one, and who risks points by how near the next one is."""

import math

import numpy as np
import pytest

from sottovoce.machine.cpu import Cpu
from sottovoce.measure.edges import BINS, EVERY, TWINS, Edges, Morning, asked, distances, heaps, near
from sottovoce.measure.pairs import interval
from sottovoce.reforms import no_system
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.simulate import live_world
from sottovoce.society import create
from sottovoce.society.state import NOTHING
from sottovoce.study.worlds import World


def test_heaps():
    """Just above counts at the edge itself, just below does not. Placebo edges of 600 are 12, 20 and 28 to each side; a pair counts whole or not
    at all: that of 12 is too near to an edge at 617."""
    score = np.array([599.0, 600.0, 601.0, 603.9, 604.0, 596.0, 595.9, 580.5, 619.0])
    real, placebo = heaps(score, (600.0,), 4.0, (350.0, 950.0))
    assert (real.tolist(), placebo.tolist()) == ([2, 3], [1, 1])
    assert heaps(np.array([587.0, 611.0, 613.0]), (600.0,), 4.0, (350.0, 950.0))[1].tolist() == [2, 1]
    assert heaps(np.array([611.0]), (600.0, 617.0), 4.0, (350.0, 950.0))[1].tolist() == [0, 0]
    assert heaps(score, (), 4.0, (350.0, 950.0)).sum() == 0


def test_a_slope_is_no_crowd():
    """Four scores more with each point: no excess at the edge beyond that at placebo edges."""
    score = np.repeat(np.arange(500, 700), 4 * np.arange(200)) + 0.5
    found = Edges()
    found.crowd += heaps(score, (600.0,), 4.0, (350.0, 950.0))
    below, above = found.crowd[0]
    assert (above - below) / (above + below) > 0.015
    assert found.measures()["crowding"] == pytest.approx(0, abs=1e-3)


def test_distances():
    below, above = distances(np.array([590.0, 600.0, 601.0, 650.0]), (600.0, 640.0))
    assert np.array_equal(below, [np.nan, 0.0, 1.0, 10.0], equal_nan=True)
    assert np.array_equal(above, [10.0, 40.0, 39.0, np.nan], equal_nan=True)


GAMING = {
    "citizens": 800, "days": 200, "topics": [], "enrolment.opt_in_day": 0, "enrolment.mandatory_day": 0, "score.spread": 25.0, "score.friend_weight": 0.0,
    "score.spill": 0.0, "score.horizon": 1.0, "score.memory_months": 1, "score.point_value": 0.0, "score.status_value": 0.0, "score.standing.pride": 0.0, "score.standing.face": 0.0, "jobs.hunts": 0.0, "channels.post.gain": 4.0, "channels.share.gain": 4.0, "tiers": [
        {"name": "loan", "access": "loan", "effect": "gives", "edge": 620.0, "width": 0.0, "value": 3.0},
        {"name": "tickets", "access": "tickets", "effect": "takes", "edge": 590.0, "width": 0.0, "value": 3.0},
    ],
}  # fmt: skip
NOBODY_GAMES = {
    "nobody knows of the score": {"society.aware": 0.0},
    "no tier is worth anything": {"tiers.0.value": 0.0, "tiers.1.value": 0.0},
}


def lived(changes, seed=1, **more):
    world = World("with", 0, with_values(read("press-2015"), GAMING | changes | more | {"seed": seed}))
    world.live(Cpu(1), lambda: False)
    assert world.error is None
    return world


def without(world):
    other = World("without", 0, no_system(world.scenario))
    other.live(Cpu(1), lambda: False)
    return other


@pytest.mark.parametrize("changes", NOBODY_GAMES.values(), ids=NOBODY_GAMES)
def test_nobody_games(changes):
    """Acts: exactly 0. Crowding: an interval over six seeds that has 0 in it; and exactly that of the same people without the system."""
    worlds = [lived(changes, seed) for seed in range(6)]
    assert [world.measures["for_tiers"] for world in worlds] == [0.0] * 6
    low, high = interval([world.measures["crowding"] for world in worlds])
    assert low is not None and high is not None and low < 0.0 < high
    assert near([(worlds[0].edges, without(worlds[0]).edges)])["crowding"].difference == 0.0


def test_gaming():
    """Edges that are known exactly and can be reached: acts are others for them, and more people stand just above than without."""
    worlds = [lived({}, seed) for seed in range(6)]
    assert min(world.measures["for_tiers"] for world in worlds) > 0.02
    crowding = near([(world.edges, without(world).edges) for world in worlds])["crowding"]
    assert crowding.low is not None and crowding.low > 0.0


def test_looking_changes_nothing():
    """The day that is lived once more leaves no trace: the record is that of a world nobody looked at."""
    world = lived({}, citizens=150)
    alone = live_world(world.scenario, machine=Cpu(1))
    assert world.record is not None and world.edges.acts[0, 0] > 0
    assert np.array_equal(world.record.tally, alone.tally) and np.array_equal(world.record.ties, alone.ties)


def test_stopped_and_gone_on():
    """The same counts, stopped on the morning of a day that is looked at."""
    whole, parts = lived({}, citizens=150), World("with", 0, lived({}, citizens=150).scenario)
    stops = iter([False] * (199 - 2 * EVERY - 1) + [True] + [False] * 200)
    parts.live(Cpu(1), lambda: next(stops))
    assert parts.lived == 199 - 2 * EVERY and asked(parts.scenario, parts.lived)
    parts.live(Cpu(1), lambda: next(stops))
    assert all(
        np.array_equal(a, b)
        for a, b in zip(vars(whole.edges).values(), vars(parts.edges).values(), strict=True)
    )


def test_hazard():
    """Scores of 599, 601, 606 and 700 beside an edge at 600 on a scale of 600 points: .17%, .17%, 1% and 17% of it. Two of four had an occasion that
    may cost points and took it, one had none."""
    scenario = with_values(
        read("press-2015"),
        GAMING
        | {
            "citizens": 4,
            "days": 1,
            "society.network.kind": "complete",
            "tiers": [GAMING["tiers"][0] | {"edge": 600.0}],
        },
    )
    society, found = create(scenario), Edges()
    society.state.said[:] = NOTHING
    society.state.said[0] = [30000, 30000, -65536, NOTHING]
    society.state.said[2] = 65536  # meeting in person: nothing sees it
    society.state.enrolled[:] = 1
    found.note(scenario, society, Morning(0, np.array([599.0, 601.0, 606.0, 700.0]), np.ones(4, bool), ()))
    assert found.risk[0].tolist() == [[1, 1], [1, 0], [0, 0], [0, 0], [0, 0]]
    assert found.risk[1].tolist() == [[1, 1], [0, 0], [0, 0], [0, 0], [0, 0]]
    assert found.hazard(0, 0) == 1.0 and found.hazard(0, 1) == 0.0 and math.isnan(found.hazard(1, 4))


def test_bins():
    """From here on, and not to there: distances of 0, just below 1, 1, ... per cent of 600 points above an edge."""
    far = [0.0, 5.9, 6.0, 11.9, 12.0, 23.9, 24.0, 47.9, 48.0, 200.0]
    tiers = [GAMING["tiers"][0] | {"edge": 600.0}]
    scenario = with_values(
        read("press-2015"),
        GAMING | {"citizens": 10, "days": 1, "society.network.kind": "complete", "tiers": tiers},
    )
    society, found = create(scenario), Edges()
    society.state.said[:], society.state.said[0] = NOTHING, 0
    score = 600.0 + np.array(far)
    found.note(scenario, society, Morning(0, score, np.ones(10, bool), ()))
    assert found.risk[0].tolist() == [[2, 0]] * 5


def test_acts_that_nothing_sees_are_for_no_tier():
    """Of six acts on two days that are lived twice, two on a channel that is not seen."""
    scenario = with_values(
        read("press-2015"),
        GAMING
        | {"citizens": 2, "days": 1, "society.network.kind": "complete", "society.network.mean_degree": 1.0},
    )
    assert scenario.channels.gather.coverage == 0 < scenario.channels.post.coverage
    society, found = create(scenario), Edges()
    society.state.said[:] = NOTHING
    society.state.said[0], society.state.said[2] = [100, 200], [100, 200]
    society.state.enrolled[:] = 1
    idle = society.state.said.copy()
    idle[0], idle[2] = [100, 300], [300, 300]
    nobody = np.full(2, 600.0), np.zeros(2, bool)
    found.note(scenario, society, Morning(0, *nobody, ((idle, np.ones(2, np.uint8)),) * len(TWINS)))
    assert found.acts.tolist() == [[2, 1]] * len(TWINS)


def test_both_worlds_have_a_table():
    """Two rows a bin and crowding; the world without goes by the shadow score."""
    one = lived({}, citizens=300)
    other = without(one)
    table = near([(one.edges, other.edges)])
    assert len(table) == 1 + 2 * len(BINS)
    hazard = table["0 to 1% of the scale to the edge below"]
    assert 0 < hazard.with_ < 1 and 0 < hazard.without < 1 and hazard.with_ != hazard.without
    assert not other.edges.acts.any() and math.isnan(other.measures["for_tiers"])


PRIZE = {
    "score.standing": {"pride": 0.02, "face": 0.05, "felt_days": 30, "friends": 0.5},
    "score.lookup": "friends",
}
NO_PRIZE = {
    "nobody looks": PRIZE
    | {"score.standing": dict.fromkeys(("friends", "strangers", "lenders", "employers"), 0.0)},
    "nothing to be seen by": {"score.status_value": 0.0, "score.standing": {"friends": 0.5}},
    "nobody is to see it": PRIZE | {"score.lookup": "own"},
}


@pytest.mark.parametrize("changes", NO_PRIZE.values(), ids=NO_PRIZE)
def test_nobody_competes(changes):
    """Where a score is worth no more than the access it brings, exactly nobody."""
    off = dict.fromkeys(
        ("standing.friends", "standing.strangers", "standing.pride", "standing.face", "status_value"), 0.0
    )
    world = lived({f"score.{name}": value for name, value in off.items()} | changes)
    assert (world.measures["competing"], world.measures["compete"]) == (0.0, 0.0)


def test_they_compete():
    """Where friends look, people act otherwise for it, and say less."""
    world = lived({"score.status_value": 0.0} | PRIZE)
    assert world.measures["competing"] > 0.02
    assert world.measures["compete"] >= world.measures["competing"]
    assert world.measures["competed"] > 0.0
    assert world.measures["looked_up"] > 100.0
