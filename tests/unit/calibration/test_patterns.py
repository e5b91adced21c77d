"""The catalogue of patterns, and what may not be a goal."""

import json
import re

import pytest
from pydantic import ValidationError

from sottovoce.calibration import command
from sottovoce.calibration.ours import Ours
from sottovoce.calibration.patterns import Bound, Pattern, Target, joint, pattern, patterns, targets
from sottovoce.errors import RunError
from sottovoce.measure.names import MEASURES
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read

GOOD = dict(
    key="x", finding="f", population="p", design="d", number="1%", source="somebody 2020", firm="high"
)


def test_the_catalogue_is_whole():
    """Thirty and more, each with a source, a firmness, and a binding or why there is none; scenarios of bindings exist."""
    assert len(patterns()) >= 30
    for one in patterns():
        assert one.source and (one.binds or one.why), one.key
        for bound in one.binds:
            assert bound.measure in MEASURES
            with_values(read(str(bound.preset)), bound.set)
            low, high = one.band(bound)
            assert (low is None or high is None or low <= high) and (low, high) != (None, None)


def test_the_joint_set():
    """Six letters in two stages; every end of a band is a number of one of its patterns, or says that it is assumed; one is out of reach."""
    assert [one.letter for one in joint()] == ["a", "b", "c", "c", "d", "e", "f"]
    for one in joint():
        ends = [pattern(key).band(b) for key in one.patterns for b in pattern(key).binds]
        known = {end for pair in ends for end in pair if end is not None}
        if not one.why and "assumed" not in one.band.partition("(")[2]:
            assert one.stage == 2 or set(one.ends) <= known, one.name
    assert [one.letter for one in joint() if one.why] == ["f"]


def test_what_is_from_memory_is_shown_nowhere(capsys):
    """Neither as text nor as JSON, and no band has its number."""
    told = [one.memory for one in patterns() if one.memory]
    assert len(told) >= 4
    command.show(False, True)
    as_json = capsys.readouterr().out
    assert all("memory" not in one for one in json.loads(as_json))
    command.show(False, False)
    shown = capsys.readouterr().out + as_json
    assert not [text for text in told if text in shown]
    for one in patterns():
        for figure in re.findall(r"(\d+)%", one.memory or ""):
            ends = {end for bound in one.binds for end in one.band(bound)}
            assert float(figure) / 100 not in ends or f"{figure}%" in one.number, one.key


@pytest.mark.parametrize(
    ("stage", "letter", "says"),
    [
        (1, "held_back", "no number of the joint set"),
        (1, "voice_gap", "a measure by itself is no goal"),
        (1, "support-by-list", "no number of the joint set"),
        (1, "e", "belongs to stage 2"),
        (2, "a", "belongs to stage 1"),
        (2, "f", "cannot be fitted: bad events of conduct are drawn"),
    ],
)
def test_only_published_numbers_are_goals(stage, letter, says):
    with pytest.raises(RunError, match=re.escape(says)):
        targets(stage, [letter])


def test_some_of_the_joint_set():
    assert [one.name for one in targets(1, ["c", "a"])] == ["held back of all", "in person", "online"]
    assert [one.letter for one in targets(1)] == ["a", "b", "c", "c", "d"]
    assert [one.letter for one in targets(2)] == ["e"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"binds": (), "why": ""},
        {"binds": ({"measure": "held_back"},), "binding": "high"},
        {"binds": ({"measure": "loyalty"},), "binding": "high", "low": 0.1},
        {"source": ""},
        {"why": "a sign", "doi": "none"},
    ],
    ids=["nothing", "no number", "no measure", "no source", "no doi"],
)
def test_a_pattern_has_to_be_whole(wrong):
    with pytest.raises(ValidationError):
        Pattern(**GOOD | wrong)


def test_stage_1_is_the_world_without():
    whole = dict(
        letter="z", name="n", stage=1, patterns=("x",), measure="held_back", low=0.1, high=0.2, band="why"
    )
    assert Target(**whole).centre == pytest.approx(0.15)
    for wrong in (
        {"world": "with"},
        {"how": "difference"},
        {"preset": "press-2015"},
        {"band": ""},
        {"low": None},
    ):
        with pytest.raises(ValidationError):
            Target(**whole | wrong)
    with pytest.raises(ValidationError):
        Target(**whole | {"stage": 2})


def test_numbers_of_a_model():
    assert Bound(measure="say_so").value(1.0, 2.0) == 2.0
    assert Bound(measure="say_so", world="with").value(1.0, 2.0) == 1.0
    assert Bound(measure="say_so", how="difference").value(1.0, 2.0) == -1.0
    fall = Bound(measure="browsing_held_back", how="fall").value(400.0, 200.0)
    assert fall == pytest.approx(0.25), "600 of 800 are left"


def test_what_has_no_value_says_so():
    one = pattern("support-by-list")
    assert "no value" in command._told(Ours(one, one.binds[0], float("nan"), None, None, None))
