"""The terms of U: what a level of an act is worth to a citizen.

    U(a) = - B |y - a|                                authenticity
           + E (g(a) C - |g(a)| h)                    climate, in public; g(a) = a, or the sign of a
           - fear P pi(a) - frost P [a > threshold]   punishment; pi = [a > tau], or (a - tau)[a > tau]
           + felt P (value of s + ds - value of s)    score; ds = points(a) keep horizon
           + reproach P points(a)  for a > 0          reproach of friends
           - effort + Q  for a not 0                  effort and learned value
           - exposure |a|                             audience, counted with effort
    P(a) = coverage (nu + (1 - nu)|a|), for public dissent then P + told (1 - P): how likely the act is seen

Here B = 2, y = 0.5, E = 3, C = -0.4, h = 0.1, nu = 0.2, coverage 0.8, tau = 0.25, and a point is worth 0.01: P(0.5) = 0.48.
Dissent of 1 loses 8 points, loyalty of 1 gains 2; the horizon is 10 acts and friends' mean leaves 0.85 of one's own points.
"""

import numpy as np
import pytest
from given import given, level, rows, tier

from sottovoce.day.choice import Mind, terms, utility
from sottovoce.day.points import NO_TOPIC, setting_of

POST, BUY = 0, 3
ME = Mind(
    opinion=0.5, wish=level(0.5), allowed=4, own_level=0, boldness=2.0, weight=3.0, threshold=0.1, climate=-0.4, nu=0.2, fear=0.0,
    score=600.0, felt=0.0, sure=0.0, keep=0.85, reach=1.0, reproach=0.0, told=0.0, frost=0.0, dissenting=0.0, loyal=0.0, unweighed=0,
    watched=1.0, aside=0.0, point=0.01, above=0.0, hunted=0.0,
)  # fmt: skip
BASE = {"channels.post.coverage": 0.8, "channels.buy.coverage": 0.8, "score.horizon": 10.0}
SEVERE = {"punishment.severity": 1.0, "punishment.tolerance": 0.25}
MILD = SEVERE | {"punishment.form": "proportional"}
FREEZE = {"freeze.power": True, "freeze.threshold": 0.375}
EDGE = {"tiers": [tier("loan", edge=590.0, value=0.5)]}
SEEN = {"score.standing.friends": 0.1, "score.lookup": "friends"}
AIMED = {"watching.others": 0.25}
EXPOSED = {"channels.post.exposure": 0.4}
HUNTS = {"jobs.hunts": 1.0}
TERMS = ("authenticity", "climate", "punishment", "score", "reproach", "effort")
TABLE = {
    # term, act, scenario, changes of the mind -> utility
    "authenticity: the wish itself costs nothing": (("authenticity", 0.5, {}, {}), 0.0),
    "authenticity: silence costs B y": (("authenticity", 0.0, {}, {}), -1.0),
    "authenticity: loyalty costs more": (("authenticity", -0.5, {}, {}), -2.0),
    "climate: dissent against friends, 3 (0.5 (-0.4) - 0.5 0.1)": (("climate", 0.5, {}, {}), -0.75),
    "climate: loyalty with friends, 3 (0.5 0.4 - 0.5 0.1)": (("climate", -0.5, {}, {}), 0.45),
    "climate: of the sign, a little dissent is dissent": (("climate", 0.5, {"voice.climate_shape": "sign"}, {}), -1.5),
    "climate: silence has none": (("climate", 0.0, {"voice.climate_shape": "sign"}, {}), 0.0),
    "punishment: fear 1.5 times P": (("punishment", 0.5, SEVERE, {"fear": 1.5}), -0.72),
    "punishment: none of what is tolerated": (("punishment", 0.25, SEVERE, {"fear": 1.5}), 0.0),
    "punishment: in proportion to what is above": (("punishment", 0.5, MILD, {"fear": 1.5}), -0.18),
    "punishment: a friend may tell, P = 0.48 + 0.5 0.52": (("punishment", 0.5, SEVERE | {"reports.rate": 0.1}, {"fear": 1.5, "told": 0.5}), -1.11),
    "punishment: a frozen account above its threshold": (("punishment", 0.5, FREEZE, {"frost": 2.0}), -0.96),
    "punishment: not at the threshold": (("punishment", 0.375, FREEZE, {"frost": 2.0}), 0.0),
    "score: dissent loses 4 points, 0.48 2 0.01 (-4 0.85 10)": (("score", 0.5, {}, {"felt": 2.0}), -0.3264),
    "score: loyalty gains 1 point": (("score", -0.5, {}, {"felt": 2.0}), 0.0816),
    "score: twice the reach, twice the points": (("score", 0.5, {}, {"felt": 2.0, "reach": 2.0}), -0.6528),
    "score: 34 points less fall below the edge of a tier worth 0.5": (("score", 0.5, EDGE, {"felt": 2.0, "sure": 0.5}), -0.8064),
    "score: of who is not scored": (("score", 0.5, {}, {}), 0.0),
    "score: silence moves no point": (("score", 0.0, {}, {"felt": 2.0}), 0.0),
    "score: 34 points less lower one below friends, 34 (0.01 + 0.02)": (("score", 0.5, SEEN, {"felt": 2.0, "point": 0.03, "above": -0.015}), -0.9792),
    "score: from 14 above, 14 of pride and 20 of face": (("score", 0.5, SEEN, {"felt": 2.0, "point": 0.03, "above": -0.015, "aside": 14.0, "sure": -0.21}), -0.7776),
    "score: 8.5 points more lift one above them": (("score", -0.5, SEEN, {"felt": 2.0, "point": 0.03, "above": -0.015}), 0.1224),
    "score: who is watched less risks less, a quarter of it": (("score", 0.5, AIMED, {"felt": 2.0, "watched": 0.25}), -0.0816),
    "punishment: nor fears as much": (("punishment", 0.5, SEVERE | AIMED, {"fear": 1.5, "watched": 0.25}), -0.18),
    "reproach: 0.1 for each of 4 points at risk": (("reproach", 0.5, {}, {"felt": 2.0, "reproach": 0.1}), -0.192),
    "reproach: none for who is not scored": (("reproach", 0.5, {}, {"reproach": 0.1}), 0.0),
    "reproach: none for loyalty": (("reproach", -0.5, {}, {"felt": 2.0, "reproach": 0.1}), 0.0),
    "effort: of dissent, with its learned value": (("effort", 0.5, {}, {"dissenting": 0.25, "loyal": -0.05}), 0.25),
    "effort: of loyalty": (("effort", -0.5, {}, {"dissenting": 0.25, "loyal": -0.05}), -0.05),
    "effort: silence has none": (("effort", 0.0, {}, {"dissenting": 0.25, "loyal": -0.05}), 0.0),
    "audience: half an opinion costs half the exposure": (("effort", 0.5, EXPOSED, {}), -0.2),
    "audience: a loyal one as much": (("effort", -0.5, EXPOSED, {"loyal": -0.05}), -0.25),
    "audience: silence is not exposed": (("effort", 0.0, EXPOSED, {}), 0.0),
    "audience: an employer may find it": (("effort", 0.5, HUNTS, {"hunted": 0.4}), -0.2),
    "audience: he has nothing against loyalty": (("effort", -0.5, HUNTS, {"hunted": 0.4}), 0.0),
    "audience: that of another channel costs nothing here": (("effort", 0.5, {"channels.gather.exposure": 0.4}, {}), 0.0),
}  # fmt: skip


@rows(TABLE)
def test_terms(case, expected):
    term, act, scenario, mind = case
    _, r, t, _ = given(**BASE | scenario)
    me = ME._replace(**mind)
    found = terms(act, setting_of(POST, NO_TOPIC, np.uint64(0), False, me.watched, r, t), me, r, t)
    assert found[TERMS.index(term)] == pytest.approx(expected, abs=1e-9)


def test_utility_is_the_sum_of_the_terms():
    """-0 (authenticity) - 0.75 (climate) - 0.72 (punishment) - 0.3264 (score) - 0.192 (reproach) - 0.05 (effort)."""
    _, r, t, _ = given(**BASE | SEVERE)
    me = ME._replace(fear=1.5, felt=2.0, reproach=0.1, dissenting=-0.05)
    assert utility(
        level(0.5), setting_of(POST, NO_TOPIC, np.uint64(0), False, me.watched, r, t), me, r, t
    ) == pytest.approx(-2.0384)


def test_in_private_no_friend_hears_or_tells():
    """Climate 0, P = 0.48 whoever might tell, no account is frozen, and no employer looks there."""
    _, r, t, _ = given(**BASE | SEVERE | FREEZE | HUNTS, reports__rate=0.1)
    me = ME._replace(fear=1.5, told=0.5, frost=2.0, hunted=0.4)
    found = terms(0.5, setting_of(BUY, NO_TOPIC, np.uint64(0), False, me.watched, r, t), me, r, t)
    assert found[:3] == pytest.approx((0.0, 0.0, -0.72))
    assert found[5] == 0.0
