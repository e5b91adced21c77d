"""Reforms of a user's own: a function Scenario -> Scenario, or values by path."""

import sys
from collections.abc import Callable, Mapping
from typing import Any

from sottovoce import registered
from sottovoce.errors import RunError, ScenarioError
from sottovoce.reforms.registry import REFORMS, Reform
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import leaves, with_values

OURS = frozenset(REFORMS)
PRECEDENT = "a reform of the user's own; no precedent given"
PEOPLE = (
    "citizens",
    "days",
    "seed",
    "name",
    "label",
    "society.",
)  # a reform changes the system, never who lives there and for how long
Function = Callable[[Scenario], Any]


def reform(
    title: str, what: str = "", *, name: str | None = None, values: Mapping[str, Any] | None = None
) -> Any:
    """Register a reform, for ``sv.compare(..., reforms=["name"])``, `sv.fork`, experiments and ``--reform name``: ``@reform("Title")`` over a function that takes a
    Scenario and gives one, or ``reform("Title", name="name", values={"score.spill": 0.1})``. Where it has nothing to change it gives the same scenario back.

    `title`: for a reader; `what`: in a sentence. ScenarioError where it gives anything else, gives two scenarios for one, or changes the people, the days or the seed: worlds
    that are compared have the same people with the same luck.
    """
    if values is not None:
        if name is None:
            raise RunError(
                'reform: values without a name given. Write it like reform("Title", name="milder", values={...}).'
            )
        changes = dict(values)

        def changed(scenario: Scenario) -> Scenario:
            return with_values(scenario, changes)

        caller = sys._getframe(1)  # values stand there, and no function does
        place = (caller.f_code.co_filename, caller.f_lineno)
        _registered(title, what, name, changed, repr(sorted(changes.items())), place)
        return None

    def decorated(function: Function) -> Function:
        _registered(title, what, name or getattr(function, "__name__", "reform").replace("_", "-"), function)
        return function

    return decorated


def _registered(
    title: str,
    what: str,
    name: str,
    function: Function,
    values: str = "",
    place: tuple[str, int] | None = None,
) -> None:
    registered.register("reform", name, function, OURS, place, values=values)

    def change(scenario: Scenario) -> Scenario:
        return reformed(registered.find("reform", name), scenario)

    text = what or f"{title}."
    REFORMS[name] = Reform(
        name,
        title.replace("{", "{{").replace("}", "}}"),
        text,
        PRECEDENT,
        None,
        change,
        lambda scenario: None,
        of_scores=False,
    )


def reformed(one: registered.Extension, scenario: Scenario) -> Scenario:
    """The scenario that a registered reform makes, checked."""
    found = [registered.called(one, scenario) for _ in range(2)]
    if not isinstance(found[0], Scenario):
        raise _wrong(
            one,
            f"gives {type(found[0]).__name__}; allowed a Scenario. Return scenario.replace(...), or the scenario itself",
        )
    if found[0] != found[1]:
        raise _wrong(
            one,
            "called twice on the same scenario it gives two. Leave out luck, clocks and what it remembers",
        )
    before, after = leaves(scenario), leaves(found[0])
    moved = [
        path for path in before | after if path.startswith(PEOPLE) and before.get(path) != after.get(path)
    ]
    if moved:
        raise _wrong(
            one,
            f"changes {moved[0]}; a reform changes neither people nor days nor luck. Change the system only",
        )
    return with_values(found[0], {})  # checked once more: model_copy checks nothing


def _wrong(one: registered.Extension, what: str) -> ScenarioError:
    return ScenarioError([str(registered.wrong(one, what))])


def forget(name: str) -> None:
    """Take a registered reform off every list."""
    if registered.there("reform", name):
        registered.forget("reform", name)
        REFORMS.pop(name, None)
