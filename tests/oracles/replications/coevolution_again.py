"""Opinions follow friends, friends follow opinions, again: sets of friends, one turn after another, with own luck.

Holme & Newman move or copy whatever the friend thinks (`always`); Vazquez, Eguiluz & San Miguel only where the two disagree.
"""

import numpy as np

SPARE, LOOK, MOST = 24, 10, 36_499


def regular(n: int, mu: int, luck) -> list[set[int]]:
    """Everybody has mu friends: ends are paired at random until no pair is double and nobody is tied to himself."""
    while True:
        ends = luck.permutation(np.repeat(np.arange(n), mu)).reshape(-1, 2)
        low, high = ends.min(axis=1), ends.max(axis=1)
        if np.any(low == high) or len(np.unique(low * n + high)) < len(ends):
            continue
        near = [set() for _ in range(n)]
        for i, j in ends.tolist():
            near[i].add(j)
            near[j].add(i)
        return near


def agreed(near, opinion) -> bool:
    return all(opinion[i] == opinion[j] for i, mine in enumerate(near) for j in mine)


def largest_part(near) -> float:
    seen, most = [False] * len(near), 0
    for start in range(len(near)):
        if seen[start]:
            continue
        seen[start], waiting, size = True, [start], 1
        while waiting:
            for j in near[waiting.pop()]:
                if not seen[j]:
                    seen[j] = True
                    waiting.append(j)
                    size += 1
        most = max(most, size)
    return most / len(near)


def lived(near, opinion, share: float, always: bool, order: str, spare: int, luck) -> int:
    """Live until all friends agree, changing `near` and `opinion`. How many sweeps that took."""
    n = len(near)
    room = [len(mine) + spare for mine in near]

    def target(i, opinions):
        fit = [k for k in range(n) if opinions[k] == opinions[i] and k != i and k not in near[i]]
        return fit[luck.integers(len(fit))] if fit else None

    def move(i, j, k):
        if k is not None and len(near[k]) < room[k]:
            near[i].discard(j)
            near[j].discard(i)
            near[i].add(k)
            near[k].add(i)

    def turn(i):
        if not near[i]:
            return
        mine = sorted(near[i])
        j = mine[luck.integers(len(mine))]
        if not always and opinion[i] == opinion[j]:
            return
        if luck.random() < share:
            move(i, j, target(i, opinion))
        else:
            opinion[i] = opinion[j]

    def all_at_once():
        last, moves = list(opinion), []
        for i in range(n):
            if not near[i]:
                continue
            mine = sorted(near[i])
            j = mine[luck.integers(len(mine))]
            if not always and last[i] == last[j]:
                continue
            if luck.random() < share:
                moves.append((i, j, target(i, last)))
            else:
                opinion[i] = last[j]
        for number in luck.permutation(len(moves)):
            i, j, k = moves[number]
            if j in near[i] and k not in near[i]:
                move(i, j, k)

    sweeps = 0
    while not agreed(near, opinion) and sweeps < MOST:
        for _ in range(min(LOOK, MOST - sweeps)):
            if order == "synchronous":
                all_at_once()
            else:
                turns = luck.integers(n, size=n) if order == "drawn" else luck.permutation(n)
                for i in turns.tolist():
                    turn(i)
            sweeps += 1
    return sweeps
