"""Writes docs/look-up/values.md, every value of a scenario: ``python docs/values.py``.

A row for each, with symbol, unit, what is allowed, default, range to sweep, source, and the files that read it. Made from the scenario's own fields
and from the code; a test holds the page equal to what is made here.
"""

import ast
import re
import sys
from collections import defaultdict
from pathlib import Path

from pydantic import BaseModel
from tables import table

from sottovoce.scenario.fields import Info, describe, places
from sottovoce.scenario.model import CHANNELS

PAGE = Path(__file__).parent / "look-up" / "values.md"
SOURCE = Path(__file__).parents[1] / "src" / "sottovoce"
READERS = (
    "day",
    "society",
    "measure",
    "record",
    "study",
    "calendar.py",
    "night.py",
    "simulate.py",
)  # in this order
MOST = 3  # files named in a row
ONE = {
    "tiers": "tier",
    "topics": "topic",
    "groups": "group",
    "dates": "date",
}  # what the code calls one of a list
SYMBOLS = {  # of the equations in understand/the-day.md, where the text of a value does not begin with its own
    "watching.nu": "nu",
    "voice.effort": "c0",
    "punishment.severity": "psi",
    "punishment.tolerance": "tau",
    "score.friend_weight": "w",
    "score.point_value": "G",
    "tiers.N.edge": "e",
}
HEAD = """<!-- Made by `python docs/values.py`. Do not edit. -->

# Values of a scenario

Every value that a scenario may set, with its unit, what is allowed, its default, and where that comes from: a source, or *assumed* with a range to sweep. `N` is a place in a list, counted from 0. The symbol is that of
[the equations of a day](../understand/the-day.md). *Read in* names at most three files below `src/sottovoce` that use the value; a file of `day/rules` hands it on as a number.

`sottovoce show press-2015` prints what a preset sets, with its sources; `sottovoce show press-2015 score` one section. `--set score.spill=0.1` and, from Python, `values={"score.spill": 0.1}` set one.
"""


def page() -> str:
    """The whole page: a table for each section."""
    read, sections = readers(), defaultdict(list)
    for path in places():
        info = describe(path.replace(".N", ".0"))
        if info.kind in ("table", "section") or (
            isinstance(info.default, BaseModel) and not hasattr(info.default, "law")
        ):
            continue  # a part that holds others
        sections[path.partition(".")[0] if "." in path else "the run"].append(row(path, info, read))
    head = ("value", "symbol", "what it is", "unit", "allowed", "default", "origin of the default", "read in")
    return "\n".join([HEAD, *(f"## {name}\n\n{table(head, rows)}\n" for name, rows in sections.items())])


def row(path: str, info: Info, read: dict[tuple[str, ...], set[str]]) -> tuple[str, ...]:
    """What is known of one value."""
    low, high = (
        (info.low if info.low is not None else info.above),
        (info.high if info.high is not None else info.below),
    )
    span = " or ".join(map(str, info.choices))
    if not span and (low, high) != (None, None):
        span = f"{shown(low)} to {shown(high)}"
    origin = str(info.source) if info.source else ""
    if info.assumed:
        first = info.assumed[0]
        origin = f"assumed, {first if isinstance(first, str) else ' to '.join(map(shown, info.assumed))}"
    symbol, colon, rest = info.about.partition(": ")
    named = bool(colon) and re.fullmatch(r"[A-Z]|lam|phi|gamma", symbol) is not None
    where = ", ".join(f"`{file}`" for file in files(path, read)[:MOST])
    return (
        f"`{path}`", symbol if named else SYMBOLS.get(path, ""), rest if named else info.about, info.unit or "", span,
        shown(info.default), origin, where,
    )  # fmt: skip


def readers() -> dict[tuple[str, ...], set[str]]:
    """Names that follow one another in the code (``score.spill`` in ``r.score.spill``), and each alone -> files in which they do."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for file in sorted(SOURCE.rglob("*.py")):
        place = file.relative_to(SOURCE)
        if place.parts[0] not in READERS:
            continue
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute):
                holder = node.value
                while isinstance(holder, ast.Subscript):
                    holder = holder.value
                before = holder.attr if isinstance(holder, ast.Attribute) else getattr(holder, "id", "")
                found[before, node.attr].add(place.as_posix())
                found[(node.attr,)].add(place.as_posix())
    return found


def files(path: str, read: dict[tuple[str, ...], set[str]]) -> list[str]:
    """Files that read a value: by the name of its section and its own; else, where numbers are made of it, by its own."""
    parts = [part for part in path.split(".") if part not in ("N", *CHANNELS)] or [path]
    section, name = (parts[-2] if len(parts) > 1 else "scenario"), parts[-1]
    found = set(read[section, name]) | set(read[ONE.get(section, section), name])
    found = found or {file for file in read[(name,)] if file.startswith(("day/rules", "society", "calendar"))}
    return sorted(
        found, key=lambda file: (file.startswith("day/rules"), READERS.index(file.split("/")[0]), file)
    )


def shown(value: object) -> str:
    """A default as a reader would write it."""
    if isinstance(value, BaseModel):
        law, *rest = value.model_dump().items()
        return f"{law[1]}: " + ", ".join(f"{name} {shown(one)}" for name, one in rest)
    if isinstance(value, tuple):
        return ", ".join(map(shown, value)) or "none"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
