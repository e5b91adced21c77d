"""Private and expressed opinions: our averaging views and averaging acts, everybody speaking once a day until nothing moves."""

import functools
from typing import Any

import networkx as nx
import numpy as np

from sottovoce.chance import Purpose, uniforms
from sottovoce.replications.parameters import Quantity, Unfit, choice, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import people, scenario
from sottovoce.scenario.model import Scenario
from sottovoce.simulate import days
from sottovoce.society import Society
from sottovoce.society.signal import FINE_ACT
from sottovoce.society.state import GRID

PACKAGE = "sottovoce.replications.private_expressed"
STILL = 2e-12  # nobody moves by more (or, where it is more, by what rounding keeps moving) ...
MOST_STILL = 1e-9
TIMES = 3  # ... this number of times running

PARAMETERS = (
    whole("n", 20, "people", unit="people", low=2, high=20_000),
    number("lam", 0.5, "susceptibility: weight of what is heard and held, against the opinion of the start", unit="share", low=0,
           high=1),
    number("phi", 0.5, "expressiveness (the paper's resilience): weight of the private opinion in what is said", unit="share",
           low=0, high=1),
    seed(),
    choice("network", "complete", "who knows whom", ("complete", "ring", "communities")),
    number("self_weight", 0.5, "weight of the own opinion beside the mean of what friends say", unit="share", low=0, high=1),
)  # fmt: skip
QUANTITIES = {
    "max_private": Quantity("largest private opinion in the end", "opinion"),
    "max_expressed": Quantity("largest expressed opinion in the end", "opinion"),
    "min_expressed": Quantity("smallest expressed opinion in the end", "opinion"),
    "min_private": Quantity("smallest private opinion in the end", "opinion"),
    "distance_to_friedkin": Quantity("largest distance of a private opinion from that of Friedkin & Johnsen's model", "opinion"),
    "private": Quantity("private opinions in the end", "opinion"),
    "expressed": Quantity("expressed opinions in the end", "opinion"),
    "start": Quantity("opinions at the start", "opinion"),
    "ties": Quantity("the network: pairs of people", "pairs"),
    "connected": Quantity("whether the network hangs together", "yes or no"),
    "times": Quantity("how often all opinions changed", "times"),
}  # fmt: skip


def measure(n: int, lam: float, phi: float, seed: int, network: str, self_weight: float) -> dict[str, Any]:
    """One society, until nothing moves. Raises Unfit."""
    asked = setting(n, lam, phi, seed, network, self_weight)
    society = people(asked)
    ties, start = np.asarray(society.ties, np.int64), society.state.opinion / GRID
    times = settle(asked, society, still(lam, phi, self_weight))
    if times is None:
        raise Unfit(
            f"lam, phi: {lam:g}, {phi:g} given; opinions still move after {asked.days:,} times in this network. "
            "Choose a smaller lam or a larger phi."
        )
    private, expressed = limit(society)
    return {
        "max_private": private.max(),
        "max_expressed": expressed.max(),
        "min_expressed": expressed.min(),
        "min_private": private.min(),
        "distance_to_friedkin": np.abs(private - friedkin(ties, start, lam, self_weight)).max(),
        "private": private,
        "expressed": expressed,
        "start": start,
        "ties": ties,
        "connected": connected(ties, n),
        "times": times,
    }


def setting(n: int, lam: float, phi: float, seed: int, network: str, self_weight: float) -> Scenario:
    """The scenario. Raises Unfit."""
    if network == "complete" and n > 5000:
        raise Unfit(f"n: {n:,} given; allowed 2 to 5,000 where network is complete. Choose fewer people.")
    # a ring of two is a single tie
    kind = "complete" if n == 2 else network
    degree = {"ring": 2.0, "communities": min(10.0, (n - 1) / 2)}.get(kind, 0.0)
    return scenario(PACKAGE, {
        "citizens": n, "seed": seed, "society.network.kind": kind, "society.network.mean_degree": degree,
        "society.susceptibility": lam, "society.expressiveness": phi, "voice.self_weight": self_weight,
    })  # fmt: skip


def still(lam: float, phi: float, own: float) -> float:
    """A change this small is rest. What is said is rounded by up to 2^-41 every time; where few words come from within
    (small phi) or little from the start (large lam) opinions keep going around a circle of 2^-40 (1 - lam own)/(phi (1 - lam))
    at most, for ever. Twice that, and STILL at least, is where we stop."""
    if phi == 0:
        return MOST_STILL
    pulled = (
        (1 - lam) / (1 - lam * own) if lam < 1 else 1.0
    )  # lam = 1: opinions agree, nothing pulls them apart
    return max(STILL, min(2 / FINE_ACT / (phi * pulled), MOST_STILL))


def settle(asked: Scenario, society: Society, moved: float) -> int | None:
    """Live until nothing moves; how many times opinions changed, or None where they never come to rest. On day 0 everybody says
    what they hold: nobody has been heard. At rest: nobody has moved by more than `moved`."""
    before, expressed, calm = np.empty(0), np.empty(0), 0
    for day, _ in days(asked, society):
        now, said = limit(society)
        if day and max(np.abs(now - before).max(), np.abs(said - expressed).max()) <= moved:
            calm += 1
            if calm == TIMES:
                return day
        else:
            calm = 0
        before, expressed = now, said
    return None


def limit(society: Society) -> tuple[np.ndarray, np.ndarray]:
    """Private and expressed opinions of today."""
    return society.state.held.copy(), society.state.spoken / FINE_ACT


def links(ties: np.ndarray, n: int) -> np.ndarray:
    """M: 1/k_i for friends, no weight for oneself."""
    found = np.zeros((n, n))
    found[ties[:, 0], ties[:, 1]] = found[ties[:, 1], ties[:, 0]] = 1.0
    return found / np.maximum(found.sum(axis=1), 1.0)[:, None]


def friedkin(ties: np.ndarray, start: np.ndarray, lam: float, own: float) -> np.ndarray:
    """Limit of Friedkin & Johnsen's model, by repeating it: f <- lam [s f + (1 - s) mean] + (1 - lam) f(0)."""
    n = len(start)
    a, b = np.concatenate([ties, ties[:, ::-1]]).T
    degree = np.bincount(a, minlength=n)
    opinion, change = start.copy(), 1.0
    for _ in range(1_000_000):
        mean = np.bincount(a, opinion[b], n) / np.maximum(degree, 1)
        new = lam * np.where(degree == 0, opinion, own * opinion + (1 - own) * mean) + (1 - lam) * start
        change, opinion = np.abs(new - opinion).max(), new
        if change <= 1e-15:
            break
    return opinion


def solved(
    ties: np.ndarray, start: np.ndarray, lam: np.ndarray, phi: np.ndarray, own: float
) -> tuple[np.ndarray, np.ndarray]:
    """The two linear equations solved together; everybody has friends."""
    n = len(start)
    one, m = np.eye(n), links(ties, n)
    both = np.block([
        [one - np.diag(lam * own), -np.diag(lam * (1 - own)) @ m],
        [-np.diag(phi), one - np.diag(1 - phi) @ m],
    ])  # fmt: skip
    found = np.linalg.solve(both, np.concatenate([(1 - lam) * start, np.zeros(n)]))
    return found[:n], found[n:]


def connected(ties: np.ndarray, n: int) -> bool:
    """Whether everybody is reached from everybody."""
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(map(tuple, ties.tolist()))
    return nx.is_connected(graph)


# ---- What was published ----

SOCIETIES = (
    ("complete", 2),
    ("complete", 8),
    ("ring", 9),
    ("ring", 40),
    ("communities", 30),
    ("communities", 60),
)


@functools.cache
def trials(quick: bool) -> list[tuple[np.ndarray, ...]]:
    """(start, private, expressed, exact private, exact expressed) of societies with a lam and a phi of each person's own;
    networks that fall apart are left out."""
    found = []
    for network, n in SOCIETIES:
        for luck in range(1, 4 if quick else 21):
            asked = setting(n, 0.5, 0.5, luck, network, 0.4)
            who = np.arange(n, dtype=np.uint64)
            lam, phi = (
                0.05 + 0.9 * uniforms(luck, purpose, who)
                for purpose in (Purpose.SUSCEPTIBILITY, Purpose.EXPRESSIVENESS)
            )
            society = people(asked, susceptibility=lam, expressiveness=phi)
            ties, start = np.asarray(society.ties, np.int64), society.state.opinion / GRID
            if connected(ties, n):
                settle(asked, society, STILL)  # people who differ do not go around in circles
                found.append((start, *limit(society), *solved(ties, start, lam, phi, 0.4)))
    return found


def ordering(quick: bool) -> float:
    """Share of societies in which max y* > max z* > min z* > min y*."""
    return float(np.mean([y.max() > z.max() > z.min() > y.min() for _, y, z, _, _ in trials(quick)]))


def discrepancy(quick: bool) -> float:
    """Smallest distance of what is said from what is held, over everybody."""
    return min(float(np.abs(y - z).min()) for _, y, z, _, _ in trials(quick))


def distance(quick: bool) -> float:
    """Largest distance from the solution of the linear equations."""
    return max(float(max(np.abs(y - a).max(), np.abs(z - b).max())) for _, y, z, a, b in trials(quick))


def subject(lam: float, phi: float, own: float, n: int = 8) -> tuple[float, float]:
    """Asch: what somebody holds and says in the end among n - 1 who all say 0; the own opinion is 1."""
    asked = setting(n, lam, phi, 1, "complete", own)
    first = np.arange(n) == 0
    society = people(asked, opinion=first * 1.0, held=first * 1.0, susceptibility=first * lam,
                     expressiveness=np.where(first, phi, 1.0))  # fmt: skip
    settle(asked, society, still(lam, phi, own))
    private, expressed = limit(society)
    return float(private[0]), float(expressed[0])


def asch(quick: bool) -> float:
    """Largest distance from (1 - lam)/(1 - lam s) and phi times that."""
    worst, own = 0.0, 0.3
    for lam in (0.1, 0.5, 0.9):
        for phi in (0.1, 0.5, 0.9):
            held = (1 - lam) / (1 - lam * own)
            private, expressed = subject(lam, phi, own)
            worst = max(worst, abs(private - held), abs(expressed - phi * held))
    return worst


def picture(quick: bool) -> Picture:
    """Largest and smallest opinions, private and expressed, by phi."""
    n, some = 60, np.linspace(0.05, 1.0, 10)
    asked = setting(n, 0.7, 0.5, 1, "communities", 0.5)
    society = people(asked)
    ties, start = np.asarray(society.ties, np.int64), society.state.opinion / GRID
    fine = np.linspace(0.02, 1.0, 50)
    exact = [solved(ties, start, np.full(n, 0.7), np.full(n, float(phi)), 0.5) for phi in fine]
    found = [measure(n, 0.7, float(phi), 1, "communities", 0.5) for phi in some]
    curves = []
    for pair, (name, k) in enumerate((("private", 0), ("expressed", 1))):
        for end, reduce in (("max", np.max), ("min", np.min)):
            curves.append(Curve(f"{end} {name}, solved", fine, [reduce(e[k]) for e in exact], pair))
        for end in ("max", "min"):
            curves.append(
                Curve(
                    f"{end} {name}, measured", some, [f[f"{end}_{name}"] for f in found], pair, measured=True
                )
            )
    return Picture("Largest and smallest opinions in the end, held and said (lam .7)", "phi, expressiveness",
                   "opinion", tuple(curves))  # fmt: skip
