"""The spiral of silence, again: people in lists, a matrix of who knows whom, own luck."""

import numpy as np

STEPS = 5000


def confident(c):
    """Confidence of an inner value."""
    return np.maximum(2 / (1 + np.exp(-np.asarray(c, float))) - 1, 0)


def one(c=1.5, supporters=1, opponents=3, threshold=0.5) -> dict:
    heard = supporters + opponents
    after = c + ((supporters - opponents) / heard if heard else 0)
    return {
        "confidence_before": float(confident(c)),
        "confidence_after": float(confident(after)),
        "speaks": bool(confident(after) > threshold),
    }


def grown(n: int, m: int, exponent: float, luck) -> list[set[int]]:
    """Friends of each of n: newcomers choose m earlier ones."""
    near = [set() for _ in range(n)]
    for i in range(min(m + 1, n)):
        near[i] = set(range(min(m + 1, n))) - {i}
    chosen = np.zeros(n)
    for new in range(m + 1, n):
        weight = m * (exponent - 2) + chosen[:new]
        weight = np.ones(new) if weight.sum() == 0 else weight
        picked: set[int] = set()
        while len(picked) < m:
            picked.add(int(np.searchsorted(np.cumsum(weight), luck.random() * weight.sum(), side="right")))
        for old in picked:
            near[old].add(new)
            near[new].add(old)
            chosen[old] += 1
    return near


def society(n, m, bots, weight, exponent, form, stop, order, luck) -> dict:
    """One run."""
    everybody = n + bots
    near = grown(everybody, m, exponent, luck)
    person = np.arange(everybody) < n
    side = np.where(person, np.where(luck.random(everybody) < 0.5, 1, -1), -1)
    c = np.where(person, luck.random(everybody), 0.0)
    threshold = np.where(person, luck.random(everybody), -1.0)
    loud = np.where(person, 1.0, weight)
    known = np.zeros((everybody, everybody))
    for i, mine in enumerate(near):
        for j in mine:
            known[i, j] = loud[j]
    speaks = confident(c) > threshold

    def stance(i_or_all):
        """(same - opposite)/all of who speaks among friends."""
        row = known[i_or_all] * speaks
        total = row.sum(axis=-1)
        return side[i_or_all] * (row @ side) / np.where(total == 0, 1, total)

    def moved(c, delta):
        return np.maximum(c + delta, 0) if form == "text" else c + delta

    steps, settled = 0, False
    while steps < STEPS and not settled:
        before = confident(c)
        if order == "synchronous":
            c = moved(c, stance(slice(None)))
            speaks = confident(c) > threshold
        else:
            for i in luck.permutation(everybody):
                c[i] = moved(c[i], stance(i))
                speaks[i] = confident(c[i]) > threshold[i]
        steps += 1
        settled = np.max(np.abs(confident(c) - before)[:n]) <= stop

    plus = int(np.sum(speaks[:n] & (side[:n] == 1)))
    minus = int(np.sum(speaks[:n] & (side[:n] == -1)))
    hub = max(range(n), key=lambda i: (len(near[i]), -i))
    lead = np.sign(plus - minus)
    return {
        "hub_wins": 0.5 if lead == 0 else float(lead == side[hub]),
        "bots_win": 0.5 if lead == 0 else float(lead == -1),
        "dominance": max(plus, minus) / (plus + minus) if plus + minus else 0.5,
        "majority": max(plus, minus) / n,
        "minority": min(plus, minus) / n,
        "steps": steps,
        "unsettled": float(not settled),
    }


def measure(
    n=1000, m=1, bots=0, weight=1, runs=50, seed=1, exponent=2.5, form="code", stop=1e-4, order="synchronous"
) -> tuple[dict, list[int]]:
    """Each quantity: (mean over runs, standard deviation between runs); and the steps of each run."""
    luck = np.random.default_rng(seed)
    found = [society(n, m, bots, weight, exponent, form, stop, order, luck) for _ in range(runs)]
    means = {
        name: (float(np.mean([f[name] for f in found])), float(np.std([f[name] for f in found])))
        for name in found[0]
    }
    return means, [f["steps"] for f in found]
