"""Ways back (in score): points given back on appeal, and after clean months.

    appeal: decided after its days; won with chance `right` (0.8) if the points were lost by a false report, else `wrong` (0.1)
    repair: after every 30 clean days what is missing from the file to the base (600), or to `repair.to`

Today is day 100. A false report costs 10 points.
"""

import pytest
from given import given, noticed, rows

from sottovoce.chance import Purpose
from sottovoce.day.score import score
from sottovoce.society.state import DUE, FAULT, GOOD, REPORT

OPEN, WON = (Purpose.APPEAL, 0), (Purpose.APPEAL, 1)
APPEALS = {"appeal": {"share": 0.3, "days": 4, "right": 0.8, "wrong": 0.1}}
APPEAL = {
    # day of the decision (0: none open), points disputed (below 0: a false report), losses today, false report today, luck
    # -> points given back, day of the decision, points disputed
    "an appeal against a false report is won": ((100, -10.0, 0.0, 0, {WON: 0.79}), (10.0, 0, -10.0)),
    "or lost": ((100, -10.0, 0.0, 0, {WON: 0.8}), (0.0, 0, -10.0)),
    "one against true losses is seldom won": ((100, 12.0, 0.0, 0, {WON: 0.09}), (12.0, 0, 12.0)),
    "and mostly lost": ((100, 12.0, 0.0, 0, {WON: 0.1}), (0.0, 0, 12.0)),
    "what is decided tomorrow is not decided today": ((101, 12.0, 0.0, 0, {WON: 0.0}), (0.0, 101, 12.0)),
    "losses are appealed, for four days": ((0, 0.0, 8.0, 0, {OPEN: 0.29}), (0.0, 104, 8.0)),
    "or not": ((0, 0.0, 8.0, 0, {OPEN: 0.3}), (0.0, 0, 0.0)),
    "of a false report its points alone": ((0, 0.0, 8.0, 1, {OPEN: 0.29}), (0.0, 104, -10.0)),
    "no second appeal while one is open": ((103, 12.0, 8.0, 0, {OPEN: 0.0}), (0.0, 103, 12.0)),
    "but on the day of the decision": ((100, 12.0, 8.0, 0, {OPEN: 0.0, WON: 0.5}), (0.0, 104, 8.0)),
    "without losses there is nothing to appeal": ((0, 0.0, 0.0, 0, {OPEN: 0.0}), (0.0, 0, 0.0)),
}
MONTH = {"repair.months": 1}
REPAIR = {
    # points, last loss, losses today, scenario -> points tonight, last loss
    "thirty clean days restore the base": ((560.0, 70, 0.0, MONTH), (600.0, 70)),
    "again after sixty": ((560.0, 40, 0.0, MONTH), (600.0, 40)),
    "not the day before": ((560.0, 71, 0.0, MONTH), (560.0, 71)),
    "not with a loss today, which starts the time anew": ((560.0, 70, 8.0, MONTH), (552.0, 100)),
    "to another level": ((560.0, 70, 0.0, MONTH | {"repair.to": 590.0}), (590.0, 70)),
    "who has more loses nothing": ((640.0, 70, 0.0, MONTH), (640.0, 70)),
    "two months ask for sixty days": ((560.0, 70, 0.0, {"repair.months": 2}), (560.0, 70)),
    "what is missing is counted to 1/256 of a point": (
        (560.003, 70, 0.0, MONTH),
        (560.003 + 39.99609375, 70),
    ),
}


@rows(APPEAL)
def test_appeal(case, expected, chances):
    due, disputed, losses, false, luck = case
    chances(luck)
    it = given({"points": 600.0, "disputed": disputed}, reports__malice=0.01, reports__points=10.0, **APPEALS)
    it.s.dates[DUE, 0] = due
    it.s.observed[0] = false << REPORT
    score(0, noticed(), 0.0, losses, it.s, it.r, it.t, it.tally)
    given_back = it.s.points[0] - 600.0 + losses + 10.0 * false
    assert (given_back, it.s.dates[DUE, 0], it.s.disputed[0]) == expected


@rows(REPAIR)
def test_repair(case, expected):
    b, fault, losses, scenario = case
    it = given({"points": b, "dates": [0, 0, 0, fault, 0]}, **scenario)
    score(0, noticed(), 0.0, losses, it.s, it.r, it.t, it.tally)
    assert (it.s.points[0], it.s.dates[FAULT, 0]) == (pytest.approx(expected[0], abs=1e-9), expected[1])
    given_back = max(expected[0] - b + losses, 0.0)
    assert it.count("given_back") == pytest.approx(given_back * 65536, abs=1)


def test_what_is_gained_today_need_not_be_restored():
    """560 points, an honour of 10, thirty clean days: 30 are restored."""
    it = given({"points": 560.0, "dates": [0, 0, 0, 70, 0], "observed": 1 << GOOD}, **MONTH)
    score(0, noticed(), 0.0, 0.0, it.s, it.r, it.t, it.tally)
    assert it.s.points[0] == 600.0
