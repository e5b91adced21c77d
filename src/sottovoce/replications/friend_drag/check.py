"""Friend drag: our score rule with nothing but own points and the mean of friends' scores."""

import functools
import math
from typing import Any

import numpy as np

from sottovoce.chance import Purpose, uniforms
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.plain import Plain
from sottovoce.replications.parameters import Quantity, Unfit, choice, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import people, scenario
from sottovoce.scenario.model import Scenario
from sottovoce.simulate import days
from sottovoce.society import create

PACKAGE = "sottovoce.replications.friend_drag"
GRAIN = 2.0**-20  # scores are counted in it
NETWORKS = ("dyad", "ring", "complete", "communities")
SIZES = {"dyad": 2, "ring": 10, "complete": 10, "communities": 200}
DEGREE = 10.0  # mean ties of a citizen (communities)
PLAIN = 1000  # up to this many citizen-days plain Python is quicker than loading compiled code

PARAMETERS = (
    choice("network", "dyad", "who knows whom", NETWORKS),
    whole("n", None, "citizens; a dyad always has two; none: 10, or 200 in communities", unit="citizens", low=2, high=100_000,
          null=True),
    number("w", 0.15, "weight of friends' scores", unit="share", low=0, high=0.95),
    seed(),
    choice("form", "average", "s = (1 - w) b + w mean, or s = b + w mean", ("average", "additive")),
)  # fmt: skip
QUANTITIES = {
    "v00": Quantity("what a point of citizen 0's own file moves the own score in the end", "points a point"),
    "v01": Quantity("what a point of citizen 1's file moves the score of citizen 0", "points a point"),
    "var_ratio": Quantity("variance of scores over variance of files, across citizens; none if files are alike", "ratio"),
    "error_after": Quantity("largest distance from the final scores after sweep 1, 2, ...", "files' scale"),
    "base": Quantity("files of the citizens in that run, in [0, 1)", "points"),
    "ties": Quantity("the network, where it is drawn: pairs of citizens", "pairs"),
}  # fmt: skip


def measure(network: str, n: int | None, w: float, seed: int, form: str) -> dict[str, Any]:
    """Two societies in which one file is raised, and one with files drawn at random."""
    asked = setting(network, n, w, seed, form)
    size = asked.citizens
    ties = np.asarray(create(asked).ties, np.int64)
    one, other = np.zeros(size), np.zeros(size)
    one[0] = other[1] = 1.0
    base = np.floor(uniforms(seed, Purpose.START, np.arange(size, dtype=np.uint64)) / GRAIN) * GRAIN
    final = settled(asked, ties, base)
    unit = 1.0 - w if form == "additive" else 1.0
    path = sweeps(asked, base * unit, visible(w) + 1)[1:] / unit
    return {
        "v00": settled(asked, ties, one)[0],
        "v01": settled(asked, ties, other)[0],
        "var_ratio": np.var(final) / np.var(base) if np.var(base) > 0 else None,
        "error_after": np.abs(path - solved(ties, base, w, form)).max(axis=1),
        "base": base,
        "ties": ties if network == "communities" else None,
    }


def settled(asked: Scenario, ties: np.ndarray, base: np.ndarray) -> np.ndarray:
    """Scores in the end for files in [0, 1], by our rule. Published scores are rounded; what rounding left over is put
    through the same rule once more, magnified, and added (iterative refinement)."""
    w, form = asked.score.friend_weight, asked.score.drag
    unit = (
        1.0 - w if form == "additive" else 1.0
    )  # this form amplifies up to 1/(1 - w): the scale has to hold it
    full = (1.0 - GRAIN) * unit

    def ended(files: np.ndarray) -> np.ndarray:
        most = float(files.max(initial=0.0))
        return (
            sweeps(asked, files / most * full, steps(w))[-1] * (most / full)
            if most > 0
            else np.zeros(len(files))
        )

    rough = ended(base)
    left = base - wanted(ties, rough, w, form)
    return rough + ended(np.maximum(left, 0.0)) - ended(np.maximum(-left, 0.0))


def wanted(ties: np.ndarray, score: np.ndarray, w: float, form: str) -> np.ndarray:
    """The files with which these would be the scores in the end."""
    a, b = np.concatenate([ties, ties[:, ::-1]]).T
    degree = np.bincount(a, minlength=len(score))
    own = score - w * np.bincount(a, score[b], len(score)) / np.maximum(degree, 1)
    return np.where(degree == 0, score, own / (1.0 - w) if form == "average" else own)


def setting(network: str, n: int | None, w: float, seed: int, form: str = "average") -> Scenario:
    """The scenario. Raises Unfit."""
    size = 2 if network == "dyad" else n or SIZES[network]
    if network == "ring" and size < 3:
        raise Unfit("n: 2 given; allowed 3 or more where network is ring. Choose dyad, or more citizens.")
    if network == "complete" and size > 5000:
        raise Unfit(
            f"n: {size:,} given; allowed 2 to 5,000 where network is complete. Choose fewer citizens."
        )
    kind = "complete" if network == "dyad" else network
    degree = {"ring": 2.0, "communities": min(DEGREE, (size - 1) / 2)}.get(kind, 0.0)
    return scenario(PACKAGE, {
        "citizens": size, "seed": seed, "society.network.kind": kind, "society.network.mean_degree": degree,
        "score.friend_weight": w, "score.drag": form,
    })  # fmt: skip


def sweeps(asked: Scenario, base: np.ndarray, count: int) -> np.ndarray:
    """Published scores after 0, 1, ... sweeps with these files, shape (count, citizen). Day 0 publishes the files: no
    friend has a score yet."""
    asked = asked.model_copy(update={"days": count})
    society = people(asked, base=base, points=base)
    machine = Plain() if asked.citizens * count <= PLAIN else Cpu()
    return np.array([society.state.score * GRAIN for _ in days(asked, society, machine=machine)])


def steps(w: float) -> int:
    """Days until the scores stand still: w^t below half a grain, and some more."""
    return 3 if w == 0 else math.ceil(math.log(GRAIN / 4) / math.log(w)) + 3


def visible(w: float) -> int:
    """Sweeps after which w^t is still well above what rounding to grains can add up to, at least 1."""
    floor = GRAIN / 2 / (1 - w)
    return 1 if w == 0 else max(1, math.floor(math.log(2.5 * floor) / math.log(w)))


def matrix(ties: np.ndarray, size: int) -> np.ndarray:
    """W: w_ij = 1/k_i for friends; w_ii = 1 for those who have none."""
    links = np.zeros((size, size))
    links[ties[:, 0], ties[:, 1]] = links[ties[:, 1], ties[:, 0]] = 1.0
    degree = links.sum(axis=1)
    links[degree == 0, degree == 0] = 1.0
    return links / np.maximum(degree, 1.0)[:, None]


def solved(ties: np.ndarray, base: np.ndarray, w: float, form: str = "average") -> np.ndarray:
    """(1 - w)(I - wW)^-1 b, or (I - wW)^-1 b: the sum over all walks, to the last bit of a double."""
    size = len(base)
    a, b = np.concatenate([ties, ties[:, ::-1]]).T
    degree = np.bincount(a, minlength=size)
    own = base * (1.0 - w if form == "average" else 1.0)
    score = base.copy()
    for _ in range(1 if w == 0 else math.ceil(math.log(1e-17) / math.log(w))):
        mean = np.bincount(a, score[b], size) / np.maximum(degree, 1)
        score = np.where(degree == 0, base, own + w * mean)
    return score


# ---- What was published ----


WEIGHTS = (0.0, 0.15, 0.5, 0.95)


@functools.cache
def _asked(network: str, n: int | None, w: float, seed: int) -> dict[str, Any]:
    return measure(network, n, w, seed, "average")


def dyads(quick: bool) -> float:
    """Largest distance from 1/(1 + w) and w/(1 + w)."""
    worst = 0.0
    for w in WEIGHTS:
        found_ = _asked("dyad", None, w, 2)
        worst = max(worst, abs(found_["v00"] - 1 / (1 + w)), abs(found_["v01"] - w / (1 + w)))
    return worst


def resolvents(quick: bool) -> float:
    """Largest distance from the resolvent of ring, complete and block-model networks."""
    worst = 0.0
    for network, n in (("ring", 9), ("complete", 7), ("communities", 40 if quick else 200)):
        for w in WEIGHTS[1:]:
            asked = setting(network, n, w, 3)
            v = (1 - w) * np.linalg.inv(np.eye(n) - w * matrix(np.asarray(create(asked).ties, np.int64), n))
            found_ = measure(network, n, w, 3, "average")
            worst = max(worst, abs(found_["v00"] - v[0, 0]), abs(found_["v01"] - v[0, 1]))
    return worst


def rows(quick: bool) -> float:
    """Largest change of a score where all files are the same: rows of the resolvent add up to 1. Grains."""
    worst = 0.0
    for network in NETWORKS:
        for w in WEIGHTS:
            asked = setting(network, None, w, 5)
            base = np.full(asked.citizens, 0.5)
            worst = max(worst, float(np.abs(sweeps(asked, base, 8)[-1] - base).max() / GRAIN))
    return worst


def bound(quick: bool) -> float:
    """Largest error after t sweeps, over w^t."""
    worst = 0.0
    for network in NETWORKS:
        for w in WEIGHTS[1:]:
            errors = _asked(network, None, w, 2)["error_after"]
            worst = max(worst, float(np.max(np.asarray(errors) / w ** np.arange(1, len(errors) + 1))))
    return worst


def compression(quick: bool) -> float:
    """Largest var_ratio for w > 0 under the average form: below 1, scores are drawn together."""
    return max(_asked(network, None, w, 2)["var_ratio"] for network in NETWORKS for w in WEIGHTS[1:])


def picture(quick: bool) -> Picture:
    """Weight of one's own file in one's score, by w."""
    fine, some = np.linspace(0, 0.95, 96), np.linspace(0, 0.95, 11)
    ring = [own_in_ring(10, float(w)) for w in fine]
    n = 10
    complete = [(1 + (n - 1) * (1 - w) / (1 + w / (n - 1))) / n for w in fine]
    curves = []
    for pair, (network, exact) in enumerate(
        (("dyad", 1 / (1 + fine)), ("ring", ring), ("complete", complete))
    ):
        found_ = [own(network, float(w)) for w in some]
        curves.append(Curve(f"{network}, resolvent", fine, exact, pair))
        curves.append(Curve(f"{network}, measured", some, found_, pair, measured=True))
    return Picture(
        "Weight of one's own points in one's score", "w, weight of friends' scores", "v00", tuple(curves)
    )


def own(network: str, w: float) -> float:
    """v00 alone."""
    asked = setting(network, None, w, 1)
    base = np.zeros(asked.citizens)
    base[0] = 1.0
    return float(settled(asked, np.asarray(create(asked).ties, np.int64), base)[0])


def own_in_ring(n: int, w: float) -> float:
    """v00 of a ring of n, from the eigenvalues of a circulant matrix."""
    return float(np.mean((1 - w) / (1 - w * np.cos(2 * np.pi * np.arange(n) / n))))
