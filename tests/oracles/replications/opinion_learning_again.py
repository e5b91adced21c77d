"""Opinions learned from what friends answer, again: one turn after another, with own luck."""

import numpy as np

NETWORKS, THINGS, OF_EACH = 100, 17, 8


def placed(n: int, radius: float, luck) -> tuple[list[list[int]], bool]:
    """Friends on a random geometric network, and whether it hangs together."""
    near: list[list[int]] = []
    for _ in range(NETWORKS):
        x = luck.random((n, 2))
        close = ((x[:, None] - x[None]) ** 2).sum(axis=2) <= radius**2
        near = [[j for j in range(n) if close[i, j] and j != i] for i in range(n)]
        seen, waiting = {0}, [0]
        while waiting:
            for j in near[waiting.pop()]:
                if j not in seen:
                    seen.add(j)
                    waiting.append(j)
        if len(seen) == n:
            return near, True
    return near, False


def lived(n, radius, alpha, explore, sweeps, luck) -> dict:
    near, whole = placed(n, radius, luck)
    worth = [[float(a), float(b)] for a, b in luck.uniform(-0.5, 0.5, (n, 2))]  # of +, of -
    word: list[int | None] = [None] * n  # last word: 0 is +, 1 is -, None is silence
    waiting: list[int | None] = [None] * n  # said, not answered yet

    def held(i) -> int:
        return 0 if worth[i][0] >= worth[i][1] else 1

    taken, agreed = 0, False
    while taken < sweeps and not agreed:
        for i in luck.integers(n, size=n).tolist():
            said = waiting[i]
            answer = 0
            if near[i]:
                other = word[near[i][int(luck.random() * len(near[i]))]]
                answer = 0 if other is None else 1 if other == said else -1
            if said is not None:
                worth[i][said] = (1 - alpha) * worth[i][said] + alpha * answer
            say: int | None = held(i)
            if luck.random() < explore * THINGS / OF_EACH:
                thing = int(luck.random() * THINGS)
                say = 0 if thing < OF_EACH else 1 if thing < 2 * OF_EACH else None
            word[i] = waiting[i] = say
        taken += 1
        agreed = len({held(i) for i in range(n)}) == 1
    views = [held(i) for i in range(n)]
    ties = [(i, j) for i, mine in enumerate(near) for j in mine if i < j]
    return {
        "polarised": float(not agreed),
        "sweeps_taken": taken,
        "minority": min(sum(views), n - sum(views)) / n,
        "congruent": sum(views[i] == views[j] for i, j in ties) / len(ties) if ties else None,
        "connected": float(whole),
    }


def measure(n=100, radius=0.225, alpha=0.1, explore=0.1, sweeps=300, runs=20, seed=1) -> dict:
    """Values of each run."""
    luck = np.random.default_rng(seed)
    found = [lived(n, radius, alpha, explore, sweeps, luck) for _ in range(runs)]
    return {name: [f[name] for f in found if f[name] is not None] for name in found[0]}
