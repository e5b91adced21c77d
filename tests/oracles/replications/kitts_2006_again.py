"""Rival incentives and antisocial norms, again: one group after another, member by member, as the equations stand.

Written from DECLARATION.md, by the hand that wrote the first.
"""

import random


def group(luck: random.Random, n=10, incentive=20.0, rivalry=1.0, cohesion=0.5, cost=2.0, charged="twice", sweeps=100) -> dict:  # fmt: skip
    """Shares of one group in the end."""
    scope = [luck.randrange(n) for _ in range(n)]
    works, voice = [0] * n, [0] * n
    limit = 2 * cost if charged == "twice" else cost
    last = sweeps // 4
    sums = {"participation": 0.0, "promoting": 0.0, "opposing": 0.0}
    for sweep in range(sweeps):
        for i in luck.sample(range(n), n):
            others = sum(works) - works[i]
            inclination = (1 - 5) + incentive * (1 - rivalry * others / (others + 1))
            works[i] = int(cohesion * sum(voice) + (1 - cohesion) * inclination > 1e-9)
            more, fewer = min(others + scope[i], n - 1), max(others - scope[i], 0)
            promote, oppose = (
                (then - others) - (then / (then + 1) - others / (others + 1)) * rivalry * incentive * works[i]
                for then in (more, fewer)
            )
            voice[i] = 0
            if promote > oppose and promote >= limit:
                voice[i] = 1
            elif oppose > promote and oppose >= limit:
                voice[i] = -1
        if sweep >= sweeps - last:
            sums["participation"] += sum(works) / n / last
            sums["promoting"] += sum(v > 0 for v in voice) / n / last
            sums["opposing"] += sum(v < 0 for v in voice) / n / last
    return sums


def groups(runs: int, seed: int, **values) -> list[dict]:
    """Some of them."""
    luck = random.Random(seed)
    return [group(luck, **values) for _ in range(runs)]
