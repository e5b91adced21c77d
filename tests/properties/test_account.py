"""The account of silence: it adds up, and fear and friction are nothing where nothing frightens and nothing is cut off.

All comparisons are exact: whole numbers by day, social group and channel, or measures made from equal whole numbers.
"""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from helpers import INTERNET, lived, livelier, made, spread, unlike
from sottovoce.machine.cpu import Cpu
from sottovoce.measure.account import SUMS, account, account_of, accounts
from sottovoce.measure.daily import survey
from sottovoce.measure.names import MEASURES
from sottovoce.record.record import Record
from sottovoce.reforms import no_system, repeal
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.society.tally import NAMES
from sottovoce.study.worlds import World

PRESETS = ("press-2015", "zhima-2015", "rongcheng-2016", "suining-2010", "weibo-2012", "weihai")
# What reaches people who know of no system: what happened to friends, changes of policy, provocateurs, and friends found by score.
HARMLESS: dict[str, Any] = {
    "watching.learn": 0.0,
    "voice.backlash": 0.0,
    "dates": [],
    "informers.provocateurs": 0.0,
    "ties.make": "never",
}


def preset(name: str, seed: int, changes: dict[str, Any] | None = None, **net: Any) -> Scenario:
    """A small society under a preset, in which everybody is enrolled from day 20 on, and internet is slow below the start."""
    scenario = read(name)
    slow = INTERNET | {"name": "slow", "edge": scenario.score.start, "strength": 0.5} | net
    values: dict[str, Any] = {
        "citizens": 400,
        "days": 90,
        "seed": seed,
        "enrolment.opt_in_day": 5,
        "enrolment.mandatory_day": 20,
        "tiers": [*(tier for tier in scenario.tiers if tier.access != "internet"), slow],
    }
    return with_values(scenario, values | (changes or {}))


def without_tiers(scenario: Scenario, *access: str) -> Scenario:
    """The scenario without the tiers that take or give these."""
    return with_values(scenario, {"tiers": [tier for tier in scenario.tiers if tier.access not in access]})


def sums_of(scenario: Scenario) -> dict[str, np.ndarray]:
    """Each sum of the account, (day, group, channel)."""
    _, tally = lived(scenario)
    return {name: tally[:, :, [NAMES.index(f"{name}_{c}") for c in CHANNELS]] for name in SUMS}


def decided(sums: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """What people chose, whether the occasion came or not: held back, wish held back, and what they are parts of."""
    return {
        "could": sums["could"],
        "held back": sums["could"] - sums["spoke"] - sums["cut"],
        "wish": sums["wish"],
        "wish held back": sums["wish"] - sums["voiced"] - sums["missed"],
    }


def apart(one: dict[str, np.ndarray], two: dict[str, np.ndarray]) -> list[str]:
    """Which sums are not the same on every day, in every group and channel."""
    return [name for name in one if not np.array_equal(one[name], two[name])]


def takes_internet(scenario: Scenario) -> bool:
    return any(
        tier.access == "internet"
        for _, _, now in scenario.periods()
        if now.score.in_force
        for tier in now.tiers
    )


# ---- It adds up --------------------------------------------------------------------------------------------


def adds_up(scenario: Scenario) -> dict[str, np.ndarray]:
    sums = sums_of(scenario)
    for name, column in {**sums, **decided(sums)}.items():
        assert (column >= 0).all(), name
    for occasions, levels in (("could", "wish"), ("spoke", "voiced"), ("cut", "missed")):
        assert np.array_equal(sums[occasions] > 0, sums[levels] > 0), (
            f"{occasions} and no {levels}, or the reverse"
        )
    if not takes_internet(scenario):
        assert not sums["cut"].any()
        assert not sums["missed"].any()
    assert not sums["cut"][:, :, CHANNELS.index("gather")].any(), "gather is not online"
    return sums


@pytest.mark.parametrize("name", PRESETS)
def test_adds_up(name):
    scenario = preset(name, seed=3)
    sums = adds_up(scenario)
    assert sums["cut"].any()
    assert decided(sums)["held back"].any()
    assert adds_up(without_tiers(scenario, "internet"))["could"].any()
    assert adds_up(no_system(scenario))["could"].any()


def test_adds_up_whatever_happens():
    """Backlash stirs the wish, provocateurs are left out, the list cuts off, accounts are frozen, policy changes."""
    sums = adds_up(livelier(tiers=[INTERNET, INTERNET | {"name": "listed", "edge": None, "on": "blacklist"}]))
    assert sums["cut"].any()
    adds_up(made(order="sequential"))
    adds_up(made(order="drawn"))
    adds_up(made(voice__express="gate"))
    beyond = made(voice__express="average", society__expressiveness={"law": "constant", "value": 0.2})
    assert adds_up(beyond)["spoke"].any()
    assert lived(beyond)[0].state.voice.max() > 0


@pytest.mark.parametrize("number", range(6))
def test_adds_up_in_any_scenario(number, tmp_path):
    """Also where acts are averaged (voice.express), and people say more than they wish, or dissent without a wish."""
    network = Path(tmp_path) / "ties.txt"
    network.write_text("".join(f"{i} {(i + 1) % 24}\n" for i in range(24)) + "24 24\n25 25\n")
    scenario = spread(number, 6, network)
    adds_up(scenario)


@pytest.mark.parametrize("name", PRESETS)
def test_the_occasions_are_those_of_the_world_without(name):
    """Who is afraid, and who is cut off, could have spoken as often, and wished as much, as without the system."""
    scenario = preset(name, seed=5, changes={"voice.backlash": 0.0, "dates": []})
    with_, without = sums_of(scenario), sums_of(no_system(scenario))
    assert apart({k: with_[k] for k in ("could", "wish")}, without) == []
    assert apart({k: with_[k] for k in ("spoke", "voiced")}, without) == ["spoke", "voiced"]


def test_a_stirred_wish_is_another_one():
    """The test above can fail: backlash raises the wish."""
    scenario = livelier(dates=[])
    assert scenario.voice.backlash > 0
    assert "wish" in apart(sums_of(scenario), sums_of(no_system(scenario)))


# ---- Nobody aware: friction without fear -------------------------------------------------------------------

UNAWARE = HARMLESS | {"society.aware": 0.0}
NO_CLIMATE = {"society.climate_weight": {"law": "constant", "value": 0.0}}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", PRESETS)
def test_nobody_aware_nobody_held_back(name, seed):
    """Without a climate to hear, the unaware hold back to the last occasion what they hold back without the system. Slow internet
    takes what they would have said, and nothing else."""
    scenario = preset(name, seed, UNAWARE | NO_CLIMATE)
    with_, without = sums_of(scenario), sums_of(no_system(scenario))
    assert apart(decided(with_), decided(without)) == []
    assert with_["cut"].sum() > 100, "somebody was cut off"
    assert np.array_equal(with_["spoke"] + with_["cut"], without["spoke"])
    assert np.array_equal(with_["voiced"] + with_["missed"], without["voiced"])
    one, two = measured(scenario), measured(no_system(scenario))
    for held in ("held_back", "wish_held_back", "browsing_held_back"):
        assert one[held] == two[held], held


# Measures of what people choose, on every scheduled occasion: who has fewer occasions moves none of them.
OF_CHOICES = (
    "held_back",
    "wish_held_back",
    "browsing_held_back",
    "voice_gap",
    "loyalty_beyond",
    "self_censoring",
    "self_censoring_of_all",
    "false_consensus",
)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", PRESETS)
def test_slow_internet_alone_moves_no_measure_of_choices(name, seed):
    """Nobody aware, no climate, slow internet on: each measure of choices is the same in both worlds, to the last bit."""
    scenario = preset(name, seed, UNAWARE | NO_CLIMATE, strength=0.7)
    with_, without = measured(scenario), measured(no_system(scenario))
    assert with_["cut_off"] > 10
    for measure in OF_CHOICES:
        assert with_[measure] == without[measure], measure
        assert not math.isnan(with_[measure])
    if name != "press-2015":
        return  # scores no speech, or next to nothing of it
    aware = measured(with_values(scenario, {"society.aware": 1.0}))
    assert sum(aware[measure] != without[measure] for measure in OF_CHOICES) > 4, "the test can fail"


AS_WISHED: dict[str, Any] = NO_CLIMATE | {
    "voice.effort": 0.0, "voice.sharpness": math.inf, "voice.explore": 0.0,
    **{f"channels.{name}.exposure": 0.0 for name in CHANNELS},
}  # fmt: skip


@pytest.mark.parametrize("levels", [None, [-1.0, -0.3, 0.0, 0.1, 0.8], [0.0], [-1.0, 0.0, 1.0]])
@pytest.mark.parametrize("name", ["press-2015", "stasi-informers"])
def test_who_acts_as_wished_puts_nothing_on(name, levels):
    """No system, no climate, no effort, no audience, no noise: whatever the steps of the menu, nothing is held back or put on."""
    changes = AS_WISHED | ({} if levels is None else {"voice.levels": levels})
    found = measured(no_system(preset(name, 3, changes)))
    for measure in OF_CHOICES:
        assert found[measure] == 0.0, measure
    if levels is None and name == "press-2015":
        system = measured(preset(name, 3, changes | {"society.aware": 1.0}))
        assert system["false_consensus"] > 0 and system["self_censoring"] > 0, "the test can fail"
        effort = measured(no_system(preset(name, 3, changes | {"voice.effort": 0.3})))
        assert effort["voice_gap"] > 0
        assert effort["false_consensus"] != 0.0


# ---- Reach -------------------------------------------------------------------------------------------------


def test_an_occasion_that_nobody_hears_is_spoken_and_unheard():
    """A tier that takes all reach of everybody: all that is spoken is unheard, and the rest of the account stays; half of it: about half."""
    hides = {
        "name": "hidden",
        "access": "reach",
        "effect": "takes",
        "edge": 950.0,
        "value": 0.0,
        "width": 0.0,
    }
    deaf = preset(
        "press-2015",
        2,
        UNAWARE
        | {"tiers": [hides | {"strength": 1.0}], "enrolment.opt_in_day": 0, "enrolment.mandatory_day": 0},
    )
    found, without = measured(deaf), measured(no_system(deaf))
    assert found["unheard"] == found["spoke"] > 0
    assert found["cut_off"] == without["unheard"] == 0.0
    half = with_values(deaf, {"tiers.0.strength": 0.5})
    assert measured(half)["unheard"] == pytest.approx(0.5 * measured(half)["spoke"], rel=0.05)
    assert measured(with_values(deaf, {"tiers.0.strength": 0.0}))["unheard"] == 0.0
    silent = with_values(deaf, NO_CLIMATE)
    one, two = measured(silent), measured(no_system(silent))
    assert all(one[name] == two[name] for name in ("spoke", *OF_CHOICES)), "said all the same"
    assert one["say_so"] == two["say_so"]


def test_reach_taken_in_a_preset():
    """It is a part of what is spoken, and exactly nothing without the system."""
    scenario = with_values(read("weibo-2012"), {"citizens": 300, "days": 200, "seed": 2})
    found, without = measured(scenario), measured(no_system(scenario))
    assert 0 < found["unheard"] < found["spoke"]
    assert without["unheard"] == 0.0 and "unheard" in changed(found, without)


@pytest.mark.parametrize("name", PRESETS)
def test_only_the_climate_of_those_cut_off_holds_back(name):
    """With a climate the unaware hold back otherwise, because they hear less from those cut off; and only therefore."""
    scenario = preset(name, 1, UNAWARE, strength=0.9)
    without = decided(sums_of(no_system(scenario)))
    assert "wish held back" in apart(decided(sums_of(scenario)), without)
    assert apart(decided(sums_of(without_tiers(scenario, "internet", "reach"))), without) == []


def test_the_aware_hold_back():
    """The tests above can fail: told of the system, the same people hold back more, slow internet or not."""
    for access in ("internet", "none"):
        scenario = without_tiers(
            preset("press-2015", 1, UNAWARE | NO_CLIMATE | {"society.aware": 1.0}), access
        )
        with_, without = (decided(sums_of(s))["held back"].sum() for s in (scenario, no_system(scenario)))
        assert with_ > 1.1 * without


# ---- No strength: nothing at all ---------------------------------------------------------------------------

# Measures that a system may change without changing what anybody does: what it writes down of people, and takes or gives.
OF_SCORES = {
    "loss_without_dissent", "gain_without_dissent", "net_without_dissent", "score_assortativity", "at_low_end", "points_mean", "points_sd", "score_mean", "for_tiers", "crowding", "competing", "compete", "competed",
    "score_validity", "mobility", "enrolled", "enrolled_by_choice",
}  # fmt: skip
OF_CONSEQUENCES = {
    "access_lost", "access_without_dissent", "sanction_days", "access_gini", "benefits", "listed", "frozen",  # days below an edge are still counted
    "punished",  # being seen by the system is a punishment wherever a score is shown
    "hunts_refused", "refused_for_own", "refused_for_tag", "points_by_tag",  # employers of a system look back also on who does not know of it
    "looked_up", "refused", "points_taken", "points_given_back", "false_reports",  # nobody loses any in the world without
}  # fmt: skip
OF_ACTS = [name for name in MEASURES if name not in OF_SCORES | OF_CONSEQUENCES]


def measured(scenario: Scenario) -> dict[str, float]:
    """All measures of one world."""
    world = World("one", 0, scenario)
    world.live(Cpu(), lambda: False)
    assert world.error is None, world.error
    return world.measures


def changed(one: dict[str, float], two: dict[str, float]) -> list[str]:
    """Measures of acts, voice and ties that are not equal."""
    return [n for n in OF_ACTS if one[n] != two[n] and not (math.isnan(one[n]) and math.isnan(two[n]))]


def test_every_measure_is_of_one_kind():
    assert set(MEASURES) > OF_SCORES | OF_CONSEQUENCES
    for name in (
        "spoke",
        "held_back",
        "cut_off",
        "wish_held_back",
        "browsing_cut_off",
        "say_so",
        "sensitive_acts",
        "ties_cut",
    ):
        assert name in OF_ACTS


def without_strength(scenario: Scenario) -> Scenario:
    return with_values(scenario, {f"tiers.{k}.strength": 0.0 for k in range(len(scenario.tiers))})


@pytest.mark.parametrize("name", PRESETS)
def test_nobody_aware_and_no_strength(name):
    """Who knows nothing and loses nothing does everything as without the system: by tiers without strength, or without such tiers."""
    scenario = preset(name, 4, UNAWARE)
    without = measured(no_system(scenario))
    toothless = measured(without_strength(scenario))
    assert changed(toothless, without) == []
    assert toothless["access_lost"] > 0, "days below an edge are still counted"
    assert changed(measured(without_tiers(scenario, "internet", "reach")), without) == []
    assert {"spoke", "cut_off", "sensitive_acts"} <= set(changed(measured(scenario), without)), (
        "the test can fail"
    )


@pytest.mark.parametrize("name", PRESETS)
def test_no_slow_internet_no_friction(name):
    """Whoever is aware of whatever, nobody is cut off where nothing slows internet, and nobody ever is without the system."""
    scenario = preset(name, 6)
    for world in (without_tiers(scenario, "internet"), no_system(scenario), without_strength(scenario)):
        found = measured(world)
        assert found["cut_off"] == found["browsing_cut_off"] == 0.0
    assert measured(scenario)["cut_off"] > 0


# ---- By hand -----------------------------------------------------------------------------------------------

TABLE = {  # channel: could, spoke, cut (occasions), wish, voiced, missed, unheard (occasions)
    "post": (10, 4, 3, 8.0, 2.0, 1.5, 1),
    "share": (6, 3, 1, 4.0, 2.0, 0.5, 1),
    "gather": (4, 1, 0, 4.0, 1.0, 0.0, 0),
    "buy": (5, 2, 1, 2.0, 1.0, 0.5, 0),
    "browse": (3, 0, 1, 2.0, 0.0, 0.5, 0),
}


def by_hand() -> Record:
    """A record of two days and two groups: the table is that of the first group on day 1; the second only keeps silent, on day 0."""
    scenario = made(days=2)
    record = Record.blank(scenario, ("poor", "rich"))
    record.lived = 2
    for channel, numbers in TABLE.items():
        for name, number in zip(SUMS, numbers, strict=True):
            column = NAMES.index(f"{name}_{channel}")
            unit = 65536 if name in ("wish", "voiced", "missed") else 1
            record.tally[1, 0, column] = round(number * unit)
    record.tally[0, 1, NAMES.index("could_post")] = 5
    record.tally[0, 1, NAMES.index("wish_post")] = 4 * 65536
    return record


def test_the_measures_of_a_table():
    """In public the first group could speak 20 times, spoke 8 times and was cut off 4 times; the second could 5 times, and never spoke."""
    record = by_hand()
    of_the_first = account(record, group=0)
    assert of_the_first == (20.0, 400.0, 400.0, 200.0, 5 / 16, 1 - 5 / 16 - 2 / 16, 2 / 16, 100.0, 9 / 20)
    assert account(record, group=1) == (5.0, 0.0, 1000.0, 0.0, 0.0, 1.0, 0.0, 0.0, 4 / 5)
    everybody = account(record)
    assert everybody == (25.0, 320.0, 520.0, 160.0, 0.25, 0.65, 0.1, 80.0, 13 / 25)
    assert account(record, ("post",), 0) == (10.0, 400.0, 300.0, 300.0, 0.25, 0.5625, 0.1875, 100.0, 0.45)
    assert accounts(record) == {
        "spoke": 320.0,
        "held_back": 520.0,
        "cut_off": 160.0,
        "unheard": 80.0,
        "wish_held_back": 0.65,
        "voice_gap": 0.52,
        "browsed": 250.0,
        "browsing_held_back": 500.0,
        "browsing_cut_off": 250.0,
    }


def test_nobody_could():
    """No occasion, no account: not a number, and no zero that looks like freedom."""
    empty = account_of(lambda kind: 0.0)
    assert empty.times == 0.0
    assert all(math.isnan(value) for value in empty[1:])


def test_days_before_the_measured_ones_do_not_count():
    record = Record.blank(made(days=400), ("all",))
    record.lived = 400
    record.tally[:35, 0, NAMES.index("could_post")] = 1000
    record.tally[35:, 0, NAMES.index("could_post")] = 1
    assert account(record).times == 365.0


# ---- Audience


def spoken(scenario: Scenario) -> dict[str, float]:
    """Of every 1,000 times that people who disagree could have spoken in each channel: how often they did."""
    sums = sums_of(scenario)
    return {
        c: 1000.0 * sums["spoke"][:, :, k].sum() / sums["could"][:, :, k].sum()
        for k, c in enumerate(CHANNELS)
    }


def test_more_is_said_face_to_face_than_online_before_any_score():
    """The direction of Pew 2014 (86% in person, 42% online); without the audience's cost the channels are alike."""
    without = no_system(preset("press-2015", seed=5))
    silent = dict.fromkeys(("channels.post.exposure", "channels.share.exposure"), 0.0)
    exposed, alike = spoken(without), spoken(with_values(without, silent))
    assert exposed["gather"] > 1.1 * max(exposed["post"], exposed["share"])
    assert alike["gather"] == pytest.approx(alike["post"], rel=0.05)
    assert exposed["browse"] == alike["browse"]


def test_watching_alone_deters_and_nothing_else_happens():
    """No score, no sanction, no friction, nobody punished: what is left of the system is what people hold back."""
    scenario = with_values(read("watching-only"), {"citizens": 400, "days": 90})
    (with_, tally), without = lived(scenario), sums_of(no_system(scenario))
    happened = ("punished", "enrolled", "lost", "gained", "listed", "frozen", *(f"cut_{c}" for c in CHANNELS))
    assert tally[:, :, [NAMES.index(name) for name in happened]].sum() == 0
    assert tally[:, :, NAMES.index("seen")].sum() > 0
    assert with_.state.lost_days.sum() == with_.state.dropped.sum() == 0
    watched = sums_of(scenario)
    assert np.array_equal(watched["could"], without["could"])
    browse = CHANNELS.index("browse")
    assert watched["spoke"][:, :, browse].sum() < 0.98 * without["spoke"][:, :, browse].sum()
    nobody = with_values(scenario, {"society.aware": 0.0})
    assert np.array_equal(sums_of(nobody)["spoke"], without["spoke"])


# ---- Fear that fades, habits that stay


def after_repeal(name: str, **changes: Any) -> tuple[np.ndarray, np.ndarray]:
    """What is held back on public occasions, by day, of the world repealed on day 60 and of the one without."""
    scenario = with_values(preset(name, seed=5), {"society.climate_weight": 0.0, **changes})
    found = []
    for world in (repeal(scenario, 60), no_system(scenario)):
        sums = sums_of(world)
        found.append((sums["could"] - sums["spoke"] - sums["cut"])[:, :, :3].sum(axis=(1, 2)))
    return found[0], found[1]


def test_of_fear_that_fades_nothing_outlives_the_repeal_and_of_habits_something_does():
    """Without a climate that friends carry on: exactly as if the system had never been, or not."""
    repealed, without = after_repeal("press-2015-fades")
    assert repealed[30:60].sum() > without[30:60].sum()
    assert np.array_equal(repealed[60:], without[60:])
    repealed, without = after_repeal("press-2015-stays")
    assert repealed[60:].sum() > without[60:].sum()


def test_fear_wears_off_where_nothing_is_seen_to_happen():
    """Old news is heeded less while the system lasts: what is held back more than without falls by half from the first weeks of the
    mandate (day 20) to the third month, and is less than half of what it is where nothing fades. Employers who look back are left out: what they are feared
    for is no watching, and does not fade."""

    def held(scenario: Scenario) -> np.ndarray:
        sums = sums_of(scenario)
        return (sums["could"] - sums["spoke"] - sums["cut"])[:, :, :3].sum(axis=(1, 2))

    without = held(no_system(preset("press-2015", 5)))
    fades = (
        held(preset("press-2015-fades", 5, {"watching.learn": 0.0, "watching.fade": 0.05, "jobs.hunts": 0.0}))
        - without
    )
    lasts = held(preset("press-2015", 5, {"jobs.hunts": 0.0})) - without
    assert 0 < fades[70:].mean() < 0.5 * fades[20:30].mean()
    assert fades[70:].mean() < 0.5 * lasts[70:].mean()


# ---- A survey


def asked(**changes: Any) -> dict[str, float]:
    """The survey's measures, of press-2015 with changes, asked on day 80."""
    survey_ = {"day": 80, "share": 1.0, "coverage": 1.0}
    scenario = with_values(
        preset("press-2015", 5), {"survey": survey_ | changes.pop("survey", {}), **changes}
    )
    record = Record.blank(scenario, ("poor", "middle", "rich"))
    record.tally[:], record.lived = lived(scenario)[1], scenario.days
    return survey(record)


def test_a_survey_finds_more_support_than_a_list_where_answers_are_seen_and_scored():
    seen, confident = asked(), asked(survey={"coverage": 0.0})
    assert seen["survey_list"] == confident["survey_list"]
    assert seen["falsified_support"] == pytest.approx(seen["survey_direct"] - seen["survey_list"])
    assert seen["falsified_support"] > confident["falsified_support"] + 0.05
    without = asked(**{"score.in_force": False})
    assert without == asked(**{"score.in_force": False, "survey": {"coverage": 0.0}}), "nobody to fear"
    assert without == confident, "asked in confidence the system changes no answer"


def test_without_noise_and_fear_a_survey_tells_the_truth():
    honest = asked(**{"voice.sharpness": math.inf, "survey": {"coverage": 0.0}})
    assert honest["falsified_support"] == 0.0 < honest["survey_list"] < 1.0


def test_a_survey_changes_nothing_and_without_one_there_is_no_number():
    scenario = preset("press-2015", 5)
    polled = with_values(scenario, {"survey.day": 80})
    (a, tally), (b, other) = lived(scenario), lived(polled)
    assert unlike(a.state, b.state) == []
    differ = {NAMES[k] for k in np.flatnonzero((tally != other).any(axis=(0, 1)))}
    assert differ == {"asked", "list_agrees", "says_agrees"}
    assert all(math.isnan(value) for value in asked(**{"survey": {"day": None}}).values())
