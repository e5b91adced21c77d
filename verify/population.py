"""A population under punishment: sampled figures are off by what sampling allows, and no more as N grows."""

import math

import numpy as np

from sottovoce.replications.daymude_population.check import POLICIES, expected, measure
from sottovoce.replications.picture import Curve, Picture
from verify.result import Result, Row

NAMES = ("expressed", "defiant", "censored")


def run(seeds: int = 40) -> Result:
    """Distance from the sum over both laws, in units of 1/sqrt(N), over six policies."""
    rows, sizes = [], (300, 3000, 30_000)
    spread = {name: [] for name in NAMES}
    for n in sizes:
        off = {name: [] for name in NAMES}
        for number, policy in enumerate(POLICIES):
            wanted = expected(0.25, *policy)
            for seed in range(seeds):
                found = measure(0.25, policy[0], n, *policy[1:], 1000 * number + seed)
                for name in NAMES:
                    off[name].append((found[name] - wanted[name]) * math.sqrt(n))
        for name in NAMES:
            values = np.array(off[name])
            bias = values.mean() / (values.std(ddof=1) / math.sqrt(len(values)))
            spread[name].append(values.std(ddof=1))
            rows.append(
                Row(
                    f"N {n:,}: {name}, mean distance in its standard errors",
                    f"{bias:+.2f}",
                    "between -4 and 4",
                    abs(bias) < 4,
                )
            )
    for name in NAMES:
        ratio = max(spread[name]) / min(spread[name])
        rows.append(
            Row(
                f"{name}: spread times sqrt(N), largest over smallest",
                f"{ratio:.2f}",
                "below 1.5",
                ratio < 1.5,
            )
        )
    curves = tuple(Curve(name, sizes, spread[name], pair, measured=True) for pair, name in enumerate(NAMES))
    picture = Picture("Sampling error times sqrt(N)", "N", "level, share", curves, log=True)
    return Result("a population under punishment (Daymude, Axelrod & Forrest 2025)", rows, picture)
