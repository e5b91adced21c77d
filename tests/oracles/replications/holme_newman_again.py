"""Opinions follow friends, friends follow opinions, again: a tie is a pair of ends, a person a list of ends.

Written from DECLARATION.md alone, by a hand that had seen neither check.py nor any second implementation before.
"""

import random


class Society:
    def __init__(self, n, k, ratio, form, luck):
        self.n, self.form, self.luck = n, form, luck
        self.ties: list[list[int]] = []
        self.ends: list[list[tuple[int, int]]] = [
            [] for _ in range(n)
        ]  # (tie, side at which this person stands)
        known = set()
        while len(self.ties) < round(n * k / 2):
            i, j = luck.randrange(n), luck.randrange(n)
            pair = (min(i, j), max(i, j))
            if (form != "multigraph" and i == j) or (form == "simple" and pair in known):
                continue
            known.add(pair)
            self.ties.append([i, j])
            self.ends[i].append((len(self.ties) - 1, 0))
            self.ends[j].append((len(self.ties) - 1, 1))
        self.room = [len(ends) + 24 for ends in self.ends]
        opinions = max(int(n // ratio), 1)
        self.opinion = [luck.randrange(opinions) for _ in range(n)]

    def pick(self, i):
        """One of i's ends, and who is at the other end."""
        tie, side = self.luck.choice(self.ends[i])
        return tie, side, self.ties[tie][1 - side]

    def friends(self, i):
        return {self.ties[tie][1 - side] for tie, side in self.ends[i]}

    def target(self, i, opinion):
        """Somebody of i's opinion to whom a tie may go, or None."""
        if self.form == "simple":
            known = self.friends(i)
            those = [p for p in range(self.n) if opinion[p] == opinion[i] and p != i and p not in known]
        else:
            those = [
                p for p in range(self.n) if opinion[p] == opinion[i] and (p != i or self.form == "multigraph")
            ]
        return self.luck.choice(those) if those else None

    def move(self, tie, side, new):
        """The end at `side` goes to `new`, who has to have a place left."""
        old = self.ties[tie][side]
        if new == old or len(self.ends[new]) >= self.room[new]:
            return
        self.ends[old].remove((tie, side))
        self.ends[new].append((tie, side))
        self.ties[tie][side] = new

    def turn(self, i, phi):
        if not self.ends[i]:
            return
        tie, side, j = self.pick(i)
        if self.luck.random() < phi:
            new = self.target(i, self.opinion)
            if new is not None:
                self.move(tie, 1 - side, new)
        else:
            self.opinion[i] = self.opinion[j]

    def at_once(self, phi):
        last, moves = self.opinion[:], []
        for i in range(self.n):
            if not self.ends[i]:
                continue
            _, _, j = self.pick(i)
            if self.luck.random() < phi:
                new = self.target(i, last)
                if new is not None:
                    moves.append((i, j, new))
            else:
                self.opinion[i] = last[j]
        self.luck.shuffle(moves)
        for i, j, new in moves:
            standing = [(tie, side) for tie, side in self.ends[i] if self.ties[tie][1 - side] == j]
            if standing and not (self.form == "simple" and new in self.friends(i)):
                tie, side = standing[0]
                self.move(tie, 1 - side, new)

    def sweep(self, phi, order):
        if order == "synchronous":
            self.at_once(phi)
            return
        turns = list(range(self.n))
        if order == "sequential":
            self.luck.shuffle(turns)
        else:
            turns = [self.luck.randrange(self.n) for _ in turns]
        for i in turns:
            self.turn(i, phi)

    def agreed(self):
        return all(self.opinion[i] == self.opinion[j] for i, j in self.ties)

    def largest(self):
        seen, most = set(), 0
        for i in range(self.n):
            if i not in seen:
                found, edge = {i}, [i]
                while edge:
                    for j in self.friends(edge.pop()) - found:
                        found.add(j)
                        edge.append(j)
                seen |= found
                most = max(most, len(found))
        return most / self.n

    def repeated(self):
        pairs = {(min(t), max(t)) for t in self.ties if t[0] != t[1]}
        return 1 - len(pairs) / len(self.ties) if self.ties else 0.0


def society(luck, n=200, k=4, ratio=10, rewire_share=0.458, order="drawn", form="multigraph") -> dict:
    s = Society(n, k, ratio, form, luck)
    sweeps = 0
    while not (agreed := s.agreed()) and sweeps < 36499:
        for _ in range(min(10, 36499 - sweeps)):
            s.sweep(rewire_share, order)
            sweeps += 1
    return {"sizes": s.largest(), "sweeps": sweeps, "agreed": float(agreed), "repeated": s.repeated()}


def measure(runs=20, seed=1, **given) -> dict[str, list[float]]:
    """Each quantity of each society."""
    each = [society(random.Random(f"{seed} {run}"), **given) for run in range(runs)]
    return {name: [e[name] for e in each] for name in each[0]}
