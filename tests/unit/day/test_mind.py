"""Mind: what a citizen brings to the choices of a day (the numbers of U in test_terms.py).

fear = R psi u heed   heed: share of the chance of being seen that is still reckoned with (1 where news does not fade; so in felt,
                      reproach and frost); u = 1 if the law is known to all, else whether one knows of the system
felt = need,          where one knows, is enrolled and a score is in force
keep = 1 - w          where friends' mean is averaged in and some friend is scored, else 1
reproach = r (w + spill) m/k     w where friends see the score or who hurts, spill where they see who hurts; m of k friends scored
told = 1 - quiet^k    quiet: chance, as believed, that a friend does not tell
watched: share of the coverage that is reckoned with;   aside: own score less the mean of friends'; point, above: worth of a point below it, and more above it
frost = need * value of an account * chance that it is frozen
"""

import pytest
from given import given, grains, level, noticed, rows

from sottovoce.day.act import mind

FRIENDS = {"ties": 4, "enrolled": 2, "scores": 2 * grains(600.0)}
STANDS = {
    "score.standing": {"pride": 0.01, "face": 0.02, "friends": 0.1, "lenders": 0.1},
    "score.lookup": "friends",
}
SHOWN = {"score.lookup": "friends", "score.friend_weight": 0.2, "score.reproach": 0.5}
BLAMED = {"score.blame_tool": True, "score.friend_weight": 0.2, "score.spill": 0.3, "score.reproach": 0.5}
FROZEN = {"freeze.power": True, "freeze.chance": 0.5, "freeze.court": 0.8, "freeze.value": 3.0}
ADDED = {"score.drag": "additive", "score.friend_weight": 0.2}
OLD = {"watching.rest": 0.0}
MIND = {
    # field of the mind; scenario, columns of the citizen -> value. Need is 2, two of four friends are enrolled.
    "fear = R psi": (("fear", {"punishment.severity": 0.6}, {"risk": 1.5}), 0.9),
    "where nobody is punished nobody fears": (("fear", {}, {}), 0.0),
    "who does not know fears nothing": (("fear", {"punishment.severity": 0.6}, {"aware": 0}), 0.0),
    "but the law is known to all": (("fear", {"punishment.severity": 0.6, "punishment.by_law": True}, {"aware": 0}), 0.6),
    "fear of what is old news: R psi heed": (("fear", {"punishment.severity": 0.6} | OLD, {"risk": 1.5, "heed": 0.5}), 0.45),
    "the law too is heeded less": (("fear", {"punishment.severity": 0.6, "punishment.by_law": True} | OLD, {"aware": 0, "heed": 0.5}), 0.3),
    "felt = need heed": (("felt", OLD, {"heed": 0.5}), 1.0),
    "reproach of old news: 0.125 heed": (("reproach", BLAMED | OLD, {"heed": 0.5}), 0.0625),
    "frost of old news: 2.4 heed": (("frost", FROZEN | OLD, {"heed": 0.5}), 1.2),
    "felt = need": (("felt", {}, {}), 2.0),
    "the score of who does not know is not felt": (("felt", {}, {"aware": 0}), 0.0),
    "nor that of who is not enrolled": (("felt", {}, {"enrolled": 0}), 0.0),
    "keep: friends' mean takes 0.2 of one's own points": (("keep", {"score.friend_weight": 0.2}, {}), 0.8),
    "keep: what friends add takes nothing": (("keep", ADDED, {}), 1.0),
    "reproach where friends see the score: 0.5 0.2 2/4": (("reproach", SHOWN, {}), 0.05),
    "reproach where friends see who hurts: 0.5 (0.2 + 0.3) 2/4": (("reproach", BLAMED, {}), 0.125),
    "no reproach where friends see nothing": (("reproach", SHOWN | {"score.lookup": "own"}, {}), 0.0),
    "told: 1 - (1 - 0.1)^4": (("told", {"reports.rate": 0.1}, {}), 0.3439),
    "told: where nobody tells, 0": (("told", {}, {}), 0.0),
    "told: of who does not know of it, 0": (("told", {"reports.rate": 0.1}, {"aware": 0}), 0.0),
    "told by informers as believed: 1 - (1 - 0.2 0.5)^4": (("told", {"informers.believed": 0.2, "informers.report": 0.5}, {}), 0.3439),
    "frost: need 2, chance 0.5 0.8, value 3": (("frost", FROZEN, {}), 2.4),
    "frost: where no account is frozen, 0": (("frost", {}, {}), 0.0),
    "opinion: the view, raised by what was seen": (("opinion", {}, {"opinion": level(0.25), "stirred": 0.5}), 0.75),
    "opinion: not above 1": (("opinion", {}, {"opinion": level(0.75), "stirred": 0.5}), 1.0),
    "allowed: -1, -0.5, 0 and 0.5 are not above a wish of 0.75": (("allowed", {}, {"opinion": level(0.75)}), 4),
    "own level: 0.75 is none of the fixed ones": (("own_level", {}, {"opinion": level(0.75)}), 1),
    "own level: 0.5 is one of them": (("own_level", {}, {"opinion": level(0.5)}), 0),
    "allowed: who agrees may be loyal or silent": (("allowed", {}, {"opinion": level(-0.75)}), 3),
    "score: the published one": (("score", {}, {"score": grains(580.0)}), 580.0),
    "score: the start where it is secret": (("score", {"score.lookup": "secret"}, {"score": grains(580.0)}), 600.0),
    "watched: where everybody is, all of it": (("watched", {}, {}), 1.0),
    "watched: of others a share": (("watched", {"watching.others": 0.2}, {}), 0.2),
    "watched: or what they fear of it": (("watched", {"watching.others": 0.2, "watching.feared": 0.6}, {}), 0.6),
    "watched: who is on the list reckons with all of it": (("watched", {"watching.others": 0.2}, {"watched": 101}), 1.0),
    "aside: 20 points below friends' mean": (("aside", STANDS, {"score": grains(580.0), "looked": 101}), -20.0),
    "a point is worth face too while a look-up is felt": (("point", STANDS, {"looked": 101}), 0.03),
    "and above friends less by 0.02 - 0.01": (("above", STANDS, {"looked": 101}), -0.01),
    "no longer": (("point", STANDS, {"looked": 100}), 0.01),
    "no face where friends see nothing": (("point", STANDS | {"score.lookup": "own"}, {"looked": 101}), 0.01),
    "sure: 10 points above friends, -0.01 each": (("sure", STANDS, {"score": grains(610.0), "looked": 101}), -0.1),
    "effort is the cost of any act": (("loyal", {"voice.effort": 0.05}, {}), -0.05),
    "what dissent was learned to be worth stands beside it": (("dissenting", {"voice.effort": 0.05, "voice.reward": "reply"}, {"learned": (0.3, 0, 0)}), 0.25),
}  # fmt: skip


@rows(MIND)
def test_mind(case, expected):
    field, scenario, me = case
    s, r, t, _ = given({"need": 2.0} | me, **scenario)
    assert getattr(mind(0, noticed(**FRIENDS), s, r, t), field) == pytest.approx(expected)
