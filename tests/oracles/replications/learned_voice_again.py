"""Two groups learn whether speaking pays, again: the equations in steps, and a society of people in lists with own luck."""

import math

import numpy as np

STEP, REST, MOST, DEGREE = 0.05, 1e-14, 20_000, 40


def chance(beta, q) -> float:
    return 1 / (1 + np.exp(-beta * q))


def shares(n1, q11, q22, q12) -> tuple[float, float]:
    """gamma and delta from the chances of a tie."""
    n2 = 1 - n1
    return n1 * q11 / (n1 * q11 + n2 * q12), n2 * q22 / (n2 * q22 + n1 * q12)


def rest(beta, gamma, delta, cost, p1, p2) -> dict:
    q1, q2 = (math.log(p / (1 - p)) / beta for p in (p1, p2))
    steps, settled = 0, False
    while steps < MOST and not settled:
        a, b = chance(beta, q1), chance(beta, q2)
        r1 = gamma * a - (1 - gamma) * b - cost
        r2 = delta * b - (1 - delta) * a - cost
        new1, new2 = (1 - STEP) * q1 + STEP * r1, (1 - STEP) * q2 + STEP * r2
        settled = abs(new1 - q1) <= REST and abs(new2 - q2) <= REST
        q1, q2, steps = new1, new2, steps + 1
    return {
        "p1": float(chance(beta, q1)),
        "p2": float(chance(beta, q2)),
        "q1": q1,
        "q2": q2,
        "shares": [gamma, delta],
        "steps": steps,
        "settled": settled,
    }


def society(beta, cost, p1, p2, n1, q11, q22, q12, n, times, luck) -> tuple[float, float]:
    """Shares of days on which members of each group speak, in the last quarter."""
    first = round(n1 * n)
    one = np.arange(n) < first
    ties = np.where(one[:, None] & one, q11, np.where(~one[:, None] & ~one, q22, q12)).astype(float)
    np.fill_diagonal(ties, 0)
    ties *= min(DEGREE / (ties.sum() / n), 1 / ties.max())
    drawn = np.triu(luck.random((n, n)) < ties, 1)
    known = (drawn | drawn.T).astype(float)
    side = np.where(one, 1.0, -1.0)
    degree = known.sum(axis=1)
    q = np.where(one, math.log(p1 / (1 - p1)), math.log(p2 / (1 - p2))) / beta
    spoke, kept = np.zeros(n, bool), []
    for day in range(times):
        reply = side * (known @ (side * spoke)) / np.where(degree == 0, 1, degree) - cost
        q = np.where(spoke, (1 - STEP) * q + STEP * reply, q)
        spoke = luck.random(n) < chance(beta, q)
        if day >= times - times // 4:
            kept.append((spoke[one].mean(), spoke[~one].mean()))
    a, b = np.mean(kept, axis=0)
    return float(a), float(b)


def measure(
    beta=6, gamma=None, delta=None, cost=0, p1=0.6, p2=0.4, n1=None, q11=None, q22=None, q12=None
) -> dict:
    if n1 is None and q11 is None and q22 is None and q12 is None:
        return rest(beta, 0.5 if gamma is None else gamma, 0.5 if delta is None else delta, cost, p1, p2)
    n1, q11, q22, q12 = (d if v is None else v for v, d in ((n1, 0.5), (q11, 0.2), (q22, 0.2), (q12, 0.2)))
    return rest(beta, *shares(n1, q11, q22, q12), cost, p1, p2)
