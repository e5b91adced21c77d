"""From what was measured at every point and seed to a verdict: the share of the space that speaks for a claim, against it, or too small to tell.

A *point* speaks for a claim where the mean over seeds is at least the margin in the claim's direction and its 95% interval, from the point's own luck,
excludes 0. It speaks against it in the same way on the other side. Everything else is too small to tell: either
surely below the margin, or *open*, which more seeds would settle. Where most points are open, so is the claim. So luck can make a point silent and seldom gives it a sign (in a world of
luck alone a point in forty, and fewer the larger the margin).

The luck of a point is the variance of its seeds, drawn towards that of all points as if LIKE_ALL degrees of freedom were known from them
(moderated variance: Smyth 2004); two seeds alone say little of it. The share of points is a share of the space, as the design fills it
evenly; its interval is Wilson's over points, at 95%. It holds what a point more would change. Seeds are the same at every point, so what a seed
does to all points alike is in the error of a point and not in that interval.

A claim that something is near 0 (sign 0) has for it the points whose whole interval lies within the margin, and against it those
at or beyond the margin whose interval excludes 0.
"""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sottovoce.errors import RunError
from sottovoce.experiments.results import Study
from sottovoce.measure.pairs import t_quantile
from sottovoce.verdicts.declared import Claim, Term

TRACE = 0.05  # share of the space, below which a part that says otherwise is no reason to say that it depends
LIKE_ALL = 4  # degrees of freedom that a point borrows from all points
LEAST_COST = 0.05  # days/citizen-year, below which nothing is measured for each day: with 400 people twenty days in all
FOR, AGAINST, SMALL, OPEN = (
    1,
    -1,
    0,
    2,
)  # what a point says; OPEN is too small to tell, and more seeds would settle it
WORDS = ("for", "against", "open", "too small to tell", "it depends")


class Share(NamedTuple):
    """A share of the space, with its 95% interval over points."""

    value: float
    low: float
    high: float


class Verdict(NamedTuple):
    """What the space says of a claim. `for_`, `against` and `small` add up to 1; `open` is a part of `small`. `effect`: the 10%, 50% and 90% quantile of the
    means at points, in `unit`; `luck`: the share of the variance of one run that is luck."""

    claim: str
    word: str  # one of WORDS
    for_: Share
    against: Share
    small: Share
    open: float
    points: int
    seeds: int
    left_out: int  # points begun that have no value
    effect: tuple[float, float, float]
    luck: float
    margin: float
    unit: str
    digest: str  # of the claim
    analysis: str  # of the program that judged it


def values(study: Study, claim: Claim) -> np.ndarray:
    """What a claim measures, float64 (point, seed); NaN where there is no value."""

    def summed(terms: tuple[Term, ...]) -> np.ndarray:
        return np.sum([term.by * study.values(term.outcome, term.world) for term in terms], axis=0)

    found = summed(claim.terms)
    if not claim.per:
        return found
    cost, other = summed(claim.per), summed(claim.against_per)
    with np.errstate(divide="ignore", invalid="ignore"):
        each = found / cost - summed(claim.against) / other
    return np.where((cost < LEAST_COST) | (other < LEAST_COST), np.nan, each)


def calls(values: np.ndarray, margin: float, sign: str) -> np.ndarray:
    """What each point says, int (point,), from values (point, seed) without NaN. RunError with fewer than two seeds: then luck is not known."""
    if values.ndim != 2 or values.shape[1] < 2:
        raise RunError("claims: luck is measured with two seeds or more at every point. Ask for more.")
    towards = -1.0 if sign == "-" else 1.0
    mean, error = towards * values.mean(axis=1), _error(values)
    far = np.abs(mean) - error
    if sign == "0":
        inside, outside = np.abs(mean) + error < margin, (far > 0) & (np.abs(mean) >= margin)
        return np.select([inside, outside], [FOR, AGAINST], OPEN)
    found = np.select([(mean >= margin) & (far > 0), (mean <= -margin) & (far > 0)], [FOR, AGAINST], SMALL)
    unsure = (found == SMALL) & (np.abs(mean) + error >= margin)
    return np.where(unsure, OPEN, found)


def _error(values: np.ndarray) -> np.ndarray:
    """Half the width of the 95% interval of each point's mean, float64 (point,)."""
    seeds = values.shape[1]
    own = values.var(axis=1, ddof=1)
    drawn = (LIKE_ALL * own.mean() + (seeds - 1) * own) / (LIKE_ALL + seeds - 1)
    return t_quantile(LIKE_ALL + seeds - 1) * np.sqrt(drawn / seeds)


def wilson(count: int, of: int) -> Share:
    """A share with its 95% interval (Wilson 1927)."""
    if of == 0:
        return Share(math.nan, 0.0, 1.0)
    z = 1.959964
    share = count / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z / (1 + z * z / of) * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    low, high = max(middle - half, 0.0), min(middle + half, 1.0)
    return Share(share, 0.0 if count == 0 else low, 1.0 if count == of else high)


def judged(claim: Claim, found: np.ndarray) -> Verdict:
    """The verdict on a claim from what was measured, float64 (point, seed)."""
    known = found[~np.isnan(found).any(axis=1)]
    said = calls(known, claim.margin, claim.asked.sign) if len(known) else np.zeros(0, int)
    if found.shape[1] < 2:
        calls(found, claim.margin, claim.asked.sign)
    count = len(said)
    for_, against = (wilson(int((said == what).sum()), count) for what in (FOR, AGAINST))
    small = wilson(int(np.isin(said, (SMALL, OPEN)).sum()), count)
    open_, sure = (wilson(int((said == what).sum()), count) for what in (OPEN, SMALL))
    means = known.mean(axis=1) if count else np.full(1, math.nan)
    low, middle, high = (float(q) for q in np.quantile(means, (0.1, 0.5, 0.9)))
    within = float(known.var(axis=1, ddof=1).mean()) if count else math.nan
    all_ = float(known.var(ddof=1)) if count > 1 else math.nan
    return Verdict(
        claim.name, word(for_, against, open_, small, sure), for_, against, small,
        open_.value if count else 0.0, count, found.shape[1], len(found) - count,
        (low, middle, high), min(within / all_, 1.0) if all_ > 0 else 0.0, claim.margin, claim.unit, claim.digest, analysis(),
    )  # fmt: skip


def word(for_: Share, against: Share, open_: Share, small: Share, sure: Share) -> str:
    """The verdict in a word: what most of the space says, if the interval of its share lies above a half. Else it *depends* on what is assumed,
    where two parts of the space that are settled (for, against, surely small: `sure`) say different things, each in more than TRACE of it by its
    interval; and it is *open* where they do not, for then more seeds may settle it."""
    said = zip(WORDS, (for_, against, open_, small), strict=False)
    found = next((name for name, share in said if share.low > 0.5), None)
    differ = sum(share.low > TRACE for share in (for_, against, sure)) > 1
    return found or (WORDS[-1] if differ else "open")


def verdicts(study: Study, claims: tuple[Claim, ...]) -> list[Verdict]:
    """A verdict for each claim, in their order."""
    return [judged(claim, values(study, claim)) for claim in claims]


def analysis() -> str:
    """Digest of the rule by which points and claims are judged: of this file."""
    return hashlib.sha256(Path(__file__).read_bytes()).hexdigest()


class Guard(NamedTuple):
    """A safeguard over the space. `back`: share of the space in which it gives back at least the margin; `worse`: in which it takes as much. `part`: quantiles
    (10%, 50%, 90%) of what it gives back of what people hold back under the system, where that is above the margin. `first`: share of the space in which
    it gives most back, of all that were lived."""

    world: str
    back: Share
    worse: Share
    part: tuple[float, float, float]
    first: Share


def safeguards(study: Study, asked: Any) -> tuple[list[Guard], dict[tuple[str, str], Share]]:
    """Safeguards in the order in which they are declared, and for each pair of them how much of the space gives the first more back than the
    second, by more than luck and the margin. Nothing where no point has all of them yet."""
    with_ = study.values(asked.is_, asked.with_)
    gap = with_ - study.values(asked.is_, asked.without)
    given = {name: with_ - study.values(asked.is_, name) for name in asked.worlds}
    known = ~np.isnan(np.sum([gap, *given.values()], axis=0)).any(axis=1)
    if not known.any():
        return [], {}
    means = np.array([each[known].mean(axis=1) for each in given.values()])
    most = means.argmax(axis=0)
    there = (calls(gap[known], asked.margin, "+") == FOR) & (means.max(axis=0) >= asked.margin)
    found = []
    for k, (name, each) in enumerate(given.items()):
        said = calls(each[known], asked.margin, "+")
        part = means[k][there] / gap[known].mean(axis=1)[there] if there.any() else np.full(1, math.nan)
        low, middle, high = (float(q) for q in np.quantile(part, (0.1, 0.5, 0.9)))
        found.append(
            Guard(
                name, wilson(int((said == FOR).sum()), len(said)), wilson(int((said == AGAINST).sum()), len(said)),
                (low, middle, high), wilson(int((most[there] == k).sum()), int(there.sum())),
            )
        )  # fmt: skip
    pairs = {}
    for a in asked.worlds:
        for b in asked.worlds:
            if a != b:
                said = calls((given[a] - given[b])[known], asked.margin, "+")
                pairs[a, b] = wilson(int((said == FOR).sum()), len(said))
    return found, pairs
