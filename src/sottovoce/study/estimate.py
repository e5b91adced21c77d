"""What a study will need, said before it begins: memory and time; and a refusal of what cannot fit."""

import math
import time
from pathlib import Path
from typing import NamedTuple

from sottovoce.errors import RunError
from sottovoce.machine.cpu import Cpu
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.simulate import days
from sottovoce.society import create
from sottovoce.society.tally import width
from sottovoce.study.asked import threads as threads_asked
from sottovoce.study.study import SIDE_BY_SIDE, Study
from sottovoce.study.worlds import PROBE, small

PROGRAM = 700e6  # bytes: the program with compiled rules and the report's charts (measured 450 to 700 MB)
WORKING = 1.7  # societies' worth of room to found one, measure it and write it down (a year of two worlds of 1e7 peaked at 13.25 GB)
LEDGER_ROW = 24  # bytes of a change of points, kept and written
FURTHER = 0.1  # a citizen-day takes so much longer with ten times as many people, who are further from the processor (measured up to 1e7)
SPARE = 0.9  # of what is free that a study may take


class Need(NamedTuple):
    """What a study needs."""

    memory: float  # bytes
    seconds: float | None  # None where it was not worth finding out


def bytes_of(scenario: Scenario) -> float:
    """Bytes of a society of a scenario, with its record: those of a small one, times the citizens."""
    little = small(scenario)
    society = create(little)
    held = sum(column.nbytes for column in society.state) + society.ties.nbytes + society.community.nbytes
    if scenario.society.network.kind == "complete":
        held += 8.0 * little.citizens * (scenario.citizens - little.citizens)
    return held * scenario.citizens / little.citizens + 8.0 * scenario.days * len(society.groups) * width(
        scenario
    )


def memory_of(study: Study, threads: int) -> float:
    """Bytes that a study needs at its height: the worlds that are alive together, and those whose people are kept."""
    scenario = study.scenario
    one = bytes_of(scenario)
    if any(world.ledgered for world in study.worlds):
        rate = sum(getattr(scenario.channels, c).rate for c in ("post", "share", "gather", "buy", "browse"))
        one += 36 * scenario.citizens + LEDGER_ROW * rate * scenario.citizens * scenario.days
    for panel in (world.panel for world in study.worlds if world.panel):
        one += 8.0 * scenario.citizens * (len(panel.columns) + 2) * (scenario.days // panel.every + 2)
    kept_worlds = sum(world.kept for world in study.worlds)
    beside = min(threads, len(study.worlds)) if scenario.citizens <= SIDE_BY_SIDE else 1
    return PROGRAM + one * (kept_worlds + max(beside - 1, 0) + WORKING)


def need(study: Study, threads: int | None = None, *, clock: bool = True) -> Need:
    """Memory and time of a study on this machine. `clock`: live a small society for a moment to see how fast it is."""
    threads = threads_asked(threads)
    memory = memory_of(study, threads)
    citizen_days = sum(
        world.scenario.citizens * (world.scenario.days - world.lived) for world in study.worlds
    )
    if not clock:
        return Need(memory, None)
    each = pace(study.scenario) * (1.0 + FURTHER * max(0.0, math.log10(study.scenario.citizens / PROBE)))
    beside = threads if study.scenario.citizens > SIDE_BY_SIDE else min(threads, max(len(study.worlds), 1))
    return Need(memory, citizen_days * each / beside)


def pace(scenario: Scenario) -> float:
    """Seconds a citizen-day on one thread now, from a small society of the same scenario in its later days."""
    little = with_values(small(scenario), {"days": 10_000})
    society = create(little)
    lived = days(little, society, machine=Cpu(1))
    next(lived)
    begun = time.perf_counter()
    count = 0
    while time.perf_counter() - begun < 0.3:
        next(lived)
        count += 1
    return (time.perf_counter() - begun) / count / little.citizens


def refuse_what_cannot_fit(study: Study, threads: int | None = None, free: float | None = None) -> None:
    """RunError where a study needs more memory than is free, with a number of citizens that would fit."""
    threads = threads_asked(threads)
    free = available() if free is None else free
    wanted = memory_of(study, threads)
    if free is None or wanted <= SPARE * free:
        return
    citizens = study.scenario.citizens
    each = (wanted - PROGRAM) / citizens
    fitting = max((SPARE * free - PROGRAM) / each, 2.0)
    digits = 10.0 ** (math.floor(math.log10(fitting)) - 1)
    raise RunError(
        f"citizens: {citizens:,} given; that needs about {gigabytes(wanted)} of memory, and {gigabytes(free)} are free. "
        f"About {int(fitting // digits * digits):,} citizens would fit; fewer ties (society.network.mean_degree, now "
        f"{study.scenario.society.network.mean_degree:g}) or a shorter memory (score.memory_months) need less too."
    )


def available() -> float | None:
    """Bytes of memory that this process may still take: what the system has free, or what its group is allowed. None where
    the system does not tell."""
    found = []
    try:
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                found.append(1024.0 * float(line.split()[1]))
    except OSError:
        pass
    for limit, used in (
        ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"),
        ("/sys/fs/cgroup/memory/memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.usage_in_bytes"),
    ):
        try:
            found.append(float(Path(limit).read_text()) - float(Path(used).read_text()))
        except (OSError, ValueError):
            continue
    return min(found) if found else None


def gigabytes(amount: float) -> str:
    """`3.4 GB`, `410 MB`."""
    return f"{amount / 1e9:.1f} GB" if amount >= 1e9 else f"{amount / 1e6:.0f} MB"


def duration(seconds: float) -> str:
    """`40 seconds`, `12 minutes`, `3.5 hours`."""
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    return f"{seconds / 60:.0f} minutes" if seconds < 5400 else f"{seconds / 3600:.1f} hours"
