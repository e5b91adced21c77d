"""Adapt: punishment that one meets teaches how closely one is watched, and stirs those who see it.

    nu <- nu + learn z (1 - nu) - fade (nu - nu of the scenario)     z = 1 if punished oneself, else the share of friends punished
    stirred = backlash times the share of friends punished

Here learn = 0.1, fade = 0.05, backlash = 0.3; the scenario's nu is 0.2, the citizen believes 0.6.
"""

import pytest
from given import given, noticed, rows

from sottovoce.day.adapt import adapt

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
    s, r, _, _ = given(
        {"nu": 0.6, "punished": own},
        watching={"nu": 0.2, "learn": 0.1, "fade": 0.05},
        voice__backlash=0.3,
    )
    adapt(0, noticed(punished=punished, ties=ties), s, r)
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
    s, r, _, _ = given(
        watching={"nu": 0.2, "learn": 0.1, "fade": 0.05, "rest": 0.2}, enrolment__mandatory_day=mandatory
    )
    s.heed[0], s.punished[0], s.enrolled[0] = 0.6, own, enrolled
    adapt(0, noticed(punished=punished, ties=4), s, r)
    assert s.heed[0] == pytest.approx(expected, abs=1e-6)


def test_with_rest_1_nothing_is_forgotten():
    s, r, _, _ = given(watching={"nu": 0.2, "learn": 0.1, "fade": 0.05})
    assert s.heed.shape == (1,)
    adapt(0, noticed(punished=1, ties=4), s, r)
    assert s.heed[0] == 1.0


def test_without_learning_the_risk_is_known():
    """learn = 0: nu is the scenario's, whatever was believed and whoever was punished."""
    s, r, _, _ = given({"nu": 0.5, "punished": 1}, watching__nu=0.2)
    adapt(0, noticed(punished=2, ties=4), s, r)
    assert s.nu[0] == pytest.approx(0.2)
