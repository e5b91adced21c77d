"""Sentences follow the sign that a run computed, and say so where it cannot be told."""

import math

import pytest

from sottovoce.measure.pairs import Effect
from sottovoce.report import sentences
from sottovoce.report.causes import TITLES, why
from sottovoce.report.numbers import NONE, level, number, people, span
from sottovoce.scenario.read import read
from sottovoce.study.replicates import KNOCKOUTS

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
    assert "no effect that the seeds can tell from zero" in sentences.knockout(name, UNCLEAR)
    assert "exactly as many" in sentences.knockout(name, SAME)
    assert "one seed, so no interval" in sentences.knockout(name, ALONE)


@pytest.mark.parametrize("name", KNOCKOUTS)
def test_every_sign_has_an_explanation_of_its_own(name: str):
    told = [why(name, one, PRESS) for one in (MORE, LESS, UNCLEAR, SAME)]
    assert all(told) and len(set(told)) == 4
    assert why(name, ALONE, PRESS).startswith("If it is not luck: ")
    assert why(name, NO_VALUE, PRESS) == ""
    assert name in TITLES


def test_the_explanation_names_the_term_that_makes_the_sign():
    assert "weigh only 0.85" in why("no friend term", LESS, PRESS)
    assert "reproach" in why("no friend term", MORE, PRESS)
    assert "0.004 instead of 0.006" in why("private scores", MORE, PRESS)
    assert "slow internet and barred jobs" in why("no sanctions", MORE, PRESS)


def test_the_explanation_fits_the_scenario():
    added = PRESS.replace(score__drag="additive")
    assert "weigh only" not in why("no friend term", LESS, added)
    assert "counts in full" not in why("no friend term", MORE, added)
    assert "backlash" in why("private scores", LESS, PRESS.replace(voice__backlash=0.2))
    assert "backlash" not in why("private scores", LESS, PRESS)
    assert "status" not in why("private scores", MORE, PRESS.replace(score__lookup="friends"))
    mild = PRESS.replace(tiers=[tier.model_dump() for tier in PRESS.tiers if tier.effect == "gives"])
    assert "takes nothing" in why("no sanctions", SAME, mild)


def test_the_surprising_sign_of_a_loss_without_deed_is_explained():
    low, high = (Effect(5.0, 5.0 - d, d, d - 1, d + 1, "points") for d in (-18.0, 4.0))
    assert "Lower with the system" in sentences.lost_without_deed(low, LESS)
    assert "fewer dissent" in sentences.lost_without_deed(low, LESS)
    assert "fewer dissent" not in sentences.lost_without_deed(low, MORE)
    assert "Higher with the system" in sentences.lost_without_deed(high, LESS)
    assert "no effect that the seeds can tell" in sentences.lost_without_deed(
        Effect(5.0, 4.0, 1.0, -1.0, 3.0, "points"), LESS
    )
    assert "no loss without a deed to report" in sentences.lost_without_deed(NO_VALUE, LESS)


def test_the_main_sentence_changes_with_the_sign():
    assert "20.0 fewer" in sentences.said(LESS) and "20.0 more" in sentences.said(MORE)
    assert "cannot tell from zero" in sentences.said(UNCLEAR)


def test_false_consensus_is_told_by_its_sign():
    assert "more loyal than" in sentences.crowd(Effect(0.1, 0.0, 0.1, None, None, "share"))
    assert "less loyal than" in sentences.crowd(Effect(-0.1, 0.0, -0.1, None, None, "share"))
    assert sentences.crowd(NO_VALUE) == ""


def test_the_placebo_is_told_by_what_it_shows():
    assert "exceeds the placebo" in sentences.placebo({"system": 0.04, "placebo": 0.01})
    assert "no more than luck" in sentences.placebo({"system": 0.01, "placebo": 0.04})
    assert "tells nothing" in sentences.placebo({"system": 0.04, "placebo": 0.0})
    assert "No placebo pair" in sentences.placebo({"system": 0.04})
    assert "No person-by-person" in sentences.placebo({})


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
