"""Gaming a cut-off: our choice rule, where a display of loyalty buys the points that are missing to a reward."""

from typing import Any

import numpy as np

from sottovoce.chance import Purpose, uniforms
from sottovoce.replications.parameters import Quantity, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import Phase, people, scenario

PACKAGE = "sottovoce.replications.cutoff_gaming"
STEPS = 4096  # types, cut-off and lifts are counted in 1/4096

PARAMETERS = (
    number("theta", 0.7, "the cut-off; rounded to 1/4096", unit="score", low=0, high=2),
    number(
        "kappa",
        5.0,
        "cost of lifting the score by 1; the reward is worth 1",
        unit="utility",
        above=0,
        high=1e6,
    ),
    whole("n", 4000, "people", unit="people", low=1, high=1_000_000),
    seed(),
)
QUANTITIES = {
    "bunching": Quantity("share of everybody who lifted themselves exactly to the cut-off", "share"),
    "rewarded": Quantity("share of everybody at or above the cut-off", "share"),
    "mean_type": Quantity("mean true type of the rewarded; none if nobody is", "score"),
    "bunching_measure": Quantity(
        "people just above less just below the cut-off, over both, within a tenth of the spread of types",
        "share",
    ),
    "cost": Quantity("mean cost of gaming, over everybody", "utility"),
}


def measure(theta: float, kappa: float, n: int, seed: int) -> dict[str, Any]:
    """One day in which everybody may lift the score once."""
    edge = round(theta * STEPS) / STEPS
    types = np.rint(uniforms(seed, Purpose.START, np.arange(n, dtype=np.uint64)) * STEPS) / STEPS
    after = lifted(types, edge, kappa)
    rewarded = after >= edge
    moved = (types < edge) & (after == edge)
    d = 0.1 * float(np.std(types))
    above, below = ((after >= a) & (after < b) for a, b in ((edge, edge + d), (edge - d, edge)))
    near = int(above.sum() + below.sum())
    return {
        "bunching": moved.mean(),
        "rewarded": rewarded.mean(),
        "mean_type": types[rewarded].mean() if rewarded.any() else None,
        "bunching_measure": (int(above.sum()) - int(below.sum())) / near if near else None,
        "cost": kappa * float((after - types).mean()),
    }


def lifted(types: np.ndarray, edge: float, kappa: float) -> np.ndarray:
    """Published scores at the end of the day."""
    n = len(types)
    asked = scenario(PACKAGE, {
        "citizens": max(n, 2), "tiers.0.edge": edge, "society.boldness": {"law": "constant", "value": kappa},
    })  # fmt: skip
    base = np.repeat(types, 2) if n == 1 else types
    stage = Phase(asked, people(asked, base=base, points=base, enrolled=1))
    book = stage.book
    stage.state.score[:] = np.rint(base / book.score.grain)
    stage.day()
    return stage.state.score[:n] * book.score.grain


def formula(theta: float, kappa: float) -> tuple[float, float, float | None]:
    """bunching, rewarded and mean_type for infinitely many types uniform on [0, 1]."""
    start = max(theta - 1 / kappa, 0.0)
    bunching = max(min(theta, 1.0) - start, 0.0)
    return bunching, max(1 - start, 0.0), (1 + start) / 2 if start < 1 else None


def furthest(quick: bool) -> float:
    """Largest distance from the formula over nine settings, in standard errors."""
    n, worst = (4000 if quick else 100_000), 0.0
    for number_, theta in enumerate((0.3, 0.7, 0.95)):
        for kappa in (2.0, 5.0, 40.0):
            found = measure(theta, kappa, n, 20 + number_)
            bunching, rewarded, mean = formula(theta, kappa)
            for name, wanted in (("bunching", bunching), ("rewarded", rewarded)):
                spread = np.sqrt(max(wanted * (1 - wanted), 1 / n) / n) + 1 / STEPS
                worst = max(worst, abs(found[name] - wanted) / spread)
            assert mean is not None
            worst = max(
                worst, abs(found["mean_type"] - mean) / ((1 - mean) / np.sqrt(3 * n * rewarded) + 1 / STEPS)
            )
    return float(worst)


def exactly(quick: bool) -> int:
    """People between the cut-off less 1/kappa and the cut-off who are not exactly on it afterwards, and others who moved."""
    edge, kappa = 2867 / STEPS, 5.0
    types = np.arange(STEPS + 1) / STEPS
    after = lifted(types, edge, kappa)
    inside = (types > edge - 1 / kappa) & (types < edge)
    return int((after[inside] != edge).sum() + (after[~inside] != types[~inside]).sum())


def picture(quick: bool) -> Picture:
    """Scores after gaming, by true type."""
    types = np.arange(0, STEPS + 1, 64) / STEPS
    curves = []
    for pair, kappa in enumerate((2.5, 5.0)):
        fine = np.linspace(0, 1, 401)
        wanted = np.where((fine > 0.7 - 1 / kappa) & (fine < 0.7), 0.7, fine)
        curves.append(Curve(f"kappa {kappa:g}, paper", fine, wanted, pair))
        curves.append(
            Curve(
                f"kappa {kappa:g}, measured", types, lifted(types, 2867 / STEPS, kappa), pair, measured=True
            )
        )
    return Picture("Score after gaming a cut-off at .7", "true type", "score", tuple(curves))
