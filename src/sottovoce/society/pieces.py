"""Long columns made piece by piece: a piece stays in the processor's own memory, and the pieces are shared among threads.

What is made for each element alone has the same bits however it is cut.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

PIECE = 1 << 15  # elements


def pieces(count: int, size: int = PIECE) -> list[slice]:
    """Slices of at most `size` that together are 0 ... count-1."""
    return [slice(begin, min(begin + size, count)) for begin in range(0, count, size)]


def filled(count: int, make: Callable[[slice], np.ndarray]) -> np.ndarray:
    """One float64 column, (count,): `make` gives the elements of a slice."""
    column = np.empty(count)

    def fill(part: slice) -> None:
        column[part] = make(part)

    for _ in over(fill, pieces(count)):
        pass
    return column


def over[T](function: Callable[[slice], T], parts: list[slice]) -> Iterator[T]:
    """`function` of every slice, in order; by several threads where there are many. NumPy lets go of the interpreter."""
    threads = min(os.cpu_count() or 1, len(parts) // 4)
    if threads < 2:
        yield from map(function, parts)
        return
    with ThreadPoolExecutor(threads) as pool:
        yield from pool.map(function, parts)
