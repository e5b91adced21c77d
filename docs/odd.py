"""Writes docs/understand/odd.md, the ODD+D protocol page (Grimm et al. 2020; Mueller et al. 2013): ``python docs/odd.py``.

What the program knows of itself (columns, phases, laws of luck, measures, presets) is made from the code; purpose,
patterns and design concepts are written in docs/odd.template.md, where a line ``{{name}}`` is replaced by the part of that name.
A test holds the page equal to what is made here.
"""

import ast
import importlib
import re
import sys
from pathlib import Path

from tables import table

from sottovoce.chance import Purpose
from sottovoce.measure.names import MEASURES
from sottovoce.scenario.read import presets, read
from sottovoce.society import state
from sottovoce.society.tally import NAMES

DOCS = Path(__file__).parent
PAGE = DOCS / "understand" / "odd.md"
ORDER = (
    "announce",
    "look",
    "adapt",
    "learn",
    "enrol",
    "act",
    "observe",
    "score",
    "sanction",
    "rewire",
    "move",
    "show",
    "ties",
)


def page() -> str:
    """The whole page."""
    text = (DOCS / "odd.template.md").read_text(encoding="utf-8")
    parts = {
        "columns": columns,
        "phases": phases,
        "luck": luck,
        "measures": measures,
        "presets": systems,
    }

    def part(name: re.Match[str]) -> str:
        return parts.pop(name[1])()

    made = re.sub(r"^\{\{(\w+)\}\}$", part, text, flags=re.MULTILINE)
    if parts:
        raise SystemExit(
            f"docs/odd.template.md leaves out {', '.join(parts)}. Write {{{{name}}}} on a line of its own where it belongs."
        )
    return made


def columns() -> str:
    """State variables: every column of a citizen with the comment that stands beside it."""
    source = Path(state.__file__).read_text(encoding="utf-8")
    lines = source.splitlines()
    body = next(n for n in ast.parse(source).body if isinstance(n, ast.ClassDef) and n.name == "State").body
    fields = [n for n in body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)]
    rows = []
    for field, after in zip(
        fields, [*(f.lineno for f in fields[1:]), (fields[-1].end_lineno or 0) + 1], strict=True
    ):
        found = [line.partition("#") for line in lines[field.lineno - 1 : after - 1]]
        told = [
            text.strip() for code, _, text in found if code.strip() or not text.strip().startswith(_HEADS)
        ]
        rows.append((f"`{field.target.id}`", " ".join(filter(None, told))))  # pyright: ignore[reportAttributeAccessIssue]
    assert [name.strip("`") for name, _ in rows] == list(state.State._fields)
    return table(("column", "what it is"), rows)


_HEADS = ("evolving", "about today", "summed over", "what others can read", "ties")


def phases() -> str:
    """Process overview: the parts of a day in their order, with what each reads and writes (a test checks these lists)."""
    rows = []
    for number, name in enumerate(ORDER):
        module = importlib.import_module(f"sottovoce.day.{name}")
        heads = re.search(r"reads: (.*?)\s*·?\s*writes: (.*?)(?:\n\s*\n|$)", module.__doc__ or "", re.DOTALL)
        assert heads, f"day/{name}.py"
        reads, writes = heads.groups()
        head = (module.__doc__ or "").strip().split("\n\n")[0].partition(": ")[2]
        words = " ".join(head.split())
        rows.append((str(number), f"`{name}`", words[:1].upper() + words[1:], _words(reads), _words(writes)))
    return table(("", "phase", "what happens", "reads", "writes"), rows)


def luck() -> str:
    """What luck decides: every purpose of a draw."""
    return ", ".join(f"{one.name.lower().replace('_', ' ')} ({one.value})" for one in Purpose) + "."


def measures() -> str:
    """What is measured."""
    rows = [(f"`{name}`", one.unit, one.about) for name, one in MEASURES.items()]
    return (
        table(("measure", "unit", "what it is"), rows)
        + f"\n\nThey are made from {len(NAMES)} daily sums by social group (`record.nc`), and from citizens at the end of a run."
    )


def systems() -> str:
    """Presets."""
    rows = [(f"[{name}](../look-up/catalogue/{name}.md)", read(name).label) for name in presets()]
    return table(("preset", "what it is"), rows)


def _words(text: str) -> str:
    return " ".join(text.split()).removesuffix(" ·")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
