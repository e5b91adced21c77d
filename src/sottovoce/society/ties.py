"""Networks: who knows whom on day 0, as an array of pairs of ids; and rows of friends from pairs."""

from pathlib import Path

import numpy as np

from sottovoce.errors import NetworkError
from sottovoce.scenario.model import Network
from sottovoce.society.grown import grown
from sottovoce.society.pairing import codes, distinct, once, uniform
from sottovoce.society.places import near, torus


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
    }
    return makers[network.kind](network, citizens, seed)


def rows(ties: np.ndarray, citizens: int, place: np.ndarray, spare: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows of friends (CSR): `first` int64 (citizen + 1,), `friend` uint32 with `spare` empty places a row.

    `place` maps ids to rows. Within a row friends are in ascending order, then come the empty places.
    """
    a, b = place[ties[:, 0]].astype(np.uint64), place[ties[:, 1]].astype(np.uint64)
    both = np.concatenate([a << np.uint64(32) | b, b << np.uint64(32) | a])
    both.sort()
    degree = np.bincount((both >> np.uint64(32)).astype(np.int64), minlength=citizens)
    first = np.zeros(citizens + 1, np.int64)
    np.cumsum(degree + spare, out=first[1:])
    friends = (both & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    if not spare:
        return first, friends
    friend = np.full(first[-1], citizens, np.uint32)
    friend[np.arange(len(friends)) + np.repeat(np.arange(citizens), degree) * spare] = friends
    return first, friend


def _communities(network: Network, citizens: int, seed: int) -> np.ndarray:
    """Block model with a fixed number of ties: each has a random first end; the second is a neighbour from the same
    block with probability `within`, else anybody. Pairs met twice are drawn again until the number is reached."""
    size = network.community_size
    wanted = min(round(citizens * network.mean_degree / 2), citizens * (citizens - 1) // 2)
    have = np.empty(0, np.uint64)
    begun = 0
    for _ in range(64):
        missing = wanted - len(have)
        if missing <= 0:
            break
        edge = np.arange(begun, begun + missing, dtype=np.uint64)
        begun += missing
        a = (uniform(seed, edge, 0) * citizens).astype(np.int64)
        block = a // size * size
        width = np.minimum(block + size, citizens) - block
        inside = uniform(seed, edge, 1) < network.within
        u = uniform(seed, edge, 2)
        b = np.where(inside, block + (u * width).astype(np.int64), (u * citizens).astype(np.int64))
        have = once(np.concatenate([have, codes(a, b, citizens)]))
    return distinct(have, citizens)


def _lattice(network: Network, citizens: int) -> tuple[np.ndarray, np.ndarray]:
    reach = max(1, round(network.mean_degree / 2))
    a = np.repeat(np.arange(citizens, dtype=np.int64), reach)
    return a, (a + np.tile(np.arange(1, reach + 1), citizens)) % citizens


def _ring(network: Network, citizens: int, seed: int) -> np.ndarray:
    a, b = _lattice(network, citizens)
    return distinct(codes(a, b, citizens), citizens)


def _small_world(network: Network, citizens: int, seed: int) -> np.ndarray:
    """Watts & Strogatz (1998): each tie of the ring keeps its first end and moves the other with chance `rewired`."""
    a, b = _lattice(network, citizens)
    tie = np.arange(len(a), dtype=np.uint64)
    moved = uniform(seed, tie, 3) < network.rewired
    b = np.where(moved, (uniform(seed, tie, 4) * citizens).astype(np.int64), b)
    return distinct(codes(a, b, citizens), citizens)


def _complete(network: Network, citizens: int, seed: int) -> np.ndarray:
    a, b = np.triu_indices(citizens, 1)
    return np.stack([a, b], axis=1).astype(np.uint32)


def _file(network: Network, citizens: int, seed: int) -> np.ndarray:
    """The bare shape of a network: two integers a line. Anything more is refused: no records of people come in."""
    path = Path(network.file or "")
    if not path.is_file():
        raise NetworkError(
            f"society.network.file: {path} is not a file. Give a text file with two integers a line."
        )
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        words = line.replace(",", " ").split()
        if not words or line.lstrip().startswith("#"):
            continue
        if len(words) != 2 or not all(word.isascii() and word.isdigit() for word in words):
            raise NetworkError(
                f'{path}:{number}: "{line.strip()[:60]}" given; allowed are two whole numbers from 0 to {citizens - 1} '
                "(the ids of two citizens) and nothing else. Take all other columns out: only the bare shape may come in."
            )
        a, b = int(words[0]), int(words[1])
        if max(a, b) >= citizens:
            raise NetworkError(
                f"{path}:{number}: citizen {max(a, b)} given; allowed are ids from 0 to {citizens - 1}, "
                f"because citizens is {citizens}. Raise citizens or number the citizens from 0."
            )
        found.append((a, b))
    ends = np.array(found, np.int64).reshape(-1, 2)
    return distinct(codes(ends[:, 0], ends[:, 1], citizens), citizens)
