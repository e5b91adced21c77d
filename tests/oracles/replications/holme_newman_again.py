"""Opinions follow friends, friends follow opinions, again. `simple` with sets of friends; the other two forms with a list of
ties, each of which knows its two ends, and for each person the ends that are his.

`simple` was written without sight of the first implementation. `double` and `multigraph` were added later from the declaration
alone, but by who had changed the first one too.
"""

import numpy as np

from .coevolution_again import LOOK, MOST, SPARE, agreed, largest_part, lived, random_ties


class Ties:
    """Ties that may be double; `own`: also to oneself."""

    def __init__(self, n: int, ties: int, own: bool, luck):
        self.own, self.ends, self.of = own, [], [[] for _ in range(n)]
        while len(self.ends) < ties:
            a, b = int(luck.integers(n)), int(luck.integers(n))
            if own or a != b:
                self.of[a].append((len(self.ends), 0))
                self.of[b].append((len(self.ends), 1))
                self.ends.append([a, b])
        self.room = [len(mine) + SPARE for mine in self.of]

    def near(self) -> list[set[int]]:
        found = [set() for _ in self.of]
        for a, b in self.ends:
            found[a].add(b)
            found[b].add(a)
        return found

    def repeated(self) -> float:
        """Ties that are not the first between two different people, of all."""
        first = {frozenset(each) for each in self.ends if each[0] != each[1]}
        return 1 - len(first) / len(self.ends) if self.ends else 0.0

    def friend(self, i: int, luck) -> tuple[int, int, int]:
        """(tie, which of its ends is the other one, who is there) of one of i's ends."""
        tie, end = self.of[i][luck.integers(len(self.of[i]))]
        return tie, 1 - end, self.ends[tie][1 - end]

    def target(self, i: int, opinions, luck) -> int | None:
        fit = [k for k, opinion in enumerate(opinions) if opinion == opinions[i] and (self.own or k != i)]
        return fit[luck.integers(len(fit))] if fit else None

    def move(self, tie: int, end: int, k: int | None) -> None:
        if k is None:
            return
        old = self.ends[tie][end]
        self.of[old].remove((tie, end))
        if len(self.of[k]) >= self.room[k]:
            k = old
        self.of[k].append((tie, end))
        self.ends[tie][end] = k


def turn(i: int, ties: Ties, opinion: list[int], share: float, luck) -> None:
    if not ties.of[i]:
        return
    tie, end, j = ties.friend(i, luck)
    if luck.random() < share:
        ties.move(tie, end, ties.target(i, opinion, luck))
    else:
        opinion[i] = opinion[j]


def all_at_once(ties: Ties, opinion: list[int], share: float, luck) -> None:
    last, moves = list(opinion), []
    for i in range(len(last)):
        if not ties.of[i]:
            continue
        _, _, j = ties.friend(i, luck)
        if luck.random() < share:
            moves.append((i, j, ties.target(i, last, luck)))
        else:
            opinion[i] = last[j]
    for number in luck.permutation(len(moves)):
        i, j, k = moves[number]
        standing = [(tie, 1 - end) for tie, end in ties.of[i] if ties.ends[tie][1 - end] == j]
        if standing:
            ties.move(*standing[luck.integers(len(standing))], k)


def with_doubles(ties: Ties, opinion: list[int], share: float, order: str, luck) -> int:
    """Live until all friends agree. How many sweeps that took."""
    n, sweeps = len(opinion), 0
    while sweeps < MOST and any(opinion[a] != opinion[b] for a, b in ties.ends):
        for _ in range(min(LOOK, MOST - sweeps)):
            if order == "synchronous":
                all_at_once(ties, opinion, share, luck)
            else:
                turns = luck.integers(n, size=n) if order == "drawn" else luck.permutation(n)
                for i in turns.tolist():
                    turn(i, ties, opinion, share, luck)
            sweeps += 1
    return sweeps


def measure(
    n=200, k=4, ratio=10, rewire_share=0.458, runs=20, seed=1, order="drawn", form="multigraph"
) -> dict:
    """Values of each run."""
    luck = np.random.default_rng(seed)
    out: dict[str, list] = {"sizes": [], "sweeps": [], "agreed": [], "repeated": []}
    for _ in range(runs):
        opinion = luck.integers(max(int(n // ratio), 1), size=n).tolist()
        if form == "simple":
            near = random_ties(n, round(n * k / 2), luck)
            out["sweeps"].append(lived(near, opinion, rewire_share, True, order, SPARE, luck))
            out["repeated"].append(0.0)
        else:
            ties = Ties(n, round(n * k / 2), form == "multigraph", luck)
            out["sweeps"].append(with_doubles(ties, opinion, rewire_share, order, luck))
            out["repeated"].append(ties.repeated())
            near = ties.near()
        out["sizes"].append(largest_part(near))
        out["agreed"].append(agreed(near, opinion))
    return out
