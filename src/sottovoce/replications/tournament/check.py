"""A tournament of two: what our blurred tier is worth is the chance to win. An analytic check, not a special case of U."""

import functools
import math
from typing import Any

import numpy as np

from sottovoce.day.worth import access_worth
from sottovoce.replications.parameters import Quantity, number
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import Phase, people, scenario

PACKAGE = "sottovoce.replications.tournament"

PARAMETERS = (
    number("prize", 1.0, "W: prize of the winner over that of the loser", unit="utility", low=0, high=1e6),
    number("k", 1.0, "cost of effort k e^2/2", unit="utility per effort squared", above=0, high=1e6),
    number("noise", 1.0, "s: standard deviation of the luck in one output", unit="effort", above=0, high=1e6),
)
QUANTITIES = {
    "effort": Quantity("effort of each of two equals where both answer one another", "effort"),
    "equilibrium": Quantity(
        "whether no other effort is a better answer to it: false where luck is too small", "yes or no"
    ),
    "win_chance": Quantity("chance to win of one who makes no effort against it", "probability"),
}


def measure(prize: float, k: float, noise: float) -> dict[str, Any]:
    """Effort at which the marginal chance to win, by our tier, is worth its marginal cost."""
    width = noise * math.sqrt(2.0)  # of the difference of two outputs
    effort = prize * slope() / (width * k)
    efforts = np.linspace(0.0, 3.0 * effort, 601)
    gains = [prize * win((float(e) - effort) / width) - k * e * e / 2 for e in efforts]
    here = prize * win(0.0) - k * effort * effort / 2
    return {
        "effort": effort,
        "equilibrium": max(gains) <= here + 1e-6 * prize,
        "win_chance": win(-effort / width),
    }


@functools.cache
def _stage() -> Phase:
    asked = scenario(PACKAGE)
    return Phase(asked, people(asked))


def win(ahead: float) -> float:
    """Chance to win when ahead by this number of standard deviations of the difference: the worth of a tier of value 1."""
    return float(access_worth(ahead, _stage().book, _stage().today))


@functools.cache
def slope() -> float:
    """Marginal chance to win between equals, a standard deviation of the difference."""
    step = 6.0 / 1024  # two cells of the table, from node to node
    return (8 * (win(step) - win(-step)) - (win(2 * step) - win(-2 * step))) / (12 * step)


def formula(prize: float, k: float, noise: float) -> float:
    """W/(2 k s sqrt(pi))."""
    return prize / (2 * k * noise * math.sqrt(math.pi))


def distance(quick: bool) -> float:
    """Largest relative distance from the formula, over prizes, costs and noises."""
    cases = [(w, k, s) for w in (0.1, 1.0, 50.0) for k in (0.2, 1.0, 7.0) for s in (0.3, 1.0, 4.0)]
    return max(abs(measure(*case)["effort"] / formula(*case) - 1) for case in cases)


def picture(quick: bool) -> Picture:
    """Effort by luck."""
    fine, some = np.linspace(0.3, 4, 75), np.linspace(0.4, 4, 10)
    curves = (
        Curve("W/(2 k s sqrt(pi))", fine, [formula(1, 1, float(s)) for s in fine]),
        Curve("measured", some, [measure(1, 1, float(s))["effort"] for s in some], measured=True),
    )
    return Picture("Effort in a tournament of two", "s, luck in one output", "effort", curves)
