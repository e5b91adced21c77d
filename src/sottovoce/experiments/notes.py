"""What is to be known of an experiment before its first day: values that move nothing, that leave their range, worlds that are equal."""

from __future__ import annotations

from contextlib import suppress

from sottovoce.errors import ScenarioError
from sottovoce.experiments.checked import SIZE
from sottovoce.experiments.designs import Design
from sottovoce.experiments.experiment import LOOKED_AT, Experiment
from sottovoce.experiments.living import form
from sottovoce.experiments.stretch import stretches
from sottovoce.experiments.work import too_long, why_idle
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import get
from sottovoce.scenario.texts import given


def notes(asked: Experiment) -> list[str]:
    """Sentences, from what is found at the first points."""
    return [*_unmoved(asked), *_outside(asked), *_equal(asked), *_small(asked.design)]


def _some_scenarios(asked: Experiment) -> list[Scenario]:
    """The first points that are scenarios."""
    found = []
    for point in asked.points[:50]:
        with suppress(ScenarioError):
            found.append(asked.at(point))
    return found


def _unmoved(asked: Experiment) -> list[str]:
    """Values that move and are at work in no world of the points."""
    known, found = set(asked.space.names), []
    worlds = []
    for scenario in _some_scenarios(asked):
        with suppress(ScenarioError):
            worlds += [(world, stretches(world)) for world in asked.scenarios(scenario).values()]
    for axis in asked.axes:
        if axis.name in known or not worlds:
            continue
        values = [get(scenario, axis.name) for scenario, _ in worlds]
        why = [why_idle(axis.name, value, cut) for value, (_, cut) in zip(values, worlds, strict=True)]
        numbers = [value for value in values if isinstance(value, int | float)]
        late = too_long(axis.name, numbers, asked.scenario.days) if numbers else None
        if late or all(why):
            found.append(f"{axis.name} is not at work here: {late or why[0]}. Moving it changes nothing.")
    return found


def _outside(asked: Experiment) -> list[str]:
    """Levels outside the assumed range."""
    found = []
    for axis in asked.axes:
        one = next((each for each in asked.space if each.name == axis.name), None)
        levels = {point.get(axis.name) for point in asked.points[:LOOKED_AT]} if one else set()
        out = sorted(v for v in levels if isinstance(v, int | float) and one and not one.holds(v))
        if one and out:
            found.append(
                f"{axis.name}: {', '.join(map(given, out))} outside its assumed range, {given(one.low)} to {given(one.high)}."
            )
    return found


def _equal(asked: Experiment) -> list[str]:
    """Worlds that are the same at all of the points."""
    names, same = list(asked.worlds), None
    for scenario in _some_scenarios(asked):
        with suppress(ScenarioError):
            forms = {name: form(world) for name, world in asked.scenarios(scenario).items()}
            pairs = {(a, b) for k, b in enumerate(names) for a in names[:k] if forms[a] == forms[b]}
            same = pairs if same is None else same & pairs
    return [f"World {b} is the same as {a}: nothing differs between them." for a, b in sorted(same or ())]


def _small(design: Design) -> list[str]:
    """A design of which little can be said."""
    count = getattr(design, "size", 0)
    what = SIZE.get(design.kind)
    return (
        [f"{design.kind} with {count} {what}: ranks and intervals need 4 at least."]
        if what and count < 4
        else []
    )
