"""Announce: what everybody is told in the morning. The edges of tiers, what access is worth, what those outside hold; and who may
join.

    edge of a top share p: the n-th highest of yesterday's published scores, n = floor(p * number enrolled); out of reach if n = 0
    outside: mean worth of being scored among those not enrolled yesterday
"""

import math

import numpy as np
import pytest
from given import calm, given, grains, morning, points, rows, tier

from sottovoce.chance import Purpose, day_key
from sottovoce.day.announce import keys
from sottovoce.day.worth import access_worth
from sottovoce.society.tally import NAMES, WIDTH

SCORES = (500.0, 640.0, 580.0, 640.0, 700.0, 610.0)
TOP = {
    # top share, who of six is enrolled (scores above) -> edge
    "the best third of six: the second": ((0.34, "111111"), 640.0),
    "the best half: the third, who is as good as the second": ((0.5, "111111"), 640.0),
    "two thirds: the fourth": ((0.67, "111111"), 610.0),
    "everybody": ((1.0, "111111"), 500.0),
    "a tenth of six is nobody: out of reach": ((0.1, "111111"), math.inf),
    "only the enrolled are counted: the best half of 500, 640 and 580": ((0.5, "111000"), 640.0),
    "nobody is enrolled": ((0.5, "000000"), math.inf),
}
VOLUNTARY = {"enrolment.opt_in_day": 10, "enrolment.mandatory_day": None}
LATER = {"enrolment.opt_in_day": 10, "enrolment.mandatory_day": 50}
SHADOW = {"score.in_force": False}
OPEN = {
    # day, scenario -> may one join? is everybody scored?
    "before the first day nobody may": ((9, VOLUNTARY), (0, 0)),
    "from the first day everybody may": ((10, VOLUNTARY), (1, 0)),
    "the day before all must": ((49, LATER), (1, 0)),
    "from the day on which all must": ((50, LATER), (0, 1)),
    "out of force nobody joins, and nobody is scored before joining would begin": (
        (9, LATER | SHADOW),
        (0, 0),
    ),
    "from then on everybody has a shadow score": ((10, LATER | SHADOW), (0, 1)),
    "also where nobody ever must": ((10, VOLUNTARY | SHADOW), (0, 1)),
    "where nobody may join before, when all must": (
        (50, {**LATER, **SHADOW, "enrolment.opt_in_day": None}),
        (0, 1),
    ),
    "and not before": ((49, {**LATER, **SHADOW, "enrolment.opt_in_day": None}), (0, 0)),
}


def best(share: float):
    return tier("badge", top_share=share, value=0.5)


@rows(TOP)
def test_edge_of_the_best(case, expected):
    share, enrolled = case
    changes = {"citizens": 6, "tiers": [best(share)]}
    it = given(**changes)
    it.s.score[:] = [grains(score) for score in SCORES]
    it.s.enrolled[:] = [int(each) for each in enrolled]
    assert morning(calm(**changes), it).edge[0] == expected


@pytest.mark.parametrize("width", [0.0, 20.0])
@pytest.mark.parametrize("effect", ["gives", "takes"])
@pytest.mark.parametrize("from_day, expected", [(101, 0.0), (100, 0.5)])
def test_a_tier_is_worth_nothing_before_its_day(width, effect, from_day, expected):
    """Today is day 100."""
    edge = {"top_share": 0.5} if effect == "gives" else {"edge": 400.0}
    later = tier("badge", effect, value=0.5, width=width, from_day=from_day, **edge)
    it = given(tiers=[later])
    assert access_worth(900.0, it.r, it.t) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("score, expected", [(609.999, 0.0), (610.0, 0.5)])
def test_access_is_worth_what_the_edge_of_today_says(score, expected):
    """Yesterday's best two of four have 610 or more."""
    changes = {"tiers": [best(0.5)]}
    it = given(**changes)
    it.s.score[:] = [grains(each) for each in (500.0, 700.0, 610.0, 609.0)]
    assert access_worth(points(grains(score)), it.r, morning(calm(**changes), it)) == expected


@pytest.mark.parametrize("people, worth, expected", [(0, 0.0, 0.0), (2, 3.0, 1.5)])
def test_what_those_outside_hold(people, worth, expected):
    yesterday = np.zeros((1, WIDTH), np.int64)
    yesterday[0, NAMES.index("outside")] = people
    yesterday[0, NAMES.index("outside_worth")] = worth * 65536
    assert morning(calm(), given(), yesterday).outside == expected


@rows(OPEN)
def test_who_may_join(case, expected):
    day, scenario = case
    enrolment = given(None, day, **scenario).r.enrolment
    assert (enrolment.open, enrolment.mandatory) == expected


def test_luck_changes_every_day_but_for_the_value_of_a_tie():
    first, second = keys(7, 1), keys(7, 2)
    assert first[Purpose.CHOICE] == day_key(7, Purpose.CHOICE, 1) != second[Purpose.CHOICE]
    assert first[Purpose.TIE_VALUE] == second[Purpose.TIE_VALUE] == day_key(7, Purpose.TIE_VALUE, 0)
