"""Ramps: the loop between the way up and the way down, on known answers and through whole runs."""

import json

import numpy as np
import pytest

import sottovoce as sv
from helpers import commanded
from sottovoce.errors import RunError, ScenarioError
from sottovoce.experiments.ramp import area
from sottovoce.reforms import no_system
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read

SMALL = {"citizens": 60, "hold": 10, "before": 4, "seeds": 5, "workers": 1}


@pytest.mark.parametrize(
    ("up", "down", "is_"),
    [([0, 1, 2], [0, 1, 2], 0), ([0, 0, 2], [0, 2, 2], 1), ([1, 1, 1], [3, 3, 1], 1.5)],
)
def test_a_loop_is_the_mean_gap_over_the_range(up, down, is_):
    """Levels 0, 1, 2: trapezoids by hand."""
    a, b = (np.array(each, float)[:, None] for each in (up, down))
    assert area([0, 1, 2], a, b) == pytest.approx([is_])
    assert area([2, 1, 0], a[::-1], b[::-1]) == pytest.approx([is_])


@pytest.fixture(scope="module")
def nobody():
    """No system, and friends' acts of yesterday alone are looked at."""
    return with_values(no_system(read("press-2015")), {"voice.hear_days": 1})


@pytest.mark.slow
def test_where_nothing_is_remembered_there_is_no_loop(nobody):
    """Effort silences at once and no longer than it lasts: the same value is the same day, but for luck."""
    found = sv.ramp(nobody, "voice.effort", [0.0, 0.2], measure="spoke", **SMALL)
    memory = found.memory
    assert memory.low is not None and memory.high is not None and memory.low < 0 < memory.high
    assert (found.values[0, :, 0] > found.values[0, :, 1] + 150).all(), "the value acts, there and back"
    assert "Its interval includes 0: no memory can be told." in str(found)


@pytest.mark.slow
def test_what_people_have_learned_is_a_loop(nobody):
    """Where people learn from replies what speaking is worth, and never unlearn it, they do not speak again when replies cost nothing any more."""
    habits = {"voice.reward": "reply", "voice.learn": 0.3, "voice.unlearn": 0.0, "voice.reply_cost": 0.0}
    asked = with_values(nobody, habits)
    found = sv.ramp(
        asked,
        "voice.reply_cost",
        [0.0, 0.5],
        measure="spoke",
        **SMALL | {"citizens": 300, "hold": 14, "seeds": 8},
    )
    assert found.memory.high is not None and found.memory.high < 0
    assert "what came before still shows" in str(found)
    table = found.table()
    assert list(table.columns) == ["way", "voice.reply_cost", "seed", "spoke", "still"]
    assert len(table) == 2 * 2 * 8 and not table.isna().any(axis=None)
    assert "voice.reply_cost" in found.plot().svg


def test_bad_ramps_are_answered_in_words():
    with pytest.raises(RunError, match=r"\[1\] given; allowed two numbers or more"):
        sv.ramp("press-2015", "score.spill", [1])
    with pytest.raises(RunError, match="all rising or all falling"):
        sv.ramp("press-2015", "score.spill", [0, 1, 0])
    with pytest.raises(RunError, match="measure: ties_cut given; a ramp measures some days at a time"):
        sv.ramp("press-2015", "score.spill", "0:1:3", measure="ties_cut")
    with pytest.raises(RunError, match="hold: 1 given; allowed whole numbers 2 to 3,650"):
        sv.ramp("press-2015", "score.spill", "0:1:3", hold=1)
    with pytest.raises(ScenarioError, match=r"society\.aware"):
        sv.ramp("press-2015", "society.aware", [0.1, 0.9])


@pytest.mark.slow
def test_the_command(monkeypatch, capsys, tmp_path):
    """It says what Python says; what cannot be is said before the first day."""
    monkeypatch.chdir(tmp_path)
    size = ["--citizens", "60", "--hold", "8", "--before", "2", "--seeds", "2", "--workers", "1"]
    code, out, _ = commanded(
        monkeypatch, capsys, "ramp", "no-system", "voice.effort=[0, 0.2]", *size, "--json"
    )
    assert code == 0
    told = json.loads(out)
    found = sv.ramp(
        read("no-system"), "voice.effort", [0, 0.2], citizens=60, hold=8, before=2, seeds=2, workers=1
    )
    assert told["memory"] == pytest.approx(found.memory._asdict()) and len(told["rows"]) == 2 * 2 * 2
    assert list(tmp_path.glob("runs/ramp-no-system*.study"))
    for words, problem in (
        (["society.aware=0:1:2"], "society.aware: cannot change on a date"),
        (["voice.effort=[0, 1, 0]"], "allowed two numbers or more, all rising or all falling"),
        (["voice.effort=0:1:2", "--measure", "gini"], "a ramp measures some days at a time"),
        (["voice.effort"], "no values given"),
    ):
        code, _, err = commanded(monkeypatch, capsys, "ramp", "no-system", *words, *size)
        assert code == 2 and problem in err and "Traceback" not in err
