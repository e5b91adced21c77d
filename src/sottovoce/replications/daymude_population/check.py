"""A population under direct punishment: the same choice rule for everyone, wishes and boldness drawn as in the paper."""

import math
from typing import Any

import numpy as np

from sottovoce.chance import Purpose, uniforms
from sottovoce.machine.cpu import Cpu
from sottovoce.replications.daymude import check as one
from sottovoce.replications.parameters import Quantity, choice, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import Phase, choose, levels, observe, people, scenario

PARAMETERS = (
    number("mean_delta", 0.25, "mean desired dissent, of an exponential law cut off at 1", unit="level", above=0, below=1,
           source="figure 4"),
    number("mean_beta", 2.0, "mean boldness, of an exponential law", unit="utility a unit of dissent", low=0, high=1e4,
           source="figure 4"),
    whole("n", 100_000, "individuals", unit="people", low=1, high=20_000_000, source="figure 4"),
    number("nu", 0.1, "surveillance", unit="probability", low=0, high=1, source="figure 4, the start"),
    number("tau", 0.25, "tolerance", unit="level", low=0, high=1, source="figure 4, the start"),
    number("psi", 0.1, "severity", unit="utility", low=0, high=1000, source="figure 4, the start"),
    choice("punishment", "uniform", "psi for any act above tau, or psi times the excess", ("uniform", "proportional")),
    seed(),
)  # fmt: skip
QUANTITIES = {
    "expressed": Quantity("mean act: the authority's political cost, a citizen", "level"),
    "punished": Quantity(
        "mean punishment that was given: the authority's punishment cost, a citizen", "utility"
    ),
    "defiant": Quantity("share who wish more than tau and act as they wish", "share"),
    "censored": Quantity("share who act less than they wish", "share"),
    "compliant": Quantity("share who wish no more than tau", "share"),
    "punished_share": Quantity("share who were punished", "share"),
    "wished": Quantity("mean wish", "level"),
}


def measure(
    mean_delta: float,
    mean_beta: float,
    n: int,
    nu: float,
    tau: float,
    psi: float,
    punishment: str,
    seed: int,
) -> dict[str, Any]:
    """One round: everybody acts, the authority observes and punishes."""
    stage = population(mean_delta, mean_beta, n, one.settings(nu, tau, psi, punishment), seed)
    stage.run(choose)
    stage.run(observe)
    wish, said = (levels(column[:n]) for column in (stage.state.opinion, stage.state.said[0]))
    hit = stage.state.punished[:n] == 1
    phase = one.phases(wish, said, tau)
    return {
        "expressed": said.mean(),
        "punished": float(punishments(said, hit, stage.book.punishment.tolerance, psi, punishment).mean()),
        "defiant": (phase == "defiant").mean(),
        "censored": (phase == "self-censoring").mean(),
        "compliant": (phase == "compliant").mean(),
        "punished_share": hit.mean(),
        "wished": wish.mean(),
    }


def population(
    mean_delta: float, mean_beta: float, n: int, values: dict[str, Any], seed: int, machine: Cpu | None = None
) -> Phase:
    """The stage with n people of exponential wishes (cut off at 1) and boldness."""
    asked = scenario(one.PACKAGE, {
        **values, "citizens": max(n, 2), "seed": seed, "society.boldness": {"law": "exponential", "mean": mean_beta},
    })  # fmt: skip
    who = np.arange(asked.citizens, dtype=np.uint64)
    return Phase(
        asked, people(asked, opinion=cut_off(uniforms(seed, Purpose.VIEW, who), mean_delta)), machine or Cpu()
    )


def punishments(said: np.ndarray, hit: np.ndarray, tau: float, psi: float, punishment: str) -> np.ndarray:
    """What each who was punished was given. Utility."""
    return psi * hit * (np.maximum(said - tau, 0.0) if punishment == "proportional" else 1.0)


def cut_off(u: np.ndarray, mean: float) -> np.ndarray:
    """Quantiles at u of the law with density proportional to exp(-k x) on [0, 1] whose mean is `mean`."""
    k = rate(mean)
    if abs(k) < 1e-9:
        return u
    return -np.log1p(u * math.expm1(-k)) / k if k > 0 else 1.0 + np.log1p((1.0 - u) * math.expm1(k)) / -k


def rate(mean: float) -> float:
    """k of that law: 1/k - 1/(exp(k) - 1) = mean, found by halving; negative for a mean above one half."""
    if mean > 0.5:
        return -rate(1.0 - mean)
    low, high = 0.0, 2.0 / mean
    for _ in range(200):
        k = (low + high) / 2
        at = 0.5 - k / 12 if k < 1e-4 else 1 / k - (1 / math.expm1(k) if k < 700 else 0.0)
        low, high = (k, high) if at > mean else (low, k)
    return (low + high) / 2


def expected(
    mean_delta: float, mean_beta: float, nu: float, tau: float, psi: float, punishment: str, steps: int = 4000
) -> dict[str, float]:
    """The same quantities for infinitely many people: the paper's optimal act summed over both laws."""
    u = (np.arange(steps) + 0.5) / steps
    delta = cut_off(u, mean_delta)
    found = {name: 0.0 for name in ("expressed", "punished", "defiant", "censored")}
    for beta in -mean_beta * np.log((np.arange(1000) + 0.5) / 1000):
        a = one.published(delta, float(beta), nu, tau, psi, punishment)
        over = a > tau
        pi = np.where(over, a - tau if punishment == "proportional" else 1.0, 0.0)
        found["expressed"] += a.mean() / 1000
        found["punished"] += float(((nu + (1 - nu) * a) * pi * psi).mean()) / 1000
        found["defiant"] += float((over & (a >= delta)).mean()) / 1000
        found["censored"] += float((a < delta).mean()) / 1000
    return found


POLICIES = (  # mean_beta, nu, tau, psi, punishment
    (2.0, 0.1, 0.25, 0.1, "uniform"),
    (2.0, 0.5, 0.1, 1.0, "uniform"),
    (8.0, 0.9, 0.05, 3.0, "uniform"),
    (1.0, 0.1, 0.25, 0.1, "proportional"),
    (1.0, 0.5, 0.1, 1.5, "proportional"),
    (3.0, 0.9, 0.0, 4.0, "proportional"),
)


def furthest(quick: bool) -> float:
    """Largest distance from the sums over both laws, over six policies and four quantities, in standard errors."""
    n, worst = (40_000 if quick else 400_000), 0.0
    for number_, (beta, nu, tau, psi, punishment) in enumerate(POLICIES):
        found = measure(0.25, beta, n, nu, tau, psi, punishment, 11 + number_)
        wanted = expected(0.25, beta, nu, tau, psi, punishment, 1000 if quick else 4000)
        spread = {name: math.sqrt(max(p * (1 - p), 1e-4) / n) for name, p in wanted.items()}
        spread["punished"] = psi * math.sqrt(max(wanted["punished"] / max(psi, 1e-9), 1e-4) / n)
        worst = max(worst, *(abs(found[name] - wanted[name]) / spread[name] for name in wanted))
    return worst


def picture(quick: bool) -> Picture:
    """Shares and mean act by severity, uniform punishment."""
    psis = np.linspace(0.0, 4.0, 41)
    some = np.linspace(0.0, 4.0, 9)
    exact = [expected(0.25, 2.0, 0.1, 0.25, float(psi), "uniform", 400) for psi in psis]
    found = [
        measure(0.25, 2.0, 10_000 if quick else 100_000, 0.1, 0.25, float(psi), "uniform", 3) for psi in some
    ]
    curves = []
    for pair, (name, label) in enumerate(
        (("defiant", "defiant"), ("censored", "censored"), ("expressed", "mean act"))
    ):
        curves.append(Curve(f"{label}, paper's formula", psis, [e[name] for e in exact], pair))
        curves.append(Curve(f"{label}, measured", some, [f[name] for f in found], pair, measured=True))
    return Picture("A population of mean boldness 2 under uniform punishment (nu .1, tau .25)", "severity psi",
                   "share, level", tuple(curves))  # fmt: skip
