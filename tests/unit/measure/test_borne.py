"""Whether the effect of the system differs between groups."""

import math

import numpy as np
import pytest

from sottovoce.measure.borne import GROUPINGS, borne


def who(first: float, last: float, other: float = 0.0) -> dict:
    """One world: the measure `m` in the first and the last social group; the same for everybody in the other groupings."""
    same = {part: {"m": other} for part in ("one", "two")}
    wealth = {"poor": {"m": first}, "middle": {"m": 99.0}, "rich": {"m": last}}
    return {g: same for g in GROUPINGS} | {"wealth": wealth}


def test_the_first_group_is_held_against_the_last():
    luck = np.random.default_rng(1)
    with_ = [who(3.0, 1.0 + 0.01 * luck.standard_normal()) for _ in range(6)]
    found, *others = borne(with_, [who(0.5, 0.5)] * 6, "m")
    assert (found.grouping, found.one, found.other) == ("wealth", "poor", "rich")
    assert (found.by_one, found.by_other) == pytest.approx((2.5, 0.5), abs=0.02)
    assert found.told and found.low < 2.0 < found.high
    assert [(one.difference, one.told) for one in others] == [(0.0, False)] * 2


@pytest.mark.parametrize("seeds", [3, 4, 8])
def test_luck_alone_seldom_makes_a_finding(seeds):
    """One in twenty for all three contrasts together, and none with fewer than four seeds."""
    luck = np.random.default_rng(2)
    said = 0
    for _ in range(400):
        worlds = [who(*luck.standard_normal(2)) for _ in range(seeds)]
        said += any(one.told for one in borne(worlds, [who(0.0, 0.0)] * seeds, "m"))
    assert said <= (0 if seeds < 4 else 20)


def test_a_group_without_a_value_gives_no_interval():
    found, *_ = borne([who(math.nan, 1.0)] * 5, [who(0.0, 0.0)] * 5, "m")
    assert found.low is None and not found.told
    assert borne([], [], "m") == []
