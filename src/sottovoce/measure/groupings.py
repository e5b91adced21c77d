"""Groupings: ways to sort citizens by what they are and where they live, to ask who bears it.

A grouping is a label for every citizen. Everything it uses is fixed on day 0, so the same people stand together in
every world.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sottovoce.society import Society

QUARTERS = ("fewest disagree", "second quarter", "third quarter", "most disagree")


Who = dict[str, dict[str, dict[str, float]]]  # grouping -> label -> measure -> value


class Grouping(NamedTuple):
    """`of`: number of the label of each citizen, (citizen,)."""

    name: str
    about: str
    labels: tuple[str, ...]
    of: np.ndarray


def groupings(society: Society) -> tuple[Grouping, ...]:
    """All groupings of a society, in the order in which they are shown."""
    return wealth(society), view(society), standing(society), community(society)


def wealth(society: Society) -> Grouping:
    """The social groups of the scenario."""
    about = "social groups of the scenario"
    return Grouping("wealth", about, society.groups, society.state.group.astype(np.int64))


def view(society: Society) -> Grouping:
    """Who disagrees (private view above 0) and who does not."""
    about = "private view on day 0"
    return Grouping("view", about, ("agree", "disagree"), (society.state.opinion > 0).astype(np.int64))


def standing(society: Society) -> Grouping:
    """Whether more than half of one's own community is on the other side; with half on each side nobody is outnumbered."""
    disagrees = society.state.opinion > 0
    share = _shares(society)[_numbered(society)]
    minority = np.where(disagrees, share < 0.5, share > 0.5)
    about = "one's own side (agree or disagree) in one's own community"
    return Grouping("standing", about, ("majority at home", "minority at home"), minority.astype(np.int64))


def community(society: Society) -> Grouping:
    """Quarters of the communities by the share that disagrees; equals in the order of their numbers. Fewer than four
    communities fill the first quarters only."""
    share = _shares(society)
    rank = np.empty(len(share), np.int64)
    rank[np.argsort(share, kind="stable")] = np.arange(len(share))
    quarter = rank * 4 // max(len(share), 4)
    about = "communities by the share that disagrees"
    return Grouping("community", about, QUARTERS, quarter[_numbered(society)])


def _numbered(society: Society) -> np.ndarray:
    """Communities counted from 0 without gaps, (citizen,)."""
    return np.unique(society.community, return_inverse=True)[1].astype(np.int64)


def _shares(society: Society) -> np.ndarray:
    """Share that disagrees in each community."""
    of = _numbered(society)
    people = np.bincount(of)
    return np.bincount(of, weights=society.state.opinion > 0) / people


def mean_who(found: Sequence[Who]) -> Who:
    """Means over worlds; worlds without a value are left out, NaN where none has one."""
    return {
        grouping: {
            label: {
                name: _mean([one[grouping][label][name] for one in found]) for name in found[0][grouping][label]
            }
            for label in found[0][grouping]
        }
        for grouping in found[0]
    } if found else {}  # fmt: skip


def _mean(values: list[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return math.fsum(known) / len(known) if known else float("nan")
