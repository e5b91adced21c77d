"""Calibration from the command to draws: a small table of small societies, lived once and gone on with."""

import json
import sys

import numpy as np
import pytest

import sottovoce as sv
from sottovoce import cli
from sottovoce.calibration import api, inference
from sottovoce.calibration.calibrate import Calibration
from sottovoce.calibration.command import gates, summary
from sottovoce.calibration.draws import read
from sottovoce.calibration.inference import Gate
from sottovoce.errors import RunError
from sottovoce.experiments.results import Study

SMALL = {"points": 160, "citizens": 60, "days": 40, "truths": 100}
ASKED = ["--points", "160", "--citizens", "60", "--days", "40", "--truths", "100"]


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    return tmp_path_factory.mktemp("calibrate") / "one.study"


@pytest.fixture(scope="module")
def found(file):
    return sv.calibrate("press-2015", out=file, **SMALL)


def command(monkeypatch, capsys, *words):
    monkeypatch.setattr(sys, "argv", ["sottovoce", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        cli.main()
    shown = capsys.readouterr()
    return end.value.code, shown.out, shown.err


@pytest.mark.slow
def test_each_point_is_lived_with_luck_of_its_own(found, file):
    """What a row of the table is, the scenario says that is lived again with its seed; no two rows share one."""
    study = Study.open(file)
    asked = study.experiment
    for number in (0, 3):
        world = asked.at(asked.points[number]).model_copy(update={"seed": asked.luck(number, asked.seeds[0])})
        society = sv.create(world)
        from sottovoce.experiments.living import measured

        again = measured(world, society, ["speaks_online"], {})
        assert study.values("speaks_online", "without")[number, 0] == again[0]
    assert len(found.table.numbers) > 120


@pytest.mark.slow
def test_what_the_prior_makes_is_counted(found):
    """Shares are those of the rows, each by itself and all at once."""
    for k, one in enumerate(found.reach):
        low, high = one.target.ends
        column = found.table.numbers[:, k]
        assert one.share == pytest.approx(np.mean((column >= low) & (column <= high)))
    others = found.inside[:, [0, 1, 4]].all(axis=1).mean()
    assert found.all_but()["c"] == pytest.approx(others) and found.all_but()["a"] >= found.together
    assert found.together <= min(one.share for one in found.reach)


def test_fewer_patterns_of_the_same_table(found, file):
    """Another choice of patterns lives nothing again."""
    fewer = sv.calibrate("press-2015", out=file, patterns=["b", "d"], **SMALL)
    assert [one.letter for one in fewer.targets] == ["b", "d"]
    assert np.array_equal(fewer.table.numbers[:, 0], found.table.numbers[:, 1])


def test_two_of_a_letter_are_withheld_together(found, monkeypatch):
    held = []
    real = inference.predicted
    monkeypatch.setattr(
        inference, "predicted", lambda said, which, *rest: held.append(which) or real(said, which, *rest)
    )
    told = found.withheld()
    assert [w.target.name for w in told] == [
        "held back of all",
        "climate and speech",
        "in person",
        "online",
        "a friend cut",
    ]
    assert held[2].tolist() == held[3].tolist() == [True, True, False, False, True]


@pytest.mark.parametrize("which", ["gate", "near_gate"])
def test_a_posterior_whose_gate_failed_is_not_shown(found, which, tmp_path):
    """Neither it, nor its draws, nor a further round."""
    wrong = Calibration(found.scenario, found.table, truths=100)
    wrong.__dict__[which] = Gate(np.full((len(found.table.axes), 20), 99), 1, 20)
    for asked in (
        lambda: wrong.posterior,
        wrong.rows,
        wrong.draws,
        lambda: wrong.write(tmp_path / "d"),
        wrong.cut,
    ):
        with pytest.raises(RunError, match="gate was not passed"):
            asked()
    assert not (tmp_path / "d").exists()
    assert "posterior" not in summary(wrong)
    assert "posterior" in summary(found)


def test_draws_are_points_of_the_space(found, tmp_path):
    points = read(found.write(tmp_path / "some.draws", 20)).points
    assert len(points) == 20
    space = sv.space("press-2015")
    for point in points:
        assert all(space[name].holds(value) for name, value in point.items())
        space.at(point)


@pytest.mark.slow
def test_a_later_round_is_drawn_from_the_one_before(found, file):
    """The ranges of what was learnt are narrower, and a place in one is not a place in the whole range."""
    cut = found.cut()
    assert cut
    again = sv.calibrate("press-2015", out=file, rounds=2, **SMALL)
    assert (file.parent / "one.2.study").exists()
    assert (found.narrowed, again.narrowed) == (False, True)
    assert (
        "prior makes" in summary(found)["drawn_from"]
        and "no share of the prior" in summary(again)["drawn_from"]
    )
    assert "all of the prior" in gates(found) and "all of the prior" not in gates(again)
    for one, ends in zip(again.table.axes, again.table.ends, strict=True):
        if one.name in cut:
            assert (one.low, one.high) == cut[one.name]
            assert ends[1] - ends[0] < 1
        else:
            assert tuple(ends) == (0.0, 1.0)


@pytest.mark.slow
def test_no_round_follows_a_gate_that_was_not_passed(found, file, monkeypatch):
    monkeypatch.setattr(
        inference, "gate", lambda *rest: Gate(np.full((len(found.table.axes), 20), 99), 1, 20)
    )
    stopped = sv.calibrate("press-2015", out=file, rounds=3, **SMALL)
    assert len(stopped.table.numbers) == len(found.table.numbers)
    assert not (file.parent / "one.3.study").exists()


@pytest.mark.slow
def test_draws_are_lived_again_with_fresh_luck(found, file):
    """What they make of the patterns, each at its own seed."""
    again = api.again(found, out=file.parent / "again.study", count=110, citizens=60, days=40)
    asked = Study.open(file.parent / "again.study").experiment
    assert asked.points == found.draws(110)
    assert asked.luck(0, asked.seeds[0]) > Study.open(file).experiment.luck(10**6, 1000)
    assert len(again.reach) == len(found.targets)


@pytest.mark.slow
def test_the_second_stage_moves_one_lever(found, file, tmp_path):
    watched = api.lever(
        "e", draws=found.draws(5), out=file.parent / "e.study", points=120, citizens=60, days=40, truths=100
    )
    assert [one.name for one in watched.table.axes] == ["watching.nu", "punishment.severity"]
    assert watched.scenario == "watching-only"
    severity = watched.table.places[:, 1]
    assert np.corrcoef(severity, watched.table.numbers[:, 0])[0, 1] > 0.3, "who expects worse browses less"


@pytest.mark.slow
def test_the_command(found, file, tmp_path, monkeypatch, capsys):
    code, out, _ = command(
        monkeypatch, capsys, "calibrate", "press-2015", *ASKED, "--prior", "--json", "--out", file
    )
    told = json.loads(out)
    assert not code and "posterior" not in told and "gate" not in told
    assert [one["target"] for one in told["prior"]][-1] == "a friend cut"
    code, out, _ = command(
        monkeypatch, capsys, "calibrate", "press-2015", *ASKED, "--out", file, "--write", tmp_path / "d.json"
    )
    assert not code
    assert (
        "Inside all bands at once" in out
        and "The gate, all of the prior: 100 truths" in out
        and "prior decides" in out
    )
    assert len(read(tmp_path / "d.json").points) == 200


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--pattern", "held_back"], "no number of the joint set"),
        (["--pattern", "e"], "belongs to stage 2"),
        (["--lever", "a"], "belongs to stage 1"),
        (["--lever", "f"], "cannot be fitted"),
        (["--values", "score.spill"], "is a setting of a system"),
        (["--values", "tiers"], "is a setting of a system"),
        (["--lever", "e", "--draws", "nowhere.draws"], "cannot be read"),
    ],
)
def test_every_door_is_shut(words, says, tmp_path, monkeypatch, capsys):
    code, _, err = command(
        monkeypatch, capsys, "calibrate", "press-2015", *ASKED, "--out", tmp_path / "x.study", *words
    )
    assert code == 2
    assert says in err
    assert not (tmp_path / "x.study").exists()


def test_too_few_points(found, file):
    with pytest.raises(RunError, match="allowed 30 and more"):
        Calibration(found.scenario, found.table.__class__(
            found.table.axes, found.table.targets, found.table.places[:20], found.table.ends, found.table.numbers[:20], found.table.points[:20]
        ))  # fmt: skip
