"""Every figure that counts fails when a rule that its replication rests on is replaced by a wrong one.

A figure that holds whatever the rules do is no evidence of them. Each replication names wrong rules; each of its counted figures has to fail
under one of them at least (*not suppressed* cannot fail where everybody speaks, so one wrong rule is rarely enough). This file is the only
place that knows which rule that is.

    python -m verify.wrong_rules RULE NAME ...    # one wrong rule, some replications: which figures hold, as JSON
"""

import hashlib
import importlib
import inspect
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from sottovoce.machine.loops import folder
from sottovoce.replications import load, names
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.targets import FORMULA
from verify.result import Result, Row


class Wrong(NamedTuple):
    """A wrong rule: which it replaces, and what it does in its place, with the same arguments."""

    rule: str
    body: str

    @property
    def code(self) -> str:
        """A name for exactly this."""
        return hashlib.sha256(f"{self.rule} {self.body}".encode()).hexdigest()[:12]


CHOOSE, SETTLE = "sottovoce.day.choice.choose", "sottovoce.day.score.score"
WRONG = {
    "silent": Wrong(CHOOSE, "return 0"),
    "sincere": Wrong(CHOOSE, "return me.wish"),
    "dissenting": Wrong(CHOOSE, "return GRID"),
    "loyal": Wrong(CHOOSE, "return -GRID"),
    "resentful": Wrong(CHOOSE, "return where(me.score > -0.5, 0, me.wish)"),
    "unbending": Wrong(CHOOSE, "return where(me.weight > 0.0, 0, -GRID)"),  # nobody works under pressure
    "none reaches": Wrong("sottovoce.day.choice.reaching", "return 0"),
    "file alone": Wrong(
        SETTLE,
        "s.score[i] = whole(min(max((float(s.points[i]) - r.score.low) * r.score.per_grain, 0.0), float(r.score.top)))",
    ),
    "nobody scores": Wrong(SETTLE, "s.score[i] = 0"),
    "nobody joins": Wrong("sottovoce.day.enrol.enrol", "s.enrolled[i] = 0"),
    "everybody joins": Wrong("sottovoce.day.enrol.enrol", "s.enrolled[i] = 1"),
    "worth nothing": Wrong("sottovoce.day.worth.access_worth", "return 0.0"),
    "nothing learned": Wrong("sottovoce.day.learn.learned", "return value"),
    "view alone": Wrong("sottovoce.day.express.towards", "return view"),
    "none presses": Wrong("sottovoce.day.express.press", "return 0"),
    "no tie moves": Wrong("sottovoce.day.learn.moves", "return noticed.attended < -1"),
    "ties move": Wrong("sottovoce.day.learn.moves", "return noticed.attended >= 0"),
    "none dropped": Wrong("sottovoce.day.rewire.drops", "return j < -1"),
}
RESTS_ON = {
    "daymude": ("silent", "sincere"),
    "daymude-population": ("silent", "sincere"),
    "daymude-authority": ("silent", "sincere"),
    "friend-drag": ("file alone", "nobody scores"),
    "katz": ("file alone",),
    "private-expressed": ("view alone",),
    "granovetter": ("silent",),
    "kuran": ("silent",),
    "unravelling": ("nobody joins", "everybody joins"),
    "cutoff-gaming": ("silent", "none reaches"),
    "spiral": ("nothing learned",),
    "holme-newman": ("no tie moves", "ties move"),
    "vazquez": ("no tie moves", "ties move"),
    "emperor": ("none presses", "loyal"),
    "learned-voice": ("nothing learned", "silent"),
    "opinion-learning": ("nothing learned", "dissenting"),
    "civil-violence": ("silent", "sincere"),
    "wei-2016": ("file alone", "none dropped"),
    "network-evidence": ("file alone", "nobody scores"),
    "heckathorn": ("silent", "resentful"),
    "kitts-2006": ("dissenting", "loyal", "unbending"),
    "tournament": ("worth nothing",),
}
ROOT = Path(__file__).parent.parent


def replace(wrong: Wrong) -> None:
    """Make a rule do something else, wherever it is known by now. Before anything is compiled: compiled code is kept."""
    module, _, name = wrong.rule.rpartition(".")
    rule = getattr(importlib.import_module(module), name)
    found: dict = {}
    text = f"def {name}{inspect.signature(rule)}:\n    {wrong.body}\n"
    exec(compile(text, rule.__code__.co_filename, "exec"), found)
    rule.__code__ = found[name].__code__


def counted(name: str) -> list[int]:
    """Quick figures of a replication that count and are not missed anyhow, by their place in targets.yaml."""
    targets = load(name).paper.targets
    return [k for k, t in enumerate(targets) if not t.slow and t.level != FORMULA and not t.miss]


def holding(asked: Iterable[str]) -> dict[str, list[int]]:
    """Which quick figures hold, counted or not, by replication, in this process."""
    return {
        name: [k for k, judged in enumerate(load(name).check(quick=True).judged) if judged.holds]
        for name in asked
    }


def under(rule: str, asked: list[str]) -> dict[str, list[int]]:
    """The same under a wrong rule: in a process of its own, with a folder of its own for compiled code."""
    place = folder() / f"wrong_{WRONG[rule].code}"
    command = [sys.executable, "-m", "verify.wrong_rules", rule, *asked]
    done = subprocess.run(
        command,
        check=False,
        cwd=ROOT,
        env={**os.environ, "SOTTOVOCE_CACHE": str(place)},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{rule}, {', '.join(asked)}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


def surviving(asked: Iterable[str]) -> dict[str, list[str]]:
    """Claims of counted figures that hold under every wrong rule that their replication names; empty lists are what is wanted."""
    asked = list(asked)
    left = {name: set(counted(name)) for name in asked}
    for rule in WRONG:
        resting = [name for name in asked if rule in RESTS_ON[name]]
        if resting:
            for name, held in under(rule, resting).items():
                left[name] &= set(held)
    return {
        name: [load(name).paper.targets[k].claim for k in sorted(places)] for name, places in left.items()
    }


def run() -> Result:
    """All replications."""
    found = surviving(names())
    many = [len(counted(name)) for name in found]
    failing = [count - len(left) for count, left in zip(many, found.values(), strict=True)]
    rows = [
        Row(f"{name}: figures that fail under {', '.join(RESTS_ON[name])}", f"{fails} of {count}", str(count), fails == count)
        for name, fails, count in zip(found, failing, many, strict=True)
    ]  # fmt: skip
    places = range(1, len(rows) + 1)
    picture = Picture("Counted figures, and those that fail under a wrong rule", "replication", "figures",
                      (Curve("counted", places, many), Curve("failing", places, failing, measured=True)))  # fmt: skip
    return Result("wrong rules", rows, picture)


if __name__ == "__main__":
    replace(WRONG[sys.argv[1]])
    print(json.dumps(holding(sys.argv[2:])))
