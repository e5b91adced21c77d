"""Katz-Bonacich centrality, again: walks are counted, length after length, until longer ones add nothing."""

import numpy as np

from .networks_again import friends


def measure(network="star", n=10, lam=0.05, ties=None) -> dict:
    """`ties` of communities are drawn by the program's chance: they are given here."""
    near = friends(network, n, ties)
    n = len(near)
    matrix = np.zeros((n, n))
    for i, mine in enumerate(near):
        for j in mine:
            matrix[i, j] = 1
    radius = float(np.max(np.linalg.eigvalsh(matrix)))
    if lam * radius >= 1 - 1e-9:
        raise ValueError("the sum over walks has no end")
    walks = [1.0] * n  # lam^length times the number of walks of that length that end at each citizen
    centrality = list(walks)
    while max(walks) > 1e-13 * max(centrality):
        walks = [lam * sum(walks[j] for j in mine) for mine in near]
        centrality = [c + more for c, more in zip(centrality, walks, strict=True)]
    return {"centrality": centrality, "radius": radius}
