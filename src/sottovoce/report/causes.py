"""Why taking a feature away did what it did, in this model: the text is chosen by the sign that the run
computed.

Each text names the term of a citizen's choice that makes it so (docs/understand/the-day.md).
"""

from typing import NamedTuple

from sottovoce.measure.pairs import Effect
from sottovoce.report.facts import Facts
from sottovoce.report.numbers import number
from sottovoce.report.sentences import interval, knockout, sign, ties
from sottovoce.scenario.model import Scenario

TITLES = {
    "no friend term": "Friends in the score",
    "private scores": "Public scores",
    "no sanctions": "Sanctions",
}


class Cause(NamedTuple):
    """A feature: what taking it away did, and why."""

    title: str
    what: str
    also: str
    why: str


def causes(facts: Facts) -> list[Cause]:
    """One entry for each feature that was taken away in some world of the run."""
    found = []
    for name, effects in facts.knockouts.items():
        found.append(
            Cause(
                TITLES[name],
                knockout(name, effects["say_so"]),
                " ".join(filter(None, [ties(effects.get("ties_cut")), access(effects.get("access_lost"))])),
                why(name, effects["say_so"], facts.scenario),
            )
        )
    return found


def why(name: str, effect: Effect, scenario: Scenario) -> str:
    """The explanation that fits the sign of the effect on those who say so."""
    kind = sign(effect)
    if kind == "none":
        return ""
    if kind == "same":
        return _same(name, scenario)
    if kind == "unclear":
        return _pulls(name, scenario)
    text = {"no friend term": _friends, "private scores": _public, "no sanctions": _sanctions}[name](
        effect.difference, scenario
    )
    return f"If it is not luck: {text[0].lower()}{text[1:]}" if kind == "alone" else text


def access(effect: Effect | None) -> str:
    """What becomes of days under a sanction, where the seeds can tell."""
    if effect is None or sign(effect) not in ("more", "less"):
        return ""
    more = "More" if effect.difference > 0 else "Fewer"
    days = (
        f"{number(effect.with_, 'days/citizen-year')} instead of "
        f"{number(effect.without, 'days/citizen-year')} a citizen and year"
    )
    return f"{more} days are spent under a sanction: {days} ({interval(effect)})."


def _friends(difference: float, s: Scenario) -> str:
    w = s.score.friend_weight
    if difference < 0 and s.score.drag == "average" and w > 0:
        return (
            "So friends cushion here. The published score is an average: one’s own acts weigh only "
            f"{1 - w:.2g} in it, friends’ scores {w:.2g}. Without friends each act counts in full, so "
            "dissent costs its author more points; that outweighs the reproach of friends, which goes with "
            "the term."
        )
    if difference < 0:
        return (
            "No term of the choice makes this directly: an act costs its author the same points with and "
            "without friends here, and reproach goes. It comes the long way round, through the scores "
            "people have when they choose, how near they are to an edge, and whom they still hear."
        )
    full = (
        ", which outweighs that one’s own act then counts in full"
        if s.score.drag == "average" and w > 0
        else ""
    )
    return (
        "So friends silence here. With the term, an act takes points from friends too, and what a friend "
        f"loses weighs in the choice (reproach, {s.score.reproach:g} a point); friends’ acts also bring "
        f"people nearer to the edges of sanctions. Without it both go{full}."
    )


def _public(difference: float, s: Scenario) -> str:
    if difference > 0:
        status = (
            f"status is gone (a point is worth {s.score.point_value:g} instead of "
            f"{s.score.point_value + s.score.status_value:g})"
        )
        reproach = "nobody can reproach a friend for points lost"
        parts = [reproach] if s.score.lookup != "public" or s.score.status_value == 0 else [status, reproach]
        return (
            f"So being seen silences here. With private scores {', and '.join(parts)}; what is gone made "
            "dissent dearer."
        )
    if s.voice.backlash > 0:
        return (
            "So being seen provokes here. Friends’ losses that everybody sees count as punishment and stir "
            "anger (backlash); with private scores nobody sees them, and that outweighs that status and "
            "reproach are gone."
        )
    return (
        "No term of the choice makes this directly: status and reproach make dissent dearer, and both are "
        "gone with private scores. It comes the long way round: whom people keep as friends, and so what "
        "they hear and what falls on them, and how near to an edge they stand."
    )


def _sanctions(difference: float, s: Scenario) -> str:
    if difference > 0:
        names = " and ".join(tier.name for tier in s.tiers if tier.effect == "takes")
        return (
            f"So sanctions silence here. The loss of access ({names}) weighs in every choice near an edge; "
            "without it only points, benefits and reproach do. Gone too is what being sanctioned does: "
            "fewer occasions to speak with slow internet, greater need when barred from jobs."
        )
    return (
        "No term of the choice makes this directly: sanctions only make dissent dearer. It comes the long "
        "way round. Those who are far below every edge have nothing more to lose, and those who dare "
        "without sanctions lose points, which brings them and their friends to the edges of benefits, "
        "where the next act counts most."
    )


def _same(name: str, s: Scenario) -> str:
    if name == "no sanctions" and not any(tier.effect == "takes" for tier in s.tiers):
        return "This scenario takes nothing for a low score, so there was nothing to take away."
    if name == "no friend term" and s.score.friend_weight == 0 and s.score.spill == 0:
        return "Friends do not count in this scenario, so there was nothing to take away."
    if name == "private scores" and s.score.lookup == "own" and not s.score.blame_tool:
        return "Scores are private in this scenario, so there was nothing to take away."
    return "The feature had no time or no occasion to act in this run."


def _pulls(name: str, s: Scenario) -> str:
    if name == "no friend term" and s.score.drag == "average" and s.score.friend_weight > 0:
        return (
            "Two pulls work against one another: averaged with friends’ scores one’s own act weighs less, "
            "which frees; and an act that takes points from friends is reproached, which silences."
        )
    if name == "no friend term":
        return (
            "The reproach of friends makes dissent dearer; here it is too weak, or the seeds are too few, "
            "to show."
        )
    if name == "private scores":
        return (
            "Status and reproach make dissent dearer; here they are too weak, or the seeds are too few, to "
            "show."
        )
    return (
        "The loss of access makes dissent dearer near an edge; here too few stand near one, or the seeds "
        "are too few, to show it."
    )
