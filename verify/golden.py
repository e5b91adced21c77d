"""Golden digests: every preset lives, on whatever machine and in whatever way, the worlds whose digests are in `tests/golden.txt`.

    python -m verify golden            all ways, on this Python and those in SOTTOVOCE_PYTHONS (paths, as in PATH)
    python -m verify.golden --write    write the file again: see docs/understand/golden.md for when that may be

A way is a machine (plain Python; rules compiled for this processor, for x86-64-v2, v3 and v4, or by Numba as it comes) and how it is gone:
straight, with two or three threads, in processes of its own, or stopped twice, written to disk and resumed.
"""

import argparse
import hashlib
import os
import platform
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sottovoce.machine import cpu
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.plain import Plain
from sottovoce.reforms import no_system
from sottovoce.replications.picture import Curve, Picture
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import leaves, with_values
from sottovoce.scenario.read import presets, read
from sottovoce.society.tally import NAMES
from sottovoce.study.checkpoint import frozen, thaw
from sottovoce.study.processes import live_in_processes
from sottovoce.study.worlds import World
from verify.result import Result, Row

ROOT = Path(__file__).parents[1]
FILE = ROOT / "tests" / "golden.txt"
SIZES = {  # citizens and days; in large ones a loop has more blocks than there are threads
    "small": {"citizens": 60, "days": 50},
    "large": {"citizens": 13_000, "days": 8},
}
HEAD = """# What every preset lives: written by `python -m verify.golden --write`, and by nothing else. When that may be: docs/understand/golden.md.
# preset, size, digest of the preset's values at this size, of the worlds lived with the system and without it, and of their measures
"""
LEVELS = {  # what a processor of each level has beyond the one before, as LLVM calls it, and what NumPy is not to use there
    "x86-64-v2": ("cx16 popcnt sahf sse3 sse4.1 sse4.2 ssse3", "X86_V3 X86_V4 AVX512_ICL AVX512_SPR"),
    "x86-64-v3": ("avx avx2 bmi bmi2 f16c fma lzcnt movbe xsave", "X86_V4 AVX512_ICL AVX512_SPR"),
    "x86-64-v4": ("avx512bw avx512cd avx512dq avx512f avx512vl", "AVX512_ICL AVX512_SPR"),
}


class Line(NamedTuple):
    """A line of the file, in words: preset, size, then digests."""

    preset: str
    size: str
    scenario: str
    system: str
    without: str
    measures: str


def hurried(preset: str, size: str) -> Scenario:
    """A preset with few citizens, whose dates all come within the few days that are lived."""
    whole = read(preset)
    days = SIZES[size]["days"]
    changes: dict[str, Any] = dict(SIZES[size])
    for path, latest in (("enrolment.opt_in_day", days // 8), ("enrolment.mandatory_day", days * 3 // 8)):
        if leaves(whole)[path] is not None:
            changes[path] = min(leaves(whole)[path], latest)
    for k, date in enumerate(whole.dates):
        changes[f"dates.{k}.day"] = min(date.day, days // 2 + k)
    return with_values(whole, changes)


def values_digest(scenario: Scenario) -> str:
    """Of the values that differ from what a scenario has by itself: a new field that is off changes no digest."""
    usual = leaves(Scenario(name="none", label="none"))
    own = {
        path: value for path, value in leaves(scenario).items() if path not in usual or usual[path] != value
    }
    return _short(repr(sorted(own.items())).encode())


def world_digest(world: World) -> str:
    """Of what was lived: people, ties, sums of every day and every change of points. What is 0 throughout does not count, so that a
    mechanism that is off changes no digest when it comes."""
    assert world.error is None and world.society and world.record, world.error
    record = world.record
    parts: dict[str, Any] = {
        f"sum {name}": record.tally[: record.lived, :, k]
        for k, name in enumerate(NAMES[: record.tally.shape[-1]])
    }
    parts |= {"ties": record.ties[: record.lived]} | world.society.state._asdict()
    parts |= {f"ledger {name}": rows for name, rows in world.ledger.state().items()} if world.ledger else {}
    whole = hashlib.sha256()
    for name, column in sorted(parts.items()):
        if column.any():
            whole.update(f"{name} {column.dtype.str} {column.shape} ".encode())
            whole.update(np.ascontiguousarray(column).tobytes())
    return whole.hexdigest()[:16]


def measures_digest(worlds: list[World]) -> str:
    """Of all measures, to the last bit."""
    return _short(
        repr([sorted((name, float(value)) for name, value in w.measures.items()) for w in worlds]).encode()
    )


def _short(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()[:16]


# ---- Ways to live worlds ----


def straight(worlds: list[World], machine: Cpu | Plain | None = None) -> None:
    """One after another."""
    for world in worlds:
        world.live(machine or Cpu(1), lambda: False)


def by_threads(threads: int) -> Callable[[list[World]], None]:
    """Each loop shared, however short it is."""

    def shared(worlds: list[World]) -> None:
        before, cpu.WORTH = cpu.WORTH, 0.0
        try:
            straight(worlds, Cpu(threads))
        finally:
            cpu.WORTH = before

    return shared


def in_processes(worlds: list[World]) -> None:
    """Two processes, each with worlds of its own."""
    if not live_in_processes(worlds, 2, threading.Event(), None):
        raise OSError("this system does not fork")


def resumed(worlds: list[World], machine: Cpu | Plain | None = None) -> None:
    """Stopped twice, written, and gone on as another world that has read it."""
    with tempfile.TemporaryDirectory() as folder:
        for world in worlds:
            for k, part in enumerate((3, 2)):
                until = world.scenario.days // part
                world.live(machine or Cpu(1), lambda world=world, until=until: world.lived >= until)
                path = Path(folder) / f"{k}.npz"
                np.savez(path, **frozen(world))
                again = World(world.name, 0, world.scenario, kept=True, ledgered=True)
                thaw(again, path, trust=True)
                assert again.lived == until, (again.error, again.lived)
                vars(world).update(vars(again))
            world.live(machine or Cpu(1), lambda: False)


WAYS: dict[str, tuple[str, Callable[[list[World]], None]]] = {  # size, and how
    "compiled": ("small", straight),
    "resumed": ("small", resumed),
    "processes": ("small", in_processes),
    "large, 1 thread": ("large", straight),
    "large, 2 threads": ("large", by_threads(2)),
    "large, 3 threads": ("large", by_threads(3)),
    "large, processes": ("large", in_processes),
    "large, resumed": ("large", resumed),
}
PLAIN: dict[str, tuple[str, Callable[[list[World]], None]]] = {
    "plain": ("small", lambda worlds: straight(worlds, Plain())),
    "plain, resumed": ("small", lambda worlds: resumed(worlds, Plain())),
}


def lived(preset: str, way: str) -> Line:
    """What a preset lives in a way."""
    size, how = (WAYS | PLAIN)[way]
    scenario = hurried(preset, size)
    worlds = [
        World(name, 0, each, kept=True, ledgered=True)
        for name, each in (("with", scenario), ("without", no_system(scenario)))
    ]
    how(worlds)
    return Line(
        preset,
        size,
        values_digest(scenario),
        *(world_digest(world) for world in worlds),
        measures_digest(worlds),
    )


# ---- The file ----


def kept() -> dict[tuple[str, str], Line]:
    """The lines of the file by preset and size."""
    rows = [
        line.split() for line in FILE.read_text(encoding="utf-8").splitlines() if line[:1] not in ("", "#")
    ]
    return {(row[0], row[1]): Line(*row) for row in rows}


def problem(line: Line, golden: dict[tuple[str, str], Line], way: str) -> str:
    """Why a line is not what it has to be, in a sentence; empty where it is."""
    wanted = golden.get((line.preset, line.size))
    if wanted == line:
        return ""
    if wanted is None:
        return f"{line.preset}: no line in {FILE.name}; a new preset is written by `python -m verify.golden --write`."
    if wanted.scenario != line.scenario:
        return f"{line.preset}: the preset's values have changed; `python -m verify.golden --write` once that is meant."
    other = " and ".join(name for name in Line._fields[3:] if getattr(wanted, name) != getattr(line, name))
    return (
        f"{line.preset}, {line.size}, {way}: the preset is the same, and what it lives is not ({other}). A rule, a default or a measure "
        "changed: a result (docs/understand/golden.md), or a fault."
    )


def write() -> None:
    """The file again: all presets, compiled for this processor, straight."""
    lines = [lived(preset, way) for preset in presets() for way in ("compiled", "large, 1 thread")]
    FILE.write_text(HEAD + "".join(" ".join(line) + "\n" for line in lines), encoding="utf-8")


# ---- Everything ----


def environments() -> Iterator[tuple[str, dict[str, str]]]:
    """Machines that this one can be told to be."""
    yield "this processor", {}
    yield "Numba as it comes", {"SOTTOVOCE_PIPELINE": "numba"}
    yield "NumPy's linear algebra for another processor", {"OPENBLAS_CORETYPE": "Prescott"}
    if platform.machine() not in ("x86_64", "AMD64"):
        return
    from llvmlite.binding import get_host_cpu_features

    mine = get_host_cpu_features()
    has: list[str] = []
    for level, (more, hidden) in LEVELS.items():
        has += more.split()
        if not all(mine.get(name) for name in has):
            return
        features = ",".join(f"+{name}" for name in has)
        yield (
            level,
            {"NUMBA_CPU_NAME": level, "NUMBA_CPU_FEATURES": features, "NPY_DISABLE_CPU_FEATURES": hidden},
        )


def run() -> Result:
    """All presets, all ways, in a process of their own for each machine and each Python."""
    rows, counts = [], []
    others = [path for path in os.environ.get("SOTTOVOCE_PYTHONS", "").split(os.pathsep) if path]
    for python in (sys.executable, *others):
        version = subprocess.run(  # noqa: PLW1510
            [python, "-c", "import platform; print(platform.python_version())"],
            capture_output=True,
            text=True,
        ).stdout.strip()
        machines = environments() if python == sys.executable else [("this processor", {})]
        for machine, env in machines:
            ways = list(WAYS) + (list(PLAIN) if machine == "this processor" else [])
            found = elsewhere(python, env, ways)
            wrong = [text for text in found if text != "as it was"]
            for text in wrong:
                print(text, flush=True)
            counts.append(len(found))
            rows.append(
                Row(f"Python {version}, {machine}: {len(ways)} ways", f"{len(found)} worlds' pairs, {len(wrong)} other", "0 other",
                    bool(found) and not wrong)
            )  # fmt: skip
    if not others:
        rows.append(Row("other versions of Python", "none tried: SOTTOVOCE_PYTHONS names none"))
    curve = Curve("pairs of worlds", range(1, len(counts) + 1), counts, 0, measured=True)
    picture = Picture("Pairs of worlds compared with their golden digests", "machine", "pairs", (curve,))
    return Result("every preset lives the same worlds on every machine", rows, picture)


def elsewhere(python: str, env: dict[str, str], ways: Iterable[str]) -> list[str]:
    """All presets in these ways, in a process with an environment and a compile cache of its own; a line for each."""
    with tempfile.TemporaryDirectory() as cache:
        own = {"SOTTOVOCE_CACHE": cache} if env else {}
        path = os.pathsep.join([str(ROOT), str(ROOT / "src")])
        done = subprocess.run(  # noqa: PLW1510
            [python, "-m", "verify.golden", "--ways", *ways], env=os.environ | {"PYTHONPATH": path} | own | env, text=True,
            capture_output=True, cwd=ROOT,
        )  # fmt: skip
    if done.returncode:
        return [f"{python} ended with {done.returncode}: {done.stderr[-2000:]}"]
    return done.stdout.splitlines()


def main() -> None:
    """--write, or (for a process of `run`) --ways."""
    parser = argparse.ArgumentParser(prog="python -m verify.golden")
    parser.add_argument("--write", action="store_true", help=f"write {FILE.name} again")
    parser.add_argument(
        "--ways", nargs="*", default=[], help="live all presets in these ways, and tell what is other"
    )
    asked = parser.parse_args()
    if asked.write:
        write()
    golden = kept() if asked.ways else {}
    for way in asked.ways:
        for preset in presets():
            print(problem(lived(preset, way), golden, way) or "as it was", flush=True)


if __name__ == "__main__":
    main()
