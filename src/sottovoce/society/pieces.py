"""Long columns made piece by piece: a piece stays in the processor's own memory, and the pieces are shared among threads.

What is made for each element alone has the same bits however it is cut.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from sottovoce import chance
from sottovoce.chance import Purpose

PIECE = 1 << 15  # elements
T = TypeVar("T")


def pieces(count: int) -> list[slice]:
    """Slices that together are 0 ... count-1."""
    return [slice(begin, min(begin + PIECE, count)) for begin in range(0, count, PIECE)]


def over(count: int, function: Callable[[slice], T]) -> list[T]:
    """`function` of every piece of 0 ... count-1, in order; by all cores where there are many, as NumPy lets them."""
    parts = pieces(count)
    threads = min(os.cpu_count() or 1, len(parts) // 4)
    if threads < 2:
        return [function(part) for part in parts]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(function, parts))


def filled(count: int, make: Callable[[slice], np.ndarray]) -> np.ndarray:
    """One column, float64 (count,): `make` gives the elements of a slice."""
    column = np.empty(count)

    def fill(part: slice) -> None:
        column[part] = make(part)

    over(count, fill)
    return column


def uniforms(seed: int, purpose: Purpose, who: np.ndarray, counter: int = 0) -> np.ndarray:
    """`chance.uniforms`, for many."""
    return filled(len(who), lambda part: chance.uniforms(seed, purpose, who[part], counter))


def normals(seed: int, purpose: Purpose, who: np.ndarray) -> np.ndarray:
    """`chance.normals`, for many."""
    return filled(len(who), lambda part: chance.normals(seed, purpose, who[part]))
