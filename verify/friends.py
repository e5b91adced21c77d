"""What friends tell, and whom people keep: accuracy, ties and fragments over seeds."""

import numpy as np

from sottovoce.replications.network_evidence.check import DEFAULTS as SIGNALS
from sottovoce.replications.network_evidence.check import expectation
from sottovoce.replications.network_evidence.check import measure as signalled
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.wei_2016.check import DEFAULTS, measure
from verify.result import Result, Row, interval, told


def run(seeds: int = 16) -> Result:
    """The gain in accuracy by homophily (Wei et al. 2016, Lemma 3), and directions of theirs in our own model, with intervals."""
    rows, shares, means = [], (0.1, 0.3, 0.5, 0.7, 0.9, 1.0), []
    for p1 in shares:
        found = [signalled(**SIGNALS | {"other": p1, "seed": 1000 + k})["gain"] for k in range(20 * seeds)]
        mean, low, high = interval(found)
        means.append((mean, low, high))
        wanted = expectation(SIGNALS["error"], 1.0, p1, SIGNALS["n"], SIGNALS["met"])
        rows.append(
            Row(f"gain in squared error at p1 {p1:g}", told(mean, low, high), f"{wanted:.4g}", abs(mean - wanted) <= 2 * (high - mean) + 1e-12)
        )  # fmt: skip
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
    fine, array = np.linspace(0, 1, 51), np.array(means)
    exact = [expectation(SIGNALS["error"], 1.0, float(p1), SIGNALS["n"], SIGNALS["met"]) for p1 in fine]
    curves = (
        Curve("expected", fine, exact),
        Curve("measured", shares, array[:, 0], 0, True, array[:, 1], array[:, 2]),
    )
    picture = Picture(
        "What friends add to a score", "p1, unlike people befriending", "gain in squared error", curves
    )
    return Result("what friends tell (Wei et al. 2016)", rows, picture)
