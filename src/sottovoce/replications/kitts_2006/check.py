"""Rival incentives: our choice rule decides who works under pressure of the group, and who presses; what pressing is expected to
bring is Kitts'. Many groups live side by side, one member of each takes a turn at a time."""

import functools
from typing import Any, NamedTuple

import numpy as np

from sottovoce.chance import Purpose, uniforms
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.plain import Plain
from sottovoce.replications.parameters import Quantity, choice, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import Phase, choose, look_and_choose, people, scenario, tied
from sottovoce.society.signal import fine

PACKAGE = "sottovoce.replications.kitts_2006"
GAIN, COST = 1.0, 5.0  # g, c
CHARGED = {"twice": 2.0, "once": 1.0}
CLEAR = 1e-5  # equals are not left to rounding (preset.yaml has the same for work)
DIGITS = 9  # nor are A+ and A-
SIGNALS = np.array(
    [fine(0, False, -voice) for voice in (-1, 0, 1)]
)  # what is heard of who opposes, abstains, promotes
TIES = 400_000  # of groups that live side by side
PLAIN = 40  # up to this many people plain Python is quicker than loading compiled code

PARAMETERS = (
    whole("n", 10, "members of the group", unit="people", low=2, high=200, source="the NetLogo program"),
    number("incentive", 20.0, "mu: incentive for those who work", unit="utility", low=0, high=1000),
    number("rivalry", 1.0, "lam: how far one's incentive is taken from others'", unit="share", low=0, high=1),
    number("cohesion", 0.5, "alpha: weight of what the group says", unit="share", low=0, high=0.98),
    number("cost", 2.0, "e: cost of promoting or opposing", unit="utility", low=0.1, high=1000, source="the NetLogo program"),
    choice("charged", "twice", "how often that cost is asked back", tuple(CHARGED)),
    whole("sweeps", 100, "turns of everybody", unit="sweeps", low=4, high=100_000),
    whole("runs", 20, "groups drawn", unit="groups", low=1, high=10_000),
    seed(),
)  # fmt: skip
QUANTITIES = {
    "participation": Quantity("members who work; mean over the last quarter of the sweeps and runs", "share"),
    "promoting": Quantity("members who promote work; the same mean", "share"),
    "opposing": Quantity("members who oppose it; the same mean", "share"),
    "each": Quantity("participation in each run", "share"),
}


class Shares(NamedTuple):
    """Of each group: who works, promotes and opposes in the end."""

    working: np.ndarray
    promoting: np.ndarray
    opposing: np.ndarray


def measure(
    n: int, incentive: float, rivalry: float, cohesion: float, cost: float, charged: str, sweeps: int,
    runs: int, seed: int,
) -> dict[str, Any]:  # fmt: skip
    """A number of groups, each with luck of its own."""
    many = max(1, TIES // n**2)  # groups at a time
    parts = []
    for run in np.split(np.arange(runs), range(many, runs, many)):
        same = np.ones(len(run))
        parts.append(lived(n, incentive * same, rivalry, cohesion * same, cost, charged, sweeps, run, seed))
    found = Shares(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    return {
        "participation": found.working.mean(),
        "promoting": found.promoting.mean(),
        "opposing": found.opposing.mean(),
        "each": found.working,
    }


def lived(
    n: int, incentive: np.ndarray, rivalry: float, cohesion: np.ndarray, cost: float, charged: str, sweeps: int,
    run: np.ndarray, seed: int,
) -> Shares:  # fmt: skip
    """Groups side by side, each with an incentive, a cohesion and the luck of a run."""
    groups = len(run)
    asked = scenario(PACKAGE, {"citizens": groups * n})
    a, b = np.triu_indices(n, 1)
    ties = np.stack([a, b], axis=1)[None] + n * np.arange(groups)[:, None, None]
    machine = Plain() if groups * n <= PLAIN else Cpu()
    work = Phase(asked, tied(people(asked), ties.reshape(-1, 2)), machine)
    effort = {"voice.levels": [-1.0, 0.0, 1.0], "voice.effort": CHARGED[charged] * cost - CLEAR}
    enforcing = scenario(PACKAGE, {"citizens": groups * n, **effort})
    press = Phase(enforcing, people(enforcing, climate_weight=0.0), machine)

    member = (run[:, None] * n + np.arange(n)).astype(np.uint64)
    scope = np.floor(uniforms(seed, Purpose.BOLDNESS, member) * n)
    working, voice = np.zeros((groups, n)), np.zeros((groups, n))
    mu, alpha = incentive[:, None], cohesion[:, None]
    work.state.climate_weight[:] = np.repeat(cohesion * (n - 1), n)
    inside = np.arange(groups)
    sums, counted = np.zeros((3, groups)), sweeps // 4
    for sweep in range(sweeps):
        luck = uniforms(seed, Purpose.ORDER, member + np.uint64(sweep * 2**32))
        for who in np.argsort(luck, axis=1, kind="stable").T:
            others = working.sum(axis=1, keepdims=True) - working
            inclined = GAIN - COST + mu * (1 - rivalry * others / (others + 1))
            ask(work, np.where(inclined > 0, -1.0, 0.0), (1 - alpha) * np.abs(inclined))
            work.state.threshold[:] = (-voice / (n - 1)).ravel()
            work.run(look_and_choose)
            works = (work.state.said[0] < 0).reshape(groups, n)
            working[inside, who] = works[inside, who]

            promote, oppose = expectations(others, scope, rivalry * mu * working)
            ask(press, np.where(promote >= oppose, -1.0, 1.0), gain(promote, oppose))
            press.run(choose)
            says = -np.sign(press.state.said[0]).reshape(groups, n)
            voice[inside, who] = says[inside, who]
            work.state.fine_signal[:-1] = SIGNALS[voice.astype(int).ravel() + 1]
        if sweep >= sweeps - counted:
            sums += [working.mean(axis=1), (voice > 0).mean(axis=1), (voice < 0).mean(axis=1)]
    return Shares(*(sums / counted))


def ask(stage: Phase, view: np.ndarray, boldness: np.ndarray) -> None:
    """What everybody would be asked, if it were their turn."""
    stage.state.opinion[:] = np.rint(view * 65536).ravel()
    stage.state.boldness[:] = boldness.ravel()


def expectations(others: np.ndarray, scope: np.ndarray, rival: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A+ and A-: what promoting and opposing are expected to bring, before their cost (equations 6 and 7)."""
    most = others.shape[1] - 1

    def brings(then: np.ndarray) -> np.ndarray:
        found = (then - others) * GAIN - (then / (then + 1) - others / (others + 1)) * rival
        return np.round(found, DIGITS)

    return brings(np.minimum(others + scope, most)), brings(np.maximum(others - scope, 0.0))


def gain(promote: np.ndarray, oppose: np.ndarray) -> np.ndarray:
    """The larger of both, if it is one and above 0."""
    return np.where(promote == oppose, 0.0, np.maximum(np.maximum(promote, oppose), 0.0))


# ---- What was published, mostly in direction ----

DEFAULTS: dict[str, Any] = {p.name: p.default for p in PARAMETERS}
COHESION = (0.0, 0.14, 0.34, 0.54, 0.74, 0.94)
INCENTIVE = (0.0, 2.0, 6.0, 10.0, 20.0, 30.0, 40.0, 50.0)


@functools.cache
def grid(rivalry: float, quick: bool, cost: float = 2.0) -> Shares:
    """Means over runs at every cohesion and incentive: (cohesion, incentive)."""
    runs = 10 if quick else 100
    shape = (len(COHESION), len(INCENTIVE), runs)
    alpha, mu, run = (
        column.ravel() for column in np.meshgrid(COHESION, INCENTIVE, range(runs), indexing="ij")
    )
    found = lived(10, mu, rivalry, alpha, cost, "twice", DEFAULTS["sweeps"], run, 1)
    return Shares(*(share.reshape(shape).mean(axis=2) for share in found))


def rise(rivalry: float, quick: bool) -> np.ndarray:
    """Participation less that without cohesion: (cohesion above 0, incentive)."""
    working = grid(rivalry, quick).working
    return working[1:] - working[0]


def no_opposition(quick: bool) -> float:
    """Largest share opposing, rivalry 0."""
    return float(grid(0.0, quick).opposing.max())


def no_harm(quick: bool) -> float:
    """Largest fall of participation by cohesion, rivalry 0."""
    return float(max(0.0, -rise(0.0, quick).min()))


def complements(quick: bool) -> float:
    """Mean rise by cohesion where incentives do not suffice, rivalry 0."""
    return float(rise(0.0, quick)[:, :2].mean())


def antisocial(quick: bool) -> float:
    """Largest share opposing, rivalry 1."""
    return float(grid(1.0, quick).opposing.max())


def clash(quick: bool) -> float:
    """Largest fall by cohesion, rivalry 1."""
    return float(-rise(1.0, quick).min())


def elsewhere(quick: bool) -> float:
    """Largest rise by cohesion, rivalry 1."""
    return float(rise(1.0, quick).max())


def inverted(quick: bool) -> float:
    """Largest fall of participation as the incentive rises, rivalry 1, in a cohesive group."""
    working = grid(1.0, quick).working[1:]
    return float((np.maximum.accumulate(working, axis=1) - working).max())


def free_riding_helps(quick: bool) -> float:
    """Where cohesion does most harm, rivalry 1: participation at cost 5 less that at cost 2."""
    fall = rise(1.0, quick)
    alpha, mu = np.unravel_index(int(fall.argmin()), fall.shape)
    at = int(alpha) + 1, int(mu)
    return float(grid(1.0, quick, 5.0).working[at] - grid(1.0, quick).working[at])


def free_riding_hurts(quick: bool) -> float:
    """Rivalry 0, incentive 2, cohesion .54: the same."""
    at = COHESION.index(0.54), INCENTIVE.index(2.0)
    return float(grid(0.0, quick, 5.0).working[at] - grid(0.0, quick).working[at])


def picture(quick: bool) -> Picture:
    """Participation by the incentive, with and without cohesion, rival or not."""
    curves = []
    for pair, (rivalry, told) in enumerate(((0.0, "not rival"), (1.0, "rival"))):
        working = grid(rivalry, quick).working
        for shift, alpha in enumerate((0.0, 0.54, 0.94)):
            found = working[COHESION.index(alpha)]
            curves.append(
                Curve(f"{told}, cohesion {alpha:g}", INCENTIVE, found, 3 * pair + shift, measured=True)
            )
    return Picture("Who works, by what work is rewarded with (direction only)", "incentive", "share working", tuple(curves),
                   span=(-0.03, 1.05))  # fmt: skip
