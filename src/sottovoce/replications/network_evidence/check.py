"""How well a score with friends in it knows a person: the Gaussian core, and our score rule on drawn people. Analytic check."""

import math
from typing import Any

import numpy as np

from sottovoce.chance import Purpose, normals
from sottovoce.machine.cpu import Cpu
from sottovoce.replications.parameters import Quantity, number, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import people, scenario, tied
from sottovoce.simulate import days

PACKAGE = "sottovoce.replications.network_evidence"

PARAMETERS = (
    number(
        "rho", 0.5, "homophily: correlation of a friend's type with mine", unit="correlation", low=-1, high=1
    ),
    whole("k", 4, "friends", unit="friends", low=0, high=1_000_000),
    number(
        "noise",
        1.0,
        "s: standard deviation of what a file says of a type",
        unit="sd of types",
        low=0,
        high=1e6,
    ),
)
QUANTITIES = {
    "mse": Quantity(
        "mean squared error of the best guess of a type from own and friends' files", "variance of types"
    ),
    "best_weight": Quantity(
        "weight of the mean of friends' files in the best guess, own and friends' adding up to 1", "share"
    ),
    "mse_alone": Quantity("the same error from the own file alone", "variance of types"),
}


def measure(rho: float, k: int, noise: float) -> dict[str, Any]:
    """The posterior of one type, normal throughout."""
    own = 1.0 / noise**2 if noise > 0 else math.inf
    spread = 1.0 - rho**2 + noise**2  # of a friend's file, my type known
    if noise == 0:  # a file tells everything; a friend's too, if we are all alike
        return {"mse": 0.0, "best_weight": k / (k + 1.0) if rho == 1 else 0.0, "mse_alone": 0.0}
    pull = k * rho / spread
    return {
        "mse": 1.0 / (1.0 + own + k * rho**2 / spread),
        "best_weight": pull / (own + pull),
        "mse_alone": 1.0 / (1.0 + own),
    }


def error_of_score(rho: float, k: int, noise: float, w: float, stars: int, seed: int) -> float:
    """Mean squared error of the best linear guess of a type from our published score with friend weight w, over drawn people
    with k friends each."""
    centre = np.arange(stars)
    n = stars * (k + 1)
    mine = normals(seed, Purpose.TRUST, centre)
    theirs = rho * np.repeat(mine, k) + math.sqrt(1 - rho**2) * normals(
        seed, Purpose.TRUST, np.arange(stars, n)
    )
    files = np.concatenate([mine, theirs]) + noise * normals(seed, Purpose.START, np.arange(n))
    asked = scenario(PACKAGE, {"citizens": n, "score.friend_weight": w, "seed": seed})
    ties = np.stack([np.repeat(centre, k), np.arange(stars, n)], axis=1)
    society = tied(people(asked, base=files, points=files), ties)
    for _ in days(asked, society, machine=Cpu()):
        pass
    score = society.state.score[:stars] * asked.score.grain + asked.score.low
    return float(np.var(mine) * (1 - np.corrcoef(score, mine)[0, 1] ** 2))


def drawn(quick: bool) -> float:
    """Distance of the error of our score at the best weight from `mse`, in standard errors; the largest of four settings."""
    stars, worst = (20_000 if quick else 200_000), 0.0
    for number_, (rho, k, noise) in enumerate(((0.5, 4, 1.0), (0.8, 8, 0.7), (0.3, 12, 1.5), (0.9, 2, 1.0))):
        found = measure(rho, k, noise)
        at = error_of_score(rho, k, noise, found["best_weight"], stars, 40 + number_)
        worst = max(worst, abs(at - found["mse"]) / (found["mse"] * math.sqrt(2 / stars)))
    return worst


def useless(quick: bool) -> float:
    """Without homophily: by how much our score with friend weight .2 is worse than without, in the error's own size."""
    stars = 20_000 if quick else 200_000
    alone = error_of_score(0.0, 4, 1.0, 0.0, stars, 50)
    return (error_of_score(0.0, 4, 1.0, 0.2, stars, 50) - alone) / alone


def picture(quick: bool) -> Picture:
    """Error of the score by the weight of friends, with and without homophily."""
    fine, some = np.linspace(0, 0.9, 91), np.linspace(0, 0.9, 7)
    curves = []
    for pair, rho in enumerate((0.0, 0.5, 0.8)):
        exact = [exact_error(rho, 4, 1.0, float(w)) for w in fine]
        found = [error_of_score(rho, 4, 1.0, float(w), 8000, 60 + pair) for w in some]
        curves.append(Curve(f"homophily {rho:g}, algebra", fine, exact, pair))
        curves.append(Curve(f"homophily {rho:g}, measured", some, found, pair, measured=True))
    return Picture("What a score knows of a person with four friends", "w, weight of friends' scores",
                   "mean squared error", tuple(curves))  # fmt: skip


def exact_error(rho: float, k: int, noise: float, w: float) -> float:
    """Error of the best linear guess from (1 - w) own file + w mean of friends' files."""
    covariance = (1 - w) + w * rho
    spread = (1 - rho**2 + noise**2) / k + rho**2
    variance = (1 - w) ** 2 * (1 + noise**2) + w**2 * spread + 2 * w * (1 - w) * rho
    return 1 - covariance**2 / variance
