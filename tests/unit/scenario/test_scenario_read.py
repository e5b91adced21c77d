"""Files: what is read is what was written, and what was left out is as in the base."""

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sottovoce.errors import ScenarioError
from sottovoce.scenario.fields import laws
from sottovoce.scenario.paths import get, leaves, with_values
from sottovoce.scenario.read import dump, presets, read, reads, schema
from strategies import changes, drawn, fitting, places

PRESS = read("press-2015")


def test_maps_are_merged_and_lists_and_laws_replaced():
    mine = reads(
        "base: press-2015\nname: mine\nlabel: mine\nscore: {spill: 0.1}\n"
        "society: {boldness: {median: 2}, need: 1.5, risk: {law: uniform, low: 0, high: 1}}\n"
        "tiers: [{name: a, access: loan, effect: gives, edge: 700}]\n"
    )
    assert mine.score.friend_weight == PRESS.score.friend_weight
    assert mine.score.spill == 0.1
    assert (mine.society.boldness.median, mine.society.boldness.sigma) == (2.0, 0.5)
    assert mine.society.need.value == 1.5
    assert mine.society.risk.high == 1.0
    assert len(mine.tiers) == 1
    assert "score.friend_weight" in mine.sources
    assert "score.spill" not in mine.sources  # the preset's source spoke of another value
    assert "tiers.0.edge" not in mine.sources


def test_without_a_base_the_rest_is_the_models_default():
    mine = reads("name: mine\nlabel: mine\nchannels: {post: {rate: 0.5}}")
    assert mine.channels.post.rate == 0.5
    assert mine.channels.post.loss == 4.0  # of the model's post, not of a channel as such
    assert mine.tiers == ()


def test_a_file_is_read_by_path_or_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text(dump(PRESS), encoding="utf-8")
    (tmp_path / "plain").write_text(dump(PRESS), encoding="utf-8")
    assert read("mine.yaml") == read(tmp_path / "mine.yaml") == read("plain") == PRESS
    made = read({"base": "press-2015", "name": "mine", "label": "mine", "score": {"spill": 0.0}})
    assert made == PRESS.replace(name="mine", label="mine", score__spill=0.0)
    with pytest.raises(ScenarioError, match=r"score\.spil: unknown name"):
        read({"base": "press-2015", "name": "mine", "label": "mine", "score": {"spil": 0.0}})


def test_a_preset_as_an_earlier_version_had_it():
    """The values that the CHANGELOG gives for the old numbers; what did not change stays, and what was mended is not unmended."""
    now, then = PRESS, read("press-2015@0.1")
    assert then.name == "press-2015" and then.label.endswith(", with what version 0.1 assumed")
    assert [tier.name for tier in then.tiers] == [tier.name for tier in now.tiers if tier.name != "shaming"]
    assert (then.reports.rate, then.topics, then.tags.chance, then.jobs.hunts, then.ties.calm_drop) == (
        0.0,
        (),
        0.0,
        0.0,
        0.0,
    )
    assert not any(tier.from_day for tier in then.tiers) and any(tier.from_day for tier in now.tiers)
    assert (then.score.spill, then.society, then.watching) == (now.score.spill, now.society, now.watching)
    assert read("fico@0.1") == read("fico").replace(label=read("fico@0.1").label)
    assert reads(dump(then)) == then
    based = reads("base: press-2015@0.1\nname: mine\nlabel: mine")
    assert based == then.replace(name="mine", label="mine")
    with pytest.raises(ScenarioError, match=r"scenario:1 base: press-2015@0\.3: 0\.3 given for a version"):
        reads("base: press-2015@0.3\nname: mine\nlabel: mine")
    for wrong in ("press-2015@", "press-2015@0.3"):
        with pytest.raises(ScenarioError, match=r"given for a version; allowed 0\.1\. Write press-2015@0\.1"):
            read(wrong)
    with pytest.raises(ScenarioError, match="neither a preset nor a file"):
        read("pres-2015@0.1")


@pytest.mark.parametrize("name", presets())
@pytest.mark.parametrize("full", [False, True])
def test_presets_survive_a_round_trip(name, full):
    assert reads(dump(read(name), full)) == read(name)


def test_a_short_dump_holds_only_what_differs():
    alone = dict.fromkeys(("channels.post.exposure", "channels.share.exposure", "ties.calm_drop"), 0.0)
    looks = ("pride", "face", "friends", "strangers", "lenders", "employers")
    alone |= {f"score.standing.{name}": 0.0 for name in looks}
    alone |= {"tags.chance": 0.0, "jobs.hunts": 0.0, "jobs.without_score": True}
    text = dump(
        with_values(
            read("press-2015"),
            {"sources": {}, "tiers": [], "topics": [], "score.spill": 0.1, "about": "", **alone},
        )
    )
    assert text == (
        "name: press-2015\nlabel: the system as the 2015 press described it\nscore: {spill: 0.1}\nreports: {rate: 0.01}\n"
    )


def test_infinity_is_written_and_read():
    text = dump(with_values(PRESS, {"voice.sharpness": float("inf")}))
    assert "sharpness: .inf" in text
    assert reads(text).voice.sharpness == float("inf")


@pytest.mark.parametrize(
    "name", ["?a", ":a", "? a", "a\x85b", "\x85", "a\nb", "\x1e", "null", "1e3", "2015-01-01", "", " a"]
)
def test_any_name_is_written_so_that_it_is_read(name):
    named = with_values(PRESS, {"society.groups.0.name": name, "tiers.0.name": name, "label": name})
    assert reads(dump(named)) == named


def test_yes_and_on_are_words_and_numbers_may_have_underscores():
    mine = reads("name: on\nlabel: yes\ncitizens: 10_000\nscore: {high: 1e3}")
    assert (mine.name, mine.label, mine.citizens, mine.score.high) == ("on", "yes", 10_000, 1000.0)


def test_schema_is_json_and_knows_every_name():
    found = json.loads(json.dumps(schema()))
    assert set(found["properties"]) == {"base", *type(PRESS).model_fields}
    assert found["additionalProperties"] is False
    assert found["$defs"]["Score"]["properties"]["friend_weight"]["unit"] == "share"
    assert found["$defs"]["Society"]["properties"]["boldness"]["anyOf"][0] == {"type": "number"}


# --- properties: any valid scenario survives dump and read


@pytest.mark.slow
@given(st.sampled_from(presets()), st.data(), st.booleans())
@settings(max_examples=40)
def test_any_valid_change_survives_a_round_trip(name, data, full):
    scenario = read(name)
    changed = with_values(scenario, data.draw(changes(scenario)))
    assert reads(dump(changed, full)) == changed


@given(st.sampled_from(presets()), st.data())
@settings(max_examples=40)
def test_changing_back_gives_the_same_values(name, data):
    scenario = read(name)
    change = data.draw(changes(scenario))
    back = with_values(with_values(scenario, change), {path: get(scenario, path) for path in change})
    assert leaves(back) == leaves(scenario)


@pytest.mark.slow
def test_few_drawn_values_are_refused():
    """So that the two above speak of most places and of most of what is drawn: about one in eight does not fit the rest."""
    kept, refused = Counter(), Counter()

    @given(drawn(PRESS))
    @settings(max_examples=250, derandomize=True, database=None)
    def count(change):
        left = fitting(PRESS, change)
        kept.update(path for path in left if left[path] != get(PRESS, path))
        refused.update(change.keys() - left.keys())

    count()
    assert kept.total() > 500
    assert refused.total() < kept.total() / 4
    assert len(kept) > len(places(PRESS)) / 2


@given(st.text(max_size=200))
@settings(max_examples=200)
def test_any_text_is_read_or_refused_in_words(text):
    try:
        reads(text)
    except ScenarioError as error:
        assert error.problems


@given(
    st.sampled_from(sorted(leaves(PRESS))),
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(max_size=9),
        st.just([]),
        st.just({}),
        st.just([{}]),
        st.just({"law": "normal"}),
    ),
)
@settings(max_examples=300)
def test_any_value_is_taken_or_refused_in_words(path, value):
    try:
        with_values(PRESS, {path: value})
    except ScenarioError as error:
        assert all(": " in line for line in error.problems)


def test_all_laws_are_known():
    assert set(laws()) == {"constant", "normal", "lognormal", "exponential", "uniform", "logit_normal"}
