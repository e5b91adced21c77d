"""Sparks and prairie fires, again, in whole fractions: k of N people reach t per cent where 100 k >= t N."""

from fractions import Fraction


def measure(thresholds=(0, 20, 20, 30, 40, 50, 60, 70, 80, 100)) -> dict:
    people = len(thresholds)
    joined = [False] * people
    counts = [0]
    while True:
        now = counts[-1]
        joined = [j or 100 * now >= Fraction(t) * people for j, t in zip(joined, thresholds, strict=True)]
        if sum(joined) == now:
            break
        counts.append(sum(joined))
    return {"final": 100 * counts[-1] / people, "path": [100 * count / people for count in counts]}
