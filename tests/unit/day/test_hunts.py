"""Jobs and tags: what an act leaves for an employer to find, whom it tags, who is refused, and what that is reckoned to cost.

leaves something: luck < finds a          tags a friend: luck < chance k
refused: today - last day that left something < lookback_days, of one's own acts or of those in which one was tagged; or a low score
hunted = [aware] need value finds lookback_days hunts/365, times a of public dissent
"""

import math

import numpy as np
import pytest
from given import given, grains, level, noticed, rows, tier

from sottovoce.chance import Purpose
from sottovoce.day.act import mind
from sottovoce.day.jobs import findable, hunt
from sottovoce.day.tags import deliver, tag, tags
from sottovoce.society.state import FINDABLE, GRAINS, NEVER, OWN, SHARED, TAGGED

JOBS = {"jobs.hunts": 36.5, "jobs.lookback_days": 10, "jobs.finds": 0.5, "jobs.value": 2.0}
FOUND = {
    # level, luck -> leaves something; finds is 0.5
    "full dissent": ((1.0, 0.49), True),
    "has luck": ((1.0, 0.51), False),
    "half as loud": ((0.5, 0.26), False),
    "and found all the same": ((0.5, 0.24), True),
    "silence": ((0.0, 0.0), False),
    "loyalty": ((-1.0, 0.0), False),
}
TAGS = {
    # level, friends, luck -> tags one of them; the chance is 0.1 for each
    "one of four": ((0.5, 4, 0.39), True),
    "none of four": ((0.5, 4, 0.41), False),
    "loyalty tags too": ((-0.5, 4, 0.39), True),
    "silence does not": ((0.0, 4, 0.0), False),
    "nobody has nobody to tag": ((0.5, 0, 0.0), False),
    "more friends than there is chance for": ((0.5, 12, 0.99), True),
}
HUNTS = {
    # own and tagged acts were how many days ago, luck of the hunt -> hunts, refused, for own, for a tag; today is day 100
    "no hunt": ((0, 0, 0.11), (0, 0, 0, 0)),
    "nothing was ever found": ((None, None, 0.09), (1, 0, 0, 0)),
    "own words of today": ((0, None, 0.09), (1, 1, 1, 0)),
    "the last day that is looked back at": ((9, None, 0.09), (1, 1, 1, 0)),
    "a day older": ((10, None, 0.09), (1, 0, 0, 0)),
    "a friend's words": ((None, 9, 0.09), (1, 1, 0, 1)),
    "older than that": ((10, 10, 0.09), (1, 0, 0, 0)),
    "both: counted for one's own": ((9, 3, 0.09), (1, 1, 1, 0)),
}  # fmt: skip


@rows(FOUND)
def test_what_an_act_leaves(case, expected, chances):
    a, luck = case
    chances({Purpose.FOUND: luck})
    it = given(**JOBS)
    assert findable(0, 0, level(a), it.r, it.t) == expected


@rows(TAGS)
def test_whether_an_act_tags(case, expected, chances):
    a, ties, luck = case
    chances({Purpose.TAG: luck})
    it = given(tags__chance=0.1)
    assert tags(0, 0, level(a), ties, it.r, it.t) == expected


def days_ago(days: int | None) -> int:
    return NEVER if days is None else 100 - days


@rows(HUNTS)
def test_hunts(case, expected, chances):
    own, tagged, luck = case
    chances({Purpose.HUNT: luck})
    it = given(score__in_force=False, **JOBS)
    it.s.traces[OWN, 0], it.s.traces[TAGGED, 0] = days_ago(own), days_ago(tagged)
    hunt(0, it.s, it.r, it.t, it.tally)
    names = ("hunts", "hunts_refused", "refused_for_own", "refused_for_tag")
    assert tuple(it.count(name) for name in names) == expected


SCORES = {
    # scenario, published score, enrolled -> refused
    "below the edge of jobs": (({"score.lookup": "public"}, 450.0, 1), 1),
    "above it": (({"score.lookup": "public"}, 550.0, 1), 0),
    "a score that is not public": (({"score.lookup": "friends"}, 450.0, 1), 0),
    "nobody's score": (({"score.lookup": "public"}, 450.0, 0), 0),
    "no score in force": (({"score.lookup": "public", "score.in_force": False}, 450.0, 1), 0),
}


@rows(SCORES)
def test_an_employer_looks_at_the_score_where_anybody_may(case, expected, chances):
    changes, score, enrolled = case
    chances({Purpose.HUNT: 0.0})
    tiers = [tier("jobs", "takes", edge=500.0), tier("loan", edge=900.0)]
    me = {"score": grains(score), "enrolled": enrolled, "access": 0xFFFF if score > 500 else 0xFFFE}
    it = given(me, tiers=tiers, **JOBS, **changes)
    hunt(0, it.s, it.r, it.t, it.tally)
    assert (it.count("hunts"), it.count("hunts_refused")) == (1, expected)


@rows({"with a score": (True, 1), "without one": (False, 0)})
def test_employers_of_the_system_look_back_only_while_it_is_in_force(case, expected, chances):
    chances({Purpose.HUNT: 0.0})
    it = given(score__in_force=case, jobs__without_score=False, **JOBS)
    it.s.traces[OWN, 0] = 99
    hunt(0, it.s, it.r, it.t, it.tally)
    assert (it.count("hunts"), it.count("hunts_refused")) == (1, expected)


DAYS_OF_A_SCORE = {
    # opt-in day, mandatory day -> refusals on day 100
    "joining is open": ((100, None), 1),
    "joining opens tomorrow": ((101, None), 0),
    "everybody is in": ((None, 100), 1),
    "everybody is in tomorrow": ((None, 101), 0),
    "nobody ever comes under it": ((None, None), 0),
}


@rows(DAYS_OF_A_SCORE)
def test_employers_of_the_system_do_not_look_back_before_anybody_can_be_scored(case, expected, chances):
    chances({Purpose.HUNT: 0.0})
    opens, closes = case
    days = {"enrolment.opt_in_day": opens, "enrolment.mandatory_day": closes}
    it = given(**days, jobs__without_score=False, **JOBS)
    it.s.traces[OWN, 0] = 99
    hunt(0, it.s, it.r, it.t, it.tally)
    assert (it.count("hunts"), it.count("hunts_refused")) == (1, expected)


COSTS = {
    # scenario, aware -> what public dissent of level 1 is reckoned to cost: 2 * 0.5 * 10 * 36.5/365 = 1
    "who knows": ((JOBS, 1), 1.0),
    "who does not": ((JOBS, 0), 0.0),
    "without a score": ((JOBS | {"score.in_force": False}, 1), 1.0),
    "where employers look back only with one": (
        (JOBS | {"score.in_force": False, "jobs.without_score": False}, 1),
        0.0,
    ),
    "a look twice as far back": ((JOBS | {"jobs.lookback_days": 20}, 1), 2.0),
    "by need": ((JOBS | {"society.need": 3.0}, 1), 3.0),
    "nobody hunts": ((JOBS | {"jobs.hunts": 0.0}, 1), 0.0),
}


@rows(COSTS)
def test_what_dissent_is_reckoned_to_cost(case, expected):
    changes, aware = case
    it = given({"aware": aware}, **changes)
    assert math.isclose(mind(0, noticed(ties=3), it.s, it.r, it.t).hunted, expected)


def test_who_is_tagged_is_told_after_the_day(chances):
    """Points add up over all who tag; what can be found is found in one's own name."""
    chances({})
    it = given(tags__chance=0.1, **JOBS)
    s = it.s
    s.id[:] = range(4)
    for i, points, found in ((1, -40, 0), (2, -2, 1)):
        tag(i, points, found, s, it.r, it.t)
    whom = [int(j) for j in s.tagged]
    assert whom[0] == whom[3] == -1 and whom[1] not in (-1, 1) and whom[2] not in (-1, 2)
    assert [int(s.tags[GRAINS, i]) for i in (1, 2)] == [-40, -2] and int(s.tags[FINDABLE, 2]) == 1
    asked = [(1, 0, 100), (2, 0, 100)]
    for number in range(2):
        deliver(number, np.array(asked), s)
    assert int(s.tags[SHARED, 0]) == -42
    assert list(s.tagged) == [-1] * 4
    assert (int(s.traces[TAGGED, 0]), int(s.traces[OWN, 0])) == (100, NEVER)


@pytest.mark.parametrize("chance", [0.0, 0.1])
def test_columns_are_kept_only_where_there_are_tags(chance):
    it = given(tags__chance=chance)
    assert it.s.tags.shape[1] == len(it.s.tagged) == (4 if chance else 1)
    assert it.s.traces.shape == (2, 1)
