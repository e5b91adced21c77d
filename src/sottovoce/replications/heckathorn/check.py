"""Collective sanctions: our score rule with friends' scores in it, a tier, and two histories at each level of monitoring."""

import functools
from typing import Any

import numpy as np

from sottovoce.chance import Purpose, uniforms
from sottovoce.machine.cpu import Cpu
from sottovoce.replications.parameters import Quantity, number, seed, whole
from sottovoce.replications.picture import Curve, Picture
from sottovoce.replications.stage import people, scenario
from sottovoce.simulate import days as lived

PACKAGE = "sottovoce.replications.heckathorn"

PARAMETERS = (
    whole("n", 200, "members of the group; each knows all others", unit="people", low=2, high=2000),
    number("w", 0.9, "weight of the others' scores in one's own: how far sanctions fall on the group", unit="share", low=0,
           high=0.95),
    number("worth", 8.0, "what standing is worth", unit="utility", low=0, high=1000),
    number("edge", -1.5, "score at which half of it is lost", unit="losses", low=-30, high=30),
    number("width", 0.5, "over how many points it is lost", unit="losses", low=0.1, high=30),
    number("severity", 1.2, "direct punishment of an act seen", unit="utility", low=0, high=1000),
    number("spread", 1.0, "gains from not complying are uniform in 1 - spread to 1 + spread", unit="utility", low=0, high=1),
    number("reproach", 0.0, "what a point that friends lose by my act weighs for me", unit="utility a loss", low=0, high=1000),
    whole("steps", 20, "steps of monitoring from 0 to 1", unit="steps", low=1, high=200),
    whole("days", 40, "days of the history, and again of what is measured", unit="days", low=4, high=1000),
    seed(),
)  # fmt: skip
QUANTITIES = {
    "monitoring": Quantity("chance that an act is seen, by step", "probability"),
    "after_revolt": Quantity("compliance at each of them in a group with a history of revolt; mean over the last quarter of the days",
                             "share"),
    "after_compliance": Quantity("the same in a group with clean records", "share"),
    "hysteresis": Quantity("mean over the steps of compliance after compliance less after revolt", "share"),
    "gap": Quantity("largest difference of the two", "share"),
    "collapse": Quantity("after revolt: largest fall of compliance as monitoring rises", "share"),
}  # fmt: skip


def measure(
    n: int, w: float, worth: float, edge: float, width: float, severity: float, spread: float, reproach: float,
    steps: int, days: int, seed: int,
) -> dict[str, Any]:  # fmt: skip
    """One group, at each step of monitoring with two histories."""
    monitoring = np.arange(steps + 1) / steps
    common = {
        "citizens": n, "days": 2 * days, "seed": seed, "score.friend_weight": w, "score.reproach": reproach,
        "tiers.0.edge": edge, "tiers.0.width": width,
    }  # fmt: skip
    gain = 1.0 - spread + 2.0 * spread * uniforms(seed, Purpose.BOLDNESS, np.arange(n, dtype=np.uint64))

    def after(seen: float, m: float) -> float:
        """Compliance under monitoring m, after days on which nothing was at stake and acts were seen with chance `seen`."""
        stakes = {"channels.post.coverage": m, "tiers.0.value": worth, "punishment.severity": severity}
        asked = scenario(PACKAGE, common | {
            "channels.post.coverage": seen, "dates": [{"day": days, "name": "at stake", "set": stakes}],
        })  # fmt: skip
        society = people(asked, boldness=gain)
        comply = [(society.state.said[0] <= 0).mean() for _ in lived(asked, society, machine=Cpu())]
        return float(np.mean(comply[-(days // 4) :]))

    revolt = np.array([after(1.0, float(m)) for m in monitoring])
    clean = np.array([after(0.0, float(m)) for m in monitoring])
    return {
        "monitoring": monitoring,
        "after_revolt": revolt,
        "after_compliance": clean,
        "hysteresis": (clean - revolt).mean(),
        "gap": np.abs(clean - revolt).max(),
        "collapse": (np.maximum.accumulate(revolt) - revolt).max(),
    }


# ---- What was published, as an illustration ----

DEFAULTS: dict[str, Any] = {p.name: p.default for p in PARAMETERS}


@functools.cache
def _asked(w: float, reproach: float, seed: int) -> dict[str, Any]:
    return measure(**DEFAULTS | {"w": w, "reproach": reproach, "seed": seed})


def _mean(name: str, quick: bool, w: float = DEFAULTS["w"], reproach: float = 0.0) -> np.ndarray:
    return np.mean([_asked(w, reproach, 1 + k)[name] for k in range(2 if quick else 20)], axis=0)


def two_equilibria(quick: bool) -> float:
    """Largest difference that history makes."""
    return float(_mean("gap", quick))


def robust(quick: bool) -> float:
    """The same where friends weigh .8."""
    return float(_mean("gap", quick, w=0.8))


def alone(quick: bool) -> float:
    """The same where everybody is judged alone."""
    return float(_mean("gap", quick, w=0.0))


def middling(quick: bool) -> bool:
    """Whether history makes the largest difference at neither end of monitoring."""
    gap = _mean("after_compliance", quick) - _mean("after_revolt", quick)
    return 0 < int(gap.argmax()) < len(gap) - 1


def collapse(quick: bool) -> float:
    """Largest fall of compliance after revolt as monitoring rises, of the mean over seeds."""
    revolt = _mean("after_revolt", quick)
    return float((np.maximum.accumulate(revolt) - revolt).max())


def watched(quick: bool) -> float:
    """Compliance at full monitoring less that without, clean records."""
    clean = _mean("after_compliance", quick)
    return float(clean[-1] - clean[0])


def policing(quick: bool) -> float:
    """Compliance after revolt where friends reproach, less that where they do not; mean over monitoring."""
    return float((_mean("after_revolt", quick, reproach=0.3) - _mean("after_revolt", quick)).mean())


def picture(quick: bool) -> Picture:
    """Compliance by monitoring and history, judged together and alone."""
    curves = []
    for pair, (w, told) in enumerate(((DEFAULTS["w"], "judged together"), (0.0, "judged alone"))):
        for shift, (name, history) in enumerate(
            (("after_compliance", "clean records"), ("after_revolt", "after revolt"))
        ):
            m = _asked(w, 0.0, 1)["monitoring"]
            curves.append(
                Curve(f"{told}, {history}", m, _mean(name, quick, w=w), 2 * pair + shift, measured=True)
            )
    return Picture("Compliance by monitoring: with collective sanctions history decides (direction only)",
                   "monitoring, chance that an act is seen", "share complying", tuple(curves))  # fmt: skip
