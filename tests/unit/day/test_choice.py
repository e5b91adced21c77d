"""Choice: of the levels up to the wish the one with the highest utility U is said; of equals the larger act.

The menu: the fixed levels (-1, -0.5, 0, 0.5, 1 here) up to the wish; the wish; and the levels at which U bends or jumps: the tolerance tau,
the peak of proportional punishment, the threshold above which accounts are frozen, the level that just reaches a tier.

    peak = (tau + (B - p0)/p1)/2,  p0 = fear ((1 - told) nu coverage + told),  p1 = fear (1 - told)(1 - nu) coverage

The terms of U are in test_terms.py. Here nu = 0.2, coverage = 0.8, tau = 0.25.
"""

import math

import numpy as np
import pytest
from given import given, level, rows, tier
from test_terms import BASE, BUY, FREEZE, ME, MILD, POST, SEVERE

from sottovoce.chance import SILVER, mix
from sottovoce.day.choice import choose, peak, reaching
from sottovoce.day.points import channel_of
from sottovoce.day.worth import access_worth

# A mind that wishes 0.75, is bold by 1 and does not listen to friends (E = 0) unless said.
TOLD = {"reports.rate": 0.1}
BOLD = {"opinion": 0.75, "wish": level(0.75), "own_level": 1, "boldness": 1.0, "weight": 0.0}
CHOSEN = {
    # scenario, changes of the mind -> level
    "with nothing to lose the wish itself": (({}, {}), 0.75),
    "of equals the larger act: E = h = B = 1 makes all of 0 ... 0.75 worth -0.75": (({}, {"weight": 1.0, "threshold": 1.0, "climate": 0.0}), 0.75),
    "also of fixed levels: all of 0 ... 0.5 are worth -0.5": (({}, {"opinion": 0.5, "wish": level(0.5), "own_level": 0, "weight": 1.0, "threshold": 1.0, "climate": 0.0}), 0.5),
    "loyal friends win over: each step costs 1 and earns 2": (({}, {"weight": 2.0, "threshold": 0.0, "climate": -1.0}), -1.0),
    "a threshold alone brings silence, not loyalty": (({}, {"weight": 2.0, "threshold": 1.0, "climate": 0.0}), 0.0),
    "nobody dissents above the wish, though friends cheer": (({}, {"weight": 9.0, "threshold": 0.0, "climate": 1.0}), 0.75),
    "severe punishment: the tolerated level": ((SEVERE, {"fear": 9.0}), 0.25),
    "also of who fears it a little and is not bold": ((SEVERE, {"fear": 0.9, "boldness": 0.1}), 0.25),
    "who fears nothing says the wish": ((SEVERE, {"fear": 0.0}), 0.75),
    "what is tolerated and cheered beyond the wish is not said": ((SEVERE | {"punishment.tolerance": 0.8}, {"fear": 9.0, "weight": 9.0, "threshold": 0.0, "climate": 1.0}), 0.75),
    "mild punishment: between tau and the wish, (0.25 + (1 - 0.32)/1.28)/2": ((MILD, {"fear": 2.0}), 0.390625),
    "a tolerance above the wish changes nothing": ((SEVERE | {"punishment.tolerance": 0.8}, {"fear": 9.0}), 0.75),
    "of equals the larger act, where the smaller is tau: 0.25 and 0.5 are as far from 0.375": ((SEVERE | {"channels.post.coverage": 0.0}, {"fear": 9.0, "opinion": 0.375}), 0.5),
    "accounts frozen above 0.375: that level": ((FREEZE, {"frost": 9.0}), 0.375),
}  # fmt: skip


# One act ahead: full dissent loses 8 points, full loyalty gains 2, all seen. The own score is 600.
KNOWN = {"score.horizon": 1.0, "channels.post.coverage": 1.0, "watching.nu": 1.0, "score.point_value": 0.0}
WEIGHS = {"felt": 1.0, "nu": 1.0, "keep": 1.0, "boldness": 0.1}
EXACT = {"edge": 601.0, "value": 1.0}
REACHING = {
    # scenario, tier, channel, changes of the mind -> level
    "1 point is missing and 2 are to be had: half the loyalty": (({}, EXACT, POST, {}), -0.5),
    "0.7 points: no less than they take, 0.35 rounded away from 0": (({}, EXACT | {"edge": 600.7}, POST, {}), -22938 / 65536),
    "2 points: full loyalty": (({}, EXACT | {"edge": 602.0}, POST, {}), -1.0),
    "more than 2: out of reach": (({}, EXACT | {"edge": 602.001}, POST, {}), None),
    "4 acts ahead are reckoned with": (({"score.horizon": 4.0}, EXACT, POST, {}), -0.125),
    "friends keep half of what one's own points do": (({}, EXACT, POST, {"keep": 0.5}), -1.0),
    "4 points to lose: half the dissent": (({}, EXACT | {"edge": 596.0}, POST, {}), 0.5),
    "3.1 points: no more than they allow": (({}, EXACT | {"edge": 596.9}, POST, {}), 25395 / 65536),
    "8 points and more cannot be lost": (({}, EXACT | {"edge": 591.0}, POST, {}), None),
    "on the edge nothing may be lost: silence": (({}, EXACT | {"edge": 600.0}, POST, {}), None),
    "a blurred edge: U does not jump": (({}, EXACT | {"width": 20.0}, POST, {}), None),
    "what is worth nothing": (({}, EXACT | {"value": 0.0}, POST, {}), None),
    "nobody is below the scale's low end": (({}, EXACT | {"edge": 350.0}, POST, {"score": 351.0}), None),
    "a top share of nobody": (({}, {"top_share": 0.1, "value": 1.0}, POST, {}), None),
    "who does not weigh the score": (({}, EXACT, POST, {"felt": 0.0}), None),
    "an act that nobody sees": (({"channels.post.coverage": 0.0}, EXACT, POST, {}), None),
    "an act without points": (({}, EXACT, BUY, {}), None),
    "not in force": (({"score.in_force": False}, EXACT, POST, {"felt": 0.0}), None),
}  # fmt: skip


@rows(REACHING)
def test_the_level_that_just_reaches_a_tier(case, expected):
    scenario, edge, channel, mind = case
    _, r, t, _ = given(**BASE | KNOWN | scenario | {"tiers": [tier(**edge)]})
    me = ME._replace(**WEIGHS | mind)
    found = [reaching(k, channel_of(channel, r), me, r, t) for k in r.tiers.sharp]
    assert found == ([0] * len(found) if expected is None else [level(expected)])


def test_scenarios_without_exact_edges_have_no_such_level():
    """The number that their days are compiled without."""
    assert [
        given(**BASE | {"tiers": tiers}).r.tiers.exact
        for tiers in ([], [tier(edge=590.0, width=20.0, value=1.0)])
    ] == [0, 0]
    assert given(**BASE | {"tiers": [tier(**EXACT)]}).r.tiers.exact == 1


COMPETES = {
    # the edges of two tiers worth 1, changes of the mind (wish 0.75, B = 0.1) -> level said
    "0.1 more of hiding for a tier: the faintest display that reaches it": (((600.5, 700.0), {}), -0.25),
    "the second edge is reached too": (((600.5, 601.5), {}), -0.75),
    "not where it costs more than the tier is worth": (((600.5, 700.0), {"boldness": 1.1}), 0.75),
    "from above: no louder than the tier allows": (((599.0, 350.0), {}), 0.125),
    "the first edge is not worth it, the second is": (((599.0, 595.0), {"boldness": 2.5}), 0.625),
    "a wish that costs no tier is said": (((590.0, 350.0), {}), 0.75),
}


@rows(COMPETES)
def test_competing_for_a_tier(case, expected):
    edges, mind = case
    tiers = [tier(edge=edge, value=1.0) | {"name": f"above {edge}"} for edge in edges]
    _, r, t, _ = given(**BASE | KNOWN | {"tiers": tiers})
    me = ME._replace(**BOLD | WEIGHS | mind)
    me = me._replace(sure=access_worth(me.score, r, t))
    assert choose(channel_of(POST, r), np.uint64(1), me, r, t) == level(expected)


def test_a_level_that_leaves_the_menu_moves_nobody_who_did_not_hold_it():
    """With a noise as large as the stakes: where the edge is blurred by a thousandth of a point the same worths stand on a smaller menu."""
    blurred, exact = (
        given(**BASE | KNOWN | {"tiers": [tier(edge=601.0, value=1.0, width=width)], "voice.sharpness": 2.0})
        for width in (1e-3, 0.0)
    )
    me = ME._replace(**BOLD | WEIGHS)
    kept = -(2**15)  # half the loyalty is a fixed level here: it is no new one
    added = reaching(0, channel_of(POST, exact.r), me._replace(score=600.3), exact.r, exact.t)
    said = [
        [
            choose(channel_of(POST, it.r), mix(np.uint64(k)), me._replace(score=600.3), it.r, it.t)
            for it in (blurred, exact)
        ]
        for k in range(600)
    ]
    assert added not in (0, kept)
    held = [both for both in said if both[1] == added]
    assert 40 < len(held) < 560
    assert all(before == after for before, after in said if after != added)


@rows(CHOSEN)
def test_the_level_said(case, expected):
    scenario, mind = case
    _, r, t, _ = given(**BASE | scenario)
    assert choose(channel_of(POST, r), np.uint64(1), ME._replace(**BOLD | mind), r, t) == level(expected)


def test_noise_is_logit():
    """P(a) in proportion to exp(sharpness U(a)): silence costs 1 less than the wish, at a sharpness of log 3 three to one."""
    _, r, t, _ = given(voice__levels=(0.0, 1.0), voice__sharpness=math.log(3.0))
    me = ME._replace(
        opinion=1.0, wish=level(1.0), allowed=2, boldness=1.0, weight=2.0, threshold=1.0, climate=0.0
    )
    said = [choose(channel_of(POST, r), mix(np.uint64(k)), me, r, t) for k in range(4000)]
    assert np.mean(np.array(said) == 0) == pytest.approx(0.75, abs=0.02)  # three standard errors


@pytest.mark.parametrize("chance, silent", [(0.0, 0.0), (0.4, 0.2), (1.0, 0.5)])
def test_exploring(chance, silent):
    """With chance 0.4 one of two levels is tried at random, though the wish is better."""
    _, r, t, _ = given(voice__levels=(0.0, 1.0), voice__explore=chance)
    me = ME._replace(opinion=1.0, wish=level(1.0), allowed=2, weight=0.0)
    said = [choose(channel_of(POST, r), mix(np.uint64(k) * SILVER), me, r, t) for k in range(4000)]
    assert np.mean(np.array(said) == 0) == pytest.approx(silent, abs=0.025)


PEAK = {
    # channel, fear, told, scenario -> where the marginal punishment equals B = 2
    "p0 = 0.64, p1 = 2.56: (0.25 + 1.36/2.56)/2": ((POST, 4.0, 0.0, MILD), 0.390625),
    "above 1 there is none: (0.25 + 1.776/0.896)/2 = 1.116": ((POST, 1.4, 0.0, MILD), None),
    "not above tau there is none": ((POST, 12.0, 0.0, MILD), None),
    "who may be told on by a quarter of friends: (0.25 + 1.26/0.96)/2": (
        (POST, 2.0, 0.25, MILD | TOLD),
        0.78125,
    ),
    "by half of them, none: p0 = 2.32": ((POST, 4.0, 0.5, MILD | TOLD), None),
    "nobody tells of what one buys": ((BUY, 4.0, 0.5, MILD | TOLD), 0.390625),
    "uniform punishment has no peak": ((POST, 4.0, 0.0, SEVERE), None),
}


@rows(PEAK)
def test_peak(case, expected):
    channel, fear, told, scenario = case
    _, r, _, _ = given(**BASE | scenario)
    at = peak(channel_of(channel, r), ME._replace(fear=fear, told=told), r)
    assert at == (-1 if expected is None else level(expected))
