"""Look: the one pass over a citizen's ties. What friends showed yesterday, and what the authority knew of them.

reads: first friend word · writes: nothing
"""

from typing import NamedTuple

import numpy as np

from sottovoce.day.word import ACT_AT, DEED_AT, DEED_ZERO, FLAGS, MASK18, MASK20, MOST
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID

_SEVEN = np.int64(MOST)


class Seen(NamedTuple):
    """Sums over the friends of one citizen, of yesterday's words."""

    ties: int  # number of friends
    heard: int  # friends with a public occasion within hear_days
    enrolled: int
    punished: int
    loyal: int  # friends whose last public act was below 0
    dissent: int  # ... above 0
    acts: float  # sum of last public acts of those heard
    scores: int  # file: sum of published scores, grains above the scale's low end
    deeds: int  # file: sum of points that may spill over, grains of deeds
    informers: int  # file: friends who inform
    provocateurs: int  # file: friends planted, who dissented aloud within answer_days


@rule
def look(i, s, r):
    """Sum the words of all friends of citizen i. An empty place points at the ghost, whose word adds nothing; the eight
    flags are counted together, seven bits each, over stretches of at most 127 friends."""
    ties = heard = enrolled = punished = loyal = dissent = acts = scores = deeds = informers = (
        provocateurs
    ) = 0
    start, end = int(s.first[i]), int(s.first[i + 1])
    while start < end:
        stop = min(start + MOST, end)
        flags = 0
        for place in range(start, stop):
            word = s.word[s.friend[place]]
            scores += np.int64(word & MASK20)
            deeds += np.int64((word >> DEED_AT) & MASK18)
            acts += np.int64((word >> ACT_AT) & MASK18)
            flags += r.unfold[np.int64(word >> FLAGS)]
        ties += flags & _SEVEN
        heard += (flags >> 7) & _SEVEN
        enrolled += (flags >> 14) & _SEVEN
        punished += (flags >> 21) & _SEVEN
        loyal += (flags >> 28) & _SEVEN
        dissent += (flags >> 35) & _SEVEN
        informers += (flags >> 42) & _SEVEN
        provocateurs += (flags >> 49) & _SEVEN
        start = stop
    spilled = deeds - ties * DEED_ZERO
    heard_acts = acts / GRID - heard
    return Seen(ties, heard, enrolled, punished, loyal, dissent, heard_acts, scores, spilled, informers, provocateurs)  # fmt: skip # pyright: ignore[reportArgumentType]
