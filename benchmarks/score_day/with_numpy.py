"""`score-day` by hand with NumPy alone: float32, friends' scores gathered and summed row by row with `add.reduceat`.

A cut tie points at a ghost whose score is 0.
"""

from pathlib import Path

import numpy as np


class Engine:
    """`score-day` for the benchmark's child."""

    def __init__(self, folder: Path, threads: int = 1):
        self.first, self.friend = np.load(folder / "first.npy"), np.load(folder / "friend.npy")
        n = self.n = len(self.first) - 1
        self.degree = np.diff(self.first).astype(np.float32)
        self.social = np.flatnonzero(
            self.degree > 0
        )  # reduceat gives an empty row the next one's first element
        self.starts = self.first[self.social]
        self.opinion = np.load(folder / "opinion.npy")
        self.b = np.full(n, 0.5, np.float32)
        self.s = np.full(n + 1, 0.5, np.float32)
        self.s[n] = 0
        self.p = (1.0 / (1.0 + np.exp(-2.0 * (self.opinion - 1.75)))).astype(np.float32)
        self.luck = np.random.default_rng(1)

    def days(self, count: int) -> None:
        """Live this number of days."""
        for _ in range(count):
            dissent = self.luck.random(self.n, dtype=np.float32) < self.p
            self.b = np.float32(0.97) * self.b + np.where(dissent, np.float32(-0.06), np.float32(0.02))
            m = np.zeros(self.n, np.float32)
            m[self.social] = np.add.reduceat(self.s[self.friend], self.starts)
            m /= np.maximum(self.degree, 1)
            self.s[:-1] = np.clip(np.float32(0.7) * self.b + np.float32(0.3) * m, 0, 1)
            x = self.opinion - 2 * (1 - self.s[:-1]) - np.float32(1.5) * m
            self.p = 1 / (1 + np.exp(-2 * x))
            self.cut()

    def cut(self) -> None:
        """Each live tie with an end below .2 goes with chance .001."""
        first, friend = self.first, self.friend
        number = self.luck.binomial(len(friend), 0.0005)  # a tie is there twice
        place = self.luck.integers(0, len(friend), number)
        row = np.searchsorted(first, place, side="right") - 1
        other = friend[place]
        gone = (other < self.n) & (np.minimum(self.s[row], self.s[other]) < 0.2)
        pair = np.minimum(row, other) * np.int64(self.n) + np.maximum(row, other)
        _, one = np.unique(np.where(gone, pair, -1), return_index=True)
        one = one[gone[one]]
        place, row, other = place[one], row[one], other[one]
        count = first[other + 1] - first[other]  # the other end of each tie is somewhere in the other's row
        there = np.arange(count.sum()) + np.repeat(first[other] - (np.cumsum(count) - count), count)
        back = there[friend[there] == np.repeat(row, count)]
        friend[place] = friend[back] = self.n
        np.subtract.at(self.degree, row, 1)
        np.subtract.at(self.degree, other, 1)

    def figures(self) -> dict[str, float]:
        """What the checks want: means, live ties, bytes a citizen (of what lives from day to day)."""
        held = (
            self.first,
            self.friend,
            self.degree,
            self.social,
            self.starts,
            self.opinion,
            self.b,
            self.s,
            self.p,
        )
        return {
            "mean_s": float(self.s[:-1].mean()),
            "mean_p": float(self.p.mean()),
            "ties": float(self.degree.sum(dtype=np.float64)) / 2,
            "bytes": sum(c.nbytes for c in held) / self.n,
        }
