"""Worth: what a score means to a citizen.

V(s) = need (point_value (s - start) + sum over tiers of value Phi((s - edge)/width))      a sharp edge is a step
need is raised by the strength of each tier that takes jobs or the bank and that one is below, and of a frozen account
"""

import pytest
from given import given, rows, tier

from sottovoce.day.worth import access_worth, need_of, worth

SHARP = tier("loan", edge=620.0, value=0.5)
BLURRED = tier("loan", name="blurred", edge=620.0, value=0.5, width=20.0)
ACCESS = {
    # tiers, score -> worth at need 1
    "a grain below a sharp edge": (([SHARP], 619.999), 0.0),
    "at the edge": (([SHARP], 620.0), 0.5),
    "half of it at a blurred edge": (([BLURRED], 620.0), 0.25),
    "also where it is sharper": (([tier("loan", edge=650.0, value=0.5, width=0.5)], 650.0), 0.25),
    "one width above: Phi(1) = 0.8413": (([BLURRED], 640.0), 0.420672),
    "two widths below: Phi(-2) = 0.0228": (([BLURRED], 580.0), 0.011375),
    "tiers add up": (([SHARP, BLURRED], 620.0), 0.75),
    "beyond the scale nothing more is won": (([tier("loan", edge=950.0, value=0.5, width=10.0)], 990.0), 0.25),
    "the blacklist asks for no score": (([tier("tickets", "takes", on="blacklist", value=0.5)], 900.0), 0.0),
}  # fmt: skip
JOBS = tier("jobs", "takes", edge=600.0, strength=0.5)
BANK = tier("bank", "takes", edge=600.0, strength=1.0)
FREEZE = {"freeze.power": True, "freeze.strength": 0.5}
NEED = {
    # scenario, columns -> need; it is 2 by itself
    "with a job": (({"tiers": [JOBS]}, {"access": 1}), 2.0),
    "without one half as much again": (({"tiers": [JOBS]}, {"access": 0}), 3.0),
    "without a bank either": (({"tiers": [JOBS, BANK]}, {"access": 0}), 6.0),
    "who is not enrolled lost nothing": (({"tiers": [JOBS]}, {"access": 0, "enrolled": 0}), 2.0),
    "slow internet is another matter": (
        ({"tiers": [tier("internet", "takes", edge=600.0)]}, {"access": 0}),
        2.0,
    ),
    "a frozen account": ((FREEZE, {"dates": [0, 101, 0, 0, 0]}), 3.0),
    "free from today": ((FREEZE, {"dates": [0, 100, 0, 0, 0]}), 2.0),
}
WORTH = {
    # scenario, score, need -> V
    "50 points above the start": (({}, 650.0, 2.0), 1.0),
    "the start is worth nothing": (({}, 600.0, 2.0), 0.0),
    "where all can see it a point is status too": (({"score.lookup": "public", "score.status_value": 0.02}, 650.0, 2.0), 3.0),
    "where friends see it, it is not": (({"score.lookup": "friends", "score.status_value": 0.02}, 650.0, 2.0), 1.0),
    "access counts by need too": (({"tiers": [SHARP]}, 650.0, 2.0), 2.0),
    "out of force there are no tiers": (({"tiers": [SHARP], "score.in_force": False}, 650.0, 2.0), 1.0),
}  # fmt: skip


@rows(ACCESS)
def test_access(case, expected):
    tiers, score = case
    it = given(tiers=tiers, blacklist__entry=0.5)
    assert access_worth(score, it.r, it.t) == pytest.approx(expected, abs=1e-5)


@rows(NEED)
def test_need(case, expected):
    scenario, me = case
    it = given({"need": 2.0} | me, **scenario)
    assert need_of(0, it.s, it.r, it.t) == expected


@rows(WORTH)
def test_worth(case, expected):
    scenario, score, need = case
    it = given(**scenario)
    assert worth(score, need, it.r, it.t) == pytest.approx(expected, abs=1e-5)
