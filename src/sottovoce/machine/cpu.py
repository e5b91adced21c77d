"""Rules run on the CPU, over ranges of citizens by threads.

Threads are ordinary ones: the compiled loops (machine.loops) release the interpreter's lock. That compiles in one piece, needs no
threading layer, and lets many small worlds run side by side (docs/decisions/0005).
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sottovoce.machine.lanes import LANES
from sottovoce.machine.loops import loops
from sottovoce.machine.rule import CROWDS

if TYPE_CHECKING:
    from sottovoce.machine.packed import Packed

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
        *others, sums = map(self._laid_out, arguments)
        lean = [*map(_lean, others)]
        together = count // LANES * LANES if rule in CROWDS else 0
        if together:
            many, desk = CROWDS[rule]
            loop = loops(many, *lean).crowds

            def crowds(low: int, high: int) -> None:
                spare = self._desks.get(many)
                mine = spare.pop() if spare else self._new_desk(many, desk)
                loop(low, high, BLOCK, *others, sums, mine)
                self._desks[many].append(mine)

            self._in_pieces(crowds, 0, together)
        if together < count:
            loop_ = loops(rule, *lean).everyone
            self._in_pieces(lambda low, high: loop_(low, high, BLOCK, *others, sums), together, count)

    def _new_desk(self, rule: Callable, make: Callable[[], Any]) -> "Packed":
        from sottovoce.machine.packed import Packed

        self._desks.setdefault(rule, [])
        return Packed(make())

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
        laid_out = [self._laid_out(each) for each in arguments]
        loops(rule, *map(_lean, laid_out)).in_order(count, *laid_out)

    def blocks(self, count: int) -> int:
        """How many blocks of sums `everyone` wants."""
        return -(-count // BLOCK)

    def _laid_out(self, argument: Any) -> Any:
        """A named tuple as compiled code wants it; the last few are kept, since most are the same the next day."""
        if not hasattr(argument, "_fields"):
            return argument
        from sottovoce.machine.packed import Packed

        found = next((each for each in self._packed if each.content is argument), None) or Packed(argument)
        self._packed = [found, *(each for each in self._packed if each is not found)][:KEPT]
        return found


def _lean(argument: Any) -> bool:
    return getattr(argument, "lean", False)
