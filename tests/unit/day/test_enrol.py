"""Enrol: join if the own points are worth more to oneself than the mean of those outside by more than the cost; leave the other way round.

    joins:  need (v(points) - outside) > cost, if aware      leaves: need (outside - v(published score)) > cost
    v(s) = point_value (s - start) + worth of access; outside: the mean of v without what benefits are worth, which nobody has there

A point is worth 0.01 here, the start is 600 and need is 2: v(650) is 0.5, and to oneself that is 1.0.
"""

from given import given, grains, rows, tier

from sottovoce.day.enrol import enrol

VOLUNTARY = {"enrolment__opt_in_day": 10, "enrolment__mandatory_day": None}
JOIN = {
    # mean worth outside, cost, other columns and scenario -> enrolled?
    "gain 0.5 above cost 0.25": ((0.25, 0.25, {}, {}), 1),
    "a gain of no more than the cost is not enough": ((0.25, 0.5, {}, {}), 0),
    "to who needs it less it is worth less": ((0.25, 0.25, {"need": 1.0}, {}), 0),
    "who stands like those outside gains nothing, whatever the need": ((0.5, 0.0, {"need": 9.0}, {}), 0),
    "who does not know of the system does not join": ((0.25, 0.25, {"aware": 0}, {}), 0),
    "nobody joins before the system opens": ((0.25, 0.25, {}, {"enrolment__opt_in_day": 101}), 0),
    "with a secret score the start (worth 0) is all one knows": ((-0.25, 0.5, {}, {"score__lookup": "secret"}), 0),
    "everybody is in once it is mandatory": ((9.0, 9.0, {"aware": 0}, {"enrolment__mandatory_day": 100}), 1),
    "but not the day before": ((9.0, 9.0, {}, {"enrolment__mandatory_day": 101}), 0),
}  # fmt: skip
LOAN = {"tiers": [tier(edge=650.0, value=0.5)]}
JOIN |= {
    "a benefit that one would have counts whole": ((0.5, 0.75, {}, LOAN), 1),
    "but not beyond what it is worth": ((0.5, 1.0, {}, LOAN), 0),
    "nor below its edge": ((0.0, 0.9, {"points": 640.0}, LOAN), 0),
    "a sanction that one would not be under is no gain where nobody outside is": (
        (1.0, 0.0, {}, {"tiers": [tier("jobs", "takes", edge=650.0, value=0.5)]}), 0),
}  # fmt: skip
LEAVE = {
    # mean worth outside, cost, other scenario -> enrolled?; the published score of 550 is worth -1.0 at need 2
    "loss 1.0 above cost 0.5": ((0.0, 0.5, {}), 0),
    "a loss of no more than the cost is borne": ((0.0, 1.0, {}), 1),
    "where nobody may leave one stays": ((0.0, 0.5, {"enrolment__opt_out": False}), 1),
    "with a secret score the start (worth 0) is all one knows": ((0.0, 0.5, {"score__lookup": "secret"}), 1),
    "out of force nobody is enrolled": ((0.0, 1.0, {"score__in_force": False, "enrolment__opt_in_day": None}), 0),
}  # fmt: skip


@rows(JOIN)
def test_join(case, expected):
    outside, cost, me, scenario = case
    me = {"enrolled": 0, "points": 650.0, "need": 2.0, "cost": cost} | me
    s, r, t, tally = given(me, **VOLUNTARY | scenario)
    enrol(0, s, r, t._replace(outside=outside), tally)
    assert s.enrolled[0] == expected


@rows(LEAVE)
def test_leave(case, expected):
    outside, cost, scenario = case
    me = {"enrolled": 1, "points": 700.0, "score": grains(550.0), "need": 2.0, "cost": cost}
    s, r, t, tally = given(me, **VOLUNTARY | {"enrolment__opt_out": True} | scenario)
    enrol(0, s, r, t._replace(outside=outside), tally)
    assert s.enrolled[0] == expected


def test_who_is_outside_is_counted_for_tomorrow():
    """By what they held this morning, at need 1 and without benefits, joiners too; one person counts no more than a million."""
    for points, worth in ((650.0, 0.5), (1e12, 1e6)):
        it = given({"enrolled": 0, "points": points, "need": 2.0}, **VOLUNTARY | LOAN)
        enrol(0, it.s, it.r, it.t, it.tally)
        assert (it.count("outside"), it.count("outside_worth")) == (1, worth * 65536)


def test_who_is_inside_is_not():
    it = given({"enrolled": 1, "points": 650.0, "need": 2.0}, **VOLUNTARY)
    enrol(0, it.s, it.r, it.t, it.tally)
    assert (it.count("outside"), it.count("outside_worth")) == (0, 0)
