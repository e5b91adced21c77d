"""How much of a point is left: fading, expiry by months, and changes of both on a date."""

import numpy as np
import pytest

from helpers import made
from sottovoce.explain.memory import left, terms


def shares(last: int, **values) -> np.ndarray:
    asked = {f"score.{name}": value for name, value in values.items() if name != "dates"}
    return left(terms(made({"days": 200, "dates": values.get("dates", ()), **asked}), last))


def test_without_fading_and_memory_everything_stays():
    assert shares(150, fade=0.0, memory_months=0).tolist() == [1.0] * 151


def test_fading_is_a_factor_a_day():
    found = shares(40, fade=0.1, memory_months=0)
    assert found == pytest.approx(0.9 ** np.arange(40, -1, -1))


@pytest.mark.parametrize(("last", "first_left"), [(59, 0), (60, 30), (89, 30), (90, 60), (119, 60)])
def test_a_month_is_forgotten_as_a_whole(last, first_left):
    found = shares(last, fade=0.0, memory_months=2)
    assert np.flatnonzero(found).tolist() == list(range(first_left, last + 1))
    assert set(found) <= {0.0, 1.0}


def test_points_fade_until_their_month_is_forgotten():
    found = shares(65, fade=0.02, memory_months=2)
    assert found[:30] == pytest.approx(np.zeros(30), abs=1e-15)
    assert found[30:] == pytest.approx(0.98 ** np.arange(35, -1, -1))


def test_a_shorter_memory_on_a_date_forgets_on_the_next_first_of_a_month():
    dates = ({"day": 70, "name": "shorter", "set": {"score.memory_months": 1}},)
    assert np.flatnonzero(shares(89, fade=0.0, memory_months=3, dates=dates))[0] == 0
    assert np.flatnonzero(shares(90, fade=0.0, memory_months=3, dates=dates))[0] == 90


def test_fading_from_a_date_on():
    dates = ({"day": 10, "name": "fades", "set": {"score.fade": 0.5}},)
    found = shares(12, fade=0.0, memory_months=0, dates=dates)
    assert found[:10].tolist() == [0.125] * 10
    assert found[10:].tolist() == [0.25, 0.5, 1.0]
