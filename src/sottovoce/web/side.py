"""One of the two worlds on the page: it lives on day by day, and remembers what the page may want to see again."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from sottovoce.machine.cpu import Cpu
from sottovoce.record.ledger import Ledger
from sottovoce.scenario.model import Dated, Scenario
from sottovoce.scenario.paths import plain, with_values
from sottovoce.simulate import Events, days
from sottovoce.society import Society, create
from sottovoce.society.tally import PUNISHED
from sottovoce.web.view import NUMBERS, marks, numbers, score_bytes

LEDGER_MOST = 20_000  # up to this many citizens every change of points is kept; above it a question is answered by living again
EVERY_DAY_MOST = 20_000  # up to this many citizens every day can be seen again, above it every seventh
WEEK = 7


class Side:
    """A world: its scenario with the dated changes made so far, its people, and its days."""

    def __init__(self, scenario: Scenario, machine: Cpu | None = None):
        self.scenario = scenario
        self.machine = machine or Cpu(1)
        self.ledgered = scenario.citizens <= LEDGER_MOST
        self.society: Society = create(scenario, ledger=self.ledgered)
        self.ledger = Ledger(self.scenario.topic_names) if self.ledgered else None
        self.degree = np.diff(self.society.state.first)
        self.every = 1 if scenario.citizens <= EVERY_DAY_MOST else WEEK
        self.day = -1
        self.yesterday: np.ndarray | None = None
        self.seen: dict[int, tuple[np.ndarray, np.ndarray]] = {}  # day -> score bytes, marks
        self.stats: list[np.ndarray] = []
        self.cuts: list[np.ndarray] = []  # by day: places in society.ties
        self.changes: list[np.ndarray] = []  # (change, 4): day, id, id, 0 dropped or 1 made
        self.cut = 0
        self.struck = np.full(scenario.citizens, -(1 << 20))  # day of the last direct punishment
        self.punished = 0  # punishments so far
        self._now = scenario.on(0)
        ties = self.society.ties.astype(np.int64)
        self._codes = ties[:, 0] * scenario.citizens + ties[:, 1]
        self._days: Iterator[tuple[int, Events]] | None = None

    @property
    def ended(self) -> bool:
        """Whether the last day was lived."""
        return self.day >= self.scenario.days - 1

    def step(self) -> None:
        """Live one more day."""
        if self._days is None:
            how = {"machine": self.machine, "ledger": self.ledgered, "yesterday": self.yesterday}
            self._days = days(self.scenario, self.society, self.day + 1, **how)
        day, events = next(self._days)
        self.day, self.yesterday = day, events.tally
        self.note(day, events.ties)

    def note(self, day: int, changes: np.ndarray) -> None:
        """Remember a day."""
        if any(change.day == day for change in self.scenario.dates):
            self._now = self.scenario.on(day)
        state, now = self.society.state, self._now
        if self.ledger:
            self.ledger.note(day, self.society, changes)
        ids = state.id[changes[:, :2]].astype(np.int64).reshape(-1, 2)
        if len(changes):
            self.changes.append(np.column_stack([np.full(len(changes), day), ids, changes[:, 2]]))
        dropped = ids[changes[:, 2] == 0]
        codes = dropped.min(axis=1, initial=1 << 40) * self.scenario.citizens + dropped.max(axis=1, initial=0)
        at = np.searchsorted(self._codes, codes)
        known = at < len(self._codes)
        known[known] = self._codes[at[known]] == codes[known]
        self.cuts.append(at[known].astype(np.uint32))
        self.cut += len(dropped)
        assert self.yesterday is not None
        if now.punishment.is_given and (now.score.in_force or now.punishment.by_law):
            self.struck[state.punished == 1] = day
            self.punished += int(self.yesterday[:, PUNISHED].sum())
        bits = marks(now, self.society, day, self.degree, self.struck)
        self.stats.append(numbers(now, self.society, bits, self.cut, self.yesterday, self.punished))
        score = score_bytes(now, state.score, state.enrolled)
        if self.every > 1:  # of the days that are not kept only the newest can be seen
            self.seen.pop(day - 1, None) if (day - 1) % self.every else None
        self.seen[day] = (score, bits)

    def shown(self, day: int) -> int:
        """The day nearest to `day`, not after it, that can be seen again."""
        return day if day in self.seen else day - day % self.every

    def cuts_between(self, first: int, last: int) -> np.ndarray:
        """Ties cut from day `first` to `last`, places in society.ties."""
        parts = self.cuts[max(first, 0) : last + 1]
        return np.concatenate(parts) if parts else np.empty(0, np.uint32)

    def history(self) -> tuple[np.ndarray, np.ndarray]:
        """NUMBERS of every day so far, and (day, tie) of every cut."""
        stats = np.array(self.stats, np.float32).reshape(-1, len(NUMBERS))
        rows = [
            np.column_stack([np.full(len(cut), day, np.uint32), cut])
            for day, cut in enumerate(self.cuts)
            if len(cut)
        ]
        return stats, np.concatenate(rows) if rows else np.empty((0, 2), np.uint32)

    def plan(self, dates: Sequence[Dated]) -> None:
        """From the first day on these are the scenario's dates; before any day was lived."""
        self.scenario = with_values(self.scenario, {"dates": dates})
        self._days, self._now = None, self.scenario.on(0)

    def change(self, values: Mapping[str, Any]) -> None:
        """From tomorrow on these values hold: the same as a dated change in the scenario."""
        self.scenario = dated(self.scenario, self.day + 1, values)
        self._days = None


def dated(scenario: Scenario, day: int, values: Mapping[str, Any]) -> Scenario:
    """The scenario with a change of policy on a day; merged with one that the page made for the same day."""
    dates = plain(scenario.dates)
    same = next((d for d in dates if d["day"] == day and d["name"] == NAME), None)
    if same:
        same["set"] |= plain(dict(values))
    else:
        dates.append({"day": day, "name": NAME, "set": plain(dict(values))})
        dates.sort(key=lambda d: d["day"])
    return with_values(scenario, {"dates": dates})


NAME = "a lever moved on the page"
