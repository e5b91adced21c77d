"""Make a change hold on every day: before the first date, and against every later date that would undo it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sottovoce.scenario.model import Dated, Scenario
from sottovoce.scenario.paths import get, plain, with_values

Changes = Callable[[Scenario], dict[str, Any]]  # the scenario as it stands on a day -> values by path


def held(scenario: Scenario, changes: Changes, *, since: int | None = None, name: str = "") -> Scenario:
    """A copy in which, on every day, the values that `changes` gives for that day win over the dates of the scenario.

    `changes` is called once for each stretch between dates, with the scenario that holds there, without dates. `since`:
    only from the start of that day on, by an added date called `name`. A date that has nothing left to change is removed;
    one that never changed anything (a placebo) stays.
    """
    dates = list(scenario.dates)
    begin = 0
    if since is not None:
        begin = sum(1 for dated in dates if dated.day <= since)
        dates.insert(begin, Dated(day=since, name=name))
    state = with_values(scenario, {"dates": []}) if dates else scenario
    base = before = {} if since is not None else changes(state)
    kept: list[Dated] = []
    for number, dated in enumerate(dates):
        state = with_values(state, dated.set) if dated.set else state
        if since is not None and number < begin:
            kept.append(dated)
            continue
        wanted = changes(state)
        if since is not None and number == begin:
            values = {q: plain(v) for q, v in wanted.items() if plain(get(state, q)) != plain(v)}
        else:
            values = _values(dated.set, state, before, wanted)
        if values or not dated.set:
            kept.append(Dated(day=dated.day, name=dated.name, set=values))
        before = wanted
    if since is not None and not kept[begin].set:
        del kept[begin]
    moved = _moved(scenario, base["tiers"]) if "tiers" in base else {}
    return with_values(scenario, base | {"dates": kept} | moved)


def states(scenario: Scenario) -> list[Scenario]:
    """The scenario as it stands on day 0 and after each date within the days of the run."""
    return [now for _, _, now in scenario.periods()]


def scored(scenario: Scenario) -> bool:
    """True if anybody can be scored on any day of the run. (Informers, or a power to freeze, need no score.)"""
    return any(
        now.score.in_force and day is not None and max(begin, day) < end
        for begin, end, now in scenario.periods()
        for day in (now.enrolment.opt_in_day, now.enrolment.mandatory_day)
    )


def _values(
    given: dict[str, Any], state: Scenario, before: dict[str, Any], wanted: dict[str, Any]
) -> dict[str, Any]:
    """What a date sets where the change holds: its own values that are left, then those that the change sets again."""
    left = {p: plain(v) for p, v in given.items() if not any(_covers(q, p) for q in wanted)}
    undone = {
        q: plain(get(state, q)) for q in before if q not in wanted and not any(_covers(p, q) for p in left)
    }
    again = {
        q: plain(v)
        for q, v in wanted.items()
        if q not in before
        or plain(before[q]) != plain(v)
        or any(_covers(p, q) or _covers(q, p) for p in left)
    }
    return left | undone | again


def _covers(path: str, other: str) -> bool:
    """True if `other` is at or below `path`."""
    return (other + ".").startswith(path + ".")


def _moved(scenario: Scenario, tiers: list[Any]) -> dict[str, Any]:
    """Sources of tiers whose number changed, under their new paths."""
    found = {}
    old = {tier.name: number for number, tier in enumerate(scenario.tiers)}
    for number, tier in enumerate(tiers):
        before = old.get(tier["name"])
        if before is None or before == number:
            continue
        for path, source in scenario.sources.items():
            if path.startswith(f"tiers.{before}."):
                found[f"sources.tiers.{number}.{path.split('.', 2)[2]}"] = plain(source)
    return found
