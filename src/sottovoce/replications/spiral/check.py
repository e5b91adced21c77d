"""The spiral of silence: our gate of confidence, learned from what friends say; a bot is a citizen who always speaks."""

import functools
from typing import Any, NamedTuple

import numpy as np

from sottovoce.day.express import DISSENT, LOYAL
from sottovoce.day.learn import learn
from sottovoce.machine.plain import Plain
from sottovoce.replications.parameters import Quantity, Unfit, choice, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import NOBODY, Phase, choose, people, scenario
from sottovoce.scenario.model import Scenario
from sottovoce.simulate import days
from sottovoce.society import Society
from sottovoce.society.state import GRID

PACKAGE = "sottovoce.replications.spiral"
ALWAYS = -1.0  # threshold of a bot

PARAMETERS = (
    whole("n", 1000, "people", unit="people", low=2, high=100_000, source="section 5.2"),
    whole("m", 1, "ties that each newcomer makes", unit="ties", low=1, high=100, source="sections 5 and 6: 1 to 10"),
    whole("bots", 0, "bots, who come last and always speak for the minus side", unit="bots", low=0, high=100_000,
          source="section 6"),
    number("weight", 1.0, "what a bot counts where a person counts 1", unit="ratio", low=0.01, high=100, source="section 6.2"),
    whole("runs", 50, "societies", unit="societies", low=1, high=100_000, source="the paper: 1000"),
    seed(),
    number("exponent", 2.5, "exponent of the tail of numbers of ties", unit="exponent", above=2, high=100, source="section 5.2.1"),
    choice("form", "code", "code: inner values unbounded, as in the authors' C++; text: bounded at 0", ("code", "text")),
    number("stop", 1e-4, "it stands still when nobody's confidence changes by more in a step", unit="confidence",
           above=0, high=1, source="the authors' C++; the text has .001"),
    choice("order", "synchronous", "whether all change at once, or one after another", ("synchronous", "sequential")),
    number("c", 1.5, "inner value of one citizen", unit="1", low=-700, high=700, source="figure 3"),
    whole("supporters", 1, "friends who speak and say the same", unit="friends", low=0, high=1_000_000, source="figure 3"),
    whole("opponents", 3, "friends who speak and say the opposite", unit="friends", low=0, high=1_000_000, source="figure 3"),
    number("threshold", 0.5, "confidence that has to be exceeded to speak", unit="confidence", low=-1, high=2),
)  # fmt: skip
MODES = {
    "society": ("n", "m", "bots", "weight", "runs", "seed", "exponent", "form", "stop", "order"),
    "citizen": ("c", "supporters", "opponents", "threshold"),
}
QUANTITIES = {
    "hub_wins": Quantity("share of runs that the side of the most central person wins; half for a tie", "share"),
    "bots_win": Quantity("share of runs that the minus side, that of the bots, wins; half for a tie", "share"),
    "dominance": Quantity("people speaking for the majority, of all people speaking; mean over runs", "share"),
    "majority": Quantity("people speaking for the majority, of all people; mean over runs", "share"),
    "minority": Quantity("people speaking for the minority, of all people; mean over runs", "share"),
    "steps": Quantity("steps until it stands still; mean over runs", "steps"),
    "steps_low": Quantity("... the 5th percentile of the runs", "steps"),
    "steps_high": Quantity("... the 95th percentile of the runs", "steps"),
    "unsettled": Quantity("share of runs that never stand still", "share"),
    "confidence_before": Quantity("confidence of one citizen at c", "confidence"),
    "confidence_after": Quantity("... after hearing supporters and opponents", "confidence"),
    "speaks": Quantity("whether that citizen speaks then", "yes or no"),
}  # fmt: skip


class Outcome(NamedTuple):
    """How one society ends."""

    hub: float  # 1 where the side of the most central person wins, 1/2 for a tie
    minus: float  # 1 where the minus side wins
    larger: int  # people speaking for the majority ...
    smaller: int  # ... and for the minority
    steps: int
    settled: bool


def measure(
    n: int | None,
    m: int | None,
    bots: int | None,
    weight: float | None,
    runs: int | None,
    seed: int | None,
    exponent: float | None,
    form: str | None,
    stop: float | None,
    order: str | None,
    c: float | None,
    supporters: int | None,
    opponents: int | None,
    threshold: float | None,
) -> dict[str, Any]:
    """Many societies, or one citizen. Raises Unfit."""
    found: dict[str, Any] = dict.fromkeys(QUANTITIES)
    if c is not None:
        assert supporters is not None and opponents is not None and threshold is not None
        return found | citizen(c, supporters, opponents, threshold)
    assert n is not None and m is not None and bots is not None and weight is not None and runs is not None
    assert seed is not None and exponent is not None and form is not None and stop is not None
    assert order is not None
    if n < m + 1:
        raise Unfit(f"n: {n:,} given; allowed m + 1 = {m + 1} or more. Choose more people or a smaller m.")
    many = [outcome(n, m, bots, weight, luck(seed, k), exponent, form, stop, order) for k in range(runs)]
    return found | {
        "hub_wins": np.mean([o.hub for o in many]),
        "bots_win": np.mean([o.minus for o in many]),
        "dominance": np.mean([o.larger / (o.larger + o.smaller) if o.larger else 0.5 for o in many]),
        "majority": np.mean([o.larger for o in many]) / n,
        "minority": np.mean([o.smaller for o in many]) / n,
        "steps": np.mean([o.steps for o in many]),
        "steps_low": np.percentile([o.steps for o in many], 5),
        "steps_high": np.percentile([o.steps for o in many], 95),
        "unsettled": np.mean([not o.settled for o in many]),
    }


def luck(seed: int, run: int) -> int:
    """Seed of a run."""
    return (seed * 1_000_003 + run) % 2**63


def citizen(c: float, supporters: int, opponents: int, threshold: float) -> dict[str, Any]:
    """One citizen hears friends and speaks or not, by our rules."""
    asked = scenario(PACKAGE, {"citizens": 2, "society.threshold": threshold})
    stage = Phase(asked, people(asked, opinion=1.0), Plain())
    stage.state.learned[DISSENT] = c
    heard = supporters + opponents
    seen = NOBODY._replace(
        ties=heard, heard=heard, dissent=supporters, loyal=opponents, said=(supporters - opponents) * GRID, volume=heard * GRID
    )  # fmt: skip
    stage.run(learn, seen)
    stage.run(choose, seen)
    after = float(stage.state.learned[DISSENT, 0])
    return {
        "confidence_before": float(confidence(np.array(c))),
        "confidence_after": float(confidence(np.array(after))),
        "speaks": bool(stage.state.voice[0] != 0),
    }


def confidence(inner: np.ndarray) -> np.ndarray:
    """max(2/(1 + e^-c) - 1, 0)."""
    return np.maximum(2.0 / (1.0 + np.exp(-np.clip(inner, -700.0, 700.0))) - 1.0, 0.0)


def setting(n: int, m: int, bots: int, seed: int, exponent: float, order: str) -> Scenario:
    """The scenario."""
    return scenario(PACKAGE, {
        "citizens": n + bots, "seed": seed, "order": order, "society.network.mean_degree": 2.0 * m,
        "society.network.exponent": exponent,
    })  # fmt: skip


def society_of(asked: Scenario, n: int, weight: float) -> Society:
    """n people for or against, the others bots against; who counts most has a view of size 1."""
    society = people(asked)
    state = society.state
    bot = np.arange(asked.citizens) >= n
    side = np.where(state.opinion > 0, 1.0, -1.0)
    views = np.where(bot, -min(weight, 1.0), side * min(1.0 / weight, 1.0))
    state.opinion[:] = np.rint(views * GRID)
    state.threshold[bot] = ALWAYS
    return society


@functools.lru_cache(maxsize=50_000)
def outcome(
    n: int,
    m: int,
    bots: int,
    weight: float,
    seed: int,
    exponent: float,
    form: str,
    stop: float,
    order: str,
) -> Outcome:
    """One society, until nobody's confidence moves."""
    asked = setting(n, m, bots, seed, exponent, order)
    society = society_of(asked, n, weight)
    state = society.state
    side = np.sign(state.opinion[:n])
    own = np.where(side > 0, DISSENT, LOYAL)
    before, settled, steps = confidence(state.learned[own, np.arange(n)]), False, 0
    # all at once, nobody has been heard on day 0: everybody speaks or not by c(0), and the first step is day 1
    first = 1 if order == "synchronous" else 0
    for day, _ in days(asked, society):
        state = society.state
        if form == "text":  # below 0 is as silent as 0: to bound it tonight is soon enough
            np.maximum(state.learned[:2], 0.0, out=state.learned[:2])
        now = confidence(state.learned[own, np.arange(n)])
        steps = day + 1 - first
        if steps and np.abs(now - before).max() <= stop:
            settled = True
            break
        before = now
    speaking = state.voice[:n] != 0
    plus, minus = int((speaking & (side > 0)).sum()), int((speaking & (side < 0)).sum())
    degree = np.diff(state.first)[:n]  # no empty places: ties do not move here
    winner = np.sign(plus - minus)
    hub = 0.5 if winner == 0 else float(winner == side[degree.argmax()])
    return Outcome(hub, 0.5 if winner == 0 else float(winner < 0), max(plus, minus), min(plus, minus), steps, settled)  # fmt: skip


# ---- What was published ----

DEFAULTS: dict[str, Any] = {p.name: p.default for p in PARAMETERS if p.name in MODES["society"]}
NOT_ASKED: dict[str, Any] = dict.fromkeys(MODES["citizen"])


def mean(name: str, quick: bool, some: int, **values: Any) -> float:
    """A quantity of `some` societies, or of 1000."""
    asked: dict[str, Any] = DEFAULTS | NOT_ASKED | {"runs": some if quick else 1000} | values
    return float(measure(**asked)[name])


def hub_sparse(quick: bool) -> float:
    """The most central person's side wins, m 1."""
    return mean("hub_wins", quick, 120)


def hub_dense(quick: bool) -> float:
    """The same with m 10."""
    return mean("hub_wins", quick, 300, m=10)


def minority_sparse(quick: bool) -> float:
    """Share of people who speak for the minority, m 1."""
    return mean("minority", quick, 120)


def minority_dense(quick: bool) -> float:
    """The same with m 10."""
    return mean("minority", quick, 30, m=10)


def bots_sparse(quick: bool) -> float:
    """50 bots among 1000 people, m 1."""
    return mean("bots_win", quick, 50, bots=50)


def many_bots_sparse(quick: bool) -> float:
    """100 bots, m 1."""
    return mean("bots_win", quick, 50, bots=100)


def bots_dense(quick: bool) -> float:
    """50 bots, m 10."""
    return mean("bots_win", quick, 40, bots=50, m=10)


def many_bots_dense(quick: bool) -> float:
    """100 bots, m 10."""
    return mean("bots_win", quick, 30, bots=100, m=10)


def bots_middling(quick: bool) -> float:
    """50 bots, m 5."""
    return mean("bots_win", True, 100, bots=50, m=5)


def light_bots(quick: bool) -> float:
    """100 bots that count a quarter, m 1."""
    return mean("bots_win", True, 200, bots=100, weight=0.25)


def picture(quick: bool) -> Picture:
    """Table 1: how often the side of the bots wins, by how many they are."""
    table = {1: (48.1, 70.6, 90.8), 10: (52.7, 83.2, 97.3)}
    share = (0, 5, 10)
    curves = [Curve(f"m {m}, table 1", share, row, pair) for pair, (m, row) in enumerate(table.items())]
    for pair, m in enumerate(table):
        # the runs that the targets ask for
        some = (120, 50, 50) if m == 1 else (30, 40, 30)
        found = [
            100 * mean("bots_win", quick, runs, bots=10 * x, m=m) for x, runs in zip(share, some, strict=True)
        ]
        room = [
            196 * np.sqrt(max(f / 100 * (1 - f / 100), 0.25 / runs) / (runs if quick else 1000))
            for f, runs in zip(found, some, strict=True)
        ]
        low, high = np.maximum(np.subtract(found, room), 0), np.minimum(np.add(found, room), 100)
        beside = [x - 0.06 + 0.12 * pair for x in share]  # so that intervals do not hide one another
        curves.append(Curve(f"m {m}, measured", beside, found, pair, measured=True, low=low, high=high))
    return Picture("Bots that always speak, and whose opinion is in the majority among people", "bots, % of the number of people",
                   "% of runs won by the bots' side", tuple(curves), marks=((50.0, ""),), span=(30.0, 103.0))  # fmt: skip
