"""Rival incentives and antisocial norms, again: every decision tabled beforehand in whole fractions, then turns one after another.

Written from DECLARATION.md alone, by a hand that had seen neither check.py nor any second implementation before.
"""

import random
from fractions import Fraction


def tables(n, incentive, rivalry, cohesion, cost, charged):
    """works[n_i][V + n] and voices[w][n_i][theta]: what a member does, by how many others work."""
    mu, lam, alpha, e = (Fraction(str(x)) for x in (incentive, rivalry, cohesion, cost))
    g, c = 1, 5
    least = {"twice": 2 * e, "once": e}[charged]
    crowd = [Fraction(k, k + 1) for k in range(n)]
    works, voices = [], [[], []]
    for others in range(n):
        inclined = (g - c) + mu * (1 - lam * crowd[others])
        works.append([alpha * v + (1 - alpha) * inclined > 0 for v in range(-n, n + 1)])
        for w in (0, 1):
            row = []
            for scope in range(n):
                up, down = min(others + scope, n - 1), max(others - scope, 0)
                for_it = (up - others) * g - (crowd[up] - crowd[others]) * lam * mu * w
                against = (down - others) * g - (crowd[down] - crowd[others]) * lam * mu * w
                if for_it > against and for_it >= least:
                    row.append(1)
                elif against > for_it and against >= least:
                    row.append(-1)
                else:
                    row.append(0)
            voices[w].append(row)
    return works, voices


def measure(
    n=10, incentive=20, rivalry=1, cohesion=0.5, cost=2, charged="twice", sweeps=100, runs=20, seed=1
) -> dict:
    """Each group's means over the last quarter of the sweeps."""
    works, voices = tables(n, incentive, rivalry, cohesion, cost, charged)
    last = sweeps // 4
    out: dict[str, list[float]] = {"participation": [], "promoting": [], "opposing": []}
    for run in range(runs):
        luck = random.Random(f"{seed} {run}")
        scope = [luck.randrange(n) for _ in range(n)]
        w, v = [0] * n, [0] * n
        order = list(range(n))
        sums = [0, 0, 0]
        for sweep in range(sweeps):
            luck.shuffle(order)
            for i in order:
                others = sum(w) - w[i]
                w[i] = int(works[others][sum(v) + n])
                v[i] = voices[w[i]][others][scope[i]]
            if sweep >= sweeps - last:
                sums[0] += sum(w)
                sums[1] += v.count(1)
                sums[2] += v.count(-1)
        for name, total in zip(out, sums, strict=True):
            out[name].append(total / last / n)
    return out
