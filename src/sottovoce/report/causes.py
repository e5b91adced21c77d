"""What taking a feature away did in this run, and what the feature is by the rules.

The rules are told as they are (docs/understand/the-day.md), whatever sign was found: which part of a feature made the
effect, no run here takes apart.
"""

from typing import NamedTuple

from sottovoce.measure.pairs import Effect
from sottovoce.report.facts import Facts
from sottovoce.report.numbers import number
from sottovoce.report.sentences import account, interval, knockout, seeds, sign, ties
from sottovoce.scenario.model import Scenario

TITLES = {
    "own-acts-only": "Friends in the score",
    "private-scores": "Public scores",
    "no-sanctions": "Sanctions",
}


class Cause(NamedTuple):
    """A feature: what taking it away did, and what it is."""

    title: str
    what: str
    also: str
    rule: str


def causes(facts: Facts) -> list[Cause]:
    """One entry for each feature that was taken away in some world of the run."""
    found = []
    for name, effects in facts.knockouts.items():
        if name not in TITLES:
            continue  # a term of the choice: it stands beside its share of what is held back (report.why)
        found.append(
            Cause(
                TITLES[name],
                knockout(name, effects["say_so"], seeds(name, facts)),
                " ".join(
                    filter(
                        None,
                        [account(effects), ties(effects.get("ties_cut")), access(effects.get("access_lost"))],
                    )
                ),
                rule(name, facts.scenario),
            )
        )
    return found


def rule(name: str, scenario: Scenario) -> str:
    """What the feature is in this scenario, by the rules."""
    s = scenario
    takes = [tier.name for tier in s.tiers if tier.effect == "takes"]
    shown = s.score.lookup in ("friends", "public")
    if name == "own-acts-only":
        parts = []
        if s.score.friend_weight > 0:
            how = (
                "an average: one’s own points weigh" if s.score.drag == "average" else "a sum: friends weigh"
            )
            weight = 1 - s.score.friend_weight if s.score.drag == "average" else s.score.friend_weight
            parts.append(f"the published score is {how} {weight:.2g} in it")
        if s.score.spill > 0:
            parts.append(
                f"friends lose {s.score.spill:.2g} of the points that an act takes, shared among them"
            )
        if parts and s.score.reproach > 0:
            parts.append(
                f"what a friend may lose weighs in the choice (reproach, {s.score.reproach:g} a point)"
            )
        return _by_rule(parts, "Friends do not count in this scenario: there was nothing to take away.")
    if name == "private-scores":
        parts = (
            [
                "a point is worth "
                f"{s.score.point_value + s.score.status_value:g} seen by all and {s.score.point_value:g} unseen"
            ]
            if s.score.lookup == "public" and s.score.status_value
            else []
        )
        if shown or s.score.blame_tool:
            parts.append("who sees a friend’s score, or which friend took points, can reproach or drop them")
        if shown and s.voice.backlash > 0:
            parts.append("losses that friends see count as punishment and stir anger (backlash)")
        return _by_rule(parts, "Scores are private in this scenario: there was nothing to take away.")
    names = " and ".join(takes)
    parts = (
        [f"below an edge access is lost ({names}), and what is lost weighs in the choice"] if takes else []
    )
    if any(tier.effect == "takes" and "internet" in tier.access for tier in s.tiers):
        parts.append("slow internet takes occasions online")
    return _by_rule(parts, "This scenario takes nothing for a low score: there was nothing to take away.")


def _by_rule(parts: list[str], nothing: str) -> str:
    return f"By the rules: {'; '.join(parts)}." if parts else nothing


def access(effect: Effect | None) -> str:
    """What becomes of days under a sanction, where the seeds can tell."""
    if effect is None or sign(effect) not in ("more", "less"):
        return ""
    more = "More" if effect.difference > 0 else "Fewer"
    days = (
        f"{number(effect.with_, 'days/citizen-year')} instead of "
        f"{number(effect.without, 'days/citizen-year')} per citizen-year"
    )
    return f"{more} days are spent under a sanction: {days} ({interval(effect)})."
