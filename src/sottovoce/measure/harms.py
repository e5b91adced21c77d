"""Harms: which measures count what people lose, and what share of a harm a safeguard gives back."""

import math
from collections.abc import Sequence
from typing import Literal, NamedTuple

from sottovoce.measure.pairs import interval, t_quantile

Worse = Literal["more", "less"]


class Harm(NamedTuple):
    """A measure that counts something lost."""

    worse: Worse


HARMS: dict[str, Harm] = {
    "spoke": Harm("less"),
    "held_back": Harm("more"),
    "cut_off": Harm("more"),
    "unheard": Harm("more"),
    "wish_held_back": Harm("more"),
    "browsed": Harm("less"),
    "browsing_held_back": Harm("more"),
    "browsing_cut_off": Harm("more"),
    "voice_gap": Harm("more"),
    "self_censoring": Harm("more"),
    "self_censoring_of_all": Harm("more"),
    "loyalty_beyond": Harm("more"),
    "false_consensus": Harm("more"),
    "falsified_support": Harm("more"),
    "net_without_dissent": Harm("less"),
    "ties_cut": Harm("more"),
    "cut_someone": Harm("more"),
    "lost_someone": Harm("more"),
    "isolated": Harm("more"),
    "access_lost": Harm("more"),
    "access_without_dissent": Harm("more"),
    "punished": Harm("more"),
    "listed": Harm("more"),
    "refused": Harm("more"),
}


class Given(NamedTuple):
    """Share of a harm that is given back: 1 all of it, 0 none, below 0 more harm. None: it cannot be told."""

    share: float | None
    low: float | None
    high: float | None


def harmed(name: str, differences: Sequence[float]) -> bool:
    """Whether a harm is there at all: the interval of the differences with - without lies on its worse side. With one
    pair there is no interval, and the sign decides."""
    if not differences:
        return False
    sign = 1.0 if HARMS[name].worse == "more" else -1.0
    low, _ = interval([sign * value for value in differences])
    return (sign * differences[0] if low is None else low) > 0.0


def given_back(
    with_: Sequence[float], without: Sequence[float], reformed: Sequence[float], *, of: int = 1
) -> Given:
    """(with - reformed)/(with - without), a ratio of means over seeds, and its 95% interval by Fieller's theorem; 95% for all `of` shares
    together (Bonferroni) where it is one of several.

    Element k of each list is the world of repetition k; seeds without a value in all three are left out. No share
    where the interval of the harm includes zero (or it has no value); no interval with fewer than two seeds.
    Source: Fieller 1954, Journal of the Royal Statistical Society B 16:175.
    """
    triples = [t for t in zip(with_, reformed, without, strict=True) if not any(map(math.isnan, t))]
    back = [a - r for a, r, _ in triples]
    harm = [a - b for a, _, b in triples]
    n = len(triples)
    if n == 0 or math.fsum(harm) == 0:
        return Given(None, None, None)
    up, down = math.fsum(back) / n, math.fsum(harm) / n
    if n == 1:
        return Given(up / down, None, None)
    t2 = t_quantile(n - 1) ** 2
    wide2 = t2 if of < 2 else t_quantile(n - 1, 1 - 0.025 / of) ** 2
    uu, dd, ud = (_covariance(a, b) / n for a, b in ((back, back), (harm, harm), (back, harm)))
    if down**2 - t2 * dd <= 0.0:  # the harm's own interval contains zero
        return Given(None, None, None)
    square, middle, end = down**2 - wide2 * dd, up * down - wide2 * ud, up**2 - wide2 * uu
    if square <= 0.0:  # so wide an interval has no ends
        return Given(up / down, None, None)
    root = math.sqrt(max(middle**2 - square * end, 0.0))
    return Given(up / down, (middle - root) / square, (middle + root) / square)


def _covariance(a: Sequence[float], b: Sequence[float]) -> float:
    n = len(a)
    mean_a, mean_b = math.fsum(a) / n, math.fsum(b) / n
    return math.fsum((x - mean_a) * (y - mean_b) for x, y in zip(a, b, strict=True)) / (n - 1)
