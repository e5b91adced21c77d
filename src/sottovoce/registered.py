"""What users registered of their own: measures, observers, networks, reforms and rules for ties, by kind and name. `sottovoce.extend` fills it.

Nothing here is read from a scenario, an experiment or a run folder: these hold a name at most.
"""

import ast
import hashlib
import inspect
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from sottovoce.errors import RunError, SottovoceError, nearest

Kind = Literal["measure", "observer", "network", "reform", "drop", "make"]
HOW = "Register it in Python (sottovoce.extend), or name its file: --allow-code FILE.py."


@dataclass(frozen=True)
class Extension:
    """A function of a user's own, by kind and name. `file` and `line`: where it was written; `sha256`: of that file and of the files beside it that it
    imports, or of the function where there is no file (a notebook)."""

    kind: Kind
    name: str
    function: Callable[..., Any]
    file: str
    line: int
    sha256: str
    reads: tuple[str, ...] = ()  # observers, rules for ties: columns of people
    series: tuple[tuple[str, str], ...] = ()  # daily series and their units
    words: tuple[tuple[str, str], ...] = ()  # measures: unit, about
    values: str = ""  # reforms that are values by path

    def told(self) -> dict[str, Any]:
        """For provenance."""
        file = Path(self.file).name
        return {
            "kind": self.kind,
            "name": self.name,
            "file": file,
            "sha256": self.sha256,
            "ours": False,
            **dict(self.words),
        }


NAME = re.compile(r"[a-z][a-z0-9_-]{0,59}")
_KNOWN: dict[tuple[str, str], Extension] = {}


def register(
    kind: Kind,
    name: str,
    function: Callable[..., Any],
    ours: Any = (),
    place: tuple[str, int] | None = None,
    **facts: Any,
) -> Extension:
    """Register a function by name. RunError for a name that is none, or is taken: by `ours`, or by another file. `place`: file and line, where they are not those of the function. A cell of a notebook may register it again."""
    if not callable(function):
        raise RunError(
            f"{kind} {name}: {type(function).__name__} given; allowed a function. Give a function."
        )
    if not NAME.fullmatch(name):
        raise RunError(
            f"{kind}: {name!r} given for its name; allowed small letters, digits, _ and -, beginning with a letter. Choose such a name."
        )
    code = inspect.unwrap(function).__code__ if hasattr(inspect.unwrap(function), "__code__") else None
    file, line = place or ((code.co_filename, code.co_firstlineno) if code else ("", 0))
    before = _KNOWN.get((kind, name))
    if before is None and name in ours:
        raise RunError(f"{kind} {name}: comes with the program. Choose another name.")
    if before and before.file != file and all(Path(place).is_file() for place in (before.file, file)):
        raise RunError(
            f"{kind} {name}: is registered already, by {before.file}, line {before.line}. Choose another name."
        )
    digest = _digest(function, file)
    if facts.get("values"):  # the function is ours, what is the user's is these, and where they stand
        digest = hashlib.sha256(str(facts["values"]).encode()).hexdigest()
    found = Extension(kind, name, function, file, line, digest, **facts)
    _KNOWN[kind, name] = found
    return found


def _digest(function: Callable[..., Any], file: str) -> str:
    """Of the file that a function is written in, with those beside it that it imports; without a file, of its compiled code."""
    if Path(file).is_file():
        parts = {
            place: hashlib.sha256(place.read_bytes()).hexdigest() for place in _files(Path(file).resolve())
        }
        if len(parts) == 1:
            return parts.popitem()[1]
        folder = Path(file).resolve().parent
        told = sorted(
            (os.path.relpath(place, folder).replace(os.sep, "/"), one) for place, one in parts.items()
        )
        return hashlib.sha256(repr(told).encode()).hexdigest()
    code = getattr(inspect.unwrap(function), "__code__", None)
    parts = (code.co_code, code.co_consts, code.co_names) if code else repr(function)
    return hashlib.sha256(re.sub(r" at 0x[0-9a-f]+", "", repr(parts)).encode()).hexdigest()


def _files(file: Path) -> set[Path]:
    """A file, and those of its folder or its package that it imports, directly or not, wherever in it: no library, whether it is installed there or not."""
    root = file.parent
    while (root / "__init__.py").is_file():
        root = root.parent
    own = file.relative_to(root).parts[0].removesuffix(".py")
    alone = root.name in ("site-packages", "dist-packages")  # beside it lie the packages of others
    found, left = {file}, [file]
    while left:
        here = left.pop()
        for base, name in _imports(here, root):
            top = name.partition(".")[0]
            if base == root and (top in ("sottovoce", *sys.stdlib_module_names) or (alone and top != own)):
                continue
            parts = name.split(".") if name else []
            for stem in (
                base.joinpath(*parts[:count]) for count in range(min(1, len(parts)), len(parts) + 1)
            ):
                for place in (stem.with_name(f"{stem.name}.py"), stem / "__init__.py"):
                    if place.is_relative_to(root) and place.is_file() and place not in found:
                        found.add(place)
                        left.append(place)
    return found


def _imports(file: Path, root: Path) -> Iterator[tuple[Path, str]]:
    """What a file imports: names, and the folder from which each is found."""
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((root, one.name) for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = file.parents[node.level - 1] if node.level else root
            module = node.module or ""
            yield base, module
            yield from ((base, f"{module}.{one.name}".lstrip(".")) for one in node.names if one.name != "*")


def find(kind: Kind, name: str) -> Extension:
    """What is registered by that name. RunError, with what to do, where nothing is."""
    found = _KNOWN.get((kind, name))
    if found is None:
        hint = nearest(name, names(kind)) if names(kind) else ""
        raise RunError(f"{kind} {name}: is not registered here.{hint} {HOW}")
    return found


def same(told: Mapping[str, Any]) -> None:
    """RunError where what a study says it used (`Extension.told`) is not registered here, or is another text."""
    here = find(told["kind"], told["name"])
    if here.sha256 != told["sha256"]:
        raise RunError(
            f"{here.kind} {here.name}: was changed since ({here.sha256[:12]}, then {told['sha256'][:12]}): worlds lived before and after would not be "
            "comparable. Register it as it was, or begin a new study."
        )


def there(kind: Kind, name: str) -> bool:
    """Whether something is registered by that name."""
    return (kind, name) in _KNOWN


def names(kind: Kind) -> list[str]:
    """What is registered of a kind, in order."""
    return [name for one, name in _KNOWN if one == kind]


def everything() -> list[Extension]:
    """All that is registered, in order."""
    return list(_KNOWN.values())


def forget(kind: Kind, name: str) -> None:
    """Take a name off the list."""
    _KNOWN.pop((kind, name), None)


def called(extension: Extension, *arguments: Any) -> Any:
    """Call it. RunError with the line in the user's file where it raises."""
    try:
        return extension.function(*arguments)
    except Exception as problem:
        said = str(problem) if isinstance(problem, SottovoceError) else f"{type(problem).__name__}: {problem}"
        raise RunError(
            f"{extension.kind} {extension.name}: {said}{line_of(problem, extension.file)}"
        ) from problem


def line_of(problem: BaseException, file: str) -> str:
    """Where in a file an exception comes from, with that line of code; the innermost place where that file has no part in it."""
    frames = traceback.extract_tb(problem.__traceback__)
    mine = ([frame for frame in frames if frame.filename == file] or frames)[-1]
    return f" ({mine.filename}, line {mine.lineno}{f': {mine.line}' if mine.line else ''})"


def wrong(extension: Extension, what: str) -> RunError:
    """The error for what a function gave."""
    return RunError(f"{extension.kind} {extension.name}: {what} ({extension.file}, line {extension.line})")
