"""Every replication has its second implementation, held beside the first in a file of the same name; and nothing here is held beside
nothing: whatever is no test is used by tests that assert."""

import ast
from pathlib import Path

import pytest

from sottovoce.replications import names

HERE = Path(__file__).parent
FILES = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in HERE.glob("*.py")}


@pytest.mark.parametrize("name", names())
def test_there_is_a_second(name):
    assert (HERE / f"test_{name.replace('-', '_')}.py").exists()


def used_by(name: str) -> set[str]:
    """Files of this folder that a file imports, directly or through another."""
    found: set[str] = set()
    left = [name]
    while left:
        for node in ast.walk(FILES[left.pop()]):
            if isinstance(node, ast.ImportFrom) and node.level == 1:
                mentioned = {node.module} if node.module else {each.name for each in node.names}
                left += mentioned - found
                found |= mentioned
    return found


@pytest.mark.parametrize(
    "name", sorted(name for name in FILES if name != "__init__" and not name.startswith("test_"))
)
def test_what_is_no_test_is_tested(name):
    """A second implementation asserts nothing itself: a test that uses it does."""
    tests = [test for test in FILES if test.startswith("test_") and name in used_by(test)]
    assert any(isinstance(node, ast.Assert) for test in tests for node in ast.walk(FILES[test])), name
