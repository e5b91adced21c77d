"""Rules run on the CPU, over ranges of citizens by threads.

Threads are ordinary ones: the compiled loops (machine.loops) release the interpreter's lock. That compiles in one piece, needs no
threading layer, and lets many small worlds run side by side (docs/decisions/0005).
"""

import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from sottovoce.machine.host import Host
from sottovoce.machine.lanes import LANES
from sottovoce.machine.loops import loops, packed
from sottovoce.machine.rule import CROWDS

if TYPE_CHECKING:
    from sottovoce.machine.compiler.packed import Packed

BLOCK = 4096  # citizens that share a row of sums; a multiple of LANES
PIECES = 8  # a thread, of a loop that is shared: the last one to finish is not far behind
WORTH = 0.0005  # seconds of work that are worth waking a thread for
KEPT = 8  # packed tuples: two of columns, rules and today are asked for again and again


class Cpu(Host):
    """Runs compiled rules with a number of threads. Results do not depend on it."""

    def __init__(self, threads: int = 1):
        self.threads = max(1, threads)
        self._pool = ThreadPoolExecutor(self.threads - 1) if self.threads > 1 else None
        self._pace: dict[Callable, float] = {}  # seconds a row of each rule on one thread, the last time
        self._packed: list[Packed] = []  # what was asked for last
        # those that no thread is using, each with places to count in: (group, name, lane)
        self._desks: dict[tuple[Callable, tuple[int, ...]], list[tuple[Packed, np.ndarray]]] = {}

    def everyone(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1; the last argument is (blocks, ...) sums, one row a block."""
        *others, sums = arguments
        values, how, _held = self._laid_out(others)
        together = count // LANES * LANES if rule in CROWDS else 0
        if together:
            self._in_pieces(rule, self._crowds(rule, values, how, sums), 0, together)
        if together < count:
            one = loops(rule, how).everyone
            self._in_pieces(rule, lambda low, high: one(low, high, BLOCK, *values, sums), together, count)

    def _crowds(
        self, rule: Callable, values: list[Any], how: list[str], sums: np.ndarray
    ) -> Callable[[int, int], None]:
        """The loop over crowds of a rule, from row low to row high (both multiples of LANES). Each thread has a desk, and places to count
        in where sums are (blocks, group, name)."""
        assert BLOCK % LANES == 0
        many, make = CROWDS[rule]
        counted = sums.ndim == 3
        shape = (*sums.shape[1:], LANES) if counted else (0, 0, LANES)
        desks = self._desks.setdefault((many, shape), [])

        def laid() -> "tuple[Packed, np.ndarray]":
            return packed(make()), np.zeros(shape, np.int64)

        if not desks:
            desks.append(laid())
        loop = loops(many, how, desks[0][0].how, counted).everyone

        def crowds(low: int, high: int) -> None:
            try:
                desk, beside = desks.pop()
            except IndexError:
                desk, beside = laid()
            loop(low, high, BLOCK, *values, desk.address, beside, sums)
            desks.append((desk, beside))

        return crowds

    def _in_pieces(self, rule: Callable, loop: Callable[[int, int], None], low: int, high: int) -> None:
        """Run a loop over rows low ... high-1. Where there are several threads and the last time tells that it is worth their while,
        they share pieces of whole blocks: each, this one too, takes the next when it is done with one."""
        size = high - low
        begun = time.perf_counter()
        if self._pool is None or size <= BLOCK or self._pace.get(rule, 1.0) * size < WORTH:
            loop(low, high)
            if size > BLOCK:
                self._pace[rule] = (time.perf_counter() - begun) / size
            return
        blocks = self.blocks(size)
        count = min(blocks, PIECES * self.threads)
        cuts = [low + blocks * k // count * BLOCK for k in range(count)] + [high]
        pieces = deque(pairwise(cuts))

        def work() -> None:
            while True:
                try:
                    begin, end = pieces.popleft()
                except IndexError:
                    return
                loop(begin, end)

        sharing = min(self.threads, count)
        others = [self._pool.submit(work) for _ in range(sharing - 1)]
        try:
            work()
        finally:
            wait(others)  # they read columns by their address: nobody may throw these away before
        for other in others:
            other.result()
        self._pace[rule] = (time.perf_counter() - begun) / size * sharing

    def in_order(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1, strictly in order, on one thread."""
        values, how, _held = self._laid_out(arguments)
        loops(rule, how).in_order(count, *values)

    def blocks(self, count: int) -> int:
        """How many blocks of sums `everyone` wants."""
        return -(-count // BLOCK)

    def _laid_out(self, arguments: Sequence[Any]) -> tuple[list[Any], list[str], "list[Packed]"]:
        """Arguments as compiled loops want them, and how a loop finds them: a named tuple by its address. The last few that were
        packed are kept, since most are the same the next day; the caller holds those of this call until it is over."""
        values, how, held = [], [], []
        for each in arguments:
            if hasattr(each, "_fields"):
                found = next((known for known in self._packed if known.content is each), None) or packed(each)
                self._packed = [found, *(known for known in self._packed if known is not found)][:KEPT]
                held.append(found)
                values.append(found.address)
                how.append(found.how)
            else:
                values.append(each)
                how.append("{}")
        return values, how, held
