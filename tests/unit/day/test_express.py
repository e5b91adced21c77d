"""Express: acts that are not weighed, and whom a citizen presses to act alike.

gate:    the view, if confidence 2/(1 + exp(-Q)) - 1 exceeds the threshold, else silence
average: phi times the view and 1 - phi times the mean of friends' acts
enforcement of what one believes:     if B times the share of friends who do otherwise > cost
enforcement against one's own belief: if E times the pressure of friends > B + cost
"""

from given import given, level, noticed, rows

from sottovoce.day.act import end, unweighed
from sottovoce.society.signal import FINE_ACT

UNWEIGHED = {
    # how acts are found, view, Q, threshold -> act; two friends heard, with mean act 0.5
    "gate: confidence 2/(1 + 1/3) - 1 = 0.5 is above 0.4": (("gate", 0.25, 1.0986122886681098, 0.4), 0.25),
    "gate: but not above 0.6": (("gate", 0.25, 1.0986122886681098, 0.6), 0.0),
    "gate: confidence equal to the threshold is not enough": (("gate", 0.25, 0.0, 0.0), 0.0),
    "gate: a full view is said in full": (("gate", 1.0, 1.0986122886681098, 0.4), 1.0),
    "gate: who agrees speaks too": (("gate", -0.25, 1.0986122886681098, 0.4), -0.25),
    "average: 0.75 of the view and 0.25 of friends": (("average", -0.5, 0.0, 0.0), -0.25),
}


# Two of four friends are heard: one is loyal, one keeps silent; E = 1. -> enforcement
PRESS = {
    # view, own act, boldness, sum of friends' enforcement, cost
    "who agrees and says so presses: 0.6 (2 - 1)/4 above 0.1": ((-0.5, -0.5, 0.6, 0, 0.1), -1),
    "unless it costs as much": ((-0.5, -0.5, 0.5, 0, 0.125), 0),
    "who disagrees and is not loyal presses friends who are": ((0.5, 0.0, 0.6, 0, 0.1), 1),
    "who is loyal against the own view enforces it under pressure 3/4": ((0.5, -0.5, 0.5, -3, 0.125), -1),
    "but not if boldness and cost reach the pressure": ((0.5, -0.5, 0.625, -3, 0.125), 0),
    "pressure towards one's own view is none": ((0.5, -0.5, 0.5, 3, 0.125), 0),
    "who has no view presses nobody": ((0.0, -0.5, 0.5, -3, 0.1), 0),
}


@rows(UNWEIGHED)
def test_unweighed(case, expected):
    express, view, q, threshold = case
    me = {"threshold": threshold, "expressiveness": 0.75} | (
        {"learned": (q, q, 0)} if express == "gate" else {}
    )
    s, r, _, _ = given(me, voice__express=express)
    assert unweighed(0, noticed(ties=4, heard=2, fine_acts=FINE_ACT), view, s, r) == expected * FINE_ACT


@rows(PRESS)
def test_enforcement(case, expected):
    view, act, boldness, enforced, cost = case
    me = {"opinion": level(view), "voice": level(act), "spoke": 100, "boldness": boldness}
    it = given(me, voice__enforce=True, voice__enforce_cost=cost)
    end(0, noticed(ties=4, heard=2, loyal=1, enforced=enforced), it.s, it.r, it.t, it.tally)
    assert it.s.enforcing[0] == expected


def test_an_only_friend_presses_with_full_weight():
    """Pressure 1 of the only friend is above boldness .5 and cost .125; half of it would not be."""
    me = {"opinion": level(0.5), "voice": level(-0.5), "spoke": 100, "boldness": 0.5}
    it = given(me, voice__enforce=True, voice__enforce_cost=0.125)
    end(0, noticed(ties=1, heard=1, loyal=1, enforced=-1), it.s, it.r, it.t, it.tally)
    assert it.s.enforcing[0] == -1


def test_nobody_presses_without_friends():
    it = given(
        {"opinion": level(-0.5), "voice": level(-0.5), "spoke": 100},
        voice__enforce=True,
        voice__enforce_cost=0.0,
    )
    end(0, noticed(), it.s, it.r, it.t, it.tally)
    assert it.s.enforcing[0] == 0


def test_backlash_may_turn_the_side_one_presses():
    """Who agrees by 0.25 and is stirred by 0.5 presses loyal friends to dissent, silent."""
    me = {"opinion": level(-0.25), "stirred": 0.5, "voice": 0, "spoke": 100}
    it = given(me, voice__enforce=True, voice__enforce_cost=0.1)
    end(0, noticed(ties=4, heard=2, loyal=1), it.s, it.r, it.t, it.tally)
    assert it.s.enforcing[0] == 1


def test_who_is_not_heard_presses_nobody():
    me = {"opinion": level(-0.5), "voice": level(-0.5), "spoke": 93}
    it = given(me, voice__enforce=True, voice__enforce_cost=0.1)
    end(0, noticed(ties=4, heard=2, loyal=1), it.s, it.r, it.t, it.tally)
    assert it.s.enforcing[0] == 0
