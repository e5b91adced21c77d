"""Nothing that is lived or measured goes through BLAS or LAPACK: what they round depends on the processor, so that digests would differ by machine."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "sottovoce"
ELSEWHERE = {"calibration", "replications"}  # what they say has no digest
WORDS = {"dot", "vdot", "inner", "matmul", "tensordot", "einsum", "corrcoef", "cov", "convolve", "correlate", "polyfit", "linalg"}  # fmt: skip
FILES = [file for file in sorted(SOURCE.rglob("*.py")) if file.relative_to(SOURCE).parts[0] not in ELSEWHERE]


def by_blas(tree: ast.AST) -> list[int]:
    """Lines with a product of matrices, or with a function of NumPy that makes one."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult))
        or (
            isinstance(node, ast.Attribute)
            and node.attr in WORDS
            and isinstance(node.value, ast.Name)
            and node.value.id == "np"
        )
    ]


@pytest.mark.parametrize("text", ["a @ b", "np.corrcoef(a, b)", "np.linalg.solve(a, b)", "np.convolve(a, b)"])
def test_it_is_found(text):
    assert by_blas(ast.parse(text)) == [1]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(SOURCE)))
def test_nothing_is_rounded_by_a_processor_of_its_own(file):
    lines = by_blas(ast.parse(file.read_text(encoding="utf-8")))
    assert not lines, f"{file.name}, lines {lines}: use elementwise products and sums of NumPy"


def test_measures_are_the_same_with_the_linear_algebra_of_another_processor():
    code = (
        "from verify.golden import lived; print(lived('weihai', 'compiled'), lived('press-2015', 'compiled'))"
    )
    root = SOURCE.parents[1]
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env=_environment(core), text=True, capture_output=True, check=True, cwd=root
        ).stdout
        for core in ({}, {"OPENBLAS_CORETYPE": "Prescott"})
    }  # fmt: skip
    assert len(found) == 1


def _environment(core: dict[str, str]) -> dict[str, str]:
    root = SOURCE.parents[1]
    return os.environ | {"PYTHONPATH": f"{root}:{root / 'src'}"} | core
