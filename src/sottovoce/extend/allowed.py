"""Code of a user's own is run where its file, or its package, is named for that: never by reading a scenario, an experiment or a run folder."""

import hashlib
import importlib.util
import sys
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

from sottovoce import registered
from sottovoce.errors import RunError, nearest

GROUP = "sottovoce.extensions"


def allow(what: str | Path) -> list[str]:
    """Run a Python file, or the entry point of an installed package (group ``sottovoce.extensions``), and return what it registered, like ``measure loud``. RunError where
    there is no such file or entry point, or it raises, with the line."""
    before = set(map(_named, registered.everything()))
    text = str(what)
    if text.endswith(".py"):
        _file(Path(text))
    else:
        found = installed()
        if text not in found:
            hint = nearest(text, found) if found else " No installed package has any."
            raise RunError(
                f"{text}: neither a Python file nor an entry point of {GROUP}.{hint} Give a path like mine.py."
            )
        _entry(found[text])
    return [name for name in map(_named, registered.everything()) if name not in before]


def installed() -> dict[str, EntryPoint]:
    """Entry points of installed packages by name. None of them is imported."""
    return {one.name: one for one in entry_points(group=GROUP)}


def _named(one: registered.Extension) -> str:
    return f"{one.kind} {one.name}"


def _file(path: Path) -> None:
    if not path.is_file():
        raise RunError(f"{path}: no such file. Give a Python file.")
    path = path.absolute()
    name = f"sottovoce_allowed_{hashlib.sha256(str(path).encode()).hexdigest()[:12]}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    _beside(path)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as problem:
        sys.modules.pop(name, None)
        raise _refused(str(path), problem, str(path)) from problem


_FOLDERS: set[Path] = set()  # of files that were allowed


def _beside(path: Path) -> None:
    """The file may import what lies beside it. RunError where it would get what lies beside another one, which has the same name."""
    folder = path.resolve().parent
    for other in folder.glob("*.py"):
        known = getattr(sys.modules.get(other.stem), "__file__", None)
        if known and Path(known).resolve().parent in _FOLDERS - {folder}:
            raise RunError(
                f"{path}: {other.name} beside it has the name of {known}, which another allowed file imports. Rename one of them."
            )
    _FOLDERS.add(folder)
    if str(folder) not in sys.path:
        sys.path.append(str(folder))  # at the end, where it hides no library


def _entry(point: EntryPoint) -> None:
    try:
        found = point.load()
        if callable(found):
            found()
    except Exception as problem:
        raise _refused(f"{point.name} ({point.value})", problem, "") from problem


def _refused(what: str, problem: Exception, file: str) -> RunError:
    if isinstance(problem, RunError):
        return RunError(f"{what}: {problem}")
    return RunError(
        f"{what}: cannot be run: {type(problem).__name__}: {problem}{registered.line_of(problem, file)}"
    )
