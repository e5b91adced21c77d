"""Verdicts on functions with known answers: the shares that come out hold what is true, and luck alone gives no sign."""

import math

import numpy as np
import pytest

from sottovoce.errors import RunError
from sottovoce.verdicts import declared, show
from sottovoce.verdicts.ratio import of_means, ratio
from sottovoce.verdicts.verdict import (
    AGAINST,
    FOR,
    OPEN,
    SMALL,
    WORDS,
    calls,
    judged,
    safeguards,
    values,
    wilson,
)


def claim(sign="+", margin=1.0):
    one = declared.read().claim("system-silences")
    asked = one.asked.model_copy(update={"sign": sign, "margin": margin})
    return declared.Claim(asked, one.terms)


def points(true, noise, seeds, luck):
    return np.asarray(true)[:, None] + noise * luck.standard_normal((len(true), seeds))


@pytest.mark.parametrize(
    ("seeds", "sign", "says"),
    [
        ([5.0, 5.2], "+", FOR),
        ([-5.0, -5.2], "+", AGAINST),
        ([0.1, 0.0], "+", SMALL),
        ([5.0, 5.2], "-", AGAINST),
        ([-5.0, -5.2], "-", FOR),
        ([0.1, 0.0], "0", FOR),
        ([5.0, 5.2], "0", AGAINST),
        ([9.0, -5.0], "+", OPEN),  # a mean of 2, and no more known than that
        ([9.0, -5.0], "0", OPEN),
    ],
)
def test_a_point(seeds, sign, says):
    """Margin 1; the mean over seeds at a point, and whether its interval excludes 0."""
    assert calls(np.array([seeds]), 1.0, sign).tolist() == [says]


@pytest.mark.slow
def test_shares_hold_what_is_true():
    """3 x - 1 over the unit interval with a margin of one half: for in half of it, against in a sixth, too small in a third."""
    luck, held = np.random.default_rng(1), 0
    for _ in range(40):
        found = judged(claim(margin=0.5), points(3 * luck.random(256) - 1, 0.05, 4, luck))
        held += all(
            share.low <= true <= share.high
            for share, true in ((found.for_, 1 / 2), (found.against, 1 / 6), (found.small, 1 / 3))
        )
        assert math.isclose(found.for_.value + found.against.value + found.small.value, 1)
    assert held >= 34, "three 95% intervals at once: 86% at least"


@pytest.mark.parametrize("margin", [0.01, 1.0])
@pytest.mark.parametrize("seeds", [2, 4])
def test_luck_alone_gives_no_sign(seeds, margin):
    """Nothing but noise, also where it is far larger than the margin: at most a point in ten has a sign, on both sides together; more seeds would settle it."""
    luck = np.random.default_rng(2)
    found = judged(claim(margin=margin), points(np.zeros(2000), 1.0, seeds, luck))
    assert found.word == "open"
    assert found.for_.value + found.against.value < 0.1
    assert found.luck > 0.9
    assert found.open > 0.2, "and it says that more seeds would settle it"


def test_noise_that_differs_from_point_to_point():
    """Half of the points ten times as loud as the others: still few signs from luck."""
    luck = np.random.default_rng(3)
    loud = np.where(np.arange(2000) % 2, 10.0, 1.0)
    assert (
        np.isin(calls(loud[:, None] * luck.standard_normal((2000, 2)), 0.1, "+"), (FOR, AGAINST)).mean()
        < 0.15
    )


@pytest.mark.parametrize(
    ("true", "sign", "word"), [(3.0, "+", "for"), (-3.0, "+", "against"), (0.0, "+", "too small to tell")]
)
def test_words(true, sign, word):
    luck = np.random.default_rng(4)
    assert judged(claim(sign), points(np.full(50, true), 0.1, 2, luck)).word == word
    halves = np.where(np.arange(50) % 2, 3.0, -3.0)
    assert judged(claim(sign), points(halves, 0.1, 2, luck)).word == "it depends"
    assert word in WORDS


def test_what_more_seeds_may_settle_does_not_depend_on_assumptions():
    """Half of the points for, half open, none that says otherwise: open. With a fifth against: it depends."""
    sure, unsure, against = [[3.0, 3.1]], [[0.0, 2.4]], [[-3.0, -3.1]]
    assert judged(claim(), np.array(20 * sure + 20 * unsure)).word == "open"
    assert judged(claim(), np.array(20 * sure + 12 * unsure + 8 * against)).word == "it depends"


def test_a_point_without_a_value_is_left_out():
    some = np.array([[3.0, 3.1], [math.nan, 3.0], [3.0, 2.9]])
    found = judged(claim(), some)
    assert (found.points, found.left_out) == (2, 1)
    none = judged(claim(), np.full((3, 2), math.nan))
    assert (none.points, none.word) == (0, "open")
    assert (show.told(none), show.size(none), show.percent(none.for_)) == ("no value yet", "-", "-")
    assert show.told(found) == found.word and show.size(found) == "3 (2.96 to 3.04)"


def test_one_seed_is_refused():
    with pytest.raises(RunError, match="two seeds or more"):
        judged(claim(), np.ones((5, 1)))


@pytest.mark.parametrize(("count", "of"), [(0, 10), (10, 10), (3, 64), (500, 1000)])
def test_wilson_against_scipy(count, of):
    from scipy.stats import binomtest

    ends = binomtest(count, of).proportion_ci(0.95, "wilson")
    found = wilson(count, of)
    assert (found.low, found.high) == pytest.approx((ends.low, ends.high), abs=1e-6)


class Lived:
    """Numbers in the place of a study."""

    def __init__(self, there):
        self.there = there

    def values(self, outcome, world):
        return np.atleast_2d(np.array(self.there[outcome, world], float))


def test_what_a_claim_measures():
    """Fear less friction, each against the world without; and for each day of harm."""
    both = declared.read().claim("fear-over-friction")
    there = {
        ("held_back@late", "with"): [700, 690],
        ("held_back@late", "without"): [400, 400],
        ("cut_off@late", "with"): [100, 90],
        ("cut_off@late", "without"): [0, 0],
    }
    assert values(Lived(there), both).tolist() == [[200, 200]]
    each = declared.read().claim("more-than-informers")
    there |= {
        ("held_back@late", "informers instead"): [500, 500],
        ("access_lost", "with"): [20, 0.01],
        ("punished", "with"): [10, 0.02],
        ("access_lost", "informers instead"): [0, 0],
        ("punished", "informers instead"): [5, 5],
    }
    found = values(Lived(there), each)
    assert found[0, 0] == 300 / 30 - 100 / 5
    assert math.isnan(found[0, 1]), "a thirtieth of a day of harm is too little to divide by"


def test_a_ratio_beside_a_difference():
    """A shock that brings 10 acts more without the system and 4 more with it: 40%, whatever dissent there was before. Other claims have none."""
    one = declared.read().claim("prevents-resistance")
    luck = np.random.default_rng(3).normal(0, 0.5, (4, 30, 2))
    there = {
        ("open_dissent@shock", world): level + noise
        for world, level, noise in zip(
            ("with", "a shock", "without", "a shock, without"), (20, 24, 50, 60), luck, strict=True
        )
    }
    found = ratio(Lived(there), one)
    assert found is not None and found.low < 0.4 < found.high
    assert found.high - found.low < 0.1 and found.value == pytest.approx(0.4, abs=0.05)
    assert ratio(Lived(there), declared.read().claim("drag-silences")) is None
    nothing = of_means(luck[0], luck[1], "acts")
    assert math.isnan(nothing.value), "the interval of what is divided by holds 0"
    assert str(nothing).startswith("Acts: not told")


GUARDS = declared.SafeguardsAsked(
    **{"is": "held_back@late", "with": "with", "without": "without", "margin": 10, "worlds": ("one", "other")}
)


def test_what_safeguards_give_back():
    """One gives back half of what the system adds wherever it adds something, the other nothing; where the system adds nothing, neither is first."""
    silent = np.array([[500.0, 502.0]] * 30 + [[300.0, 300.0]] * 10)
    there = {
        ("held_back@late", "with"): silent,
        ("held_back@late", "without"): np.full((40, 2), 300.0),
        ("held_back@late", "one"): (silent + 300) / 2,
        ("held_back@late", "other"): silent,
    }
    (one, other), pairs = safeguards(Lived(there), GUARDS)
    assert (one.back.value, other.back.value) == (0.75, 0.0)
    assert (one.first.value, other.first.value) == (1.0, 0.0)
    assert one.part == pytest.approx((0.5, 0.5, 0.5))
    assert pairs["one", "other"].value == 0.75 and pairs["other", "one"].value == 0.0


def test_no_safeguards_before_a_point_has_all():
    there = {
        ("held_back@late", name): np.full((2, 2), math.nan) for name in ("with", "without", "one", "other")
    }
    assert safeguards(Lived(there), GUARDS) == ([], {})
