"""The stage of a replication: a scenario from preset.yaml, people with given traits, and our rules to run over them.

`scenario` reads the preset and sets values by path; `people` founds the society and puts exact columns in place of drawn
ones. Then either `simulate.days` lives whole days, or `Phase` runs a single rule of the day over everyone, where the other
phases would do nothing but take time.
"""

import functools
import inspect
from collections.abc import Mapping
from importlib import resources
from typing import Any

import numpy as np

from sottovoce.day.act import begin, mind
from sottovoce.day.announce import Today, announce
from sottovoce.day.choice import put_mind
from sottovoce.day.look import Noticed, attend, noticed_at, put_attended, put_noticed
from sottovoce.day.rules import Rules, rules
from sottovoce.day.step import act, conclude, look, recorded, step, watch_said
from sottovoce.day.workspace import workspace
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.lanes import run as rows_at
from sottovoce.machine.plain import Plain
from sottovoce.machine.rule import BATCHES, batch, rule
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import reads
from sottovoce.society import Society, State, create
from sottovoce.society.signal import blank
from sottovoce.society.state import GRID
from sottovoce.society.tally import width
from sottovoce.society.ties import rows

_nothing: dict[str, Any] = {name: 0.0 if name == "acts" else 0 for name in Noticed._fields}
NOBODY = Noticed(**_nothing)  # what somebody without friends notices


@batch(workspace)
def choose(low, high, noticed, s, r, t, tally, w):
    """Occasions come to everybody, and all choose what to say, who noticed the same of friends."""
    for k in range(0, high - low, w.width):
        put_noticed(w.noticed, rows_at(k, w), noticed)
        put_attended(w.noticed, rows_at(k, w), noticed)
    say(low, high - low, s, r, t, tally, w)


@batch(workspace)
def look_and_choose(low, high, s, r, t, tally, w):
    """All look at their friends, and choose what to say."""
    look(low, high - low, s, r, w)
    for k in range(0, high - low, w.width):
        i, here = rows_at(low + k, w), rows_at(k, w)
        put_attended(w.noticed, here, attend(i, noticed_at(w.noticed, here), s, r, t))
    say(low, high - low, s, r, t, tally, w)


@rule
def say(low, size, s, r, t, tally, w):
    """Act on what was noticed, without learning or enrolling."""
    for k in range(0, size, w.width):
        i, here = rows_at(low + k, w), rows_at(k, w)
        w.scheduled[here], w.acted[here] = begin(i, s, r, t)
        put_mind(w.mind, here, mind(i, noticed_at(w.noticed, here), s, r, t), r)
    act(low, size, s, r, t, tally, w)
    for k in range(0, size, w.width):
        conclude(rows_at(low + k, w), rows_at(k, w), s, r, t, tally, w)


@batch(workspace)
def observe(low, high, noticed, s, r, t, tally, w):
    """What the authority observes of what was said, and whom it punishes."""
    for k in range(0, high - low, w.width):
        put_noticed(w.noticed, rows_at(k, w), noticed)
        put_attended(w.noticed, rows_at(k, w), noticed)
    watch_said(low, high - low, s, r, t, w)
    for k in range(0, high - low, w.width):
        recorded(rows_at(low + k, w), rows_at(k, w), s, r, t, tally, w)


@functools.cache
def _preset(package: str, file: str) -> Scenario:
    text = (resources.files(package) / file).read_text(encoding="utf-8")
    return reads(text, f"{package.rpartition('.')[2]}/{file}")


def scenario(package: str, changes: Mapping[str, Any] | None = None, file: str = "preset.yaml") -> Scenario:
    """The preset of a replication (`package`: its ``__package__``), with values changed by path."""
    return with_values(_preset(package, file), changes) if changes else _preset(package, file)


def people(asked: Scenario, **columns: Any) -> Society:
    """The society of a scenario with the named columns (society/state.py) replaced: one value, or one a citizen (of a
    column with several numbers of a kind: (kind, citizen)).
    `opinion` is given as a view in [-1, 1]."""
    society = create(asked)
    for name, values in columns.items():
        column = getattr(society.state, name)
        values = np.asarray(values)
        if name == "opinion":
            values = np.rint(np.clip(values, -1.0, 1.0) * GRID)
        column[:] = values
    return society


def tied(society: Society, ties: np.ndarray) -> Society:
    """The same people with these ties (pairs of rows, each once) in place of theirs; no empty places."""
    n = society.citizens
    pairs = np.unique(np.sort(np.asarray(ties, np.int64).reshape(-1, 2), axis=1), axis=0).astype(np.uint32)
    first, friend = rows(pairs, n, np.arange(n, dtype=np.uint32), 0)
    return Society(
        society.state._replace(first=first, friend=friend), society.community, society.groups, pairs
    )


class Phase:
    """One rule of the day, run over a society; `today` and `book` are those of a day of the scenario."""

    def __init__(self, asked: Scenario, society: Society, machine: Cpu | Plain | None = None):
        self.scenario, self.society, self.machine = asked, society, machine or Cpu()
        self.book: Rules = rules(asked, 0, mean_degree=2 * len(society.ties) / society.citizens)
        self.today = announce(asked.on(0), self.book, society.state, None, 0, True, self.machine)
        blank(society.state)
        self.sums = np.zeros(
            (self.machine.blocks(society.citizens), len(society.groups), width(asked)), np.int64
        )

    @property
    def state(self) -> State:
        """The columns."""
        return self.society.state

    def run(
        self, rule: Any, noticed: Noticed = NOBODY, book: Rules | None = None, today: Today | None = None
    ) -> np.ndarray:
        """The rule of a phase for everyone; the tally (group, sum). `noticed`: what everybody notices of friends; `book`, `today`:
        in place of those of this stage."""
        known = {"noticed": noticed, "s": self.state, "r": book or self.book, "t": today or self.today}
        parameters = list(inspect.signature(rule).parameters)
        # without the citizen and the tally; without the batch, the tally and the workspace
        names = parameters[2:-2] if rule in BATCHES else parameters[1:-1]
        self.sums[:] = 0
        self.machine.everyone(rule, self.society.citizens, *(known[name] for name in names), self.sums)
        return self.sums.sum(axis=0)

    def day(self) -> None:
        """A whole day of everyone under `book` and `today`: all phases; tonight's signals are tomorrow's. No tie changes."""
        self.run(step)
        self.society.overnight()


def levels(said: np.ndarray) -> np.ndarray:
    """Levels of acts in [-1, 1] from a column counted in 1/65536."""
    return said / GRID
