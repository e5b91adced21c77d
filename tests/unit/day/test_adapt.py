"""Adapt: punishment that one meets teaches how closely one is watched, and stirs those who see it.

    nu <- nu + learn z (1 - nu) - fade (nu - nu of the scenario)     z = 1 if punished oneself, else the share of friends punished
    stirred = backlash times the share of friends punished, and the rise of a shock for those whom it strikes

Here learn = 0.1, fade = 0.05, backlash = 0.3; the scenario's nu is 0.2, the citizen believes 0.6.
"""

import pytest
from given import given, noticed, rows

from sottovoce.chance import Purpose
from sottovoce.day.adapt import adapt
from sottovoce.day.announce import keys

TABLE = {
    #                                           punished oneself, friends punished, friends -> nu, stirred
    "without punishment the fear fades": ((0, 0, 4), (0.58, 0.0)),
    "one friend of four was punished": ((0, 1, 4), (0.59, 0.075)),
    "all friends were punished": ((0, 4, 4), (0.62, 0.3)),
    "one's own punishment counts as much as that of all friends": ((1, 0, 4), (0.62, 0.0)),
    "one's own punishment and that of friends are not added up": ((1, 2, 4), (0.62, 0.15)),
    "without friends nothing is heard": ((0, 0, 0), (0.58, 0.0)),
}


@rows(TABLE)
def test_punishment_teaches(case, expected):
    own, punished, ties = case
    s, r, t, _ = given(
        {"nu": 0.6, "punished": own},
        watching={"nu": 0.2, "learn": 0.1, "fade": 0.05},
        voice__backlash=0.3,
    )
    adapt(0, noticed(punished=punished, ties=ties), s, r, t)
    assert (s.nu[0], s.stirred[0]) == pytest.approx(expected, abs=1e-6)


HEED = {
    # punished oneself, friends punished of four, enrolled, mandatory day -> heed: learn 0.1, fade 0.05, rest 0.2; 0.6 before
    "old news is heeded less": ((0, 0, 1, 0), 0.58),
    "one friend of four was punished": ((0, 1, 1, 0), 0.59),
    "one's own punishment is news again": ((1, 0, 1, 0), 0.62),
    "until one comes under the score it is news": ((0, 0, 0, 200), 1.0),
    "without a score to come under it is old from day 0": ((0, 0, 0, None), 0.58),
}


@rows(HEED)
def test_news_of_watching_fades(case, expected):
    own, punished, enrolled, mandatory = case
    s, r, t, _ = given(
        watching={"nu": 0.2, "learn": 0.1, "fade": 0.05, "rest": 0.2}, enrolment__mandatory_day=mandatory
    )
    s.heed[0], s.punished[0], s.enrolled[0] = 0.6, own, enrolled
    adapt(0, noticed(punished=punished, ties=4), s, r, t)
    assert s.heed[0] == pytest.approx(expected, abs=1e-6)


def test_with_rest_1_nothing_is_forgotten():
    s, r, t, _ = given(watching={"nu": 0.2, "learn": 0.1, "fade": 0.05})
    assert s.heed.shape == (1,)
    adapt(0, noticed(punished=1, ties=4), s, r, t)
    assert s.heed[0] == 1.0


SHOCK = {"voice.shock": {"day": 99, "share": 0.25, "rise": 0.6, "days": 2}}
SHOCKS = {
    # scenario, luck -> stirred; today is day 100, one friend of four was punished, backlash 0.3
    "who is struck is stirred, beside the backlash: 0.6 + 0.075": ((SHOCK, 0.24), 0.675),
    "others are not": ((SHOCK, 0.25), 0.075),
    "on its first day": ((SHOCK | {"voice.shock.day": 100}, 0.24), 0.675),
    "not before": ((SHOCK | {"voice.shock.day": 101}, 0.24), 0.075),
    "nor when it is over": ((SHOCK | {"voice.shock.days": 1}, 0.24), 0.075),
    "the world without has it too": ((SHOCK | {"score.in_force": False}, 0.24), 0.675),
    "never": ((SHOCK | {"voice.shock.day": None}, 0.0), 0.075),
}


@rows(SHOCKS)
def test_a_shock_stirs(case, expected, chances):
    scenario, luck = case
    chances({Purpose.SHOCK: luck})
    s, r, t, _ = given(**{"voice.backlash": 0.3} | scenario)
    adapt(0, noticed(punished=1, ties=4), s, r, t)
    assert s.stirred[0] == pytest.approx(expected)


def test_a_shock_strikes_the_same_people_on_all_its_days():
    first, later = keys(9, 3), keys(9, 70)
    assert first[Purpose.SHOCK] == later[Purpose.SHOCK]
    assert first[Purpose.CHOICE] != later[Purpose.CHOICE]


def test_without_learning_the_risk_is_known():
    """learn = 0: nu is the scenario's, whatever was believed and whoever was punished."""
    s, r, t, _ = given({"nu": 0.5, "punished": 1}, watching__nu=0.2)
    adapt(0, noticed(punished=2, ties=4), s, r, t)
    assert s.nu[0] == pytest.approx(0.2)
