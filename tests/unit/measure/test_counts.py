"""Counts for equal cost: whoever was punished, directly or by a sanction, on any measured day."""

import numpy as np
import pytest

from helpers import made
from sottovoce.measure.counts import Punished, counted
from sottovoce.record.record import Record
from sottovoce.society import create
from sottovoce.society.state import GRID, NOTHING
from sottovoce.society.tally import EXAMINED, FINE, OBSERVED, PEOPLE

POST, GATHER = 0, 2
SEVERE = {"citizens": 20, "days": 10, "dates": [], "punishment.severity": 1.0, "punishment.tolerance": 0.25}


def test_who_is_punished():
    """Seen above what is tolerated, on the same channel: citizens 1 and 6; under a sanction: 7, and 1 again."""
    scenario = made(SEVERE)
    assert scenario.punishment.is_given and scenario.measured_from == 0
    society, punished = create(scenario), Punished(20)
    state = society.state
    state.said[:] = NOTHING
    dissent, tolerated = GRID // 2, GRID // 4
    for citizen, channel, act, seen in [
        (1, POST, dissent, POST), (2, POST, dissent, None), (3, POST, tolerated, POST), (4, POST, -GRID, POST),
        (5, POST, dissent, GATHER), (6, GATHER, dissent, GATHER),
    ]:  # fmt: skip
        state.said[channel, citizen] = act
        if seen is not None:
            state.observed[citizen] = 1 << seen
    punished.note(scenario, 0, society)
    assert np.flatnonzero(punished.ever).tolist() == [1, 6]
    state.said[:] = NOTHING
    punished.note(scenario, 1, society)
    assert np.flatnonzero(punished.ever).tolist() == [1, 6], "once is enough"
    state.lost_days[[1, 7]] = [3, 1]
    record = Record.blank(scenario, ("poor", "middle", "rich"))
    record.lived = 10
    record.tally[:, 0, [PEOPLE, OBSERVED, EXAMINED]] = 20, 3, 5 * int(FINE)
    found = counted(scenario, record, society, punished)
    assert found["punished"] == pytest.approx(3)
    assert (found["seen"], found["examined"]) == pytest.approx((3 / 20 * 365, 5 / 20 * 365)), (
        "per citizen-year"
    )
