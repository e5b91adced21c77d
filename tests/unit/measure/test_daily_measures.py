"""Measures made from daily sums, and effects over seeds, on hand-made numbers."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helpers import made
from sottovoce.measure.daily import (
    correlation,
    daily,
    enrolment,
    in_force,
    lost_by_kind,
    total,
    window,
)
from sottovoce.measure.names import MEASURES
from sottovoce.measure.pairs import effect, effects, interval, measures, t_quantile
from sottovoce.record.record import Record
from sottovoce.scenario.paths import with_values
from sottovoce.simulate import live_world
from sottovoce.society.tally import NAMES, per

NAN = float("nan")
PEOPLE = {"self_censoring": 0.0}


def record_of(days: int, **sums) -> Record:
    """A record of `days` lived days in which each named sum is given a day: a number, or a list by day. One group has it."""
    scenario = made(days=days, dates=[], enrolment__mandatory_day=20)
    record = Record.blank(scenario, ("poor", "middle", "rich"))
    record.lived = days
    for name, values in sums.items():
        fine = per(name)
        record.tally[:, 1, NAMES.index(name)] = np.rint(np.array(values) * fine)
    return record


def test_sums_have_their_units():
    """Fractions come back as fractions, counts as counts, by group or all together."""
    record = record_of(40, people=100, wish_post=2.5)
    assert record.sum("wish_post").tolist() == [2.5] * 40
    assert record.sum("people", by_group=True)[3].tolist() == [0, 100, 0]
    record.tally[:, 0, NAMES.index("people")] = 50
    assert record.sum("people")[0] == 150
    assert total(record, "people") == 150 * 40
    assert total(record, "people", 0) == 50 * 40


def test_only_the_last_year_is_measured():
    """A run of 400 days is measured over its last 365, of which only lived days count."""
    record = record_of(400, people=[1000] * 35 + [100] * 365, say_so=[1000] * 35 + [10] * 365)
    assert window(record) == slice(35, 400)
    assert daily(record)["say_so"] == pytest.approx(100.0)
    record.lived = 100
    assert window(record) == slice(35, 100)
    record.lived = 10
    assert window(record).start < window(record).stop


@pytest.mark.parametrize(("ends", "days"), [(0, 0), (30, 30), (50, 50)])
def test_points_are_taken_while_a_score_is_in_force(ends, days):
    """Before a repeal they are; what the shadow score comes to after it is nobody's loss."""
    record = record_of(50, people=200, lost=4.0, given_back=1.0, reported=2)
    if ends < 50:
        gone = {"day": ends, "name": "gone", "set": {"score.in_force": False}}
        record = replace(record, scenario=with_values(record.scenario, {"dates": [gone]}))
    assert in_force(record, "lost") == pytest.approx(4.0 * days)
    assert daily(record)["points_taken"] == pytest.approx(365 * 4.0 * days / (200 * 50))
    assert daily(record)["points_given_back"] == pytest.approx(365 * days / (200 * 50))
    assert daily(record)["false_reports"] == pytest.approx(365 * 2 * days / (200 * 50))


def test_daily_by_hand():
    """Each measure is the ratio that its text says."""
    record = record_of(
        50,
        people=200,
        say_so=30,
        beyond=5.0,
        public=80,
        loyal=30,
        dissent=20,
        loyal_as_wished=30,
        dissent_as_wished=45,
        sensitive_post=4,
        sensitive_browse=6,
        enrolled=150,
        below_0=100,  # loan, gives
        below_1=20,  # net, takes
        below_2=10,  # jobs, takes
        below_3=135,  # top, gives
        sanctioned=24,  # of these six are below both
    )
    found = daily(record)
    assert found["say_so"] == pytest.approx(150.0)
    assert found["loyalty_beyond"] == pytest.approx(5 / 80)
    assert found["false_consensus"] == pytest.approx(30 / 50 - 30 / 75)
    assert found["sensitive_acts"] == pytest.approx(10 / 200)
    assert found["open_dissent"] == pytest.approx(4 / 200)
    assert found["access_lost"] == pytest.approx(365 * 24 / 200)
    assert found["sanction_days"] == pytest.approx(365 * 30 / 200)
    assert found["benefits"] == pytest.approx(365 * (50 + 15) / 200)
    assert lost_by_kind(record) == pytest.approx({"net": 36.5, "jobs": 18.25})
    assert math.isnan(daily(record, 0)["loyalty_beyond"]), "a group without people has no value"
    assert daily(record, 1) == pytest.approx(found, nan_ok=True)


def test_speaking_by_hand():
    """Of occasions that came, those on which anything was said, loyal or not; private channels are no speaking."""
    record = record_of(
        40, occasions_gather=10, sensitive_gather=3, loyal_gather=5, occasions_post=20, sensitive_post=2, loyal_post=4,
        occasions_share=20, loyal_share=8, occasions_buy=50, sensitive_buy=50,
    )  # fmt: skip
    found = daily(record)
    assert found["speaks_in_person"] == pytest.approx(8 / 10)
    assert found["speaks_online"] == pytest.approx(14 / 40)
    assert math.isnan(daily(record_of(40))["speaks_online"]), "nobody had an occasion"


def test_correlation_by_hand():
    """From sums of products, the correlation of the occasions themselves."""
    luck = np.random.default_rng(4)
    x = np.rint(luck.uniform(-1, 1, (60, 30)) * 256) / 256
    y = np.rint(np.clip(0.5 * x + luck.uniform(0, 1, (60, 30)), 0, 1) * 256) / 256
    record = record_of(
        60,
        could_post=20,
        could_gather=10,
        could_buy=70,
        climate=x.sum(1),
        climate2=(x * x).sum(1),
        open=y.sum(1),
        open2=(y * y).sum(1),
        climate_open=(x * y).sum(1),
    )
    assert correlation(record) == pytest.approx(np.corrcoef(x.ravel(), y.ravel())[0, 1], abs=1e-9)
    assert math.isnan(correlation(record_of(60))), "nobody spoke"
    assert math.isnan(
        correlation(record_of(60, could_post=3, climate=3, climate2=3, open=1, open2=1, climate_open=1))
    )


def test_enrolment():
    """Share on the last day, and on the eve of the mandatory day 20."""
    record = record_of(40, people=100, enrolled=list(range(20)) + [100] * 20)
    assert enrolment(record) == {"enrolled": 1.0, "enrolled_by_choice": 0.19}
    record.lived = 10
    assert record.sum("people").shape == (10,)
    found = enrolment(record)
    assert found["enrolled"] == 0.09
    assert math.isnan(found["enrolled_by_choice"])


def test_enrolment_of_nobody():
    """Without a system 0, and not no number; where all are in from day 0 on nobody joined by himself, so that there is no number."""
    record = record_of(40, people=100, enrolled=100)
    record.scenario = with_values(
        record.scenario, {"enrolment.opt_in_day": None, "enrolment.mandatory_day": 0}
    )
    assert math.isnan(enrolment(record)["enrolled_by_choice"])
    never = {"score.in_force": False, "enrolment.mandatory_day": None, "enrolment.opt_in_day": None}
    record.scenario = with_values(record.scenario, never)
    assert enrolment(record) == {"enrolled": 0.0, "enrolled_by_choice": 0.0}


def test_measures_of_a_world():
    """What is heard: the mean over who hears; ties cut: of those of day 0."""
    record = record_of(40, people=100, disagree=75, hearers=50, heard_loyal=30.0)
    record.ties[:, 0] = 2
    persons = {name: 0.0 for name in MEASURES if name not in daily(record)} | PEOPLE
    found = measures(record, persons, ties=400)
    assert found["heard_loyal"] == pytest.approx(0.6)
    assert found["ties_cut"] == pytest.approx(0.2)
    assert list(found) == list(MEASURES)


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=60))
def test_interval(values):
    """Student's interval, as scipy has it to a thousandth of its width."""
    low, high = interval(values)
    n = len(values)
    error = float(stats.sem(values))
    expected = float(stats.t.ppf(0.975, n - 1)) * error
    assert (high - low) / 2 == pytest.approx(expected, rel=1e-3, abs=1e-9)
    assert (high + low) / 2 == pytest.approx(float(np.mean(values)), abs=1e-9)


@pytest.mark.parametrize("freedom", [31, 32, 40, 99, 1000, 10**6])
def test_student_beyond_the_table(freedom):
    """To a millionth or two, where the table of a textbook ends."""
    assert t_quantile(freedom) == pytest.approx(float(stats.t.ppf(0.975, freedom)), rel=2e-6)


def test_interval_of_one():
    """One replicate has no interval, and says so."""
    assert interval([3.0]) == (None, None)
    assert interval([]) == (None, None)


def test_effect_is_paired():
    """A difference that every seed has is sure, however much seeds differ."""
    found = effect([11.0, 101.0, 1001.0], [10.0, 100.0, 1000.0], "points")
    assert (found.difference, found.low, found.high) == (1.0, 1.0, 1.0)
    assert (found.with_, found.without, found.unit) == (371.0, 370.0, "points")


def test_effect_leaves_out_what_has_no_value():
    """A seed without a value in one world is left out in both; none left: no difference."""
    found = effect([1.0, NAN, 3.0, 5.0], [0.0, 7.0, NAN, 2.0], "share")
    assert (found.with_, found.without, found.difference) == (3.0, 1.0, 2.0)
    assert found.low is not None
    nothing = effect([NAN, 1.0], [2.0, NAN], "share")
    assert math.isnan(nothing.difference)
    assert nothing.low is nothing.high is None
    assert (nothing.with_, nothing.without) == (1.0, 2.0)


def test_effects_have_every_measure():
    """All measures, in the order of the table, each with its unit."""
    world = dict.fromkeys(MEASURES, 1.0)
    found = effects([world, world], [world, world])
    assert list(found) == list(MEASURES)
    assert all(found[name].unit == MEASURES[name].unit for name in MEASURES)
    assert all(e.difference == 0.0 for e in found.values())


def test_a_shadow_score_enrols_nobody_and_gives_nothing():
    """After a repeal, and before a score begins: what is written down for nobody is no enrolment, no benefit and no point taken."""
    gives = ({"name": "loan", "access": "loan", "effect": "gives", "edge": 620.0, "value": 0.4},)
    base = made(days=40, enrolment__opt_in_day=1, enrolment__mandatory_day=2, tiers=gives)
    ended = base.replace(dates=({"name": "repeal", "day": 3, "set": {"score.in_force": False}},))
    begun = base.replace(
        score__in_force=False, dates=({"name": "begins", "day": 20, "set": {"score.in_force": True}},)
    )
    found = {
        name: live_world(scenario) for name, scenario in (("all", base), ("ended", ended), ("begun", begun))
    }
    benefits = {name: daily(record)["benefits"] for name, record in found.items()}
    assert 0 <= benefits["ended"] < 0.2 * benefits["all"]
    assert 0.2 * benefits["all"] < benefits["begun"] < benefits["all"]
    assert enrolment(found["ended"])["enrolled"] == 0.0
    assert enrolment(found["begun"])["enrolled"] == enrolment(found["all"])["enrolled"] == 1.0
    assert begun.ever_in_force and ended.ever_in_force and not begun.replace(dates=()).ever_in_force
