"""Rights and the AI Act for scenarios of every kind: the checker always answers, and less is never worse."""

import functools
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers import spread
from sottovoce.law.ai_act import SEVERITY, ai_act
from sottovoce.law.catalogue import ai_act_law, law_of_rights
from sottovoce.law.mechanisms import MECHANISMS
from sottovoce.law.rights import articles, rights
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.scenario.paths import get, with_values
from sottovoce.scenario.records_part import SPHERES

MANY = 60
ACCESS = tuple(ai_act_law().consequences)


# Put to work in turns, so that every mechanism is met, also where the options above leave it off.
MORE: tuple[dict[str, Any], ...] = (
    {},
    {"informers.share": 0.1, "informers.provocateurs": 0.01},
    {"identity.linked": ["bank", "health"], "freeze.power": True},
    {"blacklist.entry": 0.2, "channels.conduct.bad_rate": 0.02, "channels.conduct.coverage": 1.0},
    {"reports.rate": 0.1, "reports.malice": 0.01, "reports.points": 5.0, "reports.ratings_rate": 0.1},
    {"freeze.power": True, "identity.linked": []},
    {"appeal.share": 0.2, "repair.months": 2},
)


@functools.cache
def base(number: int) -> Scenario:
    """One of the scenarios that together take every option of the model; a third of them with more kinds of tiers."""
    s = with_values(spread(number, MANY, Path("pairs.txt")), MORE[number % len(MORE)])
    more = [{"name": "mark", "access": "badge", "effect": "takes", "edge": s.score.low + 10},
            {"name": "papers", "access": "travel_papers", "effect": "gives", "edge": s.score.high - 10}]  # fmt: skip
    tiers = [tier.model_dump() for tier in s.tiers]
    return with_values(s, {"tiers": tiers + more}) if number % 3 == 0 and not s.dates else s


def points(*channels: str, kinds: tuple[str, ...] = ("gain", "loss")) -> dict[str, Any]:
    return {f"channels.{name}.{kind}": 0.0 for name in channels for kind in kinds}


def without(*access: str, effect: str = ""):
    """Tiers without these, as a change."""

    def change(s: Scenario) -> dict[str, Any]:
        kept = [t for t in s.tiers if t.access not in access or (effect and t.effect != effect)]
        return {"tiers": [tier.model_dump() for tier in kept]}

    return change


# Mechanism -> what turns it off, and no more than it.
def linked_only(s: Scenario, *spheres: str) -> dict[str, Any]:
    """These files alone hang on the number. Not none at all where there were some: without a number accounts are found by name."""
    return {"identity.linked": [each for each in SPHERES if each in spheres] if s.identity.linked else []}


OFF: dict[str, Any] = {
    "speech": lambda s: points("post", "share", "gather"),
    "permission": lambda s: {"sources": {}},
    "speech_punished": lambda s: {"punishment.severity": 0.0},
    "friends": lambda s: {"score.friend_weight": 0.0, "score.spill": 0.0, "tags.chance": 0.0},
    "lookup": lambda s: {"score.lookup": "own"},
    "pooled": lambda s: (
        points("buy", "browse")
        | linked_only(s, *(["bank"] if "bank" in s.identity.linked else s.identity.linked[:1]))
    ),
    "purchases": lambda s: points("buy", kinds=("loss",)),
    "travel": without("travel_papers", "tickets"),
    "jobs": lambda s: without("jobs")(s) | {"jobs.hunts": 0.0},
    "loan": without("loan"),
    "internet": without("internet", "reach"),
    "frozen": lambda s: without("bank")(s) | {"freeze.power": False},
    "medical": lambda s: linked_only(s, *({*s.identity.linked} - {"health"} or {"tax"})),
    "mandatory": lambda s: {"enrolment.mandatory_day": None},
    "opt_in": lambda s: {"enrolment.opt_in_day": None},
    "no_remedy": lambda s: (
        without(*ACCESS, effect="takes")(s) | {"punishment.severity": 0.0, "freeze.power": False}
    ),
    "old": lambda s: {"score.memory_months": 1, "enrolment.retroactive": False, "jobs.lookback_days": 1},
    "informers": lambda s: {"informers.share": 0.0, "informers.provocateurs": 0.0},
    "vetting": without("jobs"),
    "shaming": lambda s: without("badge", effect="takes")(s) | {"blacklist.public": False},
}


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """One that mixes every option of the model, with channels and conduct silenced at random."""
    start = base(draw(st.integers(0, MANY - 1)))
    silent = draw(st.sets(st.sampled_from(CHANNELS)))
    changes = points(*silent)
    if draw(st.booleans()):
        changes |= {"channels.conduct.gain": 0.0, "channels.conduct.loss": 0.0}
    if draw(st.booleans()):
        changes |= {"score.friend_weight": 0.0, "score.spill": 0.0}
    if draw(st.booleans()):
        changes["sources.channels.post.loss"] = {"tag": "D", "source": "#11"}
    return with_values(start, changes)


@pytest.mark.slow
@given(scenarios())
@settings(max_examples=80, deadline=None)
def test_the_checker_answers_for_every_scenario(s: Scenario):
    check = ai_act(s)
    assert check.verdict in SEVERITY
    assert [answer.key for answer in check.answers] == [element.key for element in ai_act_law().elements]
    assert all(
        answer.answer in ("yes", "no", "cannot be told") and answer.grounds for answer in check.answers
    )
    then = s.on(check.day)
    assert all(one.value == get(then, one.path) for answer in check.answers for one in answer.found)
    if check.verdict.startswith("prohibited"):
        assert then.score.in_force and {"ICCPR 17", "GDPR 5", "GDPR 7", "GDPR 7(4)", "GDPR 22", "ICCPR 26", "ICCPR 19",
            "ICCPR 19(2)", "ICESCR 6", "ICCPR 12", "ICCPR 2(3)"} & set(articles(rights(s)))  # fmt: skip


@pytest.mark.slow
@given(scenarios(), st.sampled_from(sorted(OFF)))
@settings(max_examples=100, deadline=None)
def test_turning_a_mechanism_off_never_adds_a_right_nor_makes_the_verdict_worse(s: Scenario, key: str):
    s = with_values(s, {"dates": []})
    if key == "mandatory":  # where both begin on one day nobody is ever asked; without the mandate people are
        assume(s.enrolment.opt_in_day != s.enrolment.mandatory_day)
    less = with_values(s, OFF[key](s))
    before, after = rights(s), rights(less)
    assert key not in {right.key for right in after}
    assert {right.key for right in after} <= {right.key for right in before}
    assert set(articles(after)) <= set(articles(before))
    assert SEVERITY.index(ai_act(less).verdict) >= SEVERITY.index(ai_act(s).verdict)


@given(scenarios())
@settings(max_examples=30, deadline=None)
def test_without_the_system_only_the_law_touches_a_right(s: Scenario):
    none = with_values(s, {"score.in_force": False, "dates": []})
    assert {right.key for right in rights(none)} <= {"speech_punished"}
    assert ai_act(none).verdict == "outside Art. 5(1)(c)"


def test_every_mechanism_has_a_switch_here():
    assert set(OFF) == set(MECHANISMS) == {m.key for m in law_of_rights().mechanisms}


@pytest.mark.parametrize("key", sorted(OFF))
def test_every_mechanism_is_at_work_in_some_of_these_scenarios(key: str):
    """So that the property above speaks of it."""
    found = (base(n) for n in range(MANY))
    if key == "permission":
        found = (with_values(s, {"sources.channels.post.loss": {"tag": "D", "source": "#11"}}) for s in found)
    assert any(MECHANISMS[key](s) for s in found)
