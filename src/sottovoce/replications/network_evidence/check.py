"""What friends tell: our additive score rule computes the log-odds of a type from own and friends' signals, friends summed.

The rule takes the *mean* of friends' scores, the lemma their *sum*: as in `katz`, stand-ins that add nothing give everybody K friends.
"""

import functools
import math
from typing import Any

import numpy as np

from sottovoce.chance import Purpose, uniforms
from sottovoce.machine.cpu import Cpu
from sottovoce.replications.parameters import Quantity, Unfit, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import Phase, people, scenario, tied

PACKAGE = "sottovoce.replications.network_evidence"
FINER = 2.0**19  # what a published score leaves out is looked at through this

PARAMETERS = (
    number("error", 0.3, "chance that a signal is wrong", unit="probability", low=0.01, high=0.49),
    number("same", 1.0, "chance that two of one type who meet become friends", unit="probability", above=0, high=1),
    number("other", 0.3, "p1: the same of two of different types", unit="probability", low=0, high=1),
    number("doubt", 0.0, "chance to take the other's type for the wrong one", unit="probability", low=0, high=0.49),
    whole("n", 200, "people", unit="people", low=2, high=2000),
    number("met", 8.0, "people met, on average", unit="people", low=0, high=400),
    seed(),
)  # fmt: skip
QUANTITIES = {
    "types": Quantity("+1 high, -1 low", "type"),
    "signals": Quantity("what the firm sees of each", "type"),
    "ties": Quantity("pairs of friends", "pairs"),
    "log_odds": Quantity("the score of each: log-odds that the type is high, by our rule", "log-odds"),
    "gain": Quantity("mean squared error of the own signal's guess less that of the score's", "probability squared"),
    "friend": Quantity("what a friend of high signal adds to log-odds, by the lemma", "log-odds"),
}  # fmt: skip


def measure(
    error: float, same: float, other: float, doubt: float, n: int, met: float, seed: int
) -> dict[str, Any]:
    """One society, and its scores. Raises Unfit."""
    chances = befriends(same, other, doubt)
    if met > n - 1:
        raise Unfit(f"met: {met:g} given; allowed up to n - 1, here {n - 1}. Choose a smaller one.")
    types, signals, ties = drawn(error, *chances, n, met, seed)
    found = log_odds(signals, ties, own(error), friend(error, *chances))
    alone = squared(signals * own(error), types)
    return {
        "types": types,
        "signals": signals,
        "ties": ties,
        "log_odds": found,
        "gain": float((alone - squared(found, types)).mean()),
        "friend": friend(error, *chances),
    }


def befriends(same: float, other: float, doubt: float) -> tuple[float, float]:
    """q_s and q_d: chances that two who meet become friends (equations 22 and 23). Raises Unfit."""
    if other > same:
        raise Unfit(f"other: {other:g} given; allowed up to same, here {same:g}. Choose a smaller one.")
    if doubt == 0:
        return same, other
    if same < 1:
        raise Unfit(f"same: {same:g} given; allowed 1 where doubt is above 0. Leave out one of them.")
    well, ill = 1 - doubt * (1 - other), 1 - (1 - doubt) * (1 - other)  # p_tau, p_(1 - tau)
    both = (1 - doubt) ** 2
    return both * well + (1 - both) * ill, doubt**2 * well + (1 - doubt**2) * ill


def own(error: float) -> float:
    """Log-odds of the own signal."""
    return math.log((1 - error) / error)


def friend(error: float, same: float, other: float) -> float:
    """Log-odds of a friend's signal, Lemma 8 (same = 1: Lemma 3)."""
    return math.log((error * other + (1 - error) * same) / (error * same + (1 - error) * other))


def drawn(
    error: float, same: float, other: float, n: int, met: float, seed: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Types, signals and ties."""
    who = np.arange(n, dtype=np.uint64)
    types = np.where(uniforms(seed, Purpose.TRUST, who) < 0.5, 1, -1)
    signals = types * np.where(uniforms(seed, Purpose.START, who) < error, -1, 1)
    a, b = np.triu_indices(n, 1)
    chance = met / (n - 1) * np.where(types[a] == types[b], same, other)
    knows = uniforms(seed, Purpose.TIE, a.astype(np.uint64) * np.uint64(n) + b.astype(np.uint64)) < chance
    return types, signals, np.stack([a[knows], b[knows]], axis=1)


def log_odds(signals: np.ndarray, ties: np.ndarray, mine: float, friends: float) -> np.ndarray:
    """Scores, by our rule, in log-odds: files are signals, and each friend counts friends/mine of an own signal."""
    n = len(signals)
    degree = np.bincount(ties.ravel(), minlength=n)
    most = max(int(degree.max()), 1)
    stand_ins = n + np.arange(int((most - degree).sum()))
    padded = np.concatenate([ties, np.stack([np.repeat(np.arange(n), most - degree), stand_ins], axis=1)])
    room = 2.0 ** math.ceil(math.log2(2 * most + 2))  # a power of two: signals are whole grains
    asked = scenario(PACKAGE, {"citizens": n + len(stand_ins), "score.low": -room, "score.high": room})
    files = np.concatenate([signals, np.zeros(len(stand_ins))])

    def after(today: np.ndarray, weight: float) -> np.ndarray:
        """Scores of a day with these files, signals having been published the day before."""
        stage = Phase(asked, tied(people(asked, base=files, points=files), padded), Cpu())
        stage.day()
        stage.state.base[:n] = stage.state.points[:n] = today
        # the rule takes any weight; a scenario's ends at .95, where it is a share
        stage.book = stage.book._replace(score=stage.book.score._replace(friend_weight=weight))
        stage.day()
        return stage.state.score[:n] * asked.score.grain - room

    weight = most * friends / mine
    rough = after(signals, weight)
    return mine * (rough + after(FINER * (signals - rough), FINER * weight) / FINER)


def lemma(signals: np.ndarray, ties: np.ndarray, mine: float, friends: float) -> np.ndarray:
    """Log-odds of Lemmas 3 and 8."""
    a, b = np.concatenate([ties, ties[:, ::-1]]).T
    return mine * signals + friends * np.bincount(a, signals[b], len(signals))


def squared(odds: np.ndarray, types: np.ndarray) -> np.ndarray:
    """Squared error of the chance that these log-odds give to a high type."""
    return (1 / (1 + np.exp(-odds)) - (types > 0)) ** 2


def expectation(error: float, same: float, other: float, n: int, met: float) -> float:
    """The expected gain: a sum over the own signal and the numbers of friends by signal, of one of high type."""
    mine, theirs = own(error), friend(error, same, other)
    high = met / (n - 1) * ((1 - error) * same + error * other) / 2
    low = met / (n - 1) * (error * same + (1 - error) * other) / 2
    most = min(n - 1, int(met + 12 * math.sqrt(met) + 12))
    of_high = binomial(n - 1, high, most)
    total = 0.0
    for h in range(most + 1):
        of_low = binomial(n - 1 - h, low / (1 - high), most)
        surplus = h - np.arange(len(of_low))
        for y, chance in ((1, 1 - error), (-1, error)):
            alone = 1 / (1 + math.exp(y * mine))  # chance given to the wrong type
            gains = alone**2 - 1 / (1 + np.exp(y * mine + surplus * theirs)) ** 2
            total += chance * of_high[h] * float((of_low * gains).sum())
    return total


def binomial(n: int, p: float, most: int) -> np.ndarray:
    """Chances of 0, 1, ... at most `most` of n."""
    k = np.arange(min(n, most) + 1)
    ways = np.array([math.lgamma(n + 1) - math.lgamma(j + 1) - math.lgamma(n - j + 1) for j in k.tolist()])
    return np.exp(ways + k * math.log(p) + (n - k) * math.log1p(-p)) if p > 0 else (k == 0) * 1.0


# ---- What was published ----

ALIKE = (0.1, 0.3, 0.5, 0.7)  # p1
DEFAULTS: dict[str, Any] = {p.name: p.default for p in PARAMETERS}


def _distance(settings: list[tuple[float, float, float]]) -> float:
    worst = 0.0
    for k, (error, other, doubt) in enumerate(settings):
        found = measure(**DEFAULTS | {"error": error, "other": other, "doubt": doubt, "seed": 1 + k})
        wanted = lemma(found["signals"], found["ties"], own(error), found["friend"])
        worst = max(worst, float(np.abs(found["log_odds"] - wanted).max()))
    return worst


def lemma_3(quick: bool) -> float:
    """Largest distance from Lemma 3."""
    return _distance([(error, other, 0.0) for error in (0.05, 0.3, 0.45) for other in (0.0, 0.3, 0.8, 1.0)])


def lemma_8(quick: bool) -> float:
    """Largest distance from Lemma 8, with doubt."""
    return _distance(
        [(e, other, doubt) for e in (0.05, 0.3) for other in (0.0, 0.3, 0.8) for doubt in (0.1, 0.3)]
    )


@functools.cache
def gains(other: float, doubt: float, quick: bool) -> np.ndarray:
    """The gain in each of some societies."""
    return np.array([
        measure(**DEFAULTS | {"other": other, "doubt": doubt, "seed": 100 + k})["gain"] for k in range(60 if quick else 600)
    ])  # fmt: skip


def nothing(quick: bool) -> float:
    """Largest gain, either way, where types do not matter."""
    return float(np.abs(gains(1.0, 0.0, quick)).max())


def something(quick: bool) -> float:
    """Smallest mean gain in standard errors, where they do."""
    many = [gains(other, 0.0, quick) for other in ALIKE]
    return float(min(g.mean() / (g.std() / math.sqrt(len(g))) for g in many))


def expected(quick: bool) -> float:
    """Largest distance from the expected gain, in standard errors."""
    worst, base = 0.0, DEFAULTS
    for other, doubt in [(other, 0.0) for other in ALIKE] + [(0.3, 0.2)]:
        found = gains(other, doubt, quick)
        wanted = expectation(base["error"], *befriends(1.0, other, doubt), base["n"], base["met"])
        worst = max(worst, abs(float(found.mean()) - wanted) / (float(found.std()) / math.sqrt(len(found))))
    return worst


def picture(quick: bool) -> Picture:
    """Gain in accuracy by homophily."""
    fine, some = np.linspace(0.0, 1.0, 51), (*ALIKE, 0.85, 1.0)
    curves = []
    for pair, (error, told) in enumerate(((0.3, "signals wrong in 30%"), (0.15, "in 15%"))):
        exact = [expectation(error, 1.0, float(other), DEFAULTS["n"], DEFAULTS["met"]) for other in fine]
        curves.append(Curve(f"{told}, expected", fine, exact, pair))
        found = [
            float(np.mean([measure(**DEFAULTS | {"error": error, "other": o, "seed": 300 + k})["gain"] for k in range(20)]))
            for o in some
        ]  # fmt: skip
        curves.append(Curve(f"{told}, measured", some, found, pair, measured=True))
    return Picture("What friends add to the accuracy of a score", "p1, chance that people of different types become friends",
                   "fall of the mean squared error", tuple(curves))  # fmt: skip
