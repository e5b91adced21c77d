"""Thresholds, again: people are asked one after another, until a round passes in which nobody joins."""

import math

import numpy as np

NEARLY = 1e-9  # a threshold this near to a whole number is that number


def cascade(thresholds) -> list[int]:
    """How many act at the start and after each step. Thresholds in people."""
    thresholds = np.array(thresholds)
    acting = np.zeros(len(thresholds), bool)
    path = [0]
    while True:
        now = path[-1]
        acting |= thresholds <= now + NEARLY
        if np.count_nonzero(acting) == now:
            return path
        path.append(np.count_nonzero(acting))


def share_of(r, mean, sd) -> float:
    """F(r): share of infinitely many people with a threshold of r (per 100) or less."""
    if sd == 0:
        return 1.0 if r >= mean else 0.0
    return 0.5 * math.erfc(-(r - mean) / (sd * math.sqrt(2)))


def at_rest(mean, sd) -> float:
    """Smallest r, per 100, with 100 F(r) = r: the first of 100,000 small steps at which no more act than are needed, closed in."""
    if 100 * share_of(0, mean, sd) == 0:
        return 0.0
    low = 0.0
    for k in range(1, 100_001):
        high = k / 1000
        if 100 * share_of(high, mean, sd) <= high:
            break
        low = high
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if 100 * share_of(middle, mean, sd) <= middle else (middle, high)
    return high


def critical(mean) -> float | None:
    """The smallest spread above which more than half act. Below the mean F rises with the spread, and beyond it half act
    already: so if one spread is enough, any larger is."""
    if mean <= 0:
        return 0.0
    if mean >= 50:
        return None

    def enough(sd):
        # r in steps of 1/20 per 100: nobody between stays below half
        return all(100 * share_of(k / 20, mean, sd) > k / 20 for k in range(1001))

    low, high = 0.0, 1000.0
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def measure(thresholds=None, mean=None, sd=None, n=None, draws=None, seed=1) -> dict:
    if mean is None and sd is None and n is None and draws is None:
        path = cascade(list(range(100)) if thresholds is None else thresholds)
        share = path[-1] / len(thresholds or range(100))
        above = 1.0 if share > 0.9 else 0.0
        return {"final": path[-1], "share": share, "p_above_90": above, "sd_critical": None, "path": path}
    mean, sd, n, draws = (
        default if given is None else given
        for given, default in ((mean, 25), (sd, 12.2), (n, 100), (draws, 100))
    )
    if n == "infinite":
        final = at_rest(mean, sd)
        above = 1.0 if final > 90 else 0.0
        return {
            "final": final,
            "share": final / 100,
            "p_above_90": above,
            "sd_critical": critical(mean),
            "path": None,
        }
    luck = np.random.default_rng(seed)
    ends = [cascade(luck.normal(mean, sd, n) * n / 100)[-1] for _ in range(draws)]
    finals = [100 * end / n for end in ends]
    return {
        "final": float(np.mean(finals)),
        "share": float(np.mean(finals)) / 100,
        "p_above_90": float(np.mean([10 * end > 9 * n for end in ends])),
        "sd_critical": None,
        "path": None,
        "spread": float(np.std(finals)),  # between draws, for the comparison
    }
