"""Katz-Bonacich centrality, by our additive score rule among friends of equal number.

The rule takes the *mean* of friends' scores, the centrality their *sum*. The two are the same where everybody has K friends
(w = lam K). So everybody is given K friends, K the largest degree: the missing ones are stand-ins whose file is so far below
the scale that they publish its low end, 0, and add nothing.
"""

from typing import Any

import numpy as np

from sottovoce.machine.cpu import Cpu
from sottovoce.machine.plain import Plain
from sottovoce.replications.friend_drag import check as drag
from sottovoce.replications.parameters import Quantity, Unfit, choice, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import Phase, people, scenario, tied
from sottovoce.society import create

NETWORKS = (*drag.NETWORKS, "star")
LIMIT = 1 - 1e-9  # of lam times the largest eigenvalue, which is known to some 1e-15
FAR_BELOW = -1e6  # file of a stand-in, points on a scale from 0 to 1

PARAMETERS = (
    choice("network", "star", "who knows whom; star: citizen 0 knows all others", NETWORKS),
    whole("n", None, "citizens; a dyad always has two; none: 10, or 200 in communities", unit="citizens", low=2, high=20_000,
          null=True),
    number("lam", 0.05, "attenuation: what a step on a walk is worth", unit="1", low=0, high=1),
    seed(),
)  # fmt: skip
QUANTITIES = {
    "centrality": Quantity(
        "sum over all walks that end at a citizen of lam to the power of their length", "1"
    ),
    "radius": Quantity("largest eigenvalue of the network: lam has to be below its inverse", "1"),
    "ties": Quantity("the network, where it is drawn: pairs of citizens", "pairs"),
}


def measure(network: str, n: int | None, lam: float, seed: int) -> dict[str, Any]:
    """Scores in the end of a society in which everybody has the same file. Raises Unfit."""
    ties, size = network_of(network, n, seed)
    top = radius(ties, size)
    if lam * top >= LIMIT:
        raise Unfit(
            f"lam: {lam:g} given; allowed below {1 / top:.6g} in this network, the inverse of its largest "
            "eigenvalue: the sum over walks has no end beyond. Choose a smaller one."
        )
    return {
        "centrality": centrality(ties, size, lam, lam * top),
        "radius": top,
        "ties": ties if network == "communities" else None,
    }


def network_of(network: str, n: int | None, seed: int) -> tuple[np.ndarray, int]:
    """Pairs of citizens and their number. Raises Unfit."""
    if network == "star":
        size = n or 10
        return np.array([[0, k] for k in range(1, size)]), size
    asked = drag.setting(network, n, 0.0, seed)
    return np.asarray(create(asked).ties, np.int64), asked.citizens


def centrality(ties: np.ndarray, size: int, lam: float, slow: float) -> np.ndarray:
    """c = 1 + lam A c. `slow` < 1: how slowly the sweeps settle; lam times the radius. Scores are rounded; what rounding left
    over is put through the same rule once more, magnified, and added (iterative refinement)."""
    degree = np.bincount(ties.ravel(), minlength=size)
    most = int(degree.max(initial=1)) or 1
    short = most - degree  # stand-ins wanted
    stand_ins = size + np.arange(int(short.sum()))
    padded = np.concatenate([ties, np.stack([np.repeat(np.arange(size), short), stand_ins], axis=1)])
    a, b = np.concatenate([ties, ties[:, ::-1]]).T

    def ended(files: np.ndarray) -> np.ndarray:
        high = float(files.max(initial=0.0))
        return (
            sums(padded, files / high, size + len(stand_ins), lam * most, slow) * high if high > 0 else files
        )

    rough = ended(np.ones(size))
    left = 1.0 - (rough - lam * np.bincount(a, rough[b], size))
    return rough + ended(np.maximum(left, 0.0)) - ended(np.maximum(-left, 0.0))


def sums(padded: np.ndarray, files: np.ndarray, everybody: int, weight: float, slow: float) -> np.ndarray:
    """Scores in the end for these files, the largest of which is 1; the others of `everybody` are stand-ins."""
    size = len(files)
    asked = scenario(drag.PACKAGE, {
        "citizens": max(everybody, 2), "score.drag": "additive", "score.friend_weight": 0.0,
        "society.network.kind": "communities", "society.network.mean_degree": 0.0,
    })  # fmt: skip
    scale = 1.0 - slow
    while True:
        base = np.full(asked.citizens, FAR_BELOW)
        base[:size] = scale * files
        stage = Phase(asked, tied(people(asked, base=base, points=base), padded), machine(everybody))
        # the rule takes any weight; a scenario's ends at .95, where it is a share
        stage.book = stage.book._replace(score=stage.book.score._replace(friend_weight=weight))
        before, score = None, np.empty(0)
        while before is None or not np.array_equal(before, score):
            before, _ = score, stage.day()
            score = stage.state.score[:size].copy()
        if score.max() < stage.book.score.top:
            return score * drag.GRAIN / scale
        scale /= 4.0  # somebody reached the top of the scale: smaller points


def machine(citizens: int) -> Cpu | Plain:
    """Plain Python for a handful of people."""
    return Plain() if citizens <= 12 else Cpu()


def radius(ties: np.ndarray, size: int) -> float:
    """Largest eigenvalue of the network's matrix."""
    if size <= 2000:
        return float(np.linalg.eigvalsh(adjacency(ties, size))[-1])
    a, b = np.concatenate([ties, ties[:, ::-1]]).T
    vector, value = np.ones(size), 0.0
    for _ in range(2000):  # of A + 1, so that a network without odd cycles settles too
        new = np.bincount(a, vector[b], size) + vector
        value, before = float(np.linalg.norm(new) / np.linalg.norm(vector)), value
        vector = new / np.linalg.norm(new)
        if abs(value - before) < 1e-13 * value:
            break
    return value - 1.0


def adjacency(ties: np.ndarray, size: int) -> np.ndarray:
    """A: 1 where two citizens know one another."""
    links = np.zeros((size, size))
    links[ties[:, 0], ties[:, 1]] = links[ties[:, 1], ties[:, 0]] = 1.0
    return links


def solved(ties: np.ndarray, size: int, lam: float) -> np.ndarray:
    """(I - lam A)^-1 1."""
    return np.linalg.solve(np.eye(size) - lam * adjacency(ties, size), np.ones(size))


def distance(quick: bool) -> float:
    """Largest relative distance from (I - lam A)^-1 1, over networks and lam up to nine tenths of the largest allowed."""
    worst = 0.0
    for network, n in (("dyad", None), ("ring", 7), ("complete", 6), ("star", 9), ("communities", 40)):
        ties, size = network_of(network, n, 3)
        for part in (0.1, 0.5, 0.9):
            lam = part / radius(ties, size)
            exact = solved(ties, size, lam)
            worst = max(worst, float(np.abs(centrality(ties, size, lam, part) / exact - 1).max()))
    return worst


def picture(quick: bool) -> Picture:
    """Centrality of the middle and of the rim of a star, by lam."""
    n = 10
    fine, some = np.linspace(0, 0.3, 61), np.linspace(0, 0.3, 7)
    k = n - 1
    middle = (1 + fine * k) / (1 - fine**2 * k)
    found_ = [measure("star", n, float(lam), 1)["centrality"] for lam in some]
    curves = (
        Curve("middle, formula", fine, middle, 0),
        Curve("middle, measured", some, [c[0] for c in found_], 0, measured=True),
        Curve("rim, formula", fine, 1 + fine * middle, 1),
        Curve("rim, measured", some, [c[1] for c in found_], 1, measured=True),
    )
    return Picture("Katz-Bonacich centrality in a star of ten", "lam", "centrality", curves)
