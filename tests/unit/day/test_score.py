"""Score: the file of points b, and the score that is published from it and from friends' scores.

    b <- base + (1 - fade)(b - base) - points older than the memory
       + own points + spill * sum of friends' points of yesterday / friends
    average:  s = (1 - w) b + w mean of friends' scores         additive: s = b + w (mean - start)
    published: rounded to grains (1/1024 point), clipped to 350 ... 950; b never is

Base and start are 600, w = 0.25 and spill = 0.5 where they are on. A bad event costs 20 points.
"""

import numpy as np
import pytest
from given import given, grains, noticed, points, rows

from sottovoce.chance import Purpose
from sottovoce.day.score import blank, score
from sottovoce.society.signal import ENROLLED, ONE
from sottovoce.society.state import BAD, DEMOTED, GOOD

NEVER = {}
SPILL = {"score.spill": 0.5}
BAD_EVENT = {"observed": 1 << BAD}
FILE = {
    # points this morning, columns, scenario, friends' points, gains, losses of acts -> points tonight
    "own gains and losses": ((600.0, {}, {}, 0.0, 3.0, 5.0), 598.0),
    "a recorded bad event": ((600.0, BAD_EVENT, {}, 0.0, 3.0, 0.0), 583.0),
    "a recorded honour": ((600.0, {"observed": 1 << GOOD}, {}, 0.0, 3.0, 0.0), 613.0),
    "above the scale nothing is cut": ((949.0, {}, {}, 0.0, 3.0, 0.0), 952.0),
    "a tenth fades towards the base": ((700.0, {}, {"score.fade": 0.1}, 0.0, 0.0, 0.0), 690.0),
    "from below too": ((500.0, {}, {"score.fade": 0.1}, 0.0, 0.0, 0.0), 510.0),
    "today's points do not fade yet": ((700.0, {}, {"score.fade": 0.1}, 0.0, 3.0, 0.0), 693.0),
    "four friends lost 8 points: 0.5 8/4": ((600.0, {}, SPILL, -8.0, 0.0, 0.0), 599.0),
    "who is not enrolled gains and loses nothing": ((600.0, BAD_EVENT | {"enrolled": 0}, SPILL, -8.0, 3.0, 5.0), 600.0),
    "unless the system looks back; friends' points are not": ((600.0, {"enrolled": 0}, SPILL | {"enrolment.retroactive": True}, -8.0, 3.0, 5.0), 598.0),
}  # fmt: skip
AVERAGE, ADDED = {"score.friend_weight": 0.25}, {"score.friend_weight": 0.25, "score.drag": "additive"}
PUBLISHED = {
    # points, friends' scores, scenario -> published score
    "average: 0.75 640 + 0.25 520": ((640.0, [500.0, 540.0], AVERAGE), 610.0),
    "additive: 640 + 0.25 (520 - 600)": ((640.0, [500.0, 540.0], ADDED), 620.0),
    "average: without scored friends the own points": ((640.0, [], AVERAGE), 640.0),
    "additive: without scored friends the own points": ((640.0, [], ADDED), 640.0),
    "not above the scale": ((1000.0, [], {}), 950.0),
    "not below it": ((100.0, [], {}), 350.0),
    "half a grain is rounded up": ((600.0 + 0.5 / 1024, [], {}), 600.0 + 1 / 1024),
    "less than half is rounded down": ((600.0 + 0.4 / 1024, [], {}), 600.0),
}
DEMOTION = {"score.demotion": {"chance": 0.5, "to": 580.0, "days": 5}}
DEMOTE = Purpose.DEMOTE
DEMOTED_ = {
    # points, bad event today, demoted until, luck -> published score, demoted until; today is day 100
    "a bad event brings the lower grade": ((700.0, 1, 0, {DEMOTE: 0.49}), (580.0, 105)),
    "or not": ((700.0, 1, 0, {DEMOTE: 0.5}), (680.0, 0)),
    "without one nobody is demoted": ((700.0, 0, 0, {DEMOTE: 0.0}), (700.0, 0)),
    "the grade is held for its days": ((700.0, 0, 101, NEVER), (580.0, 101)),
    "and not longer": ((700.0, 0, 100, NEVER), (700.0, 100)),
    "who is lower anyway stays there": ((500.0, 0, 101, NEVER), (500.0, 101)),
}
MONTHLY = {
    # day, enrolled yesterday -> published score; it was 500 and the points are 640
    "between two months the score stays": ((100, True), 500.0),
    "on the first day of a month it is made": ((120, True), 640.0),
    "and on the day one is enrolled": ((100, False), 640.0),
}
MEMORY = {
    # months of memory, day, points of the last month and of the one before -> points; they were 700
    "one month: last month's points go on the first day of a month": ((1, 120, 25.0, 0.0), 675.0),
    "and on no other day": ((1, 121, 25.0, 0.0), 700.0),
    "two months: those of the month before go": ((2, 120, 25.0, 40.0), 660.0),
}
# gains, losses, gains spill over too, enrolled -> points that reach friends tomorrow
DEEDS = {
    "losses reach friends": ((3.0, 5.0, False, 1), -5.0),
    "gains only where they are to": ((3.0, 5.0, True, 1), -2.0),
    "not from outside the system": ((3.0, 5.0, True, 0), 0.0),
}


def lived(me: dict, scenario: dict, *, gains=0.0, losses=0.0, day=100, **friends):
    it = given(me, day, **scenario)
    score(0, noticed(**friends), gains, losses, it.s, it.r, it.t, it.tally)
    return it.s


@rows(FILE)
def test_the_file(case, expected):
    morning, me, scenario, deeds, gains, losses = case
    s = lived({"points": morning} | me, scenario, gains=gains, losses=losses, ties=4, deeds=int(deeds * 256))
    assert s.points[0] == pytest.approx(expected)


@rows(MEMORY)
def test_memory(case, expected):
    months, day, last, before = case
    it = given({"points": 700.0}, day, score__memory_months=months)
    month = day // 30
    it.s.months[(month - 1) % months, 0] = last
    if months == 2:
        it.s.months[month % months, 0] = before  # the same row as two months ago
    score(0, noticed(), 0.0, 0.0, it.s, it.r, it.t, it.tally)
    assert it.s.points[0] == expected


@rows(PUBLISHED)
def test_the_published_score(case, expected):
    b, friends, scenario = case
    s = lived({"points": b}, scenario, enrolled=len(friends), scores=sum(map(grains, friends)))
    assert (points(s.score[0]), s.points[0]) == (expected, b)


def test_nobody_outside_has_a_score():
    assert lived({"points": 640.0, "enrolled": 0}, {}).score[0] == 0


@rows(DEMOTED_)
def test_demotion(case, expected, chances):
    b, bad, until, luck = case
    chances(luck)
    dates = [0, 0, until, 0, 0]
    s = lived({"points": b, "observed": bad << BAD, "dates": dates}, DEMOTION)
    assert (points(s.score[0]), s.dates[DEMOTED, 0]) == expected


@rows(MONTHLY)
def test_made_monthly(case, expected):
    day, yesterday = case
    me = {"points": 640.0, "score": grains(500.0), "signal": ONE << ENROLLED if yesterday else 0}
    assert points(lived(me, {"score.update": "monthly"}, day=day).score[0]) == expected


@rows(DEEDS)
def test_what_reaches_friends(case, expected):
    gains, losses, spill_gains, enrolled = case
    s = lived({"enrolled": enrolled}, {"score.spill_gains": spill_gains}, gains=gains, losses=losses)
    assert s.deed[0] == expected * 256


@pytest.mark.parametrize(
    "lookup, losses, punished", [("friends", 1.0, 1), ("friends", 0.0, 0), ("own", 1.0, 0)]
)
def test_to_lose_points_where_friends_see_it_is_a_punishment(lookup, losses, punished):
    assert lived({}, {"score.lookup": lookup}, losses=losses).punished[0] == punished


def test_what_is_counted():
    """Points in 1/65536: 3 gained, 5 lost by oneself, 1 by friends; 650 is half-way up the scale."""
    it = given({"points": 653.0}, **SPILL)
    score(0, noticed(ties=4, deeds=-8 * 256), 3.0, 5.0, it.s, it.r, it.t, it.tally)
    counted = [it.count(name) / 65536 for name in ("gained", "lost", "spilled", "score")]
    assert counted == [3.0, 5.0, -1.0, 0.5]
    assert it.count("enrolled") == 1


@pytest.mark.parametrize(("enrolled", "gained", "lost"), [(1, 3.0, 5.0), (0, 0.0, 0.0)])
def test_only_points_of_the_enrolled_are_counted(enrolled, gained, lost):
    """Also where the system looks back, and what those outside do goes into their files."""
    it = given({"enrolled": enrolled}, enrolment__retroactive=True)
    score(0, noticed(), 3.0, 5.0, it.s, it.r, it.t, it.tally)
    assert (it.count("gained"), it.count("lost")) == (gained * 65536, lost * 65536)


def test_nothing_is_earned_before_a_day():
    it = given(score__memory_months=0)
    earned = it.s._replace(earned=np.full((9, 4), 7.0, np.float32))
    blank(1, earned)
    assert earned.earned[:, 1].tolist() == [0.0] * 9 and (earned.earned[:, 0] == 7.0).all()
