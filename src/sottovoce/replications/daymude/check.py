"""Optimal dissent under punishment: our choice rule with authenticity and direct punishment alone."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from sottovoce.machine.cpu import Cpu
from sottovoce.machine.plain import Plain
from sottovoce.replications.parameters import Quantity, choice, number
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import Phase, choose, levels, people, scenario

PACKAGE = "sottovoce.replications.daymude"
GRAIN = 1 / 65536  # views, tau and acts are counted in it

PARAMETERS = (
    number("beta", 1.0, "boldness", unit="utility a unit of dissent", low=0, high=1e6, source="figure 1"),
    number("delta", 0.5, "desired dissent", unit="level", low=0, high=1, source="figure 1, the horizontal axis"),
    number(
        "nu", 0.2, "surveillance: chance that the faintest act is observed", unit="probability", low=0, high=1,
        source="figure 1",
    ),
    number("tau", 0.25, "tolerance: acts up to it go unpunished", unit="level", low=0, high=1, source="figure 1"),
    number("psi", 0.6, "severity of punishment", unit="utility", low=0, high=1000, source="figure 1A"),
    choice(
        "punishment", "uniform", "psi for any act above tau, or psi times the excess", ("uniform", "proportional")
    ),
)  # fmt: skip
QUANTITIES = {
    "act": Quantity("the act that is worth most: 0, tau, d_pro or the wish", "level"),
    "d_critical": Quantity(
        "uniform: the wish from which defiance pays; proportional: the act at which it stops paying", "level"
    ),
    "phase": Quantity("compliant, self-censoring or defiant", "name"),
}


def measure(beta: float, delta: float, nu: float, tau: float, psi: float, punishment: str) -> dict[str, Any]:
    """Ask one citizen of these traits, on one day."""
    chosen = float(acts([delta], [beta], nu, tau, psi, punishment)[0])
    d = critical(beta, nu, tau, psi, punishment)
    return {
        "act": exact(chosen, delta, tau, d),
        "d_critical": d,
        "phase": str(phases([delta], [chosen], tau)[0]),
    }


def acts(
    delta: Sequence[float] | np.ndarray,
    beta: Sequence[float] | np.ndarray,
    nu: float,
    tau: float,
    psi: float,
    punishment: str,
) -> np.ndarray:
    """Act of each citizen with wish delta and boldness beta, by the choice rule of a day."""
    asked = scenario(PACKAGE, settings(nu, tau, psi, punishment) | {"citizens": max(len(delta), 2)})
    society = people(asked, opinion=_wide(delta), boldness=_wide(beta))
    stage = Phase(asked, society, Plain() if len(delta) <= 4 else Cpu())
    stage.run(choose)
    return levels(stage.state.said[0, : len(delta)])


def exact(chosen: float, *menu: float) -> float:
    """The entry of the menu (wish, tau, peak) that was chosen, before it was rounded to 1/65536."""
    return next((entry for entry in menu if abs(entry - chosen) <= 0.51 * GRAIN), chosen)


def settings(nu: float, tau: float, psi: float, punishment: str) -> dict[str, Any]:
    """The authority's three numbers and its form of punishment, as values of a scenario."""
    return {
        "watching.nu": nu,
        "punishment.tolerance": tau,
        "punishment.severity": psi,
        "punishment.form": punishment,
    }


def critical(beta: float, nu: float, tau: float, psi: float, punishment: str) -> float:
    """d_uni or d_pro (equations 5 to 8); infinite where every act is worth more than a larger, or smaller, one."""
    slope = (1.0 - nu) * psi
    if punishment == "uniform":
        return (beta * tau + nu * psi) / (beta - slope) if beta > slope else math.inf
    if slope == 0.0:
        return math.inf if beta >= nu * psi else -math.inf
    return (tau + (beta - nu * psi) / slope) / 2.0


def phases(
    delta: Sequence[float] | np.ndarray, chosen: Sequence[float] | np.ndarray, tau: float
) -> np.ndarray:
    """Name of the phase of each citizen, as the axes of figure 3 have them."""
    wish, low = np.rint(np.asarray(delta) / GRAIN) * GRAIN, round(tau / GRAIN) * GRAIN
    return np.where(
        wish <= low, "compliant", np.where(np.asarray(chosen) < wish, "self-censoring", "defiant")
    )


def published(
    delta: np.ndarray, beta: float, nu: float, tau: float, psi: float, punishment: str
) -> np.ndarray:
    """a* as equations 5 to 8 have it."""
    d = critical(beta, nu, tau, psi, punishment)
    if punishment == "uniform":
        return np.where((delta <= tau) | (delta >= d), delta, tau)
    return np.where(delta <= tau, delta, np.clip(d, tau, np.maximum(delta, tau)))


FIGURES = (  # nu, psi, punishment; beta 1, tau .25
    (0.2, 0.6, "uniform"),
    (0.2, 2.0, "uniform"),
    (0.2, 1.0, "proportional"),
    (1.0, 0.6, "proportional"),
    (1.0, 2.0, "proportional"),
)


def curves(quick: bool) -> float:
    """Largest distance of an act from figures 1 and 2, over 401 (full: 4,001) wishes in each of their five panels."""
    worst = 0.0
    delta = _away(np.linspace(0, 1, 401 if quick else 4001))
    for nu, psi, punishment in FIGURES:
        at = delta[np.abs(delta - critical(1.0, nu, 0.25, psi, punishment)) > 2 * GRAIN]
        found = acts(at, np.ones(len(at)), nu, 0.25, psi, punishment)
        worst = max(worst, float(np.abs(found - published(at, 1.0, nu, 0.25, psi, punishment)).max()))
    return worst


def diagrams(quick: bool) -> float:
    """Share of points of the eight phase diagrams of figure 3 that are in another phase than published."""
    steps = 41 if quick else 201
    delta = _away(np.linspace(0, 1, steps))
    wrong = points = 0
    for punishment, psi in (("uniform", 0.6), ("proportional", 1.5)):
        for varied, high in (("nu", 1.0), ("tau", 1.0), ("psi", 3.0), ("beta", 3.0)):
            for value in np.linspace(0, high, steps)[1:]:
                at = {"beta": 1.0, "nu": 0.5, "tau": 0.25, "psi": psi} | {varied: float(value)}
                found = acts(delta, np.full(steps, at["beta"]), at["nu"], at["tau"], at["psi"], punishment)
                d = critical(**at, punishment=punishment)
                clear = (np.abs(delta - d) > 2 * GRAIN) & (np.abs(delta - at["tau"]) > 2 * GRAIN)
                wanted = phases(delta, published(delta, **at, punishment=punishment), at["tau"])
                named = phases(delta, np.where(np.abs(found - delta) <= GRAIN, delta, found), at["tau"])
                wrong += int(((named != wanted) & clear).sum())
                points += int(clear.sum())
    return wrong / points


def jump(quick: bool) -> float:
    """The wish at which our citizen of figure 1A begins to defy, by halving."""
    low, high = 0.25, 1.0
    while high - low > 1e-5:
        middle = (low + high) / 2
        if acts([middle], [1.0], 0.2, 0.25, 0.6, "uniform")[0] > 0.25:
            high = middle
        else:
            low = middle
    return high


def picture(quick: bool) -> Picture:
    """Figures 1A and 2A: the optimal act by the wish."""
    delta = np.linspace(0, 1, 201)
    some = np.linspace(0, 1, 26)
    drawn = []
    for number_, (psi, punishment) in enumerate(((0.6, "uniform"), (1.0, "proportional"))):
        drawn.append(
            Curve(f"{punishment}, paper", delta, published(delta, 1.0, 0.2, 0.25, psi, punishment), number_)
        )
        found = acts(some, np.ones(len(some)), 0.2, 0.25, psi, punishment)
        drawn.append(Curve(f"{punishment}, measured", some, found, number_, measured=True))
    return Picture(
        "Optimal act by desired dissent (figures 1A and 2A)", "desired dissent", "act", tuple(drawn)
    )


def _away(delta: np.ndarray) -> np.ndarray:
    return np.rint(delta / GRAIN) * GRAIN


def _wide(values: Sequence[float] | np.ndarray) -> np.ndarray:
    """At least two citizens: there is no society of one."""
    values = np.asarray(values, float)
    return values if len(values) > 1 else np.repeat(values, 2)
