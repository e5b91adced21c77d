"""`score-day` as a rule for our driver (`sottovoce.machine.cpu`): run over everyone, eight side by side.

The signal that friends read has 16 bits, the published score. Sums over friends are differences of one sum that runs on over the ties of
a batch: no branch where a citizen's ties end, so that many random reads are under way at once. A citizen names at most one tie a day
that may be cut; a sparse ordered pass cuts it on both sides.
"""

import hashlib
import math
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sottovoce.chance import Purpose, day_key, draw
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.lanes import LANES, append, fetch, run, signed, unsigned, where
from sottovoce.machine.rule import batch, rule

ROOM = 512  # citizens of a batch
TIES = 64  # ties per citizen of which sums are kept; where there are more, each citizen adds up alone
NAMED = (
    128  # room in a block's sums for the ties that are named: 1 for their number, then pairs of row and place
)
CELLS = 2048  # cells of the table of the logistic curve
REACH = 16.0  # it ends at this argument either side
ONE = 65535  # a score of 1
HALF_CHANCE = 0.0005  # that an end of a tie names it today: .001 for the two ends together
LOW = int(0.2 * ONE)


class People(NamedTuple):
    """Columns. n citizens; row n of `signal` is a ghost that nobody scores."""

    id: np.ndarray  # uint32, the name by which luck knows a citizen
    first: np.ndarray  # uint32 (n + 1,)
    friend: np.ndarray  # uint32 (2 ties,)
    degree: np.ndarray  # uint16, live ties
    signal: np.ndarray  # uint16 (n + 1,), yesterday's score
    next_signal: np.ndarray  # uint16 (n + 1,), today's
    b: np.ndarray  # float32
    p: np.ndarray  # float32, probability of dissent tomorrow
    opinion: np.ndarray  # float32
    logistic: np.ndarray  # float64 (CELLS + 2,)


class Workspace(NamedTuple):
    """Columns to write on."""

    width: int
    room: int
    total: np.ndarray  # int64 (tie + 1,), scores of friends, added up over the ties of the whole batch
    friends: np.ndarray  # int64 (citizen,), those of one citizen
    code: np.ndarray  # int64 (citizen,), place in the batch
    names: np.ndarray  # int64 (citizen,), who names a tie

    CONSTANT = ("width",)


def workspace(width: int, room: int = ROOM) -> Workspace:
    """An empty workspace."""
    return Workspace(
        width,
        room,
        np.zeros(TIES * room + 1, np.int64),
        np.zeros(room, np.int64),
        np.arange(room),
        np.zeros(room + LANES, np.int64),
    )


@rule
def lives(i, friends, s, key):
    """One day of citizen i, whose friends' scores add up to `friends`: dissent, own points, friends' mean, score, tomorrow's
    probability. Whether a tie is named."""
    bits = draw(key, unsigned(s.id[i]), np.uint64(0))
    dissent = float(signed(bits >> np.uint64(40))) * (1.0 / (1 << 24)) < float(s.p[i])
    b = 0.97 * float(s.b[i]) + where(dissent, -0.06, 0.02)
    m = friends / (max(int(s.degree[i]), 1) * float(ONE))
    score = min(max(0.7 * b + 0.3 * m, 0.0), 1.0)
    x = 2.0 * (float(s.opinion[i]) - 2.0 * (1.0 - score) - 1.5 * m)
    where_ = (min(max(x, -REACH), REACH) + REACH) * (CELLS / (2.0 * REACH))
    cell = int(where_)
    low = s.logistic[cell]
    s.b[i] = b
    s.p[i] = low + (where_ - cell) * (s.logistic[cell + 1] - low)
    s.next_signal[i] = int(score * ONE + 0.5)
    return luck_of(bits) < HALF_CHANCE * (int(s.first[i + 1]) - int(s.first[i]))


@rule
def luck_of(bits):
    """Luck in naming a tie, from the other bits of a draw."""
    return float(signed(bits & np.uint64(0xFFFFFF))) * (1.0 / (1 << 24))


@rule
def name_tie(i, s, key, sums):
    """Write down the tie that citizen i names."""
    number = sums[0]
    if number < (NAMED - 2) // 2:
        bits = draw(key, unsigned(s.id[i]), np.uint64(0))
        sums[1 + 2 * number] = i
        sums[2 + 2 * number] = int(s.first[i]) + int(luck_of(bits) / HALF_CHANCE)
        sums[0] = number + 1


@batch(workspace)
def score_day(low, high, s, key, sums, w):
    """One day of citizens low ... high-1."""
    begin, end = np.uint64(s.first[low]), np.uint64(s.first[high])
    fetch(high, w.room, s.first, s.id, s.degree, s.b, s.p, s.opinion, s.next_signal)
    if end - begin >= np.uint64(len(w.total)):
        for k in range(high - low):
            friends = 0
            for place in range(int(s.first[low + k]), int(s.first[low + k + 1])):
                friends += int(s.signal[s.friend[place]])
            w.friends[k] = friends
    else:
        total = np.int64(0)
        for place in range(begin, end):
            total += np.int64(s.signal[s.friend[place]])
            w.total[place - begin + np.uint64(1)] = total
        for k in range(0, high - low, w.width):
            here = run(low + k, w)
            a, b = int(s.first[here]) - signed(begin), int(s.first[here + 1]) - signed(begin)
            w.friends[run(k, w)] = w.total[b] - w.total[a]
    names = 0
    for k in range(0, high - low, w.width):
        wants = lives(run(low + k, w), w.friends[run(k, w)], s, key)
        names += append(w.names, names, wants, w.code[run(k, w)])
    for entry in range(names):
        name_tie(low + w.names[entry], s, key, sums)


@rule
def cuts(block, named, s):
    """Cut the ties that citizens of a block have named, in their order."""
    for k in range(named[block, 0]):
        cut(named[block, 1 + 2 * k], named[block, 2 + 2 * k], s)


@rule
def cut(i, place, s):
    """Cut a tie of citizen i on both sides, if it still stands and one of its ends is below .2."""
    ghost = len(s.b)
    j = int(s.friend[place])
    if j == ghost or min(int(s.next_signal[i]), int(s.next_signal[j])) >= LOW:
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
            np.arange(n, dtype=np.uint32),
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
        self.state.signal[n] = 0
        self.machine = Cpu(threads)
        self.sums = np.zeros((self.machine.blocks(n), NAMED), np.int64)
        self.day = 0
        turned = self.state._replace(signal=self.state.next_signal, next_signal=self.state.signal)
        self.turn = {id(self.state): turned, id(turned): self.state}  # of a day and of the next, by turns

    def days(self, count: int) -> None:
        """Live this number of days."""
        for _ in range(count):
            self.day += 1
            s = self.state
            self.sums[:, 0] = 0
            self.machine.everyone(score_day, self.n, s, day_key(1, Purpose.OCCASION, self.day), self.sums)
            self.machine.in_order(cuts, len(self.sums), self.sums, s)
            self.state = self.turn[id(s)]

    def figures(self) -> dict[str, float]:
        """What the checks want: means, live ties, bytes a citizen."""
        s = self.state
        held = sum(c.nbytes for c in s) + self.sums.nbytes
        return {
            "mean_s": float(s.signal[:-1].mean()) / ONE,
            "mean_p": float(s.p.mean()),
            "ties": float(s.degree.sum()) / 2,
            "bytes": held / self.n,
        }


# Compiled loops lie on disk under the name of their rule. A name that tells the source never finds stale ones.
_SOURCE = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:12]
for _rule in (score_day, cuts):
    _rule.__name__ += f"_{_SOURCE}"
    globals()[_rule.__name__] = _rule
