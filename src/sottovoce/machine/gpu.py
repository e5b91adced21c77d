"""Rules on a graphics card with numba-cuda (extra `gpu`): the same scalar functions, a thread for every so many citizens.

The rules are the plain functions of `machine.rule`; here each is compiled as a device function, in a copy of its module's
names in which the other rules are device functions too. Sums are kept a row a thread and added up at the end, in whole
numbers, so that their order does not matter. Passes in strict order stay on the processor.

Columns go to the card before each call and come back after it: right, not yet quick. What was checked, and what a card must
still show, is in docs/decisions/0012-rules-on-a-card.md.
"""

import importlib
import importlib.util
import os
import sys
import weakref
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

import numpy as np

from sottovoce.errors import RunError
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.plain import Plain
from sottovoce.machine.rule import RULES

THREADS = 16_384  # at most, each with a row of sums of its own
BLOCK = 128  # threads of a block
_KERNELS = """
def everyone(count, stride, {others}, rows):
    begin = cuda.grid(1)
    if begin < stride:
        mine = rows[begin]
        for i in range(begin, count, stride):
            rule(i, {others}, mine)


def total(rows, sums):
    k = cuda.grid(1)
    if k < sums.shape[0]:
        for row in range(rows.shape[0]):
            sums[k] += rows[row, k]
"""
_OR_CPU = "`--device cpu` needs none."


class Gpu:
    """Runs rules on the first card. RunError where there is none, or no numba-cuda."""

    def __init__(self, threads: int = THREADS, block: int = BLOCK):
        self._cuda = _cuda()
        self.threads, self.block = threads, block
        self._rules: dict[Callable, Any] = {}
        self._kernels: dict[tuple[Callable, int], tuple[Any, Any]] = {}
        self._there: dict[int, tuple[weakref.ref, Any]] = {}  # columns on the card by the id of the one here
        self._ordered = Plain() if simulated() else Cpu()

    def everyone(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1; the last argument is (1, ...) sums."""
        *others, sums = arguments
        kernel, total = self._kernel(rule, len(others))
        stride = min(self.threads, count)
        grid = -(-stride // self.block)
        rows = self._cuda.to_device(np.zeros((stride, *sums.shape[1:]), sums.dtype))
        kernel[grid, self.block](count, stride, *(self._up(each) for each in others), rows)
        width = int(np.prod(sums.shape[1:]))
        added = self._cuda.to_device(np.zeros(width, sums.dtype))
        total[-(-width // self.block), self.block](rows.reshape(stride, width), added)
        sums[0] += added.copy_to_host().reshape(sums.shape[1:])
        for each in others:
            self._down(each, count)

    def in_order(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1, strictly in order: on the processor."""
        self._ordered.in_order(rule, count, *arguments)

    def blocks(self, count: int) -> int:
        """How many blocks of sums `everyone` wants: its own are on the card."""
        return 1

    def _kernel(self, rule: Callable, others: int) -> tuple[Any, Any]:
        name = (rule, others)
        if name not in self._kernels:
            self._rules = self._rules or device_rules(self._cuda)
            made = kernels(self._cuda, self._rules[rule], others)
            self._kernels[name] = self._cuda.jit(made["everyone"]), self._cuda.jit(made["total"])
        return self._kernels[name]

    def _up(self, argument: Any) -> Any:
        if isinstance(argument, np.ndarray):
            return self._column(argument)
        if isinstance(argument, tuple):  # a NamedTuple of columns or numbers
            return type(argument)(*(self._up(each) for each in argument))
        return argument

    def _column(self, here: np.ndarray) -> Any:
        known = self._there.get(id(here))
        if known is None or known[0]() is not here:
            name = id(here)
            gone = weakref.ref(here, lambda _: self._there.pop(name, None))
            self._there[name] = (gone, self._cuda.to_device(here))
        else:
            known[1].copy_to_device(here)
        return self._there[id(here)][1]

    def _down(self, argument: Any, count: int) -> None:
        """Bring back what may have been written: columns, which have a place for each citizen. Small tables stay."""
        if isinstance(argument, np.ndarray):
            if argument.flags.writeable and max(argument.shape, default=0) >= count:
                self._there[id(argument)][1].copy_to_host(argument)
        elif isinstance(argument, tuple):
            for each in argument:
                self._down(each, count)


def device_rules(cuda: ModuleType) -> dict[Callable, Any]:
    """Every rule as a device function. Each module's names are copied, and rules among them replaced."""
    names: dict[str, dict[str, Any]] = {}
    made: dict[Callable, Any] = {}
    for function in RULES:
        assert isinstance(function, FunctionType)
        inside = names.setdefault(function.__module__, dict(function.__globals__))
        copy = FunctionType(function.__code__, inside, function.__name__, function.__defaults__)
        copy.__module__, copy.__qualname__ = function.__module__, function.__qualname__
        made[function] = cuda.jit(device=True)(copy)
    for inside in names.values():
        for name, value in list(inside.items()):
            if isinstance(value, FunctionType) and value in made:
                inside[name] = made[value]
    return made


def kernels(cuda: ModuleType, rule: Any, others: int) -> dict[str, Any]:
    """The loop over a device rule that takes i, `others` more arguments and a row of sums; and the sum of the rows."""
    inside: dict[str, Any] = {"cuda": cuda, "rule": rule}
    exec(_KERNELS.format(others=", ".join(f"a{k}" for k in range(others))), inside)
    return inside


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
