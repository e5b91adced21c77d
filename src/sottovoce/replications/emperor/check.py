"""The emperor's dilemma: our choice rule with the climate read as enforcement by friends, and our rule of enforcing."""

import functools
from typing import Any

import numpy as np

from sottovoce.chance import Purpose, uniforms
from sottovoce.replications.parameters import Quantity, Unfit, choice, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import people, scenario
from sottovoce.replications.sweeps import spoken_on_the_eve, sweeps

PACKAGE = "sottovoce.replications.emperor"
FIRM = -0.01  # threshold of the faithful: pressure of everybody against 1 is not above their strength, 1

ORDERS = ("sequential", "synchronous")
PARAMETERS = (
    whole("width", 25, "people in a row of the grid", unit="people", low=3, high=1000, source="25 x 40"),
    whole("height", 40, "rows of the grid", unit="rows", low=3, high=1000, source="25 x 40"),
    number("believers", 0.01, "share of the people who believe in the norm; rounded to whole people", unit="share", low=0, high=1),
    choice("placement", "clustered", "believers side by side in a block, or anywhere", ("clustered", "scattered")),
    number("rewired", 0.0, "share of ties led to anybody instead of a neighbour", unit="share", low=0, high=1),
    number("K", 0.125, "what enforcing costs", unit="strength of belief", low=0, high=10),
    choice("order", "sequential", "one after another in an order drawn anew each sweep, or all at once",
           ORDERS),
    whole("runs", 20, "societies drawn", unit="societies", low=1, high=100_000),
    seed(),
    number("strength", 0.38, "strengths of disbelief are uniform between 0 and this", unit="strength of belief", low=0, high=1),
    choice("network", "torus", "eight neighbours on a grid whose edges meet, or everybody knows everybody", ("torus", "complete")),
)  # fmt: skip
QUANTITIES = {
    "compliance": Quantity("share of the people who comply in the end, mean over runs", "share"),
    "enforcement": Quantity("share who press others to comply in the end, mean over runs", "share"),
    "opposition": Quantity("share who press others not to comply in the end, mean over runs", "share"),
    "each": Quantity("compliance in each run", "share"),
    "cascades": Quantity("share of runs in which more than half of those who do not believe comply in the end", "share"),
    "sweeps": Quantity("sweeps until nobody changed, mean over runs", "sweeps"),
    "settled": Quantity("share of runs in which nobody changed any more", "share"),
}  # fmt: skip
MOST = 300  # sweeps


def measure(
    width: int, height: int, believers: float, placement: str, rewired: float, K: float, order: str,
    runs: int, seed: int, strength: float, network: str,
) -> dict[str, Any]:  # fmt: skip
    """A number of societies, each until nobody changes."""
    if width * height > MANY[network]:
        raise Unfit(
            f"width, height: {width * height:,} people given; allowed up to {MANY[network]:,} where network is {network}. "
            "Choose a smaller grid."
        )
    if network == "complete" and rewired > 0:
        raise Unfit(
            f"rewired: {rewired:g} given; allowed 0 where network is complete. Leave it out, or choose torus."
        )
    found = []
    for run in range(runs):
        asked = scenario(PACKAGE, {
            "citizens": width * height, "seed": seed + run, "order": order, "society.network.kind": network,
            "society.network.width": width, "society.network.rewired": rewired, "voice.enforce_cost": K,
        })  # fmt: skip
        n = asked.citizens
        faithful = believing(width, height, round(believers * n), placement, seed + run)
        found.append(ended(asked, faithful, strength))
    comply, press, oppose, fell, took, done = (np.array(column) for column in zip(*found, strict=True))
    return {
        "compliance": comply.mean(),
        "enforcement": press.mean(),
        "opposition": oppose.mean(),
        "each": comply,
        "cascades": fell.mean(),
        "sweeps": took.mean(),
        "settled": done.mean(),
    }


MANY = {"torus": 100_000, "complete": 3000}


def ended(asked: Any, faithful: np.ndarray, strength: float) -> tuple[float, float, float, bool, int, bool]:
    """(complying, enforcing, opposing, whether it was a cascade, sweeps, settled) in the end."""
    n = asked.citizens
    drawn = uniforms(asked.seed, Purpose.BOLDNESS, np.arange(n, dtype=np.uint64))
    society = people(
        asked,
        opinion=np.where(faithful, -1.0, 1.0),
        boldness=np.where(faithful, 1.0, strength * drawn),
        threshold=np.where(faithful, FIRM, 0.0),
    )
    spoken_on_the_eve(society, np.where(faithful, -65536, 65536))
    before, sweep, done = None, 0, False
    for sweep in sweeps(asked, society, 1):
        now = (society.state.voice.tobytes(), society.state.enforcing.tobytes())
        done = now == before
        if done or sweep >= MOST:
            break
        before = now
    state = society.state
    return (
        float((state.voice < 0).mean()),
        float((state.enforcing < 0).mean()),
        float((state.enforcing > 0).mean()),
        bool(2 * (state.voice[~faithful] < 0).sum() > (~faithful).sum()),
        sweep,
        done,
    )


def believing(width: int, height: int, count: int, placement: str, seed: int) -> np.ndarray:
    """Who believes, bool (person,). Clustered: a block of ceil(sqrt(count)) columns from the corner, row by row."""
    n = width * height
    found = np.zeros(n, bool)
    if placement == "scattered":
        found[np.argsort(uniforms(seed, Purpose.PLANTED, np.arange(n, dtype=np.uint64)))[:count]] = True
        return found
    side = min(width, int(np.ceil(np.sqrt(count)))) if count else 1
    if side * height < count:
        side = -(-count // height)
    at = np.arange(count)
    found[at // side * width + at % side] = True
    return found


# ---- What was published ----

DEFAULTS: dict[str, Any] = {p.name: p.default for p in PARAMETERS}


def _mean(name: str, quick: bool, **values: Any) -> float:
    asked = DEFAULTS | values
    return _kept(name, tuple(sorted((asked | {"runs": 10 if quick else 100}).items())))


@functools.cache
def _kept(name: str, asked: tuple[tuple[str, Any], ...]) -> float:
    return float(measure(**dict(asked))[name])


def clustered(quick: bool) -> float:
    """Compliance with one per cent of believers side by side."""
    return _mean("compliance", quick)


def enforced(quick: bool) -> float:
    """Enforcement, the same."""
    return _mean("enforcement", quick)


def contrast(quick: bool) -> float:
    """Compliance with believers side by side less that with them scattered, the smaller of both orders."""
    return min(
        _mean("compliance", quick, order=order)
        - _mean("compliance", quick, order=order, placement="scattered")
        for order in ORDERS
    )


def bridged(quick: bool) -> float:
    """Compliance with a fifth of the ties led anywhere, the larger of both orders."""
    return max(_mean("compliance", quick, rewired=0.2, order=order) for order in ORDERS)


def connected(quick: bool) -> float:
    """Compliance where everybody knows everybody."""
    return float(measure(**DEFAULTS | {"network": "complete", "runs": 2})["compliance"])


def more_believers(quick: bool) -> float:
    """Share of societies with a cascade, 20% believing, less that with 1%; side by side, the larger of both orders."""
    return max(
        _mean("cascades", quick, believers=0.2, order=order) - _mean("cascades", quick, order=order)
        for order in ORDERS
    )


def picture(quick: bool) -> Picture:
    """Compliance by the share of ties led anywhere, in both orders; clustered and scattered."""
    shares = (0.0, 0.05, 0.1, 0.2)
    curves = []
    for pair, order in enumerate(ORDERS):
        for shift, placement in enumerate(("clustered", "scattered")):
            found = [_mean("compliance", quick, rewired=r, placement=placement, order=order) for r in shares]
            curves.append(Curve(f"{placement}, {order}", shares, found, 2 * pair + shift, measured=True))
    return Picture("Who complies in the end, 1% believing (the paper: nearly all, if they are neighbours)",
                   "share of ties led anywhere", "share complying", tuple(curves))  # fmt: skip
