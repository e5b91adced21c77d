"""Private and expressed opinions, again: one person after another from yesterday's lists, and the limit by linear algebra."""

import numpy as np

from .networks_again import friends

ROWS, LAST = 3, 20_000


def near_of(network: str, n: int, ties=None) -> list[set[int]]:
    """Friends; a ring of two is a single tie."""
    return friends("complete", 2) if network == "ring" and n == 2 else friends(network, n, ties)


def said(heard: list[float], near) -> list[float | None]:
    """Local public opinion: mean of what friends said; None for who has none."""
    return [sum(heard[j] for j in mine) / len(mine) if mine else None for mine in near]


def rest(lam, phi, s) -> float:
    """A change this small is rest."""
    if phi == 0:
        return 1e-9
    share = 1 if lam == 1 else (1 - lam * s) / (1 - lam)
    return min(max(2.0**-39 * share / phi, 2e-12), 1e-9)


def walk(near, start, lam, phi, s, still):
    """(private, expressed, times) at the stop. Raises ValueError where it never comes."""
    y, z, calm = list(start), list(start), 0
    for t in range(1, LAST + 1):
        around = said(z, near)
        new = [
            y0 if m is None else lam * (s * own + (1 - s) * m) + (1 - lam) * y0
            for y0, own, m in zip(start, y, around, strict=True)
        ]
        told = [own if m is None else phi * own + (1 - phi) * m for own, m in zip(new, around, strict=True)]
        moved = max(
            *(abs(a - b) for a, b in zip(new, y, strict=True)),
            *(abs(a - b) for a, b in zip(told, z, strict=True)),
        )
        y, z = new, told
        calm = calm + 1 if moved <= still else 0
        if calm == ROWS:
            return y, z, t
    raise ValueError("it does not settle")


def means(near) -> np.ndarray:
    """Row i: the mean over i's friends. A row of zeros without friends."""
    out = np.zeros((len(near), len(near)))
    for i, mine in enumerate(near):
        for j in mine:
            out[i, j] = 1 / len(mine)
    return out


def limit(near, start, lam, phi, s) -> tuple[np.ndarray, np.ndarray]:
    """Both opinions where nothing moves any more, for lam < 1 and phi > 0."""
    n, m = len(near), means(near)
    alone = np.array([not mine for mine in near])
    one = np.eye(n)
    say = np.linalg.solve(one - (1 - phi) * m, np.diag(np.where(alone, 1.0, phi)))  # z = say y
    rule = lam * (s * one + (1 - s) * m @ say)
    rule[alone] = 0
    own = np.where(alone, 1.0, 1 - lam) * np.array(start)
    y = np.linalg.solve(one - rule, own)
    return y, say @ y


def slowest(near, lam, phi, s) -> float:
    """What is left of a disturbance after one more time, in the long run."""
    n, m = len(near), means(near)
    alone = np.array([not mine for mine in near])
    pull = lam * np.hstack([s * np.eye(n), (1 - s) * m])
    pull[alone] = 0
    tell = phi * pull + (1 - phi) * np.hstack([np.zeros((n, n)), m])
    tell[alone] = 0
    return float(np.max(np.abs(np.linalg.eigvals(np.vstack([pull, tell])))))


def measure(network="complete", n=20, lam=0.5, phi=0.5, self_weight=0.5, start=None, ties=None) -> dict:
    """`start`, and `ties` of communities, are drawn by the program's chance: they are given here."""
    near = near_of(network, n, ties)
    y, z, times = walk(near, start, lam, phi, self_weight, rest(lam, phi, self_weight))
    friedkin, _, _ = walk(near, start, lam, 1.0, self_weight, 1e-14)
    group, waiting = {0}, [0]
    while waiting:
        for j in near[waiting.pop()] - group:
            group.add(j)
            waiting.append(j)
    return {
        "max_private": max(y),
        "min_private": min(y),
        "max_expressed": max(z),
        "min_expressed": min(z),
        "distance_to_friedkin": max(abs(a - b) for a, b in zip(y, friedkin, strict=True)),
        "private": y,
        "expressed": z,
        "connected": len(group) == n,
        "times": times,
    }
