"""Granovetter's jump in finite populations: how it sharpens with N."""

import numpy as np

from sottovoce.replications.granovetter.check import drawn, equilibrium, measure
from sottovoce.replications.picture import Curve, Picture
from verify.result import Result, Row

SPREADS = (8.0, 10.0, 11.0, 12.0, 12.5, 13.0, 14.0, 16.0, 20.0)


def run(draws: int = 400) -> Result:
    """Chance that more than 90 of 100 act, by the spread of thresholds."""
    rows, curves, steep = [], [], []
    for pair, n in enumerate((30, 100, 1000, 10_000)):
        chance = [
            measure(None, 25.0, sd, n, max(40, draws * 100 // max(n, 100)), 5)["p_above_90"] for sd in SPREADS
        ]
        curves.append(Curve(f"N {n:,}", SPREADS, chance, pair, measured=True))
        steep.append(chance[6] - chance[1])
        rows.append(Row(f"N {n:,}: chance at spread 14 less that at 10", f"{steep[-1]:.2f}"))
    rows.append(
        Row(
            "the jump sharpens with N",
            ", ".join(f"{s:.2f}" for s in steep),
            "ascending",
            steep == sorted(steep),
        )
    )
    exact = [float(equilibrium(25, sd) > 90) for sd in np.linspace(8, 20, 241)]
    curves.append(Curve("infinite, paper", np.linspace(8, 20, 241), exact, 4))
    order = orders(20)
    rows.append(
        Row("one by one in random order or all at once: other ends", f"{order} of 20", "0", order == 0)
    )
    picture = Picture("More than 90 of 100 act, thresholds normal with mean 25", "standard deviation", "share of draws",
                      tuple(curves), span=(-0.03, 1.03))  # fmt: skip
    return Result("thresholds (Granovetter 1978)", rows, picture)


def orders(cases: int, n: int = 60) -> int:
    """In how many of a number of cascades the end depends on the order of decisions."""
    from sottovoce.replications.granovetter.check import Crowd

    crowd, other = Crowd(n), 0
    for case in range(cases):
        wanted = drawn(25.0, 13.0, n, 77, case)
        acting = np.zeros(n, bool)
        luck = np.random.default_rng(case)
        moved = True
        while moved:
            moved = False
            for person in luck.permutation(n):
                if not acting[person] and acting.sum() >= wanted[person]:
                    acting[person] = moved = True
        other += int(acting.sum()) != crowd.path(wanted)[-1]
    return other
