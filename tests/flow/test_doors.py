"""What an experiment must not be: a search for a system that controls better. Each door is tried."""

import ast
import json
import re
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest
import typer
from click.testing import CliRunner

from sottovoce import cli
from sottovoce.errors import RunError, ScenarioError
from sottovoce.experiments import designs, engine, living
from sottovoce.experiments import results as results_
from sottovoce.experiments.api import experiment
from sottovoce.measure.harms import HARMS
from sottovoce.measure.names import MEASURES
from sottovoce.scenario.read import read
from sottovoce.study.compare import of_systems, planned

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src" / "sottovoce").rglob("*.py"))
GOALS = ("goal", "goals", "objective", "target", "maximise", "maximize", "minimise", "minimize", "optimise", "optimize", "search", "best",
         "rank_by", "sort", "reward", "fitness", "loss", "cost")  # fmt: skip
BANNED = re.compile(
    r"(^|[-_])(best|worst|top|sort|rank|ranked|optimi[sz]e|maximi[sz]e|minimi[sz]e|search|goal|objective|target|tune|fit|fitness|calibrate)($|[-_])"
)
PEOPLE = {"citizens": 40, "days": 20}
SET = {"enrolment.opt_in_day": 2, "enrolment.mandatory_day": 5}


def asked(**how):
    usual = {"people": PEOPLE, "space": {"values": ["score.spill", "watching.nu"], "set": SET}, "design": {"kind": "sobol", "points": 4},
             "measures": ["voice_gap", "say_so"]}  # fmt: skip
    return experiment(**(usual | how))


@pytest.mark.parametrize("name", GOALS)
@pytest.mark.parametrize("place", ["", "people", "seeds", "space", "design", "worlds.with"])
def test_no_goal_fits_anywhere_in_a_file(name, place):
    """Not at the top, and in no part of it."""
    parts = {
        "people": PEOPLE,
        "seeds": {"count": 2},
        "space": {"values": ["score.spill"]},
        "design": {"kind": "sobol", "points": 4},
    }
    goal = {name: "say_so"}
    match place:
        case "":
            given = goal
        case "worlds.with":
            given = {"worlds": {"with": goal, "without": "no_system"}}
        case _:
            given = {place: parts[place] | goal}
    with pytest.raises(ScenarioError, match=rf"{name}: unknown name"):
        asked(**given)


@pytest.mark.parametrize(
    "given",
    [
        {"measures": [len]},
        {"measures": ["-voice_gap"]},
        {"measures": ["voice_gap / say_so"]},
        {"measures": [{"voice_gap": -1}]},
        {"worlds": {"with": lambda scenario: scenario}},
        {"design": lambda outcomes: [{"score.spill": 1.0}]},
        {"design": {"kind": "adaptive", "points": 4}},
        {"design": {"kind": "gradient", "points": 4}},
        {"design": {"kind": "bayesian", "points": 4}},
        {"space": {"values": ["score.spill"], "set": {"score.spill": "max"}}},
        {"seeds": {"until": {"half_width": 0.1}}},
    ],
)
def test_no_measure_of_ones_own_and_no_design_that_learns(given):
    """What is measured is named, and was there before; where to look is drawn, and never a function of what came out."""
    with pytest.raises((ScenarioError, RunError)):
        asked(**given)


@pytest.mark.slow
def test_a_design_is_made_of_its_coordinates_alone(monkeypatch, tmp_path):
    """What came out moves no point, and no row: with every outcome turned round, the same points stand in the same order."""
    true, kept = living.measured, []
    for turned in (False, True):

        def measured(*how, turned=turned):
            return -true(*how) if turned else true(*how)

        monkeypatch.setattr(living, "measured", measured)
        study = engine.run(asked(), tmp_path / f"{turned}.study", workers=1)
        kept.append(study)
    one, other = kept
    assert np.array_equal(one.outcomes, -other.outcomes) and np.ptp(one.values("say_so")) > 0, "they differ"
    assert one.experiment.points == other.experiment.points == asked().points
    assert one.table()["point"].tolist() == other.table()["point"].tolist() == sorted(one.table()["point"])
    assert [name for name in one.table() if BANNED.search(name)] == []


@pytest.mark.parametrize("words", [
    ("sweep", "press-2015", "score.spill=0:1:3"), ("study", "mine.yaml"), ("study", "show", "mine.study"), ("study", "export", "mine.study"),
    ("fork", "mine", "--day", "3"), ("mirror", "press-2015"), ("space", "press-2015"),
])  # fmt: skip
@pytest.mark.parametrize(
    "option",
    [
        "--best",
        "--sort=effect",
        "--goal=say_so",
        "--maximise=say_so",
        "--top=3",
        "--until=say_so<100",
        "--by=say_so",
    ],
)
def test_no_command_takes_a_goal_or_an_order(words, option):
    """Tried on the command line; it is answered in words, before anything is lived."""
    found = CliRunner().invoke(typer.main.get_command(cli.app), [*words, option])
    assert found.exit_code == 2 and "No such option" in found.output


def test_no_option_of_any_command_is_named_like_a_search():
    """But compare's --by, which names a harm to be lowered by safeguards (below), and calibrate, which takes published patterns of the catalogue and nothing else
    (tests of calibration)."""
    group = typer.main.get_command(cli.app)
    options = {
        (name, option)
        for name, command in group.commands.items()
        for parameter in command.params
        for option in parameter.opts
    }
    assert len(options) > 100
    assert sorted(one for one in options if BANNED.search(one[1].strip("-"))) == []
    assert sorted(name for name in group.commands if BANNED.search(name)) == ["calibrate"]


def test_what_safeguards_are_ranked_by_is_a_harm_to_be_lowered():
    """Nothing that counts benefits to whoever runs it, nor what holds two causes; no sign can be put before it."""
    assert HARMS.keys() < MEASURES.keys()
    for name in (
        "-voice_gap",
        "loyalty_beyond-",
        "spoke+",
        "benefits",
        "enrolled",
        "score_validity",
        "say_so",
        "my_own",
    ):
        if name in HARMS:
            continue
        with pytest.raises((RunError, ScenarioError)):
            planned([read("press-2015")], ["private-scores"], False, [], False, None, 1, name)
    assert not {"benefits", "enrolled", "score_validity", "say_so", "looked_up"} & HARMS.keys()


def test_systems_beside_one_another_have_no_order():
    """They stand as they were asked for, and none of them has a rank; nor may one be asked for with reforms."""
    names = ["press-2015", "fico", "no-system", "weibo-2012"]
    for order in (names, names[::-1]):
        found = of_systems([read(name) for name in order], seeds=1)
        assert [variant.name for variant in found.variants if variant.kind == "system"] == order
        assert all(row.ranks is None for row in found.rows)
    with pytest.raises(ScenarioError, match="allowed one scenario with reforms, or several scenarios"):
        planned([read(name) for name in names], [], True, [], False, None, 1, None)


def test_a_study_offers_no_order_by_outcome():
    """Neither as a method nor as an argument of one."""
    offered = {name for thing in (results_.Study, designs) for name in dir(thing) if not name.startswith("_")}
    assert len(offered) > 15 and [name for name in offered if BANNED.search(name)] == []
    for path in (ROOT / "src" / "sottovoce" / "experiments").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.arg):
                assert not BANNED.search(node.arg), f"{path.name}: {node.arg}"


@pytest.mark.slow
def test_no_optimiser_is_used():
    """Neither imported nor among what is installed with it."""
    banned = {
        "optuna",
        "ray",
        "skopt",
        "nevergrad",
        "cma",
        "pymoo",
        "hyperopt",
        "ax",
        "botorch",
        "deap",
        "pygad",
        "platypus",
        "pyswarms",
    }
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            wrong = [name for name in names if name.split(".")[0] in banned]
            wrong += [name for name in names if name.split(".")[0] == "scipy" and name != "scipy.stats"]
            assert wrong == [], f"{path.name}: {wrong}"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = [
        *project["dependencies"],
        *(one for extra in project.get("optional-dependencies", {}).values() for one in extra),
    ]
    needed = {re.split(r"[^A-Za-z0-9_-]", one)[0].lower() for one in told}
    assert needed and not needed & banned


@pytest.mark.slow
def test_nothing_outside_learns_from_a_study_while_it_runs(tmp_path):
    """What is said as it goes on is how far it is: no outcome is in it, so nobody can stop it where it looks best."""
    seen = []
    engine.run(
        asked(), tmp_path / "a.study", workers=1, say=lambda progress: seen.append(vars(progress).copy())
    )
    assert seen
    assert set().union(*seen) == {"worlds", "done", "shared", "failed", "refused", "cpu", "began"}
    with pytest.raises(TypeError):
        engine.run(asked(), tmp_path / "b.study", workers=1, stop_when=lambda outcomes: True)  # type: ignore[call-arg]


@pytest.mark.slow
def test_json_of_a_sweep_has_no_best_row(tmp_path, monkeypatch, capsys):
    """Its points stand in the order of the design, and no name in it puts one before another."""
    monkeypatch.chdir(tmp_path)
    words = ["sweep", "press-2015", "score.spill=[1, 0, 0.5]", "--citizens", "40", "--days", "20", "--seeds", "2", "--json", "--measure", "say_so",
             "--set", "enrolment.opt_in_day=2", "--set", "enrolment.mandatory_day=5", "--workers", "1"]  # fmt: skip
    monkeypatch.setattr(sys, "argv", ["sottovoce", *words])
    with pytest.raises(SystemExit, match=r"^0$"):
        cli.main()
    found = json.loads(capsys.readouterr().out)
    assert [point["values"]["score.spill"] for point in found["points"]] == [1, 0, 0.5]

    def names(data):
        if isinstance(data, dict):
            return [*data, *(name for inner in data.values() for name in names(inner))]
        return [name for inner in data for name in names(inner)] if isinstance(data, list) else []

    assert [name for name in names(found) if BANNED.search(name)] == []
