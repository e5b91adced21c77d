"""Reforms: safeguards as functions Scenario -> Scenario, so that any of them can be tried on any scenario.

A function changes what it says, on every day, and nothing else; where there is nothing to change it gives the same
scenario back. `apply` takes names, like ``apply(scenario, "expiry@3", "private-scores")``, and refuses what does not
apply. The world without the system is a reform too (`no_system`).
"""

from sottovoce.reforms.belonging import (
    consent,
    inform_the_public,
    no_system,
    noise_floor,
    opt_out,
    repeal,
)
from sottovoce.reforms.consequences import (
    appeal,
    cap_on_sanctions,
    court_order,
    no_sanctions,
    repair,
    rewards_only,
)
from sottovoce.reforms.knockouts import FEATURES, called, features, not_weighed, without
from sottovoce.reforms.points import nothing_left
from sottovoce.reforms.registry import REFORMS, Asked, Reform, applicable, apply, asked, sentences
from sottovoce.reforms.scoring import (
    expiry,
    hide_who_hurts,
    no_spill,
    own_acts_only,
    private_scores,
    purpose_wall,
)

__all__ = [
    "FEATURES", "REFORMS", "Asked", "Reform", "appeal", "applicable", "apply", "asked", "called", "cap_on_sanctions", "consent",
    "court_order", "expiry", "features", "hide_who_hurts", "inform_the_public", "own_acts_only", "no_sanctions", "no_spill",
    "no_system", "noise_floor", "not_weighed", "nothing_left", "opt_out", "private_scores", "purpose_wall", "repair", "repeal", "rewards_only", "sentences",
    "without",
]  # fmt: skip
