"""The checker of Art. 5(1)(c), element by element, on scenarios made for each question."""

from itertools import product
from typing import Any

import pytest

from sottovoce.law.ai_act import Check, ai_act, both, either
from sottovoce.law.catalogue import ai_act_law
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import get, with_values
from sottovoce.scenario.read import presets, read

YES, NO, UNTOLD = "yes", "no", "cannot be told"
QUIET = {"rate": 0.2, "coverage": 1.0, "gain": 0.0, "loss": 0.0}
LOUD = QUIET | {"loss": 5.0}
PAYS = QUIET | {"gain": 5.0}
PAYMENTS = {"bad_rate": 0.005, "loss": 40.0}
LIST = {"blacklist.entry": 0.1, "channels.conduct": {"bad_rate": 0.01, "loss": 0.0}}
BARRED = {"name": "tickets", "access": "tickets", "effect": "takes", "on": "blacklist"}
LOAN = {"name": "loan", "access": "loan", "effect": "gives", "edge": 640.0}
JOBS = {"name": "jobs", "access": "jobs", "effect": "takes", "edge": 500.0}
NET = {"name": "net", "access": "internet", "effect": "takes", "edge": 540.0}
QUEUE = {"name": "queue", "access": "fast_queue", "effect": "gives", "edge": 640.0}
MARK = {"name": "mark", "access": "badge", "effect": "takes", "edge": 500.0}
EMPTY: dict[str, Any] = {
    **{f"channels.{name}": QUIET for name in ("post", "share", "gather", "buy", "browse")},
    "score.friend_weight": 0.0,
    "score.spill": 0.0,
    "score.lookup": "own",
    "tiers": [],
}
ELEMENTS = ("ai_system", "period", "basis", "score", "detriment", "cross_context", "disproportion")
IF_AI = "prohibited if it is an AI system"

# What is switched on -> verdict, and the answers in the order of ELEMENTS (y, n, ? for cannot be told).
CASES: dict[str, tuple[dict[str, Any], str, str]] = {
    "nothing moves the score": ({"tiers": [JOBS]}, "outside Art. 5(1)(c)", "nnnnnnn"),
    "no score in force": (
        {"score.in_force": False, "channels.post": LOUD},
        "outside Art. 5(1)(c)",
        "nnnnnnn",
    ),
    "nobody is ever scored": (
        {"channels.post": LOUD, "enrolment.opt_in_day": None, "enrolment.mandatory_day": None},
        "outside Art. 5(1)(c)",
        "nnnnnnn",
    ),
    "direct punishment without a score": ({"punishment.severity": 2.0}, "outside Art. 5(1)(c)", "nnnnnnn"),
    "payments, for loans": ({"channels.conduct": PAYMENTS, "tiers": [LOAN]}, "not prohibited", "?yyyynn"),
    "payments, for loans and jobs": (
        {"channels.conduct": PAYMENTS, "tiers": [LOAN, JOBS]},
        IF_AI,
        "?yyyyy?",
    ),
    "payments and posts, for loans": (
        {"channels.conduct": PAYMENTS, "channels.post": LOUD, "tiers": [LOAN]},
        IF_AI,
        "?yyyyyy",
    ),
    "payments and friends, for loans": (
        {"channels.conduct": PAYMENTS, "score.friend_weight": 0.1, "tiers": [LOAN]},
        IF_AI,
        "?yyyyyy",
    ),
    "purchases, for loans": ({"channels.buy": LOUD, "tiers": [LOAN]}, "prohibited", "yyyyyyy"),
    "purchases that only pay, for loans": ({"channels.buy": PAYS, "tiers": [LOAN]}, "prohibited", "yyyyyy?"),
    "browsing, for internet": ({"channels.browse": LOUD, "tiers": [NET]}, "prohibited", "yyyyy?y"),
    "posts, for internet": ({"channels.post": LOUD, "tiers": [NET]}, IF_AI, "?yyyy?y"),
    "loyal posts only, for internet": ({"channels.post": PAYS, "tiers": [NET]}, "cannot be told", "?yyyy??"),
    "posts, for a mark of shame": ({"channels.post": LOUD, "tiers": [MARK]}, IF_AI, "?yyyy?y"),
    "conduct, for a mark of shame": (
        {"channels.conduct": PAYMENTS, "tiers": [MARK]},
        "cannot be told",
        "?yyyy??",
    ),
    "extras only": ({"channels.conduct": PAYMENTS, "tiers": [QUEUE]}, "not prohibited", "?yyynnn"),
    "extras only, for purchases": ({"channels.buy": LOUD, "tiers": [QUEUE]}, "not prohibited", "yyyynnn"),
    "extras only, and all can see the score": (
        {"channels.conduct": PAYMENTS, "tiers": [QUEUE], "score.lookup": "public"},
        "cannot be told",
        "?yyy???",
    ),
    "posts, for a voice that does not carry": (
        {"channels.post": LOUD, "tiers": [NET | {"access": "reach"}]},
        IF_AI,
        "?yyyyny",
    ),
    "loyal posts only, for a voice that carries": (
        {"channels.post": PAYS, "tiers": [NET | {"access": "reach", "effect": "gives"}]},
        "cannot be told",
        "?yyyyn?",
    ),
    "ratings, for jobs": (
        {"reports.ratings_rate": 0.5, "tiers": [JOBS]},
        "cannot be told",
        "?yyyy??",
    ),
    "ratings with malice, for jobs": (
        {"reports.ratings_rate": 0.5, "reports.ratings_malice": 0.1, "tiers": [JOBS]},
        "cannot be told",
        "?yyyy??",
    ),
    "ratings that all can see": (
        {"reports.ratings_rate": 0.5, "score.lookup": "public"},
        "cannot be told",
        "?yyy???",
    ),
    "false reports, for jobs": ({"reports.malice": 0.01, "tiers": [JOBS]}, IF_AI, "?yyyyyy"),
    "a list": ({**LIST, "tiers": [BARRED]}, "outside Art. 5(1)(c)", "nnnnnnn"),
    "a list beside a score from which nothing follows": (
        {**LIST, "channels.post": LOUD, "tiers": [BARRED]},
        "not prohibited",
        "?yyynnn",
    ),
    "informers": ({"informers.share": 0.01, "punishment.severity": 2.0}, "outside Art. 5(1)(c)", "nnnnnnn"),
    "a power to freeze": ({"freeze.power": True}, "outside Art. 5(1)(c)", "nnnnnnn"),
    "nothing follows": ({"channels.post": LOUD}, "not prohibited", "?yyynnn"),
    "a rating for a day": (
        {"channels.buy": LOUD, "tiers": [LOAN], "score.fade": 1.0},
        "not prohibited",
        "ynyyyyy",
    ),
}


def made(changes: dict[str, Any]) -> Scenario:
    return with_values(Scenario(name="made", label="made up by a test"), EMPTY | changes)


def answers(check: Check) -> str:
    return "".join({YES: "y", NO: "n", UNTOLD: "?"}[check[key].answer] for key in ELEMENTS)


@pytest.mark.parametrize("name", CASES)
def test_each_question_on_a_scenario_made_for_it(name: str):
    changes, verdict, expected = CASES[name]
    check = ai_act(made(changes))
    assert (check.verdict, answers(check)) == (verdict, expected)


@pytest.mark.parametrize("name", CASES)
def test_the_verdict_is_the_rule_of_the_evidence_sheet(name: str):
    """Prohibited when period & basis & detriment & (cross_context | disproportion); a score and an AI system are needed."""
    check = ai_act(made(CASES[name][0]))
    say = {key: check[key].answer for key in ELEMENTS}
    met = all(say[key] == YES for key in ("period", "basis", "detriment", "score")) and YES in (
        say["cross_context"],
        say["disproportion"],
    )
    assert met == check.verdict.startswith("prohibited")
    assert (check.verdict == "prohibited") == (met and say["ai_system"] == YES)
    assert (check.verdict == "outside Art. 5(1)(c)") == (NO in (say["score"], say["ai_system"]))


@pytest.mark.parametrize("name", CASES)
def test_every_answer_says_why_and_shows_values_that_are_there(name: str):
    scenario = made(CASES[name][0])
    check = ai_act(scenario)
    assert [answer.key for answer in check.answers] == list(ELEMENTS)
    assert check.grounds.endswith(".") and check.grounds[0].isupper()
    for answer in check.answers:
        assert answer.grounds
        assert answer.found or answer.answer != YES
        for one in answer.found:
            assert one.value == get(scenario, one.path)


@pytest.mark.parametrize("name", presets())
def test_it_always_says_that_it_is_no_legal_advice(name: str):
    check = ai_act(read(name))
    assert "teaching aid, not legal advice" in check.advice
    assert str(check).endswith(check.advice)
    assert check.advice in check._repr_html_() and check._repr_html_().count("<tr>") == 1 + len(ELEMENTS)


# What the checker says of every preset; a preset that is new says here what is expected of it, and why.
PRESETS = {
    "canada-2022-freeze": "outside Art. 5(1)(c)",  # no score
    "court-blacklist": "outside Art. 5(1)(c)",  # a list kept by hand
    "fico": "not prohibited",  # payments, for credit
    "lenddo": IF_AI,  # friends, for credit
    "my-number": "outside Art. 5(1)(c)",
    "my-number-freeze": "outside Art. 5(1)(c)",
    "no-system": "outside Art. 5(1)(c)",
    "peeple-2015": "cannot be told",  # nothing follows but that all can see it
    "peeple-2016": "cannot be told",
    "platform-rating": "cannot be told",  # ratings of the work, for the work: perhaps the same context
    "press-2015": "prohibited",
    "press-2015-fades": "prohibited",
    "press-2015-stays": "prohibited",
    "provocateurs": "outside Art. 5(1)(c)",
    "reward-only-city": "not prohibited",  # only extras on top
    "rongcheng-2016": IF_AI,  # late bills, for queues and a public list
    "rongcheng-2021": "not prohibited",  # only extras, by consent
    "schufa": "not prohibited",
    "sensitive-groups": "outside Art. 5(1)(c)",  # no score
    "stasi-informers": "outside Art. 5(1)(c)",
    "suining-2010": IF_AI,  # conduct, for jobs
    "watching-only": "outside Art. 5(1)(c)",  # no score
    "weibo-2012": IF_AI,  # posts, for reach: one context, but lawful speech
    "weibo-sunshine-2017": IF_AI,
    "weihai": "cannot be told",  # conduct of all kinds, for cheaper loans
    "zhima-2015": "prohibited",  # purchases and friends, for credit
}


def test_every_preset_is_judged_as_expected():
    assert {name: ai_act(read(name)).verdict for name in presets()} == PRESETS


def test_press_2015_would_be_prohibited_and_says_what_decides():
    check = ai_act(read("press-2015"))
    assert (check.verdict, check.day) == ("prohibited", 0)
    assert check.grounds == (
        "People are scored over time, and treated worse for it: in an unrelated context and unjustified."
    )
    assert check["detriment"].grounds == (
        "taken below an edge: slow internet, barred jobs and shaming; refused to those below an edge: loan and travel papers"
    )
    assert check["cross_context"].grounds == (
        "posts, shared links, purchases, browsing and friends' acts and scores decide on loans, travel papers and jobs; "
        "purchases and friends' acts and scores decide on internet speed"
    )
    assert {"channels.post.loss", "tiers.3.access"} <= {one.path for one in check["cross_context"].found}


def test_no_system_is_outside():
    check = ai_act(read("no-system"))
    assert (check.verdict, check.grounds) == ("outside Art. 5(1)(c)", "No score is in force.")


def test_what_stands_beside_no_score_is_named():
    check = ai_act(made({**LIST, "tiers": [BARRED], "informers.share": 0.01, "freeze.power": True}))
    assert check.grounds == (
        "Nothing that people do moves a score; what there is (a list, informers or provocateurs and a power to freeze "
        "accounts) is not what the article is about."
    )


def test_a_score_for_credit_alone_is_told_to_be_high_risk():
    check = ai_act(made(CASES["payments, for loans"][0]))
    assert check.grounds == (
        "What counts is of the context in which it counts: payments, for credit and nothing else; late payments bear on "
        "credit; a test for one purpose is spared (recital 31); credit scoring stays a high-risk use (Annex III 5(b))."
    )


def test_how_many_events_lead_to_a_sanction_is_computed():
    check = ai_act(made({"channels.conduct": PAYMENTS, "tiers": [JOBS, NET], "score.start": 600.0}))
    assert check["disproportion"].grounds == (
        "how grave what counts is, is not said; 2 bad events in a row take somebody from the start below the nearest edge"
    )


def test_sanctions_that_come_on_a_date_are_judged_from_that_day():
    dates = [
        {"day": 90, "name": "sanctions", "set": {"tiers": [JOBS]}},
        {"day": 200, "name": "repeal", "set": {"score.in_force": False}},
    ]
    check = ai_act(made({"channels.buy": LOUD, "dates": dates}))
    assert (check.verdict, check.day) == ("prohibited", 90)


def test_kleenes_logic():
    for a, b in product((YES, NO, UNTOLD), repeat=2):
        assert both(a, b) == both(b, a)
        assert either(a, b) == either(b, a)
    assert [both(UNTOLD, say) for say in (YES, NO, UNTOLD)] == [UNTOLD, NO, UNTOLD]
    assert [either(UNTOLD, say) for say in (YES, NO, UNTOLD)] == [YES, UNTOLD, UNTOLD]
    assert (both(), either()) == (YES, NO)


def test_the_catalogue_asks_the_seven_elements_in_order_with_sources():
    assert [element.key for element in ai_act_law().elements] == list(ELEMENTS)
    assert "not legal advice" in ai_act_law().advice
