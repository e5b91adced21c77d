"""A ramp: one value goes up in steps and down again in the course of one run. Where what came out on the way down differs from the way up, the made-up society remembers
(hysteresis).

A run that changes for other reasons (people join, friends are dropped) differs between its two halves too. So the same people are lived with the same luck
while the value stays where it began, and what differs there between the same days is told beside it as *drift*.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from sottovoce import figures
from sottovoce.errors import RunError, nearest
from sottovoce.experiments import engine
from sottovoce.experiments.checked import experiment
from sottovoce.experiments.designs import swept
from sottovoce.experiments.experiment import Experiment
from sottovoce.experiments.living import WINDOWED
from sottovoce.experiments.results import Study
from sottovoce.measure.names import MEASURES, named
from sottovoce.measure.pairs import interval
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import Asked, scenario_of

WAYS = ("up", "down")


class Gap(NamedTuple):
    """A mean over seeds with its 95% interval (None with one seed)."""

    value: float
    low: float | None
    high: float | None

    def __str__(self) -> str:
        ends = "" if self.low is None else f" ({self.low:.3g} to {self.high:.3g})"
        return f"{self.value:.3g}{ends}"


@dataclass(frozen=True, repr=False)
class Ramp:
    """What came of a ramp. `values`: float64 (world, way, level, seed), worlds ramp and still, ways up and down, of `measure`; NaN where nothing was lived."""

    scenario: Scenario
    path: str
    levels: tuple[float, ...]
    hold: int
    measure: str
    values: np.ndarray

    @property
    def loop(self) -> Gap:
        """Down less up, a mean over the range of the value (trapezoids), in the unit of the measure: the area between the two branches for a range of 1."""
        return self._gap(self._loops(0))

    @property
    def drift(self) -> Gap:
        """The same where the value stayed where it began."""
        return self._gap(self._loops(1))

    @property
    def memory(self) -> Gap:
        """The loop less the drift, seed by seed."""
        return self._gap(self._loops(0) - self._loops(1))

    def _loops(self, world: int) -> np.ndarray:
        up, down = self.values[world]
        return area(self.levels, up, down)

    def _gap(self, each: np.ndarray) -> Gap:
        known = [float(one) for one in each if one == one]
        return Gap(float(np.mean(known)) if known else float("nan"), *interval(known))

    def table(self) -> Any:
        """A data frame with a row for each way, level and seed: the measure on the ramp, and on the same days where the value stayed (`still`)."""
        first = self.scenario.seed
        rows = [
            {
                "way": way, self.path: level, "seed": first + s, self.measure: float(self.values[0, w, k, s]),
                "still": float(self.values[1, w, k, s]),
            }
            for w, way in enumerate(WAYS)
            for k, level in enumerate(self.levels)
            for s in range(self.values.shape[-1])
        ]  # fmt: skip
        return pa.Table.from_pylist(rows).to_pandas()

    def plot(self) -> figures.Figure:
        """Both ways against the value, means over seeds with the 95% interval."""
        rows = []
        for way, branch in zip(WAYS, self.values[0], strict=True):
            for level, each in zip(self.levels, branch, strict=True):
                mean = self._gap(each)
                band = {} if mean.low is None else {"low": mean.low, "high": mean.high}
                rows.append({"x": float(level), "y": mean.value, "series": way} | band)
        styles = {"up": figures.Style(figures.WITH), "down": figures.Style(figures.WITHOUT, (6, 4))}
        unit = MEASURES[self.measure].unit
        size = figures.Size(640, 360, left=60, right=110)
        y = f"{self.measure} ({unit})"
        spec = figures.lines(
            sorted(rows, key=lambda row: row["x"]), styles, size, x=self.path, y=y, last=max(self.levels)
        )
        return figures.Figure(f"{self.measure} as {self.path} goes up and down again", str(self), f"{y} against {self.path}.", [("", spec)])  # fmt: skip

    def __str__(self) -> str:
        unit, memory = MEASURES[self.measure].unit, self.memory
        told = memory.low is not None and memory.high is not None and not memory.low <= 0 <= memory.high
        if memory.low is None:
            said = "One seed: how much of it is luck is not known."
        elif told:
            said = "Its interval excludes 0: what came before still shows."
        else:
            said = "Its interval includes 0: no memory can be told."
        return (
            f"{self.scenario.name}: {self.path} from {self.levels[0]:g} to {self.levels[-1]:g} and back, {self.hold:,} days a step, {self.values.shape[-1]} seeds. "
            f"{self.measure}, the way back less the way there: {self.loop} {unit}. On the same days with the value unmoved: {self.drift}. "
            f"Difference: {memory}. {said}"
        )

    def __repr__(self) -> str:
        return f"<ramp {self}>"

    def _repr_html_(self) -> str:
        return figures.shown(f"Ramp of {self.path}", [str(self)])


def area(levels: Sequence[float], up: np.ndarray, down: np.ndarray) -> np.ndarray:
    """Mean of down less up over the range of the levels (trapezoids), float64 (seed,), from branches (level, seed) in the order of the levels."""
    step, gap = np.diff(np.asarray(levels, float))[:, None], down - up
    return (step * (gap[1:] + gap[:-1]) / 2).sum(axis=0) / step.sum()


def ramp(
    scenario: Asked,
    path: str,
    levels: Sequence[float] | str,
    *,
    measure: str = "held_back",
    hold: int = 60,
    before: int = 60,
    seeds: int = 4,
    citizens: int | None = None,
    out: str | Path | None = None,
    **how: Any,
) -> Ramp:
    """Live a ramp of the value at `path` over `levels` (a list, or low:high:count) up and down again: `before` days at the first one, then `hold` days at each, twice at the
    last. The second half of each step is measured. `measure`: one that days can be cut for; `out`: a file for the study, which is gone otherwise; `how`:
    workers or scheduler, budget (seconds) and stop, as for an experiment. RunError for steps or a measure that cannot be; ScenarioError where the value cannot
    change in time."""
    steps = _levels(path, levels)
    asked = planned(
        scenario, path, steps, measure=measure, hold=hold, before=before, seeds=seeds, citizens=citizens
    )
    if out is not None:
        study = engine.run(asked, Path(out), **how)
    else:
        with tempfile.TemporaryDirectory() as folder:
            study = engine.run(asked, Path(folder) / "ramp.study", **how)
    return of_study(study, path, steps, hold, named(measure))


def planned(
    scenario: Asked, path: str, steps: Sequence[float], *, measure: str, hold: int, before: int, seeds: int, citizens: int | None
) -> Experiment:  # fmt: skip
    """The experiment of a ramp over levels that rise or fall: the run in which the value moves, and the one in which it stays."""
    name, steps = named(measure), _levels(path, list(steps))
    if name not in WINDOWED:
        raise RunError(
            f"measure: {measure} given; a ramp measures some days at a time.{nearest(name, WINDOWED)}"
        )
    for what, days, least in (("hold", hold, 2), ("before", before, 0)):
        if isinstance(days, bool) or not isinstance(days, int) or not least <= days <= 3650:
            raise RunError(
                f"{what}: {days!r} given; allowed whole numbers {least} to 3,650 (days). Choose a value in that range."
            )
    base = scenario_of(scenario)
    if base.dates:
        raise RunError(
            f"ramp: {base.name} changes on dates of its own, which a ramp would be mixed up with. Take them out (--set 'dates=[]')."
        )
    walk = [*steps, *reversed(steps)]
    starts = [before + hold * k for k in range(len(walk))]
    moved = with_values(
        base, {path: steps[0], "days": starts[-1] + hold} | ({"citizens": citizens} if citizens else {})
    )
    dates = [
        {"day": day, "name": f"step {k}", "set": {path: level}}
        for k, (day, level) in enumerate(zip(starts, walk, strict=True))
        if k
    ]
    return experiment(
        name="ramp", scenario=moved, people={"citizens": moved.citizens, "days": moved.days}, seeds={"first": moved.seed, "count": seeds},
        space={"values": "none"}, design={"kind": "list", "points": [{}]}, worlds={"ramp": {"set": {"dates": dates}}, "still": {}},
        measures=[name], windows={f"step {k}": [day + hold // 2, day + hold] for k, day in enumerate(starts)},
    )  # fmt: skip


def of_study(study: Study, path: str, levels: Sequence[float], hold: int, measure: str) -> Ramp:
    """The ramp that a study holds. RunError where its worlds failed."""
    if failed := [one for one in study.failed if one.error]:
        raise RunError(f"ramp: {failed[0].error.splitlines()[0]}")
    count, seeds = len(levels), len(study.experiment.seeds)
    found = np.full((2, 2, count, seeds), np.nan)
    for w, world in enumerate(("ramp", "still")):
        each = np.array([study.values(f"{measure}@step {k}", world)[0] for k in range(2 * count)])
        found[w] = each[:count], each[count:][::-1]
    return Ramp(study.experiment.scenario, path, tuple(levels), hold, measure, found)


def _levels(path: str, levels: Sequence[float] | str) -> list[float]:
    found = swept(path, levels if isinstance(levels, str) else list(levels))
    numbers = len(found) > 1 and all(isinstance(v, int | float) and not isinstance(v, bool) for v in found)
    step = np.diff(found) if numbers else np.zeros(1)
    if not ((step > 0).all() or (step < 0).all()):
        raise RunError(
            f"{path}: {found} given; allowed two numbers or more, all rising or all falling. Leave the way back out, it is added."
        )
    return found
