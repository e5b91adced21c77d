"""Opinions learned from answers: values of two opinions, one friend attended to, turns of people drawn one after another."""

import functools
from typing import Any, NamedTuple

import networkx as nx
import numpy as np

from sottovoce.day.express import DISSENT, LOYAL
from sottovoce.replications.parameters import Quantity, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import people, scenario
from sottovoce.simulate import days
from sottovoce.society import Society
from sottovoce.society.ties import pairs

PACKAGE = "sottovoce.replications.opinion_learning"
DEGREES = 8  # of either opinion on the menu; with silence, one more to try
TRIES = 100  # networks drawn until one hangs together

PARAMETERS = (
    whole("n", 100, "people", unit="people", low=2, high=20_000),
    number("radius", 0.225, "who is not farther is known, in the unit square", unit="length", low=0, high=2),
    number("alpha", 0.1, "how far an answer moves the value of what was said", unit="1", low=0, high=1),
    number("explore", 0.1, "chance to say the other opinion than the one held", unit="probability", low=0, high=0.47),
    whole("sweeps", 300, "sweeps at the most; one turn a person each, on average", unit="sweeps", low=1, high=36_500),
    whole("runs", 20, "networks and populations", unit="runs", low=1, high=100_000),
    seed(),
)  # fmt: skip
QUANTITIES = {
    "polarised": Quantity("share of runs in which not everybody ever held the same opinion", "share"),
    "sweeps_taken": Quantity(
        "sweeps until everybody held the same opinion, or all; mean over runs", "sweeps"
    ),
    "minority": Quantity("people who hold the rarer opinion at the end; mean over runs", "share"),
    "congruent": Quantity(
        "ties between people who hold the same opinion at the end; mean over runs", "share"
    ),
    "connected": Quantity("share of runs whose network hangs together", "share"),
}


class Outcome(NamedTuple):
    """How one run ends."""

    polarised: bool
    sweeps: int
    minority: float
    congruent: float  # nan without ties
    connected: bool


def measure(
    n: int, radius: float, alpha: float, explore: float, sweeps: int, runs: int, seed: int
) -> dict[str, Any]:
    """Many runs."""
    many = [outcome(n, radius, alpha, explore, sweeps, (seed * 1_000_003 + k) % 2**40) for k in range(runs)]
    congruent = [o.congruent for o in many if not np.isnan(o.congruent)]
    return {
        "polarised": np.mean([o.polarised for o in many]),
        "sweeps_taken": np.mean([o.sweeps for o in many]),
        "minority": np.mean([o.minority for o in many]),
        "congruent": np.mean(congruent) if congruent else None,
        "connected": np.mean([o.connected for o in many]),
    }


@functools.lru_cache(maxsize=50_000)
def outcome(n: int, radius: float, alpha: float, explore: float, sweeps: int, luck: int) -> Outcome:
    """One run, until everybody holds the same opinion."""
    asked = scenario(PACKAGE, {
        "citizens": n, "days": sweeps, "society.network.radius": radius, "voice.learn": alpha, "voice.unlearn": alpha,
        "voice.explore": min(explore * (2 * DEGREES + 1) / DEGREES, 1.0),
    })  # fmt: skip
    hangs = False
    for k in range(TRIES):
        asked = asked.model_copy(update={"seed": luck * TRIES + k})
        hangs = connected(pairs(asked.society.network, n, asked.seed), n)
        if hangs:
            break
    society = people(asked)
    taken, same = 0, False
    for day, _ in days(asked, society):
        taken = day + 1
        held = opinions(society)
        same = bool(held.all() or not held.any())
        if same:
            break
    held = opinions(society)
    ties = society.ties
    agree = float(np.mean(held[ties[:, 0]] == held[ties[:, 1]])) if len(ties) else float("nan")
    return Outcome(not same, taken, float(min(held.mean(), 1 - held.mean())), agree, hangs)


def opinions(society: Society) -> np.ndarray:
    """Who holds the opinion +."""
    return society.state.learned[DISSENT] >= society.state.learned[LOYAL]


def connected(ties: np.ndarray, n: int) -> bool:
    """Whether everybody is reached from everybody."""
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(map(tuple, ties.tolist()))
    return nx.is_connected(graph)


# ---- What was published ----

RADII = (0.175, 0.3, 0.5)
DEFAULTS: dict[str, Any] = {p.name: p.default for p in PARAMETERS}


def at(radius: float, quick: bool) -> dict[str, Any]:
    """Quantities at a radius, with the paper's values for the rest."""
    asked: dict[str, Any] = DEFAULTS | {"radius": radius, "runs": 12 if quick else 200}
    return measure(**asked)


def sparse(quick: bool) -> float:
    """Share of polarised runs at the smallest radius."""
    return at(RADII[0], quick)["polarised"]


def dense(quick: bool) -> float:
    """The same at the largest."""
    return at(RADII[-1], quick)["polarised"]


def falling(quick: bool) -> float:
    """Least fall from one radius to the next."""
    shares = [at(radius, quick)["polarised"] for radius in RADII]
    return float(np.min(-np.diff(shares)))


def agreeing(quick: bool) -> float:
    """Share of ties between people who agree, in the polarised runs at the smallest radius."""
    runs = 12 if quick else 200
    many = [outcome(100, RADII[0], 0.1, 0.1, 300, (1_000_003 + k) % 2**40) for k in range(runs)]
    return float(np.mean([o.congruent for o in many if o.polarised]))


def picture(quick: bool) -> Picture:
    """Share of polarised runs by the radius, after fewer and more sweeps."""
    radii = (0.175, 0.2, 0.25, 0.3, 0.4, 0.5)
    runs = 12 if quick else 200
    found = [[outcome(100, r, 0.1, 0.1, 300, (1_000_003 + k) % 2**40) for k in range(runs)] for r in radii]
    curves = []
    for pair, sweeps in enumerate((30, 100, 300)):
        shares = [float(np.mean([o.polarised or o.sweeps > sweeps for o in many])) for many in found]
        room = [1.96 * np.sqrt(max(s * (1 - s), 0.25 / runs) / runs) for s in shares]
        low, high = np.maximum(np.subtract(shares, room), 0), np.minimum(np.add(shares, room), 1)
        beside = np.array(radii) + 0.003 * (pair - 1)  # so that intervals do not hide one another
        curves.append(
            Curve(f"after {sweeps} sweeps", beside, shares, pair, measured=True, low=low, high=high)
        )
    return Picture("Both opinions still held, by how far people know one another (the paper: it falls)",
                   "radius of the geometric network, 100 people", "share of runs", tuple(curves), span=(0.0, 1.05))  # fmt: skip
