"""Moved away from those who disagree, again."""

import numpy as np

from .coevolution_again import SPARE, agreed, largest_part, lived, regular


def measure(n=250, mu=4, p=0.38, runs=20, seed=1, order="drawn") -> dict:
    """Values of each run."""
    luck = np.random.default_rng(seed)
    out: dict[str, list] = {"sizes": [], "sweeps": [], "agreed": []}
    for _ in range(runs):
        near = regular(n, mu, luck)
        opinion = luck.integers(2, size=n).tolist()
        out["sweeps"].append(lived(near, opinion, p, False, order, SPARE + 2 * mu, luck))
        out["sizes"].append(largest_part(near))
        out["agreed"].append(agreed(near, opinion))
    return out
