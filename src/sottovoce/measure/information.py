"""Information in bits: what one thing about people tells of another (Shannon 1948), with what luck alone would tell taken off.

Counted in classes, mutual information is too high: in few people some classes fall together by chance. So the mean of what would be counted if one of
the two were dealt out among the people at random is subtracted. That mean is exact (Vinh, Epps & Bailey 2010, JMLR 11:2837, their expected mutual
information): nothing is drawn. Where the two have nothing to do with each other the result is 0 in the mean, and below 0 about as often as above.
"""

from collections.abc import Sequence

import numpy as np


def information(a: np.ndarray, b: np.ndarray) -> float:
    """Bits that class `a` tells of class `b`, (person,) whole numbers, less what luck alone would tell. NaN for nobody."""
    table = np.unique(a, return_inverse=True)[1], np.unique(b, return_inverse=True)[1]
    if not len(a):
        return float("nan")
    counts = np.zeros((table[0].max() + 1, table[1].max() + 1), np.int64)
    np.add.at(counts, table, 1)
    return counted(counts) - by_luck(counts.sum(axis=1), counts.sum(axis=0))


def further(a: np.ndarray, b: np.ndarray, given: np.ndarray) -> float:
    """Bits that class `a` tells of class `b` beyond what class `given` tells, (person,) each: `information` within each class of `given`, weighted by
    people. 0 in the mean where `a` has nothing to tell to who knows `given`, however much that tells. (The joint class of both would not do: less
    is counted by luck where much is told, and too much would be taken off.)"""
    parts = [given == one for one in np.unique(given)]
    return sum(float(part.mean()) * information(a[part], b[part]) for part in parts)


def counted(counts: np.ndarray) -> float:
    """Bits of a table of counts as they are counted."""
    n = counts.sum()
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    there = counts > 0
    return float((counts[there] / n * np.log2(counts[there] / expected[there])).sum())


def by_luck(rows: np.ndarray, columns: np.ndarray) -> float:
    """Mean of `counted` over all ways to deal the columns out among the rows: each cell is then hypergeometric."""
    n = int(rows.sum())
    fact = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, n + 1)))])  # log n!
    found = 0.0
    for r in rows.tolist():
        for c in columns.tolist():
            k = np.arange(max(1, r + c - n), min(r, c) + 1)
            chance = (
                fact[r]
                + fact[c]
                + fact[n - r]
                + fact[n - c]
                - fact[n]
                - fact[k]
                - fact[r - k]
                - fact[c - k]
                - fact[n - r - c + k]
            )
            found += float((np.exp(chance) * k / n * np.log2(k * (n / (r * c)))).sum())
    return found


def entropy(a: np.ndarray) -> float:
    """Bits in a class, (person,): the most that anything can tell of it."""
    shares = np.unique(a, return_counts=True)[1] / max(len(a), 1)
    return float(-(shares * np.log2(shares)).sum())


def classes(values: np.ndarray, edges: Sequence[float]) -> np.ndarray:
    """The number of the class of each value, int64 (person,): 0 below the first edge; a value on an edge is above it."""
    return np.searchsorted(np.asarray(edges), values, side="right").astype(np.int64)
