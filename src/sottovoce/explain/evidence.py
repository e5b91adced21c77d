"""What is known of one world up to a day: tables of a run folder, or the same tables of a world lived again."""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sottovoce.errors import RunError, nearest
from sottovoce.explain.memory import Terms, left, terms
from sottovoce.machine.cpu import Cpu
from sottovoce.record.citizens import citizens
from sottovoce.record.folder import read_json, read_table
from sottovoce.record.ledger import KINDS, Ledger
from sottovoce.world import days
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.read import read
from sottovoce.scenario.reforms import no_system
from sottovoce.society import Society, found

WORLDS = ("with", "without")


class Tie(NamedTuple):
    """A time during which two citizens knew each other: `first` to `last`, days on which they could look."""

    friend: int
    first: int  # 0: from the beginning
    last: int | None  # None: still; else the evening on which it was cut
    cut_by: int | None  # who proposed to cut it


@dataclass(frozen=True)
class Evidence:
    """The history of one world up to the end of `day`. Tables as in a run folder, without the column `world`."""

    where: str  # for messages: the folder, or that it was lived again
    scenario: Scenario  # of this world, with its dates
    world: str
    day: int
    people: pa.Table  # on `day`, ascending by citizen
    ledger: pa.Table
    ties: np.ndarray  # (tie, 2), ids, day 0
    changes: pa.Table
    joins: pa.Table
    again: bool = False  # lived again

    @cached_property
    def terms(self) -> Terms:
        """What holds on each day."""
        return terms(self.scenario, self.day)

    @cached_property
    def left(self) -> np.ndarray:
        """Share of a point of each day that still counts on `day`, (day,)."""
        return left(self.terms)

    def person(self, citizen: int) -> dict:
        """The row of a citizen in `people`."""
        return self.people.slice(int(np.searchsorted(self._ids, citizen)), 1).to_pylist()[0]

    def scores_before(self, ids: list[int]) -> np.ndarray:
        """Published scores on the day before, points, NaN where not scored; (len(ids),)."""
        return self._before[np.searchsorted(self._ids, ids)]

    def rows(self, citizen: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """The ledger of a citizen in order of days: day, kind (place in KINDS), level, points."""
        who, *columns = self._ledger
        a, b = np.searchsorted(who, [citizen, citizen + 1])
        return columns[0][a:b], columns[1][a:b], columns[2][a:b], columns[3][a:b]

    def enrolled(self, citizen: int) -> np.ndarray:
        """Whether a citizen was scored on each day, bool (day,)."""
        scored = np.zeros(self.day + 1, bool)
        for day, joined in self.moves(citizen):
            scored[day:] = joined
        return scored

    def moves(self, citizen: int) -> list[tuple[int, bool]]:
        """When a citizen joined (True) or left (False)."""
        who, day, joined = self._joins
        a, b = np.searchsorted(who, [citizen, citizen + 1])
        return list(zip(day[a:b].tolist(), joined[a:b].tolist(), strict=True))

    def friends(self, citizen: int) -> list[Tie]:
        """Everybody whom a citizen ever knew, in the order of meeting."""
        mine = self._neighbours
        a, b = np.searchsorted(mine[0], [citizen, citizen + 1])
        open_: dict[int, int] = dict.fromkeys(mine[1][a:b].tolist(), 0)
        closed: list[Tie] = []
        for day, one, other, change in self._changes_of(citizen):
            friend = other if one == citizen else one
            if change == "made":
                open_[friend] = day + 1
            else:
                closed.append(Tie(friend, open_.pop(friend), day, one))
        found = closed + [Tie(friend, first, None, None) for friend, first in open_.items()]
        return sorted(found, key=lambda tie: (tie.first, tie.friend))

    @cached_property
    def _ids(self) -> np.ndarray:
        return _ids(self.people)

    @cached_property
    def _before(self) -> np.ndarray:
        return self.people["score_before"].to_numpy()

    @cached_property
    def _ledger(self) -> tuple[np.ndarray, ...]:
        table = self.ledger
        who = _ids(table)
        order = np.argsort(who, kind="stable")
        kind = pc.index_in(table["kind"].cast(pa.string()), pa.array(KINDS)).to_numpy()
        columns = (who, table["day"].to_numpy(), kind, table["level"].to_numpy(), table["points"].to_numpy())
        return tuple(column[order] for column in columns)

    @cached_property
    def _joins(self) -> tuple[np.ndarray, ...]:
        who = _ids(self.joins)
        order = np.argsort(who, kind="stable")
        return who[order], self.joins["day"].to_numpy()[order], self.joins["joined"].to_numpy()[order]

    @cached_property
    def _neighbours(self) -> tuple[np.ndarray, np.ndarray]:
        ends = np.concatenate([self.ties, self.ties[:, ::-1]]).astype(np.int64)
        order = np.lexsort((ends[:, 1], ends[:, 0]))
        return ends[order, 0], ends[order, 1]

    @cached_property
    def _all_changes(self) -> tuple[np.ndarray, np.ndarray, list[str]]:
        return self.changes["citizen"].to_numpy(), self.changes["friend"].to_numpy(), self.changes["change"].to_pylist()

    def _changes_of(self, citizen: int) -> list[tuple[int, int, int, str]]:
        one, other, change = self._all_changes
        day = self.changes["day"]
        at = np.flatnonzero((one == citizen) | (other == citizen)).tolist()
        return [(day[k].as_py(), int(one[k]), int(other[k]), change[k]) for k in at]


def _ids(table: pa.Table) -> np.ndarray:
    return table["citizen"].to_numpy().astype(np.int64)  # as wide as an index, or every search would copy the column


def scenario_of(folder: Path, world: str) -> Scenario:
    """The scenario of a world of a run. RunError for an unknown world."""
    if world not in WORLDS:
        raise RunError(f'world: "{world}" given; allowed "with" (the system) or "without" it.{nearest(world, WORLDS)}')
    read_json(folder / "provenance.json")  # says what to do where this is no run folder
    scenario = read(str(folder / "scenario.yaml"))
    return scenario if world == "with" else no_system(scenario)


def last_day(folder: Path, world: str) -> int:
    """The last day that was lived in a world of the first seed. RunError where the world was not lived."""
    facts = read_json(folder / "provenance.json")
    for entry in facts["worlds"]:
        if entry["name"] == world and entry["seed"] == facts["seed"]:
            if entry["error"]:
                raise RunError(f'{folder}: the world "{world}" failed ({entry["error"]}). Nothing can be explained in it.')
            if entry["lived"]:
                return entry["lived"] - 1
    raise RunError(f'{folder}: no day of the world "{world}" was lived. Go on with it: sottovoce resume {folder}')


def known_citizen(scenario: Scenario, citizen: int) -> None:
    """RunError where a scenario has no such citizen."""
    if not 0 <= citizen < scenario.citizens:
        raise RunError(
            f"citizen: {citizen:,} given; allowed 0 to {scenario.citizens - 1:,}. Choose one of these, or leave it out: "
            "then the citizen is explained who lost most without ever dissenting."
        )


def gather(folder: Path, world: str, citizen: int, day: int | None = None) -> Evidence:
    """The evidence about a citizen at the end of a day (None: the last one lived): as stored, or for another day by
    living again. RunError for a world, day or citizen that is not there, or a run that kept no ledger."""
    scenario = scenario_of(folder, world)
    known_citizen(scenario, citizen)
    last = last_day(folder, world)
    if day is not None and not 0 <= day <= last:
        raise RunError(f'day: {day:,} given; allowed 0 to {last:,}, the days lived in the world "{world}". Choose one of these.')
    kept = stored(folder, world, citizen)
    if day is None or day == last:
        return kept
    again = relived(scenario, world, day)
    past = [column[kept.rows(citizen)[0] <= day] for column in kept.rows(citizen)]
    if not all(np.array_equal(a, b, equal_nan=True) for a, b in zip(past, again.rows(citizen), strict=True)):
        wrote = read_json(folder / "provenance.json")["versions"]["sottovoce"]
        raise RunError(
            f"{folder}: living it again does not give the ledger that is stored, so day {day:,} cannot be explained. It was "
            f"written by sottovoce {wrote}; use that version, or run the scenario again."
        )
    return again


def stored(folder: Path, world: str, citizen: int | None = None) -> Evidence:
    """The evidence of a run folder about its last day: all of it, or what concerns one citizen."""
    scenario, day = scenario_of(folder, world), last_day(folder, world)
    tables = {name: read_table(folder, f"{name}.parquet") for name in ("ties", "changes")}
    ties = np.column_stack([tables["ties"]["citizen"].to_numpy(), tables["ties"]["friend"].to_numpy()])
    changes = tables["changes"].filter(pc.equal(tables["changes"]["world"], world))
    ids = None
    if citizen is not None:
        met = np.column_stack([changes["citizen"].to_numpy(), changes["friend"].to_numpy()])
        pairs = np.concatenate([ties, met])
        ids = np.unique(np.append(pairs[(pairs == citizen).any(axis=1)], citizen)).astype(np.uint32)

    def about(name: str) -> pa.Table:
        wanted = pc.field("world") == world
        if ids is not None:
            wanted &= pc.field("citizen").isin(pa.array(ids))
        return read_table(folder, f"{name}.parquet", wanted)

    ledger, joins, people = about("ledger"), about("joins"), about("citizens").sort_by("citizen")
    return Evidence(str(folder), scenario, world, day, people, ledger, ties, changes, joins)


def relived(scenario: Scenario, world: str, day: int, society: Society | None = None) -> Evidence:
    """Live a world from day 0 to the end of `day`; `society` (default: the scenario's own) is changed in place and must
    have room for events."""
    society = society or found(scenario, keep_events=True)
    ledger = Ledger()
    for today, events in days(scenario, society, machine=Cpu(os.cpu_count() or 1), keep=True):
        ledger.note(today, society, events.ties)
        if today == day:
            break
    people = citizens(scenario.on(day), society)
    tables = ledger.table(), society.ties, ledger.changes_table(), ledger.joins_table()
    return Evidence(f"the world {world} lived again", scenario, world, day, people, *tables, again=True)
