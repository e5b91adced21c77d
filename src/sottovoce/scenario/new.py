"""A commented starting file: every value of a preset, with its unit, range and source in a comment."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from sottovoce.errors import ScenarioError
from sottovoce.scenario.fields import describe
from sottovoce.scenario.format import shown, span
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import describe_in, get, plain
from sottovoce.scenario.read import read
from sottovoce.scenario.sources import provenance, sourceable

HEAD = """\
# A scenario for Sottovoce: change what you want to ask, take out what may stay as in {base}, then:
#   sottovoce check {file}
#   sottovoce run {file}
# Everyone in it is made up. After each value: unit, allowed range; where it comes from, or the range assumed
# for it; what it is, or why it is so. V: seen in a primary source, V2: in a secondary one, M: from memory,
# D: derived.
base: {base}
name: {name}
label: {label}
"""

FOOT = """
# A value that you change has no source until you give one; `sottovoce show {file}` tells which.
# sources:
#   score.friend_weight: {{tag: A, source: my own guess, assumed: [0.0, 0.5]}}
"""


def starting_file(base: str, file: Path) -> str:
    """Text of a scenario file that starts from a preset, to be saved as `file`. Raises ScenarioError."""
    scenario = read(base)
    name = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "mine"
    label = json.dumps(f"a change of mine to: {scenario.label}", ensure_ascii=False)
    lines = [HEAD.format(base=base, file=file.name, name=name, label=label)]
    for section, value in plain(scenario).items():
        if section not in ("name", "label", "about", "sources"):
            lines += _lines(scenario, section, value, 0)
    return "\n".join(lines) + "\n" + FOOT.format(file=file.name)


def write_new(file: Path, base: str) -> None:
    """Write a starting file; never over another. Raises ScenarioError."""
    text = starting_file(base, file)
    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(text)
    except FileExistsError:
        raise ScenarioError(
            [f"{file}: there is a file of this name. Choose another name; nothing was changed."]
        ) from None
    except OSError as error:
        raise ScenarioError(
            [f"{file}: cannot be written ({error.strerror}). Choose another place."]
        ) from None


def _lines(scenario: Scenario, path: str, value: Any, depth: int) -> list[str]:
    name, indent = path.rsplit(".", 1)[-1], "  " * depth
    if isinstance(value, dict) and value and describe(path).kind != "table":
        about = describe(path).about
        head = (
            ["", f"{indent}{name}:"]
            if depth == 0
            else [f"{indent}{name}:" + (f"  # {about}" if about else "")]
        )
        return head + [
            line for inner, v in value.items() for line in _lines(scenario, f"{path}.{inner}", v, depth + 1)
        ]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        found = ["", f"{indent}{name}:"] if depth == 0 else [f"{indent}{name}:"]
        for i, entry in enumerate(value):
            inner = [
                line for n, v in entry.items() for line in _lines(scenario, f"{path}.{i}.{n}", v, depth + 2)
            ]
            found += [f"{indent}  - {inner[0].lstrip()}", *inner[1:]]
        return found
    comment = _comment(scenario, path)
    return [f"{indent}{name}: {_scalar(value)}" + (f"  # {comment}" if comment else "")]


def _comment(scenario: Scenario, path: str) -> str:
    """``ties, 0 to 500; assumed, 5 to 20: mean number of ties of a citizen``."""
    info = describe_in(scenario, path)
    may_be = "" if info.kind in ("text", "table") else f"{info.allowed}"
    parts = [", ".join(part for part in (info.unit, may_be) if part)]
    about = info.about
    if sourceable(path):
        tag, source, assumed = provenance(scenario, path)
        if tag != "A":
            parts.append(f"{tag} {source}")
        elif info.kind in ("number", "whole number", "numbers") and get(scenario, path) is not None:
            parts.append(f"assumed, {span(assumed)}" if assumed else "assumed")
        if tag == "A" and path in scenario.sources:
            about = source
    return ": ".join(part for part in ("; ".join(part for part in parts if part), about) if part)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return (
            value
            if re.fullmatch(r"[a-z][a-z_ ]*", value) and value not in ("null", "true", "false")
            else json.dumps(value)
        )
    if isinstance(value, float):
        text = repr(value)
        return {"inf": ".inf", "-inf": "-.inf"}.get(text, text)
    if isinstance(value, list | dict) or value is None or isinstance(value, bool):
        return json.dumps(value)
    return str(value) if isinstance(value, int) else shown(value)
