"""What is measured, part by part. Each takes the plan of a run and returns plain numbers for the results."""

import json
import math
import os
import statistics
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import environments
from benchmarks.bench import HERE, PYTHON, Child, Failed, once, side_by_side, started
from benchmarks.graph import made

ROOT = HERE.parent
GIB = 2.0**30
CHECKED = 34  # the day after which means of score-day are compared, in small societies
ENSEMBLE = 1_000  # runs of the ensemble that the target names
LARGEST = {
    "numpy": 10_000_000,
    "starsim": 1_000_000,
    "mesa": 100_000,
}  # beyond, a day takes too long, or too much memory


@dataclass
class Plan:
    """What a run of the benchmark does."""

    cache: Path
    sizes: tuple[int, ...]  # of score-day
    scaling: tuple[int, ...]  # of the full model
    founding: tuple[int, ...]
    rounds: int = 5
    seconds: float = 0.6  # of a timing
    card: tuple[int, ...] = ()  # of the full model on a card
    registers: tuple[int, ...] = ()  # of the full model with registers of either width
    ensemble: int = 40  # runs
    starts: int = 5
    threads: int = 2
    cold: bool = True  # time a start with nothing compiled
    warm_run: tuple[str, ...] = ()  # more arguments of the warm run


def set_up(plan: Plan) -> None:
    """Children find the program of this tree, and keep compiled code in the cache folder."""
    os.environ["SOTTOVOCE_CACHE"] = str(plan.cache / "compiled")
    paths = [str(ROOT / "src"), *filter(None, [os.environ.get("PYTHONPATH")])]
    os.environ["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))


def bound(plan: Plan) -> dict[str, Any]:
    """Copying on one thread, and on all at once: bytes a second, read and written together. (Random reads: score-day.)"""
    code = "from benchmarks.bound import copies; print(copies({}))"
    alone, together = (
        float(
            subprocess.run(
                [PYTHON, "-c", code.format(k)], cwd=ROOT, capture_output=True, text=True, check=True
            ).stdout
        )
        for k in (1, plan.threads)
    )
    return {"copy_one": alone, "copy_all": together}


def score_day(plan: Plan) -> dict[str, Any]:
    """`score-day` on every engine, the gather bound and the full model's day, taking turns, at each size."""
    found: dict[str, Any] = {str(n): _score_day(plan, n) for n in plan.sizes}
    peers = {}
    for peer in environments.PEERS:
        try:
            peers[peer] = environments.version(peer, plan.cache)
        except (RuntimeError, OSError, subprocess.SubprocessError):
            continue
    return {"sizes": found, "versions": peers}


def _score_day(plan: Plan, n: int) -> dict[str, Any]:
    print(f"  {n:,} citizens", flush=True)
    folder = {"folder": str(made(n, plan.cache))}
    here, threads = HERE / "score_day", plan.threads
    wanted: dict[str, tuple[Path | str, Path, str, dict[str, Any]]] = {
        "gather 1": (PYTHON, HERE / "bound.py", "Gather", folder),
        f"gather {threads}": (PYTHON, HERE / "bound.py", "Gather", folder | {"threads": threads}),
        "ours 1": (PYTHON, here / "ours.py", "Engine", folder),
        f"ours {threads}": (PYTHON, here / "ours.py", "Engine", folder | {"threads": threads}),
    }
    trouble: dict[str, Any] = {}
    for peer in environments.PEERS:
        if n > LARGEST.get(peer, n):
            continue
        try:
            binary = environments.python(peer, plan.cache)
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:
            trouble[peer] = {"error": str(error)}
            continue
        wanted[peer] = (binary, here / f"with_{peer}.py", "Engine", folder)
    if n < 10_000_000:  # at 1e7 two of them would not fit beside the others
        wanted["full 1"] = (PYTHON, HERE / "full.py", "Engine", {"n": n})
    wanted[f"full {threads}"] = (PYTHON, HERE / "full.py", "Engine", {"n": n, "threads": threads})
    children, failed = started(wanted)
    large = n >= 1_000_000
    found = side_by_side(
        children,
        warm=CHECKED if n <= 10_000 else 1 if large else 3,
        look=n <= 10_000,
        rounds=min(plan.rounds, 3) if n >= 10_000_000 else plan.rounds,
        seconds=plan.seconds,
    )
    return found | failed | trouble


def scaling(plan: Plan) -> dict[str, Any]:
    """The full model's day, two threads, from the smallest society to the largest, one after another."""
    found: dict[str, Any] = {}
    for n in plan.scaling:
        print(f"  {n:,} citizens", flush=True)
        wanted = {"full": (PYTHON, HERE / "full.py", "Engine", {"n": n, "threads": plan.threads})}
        children, failed = started(wanted)
        rounds = 2 if n >= 10_000_000 else min(plan.rounds, 3)
        found[str(n)] = (failed | side_by_side(children, warm=1, rounds=rounds, seconds=plan.seconds))["full"]
    return found


def registers(plan: Plan) -> dict[str, Any]:
    """The full model's day on this processor, and told to be one with registers half as wide, taking turns. The name of each is that which
    Numba compiled for; both run on the processor of this machine, which an older one need not equal."""
    code = [PYTHON, "-m", "benchmarks.processor"]
    kinds = json.loads(subprocess.run(code, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    found: dict[str, Any] = {}
    for n in plan.registers:
        print(f"  {n:,} citizens", flush=True)
        given = {"n": n, "threads": plan.threads}
        wanted = {
            name: (PYTHON, HERE / "full.py", "Engine", given | {"environment": environment})
            for name, environment in kinds.items()
        }
        children, failed = started(wanted)
        found[str(n)] = failed | side_by_side(children, warm=1, rounds=plan.rounds, seconds=plan.seconds)
    return {"sizes": found, "features": {name: e.get("NUMBA_CPU_FEATURES", "") for name, e in kinds.items()}}


def slope(points: list[tuple[float, float]]) -> float:
    """Slope of a straight line through (x, y) in log-log; NaN with fewer than two."""
    if len(points) < 2:
        return math.nan
    x, y = [math.log(a) for a, _ in points], [math.log(b) for _, b in points]
    mx, my = statistics.mean(x), statistics.mean(y)
    return sum((a - mx) * (b - my) for a, b in zip(x, y, strict=True)) / sum((a - mx) ** 2 for a in x)


def founding(plan: Plan) -> dict[str, Any]:
    """Seconds and peak of memory to found the preset's society."""
    found: dict[str, Any] = {}
    for n in plan.founding:
        print(f"  {n:,} citizens", flush=True)
        times = []
        for _ in range(1 if n >= 5_000_000 else 3):
            try:
                child = Child(PYTHON, HERE / "full.py", "Founding", {"n": n})
                last = child.end()
                times.append(last["figures"] | {"peak_bytes": last["peak"]})
            except (Failed, OSError) as error:
                found[str(n)] = {"error": str(error)}
        if times:
            found[str(n)] = {k: statistics.median(row[k] for row in times) for k in times[0]} | {
                "rounds": len(times)
            }
    return found


def ensembles(plan: Plan) -> dict[str, Any]:
    """Many small worlds, one whole run a thread."""
    print(f"  {plan.ensemble} runs of 2,000 citizens and 365 days", flush=True)
    child = Child(PYTHON, HERE / "full.py", "Ensemble", {"threads": plan.threads})
    child.days(plan.threads, keep=False)
    row = child.days(plan.ensemble)
    last = child.end()
    scale = ENSEMBLE / plan.ensemble
    return {
        "runs": plan.ensemble, "wall": row["wall"], "cpu": row["cpu"], "peak_bytes": last["peak"],
        "core_seconds_of_1000": row["cpu"] * scale, "wall_of_1000": row["wall"] * scale, "scaled": scale != 1,
        "ns_citizen_day": row["cpu"] * 1e9 / (plan.ensemble * child.n),
    }  # fmt: skip


def starting(plan: Plan) -> dict[str, Any]:
    """From the command to what is asked for, on the wall clock; each several times, the median."""
    found: dict[str, Any] = {}

    def several(
        name: str, times: int, command: Callable[[str], list[str]], env: dict[str, str] | None = None
    ) -> None:
        print(f"  {name}", flush=True)
        rows = []
        try:
            for _ in range(times):
                with tempfile.TemporaryDirectory() as folder:
                    rows.append(once(PYTHON, command(folder), env))
        except (Failed, OSError, subprocess.SubprocessError) as error:
            found[name] = {"error": str(error)}
            return
        found[name] = {
            "wall": statistics.median(r["wall"] for r in rows), "cpu": statistics.median(r["cpu"] for r in rows),
            "least": min(r["wall"] for r in rows), "most": max(r["wall"] for r in rows), "rounds": times,
        }  # fmt: skip

    cli = ["-c", "from sottovoce.cli import main; main()"]
    several("--help", plan.starts, lambda _: [*cli, "--help"])
    several("import", plan.starts, lambda _: ["-c", "import sottovoce"])
    several("python", plan.starts, lambda _: ["-c", ""])

    def run(folder: str) -> list[str]:
        return [*cli, "run", "press-2015", "--quiet", "--out", f"{folder}/run", *plan.warm_run]

    several("first run of all", 1, run)  # compiles what is not compiled
    several("warm run", 2, run)
    if plan.cold:
        with tempfile.TemporaryDirectory() as empty:
            several("first run after installing", 1, run, {"SOTTOVOCE_CACHE": empty})
    return found


def card(plan: Plan) -> dict[str, Any]:
    """The full model's day on a card beside the card's own random reads, where a card answers; else why not."""
    code = "from sottovoce.machine.gpu import Gpu; Gpu()"
    asked = subprocess.run([PYTHON, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    if asked.returncode:
        return {"none": (asked.stderr.strip().splitlines() or ["it did not say why"])[-1]}
    sizes: dict[str, Any] = {}
    for n in plan.card:
        print(f"  {n:,} citizens", flush=True)
        wanted = {
            name: (PYTHON, HERE / "card.py", kind, {"n": n})
            for name, kind in (("card gather", "Gather"), ("card full", "Day"))
        }
        children, failed = started(wanted)
        sizes[str(n)] = failed | side_by_side(children, warm=1, rounds=plan.rounds, seconds=plan.seconds)
    named = (
        "from numba import cuda; print(getattr(cuda.get_current_device(), 'name', b'a simulator').decode())"
    )
    told = subprocess.run([PYTHON, "-c", named], cwd=ROOT, capture_output=True, text=True, check=False)
    return {"card": told.stdout.strip(), "sizes": sizes}


PARTS: dict[str, Callable[[Plan], dict[str, Any]]] = {
    "bound": bound,
    "score-day": score_day,
    "scaling": scaling,
    "registers": registers,
    "founding": founding,
    "ensembles": ensembles,
    "starting": starting,
    "card": card,
}
