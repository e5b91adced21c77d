"""Pairs of ids as numbers, so that ties can be sorted and counted once; and the luck of a tie before it is one."""

import numpy as np

from sottovoce.chance import Purpose, day_key, draw, unit, wrapping
from sottovoce.society.pieces import filled

HALF = np.uint64(32)


def uniform(seed: int, edge: np.ndarray, counter: int) -> np.ndarray:
    """A uniform draw in (0, 1) for each numbered tie (or place), uint64 in, float64 out."""
    key = day_key(seed, Purpose.TIE)

    def drawn(part: slice) -> np.ndarray:
        with wrapping():
            return unit(draw(key, edge[part], np.uint64(counter)))

    return filled(len(edge), drawn)


def codes(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Numbers of pairs of ids, uint64, the lower id in the upper half; those of one and the same id are left out."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    return (low.astype(np.uint64) << HALF | high.astype(np.uint64))[a != b]


def once(numbers: np.ndarray) -> np.ndarray:
    """Sorted, each once. (`np.unique` hashes since NumPy 2.3, which takes minutes on codes as regular as these.)"""
    numbers = np.sort(numbers)
    if not len(numbers):
        return numbers
    new = np.empty(len(numbers), bool)
    new[0] = True
    np.not_equal(numbers[1:], numbers[:-1], out=new[1:])
    return numbers if new.all() else numbers[new]


def split(numbers: np.ndarray) -> np.ndarray:
    """Pairs from codes, shape (tie, 2), uint32, in the same order."""
    pairs = np.empty((len(numbers), 2), np.uint32)
    pairs[:, 0] = numbers >> HALF
    pairs[:, 1] = numbers & np.uint64(0xFFFFFFFF)
    return pairs


def distinct(numbers: np.ndarray) -> np.ndarray:
    """Pairs from codes, shape (tie, 2), uint32, sorted, each once."""
    return split(once(numbers))
