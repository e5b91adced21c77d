"""An experiment from its file to its study: checked, lived once, stored at once, stopped and killed anywhere, with the same rows at the end."""

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

import numpy as np
import pytest

import sottovoce as sv
from helpers import commanded
from sottovoce.errors import RunError, ScenarioError
from sottovoce.experiments import designs, living
from sottovoce.experiments.analysis import sensitivity
from sottovoce.experiments.api import experiment
from sottovoce.experiments.engine import cost
from sottovoce.experiments.experiment import from_text
from sottovoce.experiments.living import form
from sottovoce.experiments.results import Study
from sottovoce.experiments.space import space
from sottovoce.experiments.store import Store
from sottovoce.experiments.work import idle
from sottovoce.machine.cpu import Cpu
from sottovoce.reforms import no_system
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.study.worlds import World

PEOPLE = {"citizens": 60, "days": 40}
SET = {"enrolment.opt_in_day": 3, "enrolment.mandatory_day": 10}
FILE = """
name: drag
scenario: press-2015
people: {citizens: 60, days: 40}
seeds: {first: 7, count: 2}
space: {values: [watching.nu, score.spill, society], without: [society.homophily], set: {enrolment.opt_in_day: 3, enrolment.mandatory_day: 10}, also: {order: [synchronous, drawn]}}
design: {kind: sobol, points: 6}
worlds:
  with: {}
  without: no_system
  no drag: {reform: own-acts-only}
  secret: {set: {score.lookup: own}}
measures: [voice_gap, say_so, ties_cut]
windows: {late: [30, 40]}
"""


def small(**how):
    return experiment(
        **{
            "people": PEOPLE,
            "space": {"values": ["watching.nu", "voice.effort"], "set": SET},
            "design": {"kind": "sobol", "points": 4},
        }
        | how
    )


def rows(path):
    return Study.open(path).outcomes


@pytest.fixture
def sottovoce(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    return lambda *words: commanded(monkeypatch, capsys, *words)


@pytest.mark.slow
def test_a_file_is_read_and_kept(tmp_path):
    """Everything is there, the canonical text gives the same experiment, and the same file the same digest."""
    file = tmp_path / "drag.yaml"
    file.write_text(FILE, encoding="utf-8")
    asked = experiment(file)
    names = [axis.name for axis in asked.axes]
    assert {"watching.nu", "score.spill", "order", "society.view.mean"} <= set(
        names
    ) and "society.homophily" not in names
    assert (
        len(asked.points) == 6
        and asked.seeds == (7, 8)
        and list(asked.worlds) == ["with", "without", "no drag", "secret"]
    )
    assert asked.outcomes == ("say_so", "voice_gap", "ties_cut", "say_so@late", "voice_gap@late")
    again = from_text(asked.text)
    assert (
        again.text == asked.text and again.points == asked.points and again.digest == experiment(file).digest
    )
    assert asked.scenario.enrolment.mandatory_day == 10


@pytest.mark.slow(4)
@pytest.mark.parametrize(
    ("line", "instead", "said"),
    [
        ("points: 6", "points: 0", ":6 design.points: 0 given; allowed whole numbers 1 to 1,000,000"),
        ("kind: sobol, points: 6", "kind: morris, trajectories: 2, levels: 7", ":6 design.levels: 7 given; allowed 2, 4, 6"),
        ("kind: sobol", "kind: best", ":6 design.kind: \"best\" given"),
        ("watching.nu,", "watching.mu,", 'watching.mu: no coordinate of the space. Did you mean "watching.nu"?'),
        ("society.homophily]", "society.homofily]", 'Did you mean "society.homophily"?'),
        ("voice_gap,", "voice_gab,", 'voice_gab: no such measure. Did you mean "voice_gap"?'),
        ("own-acts-only", "own-act-only", 'Did you mean "own-acts-only"?'),
        ("lookup: own", "lookup: ours", "worlds.secret.set: score.lookup"),
        ("late: [30, 40]", "late: [30, 400]", "windows.late: [30, 400] given; allowed a first day"),
        ("count: 2", "cuont: 2", ':4 seeds.cuont: unknown name. Did you mean "count"?'),
        ("citizens: 60", "citizens: 1", ":3 people.citizens: 1 given"),
        ("scenario: press-2015", "scenario: press-2051", 'Did you mean "press-2015"?'),
        ("order: [synchronous, drawn]", "order: [synchronous, never]", ":5 space.also.order: order: \"never\" given"),
        ("name: drag", "goal: {maximise: voice_gap}", "goal: unknown name."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_file_is_said_with_its_line(tmp_path, line, instead, said):
    file = tmp_path / "wrong.yaml"
    assert line in FILE
    file.write_text(FILE.replace(line, instead, 1).lstrip(), encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        experiment(file)
    assert said in str(error.value)


def test_a_study_is_what_worlds_by_hand_give(tmp_path):
    """The light path gives the same bits as a world of a run, in every measure."""
    asked = small(seeds={"count": 1}, design={"kind": "list", "points": [{"watching.nu": 0.6}]})
    study = asked.run(tmp_path / "a.study", workers=1)
    scenario = with_values(asked.scenario, {"watching.nu": 0.6})
    for k, wanted in enumerate((scenario, no_system(scenario))):
        world = World("with", 1, wanted)
        world.live(Cpu(1), lambda: False)
        expected = np.array([world.measures[name] for name in asked.measures])
        assert np.array_equal(study.outcomes[0, 0, k], expected, equal_nan=True)


def test_windows_are_sums_over_their_days(tmp_path):
    """All days as a window is the measure itself; a part is another number."""
    asked = small(
        seeds={"count": 1},
        windows={"all": [0, 40], "early": [0, 5]},
        design={"kind": "list", "points": [{"watching.nu": 0.6}]},
    )
    study = asked.run(tmp_path / "a.study", workers=1)
    assert np.array_equal(study.values("say_so@all"), study.values("say_so"))
    assert not np.array_equal(study.values("say_so@early", "with"), study.values("say_so", "with"))


def test_processes_give_the_same_rows_and_equal_worlds_are_lived_once(tmp_path):
    """watching.nu is not seen in the world without: of its worlds one a seed is lived."""
    asked = small(
        space={"values": "none", "set": SET},
        design={"kind": "grid", "levels": {"watching.nu": [0.1, 0.4, 0.8]}},
    )
    told = []
    one = asked.run(
        tmp_path / "a.study", workers=1, say=lambda now: told.append((now.done, now.shared, now.failed))
    )
    two = asked.run(tmp_path / "b.study", workers=2)
    assert np.array_equal(one.outcomes, two.outcomes, equal_nan=True)
    assert told[-1] == (12, 4, 0)
    with Store.open(tmp_path / "a.study") as store:
        assert store.spent()[0] == 8
    without = one.values("say_so", "without")
    assert (without == without[0]).all()
    assert one.complete and one.table()["watching.nu"].tolist() == [
        v for v in (0.1, 0.4, 0.8) for _ in range(4)
    ]
    data = one.dataset()
    assert data.sizes == {"point": 3, "seed": 2, "world": 2} and data["watching.nu"].values.tolist() == [
        0.1,
        0.4,
        0.8,
    ]


def test_worlds_of_equal_form_are_equal():
    """Values that are not at work are not part of what a world is: random points without the system, with another system, the same bits."""
    base = with_values(read("press-2015"), PEOPLE | SET)
    there, unseen = space(base), idle(no_system(base))
    seen = {one.name for one in there if not all(path in unseen for path in one.sets)}
    seen |= {"punishment.severity"}  # what is law would be felt
    seen |= {one.name for one in there if one.name.startswith(living.ROUNDING)}
    equal = 0
    for values in there.drawn(12, 3, forks=False):
        pair = [
            no_system(there.at(v)) for v in (values, {name: v for name, v in values.items() if name in seen})
        ]
        if form(pair[0]) == form(pair[1]):
            equal += 1
            worlds = [World("without", 1, each) for each in pair]
            for world in worlds:
                world.live(Cpu(1), lambda: False)
            assert repr(worlds[0].measures) == repr(worlds[1].measures)
    assert form(no_system(base)) != form(base)
    assert equal >= 10 and 20 <= len(seen) < 0.6 * len(there)


def test_a_failure_is_a_row_with_its_traceback_and_is_tried_again(tmp_path, monkeypatch):
    asked = small(seeds={"count": 1})
    whole = living.measured
    monkeypatch.setattr(living, "measured", lambda s, *how: 1 / 0 if not s.score.in_force else whole(s, *how))
    study = asked.run(tmp_path / "a.study", workers=1)
    assert {(f.point, f.world, f.state) for f in study.failed} == {(k, "without", "failed") for k in range(4)}
    assert "ZeroDivisionError" in study.failed[0].error and "measured" in study.failed[0].trace
    assert (
        not np.isnan(study.values("say_so", "with")).any()
        and np.isnan(study.values("say_so", "without")).all()
    )
    monkeypatch.undo()
    again = asked.run(tmp_path / "a.study", workers=1)
    assert not again.failed and np.array_equal(
        again.outcomes, asked.run(tmp_path / "b.study", workers=1).outcomes, equal_nan=True
    )


def test_a_refused_point_is_a_row_with_its_sentences(tmp_path):
    points = [{"score.start": 600.0}, {"score.start": 5000.0}, {"score.start": 601.0}]
    study = small(seeds={"count": 1}, design={"kind": "list", "points": points}).run(
        tmp_path / "a.study", workers=1
    )
    (refused,) = study.failed
    assert (refused.point, refused.state) == (
        1,
        "refused",
    ) and "score.start: 5,000 given; allowed" in refused.error
    assert np.isnan(study.outcomes[1]).all() and not np.isnan(study.outcomes[2]).all()
    assert study.complete


@pytest.mark.slow
def test_a_budget_leaves_a_prefix_and_the_same_call_goes_on(tmp_path):
    asked = small(design={"kind": "sobol", "points": 8})
    part = asked.run(tmp_path / "a.study", workers=1, budget=0.0)
    assert 1 <= len(part.outcomes) < 8 and not part.complete
    whole = asked.run(tmp_path / "a.study", workers=1)
    assert whole.complete
    assert np.array_equal(whole.outcomes, asked.run(tmp_path / "b.study", workers=2).outcomes, equal_nan=True)


KILLED = """
import sys
from sottovoce.experiments.api import experiment
asked = experiment(sys.argv[1])
print("begun", flush=True)
asked.run(sys.argv[2], workers=2)
print("over", flush=True)
"""


@pytest.mark.slow
def test_killed_anywhere_the_same_rows_are_there_in_the_end(tmp_path):
    """SIGKILL some moments after it began, again and again, then to the end: as if nothing had been. No process of it is left."""
    file, victim = tmp_path / "x.yaml", tmp_path / "a.study"
    text = (
        FILE.replace("points: 6", "points: 10")
        .replace("citizens: 60, days: 40", "citizens: 150, days: 60")
        .replace(", also: {order: [synchronous, drawn]}", "")
    )
    file.write_text(text, encoding="utf-8")
    experiment(file).run(tmp_path / "b.study", workers=2)
    command = [sys.executable, "-c", KILLED, str(file), str(victim)]
    for moment in (0.05, 0.3, 0.6):
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout and process.stdout.readline() == "begun\n"
        deadline = time.monotonic() + 60
        while not victim.exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.endswith("over\n") and done.stderr == ""
    assert np.array_equal(rows(victim), rows(tmp_path / "b.study"), equal_nan=True)
    assert not list(tmp_path.glob("*.lock"))


@pytest.mark.slow
def test_a_process_that_dies_is_replaced(tmp_path, monkeypatch):
    """A worker that is killed takes no row with it: its worlds are lived again in another."""
    once, whole = tmp_path / "once", living.measured

    def dies(*how):
        if not once.exists():
            once.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(*how)

    asked = small()
    expected = asked.run(tmp_path / "b.study", workers=1)
    monkeypatch.setattr(living, "measured", dies)
    study = asked.run(tmp_path / "a.study", workers=2)
    assert once.exists() and not study.failed
    assert np.array_equal(study.outcomes, expected.outcomes, equal_nan=True)


@pytest.mark.slow
def test_a_process_that_dies_before_all_was_submitted(tmp_path, monkeypatch):
    """A pool that breaks between two submissions is replaced, and what it refused is lived in the next."""
    whole, times = ProcessPoolExecutor.submit, []

    def breaks(pool, *how):
        times.append(how)
        if len(times) in (1, 3, 4):
            raise BrokenProcessPool("a child process terminated abruptly")
        return whole(pool, *how)

    expected = small().run(tmp_path / "b.study", workers=1)
    monkeypatch.setattr(ProcessPoolExecutor, "submit", breaks)
    study = small().run(tmp_path / "a.study", workers=2)
    assert len(times) > 4 and not study.failed
    assert np.array_equal(study.outcomes, expected.outcomes, equal_nan=True)


@pytest.mark.slow
def test_a_file_keeps_others_out_and_says_what_it_is(tmp_path, monkeypatch):
    asked, path = small(seeds={"count": 1}), tmp_path / "a.study"
    with Store.begin(path, asked):
        with pytest.raises(RunError, match=f"is being written by process {os.getpid()}"):
            Store.begin(path, asked)
        assert Study.open(path).outcomes.shape[0] == 0  # readers are let in
    with pytest.raises(RunError, match="holds another experiment"):
        Store.begin(path, small(seeds={"count": 2}))
    monkeypatch.setattr("sottovoce.experiments.store.engine", lambda: "another")
    with pytest.raises(RunError, match="was lived by another version of the program"):
        Store.begin(path, asked)
    monkeypatch.undo()
    base = sqlite3.connect(path)
    with base:
        base.execute("UPDATE study SET value = '99' WHERE name = 'format'")
    base.close()
    with pytest.raises(RunError, match="has format 99; this version reads 1"):
        Study.open(path)
    path.write_bytes(b"no study at all, and long enough to be looked at" * 40)
    with pytest.raises(RunError, match="is no study, or damaged"):
        Study.open(path)
    assert not list(tmp_path.glob("*.lock"))


def rewritten(path, change):
    """The study with another text and its right digest, as another version would have written it."""
    base = sqlite3.connect(path)
    with base:
        (text,) = base.execute("SELECT value FROM study WHERE name = 'experiment'").fetchone()
        data = json.loads(text)
        change(data)
        text = json.dumps(data)
        said = {"experiment": text, "digest": hashlib.sha256(text.encode()).hexdigest(), "version": "0.0.1"}
        base.executemany("UPDATE study SET value = ? WHERE name = ?", [(v, k) for k, v in said.items()])
    base.close()


def test_a_study_of_an_earlier_version_is_read_or_told_as_such(tmp_path):
    """A field that came later has its default. What this version does not know is told as another version's, and never as damage."""
    path = tmp_path / "x.study"
    lived = small(seeds={"count": 2}, measures=["say_so"], design={"kind": "sobol", "points": 2}).run(path)
    rewritten(path, lambda data: (data["scenario"].pop("freeze"), data["scenario"]["voice"].pop("effort")))
    again = Study.open(path)
    assert again.experiment.scenario == lived.experiment.scenario
    assert np.array_equal(again.values("say_so"), lived.values("say_so"))
    rewritten(path, lambda data: data["scenario"].update(moon={"full": True}))
    with pytest.raises(RunError, match=r"was written by version 0\.0\.1 of sottovoce .*moon.*Read it with"):
        Study.open(path)
    rewritten(path, lambda data: (data["scenario"].pop("moon"), data.update(measures=["say_so", "sighs"])))
    with pytest.raises(RunError, match=r"written by version 0\.0\.1 .*measure sighs: no such measure"):
        Study.open(path)
    rewritten(path, lambda data: data.update(measures=["say_so", "voice_gap"]))
    with pytest.raises(RunError, match="1 numbers were measured in a world, and these are 2 here"):
        Study.open(path)
    base = sqlite3.connect(path)
    with base:
        base.execute("UPDATE study SET value = value || ' ' WHERE name = 'experiment'")
    base.close()
    with pytest.raises(RunError, match="is damaged: what was asked is not what its digest says"):
        Study.open(path)


@pytest.mark.slow
def test_cost_is_told_beforehand():
    found = cost(small(), workers=2)
    assert (found.points, found.worlds) == (4, 16) and 0 < found.seconds <= found.cpu


@pytest.mark.slow
def test_sweep_prints_rows_in_the_order_of_the_design(sottovoce, tmp_path):
    """Never sorted by what came out, whichever way round it was asked for."""
    words = [
        "--citizens",
        "60",
        "--days",
        "40",
        "--seeds",
        "2",
        "--measure",
        "say_so",
        "--set",
        "enrolment.opt_in_day=3",
        "--set",
        "enrolment.mandatory_day=10",
    ]
    for order in ("0:20:3", "[20, 0, 10]"):
        code, out, _ = sottovoce(
            "sweep",
            "press-2015",
            f"score.horizon={order}",
            *words,
            "--out",
            f"{order[0]}.study",
            "--workers",
            "1",
        )
        assert code == 0 and "say_so (per 1,000): with, without, and the difference" in out
        shown = [line.split()[0] for line in out.splitlines() if line[:1].isdigit() and ":" not in line]
        assert shown == (["0", "10", "20"] if order[0] == "0" else ["20", "0", "10"])
        assert (tmp_path / f"{order[0]}.svg").read_text().startswith("<svg")
        assert [file.name for file in tmp_path.glob(f"{order[0]}.study*")] == [f"{order[0]}.study"]
    code, out, _ = sottovoce(
        "sweep", "press-2015", "score.horizon=[20, 0]", *words, "--json", "--out", "j.study"
    )
    assert [row["values"]["score.horizon"] for row in json.loads(out)["points"]] == [20, 0]


@pytest.mark.slow
def test_study_lives_shows_exports_and_goes_on(sottovoce, tmp_path):
    (tmp_path / "drag.yaml").write_text(FILE, encoding="utf-8")
    code, _, err = sottovoce("study", "drag.yaml", "--budget", "0.001 s", "--workers", "1")
    assert (
        code == 0
        and "To go on: sottovoce study resume runs/drag.study" in err
        and "6 points, 2 seeds, 48 worlds" in err
    )
    code, out, err = sottovoce("study", "resume", "runs/drag.study", "--workers", "1")
    assert (
        code == 0
        and "Not complete" not in err
        and "6 of 6 points begun" in out
        and "voice_gap: with less without" in out
    )
    code, out, _ = sottovoce("study", "show", "runs/drag.study")
    assert code == 0 and "rank correlation" in out
    code, _, _ = sottovoce("study", "export", "runs/drag.study", "--to", "t.csv")
    assert code == 0 and len((tmp_path / "t.csv").read_text().splitlines()) == 1 + 6 * 2 * 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sweep", "press-2015", "score.spill"), "score.spill: no values given; allowed path=low:high:count"),
        (("sweep", "press-2015", "score.spil=0:1:3"), 'Did you mean "spill"?'),
        (("sweep", "press-2015", "score.spill=0:1"), "allowed a list, or low:high:count"),
        (("study", "nowhere.yaml"), "nowhere.yaml: cannot be read"),
        (("study", "show"), "study show: no study given"),
        (("study", "show", "nowhere.study"), "nowhere.study: no such file"),
        (("study", "export", "nowhere.study"), "no name given. Add --to"),
    ],
)
def test_bad_words_are_answered_in_words(sottovoce, words, said):
    code, out, err = sottovoce(*words)
    assert code == 2 and said in err and "Traceback" not in err + out


def test_doors_that_stay_shut():
    """No goal, no objective of one's own, no order by effect, no best row: neither in files nor in what a study offers."""
    for name in ("goal", "objective", "target", "maximise", "minimise", "optimise", "search"):
        with pytest.raises((ScenarioError, TypeError), match=f"{name}: unknown name"):
            small(**{name: "voice_gap"})
    with pytest.raises(ScenarioError, match=r"design\.kind"):
        small(design={"kind": "optimise", "points": 3})
    offered = {name for name in (*dir(Study), *dir(designs)) if not name.startswith("_")}
    assert not [
        name
        for name in offered
        if any(
            word in name.lower()
            for word in ("best", "worst", "top", "sort", "rank", "optim", "maxim", "minim", "search")
        )
    ]
    with pytest.raises((RunError, ScenarioError)):
        small(measures=["my_own_measure"])
    with pytest.raises(TypeError):
        sensitivity(None, "say_so", objective=lambda row: 0)  # type: ignore[call-arg]


def test_a_full_disk_is_said_and_what_is_finished_stays(tmp_path):
    asked, path = small(seeds={"count": 1}), tmp_path / "a.study"
    with Store.begin(path, asked) as store:
        (pages,) = store.base.execute("PRAGMA page_count").fetchone()
        store.base.execute(f"PRAGMA max_page_count = {pages + 1}")
        row = np.zeros(len(asked.outcomes)).tobytes()
        with pytest.raises(RunError, match=r"cannot be written .*Make room, then: sottovoce study resume"):
            for k in range(2000):
                kept = living.Lived(k.to_bytes(16, "little"), row, 0.1)
                store.keep([kept], [(k, 7, "with", kept.digest)])
    there = Study.open(path).outcomes
    assert 1 <= len(there) < 2000 and (there[:, 0, 0] == 0).all()


@pytest.mark.slow
def test_resuming_with_nothing_left_and_the_size_of_a_row(tmp_path):
    """A row of all measures takes eight bytes of each measure, and less than two hundred beside."""
    asked = small(seeds={"count": 1}, design={"kind": "random", "points": 2000})
    path = tmp_path / "a.study"
    row = np.zeros(len(asked.outcomes)).tobytes()
    with Store.begin(path, asked) as store:
        empty = path.stat().st_size
        made = [living.Lived(os.urandom(16), row, 0.1) for _ in range(4000)]
        store.keep(made, [(k // 2, 7, ("with", "without")[k % 2], one.digest) for k, one in enumerate(made)])
    assert (path.stat().st_size - empty) / 4000 <= 8 * len(asked.outcomes) + 200
    assert asked.run(path, workers=1).complete


LITTLE = ("--citizens", "60", "--days", "30", "--seeds", "2", "--workers", "1")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("score.spill=-1:1:3",), "design.levels.score.spill: -1 given; allowed 0 to"),
        (("ties.drop=[never, bogus]",), 'design.levels.ties.drop: "bogus" given; allowed'),
        (("score.spill=0:1:2", "score.spill=0:1:2"), "score.spill: given twice"),
        (("score.spill=0:1:2", "--set", "score.spill=1"), "also given with --set"),
        (("score.spill=0:1:2", "--measure", "left unsad"), 'no such measure. Did you mean "left unsaid"?'),
        (("score.spill=0:1:2", "--measure", "xyzzy"), "Allowed: spoke, held_back"),
    ],
)
def test_a_sweep_that_cannot_be_lived_is_refused_before_the_first_day(sottovoce, words, said):
    code, out, err = sottovoce("sweep", "press-2015", *words, *LITTLE)
    assert code == 2 and said in " ".join((out + err).split()) and "no value moves" not in err


def test_a_sweep_says_what_changes_nothing_and_what_leaves_its_range(sottovoce):
    """And takes a measure by its label."""
    words = "society.risk.value=[0.5, 1]", "voice.effort=0:9:2", "--measure", "left unsaid"
    code, out, err = sottovoce("sweep", "press-2015", *words, *LITTLE)
    said = " ".join(err.split())
    assert code == 0 and "society.risk.value is not at work here: nobody is punished directly" in said
    assert "voice.effort: 9 outside its assumed range" in said and "voice_gap (level)" in out


@pytest.mark.slow
def test_a_choice_and_what_is_set_do_not_move_as_numbers():
    with pytest.raises(ScenarioError, match="is a choice, and no number"):
        small(space={"values": ["order"], "set": SET})
    with pytest.raises(ScenarioError, match="cannot move, for space"):
        small(space={"values": ["voice.effort"], "set": SET | {"voice.effort": 0.1}})
    with pytest.raises(ScenarioError, match="citizens: 1 given; allowed 2 or more"):
        small(people={"citizens": 1})


@pytest.mark.slow
def test_equal_worlds_and_small_designs_are_said():
    worlds = {"with": {}, "again": {"set": {"score.spill": space("press-2015").scenario.score.spill}}}
    assert small(worlds=worlds).notes == ["World again is the same as with: nothing differs between them."]
    assert small().notes == []
    assert "morris with 2 trajectories" in small(design={"kind": "morris", "trajectories": 2}).notes[0]


@pytest.mark.slow
def test_a_refused_point_is_a_row_everywhere(tmp_path, sottovoce, recwarn):
    points = [{"score.start": 600.0, "order": "drawn"}, {"score.start": 5000.0}]
    asked = small(seeds={"count": 1}, measures=["left unsaid"], design={"kind": "list", "points": points})
    study = asked.run(tmp_path / "a.study", workers=1)
    table = study.table()
    assert table["point"].tolist() == [0, 0, 1, 1] and "5,000 given" in table["error"][3]
    assert np.array_equal(study.values("Left unsaid"), study.values("voice_gap"), equal_nan=True)
    study.export(tmp_path / "a.nc")
    assert not [w for w in recwarn if "netcdf" in str(w.message).lower()]
    assert "refused" in study.dataset().coords and "2 of 2 points begun" in repr(study)
    assert repr(sv.open(tmp_path / "a.study")) == repr(study)
    none = small(seeds={"count": 1}, design={"kind": "list", "points": points[1:]})
    assert len(none.run(tmp_path / "b.study", workers=1).table()) == 2
    code, _, err = sottovoce("study", "resume", str(tmp_path / "b.study"), "--workers", "1")
    assert code == 1 and "Nothing was lived: score.start: 5,000 given" in err
    with pytest.raises(RunError, match=r"workers: 0 given; .*processes"):
        asked.run(tmp_path / "c.study", workers=0)


@pytest.mark.slow
def test_the_experiment_of_the_docs_is_lived(tmp_path, pytestconfig):
    text = (pytestconfig.rootpath / "docs/do/sweep-an-assumed-value.md").read_text(encoding="utf-8")
    yaml = text.split("```yaml\n")[1].split("```")[0]
    for a, b in (
        ("1000, days: 365", "30, days: 400"),
        ("count: 2}", "count: 1}"),
        ("[335, 365]", "[30, 40]"),
    ):
        assert a in yaml
        yaml = yaml.replace(a, b)
    (tmp_path / "x.yaml").write_text(yaml, encoding="utf-8")
    asked = experiment(tmp_path / "x.yaml")
    some = asked.points[:: len(asked.points) // 300]
    assert all(asked.at(point) for point in some)  # none is refused
    study = asked.run(tmp_path / "a.study", workers=1, budget=0.0)
    assert not study.failed and not np.isnan(study.outcomes).all()


@pytest.mark.slow
def test_what_will_be_lived_is_said_as_it_is(sottovoce):
    """Citizens that move, and worlds with days of their own, stand in the first sentence with both ends."""
    words = [
        "sweep",
        "press-2015",
        "citizens=[60, 90, 120]",
        "--days",
        "30",
        "--seeds",
        "2",
        "--workers",
        "1",
    ]
    code, _, told = sottovoce(*words)
    assert code == 0 and "12 worlds of 60 to 120 made-up citizens and 30 days" in " ".join(told.split())
