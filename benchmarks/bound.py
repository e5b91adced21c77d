"""What this machine can do at best, at this moment: random reads of a small word a tie, and copying."""

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit

OPTIONS = {"nogil": True, "error_model": "numpy", "cache": False}


@njit(**OPTIONS)
def gather(friend, word):
    """One streamed 4-byte index and one random 2-byte read a tie; nothing else can be left out."""
    total = np.int64(0)
    for k in range(np.uint64(len(friend))):
        total += np.int64(word[friend[k]])
    return total


class Gather:
    """Random reads at the rate of citizens with ten ties each; `threads` halves of the ties, each by a thread of its own."""

    def __init__(self, folder, threads: int = 1):
        self.friend = np.load(folder / "friend.npy").astype(np.uint32)
        self.n = len(np.load(folder / "opinion.npy", mmap_mode="r"))
        self.word = np.arange(self.n + 1).astype(np.uint16)
        self.pieces = np.array_split(self.friend, threads)
        self.pool = ThreadPoolExecutor(threads)
        self.total = 0

    def days(self, count: int) -> None:
        """As many passes over all ties."""
        for _ in range(count):
            self.total = sum(self.pool.map(lambda piece: gather(piece, self.word), self.pieces))

    def figures(self) -> dict[str, float]:
        """Bytes a citizen."""
        return {"bytes": (self.friend.nbytes + self.word.nbytes) / self.n, "checksum": float(self.total)}


def copies(threads: int, times: int = 5) -> float:
    """Bytes a second, read and written together, of copying 512 MiB a thread: the best of several."""
    pairs = [(np.ones(1 << 26), np.ones(1 << 26)) for _ in range(threads)]
    best = 0.0
    with ThreadPoolExecutor(threads) as pool:
        for _ in range(times):
            begun = time.perf_counter()
            list(pool.map(lambda pair: np.copyto(pair[1], pair[0]), pairs))
            best = max(best, 2 * threads * pairs[0][0].nbytes / (time.perf_counter() - begun))
    return best
