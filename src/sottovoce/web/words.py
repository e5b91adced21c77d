"""What the system of a scenario is called on the page, and when it begins: a score, a list, informers, frozen accounts."""

from dataclasses import dataclass

from sottovoce.law.mechanisms import agents, enrols, fed, freezes, lists, tiers
from sottovoce.scenario.model import Scenario


@dataclass(frozen=True)
class System:
    """A system in words. `kind` also says what a large dot means: who is under a sanction, listed, or frozen out."""

    kind: str  # score, list, informers, provocateurs, freeze, watching, number or none
    noun: str  # with the ..., without the ...
    none: str  # how the world without it is called in a choice
    switch: str  # the button that lets it begin
    hit: str  # what a person can come under: "under a sanction"
    free: str  # and if not: "no sanction"
    many: str  # of several: "are under a sanction"
    begins: int | None  # first day on which it does anything; None: never

    @property
    def with_it(self) -> str:
        """The name of the world that has it."""
        return f"with {self.noun}" if self.kind != "none" else "without the score"

    @property
    def without(self) -> str:
        """The name of the world that has it not."""
        return f"without {self.noun}" if self.kind != "none" else "the same society"


_SANCTION = ("under a sanction", "no sanction", "are under a sanction")
_PUNISHED = ("punished this month", "not punished this month", "were punished in the last 30 days")
_WORDS = {
    "score": ("the score", "No score at all", "Switch the score on", *_SANCTION),
    "list": (
        "the list",
        "No list at all",
        "Let the list begin",
        "on the list",
        "not on the list",
        "are on the list",
    ),
    "informers": ("informers", "No informers at all", "Let them begin", *_PUNISHED),
    "provocateurs": ("provocateurs", "No provocateurs at all", "Let them begin", *_PUNISHED),
    "freeze": (
        "the power to freeze",
        "No power to freeze",
        "Let it begin",
        "account frozen",
        "account not frozen",
        "have a frozen account",
    ),
    "watching": ("the watching", "Nobody watches", "Let it begin", *_PUNISHED),
    "number": ("the number", "No number at all", "Let it begin", *_SANCTION),
    "none": ("the score", "No score at all", "Let days pass", *_SANCTION),
}


def system(scenario: Scenario) -> System:
    """What there is in a scenario, by what is at work in it on any of its days."""
    kind = next((kind for kind in (_kind(now) for _, _, now in scenario.periods()) if kind != "none"), "none")
    return System(kind, *_WORDS[kind], begins=begins(scenario))


def _kind(now: Scenario) -> str:
    if enrols(now) and (fed(now) or tiers(now, on="score")):
        return "score"
    if lists(now):
        return "list"
    if agents(now):
        return "informers" if now.informers.share > 0 else "provocateurs"
    if freezes(now):
        return "freeze"
    if now.score.in_force and now.punishment.severity > 0:
        return "watching"
    return "number" if now.score.in_force and now.identity.linked else "none"


def begins(scenario: Scenario) -> int | None:
    """The first day on which anything of the system can reach anybody."""
    for day, _, now in scenario.periods():
        if enrols(now) and _kind(now) == "score":
            days = [d for d in (now.enrolment.opt_in_day, now.enrolment.mandatory_day) if d is not None]
            return max(day, min(days))
        if _kind(now) != "none":
            return day
    return None


def digits(scenario: Scenario) -> int:
    """Digits after the point with which a score of this scale is told: none for 350 to 950, two for one to five stars."""
    width = scenario.score.high - scenario.score.low
    return 0 if width > 150 else 1 if width > 20 else 2
