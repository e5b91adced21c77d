"""What may move, and the table that is lived for it."""

import re

import pytest

from sottovoce.calibration import table
from sottovoce.calibration.patterns import targets
from sottovoce.errors import RunError
from sottovoce.experiments.experiment import from_text
from sottovoce.scenario.read import presets, read

SIZE = {"points": 8, "citizens": 60, "days": 40}


@pytest.mark.slow(4)
@pytest.mark.parametrize("preset", presets())
def test_no_setting_of_a_system_moves(preset):
    """In stage 1 of any preset: people, and how they speak."""
    _, axes = table.free(read(preset))
    system = r"(score|tiers|enrolment|punishment|watching|informers|reports|records|identity|blacklist|freeze|appeal|repair|survey|dates)\b"
    for one in axes:
        assert not re.match(system, one.name)
        assert not re.search(r"\.(gain|loss|coverage)$", one.name)
        assert one.group != "timetable"


@pytest.mark.parametrize(
    "name",
    ["score.spill", "tiers.0.edge", "tiers", "channels.post.loss", "channels.post.coverage", "watching.nu", "punishment.severity",
     "enrolment.mandatory_day", "informers.provocateurs", "score", "seed"],
)  # fmt: skip
def test_a_setting_of_a_system_is_refused(name):
    with pytest.raises(RunError, match="is a setting of a system"):
        table.free(read("press-2015"), [name])


def test_a_value_that_does_nothing_there_is_refused():
    with pytest.raises(RunError, match="not at work in the world without"):
        table.free(read("press-2015"), ["society.need.median"])


def test_some_values_move():
    _, axes = table.free(read("press-2015"), ["voice", "ties.calm_drop"])
    assert {one.group for one in axes} == {"voice", "ties"}
    assert "ties.review" not in [one.name for one in axes]


def test_every_point_has_luck_of_its_own():
    asked = table.first_stage(read("press-2015"), targets(1), **SIZE)
    lucks = {asked.luck(number, seed) for number in range(8) for seed in asked.seeds}
    assert len(lucks) == 8
    again = from_text(asked.text)
    assert again.own_luck and again.digest == asked.digest
    assert not asked.scenario.score.in_force
    assert list(asked.worlds) == ["without"]


def test_a_later_round_draws_from_what_was_left():
    cut = {"society.boldness.median": (1.0, 1.5)}
    asked = table.first_stage(read("press-2015"), targets(1), cut=cut, **SIZE)
    values = [point["society.boldness.median"] for point in asked.points]
    assert min(values) >= 1.0 and max(values) <= 1.5
    others = [point["voice.effort"] for point in asked.points]
    assert min(others) < 0.05 and max(others) > 0.15


def test_the_lever_alone_moves_in_stage_2():
    """At each point draws of stage 1 stand, and nothing of a system moves but the lever that the target names."""
    (target,) = targets(2, ["e"])
    draws = [
        {"society.boldness.median": 1.2, "topics.1.feeling": 1.0, "channels.post.coverage": 0.5},
        {"society.boldness.median": 0.8, "punishment.tolerance": 0.2},
    ]
    asked = table.second_stage(target, draws, **SIZE)
    assert {name for point in asked.points for name in point} == {*target.levers, "society.boldness.median"}
    assert [point["society.boldness.median"] for point in asked.points[:3]] == [1.2, 0.8, 1.2]
    assert asked.scenario.name == "watching-only"
    assert not asked.scenario.punishment.executed
