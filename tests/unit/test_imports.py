"""No circle of imports, also none that hides inside functions."""

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src"


def imports(source: Path) -> dict[str, set[str]]:
    """Module -> modules of the same source tree that it names in an import anywhere in its text."""
    files = {_name(path, source): path for path in source.rglob("*.py")}
    found: dict[str, set[str]] = {}
    for module, path in files.items():
        named = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                named |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                whole = {f"{node.module}.{alias.name}" for alias in node.names}
                named |= {one if one in files else str(node.module) for one in whole}
        found[module] = (named & files.keys()) - {module}
    return found


def circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """Groups of modules that reach one another, in order of their names."""
    reached = {module: _reached(module, arrows) for module in arrows}
    groups = {frozenset(o for o in reached[m] if m in reached[o]) for m in arrows if m in reached[m]}
    return sorted(sorted(group) for group in groups)


def _name(path: Path, source: Path) -> str:
    return ".".join(path.relative_to(source).with_suffix("").parts).removesuffix(".__init__")


def _reached(module: str, arrows: dict[str, set[str]]) -> set[str]:
    found, waiting = set(), list(arrows[module])
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += arrows[one]
    return found


def test_no_modules_import_one_another():
    assert circles(imports(SOURCE)) == []


@pytest.mark.parametrize(
    "text",
    [
        "from house.b import f",
        "def g():\n    from house.b import f",
        "def g():\n    from house import b",
        "import house.b",
    ],
)
def test_a_circle_is_found_wherever_it_hides(tmp_path: Path, text: str):
    """The test above can fail."""
    house = tmp_path / "house"
    house.mkdir()
    for name, body in {
        "__init__": "",
        "a": text,
        "b": "import house.c",
        "c": "from house.a import g",
    }.items():
        (house / f"{name}.py").write_text(body)
    assert circles(imports(tmp_path)) == [["house.a", "house.b", "house.c"]]
    (house / "c.py").write_text("")
    assert circles(imports(tmp_path)) == []
