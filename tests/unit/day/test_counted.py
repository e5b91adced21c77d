"""Counted: what is summed over citizens of how openly they speak.

gap    = wish - dissent said, over public acts of those with a wish
beyond = loyalty said - loyalty felt, over all public acts
"""

from given import given, level, noticed, rows

from sottovoce.day.act import end, mind, tell
from sottovoce.society.state import CITIZEN, PROVOCATEUR

POST = 0
PLANTED = {"informers.provocateurs": 0.5}
COUNTED = {
    # act, view -> dissent in public, sum of wish less dissent, sum of loyalty beyond the view
    "half of the wish": ((0.25, 0.5), (1, 0.25, 0.0)),
    "silence instead of it": ((0.0, 0.5), (0, 0.5, 0.0)),
    "loyalty instead of it is all beyond the view": ((-0.5, 0.5), (0, 0.5, 0.5)),
    "who agrees by 0.25 and shows 0.5": ((-0.5, -0.25), (0, 0.0, 0.25)),
    "who agrees by more than is shown": ((-0.5, -0.75), (0, 0.0, 0.0)),
}


@rows(COUNTED)
def test_what_is_counted(case, expected):
    act, view = case
    it = given({"opinion": level(view)})
    me = mind(0, noticed(), it.s, it.r, it.t)
    tell(0, POST, level(act), me, True, it.s, it.r, it.tally)
    found = it.count("sensitive_post"), it.count("gap"), it.count("beyond")
    assert found == (expected[0], level(expected[1]), level(expected[2]))
    assert (it.count("public"), it.count("aloud")) == (1, int(view > 0))


SAY_SO = {
    # view, last public act, its day, role -> disagrees, and says so
    "disagrees and says so": ((0.5, 0.25, 100, CITIZEN), (1, 1)),
    "said so six days ago": ((0.5, 0.25, 94, CITIZEN), (1, 1)),
    "said so a week ago": ((0.5, 0.25, 93, CITIZEN), (1, 0)),
    "is silent": ((0.5, 0.0, 100, CITIZEN), (1, 0)),
    "agrees": ((-0.5, 0.0, 100, CITIZEN), (0, 0)),
    "is paid to dissent": ((0.5, 1.0, 100, PROVOCATEUR), (0, 0)),
}


@rows(SAY_SO)
def test_who_disagrees_and_says_so(case, expected):
    view, act, day, role = case
    it = given({"opinion": level(view), "voice": level(act), "spoke": day, "role": role}, **PLANTED)
    end(0, noticed(), it.s, it.r, it.t, it.tally)
    assert (it.count("disagree"), it.count("say_so")) == expected
