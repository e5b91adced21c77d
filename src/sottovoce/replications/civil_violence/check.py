"""Civil violence: our choice rule decides who rebels, at which ratio of cops to rebels; the grid is Epstein's."""

import functools
from typing import Any

import numpy as np

from sottovoce.chance import Purpose, key, uniforms, wrapping
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.plain import Plain
from sottovoce.replications.civil_violence.grid import FLOOR, RAW, ROUND, Grid, civil_tick
from sottovoce.replications.parameters import Quantity, Unfit, choice, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import Phase, choose, people, scenario

PACKAGE = "sottovoce.replications.civil_violence"
FORMS = {"raw": RAW, "floor": FLOOR, "round": ROUND}
CAPTURE = 2.3  # chance of arrest 1 - exp(-2.3 C/A): .9 for one cop and one rebel
OUTBURST = 50  # rebels

PARAMETERS = (
    whole("width", 40, "sites in a row of the grid", unit="sites", low=2, high=500, source="40 x 40"),
    whole("height", 40, "rows of the grid", unit="rows", low=2, high=500, source="40 x 40"),
    number("density", 0.7, "citizens a site; rounded to whole people", unit="share", low=0, high=1),
    number("cops", 0.04, "cops a site; rounded to whole people", unit="share", low=0, high=1),
    number("vision", 7.0, "how far citizens and cops see and walk", unit="sites", low=1, high=50),
    number("legitimacy", 0.82, "L: grievance is hardship times 1 - L", unit="share", low=0, high=1),
    whole("jail", 30, "longest term; terms are 1 to this, each as likely as another", unit="ticks", low=1, high=100_000),
    choice("ratio", "raw", "cops over rebels as printed, rounded down, or rounded to the nearest", tuple(FORMS)),
    whole("ticks", 1000, "turns of everybody", unit="ticks", low=1, high=1_000_000),
    seed(),
)  # fmt: skip
QUANTITIES = {
    "mean": Quantity("mean number of rebels at the end of a tick", "people"),
    "median": Quantity("median of it over ticks", "people"),
    "max": Quantity("highest of it", "people"),
    "var_over_mean": Quantity("variance over mean of it; 1 for independent rebels, far above 1 for outbursts; none if the mean is 0",
                              "people"),
    "bursts": Quantity("times that it rose above 50 from 50 or below", "outbursts"),
    "active": Quantity("rebels at the end of each tick", "people"),
    "jailed": Quantity("mean number in jail at the end of a tick", "people"),
}  # fmt: skip


def measure(
    width: int, height: int, density: float, cops: float, vision: float, legitimacy: float, jail: int,
    ratio: str, ticks: int, seed: int,
) -> dict[str, Any]:  # fmt: skip
    """One society for a number of ticks."""
    sites = width * height
    n, m = round(density * sites), round(cops * sites)
    if n < 1 or n + m > sites:
        raise Unfit(
            f"density, cops: {n:,} citizens and {m:,} cops given; allowed at least 1 citizen, and together at most one a "
            f"site, here {sites:,}. Change density or cops."
        )
    grid = stood(width, height, n, m, vision, jail, ratio, ticks, seed)
    limits(grid, legitimacy, seed, m)
    quick = Plain() if sites * ticks * len(grid.near_x) <= 20_000 else Cpu()
    quick.in_order(civil_tick, ticks, grid)
    count = grid.rebels
    above = count > OUTBURST
    return {
        "mean": count.mean(),
        "median": np.median(count),
        "max": count.max(),
        "var_over_mean": count.var() / count.mean() if count.any() else None,
        "bursts": int((above & ~np.concatenate([[False], above[:-1]])).sum()),
        "active": count,
        "jailed": grid.jailed.mean(),
    }


def stood(
    width: int, height: int, n: int, m: int, vision: float, jail: int, ratio: str, ticks: int, seed: int
) -> Grid:
    """Everybody on a site of their own, drawn at random, quiet and free."""
    sites = width * height
    at = np.argsort(uniforms(seed, Purpose.START, np.arange(sites, dtype=np.uint64)), kind="stable")[: n + m]
    site = np.zeros(sites, np.int64)
    site[at[:n]], site[at[n:]] = np.arange(n) + 1, -np.arange(m) - 1
    x, y = in_sight(width, height, vision)
    with wrapping():
        keys = key(np.uint64(seed), np.uint64(Purpose.MOVE), np.arange(5, dtype=np.uint64))
    size = np.array([width, height, jail, FORMS[ratio]], np.int64)
    zeros = [np.zeros(k, np.int64) for k in (n, n + m, ticks, ticks)]
    return Grid(
        site,
        x,
        y,
        at.astype(np.int64),
        np.full(n, -1, np.int64),
        zeros[0],
        np.full(n, -1.0),
        zeros[1],
        zeros[2],
        zeros[3],
        keys,
        size,
    )


def in_sight(width: int, height: int, vision: float) -> tuple[np.ndarray, np.ndarray]:
    """Steps to all other sites at most `vision` away on the shortest way around, each site once."""
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    across, down = np.minimum(x, width - x), np.minimum(y, height - y)
    near = (across**2 + down**2 <= vision**2) & ((x > 0) | (y > 0))
    return x[near].astype(np.int64), y[near].astype(np.int64)


def limits(grid: Grid, legitimacy: float, seed: int, cops: int) -> None:
    """Ask the choice rule of every citizen: at which ratios of cops to rebels do you rebel? The net risk grows with the
    ratio, so the highest is found by halving over all ratios that can be met; each question is one run of `act`."""
    n = len(grid.limit)
    who = np.arange(max(n, 2), dtype=np.uint64)
    hardship, aversion = uniforms(seed, Purpose.BOLDNESS, who), uniforms(seed, Purpose.RISK, who)
    asked = scenario(PACKAGE, {"citizens": len(who)})
    stage = Phase(asked, people(asked, boldness=hardship * (1.0 - legitimacy)), Plain() if n <= 20 else Cpu())
    sight = len(grid.near_x)
    ratios = possible(min(cops, sight), min(n, sight + 1), int(grid.size[3]))
    low, high = np.zeros(len(who), np.int64), np.full(len(who), len(ratios))  # rebels at all below low
    while (low < high).any():
        middle = (low + high) // 2
        chance = -np.expm1(-CAPTURE * ratios[np.minimum(middle, len(ratios) - 1)])
        stage.state.risk[:] = aversion * chance
        stage.run(choose)
        rebels = (stage.state.said[0] > 0) & (low < high)
        high = np.where((low < high) & ~rebels, middle, high)
        low = np.where(rebels, middle + 1, low)
    grid.limit[:] = np.where(low > 0, ratios[np.maximum(low - 1, 0)], -1.0)[:n]


@functools.cache
def possible(cops: int, rebels: int, form: int) -> np.ndarray:
    """All values of the ratio, ascending."""
    c, a = np.meshgrid(np.arange(cops + 1), np.arange(1, rebels + 1))
    if form == FLOOR:
        found = c // a
    elif form == ROUND:
        found = (2 * c + a) // (2 * a)
    else:
        found = c / a
    return np.unique(found.astype(float))


# ---- What was published ----


@functools.cache
def _asked(ratio: str, ticks: int, seed: int) -> dict[str, Any]:
    return measure(40, 40, 0.7, 0.04, 7.0, 0.82, 30, ratio, ticks, seed)


def _over_seeds(name: str, ratio: str, quick: bool) -> float:
    ticks, seeds = (600, 2) if quick else (5000, 8)
    return float(np.mean([_asked(ratio, ticks, 1 + k)[name] or 0.0 for k in range(seeds)]))


def bursts_as_printed(quick: bool) -> float:
    """Outbursts with C/A as printed, mean over seeds."""
    return _over_seeds("bursts", "raw", quick)


def bursts_floor(quick: bool) -> float:
    """Outbursts with C/A rounded down."""
    return _over_seeds("bursts", "floor", quick)


def bursts_round(quick: bool) -> float:
    """Outbursts with C/A rounded to the nearest."""
    return _over_seeds("bursts", "round", quick)


def quiet_floor(quick: bool) -> float:
    """Median number of rebels, rounded down."""
    return _over_seeds("median", "floor", quick)


def dispersion_floor(quick: bool) -> float:
    """Variance over mean of the number of rebels, rounded down."""
    return _over_seeds("var_over_mean", "floor", quick)


def peak_floor(quick: bool) -> float:
    """Most rebels at once, rounded down."""
    return _over_seeds("max", "floor", quick)


def picture(quick: bool) -> Picture:
    """Rebels over time, for the three forms of the ratio."""
    ticks = 600 if quick else 5000
    shown = np.arange(min(ticks, 400))
    curves = tuple(
        Curve(f"C/A {told}", shown, _asked(form, ticks, 1)["active"][: len(shown)], pair)
        for pair, (form, told) in enumerate((("floor", "rounded down"), ("round", "to the nearest"), ("raw", "as printed")))
    )  # fmt: skip
    return Picture(
        "Rebels over time (the paper: long quiet, broken by outbursts)",
        "tick",
        "rebels",
        curves,
        marks=((OUTBURST, "outburst"),),
    )
