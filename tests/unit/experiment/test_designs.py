"""Designs: every prefix is a design, each has the form that its name promises, and none is empty."""

import numpy as np
import pytest

from sottovoce.errors import RunError
from sottovoce.experiments import designs
from sottovoce.experiments.coordinate import Coordinate
from sottovoce.experiments.designs import steps, swept

AXES = tuple(Coordinate(name, 0.5, 0.0, 1.0) for name in "abcd")
MAKE = {
    "random": designs.random,
    "latin": designs.latin,
    "sobol": designs.sobol,
    "saltelli": designs.saltelli,
    "morris": designs.morris,
}


@pytest.mark.parametrize("kind", MAKE)
def test_every_prefix_is_a_design(kind):
    """The first points of a larger design of the same luck are the smaller design; another luck is another design."""
    small, large = MAKE[kind](21, seed=3), MAKE[kind](40, seed=3)
    points = small.points(AXES)
    assert len(points) == small.count(AXES)
    assert large.points(AXES)[: len(points)] == points
    assert MAKE[kind](21, seed=4).points(AXES) != points
    places = small.places(4)
    assert places.min() >= 0 and places.max() <= 1


def test_a_trajectory_moves_each_coordinate_once_by_half_its_range():
    for walk in np.split(designs.morris(20).places(4), 20):
        step = np.diff(walk, axis=0)
        assert ((np.abs(step) > 0).sum(axis=1) == 1).all()
        assert np.abs(step).sum(axis=0) == pytest.approx([0.5] * 4)


def test_places_of_trajectories_are_no_grid():
    """Fixed levels would hide a wave between them."""
    places = designs.morris(50).places(4)
    assert len(np.unique(places[:, 0].round(9))) > 90


def test_a_row_for_sobol_indices_is_two_points_and_their_mixtures():
    a, b, *mixed = designs.saltelli(1).places(3)
    for k, row in enumerate(mixed):
        assert row[k] == b[k] and all(row[j] == a[j] for j in range(3) if j != k)


def test_each_block_is_a_latin_hypercube():
    places = designs.latin(48).places(4)
    for block in np.split(places, 3):
        for column in block.T:
            assert sorted((column * 16).astype(int)) == list(range(16))


def test_a_grid_is_in_the_order_in_which_it_was_asked_for():
    found = designs.grid(score__spill=[1, 0], order=["drawn"]).points(())
    assert found == [{"score.spill": 1, "order": "drawn"}, {"score.spill": 0, "order": "drawn"}]


def test_a_grid_takes_paths_as_they_are_written_and_levels_as_text():
    """The same words as in a file; what is no level is refused with its name."""
    found = designs.grid({"score.spill": "0:1:3", "order": ["drawn"]})
    assert found == designs.grid(score__spill=[0, 0.5, 1], order=["drawn"])
    for wrong in (5, "0:1", []):
        with pytest.raises(
            RunError, match=r"design\.levels\.score\.spill: .* given; allowed a list, or low:high:count"
        ):
            designs.grid({"score.spill": wrong})


def test_a_ramp_goes_up_and_down():
    assert [p["a"] for p in designs.by_levels("ramp", {"a": [0, 1, 2]}).points(())] == [0, 1, 2, 2, 1, 0]


@pytest.mark.parametrize(
    ("given", "levels"),
    [
        ("0:1:3", [0.0, 0.5, 1.0]),
        ("0:10:3", [0, 5, 10]),
        ("0:1:2", [0, 1]),
        ([3, 1], [3, 1]),
        ("-1:1:3", [-1, 0, 1]),
    ],
)
def test_levels(given, levels):
    assert swept("a", given) == levels


def test_steps_hold_both_ends():
    assert steps(0.1, 0.7, 7, False)[-1] == 0.7


@pytest.mark.parametrize("given", ["0:1", "0:1:1", "1:1:3", "a:b:3", "0:1:3:4", [], "0:inf:3", 5, None, ""])
def test_levels_that_are_none_are_refused(given):
    with pytest.raises(RunError, match=r"design\.levels\.a: .* given; allowed a list, or low:high:count"):
        swept("a", given)


def test_what_cannot_be_a_design_is_refused():
    with pytest.raises(RunError, match=r"7 given; allowed 2, 4, 6, \.\.\.: a step is half the range"):
        designs.morris(4, cells=7)
    for count in (0, -1, True, 1.5, None):
        with pytest.raises(RunError, match="An empty design has nothing to live"):
            designs.sobol(count)
    with pytest.raises(RunError, match="none given; allowed at least one point"):
        designs.listed([])
    with pytest.raises(RunError, match="allowed one for a ramp"):
        designs.by_levels("ramp", {"a": [1], "b": [2]})
