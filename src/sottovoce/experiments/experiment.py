"""An experiment: a scenario, the values that move, a design, the worlds lived at every point, and what is measured. From a file or from Python.

Everything is checked before the first day: all problems at once, each with where, what was given and what is allowed. There is no goal here
and no search: points are those of the design, in its order, whatever comes out.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sottovoce import figures, registered
from sottovoce.experiments.coordinate import Coordinate
from sottovoce.experiments.designs import Design
from sottovoce.experiments.living import WINDOWED
from sottovoce.experiments.space import Space, space
from sottovoce.extend.measures import recall
from sottovoce.measure.names import MEASURES, OF_EDGES
from sottovoce.reforms import asked as reform_asked
from sottovoce.reforms import no_system
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import plain, validated, with_values

ASKED = ("speaks_in_person", "speaks_online")  # measured where they are asked for: rows stay small
USUAL = tuple(
    name for name in MEASURES if name not in (*OF_EDGES, *ASKED) and not registered.there("measure", name)
)  # of edges: dear, as some days are lived twice
SHOWN = 12  # coordinates that a notebook names
LOOKED_AT = 500  # points that are looked at before the first day


@dataclass(frozen=True)
class World:
    """How a world is made from the scenario at a point: reforms by name, then values by path; or without the system."""

    reforms: tuple[str, ...] = ()
    set: Mapping[str, Any] = field(default_factory=dict)
    system: bool = True

    def of(self, scenario: Scenario) -> Scenario:
        """The scenario of this world."""
        for name in self.reforms:
            scenario = reform_asked(name).change(scenario)
        if self.set:
            scenario = with_values(scenario, self.set)
        return scenario if self.system else no_system(scenario)


@dataclass(frozen=True)
class Experiment:
    """An experiment that can be lived. `axes`: the coordinates that the design moves."""

    name: str
    scenario: Scenario
    seeds: tuple[int, ...]
    axes: tuple[Coordinate, ...]
    design: Design
    worlds: dict[str, World]
    measures: tuple[str, ...] = USUAL
    windows: dict[str, tuple[int, int]] = field(default_factory=dict)  # first day, and the day after the last
    extensions: tuple[dict[str, Any], ...] = ()  # what is not ours and is used: registered.Extension.told
    own_luck: bool = False  # each point has luck of its own, for a table in which luck is to be seen; else all share that of the seeds

    def __repr__(self) -> str:
        return (
            f"<experiment {self.name} on {self.scenario.name}: {counted(len(self.points), 'point')}, {counted(len(self.seeds), 'seed')}, "
            f"worlds {', '.join(self.worlds)}>"
        )

    def _repr_html_(self) -> str:
        moves = ", ".join(axis.name for axis in self.axes[:SHOWN]) + (
            f" and {len(self.axes) - SHOWN} more" if len(self.axes) > SHOWN else ""
        )
        return figures.shown(
            f"Experiment {self.name}",
            [repr(self)[1:-1], f"Moves: {moves}", f"Measures: {len(self.measures)}"],
        )

    @functools.cached_property
    def space(self) -> Space:
        """The space of its scenario."""
        return space(self.scenario)

    @functools.cached_property
    def points(self) -> list[dict[str, Any]]:
        """All points in the order of the design."""
        return self.design.points(self.axes)

    def luck(self, point: int, seed: int) -> int:
        """The seed that the worlds of a point are lived with."""
        return seed + point * len(self.seeds) if self.own_luck else seed

    @property
    def outcomes(self) -> tuple[str, ...]:
        """Names of what is measured in a world: measures, and measures@window."""
        return (
            *self.measures,
            *(f"{name}@{window}" for window in self.windows for name in self.measures if name in WINDOWED),
        )

    def at(self, point: Mapping[str, Any]) -> Scenario:
        """The scenario at a point. ScenarioError with why where it is none."""
        return self.space.at(point)

    def scenarios(self, scenario: Scenario) -> dict[str, Scenario]:
        """The worlds of a scenario, by name."""
        return {name: world.of(scenario) for name, world in self.worlds.items()}

    @functools.cached_property
    def text(self) -> str:
        """Everything as JSON, always in the same form: what a study keeps, and `from_text` reads."""
        return json.dumps(
            {
                "name": self.name,
                "scenario": plain(self.scenario),
                "seeds": list(self.seeds),
                "axes": [plain({f: getattr(axis, f) for f in Coordinate.__dataclass_fields__}) for axis in self.axes],
                "design": plain({f: getattr(self.design, f) for f in Design.__dataclass_fields__}),
                "worlds": {n: {"reforms": list(w.reforms), "set": plain(w.set), "system": w.system} for n, w in self.worlds.items()},
                "measures": list(self.measures),
                "windows": {name: list(days) for name, days in self.windows.items()},
                **({"own_luck": True} if self.own_luck else {}),
                **({"extensions": list(self.extensions)} if self.extensions else {}),
            },
            sort_keys=False,
        )  # fmt: skip

    @property
    def digest(self) -> str:
        """SHA-256 of all that is asked."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def from_text(text: str) -> Experiment:
    """The experiment that a study keeps."""
    data = json.loads(text)
    recall(data.get("extensions", ()))
    axes = tuple(
        Coordinate(
            **axis
            | {
                "sets": tuple(axis["sets"]),
                "alternatives": tuple(back(a) for a in axis["alternatives"]),
                "default": back(axis["default"]),
            }
        )
        for axis in data["axes"]
    )
    kept = data["design"]
    levels = {name: tuple(back(v) for v in values) for name, values in kept["levels"].items()}
    design = Design(**kept | {"levels": levels, "listed": tuple(kept["listed"])})
    worlds = {name: World(tuple(w["reforms"]), w["set"], w["system"]) for name, w in data["worlds"].items()}
    return Experiment(
        data["name"],
        validated(data["scenario"], Scenario),
        tuple(data["seeds"]),
        axes,
        design,
        worlds,
        tuple(data["measures"]),
        {name: (days[0], days[1]) for name, days in data["windows"].items()},
        tuple(data.get("extensions", ())),
        data.get("own_luck", False),
    )


def back(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def counted(number: int, what: str) -> str:
    """``1 point``, ``2,000 points``."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"
