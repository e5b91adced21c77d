"""Whatever fails while something is written, nothing is half: it ends as if nothing had been, or says what to do and then does."""

import json
import os
import signal
import threading
import time
from pathlib import Path

import numpy as np
import pytest

import bad_days
import sottovoce as sv
from bad_days import JOBS, SMALL, chosen, clean, places, results, whole
from helpers import After
from sottovoce.errors import RunError
from sottovoce.measure.names import MEASURES
from sottovoce.record.folder import read_json
from sottovoce.record.store import CHECKPOINT, MANIFEST, Store
from sottovoce.report import job as run_job
from sottovoce.report.stopping import Stopping, Worker
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import dump, read, reads
from sottovoce.study import checkpoint
from sottovoce.study.folder import opened, read_study, write
from sottovoce.study.study import live, plan

# Other places in each run, but for .ci/run; `python -m verify bad_days` tries all.
SEED = 1 if os.environ.get("SOTTOVOCE_CI") else int(os.environ.get("SOTTOVOCE_SEED", time.time()))


@pytest.mark.slow(3)
@pytest.mark.parametrize("job", JOBS)
def test_every_write_is_a_place(job: str, tmp_path: Path):
    """A full disk, or death, at places drawn anew in each run; resumed as it says, the results are those of an undisturbed job."""
    straight = tmp_path / "straight"
    assert places(job, straight) > 30
    assert whole(straight) == ""
    for at, mode in chosen(job, tmp_path / "counted", SEED, 4):
        folder = tmp_path / f"{at}-{mode}"
        assert bad_days.attempt(job, folder, at, mode) == "", f"{job}: place {at}, {mode}, seed {SEED}"
        assert results(folder) == results(straight), f"{job}: place {at}, {mode}, seed {SEED}"
        clean(folder)


@pytest.mark.slow
def test_killed_at_random(tmp_path: Path):
    """A command killed in the middle can be resumed, or started again in the same folder."""
    command = ["run", str(_file(tmp_path)), "--seeds", "2", "--threads", "1"]
    straight = tmp_path / "straight"
    assert bad_days.kill_at_random(command, straight, 600.0) == 0
    for seconds in np.random.default_rng(SEED).uniform(0.5, 4.0, 2):
        folder = tmp_path / f"{seconds:.3f}"
        bad_days.kill_at_random(command, folder, seconds)
        if folder.exists() and not (folder / MANIFEST).exists():
            if (folder / "provenance.json").is_file():
                bad_days.resume(folder)
            else:
                bad_days.kill_at_random(command, folder, 600.0)
        if folder.exists():
            assert results(folder) == results(straight)


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """A run that was stopped half way."""
    folder = tmp_path / "half"
    bad_days.stopped(folder)
    return folder


def edited(folder: Path, number: int, **columns: object) -> None:
    """Change arrays of a checkpoint and seal it again, as whoever wants to can."""
    path = folder / CHECKPOINT / f"{number}.npz"
    with np.load(path) as kept:
        arrays = dict(kept)
    seal = json.loads(str(arrays.pop("seal")))
    for name, change in columns.items():
        arrays[name.replace("__", ".")] = change(arrays[name.replace("__", ".")])  # type: ignore[operator]
    seal["arrays"] = {name: checkpoint._digest(column) for name, column in arrays.items()}
    np.savez(path, **arrays, seal=np.array(json.dumps(seal)))


def test_no_person_table_comes_in(half: Path):
    """A table written over the people of a checkpoint, and sealed again: small worlds are lived again and do not arrive at it; with --trust what
    creating makes is created again and compared."""
    edited(half, 0, state__opinion=lambda column: np.arange(len(column), dtype=column.dtype))
    with pytest.raises(RunError, match=r"lived again, this world is not what is stored \(state\.opinion\)"):
        bad_days.resume(half)
    assert not (half / MANIFEST).exists() and (half / CHECKPOINT / "0.npz").exists(), "nothing is lost"
    resumed = live(read_study(half), threads=1)
    assert "lived again, this world is not what is stored (state.opinion)" in resumed.errors[0]
    with pytest.raises(RunError, match="'opinion' is not that of the people of this scenario and seed"):
        read_study(half, trust=True)


@pytest.mark.slow(4)
@pytest.mark.parametrize("name", ["state.points", "edges.acts", "record.tally", "ledger.points"])
def test_what_days_change_is_compared_too(half: Path, name: str):
    """Nothing that results are made of can be changed where a world is lived again."""
    edited(half, 0, **{name.replace(".", "__"): lambda column: column + 50})
    assert f"is not what is stored ({name})" in live(read_study(half), threads=1).errors[0]


@pytest.mark.slow(4)
@pytest.mark.parametrize(
    ("column", "change"),
    [
        ("friend", lambda c: np.full_like(c, 2**31)),
        ("first", lambda c: c + 10**9),
        ("group", lambda c: np.full_like(c, 255)),
        ("drop", lambda c: np.full_like(c, 10**6)),
        ("score", lambda c: np.full_like(c, -5)),
        ("points", lambda c: np.full_like(c, np.nan)),
        ("said", lambda c: np.full_like(c, 2**30)),
    ],
)
def test_ranges_are_checked_before_compiled_code_sees_them(half: Path, column: str, change):
    edited(half, 0, **{f"state__{column}": change})
    with pytest.raises(RunError, match=rf"0\.npz.*'{column}'"):
        read_study(half, trust=True)


def test_a_checkpoint_is_of_one_world(half: Path):
    """That of another world, scenario or version is refused with the reason."""
    place = half / CHECKPOINT
    (place / "0.npz").rename(place / "spare.npz")
    (place / "0.npz").write_bytes((place / "1.npz").read_bytes())
    with pytest.raises(RunError, match=r"0\.npz belongs to .*Remove the file to run that world from day 0"):
        read_study(half)
    (place / "0.npz").write_bytes(b"PK nothing")
    with pytest.raises(RunError, match=r"0\.npz is damaged"):
        read_study(half)
    (place / "0.npz").unlink()
    assert live(read_study(half), threads=1).errors == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"format": 3', '"format": 99', "is of format 99; this program resumes 3"),
        ('"format": 3,', "", "is of format None"),
        ("{", "", "cannot be read"),
    ],
)
def test_provenance_is_checked(half: Path, old: str, new: str, message: str):
    path = half / "provenance.json"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(RunError, match=message):
        read_study(half)


def test_another_scenario_is_another_run(half: Path):
    path = half / "scenario.yaml"
    path.write_text(path.read_text().replace("seed: 11", "seed: 12"))
    with pytest.raises(RunError, match="not the scenario that this run began with"):
        read_study(half)


@pytest.mark.slow
def test_resumed_says_so(half: Path):
    """The first command stays, and what went on is listed."""
    bad_days.resume(half)
    facts = read_json(half / "provenance.json")
    assert facts["command"] == "test" and len(facts["resumed"]) == 1 and facts["trusted"] is False
    assert whole(half) == ""


def test_a_folder_is_written_by_one(tmp_path: Path):
    """Another process is refused, and told who holds it; afterwards the folder is free."""
    folder = tmp_path / "run"
    with Store.new(folder) as store:
        store.text("provenance.json", "{}")
        with pytest.raises(RunError, match=rf"being written by process {os.getpid()} on "):
            Store.again(folder)
        with pytest.raises(RunError, match="being written"):
            Store.new(folder, replace=True)
    Store.again(folder).close()


@pytest.mark.slow
def test_a_finished_run_is_not_replaced_unasked(half: Path):
    bad_days.resume(half)
    before = results(half)
    with pytest.raises(RunError, match=r"holds a finished run\. Give another folder, or --replace"):
        Store.new(half)
    (half / "mine.txt").write_text("mine")
    with pytest.raises(RunError, match=r"files that are not of a run \(mine\.txt\)"):
        Store.new(half, replace=True)
    (half / "mine.txt").unlink()
    with pytest.raises(ZeroDivisionError), Store.new(half, replace=True) as store:
        store.text("measures.json", "{}")
        raise ZeroDivisionError
    assert results(half) == before, "the new one failed: the old one is back"
    write(live(plan(SMALL, 1, extras=False), threads=1), half, "anew", replace=True)
    assert whole(half) == "" and [path.name for path in half.parent.iterdir()] == ["half"]


@pytest.mark.parametrize("out", ["afile/sub", "link", "/proc/x/y"])
def test_a_folder_that_cannot_be_made_is_found_first(tmp_path: Path, out: str):
    """Before anything is lived."""
    (tmp_path / "afile").write_text("x")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere" / "at" / "all")
    with pytest.raises(RunError, match=r"(cannot be made|exists and is not a folder)"):
        Store.new(tmp_path / out)


def test_a_refused_folder_stays_as_it_is(tmp_path: Path):
    """Also where files of others have names like ours, or are links to something else."""
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")

    def refused(folder: Path, **how) -> None:
        before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        with pytest.raises(RunError):
            Store.new(folder, **how)
        assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
        assert victim.read_text() == "mine"

    for name, content in {"lock": "p", ".film.mkv.part": "m", "scenario.yaml": "name: mine"}.items():
        folder = tmp_path / f"with-{name}"
        folder.mkdir()
        (folder / name).write_text(content)
        (folder / "doc").write_text("x")
        refused(folder)
        refused(folder, replace=True)
    linked = tmp_path / "linked"
    linked.mkdir()
    (linked / "lock").symlink_to(victim)
    refused(linked)
    (tmp_path / "link").symlink_to(linked)
    refused(tmp_path / "link")


@pytest.mark.slow
def test_replacing_removes_only_what_a_run_wrote(half: Path):
    bad_days.resume(half)
    for name in ("scenario-drafts", "checkpoint"):
        (half / name).mkdir()
        (half / name / "thesis.txt").write_text("x")
        with pytest.raises(RunError, match="files that are not of a run"):
            Store.new(half, replace=True)
        (half / name / "thesis.txt").unlink()
        (half / name).rmdir()
    for manifest in ("{", "[]", "{}", '{"files": 5}', '{"files": {"measures.json": 5}}'):
        (half / MANIFEST).write_text(manifest)
        with pytest.raises(RunError, match="cannot be read"):
            Store.new(half, replace=True)
        with pytest.raises(RunError, match="cannot be read"):
            opened(half)


@pytest.mark.slow
def test_going_on_writes_and_removes_nothing_through_links(half: Path, tmp_path: Path):
    victim = tmp_path / "victim.txt"
    victim.write_text("mine")
    (half / ".provenance.json.part").symlink_to(victim)
    (half / CHECKPOINT / "notes.txt").write_text("mine")
    bad_days.resume(half)
    assert victim.read_text() == "mine" and (half / CHECKPOINT / "notes.txt").read_text() == "mine"
    assert (half / MANIFEST).is_file()


@pytest.mark.slow
def test_a_report_that_fails_leaves_a_run_that_can_be_gone_on_with(half: Path, monkeypatch):
    def failing(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sottovoce.report.build.text", failing)
    with pytest.raises(RunError, match=r"4 worlds are stored. Make room, then: sottovoce resume"):
        bad_days.resume(half)
    assert not (half / MANIFEST).exists()
    monkeypatch.undo()
    bad_days.resume(half)
    assert whole(half) == ""


@pytest.mark.slow
def test_what_was_loaded_is_said(half: Path):
    """In provenance, and still after it was saved again."""
    with bad_days.going_on(half, trust=True) as (study, store):
        run_job.do(study, store, threads=1, quiet=True)
    facts = read_json(half / "provenance.json")
    assert facts["trusted"] and facts["loaded"] and "not lived again" in facts["synthetic"]
    again = half.parent / "again"
    sv.open(half).save(again)
    assert read_json(again / "provenance.json")["loaded"] == facts["loaded"], "saving again tells it too"


@pytest.mark.slow
def test_an_interrupted_run_opens(half: Path):
    assert "0 of 2 pairs" in repr(sv.open(half)) or "1 of 2 pairs" in repr(sv.open(half))


@pytest.mark.slow(4)
@pytest.mark.parametrize(
    "broken",
    [
        {"ledger.days": np.int32(3)}, {"ledger.levels": np.zeros((0, 2), np.float32)}, {"results": np.array("[]")},
        {"record.tally": np.full((1, 1, 1), -(2**62))}, {"state.extra": np.zeros(3)}, {"voices": np.ones((2, 2, 2))},
    ],
    ids=lambda broken: next(iter(broken)),
)  # fmt: skip
def test_any_array_of_another_kind_is_damage(half: Path, broken: dict):
    path = half / CHECKPOINT / "0.npz"
    with np.load(path) as kept:
        arrays = dict(kept)
    seal = json.loads(str(arrays.pop("seal")))
    arrays |= broken
    seal["arrays"] = {name: checkpoint._digest(column) for name, column in arrays.items()}
    np.savez(path, **arrays, seal=np.array(json.dumps(seal)))
    with pytest.raises(RunError, match=r"0\.npz"):
        read_study(half, trust=True)


def test_two_runs_at_once_have_two_folders(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with run_job.folder_for(None, SMALL) as one, run_job.folder_for(None, SMALL) as two:
        assert one.folder != two.folder


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals(number: int):
    """The first stops at the close of the day, the second says what would be lost; afterwards handlers are as before."""
    stop, said = threading.Event(), []
    before = signal.getsignal(number)
    with Stopping(stop, said.append) as stopping:
        os.kill(os.getpid(), number)
        assert stop.wait(5)
        os.kill(os.getpid(), number)
        time.sleep(0.01)
    assert signal.getsignal(number) == before
    assert stopping.code == 128 + number
    assert "Stopping" in said[0] and "Leaving now loses" in said[1]


def test_a_worker_is_waited_for():
    """What it raises comes back; it is over when it says so."""
    worker = Worker(lambda: 1 / 0)
    assert worker.over(5)
    with pytest.raises(ZeroDivisionError):
        worker.result()
    gate = threading.Event()
    waiting = Worker(gate.wait)
    assert not waiting.over(0.01)
    gate.set()
    assert waiting.over(5)


@pytest.mark.slow
def test_a_study_opens_as_it_was_saved(tmp_path: Path):
    """Effects, daily sums and people of the folder of Python are those of the study."""
    study = sv.run(SMALL, seeds=2)
    assert "made-up citizens" in study._repr_html_()
    folder = study.save(tmp_path / "mine")
    assert whole(folder) == "" and (folder / "report.html").is_file()
    again = sv.open(folder)
    assert repr(dict(again.effects())) == repr(dict(study.effects()))
    assert again.table().equals(study.table())
    assert (
        dict(zip(study.table()["measure"], study.table()["difference"], strict=True))["cut_off"]
        == study.effects()["cut_off"].difference
    )
    for (a, b), (c, d) in zip(study.pairs(), again.pairs(), strict=True):
        for mine, stored in ((a.record, c.record), (b.record, d.record)):
            assert np.array_equal(mine.tally, stored.tally) and np.array_equal(mine.ties, stored.ties)
            assert mine.portraits.keys() == stored.portraits.keys()
    with pytest.raises(RunError, match=r"--replace|holds a finished run"):
        study.save(folder)


@pytest.mark.slow
def test_a_comparison_opens_as_it_was_saved(tmp_path: Path):
    found = sv.compare(SMALL, reforms=["private-scores"], seeds=2, by="held_back")
    found.save(tmp_path / "mine")
    again = sv.open(tmp_path / "mine")
    assert again.table().equals(found.table()) and len(again.table()) == 3 * len(MEASURES)
    assert again.json() == found.json()


@pytest.mark.slow
def test_what_was_changed_since_is_refused(tmp_path: Path):
    folder = tmp_path / "run"
    write(live(plan(SMALL, 1, extras=False), threads=1), folder, "test")
    (folder / "worlds.json").write_text((folder / "worlds.json").read_text().replace("1", "2", 1))
    with pytest.raises(RunError, match=r"worlds\.json is not what the run wrote"):
        opened(folder)
    manifest = json.loads((folder / MANIFEST).read_text())
    del manifest["files"]["worlds.json"]
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(RunError, match=r"worlds\.json is not what the run wrote"):
        opened(folder)


def test_a_run_is_rebuilt_from_its_provenance(tmp_path: Path):
    """Bit for bit, from that file alone."""
    one, two = tmp_path / "one", tmp_path / "two"
    write(live(plan(SMALL, 2, extras=False), threads=1), one, "test")
    facts = read_json(one / "provenance.json")
    scenario = reads(facts["scenario_file"])
    assert scenario == SMALL
    write(
        live(plan(scenario, facts["seeds"], extras=facts["extras"], ledger=facts["ledger"]), threads=2),
        two,
        "again",
    )
    assert results(one) == results(two)


@pytest.mark.slow
def test_a_network_from_a_file_comes_along(tmp_path: Path, monkeypatch):
    """The folder needs nothing else: it is moved, the file is gone, and it is resumed."""
    ring = "".join(f"{k} {(k + 1) % SMALL.citizens}\n" for k in range(1, SMALL.citizens - 1)) + "0 0\n"
    (tmp_path / "ring.txt").write_text(ring)
    values = {"society.network.kind": "file", "society.network.file": str(tmp_path / "ring.txt")}
    scenario = with_values(SMALL, values)
    straight = tmp_path / "straight"
    write(live(plan(scenario, 1, extras=False), threads=1), straight, "test")
    write(live(plan(scenario, 1, extras=False), threads=1, stop=After(7)), tmp_path / "half", "test")
    (tmp_path / "ring.txt").unlink()
    moved = tmp_path / "elsewhere" / "half"
    moved.parent.mkdir()
    (tmp_path / "half").rename(moved)
    monkeypatch.chdir(moved.parent)
    bad_days.resume(moved)
    assert whole(moved) == "" and results(moved) == results(straight)
    assert read(moved / "scenario.yaml").society.network.file


def _file(folder: Path) -> Path:
    path = folder / "small.yaml"
    path.write_text(dump(SMALL, full=True))
    return path
