"""Children that stand ready side by side and take turns; medians with their spread."""

import json
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).parent
PATIENCE = 600.0  # seconds that a child may be silent


class Failed(RuntimeError):
    """A child ended, or was silent too long."""


class Timing(NamedTuple):
    """Nanoseconds a citizen-day: median, smallest, largest; wall clock and processor."""

    wall: tuple[float, float, float]
    cpu: tuple[float, float, float]
    times: int


class Child:
    """One engine in a process of its own."""

    def __init__(self, python: Path | str, module: Path, name: str, given: dict[str, Any], threads: int = 1):
        env = os.environ | {
            k: str(threads) for k in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        }
        env |= {"STARSIM_INSTALL_FONTS": "0"}
        env.pop("PYTHONDONTWRITEBYTECODE", None)
        self.process = subprocess.Popen(
            [str(python), str(HERE / "child.py"), str(module), name, json.dumps(given)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env,
        )  # fmt: skip
        self.errors: list[str] = []
        assert self.process.stderr is not None
        threading.Thread(target=self._listen, args=(self.process.stderr,), daemon=True).start()
        self.founding: dict[str, Any] = self._answer()
        self.n = int(self.founding["n"])
        self.rows: list[dict[str, Any]] = []

    def _listen(self, stream) -> None:
        for line in stream:
            self.errors.append(line)
            del self.errors[:-20]

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        timer = threading.Timer(PATIENCE, self.process.kill)
        timer.start()
        try:
            for line in self.process.stdout:
                if line.startswith("@"):
                    return json.loads(line[1:])
        finally:
            timer.cancel()
        time.sleep(0.2)
        raise Failed((self.errors[-1].strip() if self.errors else "no answer")[:200])

    def days(self, count: int, keep: bool = True) -> dict[str, Any]:
        """Live this number of days; kept in `rows` unless it is to warm up."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{count}\n")
        self.process.stdin.flush()
        row = self._answer()
        if keep:
            self.rows.append(row)
        return row

    def end(self) -> dict[str, Any]:
        """Close it; what it found, and its peak of memory."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        last = self._answer()
        self.process.wait(30)
        return last

    def kill(self) -> None:
        """End it whatever it does."""
        self.process.kill()
        self.process.wait(30)

    def timing(self) -> Timing:
        """Over the rows kept."""

        def three(name: str) -> tuple[float, float, float]:
            each = [1e9 * row[name] / row["days"] / self.n for row in self.rows]
            return statistics.median(each), min(each), max(each)

        return Timing(three("wall"), three("cpu"), len(self.rows))


def side_by_side(
    children: dict[str, Child],
    *,
    warm: int = 3,
    rounds: int = 5,
    seconds: float = 0.6,
    most: int = 250,
    look: bool = False,
) -> dict[str, dict[str, Any]]:
    """Warm all, find how many days each needs to be timed for about `seconds` (at most `most`: societies change, and should not be
    of very different age), then `rounds` rounds in turn; closes them. `look`: ask for the figures when warm, as `check`.

    One that fails is in the result with `error`; the others go on.
    """
    found: dict[str, dict[str, Any]] = {}
    counts: dict[str, int] = {}
    checks: dict[str, Any] = {}
    alive = dict(children)

    def fail(name: str, error: Exception) -> None:
        print(f"    {name} failed: {error}", flush=True)
        found[name] = {"error": str(error)}
        alive.pop(name).kill()

    for name, child in children.items():
        try:
            child.days(warm, keep=False)
            if look:
                checks[name] = child.days(0, keep=False)["figures"]
            counts[name] = days_in(child, seconds, most)
        except (Failed, OSError) as error:
            fail(name, error)
    for _ in range(rounds):
        for name, child in list(alive.items()):
            try:
                child.days(counts[name])
            except (Failed, OSError) as error:
                fail(name, error)
    for name, child in list(alive.items()):
        try:
            last = child.end()
        except (Failed, OSError) as error:
            fail(name, error)
            continue
        wall, cpu, times = child.timing()
        found[name] = {
            "n": child.n, "wall_ns": wall, "cpu_ns": cpu, "rounds": times, "days_a_round": counts[name],
            "founding_s": child.founding["seconds"], "peak_bytes": last["peak"], "grown_bytes": last["grown"],
            "figures": last["figures"], "check": checks.get(name),
        }  # fmt: skip
    return {name: found[name] for name in children if name in found}


def days_in(child: Child, seconds: float, most: int) -> int:
    """How many days the child lives in a number of seconds, 1 to `most`. The first days do not tell: what is compiled is loaded then."""
    count, wall = 1, child.days(1, keep=False)["wall"]
    while wall < 0.1 * seconds and count < most:
        count = min(4 * count, most)
        wall = child.days(count, keep=False)["wall"]
    return max(1, min(most, round(count * seconds / max(wall, 1e-6))))


def started(
    wanted: dict[str, tuple[Path | str, Path, str, dict[str, Any]]],
) -> tuple[dict[str, Child], dict[str, dict[str, Any]]]:
    """Children by name, founded one after another; those that could not be, with why."""
    children, failed = {}, {}
    for name, (python, module, kind, given) in wanted.items():
        try:
            children[name] = Child(python, module, kind, given)
        except (Failed, OSError) as error:
            print(f"    {name} failed: {error}", flush=True)
            failed[name] = {"error": str(error)}
    return children, failed


def once(python: Path | str, arguments: Sequence[str], env: dict[str, str] | None = None) -> dict[str, float]:
    """Run a command to its end: seconds, processor seconds, peak of memory."""
    import resource

    whole = os.environ | (env or {})
    whole.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled once, not at every start
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    done = subprocess.run(
        [str(python), *arguments],
        check=False,
        env=whole,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        raise Failed((done.stderr.strip().splitlines() or ["no message"])[-1][:200])
    return {"wall": wall, "cpu": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}


PYTHON = sys.executable
