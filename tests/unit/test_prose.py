"""Prose that reads as translated does not come back: a list of patterns, each with better wording.

Over README, CONTRIBUTING, docs, every string and docstring of the package, its scenarios, templates and declarations, and the page.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WRITTEN = (".yaml", ".md", ".jinja", ".j2", ".html")  # of the package
# pattern -> what to write instead
PATTERNS = {
    r"\b(every|most|after|of|over) so many\b": "say the number: every N days",
    r"\ba (citizen|person) and (year|day)\b": "per citizen-year, per citizen-day",
    r"\b(for|of|by|to) who (is|are|has|have|was|does|do|studies|works|reads)\b": "for those who ...",
    r"\b(a|the) (published )?model more\b": "another published model",
    r"\btold apart from (none|zero|0|nothing)\b": "the interval excludes zero",
    r"\btell (it |them |this |the \w+ )?from (none|zero|nothing)\b": "the interval includes (or excludes) zero",
    r"\bnot borne alike\b": "groups do not bear it equally",
    r"\bholds? luck only\b": "covers luck only",
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
    package = ROOT / "src" / "sottovoce"
    pages = [path for path in (ROOT / "docs").rglob("*.md") if "_build" not in path.parts]
    data = [p for p in package.rglob("*") if p.suffix in WRITTEN and "static" not in p.parts]
    page = (ROOT / "page" / "src").glob("*.ts*")
    for path in sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *pages, *data, *page]):
        yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
    for path in sorted(package.rglob("*.py")):
        yield from ((str(path.relative_to(ROOT)), text) for text in strings(path))


def faults(text: str) -> list[str]:
    """What to change in a text: 'found: better'. A line break inside a phrase hides nothing."""
    text = re.sub(r"\s+", " ", text)
    return [
        f"{hit.group()!r}: {better}"
        for pattern, better in PATTERNS.items()
        for hit in re.finditer(pattern, text, re.I)
    ]


def test_all_kinds_of_text_are_read() -> None:
    """Of the package, its data and the page."""
    read = {file for file, _ in texts()}
    for file in ("README.md", "src/sottovoce/web/year.yaml", "src/sottovoce/report/build.py", "page/src/story.tsx",
                 "src/sottovoce/replications/spiral/DECLARATION.md"):  # fmt: skip
        assert file in read


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
        "These seeds cannot tell the share from nothing.",
        "It is not borne alike.",
        "The intervals hold luck only.",
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
