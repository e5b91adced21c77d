"""Knock-outs: one mechanism of the system at a time is neutral, the rest is as it was, and so is the world without."""

import functools
import re

import numpy as np
import pytest

from helpers import made, voices
from sottovoce.errors import ScenarioError
from sottovoce.reforms import FEATURES, called, features, no_system, without
from sottovoce.reforms.knockouts import lacking, path_of, without_not
from sottovoce.scenario.fields import describe
from sottovoce.scenario.paths import get, leaves, plain, with_values
from sottovoce.scenario.read import read

FULL = made(
    topics=[
        {"name": name, "gain": 2.0, "loss": 3.0, "shares": {"post": 0.5}, "permitted": 0.1}
        for name in ("a", "b")
    ],
    citizens=40,
    days=14,
    enrolment__retroactive=True,
    score__spill_gains=True,
    score__reach_scaled=True,
    ties__make="high_score",
    channels__conduct__bad_rate=0.05,
    score__update="monthly",
    score__demotion__chance=0.3,
    informers__share=0.1,
    informers__believed=0.1,
    informers__provocateurs=0.05,
    reports__rate=0.1,
    reports__malice=0.02,
    reports__ratings_rate=0.1,
    identity__linked=["bank", "health"],
    freeze__power=True,
    blacklist__entry=0.3,
    repair__months=1,
    appeal__share=0.3,
    appeal__review=0.5,
    dates=[{"day": 9, "name": "more", "set": {"score.spill": 0.9, "tiers.1.strength": 0.9}}],
)
PATHS = [p.replace("N", "1") for p in FEATURES]


@pytest.mark.parametrize("path", PATHS)
def test_takes_away_what_it_names_and_nothing_else(path):
    """On every day the value is the neutral one, and every other value is as it was."""
    knocked = without(FULL, path)
    for day in (0, 9):
        before, after = leaves(FULL.on(day)), leaves(knocked.on(day))
        elsewhere = {
            p for p in before if not (p + ".").startswith(path + ".") and not p.startswith(("tiers", "dates"))
        }
        assert {p: before[p] for p in elsewhere} == {p: after[p] for p in elsewhere if p in after}, day
        tiers = [tier.name for tier in knocked.on(day).tiers]
        if path == "tiers.1":
            assert tiers == ["loan", "jobs", "top"]
        elif path == "tiers":
            assert tiers == []
        else:
            neutral = FEATURES[
                path.replace("1", "N") if path.startswith(("tiers", "topics")) else path
            ].neutral
            there = get(knocked.on(day), path)
            if isinstance(neutral, dict):
                assert {name: getattr(there, name) for name in neutral} == neutral
            else:
                assert plain(there) == neutral


LISTED = [p.replace("N", "1") for p, feature in FEATURES.items() if feature.listed]


@functools.cache
def without_system() -> np.ndarray:
    """What everybody does on every day without the system."""
    return voices(no_system(FULL))


@pytest.mark.parametrize("path", [p for p in LISTED if without_not(FULL, p) is None])
def test_the_world_without_stays_as_it_is(path):
    """What is knocked out belongs to the system: without the system everybody acts as before, to the last bit."""
    assert np.array_equal(without_system(), voices(no_system(without(FULL, path))))


def test_neutral_values_may_stand_there():
    """Every neutral value is one that the scenario allows, and leaves the scenario as it is where it stands already."""
    for path in PATHS:
        assert describe(path)
        assert without(without(FULL, "tiers.3.value"), path)
    empty = with_values(FULL, {"dates": []})
    for path in [p for p in PATHS if p != "tiers.1"]:
        once = without(empty, path)
        if path != "tiers":
            assert without_not(once, path), path


def test_all_lists_what_can_be_taken_away():
    found, idle = features(read("press-2015"))
    assert {
        "channels.post",
        "score.spill",
        "score.lookup",
        "enrolment.mandatory_day",
        "tiers.4",
        "ties.drop",
    } <= set(found)
    assert not {"tiers", "channels.post.loss", "tiers.0.value"} & set(found)
    assert idle["punishment.severity"] == "it is neutral in press-2015 already (punishment.severity 0)"
    assert idle["channels.conduct"] == "it is idle in press-2015 (channels.conduct.bad_rate 0, channels.conduct.good_rate 0)"  # fmt: skip
    assert (
        idle["channels.gather"]
        == "it is neutral in press-2015 already (channels.gather.gain 0, channels.gather.loss 0)"
    )
    assert idle["blacklist.public"] == "it is idle in press-2015 (blacklist.entry 0)"
    assert not set(found) & set(idle)
    assert called(read("press-2015"), "tiers.2") == "slow internet: it does not follow from a score"
    assert called(read("press-2015"), "score.spill") == "friends' acts do not count"


def test_what_exists_without_the_system_is_refused():
    assert without_not(made(punishment__by_law=True), "punishment.severity") == (
        "it is part of the law (punishment.by_law true), and is in the world without the system too"
    )
    assert without_not(made(ties__drop="discordant"), "ties.drop") == (
        "friends are dropped or made without any score (ties.drop discordant), and is in the world without the system too"
    )
    assert without_not(made(ties__make="random"), "ties.make")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("score.spil", 'score.spil: no such mechanism. Did you mean "score.spill"?'),
        ("qqq", "qqq: no such mechanism. Known, among others: score.spill, score.lookup, tiers.0; all of them: all."),
        ("society.aware", "society.aware: cannot be knocked out: it belongs to the people or the run and is the same in both "
                          "worlds. To change it use --set."),
        ("score.horizon", "score.horizon: cannot be knocked out: it has no neutral value: it says how, not whether. To change it "
                          "use --set."),
        ("dates", "dates: cannot be knocked out: it is no mechanism of its own. To change it use --set."),
        ("tiers.9", "tiers.9: there is no such entry; tiers has entries 0 to 3. Give the whole list to add one."),
    ],
)  # fmt: skip
def test_refusals(path, text):
    with pytest.raises(ScenarioError) as caught:
        without(FULL, path)
    assert caught.value.problems == [text]


def test_sources_of_other_values_stay():
    """Taking a tier away leaves the sources of those that stay, at their new numbers."""
    press = read("press-2015")
    knocked = without(press, "tiers.0")
    assert plain(knocked.sources["tiers.0.edge"]) == plain(press.sources["tiers.1.edge"])
    assert plain(knocked.sources["tiers.3.top_share"]) == plain(press.sources["tiers.4.top_share"])
    assert "tiers.4.top_share" not in knocked.sources


def test_people_name_a_mechanism_in_their_words():
    """A tier or topic by its name, any mechanism by the words of its row; what is unknown stays and is refused later."""
    press = read("press-2015")
    words = {
        "slow internet": "tiers.2",
        "No slow internet": "tiers.2",
        "Comics from Japan": "topics.8",
        "friends’ acts do not count": "score.spill",
        "score.spill": "score.spill",
        "no such thing": "no such thing",
    }
    assert {text: path_of(press, text) for text in words} == words


def test_every_row_of_all_has_words_and_no_path():
    """What a reader sees of `--without all`: no path, and no two rows alike."""
    for name in ("press-2015", "rongcheng-2016"):
        scenario = read(name)
        known, idle = features(scenario)
        labels = [lacking(scenario, path) for path in (*known, *idle)]
        assert len(set(labels)) == len(labels)
        assert not [label for label in labels if re.search(r"\w[._]\w", label)]
    assert {"topics.1.permitted", "tags.chance", "jobs.hunts", "score.standing", "watching.nu"} <= set(
        features(read("press-2015"))[0]
    )
