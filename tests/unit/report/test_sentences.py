"""Sentences follow the sign that a run computed, and say so where it cannot be told."""

import math

import pytest

from sottovoce.measure.pairs import Effect
from sottovoce.report import sentences
from sottovoce.report.causes import TITLES, rule
from sottovoce.report.numbers import NONE, level, number, people, span
from sottovoce.scenario.read import read
from sottovoce.study.study import KNOCKOUTS

PRESS = read("press-2015")


def effect(difference: float, low: float | None, high: float | None, unit: str = "per 1,000") -> Effect:
    return Effect(300.0 + difference, 300.0, difference, low, high, unit)


MORE, LESS = effect(20.0, 10.0, 30.0), effect(-20.0, -30.0, -10.0)
UNCLEAR, SAME = effect(2.0, -5.0, 9.0), effect(0.0, 0.0, 0.0)
ALONE, NO_VALUE = effect(-20.0, None, None), Effect(math.nan, 1.0, math.nan, None, None, "per 1,000")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (MORE, "more"),
        (LESS, "less"),
        (UNCLEAR, "unclear"),
        (SAME, "same"),
        (ALONE, "alone"),
        (NO_VALUE, "none"),
    ],
)
def test_sign(given: Effect, expected: str):
    assert sentences.sign(given) == expected


@pytest.mark.parametrize("name", KNOCKOUTS)
def test_what_a_knockout_does_is_told_by_its_sign(name: str):
    assert "20.0 more of 1,000 people say what they think: 320.0 instead of 300.0" in sentences.knockout(
        name, MORE
    )
    assert "20.0 fewer of 1,000 people" in sentences.knockout(name, LESS)
    assert "95% interval −30.0 to −10.0" in sentences.knockout(name, LESS)
    assert "no effect whose interval excludes zero" in sentences.knockout(name, UNCLEAR)
    assert "exactly as many" in sentences.knockout(name, SAME)
    assert "one seed, so no interval" in sentences.knockout(name, ALONE)
    for effect in (MORE, LESS, UNCLEAR, SAME, ALONE):
        assert "at this scenario’s values, over 4 of 8 seeds)" in sentences.knockout(
            name, effect, ", over 4 of 8 seeds"
        )


@pytest.mark.parametrize("name", KNOCKOUTS)
def test_every_knockout_is_told_by_its_rule(name: str):
    assert rule(name, PRESS).startswith("By the rules: ") and name in TITLES


def test_the_rule_has_the_values_of_the_scenario():
    assert "weigh 0.85 in it" in rule("own-acts-only", PRESS) and "reproach" in rule("own-acts-only", PRESS)
    assert "0.006 seen by all and 0.004 unseen" in rule("private-scores", PRESS)
    assert "slow internet and barred jobs and shaming" in rule("no-sanctions", PRESS)


def test_the_rule_fits_the_scenario():
    assert "friends weigh 0.15 in it" in rule("own-acts-only", PRESS.replace(score__drag="additive"))
    assert "backlash" in rule("private-scores", PRESS.replace(voice__backlash=0.2))
    assert "backlash" not in rule("private-scores", PRESS)
    assert "seen by all" not in rule("private-scores", PRESS.replace(score__lookup="friends"))
    mild = PRESS.replace(tiers=[tier.model_dump() for tier in PRESS.tiers if tier.effect == "gives"])
    assert "takes nothing" in rule("no-sanctions", mild)
    alone = PRESS.replace(score__friend_weight=0.0, score__spill=0.0)
    assert "Friends do not count" in rule("own-acts-only", alone)


def test_a_knockout_tells_the_account_where_the_seeds_can():
    text = sentences.account({"held_back": LESS, "cut_off": UNCLEAR})
    assert text == "Of 1,000 times 280.0 instead of 300.0 are held back (95% interval −30.0 to −10.0)."
    assert sentences.account({"held_back": ALONE, "cut_off": SAME}) == ""


def test_fear_and_friction_have_an_interval_each():
    heard = Effect(0.0, 0.0, 0.0, 0.0, 0.0, "per 1,000 times")
    text = sentences.fear_and_friction(MORE, LESS, heard)
    assert "held back +20.0 (95% interval +10.0 to +30.0)" in text
    assert "cut off −20.0 (95% interval −30.0 to −10.0)" in text
    assert "reach" not in text
    assert "no account" in sentences.fear_and_friction(NO_VALUE, SAME, SAME)
    reach = sentences.fear_and_friction(MORE, LESS, Effect(30.0, 0.0, 30.0, 20.0, 40.0, "per 1,000 times"))
    assert "On 30.0 of them they spoke and no friend could hear of it" in reach
    assert "(95% interval +20.0 to +40.0); these count as spoken." in reach


def test_points_without_dissent_have_gains_and_net():
    loss, gain, net = (Effect(x, 0.0, x, x - 1.0, x + 1.0, "points") for x in (5.0, 2.0, -3.0))
    text = sentences.without_dissent(loss, gain, net)
    assert "of their own start, lost 5.0 points on average (95% interval +4.0 to +6.0) and won 2.0" in text
    assert "together −3.0 (95% interval −4.0 to −2.0)" in text
    assert text.endswith("without it nobody has points to lose.")
    none = Effect(0.0, 0.0, 0.0, 0.0, 0.0, "points")
    assert (
        sentences.without_dissent(none, none, none)
        == "Those who never dissented have lost and won no points."
    )
    assert "Everybody dissented" in sentences.without_dissent(NO_VALUE, NO_VALUE, NO_VALUE)


def test_the_main_sentence_changes_with_the_sign():
    assert "20.0 fewer" in sentences.said(LESS) and "20.0 more" in sentences.said(MORE)
    assert "the interval includes zero" in sentences.said(UNCLEAR)
    assert all("fear and friction both" in sentences.said(one) for one in (LESS, MORE, UNCLEAR, SAME))


def test_false_consensus_is_told_by_its_sign():
    assert "more loyal than it would be if everybody acted as wished" in sentences.crowd(
        Effect(0.1, 0.0, 0.1, None, None, "share")
    )
    assert "less loyal than" in sentences.crowd(Effect(-0.1, 0.0, -0.1, None, None, "share"))
    assert sentences.crowd(NO_VALUE) == ""


def test_single_persons_are_held_against_luck():
    text = sentences.luck({"system": 0.04, "luck": 0.01})
    assert "by 0.040" in text and "by 0.010" in text and "the same occasions" in text
    assert "not lived with other luck" in sentences.luck({"system": 0.04})
    assert "No person-by-person" in sentences.luck({})


@pytest.mark.parametrize(
    ("value", "unit", "sign", "text"),
    [
        (-60.83, "per 1,000", True, "−60.8"),
        (1234.5, "points", False, "1,234.5"),
        (0.203, "share", False, "20.3%"),
        (0.203, "share", True, "+20.3 pp"),
        (-0.00001, "share", True, "0.0 pp"),
        (0.0123, "level", False, "0.012"),
        (math.nan, "points", False, NONE),
        (None, "points", False, NONE),
    ],
)
def test_numbers(value: float | None, unit: str, sign: bool, text: str):
    assert number(value, unit, sign=sign) == text


def test_small_numbers_are_not_called_none():
    assert people(354.6) == "355" and people(0.4) == "0.4" and people(0.0) == "0"
    assert level(0.0004) == "less than 0.001" and level(0.0) == "0"
    assert span(-0.1, 0.05, "share") == "−10.0 to +5.0 pp" and span(None, None) == "none"
