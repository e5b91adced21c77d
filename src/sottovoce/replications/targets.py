"""What was published and how near we have to come (targets.yaml), and the verdict on it."""

import functools
import math
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Literal

from sottovoce.errors import ReplicationError
from sottovoce.scenario.lines import parse

Level = Literal["exact", "distribution", "direction"]
LEVELS: tuple[Level, ...] = (
    "exact",
    "distribution",
    "direction",
)  # from the strongest agreement to the weakest
MATCHES = {
    "exact": "matches exactly",
    "distribution": "matches in distribution",
    "direction": "matches in direction",
}
MISS = "does not match"


@dataclass(frozen=True)
class Target:
    """One published figure. Either `quantity` at `settings` is measured, or the function `check` of check.py."""

    claim: str
    where: str  # in the paper
    published: Any  # number, list, true, false, text, or {above: x}, {below: x}, {between: [x, y]}
    level: Level
    why: str  # this tolerance
    tolerance: float = 0.0
    settings: dict[str, Any] = field(default_factory=dict)
    quantity: str | None = None
    check: str | None = None
    slow: bool = False  # only with --full
    miss: str = ""  # where it is missed: why we think so


@dataclass(frozen=True)
class Paper:
    """A paper and its targets."""

    title: str
    paper: str
    tests: str  # which of our rules
    order: float
    targets: tuple[Target, ...]
    code: str = ""  # the authors' code that was read, and its version
    doi: str = ""
    counted: bool = True  # false: an analytic check beside the replications
    departures: tuple[str, ...] = ()  # where we, or the authors' code, do otherwise than the text
    settings: str = ""  # what the special case sets


@dataclass(frozen=True)
class Judged:
    """A target with what was measured. `holds` None: not tried, for it is slow."""

    target: Target
    measured: Any
    holds: bool | None
    seconds: float


@dataclass(frozen=True)
class Check:
    """Published beside measured, for one replication."""

    name: str
    paper: Paper
    judged: tuple[Judged, ...]

    @property
    def missed(self) -> tuple[Judged, ...]:
        """Targets that do not hold."""
        return tuple(j for j in self.judged if j.holds is False)

    @property
    def tried(self) -> tuple[Judged, ...]:
        """Targets that were measured."""
        return tuple(j for j in self.judged if j.holds is not None)

    @property
    def verdict(self) -> str:
        """The weakest agreement among the targets tried; one miss is enough for `does not match`."""
        if self.missed:
            return MISS
        if not self.tried:
            return "not tried"
        return MATCHES[max((j.target.level for j in self.tried), key=LEVELS.index)]

    @property
    def why(self) -> str:
        """Why we think that what is missed is missed; empty where nothing is."""
        return " ".join(
            dict.fromkeys(j.target.miss or f"Not explained: {j.target.claim}." for j in self.missed)
        )

    @property
    def seconds(self) -> float:
        """How long it took."""
        return sum(j.seconds for j in self.judged)

    def __str__(self) -> str:
        count = f"{len(self.tried) - len(self.missed)} of {len(self.tried)} targets"
        return f"{self.name}: {self.verdict} ({count})"


def judge(target: Target, measured: Any) -> bool:
    """Whether what was measured is what was published, within the tolerance."""
    wanted, room = target.published, target.tolerance
    if measured is None or wanted is None:
        return measured is None and wanted is None
    if isinstance(wanted, dict):
        ((how, limit),) = wanted.items()
        match how:
            case "above":
                return measured > limit
            case "below":
                return measured < limit
            case "between":
                return limit[0] - room <= measured <= limit[1] + room
        raise ReplicationError([f"targets.yaml: {how}: unknown; allowed above, below, between."])
    if isinstance(wanted, bool | str) or isinstance(measured, bool | str):
        return measured == wanted
    if isinstance(wanted, list):
        return len(measured) == len(wanted) and all(
            abs(a - b) <= room for a, b in zip(measured, wanted, strict=True)
        )
    if math.isinf(wanted):
        return measured == wanted
    return abs(measured - wanted) <= room


@functools.cache
def paper(package: str) -> Paper:
    """targets.yaml of a replication's folder, checked. Raises ReplicationError."""
    where = f"{package.rpartition('.')[2]}/targets.yaml"
    data = parse((resources.files(package) / "targets.yaml").read_text(encoding="utf-8"), where).data
    try:
        targets = tuple(_target(entry) for entry in data.pop("targets"))
        return Paper(targets=targets, departures=tuple(data.pop("departures", ())), **data)
    except (TypeError, ValueError, KeyError) as error:
        raise ReplicationError([f"{where}: {error}"]) from None


def _target(entry: dict[str, Any]) -> Target:
    entry = dict(entry)
    target = Target(settings=entry.pop("with", {}) or {}, **entry)
    if target.level not in LEVELS:
        raise ValueError(f"{target.claim}: level {target.level}; allowed {', '.join(LEVELS)}")
    if (target.quantity is None) == (target.check is None):
        raise ValueError(f"{target.claim}: give either quantity or check")
    return target
