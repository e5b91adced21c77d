"""What is wrong with a scenario, in words: where, what was given, what is allowed, what to do."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sottovoce.errors import ScenarioError, nearest
from sottovoce.scenario.fields import Info, describe, element, is_distribution, laws, members, number, unknown
from sottovoce.scenario.parameters import Parameters

MOST = 50  # findings that are put into words: each is compared with all names there are


class Problem(NamedTuple):
    """A dotted path and what is to be said about it."""

    path: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.text}"


def problems_of(error: ValidationError) -> tuple[list[Problem], int]:
    """Pydantic's first findings in our words, in the order of the scenario, each place once; and how many more there are."""
    found: dict[Problem, None] = {}
    details = error.errors(include_url=False)
    for detail in details[:MOST]:
        if detail["type"] == "value_error" and not detail["loc"]:  # from consistent.py: ready lines
            for line in str(detail["ctx"]["error"]).split("\n"):  # type: ignore[typeddict-item]
                found[Problem(*line.split(": ", 1))] = None
        else:
            found[_problem(detail)] = None
    return list(found), len(details[MOST:])


def given(value: Any) -> str:
    """A value as it was given, shortened."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        text = json.dumps(value, ensure_ascii=False)
    elif isinstance(value, int | float):
        text = number(value)
    elif isinstance(value, dict):
        text = "a section" if value else "an empty section"
    elif isinstance(value, list | tuple):
        text = f"a list of {len(value)}"
    else:
        text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def refused(info: Info, value: Any) -> str:
    """``1.4 given; allowed 0 to 0.95 (share). Choose a value in that range.``"""
    unit = f" ({info.unit})" if info.unit else ""
    advice = {
        "number": "Choose a value in that range.",
        "whole number": "Choose a value in that range.",
        "switch": "Write true or false.",
        "choice": "Choose one of these.",
        "text": "Write text; quote it if it looks like a number.",
        "numbers": "Write it like [-1, 0, 1].",
        "choices": f"Write it like [{', '.join(info.choices[:2])}].",
        "list": "Begin each entry with a hyphen.",
        "distribution": "Write it like {law: normal, mean: 0, sd: 1}.",
    }.get(info.kind, "Indent the names below it.")
    if info.kind in ("number", "whole number") and (
        value is None or isinstance(value, str | bool | dict | list)
    ):
        advice = f"Write a {info.kind}."
    if info.kind == "whole number" and isinstance(value, float):
        advice = "Write it without a point."
    if info.kind == "choice" and isinstance(value, str):
        advice = nearest(value, info.choices).strip() if "Did" in nearest(value, info.choices) else advice
    return f"{given(value)} given; allowed {info.allowed}{unit}. {advice}"


def _problem(detail: ErrorDetails) -> Problem:
    path, above = _path(detail["loc"])
    kind, value = detail["type"], detail["input"]
    name = path.rsplit(".", 1)[-1]
    law = next((str(law) for law in detail["loc"][-2:-1] if is_distribution(above) and law in laws()), None)
    if kind == "extra_forbidden":
        known = members(above) if law is None else laws()[law]
        return Problem(*unknown(path, name, known).split(": ", 1))
    if kind == "missing":
        info = describe(path, law)
        unit = f" ({info.unit})" if info.unit else ""
        about = f": {info.about}" if info.about else ""
        return Problem(path, f"missing{about}. Give it; allowed {info.allowed}{unit}.")
    if kind == "union_tag_not_found":
        return Problem(
            path, f"no law given; allowed {', '.join(laws())}. Write it like {{law: normal, mean: 0, sd: 1}}."
        )
    if kind == "union_tag_invalid":
        law = value.get("law") if isinstance(value, dict) else value
        return Problem(f"{path}.law", refused(describe(f"{path}.law"), law))
    if kind == "value_error":
        return Problem(path, f"{detail['ctx']['error']}.")  # type: ignore[typeddict-item]
    if kind in ("too_short", "too_long"):
        info = describe(path)
        return Problem(path, f"{len(value)} entries given; allowed {info._count()}. Add or remove entries.")
    if kind == "string_pattern_mismatch":
        return Problem(
            path, f"{given(value)} given; allowed {describe(path).about}. Write it like press-2015."
        )
    try:
        return Problem(path, refused(describe(path, law), value))
    except ScenarioError:  # a place that only a table has
        return Problem(path, f"{given(value)} given. {detail['msg']}.")


def _path(loc: tuple[str | int, ...]) -> tuple[str, Any]:
    """Pydantic's location as a dotted path, without the names of laws, and the type of the place above it."""
    annotation, above, names = Parameters, Parameters, []
    for name in loc:
        above = annotation
        if is_distribution(annotation) and name in laws():
            continue
        names.append(str(name))
        inside = members(annotation)
        if inside is not None and name in inside:
            annotation = inside[str(name)].annotation
        else:
            annotation = element(annotation)
    return ".".join(names), above
