"""Values of a scenario by path, like ``tiers.0.edge`` or ``society.need.median``: read, list, change them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import ValidationError

from sottovoce.errors import ScenarioError
from sottovoce.scenario.fields import Info, describe, numbered, unknown
from sottovoce.scenario.lines import halves, parse
from sottovoce.scenario.parameters import Parameters
from sottovoce.scenario.texts import MOST, problems_of
from sottovoce.scenario.values import Part

__all__ = [
    "Setting", "Settings", "assignments", "at", "describe", "describe_in", "get", "leaves", "located", "merged", "plain", "validated",
    "with_values",
]  # fmt: skip

P = TypeVar("P", bound=Parameters)


class Setting(NamedTuple):
    """A value of a scenario and its path."""

    path: str
    value: Any


Settings = tuple[Setting, ...]


def leaves(scenario: Parameters) -> dict[str, Any]:
    """Every single value by its path, in the order of the model; `sources` is left out.

    A list of numbers is one value, and so is the table of a dated change.
    """
    found: dict[str, Any] = {}

    def walk(value: Any, path: str) -> None:
        if isinstance(value, Part):
            for name in type(value).model_fields:
                walk(getattr(value, name), f"{path}.{name}")
        elif isinstance(value, tuple) and (not value or isinstance(value[0], Part)):
            for number, entry in enumerate(value):
                walk(entry, f"{path}.{number}")
        else:
            found[path] = value

    for name in type(scenario).model_fields:
        if name != "sources":
            walk(getattr(scenario, name), name)
    return found


def get(scenario: Parameters, path: str) -> Any:
    """The value, section, list or distribution at `path`. Raises ScenarioError where there is none."""
    here: Any = scenario
    names = _names(path)
    for depth, name in enumerate(names):
        so_far = ".".join(names[: depth + 1])
        if isinstance(here, Part) and name in type(here).model_fields:
            here = getattr(here, name)
        elif isinstance(here, tuple) and numbered(name) and int(name) < len(here):
            here = here[int(name)]
        elif isinstance(here, dict) and name in here:
            here = here[name]
        else:
            raise ScenarioError([_nowhere(so_far, here)])
    return here


def at(scenario: Parameters, *paths: str) -> Settings:
    """The values at these paths. Raises ScenarioError where there is none."""
    return tuple(Setting(path, get(scenario, path)) for path in paths)


def with_values(scenario: P, changes: Mapping[str, Any]) -> P:
    """A checked copy with the values at these paths changed, one after the other.

    A value may be a section (what it leaves out stays, as in a file with a `base`), a whole list or distribution, or None. Where a
    value is no longer what it was, its entry in `sources` goes too: the source spoke of the old value. Raises ScenarioError with
    every problem.
    """
    old = plain(scenario)
    new = plain(scenario)
    named: set[str] = set()
    for path, value in changes.items():
        if not isinstance(path, str):
            raise ScenarioError([f"{path!r} given for a path; allowed text. Write it like score.spill."])
        try:
            _put(new, path, plain(value))
        except RecursionError:
            raise ScenarioError([f"{path}: nested too deeply, or in itself. Write it out flat."]) from None
        if path.startswith("sources."):
            named.add(path.removeprefix("sources."))
    if "sources" not in changes:
        new["sources"] = {p: s for p, s in new["sources"].items() if p in named or same(old, new, p)}
    return validated(new, type(scenario))


def describe_in(scenario: Parameters, path: str) -> Info:
    """What may stand at `path` of this scenario: the parameters of a distribution are those of its law."""
    parent = path.rpartition(".")[0]
    return describe(path, getattr(get(scenario, parent), "law", None) if parent else None)


def validated(data: dict[str, Any], of: type[P]) -> P:
    """A Scenario (`of`) from plain data: dicts, lists, numbers, text. Raises ScenarioError with every problem."""
    try:  # from JSON, as lists then become tuples in strict mode too
        text = json.dumps(data)
    except (TypeError, ValueError, RecursionError):
        raise ScenarioError(_unwritable(data)) from None
    try:
        return of.model_validate_json(text)
    except ValidationError as error:
        if error.errors(include_url=False, include_input=False)[0]["type"] == "json_invalid":
            raise ScenarioError(_unwritable(data)) from None
        found, more = problems_of(error)
        raise ScenarioError((str(problem) for problem in found), more) from None


def merged(start: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """Plain data with what is given put in: sections are merged, lists and distributions with a `law` replaced."""
    return {**start, **{name: _put_in(name, start.get(name), value) for name, value in given.items()}}


def _put_in(name: str, before: Any, value: Any) -> Any:
    nested = isinstance(value, dict) and isinstance(before, dict)
    return (
        merged(before, value) if nested and "law" not in value and name not in ("sources", "set") else value
    )


def located(scenario: P, folder: str | Path) -> P:
    """The scenario with the path of its file of ties, where it has one, from the root; as given it begins in `folder`."""
    society, network = scenario.society, scenario.society.network
    if network.file is None or Path(network.file).is_absolute():
        return scenario
    file = str(Path(folder).absolute() / network.file)
    network = network.model_copy(update={"file": file})
    return scenario.model_copy(update={"society": society.model_copy(update={"network": network})})


def _unwritable(data: dict[str, Any]) -> list[str]:
    """A line for each value in plain data that no file can hold."""

    def look(value: Any, path: str) -> Iterator[str]:
        what = None
        if isinstance(value, dict | list):
            for name, inner in value.items() if isinstance(value, dict) else enumerate(value):
                yield from look(name, path) if isinstance(name, str) and halves(name) else ()
                yield from look(inner, f"{path}.{name}" if path else str(name))
        elif isinstance(value, str):
            what = "half of a character (\\ud800 to \\udfff)" if halves(value) else None
        elif isinstance(value, int):
            what = "a number of more than 300 digits" if abs(value) >= 10**300 else None
        elif not isinstance(value, float | None):
            what = f"something of type {type(value).__name__}"
        if what:
            place = path.encode("ascii", "backslashreplace").decode()
            yield f"{place}: {what} given; allowed numbers, text, true, false or null. Write one of these."

    try:
        return list(islice(look(data, ""), MOST)) or [
            "the scenario: cannot be written as JSON. Use plain values."
        ]
    except RecursionError:
        return ["the scenario: nested too deeply, or in itself. Write it out flat."]


def assignments(texts: Iterable[str]) -> dict[str, Any]:
    """``["score.spill=0", "tiers=[]"]`` -> values by path, read as YAML. Raises ScenarioError."""
    found: dict[str, Any] = {}
    problems: list[str] = []
    for text in texts:
        path, equals, value = text.partition("=")
        path = path.strip()
        if not equals or not path:
            problems.append(f"{text}: no value given; allowed path=value. Write it like score.spill=0.")
            continue
        try:
            describe(path)
            found[path] = parse(value, path).data
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    return found


def plain(value: Any) -> Any:
    """The same as dicts, lists, numbers and text that JSON can hold."""
    if isinstance(value, Part):
        return {name: plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if hasattr(value, "tolist") and not isinstance(value, bool | int | float | str):  # numbers of NumPy's
        return value.tolist()
    return value


def same(old: Any, new: Any, path: str) -> bool:
    """True if `path` leads to equal values in both, through entries of equal names, or to none in both."""

    def follow(here: Any) -> list[Any]:
        seen = []
        for name in _names(path):
            if isinstance(here, list) and numbered(name) and int(name) < len(here):
                here = here[int(name)]
                seen.append(here.get("name") if isinstance(here, dict) else None)
            elif isinstance(here, dict) and name in here:
                here = here[name]
            else:
                return [None, "nowhere"]
        return [*seen, here]

    return follow(old) == follow(new)


def _names(path: str) -> list[str]:
    return ["sources", path.removeprefix("sources.")] if path.startswith("sources.") else path.split(".")


def _put(data: dict[str, Any], path: str, value: Any) -> None:
    *above, last = _names(path)
    here: Any = data
    for depth, name in enumerate(above):
        if isinstance(here, list) and numbered(name) and int(name) < len(here):
            here = here[int(name)]
        elif isinstance(here, dict) and name in here:
            here = here[name]
        else:
            raise ScenarioError([_nowhere(".".join(above[: depth + 1]), here)])
    if isinstance(here, list) and numbered(last) and int(last) < len(here):
        here[int(last)] = _put_in(last, here[int(last)], value)
    elif isinstance(here, dict) and (last in here or above == ["sources"]):
        here[last] = _put_in(last, here.get(last), value)
    else:
        raise ScenarioError([_nowhere(path, here)])


def _nowhere(path: str, here: Any) -> str:
    """Why `path` leads nowhere from `here` (a part of a scenario, or the same as plain data)."""
    parent, _, name = path.rpartition(".")
    if isinstance(here, Part):
        here = plain(here)
    if isinstance(here, list | tuple) and (not here or isinstance(here[0], dict | Part)):
        known = f"entries 0 to {len(here) - 1}" if here else "no entries"
        return f"{path}: there is no such entry; {parent} has {known}. Give the whole list to add one."
    if isinstance(here, dict) and "law" in here:
        names = ", ".join(name for name in here if name != "law")
        return (
            f"{path}: {parent} is {here['law']} and has {names}. "
            f"To change the law give the whole distribution, like {parent}={{law: normal, mean: 0, sd: 1}}."
        )
    return unknown(path, name, list(here) if isinstance(here, dict) else None)
