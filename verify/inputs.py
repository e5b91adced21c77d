"""Broken input, 100,000 times and more: scenario texts, --set, files of ties, commands, and frames of the page. Each is taken or refused in words."""

import asyncio
import importlib.util
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sottovoce.replications.picture import Curve, Picture
from verify.result import Result, Row

TESTS = Path(__file__).parents[1] / "tests"
COUNTS = {"text": 60_000, "set": 30_000, "ties": 30_000, "command": 4_000}
FRAMES, POUR = 20_000, 500  # frames in all, and of one page
NAMES = {
    "text": "scenario texts", "set": "values of --set", "ties": "files of ties", "command": "commands", "frame": "frames of the page",
}  # fmt: skip


def run(share: float = 1.0, first: int | None = None) -> Result:
    """All kinds, one after another; `share` of the counts. `first`: the seed, else drawn; a fault is printed with its number."""
    sys.path.insert(0, str(TESTS))
    import broken

    first = random.SystemRandom().randrange(2**32) if first is None else first
    rows, curves = [], []
    with tempfile.TemporaryDirectory() as folder:
        for pair, (kind, count) in enumerate(COUNTS.items()):
            count, spent = max(1, round(share * count)), Clock()
            found = list(broken.faults(kind, first, range(count), Path(folder), spent.tick))
            rows.append(row(kind, count, found, spent))
            curves.append(curve(kind, spent, pair))
    count, spent = max(1, round(share * FRAMES / POUR)), Clock()
    found = list(frames(first, count, spent))
    rows.append(row("frame", count * POUR, found, spent))
    curves.append(curve("frame", spent, len(curves)))
    picture = Picture("Broken input tried, by time", "s", "thousand inputs", tuple(curves))
    return Result(f"broken input of seed {first}", rows, picture)


class Clock:
    """When each input was done, and which took longest."""

    def __init__(self) -> None:
        self.begun = self.last = time.perf_counter()
        self.at: list[float] = []
        self.longest = (0.0, 0)

    def tick(self) -> None:
        """One more."""
        now = time.perf_counter()
        self.longest = max(self.longest, (now - self.last, len(self.at)))
        self.last = now
        self.at.append(now - self.begun)


def row(kind: str, count: int, faults: list[str], spent: Clock) -> Row:
    """A line of the table; what is wrong is printed."""
    for line in faults[:20]:
        print(line, flush=True)
    seconds, number = spent.longest
    found = f"{count:,} tried, {len(faults)} wrong; the longest {seconds:.2f} s (number {number})"
    return Row(NAMES[kind], found, "taken, or refused in words", not faults)


def curve(kind: str, spent: Clock, pair: int) -> Curve:
    """How many were tried by when."""
    some = range(0, len(spent.at), max(1, len(spent.at) // 100))
    each = POUR if kind == "frame" else 1
    return Curve(
        NAMES[kind], [spent.at[k] for k in some], [(k + 1) * each / 1000 for k in some], pair, measured=True
    )


def frames(seed: int, pages: int, spent: Clock) -> Any:
    """A line for each page whose frames were not all answered."""
    spec = importlib.util.spec_from_file_location(
        "test_web_server", TESTS / "unit" / "web" / "test_web_server.py"
    )
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with module.serving(module.joining_early()) as port:
        for number in range(pages):
            try:
                asyncio.run(module.poured(port, seed + number, POUR))
            except Exception as error:
                yield f"frames of seed {seed + number}: {type(error).__name__}: {str(error)[:300]}"
            spent.tick()
