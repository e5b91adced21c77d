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
from sottovoce.machine.lanes import FIELD, LANES
from sottovoce.machine.loops import PLAIN_NUMBA, AsItIs, loops, packed
from sottovoce.machine.rule import BATCHES

if TYPE_CHECKING:
    from sottovoce.machine.compiler.packed import Packed

BLOCK = 4096  # citizens that share a row of sums; a multiple of LANES
PIECES = 8  # a thread, of a loop that is shared: the last one to finish is not far behind
WORTH = 0.0005  # seconds of work that are worth waking a thread for
KEPT = 4  # packed tuples of a type: two of columns are asked for in turn


class Cpu(Host):
    """Runs compiled rules with a number of threads. Results do not depend on it.

    `timed`: rules of a batch note how long their passes take (`clock`).
    """

    def __init__(self, threads: int = 1, *, timed: bool = False):
        self.threads = max(1, threads)
        self.timed = timed
        self._pool = ThreadPoolExecutor(self.threads - 1) if self.threads > 1 else None
        self._pace: dict[Callable, float] = {}  # seconds a row of each rule on one thread, the last time
        self._packed: dict[type, list[Any]] = {}  # what was asked for last
        # workspaces that no thread is using, each with sums by lane (machine.compiler.sums)
        self._idle: dict[tuple[Callable, int, tuple[int, ...]], list[tuple[Any, np.ndarray]]] = {}

    def everyone(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1, or a rule of a batch for rows 0 ... count-1; the last argument is
        (blocks, ...) sums, one row per block."""
        *others, sums = arguments
        values, how, _held = self._laid_out(others)
        if rule not in BATCHES:
            one = loops(rule, how).everyone
            self._in_pieces(rule, lambda low, high: one(low, high, BLOCK, *values, sums), 0, count)
            return
        together = 0 if PLAIN_NUMBA else count // LANES * LANES
        for width, low, high in ((LANES, 0, together), (1, together, count)):
            if low < high:
                self._in_pieces(rule, self._batches(rule, width, values, how, sums), low, high)

    def clock(self, rule: Callable) -> np.ndarray:
        """Ticks by pass of a rule of a batch since the last call, summed over threads (`lanes.lap`)."""
        clocks = [w.content.clock for (of, *_), idle in self._idle.items() if of is rule for w, _ in idle]
        total = np.sum(clocks, axis=0)
        for each in clocks:
            each[:] = 0
        return total[:-1]

    def _batches(
        self, rule: Callable, width: int, values: list[Any], how: list[str], sums: np.ndarray
    ) -> Callable[[int, int], None]:
        """The loop over batches of a rule, from row low to row high, `width` citizens side by side. Each thread has a workspace, and
        sums by lane where there are several lanes and sums are (blocks, group, name)."""
        assert BLOCK % LANES == 0 and BLOCK // LANES * 100 < 1 << FIELD
        by_lane = width > 1 and sums.ndim == 3
        shape = (sums.shape[1], 2 * sums.shape[2], LANES) if by_lane else (0, 0, LANES)
        idle = self._idle.setdefault((rule, width, shape), [])

        def made() -> tuple[Any, np.ndarray]:
            workspace = BATCHES[rule](width)
            if self.timed:
                workspace = workspace._replace(timed=1)
            return packed(workspace), np.zeros(shape, np.int64)

        if not idle:
            idle.append(made())
        loop = loops(rule, how, idle[0][0].how, by_lane).everyone

        def batches(low: int, high: int) -> None:
            try:
                workspace, by_lane_sums = idle.pop()
            except IndexError:
                workspace, by_lane_sums = made()
            loop(low, high, BLOCK, *values, workspace.address, by_lane_sums, sums)
            idle.append((workspace, by_lane_sums))

        return batches

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

    def _laid_out(self, arguments: Sequence[Any]) -> tuple[list[Any], list[str], "list[Packed | AsItIs]"]:
        """Arguments as compiled loops want them, and how a loop finds them: a named tuple by its address. The last few that were
        packed are kept, since most are the same the next day; the caller holds those of this call until it is over."""
        values, how, held = [], [], []
        for each in arguments:
            if hasattr(each, "_fields"):
                found = self._packed_of(each)
                held.append(found)
                values.append(found.address)
                how.append(found.how)
            else:
                values.append(each)
                how.append("{}")
        return values, how, held

    def _packed_of(self, content: Any) -> "Packed | AsItIs":
        known = self._packed.setdefault(type(content), [])
        for packed_ in known:
            if packed_.content is content:
                return packed_
        for packed_ in known:
            if packed_.takes(content):
                return packed_
        known.insert(0, packed(content))
        del known[KEPT:]
        return known[0]
