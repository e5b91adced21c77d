"""Why those who disagree held back: what each term of the choice holds back of the wish, by Shapley values on a sample of occasions.

What is shared on an occasion is wish - dissent chosen (dissent within the wish), whether the occasion came or was cut off; so the shares add up to
`wish_held_back` over the sampled occasions, exactly, and estimate it over all of them without bias: every public occasion of those who
disagree has the same chance to be in the sample, also one on which nothing was held back, for terms that cancel out are part of
the account. In a small world every occasion is sampled. How: sottovoce.day.why, docs/understand/the-day.md.
"""

import math
from typing import NamedTuple

from sottovoce.measure.daily import NAN, ratio, total, window
from sottovoce.record.record import Record
from sottovoce.scenario.acts_part import PUBLIC
from sottovoce.society.tally import TERMS

MEASURE = "held_back_by_"


class Why(NamedTuple):
    """What each term holds back, as a share of the wish on the sampled occasions; below 0: it makes them say more. NaN without any."""

    times: float  # occasions sampled
    of: float  # occasions they were drawn from
    held: dict[str, float]  # term -> share of the wish; together: what was held back
    error: dict[str, float]  # term -> standard error of the sample; 0 where all occasions are in it


def why(record: Record, group: int | None = None) -> Why:
    """Over the measured days, of everybody or of one social group (by number).

    The error is that of a ratio, with days as batches: sqrt((1 - times/of) n/(n-1) sum over n days of (held - share wish)^2)/wish. A trend over
    the days counts as error too, so that it is rather large than small.
    """

    def daily(name: str) -> list[float]:
        sums = record.sum(name, by_group=True)[window(record)]
        return (sums.sum(axis=1) if group is None else sums[:, group]).tolist()

    times, of = total(record, "why_times", group), sum(total(record, f"could_{c}", group) for c in PUBLIC)
    wishes = daily("why_wish")
    wish, left = math.fsum(wishes), 1.0 - ratio(times, of)
    held, error = {}, {}
    for term in TERMS:
        parts = daily(f"why_{term}")
        share = held[term] = ratio(math.fsum(parts), wish)
        days = len(parts)
        apart = math.fsum((part - share * asked) ** 2 for part, asked in zip(parts, wishes, strict=True))
        known = wish > 0 and days > 1
        error[term] = math.sqrt(left * days / (days - 1) * apart) / wish if known else NAN
    return Why(times, of, held, error)


def by_term(record: Record, group: int | None = None) -> dict[str, float]:
    """The measures made from it (measure.names)."""
    return {MEASURE + term: share for term, share in why(record, group).held.items()}
