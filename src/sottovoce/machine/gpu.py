"""Rules on a graphics card with numba-cuda (extra `gpu`): the same scalar functions, each thread for every n-th citizen.

The rules are the plain functions of `machine.rule`; here each is compiled as a device function, in a copy of its module's
names in which the other rules are device functions too. Sums are kept a row a thread and added up at the end, in whole
numbers, so that their order does not matter. Products and sums are rounded one by one, as on the processor.

Columns that have settled (`settled`) stay on the card: what is read here is fetched (`fetch`), and changes of ties are carried out there,
in waves of pairs that have nobody in common. All others travel there and back with each call. What was checked, and what a card
must still show, is in docs/decisions/0012-rules-on-a-card.md.
"""

import importlib
import importlib.util
import os
import sys
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from sottovoce.errors import RunError
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.host import Host
from sottovoce.machine.lanes import WORDS, fetch, lap
from sottovoce.machine.plain import Plain
from sottovoce.machine.rule import BATCHES, RULES

THREADS = 16_384  # at most, each with a row of sums of its own
BLOCK = 128  # threads of a block
_KERNELS = """
def everyone(count, stride, {others}, rows{columns}):
    begin = cuda.grid(1)
    if begin < stride:
        mine = rows[begin]
        {made}
        for i in range(begin, count, stride):
            rule(i, {until}{others}, mine{workspace})


def listed(numbers, {others}):
    begin = cuda.grid(1)
    if begin < numbers.shape[0]:
        rule(numbers[begin], {others})


def total(rows, sums):
    k = cuda.grid(1)
    if k < sums.shape[0]:
        for row in range(rows.shape[0]):
            sums[k] += rows[row, k]
"""
_OR_CPU = "`--device cpu` needs none."


class Gpu(Host):
    """Runs rules on the first card. RunError where there is none, or no numba-cuda."""

    def __init__(self, threads: int = THREADS, block: int = BLOCK):
        self._cuda = _cuda()
        self.threads, self.block = threads, block
        self._rules: dict[Callable, Any] = {}
        self._kernels: dict[tuple[Callable, int], dict[str, Any]] = {}
        self._scratch: dict[tuple[Callable, int], list[Any]] = {}
        self._there: dict[int, tuple[weakref.ref, Any]] = {}  # columns on the card by the id of the one here
        self._settled: dict[int, np.ndarray] = {}  # columns that stay there
        self._newer: set[int] = set()  # of these, those that may have changed there
        self._ordered = Plain() if simulated() else Cpu()

    @contextmanager
    def settled(self, columns: Iterable[np.ndarray]) -> Iterator[None]:
        """Let columns stay on the card meanwhile; nobody changes them here until they have been fetched."""
        for column in columns:
            self._copied(column)
            self._settled[id(column)] = column
        try:
            yield
        finally:
            self.fetch(*self._settled.values())
            self._settled.clear()

    def fetch(self, *columns: np.ndarray) -> None:
        """Bring settled columns up to date here, to be read."""
        for column in columns:
            if id(column) in self._newer:
                self._there[id(column)][1].copy_to_host(column)
                self._newer.discard(id(column))

    def everyone(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1, or a rule of a batch for rows 0 ... count-1; the last argument is (1, ...)
        sums. A batch is one citizen: each thread has a workspace for one."""
        *others, sums = arguments
        kernel = self._kernel(rule, len(others))
        stride = min(self.threads, count)
        columns = self._workspaces(rule, stride, kernel["columns"])
        rows = self._cuda.to_device(np.zeros((stride, *sums.shape[1:]), sums.dtype))
        there = [self._up(each) for each in others]
        width = int(np.prod(sums.shape[1:]))
        added = self._cuda.to_device(np.zeros(width, sums.dtype))
        with _rounded_one_by_one():
            kernel["everyone"][-(-stride // self.block), self.block](count, stride, *there, rows, *columns)
            kernel["total"][-(-width // self.block), self.block](rows.reshape(stride, width), added)
        sums[0] += added.copy_to_host().reshape(sums.shape[1:])
        for each in others:
            self._down(each, count)

    def _workspaces(self, rule: Callable, stride: int, columns: list[np.ndarray]) -> list[Any]:
        """The columns of a workspace on the card, a row a thread. Made once: a rule writes before it reads."""
        name = (rule, stride)
        if name not in self._scratch:
            self._scratch[name] = [self._cuda.to_device(np.stack([column] * stride)) for column in columns]
        return self._scratch[name]

    def in_order(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1, strictly in order: on the processor."""
        self._ordered.in_order(rule, count, *arguments)

    def in_waves(self, rule: Callable, pairs: np.ndarray, *arguments) -> None:
        """``rule(k, pairs, *arguments)`` for every row of `pairs`, int64 (pair, ...), of which the first two are whom the rule may change:
        those that have somebody in common in their order, others at once. Changes `pairs` in place."""
        kernel = self._kernel(rule, 1 + len(arguments))
        there = self._cuda.to_device(pairs)
        others = [self._up(each) for each in arguments]
        for wave in waves(pairs[:, :2]):
            with _rounded_one_by_one():
                kernel["listed"][-(-len(wave) // self.block), self.block](
                    self._cuda.to_device(wave), there, *others
                )
        there.copy_to_host(pairs)
        for each in arguments:
            self._down(each, 0)

    def blocks(self, count: int) -> int:
        """How many blocks of sums `everyone` wants: its own are on the card."""
        return 1

    def _kernel(self, rule: Callable, others: int) -> dict[str, Any]:
        name = (rule, others)
        if name not in self._kernels:
            self._rules = self._rules or device_rules(self._cuda)
            workspace = BATCHES[rule](1, 1) if rule in BATCHES else None
            made = kernels(self._cuda, self._rules[rule], others, workspace)
            self._kernels[name] = {key: self._cuda.jit(made[key]) for key in ("everyone", "listed", "total")}
            self._kernels[name]["columns"] = made["columns"]
        return self._kernels[name]

    def _up(self, argument: Any) -> Any:
        if isinstance(argument, np.ndarray):
            settled = id(argument) in self._settled
            return self._there[id(argument)][1] if settled else self._copied(argument)
        if isinstance(argument, tuple):  # a NamedTuple of columns or numbers
            return type(argument)(*(self._up(each) for each in argument))
        return argument

    def _copied(self, here: np.ndarray) -> Any:
        known = self._there.get(id(here))
        if known is None or known[0]() is not here:
            name = id(here)
            gone = weakref.ref(here, lambda _: self._there.pop(name, None))
            self._there[name] = (gone, self._cuda.to_device(here))
        else:
            known[1].copy_to_device(here)
        return self._there[id(here)][1]

    def _down(self, argument: Any, count: int) -> None:
        """Bring back what may have been written: columns, which have a place for each citizen (small tables stay). Of those that have
        settled it is only noted."""
        if isinstance(argument, np.ndarray):
            if id(argument) in self._settled:
                self._newer.add(id(argument))
            elif argument.flags.writeable and max(argument.shape, default=0) >= count:
                self._there[id(argument)][1].copy_to_host(argument)
        elif isinstance(argument, tuple):
            for each in argument:
                self._down(each, count)


def waves(pairs: np.ndarray) -> list[np.ndarray]:
    """Numbers of pairs, (pair, 2), by waves: within one nobody is met twice, and who is in several is met in the order of the pairs."""
    last: dict[int, int] = {}
    found: list[list[int]] = []
    for number, (a, b) in enumerate(pairs.tolist()):
        wave = max(last.get(a, -1), last.get(b, -1)) + 1
        last[a] = last[b] = wave
        if wave == len(found):
            found.append([])
        found[wave].append(number)
    return [np.array(wave, np.int64) for wave in found]


@contextmanager
def _rounded_one_by_one() -> Iterator[None]:
    """Kernels compiled in here round a product before it is added to something, as processors do that run the compiled rules. To NVVM
    this is an option, which numba-cuda has no name for."""
    if simulated():
        yield
        return
    nvvm: Any = importlib.import_module("numba.cuda.cudadrv.nvvm")
    compile_ir = nvvm.compile_ir
    nvvm.compile_ir = lambda ir, **options: compile_ir(ir, **options | {"fma": 0})
    try:
        yield
    finally:
        nvvm.compile_ir = compile_ir


def device_rules(cuda: ModuleType) -> dict[Callable, Any]:
    """Every rule as a device function. Each module's names are copied, and rules among them replaced."""
    names: dict[str, dict[str, Any]] = {}
    made: dict[Callable, Any] = {}
    for function in (*RULES, *WORDS, fetch):
        assert isinstance(function, FunctionType)
        inside = names.setdefault(function.__module__, dict(function.__globals__))
        copy = FunctionType(function.__code__, inside, function.__name__, function.__defaults__)
        copy.__module__, copy.__qualname__ = function.__module__, function.__qualname__
        made[function] = cuda.jit(device=True)(copy)
    made[lap] = cuda.jit(device=True)(_no_clock)
    for inside in names.values():
        for name, value in list(inside.items()):
            if isinstance(value, FunctionType) and value in made:
                inside[name] = made[value]
    return made


def _no_clock(workspace, number):
    """A card has no clock for passes."""


def kernels(cuda: ModuleType, rule: Any, others: int, workspace: Any = None) -> dict[str, Any]:
    """The loop over a device rule that takes i, `others` more arguments and a row of sums (and, where it is a rule of a batch, a
    workspace, whose columns each thread has for itself: `columns`); and the sum of the rows."""
    inside: dict[str, Any] = {"cuda": cuda, "rule": rule, "columns": []}
    words = {"others": ", ".join(f"a{k}" for k in range(others)), "until": "", "workspace": "", "made": ""}
    if workspace is not None:
        words |= {
            "until": "i + 1, ",
            "workspace": ", workspace",
            "made": f"workspace = {_made(workspace, inside)}",
        }
    words["columns"] = "".join(f", c{k}" for k in range(len(inside["columns"])))
    exec(_KERNELS.format(**words), inside)
    return inside


def _made(content: Any, inside: dict[str, Any]) -> str:
    """Code of a kernel that puts together a named tuple with columns of the thread's own; notes its columns and kinds in `inside`."""
    if hasattr(content, "_fields"):
        kind = type(content).__name__
        inside[kind] = type(content)
        return f"{kind}({', '.join(_made(each, inside) for each in content)})"
    if isinstance(content, np.ndarray):
        inside["columns"].append(content)
        return f"c{len(inside['columns']) - 1}[begin]"
    return repr(content)


def simulated() -> bool:
    """Whether Numba's simulator of a card is asked for (NUMBA_ENABLE_CUDASIM=1): plain Python, for tests."""
    return os.environ.get("NUMBA_ENABLE_CUDASIM") == "1"


def _cuda() -> ModuleType:
    """numba.cuda with a card. RunError that says what is missing."""
    if not simulated() and importlib.util.find_spec("numba_cuda") is None:
        raise RunError(
            "--device gpu: numba-cuda is not installed. Install it with `pip install 'sottovoce[gpu]'`, on a machine with an NVIDIA "
            f"card and its driver. {_OR_CPU}"
        )
    cuda = importlib.import_module("numba.cuda")
    if not cuda.is_available():
        raise RunError(
            f"--device gpu: no NVIDIA card answers on this {sys.platform} machine. See that `nvidia-smi` lists one, and that its driver "
            f"knows CUDA 12 or newer. {_OR_CPU}"
        )
    return cuda
