"""Bad days: a job that fails, or whose process dies, at any place where it writes. Used by tests/flow/test_bad_days.py and verify/bad_days.py."""

import errno
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from helpers import After, made
from sottovoce import files
from sottovoce.errors import RunError
from sottovoce.record.store import CHECKPOINT, LOCK, MANIFEST, Store
from sottovoce.report import build
from sottovoce.report import job as run_job
from sottovoce.report.compare import job as compare_job
from sottovoce.study.compare import planned
from sottovoce.study.folder import going_on, write
from sottovoce.study.study import live, plan

SMALL = made(
    citizens=60, days=10, enrolment__opt_in_day=2, enrolment__mandatory_day=5, score__memory_months=1
)
MODES = ("fail", "kill", "short")
KILLED = 77  # exit code of a process that dies on purpose
SERVER = multiprocessing.get_context("forkserver")
SERVER.set_forkserver_preload(["bad_days"])


def run(folder: Path) -> None:
    """A small run, from nothing."""
    run_job.do(plan(SMALL, 2, extras=False), Store.new(folder), threads=1, quiet=True)


def resume(folder: Path) -> None:
    """The same, resumed."""
    with going_on(folder) as (study, store):
        run_job.do(study, store, threads=1, quiet=True)


def compare(folder: Path) -> None:
    """A small comparison, from nothing."""
    worlds = planned([SMALL], ["private-scores"], False, [], False, None, 2)
    compare_job.do(worlds, Store.new(folder), threads=1, quiet=True)


def resume_comparison(folder: Path) -> None:
    """The same, resumed."""
    compare_job.resumed(folder, threads=1, quiet=True)


def stopped(folder: Path) -> None:
    """A run that was stopped half way, in the folder."""
    write(live(plan(SMALL, 2, extras=False), threads=1, stop=After(25)), folder, "test")


# job -> what is in the folder before, what is done, how it is resumed
JOBS: dict[str, tuple[Callable[[Path], None] | None, Callable[[Path], None], Callable[[Path], None]]] = {
    "run": (None, run, resume),
    "resume": (stopped, resume, resume),
    "compare": (None, compare, resume_comparison),
}


class Place:
    """Counts the places where something is written, and at number `at` fails, ends the process, or ends it with half a file."""

    def __init__(self, at: int = 0, mode: str = "fail"):
        self.at, self.mode, self.count = at, mode, 0
        self.told = ""

    def __call__(self, what: str, path: Path) -> None:
        self.count += 1
        if self.count != self.at:
            return
        self.told = f"{what} {path.name}"
        if self.mode == "fail":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        if self.mode == "short" and path.name.endswith(files.PART) and path.is_file():
            os.truncate(path, path.stat().st_size // 2)
        os._exit(KILLED)


def places(job: str, folder: Path) -> int:
    """How many places a job has; it is done, undisturbed."""
    if before := JOBS[job][0]:
        before(folder)
    return _with(Place(), job, folder).count


def attempt(job: str, folder: Path, at: int, mode: str) -> str:
    """Do a job that fails at a place; afterwards go on with it. What was found: "" if everything is as if nothing had been, else what is not."""
    before, do, again = JOBS[job]
    if before:
        before(folder)
    if mode == "fail":
        with suppress(RunError):
            _with(Place(at, mode), job, folder)
    else:
        _in_a_child(job, folder, at, mode)
    return came_through(folder, do, again)


def came_through(folder: Path, job: Callable[[Path], None], again: Callable[[Path], None]) -> str:
    """Go on with a job that was disturbed, the way its messages say. What is wrong, or ""."""
    try:
        if not (folder / MANIFEST).is_file():
            (again if (folder / "provenance.json").is_file() else job)(folder)
    except RunError as error:
        return f"refused: {error}"
    return whole(folder)


def whole(folder: Path) -> str:
    """What is wrong with a finished folder, or ""."""
    said = json.loads((folder / MANIFEST).read_text())["files"]
    there = {path.name for path in folder.iterdir()} - {MANIFEST, LOCK, CHECKPOINT}
    if there != set(said):
        return f"files {sorted(there ^ set(said))}"
    for name, wanted in said.items():
        if files.digest(folder / name)._asdict() != wanted:
            return f"{name} is not what the manifest says"
    return ""


def results(folder: Path) -> dict[str, str]:
    """Digests of what has to be the same whatever happened on the way."""
    same = {"measures.json", "worlds.json", "record.nc", "citizens.parquet", "ledger.parquet", "ties.parquet", "changes.parquet",
            "joins.parquet", "scenario.yaml"}  # fmt: skip
    said = json.loads((folder / MANIFEST).read_text())["files"]
    return {name: file["sha256"] for name, file in said.items() if name in same}


def chosen(job: str, folder: Path, seed: int, most: int | None) -> Iterator[tuple[int, str]]:
    """Places and modes to try: all, or `most` of them drawn from a seed."""
    total = places(job, folder)
    everything = [(at, mode) for at in range(1, total + 1) for mode in MODES]
    if most is not None:
        luck = np.random.default_rng(seed)
        everything = [everything[k] for k in luck.permutation(len(everything))[:most]]
    yield from everything


def kill_at_random(command: list[str], folder: Path | None, seconds: float) -> int:
    """Start a command of ours in a process of its own (`folder`: its --out) and kill it after so many seconds. Its exit code."""
    text = "from sottovoce.cli import main; import sys; sys.argv = ['sottovoce', *sys.argv[1:]]; main()"
    out = ["--out", str(folder)] if folder else []
    process = subprocess.Popen(
        [sys.executable, "-c", text, *command, *out, "--quiet"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with suppress(subprocess.TimeoutExpired):
        return process.wait(seconds)
    process.kill()
    return process.wait()


def _with(place: Place, job: str, folder: Path) -> Place:
    do = JOBS[job][1]
    true_place, true_text = files.place, build.text
    files.place = place
    build.text = lambda *_: "a report"  # drawing it takes longer than all the rest
    try:
        do(folder)
    finally:
        files.place, build.text = true_place, true_text
    return place


def _in_a_child(job: str, folder: Path, at: int, mode: str) -> None:
    """Do it in a process of its own, forked from one without threads: one that is forked beside threads may wait for their locks for ever."""
    child = SERVER.Process(target=_with, args=(Place(at, mode), job, folder), daemon=True)
    child.start()
    child.join(120)
    assert child.exitcode is not None, "it waits for ever"


def clean(folder: Path) -> None:
    """Remove a folder and what was moved aside beside it."""
    for path in folder.parent.glob(f"{folder.name}*"):
        shutil.rmtree(path, ignore_errors=True)
