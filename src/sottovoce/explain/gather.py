"""Gather the evidence: from a run folder, or by living its world again up to another day."""

import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sottovoce.errors import RunError, nearest
from sottovoce.explain.evidence import Evidence
from sottovoce.machine.cpu import Cpu
from sottovoce.record.citizens import citizens, with_shadow
from sottovoce.record.folder import read_json, read_table, whole
from sottovoce.record.ledger import Ledger
from sottovoce.reforms import no_system
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.read import read
from sottovoce.simulate import days
from sottovoce.society import Society, create

WORLDS = ("with", "without")


def scenario_of(folder: Path, world: str) -> Scenario:
    """The scenario of a world of a run. RunError for an unknown world."""
    if world not in WORLDS:
        raise RunError(
            f'world: "{world}" given; allowed "with" (the system) or "without" (it).{nearest(world, WORLDS)}'
        )
    read_json(folder / "provenance.json")  # says what to do where this is no run folder
    scenario = read(str(whole(folder, "scenario.yaml")))
    return scenario if world == "with" else no_system(scenario)


def last_day(folder: Path, world: str) -> int:
    """The last day that was lived in a world of the first seed. RunError where the world was not lived."""
    facts = read_json(folder / "provenance.json")
    for entry in facts["worlds"]:
        if entry["name"] == world and entry["seed"] == facts["seed"]:
            if entry["error"]:
                raise RunError(
                    f'{folder}: the world "{world}" failed ({entry["error"]}): nothing to explain. '
                    "Run the scenario again."
                )
            if entry["lived"]:
                return entry["lived"] - 1
    raise RunError(
        f'{folder}: no day of the world "{world}" was lived. Go on with it: sottovoce resume {folder}'
    )


def known_day(folder: Path, world: str, day: int | None) -> int:
    """The day, or the last one lived for None. RunError where it was not lived."""
    last = last_day(folder, world)
    day = last if day is None else day
    if not 0 <= day <= last:
        raise RunError(
            f'day: {day:,} given; allowed 0 to {last:,}, the days lived in the world "{world}". '
            "Choose one of these."
        )
    return day


def known_citizen(scenario: Scenario, citizen: int) -> None:
    """RunError where a scenario has no such citizen."""
    if not 0 <= citizen < scenario.citizens:
        raise RunError(
            f"citizen: {citizen:,} given; allowed 0 to {scenario.citizens - 1:,}. Choose one of these, or "
            "none: then it is the citizen who lost most without ever dissenting."
        )


def gather(folder: Path, world: str, citizen: int, day: int | None = None) -> Evidence:
    """The evidence about a citizen at the end of a day (None: the last one lived): as stored, or for another
    day by living again. RunError for a world, day or citizen that is not there, or a run without ledger."""
    scenario = scenario_of(folder, world)
    known_citizen(scenario, citizen)
    last = last_day(folder, world)
    day = known_day(folder, world, day)
    kept = stored(folder, world, citizen)
    if day == last:
        return kept
    again = relived(scenario, world, day)
    past = [column[kept.rows(citizen)[0] <= day] for column in kept.rows(citizen)]
    if not all(np.array_equal(a, b, equal_nan=True) for a, b in zip(past, again.rows(citizen), strict=True)):
        wrote = read_json(folder / "provenance.json")["versions"]["sottovoce"]
        raise RunError(
            f"{folder}: living it again does not give the ledger that is stored, so day {day:,} cannot be "
            f"explained. It was written by sottovoce {wrote}; use that version, or run the scenario again."
        )
    return again


def stored(folder: Path, world: str, citizen: int | None = None) -> Evidence:
    """The evidence of a run folder about its last day: all of it, or what concerns one citizen."""
    scenario, day = scenario_of(folder, world), last_day(folder, world)
    ties = _pairs(read_table(folder, "ties.parquet"))
    changes = read_table(folder, "changes.parquet", pc.field("world") == world)
    ids = None
    if citizen is not None:
        pairs = np.concatenate([ties, _pairs(changes)])
        ids = np.unique(np.append(pairs[(pairs == citizen).any(axis=1)], citizen)).astype(np.uint32)

    def about(name: str) -> pa.Table:
        wanted = pc.field("world") == world
        if ids is not None:
            wanted &= pc.field("citizen").isin(pa.array(ids))
        return read_table(folder, f"{name}.parquet", wanted)

    ledger, joins, people = about("ledger"), about("joins"), with_shadow(about("citizens").sort_by("citizen"))
    return Evidence(str(folder), scenario, world, day, people, ledger, ties, changes, joins)


def _pairs(table: pa.Table) -> np.ndarray:
    return np.column_stack([table["citizen"].to_numpy(), table["friend"].to_numpy()])


def relived(scenario: Scenario, world: str, day: int, society: Society | None = None) -> Evidence:
    """Live a world from day 0 to the end of `day`; `society` (default: the scenario's own) is changed, and
    must have room for events."""
    society = society or create(scenario, ledger=True)
    ledger = Ledger(scenario.topic_names)
    for today, events in days(scenario, society, machine=Cpu(os.cpu_count() or 1), ledger=True):
        ledger.note(today, society, events.ties)
        if today == day:
            break
    people = with_shadow(citizens(scenario.on(day), society))
    tables = ledger.table(), society.ties, ledger.changes_table(), ledger.joins_table()
    return Evidence(f"the world {world} lived again", scenario, world, day, people, *tables, again=True)
