"""Prints how many lines hold statements, by package and in all: ``python docs/size.py [TREE]``.

A line counts if it is not blank, not a comment and not part of a docstring. The scripts of docs/ are counted too, so that
moving code from one to the other changes no total.
"""

import ast
import io
import sys
from collections import Counter
from pathlib import Path
from tokenize import COMMENT, DEDENT, ENDMARKER, INDENT, NEWLINE, NL, generate_tokens

SKIPPED = (COMMENT, NL, NEWLINE, INDENT, DEDENT, ENDMARKER)


def statement_lines(source: str) -> int:
    """Lines of a Python source that hold part of a statement other than a docstring."""
    tokens = generate_tokens(io.StringIO(source).readline)
    lines = {line for t in tokens if t.type not in SKIPPED for line in range(t.start[0], t.end[0] + 1)}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            match node.body:
                case [ast.Expr(value=ast.Constant(value=str())) as text, *_]:
                    lines -= set(range(text.lineno, (text.end_lineno or text.lineno) + 1))
    return len(lines)


def sizes(tree: Path) -> dict[str, tuple[int, int]]:
    """Package -> (files, statement lines); modules outside the packages stand under ``sottovoce``."""
    files, lines = Counter[str](), Counter[str]()
    source = tree / "src" / "sottovoce"
    for path in [*source.rglob("*.py"), *(tree / "docs").glob("*.py")]:
        inside = path.is_relative_to(source) and path.parent != source
        name = path.relative_to(source).parts[0] if inside else path.parent.name
        files[name] += 1
        lines[name] += statement_lines(path.read_text(encoding="utf-8"))
    return {name: (files[name], lines[name]) for name in sorted(files)}


def main(tree: Path) -> None:
    """Print the table of one tree."""
    found = sizes(tree)
    total = tuple(map(sum, zip(*found.values(), strict=True)))
    for name, (files, lines) in [*found.items(), ("total", total)]:
        print(f"{name:<14}{files:>6} files{lines:>8,} statement lines")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1])
