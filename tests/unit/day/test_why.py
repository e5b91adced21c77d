"""Why held back: the Shapley value of each term of U, and of noise, in what was held back of the wish.

A coalition of terms makes the citizen choose as if only these counted beside authenticity, with the same luck. Here the wish is 0.5 (B = 1:
silence costs 0.5), and all of it or nothing is held back.
"""

import math
from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from given import given, level, rows
from test_terms import BASE, FREEZE, ME, POST, SEVERE

from sottovoce.chance import mix
from sottovoce.day.choice import choose
from sottovoce.day.points import channel_of
from sottovoce.day.rules.why import acting, coalitions
from sottovoce.day.why import choose_by_all, held_back, share_of
from sottovoce.day.workspace import workspace
from sottovoce.society.tally import PARTS, TERMS

SOME = np.uint64(1)  # luck
ALONE = ME._replace(boldness=1.0, weight=0.0)  # nothing weighs but authenticity
LOYAL = {"weight": 3.0, "threshold": 0.1, "climate": -0.4}  # U(0.5) = -0.75, U(0) = -0.5
CHEERING = {"weight": 3.0, "threshold": 0.0, "climate": 0.9}  # U(0.5) = 1.35
QUIET = {"weight": 1.0, "threshold": 0.0, "climate": -0.4}  # U(0.5) = -0.2: not enough alone
TIRED = {"dissenting": -1.5, "loyal": -1.5}  # an act costs 1.5
TABLE = {
    # scenario, changes of the mind -> who holds back how much of the 0.5
    "nothing weighs: nothing is held back": (({}, {}), {}),
    "friends alone": (({}, LOYAL), {"climate": 0.5}),
    "effort alone": (({"voice.effort": 1.5}, TIRED), {"effort": 0.5}),
    "the score alone: 0.48 of 34 points": (({}, {"felt": 10.0}), {"score": 0.5}),
    "reproach alone: 0.48 of 4 points": (({"score.reproach": 1.0, "score.spill": 1.0, "score.blame_tool": True, "score.point_value": 0.0}, {"felt": 1.0, "reproach": 1.0}), {"reproach": 0.5}),
    "punishment, down to what is tolerated": ((SEVERE, {"fear": 3.0}), {"punishment": 0.25}),
    "frozen accounts are punishment, down to their threshold": ((FREEZE, {"frost": 9.0}), {"punishment": 0.125}),
    "what was learned alone": (({"voice.reward": "reply"}, TIRED), {"learned": 0.5}),
    "each of two is enough: they share": (({"voice.effort": 1.5}, LOYAL | TIRED), {"climate": 0.25, "effort": 0.25}),
    "neither is enough, both are: they share": (({"voice.effort": 0.4}, QUIET | {"dissenting": -0.4, "loyal": -0.4}), {"climate": 0.25, "effort": 0.25}),
    "effort and what was learned are told apart": (({"voice.effort": 0.4, "voice.reward": "reply"}, {"dissenting": -0.6, "loyal": -0.4}), {"effort": 0.25, "learned": 0.25}),
    "the audience alone: 3 |a|": (({"channels.post.exposure": 3.0}, {}), {"audience": 0.5}),
    "effort, what was learned and the audience are told apart": (({"voice.effort": 0.4, "voice.reward": "reply", "channels.post.exposure": 0.4}, {"dissenting": -0.8, "loyal": -0.4}), {"effort": 1 / 6, "learned": 1 / 6, "audience": 1 / 6}),
    "one is enough, two others only together: 2/3 and 1/6 each": (({"voice.effort": 0.4}, QUIET | {"felt": 10.0, "dissenting": -0.4, "loyal": -0.4}), {"score": 1 / 3, "climate": 1 / 12, "effort": 1 / 12}),
    "friends cheer, and nothing is held back: below 0": (({"voice.effort": 1.5}, CHEERING | TIRED), {"effort": 0.25, "climate": -0.25}),
    "fear of a punishment that is there, by who fears nothing": ((SEVERE, LOYAL | {"fear": 0.0}), {"climate": 0.5}),
}  # fmt: skip


def shares(me, r, t, bits=SOME):
    """Term -> what it holds back, in 1/840 of 1/65536."""
    w = workspace(1, 1)
    choose_by_all(channel_of(POST, r), bits, me, r, t, w)
    return {term: share_of(player, me, r, w) for player, term in enumerate(TERMS)}


@rows(TABLE)
def test_shares(case, expected):
    scenario, mind = case
    _, r, t, _ = given(**BASE | scenario)
    found = shares(ALONE._replace(**mind), r, t)
    assert found == {term: round(PARTS * level(1.0) * expected.get(term, 0.0)) for term in TERMS}


def test_luck_plays_too():
    """Where nothing else weighs, all that is held back is noise; and an explored level is luck."""
    for changes in ({"voice__sharpness": 2.0}, {"voice__explore": 0.8}):
        _, r, t, _ = given(**changes)
        held = []
        for k in range(200):
            bits = mix(np.uint64(k))
            held.append(held_back(choose(channel_of(POST, r), bits, ALONE, r, t), ALONE))
            found = shares(ALONE, r, t, bits)
            assert found.pop("noise") == PARTS * held[-1] and not any(found.values())
        assert 0 < np.mean(held) < level(0.5)


@pytest.mark.parametrize("number", range(40))
def test_shares_add_up_to_what_was_held_back(number):
    """Exactly, whatever weighs; and to what `choose` chooses."""
    luck = np.random.default_rng(number)
    scenario = (
        SEVERE
        | FREEZE
        | {"voice.sharpness": 3.0, "voice.effort": 0.1, "voice.reward": "reply", "score.reproach": 0.1}
    )
    scenario |= {
        "punishment.form": str(luck.choice(["uniform", "proportional"])),
        "score.spill": 1.0,
        "score.blame_tool": True,
    }
    _, r, t, _ = given(
        **BASE | scenario | {"channels.post.exposure": 0.3}, voice__explore=0.2, jobs__hunts=2.0
    )
    assert [TERMS[player] for player in players(r)] == list(TERMS)
    opinion = luck.uniform(0.1, 1.0)
    me = ME._replace(
        opinion=opinion, wish=level(opinion), allowed=3 + (opinion >= 0.5), own_level=1, boldness=luck.uniform(0, 3),
        climate=luck.uniform(-1, 1), fear=luck.uniform(0, 2), felt=luck.uniform(0, 5), reproach=luck.uniform(0, 0.3),
        frost=luck.uniform(0, 2), hunted=luck.uniform(0, 2), dissenting=luck.uniform(-0.5, 0.5), loyal=-0.1,
    )  # fmt: skip
    bits = mix(np.uint64(number))
    held = held_back(choose(channel_of(POST, r), bits, me, r, t), me)
    assert sum(shares(me, r, t, bits).values()) == PARTS * held


def players(r):
    return acting(r.voice, r.punishment, r.freeze, r.score, r.channels, r.topics, r.jobs)


def test_only_what_can_act_plays():
    """A calm world without a score has one player; each that is switched on doubles the coalitions."""
    _, r, _, _ = given(score__in_force=False)
    assert [TERMS[player] for player in players(r)] == ["climate"]
    assert r.run.coalitions.tolist() == [0, 2]
    _, r, _, _ = given(**BASE, voice__sharpness=2.0)
    assert [TERMS[player] for player in players(r)] == ["noise", "climate", "score"]
    assert len(r.run.coalitions) == 8
    _, r, _, _ = given(score__in_force=False, jobs__hunts=1.0)
    assert [TERMS[player] for player in players(r)] == ["climate", "audience"]


@pytest.mark.parametrize("who", [[1], [0, 3], [0, 1, 2, 5], [1, 2, 3, 4, 6], list(range(8))])
def test_weights_are_those_of_shapley(who):
    """A player's share is the mean, over all orders in which players may come, of what it adds: of any game, in whole 1/840."""
    found, weights = coalitions(who)
    game = dict(
        zip(found.tolist(), np.random.default_rng(1).integers(0, 9, len(found)).tolist(), strict=True)
    )
    game[0] = 0
    orders = list(permutations(who))
    for player in who:
        added = 0
        for order in orders:
            before = sum(1 << other for other in order[: order.index(player)])
            added += game[before | 1 << player] - game[before]
        share = sum(int(weight) * game[int(s)] for s, weight in zip(found, weights[:, player], strict=True))
        assert Fraction(share, PARTS) == Fraction(added, math.factorial(len(who)))
    assert not weights[:, [player for player in range(8) if player not in who]].any()
