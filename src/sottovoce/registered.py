"""What users registered of their own: measures, observers, networks, reforms and rules for ties, by kind and name. `sottovoce.extend` fills it.

Nothing here is read from a scenario, an experiment or a run folder: these hold a name at most.
"""

import hashlib
import inspect
import os
import re
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
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
    inner = inspect.unwrap(function)
    if Path(file).is_file():
        parts = {place: hashlib.sha256(place.read_bytes()).hexdigest() for place in _files(inner, Path(file))}
        if len(parts) == 1:
            return parts.popitem()[1]
        told = sorted((os.path.relpath(place, Path(file).parent), one) for place, one in parts.items())
        return hashlib.sha256(repr(told).encode()).hexdigest()
    code = getattr(inner, "__code__", None)
    parts = (code.co_code, code.co_consts, code.co_names) if code else repr(function)
    return hashlib.sha256(re.sub(r" at 0x[0-9a-f]+", "", repr(parts)).encode()).hexdigest()


def _files(function: Any, file: Path) -> set[Path]:
    """A function's file, and those of its package, or of its folder, that are imported from there, directly or not, when it is registered."""
    folder, package = file.resolve().parent, _package(getattr(function, "__module__", ""))
    found, left = {file.resolve()}, [getattr(function, "__globals__", {})]
    while left:
        for value in list(left.pop().values()):
            named = getattr(value, "__module__", "")
            module = value if isinstance(value, ModuleType) else sys.modules.get(str(named))
            place = Path(str(getattr(module, "__file__", None))).resolve()
            if module is None or place in found or place.suffix != ".py":
                continue
            if _package(module.__name__) == package or _beside(place, folder, module.__name__):
                found.add(place)
                left.append(vars(module))
    return found


def _package(module: Any) -> str:
    return str(module).partition(".")[0]


def _beside(place: Path, folder: Path, module: str) -> bool:
    """Whether a module is the user's own, in the folder of the file: no library that happens to be installed below it."""
    if _package(module) in ("sottovoce", *sys.stdlib_module_names):
        return False
    installed = {"site-packages", "dist-packages"}
    return (
        folder.name not in installed
        and place.is_relative_to(folder)
        and not installed & {*place.relative_to(folder).parts}
    )


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
