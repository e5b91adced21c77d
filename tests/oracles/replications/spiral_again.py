"""The spiral of silence with bots, again: columns of people, pairs of friends, and sums over them.

Written from DECLARATION.md alone, by a hand that had seen neither check.py nor any second implementation before.
"""

import math
import random

import numpy as np


def confidence(c):
    return np.maximum(2 / (1 + np.exp(np.minimum(-np.asarray(c, float), 700))) - 1, 0)


def one(c, supporters, opponents, threshold=0.5) -> dict:
    """One citizen who hears so many friends."""
    heard = supporters + opponents
    after = c + ((supporters - opponents) / heard if heard else 0)
    return {
        "confidence_before": float(confidence(c)),
        "confidence_after": float(confidence(after)),
        "speaks": bool(confidence(after) > threshold),
    }


def network(n: int, m: int, exponent: float, luck: random.Random) -> list[tuple[int, int]]:
    """Pairs: m + 1 who all know one another; each newcomer chooses m earlier ones, by how often they were chosen before."""
    pairs = [(i, j) for i in range(m + 1) for j in range(i)]
    base = m * (exponent - 2)
    chosen: list[int] = []  # once for each time that somebody was chosen
    for new in range(m + 1, n):
        friends: set[int] = set()
        while len(friends) < m:
            # of the whole weight new * base + len(chosen), the first part is spread evenly, the second goes by q
            if luck.random() * (new * base + len(chosen)) < new * base:
                friends.add(luck.randrange(new))
            else:
                friends.add(luck.choice(chosen))
        chosen += friends
        pairs += [(new, j) for j in friends]
    return pairs


def society(
    n=1000, m=1, bots=0, weight=1.0, exponent=2.5, form="code", stop=1e-4, order="synchronous", luck=None
) -> dict:
    """One society until it stands still."""
    total = n + bots
    pairs = np.array(network(total, m, exponent, luck)).reshape(-1, 2)
    first, second = np.concatenate([pairs, pairs[:, ::-1]]).T
    side = np.array([luck.choice((1, -1)) for _ in range(n)] + [-1] * bots)
    c = np.array([luck.random() for _ in range(n)] + [0.0] * bots)
    threshold = np.array([luck.random() for _ in range(n)] + [-1.0] * bots)
    counts = np.array([1.0] * n + [weight] * bots)
    degree = np.bincount(first, minlength=total)
    hub = int(degree[:n].argmax())
    people = slice(0, n)
    lowest = 0.0 if form == "text" else -math.inf
    speaks = confidence(c) > threshold if order == "synchronous" else np.zeros(total, bool)
    if order == "sequential":
        friends: list[list[int]] = [[] for _ in range(total)]
        for i, j in zip(first.tolist(), second.tolist(), strict=True):
            friends[i].append(j)
    settled, steps = False, 0
    while not settled and steps < 5000:
        before = confidence(c)
        steps += 1
        if order == "synchronous":
            said = side * counts * speaks
            difference = side * np.bincount(first, weights=said[second], minlength=total)
            heard = np.bincount(first, weights=abs(said)[second], minlength=total)
            c = np.maximum(c + np.divide(difference, heard, out=np.zeros(total), where=heard > 0), lowest)
            speaks = confidence(c) > threshold
        else:
            turns = list(range(total))
            luck.shuffle(turns)
            for i in turns:
                loud = [j for j in friends[i] if speaks[j]]
                if loud:
                    same = sum(counts[j] for j in loud if side[j] == side[i])
                    opposite = sum(counts[j] for j in loud if side[j] != side[i])
                    c[i] = max(c[i] + (same - opposite) / (same + opposite), lowest)
                speaks[i] = confidence(c[i]) > threshold[i]
        settled = bool((abs(confidence(c) - before)[people] <= stop).all())
    plus = int((speaks[people] & (side[people] > 0)).sum())
    minus = int((speaks[people] & (side[people] < 0)).sum())
    more, less = max(plus, minus), min(plus, minus)
    hub_side = plus - minus if side[hub] > 0 else minus - plus
    return {
        "hub_wins": wins(hub_side),
        "bots_win": wins(minus - plus),
        "dominance": more / (more + less) if more else 0.5,
        "majority": more / n,
        "minority": less / n,
        "steps": float(steps),
        "unsettled": float(not settled),
    }


def wins(lead: int) -> float:
    """A tie counts one half."""
    return 1.0 if lead > 0 else 0.5 if lead == 0 else 0.0


def measure(runs=50, seed=1, **given) -> dict[str, list[float]]:
    """Each quantity of each society."""
    each = [society(**given, luck=random.Random(f"{seed} {run}")) for run in range(runs)]
    return {name: [e[name] for e in each] for name in each[0]}
