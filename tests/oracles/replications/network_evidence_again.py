"""What friends tell of a person, again: Bayes' rule, friend by friend, over what both sides may be and may take each other for.

Written from DECLARATION.md, by the hand that wrote the first.
"""

import math
from itertools import product


def friendship(one: int, two: int, same: float, other: float, doubt: float) -> float:
    """Chance that two of these types who meet become friends. With doubt: over what each takes the other for; the tie is made if what it
    is worth by itself, uniform on [0, M], exceeds what the two expect to lose by being unlike."""
    if doubt == 0:
        return same if one == two else other
    chance = 0.0
    for wrong_one, wrong_two in product((False, True), repeat=2):
        alike = (one == two) != wrong_one, (one == two) != wrong_two
        needed = doubt if all(alike) else 1 - doubt
        made = max(0.0, 1 - needed * (1 - other))
        chance += made * math.prod(doubt if wrong else 1 - doubt for wrong in (wrong_one, wrong_two))
    return chance


def log_odds(signals: list[int], ties: list[list[int]], error: float, same: float, other: float, doubt: float) -> list[float]:  # fmt: skip
    """Log-odds of each that the type is high."""

    def seen(signal: int, of: int) -> float:
        return 1 - error if signal == of else error

    def told(signal: int, mine: int) -> float:
        """Chance of a friend with this signal, I being of that type."""
        return sum(0.5 * seen(signal, his) * friendship(mine, his, same, other, doubt) for his in (1, -1))

    odds = [math.log(seen(y, 1) / seen(y, -1)) for y in signals]
    for a, b in ties:
        for me, friend in ((a, b), (b, a)):
            odds[me] += math.log(told(signals[friend], 1) / told(signals[friend], -1))
    return odds


def gain(types: list[int], signals: list[int], odds: list[float], error: float) -> float:
    """Mean squared error by the own signal alone, less that of the score."""
    total = 0.0
    for x, y, score in zip(types, signals, odds, strict=True):
        high = 1.0 if x == 1 else 0.0
        alone = 1 - error if y == 1 else error
        total += (alone - high) ** 2 - (1 / (1 + math.exp(-score)) - high) ** 2
    return total / len(types)
