"""What a report is made from: a study in memory or a run folder on disk, brought into one form."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sottovoce.law.mechanisms import never_begins
from sottovoce.measure.account import SUMS, Account, account_of
from sottovoce.measure.pairs import Effect
from sottovoce.record.folder import provenance
from sottovoce.record.record import bins
from sottovoce.scenario.acts_part import PUBLIC
from sottovoce.scenario.model import Scenario
from sottovoce.study.study import Study
from sottovoce.study.summary import summary

WORLDS = ("with", "without")


@dataclass
class Facts:
    """A run as its report sees it. `sums(world, name)`: (repetition, day, group) over the pairs and days that
    are used."""

    scenario: Scenario
    complete: bool
    worlds: list[dict[str, Any]]  # name, seed, lived, error
    summary: dict[str, Any]
    provenance: dict[str, Any]
    seeds: list[int]  # of the pairs that the charts use
    lived: int  # days that they use
    groups: tuple[str, ...]
    sums: Callable[[str, str], np.ndarray]
    portraits: dict[str, np.ndarray]  # world -> (repetition, bin), citizens, on `portrait_day`
    portrait_day: int | None
    effects: dict[str, Effect] = field(default_factory=dict)
    knockouts: dict[str, dict[str, Effect]] = field(default_factory=dict)

    @property
    def never(self) -> str | None:
        """That the score never begins, where it does not."""
        return never_begins(self.scenario)

    @property
    def errors(self) -> list[str]:
        """One line for each world that failed."""
        return [f"{w['name']}, seed {w['seed']}: {w['error']}" for w in self.worlds if w["error"]]

    @property
    def held(self) -> np.ndarray:
        """Whether a score is in force, bool (day,), over the days that are used."""
        periods = self.scenario.periods()
        return np.concatenate([np.full(end - first, now.score.in_force) for first, end, now in periods])[
            : self.lived
        ]

    @property
    def window(self) -> slice:
        """The measured days (the last 365 of the run) among those that are used."""
        return slice(min(self.scenario.measured_from, max(self.lived - 1, 0)), self.lived)

    def daily(self, world: str, name: str) -> np.ndarray:
        """A sum by day, of everybody, mean over seeds."""
        return self.sums(world, name).sum(axis=2).mean(axis=0)

    def rate(self, world: str, name: str, per: str = "people") -> float:
        """A sum over the measured days, for each 1 of another; mean over seeds. NaN where there is
        nothing."""
        above, below = (self.sums(world, n)[:, self.window].sum(axis=(1, 2)) for n in (name, per))
        known = below > 0
        return float(np.mean(above[known] / below[known])) if known.any() else math.nan

    def account(self, world: str, group: int | None = None) -> Account:
        """The account of silence of a world in public, of everybody or of one social group (by number), mean over seeds."""
        nothing, of = np.zeros(len(self.seeds)), slice(group, None if group is None else group + 1)
        sums = {
            kind: sum(
                (self.sums(world, f"{kind}_{c}")[:, self.window, of].sum(axis=(1, 2)) for c in PUBLIC),
                nothing,
            )
            for kind in SUMS
        }
        seeds = [account_of(lambda kind, k=k: float(sums[kind][k])) for k in range(len(self.seeds))]
        known = [each for each in seeds if each.times] or seeds
        return Account(*(float(np.mean(each)) for each in zip(*known, strict=True)))


def from_study(study: Study, command: str = "") -> Facts:
    """The facts of a study, finished or not."""
    pairs = [
        (a, b)
        for a in study.worlds for b in study.worlds
        if (a.name, b.name) == WORLDS and a.repetition == b.repetition
        and a.lived and b.lived and not a.error and not b.error
    ]  # fmt: skip
    finished = [pair for pair in pairs if pair[0].done and pair[1].done]
    used = finished or pairs
    records = {name: [pair[n].record for pair in used] for n, name in enumerate(WORLDS)}
    lived = min((w.lived for pair in used for w in pair), default=0)

    def sums(world: str, name: str) -> np.ndarray:
        if name == "ties_dropped":
            return np.stack([r.ties[:lived, :1].astype(float) for r in records[world] if r])
        return np.stack([r.sum(name, by_group=True)[:lived] for r in records[world] if r])

    common = [d for d in range(lived) if all(r and d in r.portraits for rs in records.values() for r in rs)]
    day = common[-1] if common and used else None
    portraits = (
        {n: np.stack([r.portraits[day] for r in rs if r]) for n, rs in records.items()}
        if day is not None
        else {}
    )
    worlds = [
        {"name": w.name, "seed": w.scenario.seed, "lived": w.lived, "error": w.error} for w in study.worlds
    ]
    groups = tuple(group.name for group in study.scenario.society.groups)
    facts = Facts(
        study.scenario, not study.interrupted, worlds, summary(study), study.origin or provenance(command, forked=study.forked),
        [a.scenario.seed for a, _ in used], lived, groups, sums, portraits, day,
    )  # fmt: skip
    return _with_effects(facts)


def edges(facts: Facts) -> np.ndarray:
    """Edges of the bins of the portraits, points."""
    return bins(facts.scenario)


def known(value: Any) -> float:
    """A number that may have become null on its way through a file."""
    return math.nan if value is None else float(value)


def _with_effects(facts: Facts) -> Facts:
    def made(found: dict[str, Any]) -> dict[str, Effect]:
        return {
            name: Effect(
                known(e["with"]), known(e["without"]), known(e["difference"]), e["low"], e["high"], e["unit"]
            )
            for name, e in found.items()
        }

    facts.effects = made(facts.summary.get("measures", {}))
    facts.knockouts = {name: made(found) for name, found in facts.summary.get("knockouts", {}).items()}
    return facts
