"""Every preset: where its values come from, what it calls itself, that it runs, and that what sets it apart is at work."""

import functools
import hashlib
import math
import re
from importlib import resources

import numpy as np
import pytest

from helpers import lived, unlike, voices
from sottovoce.measure.names import MEASURES
from sottovoce.measure.pairs import measures
from sottovoce.measure.people import people
from sottovoce.record.record import Record
from sottovoce.reforms import no_system
from sottovoce.scenario.catalogue import claims, sources
from sottovoce.scenario.catalogue.mechanisms import mechanisms
from sottovoce.scenario.model import CHANNELS
from sottovoce.scenario.paths import get, leaves, with_values
from sottovoce.scenario.read import presets, read
from sottovoce.scenario.sources import cited, provenance, unsourced
from sottovoce.simulate import days, live_world
from sottovoce.society import create
from sottovoce.society.people import roles
from sottovoce.society.state import FIXED, INFORMER

PRESS = {
    "press-2015",
    "press-2015-fades",
    "press-2015-stays",
    "provocateurs",
    "peeple-2015",
}  # known from the articles
VARIANTS = {"press-2015-fades", "press-2015-stays"}  # press-2015, and its rows, with one assumption more
COUNTERFACTUAL = {"my-number-freeze"}  # what never was
SCORED = {
    "press-2015",
    "press-2015-fades",
    "press-2015-stays",
    "weibo-2012",
    "weibo-sunshine-2017",
}  # systems that score speech
UNSCORED = {
    "stasi-informers",
    "provocateurs",
    "my-number",
    "my-number-freeze",
    "canada-2022-freeze",
    "watching-only",
    "sensitive-groups",
}  # nobody is scored
# Presets that leave every public act as it was. Not among them: zhima-2015 (speech counts for nothing, but a few friends are
# dropped for their scores, and are then no longer heard) and canada-2022-freeze (acts at gatherings can cost the account).
QUIET = {"court-blacklist", "fico", "lenddo", "my-number", "peeple-2015", "peeple-2016", "platform-rating", "reward-only-city",
         "rongcheng-2016", "rongcheng-2021", "schufa", "suining-2010", "weihai"}  # fmt: skip
LOUD = {
    "press-2015",
    "press-2015-fades",
    "press-2015-stays",
    "weibo-2012",
    "weibo-sunshine-2017",
    "stasi-informers",
    "provocateurs",
    "my-number-freeze",
    "watching-only",
    "sensitive-groups",
}

# What sets a preset apart, taken away: path -> another value. Each of them has to change the record.
OFF: dict[str, dict[str, object]] = {
    "canada-2022-freeze": {"freeze.power": False, "channels.gather.coverage": 0.0},
    "court-blacklist": {"blacklist.entry": 0.0, "blacklist.cure": 0.2, "tiers": []},
    "fico": {"channels.conduct.loss": 0.0, "score.update": "daily", "tiers": []},
    "lenddo": {"score.friend_weight": 0.0, "enrolment.opt_in_day": None},
    "my-number": {"identity.linked": []},
    "my-number-freeze": {"freeze.power": False, "identity.linked": ["tax", "health"], "freeze.court": 0.1},
    "no-system": {"score.in_force": True},
    "peeple-2015": {"reports.ratings_rate": 0.0, "reports.ratings_malice": 0.0, "enrolment.mandatory_day": None},
    "peeple-2016": {"reports.ratings_rate": 0.0, "enrolment.opt_in_day": None, "reports.ratings_loss": 1.0},
    "platform-rating": {"reports.ratings_rate": 0.0, "reports.ratings_malice": 0.0, "score.fade": 0.0, "tiers": []},
    "sensitive-groups": {"watching.others": 1.0, "watching.list_days": 30, "watching.list_above": 0.5, "punishment.severity": 0.0},
    "press-2015": {"score.standing.face": 0.0, "score.standing.pride": 0.0, "score.standing.friends": 0.0, "score.friend_weight": 0.0, "score.spill": 0.0, "score.lookup": "own", "tiers": [], "score.reproach": 0.0,
                   "reports.rate": 0.0, "tiers.5.from_day": 720},
    "press-2015-fades": {"watching.learn": 0.0, "watching.fade": 0.0, "watching.rest": 1.0},
    "press-2015-stays": {"voice.reward": "none", "voice.unlearn": 0.1},
    "provocateurs": {"informers.provocateurs": 0.0, "punishment.severity": 0.0, "informers.believed": 0.0},
    "reward-only-city": {"channels.conduct.loss": 0.0, "tiers": [], "society.aware": 1.0},
    "rongcheng-2016": {"channels.conduct.loss": 0.0, "score.demotion.chance": 0.0, "tiers": []},
    "rongcheng-2021": {"enrolment.opt_in_day": None, "enrolment.mandatory_day": 30, "tiers": []},
    "schufa": {"channels.conduct.loss": 0.0, "score.validity": 0.0, "tiers": []},
    "stasi-informers": {"informers.share": 0.0, "informers.refusal": 0.0, "informers.believed": 0.0, "punishment.severity": 0.0},
    "suining-2010": {"channels.conduct.loss": 0.0, "score.update": "daily", "tiers": []},
    "watching-only": {"punishment.severity": 0.0, "punishment.executed": True, "channels.browse.coverage": 0.0},
    "weibo-2012": {"score.reach_scaled": False, "reports.rate": 0.0, "repair.months": 0, "tiers": []},
    "weibo-sunshine-2017": {"score.friend_weight": 0.0, "channels.post.loss": 0.0, "reports.rate": 0.0, "tiers": []},
    "weihai": {"channels.conduct.gain": 0.0, "tiers": []},
    "zhima-2015": {"score.friend_weight": 0.0, "score.update": "daily", "score.weights.conduct": 0.0,
                   "score.weights.consumption": 0.0, "score.lookup": "own", "tiers": []},
}  # fmt: skip
# Rare things need longer, or more people, to be seen at all; the chance of being frozen in 2022 was tiny, and is raised here.
LONGER: dict[str, dict[str, object]] = {
    "canada-2022-freeze": {"freeze.chance": 0.3},
    "court-blacklist": {"citizens": 600},
    "peeple-2016": {"days": 240},
    "press-2015": {"days": 240},  # beyond the day on which sanctions begin
    "provocateurs": {"informers.provocateurs": 0.02},
    "rongcheng-2016": {"citizens": 300, "days": 400},
    "weibo-2012": {"days": 240},
    "zhima-2015": {
        "citizens": 600,
        "days": 240,
        "society.tie_value": 0.01,
    },  # so that a friend is dropped at all
}


def small(name, **more):
    """A preset with few people and days."""
    return with_values(read(name), {"citizens": 200, "days": 120} | more | LONGER.get(name, {}))


@functools.cache
def as_it_is(name):
    return history(small(name))


def history(scenario):
    """The society on the last day; a digest of all tallies, and of what was seen and recorded of everybody on every day."""
    society, digest = create(scenario), hashlib.sha256()
    for _, events in days(scenario, society):
        digest.update(events.tally.tobytes())
        digest.update(society.state.observed.tobytes())
    return society, digest.hexdigest()


@functools.cache
def text_of(name):
    return (resources.files("sottovoce.scenario") / "presets" / f"{name}.yaml").read_text("utf-8")


def test_every_system_of_the_articles_and_its_relatives_is_there():
    assert set(presets()) == {
        "canada-2022-freeze", "court-blacklist", "fico", "lenddo", "my-number", "my-number-freeze", "no-system", "peeple-2015",
        "peeple-2016", "platform-rating", "press-2015", "press-2015-fades", "press-2015-stays", "provocateurs", "reward-only-city", "rongcheng-2016", "rongcheng-2021",
        "schufa", "sensitive-groups", "stasi-informers", "suining-2010", "watching-only", "weibo-2012", "weibo-sunshine-2017", "weihai",
        "zhima-2015",
    }  # fmt: skip
    assert set(OFF) == set(presets())


# --- sources


@pytest.mark.parametrize("name", presets())
def test_no_value_is_unsourced(name):
    assert unsourced(read(name)) == []


@pytest.mark.parametrize("name", presets())
def test_every_key_and_row_cited_exists_and_something_is_cited(name):
    scenario = read(name)
    texts = [source.source for source in scenario.sources.values()]
    numbers, keys = cited(texts)
    assert set(numbers) <= {claim.number for claim in claims()}
    assert numbers or keys
    for key in re.findall(r"\b([A-Z]{1,3}\d{1,2})\b", text_of(name)):
        assert key in sources() or key in ("S0", "S2", "S3", "V2"), key


@pytest.mark.parametrize("name", sorted(set(presets()) - {"no-system"} - VARIANTS))
def test_a_row_cited_as_being_at_work_is_so_in_the_table_of_mechanisms(name):
    """`#8` says that the claim is at work here; one that is not, or is no mechanism, is called row 8."""
    table = {row.number for row in mechanisms() if name in row.presets}
    assert set(cited([source.source for source in read(name).sources.values()])[0]) <= table


@pytest.mark.parametrize("name", presets())
def test_what_was_seen_names_where_and_what_is_remembered_says_so(name):
    """V and V2 name a key of the catalogue; M says that it is from memory; a source says more than its key somewhere."""
    for path, source in read(name).sources.items():
        if source.tag in ("V", "V2"):
            assert cited([source.source])[1], f"{path}: {source.source}"
        if source.tag == "M":
            assert "from memory" in source.source, path


@pytest.mark.parametrize("name", presets())
def test_no_size_of_a_point_change_is_assumed_without_a_range(name):
    scenario = read(name)
    for path, value in leaves(scenario).items():
        if path.endswith((".gain", ".loss", "_gain", "_loss")) and path in scenario.sources:
            tag, _, assumed = provenance(scenario, path)
            assert tag != "A" or (assumed is not None and assumed[0] <= value <= assumed[1]), path


def test_weak_memories_are_called_weak():
    suining = read("suining-2010")
    for k in range(4):
        assert "low confidence" in suining.sources[f"tiers.{k}.edge"].source
    assert "weak source" in read("stasi-informers").sources["informers.refusal"].source
    assert "weak sources" in read("platform-rating").about


@pytest.mark.parametrize("name", presets())
def test_nothing_is_shown_that_may_not_be(name):
    for never in ("94%", "18%", "17.5", "6.5", "1 in 63", "5,830", "595", "100,000"):
        assert never not in text_of(name), never
    if (
        not name.startswith("press-2015") and name != "no-system"
    ):  # an article's claim only: no rule was ever found
        assert all(tier.access != "internet" for tier in read(name).tiers)
        assert not re.search("state media|foreign goods", text_of(name))


@pytest.mark.parametrize("name", presets())
def test_quotes_are_short_and_those_of_the_articles(name):
    known = [claim.quote.replace("’", "'").replace("‘", "'") for claim in claims()]
    comments = " ".join(line.split("#", 1)[1] for line in text_of(name).splitlines() if line.startswith("#"))
    told = [source.source for source in read(name).sources.values()]
    for quote in re.findall(r'["“]([^"”]+)["”]', " ".join([comments, read(name).about, *told])):
        assert len(quote.split()) <= 15, quote
        assert quote == "Haibei" or any(quote.replace("’", "'") in whole for whole in known), quote


# --- names


@pytest.mark.parametrize("name", presets())
def test_a_label_says_what_kind_of_thing_it_is(name):
    label = read(name).label
    if name in PRESS:
        assert "as the 2015 press described it" in label
    elif name == "no-system":
        assert "without the system that the 2015 press described" in label
    elif name in COUNTERFACTUAL:
        assert label.startswith("counterfactual: ")
        assert "as the 2015 press feared it" in label
    elif name == "sensitive-groups":
        assert "as one 2015 article has it" in label
    else:
        assert "documented" in label or "as enacted" in label
    assert len(label) <= 100
    assert not re.search(
        r"China['’]s|predict|forecast|Orwell|dystopi", label + read(name).about.replace("no forecast", "")
    )


@pytest.mark.parametrize("name", sorted(set(presets()) - {"no-system"}))
def test_about_says_in_a_few_sentences_what_is_known_and_what_is_assumed(name):
    about = read(name).about
    assert "documented" in about.lower() or "no law allows" in about
    assert "assumed" in about.lower()
    assert 2 <= len(re.findall(r"[.](?=\s|$)", about)) <= 4


def test_no_two_presets_have_the_same_label():
    assert len({read(name).label for name in presets()}) == len(presets())


@pytest.mark.parametrize("name", presets())
def test_the_people_are_the_same_in_every_preset(name):
    """Only how many know of the system may differ, and those who know in the one are among those who know in the other."""
    scenario, press = read(name), read("press-2015")
    mine = {path: value for path, value in leaves(scenario).items() if path.startswith("society.")}
    theirs = {path: value for path, value in leaves(press).items() if path.startswith("society.")}
    assert {path for path in mine if mine[path] != theirs[path]} <= {"society.aware"}
    assert (scenario.citizens, scenario.days, scenario.seed) == (press.citizens, press.days, press.seed)
    for channel in CHANNELS:
        assert get(scenario, f"channels.{channel}.rate") == get(press, f"channels.{channel}.rate")
    a, b = (create(with_values(s, {"citizens": 200})).state for s in (scenario, press))
    different = set(unlike(a, b))
    made_by = {
        "base",
        "cost",
        "aware",
        "susceptibility",
        "expressiveness",
        "role",
    }  # the system has a say in these
    fixed = FIXED - made_by | {"friend"}
    assert not different & fixed
    assert not np.any(a.aware > b.aware)


# --- what it does


@pytest.mark.slow(5)
@pytest.mark.parametrize("name", presets())
def test_it_runs_and_its_measures_are_numbers(name):
    scenario = with_values(read(name), {"citizens": 200, "days": 40})
    society = create(scenario)
    record = Record.blank(scenario, society.groups)
    for day, events in days(scenario, society):
        record.note(day, society, events.tally, events.ties)
    found_ = measures(record, people(scenario, society), len(society.ties))
    about_scores = {"score_assortativity", "at_low_end", "points_mean", "points_sd", "score_mean", "for_tiers", "crowding", "competing", "compete", "competed", "score_validity",
                    "mobility", "loss_without_dissent", "gain_without_dissent", "net_without_dissent", "enrolled_by_choice"}  # fmt: skip
    about_scores |= {"falsified_support", "survey_direct", "survey_list"}  # nobody is asked in any of them
    for measure in MEASURES:
        assert not math.isinf(found_[measure]), measure
        assert measure in about_scores or math.isfinite(found_[measure]), measure
    if scenario.score.in_force and record.sum("enrolled")[-1] > 1:
        assert math.isfinite(found_["score_mean"]) and math.isfinite(found_["points_sd"])


@pytest.mark.slow(4)
@pytest.mark.parametrize(("name", "path"), [(name, path) for name, paths in OFF.items() for path in paths])
def test_what_sets_it_apart_is_at_work(name, path):
    scenario = small(name)
    without = with_values(scenario, {path: OFF[name][path]})
    assert get(scenario, path) != get(without, path)
    assert as_it_is(name)[1] != history(without)[1]


@pytest.mark.slow
def test_press_2015_brings_benefits_now_and_sanctions_later():
    """Before the day of the sanctions nobody is below one, and fewer join than where sanctions stand from the first day on."""
    press = with_values(read("press-2015"), {"citizens": 300, "days": 181})
    takes = [k for k, tier in enumerate(press.tiers) if tier.effect == "takes"]
    assert {press.tiers[k].from_day for k in takes} == {press.enrolment.mandatory_day}
    at_once = with_values(press, {f"tiers.{k}.from_day": 0 for k in takes})
    later, now = live_world(press), live_world(at_once)
    below = sum(later.sum(f"below_{k}") for k in takes)
    assert below[:180].sum() == 0 < below[180]
    assert sum(now.sum(f"below_{k}") for k in takes)[:180].sum() > 0
    assert 0 < later.sum("enrolled")[179] < 0.7 * now.sum("enrolled")[179]


@pytest.mark.parametrize("name", sorted(set(presets()) - SCORED - UNSCORED - {"no-system"}))
def test_where_speech_is_not_scored_it_brings_and_costs_no_points(name):
    for channel in ("post", "share", "gather"):
        assert (
            get(read(name), f"channels.{channel}.gain") == get(read(name), f"channels.{channel}.loss") == 0.0
        )


@pytest.mark.parametrize("name", sorted(UNSCORED))
def test_where_nobody_is_scored_nobody_is_enrolled(name):
    assert as_it_is(name)[0].state.enrolled.sum() == 0


@pytest.mark.parametrize("name", sorted(QUIET))
def test_it_leaves_every_voice_as_it_was(name):
    """Bit for bit: every public act of everybody on every day is that of the world without the system."""
    scenario = small(name)
    with_, without = voices(scenario), voices(no_system(scenario))
    assert (with_[:, :3] > -(1 << 30)).sum() > 1000
    assert np.array_equal(with_[:, :3], without[:, :3])


@pytest.mark.parametrize("name", sorted(LOUD))
def test_it_changes_what_people_say(name):
    scenario = small(name)
    assert not np.array_equal(voices(scenario)[:, :3], voices(no_system(scenario))[:, :3])


def test_zhima_reaches_voices_only_through_friends_who_were_dropped():
    scenario = small("zhima-2015")
    society = as_it_is("zhima-2015")[0]
    assert society.state.dropped.sum() > 0
    kept = with_values(scenario, {"ties.drop": "never"})
    assert np.array_equal(voices(kept)[:, :3], voices(no_system(kept))[:, :3])


# --- numbers that a preset is fitted to


def test_as_many_inform_as_did():
    """189,000 of 16.4 million."""
    informers = read("stasi-informers").informers
    who = np.arange(200_000, dtype=np.uint32)
    share = np.mean([(roles(informers, seed, who, who // 100) == INFORMER).mean() for seed in range(3)])
    assert share == pytest.approx(0.0115, abs=0.0005)


def test_as_many_are_listed_as_were():
    """0.95% of people, from the third month on."""
    scenario = with_values(read("court-blacklist"), {"citizens": 6000, "days": 240})
    society, tallies = lived(scenario)
    listed = (society.state.dates[0] >= scenario.days).mean()
    assert listed == pytest.approx(0.0095, abs=0.003)
    assert tallies.sum() > 0


def test_few_are_published_as_a_list_in_suining():
    """812 names of 1.14 million are 0.07%: the list is for the very few."""
    society, _ = lived(with_values(read("suining-2010"), {"citizens": 3000, "days": 400}))
    assert ((society.state.access.astype(int) & 8) == 0).mean() < 0.01


def test_a_penalty_on_weibo_grows_with_reach_and_comes_back_in_two_months():
    weibo = read("weibo-2012")
    assert weibo.channels.post.loss == 2.0  # at mean reach; fivefold at most, 10
    assert weibo.score.reach_scaled
    assert (weibo.repair.months, weibo.repair.to) == (2, 80.0)
    edges = {tier.name: tier.edge for tier in weibo.tiers}
    assert (edges["badge"], edges["closed"]) == (60.0, 1.0)


def test_dates_fall_where_the_comments_say():
    assert read("zhima-2015").on(1098).score.weights.conduct == 0.6
    assert read("zhima-2015").on(1099).score.weights.conduct == 0.0
    assert read("canada-2022-freeze").on(699).freeze.power
    assert not read("canada-2022-freeze").on(700).freeze.power
    assert read("peeple-2016").enrolment.opt_in_day == 158
    assert read("court-blacklist").on(60).blacklist.entry < read("court-blacklist").blacklist.entry / 20


def test_ratings_are_a_moving_average():
    """Each rating takes the score the same part of the way to what was given, and as much is forgotten a day, on average."""
    for name, good, bad in (("peeple-2015", 4.0, 1.5), ("platform-rating", 5.0, 4.5)):
        scenario = read(name)
        part = scenario.reports.ratings_gain / (good - scenario.score.start)
        assert scenario.reports.ratings_loss / (scenario.score.start - bad) == pytest.approx(part)
        assert scenario.score.fade == pytest.approx(part * scenario.reports.ratings_rate)


def test_rongcheng_with_consent_takes_nothing_from_anybody():
    scenario = read("rongcheng-2021")
    assert scenario.enrolment.mandatory_day is None
    assert all(tier.effect == "gives" for tier in scenario.tiers)
    assert as_it_is("rongcheng-2021")[0].state.enrolled.sum() > 0
    assert as_it_is("rongcheng-2021")[0].state.lost_days.sum() == 0
