"""Gaming a cut-off: shares over many drawn populations."""

import numpy as np

from sottovoce.replications.cutoff_gaming.check import formula, measure
from sottovoce.replications.picture import Curve, Picture
from verify.result import Result, Row, interval, told


def run(seeds: int = 40, n: int = 2000) -> Result:
    """The 99.99% interval of each mean holds the formula."""
    rows, kappas = [], (1.5, 2.5, 5.0, 10.0, 40.0)
    means: dict[str, list[tuple[float, float, float]]] = {"bunching": [], "rewarded": []}
    for kappa in kappas:
        found = [measure(0.7, kappa, n, seed) for seed in range(seeds)]
        for name, wanted in zip(means, formula(0.7, kappa)[:2], strict=True):
            mean, low, high = interval(f[name] for f in found)
            means[name].append((mean, low, high))
            room = 2 * (high - mean) + 1 / 4096
            rows.append(
                Row(
                    f"kappa {kappa:g}: {name}",
                    told(mean, low, high),
                    f"{wanted or 0:.4g}",
                    abs(mean - (wanted or 0)) < room,
                )
            )
    curves = []
    fine = np.linspace(1.5, 40, 200)
    for pair, name in enumerate(means):
        curves.append(Curve(f"{name}, paper", fine, [formula(0.7, float(k))[pair] or 0 for k in fine], pair))
        values = np.array(means[name])
        curves.append(
            Curve(f"{name}, measured", kappas, values[:, 0], pair, True, values[:, 1], values[:, 2])
        )
    picture = Picture("Gaming a cut-off at .7", "kappa", "share of everybody", tuple(curves), log=True)
    return Result("gaming a cut-off (Hardt et al. 2016)", rows, picture)
