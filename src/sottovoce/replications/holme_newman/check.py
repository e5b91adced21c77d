"""Copy a friend or move the tie: our rules of attention, copying and moving ties, until friends agree."""

import functools
from typing import Any

import numpy as np

from sottovoce.chance import Purpose, uniforms
from sottovoce.replications.parameters import Quantity, Unfit, choice, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import people, scenario
from sottovoce.replications.sweeps import (
    ORDERS,
    agreed,
    ends,
    largest,
    levels,
    retied,
    spoken_on_the_eve,
    sweeps,
)
from sottovoce.scenario.model import Scenario
from sottovoce.society import Society, State
from sottovoce.society.pairing import uniform

PACKAGE = "sottovoce.replications.holme_newman"
EVERY = 10  # sweeps between two looks whether all agree
SCALING = 0.61  # exponent a of the paper
PUBLISHED = 0.458
FORMS = ("multigraph", "double", "simple")
MOVES = {"multigraph": "multigraph", "double": "double", "simple": "random"}  # form -> ties.move

PARAMETERS = (
    whole("n", 200, "people", unit="people", low=4, high=20_000, source="200 to 3200 in figure 3"),
    whole("k", 4, "mean number of ties", unit="ties", low=1, high=40, source="figure 2"),
    whole("ratio", 10, "people an opinion, on average; n/ratio opinions, rounded down", unit="people", low=2, high=10_000,
          source="figure 2"),
    number("rewire_share", PUBLISHED, "phi: chance that a turn moves a tie instead of copying a friend", unit="probability",
           low=0, high=1, source="figures 2 to 4"),
    whole("runs", 20, "societies drawn", unit="societies", low=1, high=100_000, source="10,000 in the paper"),
    seed(),
    choice("order", "drawn", "who has the next turn: anybody; everybody once a sweep; all at once", ORDERS),
    choice("form", "multigraph", "what a tie may be: also double and to oneself; also double; neither", FORMS),
)  # fmt: skip
QUANTITIES = {
    "largest": Quantity("share of the people in the largest component when all friends agree, mean over runs", "share"),
    "sizes": Quantity("that share in each run", "share"),
    "sweeps": Quantity("sweeps of n turns until then, mean over runs; a multiple of 10", "sweeps"),
    "agreed": Quantity("share of runs in which all friends agreed in the end", "share"),
    "repeated": Quantity("share of ties in the end that lead to oneself or repeat another, mean over runs", "share"),
}  # fmt: skip


def measure(
    n: int, k: int, ratio: int, rewire_share: float, runs: int, seed: int, order: str, form: str
) -> dict[str, Any]:
    """A number of societies, each until friends agree."""
    if k >= n:
        raise Unfit(f"k: {k} given; allowed below n, here {n:,} (ties). Choose fewer ties or more people.")
    found = [one(n, k, max(n // ratio, 1), rewire_share, seed + run, order, form) for run in range(runs)]
    size, took, done, again = (np.array(column) for column in zip(*found, strict=True))
    return {
        "largest": size.mean(),
        "sizes": size,
        "sweeps": took.mean(),
        "agreed": done.mean(),
        "repeated": again.mean(),
    }


def one(
    n: int, k: int, kinds: int, rewire_share: float, seed: int, order: str, form: str
) -> tuple[float, int, bool, float]:
    """(share in the largest component, sweeps, whether all friends agree, share of ties repeated) of one society."""
    asked = scenario(PACKAGE, {
        "citizens": n, "seed": seed, "order": order, "society.network.mean_degree": float(k), "ties.move": MOVES[form],
        "ties.rewire_share": rewire_share,
    })  # fmt: skip
    luck = uniforms(seed, Purpose.VIEW, np.arange(n, dtype=np.uint64))
    level = levels(kinds)[(luck * kinds).astype(np.int64)]
    society = people(asked, opinion=level / 65536)
    if form != "simple":
        society = retied(society, drawn(n, round(n * k / 2), seed, form), asked.society.network.spare, False)
    return *lived(asked, society, level), repeated(society.state)


def drawn(n: int, ties: int, seed: int, form: str) -> np.ndarray:
    """A number of ties, each between two people drawn from all; `double`: two different people."""
    tie = np.arange(ties, dtype=np.uint64)
    first = (uniform(seed, tie, 0) * n).astype(np.int64)
    if form == "multigraph":
        second = (uniform(seed, tie, 1) * n).astype(np.int64)
    else:
        second = (uniform(seed, tie, 1) * (n - 1)).astype(np.int64)
        second += second >= first
    return np.stack([first, second], axis=1)


def repeated(state: State) -> float:
    """Share of ties that lead to oneself, or are not the first between two people."""
    a, b = ends(state)
    if not len(a):
        return 0.0
    there = len(np.unique(np.stack([a, b])[:, a < b], axis=1).T)
    return 1.0 - there / (len(a) // 2)


def lived(asked: Scenario, society: Society, level: np.ndarray) -> tuple[float, int, bool]:
    """Sweeps from these opinions (1/65536) until all friends agree, or days are over."""
    society.state.held[:] = level / 65536
    spoken_on_the_eve(society, level)
    done, day = agreed(society.state), 0
    if not done:
        for day in sweeps(asked, society, 1):
            if day % EVERY == 0 and (done := agreed(society.state)):
                break
    return largest(society.state), day, done


# ---- What was published ----

PHI = (0.42, 0.46, 0.5)
AT_ONCE = (0.46, 0.5, 0.54, 0.58)  # where all take their turns at once
SIZES = {True: {80: 60, 200: 28}, False: {200: 100, 800: 60}}  # people -> runs


@functools.cache
def curve(n: int, order: str, runs: int, at: tuple[float, ...], form: str) -> np.ndarray:
    """Largest component at each phi."""
    return np.array([measure(n, 4, 10, phi, runs, 1, order, form)["largest"] for phi in at])


def apart(
    quick: bool, order: str, at: tuple[float, ...], form: str = FORMS[0], share: float = 1.0
) -> np.ndarray:
    """N^a S of the larger society over that of the smaller, with the paper's a; over this share of the runs."""
    (small, few), (large, many) = SIZES[quick].items()
    top, bottom = (
        curve(n, order, round(share * runs), at, form) for n, runs in ((large, many), (small, few))
    )
    return (large / small) ** SCALING * top / bottom


def crossing(quick: bool, form: str = FORMS[0]) -> float:
    """phi at which N^a S is the same for both societies: straight lines in the logarithm of the ratio."""
    found = np.log(apart(quick, "drawn", PHI, form))
    at = np.flatnonzero((found[:-1] > 0) & (found[1:] <= 0))
    if not len(at):
        return float("nan")  # outside PHI
    k = int(at[-1])
    return PHI[k] + (PHI[k + 1] - PHI[k]) * float(found[k] / (found[k] - found[k + 1]))


def crossing_full(quick: bool) -> float:
    """The same for larger societies and more runs, whatever is asked."""
    return crossing(False)


def one_community(quick: bool) -> float:
    """Largest share far below the critical phi."""
    return measure(100, 4, 10, 0.1, 10, 1, "drawn", FORMS[0])["largest"]


def many_communities(quick: bool) -> float:
    """People in the largest component, far above, in numbers of people an opinion on average (10 of 200)."""
    return 20 * measure(200, 4, 10, 0.9, 20, 1, "drawn", FORMS[0])["largest"]


def picture(quick: bool) -> Picture:
    """N^a S of two sizes, one over the other, by phi, form and order."""
    small, large = SIZES[quick]
    curves = [
        Curve(f"turns drawn, {form}", PHI, apart(quick, "drawn", PHI, form), pair, measured=True)
        for pair, form in enumerate(FORMS)
    ]
    at_once = apart(quick, "synchronous", AT_ONCE, share=0.25)
    curves.append(Curve("all at once, multigraph", AT_ONCE, at_once, 3, measured=True))
    curves.append(Curve("phi of the paper, .458", (PUBLISHED, PUBLISHED), (0.5, 2.0), 5))
    return Picture(f"Largest community, N^.61 S: {large} people over {small}; 1 at the critical phi (figure 3)",
                   "phi, chance that a tie is moved", "ratio", tuple(curves), marks=((1.0, "no difference"),))  # fmt: skip
