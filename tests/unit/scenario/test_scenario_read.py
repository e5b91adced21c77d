"""Files: what is read is what was written, and what was left out is as in the base."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sottovoce.errors import ScenarioError
from sottovoce.scenario.fields import laws
from sottovoce.scenario.paths import describe, leaves, with_values
from sottovoce.scenario.read import dump, presets, read, reads, schema

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


@pytest.mark.parametrize("name", presets())
@pytest.mark.parametrize("full", [False, True])
def test_presets_survive_a_round_trip(name, full):
    assert reads(dump(read(name), full)) == read(name)


def test_a_short_dump_holds_only_what_differs():
    text = dump(
        with_values(read("press-2015"), {"sources": {}, "tiers": [], "score.spill": 0.1, "about": ""})
    )
    assert text == (
        "name: press-2015\nlabel: the system as the 2015 press described it\nscore: {spill: 0.1}\n"
    )


def test_infinity_is_written_and_read():
    text = dump(with_values(PRESS, {"voice.sharpness": float("inf")}))
    assert "sharpness: .inf" in text
    assert reads(text).voice.sharpness == float("inf")


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


def law(place: str) -> st.SearchStrategy:
    positive = place in ("boldness", "risk", "need", "activity")
    some = st.floats(0.001, 50, allow_nan=False)
    number = some if positive else st.floats(-50, 50)
    pairs = st.tuples(number, number).map(sorted)
    return st.one_of(
        number,
        number.map(lambda v: {"law": "constant", "value": v}),
        st.builds(lambda m, s: {"law": "lognormal", "median": m, "sigma": s}, some, some),
        some.map(lambda m: {"law": "exponential", "mean": m}),
        pairs.map(lambda p: {"law": "uniform", "low": p[0], "high": p[1]}),
        st.builds(
            lambda p, m: {"law": "logit_normal", "mean": m, "sd": 0.5, "low": p[0], "high": p[1]}, pairs, some
        ),
    )


def values(path: str, now: object) -> st.SearchStrategy:
    """Values that may stand at a path, whatever the rest of the press scenario is."""
    info = describe(path)
    low, high = info.low, info.high
    if (
        path in ("name", "seed")
        or path.startswith("enrolment.cost")
        or (path.startswith("score.") and path[6:] in ("low", "high", "start"))
    ):
        return st.just(now)
    if path in ("label", "about") or path.endswith(".name"):
        return st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=80).map(
            lambda t: t + path  # unique names stay so
        )
    if info.kind == "switch":
        return st.booleans()
    if info.kind == "choice" and path not in ("society.network.kind", "tiers.0.access"):
        free = [c for c in info.choices if not path.startswith("tiers.")] or [now]
        return st.sampled_from(free)
    if path == "enrolment.opt_in_day":
        return st.none() | st.integers(0, 180)
    if path == "enrolment.mandatory_day":
        return st.none() | st.integers(180, 10_000)
    if path.endswith((".edge", ".top_share", ".share", ".file")) or path in (
        "citizens",
        "society.network.mean_degree",
    ):
        return st.just(now)
    if path.endswith((".gain", ".loss")):
        return st.floats(0, 10)
    if info.kind == "whole number":
        return st.integers(int(low or 0), int(high or 1000))
    if info.kind == "number":
        least, most = (info.above or 0) if low is None else low, 1e9 if high is None else high
        return st.floats(least, most, exclude_min=low is None)
    return st.just(now)


@st.composite
def changes(draw) -> dict:
    now = {
        path: value
        for path, value in leaves(PRESS).items()
        if not path.startswith("society.") or path.count(".") < 2
    }
    paths = draw(st.lists(st.sampled_from(sorted(now)), max_size=12, unique=True))
    found = {path: draw(values(path, now[path])) for path in paths}
    for place in draw(
        st.lists(st.sampled_from(["view", "boldness", "threshold", "risk", "need"]), max_size=3, unique=True)
    ):
        found[f"society.{place}"] = draw(law(place))
    return found


@given(changes(), st.booleans())
@settings(max_examples=40, deadline=None)
def test_any_valid_change_survives_a_round_trip(change, full):
    scenario = with_values(PRESS, change)
    assert reads(dump(scenario, full)) == scenario


@given(changes())
@settings(max_examples=40, deadline=None)
def test_changing_back_gives_the_same_values(change):
    there = with_values(PRESS, change)
    back = {
        path: value for path, value in leaves(PRESS).items() if ".".join(path.split(".")[:2]) not in change
    }
    back |= {
        path: getattr(PRESS.society, path.split(".")[1])
        for path in change
        if path.count(".") == 1
        and path.startswith("society.")
        and path.split(".")[1] in ("view", "boldness", "threshold", "risk", "need")
    }
    back |= {path: leaves(PRESS)[path] for path in change if path in leaves(PRESS)}
    back = {path: value for path, value in back.items() if not path.startswith("dates")}
    assert leaves(with_values(there, back)) == leaves(PRESS)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
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
@settings(max_examples=300, deadline=None)
def test_any_value_is_taken_or_refused_in_words(path, value):
    try:
        with_values(PRESS, {path: value})
    except ScenarioError as error:
        assert all(": " in line for line in error.problems)


def test_all_laws_are_known():
    assert set(laws()) == {"constant", "normal", "lognormal", "exponential", "uniform", "logit_normal"}
