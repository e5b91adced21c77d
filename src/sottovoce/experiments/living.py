"""One world of an experiment, lived for its measures alone: no ledger, no picture of persons."""

from __future__ import annotations

import functools
import hashlib
import math
import platform
import time
import traceback
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sottovoce.experiments.stretch import stretches
from sottovoce.experiments.work import why_idle
from sottovoce.extend.measures import measured as measured_own
from sottovoce.machine.cpu import Cpu
from sottovoce.measure.account import accounts
from sottovoce.measure.daily import daily
from sottovoce.measure.names import OF_EDGES
from sottovoce.measure.pairs import measures
from sottovoce.measure.people import people
from sottovoce.record.record import Record
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import leaves
from sottovoce.simulate import days
from sottovoce.society import Society
from sottovoce.society.create import Recipe, created
from sottovoce.study.worlds import World

WINDOWED = (
    "spoke",
    "held_back",
    "cut_off",
    "wish_held_back",
    "say_so",
    "voice_gap",
    "sensitive_acts",
    "open_dissent",
    "loyalty_beyond",
)
NAMING = ("name", "label", "about", "seed")
ROUNDING = (
    "society.groups.",
    "voice.backlash",
)  # how measures are added up: the last digit, where they do nothing else


class Task(NamedTuple):
    """Worlds of one point and seed, by digest; the same people found them all."""

    point: int
    seed: int
    worlds: dict[bytes, Scenario]


class Lived(NamedTuple):
    """What came of a world. `values`: by outcome, NaN where there is none; empty where it failed."""

    digest: bytes
    values: bytes  # float64 (outcome,)
    cpu: float  # seconds
    error: str = ""
    trace: str = ""
    host: str = ""  # where; empty: on this machine


def live(task: Task, outcomes: Sequence[str], windows: Mapping[str, tuple[int, int]]) -> list[Lived]:
    """Live the worlds of a task. A failure is kept with its traceback."""
    found: list[Lived] = []
    born: dict[Recipe, Society] = {}
    for digest, scenario in task.worlds.items():
        begun = time.process_time()
        try:
            recipe = Recipe.of(scenario)
            society = next((twin for other, twin in born.items() if other == recipe), None)
            if society is None:
                society = created(recipe)
                born = {recipe: society}
            values = measured(scenario, society.copy(), outcomes, windows)
            found.append(Lived(digest, values.tobytes(), time.process_time() - begun))
        except Exception as error:
            told = f"{type(error).__name__}: {error}"
            found.append(Lived(digest, b"", time.process_time() - begun, told, traceback.format_exc()))
    return found


def measured(
    scenario: Scenario, society: Society, outcomes: Sequence[str], windows: Mapping[str, tuple[int, int]]
) -> np.ndarray:
    """Live a world and measure it, float64 (outcome,)."""
    if any(name in OF_EDGES for name in outcomes):
        world = World("with", 1, scenario, society=society, kept=True)
        world.live(Cpu(1), lambda: False)
        if world.error or world.record is None:
            raise RuntimeError(world.error)
        record, all_ = world.record, world.measures
    else:
        record = Record.blank(scenario, society.groups)
        for day, events in days(scenario, society, machine=Cpu(1), looks=record.draws):
            record.note(day, society, events.tally, events.ties)
        all_ = measures(record, people(scenario, society), len(society.ties)) | measured_own(
            record, society, outcomes
        )
    for window, (first, end) in windows.items():
        if end > scenario.days:  # this world is lived for fewer days than others
            all_ = all_ | dict.fromkeys((f"{name}@{window}" for name in WINDOWED), math.nan)
            continue
        there = part(record, first, end)
        some = accounts(there) | daily(there)
        all_ = all_ | {f"{name}@{window}": some[name] for name in WINDOWED}
    return np.array([all_[name] for name in outcomes], float)


def part(record: Record, first: int, end: int) -> Record:
    """The days from `first` to the one before `end`, as a record of their own; for measures that are sums over days."""
    scenario = record.scenario.model_copy(update={"days": end - first, "dates": ()})
    return Record(scenario, record.groups, record.tally[first:end], record.ties[first:end], {}, end - first)


def form(scenario: Scenario) -> bytes:
    """Digest of all values that can act, whatever the seed: scenarios of the same form and seed are equal worlds."""
    cut = stretches(scenario)
    acting = [
        f"{path}={value!r}"
        for path, value in leaves(scenario).items()
        if path not in NAMING
        and not path.endswith(".name")
        and (path.startswith(("dates.", *ROUNDING)) or not why_idle(path, value, cut))
    ]
    return hashlib.blake2b("\n".join(acting).encode(), digest_size=16).digest()


def identity(form_: bytes, seed: int) -> bytes:
    """Digest of a world: its form, its seed, and the program that lives it."""
    return hashlib.blake2b(form_ + seed.to_bytes(8, "little") + engine().encode(), digest_size=16).digest()


@functools.cache
def engine() -> str:
    """Digest of the program: every module, and the versions of what computes. Another program is another engine."""
    found = hashlib.sha256(f"{platform.machine()} numpy {version('numpy')} numba {version('numba')}".encode())
    root = Path(__file__).parents[1]
    for name in ("day", "machine", "society", "scenario", "measure", "reforms", "record"):
        for file in sorted((root / name).rglob("*.py")):
            found.update(file.read_bytes())
    for name in ("simulate.py", "calendar.py", "night.py", "chance.py"):
        found.update((root / name).read_bytes())
    return found.hexdigest()
