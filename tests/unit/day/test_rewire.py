"""Rewire: a tie is thought over, and perhaps a new friend sought.

A tie is cut for the score if what i would gain without j is worth more than the tie. Gained: the true change of the own score,
    w (mean of friends - s_j)/(m - 1), where s_j can be known; with one scored friend w (s_i - s_j)/(1 - w), additive w (start - s_j)
    + kept spill mean loss horizon (D/k - (D - a_j)/(k - 1)), where one can know who hurts; D: dissent heard of friends; kept = 1 - w, additive 1.
Here need is 2, a point is worth 0.01, w = 0.25, spill = 0.5 and the horizon is 10; speaking costs 4 points:
(8 + 4 + 2 + 2)/4, a post, a share and two gatherings.
The value of a tie is exponential with mean 1: at luck 0.1 it is 0.105, at 0.2 it is 0.223.
"""

import pytest
from given import given, grains, level, noticed, points, rows, signal, tier

from sottovoce.chance import Purpose
from sottovoce.day.rewire import (
    apart,
    calm,
    candidate,
    dissent_heard,
    drops,
    idle,
    propose,
    regained,
    reviews,
)
from sottovoce.day.score import score as settle
from sottovoce.society.signal import act_of

W = {"score.friend_weight": 0.25, "score.horizon": 10.0}
SEEN = W | {"score.lookup": "friends"}
SHARED = W | {"score.lookup": "self_shared"}
SPEAK = {
    "channels.post": {"rate": 0.2, "loss": 8.0},
    "channels.share": {"rate": 0.2, "loss": 4.0},
    "channels.gather": {"rate": 0.4, "loss": 2.0},
}
ADDED = {"score.drag": "additive"}
TOOL = SPEAK | {"score.blame_tool": True, "score.spill": 0.5} | W
# three scored friends with mean 560 of four friends; or a single one with 500
THREE = {"ties": 4, "enrolled": 3, "scores": 3 * grains(560.0)}
ONE = {"ties": 1, "enrolled": 1, "scores": grains(500.0)}
LOW = signal(None, 500.0)
REGAINED = {
    # scenario, friends, what j shows (act, score)[, dissent of friends in all, if not j's alone] -> gain
    "a friend at 500 pulls down: 0.25 (560 - 500)/2 = 7.5 points": ((SEEN, THREE, signal(None, 500.0)), 0.15),
    "a friend at 620 pulls up": ((SEEN, THREE, signal(None, 620.0)), -0.15),
    "an only friend at 500: 0.25 (600 - 500)/0.75 = 33.3 points": ((SEEN, ONE, signal(None, 500.0)), 2 / 3),
    "added to the file: 0.25 (600 - 500) = 25 points": ((SEEN | ADDED, ONE, signal(None, 500.0)), 0.5),
    "the 7.5 points reach a tier worth 0.5": (
        (SEEN | {"tiers": [tier(edge=605.0, value=0.5)]}, THREE, LOW),
        1.15,
    ),
    "who is not enrolled pulls nobody": ((SEEN, THREE, signal(None)), 0.0),
    "whose score cannot be known neither": ((W, THREE, signal(None, 500.0)), 0.0),
    "who need not show a low score does not": ((SHARED, THREE, signal(None, 500.0)), 0.0),
    "but shows a high one": ((SHARED, THREE, signal(None, 620.0)), -0.15),
    "dissent of 0.5, of one in four: 0.75 0.5 4 10 (0.125 - 0) = 1.875 points": (
        (TOOL, THREE, signal(0.5, 560.0)),
        0.0375,
    ),
    "added to the file: 2.5 points": ((TOOL | ADDED, THREE, signal(0.5, 560.0)), 0.05),
    "all four dissent alike: one less changes no mean": ((TOOL, THREE, signal(0.5, 560.0), 2.0), 0.0),
    "who dissents less than the others makes the mean better: 15 (0.4 - 1.5/3) points": (
        (TOOL, THREE, signal(0.1, 560.0), 1.6),
        -0.03,
    ),
    "a silent friend too": ((TOOL, THREE, signal(0.0, 560.0), 1.5), -0.0375),
    "an only friend hurts no more: 7.5 points": ((TOOL, ONE, signal(0.5, 500.0)), 0.15),
    "loyalty hurts nobody": ((TOOL, THREE, signal(-0.5, 560.0)), 0.0),
    "nor what cannot be known": ((TOOL | {"score.blame_tool": False}, THREE, signal(0.5, 560.0)), 0.0),
}
KEY, DROP = Purpose.TIE_VALUE, Purpose.DROP
SCORE, DISCORD = SEEN | {"ties.drop": "score"}, {"ties.drop": "discordant", "ties.drop_chance": 0.3}
CALM = {"ties.calm_drop": 0.3}
RANDOM = {"ties.drop": "random", "ties.drop_chance": 0.3}
DROPPED = {
    # scenario, columns of i, what j shows, luck -> cut? To cut the friend at 500 gains 0.15
    "score: gain 0.15 above the tie's 0.105": ((SCORE, {}, LOW, {KEY: 0.1}), True),
    "score: not above 0.223": ((SCORE, {}, LOW, {KEY: 0.2}), False),
    "score: who is not enrolled does not care": ((SCORE, {"enrolled": 0}, LOW, {KEY: 0.1}), False),
    "score: who does not know of it neither": ((SCORE, {"aware": 0}, LOW, {KEY: 0.1}), False),
    "score: out of force nobody does": ((SCORE | {"score.in_force": False}, {}, LOW, {KEY: 0.0}), False),
    "discordant: one loyal, one dissents": ((DISCORD, {"signal": signal(-0.5)}, signal(0.5), {DROP: 0.29}), True),
    "discordant: with other luck not": ((DISCORD, {"signal": signal(-0.5)}, signal(0.5), {DROP: 0.3}), False),
    "discordant: of one side": ((DISCORD, {"signal": signal(0.5)}, signal(1.0), {DROP: 0.29}), False),
    "discordant: silence is no side": ((DISCORD, {"signal": signal(-0.5)}, signal(0.0), {DROP: 0.29}), False),
    "calm times: one loyal, one dissents": ((CALM, {"signal": signal(0.5)}, signal(-0.5), {DROP: 0.29}), True),
    "calm times: without a system too": ((CALM | {"score.in_force": False}, {"signal": signal(-0.5)}, signal(0.5), {DROP: 0.29}), True),
    "calm times: though friends are dropped for a score": ((CALM | SCORE, {"signal": signal(-0.5)}, signal(0.5, 600.0), {DROP: 0.29, KEY: 0.9}), True),
    "calm times: with other luck not": ((CALM, {"signal": signal(0.5)}, signal(-0.5), {DROP: 0.3}), False),
    "calm times: of one side": ((CALM, {"signal": signal(0.5)}, signal(1.0), {DROP: 0.29}), False),
    "calm times: who is not heard": ((CALM, {"signal": signal(0.5)}, signal(), {DROP: 0.29}), False),
    "random: whatever was said": ((RANDOM, {"signal": signal(0.5)}, signal(0.5), {DROP: 0.29}), True),
    "random: with other luck not": ((RANDOM, {"signal": signal(0.5)}, signal(0.5), {DROP: 0.3}), False),
}  # fmt: skip
# Six citizens in a ring; 0 meets four strangers. What 2, 3 and 4 show; 0 dissented.
RING = {"citizens": 6, "society.network.kind": "ring", "society.network.mean_degree": 2.0}
MET = Purpose.MAKE_WHOM
PUBLIC = {"score.lookup": "public"}
CANDIDATE = {
    # rule, scenario, who is met, what 2, 3 and 4 show -> candidate
    "random: the first who is not oneself": (("random", {}, (0, 3, 2, 4), [signal()] * 3), 3),
    "same voice: the first on one's own side": (("same_voice", {}, (2, 3, 4, 4), [signal(-0.5), signal(0.0), signal(1.0)]), 4),
    "same voice: nobody": (("same_voice", {}, (2, 3, 2, 3), [signal(-0.5), signal(), signal(1.0)]), -1),
    "high score: the highest of four": (("high_score", PUBLIC, (2, 3, 4, 2), [signal(None, 610.0), signal(), signal(None, 640.0)]), 4),
    "high score: the first of equals": (("high_score", PUBLIC, (3, 2, 3, 2), [signal(None, 610.0), signal(None, 610.0), signal()]), 3),
    "high score: not where it is no public matter": (("high_score", {}, (2, 3, 4, 2), [signal(None, 610.0)] * 3), -1),
}  # fmt: skip


@rows(REGAINED)
def test_what_cutting_a_tie_gains(case, expected):
    scenario, friends, shown, *others = case
    s, r, t, _ = given({"need": 2.0}, **scenario)
    against = level(others[0]) if others else max(act_of(shown), 0)
    assert regained(0, shown, noticed(**friends), against, s, r, t) == pytest.approx(expected, abs=1e-5)


@pytest.mark.parametrize("drag", ["average", "additive"])
@pytest.mark.parametrize(
    "acts", [(0.5, 0.25, 0.0), (0.5, 0.5, 0.5), (0.25, 1.0), (1.0,), (0.0, 0.5)], ids=str
)
def test_what_is_reckoned_is_what_the_score_rule_then_does(acts, drag):
    """Tomorrow's score with all friends, who do again what was heard of them, and without the first: the points reckoned with today are the
    difference, to two grains. Each friend is scored 20 points lower than the one before."""
    s, r, t, tally = given(**TOOL | SEEN | {"score.drag": drag, "score.horizon": 1.0})
    scores = [560.0 - 20.0 * n for n in range(len(acts))]

    def published(acts, scores):
        deeds = sum(-round(4.0 * act / r.score.deed_grain) for act in acts)
        seen = noticed(ties=len(acts), enrolled=len(acts), scores=sum(map(grains, scores)), deeds=deeds)
        s.points[0] = 590.0
        settle(0, seen, 0.0, 0.0, s, r, t, tally)
        return seen, points(s.score[0])

    without, with_ = published(acts[1:], scores[1:])[1], published(acts, scores)[1]
    seen, _ = published([0.0] * len(acts), scores)  # today
    gain = regained(0, signal(acts[0], scores[0]), seen, level(sum(acts)), s, r, t)
    assert gain / r.score.point == pytest.approx(without - with_, abs=2 / 1024)


def test_the_dissent_of_scored_friends_is_added_up():
    s, _, _, _ = given(**TOOL)
    s.signal[1:4] = signal(0.5, 600.0), signal(-0.5, 600.0), signal(0.25)
    assert dissent_heard(0, s) == level(0.5)
    s.signal[3] = signal(0.25, 400.0)
    assert dissent_heard(0, s) == level(0.75)


def test_nobody_is_dropped_where_all_dissent_alike(chances):
    """Cutting the friend seems to bring 2.5 points back; it brings none, and the tie is worth something."""
    chances({KEY: 0.001})
    s, r, t, _ = given({"need": 2.0}, **TOOL | {"ties.drop": "score"})
    s.signal[1:4] = signal(0.5, 560.0)
    three = noticed(ties=3, enrolled=3, scores=3 * grains(560.0))
    assert not drops(0, 2, three, s, r, t)
    s.signal[1] = s.signal[3] = signal(-0.5, 560.0)
    assert drops(0, 2, three, s, r, t)


@rows(DROPPED)
def test_whether_a_tie_is_cut(case, expected, chances):
    scenario, me, theirs, luck = case
    chances(luck)
    s, r, t, _ = given({"need": 2.0} | me, **scenario)
    s.signal[2] = theirs
    assert drops(0, 2, noticed(**THREE), s, r, t) == expected


@rows(CANDIDATE)
def test_candidate(case, expected, chances):
    make, scenario, met, shown = case
    chances({(MET, number): (row + 0.5) / 6 for number, row in enumerate(met)})
    s, r, t, _ = given(**RING | scenario | {"ties.make": make})
    s.signal[0] = signal(0.5)
    s.signal[2:5] = shown
    assert candidate(0, s, r, t) == expected


def test_friend_of_a_friend(chances):
    """The friend with the highest luck (1 of 1 and 5), and of that one's friends other than oneself again."""
    chances({(MET, 0, 1): 0.9, (MET, 0, 5): 0.1, (MET, 1, 0): 0.9, (MET, 1, 2): 0.1})
    s, r, t, _ = given(**RING | {"ties.make": "friend_of_friend"})
    assert candidate(0, s, r, t) == 2


PROPOSED = {
    # luck of dropping, who is met, luck of seeking -> friend to drop, friend to make
    "the tie with the highest luck, and a stranger": ((0.29, 3, 0.29), (5, 3)),
    "a friend's friend is a stranger": ((0.29, 2, 0.29), (5, 2)),
    "a friend is not made again": ((0.29, 1, 0.29), (5, -1)),
    "no new friend is sought": ((0.29, 3, 0.3), (5, -1)),
    "the tie is kept": ((0.3, 3, 0.3), (-1, -1)),
}


@rows(PROPOSED)
def test_proposals(case, expected, chances):
    """Friends are 1 and 5, and the tie to 5 has the higher luck."""
    drop, met, seek = case
    which = Purpose.REVIEW_WHICH
    chances({(which, 0, 1): 0.2, (which, 0, 5): 0.7, DROP: drop, MET: (met + 0.5) / 6, Purpose.MAKE: seek})
    s, r, t, _ = given(**RING | RANDOM | {"ties.make": "random", "ties.make_chance": 0.3})
    propose(0, noticed(), s, r, t)
    assert (s.drop[0], s.make[0]) == expected


def test_citizen_0_may_be_dropped_and_nobody_may_not(chances):
    chances({DROP: 0.0})
    s, r, t, _ = given(**RANDOM)
    assert drops(1, 0, noticed(), s, r, t)
    assert not drops(1, -1, noticed(), s, r, t)


@pytest.mark.parametrize("luck, expected", [(0.19, True), (0.2, False)])
def test_few_think_a_tie_over(luck, expected, chances):
    chances({Purpose.REVIEW: luck})
    s, r, t, _ = given(ties__review=0.2)
    assert reviews(0, s, r, t) == expected


@pytest.mark.parametrize("drop, make, in_force, expected", [
    ("never", "never", True, True), ("score", "never", True, False), ("score", "never", False, True),
    ("random", "never", False, False), ("never", "random", True, False),
])  # fmt: skip
def test_nobody_thinks_of_ties(drop, make, in_force, expected):
    assert idle(given(ties__drop=drop, ties__make=make, score__in_force=in_force).r) == expected
    assert not idle(given(ties__drop=drop, ties__make=make, score__in_force=in_force, ties__calm_drop=0.1).r)


@pytest.mark.parametrize("mine, friends, expected", [
    (0.5, {"loyal": 1}, True), (-0.5, {"dissent": 1}, True), (0.5, {"dissent": 2}, False), (-0.5, {"loyal": 2}, False),
    (0.0, {"loyal": 1, "dissent": 1}, False), (None, {"loyal": 1, "dissent": 1}, False),
])  # fmt: skip
def test_who_may_fall_out(mine, friends, expected):
    """Where ties are dropped in calm times only, nobody else thinks one over."""
    s, r, _, _ = given(**CALM)
    s.signal[0] = signal(mine)
    assert calm(r) and not calm(given(**SCORE).r) and not calm(given(ties__make="random").r)
    assert apart(0, noticed(**friends), s) == expected


def test_calm_times_alone_propose(chances):
    chances({(Purpose.REVIEW_WHICH, 0, 1): 0.2, (Purpose.REVIEW_WHICH, 0, 5): 0.7, DROP: 0.29})
    s, r, t, _ = given(**RING | CALM)
    s.signal[0], s.signal[5] = signal(0.5), signal(-1.0)
    propose(0, noticed(), s, r, t)
    assert s.drop[0] == 5
