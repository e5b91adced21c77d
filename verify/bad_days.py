"""Bad days: every place where a job writes fails, is cut short or ends the process; and commands are killed at random moments."""

import sys
import tempfile
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
    with tempfile.TemporaryDirectory() as place:
        for job in bad_days.JOBS:
            rows.append(_places(job, Path(place) / job, most))
        killed, seconds = _killed(Path(place) / "killed", kills)
        rows += killed
    curve = Curve("killed after", range(1, len(seconds) + 1), sorted(seconds), 0, measured=True)
    picture = Picture("When commands were killed", "kill, in order of time", "s", (curve,))
    return Result("nothing is lost on bad days", rows, picture)


def _places(job: str, folder: Path, most: int | None) -> Row:
    straight = folder / "straight"
    folder.mkdir()
    count = bad_days.places(job, straight)
    wanted, wrong, tries = bad_days.results(straight), 0, 0
    for at, mode in bad_days.chosen(job, folder / "counted", 1, most):
        one = folder / f"{at}-{mode}"
        problem = bad_days.attempt(job, one, at, mode)
        if not problem and bad_days.results(one) != wanted:
            problem = "other results"
        if problem:
            print(f"{job}, place {at}, {mode}: {problem}", flush=True)
        wrong, tries = wrong + bool(problem), tries + 1
        bad_days.clean(one)
    return Row(
        f"{job}: each of {count} places fails, is cut short, ends the process", f"{tries} tried, {wrong} lost something", "0 lost", wrong == 0
    )  # fmt: skip


def _killed(folder: Path, kills: int) -> tuple[list[Row], list[float]]:
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
        wanted, wrong, half, done, nothing = bad_days.results(straight), 0, 0, 0, 0
        for number in range(kills // len(commands)):
            one = folder / f"{name}-{number}"
            seconds.append(float(luck.uniform(0.3, 5.0)))
            bad_days.kill_at_random(command, one, seconds[-1])
            if (one / MANIFEST).exists():
                done += 1
            elif (one / "provenance.json").is_file():
                half += 1
                # and the process that goes on is killed, too
                bad_days.kill_at_random(["resume", str(one)], None, float(luck.uniform(0.3, 5.0)))
            else:
                nothing += 1
            problem = bad_days.came_through(one, *_ways(name, command))
            problem = problem or ("" if bad_days.results(one) == wanted else "other results")
            if problem:
                print(f"{name}, killed after {seconds[-1]:.2f} s: {problem}", flush=True)
            wrong += bool(problem)
            bad_days.clean(one)
        found = f"{half} resumed, {nothing} started again, {done} done, {wrong} lost something"
        rows.append(
            Row(f"{name}: killed {kills // len(commands)} times at random", found, "0 lost", wrong == 0)
        )
    return rows, seconds


def _ways(name: str, command: list[str]):
    def anew(folder: Path) -> None:
        assert bad_days.kill_at_random(command, folder, 600.0) == 0

    return anew, bad_days.JOBS[name][2]
