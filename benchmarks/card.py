"""The full model's day on a card, and what the card can do at best: random reads of a small word a tie."""

import time

import numpy as np
from numba import cuda

from benchmarks.full import press
from sottovoce.machine.gpu import Gpu
from sottovoce.simulate import days
from sottovoce.society import create

THREADS, BLOCK = 1 << 18, 256


def gather(friend, word, sums):
    """A thread adds up every n-th of the words that are read."""
    thread = cuda.grid(1)
    if thread < sums.shape[0]:
        total = np.int64(0)
        for k in range(thread, friend.shape[0], sums.shape[0]):
            total += np.int64(word[friend[k]])
        sums[thread] = total


class Gather:
    """Random reads at the rate of citizens with ten ties each: a streamed 4-byte index and a random 2-byte read a tie."""

    def __init__(self, n: int, threads: int = THREADS):
        self.n, self.kernel = n, cuda.jit(gather)
        generator = np.random.default_rng(1)
        self.friend = cuda.to_device(generator.integers(0, n, 10 * n, dtype=np.uint32))
        self.word = cuda.to_device(np.arange(n).astype(np.uint16))
        self.sums = cuda.to_device(np.zeros(min(threads, 10 * n), np.int64))

    def days(self, count: int) -> None:
        """As many passes over all ties."""
        for _ in range(count):
            self.kernel[-(-len(self.sums) // BLOCK), BLOCK](self.friend, self.word, self.sums)
        cuda.synchronize()

    def figures(self) -> dict[str, float]:
        """Bytes a citizen on the card."""
        return {
            "bytes": (self.friend.nbytes + self.word.nbytes) / self.n,
            "checksum": float(self.sums.copy_to_host().sum()),
        }


class Day:
    """One world of the preset from the day after everybody is scored; its columns have settled on the card, and nobody looks at them."""

    def __init__(self, n: int, preset: str = "press-2015"):
        self.n = n
        scenario = press(n, 36_500, preset)
        self.society = create(scenario)
        before = days(scenario, self.society, 0, machine=Gpu())
        _, events = next(before)
        before.close()
        begin = max(scenario.enrolment.opt_in_day or 0, scenario.enrolment.mandatory_day or 0) + 1
        how = {"machine": Gpu(), "yesterday": events.tally, "looks": lambda day: False}
        self.going = days(scenario, self.society, begin, **how)
        begun = time.perf_counter()
        self.days(1)
        self.first = time.perf_counter() - begun

    def days(self, count: int) -> None:
        """Live this number of days."""
        for _ in range(count):
            _, self.last = next(self.going)

    def figures(self) -> dict[str, float]:
        """Bytes a citizen that stand on the card, and seconds of the first day, compiling included."""
        return {
            "bytes": sum(column.nbytes for column in self.society.state) / self.n,
            "first_day_s": self.first,
        }
