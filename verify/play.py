"""A day of play: one page asks for everything it can, 8,640 times (24 hours, every ten seconds); memory has to stay where it was."""

import asyncio
import gc
import sys
from pathlib import Path
from typing import Any

import numpy as np

import sottovoce as sv
from sottovoce.replications.picture import Curve, Picture
from sottovoce.scenario.paths import with_values
from sottovoce.web.levers import levers
from sottovoce.web.safeguards import safeguards
from sottovoce.web.session import Session
from verify.result import Result, Row

ASKED = 24 * 360
LOOKS = 40  # how often memory is read
GROWTH = 0.05  # of the memory at the end of the first quarter: what allocators may keep


def run(asked: int = ASKED) -> Result:
    """Memory in use, read as the page goes on; by the end no more than a twentieth above that of the first quarter."""
    memory, errors = asyncio.run(_played(asked))
    early, late = max(memory[: LOOKS // 4]), memory[-1]
    kept = f"{early / 1e6:.0f} MB at most in the first quarter, {late / 1e6:.0f} MB at the end"
    rows = [
        Row(f"memory over {asked:,} messages of one page", kept, "within 5%", late <= early * (1 + GROWTH)),
        Row("messages that the program failed at", str(len(errors)), "0", not errors),
    ]
    curve = Curve("in use", range(1, len(memory) + 1), [m / 1e6 for m in memory], 0, measured=True)
    return Result(
        "a day of play",
        rows,
        Picture("Memory of the server", "time, in fortieths of the day", "MB", (curve,)),
    )


async def _played(asked: int) -> tuple[list[float], list[str]]:
    luck, errors = np.random.default_rng(1), []
    scenario = with_values(sv.read("press-2015"), {"citizens": 1000, "days": 200})

    async def tell(told: dict[str, Any]) -> None:
        if told.get("type") == "error" and "made a mistake" in told["text"]:
            errors.append(told["text"])

    async def push(frame: bytes) -> None:
        assert frame

    page = Session(scenario, tell, push, lambda name, citizens: None)
    await page.ask({"type": "open", "n": 1000, "seed": 7, "day": 30})
    memory = []
    for turn in range(asked):
        await page.ask(_message(luck, scenario))
        if (turn + 1) % max(1, asked // LOOKS) == 0:
            gc.collect()
            memory.append(_resident())
            print(
                f"{turn + 1:,} of {asked:,} messages, {memory[-1] / 1e6:.0f} MB", file=sys.stderr, flush=True
            )
    await page.close()
    return memory, errors


def _message(luck: np.random.Generator, scenario: sv.Scenario) -> dict[str, Any]:
    who, friend, day = (int(x) for x in luck.integers([1000, 1000, 200]))
    knobs = [one for one in levers(scenario) if isinstance(one.get("low"), int | float)]
    knob = knobs[int(luck.integers(len(knobs)))]
    keys = [one["key"] for one in safeguards(scenario) if not one["why_not"]]
    share = float(luck.random())
    kinds: list[tuple[float, dict[str, Any]]] = [
        (6, {"type": "seek", "day": day}),
        (6, {"type": "why", "id": who}),
        (4, {"type": "step"}),
        (3, {"type": "list", "page": day}),
        (3, {"type": "towns"}),
        (3, {"type": "charts"}),
        (2, {"type": "set", "key": knob["key"], "value": knob["low"] + share * (knob["high"] - knob["low"])}),
        (2, {"type": "keep", "key": keys[int(luck.integers(len(keys)))]}),
        (1, {"type": "without", "id": who, "friend": friend}),
        (1, {"type": "open", "n": 1000, "seed": day, "day": day}),
        (0.1, {"type": "game", "you": who}),
        (0.1, {"type": "game", "quit": True}),
    ]
    weights = np.array([weight for weight, _ in kinds])
    return kinds[int(luck.choice(len(kinds), p=weights / weights.sum()))][1]


def _resident() -> float:
    """Bytes of this process in memory (Linux)."""
    text = Path("/proc/self/status").read_text(encoding="ascii")
    return 1024.0 * int(text.partition("VmRSS:")[2].split()[0])
