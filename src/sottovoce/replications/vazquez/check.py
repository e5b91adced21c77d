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
HALFWAY = 0.75  # of the largest component's share, between 1 (one piece) and 1/2 (two halves)

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
    "sizes": Quantity("the largest component's share in each run", "share"),
    "sweeps": Quantity("sweeps of n turns until then, mean over runs; a multiple of 10", "sweeps"),
    "agreed": Quantity("share of runs in which all friends agreed in the end", "share"),
}  # fmt: skip


def measure(n: int, mu: int, p: float, runs: int, seed: int, order: str) -> dict[str, Any]:
    """A number of societies, each until friends agree."""
    if mu >= n or n * mu % 2:
        raise Unfit(
            f"mu: {mu} given; allowed below n, here {n:,}, with n mu even (ties). Choose fewer ties or another n."
        )
    found = [one(n, mu, p, seed + run, order) for run in range(runs)]
    size, took, done = (np.array(column) for column in zip(*found, strict=True))
    return {
        "largest": size.mean(),
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

# people -> (p, runs at each)
TREND = {
    250: ((0.29, 0.32, 0.35, 0.38, 0.41), 100),
    1000: ((0.32, 0.34, 0.36, 0.38, 0.4), 30),
    4000: ((0.34, 0.36, 0.38, 0.4), 8),
}


@functools.cache
def _asked(n: int, p: float, runs: int, order: str = "drawn") -> dict[str, Any]:
    return measure(n, 4, p, runs, 1, order)


def halfway(n: int) -> float:
    """p at which the mean share of the largest component first falls through 3/4, by straight lines between TREND; NaN outside."""
    at, runs = TREND[n]
    share = np.array([_asked(n, p, runs)["largest"] for p in at])
    found = np.flatnonzero((share[:-1] > HALFWAY) & (share[1:] <= HALFWAY))
    if not len(found):
        return float("nan")
    k = int(found[0])
    return at[k] + (at[k + 1] - at[k]) * float((share[k] - HALFWAY) / (share[k] - share[k + 1]))


def many(quick: bool) -> float:
    """`halfway` for 4,000 people."""
    return halfway(4000)


def rises(quick: bool) -> float:
    """`halfway` for 4,000 people less that for 250."""
    return halfway(4000) - halfway(250)


def rises_first(quick: bool) -> float:
    """`halfway` for 1,000 people less that for 250."""
    return halfway(1000) - halfway(250)


def below(quick: bool) -> float:
    """Share of the largest component at p .2."""
    return _asked(100, 0.2, 20)["largest"]


def above(quick: bool) -> float:
    """The largest of 20 such shares at p .6."""
    return max(_asked(200, 0.6, 20)["sizes"])


def halves(quick: bool) -> float:
    """Share of the largest component at p .6."""
    return _asked(200, 0.6, 20)["largest"]


def slower(quick: bool) -> float:
    """Sweeps near the transition over sweeps above it."""
    return _asked(100, 0.38, 60)["sweeps"] / _asked(100, 0.6, 60)["sweeps"]


def picture(quick: bool) -> Picture:
    """Share of the largest component, by p and number of people."""
    p = (0.2, 0.3, 0.34, 0.38, 0.42, 0.6)
    curves = []
    for pair, (n, runs, order) in enumerate(
        ((100, 60, "drawn"), (250, 20, "drawn"), (100, 30, "synchronous"))
    ):
        told = "all at once" if order == "synchronous" else "turns drawn"
        shares = [_asked(n, at, runs, order)["largest"] for at in p]
        curves.append(Curve(f"{told}, {n} people", p, shares, pair, measured=True))
    if not quick:
        for pair, n in ((3, 1000), (4, 4000)):
            at, runs = TREND[n]
            shares = [_asked(n, x, runs)["largest"] for x in at]
            curves.append(Curve(f"turns drawn, {n:,} people", at, shares, pair, measured=True))
    curves.append(Curve("p of the paper, about .38", (0.38, 0.38), (0.5, 1.0), 5))
    return Picture("The largest component, by the chance that a tie is moved", "p", "share of people", tuple(curves),
                   marks=((HALFWAY, "halfway"),))  # fmt: skip
