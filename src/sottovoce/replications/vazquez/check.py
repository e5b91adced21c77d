"""Two opinions; ties are moved only away from those who disagree: our rules of attention, copying and moving ties."""

import functools
from typing import Any

import networkx as nx
import numpy as np

from sottovoce.chance import Purpose, uniforms
from sottovoce.replications.holme_newman.check import lived
from sottovoce.replications.parameters import Quantity, Unfit, choice, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import people, scenario
from sottovoce.replications.sweeps import ORDERS, retied

PACKAGE = "sottovoce.replications.vazquez"
WHOLE = 0.75  # a network whose largest component has more than this share of the people is not fragmented

PARAMETERS = (
    whole("n", 250, "people", unit="people", low=4, high=20_000),
    whole("mu", 4, "ties of everybody at the start", unit="ties", low=1, high=40, source="simulations of the paper"),
    number("p", 0.38, "chance that a tie between two who disagree is moved instead of an opinion copied", unit="probability",
           low=0, high=1),
    whole("runs", 20, "societies drawn", unit="societies", low=1, high=100_000),
    seed(),
    choice("order", "drawn", "who has the next turn: anybody; everybody once a sweep; all at once", ORDERS),
)  # fmt: skip
QUANTITIES = {
    "largest": Quantity("share of the people in the largest component when all friends agree, mean over runs", "share"),
    "fragmented": Quantity("share of runs in which no component has more than 3/4 of the people", "share"),
    "sizes": Quantity("the largest component's share in each run", "share"),
    "sweeps": Quantity("sweeps of n turns until then, mean over runs; a multiple of 10", "sweeps"),
    "agreed": Quantity("share of runs in which all friends agreed in the end", "share"),
}  # fmt: skip


def measure(n: int, mu: int, p: float, runs: int, seed: int, order: str) -> dict[str, Any]:
    """So many societies, each until friends agree."""
    if mu >= n or n * mu % 2:
        raise Unfit(
            f"mu: {mu} given; allowed below n, here {n:,}, with n mu even (ties). Choose fewer ties or another n."
        )
    found = [one(n, mu, p, seed + run, order) for run in range(runs)]
    size, took, done = (np.array(column) for column in zip(*found, strict=True))
    return {
        "largest": size.mean(),
        "fragmented": (size <= WHOLE).mean(),
        "sizes": size,
        "sweeps": took.mean(),
        "agreed": done.mean(),
    }


def one(n: int, mu: int, p: float, seed: int, order: str) -> tuple[float, int, bool]:
    """(share in the largest component, sweeps, whether all friends agree) of one society."""
    asked = scenario(PACKAGE, {
        "citizens": n, "seed": seed, "order": order, "ties.rewire_share": p,
    })  # fmt: skip
    level = np.where(uniforms(seed, Purpose.VIEW, np.arange(n, dtype=np.uint64)) < 0.5, -65536, 65536)
    society = retied(
        people(asked, opinion=level / 65536), regular(n, mu, seed), asked.society.network.spare + 2 * mu
    )
    return lived(asked, society, level)


def regular(n: int, mu: int, seed: int) -> np.ndarray:
    """A random network in which everybody has mu ties, pairs of rows."""
    ties = nx.random_regular_graph(mu, n, seed=np.random.default_rng(seed)).edges
    return np.array(list(ties), np.int64).reshape(-1, 2)


def mean_field(mu: float) -> float:
    """p_c of the mean-field approximation."""
    return (mu - 2.0) / (mu - 1.0)


# ---- What was published ----

AT = (0.3, 0.34, 0.38, 0.42)


@functools.cache
def _asked(n: int, p: float, runs: int, order: str = "drawn") -> dict[str, Any]:
    return measure(n, 4, p, runs, 1, order)


def _share(n: int, runs: int, order: str = "drawn") -> np.ndarray:
    return np.array([_asked(n, p, runs, order)["fragmented"] for p in AT])


def transition(quick: bool) -> float:
    """p at which half of the societies fragment, by straight lines between AT; the first crossing."""
    share = _share(100, 60) if quick else _share(500, 100)
    at = np.flatnonzero((share[:-1] < 0.5) & (share[1:] >= 0.5))
    if not len(at):
        return float("nan")
    k = int(at[0])
    return AT[k] + (AT[k + 1] - AT[k]) * float((0.5 - share[k]) / (share[k + 1] - share[k]))


def below(quick: bool) -> float:
    """Share of societies that fragment at p .2."""
    return _asked(100, 0.2, 20)["fragmented"]


def above(quick: bool) -> float:
    """... at p .6."""
    return _asked(200, 0.6, 20)["fragmented"]


def halves(quick: bool) -> float:
    """Share of the largest component at p .6."""
    return _asked(200, 0.6, 20)["largest"]


def slower(quick: bool) -> float:
    """Sweeps near the transition over sweeps above it."""
    return _asked(100, 0.38, 60)["sweeps"] / _asked(100, 0.6, 60)["sweeps"]


def picture(quick: bool) -> Picture:
    """Share of societies that fragment, by p."""
    p = (*AT, 0.6)

    def shares(n: int, runs: int, order: str = "drawn") -> list[float]:
        return [_asked(n, at, runs, order)["fragmented"] for at in p]

    curves = (
        Curve("turns drawn, 100 people", p, shares(100, 60), 0, measured=True),
        Curve("turns drawn, 200 people", p, shares(200, 10), 1, measured=True),
        Curve("all at once, 100 people", p, shares(100, 30, "synchronous"), 2, measured=True),
        Curve("p of the paper, about .38", (0.38, 0.38), (0.0, 1.0), 5),
    )
    return Picture(
        "Networks that break in two, by the chance that a tie is moved", "p", "share of societies", curves
    )
