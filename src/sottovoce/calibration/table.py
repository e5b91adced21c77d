"""The reference table: points drawn from the ranges of what may move, each lived once with luck of its own, and the numbers that it would publish.

What may move is people and how they speak, never a setting of a system: stage 1 is lived without one. Stage 2 moves the lever that its target
names, in the preset that is that lever's natural experiment, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from sottovoce.calibration.patterns import Target
from sottovoce.errors import RunError
from sottovoce.experiments import designs
from sottovoce.experiments.api import experiment
from sottovoce.experiments.coordinate import Coordinate
from sottovoce.experiments.experiment import Experiment
from sottovoce.experiments.results import Study
from sottovoce.experiments.space import TIMETABLE, Space, space
from sottovoce.reforms import no_system
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read

POINTS, CITIZENS, DAYS = 4096, 500, 365  # a friend cut is counted over a year
FIRST = 1000  # luck of the first point
PEOPLE = (
    r"(society|topics|voice|ties)\..+|channels\.\w+\.(rate|exposure)"  # what is of people, not of a system
)


def free(scenario: Scenario, values: Sequence[str] = ()) -> tuple[Space, tuple[Coordinate, ...]]:
    """The space of the world without, and what moves in it: all assumed values of people, or some by name or group. RunError for a setting
    of a system, and for what is not at work without one."""
    there = space(no_system(scenario))
    found = [one for one in there if re.fullmatch(PEOPLE, one.name) and one.group != TIMETABLE]
    known = {one.name for one in found}
    groups = {one.group for one in found}
    for name in values:
        if name in known or name in groups:
            continue
        what = (
            "is a value of the people and not at work in the world without, or does not move"
            if re.fullmatch(PEOPLE, name)
            else "is a setting of a system, or of the run"
        )
        raise RunError(
            f"values {name}: {what}; allowed what people are like, by name or group ({', '.join(sorted(groups))}): "
            f"sottovoce space {scenario.name} lists them. No setting of a system is fitted."
        )
    return there, tuple(one for one in found if not values or one.name in values or one.group in values)


def first_stage(
    scenario: Scenario,
    targets: Sequence[Target],
    *,
    values: Sequence[str] = (),
    points: int = POINTS,
    citizens: int = CITIZENS,
    days: int = DAYS,
    cut: Mapping[str, tuple[float, float]] | None = None,
    listed: Sequence[dict[str, Any]] = (),
    seed: int = 0,
) -> Experiment:
    """The experiment that lives the table of stage 1. `cut`: narrower ranges by name, of a later round; `listed`: these points in place of
    drawn ones."""
    sized = with_values(scenario, {"citizens": citizens, "days": days})
    _, axes = free(sized, values)
    axes = tuple(
        replace(one, low=cut[one.name][0], high=cut[one.name][1]) if cut and one.name in cut else one
        for one in axes
    )
    return _asked(
        f"calibrate-{scenario.name}",
        no_system(sized),
        axes,
        designs.listed(listed) if listed else designs.sobol(points, seed=seed),
        {"without": {}},
        targets,
        citizens,
        days,
    )


def second_stage(
    target: Target,
    draws: Sequence[Mapping[str, Any]],
    *,
    points: int = 512,
    citizens: int = CITIZENS,
    days: int = DAYS,
    seed: int = 0,
) -> Experiment:
    """The experiment that moves the lever of a target of stage 2, at draws of stage 1 one after another."""
    assert target.preset is not None
    base = read(target.preset)
    sized = with_values(base, {"citizens": citizens, "days": days})
    there = space(sized)
    levers = tuple(there[name] for name in target.levers)
    shared = {
        name for name in there.names if re.fullmatch(PEOPLE, name)
    }  # whatever a file of draws holds besides
    places = designs.sobol(points, seed=seed).points(levers)
    listed = [
        {name: value for name, value in draws[k % len(draws)].items() if name in shared} | lever
        if draws
        else lever
        for k, lever in enumerate(places)
    ]
    names = dict.fromkeys(name for point in listed for name in point)
    axes = (*levers, *(there[name] for name in names if name not in target.levers))
    return _asked(
        f"calibrate-{target.preset}",
        sized,
        axes,
        designs.listed(listed),
        {"with": {}, "without": "no_system"},
        [target],
        citizens,
        days,
    )


def _asked(
    name: str, scenario: Scenario, axes: tuple[Coordinate, ...], design: designs.Design, worlds: dict[str, Any],
    targets: Sequence[Target], citizens: int, days: int,
) -> Experiment:  # fmt: skip
    asked = experiment(
        name=name,
        scenario=scenario,
        people={"citizens": citizens, "days": days},
        seeds={"first": FIRST, "count": 1},
        space={"values": [axes[0].name]},
        design=designs.random(1),
        worlds=worlds,
        measures=list(dict.fromkeys(one.measure for one in targets)),
    )
    return replace(asked, axes=axes, design=design, own_luck=True)


@dataclass(frozen=True)
class Table:
    """Rows that were lived. `places`: float64 (row, coordinate) in the range that was drawn from; `ends`: (coordinate, 2) where that range lies
    in the one of the space; `numbers`: (row, target); `points` of the design that are its rows."""

    axes: tuple[Coordinate, ...]
    targets: tuple[Target, ...]
    places: np.ndarray
    ends: np.ndarray
    numbers: np.ndarray
    points: np.ndarray

    @classmethod
    def of(cls, study: Study, targets: Sequence[Target], axes: Sequence[Coordinate] | None = None) -> Table:
        """The table of a study that `first_stage` or `second_stage` asked for. `axes`: of it, those that are inferred. Rows without a number
        are left out."""
        asked = study.experiment
        moving = tuple(axes or asked.axes)
        numbers = np.stack([_number(study, one) for one in targets], axis=1)
        points = asked.points[: len(numbers)]
        places = np.array([[one.place(point[one.name]) for one in moving] for point in points], float)
        if asked.design.kind != "list":
            places = asked.design.places(len(asked.axes))[: len(numbers)]
        known = ~np.isnan(numbers).any(axis=1)
        whole = asked.space
        ends = np.array([[whole[one.name].place(end) for end in (one.low, one.high)] for one in moving])
        return cls(moving, tuple(targets), places[known], ends, numbers[known], np.flatnonzero(known))

    def at(self, places: np.ndarray) -> list[dict[str, Any]]:
        """Values by name at places in the range that was drawn from."""
        return [
            {one.name: one.value(float(u)) for one, u in zip(self.axes, row, strict=True)} for row in places
        ]


def _number(study: Study, target: Target) -> np.ndarray:
    worlds = study.experiment.worlds
    without = study.values(target.measure, "without")[:, 0]
    return target.value(study.values(target.measure, "with")[:, 0] if "with" in worlds else without, without)
