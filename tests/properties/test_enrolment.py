"""Who joins by themselves: for a better score than those outside have, and for nothing else."""

from sottovoce.measure.daily import enrolment
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.simulate import live_world


def joined(scenario: Scenario) -> float:
    """Share who have joined on the eve of the mandate."""
    return enrolment(live_world(scenario))["enrolled_by_choice"]


def press(**changes) -> Scenario:
    """press-2015 with sanctions from the first day on."""
    scenario = with_values(read("press-2015"), {"citizens": 400, "days": 90, "enrolment.mandatory_day": 80})
    first = {f"tiers.{k}.from_day": 0 for k in range(len(scenario.tiers))}
    return with_values(scenario, first | {path.replace("__", "."): value for path, value in changes.items()})


def sanctions() -> dict:
    """No benefits: sanctions alone."""
    return {"tiers": [tier for tier in press().tiers if tier.effect == "takes"]}


def test_where_all_stand_alike_nobody_joins_for_sanctions():
    """However needs differ: who has the score of those outside, and would have no benefit, wins nothing by showing it."""
    assert joined(with_values(press(score__spread=0.0), sanctions())) == 0.0
    assert joined(with_values(press(), sanctions())) > 0.1, "where scores differ it unravels"


def test_who_would_have_a_benefit_joins_for_it():
    """Also where all stand alike: outside there is none. (rongcheng-2021: everybody begins above the edge of grade A.)"""
    scenario = with_values(read("rongcheng-2021"), {"citizens": 300, "days": 40, "society.aware": 1.0})
    assert live_world(scenario).sum("enrolled")[-1] > 200
    assert live_world(with_values(scenario, {"tiers": []})).sum("enrolled")[-1] == 0


def test_where_nothing_is_worth_anything_nobody_joins():
    worthless = {f"tiers.{k}.value": 0.0 for k in range(6)}
    scenario = with_values(press(), worthless | {"score.point_value": 0.0, "score.status_value": 0.0})
    assert joined(scenario) == 0.0
