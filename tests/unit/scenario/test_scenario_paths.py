"""Values by path: list, read, describe, change."""

import math

import numpy as np
import pytest

from sottovoce.errors import ScenarioError
from sottovoce.scenario.paths import assignments, describe, get, leaves, with_values
from sottovoce.scenario.read import read
from sottovoce.scenario.values import Lognormal


@pytest.fixture
def press():
    return read("press-2015")


def test_every_leaf_can_be_read_and_described(press):
    for path, value in leaves(press).items():
        assert get(press, path) == value
        info = describe(path)
        assert info.path == path
        assert info.kind not in ("section", "list", "distribution")


def test_every_number_of_the_model_has_a_unit_and_a_range_or_a_source(press):
    for path in leaves(press):
        info = describe(path)
        if info.kind in ("number", "whole number", "numbers") and path != "seed":
            spread = path.rsplit(".", 1)[-1] in ("sigma", "sd")
            assert info.unit or spread, path
            assert info.assumed or info.source or spread, path
            assert info.about, path


def test_a_parameter_of_a_distribution_has_the_unit_of_its_trait():
    info = describe("society.boldness.median")
    assert (info.unit, info.above, info.assumed) == ("utility", 0, (0.5, 2))
    assert info.about == "median of B: what hiding a full wish costs"
    assert describe("society.boldness.sigma").assumed == (
        0.2,
        0.9,
    )  # its own: the trait's range says nothing of its spread


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("score.friend_weight", "0 to 0.95"),
        ("voice.sharpness", "above 0"),
        ("citizens", "whole numbers 2 to 1,400,000,000"),
        ("score.in_force", "true or false"),
        ("score.drag", '"average", "additive"'),
        ("enrolment.opt_in_day", "whole numbers 0 or more or null"),
        ("voice.levels", "a list of 1 to 16 numbers"),
        ("tiers.3.edge", "-1,000,000 to 1,000,000 or null"),
        ("society.view.mean", "any finite number"),
    ],
)
def test_what_is_allowed(path, allowed):
    assert describe(path).allowed == allowed


def test_with_values_changes_what_is_named_and_nothing_else(press):
    changed = with_values(press, {"score.friend_weight": 0.2, "tiers.1.edge": 650})
    before, after = leaves(press), leaves(changed)
    assert {path for path in before if before[path] != after[path]} == {"score.friend_weight", "tiers.1.edge"}
    assert press.score.friend_weight == 0.15


def test_with_values_takes_sections_lists_distributions_none_and_numbers_of_numpy(press):
    changed = with_values(
        press,
        {
            "society.boldness": Lognormal(law="lognormal", median=2.0, sigma=0.1),
            "society.need": 1,
            "enrolment.mandatory_day": None,
            "tiers": press.tiers[:2],
            "voice": {"levels": (-1, 0, 1), "sharpness": math.inf},
            "citizens": np.int64(500),
            "score.spill": np.float32(0.5),
        },
    )
    assert changed.society.boldness == Lognormal(law="lognormal", median=2.0, sigma=0.1)
    assert get(changed, "society.need.value") == 1.0
    assert changed.enrolment.mandatory_day is None
    assert [tier.name for tier in changed.tiers] == ["loan", "travel papers"]
    assert changed.voice.levels == (-1.0, 0.0, 1.0)
    assert changed.voice.sharpness == math.inf
    assert changed.citizens == 500
    assert changed.score.spill == 0.5


def test_later_changes_act_on_earlier_ones(press):
    changed = with_values(press, {"tiers": press.tiers[2:3], "tiers.0.edge": 510.0})
    assert [tier.edge for tier in changed.tiers] == [510.0]


def test_a_source_goes_with_the_value_it_spoke_of(press):
    changed = with_values(press, {"score.friend_weight": 0.2, "score.spill": press.score.spill})
    assert set(press.sources) - set(changed.sources) == {"score.friend_weight"}
    source = {"tag": "D", "source": "mine"}
    told = with_values(press, {"score.friend_weight": 0.2, "sources.score.friend_weight": source})
    assert told.sources["score.friend_weight"].source == "mine"


def test_dates_apply_in_order_and_bring_no_sources_of_old_values(press):
    dated = with_values(
        press,
        {
            "dates": [
                {"day": 10, "name": "placebo"},
                {"day": 20, "name": "no drag", "set": {"score.friend_weight": 0.0, "tiers.0.edge": 700.0}},
                {"day": 30, "name": "repeal", "set": {"tiers": []}},
                {"day": 40, "name": "return", "set": {"tiers": press.tiers[:1]}},
            ]
        },
    )
    assert dated.on(9).score.friend_weight == 0.15
    assert dated.on(10).model_copy(update={"dates": dated.dates}) == dated
    assert (dated.on(20).score.friend_weight, dated.on(20).tiers[0].edge) == (0.0, 700.0)
    assert "score.friend_weight" not in dated.on(20).sources
    assert dated.on(30).tiers == ()
    assert dated.on(40).tiers == press.tiers[:1]  # the list as set on day 40, not as changed on day 20


def test_replace_writes_dots_as_underscores(press):
    assert press.replace(score__spill=0.0).score.spill == 0.0


def test_assignments_are_read_as_yaml():
    assert assignments(
        ["score.spill=0.1", "tiers=[]", " enrolment.opt_in_day = null", "score.drag=additive"]
    ) == {
        "score.spill": 0.1,
        "tiers": [],
        "enrolment.opt_in_day": None,
        "score.drag": "additive",
    }


def test_what_is_not_there_is_refused(press):
    for path in ("", "score.", ".score", "tiers.-1.edge", "sources.score.x", "dates.0"):
        with pytest.raises(ScenarioError):
            get(press, path)
        with pytest.raises(ScenarioError):
            with_values(press, {path: 1})
