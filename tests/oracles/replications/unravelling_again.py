"""Opting in, again: rounds of decisions against the mean of those outside."""

import math
from fractions import Fraction
from statistics import NormalDist


def qualities(law: str, n: int) -> list:
    """Quantiles (k + 1/2)/n of the law, lowest first. Uniform: whole fractions."""
    if law == "uniform":
        return [Fraction(2 * k + 1, 2 * n) for k in range(n)]
    middles = [(k + 0.5) / n for k in range(n)]
    if law == "normal":
        return [NormalDist(0.5, 0.2).inv_cdf(q) for q in middles]
    if law == "exponential":
        return [-0.5 * math.log(1 - q) for q in middles]
    raise ValueError(law)


def measure(cost=0.1, n=10_000, rounds=20, law="uniform") -> dict:
    theta = qualities(law, n)
    cost = Fraction(cost) if law == "uniform" else cost
    inside = [False] * n
    shares = []
    nearest = float("inf")  # how near anybody came to being indifferent
    for _ in range(rounds):
        outside = [t for t, joined in zip(theta, inside, strict=True) if not joined]
        if outside:
            mean = sum(outside) / len(outside)
            nearest = min(nearest, *(abs(float(t - cost - mean)) for t in outside))
            inside = [joined or t - cost > mean for t, joined in zip(theta, inside, strict=True)]
        shares.append(sum(inside) / n)
    left = [t for t, joined in zip(theta, inside, strict=True) if not joined]
    return {
        "share_by_round": shares,
        "final": shares[-1],
        "left_out": float(sum(left) / len(left)) if left else None,
        "nearest": nearest,
    }
