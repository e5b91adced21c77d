"""The profile of a day: every phase has its line, and the phases together are the day."""

import numpy as np

from helpers import made, unlike
from sottovoce.day import PHASES, live, live_until
from sottovoce.day.announce import announce
from sottovoce.day.rulebook import rules
from sottovoce.day.word import blank
from sottovoce.machine.plain import Plain
from sottovoce.society import found
from sottovoce.society.tally import WIDTH
from sottovoce.study.profile import profile


def test_every_phase_has_its_line():
    """In the order of the day; shares add up to one."""
    parts = profile(made(citizens=200, days=5))
    assert tuple(part.phase for part in parts) == PHASES
    assert abs(sum(part.share for part in parts) - 1.0) < 1e-9


def test_all_phases_are_the_day():
    """The first nine phases do what a day does, and the first eight do not."""
    scenario = made(citizens=60, days=3)
    states = []
    for phases in (None, len(PHASES), len(PHASES) - 1):
        society = found(scenario)
        blank(society.state)
        book, today = rules(scenario, 0), announce(scenario, society.state, None, 0, True)
        sums = np.zeros((1, len(society.groups), WIDTH), np.int64)
        if phases is None:
            Plain().everyone(live, 60, society.state, book, today, sums)
        else:
            Plain().everyone(live_until, 60, phases, society.state, book, today, sums)
        states.append(society.state)
    assert unlike(states[0], states[1]) == []
    assert unlike(states[0], states[2]) == ["fresh"]
