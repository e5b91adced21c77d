"""Which mechanisms are at work, and which rights they touch: switched on one at a time, each is found where it stands."""

from typing import Any

import pytest

from sottovoce.errors import SottovoceError
from sottovoce.law.catalogue import Rights, law_of_rights
from sottovoce.law.mechanisms import MECHANISMS
from sottovoce.law.rights import articles, rights, when
from sottovoce.reforms import no_sanctions, no_system, own_acts_only, private_scores
from sottovoce.scenario.catalogue import sources
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import get, with_values
from sottovoce.scenario.read import presets, read

QUIET = {"rate": 0.2, "coverage": 1.0, "gain": 0.0, "loss": 0.0}
LOUD = QUIET | {"loss": 5.0}
UNSEEN = {"coverage": 0.0}
LIST = {"blacklist.entry": 0.1, "channels.conduct": {"bad_rate": 0.01, "loss": 0.0}}
BARRED = {"name": "tickets", "access": "tickets", "effect": "takes", "on": "blacklist"}
LOAN = {"name": "loan", "access": "loan", "effect": "gives", "edge": 640.0}
JOBS = {"name": "jobs", "access": "jobs", "effect": "takes", "edge": 500.0}
HUNTS = {"jobs.hunts": 1.0, "jobs.lookback_days": 365}
# A score that nothing moves, that nobody sees, and from which nothing follows; open to those who wish.
EMPTY: dict[str, Any] = {
    **{f"channels.{name}": QUIET for name in ("post", "share", "gather", "buy", "browse")},
    "score.friend_weight": 0.0,
    "score.spill": 0.0,
    "score.lookup": "own",
    "score.blame_tool": False,
    "score.memory_months": 3,
    "enrolment.mandatory_day": None,
    "tiers": [],
}

# What is switched on, with what it needs -> the mechanisms that are then at work, and a path that must be found.
CASES: dict[str, tuple[dict[str, Any], set[str], str]] = {
    "nothing": ({}, set(), ""),
    "speech costs": ({"channels.post": LOUD}, {"speech"}, "channels.post.loss"),
    "speech pays": ({"channels.share": QUIET | {"gain": 1.0}}, {"speech"}, "channels.share.gain"),
    "speech costs, unseen": ({"channels.post": LOUD | {"coverage": 0.0}}, set(), ""),
    "speech costs, no occasion": ({"channels.post": LOUD | {"rate": 0.0}}, set(), ""),
    "speech costs, nobody enrolled": ({"channels.post": LOUD, "enrolment.opt_in_day": None}, set(), ""),
    "speech costs, opens too late": ({"channels.post": LOUD, "enrolment.opt_in_day": 730}, set(), ""),
    "permission": (
        {
            "channels.post": LOUD,
            "sources.channels.post.loss": {
                "tag": "A",
                "source": "unpermitted posts (#11)",
                "assumed": [1, 9],
            },
        },
        {"speech", "permission"},
        "channels.post.loss",
    ),
    "punished": ({"punishment.severity": 1.0}, {"speech_punished", "no_remedy"}, "punishment.severity"),
    "punished by law": (
        {"punishment.severity": 1.0, "punishment.by_law": True},
        {"speech_punished"},
        "punishment.by_law",
    ),
    "friends' scores": ({"score.friend_weight": 0.1}, {"friends"}, "score.friend_weight"),
    "friends' acts": (
        {"score.spill": 0.1, "channels.gather": LOUD},
        {"friends", "speech"},
        "score.spill",
    ),
    "friends' acts, of which none counts": ({"score.spill": 0.1}, set(), ""),
    "look-up": ({"score.lookup": "public", "channels.post": LOUD}, {"lookup", "speech"}, "score.lookup"),
    "look-up by friends": ({"score.lookup": "friends", "channels.post": LOUD}, {"speech"}, ""),
    "look-up of a score that nothing moves": ({"score.lookup": "public"}, set(), ""),
    "browsing": ({"channels.browse": LOUD}, {"pooled"}, "channels.browse.loss"),
    "purchases": ({"channels.buy": LOUD}, {"pooled", "purchases"}, "channels.buy.loss"),
    "purchases that pay": ({"channels.buy": QUIET | {"gain": 1.0}}, {"pooled"}, "channels.buy.gain"),
    "loan": ({"tiers": [LOAN]}, {"loan", "opt_in"}, "tiers.0.access"),
    "loan, mandatory": (
        {"tiers": [LOAN], "enrolment.opt_in_day": None, "enrolment.mandatory_day": 9},
        {"loan", "mandatory"},
        "enrolment.mandatory_day",
    ),
    "jobs": ({"tiers": [LOAN, JOBS]}, {"loan", "opt_in", "jobs", "no_remedy"}, "tiers.1.access"),
    "vetting": (
        {"tiers": [JOBS], "channels.post": LOUD},
        {"jobs", "no_remedy", "vetting", "speech"},
        "channels.post.loss",
    ),
    "an employer who looks back": (HUNTS, {"jobs", "old"}, "jobs.lookback_days"),
    "an employer who looks back half a year": (HUNTS | {"jobs.lookback_days": 180}, {"jobs"}, "jobs.hunts"),
    "an employer who finds nothing": (HUNTS | {"jobs.finds": 0.0}, set(), ""),
    "tags": (
        {"channels.post": LOUD, "tags.chance": 0.1, "tags.weight": 0.5},
        {"friends", "speech"},
        "tags.chance",
    ),
    "tags in what counts for nothing": ({"tags.chance": 0.1}, set(), ""),
    "travel": ({"tiers": [LOAN | {"access": "tickets"}]}, {"travel", "opt_in"}, "tiers.0.access"),
    "internet": ({"tiers": [JOBS | {"access": "internet"}]}, {"internet", "no_remedy"}, "tiers.0.access"),
    "a sanction after the end of the run": (
        {"tiers": [LOAN, JOBS | {"from_day": 730}]},
        {"loan", "opt_in"},
        "",
    ),
    "a badge of shame": (
        {"tiers": [JOBS | {"access": "badge"}]},
        {"shaming", "no_remedy"},
        "tiers.0.access",
    ),
    "long memory": (
        {"channels.post": LOUD, "score.memory_months": 12},
        {"speech", "old"},
        "score.memory_months",
    ),
    "endless memory": ({"channels.post": LOUD, "score.memory_months": 0}, {"speech", "old"}, "score.fade"),
    "endless memory that fades": (
        {"channels.post": LOUD, "score.memory_months": 0, "score.fade": 0.01},
        {"speech"},
        "",
    ),
    "before joining": (
        {"channels.post": LOUD, "enrolment.retroactive": True},
        {"speech", "old"},
        "enrolment.retroactive",
    ),
    "loud gatherings that nobody sees": ({"channels.gather": LOUD | UNSEEN}, set(), ""),
    "gatherings with informers": (
        {"channels.gather": LOUD | UNSEEN, "informers.share": 0.01},
        {"speech", "informers"},
        "informers.share",
    ),
    "all refuse to inform": (
        {"channels.gather": LOUD | UNSEEN, "informers.share": 0.01, "informers.refusal": 1.0},
        set(),
        "",
    ),
    "provocateurs": (
        {"informers.provocateurs": 0.01, "punishment.severity": 1.0},
        {"informers", "speech_punished", "no_remedy"},
        "informers.provocateurs",
    ),
    "peers report what nobody else sees": (
        {"channels.post": LOUD | UNSEEN, "reports.rate": 0.1},
        {"speech"},
        "channels.post.loss",
    ),
    "peers report loyalty to nobody": (
        {"channels.post": QUIET | UNSEEN | {"gain": 1.0}, "reports.rate": 0.1},
        set(),
        "",
    ),
    "speech has no weight": ({"channels.post": LOUD, "score.weights.speech": 0.0}, set(), ""),
    "shopping has no weight": ({"channels.buy": LOUD, "score.weights.consumption": 0.0}, set(), ""),
    "ratings that all can see": (
        {"reports.ratings_rate": 0.5, "score.lookup": "public"},
        {"lookup"},
        "score.lookup",
    ),
    "ratings that are shared by oneself": (
        {"reports.ratings_rate": 0.5, "score.lookup": "self_shared"},
        set(),
        "",
    ),
    "false reports that all can see": (
        {"reports.malice": 0.01, "score.lookup": "public"},
        {"lookup"},
        "score.lookup",
    ),
    "false reports, each looked into": (
        {"reports.malice": 0.01, "appeal.review": 1.0, "score.lookup": "public"},
        set(),
        "",
    ),
    "freezing by a click": ({"freeze.power": True}, {"frozen", "no_remedy"}, "freeze.power"),
    "freezing by a court": ({"freeze.power": True, "freeze.court": 0.5}, {"frozen"}, "freeze.court"),
    "freezing that no court allows": ({"freeze.power": True, "freeze.court": 0.0}, set(), ""),
    "freezing, and no bank is linked": (
        {"freeze.power": True, "identity.linked": ["tax"]},
        set(),
        "",
    ),
    "the bank hangs on the score": ({"tiers": [JOBS | {"access": "bank"}]}, {"frozen", "no_remedy"}, ""),
    "one number for two offices": (
        {"identity.linked": ["tax", "bank"]},
        {"pooled"},
        "identity.linked",
    ),
    "one number for one office": ({"identity.linked": ["tax"]}, set(), ""),
    "one number, also for health": (
        {"identity.linked": ["tax", "health"]},
        {"pooled", "medical"},
        "identity.share",
    ),
    "a linked bank shows what is bought": (
        {"identity.linked": ["bank"], "channels.buy": LOUD | UNSEEN},
        {"pooled", "purchases"},
        "channels.buy.loss",
    ),
    "a list that nobody sees": ({**LIST, "blacklist.public": False}, set(), ""),
    "a list": (LIST, {"shaming"}, "blacklist.public"),
    "a list that bars from tickets": (
        {**LIST, "tiers": [BARRED]},
        {"shaming", "travel", "no_remedy"},
        "tiers.0.access",
    ),
    "a list that is left by paying": (
        {**LIST, "tiers": [BARRED], "blacklist.cure": 0.01},
        {"shaming", "travel"},
        "tiers.0.access",
    ),
    "a list that nothing leads to": ({"blacklist.entry": 0.1, "tiers": [BARRED]}, set(), ""),
    "a list, mandatory": ({**LIST, "enrolment.mandatory_day": 30}, {"shaming"}, ""),
    "jobs, with appeal": ({"tiers": [JOBS], "appeal.share": 0.5}, {"jobs"}, ""),
    "jobs, with appeals that never win": (
        {"tiers": [JOBS], "appeal.share": 0.5, "appeal.right": 0.0, "appeal.wrong": 0.0},
        {"jobs", "no_remedy"},
        "",
    ),
    "jobs, with repair": ({"tiers": [JOBS], "repair.months": 2}, {"jobs"}, ""),
    "punished, with repair of points": (
        {"punishment.severity": 1.0, "repair.months": 2},
        {"speech_punished", "no_remedy"},
        "",
    ),
    "long memory, two clean months": (
        {"channels.post": LOUD, "score.memory_months": 12, "repair.months": 2},
        {"speech"},
        "",
    ),
    "voices that do not carry": ({"tiers": [JOBS | {"access": "reach"}]}, {"internet", "no_remedy"}, ""),
    "no system": ({"score.in_force": False, "tiers": [JOBS], "channels.post": LOUD}, set(), ""),
}


def made(changes: dict[str, Any]) -> Scenario:
    return with_values(Scenario(name="made", label="made up by a test"), EMPTY | changes)


@pytest.mark.parametrize("name", CASES)
def test_each_mechanism_is_found_where_it_stands(name: str):
    changes, expected, path = CASES[name]
    scenario = made(changes)
    found = rights(scenario)
    assert {right.key for right in found} == expected
    values = [one for right in found for one in right.found]
    assert not path or path in {one.path for one in values}
    for one in values:
        assert one.value == get(scenario, one.path)


def test_every_mechanism_of_the_catalogue_is_found_by_a_function_and_every_function_is_in_the_catalogue():
    assert set(MECHANISMS) == {m.key for m in law_of_rights().mechanisms}
    assert all(function.__doc__ for function in MECHANISMS.values())


def test_every_row_of_the_evidence_sheet_is_there_with_its_articles():
    by = {m.key: set(m.articles) for m in law_of_rights().mechanisms}
    assert by["speech"] == {"ICCPR 19", "UDHR 19", "EU Charter 11"}
    assert by["friends"] == {"ICCPR 17", "ICCPR 22", "ICCPR 26", "UDHR 12", "UDHR 20", "CCD II 18"}
    assert by["no_remedy"] == {"ICCPR 2(3)", "ICCPR 14", "UDHR 8", "UDHR 10"}
    assert by["informers"] == {"ICCPR 17", "ICCPR 18", "ICCPR 19", "ICCPR 21", "ICCPR 22"}
    assert len(by) == 20  # 19 rows, and punishment of speech without a score
    for article in law_of_rights().articles.values():
        assert set(article.keys) <= set(sources())
        assert article.label.startswith(article.tag)


def test_an_article_that_is_used_has_to_be_listed_and_the_other_way_round():
    whole = law_of_rights().model_dump()
    del whole["articles"]["ICCPR 12"]
    with pytest.raises(ValueError, match=r"articles that are used and not listed.*: ICCPR 12"):
        Rights.model_validate(whole)
    whole["articles"]["ICCPR 99"] = {"about": "no such article", "tag": "M", "confidence": "L", "keys": ()}
    with pytest.raises(ValueError, match="ICCPR 12, ICCPR 99"):
        Rights.model_validate(whole)
    whole["articles"]["ICCPR 99"] = {"about": "seen nowhere", "tag": "V", "confidence": "H", "keys": ()}
    with pytest.raises(ValueError, match="tag V says that it was seen: name the source in keys"):
        Rights.model_validate(whole)


def test_press_2015_touches_what_the_articles_describe_and_no_system_nothing():
    keys = {right.key for right in rights(read("press-2015"))}
    assert keys == {
        "speech", "permission", "friends", "lookup", "pooled", "purchases", "travel", "jobs", "loan", "internet",
        "mandatory", "opt_in", "no_remedy", "old", "shaming", "vetting",
    }  # fmt: skip
    touched = articles(rights(read("press-2015")))
    assert {"ICCPR 19", "UDHR 13", "GDPR 22", "AI Act 5(1)(c)(i)"} <= set(touched)
    assert list(touched) == [a for a in law_of_rights().articles if a in touched]
    assert rights(read("no-system")) == ()


def test_reforms_take_away_what_they_say():
    press = read("press-2015")
    before = {right.key for right in rights(press)}
    gone = {
        reform.__name__: before - {right.key for right in rights(reform(press))}
        for reform in (no_system, own_acts_only, private_scores, no_sanctions)
    }
    assert gone == {
        "no_system": before,
        "own_acts_only": {"friends"},
        "private_scores": {"lookup"},
        "no_sanctions": {"internet", "no_remedy", "shaming", "vetting"},
    }


def test_dated_changes_begin_and_end_a_mechanism():
    dates = [
        {"day": 100, "name": "sanctions", "set": {"tiers": [JOBS]}},
        {"day": 300, "name": "repeal", "set": {"score.in_force": False}},
        {"day": 900, "name": "after the end", "set": {"score.in_force": True, "score.lookup": "public"}},
    ]
    scenario = made({"channels.post": LOUD, "dates": dates})
    assert [(a, b) for a, b, _ in scenario.periods()] == [(0, 100), (100, 300), (300, scenario.days)]
    found = {right.key: right for right in rights(scenario)}
    assert set(found) == {"speech", "jobs", "no_remedy", "vetting"}
    assert (found["speech"].first, found["speech"].until) == (0, 300)
    assert (found["jobs"].first, found["jobs"].until) == (100, 300)
    assert when(found["speech"]) == "until day 300"
    assert when(found["jobs"]) == "from day 100 until day 300"
    assert when(rights(read("press-2015"))[0]) == ""


@pytest.mark.parametrize("name", presets())
def test_rights_of_every_preset_name_listed_articles(name: str):
    for right in rights(read(name)):
        assert right.found and right.why
        assert set(right.articles) <= set(law_of_rights().articles)


def test_the_public_api_has_it():
    import sottovoce as sv

    assert sv.rights(sv.read("press-2015")) == rights(read("press-2015"))
    assert sv.ai_act(sv.read("press-2015")).verdict == "prohibited"
    with pytest.raises(SottovoceError):
        sv.rights(sv.read("press-2051"))
