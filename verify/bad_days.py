"""Bad days: every place where a job writes fails, is cut short or ends the process; and commands are killed at random moments."""

import functools
import os
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

from sottovoce.record.store import MANIFEST
from sottovoce.replications.picture import Curve, Picture
from sottovoce.scenario.read import dump
from verify.result import Result, Row

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
import bad_days

KILLS = 200


def run(kills: int = KILLS, most: int | None = None) -> Result:
    """All places of all jobs (or `most` of each), then `kills` kills. What is not as if nothing had been is printed."""
    rows = []
    with tempfile.TemporaryDirectory() as place, ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for job in bad_days.JOBS:
            rows.append(_places(job, Path(place) / job, most, pool))
        killed, seconds = _killed(Path(place) / "killed", kills, pool)
        rows += killed
    curve = Curve("killed after", range(1, len(seconds) + 1), sorted(seconds), 0, measured=True)
    picture = Picture("When commands were killed", "kill, in order of time", "s", (curve,))
    return Result("nothing is lost on bad days", rows, picture)


def _places(job: str, folder: Path, most: int | None, pool: Executor) -> Row:
    straight = folder / "straight"
    folder.mkdir()
    count = bad_days.places(job, straight)
    tried = list(bad_days.chosen(job, folder / "counted", 1, most))
    one = functools.partial(_place, job, folder, bad_days.results(straight))
    wrong = 0
    for number, ((at, mode), problem) in enumerate(zip(tried, pool.map(one, tried), strict=True), 1):
        if problem:
            print(f"{job}, place {at}, {mode}: {problem}", flush=True)
        wrong += bool(problem)
        _so_far(f"{job}: {number} of {len(tried)} tried, {wrong} lost something")
    return Row(
        f"{job}: each of {count} places fails, is cut short, ends the process", f"{len(tried)} tried, {wrong} lost something", "0 lost", wrong == 0
    )  # fmt: skip


def _place(job: str, folder: Path, wanted: dict[str, str], which: tuple[int, str]) -> str:
    """What is wrong after a job failed at a place, or ""."""
    at, mode = which
    one = folder / f"{at}-{mode}"
    problem = bad_days.attempt(job, one, at, mode)
    if not problem and bad_days.results(one) != wanted:
        problem = "other results"
    bad_days.clean(one)
    return problem


def _killed(folder: Path, kills: int, pool: Executor) -> tuple[list[Row], list[float]]:
    folder.mkdir()
    file = folder / "small.yaml"
    file.write_text(dump(bad_days.SMALL, full=True), encoding="utf-8")
    commands = {
        "run": ["run", str(file), "--seeds", "2"],
        "compare": ["compare", str(file), "--reform", "private-scores", "--seeds", "2"],
    }
    luck, seconds, rows = np.random.default_rng(1), [], []
    for name, command in commands.items():
        straight = folder / f"{name}-straight"
        assert bad_days.kill_at_random(command, straight, 600.0) == 0
        # up to a little beyond what it takes while others run beside it, as they do below
        beside = [(command, folder / f"{name}-beside-{number}") for number in range(os.cpu_count() or 1)]
        longest = 1.2 * max(pool.map(_timed, beside))
        moments = [tuple(luck.uniform(0.3, longest, 2).tolist()) for _ in range(kills // len(commands))]
        one = functools.partial(_kill, folder, name, command, bad_days.results(straight))
        ends: Counter[str] = Counter()
        wrong = 0
        for (first, _), (end, problem) in zip(moments, pool.map(one, enumerate(moments)), strict=True):
            if problem:
                print(f"{name}, killed after {first:.2f} s: {problem}", flush=True)
            wrong += bool(problem)
            ends[end] += 1
            _so_far(f"{name}: killed {ends.total()} times, {wrong} lost something")
        seconds += [first for first, _ in moments]
        found = f"{ends['resumed']} resumed, {ends['again']} started again, {ends['done']} done, {wrong} lost something"
        rows.append(Row(f"{name}: killed {len(moments)} times at random", found, "0 lost", wrong == 0))
    return rows, seconds


def _timed(what: tuple[list[str], Path]) -> float:
    """Seconds that a command takes."""
    begun = time.perf_counter()
    assert bad_days.kill_at_random(*what, 600.0) == 0
    return time.perf_counter() - begun


def _kill(
    folder: Path,
    name: str,
    command: list[str],
    wanted: dict[str, str],
    which: tuple[int, tuple[float, float]],
) -> tuple[str, str]:
    """Kill a command; where it left a half folder also the process that goes on with it. How it ended, and what is wrong, or ""."""
    number, (first, second) = which
    one = folder / f"{name}-{number}"
    bad_days.kill_at_random(command, one, first)
    if (one / MANIFEST).exists():
        end = "done"
    elif (one / "provenance.json").is_file():
        end = "resumed"
        bad_days.kill_at_random(["resume", str(one)], None, second)
    else:
        end = "again"
    problem = bad_days.came_through(one, *_ways(name, command))
    problem = problem or ("" if bad_days.results(one) == wanted else "other results")
    bad_days.clean(one)
    return end, problem


def _so_far(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _ways(name: str, command: list[str]):
    def anew(folder: Path) -> None:
        assert bad_days.kill_at_random(command, folder, 600.0) == 0

    return anew, bad_days.JOBS[name][2]
