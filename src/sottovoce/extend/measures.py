"""Measures of a user's own: a number that a plain function makes of a world that was lived to its end."""

import math
import re
from collections.abc import Callable, Container, Iterable, Mapping
from typing import Any, Literal

import numpy as np

from sottovoce import registered
from sottovoce.errors import RunError
from sottovoce.extend.people import People
from sottovoce.measure.harms import HARMS, Harm
from sottovoce.measure.names import LABELS, MEASURES, Measure
from sottovoce.measure.people import live_ties
from sottovoce.record.netcdf import Variable
from sottovoce.record.record import Record
from sottovoce.scenario.model import Scenario
from sottovoce.society import Society
from sottovoce.society.own import named
from sottovoce.terminal import visible

OURS = frozenset(MEASURES)
Function = Callable[["Finished"], Any]


class Finished:
    """A world that was lived to its end, as a measure sees it; read only. Everyone in it is made up.

    `scenario`: what was asked. `days`: how many were lived. `measured`: slice of the measured days (the last 365). `groups`: names of the social groups.
    `in_force`: whether a score is in force on the last day; where it is not, points and scores are a shadow that nobody sees.
    `people`: columns of the last day, (citizen,), like ``world.people.points`` (`extend.People`).
    `ties`: int64 (tie, 2), pairs of citizens (rows of columns) who know one another on the last day, lower first; `ties_before`: the same of
    day 0, in any order.
    """

    def __init__(self, record: Record, society: Society):
        self.scenario, self.days, self.groups = record.scenario, record.lived, record.groups
        self.measured = slice(min(record.scenario.measured_from, max(record.lived - 1, 0)), record.lived)
        self.in_force = record.scenario.on(record.scenario.days - 1).score.in_force
        self.people, self._record, self._society = People(society), record, society

    def sum(self, name: str, *, by_group: bool = False) -> np.ndarray:
        """A daily sum, float64 (day,) or (day, group), in its own unit; ``study.dataset()`` names all of them. RunError for one that is not kept."""
        return self._record.sum(name, by_group=by_group)

    @property
    def ties(self) -> np.ndarray:
        rows, friends = live_ties(self._society)
        once = rows < friends
        return np.stack([rows[once], friends[once]], axis=1).astype(np.int64)

    @property
    def ties_before(self) -> np.ndarray:
        return self._society.state.place[self._society.ties].astype(np.int64)


def measure(
    unit: str,
    about: str,
    *,
    name: str | None = None,
    worse: Literal["more", "less"] | None = None,
    daily: bool = False,
) -> Callable[[Function], Function]:
    """Register a measure of your own: a function of a `Finished` world that gives one finite number, or None where there is nothing to measure.

    It is then known by its name (default: that of the function) wherever measures are: effects, tables, `compare(by=...)`, experiments and sweeps. `unit` and `about`: for
    readers. `worse`: "more" or "less" of it is a harm, by which safeguards may be ranked. `daily`: it gives float64 (day,), NaN where there is nothing, in place of a number; the
    measure is the mean over the measured days, and ``study.curves(name)`` has the days.

    It is called twice for each world, and has to give the same. RunError for what it gives otherwise, or for where it raises, with the line.
    """
    if worse not in (None, "more", "less"):
        raise RunError(f"measure: worse={worse!r} given; allowed more, less or None. Write one of these.")

    def decorated(function: Function) -> Function:
        called = name or getattr(function, "__name__", "measure")
        if not re.fullmatch(r"[a-z][a-z0-9_]*", called):
            raise RunError(f"measure: {called!r} given for its name; allowed small letters, digits and _. Choose such a name.")  # fmt: skip
        series = ((called, unit),) if daily else ()
        words = (("unit", unit), ("about", about))
        registered.register("measure", called, function, OURS, series=series, words=words)
        MEASURES[called], LABELS[called] = Measure(unit, about), called.replace("_", " ")
        HARMS.pop(called, None)
        if worse:
            HARMS[called] = Harm(worse)
        return function

    return decorated


def forget(name: str) -> None:
    """Take a registered measure off every list."""
    if registered.there("measure", name):
        registered.forget("measure", name)
        for known in (MEASURES, LABELS, HARMS):
            known.pop(name, None)


def recall(told: Iterable[Mapping[str, Any]]) -> None:
    """Know the units and words of measures that a stored run says it used (provenance), where they are not registered here."""
    for one in told:
        name = str(one.get("name"))
        if one.get("kind") == "measure" and name not in MEASURES and registered.NAME.fullmatch(name):
            unit, about = (visible(str(one.get(key, "")))[:200] for key in ("unit", "about"))
            MEASURES[name] = Measure(unit, about)
            LABELS[name] = name.replace("_", " ")


def measured(record: Record, society: Society, asked: Container[str] | None = None) -> dict[str, float]:
    """Every registered measure (of `asked`, if given) of a world that was lived to its end. Daily ones are kept in the record."""
    found = {}
    for name in registered.names("measure"):
        if asked is None or name in asked:
            one = registered.find("measure", name)
            world = Finished(record, society)
            first, second = (_days if one.series else _number)(one, world), (_days if one.series else _number)(one, world)  # fmt: skip
            if not np.array_equal(first, second, equal_nan=True):
                raise registered.wrong(
                    one, f"called twice on the same world it gives {_told(first)} and {_told(second)}; "
                    "it has to depend on nothing else. Leave out luck, clocks and what it remembers",
                )  # fmt: skip
            if one.series:
                record.own[name] = Variable(("day",), first, one.series[0][1], MEASURES[name].about)
                known = first[world.measured][~np.isnan(first[world.measured])]
                first = known.mean() if len(known) else math.nan
            found[name] = float(first)
    return found


def _number(one: registered.Extension, world: Finished) -> np.ndarray:
    given = registered.called(one, world)
    if given is None:
        return np.array(math.nan)
    if (
        isinstance(given, bool | str | bytes)
        or np.ndim(given) != 0
        or np.asarray(given).dtype.kind not in "iuf"
    ):
        raise registered.wrong(
            one, f"gives {_told(given)}; allowed one finite number, or None. Return such a number"
        )
    if not math.isfinite(float(given)):
        raise registered.wrong(
            one, f"gives {given}; allowed a finite number, or None where there is nothing to measure"
        )
    return np.array(float(given))


def _days(one: registered.Extension, world: Finished) -> np.ndarray:
    given = np.asarray(registered.called(one, world))
    if given.shape != (world.days,) or given.dtype.kind not in "iufb":
        raise registered.wrong(
            one, f"gives {_told(given)}; allowed an array of {world.days:,} numbers, one for each day (daily=True). Return such an array"
        )  # fmt: skip
    if np.isinf(given).any():
        raise registered.wrong(
            one, "gives an infinite number; allowed finite ones, and NaN where there is nothing"
        )
    return given.astype(float)


def _told(given: Any) -> str:
    if isinstance(given, np.ndarray):
        return f"an array of {given.dtype} and shape {given.shape}" if given.ndim else f"{given}"
    return f"{type(given).__name__} {str(given)[:60]}"


def keeps_days() -> bool:
    """Whether any registered measure has a daily series, which no checkpoint keeps."""
    return any(one.series for one in registered.everything() if one.kind == "measure")


def used(scenario: Scenario, observers: Iterable[str] = ()) -> list[registered.Extension]:
    """Registered functions that a world of this scenario uses: all measures, its network and rules for ties, its observers."""
    found = [registered.find("measure", name) for name in registered.names("measure")]
    found += [
        registered.find(kind, name) for kind, name, _ in named(scenario) if registered.there(kind, name)
    ]
    return found + [registered.find("observer", name) for name in observers]
