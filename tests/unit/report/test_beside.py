"""What holds people back beside what taking it away gives back: whether the two agree is told from their intervals."""

import pytest

from sottovoce.measure.pairs import Effect
from sottovoce.reforms import not_weighed
from sottovoce.report.why import Beside, turned, verdict
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.study.study import TERMS_OUT, plan


def effect(low: float, high: float) -> Effect:
    middle = (low + high) / 2
    return Effect(0.3 + middle, 0.3, middle, low, high, "share")


SCORE = Beside("score", effect(0.10, 0.14), effect(0.11, 0.13))
REPROACH = Beside("reproach", effect(0.004, 0.006), effect(0.003, 0.008))
ALONE = Effect(0.4, 0.3, 0.1, None, None, "share")
TABLE = {
    "they agree": ([SCORE, REPROACH], "the two answers agree in sign and in order"),
    "one gives back what it was said to hold back, with the other sign": (
        [SCORE, REPROACH._replace(given_back=effect(-0.02, -0.01))],
        "reproach holds back +0.5 pp by its share and gives back −1.5 pp when taken away: the signs differ",
    ),
    "an interval includes zero: no disagreement": (
        [SCORE, REPROACH._replace(given_back=effect(-0.02, 0.01))],
        "the two answers agree in sign and in order",
    ),
    "the order is another": (
        [SCORE._replace(given_back=effect(0.01, 0.02)), REPROACH._replace(given_back=effect(0.05, 0.06))],
        "by its share score holds back more than reproach, when taken away it gives back less: the orders differ",
    ),
    "intervals that meet say nothing of an order": (
        [SCORE._replace(given_back=effect(0.01, 0.055)), REPROACH._replace(given_back=effect(0.05, 0.06))],
        "the two answers agree in sign and in order",
    ),
    "nothing, and something": (
        [Beside("punishment", effect(0.0, 0.0), effect(0.01, 0.02))],
        "punishment is exactly nothing by one answer and not by the other",
    ),
    "one seed": ([Beside("score", ALONE, ALONE)], "With one seed it cannot be said"),
}


@pytest.mark.parametrize("case", TABLE)
def test_whether_they_agree(case):
    found, expected = TABLE[case]
    assert expected in verdict(found)
    assert ("disagree" in verdict(found)) == ("differ" in expected or "exactly nothing" in expected)


def test_what_is_given_back_is_the_effect_turned_round():
    assert turned(Effect(0.25, 0.375, -0.125, -0.25, -0.0625, "share")) == Effect(
        0.375, 0.25, 0.125, 0.0625, 0.25, "share"
    )


def test_terms_that_are_not_weighed():
    """Points are counted as before and edges stay; what is law stays; where a term weighs nothing nothing is lived twice."""
    press = read("press-2015")
    less = not_weighed(press, "score")
    assert less.score.point_value == less.score.status_value == 0.0 and not any(
        tier.value for tier in less.tiers
    )
    assert [(t.edge, t.strength) for t in less.tiers] == [(t.edge, t.strength) for t in press.tiers]
    assert less.channels == press.channels and less.score.reproach == press.score.reproach > 0
    assert not_weighed(press, "reproach").score.reproach == 0.0
    assert not_weighed(press, "punishment") == press
    harsh = with_values(press, {"punishment.severity": 0.5, "freeze.power": True})
    mild = not_weighed(harsh, "punishment")
    assert mild.punishment.severity == 0.0 and not mild.freeze.power and mild.score == harsh.score
    lawful = with_values(harsh, {"punishment.by_law": True})
    assert not_weighed(lawful, "punishment").punishment.severity == 0.5
    later = with_values(press, {"dates": [{"day": 9, "name": "more", "set": {"score.reproach": 0.2}}]})
    assert not_weighed(later, "reproach").on(20).score.reproach == 0.0
    names = [world.name for world in plan(press, 1, extras=True).worlds]
    assert [name in names for name in TERMS_OUT.values()] == [True, True, False]
