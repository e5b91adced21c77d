"""Opinions follow friends, friends follow opinions, again."""

import numpy as np

from .coevolution_again import SPARE, agreed, largest_part, lived, random_ties


def measure(n=200, k=4, ratio=10, rewire_share=0.458, runs=20, seed=1, order="drawn") -> dict:
    """Values of each run."""
    luck = np.random.default_rng(seed)
    out: dict[str, list] = {"sizes": [], "sweeps": [], "agreed": []}
    for _ in range(runs):
        near = random_ties(n, round(n * k / 2), luck)
        opinion = luck.integers(max(int(n // ratio), 1), size=n).tolist()
        out["sweeps"].append(lived(near, opinion, rewire_share, True, order, SPARE, luck))
        out["sizes"].append(largest_part(near))
        out["agreed"].append(agreed(near, opinion))
    return out
