"""Prose that reads as translated does not come back: a list of patterns, each with better wording.

Over README, CONTRIBUTING, docs, and every string and docstring of the package. Not over `report/` and `web/`, nor the declarations of
replications, which have not been edited for style yet.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NOT_YET = {"report", "web", "replications"}
# pattern -> what to write instead
PATTERNS = {
    r"\b(every|most|after|of|over) so many\b": "say the number: every N days",
    r"\ba (citizen|person) and (year|day)\b": "per citizen-year, per citizen-day",
    r"\b(for|of|by|to) who (is|are|has|have|was|does|do|studies|works|reads)\b": "for those who ...",
    r"\b(a|the) (published )?model more\b": "another published model",
    r"\btold apart from (none|zero|0|nothing)\b": "the interval excludes zero",
    r"\bdissent dearer\b": "raised the cost of dissent",
    r"\bluck that parted\b": "luck that differs between the worlds",
    r"\bis much idle\b|\bmuch is idle\b": "many features have no effect",
    r"\b\d+ (minutes|seconds|s|h) a world\b": "per world",
    r"\ba second, beside others\b": "per second, compared with other engines",
    r"\bgives? what back\b": "how much of each harm a safeguard undoes",
}


def strings(path: Path) -> Iterator[str]:
    """Every string of a Python file, docstrings among them."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def texts() -> Iterator[tuple[str, str]]:
    """(file, text) of all that is checked; code blocks of the pages too, since their comments are read."""
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    package = ROOT / "src" / "sottovoce"
    for path in sorted(package.rglob("*.py")):
        if path.relative_to(package).parts[0] not in NOT_YET:
            yield from ((str(path.relative_to(ROOT)), text) for text in strings(path))


def faults(text: str) -> list[str]:
    """What to change in a text: 'found: better'. A line break inside a phrase hides nothing."""
    text = re.sub(r"\s+", " ", text)
    return [
        f"{hit.group()!r}: {better}"
        for pattern, better in PATTERNS.items()
        for hit in re.finditer(pattern, text, re.I)
    ]


def test_no_pattern_is_left() -> None:
    """Each hit with the file and the better wording."""
    found = [f"{file}: {fault}" for file, text in texts() for fault in faults(text)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "planted",
    [
        "People are kept every so\nmany days.",
        "Harm is 12 sanctions a citizen and year.",
        "A table for who does not see the map.",
        "A published model more",
        "The effect can be told apart from none.",
        "What is gone made dissent dearer.",
        "The rest is luck that parted.",
        "In a short run much is idle.",
        "A year takes 4 minutes a world.",
        "citizen-days a second, beside others",
        "Which safeguard gives what back?",
    ],
)
def test_a_planted_sentence_is_found(planted: str) -> None:
    """Each pattern finds its own."""
    assert len(faults(planted)) == 1


def test_plain_sentences_pass() -> None:
    """What is good English is left alone."""
    assert not faults(
        "Ask who is watched. There are so many of them. The interval excludes zero, for those who spoke."
    )
