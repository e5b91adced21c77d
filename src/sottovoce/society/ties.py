"""Networks: who knows whom on day 0, as an array of pairs of ids; and rows of friends from pairs."""

import numpy as np

from sottovoce.scenario.model import Network
from sottovoce.society.grown import grown
from sottovoce.society.own import own
from sottovoce.society.pairing import HALF, codes, distinct, once, split, uniform
from sottovoce.society.pieces import over
from sottovoce.society.places import near, torus
from sottovoce.society.shape import shape

LOWER = np.uint64(0xFFFFFFFF)


def pairs(network: Network, citizens: int, seed: int) -> np.ndarray:
    """Pairs of ids, shape (tie, 2), uint32, lower id first, sorted, none twice, none with oneself."""
    makers = {
        "communities": _communities,
        "small_world": _small_world,
        "ring": _ring,
        "complete": _complete,
        "file": _file,
        "scale_free": grown,
        "geometric": near,
        "torus": torus,
        "own": own,
    }
    return makers[network.kind](network, citizens, seed)


def rows(ties: np.ndarray, citizens: int, place: np.ndarray, spare: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of friends (CSR): `first` int64 (citizen + 1,), `friend` uint32 with `spare` empty places a row.

    `place` maps ids to rows. Within a row friends are in ascending order, then come the empty places.
    """
    a, b = place[ties[:, 0]], place[ties[:, 1]]
    low, high = np.minimum(a, b).astype(np.uint64), np.maximum(a, b).astype(np.uint64)
    del a, b
    down = np.bincount(high.astype(np.int64), minlength=citizens)  # friends in earlier rows come first ...
    up = np.bincount(low.astype(np.int64), minlength=citizens)  # ... then those in later ones
    first = np.zeros(citizens + 1, np.int64)
    np.cumsum(down + up + spare, out=first[1:])
    kinds = np.tile(np.arange(3, dtype=np.uint8), citizens)
    kind = np.repeat(kinds, np.stack([down, up, np.full(citizens, spare)], axis=1).ravel())
    friend = np.full(len(kind), citizens, np.uint32)
    later = low << HALF | high
    earlier = np.left_shift(high, HALF, out=high)
    earlier |= low
    del low, high
    earlier.sort()
    friend[kind == 0] = earlier & LOWER
    del earlier
    if len(later) and not (later[1:] > later[:-1]).all():  # ties come sorted by ids, which may not be rows
        later.sort()
    friend[kind == 1] = later & LOWER
    return first, friend


def _communities(network: Network, citizens: int, seed: int) -> np.ndarray:
    """Block model with a fixed number of ties: each has a random first end; the second is a neighbour from the same
    block with probability `within`, else anybody. Pairs met twice are drawn again until the number is reached."""
    size = network.community_size
    wanted = min(round(citizens * network.mean_degree / 2), citizens * (citizens - 1) // 2)

    def drawn(edge: np.ndarray) -> np.ndarray:
        a = (uniform(seed, edge, 0) * citizens).astype(np.int64)
        block = a // size * size
        width = np.minimum(block + size, citizens) - block
        inside = uniform(seed, edge, 1) < network.within
        u = uniform(seed, edge, 2)
        return codes(
            a, np.where(inside, block + (u * width).astype(np.int64), (u * citizens).astype(np.int64))
        )

    def batch(begin: int, count: int) -> np.ndarray:
        """Codes of tries number begin, begin + 1, ...; sorted, each once."""
        parts = over(
            count,
            lambda part: drawn(np.arange(begin + part.start, begin + part.stop, dtype=np.uint64)),
        )
        return once(np.concatenate(parts))

    have, late = batch(0, wanted) if wanted else np.empty(0, np.uint64), np.empty(0, np.uint64)
    begun = wanted
    for _ in range(63):
        missing = wanted - len(have) - len(late)
        if missing <= 0:
            break
        more = batch(begun, missing)
        begun += missing
        late = once(np.concatenate([late, more[~_among(more, have)]]))
    return split(np.insert(have, np.searchsorted(have, late), late) if len(late) else have)


def _among(numbers: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Which of some numbers are among the known ones, which are sorted."""
    if not len(known):
        return np.zeros(len(numbers), bool)
    place = np.minimum(np.searchsorted(known, numbers), len(known) - 1)
    return known[place] == numbers


def _lattice(network: Network, citizens: int) -> tuple[np.ndarray, np.ndarray]:
    reach = max(1, round(network.mean_degree / 2))
    a = np.repeat(np.arange(citizens, dtype=np.int64), reach)
    return a, (a + np.tile(np.arange(1, reach + 1), citizens)) % citizens


def _ring(network: Network, citizens: int, seed: int) -> np.ndarray:
    a, b = _lattice(network, citizens)
    return distinct(codes(a, b))


def _small_world(network: Network, citizens: int, seed: int) -> np.ndarray:
    """Watts & Strogatz (1998): each tie of the ring keeps its first end and moves the other with chance `rewired`."""
    a, b = _lattice(network, citizens)
    tie = np.arange(len(a), dtype=np.uint64)
    moved = uniform(seed, tie, 3) < network.rewired
    b = np.where(moved, (uniform(seed, tie, 4) * citizens).astype(np.int64), b)
    return distinct(codes(a, b))


def _complete(network: Network, citizens: int, seed: int) -> np.ndarray:
    a, b = np.triu_indices(citizens, 1)
    return np.stack([a, b], axis=1).astype(np.uint32)


def _file(network: Network, citizens: int, seed: int) -> np.ndarray:
    return shape(network.file, citizens)
