"""Rules run on the CPU, over ranges of citizens by threads.

Threads are ordinary ones: the compiled loops (machine.loops) release the interpreter's lock. That compiles in one piece, needs no
threading layer, and lets many small worlds run side by side (docs/decisions/0005).
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sottovoce.machine.lanes import LANES
from sottovoce.machine.loops import loops
from sottovoce.machine.rule import CROWDS

if TYPE_CHECKING:
    from sottovoce.machine.compiler.packed import Packed

BLOCK = 4096  # citizens that share a row of sums; a multiple of LANES
KEPT = 8  # packed tuples: two of columns, rules and today are asked for again and again


class Cpu:
    """Runs compiled rules with a number of threads. Results do not depend on it."""

    def __init__(self, threads: int = 1):
        self.threads = max(1, threads)
        self._pool = ThreadPoolExecutor(self.threads) if self.threads > 1 else None
        self._packed: list[Packed] = []  # what was asked for last
        self._desks: dict[Callable, list[Packed]] = {}  # those that no thread is using

    def everyone(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1; the last argument is (blocks, ...) sums, one row a block."""
        *others, sums = arguments
        values, how = self._laid_out(others)
        together = count // LANES * LANES if rule in CROWDS else 0
        if together:
            assert BLOCK % LANES == 0
            many, make = CROWDS[rule]
            desks = self._desks.setdefault(many, [])
            if not desks:
                desks.append(pack(make()))
            loop = loops(many, how, desks[0].how).everyone

            def crowds(low: int, high: int) -> None:
                try:
                    mine = desks.pop()
                except IndexError:
                    mine = pack(make())
                loop(low, high, BLOCK, *values, mine.address, sums)
                desks.append(mine)

            self._in_pieces(crowds, 0, together)
        if together < count:
            one = loops(rule, how).everyone
            self._in_pieces(lambda low, high: one(low, high, BLOCK, *values, sums), together, count)

    def _in_pieces(self, loop: Callable[[int, int], None], low: int, high: int) -> None:
        """Run a loop over rows low ... high-1, in pieces of whole blocks where there are threads to share them."""
        if self._pool is None or high - low <= 2 * BLOCK:
            loop(low, high)
            return
        blocks = self.blocks(high - low)
        pieces = min(blocks, 8 * self.threads)
        cuts = [low + blocks * p // pieces * BLOCK for p in range(pieces)] + [high]
        jobs = [self._pool.submit(loop, a, b) for a, b in pairwise(cuts)]
        for job in jobs:
            job.result()

    def in_order(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1, strictly in order, on one thread."""
        values, how = self._laid_out(arguments)
        loops(rule, how).in_order(count, *values)

    def blocks(self, count: int) -> int:
        """How many blocks of sums `everyone` wants."""
        return -(-count // BLOCK)

    def _laid_out(self, arguments: Sequence[Any]) -> tuple[list[Any], list[str]]:
        """Arguments as compiled loops want them, and how a loop finds them: a named tuple by its address. The last few that were
        packed are kept, since most are the same the next day."""
        values, how = [], []
        for each in arguments:
            if hasattr(each, "_fields"):
                found = next((known for known in self._packed if known.content is each), None) or pack(each)
                self._packed = [found, *(known for known in self._packed if known is not found)][:KEPT]
                values.append(found.address)
                how.append(found.how)
            else:
                values.append(each)
                how.append("{}")
        return values, how


def pack(content: Any) -> "Packed":
    """A named tuple laid out for compiled code."""
    from sottovoce.machine.compiler.packed import (
        Packed,  # loads Numba, which takes a second: not before something runs
    )

    return Packed(content)
