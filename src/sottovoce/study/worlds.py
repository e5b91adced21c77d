"""One world of a study: which one it is, how far it has got, and what is left of it when it is done."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sottovoce.errors import RunError, failure
from sottovoce.extend.measures import measured
from sottovoce.extend.observers import noted
from sottovoce.figures import brief, shown, table
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.gpu import Gpu
from sottovoce.measure.counts import Count, Punished, counted
from sottovoce.measure.edges import TWINS, Edges, Morning, asked, morning
from sottovoce.measure.groupings import Who
from sottovoce.measure.names import MEASURES
from sottovoce.measure.pairs import measures
from sottovoce.measure.people import people, voices, who_bears
from sottovoce.record.ledger import Ledger
from sottovoce.record.panel import Panel
from sottovoce.record.record import Record
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.simulate import days
from sottovoce.society import Society, create
from sottovoce.society.tally import NAMES

FLOOR_DAYS = 90
PROBE = 4_000  # citizens of a society that is lived for a moment, to compile its rules or to see how fast this machine is


@dataclass(repr=False)
class World:
    """A world of a study and its results. `kept`: its people stay in memory at the end; `ledgered`: so does every change
    of points."""

    name: str
    repetition: int
    scenario: Scenario
    kept: bool = False
    ledgered: bool = False
    luck: int | None = None  # another seed for the days of the same people
    society: Society | None = None
    ledger: Ledger | None = None
    panel: Panel | None = None  # people every N days, where it was asked for
    record: Record | None = None
    yesterday: np.ndarray | None = None
    measures: dict[str, float] = field(default_factory=dict)
    who: Who = field(default_factory=dict)
    voices: np.ndarray | None = None
    evening: Callable[[Scenario, int, Society], None] | None = None  # at the close of every day
    observers: tuple[str, ...] = ()  # registered ones, called at the close of every day
    counting: bool = False  # count who is punished and what is taken (measure.counts)
    punished: Punished | None = None
    counts: dict[Count, float] = field(default_factory=dict)
    edges: Edges = field(default_factory=Edges)  # what was counted near the edges of tiers
    idle: tuple[Scenario, ...] = ()  # the scenario as on asked days it is lived once more (measure.edges)
    over: int = 0  # days lived, where the record is gone or in another process
    shown: float | None = None  # what `say_so` is there
    error: str | None = None
    trace: str = ""  # the traceback of that error
    stored: int = 0  # days that were stored of it, until it has arrived at them
    loaded: int = 0  # days that were loaded and not lived again
    arrives: Callable[["World"], str | None] | None = (
        None  # why a world lived again is not at what was stored of it (study.checkpoint)
    )

    def __repr__(self) -> str:
        lived = f"{self.lived:,} of {self.scenario.days:,} days lived" + (
            f", failed: {self.error}" if self.error else ""
        )
        return f"World {self.name}, seed {self.scenario.seed}, of {self.scenario.name}: {self.scenario.citizens:,} citizens, {lived}"

    def table(self) -> Any:
        """A pandas DataFrame of what was measured in this world: measure, value, unit, about. Empty until it is finished."""
        import pyarrow as pa

        rows = [
            {"measure": name, "value": value, "unit": MEASURES[name].unit, "about": MEASURES[name].about}
            for name, value in self.measures.items()
        ]
        return pa.Table.from_pylist(rows).to_pandas()

    def _repr_html_(self) -> str:
        rows = [[n, brief(v), MEASURES[n].unit] for n, v in self.measures.items() if MEASURES[n].headline]
        return shown(
            f"World {self.name}",
            [repr(self)],
            table(["measure", "value", "unit"], rows, "Headline measures") if rows else "",
        )

    @property
    def lived(self) -> int:
        """Days lived so far."""
        return self.record.lived if self.record else self.over

    @property
    def say_so(self) -> float | None:
        """Of 1,000 people, how many lately said in public that they disagree; None before the first day."""
        if self.record is None or not self.record.lived:
            return self.shown
        today = self.record.tally[self.record.lived - 1].sum(axis=0)
        return float(1000 * today[NAMES.index("say_so")] / max(today[NAMES.index("people")], 1))

    def let_go(self) -> None:
        """Keep nothing but the results."""
        self.over = self.lived
        self.record = self.yesterday = self.voices = self.society = self.punished = None

    @property
    def done(self) -> bool:
        """Whether the last day was lived, or the world failed."""
        return self.error is not None or self.lived >= self.scenario.days

    def live(
        self, machine: Cpu | Gpu, stop: Callable[[], bool], born: Callable[[], Society] | None = None
    ) -> None:
        """Live until the last day or until `stop()`; may be called again to go on. A failure is kept in `error`."""
        try:
            self._live(machine, stop, born)
        except Exception as problem:
            self.error, self.trace = failure(problem), traceback.format_exc()
            self.society = None

    def _live(self, machine: Cpu | Gpu, stop: Callable[[], bool], born: Callable[[], Society] | None) -> None:
        if self.society is None:
            self.society = born() if born else create(self.scenario, ledger=self.ledgered)
        if self.record is None:
            self.record = Record.blank(self.scenario, self.society.groups)
        if self.ledgered and self.ledger is None:
            self.ledger = Ledger(self.scenario.topic_names)
        if self.counting and self.punished is None:
            self.punished = Punished(self.society.citizens)
        record, daily = self.record, bool(self.ledger or self.punished or self.evening or self.observers)
        lived = days(
            self.scenario,
            self.society,
            record.lived,
            machine=machine,
            ledger=self.ledgered,
            luck=self.luck,
            yesterday=self.yesterday,
            looks=lambda day: (
                daily
                or record.draws(day)
                or self._kept(day)
                or asked(self.scenario, day)
                or asked(self.scenario, day + 1)
            ),
        )
        begun = self._begun(record.lived, machine)
        for day, events in lived:
            self.record.note(day, self.society, events.tally, events.ties)
            self.yesterday = events.tally
            if self.ledger:
                self.ledger.note(day, self.society, events.ties)
            if self.panel:
                self.panel.note(self.scenario, day, self.society)
            if self.punished:
                self.punished.note(self.scenario, day, self.society)
            for name in self.observers:
                noted(name, day, self.society, self.record)
            if self.evening:
                self.evening(self.scenario, day, self.society)
            if begun:
                self.edges.note(self.scenario, self.society, begun)
            begun = self._begun(day + 1, machine)
            if self.arrives and (problem := self.arrives(self)):
                raise RunError(problem)
            if self.arrives and self.record.lived >= self.stored:
                self.arrives, self.stored = None, 0  # it is what was stored
            if stop():
                break
        lived.close()  # whatever a machine took to itself is at home again
        if self.done:
            self._finish()

    def _kept(self, day: int) -> bool:
        return self.panel is not None and self.panel.on(self.scenario, day)

    def _begun(self, day: int, machine: Cpu | Gpu) -> Morning | None:
        """How a day begins on which citizens near the edges of tiers are counted; None on others. A card holds one society at a time."""
        if self.society is None or isinstance(machine, Gpu) or not asked(self.scenario, day):
            return None
        self.idle = self.idle or tuple(twin(self.scenario) for twin in TWINS)
        return morning(self.scenario, self.idle, self.society, day, self.yesterday, machine)

    def _finish(self) -> None:
        assert self.society is not None and self.record is not None
        persons = people(self.scenario, self.society) | self.edges.measures()
        self.measures = measures(self.record, persons, len(self.society.ties))
        self.measures |= measured(self.record, self.society)
        self.who = who_bears(self.scenario, self.society)
        if self.repetition == 0 and self.society.citizens <= 200_000:
            self.voices = voices(self.society)
        if self.punished:
            self.counts = counted(self.scenario, self.record, self.society, self.punished)
        if not self.kept:
            self.society = None


def small(scenario: Scenario) -> Scenario:
    """The scenario with few citizens; a network from a file, of a user's own, or on a torus, becomes one of communities with as many ties as is usual."""
    network = scenario.society.network
    citizens = min(PROBE, scenario.citizens)
    if citizens == scenario.citizens and network.kind not in ("file", "own"):
        return scenario
    changes: dict[str, object] = {"society.network.file": None, "society.network.own": None}
    if network.kind in ("file", "own", "torus"):  # which read no mean degree
        degree = min(network.mean_degree, (citizens - 1) / 2)
        changes |= {"society.network.kind": "communities", "society.network.mean_degree": degree}
    return with_values(scenario, {"citizens": citizens, **changes})
