"""Mutation testing of `day/` and `measure/`: one operator, comparison or constant is changed, and some quick test has to notice.

    python -m verify mutants                                 some mutants, drawn with a seed
    python -m verify.mutants --count 160 --seed 1 [--parts day/score.py ...] [--places day/score.py:12 ...]

A mutant of a rule runs as plain Python, one citizen at a time, against the tables of `tests/unit/day` and then the second implementation; one of a
measure against `tests/unit/measure`. Each lives in a forked process of its own, in which the import of one module finds the mutant; no file is changed.
What survives is looked at by hand: docs/understand/mutants.md.
"""

import argparse
import ast
import copy
import importlib
import importlib.abc
import importlib.machinery
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from sottovoce.replications.picture import Curve, Picture
from verify.result import Result, Row

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "sottovoce"
COUNT, SEED = 160, 1
SECONDS = (25, 60)  # of processor time for a mutant in each set of tests; one that takes longer is noticed
SKIPPED = ("day/rules/numbers.py",)
ORACLE = [f"tests/oracles/test_whole_day.py::test_random_scenario[{seed}]" for seed in range(25, 33)]
ACCOUNT = [
    "tests/properties/test_account.py",
    "-k",
    "adds_up or nobody_could or days_before or measures_of_a_table",
]
TESTS = {  # sets of tests, the quickest first, for mutants of a folder
    "day": (["tests/unit/day"], ORACLE),
    "measure": (["tests/unit/measure"], ACCOUNT),
}
COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
}
REVERSED = {ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt}
OPERATORS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.FloorDiv,
    ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.LShift: ast.RShift, ast.RShift: ast.LShift, ast.BitXor: ast.BitAnd,
}  # fmt: skip
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any", "minimum": "maximum", "maximum": "minimum"}


class Mutant(NamedTuple):
    """A change of one place: `number` of the places of a part, in the order of the source."""

    part: str  # day/score.py
    number: int
    line: int
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.part}:{self.line} (place {self.number}): {self.before}  ->  {self.after}"


def parts() -> list[str]:
    """Sources that are changed."""
    found = [p.relative_to(SOURCE).as_posix() for f in TESTS for p in sorted((SOURCE / f).rglob("*.py"))]
    return [part for part in found if part not in SKIPPED and not part.endswith("measure/__init__.py")]


def places(tree: ast.Module) -> list[ast.AST]:
    """What may be changed: operators, comparisons, numbers and a few names, outside annotations, docstrings and assertions."""
    found: list[ast.AST] = []

    def walk(node: ast.AST) -> None:
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns", "decorator_list", "type_comment") or isinstance(
                node, ast.Assert
            ):
                continue
            for each in value if isinstance(value, list) else [value]:
                if not isinstance(each, ast.AST):
                    continue
                if changes(each):
                    found.append(each)
                walk(each)

    walk(tree)
    return found


def changes(node: ast.AST) -> list[Any]:
    """The ways to change a place; each is called with a copy of it, which it changes."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        kinds = [table[type(node.ops[0])] for table in (COMPARED, REVERSED) if type(node.ops[0]) in table]
        return [lambda it, kind=kind: setattr(it, "ops", [kind()]) for kind in kinds]
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OPERATORS:
        kind = OPERATORS[type(node.op)]
        return [lambda it: setattr(it, "op", kind())]
    if isinstance(node, ast.BoolOp):
        return [lambda it: setattr(it, "op", ast.Or() if isinstance(it.op, ast.And) else ast.And())]
    if isinstance(node, ast.Constant) and type(node.value) in (int, float, bool):
        if isinstance(node.value, bool):
            return [lambda it: setattr(it, "value", not it.value)]
        less = 0.5 if isinstance(node.value, float) else 1
        return [
            lambda it: setattr(it, "value", it.value + less),
            lambda it: setattr(it, "value", it.value - less),
        ]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        return [lambda it: setattr(it, "op", ast.UAdd())]
    if isinstance(node, ast.Name) and node.id in NAMES:
        return [lambda it: setattr(it, "id", NAMES[it.id])]
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "where"
        and len(node.args) == 3
    ):
        return [lambda it: it.args.__setitem__(slice(1, 3), [it.args[2], it.args[1]])]
    return []


def mutated(part: str, number: int, luck: random.Random) -> tuple[Mutant, ast.Module]:
    """A place of a part, changed."""
    tree = ast.parse((SOURCE / part).read_text(encoding="utf-8"))
    node = places(tree)[number]
    before = ast.unparse(node)
    luck.choice(changes(node))(node)
    return Mutant(part, number, node.lineno, before, ast.unparse(node)), ast.fix_missing_locations(tree)  # type: ignore[attr-defined]


def drawn(count: int, seed: int, among: list[str]) -> Iterator[tuple[Mutant, ast.Module]]:
    """Places of all parts, each as likely as another, none twice."""
    luck = random.Random(seed)
    all_places = [
        (p, k) for p in among for k in range(len(places(ast.parse((SOURCE / p).read_text(encoding="utf-8")))))
    ]
    for part, number in luck.sample(all_places, min(count, len(all_places))):
        yield mutated(part, number, luck)


class Finder(importlib.abc.MetaPathFinder, importlib.machinery.SourceFileLoader):
    """Finds the mutant where its module is imported."""

    def __init__(self, part: str, tree: ast.Module):
        name = "sottovoce." + part.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        importlib.machinery.SourceFileLoader.__init__(self, name, str(SOURCE / part))
        self.tree = tree

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> Any:
        """Of this module alone."""
        if fullname != self.name:
            return None
        return importlib.util.spec_from_file_location(
            fullname, self.path, loader=self, submodule_search_locations=[str(Path(self.path).parent)] if self.path.endswith("__init__.py") else None
        )  # fmt: skip

    def get_code(self, fullname: str) -> Any:
        """The mutant's."""
        return compile(copy.deepcopy(self.tree), self.path, "exec")


def noticed(mutant: Mutant, tree: ast.Module) -> str:
    """By which test, or why else; empty where none does."""
    for tests, seconds in zip(TESTS[mutant.part.split("/")[0]], SECONDS, strict=True):
        with tempfile.NamedTemporaryFile() as log:
            child = os.fork()
            if child == 0:
                _in_child(mutant, tree, tests, seconds, log.name)
            _, status = os.waitpid(child, 0)
            text = Path(log.name).read_text(encoding="utf-8", errors="replace")
        if os.WIFSIGNALED(status):
            return "took too long" if os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL) else "crashed"
        code = os.waitstatus_to_exitcode(status)
        if code:
            told = [line for line in text.splitlines() if line.startswith(("FAILED", "ERROR", "E  "))]
            return next(
                (line for line in told if line.startswith("FAILED")), told[0] if told else f"exit {code}"
            )[:150]
    return ""


def _in_child(mutant: Mutant, tree: ast.Module, tests: list[str], seconds: int, log: str) -> None:
    code = 99
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        with open(log, "w") as out:
            os.dup2(out.fileno(), 1)
            os.dup2(out.fileno(), 2)
        sys.meta_path.insert(0, Finder(mutant.part, tree))
        import pytest

        code = int(pytest.main(["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "--tb=line", *tests]))
    finally:
        sys.stdout.flush()
        os._exit(code)


def ready() -> None:
    """Import what is the same for all, once, and none of what is changed."""
    os.chdir(ROOT)
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
    os.environ.setdefault("SOTTOVOCE_CI", "1")
    os.environ["SOTTOVOCE_SLICE"] = "all"
    for name in ("hypothesis", "numba", "numpy", "pandas", "pyarrow", "scipy.stats", "xarray", "sottovoce.scenario.read", "sottovoce.reforms"):  # fmt: skip
        importlib.import_module(name)
    loaded = [
        name
        for name in sys.modules
        if name.startswith(("sottovoce.day", "sottovoce.measure", "sottovoce.simulate"))
    ]
    for name in [*loaded, *(n for n in sys.modules if n.startswith("sottovoce."))]:
        sys.modules.pop(name, None)
    sys.modules.pop("sottovoce", None)


def run(count: int = COUNT, seed: int = SEED) -> Result:
    """A sample, in a process of its own, from which modules are taken away and imported as mutants; survivors are printed."""
    command = [sys.executable, "-m", "verify.mutants", "--count", str(count), "--seed", str(seed)]
    found: dict[str, list[bool]] = {folder: [] for folder in TESTS}
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            by, _, mutant = line.partition(": ")
            found[mutant.split("/")[0]].append(by == "noticed")
            if by != "noticed":
                print(line, end="", flush=True)
    rows = [
        Row(f"{folder}: {len(those)} mutants", f"{sum(those)} noticed, {len(those) - sum(those)} survived")
        for folder, those in found.items()
    ]
    curve = Curve(
        "mutants", range(1, len(found) + 1), [len(those) for those in found.values()], 0, measured=True
    )
    return Result(
        "mutants of rules and measures", rows, Picture("Mutants tried", "folder", "mutants", (curve,))
    )


def main() -> None:
    """Some mutants, or those at given places."""
    parser = argparse.ArgumentParser(prog="python -m verify.mutants")
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--skip", type=int, default=0, help="how many of them were tried before")
    parser.add_argument("--take", type=int, default=None, help="how many of the rest (default: all)")
    parser.add_argument("--parts", nargs="*", default=None, help="only of these, like day/score.py or day")
    parser.add_argument(
        "--places",
        nargs="*",
        default=[],
        help="these, like day/score.py:12 (its number, not its line), in every way",
    )
    parser.add_argument("--list", action="store_true", help="only tell which")
    asked = parser.parse_args()
    if asked.places:
        those = []
        for text in asked.places:
            part, number = text.split(":")
            ways = len(changes(places(ast.parse((SOURCE / part).read_text(encoding="utf-8")))[int(number)]))
            those += [mutated(part, int(number), _Way(way)) for way in range(ways)]
    else:
        those = list(
            drawn(
                asked.count,
                asked.seed,
                [p for p in parts() if not asked.parts or p.startswith(tuple(asked.parts))],
            )
        )[asked.skip :][: asked.take]
    if not asked.list:
        ready()
    for mutant, tree in those:
        by = "" if asked.list else noticed(mutant, tree)
        print(f"{'' if asked.list else 'noticed: ' if by else 'SURVIVED: '}{mutant}   {by}", flush=True)


class _Way(random.Random):
    """Chooses what it was made with."""

    def __init__(self, way: int):
        super().__init__(0)
        self.way = way

    def choice(self, seq: Any) -> Any:
        return seq[self.way]


if __name__ == "__main__":
    main()
