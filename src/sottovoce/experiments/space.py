"""The space of a scenario: every value that it assumes and that is at work, with the range over which it can be swept.

A *coordinate* is one such value, or several that only fit together: days between opt-in and mandatory, shares of groups that add up to 1,
middle and width of what is spread evenly, distances of edges in a fixed order. Any point between the ends of all coordinates is a scenario.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sottovoce import figures
from sottovoce.errors import ScenarioError, nearest
from sottovoce.experiments.coordinate import Coordinate, Left
from sottovoce.experiments.coupled import PARTS, part_of
from sottovoce.experiments.stretch import stretches
from sottovoce.experiments.work import too_long, why_idle
from sottovoce.scenario.fields import Info
from sottovoce.scenario.format import shown
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import describe_in, leaves, plain, validated, with_values
from sottovoce.scenario.read import Asked, scenario_of
from sottovoce.scenario.sources import DEFAULT, provenance, sourceable
from sottovoce.scenario.values import scale_of

TIMETABLE = "timetable"  # the group of dates: an experiment has a timetable of its own
EVEN = ("small_world", "ring", "scale_free")  # networks with an even number of ties


@dataclass(frozen=True)
class Space:
    """The assumed values of a scenario. `coordinates` are numbers, `forks` alternatives; `kept` are at work and not swept, `idle` not at
    work."""

    scenario: Scenario
    coordinates: tuple[Coordinate, ...]
    forks: tuple[Coordinate, ...]
    kept: tuple[Left, ...]
    idle: tuple[Left, ...]

    def __repr__(self) -> str:
        return (
            f"<space of {self.scenario.name}: {len(self.coordinates)} numbers and {len(self.forks)} choices>"
        )

    def table(self) -> Any:
        """A pandas DataFrame with a line for each coordinate and fork: name, default, low, high, scale, alternatives, unit, group, source."""
        import pyarrow as pa

        return pa.Table.from_pylist([
            {"name": one.name, "default": shown(one.default), "low": None if one.alternatives else float(one.low),
             "high": None if one.alternatives else float(one.high), "scale": one.scale,
             "alternatives": ", ".join(map(shown, one.alternatives)), "unit": one.unit, "group": one.group, "source": one.source}
            for one in (*self.coordinates, *self.forks)
        ]).to_pandas()  # fmt: skip

    def _repr_html_(self) -> str:
        rows = [
            [
                one.name,
                shown(one.default),
                ", ".join(map(shown, one.alternatives)) or f"{one.low:.4g} to {one.high:.4g}",
                one.unit,
                one.source,
            ]
            for one in (*self.coordinates, *self.forks)
        ]
        body = figures.table(
            ["value", "default", "range", "unit", "source"], rows, "Assumed values that are at work", texts=5
        )
        return figures.shown(
            f"The space of {self.scenario.name}",
            [repr(self)[1:-1]],
            f"<details><summary>All of them</summary>{body}</details>",
        )

    def __getitem__(self, name: str) -> Coordinate:
        """A coordinate or fork by its name. ScenarioError where there is none, with why."""
        for one in (*self.coordinates, *self.forks):
            if one.name == name:
                return one
        for left in (*self.kept, *self.idle):
            if left.path == name:
                raise ScenarioError([f"{name}: is not swept: {left.why}."])
        coupled = [one.name for one in self.coordinates if name in one.sets]
        if coupled:
            raise ScenarioError([f"{name}: is swept as {' and '.join(coupled)}. Give that name."])
        raise ScenarioError([f"{name}: no coordinate of the space.{nearest(name, self.names)}"])

    def __iter__(self) -> Iterator[Coordinate]:
        return iter(self.coordinates)

    def __len__(self) -> int:
        return len(self.coordinates)

    @property
    def names(self) -> list[str]:
        """Names of coordinates and forks, in order."""
        return [one.name for one in (*self.coordinates, *self.forks)]

    def changes(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Values by coordinate -> values by path of the scenario. A path of the scenario may stand among the names: it is taken as it is."""
        found: dict[str, Any] = {}
        joint: dict[Any, dict[str, Any]] = {}
        for name, value in values.items():
            part = part_of(name) if name in self._known else None
            if part is None:
                found[name] = value
            else:
                joint.setdefault(part, {})[name] = value
        for part, given in joint.items():
            defaults = {one.name: one.default for one in self.coordinates if part_of(one.name) == part}
            found |= part.values(self.scenario, defaults | given)
        degree = "society.network.mean_degree"
        kind = found.get("society.network.kind", self.scenario.society.network.kind)
        if kind in EVEN and (degree in found or "society.network.kind" in found):
            ties = found.get(degree, self.scenario.society.network.mean_degree)
            found[degree] = float(max(2, 2 * round(ties / 2)))
        return found

    def at(self, values: Mapping[str, Any]) -> Scenario:
        """The scenario at a point. ScenarioError where one of the values does not fit. It has no sources: they spoke of the old values."""
        changes = self.changes(values)
        if not all(name in self._known for name in values):
            return with_values(self._bare, changes)
        data = json.loads(self._text)  # all paths are known: the quick way
        for path, value in changes.items():
            *above, last = path.split(".")
            here: Any = data
            for name in above:
                here = here[int(name) if isinstance(here, list) else name]
            here[last] = value
        try:
            return validated(data, Scenario)
        except ScenarioError:
            if not data.get("topics") or not all(self[name].holds(value) for name, value in values.items()):
                raise
            return self._smaller(data)

    def _smaller(self, data: dict[str, Any]) -> Scenario:
        """The scenario with what topics multiply points by brought near 1 together, until a day's sum has room for them."""
        for _ in range(40):
            for topic in data["topics"]:
                topic |= {kind: max(topic[kind] * 0.9, min(topic[kind], 1.0)) for kind in ("gain", "loss")}
            with suppress(ScenarioError):
                return validated(data, Scenario)
        return validated(data, Scenario)

    def drawn(self, points: int, seed: int = 0, forks: bool = True) -> list[dict[str, Any]]:
        """Random points of the space, with random alternatives."""
        axes = [*self.coordinates, *(self.forks if forks else ())]
        places = np.random.Generator(np.random.Philox(seed)).random((points, len(axes)))
        return [{a.name: a.value(float(u)) for a, u in zip(axes, row, strict=True)} for row in places]

    @functools.cached_property
    def _bare(self) -> Scenario:
        return self.scenario.model_copy(update={"sources": {}})

    @functools.cached_property
    def _text(self) -> str:
        return json.dumps(plain(self._bare))

    @functools.cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.names)

    def as_json(self) -> dict[str, Any]:
        """Everything as data."""
        return {
            "scenario": self.scenario.name,
            "coordinates": [
                {
                    "name": one.name, "default": one.default, "low": one.low, "high": one.high, "scale": one.scale, "unit": one.unit,
                    "group": one.group, "source": one.source, "sets": list(one.sets),
                }
                for one in self.coordinates
            ],
            "forks": [
                {"name": one.name, "default": plain(one.default), "alternatives": plain(one.alternatives), "group": one.group, "source": one.source}
                for one in self.forks
            ],
            "kept": [{"path": left.path, "value": plain(left.value), "why": left.why} for left in self.kept],
            "not_at_work": [{"path": left.path, "value": plain(left.value), "why": left.why} for left in self.idle],
        }  # fmt: skip


def space(scenario: Asked) -> Space:
    """Every assumed value that can change a measure, with its range, scale and source; and the choices with their alternatives. ScenarioError where
    there is no such scenario."""
    scenario = scenario_of(scenario)
    found, kept, idle = _single(scenario)
    for part in PARTS:
        kept += part.join(scenario, found) or ()
    coordinates, forks = [], []
    bare = scenario.model_copy(update={"sources": {}})
    for one in found.values():
        one, why = _tried(bare, one)
        if one is None:
            kept.append(Left(why[0], why[1], why[2]))
        elif one.alternatives:
            forks.append(one)
        else:
            coordinates.append(one)
    return Space(scenario, tuple(coordinates), tuple(forks), tuple(kept), tuple(idle))


def _single(scenario: Scenario) -> tuple[dict[str, Coordinate], list[Left], list[Left]]:
    """Assumed values by themselves: those that can be swept, those at work that cannot, and those not at work."""
    cut = stretches(scenario)
    found: dict[str, Coordinate] = {}
    kept: list[Left] = []
    idle: list[Left] = []
    for path, value in leaves(scenario).items():
        if not sourceable(path):
            continue
        said = provenance(scenario, path)
        if said.tag != "A":
            continue
        info = describe_in(scenario, path)
        if fixed := _fixed(path, info):
            kept.append(Left(path, value, fixed))
            continue
        if why := why_idle(path, value, cut):
            idle.append(Left(path, value, why))
            continue
        source = said.source if said.source != DEFAULT else "assumed, by the model"
        one = Coordinate(
            path,
            value,
            unit=info.unit,
            group=_group(path, info),
            source=source,
            about=info.about,
            sets=(path,),
        )
        if info.kind in ("number", "whole number"):
            ends = _ends(scenario, path, info)
            if ends is None:
                kept.append(Left(path, value, "it has no range. Give one in sources"))
                continue
            low, high = ends
            if why := too_long(path, (low, value, high), scenario.days):
                idle.append(Left(path, value, why))
                continue
            if info.unit == "day":  # later than the last day is never
                high = max(min(high, scenario.days - 1), value)
            scale = info.scale or scale_of(low, high)
            found[path] = replace(one, low=low, high=high, scale=scale, whole=info.kind == "whole number")
            continue
        others = _alternatives(info)
        if len(others) < 2 or value not in others:
            kept.append(Left(path, value, "it names no alternatives"))
            continue
        found[path] = replace(one, alternatives=others)
    return found, kept, idle


def _fixed(path: str, info: Info) -> str | None:
    """Why an assumed value is not swept, whatever it is; None where it can be."""
    if path in ("citizens", "days"):
        return "how many people and days there are is set by the experiment"
    if path == "score.in_force":
        return "without it there is no system: that is the world without"
    if path in ("score.low", "score.high"):
        return "it is the scale on which points are counted, and no size"
    if path.endswith(".law"):
        return "another law has other values: give whole distributions as alternatives"
    if info.kind in ("text", "choices"):
        return "it says what there is, and not how much"
    if path.startswith("tiers.") and info.kind == "choice":
        return "it says what is given or taken: another one is another system"
    return None


def _group(path: str, info: Info) -> str:
    return TIMETABLE if info.unit == "day" else path.split(".", 1)[0]


def _ends(scenario: Scenario, path: str, info: Info) -> tuple[float, float] | None:
    """The range of a number: of the scenario's own source for it, else of its field, else of the source for its distribution."""
    own = scenario.sources.get(path)
    ranges = [own.assumed if own else None, info.assumed, provenance(scenario, path).assumed]
    for given in ranges:
        if (
            given
            and len(given) == 2
            and all(isinstance(e, int | float) and not isinstance(e, bool) for e in given)
        ):
            low, high = given
            low = max(low, info.low) if info.low is not None else low
            high = min(high, info.high) if info.high is not None else high
            return (round(low), round(high)) if info.kind == "whole number" else (float(low), float(high))
    return None


def _alternatives(info: Info) -> tuple[Any, ...]:
    """What may stand in the place of a switch, a choice or a list of numbers."""
    if info.kind == "switch":
        return (False, True)
    if info.kind == "choice":
        return tuple(info.assumed or info.choices)
    if info.kind == "numbers":
        return tuple(tuple(each) for each in info.assumed or () if isinstance(each, list | tuple))
    return ()


def _tried(bare: Scenario, one: Coordinate) -> tuple[Coordinate | None, tuple[str, Any, str]]:
    """A coordinate with its ends tried, each by itself; or why it is none."""
    alone = Space(bare, () if one.alternatives else (one,), (one,) if one.alternatives else (), (), ())

    def refused(value: Any) -> str | None:
        try:
            alone.at({one.name: value})
        except ScenarioError as error:
            return error.problems[0]
        return None

    if one.alternatives:
        fit = tuple(value for value in one.alternatives if value == one.default or refused(value) is None)
        if len(fit) > 1:
            return replace(one, alternatives=fit), ("", None, "")
        return None, (one.name, one.default, "no alternative fits the rest of the scenario")
    if part_of(one.name) is not None:
        return one, ("", None, "")
    for end in (one.low, one.high):
        if end != one.default and (why := refused(end)):
            return None, (
                one.name,
                one.default,
                f"{shown(end)} does not fit the rest of the scenario ({why})",
            )
    return one, ("", None, "")
