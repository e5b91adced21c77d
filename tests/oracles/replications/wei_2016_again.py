"""Scores from friends, friends for scores, again: one day after another, one person after another, with own luck."""

import numpy as np

from .networks_again import communities, friends

CUT = 16.0  # scores are cut off there
SETTLE = 60  # days in which nobody drops anybody, for the score at the start


def largest_group(near) -> float:
    """Share of the people in the largest connected component."""
    seen, most = set(), 0
    for start in range(len(near)):
        if start in seen:
            continue
        seen.add(start)
        group, waiting = 1, [start]
        while waiting:
            for j in near[waiting.pop()]:
                if j not in seen:
                    seen.add(j)
                    group += 1
                    waiting.append(j)
        most = max(most, group)
    return most / len(near)


def scored(files, last, near, w) -> list[float]:
    """Today's scores from yesterday's."""
    out = []
    for b, mine in zip(files, near, strict=True):
        s = (1 - w) * b + w * sum(last[j] for j in mine) / len(mine) if mine else b
        out.append(min(max(s, -CUT), CUT))
    return out


def squared_correlation(a, b) -> float:
    return float(np.corrcoef(a, b)[0, 1] ** 2)


def apart(types, pairs):
    return float(np.mean([abs(types[i] - types[j]) for i, j in pairs])) if pairs else None


def measure(rho=0.5, noise=1, w=0.3, value=5, n=1000, days=120, seed=1) -> dict:
    luck = np.random.default_rng(seed)
    pairs = communities(n, int(luck.integers(2**31)))
    near = friends("communities", n, pairs)
    climate = np.repeat(luck.normal(size=n // 20 + 1), 20)[:n]
    types = np.sqrt(rho) * climate + np.sqrt(1 - rho) * luck.normal(size=n)
    files = np.clip(types + noise * luck.normal(size=n), -CUT, CUT).tolist()
    worth = {pair: luck.exponential() for pair in pairs}

    calm = list(files)
    for _ in range(SETTLE):
        calm = scored(files, calm, near, w)

    start = largest_group(near)
    score = list(files)  # day 0
    for _ in range(1, days):
        last, score = score, scored(files, score, near, w)
        proposed = set()
        for i, mine in enumerate(near):
            if not mine:
                continue
            k = len(mine)
            j = sorted(mine)[luck.integers(k)]
            if k > 1:
                mean = sum(last[x] for x in mine) / k
                gain = value * w * (mean - last[j]) / (k - 1)
            else:
                gain = value * w * (score[i] - last[j]) / (1 - w)
            pair = (min(i, j), max(i, j))
            if gain > worth[pair]:
                proposed.add(pair)
        for i, j in proposed:
            near[i].discard(j)
            near[j].discard(i)

    kept = [(i, j) for i in range(n) for j in near[i] if i < j]
    before = apart(types, pairs)
    return {
        "ties": len(kept) / len(pairs) if pairs else 1.0,
        "difference": apart(types, kept) / before if kept else None,
        "accuracy": squared_correlation(score, types),
        "accuracy_files": squared_correlation(files, types),
        "accuracy_start": squared_correlation(calm, types),
        "largest": largest_group(near),
        "largest_start": start,
    }
