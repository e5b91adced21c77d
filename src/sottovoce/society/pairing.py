"""Pairs of ids as numbers, so that ties can be sorted and counted once; and the luck of a tie before it is one."""

import numpy as np

from sottovoce.chance import Purpose, day_key, draw, unit, wrapping


def uniform(seed: int, edge: np.ndarray, counter: int) -> np.ndarray:
    """A uniform draw in (0, 1) for each numbered tie (or place), uint64 in, float64 out."""
    with wrapping():
        return unit(draw(day_key(seed, Purpose.TIE), edge, np.uint64(counter)))


def codes(a: np.ndarray, b: np.ndarray, citizens: int) -> np.ndarray:
    """Numbers low * citizens + high of pairs of ids, uint64; those of one and the same id are left out."""
    low, high = np.minimum(a, b), np.maximum(a, b)
    return (low.astype(np.uint64) * np.uint64(citizens) + high.astype(np.uint64))[a != b]


def once(numbers: np.ndarray) -> np.ndarray:
    """Sorted, each once. (`np.unique` hashes since NumPy 2.3, which takes minutes on codes as regular as these.)"""
    numbers = np.sort(numbers)
    return numbers[np.concatenate([[True], numbers[1:] != numbers[:-1]])] if len(numbers) else numbers


def distinct(numbers: np.ndarray, citizens: int) -> np.ndarray:
    """Pairs from codes, shape (tie, 2), uint32, sorted, each once."""
    numbers = once(numbers)
    return np.stack([numbers // np.uint64(citizens), numbers % np.uint64(citizens)], axis=1).astype(np.uint32)
