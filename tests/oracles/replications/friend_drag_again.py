"""Friends' scores in one's own, again: a matrix is inverted, and sweeps are done one citizen after another."""

import numpy as np

from .networks_again import friends


def sweep(score, base, near, w, form) -> np.ndarray:
    """Everybody's next score from everybody's last."""
    own = (1 - w) if form == "average" else 1
    out = []
    for b, mine in zip(base, near, strict=True):
        out.append(own * b + w * sum(score[j] for j in mine) / len(mine) if mine else b)
    return np.array(out)


def resolvent(near, w, form) -> np.ndarray:
    """V of s = V b, solved from the equations at rest."""
    n = len(near)
    pull, own = np.zeros((n, n)), np.eye(n)
    for i, mine in enumerate(near):
        for j in mine:
            pull[i, j] = w / len(mine)
        if mine and form == "average":
            own[i, i] = 1 - w
    return np.linalg.solve(np.eye(n) - pull, own)


def measure(network="dyad", n=10, w=0.15, form="average", base=None, ties=None) -> dict:
    """`base` and `ties` are drawn by the program's chance: they are given here."""
    near = friends(network, n, ties)
    v = resolvent(near, w, form)
    base = np.array(base)
    final = v @ base
    sweeps = 1
    while w ** (sweeps + 1) >= 2.5 * 2.0**-21 / (1 - w):
        sweeps += 1
    error_after, score = [], base
    for _ in range(sweeps):
        score = sweep(score, base, near, w, form)
        error_after.append(float(np.max(np.abs(score - final))))
    spread = np.var(base)
    return {
        "v00": float(v[0, 0]),
        "v01": float(v[0, 1]),
        "var_ratio": float(np.var(final) / spread) if spread > 0 else None,
        "error_after": error_after,
    }
