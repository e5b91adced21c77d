"""No sentence of README, guides, page or terminal says why a result came out that no run tested.

A sentence with a causal word names the knock-out or the row of the account that it was computed from, or stands in ALLOWED with the reason
why it is no statement of a result. (The report as it is printed: tests/unit/report/test_causal.py.)
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CAUSAL = re.compile(
    r"\b(because|therefore|which is why|so that|due to|owing to|thanks to|leads? to|outweighs?)\b"
    r"|\bso (less|more|fewer|nobody|friends|being|sanctions)\b",
    re.I,
)
TESTED = re.compile(r"take it away|knock-out|--without|held back|cut off", re.I)
# part of a sentence -> why it is no result
ALLOWED = {
    "so that both forms are held to one size": "why a margin was chosen",
    "because most of it never existed in that form": "about the articles",
    "because their scores drag": "the rule of a published model",
    "because each operation on a vector is the same": "about the program",
    "because others have fewer occasions": "what a measure is built not to do",
    "lead to oneself": "where a tie goes",
    "so that the phenomenon is there at all": "why parameters were chosen",
    "lead to norms against work": "what a paper published",
    "so that nobody reads more into": "why a page was written",
    "so that the model can be compared": "why a form was chosen",
    "so that everybody's shadow score begins": "a rule",
    "so that about one choice in 100,000": "the error of a table",
    "because scales differ": "why a unit was chosen",
    "An offence leads to the list": "a rule, as a lever is called",
}


def texts() -> Iterator[tuple[str, str]]:
    """(file, sentence) of everything that a reader is told."""
    pages = [
        ROOT / "README.md",
        *(ROOT / "docs" / "understand").glob("*.md"),
        *(ROOT / "docs" / "do").glob("*.md"),
    ]
    for path in sorted(pages):
        text = re.sub(r"```.*?```", " ", path.read_text(encoding="utf-8"), flags=re.S)
        yield from ((path.name, one) for one in sentences(text))
    for path in sorted((ROOT / "page" / "src").glob("*.tsx")):
        text = re.sub(r"^\s*//.*$|/\*.*?\*/", " ", path.read_text(encoding="utf-8"), flags=re.M | re.S)
        yield from ((path.name, one) for one in sentences(text))
    for part in ("report", "web"):
        for path in sorted((ROOT / "src" / "sottovoce" / part).rglob("*.py")):
            for string in strings(ast.parse(path.read_text(encoding="utf-8"))):
                yield from ((path.name, one) for one in sentences(string))


def sentences(text: str) -> list[str]:
    """A text cut where sentences, cells and paragraphs end."""
    return [" ".join(one.split()) for one in re.split(r"(?<=[.;?:|])\s+|\n\n|\n(?=- |\| )", text)]


def strings(tree: ast.AST) -> Iterator[str]:
    """The strings of a module that are no docstrings, parts of a format string put together."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(v.value) if isinstance(v, ast.Constant) else "…" for v in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def untested(found: Iterator[tuple[str, str]]) -> list[str]:
    """Sentences with a causal word that name nothing tested and are not allowed."""
    return [
        f"{name}: {one}"
        for name, one in found
        if CAUSAL.search(one) and not TESTED.search(one) and not any(part in one for part in ALLOWED)
    ]


def test_nothing_is_explained_that_no_run_tested():
    found = list(texts())
    assert len(found) > 1000
    assert untested(iter(found)) == []


def test_what_is_allowed_is_there():
    """An entry that no sentence needs is taken out."""
    found = [one for _, one in texts() if CAUSAL.search(one)]
    assert [part for part in ALLOWED if not any(part in one for one in found)] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Lower with the system, because fewer dissent.",
        "The score leads to silence.",
        "Sanctions fall, so fewer are barred.",
    ],
)
def test_such_a_sentence_is_found(sentence: str):
    assert untested(iter([("page", sentence)])) == [f"page: {sentence}"]
