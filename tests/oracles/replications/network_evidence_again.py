"""What friends tell of a person, again: Bayes' law, one sign after another, and the gain to be expected, a sum over what may be seen.

Written from DECLARATION.md alone, by a hand that had seen neither check.py nor any second implementation before.
"""

import math


def chances(same: float = 1.0, other: float = 0.3, doubt: float = 0.0) -> tuple[float, float]:
    """q_s and q_d: chances that two who meet become friends, of one type and of different types."""
    if not doubt:
        return same, other

    def beyond(x: float) -> float:
        """P(m > x), m uniform on [0, 1/(1 - other)]."""
        return 1 - x * (1 - other)

    right = (1 - doubt) ** 2
    q_s = right * beyond(doubt) + (1 - right) * beyond(1 - doubt)
    q_d = doubt**2 * beyond(doubt) + (1 - doubt**2) * beyond(1 - doubt)
    return q_s, q_d


def odds(signals, ties, error: float, q_s: float, q_d: float) -> list[float]:
    """Log-odds of being high: of each person's own signal and of each friend's, Bayes' law one sign after another."""
    out = [math.log((1 - error) / error) * y for y in signals]
    # who is high has a friend whose signal is high with a chance proportional to the first of these, low the second
    alike, unlike = (1 - error) * q_s + error * q_d, error * q_s + (1 - error) * q_d
    for i, j in ties:
        out[i] += signals[j] * math.log(alike / unlike)
        out[j] += signals[i] * math.log(alike / unlike)
    return out


def chance_of_high(log_odds: float) -> float:
    return 1 / (1 + math.exp(-log_odds))


def gain_of(types, signals, log_odds, error: float) -> float:
    """Mean over people: squared error of the guess by the own signal, less that of the score."""
    total = 0.0
    for x, y, s in zip(types, signals, log_odds, strict=True):
        high = 1.0 if x > 0 else 0.0
        own = 1 - error if y > 0 else error
        total += (own - high) ** 2 - (chance_of_high(s) - high) ** 2
    return total / len(types)


def measure(types, signals, ties, error=0.3, same=1.0, other=0.3, doubt=0.0) -> dict:
    """`log_odds`, `gain` and `friend` of a society that was drawn."""
    q_s, q_d = chances(same, other, doubt)
    log_odds = odds(signals, ties, error, q_s, q_d)
    alone = odds([1, 1], [(0, 1)], error, q_s, q_d)[0] - odds([1], [], error, q_s, q_d)[0]
    return {"log_odds": log_odds, "gain": gain_of(types, signals, log_odds, error), "friend": alone}


def expected_gain(error=0.3, same=1.0, other=0.3, doubt=0.0, n=200, met=8.0) -> float:
    """The gain that a person of a drawn society may expect: over types, own signals and numbers of friends by signal."""
    q_s, q_d = chances(same, other, doubt)
    each = met / (n - 1)
    alike = each * ((1 - error) * q_s + error * q_d) / 2
    unlike = each * (error * q_s + (1 - error) * q_d) / 2
    a = math.log((1 - error) / error)
    c = math.log(((1 - error) * q_s + error * q_d) / (error * q_s + (1 - error) * q_d))
    total = 0.0
    for high, own in (
        (1.0, 1),
        (1.0, -1),
    ):  # a low person is a high one with every sign turned: the same gain
        of_own = 1 - error if own > 0 else error
        guess = chance_of_high(a * own)
        for plus in range(n):
            for minus in range(n - plus):
                none = n - 1 - plus - minus
                p = _multinomial(plus, alike, minus, unlike, none)
                if p < 1e-18:
                    if minus > (n - 1) * unlike:
                        break
                    continue
                score = chance_of_high(a * own + c * (plus - minus))
                total += of_own * p * ((guess - high) ** 2 - (score - high) ** 2)
    return total


def _multinomial(plus: int, p: float, minus: int, q: float, none: int) -> float:
    rest = 1 - p - q
    if rest <= 0 and none:
        return 0.0
    logs = (
        math.lgamma(plus + minus + none + 1)
        - math.lgamma(plus + 1)
        - math.lgamma(minus + 1)
        - math.lgamma(none + 1)
    )
    logs += (plus * math.log(p) if plus else 0) + (minus * math.log(q) if minus else 0)
    return math.exp(logs + (none * math.log(rest) if none else 0))
