"""The adaptive authority. It exists here only: nothing else in the program looks for control that works better.

Each round the authority changes one of tau, psi and nu a little, everybody acts by our choice rule, our observe rule finds
whom it punishes, and the change is taken back if acts and punishments together cost more than before. What "before" is
decides a good deal, so there are three rules of acceptance.
"""

import math
import os
from typing import Any, NamedTuple

import numpy as np

from sottovoce.day.announce import announce
from sottovoce.day.rules import rules
from sottovoce.machine.cpu import Cpu
from sottovoce.replications.daymude.check import settings
from sottovoce.replications.daymude_population.check import population, punishments
from sottovoce.replications.parameters import Quantity, choice, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import Phase, choose, levels, observe

ACCEPT = ("last", "incumbent", "fresh")
LOWEST = (0.0, 1e-9, 0.0)  # of tau, psi, nu
HIGHEST = (1.0, math.inf, 1.0)

PARAMETERS = (
    number("mean_delta", 0.25, "mean desired dissent, of an exponential law cut off at 1", unit="level", above=0, below=1,
           source="figure 4"),
    number("mean_beta", 2.0, "mean boldness, of an exponential law", unit="utility a unit of dissent", low=0, high=1e4,
           source="figure 4"),
    whole("n", 100_000, "individuals", unit="people", low=1, high=20_000_000, source="figure 4"),
    whole("rounds", 5000, "rounds", unit="rounds", low=1, high=1_000_000, source="figure 4"),
    choice("punishment", "uniform", "psi for any act above tau, or psi times the excess", ("uniform", "proportional")),
    choice("accept", "last", "a change is kept unless it costs more than: the last one tried; the setting in place; the "
           "setting in place, measured again", ACCEPT),
    seed(),
    number("start_tau", 0.25, "tolerance at the start", unit="level", low=0, high=1, source="figure 4"),
    number("start_psi", 0.1, "severity at the start", unit="utility", low=1e-9, high=1000, source="figure 4"),
    number("start_nu", 0.1, "surveillance at the start", unit="probability", low=0, high=1, source="figure 4"),
    number("step", 0.05, "largest change in a round", unit="tau, psi, nu", above=0, high=10, source="methods"),
    whole("window", 500, "rounds over which suppression is judged", unit="rounds", low=1, high=1_000_000,
          source="the authors' code, figure 5"),
    number("below", 0.25, "suppressed: acts over the window below this share of the wishes", unit="share", low=0, high=1,
           source="the authors' code, figure 5"),
)  # fmt: skip
DEFAULTS = {p.name: p.default for p in PARAMETERS}
QUANTITIES = {
    "suppressed": Quantity("whether acts over a window fell below a quarter of the wishes", "yes or no"),
    "suppression_round": Quantity("rounds until then; none if never", "rounds"),
    "tau": Quantity("tolerance at the end", "level"),
    "psi": Quantity("severity at the end", "utility"),
    "nu": Quantity("surveillance at the end", "probability"),
    "expressed_share": Quantity("acts under the last setting, as a share of the wishes", "share"),
    "cost": Quantity("acts and punishments in the last round, a citizen", "level and utility"),
}


class Round(NamedTuple):
    """What a round cost the authority, summed over everybody."""

    acts: float
    punishments: float

    @property
    def cost(self) -> float:
        """Both, with the adamancy of the paper's figures, 1."""
        return self.acts + self.punishments


class Authority:
    """A population and the policy it lives under; `play` is one round."""

    def __init__(self, mean_delta: float, mean_beta: float, n: int, punishment: str, seed: int):
        self.n, self.punishment, self.seed = n, punishment, seed
        machine = Cpu(os.cpu_count() or 1)
        self.stage: Phase = population(
            mean_delta, mean_beta, n, settings(0.0, 0.0, 1.0, punishment), seed, machine
        )
        self.wishes = float(levels(self.stage.state.opinion[:n]).sum())
        self.draws = 0

    def play(self, tau: float, psi: float, nu: float) -> Round:
        """Everybody acts under this policy, some are observed, those above tau are punished."""
        stage, state = self.stage, self.stage.state
        now = stage.scenario
        now = now.model_copy(
            update={
                "watching": now.watching.model_copy(update={"nu": nu}),
                "punishment": now.punishment.model_copy(update={"tolerance": tau, "severity": psi}),
            }
        )
        book = rules(now, 0)
        state.nu[:] = nu
        today = announce(
            now, book, state, None, self.draws, True, self.stage.machine
        )  # the luck of another day
        self.draws += 1
        stage.run(choose, book=book, today=today)
        stage.run(observe, book=book, today=today)
        said = levels(state.said[0, : self.n])
        given = punishments(
            said, state.punished[: self.n] == 1, book.punishment.tolerance, psi, self.punishment
        )
        return Round(float(said.sum()), float(given.sum()))


def measure(**p: Any) -> dict[str, Any]:
    """Play the rounds; everything is judged at the end."""
    policy, acts, last, wishes = history(**p)
    window = min(p["window"], p["rounds"])
    quiet = suppression(acts, window, p["below"] * wishes)
    return {
        "suppressed": quiet is not None,
        "suppression_round": quiet,
        "tau": policy[-1, 0],
        "psi": policy[-1, 1],
        "nu": policy[-1, 2],
        "expressed_share": last.acts / wishes if wishes else 0.0,
        "cost": last.cost / p["n"],
    }


def history(
    mean_delta: float, mean_beta: float, n: int, rounds: int, punishment: str, accept: str, seed: int,
    start_tau: float, start_psi: float, start_nu: float, step: float, **_: Any,
) -> tuple[np.ndarray, np.ndarray, Round, float]:  # fmt: skip
    """Policy after each round (round, 3), acts of each round (round,), the last setting played, sum of wishes."""
    world = Authority(mean_delta, mean_beta, n, punishment, seed)
    luck = np.random.default_rng(seed)
    here = (start_tau, start_psi, start_nu)
    policy, acts = np.empty((rounds, 3)), np.empty(rounds)
    found = world.play(*here)
    policy[0], acts[0], before = here, found.acts, found.cost
    for number_ in range(1, rounds):
        which = int(luck.integers(3))
        low, high = max(LOWEST[which], here[which] - step), min(HIGHEST[which], here[which] + step)
        tried = tuple(luck.uniform(low, high) if k == which else here[k] for k in range(3))
        if accept == "fresh":
            before = world.play(*here).cost
        found = world.play(*tried)
        if found.cost <= before:
            here = tried
            before = found.cost
        elif accept == "last":
            before = found.cost
        policy[number_], acts[number_] = here, found.acts
    return policy, acts, world.play(*here), world.wishes


def suppression(acts: np.ndarray, window: int, limit: float) -> int | None:
    """The first number of rounds after which the mean of the last `window` is below `limit`."""
    sums = np.concatenate([[0.0], np.cumsum(acts)])
    means = (sums[window:] - sums[:-window]) / window
    quiet = np.flatnonzero(means < limit)
    return int(quiet[0]) + window if len(quiet) else None


PUBLISHED = (
    ("uniform", 2.0),
    ("uniform", 8.0),
    ("proportional", 1.0),
    ("proportional", 3.0),
)  # figures 4, S1, S2, S3
SEEDS = 8


def ends(
    punishment: str, mean_beta: float, accept: str, n: int, seeds: int, rounds: int = 5000
) -> list[dict[str, Any]]:
    """What `measure` finds for several seeds."""
    asked = DEFAULTS | {
        "punishment": punishment,
        "mean_beta": mean_beta,
        "accept": accept,
        "n": n,
        "rounds": rounds,
    }
    return [measure(**asked | {"seed": 1 + k}) for k in range(seeds)]


def _suppressed(punishment: str, mean_beta: float, quick: bool) -> float:
    """Share of seeds in which dissent is suppressed under the authors' rule; N 4,000."""
    return float(
        np.mean([e["suppressed"] for e in ends(punishment, mean_beta, "last", 4000, 1 if quick else SEEDS)])
    )


def uniform_2(quick: bool) -> float:
    """Figure 4."""
    return _suppressed("uniform", 2.0, quick)


def uniform_8(quick: bool) -> float:
    """Figure S1."""
    return _suppressed("uniform", 8.0, quick)


def proportional_1(quick: bool) -> float:
    """Figure S2."""
    return _suppressed("proportional", 1.0, quick)


def proportional_3(quick: bool) -> float:
    """Figure S3."""
    return _suppressed("proportional", 3.0, quick)


def picture(quick: bool) -> Picture:
    """Expressed dissent by round under uniform punishment: mean boldness 2 and 8, and 2 under another acceptance."""
    curves = []
    n, rounds = (1000, 3000) if quick else (100_000, 5000)
    at = np.arange(0, rounds, max(1, rounds // 60))
    for pair, (beta, accept) in enumerate(((2.0, "last"), (8.0, "last"), (2.0, "incumbent"))):
        _, acts, _, wishes = history(
            **DEFAULTS | {"n": n, "rounds": rounds, "mean_beta": beta, "accept": accept}
        )
        curves.append(
            Curve(f"boldness {beta:g}, accept {accept}", at, acts[at] / wishes, pair, measured=True)
        )
    return Picture(f"The adaptive authority, N {n:,} (the paper: suppressed for 2, not for 8)", "round",
                   "expressed, share of the wishes", tuple(curves), marks=((0.25, "suppressed below"),))  # fmt: skip
