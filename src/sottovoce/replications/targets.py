"""What was published and how near we have to come (targets.yaml), and the verdict on it."""

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Literal

from sottovoce.errors import ReplicationError
from sottovoce.scenario.lines import parse

Level = Literal["exact", "distribution", "direction", "illustration", "formula"]
LEVELS: tuple[Level, ...] = ("exact", "distribution", "direction", "illustration")  # strongest to weakest
FORMULA = "formula"  # the paper's own formula, evaluated in check.py: our rules do not produce it, so it is not counted
MATCHES = {
    "exact": "matches exactly",
    "distribution": "matches in distribution",
    "direction": "matches in direction",
    "illustration": "illustrates",
}
MISS = "does not match"
SEVERAL = {  # of several papers
    "matches exactly": "match exactly",
    "matches in distribution": "match in distribution",
    "matches in direction": "match in direction",
    "illustrates": "illustrate",
    MISS: "do not match",
}
AGREEMENT = {  # of a figure that holds
    "exact": "exact",
    "distribution": "in distribution",
    "direction": "in direction",
    "illustration": "illustrated",
    FORMULA: "formula check",
}
MISSED = "missed"


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
        """Targets that were measured and are counted: no formula checks."""
        return tuple(j for j in self.judged if j.holds is not None and j.target.level != FORMULA)

    @property
    def formulas(self) -> int:
        """How many formula checks there are."""
        return sum(j.target.level == FORMULA for j in self.judged)

    @property
    def score(self) -> tuple[int, int]:
        """Counted figures that hold, and counted figures tried."""
        return sum(j.holds is True for j in self.tried), len(self.tried)

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
        held, tried = self.score
        return f"{self.name}: {self.verdict} ({held} of {tried} targets)"


def agreement(judged: Judged) -> str:
    """How a figure agrees, in a word or two; empty where it was not tried."""
    if judged.holds is None:
        return ""
    return AGREEMENT[judged.target.level] if judged.holds else MISSED


def count_line(verdicts: Sequence[str], agreements: Sequence[str], beside: int) -> str:
    """What a table of papers adds up to. `verdicts`: of the papers that count; `agreements`: of their figures; `beside`: how many
    papers stand beside the count."""
    found = [(verdict, verdicts.count(verdict)) for verdict in (*MATCHES.values(), MISS)]
    papers = [f"{count} {verdict if count == 1 else SEVERAL[verdict]}" for verdict, count in found if count]
    kinds = [AGREEMENT[level] for level in LEVELS]
    figures = [f"{agreements.count(kind)} {kind}" for kind in (*kinds, MISSED)]
    counted = sum(agreements.count(kind) for kind in (*kinds, MISSED))
    text = f"{_papers(len(verdicts))}: {', '.join(papers)}. {counted} figures: {', '.join(figures)}."
    formulas = agreements.count(AGREEMENT[FORMULA])
    if formulas or beside:
        text += (
            f" Not counted: {formulas} formula check{'s' * (formulas != 1)}, and {_papers(beside)} beside."
        )
    return text


def _papers(count: int) -> str:
    return f"{count} paper{'s' * (count != 1)}"


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
    if target.level not in AGREEMENT:
        raise ValueError(f"{target.claim}: level {target.level}; allowed {', '.join(AGREEMENT)}")
    if (target.quantity is None) == (target.check is None):
        raise ValueError(f"{target.claim}: give either quantity or check")
    return target
