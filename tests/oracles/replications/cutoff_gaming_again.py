"""Gaming a cut-off, again: everybody tries every lift of a whole number of steps, and keeps the best."""

from fractions import Fraction
from functools import cache

import numpy as np

STEPS = 4096  # types, cut-off and lifts are whole multiples of 1/4096


@cache
def lifts(kappa, theta: int) -> list[int]:
    """Best lift, in steps, for every type 0 ... 4096 (theta in steps). Of equals the smallest.

    A lift that does not reach the cut-off costs and brings nothing; beyond the cut-off it costs more and brings no more.
    So two lifts are to be compared: none, and the one that just reaches it, if it is no more than 1.
    """
    price, best = Fraction(kappa), []  # exact
    for kind in range(STEPS + 1):
        needed = max(theta - kind, 0)
        pays = 0 < needed <= STEPS and price * needed < STEPS
        best.append(needed if pays else 0)
    return best


def measure(theta=0.7, kappa=5, n=4000, seed=1, types=None) -> dict:
    """`types` (in steps) may be given instead of drawn."""
    edge = round(theta * STEPS)
    if types is None:
        types = np.rint(np.random.default_rng(seed).random(n) * STEPS).astype(int)
    types = np.array(types)
    lift = np.array(lifts(kappa, edge))[types]
    score = types + lift
    rewarded = score >= edge
    d = float(np.std(types / STEPS)) / 10
    above = np.sum((score / STEPS >= edge / STEPS) & (score / STEPS < edge / STEPS + d))
    below = np.sum((score / STEPS < edge / STEPS) & (score / STEPS >= edge / STEPS - d))
    return {
        "bunching": float(np.mean((lift > 0) & (score == edge))),
        "rewarded": float(np.mean(rewarded)),
        "mean_type": float(np.mean(types[rewarded])) / STEPS if rewarded.any() else None,
        "bunching_measure": float((above - below) / (above + below)) if above + below else None,
        "cost": float(kappa * np.mean(lift)) / STEPS,
    }
