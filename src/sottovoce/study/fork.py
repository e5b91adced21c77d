"""A run that goes another way: another society from a day on, or more days. Up to that day it has to be the run that is stored."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from sottovoce import files
from sottovoce.errors import RunError, ScenarioError
from sottovoce.record.folder import finished, kind, read_json
from sottovoce.record.ledger import Ledger
from sottovoce.record.record import Record
from sottovoce.record.store import MANIFEST, Store
from sottovoce.reforms import apply, asked
from sottovoce.reforms.hold import held
from sottovoce.scenario.model import Dated, Scenario
from sottovoce.scenario.paths import plain, with_values
from sottovoce.scenario.values import Part
from sottovoce.society.create import Recipe
from sottovoce.society.tally import NAMES
from sottovoce.study.folder import NETWORK, opened, read_study
from sottovoce.study.study import Study, plan
from sottovoce.study.worlds import World

NAMING = ("name", "label", "about", "sources", "dates")  # a reform may rename a scenario; no date does


def branched(
    scenario: Scenario, day: int, reforms: Sequence[str] = (), values: Mapping[str, Any] | None = None
) -> Scenario:
    """The scenario with a change from the start of `day` on: as it is until then, and then as it is with these reforms, and with
    these values against every later date. ScenarioError where a reform or value cannot begin on a day, or changes nothing from then on."""
    found = scenario
    reforms = [part for text in reforms for part in text.split("+")]
    told = [*reforms, *(f"{path}={value}" for path, value in (values or {}).items())]
    try:
        if reforms:
            reformed = apply(scenario, *_on(reforms, day))
            found = _spliced(scenario, reformed, day, " + ".join(reforms))
        if values:
            found = held(found, lambda now: dict(values), since=day, name=", ".join(told[len(reforms) :]))
    except ScenarioError as error:
        lines = (re.sub(r"^dates\.\d+\.set\.", f"from day {day:,} on: ", line) for line in error.problems)
        raise ScenarioError(dict.fromkeys(lines), error.more) from None
    starts = {day, *(dated.day for one in (scenario, found) for dated in one.dates if dated.day > day)}
    if told and not any(_differs(scenario.on(start), found.on(start)) for start in starts):
        raise ScenarioError([
            f"{' + '.join(told)}: changes nothing from day {day:,} on. Choose another day, or another change."
        ])  # fmt: skip
    return found


def fork(
    parent: Study,
    day: int,
    reforms: Sequence[str] = (),
    values: Mapping[str, Any] | None = None,
    *,
    days: int | None = None,
    origin: Mapping[str, Any] | None = None,
) -> Study:
    """The worlds of a run that is `parent` up to the eve of `day`, and lives on with reforms or other values; none lived beyond what can be
    taken over. Both worlds of each seed, and the same beside them as in the run. `days`: of the fork in all (default: as the run).
    Each world that the run kept has to agree with it up to that day, sum by sum. RunError and ScenarioError in words."""
    scenario = parent.scenario if days is None else with_values(parent.scenario, {"days": days})
    if isinstance(day, bool) or not isinstance(day, int) or not 0 < day < scenario.days:
        more = "" if day != 0 else " A change from day 0 on is a run of its own: sottovoce run --set."
        longer = (
            f", or a fork of more days (--days) than {scenario.days:,}"
            if isinstance(day, int) and day >= scenario.days
            else ""
        )
        raise RunError(
            f"day {day} given for the fork; allowed 1 to {scenario.days - 1:,}, a day of the run after its first. Choose one of them{longer}.{more}"
        )
    study = _planned_as(parent, branched(scenario, day, reforms, values))
    study.forked = {
        "day": day,
        "reforms": list(reforms),
        "set": plain(dict(values or {})),
        **(origin or {"run": None}),
        "before": parent.forked,
    }
    _take_over(study, parent, day)
    return study


def fork_of(
    folder: Path,
    day: int,
    reforms: Sequence[str] = (),
    values: Mapping[str, Any] | None = None,
    *,
    days: int | None = None,
) -> Study:
    """As `fork`, of a run folder, finished or not. Of a large run that is not finished its checkpoints are lived on, where they are of that day
    or before; all else is lived again."""
    _refuse_comparison(folder)
    parent = opened(folder) if finished(folder) else read_study(folder)
    manifest = folder / MANIFEST
    origin = {
        "run": str(folder),
        "scenario_digest": read_json(folder / "provenance.json").get("scenario_digest"),
        "manifest": files.digest(manifest).sha256 if manifest.is_file() else None,
    }
    return fork(parent, day, reforms, values, days=days, origin=origin)


def told(forked: Mapping[str, Any]) -> str:
    """``of runs/mine from day 365 on: private-scores``, for a reader."""
    change = [*forked["reforms"], *(f"{path}={value}" for path, value in forked["set"].items())]
    return f"of {forked['run'] or 'a run in memory'} from day {forked['day']:,} on: {', '.join(change) or 'nothing is changed'}"


@contextmanager
def longer(folder: Path, days: int) -> Iterator[tuple[Study, Store]]:
    """The study of a finished run with more days, and its folder, locked: what is there is moved aside, and removed when the longer run is finished.
    It is lived again, for a finished folder keeps nobody, and has to agree with what is stored, sum by sum."""
    _refuse_comparison(folder)
    if not finished(folder):
        raise RunError(
            f"{folder} is not finished. First: sottovoce resume {folder}; then again with --days {days}."
        )
    parent = opened(folder)
    if days <= parent.scenario.days:
        raise RunError(
            f"--days {days}: {folder} has {parent.scenario.days:,} days; allowed are more. It says how many days the run has in all."
        )
    with Store.new(folder, replace=True) as store:
        changes: dict[str, Any] = {"days": days}
        if parent.scenario.society.network.kind == "file" and store.aside is not None:
            changes["society.network.file"] = str(store.aside / NETWORK)
        study = _planned_as(parent, with_values(parent.scenario, changes))
        facts = parent.origin or {}
        study.resumed = [facts.get("command", ""), *facts.get("resumed", [])]
        study.forked = parent.forked
        _take_over(study, parent, parent.scenario.days)
        yield study, store


def _refuse_comparison(folder: Path) -> None:
    if folder.is_file():
        raise RunError(f"{folder} is a file. Give the folder that `sottovoce run` wrote.")
    if kind(folder) == "compare":
        raise RunError(
            f"{folder} is a comparison, which keeps what came out of worlds and not their days. Give the folder that `sottovoce run` wrote."
        )


def _planned_as(parent: Study, scenario: Scenario) -> Study:
    """The worlds of a run as those of another, none lived."""
    first = parent.first("with")
    extras = any(world.name not in ("with", "without") for world in parent.worlds)
    ledger = bool(first and first.ledgered)
    return plan(scenario, parent.seeds, extras=extras, ledger=ledger, record=parent.record)


def _on(reforms: Sequence[str], day: int) -> list[str]:
    """The reforms as asked for; one that has a day of its own begins with the fork unless it says later."""
    found = []
    for text in reforms:
        one = asked(text)
        if one.reform.knob is not None and one.reform.knob.unit == "day":
            if one.value is not None and one.value < day:
                raise ScenarioError(
                    [
                        f"{text}: day {one.value:,} is before the fork, day {day:,}. Choose that day or a later one."
                    ]
                )
            text = text if one.value is not None else f"{text}@{day}"
        found.append(text)
    return found


def _spliced(before: Scenario, after: Scenario, day: int, name: str) -> Scenario:
    """One scenario up to the eve of `day`, another from then on."""
    dates = [dated for dated in before.dates if dated.day < day]
    now = before.on(day - 1)
    later = {dated.day: dated.name for dated in after.dates if dated.day > day}
    for start, called in {day: name, **later}.items():
        then = after.on(start)
        if values := _differs(now, then):
            dates.append(Dated(day=start, name=called, set=values))
        now = then
    return with_values(before, {"dates": [plain(dated) for dated in dates]})


def _differs(a: Any, b: Any, path: str = "") -> dict[str, Any]:
    """Paths of the largest parts that differ as a whole, and what `b` has there."""
    if a == b:
        return {}
    if isinstance(a, Part) and type(a) is type(b) and not (path and "law" in type(a).model_fields):
        found: dict[str, Any] = {}
        for name in type(a).model_fields:
            if path or name not in NAMING:
                found |= _differs(getattr(a, name), getattr(b, name), f"{path}.{name}" if path else name)
        return found
    return {path: plain(b)}


def _take_over(study: Study, parent: Study, day: int) -> None:
    """What the worlds of a study have to agree with, or may go on from: those of another up to the eve of `day`."""
    others = {(world.name, world.repetition): world for world in parent.worlds}
    for world in study.worlds:
        other = others.get((world.name, world.repetition))
        if other is None or other.error is not None:
            continue
        alike = _alike(world, other)
        if alike and other.loaded and other.lived <= day:
            _go_on(world, other)
        elif alike and other.arrives is not None and 0 < other.stored <= day:
            world.arrives, world.stored = other.arrives, other.stored
        elif other.record is not None and (upto := min(day, other.lived, world.scenario.days)):
            world.arrives, world.stored = partial(_agrees, upto=upto, with_=other.record), upto


def _alike(world: World, other: World) -> bool:
    """Whether what is kept of a world has the same columns and measured days as another."""
    a, b = world.scenario, other.scenario
    return (
        a.days == b.days
        and a.topic_names == b.topic_names
        and Recipe.of(a) == Recipe.of(b)
        and world.luck == other.luck
    )


def _go_on(world: World, other: World) -> None:
    """Bring a world to where another stopped, with people of its own."""
    assert other.record is not None and other.society is not None
    world.society, world.yesterday = other.society.copy(), other.yesterday
    world.record = replace(other.record, scenario=world.scenario, portraits=dict(other.record.portraits))
    world.record.tally, world.record.ties = other.record.tally.copy(), other.record.ties.copy()
    world.edges = copy(other.edges)
    for name, counts in vars(other.edges).items():
        setattr(world.edges, name, counts.copy())
    world.loaded = world.stored = other.loaded
    if other.ledger is not None:
        world.ledger = Ledger.restored(other.ledger.state(), world.scenario.topic_names)


def _agrees(world: World, upto: int, with_: Record) -> str | None:
    """Why a world is not the run that it comes from; None where it is, or not yet at that day. Which occasions are sampled for why people held back
    hangs on how many days are measured, so those sums are left out where runs are of different length."""
    if world.lived != upto or world.record is None:
        return None
    here, there = world.record.tally[:upto], with_.tally[:upto]
    kept = [
        k
        for k in range(here.shape[2])
        if not NAMES[k].startswith("why_") or world.scenario.days == with_.scenario.days
    ]
    wide = min(here.shape[2], there.shape[2])
    other = [NAMES[k] for k in kept if k < wide and not np.array_equal(here[:, :, k], there[:, :, k])]
    if not np.array_equal(world.record.ties[:upto], with_.ties[:upto]):
        other.append("ties")
    if not other:
        return None
    return (
        f"lived again up to day {upto - 1:,}, this is not the run that is stored ({', '.join(other[:3])}). It was written by another version of the "
        "program. Run the scenario again, and fork that."
    )
