"""The profile of a day: every pass has its line, and its time was measured."""

import numpy as np
import pytest

from helpers import lived, made, unlike
from sottovoce.machine.cpu import Cpu
from sottovoce.simulate import PASSES, step
from sottovoce.study.profile import profile


@pytest.mark.slow
def test_every_pass_has_its_line():
    """In the order of the day; shares add up to one, and no pass is free."""
    parts = profile(made(citizens=400, days=9))
    assert tuple(part.name for part in parts) == PASSES
    assert abs(sum(part.share for part in parts) - 1.0) < 1e-9
    assert all(part.nanoseconds > 0.0 for part in parts)


@pytest.mark.slow
def test_a_timed_day_is_the_same_day():
    """The clock changes nothing, runs only where it was asked for, and begins anew when it was read."""
    scenario = made(citizens=203, days=5)
    timed = Cpu(timed=True)
    (one, sums), (other, again) = lived(scenario, machine=Cpu()), lived(scenario, machine=timed)
    assert unlike(one.state, other.state) == []
    assert np.array_equal(sums, again)
    assert (timed.clock(step) > 0).all()
    assert (timed.clock(step) == 0).all()
