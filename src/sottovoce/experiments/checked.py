"""An experiment from a file or from keywords, with all problems at once: each with where, what was given and what is allowed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sottovoce import registered
from sottovoce.errors import RunError, ScenarioError, nearest
from sottovoce.experiments import designs
from sottovoce.experiments.asked import Asked, DesignAsked, SpaceAsked, problem
from sottovoce.experiments.coordinate import Coordinate
from sottovoce.experiments.designs import Design, steps, swept
from sottovoce.experiments.experiment import LOOKED_AT, USUAL, Experiment, World, back
from sottovoce.experiments.space import TIMETABLE, Space, space
from sottovoce.measure.names import LABELS, MEASURES, named
from sottovoce.reforms import asked as reform_asked
from sottovoce.scenario.lines import read_text
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import get, located, plain, with_values
from sottovoce.scenario.read import read
from sottovoce.scenario.texts import given
from sottovoce.society import own

MOST_POINTS = 1_000_000
CITIZENS, DAYS = 1000, 365


def experiment(file: str | Path | None = None, /, **asked: Any) -> Experiment:
    """An experiment from a YAML file, or from keywords of the same names (a `design` may be one of sv.designs, a `scenario` an object).

    ScenarioError with every problem, each with its line.
    """
    if file is not None:
        if asked:
            raise RunError(
                "experiment: a file and keywords given; allowed one of them. Put everything into the file."
            )
        return from_file(Path(file))
    design, scenario = asked.get("design"), asked.get("scenario")
    data = dict(asked)
    if isinstance(design, Design):
        data["design"] = {"kind": "random", "points": 1}
    if isinstance(scenario, Scenario):
        data["scenario"] = scenario.name
    return _checked(
        plain(data), lambda path: "experiment", Path.cwd(), design if isinstance(design, Design) else None,
        scenario if isinstance(scenario, Scenario) else None,
    )  # fmt: skip


def from_file(file: Path) -> Experiment:
    """The experiment of a YAML file; a scenario file that it names lies beside it."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioError([f"{file}: not text in UTF-8. Save it as UTF-8."]) from None
    except OSError as error:
        raise ScenarioError(
            [f"{file}: cannot be read ({error.strerror}). Give a file of an experiment."]
        ) from None
    parsed = read_text(text, str(file))
    if not isinstance(parsed.data, dict):
        raise ScenarioError([f"{file}: no experiment in it; allowed names with values."])
    if parsed.problems:
        raise ScenarioError(parsed.problems)
    return _checked(parsed.data, lambda path: f"{file}:{parsed.line(path)}", file.parent)


def _checked(
    data: dict[str, Any],
    where: Any,
    folder: Path,
    design: Design | None = None,
    scenario: Scenario | None = None,
) -> Experiment:
    problems: list[str] = []

    def tell(path: str, text: str) -> None:
        problems.append(f"{where(path)} {path}: {text}")

    try:
        asked = Asked.model_validate_json(json.dumps(data))
    except (TypeError, ValueError) as error:
        if not isinstance(error, ValidationError):
            raise ScenarioError(
                [
                    f"{where('')} something that no file can hold is given. Write numbers, text, true, false or null."
                ]
            ) from None
        for detail in error.errors(include_url=False):
            tell(*problem(detail))
        raise ScenarioError(dict.fromkeys(problems)) from None
    try:
        base = scenario or _scenario(asked.scenario, folder)
    except ScenarioError as error:
        raise ScenarioError([f"{where('scenario')} scenario: {line}" for line in error.problems]) from None
    people = {
        "citizens": asked.people.citizens or CITIZENS,
        "days": asked.people.days or DAYS,
        "seed": asked.seeds.first,
    }
    fixed, bases = asked.space.set, base
    try:
        bases = with_values(base, people | fixed)
    except ScenarioError as error:
        for line in error.problems:
            path, _, text = line.partition(": ")
            tell(
                f"space.set.{path}" if path in fixed else "people",
                f"{'' if path in fixed else path + ': '}{text}",
            )
        raise ScenarioError(problems) from None
    there = space(bases)
    axes = _axes(asked.space, there, tell)
    found = design or _design(asked.design, axes, there, tell)
    worlds = {name: _world(name, each, bases, tell) for name, each in asked.worlds.items()}
    if not worlds:
        tell("worlds", "none given; allowed at least one. Write worlds: {with: {}, without: no_system}.")
    for name in asked.measures:
        if named(name) not in MEASURES:
            tell("measures", no_measure(name, MEASURES))
    for name, (first, end) in asked.windows.items():
        if not 0 <= first < end <= bases.days:
            tell(
                f"windows.{name}",
                f"[{first}, {end}] given; allowed a first day and the day after the last, within 0 to {bases.days:,} (day).",
            )
        if not re.fullmatch(r"[A-Za-z0-9 _-]+", name):
            tell(f"windows.{name}", "allowed letters, digits, blanks and hyphens in a name.")
    if not problems and found.kind in ("grid", "ramp", "list"):
        names = list(found.levels) or list(dict.fromkeys(name for point in found.listed for name in point))
        axes = tuple(_axis(name, there, tell) for name in names)
    if not problems and found.kind in ("grid", "ramp"):
        _levels_fit(found, axes, there, tell)
    count = found.count(axes) if not problems else 1
    if not 1 <= count <= MOST_POINTS:
        tell("design", f"{count:,} points; allowed 1 to {MOST_POINTS:,}. Choose another design.")
    if not problems and not axes and found.kind not in ("list",):
        tell("space", "no value moves: nothing to live at more than one point. Name some values.")
    if problems:
        raise ScenarioError(dict.fromkeys(problems))
    seeds = tuple(asked.seeds.first + k for k in range(asked.seeds.count))
    wanted = {named(name) for name in asked.measures}
    measures = tuple(name for name in MEASURES if name in wanted) or USUAL
    extensions = tuple(one.told() for one in _used(bases, measures, worlds.values()))
    return Experiment(
        asked.name, bases, seeds, tuple(axes), found, worlds, measures, dict(asked.windows), extensions
    )


def _used(scenario: Scenario, measures: Sequence[str], worlds: Iterable[World]) -> list[registered.Extension]:
    """What is not ours of what an experiment uses."""
    reforms = {reform_asked(name).reform.name for world in worlds for name in world.reforms}
    asked = {("measure", name) for name in measures} | {("reform", name) for name in reforms}
    asked |= {(kind, name) for kind, name, _ in own.named(scenario)}
    return [one for one in registered.everything() if (one.kind, one.name) in asked]


def _scenario(name: str, folder: Path) -> Scenario:
    beside = folder / name
    if name.endswith((".yaml", ".yml")) and not Path(name).is_absolute():
        return located(read(beside), beside.parent)
    return read(name)


def _axes(asked: SpaceAsked, there: Space, tell: Any) -> tuple[Coordinate, ...]:
    """The coordinates that move, in the order of the space."""
    groups = {one.group for one in there}
    if asked.values == "assumed":
        wanted = [one.name for one in there if one.group != TIMETABLE]
    elif asked.values == "none":
        wanted = []
    else:
        wanted = []
        for name in asked.values:
            if name in groups:
                wanted += [one.name for one in there if one.group == name]
            elif name in asked.set:
                tell(
                    "space.values",
                    f"{name}: cannot move, for space.set holds it. Take it out of one of them.",
                )
            elif _known(name, there, "space.values", tell):
                wanted.append(name)
                if there[name].alternatives:
                    text = f"is a choice, and no number. Give it under space.also, like {{{name}: all}}."
                    tell("space.values", f"{name}: {text}")
                elif held := sorted(set(there[name].sets) & set(asked.set)):
                    text = (
                        f"cannot move, for space.set holds {' and '.join(held)}. Take it out of one of them."
                    )
                    tell("space.values", f"{name}: {text}")
    for name in asked.without:
        if name not in groups and name not in there.names:
            tell(
                "space.without",
                f"{name}: no coordinate of the space.{nearest(name, [*there.names, *groups])}",
            )
    left = [
        n for n in dict.fromkeys(wanted) if n not in asked.without and there[n].group not in asked.without
    ]
    left = [n for n in left if not set(there[n].sets) & set(asked.set)]  # what is set does not move
    axes = [one for one in there if one.name in left]
    if asked.also == "forks":
        return (*axes, *there.forks)
    for name, values in asked.also.items():
        if name in asked.set:
            tell(f"space.also.{name}", "cannot move, for space.set holds it. Take it out of one of them.")
        axes.append(_alternatives(name, values, there, tell))
    return tuple(axes)


def _known(name: str, there: Space, at: str, tell: Any) -> bool:
    try:
        return bool(there[name])
    except ScenarioError as error:
        tell(at, error.problems[0])
        return False


def _alternatives(name: str, values: Any, there: Space, tell: Any) -> Coordinate:
    """A coordinate of alternatives: those of the space, or as given for any path."""
    fork = next((one for one in there.forks if one.name == name), None)
    if values == "all" and fork:
        return fork
    if not isinstance(values, list) or len(values) < 2:
        tell(
            f"space.also.{name}",
            f"{given(values)} given; allowed a list of two or more alternatives"
            + (", or all." if fork else "."),
        )
        return Coordinate(name, None, alternatives=(None,))
    axis = _axis(name, there, tell)
    for value in values:
        try:
            there.at({name: value})
        except ScenarioError as error:
            tell(f"space.also.{name}", error.problems[0])
    return Coordinate(
        name,
        axis.default,
        group=name.split(".", 1)[0],
        sets=(name,),
        alternatives=tuple(back(v) for v in values),
    )


def _axis(name: str, there: Space, tell: Any) -> Coordinate:
    """A coordinate of the space, or any other value of the scenario by its path, as it stands."""
    for one in (*there.coordinates, *there.forks):
        if one.name == name:
            return one
    try:
        return Coordinate(name, get(there.scenario, name), group=name.split(".", 1)[0], sets=(name,))
    except ScenarioError as error:
        tell("design", error.problems[0])
        return Coordinate(name, None)


def no_measure(name: str, known: Iterable[str]) -> str:
    """``left unsad: no such measure. Did you mean "left unsaid"?``, or with all that there are."""
    names = list(known)
    labels = [LABELS[one] for one in names if one in LABELS]
    said = nearest(name, [*names, *labels])
    said = said if "Did" in said else f" Allowed: {', '.join(names)}."
    return f"{name}: no such measure.{said}"


def _levels_fit(design: Design, axes: Sequence[Coordinate], there: Space, tell: Any) -> None:
    """Tell of levels that fit at no point of the design. Only of designs so small that all points can be looked at."""
    if not 1 <= design.count(axes) <= LOOKED_AT:
        return
    points, why = design.points(axes), {}
    for k, point in enumerate(points):
        try:
            there.at(point)
        except ScenarioError as error:
            why[k] = error.problems[0]
    for name, levels in design.levels.items():
        coupled = [one.name for one in there if name in one.sets and name != one.name]
        to_do = f" It is swept as {' and '.join(coupled)}: give that name." if coupled else ""
        for level in levels:
            at = [k for k, point in enumerate(points) if point.get(name) == level]
            if at and all(k in why for k in at):
                tell(f"design.levels.{name}", f"{why[at[0]].removeprefix(f'{name}: ')}{to_do}")


SIZE = {"morris": "trajectories", "saltelli": "rows"}


def _design(asked: DesignAsked, axes: Sequence[Coordinate], there: Space, tell: Any) -> Design:
    kind = asked.kind
    try:
        if kind == "list":
            return designs.listed(asked.points if isinstance(asked.points, tuple) else ())
        if kind in ("grid", "ramp"):
            levels = asked.levels
            if isinstance(levels, int):
                count = designs.some("levels", levels)
                levels = {a.name: list(a.alternatives) or steps(a.low, a.high, count, a.whole) for a in axes}
            return designs.by_levels(
                kind, {name: swept(name, values) for name, values in (levels or {}).items()}
            )
        what = SIZE.get(kind, "points")
        size = getattr(asked, what)
        if kind == "morris":
            cells = asked.levels if asked.levels is not None else 8
            return designs.morris(size, cells=cells if isinstance(cells, int) else 0, seed=asked.seed)
        return {
            "random": designs.random,
            "latin": designs.latin,
            "sobol": designs.sobol,
            "saltelli": designs.saltelli,
        }[kind](size, seed=asked.seed)
    except RunError as error:
        path, _, text = str(error).partition(": ")
        tell(path, text)
        return Design("random", 1)


def _world(name: str, asked: Any, scenario: Scenario, tell: Any) -> World:
    if asked == "no_system":
        return World(system=False)
    reforms = (asked.reform,) if isinstance(asked.reform, str) else asked.reform
    for reform in reforms:
        try:
            if why := reform_asked(reform).why_not(scenario):
                tell(f"worlds.{name}", f"{reform}: {why}")
        except ScenarioError as error:
            tell(f"worlds.{name}", error.problems[0])
    try:
        with_values(scenario, asked.set)
    except ScenarioError as error:
        for line in error.problems:
            tell(f"worlds.{name}.set", line)
    return World(tuple(reforms), dict(asked.set), asked.system)
