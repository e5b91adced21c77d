"""Sums of real numbers are exact, then rounded once: `sum` of Python 3.12 and later adds otherwise than that of 3.11, and the last bit would depend on it."""

import pytest

from sottovoce.measure import groupings, pairs
from sottovoce.study import comparison, equal

MANY = [1e16, 1.0, 1.0, -1e16]  # one after another: 0


@pytest.mark.parametrize("mean", [pairs._mean, groupings._mean, comparison._mean, equal.mean])
def test_means(mean):
    assert mean(MANY) == 0.5


def test_intervals():
    """0.1 ten times, one after another, is not 1: the interval would miss its own mean."""
    assert pairs.interval([0.1] * 10) == (0.1, 0.1)
