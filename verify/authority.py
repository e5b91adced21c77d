"""The adaptive authority under three rules of acceptance: N 4,000, eight seeds each."""

import numpy as np

from sottovoce.replications.daymude_authority.check import ACCEPT, PUBLISHED, SEEDS, ends
from sottovoce.replications.picture import Curve, Picture
from verify.result import Result, Row

PAPER = {
    ("uniform", 2.0): True,
    ("uniform", 8.0): False,
    ("proportional", 1.0): True,
    ("proportional", 3.0): False,
}


def run(n: int = 4000, seeds: int = SEEDS) -> Result:
    """In how many seeds dissent is suppressed. The paper's claims are about the authors' rule, `last`."""
    rows, curves = [], []
    for pair, accept in enumerate(ACCEPT):
        shares = []
        for punishment, boldness in PUBLISHED:
            found = ends(punishment, boldness, accept, n, seeds)
            quiet = [e["suppression_round"] for e in found if e["suppressed"]]
            shares.append(len(quiet) / seeds)
            spoken = np.mean([e["expressed_share"] for e in found])
            told = f"{len(quiet)} of {seeds}"
            told += f", round {np.median(quiet):.0f}" if quiet else ""
            told += f"; said in the end {spoken:.2f}"
            wanted = PAPER[punishment, boldness]
            expected = f"paper: {'suppressed' if wanted else 'not suppressed'}" if accept == "last" else ""
            holds = (shares[-1] > 0.5) == wanted if accept == "last" else None
            rows.append(
                Row(f"accept {accept}: {punishment}, mean boldness {boldness:g}", told, expected, holds)
            )
        curves.append(Curve(f"accept {accept}", range(1, 5), shares, pair, measured=True))
    picture = Picture(
        f"Seeds in which the authority suppresses dissent, of {seeds} (N {n:,})",
        "1 uniform, boldness 2 · 2 uniform, 8 · 3 proportional, 1 · 4 proportional, 3",
        "share of seeds", tuple(curves), span=(-0.03, 1.03),
    )  # fmt: skip
    return Result("the adaptive authority (Daymude, Axelrod & Forrest 2025)", rows, picture)
