"""Information in bits, with what luck alone would tell taken off."""

import itertools
import math

import numpy as np
import pytest

from sottovoce.measure.information import by_luck, classes, counted, entropy, further, information


def test_known_tables():
    """What is told by tables that one can work out: nothing, everything, and a channel that errs in a tenth (1 - h(0.1) bits)."""
    assert counted(np.array([[25, 25], [25, 25]])) == pytest.approx(0.0, abs=1e-12)
    assert counted(np.array([[50, 0], [0, 50]])) == pytest.approx(1.0)
    wrong = 1 + 0.1 * math.log2(0.1) + 0.9 * math.log2(0.9)
    assert counted(np.array([[45, 5], [5, 45]])) == pytest.approx(wrong)
    assert entropy(np.repeat([0, 1, 2, 3, 4], 7)) == pytest.approx(math.log2(5))


@pytest.mark.parametrize("columns", [[0, 0, 1, 1, 1], [0, 1, 2, 2, 2], [3, 3, 3, 3, 3]])
def test_what_luck_tells_is_the_mean_over_all_ways_to_deal(columns):
    """Every one of 120 ways, counted one by one."""
    rows = np.array([0, 0, 1, 1, 2])
    every = []
    for dealt in itertools.permutations(columns):
        counts = np.zeros((3, 4), np.int64)
        np.add.at(counts, (rows, np.array(dealt)), 1)
        every.append(counted(counts[:, counts.any(axis=0)]))
    of = np.bincount(columns)
    assert by_luck(np.bincount(rows), of[of > 0]) == pytest.approx(np.mean(every), abs=1e-12)


@pytest.mark.parametrize("people", [60, 400])
@pytest.mark.parametrize("kinds", [5, 24])
def test_the_null_is_0(people, kinds):
    """Classes dealt out at random tell nothing, in the mean, however few people and however many classes; as they are counted they seem to tell a lot."""
    luck = np.random.default_rng(3)
    views = np.arange(people) % 5
    found, raw = [], []
    for _ in range(200):
        acts = luck.integers(0, kinds, people)
        found.append(information(views, acts))
        counts = np.zeros((5, kinds), np.int64)
        np.add.at(counts, (views, acts), 1)
        raw.append(counted(counts[:, counts.any(axis=0)]))
    error = np.std(found) / math.sqrt(len(found))
    assert abs(np.mean(found)) < 4 * error
    assert np.mean(raw) > 20 * error


def test_what_is_there_is_found():
    """Near the truth where there is something to tell, with few people: a channel that errs in a tenth, 1 - h(0.1) bits."""
    luck = np.random.default_rng(4)
    truth = 1 + 0.1 * math.log2(0.1) + 0.9 * math.log2(0.9)
    found = []
    for _ in range(200):
        side = luck.integers(0, 2, 400)
        found.append(information(side, np.where(luck.random(400) < 0.1, 1 - side, side)))
    assert np.mean(found) == pytest.approx(truth, abs=0.01)


def test_what_tells_nothing_further_adds_nothing():
    """A class dealt out at random adds 0 in the mean to acts that tell nearly all; one that mends the errors adds what they hide. Taking both as one class would say that less is
    known with the first than without it."""
    luck = np.random.default_rng(5)
    idle, joint = [], []
    for _ in range(200):
        view = luck.integers(0, 5, 300)
        acts = np.where(luck.random(300) < 0.2, (view + 1) % 5, view)
        score = luck.integers(0, 4, 300)
        idle.append(further(score, view, acts))
        joint.append(information(view, 10 * acts + score) - information(view, acts))
    assert abs(np.mean(idle)) < 4 * np.std(idle) / math.sqrt(200)
    assert np.mean(joint) < -0.03
    view, wrong = luck.integers(0, 5, 20_000), luck.random(20_000) < 0.2
    left = -0.2 * math.log2(0.2) - 0.8 * math.log2(0.8)  # of five views two fit each act
    assert further(wrong.astype(int), view, np.where(wrong, (view + 1) % 5, view)) == pytest.approx(
        left, abs=0.01
    )


def test_names_of_classes_do_not_matter():
    a, b = np.array([0, 1, 2, 1, 0, 2, 1]), np.array([5, 5, 9, 7, 5, 9, 9])
    assert information(a, b) == pytest.approx(information(b, a), abs=1e-12)
    assert information(a, b) == pytest.approx(information(10 - 3 * a, b * b), abs=1e-12)
    assert information(a, np.zeros(7, int)) == pytest.approx(0.0, abs=1e-12)
    assert math.isnan(information(np.array([], int), np.array([], int)))


def test_classes():
    """A value on an edge is above it."""
    assert classes(np.array([-1.0, 0.0, 0.5, 2.0]), [0.0, 1.0]).tolist() == [0, 1, 1, 2]
