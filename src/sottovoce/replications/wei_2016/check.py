"""Friends as evidence, and friends dropped for the score: our score and rewiring rules, against the propositions: an illustration."""

from typing import Any

import networkx as nx
import numpy as np

from sottovoce.chance import Purpose, normals
from sottovoce.machine.cpu import Cpu
from sottovoce.replications.parameters import Quantity, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import people, scenario
from sottovoce.simulate import days as world_days
from sottovoce.society.people import communities

PACKAGE = "sottovoce.replications.wei_2016"

PARAMETERS = (
    number("rho", 0.5, "homophily: correlation of types within a community", unit="correlation", low=0, high=1),
    number("noise", 1.0, "standard deviation of what a file says of a type", unit="sd of types", low=0, high=4),
    number("w", 0.3, "weight of friends' scores", unit="share", low=0, high=0.95),
    number("value", 5.0, "what a better score is worth, a tie being worth 1 on average", unit="utility a sd of types", low=0,
           high=1000),
    whole("n", 1000, "people", unit="people", low=30, high=200_000),
    whole("days", 120, "days; each thinks over one tie a day", unit="days", low=2, high=3650),
    seed(),
)  # fmt: skip
QUANTITIES = {
    "ties": Quantity("ties kept, of those at the start", "share"),
    "difference": Quantity("mean distance in type across a tie kept, over that at the start", "ratio"),
    "accuracy": Quantity("share of the variance of types that the scores explain in the end", "share"),
    "accuracy_files": Quantity("... that the files alone explain", "share"),
    "accuracy_start": Quantity("... that the scores explained before anybody dropped anybody", "share"),
    "largest": Quantity("share of the people in the largest group that hangs together in the end", "share"),
    "largest_start": Quantity("... at the start", "share"),
}


def measure(rho: float, noise: float, w: float, value: float, n: int, days: int, seed: int) -> dict[str, Any]:
    """A society whose members see their friends' scores and may drop them."""
    asked = scenario(PACKAGE, {
        "citizens": n, "days": days, "seed": seed, "score.friend_weight": w, "score.point_value": value,
    })  # fmt: skip
    who = np.arange(n, dtype=np.uint32)
    home = communities(asked.society.network, who, np.empty((0, 2)), seed)
    types = np.sqrt(rho) * normals(seed, Purpose.VIEW_COMMUNITY, home) + np.sqrt(1 - rho) * normals(
        seed, Purpose.TRUST, who
    )
    files = types + noise * normals(seed, Purpose.START, who)
    society = people(asked, base=files, points=files)
    start = np.asarray(society.ties, np.int64)
    first = lived(
        asked.model_copy(update={"days": 60, "ties": asked.ties.model_copy(update={"drop": "never"})}), files
    )
    for _ in lived_days(asked, society):
        pass
    state = society.state
    kept = np.array([j in state.friend[state.first[i] : state.first[i + 1]] for i, j in start])
    gap = np.abs(types[start[:, 0]] - types[start[:, 1]])
    return {
        "ties": kept.mean(),
        "difference": gap[kept].mean() / gap.mean() if kept.any() else None,
        "accuracy": explained(state.score, types),
        "accuracy_files": explained(files, types),
        "accuracy_start": explained(first, types),
        "largest": largest(start[kept], n),
        "largest_start": largest(start, n),
    }


def lived_days(asked: Any, society: Any) -> Any:
    """The days of a society, compiled."""
    return world_days(asked, society, machine=Cpu())


def lived(asked: Any, files: np.ndarray) -> np.ndarray:
    """Published scores at the end of a world with these files, in grains."""
    society = people(asked, base=files, points=files)
    for _ in lived_days(asked, society):
        pass
    return society.state.score


def explained(score: np.ndarray, types: np.ndarray) -> float:
    """Squared correlation."""
    return float(np.corrcoef(score, types)[0, 1] ** 2)


def largest(ties: np.ndarray, n: int) -> float:
    """Share of people in the largest component."""
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(map(tuple, ties.tolist()))
    return max(map(len, nx.connected_components(graph))) / n


DEFAULTS: dict[str, Any] = {p.name: p.default for p in PARAMETERS}


def mean(name: str, quick: bool, **values: Any) -> float:
    """A quantity at these parameters, its mean over seeds."""
    seeds = 4 if quick else 16
    asked: dict[str, Any] = DEFAULTS | values
    return float(np.mean([measure(**asked | {"seed": 1 + k})[name] for k in range(seeds)]))


def informative(quick: bool) -> float:
    """Variance explained by scores with friends in them, less that by files; ties as they were."""
    return mean("accuracy_start", quick) - mean("accuracy_files", quick)


def fewer(quick: bool) -> float:
    """Ties kept where a better score is worth something."""
    return mean("ties", quick)


def similar(quick: bool) -> float:
    """Distance in type across ties kept, over that at the start."""
    return mean("difference", quick)


def _change(quick: bool, **values: Any) -> float:
    return mean("accuracy", quick, **values) - mean("accuracy_start", quick, **values)


def worse(quick: bool) -> float:
    """Change of accuracy where people are alike and files are poor."""
    return _change(quick, value=20.0)


def better(quick: bool) -> float:
    """Change of accuracy where people are hardly alike, files are good and friends weigh much."""
    return _change(quick, rho=0.1, noise=0.5, w=0.6, value=100.0)


def fragments(quick: bool) -> float:
    """Largest group in the end over that at the start, where a better score is worth much."""
    return mean("largest", quick, value=20.0, w=0.6) / mean("largest_start", quick, value=20.0, w=0.6)


def picture(quick: bool) -> Picture:
    """Ties, likeness of friends and the largest group, by what a better score is worth."""
    values = np.array([0.0, 2.0, 5.0, 10.0, 20.0, 40.0, 80.0])
    each: list[dict[str, Any]] = [DEFAULTS | {"value": float(v)} for v in values]
    found = [measure(**asked) for asked in each]
    curves = tuple(
        Curve(label, values, [f[name] for f in found], pair, measured=True)
        for pair, (name, label) in enumerate(
            (
                ("ties", "ties kept"),
                ("difference", "distance in type"),
                ("largest", "largest group"),
                ("accuracy", "accuracy"),
            )
        )
    )
    return Picture("What a better score is worth, and whom people keep (the paper: fewer, more similar ties)",
                   "worth of a standard deviation of the score", "share, ratio", curves)  # fmt: skip
