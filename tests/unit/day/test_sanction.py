"""Sanction: who is at or above the edge of a tier has its access; who lost it needs `slack` points more to have it back.

Two tiers with their edge at 600 and a slack of 10: a loan (gives) and tickets (takes). Below a tier that takes, a day is lost.
"""

from given import calm, given, grains, morning, rows, tier

from sottovoce.chance import Purpose
from sottovoce.day.sanction import sanction
from sottovoce.society.state import FROZEN, LISTED

LOAN, TICKETS = 1, 2
TABLE = {
    # published score, tiers above yesterday, enrolled -> tiers above today, days lost
    "at the edge one keeps both": ((600.0, LOAN + TICKETS, 1), (LOAN + TICKETS, 0)),
    "a grain below one loses both": ((599.999, LOAN + TICKETS, 1), (0, 1)),
    "to come back the edge is not enough": ((600.0, 0, 1), (0, 1)),
    "nor a grain less than the slack": ((609.999, 0, 1), (0, 1)),
    "with the slack one is back": ((610.0, 0, 1), (LOAN + TICKETS, 0)),
    "each tier remembers for itself": ((605.0, LOAN, 1), (LOAN, 1)),
    "outside the system nothing is given and nothing taken": ((350.0, LOAN, 0), (TICKETS, 0)),
}
BLACKLIST = {
    # first day off the list -> tiers above today, days lost; today is day 100
    "listed until tomorrow": (101, (0, 1)),
    "free from today": (100, (1, 0)),
}


@rows(TABLE)
def test_edges(case, expected):
    score, before, enrolled = case
    me = {"score": grains(score), "access": before, "enrolled": enrolled}
    tiers = [tier("loan", edge=600.0, slack=10.0), tier("tickets", "takes", edge=600.0, slack=10.0)]
    it = given(me, tiers=tiers)
    sanction(0, it.s, it.r, it.t, it.tally)
    assert (it.s.access[0], it.s.lost_days[0]) == expected


@rows(BLACKLIST)
def test_blacklist(case, expected):
    """A tier of the blacklist asks for no score."""
    it = given(
        {"score": grains(950.0)}, tiers=[tier("tickets", "takes", on="blacklist")], blacklist__entry=0.5
    )
    it.s.dates[LISTED, 0] = case
    sanction(0, it.s, it.r, it.t, it.tally)
    assert (it.s.access[0], it.s.lost_days[0]) == expected


TO_COME = {
    # first day of the tiers (today is day 100), on the blacklist -> tiers above today, days lost
    "tomorrow: nothing is taken yet, and nothing given": (101, (TICKETS, 0)),
    "from today": (100, (0, 1)),
}


@rows(TO_COME)
def test_benefits_and_sanctions_begin_on_a_day(case, expected):
    tiers = [
        tier("loan", edge=600.0, from_day=case),
        tier("tickets", "takes", edge=600.0, slack=5.0, from_day=case),
    ]
    it = given({"score": grains(350.0), "access": LOAN}, tiers=tiers)
    sanction(0, it.s, it.r, it.t, it.tally)
    assert (it.s.access[0], it.s.lost_days[0]) == expected


@rows({"tomorrow": (101, 1), "from today": (100, 0)})
def test_a_list_takes_from_a_day_on(case, expected):
    later = tier("tickets", "takes", on="blacklist", from_day=case)
    it = given({"score": grains(950.0)}, tiers=[later], blacklist__entry=0.5)
    it.s.dates[LISTED, 0] = 101
    sanction(0, it.s, it.r, it.t, it.tally)
    assert it.s.access[0] == expected


def test_a_day_under_two_sanctions_is_one_day():
    """The sum of a day counts citizens under any sanction; each sanction has its own sum."""
    tiers = [tier("tickets", "takes", edge=600.0), tier("jobs", "takes", edge=500.0)]
    it = given({"score": grains(350.0), "access": 3}, tiers=tiers, freeze__power=True)
    it.s.dates[FROZEN, 0] = 101
    sanction(0, it.s, it.r, it.t, it.tally)
    counts = [it.count(name) for name in ("sanctioned", "below_0", "below_1", "frozen")]
    assert (it.s.lost_days[0], *counts) == (1, 1, 1, 1, 1)


def test_a_frozen_account_is_a_sanction_until_its_day():
    for until, lost in ((101, 1), (100, 0)):
        it = given(freeze__power=True)
        it.s.dates[FROZEN, 0] = until
        sanction(0, it.s, it.r, it.t, it.tally)
        assert (it.s.lost_days[0], it.count("frozen")) == (lost, lost)


def test_days_are_lost_only_while_they_are_measured():
    it = given({"score": grains(350.0), "access": TICKETS}, tiers=[tier("tickets", "takes", edge=600.0)])
    sanction(0, it.s, it.r, it.t._replace(measured=0), it.tally)
    assert (it.s.access[0], it.s.lost_days[0]) == (0, 0)


LOOKS = {f"score.standing.{who}": 0.1 for who in ("friends", "strangers", "lenders", "employers")}
LOOKS |= {"score.standing.felt_days": 7, "score.lookup": "public"}
FRIENDS = LOOKS | {"score.lookup": "friends"}
LOOK_UPS = {
    # scenario, published score, enrolled, luck -> first day on which nothing is felt, scores looked up, refused; today is day 100
    "a friend looks, and it is felt for 7 days from tomorrow": ((LOOKS, 650.0, 1, 0.09), (108, 1, 0)),
    "a stranger": ((LOOKS, 650.0, 1, 0.19), (108, 1, 0)),
    "a lender, who has nothing against a high score": ((LOOKS, 650.0, 1, 0.29), (0, 1, 0)),
    "and refuses a low one": ((LOOKS, 550.0, 1, 0.29), (108, 1, 1)),
    "an employer refuses who is barred from jobs": ((LOOKS, 450.0, 1, 0.39), (108, 1, 1)),
    "and nobody else": ((LOOKS, 550.0, 1, 0.39), (0, 1, 0)),
    "nobody looks": ((LOOKS, 450.0, 1, 0.41), (0, 0, 0)),
    "where friends may see it no stranger does: the lender is next": ((FRIENDS, 550.0, 1, 0.19), (108, 1, 1)),
    "where nobody may, lenders do": ((LOOKS | {"score.lookup": "own"}, 550.0, 1, 0.09), (108, 1, 1)),
    "who is not enrolled has no score": ((LOOKS, 550.0, 0, 0.09), (0, 0, 0)),
    "out of force nobody looks": ((LOOKS | {"score.in_force": False}, 550.0, 1, 0.09), (0, 0, 0)),
}  # fmt: skip


@rows(LOOK_UPS)
def test_look_ups(case, expected, chances):
    scenario, score, enrolled, luck = case
    chances({Purpose.LOOKED_UP: luck})
    tiers = [tier("loan", edge=600.0), tier("jobs", "takes", edge=500.0)]
    it = given({"score": grains(score), "enrolled": enrolled}, tiers=tiers, **scenario)
    sanction(0, it.s, it.r, it.t, it.tally)
    assert (it.s.looked[0], it.count("looked_up"), it.count("refused")) == expected


def test_a_lender_asks_for_no_tier_that_is_still_to_come(chances):
    chances({Purpose.LOOKED_UP: 0.29})
    it = given({"score": grains(550.0)}, tiers=[tier("loan", edge=600.0, from_day=101)], **LOOKS)
    sanction(0, it.s, it.r, it.t, it.tally)
    assert it.count("refused") == 0


def test_a_badge_of_the_worst():
    """A badge can be taken below a rank as it can be given above one: the bottom tenth are those whom nine tenths leave behind."""
    tiers = [tier("badge", "takes", name="worst", top_share=0.9), tier("badge", name="best", top_share=0.1)]
    it = given(tiers=tiers, citizens=10, society__network__kind="complete")
    it.s.score[:] = [grains(500.0 + 10 * i) for i in range(10)]
    t = morning(calm(tiers=tiers, citizens=10), it)
    for i in range(10):
        sanction(i, it.s, it.r, t._replace(luck=it.t.luck), it.tally)
    assert [int(bits) & 3 for bits in it.s.access] == [0] + [1] * 8 + [3]
