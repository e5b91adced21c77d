"""Pairs of reforms: whether two in one world give back more than the two by themselves."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import Any, NamedTuple

from sottovoce.errors import ScenarioError
from sottovoce.measure.harms import given_back, harmed
from sottovoce.reforms import apply, asked, nothing_left
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import leaves

ROUNDING = 1e-9  # below which nothing was given back in any world


class Pair(NamedTuple):
    """Two reforms, by their labels, and the shares of a harm that they give back: each by itself, both in one world, and `more`: both, less the one, less the other, with its paired
    interval over seeds (None with one seed): 95% for all pairs of the comparison together. Below 0 they do the same work, or get in each other's way; None: no harm."""

    first: str
    second: str
    alone: tuple[float | None, float | None]
    both: float | None
    more: float | None
    low: float | None
    high: float | None


def combined(scenario: Scenario, reforms: Sequence[str]) -> tuple[list[str], dict[str, str]]:
    """Every two of these reforms as ``a+b``; and the pairs that are no world of their own, each with why. Reforms that cannot act or leave nothing of the system have no pairs."""
    single: dict[str, Scenario] = {}
    for text in dict.fromkeys(reforms):
        one = apply(scenario, text) if "+" not in text else scenario
        if one is not scenario and not asked(text).cannot_act(scenario) and not nothing_left(scenario, one):
            single[text] = one
    found: list[str] = []
    gone: dict[str, str] = {}
    for a, b in combinations(single, 2):
        try:
            both = apply(scenario, a, b)
        except ScenarioError as error:
            gone[f"{a}+{b}"] = error.problems[0]
            continue
        if same := [one for one in (a, b) if leaves(single[one]) == leaves(both)]:
            gone[f"{a}+{b}"] = f"both at once are the same as {same[0]} by itself"
        elif nothing_left(scenario, both):
            gone[f"{a}+{b}"] = "both at once leave nothing of the system"
        else:
            found.append(f"{a}+{b}")
    return found, gone


def pairs(comparison: Any, by: str | None = None) -> list[Pair]:
    """Every pair of a comparison (study.comparison) whose two reforms were lived by themselves too, in the order of its worlds. `by`: the harm (default: the one that is ranked by)."""
    by = by or comparison.ranked_by
    place = {one.name: k for k, one in enumerate(comparison.variants) if not one.apart}
    worlds = []
    for name, k in place.items():
        parts = name.split("+")
        if by and len(parts) == 2 and all(part in place for part in parts):
            worlds.append((place[parts[0]], place[parts[1]], k))
    found = [_pair(comparison, by, each, len(worlds)) for each in worlds] if by else []
    return [one for one in found if one is not None]


def _pair(c: Any, by: str, places: tuple[int, int, int], of: int) -> Pair | None:
    worlds = [c.finished(place) for place in (0, 1, *places)]
    seeds = sorted(set.intersection(*(set(one) for one in worlds)))
    with_, without, a, b, both = ([one[k].value(by) for k in seeds] for one in worlds)
    rows = [row for row in zip(with_, without, a, b, both, strict=True) if not any(map(math.isnan, row))]
    if not harmed(by, [row[0] - row[1] for row in rows]):
        return None
    with_, without, a, b, both = (list(column) for column in zip(*rows, strict=True))
    # what both give back less what each does: (with - both) - (with - a) - (with - b) = with - (both - a - b + 2 with)
    left = [ab - x - y + 2 * w for w, x, y, ab in zip(with_, a, b, both, strict=True)]
    first, second, together = (given_back(with_, without, each)[0] for each in (a, b, both))
    labels = [c.variants[place].label for place in places[:2]]
    nothing = all(abs(w - x) < ROUNDING for w, x in zip(with_, left, strict=True))
    ends = (0.0, 0.0, 0.0) if nothing and len(rows) > 1 else given_back(with_, without, left, of=of)
    return Pair(labels[0], labels[1], (first, second), together, *ends)


def sentence(found: Sequence[Pair], what: str) -> str:
    """Which pairs are more than their parts, and which less, by more than luck. Without pairs nothing."""
    if not found:
        return ""
    sure = [
        one for one in found if one.low is not None and one.high is not None and not one.low <= 0 <= one.high
    ]
    more, less = ([one for one in sure if sign * (one.more or 0.0) > 0] for sign in (1, -1))
    head = f"Of {len(found)} pair{'s' if len(found) > 1 else ''} of reforms, by {what}: "
    if not sure:
        return head + "none gives back more or less than its two parts together, beyond luck."
    return (
        head
        + f"{_named(more)} more than their two parts together, {_named(less)} less, beyond luck (95% for all pairs together)."
    )


def _named(some: Sequence[Pair]) -> str:
    if not some:
        return "none gives back"
    far = max(some, key=lambda one: abs(one.more or 0.0))
    told = f"“{far.first}” with “{far.second}”, {100 * (far.more or 0.0):+.0f} points of a hundred"
    verb = "gives" if len(some) == 1 else "give"
    return f"{len(some)} {verb} back ({'most so' if len(some) > 1 else 'it is'} {told})"
