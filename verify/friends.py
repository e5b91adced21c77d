"""What friends tell, and whom people keep: accuracy, ties and fragments over seeds."""

import numpy as np

from sottovoce.replications.network_evidence.check import error_of_score, exact_error
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.wei_2016.check import DEFAULTS, measure
from verify.result import Result, Row, interval, told


def run(seeds: int = 16) -> Result:
    """The error of our score by friend weight, and the directions of Wei et al. (2016) with intervals."""
    rows, weights, means = [], (0.0, 0.2, 0.4, 0.6, 0.8), []
    for w in weights:
        mean, low, high = interval(error_of_score(0.6, 5, 1.0, w, 5000, seed) for seed in range(seeds))
        means.append((mean, low, high))
        wanted = exact_error(0.6, 5, 1.0, w)
        rows.append(
            Row(
                f"error at friend weight {w:g}",
                told(mean, low, high),
                f"{wanted:.4g}",
                abs(mean - wanted) < 2 * (high - mean),
            )
        )
    for values, sign in (({"value": 20.0}, -1), ({"rho": 0.1, "noise": 0.5, "w": 0.6, "value": 100.0}, 1)):
        found = [measure(**DEFAULTS | values | {"seed": 100 + k}) for k in range(seeds)]
        change = interval(f["accuracy"] - f["accuracy_start"] for f in found)
        told_at = ", ".join(f"{k} {v:g}" for k, v in values.items())
        rows.append(Row(f"change of accuracy at {told_at}", told(*change), "above 0" if sign > 0 else "below 0",
                        change[1] > 0 if sign > 0 else change[2] < 0))  # fmt: skip
        alike = interval(f["difference"] for f in found)
        kept = np.mean([f["ties"] for f in found])
        many = kept > 0.05  # of hardly any ties nothing can be told
        rows.append(
            Row(
                f"distance in type across ties kept ({kept:.0%}), over that before",
                told(*alike),
                "below 1" if many else "",
                alike[2] < 1 if many else None,
            )
        )
        whole = interval(f["largest"] - f["largest_start"] for f in found)
        rows.append(Row("change of the largest group", told(*whole), "below 0", whole[2] < 0))
    fine, array = np.linspace(0, 0.8, 81), np.array(means)
    curves = (
        Curve("algebra", fine, [exact_error(0.6, 5, 1.0, float(w)) for w in fine]),
        Curve("measured", weights, array[:, 0], 0, True, array[:, 1], array[:, 2]),
    )
    picture = Picture(
        "Error of a score, homophily .6, five friends", "friend weight", "mean squared error", curves
    )
    return Result("what friends tell (Wei et al. 2016, its Gaussian core)", rows, picture)
