"""Loops over a rule, compiled with Numba and kept on disk.

The folder is named by the digest of every source that a rule can reach, so that a changed rule is never served stale. A loop is
written there as a module of its own, because Numba does not find closures again.
"""

import hashlib
import importlib.util
import os
import platform
import stat
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sottovoce.errors import RunError
from sottovoce.machine import lanes
from sottovoce.machine.rule import RULES

if TYPE_CHECKING:
    from sottovoce.machine.compiler.packed import Packed

_OPTIONS = {
    "error_model": "numpy",
    "_nrt": False,
    "no_cpython_wrapper": True,  # nobody calls a rule from Python
    "no_cfunc_wrapper": True,
}
_HEAD = '''"""Written by sottovoce.machine.loops: loops over a rule."""
from numba import njit

{imports}
from {module} import {name} as rule
'''
_OURS = """from sottovoce.machine.compiler.inline import LoopCompiler
from sottovoce.machine.compiler.packed import lean, packed"""
_ONE_BY_ONE = """

@njit(nogil=True, cache=True, error_model="numpy"{pipeline})
def everyone(low, high, block, {others}, sums):
{unpacked}    while low < high:
        stop = min(low + block, high)
        sum_ = sums[low // block]
        for i in range(low, stop):
            rule(i, {others}, sum_)
        low = stop


@njit(nogil=True, cache=True, error_model="numpy"{pipeline})
def in_order(count, {others}):
{unpacked}    for i in range(count):
        rule(i, {others})
"""
_BATCHES = """
from sottovoce.machine.lanes import FEW, FIELD, LANES


@njit(nogil=True, cache=True, error_model="numpy"{pipeline})
def everyone(low, high, block, {others}, workspace, by_lane, sums):
{unpacked}    workspace = {workspace}
    while low < high:
        stop = min(low + block, high)
        sum_ = sums[low // block]
        while low < stop:
            end = min(low + workspace.room, stop)
            rule(low, end, {others}, {counted}, workspace)
            low = end
{added_up}"""
_ADDED_UP = """\
        names = by_lane.shape[1] // 2
        for group in range(by_lane.shape[0]):
            for name in range(names):
                for lane in range(LANES):
                    sum_[group, name] += by_lane[group, name, lane]
                    by_lane[group, name, lane] = 0
        for name in range(names):  # words of truths: every other group by itself, so that their sums have room
            for odd in range(2):
                both = 0
                for lane in range(LANES):
                    both += (by_lane[0, names + name, lane] >> odd * FIELD) & 0xFFFF0000FFFF
                for group in range(odd, min(by_lane.shape[0], FEW), 2):
                    sum_[group, name] += (both >> (group - odd) * FIELD) & 0xFFFFFFFF
            for lane in range(LANES):
                by_lane[0, names + name, lane] = 0
"""
# Numba as it comes, without the parts of it that machine.compiler replaces: slower to compile and to run, one citizen at a time, the same
# bits. A way out, should Numba change them.
PLAIN_NUMBA = os.environ.get("SOTTOVOCE_PIPELINE") == "numba"
_lock = threading.RLock()
_loaded: dict[tuple[Callable, tuple[str, ...], str, bool], ModuleType] = {}
_registered: set[Callable] = set()


def loops(rule: Callable, others: Sequence[str], workspace: str = "", by_lane: bool = False) -> ModuleType:
    """The module of compiled loops over a rule that takes i, `others` and a row of sums; with a `workspace`, over a rule of a batch.

    `others` and `workspace` say in code how each of these arguments is read, {} standing for what is passed ("{}": as it is).
    `by_lane`: each of the citizens side by side counts in a place of its own, (group, name, lane); at the end of a block these are
    added to the sums.
    """
    name = (rule, tuple(others), workspace, by_lane)
    if name not in _loaded:
        with _lock:
            if name not in _loaded:
                _loaded[name] = _load(*name)
    return _loaded[name]


class AsItIs:
    """A named tuple passed to compiled code by value, as Numba does it: stands for `Packed`."""

    how = "{}"

    def __init__(self, content: Any):
        self.content = self.address = content

    def takes(self, content: Any) -> bool:
        """True for the same tuple."""
        return content is self.content


def packed(content: Any) -> "Packed | AsItIs":
    """A named tuple laid out for compiled code. Loads Numba, which takes a second: not before something runs, and by one thread alone, for
    two that import it at once get half of it each."""
    if PLAIN_NUMBA:
        return AsItIs(content)
    with _lock:
        from sottovoce.machine.compiler.packed import Packed
    return Packed(content)


def compiled_before() -> bool:
    """Whether compiled code for these sources is on disk already."""
    return any(folder().glob("__pycache__/*.nbi")) or any(folder().glob("*.nbi"))


def folder() -> Path:
    """Where compiled code for exactly these sources is kept; made when missing. What lies there is run: it has to be this user's own."""
    root = os.environ.get("SOTTOVOCE_CACHE") or os.environ.get("XDG_CACHE_HOME")
    tried = []
    for place in (lambda: Path(root) if root else Path.home() / ".cache", fallback):
        try:
            path = place() / "sottovoce" / _digest()
            tried.append(path.parent)
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if os.access(path, os.W_OK) and _mine(path, 0o002) and _mine(path.parent, 0o002):
                return path
        except (OSError, RuntimeError):
            continue
    raise RunError(
        f"no folder of your own can be written for compiled code; tried {', '.join(map(str, tried))}. Set SOTTOVOCE_CACHE to one that can."
    )


def fallback() -> Path:
    """A folder of this user's own in the one for temporary files, where others may write too. OSError where somebody else was first."""
    path = Path(tempfile.gettempdir()) / f"sottovoce-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"
    for part in (path, path / "sottovoce", path / "sottovoce" / _digest()):
        part.mkdir(mode=0o700, exist_ok=True)
        if not _mine(part, 0o022, itself=True):
            raise OSError(f"{part} is not of this user alone")
    return path


def _mine(path: Path, others: int, itself: bool = False) -> bool:
    """Whether a path is a folder (`itself`, and no link to one) of this user, without the bits of its mode that let `others` write."""
    if not hasattr(os, "getuid"):
        return True
    facts = path.lstat() if itself else path.stat()
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.getuid() and not facts.st_mode & others


def _digest() -> str:
    with _lock:
        import numba
    package = Path(__file__).parent.parent
    sources = [
        package / "chance.py",
        *sorted((package / "scenario").glob("*_part.py")),
        *sorted((package / "society").glob("*.py")),
    ]
    sources += sorted((package / "machine").rglob("*.py")) + sorted((package / "day").rglob("*.py"))
    digest = hashlib.sha256(
        f"{numba.__version__} {platform.python_version()} {package} {PLAIN_NUMBA}".encode()
    )
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _load(rule: Callable, others: tuple[str, ...], workspace: str, by_lane: bool) -> ModuleType:
    from numba import config
    from numba.extending import register_jitable

    if getattr(config, "DISABLE_JIT", 0):
        raise RunError(
            "NUMBA_DISABLE_JIT is set, and compiled rules need the compiler. Unset it, or run the rules as plain Python, one citizen "
            "after another: machine=sottovoce.machine.plain.Plain()."
        )
    if PLAIN_NUMBA:
        _register_plainly()
    else:
        import sottovoce.machine.compiler.columns  # noqa: F401 (teaches Numba the words of machine.lanes)
        from sottovoce.machine.compiler.inline import RuleCompiler

        for function in RULES:
            if function not in _registered:
                register_jitable(**_OPTIONS, pipeline_class=RuleCompiler)(function)
                _registered.add(function)
    names = [f"a{k}" for k in range(len(others))]
    unpacked = (f"    {n} = {how.format(n)}\n" for n, how in zip(names, others, strict=True) if how != "{}")
    text = (_HEAD + (_BATCHES if workspace else _ONE_BY_ONE)).format(
        imports="" if PLAIN_NUMBA else _OURS,
        pipeline="" if PLAIN_NUMBA else ", _nrt=False, pipeline_class=LoopCompiler",
        module=rule.__module__,
        name=rule.__name__,
        others=", ".join(names),
        unpacked="".join(unpacked),
        workspace=workspace.format("workspace"),
        counted="by_lane" if by_lane else "sum_",
        added_up=_ADDED_UP if by_lane else "",
    )
    text += f"\n# The rule's own file: {hashlib.sha256(Path(rule.__code__.co_filename).read_bytes()).hexdigest()[:16]}\n"
    path = folder() / f"loops_{rule.__name__}_{hashlib.sha256(text.encode()).hexdigest()[:12]}.py"
    if not path.exists() or path.read_text() != text:
        partial = path.with_suffix(f".{os.getpid()}.tmp")
        partial.write_text(text)
        partial.replace(path)
    spec = importlib.util.spec_from_file_location(f"sottovoce_{path.parent.name}_{path.stem}", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _register_plainly() -> None:
    """Let Numba compile rules and the words of machine.lanes as they are written."""
    from numba.extending import overload, register_jitable

    for function in (*RULES, *lanes.WORDS):
        if function not in _registered:
            register_jitable(error_model="numpy")(function)
            _registered.add(function)
    if lanes.lap not in _registered:
        _registered.add(lanes.lap)
        overload(lanes.lap)(lambda workspace, number: lambda workspace, number: None)
        overload(lanes.fetch)(lambda first, count, *columns: lambda first, count, *columns: None)
