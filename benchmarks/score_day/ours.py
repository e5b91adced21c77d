"""`score-day` as a rule for our driver (`sottovoce.machine.cpu`): one scalar function of one citizen, run over everyone.

The word that friends read has 16 bits, the published score. Sums over friends are differences of running sums over the ties
of 64 rows, kept in the block's own row of sums: no branch a row, so that many random reads are under way at once.
A citizen names at most one tie a day that may be cut; a sparse ordered pass cuts it on both sides.
"""

import hashlib
import math
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sottovoce.chance import Purpose, day_key, draw
from sottovoce.machine.cpu import BLOCK, Cpu
from sottovoce.machine.rule import rule

CHUNK = 64  # rows whose ties are summed in one go; divides BLOCK
NAMED = (
    128  # room in a block's sums for the ties that are named: 1 for their number, then pairs of row and place
)
CELLS = 2048  # cells of the table of the logistic curve
REACH = 16.0  # it ends at this argument either side
ONE = 65535  # a score of 1
HALF_CHANCE = 0.0005  # that an end of a tie names it today: .001 for the two ends together
LOW = int(0.2 * ONE)


class People(NamedTuple):
    """Columns. n citizens; row n of `word` is a ghost that nobody scores."""

    first: np.ndarray  # uint32 (n + 1,)
    friend: np.ndarray  # uint32 (2 ties,)
    degree: np.ndarray  # uint16, live ties
    word: np.ndarray  # uint16 (n + 1,), yesterday's score
    fresh: np.ndarray  # uint16 (n + 1,), today's
    b: np.ndarray  # float32
    p: np.ndarray  # float32, probability of dissent tomorrow
    opinion: np.ndarray  # float32
    logistic: np.ndarray  # float64 (CELLS + 2,)


@rule
def score_day(i, s, key, sums):
    """One day of citizen i: dissent, own points, friends' mean, score, tomorrow's probability; perhaps a tie is named."""
    row = np.uint64(i)
    if i % CHUNK == 0:
        begin = np.uint64(s.first[row])
        end = np.uint64(s.first[np.uint64(min(i + CHUNK, len(s.b)))])
        total = np.int64(0)
        at = np.uint64(NAMED)
        sums[at] = 0
        for place in range(begin, end):
            total += np.int64(s.word[s.friend[np.uint64(place)]])
            at += np.uint64(1)
            sums[at] = total
    chunk = np.uint64(s.first[np.uint64(i - i % CHUNK)])
    begin = np.uint64(s.first[row])
    end = np.uint64(s.first[row + np.uint64(1)])
    friends = sums[end - chunk + np.uint64(NAMED)] - sums[begin - chunk + np.uint64(NAMED)]
    degree = np.int64(s.degree[row])
    bits = draw(key, row, np.uint64(0))
    dissent = float(bits >> np.uint64(40)) * (1.0 / (1 << 24)) < float(s.p[row])
    b = 0.97 * float(s.b[row]) + (-0.06 if dissent else 0.02)
    m = float(friends) / (max(degree, 1) * float(ONE))
    score = min(max(0.7 * b + 0.3 * m, 0.0), 1.0)
    x = 2.0 * (float(s.opinion[row]) - 2.0 * (1.0 - score) - 1.5 * m)
    where = (min(max(x, -REACH), REACH) + REACH) * (CELLS / (2.0 * REACH))
    cell = np.uint64(where)
    low = s.logistic[cell]
    s.b[row] = b
    s.p[row] = low + (where - float(cell)) * (s.logistic[cell + np.uint64(1)] - low)
    s.fresh[row] = np.uint16(score * ONE + 0.5)
    luck = float(bits & np.uint64(0xFFFFFF)) * (1.0 / (1 << 24))
    ties = np.int64(end - begin)
    if luck < HALF_CHANCE * ties:
        number = sums[0]
        if number < (NAMED - 2) // 2:
            sums[1 + 2 * number] = i
            sums[2 + 2 * number] = np.int64(begin) + np.int64(luck / HALF_CHANCE)
            sums[0] = number + 1


@rule
def cut(number, named, s):
    """Cut a named tie on both sides, if it still stands and one of its ends is below .2."""
    i, place = named[number, 0], named[number, 1]
    ghost = len(s.b)
    j = int(s.friend[place])
    if j == ghost or min(int(s.fresh[i]), int(s.fresh[j])) >= LOW:
        return
    s.friend[place] = ghost
    s.degree[i] -= 1
    s.degree[j] -= 1
    for there in range(int(s.first[j]), int(s.first[j + 1])):
        if int(s.friend[there]) == i:
            s.friend[there] = ghost
            return


class Engine:
    """`score-day` for the benchmark's child."""

    def __init__(self, folder: Path, threads: int = 1):
        first = np.load(folder / "first.npy").astype(np.uint32)
        opinion = np.load(folder / "opinion.npy")
        n = self.n = len(opinion)
        curve = [1.0 / (1.0 + math.exp(-x)) for x in np.linspace(-REACH, REACH, CELLS + 1)]
        self.state = People(
            first,
            np.load(folder / "friend.npy").astype(np.uint32),
            np.diff(first).astype(np.uint16),
            np.full(n + 1, ONE // 2, np.uint16),
            np.zeros(n + 1, np.uint16),
            np.full(n, 0.5, np.float32),
            (1.0 / (1.0 + np.exp(-2.0 * (opinion - 1.75)))).astype(np.float32),
            opinion,
            np.array([*curve, curve[-1]]),
        )
        self.state.word[n] = 0
        self.machine = Cpu(threads)
        starts = first[:-1:CHUNK]
        widest = int(np.diff(np.append(starts, first[-1])).max())
        self.sums = np.zeros((self.machine.blocks(n), NAMED + widest + 1), np.int64)
        self.day = 0

    def days(self, count: int) -> None:
        """Live so many days."""
        for _ in range(count):
            self.day += 1
            s = self.state
            self.sums[:, 0] = 0
            self.machine.everyone(score_day, self.n, s, day_key(1, Purpose.OCCASION, self.day), self.sums)
            most = int(self.sums[:, 0].max())
            pairs = self.sums[:, 1 : 1 + 2 * most].reshape(len(self.sums), most, 2)
            named = np.ascontiguousarray(pairs[np.arange(most) < self.sums[:, :1]])
            if len(named):
                self.machine.in_order(cut, len(named), named, s)
            self.state = s._replace(word=s.fresh, fresh=s.word)

    def figures(self) -> dict[str, float]:
        """What the checks want: means, live ties, bytes a citizen."""
        s = self.state
        held = sum(c.nbytes for c in s) + self.sums.nbytes
        return {
            "mean_s": float(s.word[:-1].mean()) / ONE,
            "mean_p": float(s.p.mean()),
            "ties": float(s.degree.sum()) / 2,
            "bytes": held / self.n,
        }


assert BLOCK % CHUNK == 0
# Compiled loops lie on disk under the name of their rule. A name that tells the source never finds stale ones.
_SOURCE = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
for _rule in (score_day, cut):
    _rule.__name__ += f"_{_SOURCE}"
    globals()[_rule.__name__] = _rule
