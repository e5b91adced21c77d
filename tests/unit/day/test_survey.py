"""Survey: whoever is asked says yes (-1) or no (1), whichever is worth more; a list would find the private sign.

    U(no) = -|y - 1| - coverage (fear + need value 8)      U(yes) = -|y + 1| + coverage need value 2

A post of full dissent loses 8 points and one of full loyalty gains 2, and nothing else weighs: y = 0.25 says no unless 10 points, of
`value` each, are worth more than 2 y = 0.5.
"""

from given import given, level, noticed, rows

from sottovoce.day.act import survey

OPEN, FEARED = {"coverage": 1.0}, {"punishment.severity": 1.0}
TABLE = {
    # view, survey, scenario -> asked, agrees by list, says that it agrees
    "who disagrees says so": ((0.25, OPEN, {}), (1, 0, 0)),
    "but not where points are worth more: 10 0.06 > 0.5": ((0.25, OPEN, {"score.point_value": 0.06}), (1, 0, 1)),
    "in confidence points do not matter": ((0.25, {}, {"score.point_value": 0.06}), (1, 0, 0)),
    "seen half the time they do by half": ((0.25, {"coverage": 0.5}, {"score.point_value": 0.06}), (1, 0, 0)),
    "fear of 1 counts likewise: 1 + 0.1 > 0.5": ((0.25, OPEN, FEARED), (1, 0, 1)),
    "who agrees says so": ((-0.25, OPEN, {}), (1, 1, 1)),
    "nobody is asked": ((0.25, {"share": 0.0}, {}), (0, 0, 0)),
}  # fmt: skip


@rows(TABLE)
def test_survey(case, expected):
    view, asked, scenario = case
    it = given({"opinion": level(view)}, survey={"day": 100} | asked, **scenario)
    survey(0, noticed(ties=2), it.s, it.r, it.t, it.tally)
    assert tuple(it.count(name) for name in ("asked", "list_agrees", "says_agrees")) == expected
