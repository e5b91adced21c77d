"""Networks that follow from where people live: near one another in a square, or side by side on a grid without edges."""

import numpy as np

from sottovoce.scenario.model import Network
from sottovoce.society.pairing import codes, distinct, uniform

MOVED, WHERE = 3, 4  # counters of draws, those of a rewired lattice
ACROSS, UP = 20, 21
AT_ONCE = 2_000_000  # pairs looked at together


def homes(network: Network, citizens: int, seed: int) -> np.ndarray:
    """Where each id lives, float64 (citizen, 2) in the unit square: independent uniform places, numbered strip by strip, so
    that a block of ids of the size of a community is a neighbourhood."""
    number = np.arange(citizens, dtype=np.uint64)
    place = np.stack([uniform(seed, number, ACROSS), uniform(seed, number, UP)], axis=1)
    strips = max(1, round((citizens / network.community_size) ** 0.5))
    strip = (place[:, 0] * strips).astype(np.int64)
    return place[np.lexsort((place[:, 1], strip))]


def near(network: Network, citizens: int, seed: int) -> np.ndarray:
    """Pairs of ids that live at most `radius` apart (random geometric graph), shape (tie, 2)."""
    place, radius = homes(network, citizens, seed), network.radius
    cells = int(min(1.0 / radius if radius > 0 else citizens, citizens**0.5)) or 1
    x, y = (place * cells).astype(np.int64).T
    order = np.argsort(x * cells + y, kind="stable")
    x, y, place = x[order], y[order], place[order]
    cell = x * cells + y
    found = [np.empty(0, np.uint64)]
    for right, up in ((0, 0), (0, 1), (1, -1), (1, 0), (1, 1)):
        inside = (x + right < cells) & (y + up >= 0) & (y + up < cells)
        there = cell + right * cells + up
        low = np.searchsorted(cell, there, side="left")
        high = np.searchsorted(cell, there, side="right")
        if (right, up) == (0, 0):
            low = np.arange(citizens) + 1  # each pair of one cell once
        count = np.where(inside, np.maximum(high - low, 0), 0)
        parts = np.searchsorted(np.cumsum(count), np.arange(AT_ONCE, count.sum(), AT_ONCE))
        for rows in np.split(np.arange(citizens), parts):
            a = np.repeat(rows, count[rows])
            begun = np.cumsum(count[rows]) - count[rows]
            b = np.arange(len(a)) - np.repeat(begun, count[rows]) + low[a]
            apart = ((place[a] - place[b]) ** 2).sum(axis=1)
            close = apart <= radius * radius
            found.append(codes(order[a[close]], order[b[close]]))
    return distinct(np.concatenate(found))


def torus(network: Network, citizens: int, seed: int) -> np.ndarray:
    """Everybody knows the eight around him on a grid of `width` columns whose edges meet (Moore's neighbourhood); id =
    row * width + column. Each tie keeps its first end and moves the other to anybody with chance `rewired`."""
    width = network.width
    height = citizens // width
    a = np.arange(citizens, dtype=np.int64)
    row, column = a // width, a % width
    ends = [
        (row + down) % height * width + (column + right) % width
        for down, right in ((0, 1), (1, -1), (1, 0), (1, 1))
    ]
    b = np.stack(ends, axis=1).ravel()
    a = np.repeat(a, 4)
    tie = np.arange(len(a), dtype=np.uint64)
    moved = uniform(seed, tie, MOVED) < network.rewired
    b = np.where(moved, (uniform(seed, tie, WHERE) * citizens).astype(np.int64), b)
    return distinct(codes(a, b))
