"""Between which parts of the people an effect differs."""

import math

import numpy as np
import pytest

from sottovoce.measure.borne import GROUPINGS, borne


def who(rich: float, poor: float, other: float = 0.0) -> dict:
    """One world: the measure `m` by wealth; the same for everybody in the other groupings."""
    same = {part: {"m": other} for part in ("one", "two")}
    return {g: same for g in GROUPINGS} | {"wealth": {"rich": {"m": rich}, "poor": {"m": poor}}}


def test_the_part_that_bears_most_comes_first():
    luck = np.random.default_rng(1)
    with_ = [who(1.0 + 0.01 * luck.standard_normal(), 3.0) for _ in range(6)]
    found = borne(with_, [who(0.5, 0.5)] * 6, "m")
    assert found is not None
    assert (found.grouping, found.most, found.least) == ("wealth", "poor", "rich")
    assert (found.by_most, found.by_least) == pytest.approx((2.5, 0.5), abs=0.02)
    assert found.low < 2.0 < found.high


@pytest.mark.parametrize("seeds", [3, 8])
def test_nothing_is_said_where_luck_could_have_done_it(seeds):
    luck = np.random.default_rng(2)
    said = 0
    for _ in range(200):
        worlds = [who(*luck.standard_normal(2)) for _ in range(seeds)]
        said += borne(worlds, [who(0.0, 0.0)] * seeds, "m") is not None
    assert said <= (0 if seeds < 4 else 20)


def test_no_value_is_no_part():
    assert borne([who(math.nan, 1.0)] * 5, [who(0.0, 0.0)] * 5, "m") is None
    assert borne([], [], "m") is None
