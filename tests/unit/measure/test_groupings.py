"""Groupings: who is who, and person measures by label."""

import numpy as np
import pytest

from helpers import made
from sottovoce.machine.cpu import Cpu
from sottovoce.measure.groupings import QUARTERS, community, groupings, mean_who, standing, view, wealth
from sottovoce.measure.people import by_label, who_bears
from sottovoce.society import Society, create
from sottovoce.society.state import GRID
from sottovoce.study.worlds import World


def of_views(blocks: list[list[float]]) -> Society:
    """A society whose communities hold these private views."""
    society = create(made(citizens=sum(map(len, blocks)), society__network__mean_degree=0.0))
    opinion = np.rint(np.concatenate(blocks) * GRID).astype(np.int32)
    society.state = society.state._replace(opinion=opinion)
    society.community = np.repeat(np.arange(len(blocks), dtype=np.uint32) * 7, [len(b) for b in blocks])
    return society


BLOCKS = [[0.5, 0.5, 0.5, -0.2], [0.5, -0.5, -0.5, 0.0], [0.5, 0.5, -0.5, -0.5], [-0.5, -0.1, -0.1, -0.1]]


def test_view_and_standing():
    """Who is outnumbered at home: those on the smaller side; with two and two nobody is."""
    society = of_views(BLOCKS)
    assert view(society).of.tolist() == [1, 1, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0]
    assert standing(society).of.tolist() == [0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    assert standing(society).labels == ("majority at home", "minority at home")


def test_communities_by_share_disagreeing():
    """Shares .75, .25, .5 and 0 stand in the fourth, second, third and first quarter."""
    society = of_views(BLOCKS)
    assert community(society).of.tolist() == [3] * 4 + [1] * 4 + [2] * 4 + [0] * 4
    assert community(of_views(BLOCKS[:2])).of.tolist() == [1] * 4 + [0] * 4
    many = community(of_views([[0.1 * k - 0.5] for k in range(10)]))
    assert np.bincount(many.of).tolist() == [3, 2, 3, 2]
    assert many.labels == QUARTERS


@pytest.fixture(scope="module")
def world():
    world = World("x", 0, made(voice__backlash=0.0, ties__make="never"), kept=True)
    world.live(Cpu(1), lambda: False)
    assert world.error is None
    return world


def test_wealth_is_the_social_group(world):
    grouping = wealth(world.society)
    assert grouping.labels == ("poor", "middle", "rich")
    assert np.array_equal(grouping.of, world.society.state.group)


@pytest.mark.parametrize("number", range(4))
def test_labels_add_up(world, number):
    """Weighted by their people, or their occasions, the labels of every grouping give the figures of everybody."""
    grouping = groupings(world.society)[number]
    s = world.society.state
    table = by_label(world.scenario, world.society, grouping)
    assert list(table) == list(grouping.labels)
    assert sum(row["people"] for row in table.values()) == pytest.approx(1.0)
    there = [n for n, label in enumerate(grouping.labels) if table[label]["people"] > 0]
    sizes = np.bincount(grouping.of, minlength=len(grouping.labels))
    everybody = sum(table[grouping.labels[n]]["cut_someone"] * sizes[n] for n in there) / sizes.sum()
    assert everybody == pytest.approx(world.measures["cut_someone"])
    lost = sum(table[grouping.labels[n]]["access_lost"] * sizes[n] for n in there) / sizes.sum()
    assert lost == pytest.approx(world.measures["access_lost"])
    aloud = np.bincount(grouping.of, weights=s.occasions * (s.opinion > 0), minlength=len(grouping.labels))
    gap = sum(table[grouping.labels[n]]["voice_gap"] * aloud[n] for n in there if aloud[n]) / aloud.sum()
    assert gap == pytest.approx(world.measures["voice_gap"], abs=1e-9), "persons and daily sums agree"


def test_who_and_its_mean(world):
    who = who_bears(world.scenario, world.society)
    assert list(who) == ["wealth", "view", "standing", "community"]
    assert np.isnan(who["view"]["agree"]["voice_gap"]), "who agrees leaves nothing unsaid"
    less = {
        g: {la: {m: v + 2 for m, v in ms.items()} for la, ms in labels.items()} for g, labels in who.items()
    }
    mean = mean_who([who, less])
    assert mean["wealth"]["rich"]["access_lost"] == pytest.approx(who["wealth"]["rich"]["access_lost"] + 1)
    assert np.isnan(mean["view"]["agree"]["voice_gap"])
    assert mean_who([]) == {}


def test_the_least_view_is_one():
    """Who disagrees by the least that can be counted disagrees; who has no view does not."""
    society = create(made(citizens=40))
    society.state.opinion[:] = 0
    society.state.opinion[1] = 1
    assert view(society).of.tolist() == [0, 1] + [0] * 38
    society.state.opinion[:] = 1
    assert not standing(society).of.any(), "nobody is outnumbered where all disagree"
