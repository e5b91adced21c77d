"""Rules compiled for the CPU with Numba, run over ranges of citizens by threads.

Compiled code is kept on disk in a folder named by the digest of every source that a rule can reach, so that a changed rule
is never served stale; the loops are written there as a module of their own, because Numba does not find closures again.
Threads are ordinary ones: the loops release the interpreter's lock. That compiles in one piece, needs no threading layer,
and lets many small worlds run side by side (docs/decisions/0005).
"""

import hashlib
import importlib.util
import os
import platform
import sys
import tempfile
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from sottovoce.machine.rule import RULES

BLOCK = 4096  # citizens that share a row of sums
_OPTIONS = {
    "error_model": "numpy",
    "_nrt": False,
    "forceinline": True,
    "no_cpython_wrapper": True,  # nobody calls a rule from Python: unboxing every column for each doubles the compile
    "no_cfunc_wrapper": True,
}
_LOOPS = '''"""Written by sottovoce.machine.cpu: loops over a rule."""
from numba import njit

from {module} import {name} as rule
{imports}

@njit(nogil=True, cache=True, error_model="numpy", _nrt=False)
def everyone(low, high, block, {others}, sums):
{constants}    while low < high:
        stop = min(low + block, high)
        sum_ = sums[low // block]
        for i in range(low, stop):
            rule(i, {others}, sum_)
        low = stop


@njit(nogil=True, cache=True, error_model="numpy", _nrt=False)
def in_order(count, {others}):
{constants}    for i in range(count):
        rule(i, {others})
'''
_lock = threading.Lock()
_loaded: dict[tuple[str, tuple[type | None, ...]], ModuleType] = {}
_registered: set[Callable] = set()


class Cpu:
    """Runs compiled rules with a number of threads. Results do not depend on it."""

    def __init__(self, threads: int = 1):
        self.threads = max(1, threads)
        self._pool = ThreadPoolExecutor(self.threads) if self.threads > 1 else None

    def everyone(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1; the last argument is (blocks, ...) sums, one row a block."""
        loop = loops(rule, *map(rare_off, arguments[:-1])).everyone
        if self._pool is None or count <= 2 * BLOCK:
            loop(0, count, BLOCK, *arguments)
            return
        pieces = min(self.blocks(count), 8 * self.threads)
        cuts = [self.blocks(count) * p // pieces * BLOCK for p in range(pieces)] + [count]
        jobs = [self._pool.submit(loop, a, b, BLOCK, *arguments) for a, b in pairwise(cuts)]
        for job in jobs:
            job.result()

    def in_order(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1, strictly in order, on one thread."""
        loops(rule, *map(rare_off, arguments)).in_order(count, *arguments)

    def blocks(self, count: int) -> int:
        """How many blocks of sums `everyone` wants."""
        return -(-count // BLOCK)


def rare_off(argument: object) -> type | None:
    """The argument's type if it lists rare switches (`RARE`: field to the value that is off) and all of them are off."""
    rare = getattr(argument, "RARE", None)
    return type(argument) if rare and all(getattr(argument, f) == off for f, off in rare.items()) else None


def loops(rule: Callable, *lean: type | None) -> ModuleType:
    """The module of compiled loops over a rule that takes i, so many more arguments as `lean` has (and a row of sums). Of an
    argument whose type is given there, the rare switches are constants, and what they switch off is not in the code."""
    name = (f"{rule.__module__}.{rule.__name__}", lean)
    with _lock:
        if name not in _loaded:
            _loaded[name] = _load(rule, lean)
        return _loaded[name]


def compiled_before() -> bool:
    """Whether compiled code for these sources is on disk already."""
    return any(folder().glob("__pycache__/*.nbi")) or any(folder().glob("*.nbi"))


def folder() -> Path:
    """Where compiled code for exactly these sources is kept; made when missing."""
    root = os.environ.get("SOTTOVOCE_CACHE") or os.environ.get("XDG_CACHE_HOME")
    places = [Path(root) if root else Path.home() / ".cache", Path(tempfile.gettempdir())]
    for place in places:
        try:
            path = place / "sottovoce" / _digest()
            path.mkdir(parents=True, exist_ok=True)
            if os.access(path, os.W_OK):
                return path
        except OSError:
            continue
    raise OSError(
        f"no folder can be written for compiled code; tried {places}. Set SOTTOVOCE_CACHE to one that can."
    )


def _digest() -> str:
    import numba

    package = Path(__file__).parent.parent
    sources = [
        package / "chance.py",
        *sorted((package / "scenario").glob("*_part.py")),
        *sorted((package / "society").glob("*.py")),
    ]
    sources += sorted((package / "machine").glob("*.py")) + sorted((package / "day").glob("*.py"))
    digest = hashlib.sha256(f"{numba.__version__} {platform.python_version()} {package}".encode())
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


def _load(rule: Callable, lean: tuple[type | None, ...]) -> ModuleType:
    from numba.extending import register_jitable

    for function in RULES:
        if function not in _registered:
            register_jitable(**_OPTIONS)(function)
            _registered.add(function)
    kinds = {f"a{k}": kind for k, kind in enumerate(lean) if kind is not None}
    text = _LOOPS.format(
        module=rule.__module__,
        name=rule.__name__,
        others=", ".join(f"a{k}" for k in range(len(lean))),
        imports="".join(f"from {kind.__module__} import {kind.__name__}\n" for kind in kinds.values()),
        constants="".join(f"    {name} = {_held(name, kind)}\n" for name, kind in kinds.items()),
    )
    text += f"\n# The rule's own file: {hashlib.sha256(Path(rule.__code__.co_filename).read_bytes()).hexdigest()[:16]}\n"
    path = folder() / f"loops_{rule.__name__}_{len(lean)}{'_lean' if kinds else ''}.py"
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


def _held(name: str, kind: Any) -> str:
    """The tuple `name` again, with its rare switches as constants."""
    fields = [repr(kind.RARE[f]) if f in kind.RARE else f"{name}.{f}" for f in kind._fields]
    return f"{kind.__name__}({', '.join(fields)})"
