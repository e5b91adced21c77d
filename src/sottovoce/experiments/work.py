"""Which values are at work in a scenario, and why the others are not.

A value is *at work* if another one in its place could change a measure of this scenario, everything else as it stands. The table says when,
section by section; a field that it does not know is taken to be at work. Tests move every value of every preset and hold the table to what
came out: a listed value changes a bit at one of its ends, and one that is not listed changes none.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from sottovoce.experiments import rules_people, rules_system
from sottovoce.experiments.stretch import Rule, Stretch, stretches
from sottovoce.scenario.model import MONTH, Scenario
from sottovoce.scenario.paths import leaves

RULES = (*rules_people.RULES, *rules_system.RULES)


@functools.lru_cache(maxsize=4096)
def _rules_of(path: str) -> tuple[int, tuple[Rule, ...]]:
    """The number of the entry in a path (0 without), and the rules that speak of it."""
    number = re.search(r"\.(\d+)\.", path)
    found = tuple(rule for rule in RULES if re.fullmatch(rule.places, path))
    return int(number.group(1)) if number else 0, found


def why_idle(path: str, value: object, cut: list[Stretch]) -> str | None:
    """Why a value is not at work in any stretch of a run; None where it is."""
    if value is None:
        return "null: there is none"
    number, rules = _rules_of(path)
    if any(all(rule.acts(s, number) for rule in rules) for s in cut):
        return None
    apart = (rule.why for rule in rules if not any(rule.acts(s, number) for s in cut))
    return next(apart, "what it needs is never there at one time")


def idle(scenario: Scenario) -> dict[str, str]:
    """Values that are not at work in a scenario, each with why."""
    cut = stretches(scenario)
    found = {
        path: why_idle(path, value, cut)
        for path, value in leaves(scenario).items()
        if not path.startswith("dates.")
    }
    return {path: why for path, why in found.items() if why}


SPANS = (  # after which something happens or ends
    "score.memory_months", "repair.months", "blacklist.days", "score.demotion.days", "appeal.days", "freeze.days",
    "enrolment.opt_in_day", "enrolment.mandatory_day", "survey.day",
)  # fmt: skip


def too_long(path: str, ends: Iterable[float], days: int) -> str | None:
    """Why a span of time is not at work: none of these values of it ends within the run (0: never)."""
    unit = MONTH if path in ("score.memory_months", "repair.months") else 1
    spans = [end * unit for end in ends if end > 0 or unit == 1]
    if (path in SPANS or re.fullmatch(r"topics\.\d+\.day|voice\.shock\.day", path)) and all(
        span >= days for span in spans
    ):
        return f"it acts after {min(spans, default=0):,.0f} days, and the run has {days:,}"
    return None
