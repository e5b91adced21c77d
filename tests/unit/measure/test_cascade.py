"""Cascades: what follows a shock among those whom it did not strike."""

import numpy as np
import pytest

from helpers import made
from sottovoce.errors import ScenarioError
from sottovoce.measure.cascade import Cascade, cascade, said, struck
from sottovoce.reforms import no_system
from sottovoce.scenario.paths import with_values
from sottovoce.simulate import days
from sottovoce.society import create

SHOCKED = made(
    citizens=400, days=60, voice__shock={"day": 20, "share": 0.3, "rise": 0.8, "days": 3}, voice__backlash=0.0,
    punishment__severity=0.0, society__climate_weight=2.0, watching__learn=0.0, ties__drop="never", score__in_force=False,
)  # fmt: skip


def test_who_is_struck_is_whom_the_day_strikes():
    """The wish of exactly those rises, on exactly those days."""
    society = create(SHOCKED)
    hit = struck(SHOCKED)
    assert 80 < hit.sum() < 160
    for day, _ in days(SHOCKED, society):
        expected = hit & (20 <= day < 23)
        assert np.array_equal(society.state.stirred > 0, expected), day


def test_nobody_hears():
    """With no climate the struck dissent more while it lasts, and nobody else ever does: to the last act."""
    found = cascade(with_values(SHOCKED, {"society.climate_weight": 0.0}))
    assert found.struck > 0
    assert found[1:] == (0.0, 0.0, 0.0)
    assert found.size == 1.0


def test_friends_hear():
    """With a climate others follow, for longer than the shock, and those struck go on; a heavier one also keeps back those whom it strikes."""
    light, heavy = (cascade(with_values(SHOCKED, {"society.climate_weight": w})) for w in (1.0, 4.0))
    for found in (light, heavy):
        assert found.others > 0 and found.later > 0 and found.lasts > 0 and found.size > 1.1
    assert heavy.struck < light.struck
    assert heavy.size > light.size


def test_before_the_shock_nothing_is_another():
    """The two worlds are the same until it comes, with a system and without."""
    for scenario in (SHOCKED, no_system(made(voice__shock={"day": 20}))):
        calm = with_values(scenario, {"voice.shock.day": None})
        assert np.array_equal(said(scenario, 0, 20), said(calm, 0, 20))
        assert not np.array_equal(said(scenario, 20, 24), said(calm, 20, 24))


def test_arithmetic():
    assert Cascade(10.0, 4.0, 1.0, 9.0).size == 1.5
    assert np.isnan(Cascade(0.0, 4.0, 1.0, 9.0).size)


def test_no_shock():
    with pytest.raises(ScenarioError, match=r"voice\.shock\.day: null given; allowed a day of the run"):
        cascade(with_values(SHOCKED, {"voice.shock.day": None}))
