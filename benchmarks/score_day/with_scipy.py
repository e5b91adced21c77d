"""`score-day` by hand with SciPy, as a good programmer would: float32 throughout, one sparse matrix-vector product a day into
a vector that is kept, one large draw of uniforms, every step in place, and cutting as a sparse pass over a binomial number of ties.

A cut tie stays in the matrix with weight 0. Sources: scipy.sparse.csr_array; numpy.random.SFC64, the quickest generator there.
"""

from pathlib import Path

import numpy as np
from scipy.sparse import _sparsetools, csr_array


class Engine:
    """`score-day` for the benchmark's child."""

    def __init__(self, folder: Path, threads: int = 1):
        first, friend = np.load(folder / "first.npy"), np.load(folder / "friend.npy")
        n = self.n = len(first) - 1
        self.ties = csr_array((np.ones(len(friend), np.float32), friend, first), shape=(n, n))
        self.degree = np.diff(first).astype(np.float32)
        self.opinion = np.load(folder / "opinion.npy")
        self.b = np.full(n, 0.5, np.float32)
        self.s = np.full(n, 0.5, np.float32)
        self.m = np.empty(n, np.float32)
        self.u = np.empty(n, np.float32)
        self.p = (1.0 / (1.0 + np.exp(-2.0 * (self.opinion - 1.75)))).astype(np.float32)
        self.luck = np.random.Generator(np.random.SFC64(1))

    def days(self, count: int) -> None:
        """Live this number of days."""
        s, b, p, m, u, ties = self.s, self.b, self.p, self.m, self.u, self.ties
        for _ in range(count):
            self.luck.random(out=u, dtype=np.float32)
            b *= np.float32(0.97)
            b += np.float32(0.02)
            b -= np.float32(0.08) * (u < p)
            m[:] = 0
            _sparsetools.csr_matvec(self.n, self.n, ties.indptr, ties.indices, ties.data, s, m)
            m /= np.maximum(self.degree, np.float32(1))
            np.multiply(b, np.float32(0.7), out=s)
            s += np.float32(0.3) * m
            np.clip(s, 0, 1, out=s)
            np.multiply(s, np.float32(4), out=p)  # p = 1/(1 + exp(-2 (opinion - 2 (1 - s) - 1.5 m)))
            p += 2 * self.opinion
            p -= 4 + 3 * m
            np.negative(p, out=p)
            np.exp(p, out=p)
            p += 1
            np.reciprocal(p, out=p)
            self.cut()

    def cut(self) -> None:
        """Each live tie with an end below .2 goes with chance .001."""
        first, friend, weight = self.ties.indptr, self.ties.indices, self.ties.data
        number = self.luck.binomial(len(friend), 0.0005)  # a tie is there twice
        place = self.luck.integers(0, len(friend), number)
        row = np.searchsorted(first, place, side="right") - 1
        other = friend[place]
        gone = (weight[place] == 1) & (np.minimum(self.s[row], self.s[other]) < 0.2)
        pair = np.minimum(row, other) * np.int64(self.n) + np.maximum(row, other)
        _, one = np.unique(np.where(gone, pair, -1), return_index=True)
        one = one[gone[one]]
        place, row, other = place[one], row[one], other[one]
        count = first[other + 1] - first[other]  # the other end of each tie is somewhere in the other's row
        there = np.arange(count.sum()) + np.repeat(first[other] - (np.cumsum(count) - count), count)
        back = there[friend[there] == np.repeat(row, count)]
        weight[place] = weight[back] = 0
        np.subtract.at(self.degree, row, 1)
        np.subtract.at(self.degree, other, 1)

    def figures(self) -> dict[str, float]:
        """What the checks want: means, live ties, bytes a citizen."""
        held = sum(
            c.nbytes for c in (self.ties.indptr, self.ties.indices, self.ties.data, self.degree, self.opinion)
        )
        held += sum(c.nbytes for c in (self.b, self.s, self.m, self.u, self.p))
        return {
            "mean_s": float(self.s.mean()),
            "mean_p": float(self.p.mean()),
            "ties": float(self.degree.sum(dtype=np.float64)) / 2,
            "bytes": held / self.n,
        }
