"""Means of theirs beside runs of mine: are they of one law?

Two quantities are called different where their means are more than `SIGMAS` standard errors apart: one false alarm in some
150,000 comparisons of normal means. Seeds are fixed, so what passes stays so.

Where nearly all runs are alike and a few are not (opinions that agree but for one run in fifty), the spread of few runs is known
badly, and too small as often as not: then it is taken as large as it may be, with three standard errors of the number of the few.
"""

import math

import numpy as np

SIGMAS = 4.5


def apart(theirs: float, runs: int, mine: list[float]) -> float:
    """Distance of two means in standard errors. Where mine are all alike, half a run that was not seen stands for their spread."""
    values = np.array(mine, float)
    spread = float(values.std())
    _, counts = np.unique(values.round(12), return_counts=True)
    few = len(values) - int(counts.max())
    if 0 < few < len(values) / 4:
        spread *= math.sqrt((few + 3 * math.sqrt(few) + 5) / few)
    if spread < 1e-12:
        spread = 0.5 * abs(float(values[0]) or 1.0) / math.sqrt(len(values))
    return (theirs - float(values.mean())) / (spread * math.sqrt(1 / runs + 1 / len(values)))


def together(each: list[float]) -> float:
    """Distances of many settings added up, again in standard errors: what is too small to be seen in one is seen in all."""
    return sum(each) / math.sqrt(len(each))
