"""Reforms: each changes what it says, on every day, and nothing else."""

import functools
import itertools
import re
from typing import Any

import pytest

from helpers import made
from sottovoce.errors import ScenarioError
from sottovoce.reforms import REFORMS, applicable, apply, asked, no_system, opt_out, sentences
from sottovoce.scenario.catalogue import sources
from sottovoce.scenario.model import CHANNELS, Conduct, Scenario
from sottovoce.scenario.paths import get, leaves, plain, with_values
from sottovoce.scenario.read import dump, read, reads
from sottovoce.scenario.sources import TAGS, unsourced

# Everything is at work here, and dates set again what reforms set.
LOAN = {"name": "loan", "access": "loan", "effect": "gives", "edge": 620.0}
NET = {"name": "net", "access": "internet", "effect": "takes", "edge": 595.0, "value": 0.6}
JOBS = {"name": "jobs", "access": "jobs", "effect": "takes", "edge": 580.0, "value": 0.8}
FULL = made(
    score__memory_months=12,
    enrolment__retroactive=True,
    enrolment__opt_out=False,
    tiers=[LOAN, NET, JOBS],
    reports__malice=0.01,
    reports__ratings_rate=0.1,
    score__demotion__chance=0.1,
    identity__linked=["bank", "health"],
    freeze__power=True,
    blacklist__entry=0.2,
    repair__months=6,
    appeal__share=0.1,
)
BLAMED = {"score.lookup": "own", "score.blame_tool": True}
DATED = with_values(
    FULL,
    {
        "dates": [
            {"day": 10, "name": "placebo", "set": {}},
            {"day": 20, "name": "harder", "set": {
                "score.spill": 0.9, "score.lookup": "friends", "score.memory_months": 24, "enrolment.mandatory_day": 20,
                "channels.post.loss": 20.0, "score.weights.speech": 2.0, "repair.months": 0, "freeze.court": 0.9, "tiers": [JOBS, NET, LOAN, JOBS | {"name": "more", "value": 2.0}],
            }},
            {"day": 40, "name": "later", "set": {"score.blame_tool": True, "tiers.1.value": 1.5, "voice.effort": 0.1,
                                                 "score.in_force": True, "punishment.severity": 1.0}},
        ]
    },
)  # fmt: skip
LOSSES = {f"channels.{name}.loss" for name in (*CHANNELS, "conduct")} | {
    "reports.points", "reports.ratings_loss", "score.demotion.chance", "blacklist.entry",
}  # fmt: skip
# reform -> (scenario, the paths that it changes there and their new values; a set: only which paths)
CHANGES: dict[str, tuple[dict[str, Any], dict[str, Any] | set[str]]] = {
    "private-scores": ({}, {"score.lookup": "own", "score.blame_tool": False}),
    "hide-who-hurts": (BLAMED, {"score.blame_tool": False}),
    "own-acts-only": ({}, {"score.friend_weight": 0.0, "score.spill": 0.0}),
    "no-spill": ({}, {"score.spill": 0.0}),
    "expiry": ({}, {"score.memory_months": 6}),
    "expiry@3": ({}, {"score.memory_months": 3}),
    "consent": ({}, {"enrolment.mandatory_day": None, "enrolment.retroactive": False}),
    "inform-the-public": ({}, {"society.aware": 1.0}),
    "purpose-wall": ({}, {
        "score.weights.speech": 0.0, "score.weights.consumption": 0.0, "score.weights.reports": 0.0, "score.friend_weight": 0.0,
        "score.spill": 0.0, "identity.linked": ("tax",),
    }),
    "appeal": ({}, {"appeal.share": 0.5, "appeal.review": 1.0}),
    "appeal@5": ({}, {"appeal.review": 1.0}),
    "repair": ({}, {"repair.months": 2}),
    "court-order@30": ({}, {"freeze.court": 0.3}),
    "no-sanctions": ({}, {"tiers": [LOAN]}),
    "cap-on-sanctions": ({}, {"tiers": [LOAN, NET]}),
    "rewards-only": ({}, LOSSES | {"tiers", "punishment.severity", "freeze.power"}),
    "repeal@30": ({}, {"dates": [{"day": 30, "name": "repeal", "set": {"score.in_force": False}}]}),
    "opt-out": ({}, {
        "enrolment.opt_out": True,
        "dates": [{"day": 31, "name": "opt-out", "set": {"enrolment.mandatory_day": None}}],
    }),
}  # fmt: skip


def values(scenario: Scenario) -> dict[str, Any]:
    """Every value by path, tiers and dates each as one."""
    return on(scenario) | {"dates": plain(scenario)["dates"]}


def on(scenario: Scenario, day: int = -1) -> dict[str, Any]:
    """Every value by path as it stands on a day, dates left out."""
    there = scenario.on(day)
    found = {path: v for path, v in leaves(there).items() if path.split(".")[0] not in ("tiers", "dates")}
    return found | {"tiers": [_short(plain(tier)) for tier in there.tiers]}


def _short(tier: dict[str, Any]) -> dict[str, Any]:
    return {name: tier[name] for name in ("name", "access", "effect", "edge", "value") if tier[name] != 0.5}


@functools.cache
def reformed(name: str) -> Scenario:
    """The dated scenario with one reform."""
    return asked(name).change(DATED)


def undated(scenario: Scenario, day: int) -> Scenario:
    """The scenario as it stands on a day, without dates."""
    return with_values(scenario.on(day), {"dates": []})


def test_every_reform_is_tested():
    assert {name.partition("@")[0] for name in CHANGES} == set(REFORMS)


@pytest.mark.parametrize("name", CHANGES)
def test_changes_what_it_says_and_nothing_else(name):
    """Exactly the values of the table differ, and the rest of the scenario is as it was."""
    how, expected = CHANGES[name]
    before = with_values(FULL, how)
    old, new = values(before), values(apply(before, name))
    differing = {path for path in new if old[path] != new[path]}
    assert differing == set(expected)
    if isinstance(expected, dict):
        assert {path: new[path] for path in expected} == {
            path: [_short({"value": 0.5} | t) for t in v] if path == "tiers" else v
            for path, v in expected.items()
        }
    else:
        assert all(new[path] == 0.0 for path in expected - {"tiers"})
        assert all(tier["effect"] == "gives" for tier in new["tiers"])


@pytest.mark.parametrize("name", REFORMS)
@pytest.mark.parametrize("scenario", [FULL, DATED, with_values(DATED, BLAMED)], ids=["plain", "dated", "own"])
def test_twice_is_once(name, scenario):
    """What is reformed already does not change again."""
    once = asked(name).change(scenario)
    assert asked(name).change(once) == once


@pytest.mark.parametrize("name", [n for n in REFORMS if n not in ("repeal", "opt-out")])
@pytest.mark.parametrize("day", [0, 19, 20, 40])
def test_holds_on_every_day(name, day):
    """On every day the reformed scenario is the reform of that day's scenario: later dates cannot undo it."""
    assert on(reformed(name), day) == on(asked(name).change(undated(DATED, day)))


@pytest.mark.parametrize("day", [0, 10, 15, 20, 30, 40, 59])
def test_repeal_is_dated(day):
    """Before the day everything is as it was; from it on no date brings the system back."""
    repealed = apply(DATED, f"repeal@{day}")
    for when in (*range(0, 60, 5), day - 1):
        assert on(repealed, when) == on(DATED if when < day else no_system(DATED), when), when
    assert [dated.day for dated in repealed.dates] == sorted(dated.day for dated in repealed.dates)


def test_no_system_holds_against_dates():
    """The world without stays without, though a date puts the score in force."""
    dated = made(dates=[{"day": 9, "name": "on", "set": {"score.in_force": True}}])
    assert not any(no_system(dated).on(day).score.in_force for day in range(60))
    assert no_system(dated).dates == ()


def test_a_date_that_is_left_without_anything_goes_and_a_placebo_stays():
    dated = with_values(FULL, {"dates": [
        {"day": 3, "name": "placebo", "set": {}},
        {"day": 5, "name": "spill", "set": {"score.spill": 0.9}},
        {"day": 7, "name": "both", "set": {"score.spill": 1.0, "voice.effort": 0.2}},
    ]})  # fmt: skip
    left = apply(dated, "no-spill").dates
    assert [(d.day, d.name, d.set) for d in left] == [(3, "placebo", {}), (7, "both", {"voice.effort": 0.2})]


def test_a_section_set_on_a_date_keeps_its_other_values():
    """A date may set a whole section: the reform speaks after it, and what else it said stays."""
    section = plain(FULL)["enrolment"] | {"mandatory_day": 9, "opt_out": True}
    dated = with_values(FULL, {"dates": [{"day": 8, "name": "all", "set": {"enrolment": section}}]})
    there = apply(dated, "consent").on(8).enrolment
    assert (there.mandatory_day, there.opt_out, there.retroactive) == (None, True, False)


@pytest.mark.parametrize("names", [
    ("consent", "opt-out"), ("no-sanctions", "rewards-only"), ("repeal@30", "opt-out"),
], ids="+".join)  # fmt: skip
def test_order_does_not_matter(names):
    """Of reforms together, any may be named first, also where the functions do not commute."""
    assert len({apply(DATED, *order).model_dump_json() for order in itertools.permutations(names)}) == 1


@functools.cache
def touched(name: str) -> set[str]:
    """Paths that a reform changes on any day of the dated scenario."""
    return {p for day in (0, 20, 40) for p, v in on(reformed(name), day).items() if v != on(DATED, day)[p]}


NOT_ALIKE = {
    frozenset({"opt-out", "consent"}),
    frozenset({"opt-out", "repeal"}),
}  # both say who is in, by date
NEAR = [
    pair
    for pair in itertools.combinations(REFORMS, 2)
    if frozenset(pair) not in NOT_ALIKE and (touched(pair[0]) & touched(pair[1]) or "repeal" in pair)
]


@pytest.mark.parametrize("pair", NEAR, ids="+".join)
def test_functions_commute(pair):
    """Functions that change the same values, or a date, commute on every day; of the two that do not, `apply` says which is
    first."""
    one, two = pair
    there, back = asked(one).change(reformed(two)), asked(two).change(reformed(one))
    for day in (0, 20, 31, 40):
        assert on(there, day) == on(back, day), day


def test_consent_and_opt_out_together():
    """Nobody is made to join on any day, and everybody may leave."""
    both = apply(FULL, "opt-out", "consent")
    for day in range(60):
        rule = both.on(day).enrolment
        assert rule.mandatory_day is None
        assert rule.opt_out


def test_opt_out_finds_the_mandatory_day_wherever_it_is_set():
    """A mandate that a date brings counts from that date; one that never comes leaves only the right to leave."""
    dated = with_values(FULL, {"enrolment.mandatory_day": None, "dates": [
        {"day": 12, "name": "mandate", "set": {"enrolment.mandatory_day": 5}},
        {"day": 30, "name": "again", "set": {"enrolment.mandatory_day": 30}},
    ]})  # fmt: skip
    free = opt_out(dated)
    assert [free.on(day).enrolment.mandatory_day for day in (11, 12, 13, 30, 59)] == [
        None,
        5,
        None,
        None,
        None,
    ]
    assert all(free.on(day).enrolment.opt_out for day in range(60))
    late = with_values(FULL, {"enrolment.mandatory_day": 60})
    assert opt_out(late).dates == ()
    assert opt_out(late).enrolment.opt_out


@pytest.mark.parametrize("scenario", [FULL, DATED, read("press-2015"), with_values(FULL, BLAMED)])
@pytest.mark.parametrize("name", REFORMS)
def test_applies_where_it_changes_something(name, scenario):
    """A reform says that it does not apply exactly where it would leave everything as it is, or no score is in force."""
    one = asked(name)
    why = one.why_not(scenario)
    if why is None:
        assert one.change(scenario) != scenario
    elif name != "court-order":  # a court may be asked where nothing can be frozen
        assert values(one.change(scenario)) == values(scenario)


IDLE = {"score.friend_weight": 0.2, "score.spill": 0.2, **{f"channels.{n}.{w}": 0.0 for n in CHANNELS for w in ("loss", "gain")},
        "channels.conduct": Conduct()}  # fmt: skip
PLAIN = made(  # a system without anything to reform
    score__lookup="own", score__blame_tool=False, score__friend_weight=0.0, score__spill=0.0, score__memory_months=2,
    tiers=[LOAN], enrolment__mandatory_day=None, society__aware=1.0, punishment__severity=0.0,
    channels__conduct__loss=0.0, **{f"channels__{name}__loss": 0.0 for name in CHANNELS},
)  # fmt: skip
REFUSALS = [
    (PLAIN, "private-scores", "private-scores: nobody sees another's score in made already (score.lookup own, score.blame_tool false)"),
    (PLAIN, "own-acts-only", "own-acts-only: friends count for nothing in made already (score.friend_weight 0, score.spill 0)"),
    (PLAIN, "no-spill", "no-spill: friends' acts count for nothing in made already (score.spill 0)"),
    (PLAIN, "expiry", "expiry: acts are forgotten after 2 months in made already (score.memory_months 2)"),
    (PLAIN, "hide-who-hurts", "hide-who-hurts: no tool shows who hurts in made already (score.blame_tool false)"),
    (PLAIN, "no-sanctions", "no-sanctions: nothing is taken for a low score or a list in made already (no tier takes anything)"),
    (PLAIN, "rewards-only", "rewards-only: nothing is taken in made already: no points, no access, no punishment, no list, no freezing"),
    (with_values(PLAIN, IDLE), "no-spill", "no-spill: no points are counted in made, so none can spill over"),
    (with_values(PLAIN, IDLE | {"score.memory_months": 9}), "expiry", "expiry: no points are counted in made, so none can be forgotten"),
    (with_values(PLAIN, IDLE), "purpose-wall", "purpose-wall: nothing but conduct counts in made already, and no records are linked "
                                               "beyond tax"),
    (PLAIN, "appeal", "appeal: nobody loses points in made, so there is nothing to appeal"),
    (with_values(FULL, {"appeal.share": 0.6, "appeal.review": 1.0}), "appeal@60",
     "appeal@60: losses are appealed in made already, and a person looks into reports"),
    (PLAIN, "repair", "repair: nobody loses points in made, so there is nothing to repair"),
    (FULL, "repair@6", "repair@6: 6 clean months repair a file in made already (repair.months 6)"),
    (PLAIN, "court-order", "court-order: no account can be frozen in made (freeze.power false)"),
    (with_values(FULL, {"freeze.court": 0.05}), "court-order", "court-order: a court allows no more than 5% in made already (freeze.court)"),
    (FULL, "court-order@101", "court-order@101: 101 given; allowed whole numbers 0 to 100 (per cent allowed). Write it like court-order@10."),
    (PLAIN, "cap-on-sanctions", "cap-on-sanctions: made has no sanction, not more than the cap of 1"),
    (FULL, "cap-on-sanctions@2", "cap-on-sanctions@2: made has 2 sanctions, not more than the cap of 2"),
    (PLAIN, "consent", "consent: nobody is made to join in the 60 days of made"),
    (PLAIN, "opt-out", "opt-out: nobody is made to join made, and whoever joins may leave (enrolment.opt_out true)"),
    (PLAIN, "inform-the-public", "inform-the-public: everybody knows of made already (society.aware 1)"),
    (FULL, "repeal@60", "repeal@60: day 60 is not lived: the last day of made is 59. Choose an earlier day, or more --days"),
    (with_values(FULL, {"dates": [{"day": 9, "name": "end", "set": {"score.in_force": False}}]}), "repeal@9",
     "repeal@9: nothing of a system is in force in made from day 9 on (score.in_force false)"),
    (no_system(FULL), "no-spill", "no-spill: nothing of a system is in force in made (score.in_force false)"),
    (with_values(FULL, {"enrolment.opt_in_day": None, "enrolment.mandatory_day": 60}), "no-spill",
     "no-spill: nobody is scored in the 60 days of made"),
    (with_values(FULL, {"enrolment.opt_in_day": None, "enrolment.mandatory_day": None, "identity.linked": ["tax"]}), "purpose-wall",
     "purpose-wall: nothing but conduct counts in made already, and no records are linked beyond tax"),
    (FULL, "privat-scores", 'privat-scores: no such reform. Did you mean "private-scores"?'),
    (FULL, "private-scores@3", "private-scores@3: private-scores takes no value. Write private-scores alone."),
    (FULL, "expiry@0", "expiry@0: 0 given; allowed whole numbers 1 to 60 (months). Write it like expiry@6."),
    (FULL, "expiry@", "expiry@: nothing given; allowed whole numbers 1 to 60 (months). Write it like expiry@6."),
    (FULL, "repeal@soon", "repeal@soon: soon given; allowed whole numbers 0 to 36,499 (day). Write it like repeal@365."),
]  # fmt: skip


@pytest.mark.parametrize(("scenario", "name", "text"), REFUSALS, ids=[name for _, name, _ in REFUSALS])
def test_refusals(scenario, name, text):
    with pytest.raises(ScenarioError) as caught:
        apply(scenario, name)
    assert caught.value.problems == [text]


def test_all_problems_at_once():
    with pytest.raises(ScenarioError) as caught:
        apply(FULL, "expiry@3", "expiry@4", "no-spil", "cap-on-sanctions@8")
    assert caught.value.problems == [
        "expiry@4: expiry is given twice. Give it once.",
        'no-spil: no such reform. Did you mean "no-spill"?',
        "cap-on-sanctions@8: made has 2 sanctions, not more than the cap of 8",
    ]


def test_press_2015():
    """Two reforms change nothing in the system as the 2015 press described it, and say why."""
    names, reasons = applicable(read("press-2015"))
    assert {*names, *reasons} == set(REFORMS)
    assert reasons["inform-the-public"] == "everybody knows of press-2015 already (society.aware 1)"
    assert set(reasons) == {"inform-the-public", "court-order"}


def test_precedents_have_sources():
    """Every precedent names keys of the catalogue and a tag; where none was found it says so."""
    for reform in REFORMS.values():
        keys = re.findall(r"\b[A-Z]+[0-9]*\b", " ".join(re.findall(r"\(([A-Z0-9, ]+)\)", reform.precedent)))
        if reform.tag is None:
            assert reform.precedent == "no precedent found"
        else:
            assert keys, reform.name
            assert set(keys) <= set(sources()), reform.name
            assert reform.tag in TAGS
    assert len(sentences()) == len(REFORMS)
    assert sentences(["repeal@3"]) == [
        ("repeal", "From the start of that day on nothing of the system exists.", "no precedent found")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "name", ["private-scores", "no-sanctions", "cap-on-sanctions", "opt-out", "consent", "repeal"]
)
def test_reformed_values_say_who_set_them(name):
    """A reformed preset has no value without a source, also where tiers stand at other numbers, and can be written and read."""
    reformed = apply(read("press-2015"), name)
    assert unsourced(reformed) == []
    assert reads(dump(reformed)) == reformed
    changed = [
        path
        for path in leaves(reformed)
        if path in reformed.sources and "by the reform" in reformed.sources[path].source
    ]
    assert changed or name in ("no-sanctions", "cap-on-sanctions", "repeal", "opt-out")
    assert all(get(reformed, path) != get(read("press-2015"), path) for path in changed)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Own acts only", "own-acts-only"),
        ("private scores", "private-scores"),
        ("All of it ends on day 5", None),
    ],
)
def test_a_reform_by_the_title_that_a_reader_sees(written: str, name: str | None):
    """Titles without a value are understood wherever a name is."""
    if name is None:
        with pytest.raises(ScenarioError, match="no such reform"):
            asked(written)
    else:
        assert asked(written).reform.name == name


def test_a_name_of_before_is_understood_with_a_warning():
    with pytest.warns(DeprecationWarning, match="own-acts-only"):
        assert asked("no-friend-term").reform.name == "own-acts-only"
