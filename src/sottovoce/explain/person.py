"""What a story needs beside the causes: words for acts, and what the score gives and takes."""

from typing import Any

from sottovoce.explain.causes import Causes

WORDS = {
    "post": "posts",
    "share": "shared links",
    "gather": "gatherings",
    "buy": "purchases",
    "browse": "pages read",
    "conduct": "conduct",
    "report": "false reports",
    "rating": "ratings by others",
    "given back": "points given back",
    "tag": "acts in which friends tagged them",
}
ONE = {
    "post": "a post",
    "share": "a shared link",
    "gather": "a gathering",
    "buy": "a purchase",
    "browse": "a page read",
    "conduct": "an event of conduct",
    "report": "a false report",
    "rating": "a rating",
    "given back": "points given back",
    "tag": "an act in which a friend tagged them",
}


def person(causes: Causes) -> dict[str, Any]:
    """The citizen's row of the table of people on the day."""
    return causes.evidence.person(causes.citizen)


def open_on(causes: Causes) -> bool:
    """Whether the score was in force on the day; if not it is a shadow that nobody sees."""
    return causes.evidence.scenario.on(causes.day).score.in_force


def taken(causes: Causes) -> list[str] | None:
    """Sanctions that the citizen is under on the day; None where that was not kept."""
    found = _tiers(causes)
    return None if found is None else [name for name, takes, above in found if takes and not above]


def given(causes: Causes) -> list[str] | None:
    """Benefits that the citizen has on the day; None where that was not kept."""
    found = _tiers(causes)
    return None if found is None else [name for name, takes, above in found if not takes and above]


def _tiers(causes: Causes) -> list[tuple[str, bool, bool]] | None:
    """Name, whether it takes, whether the citizen is above: each tier of the day."""
    scenario = causes.evidence.scenario
    now = scenario.on(causes.day)
    if causes.score is None or not now.score.in_force:
        return []
    above = [person(causes).get(f"above_{tier.name}") for tier in now.tiers]
    same = scenario.score.in_force and [t.name for t in scenario.tiers] == [t.name for t in now.tiers]
    if None in above or not (same or causes.evidence.again):
        return None  # the table of people of a run folder has the tiers that the scenario began with
    return [(t.name, t.effect == "takes", bool(here)) for t, here in zip(now.tiers, above, strict=True)]


def count(number: int, word: str) -> str:
    """`1 friend`, `2 friends`."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def listed(parts: list[str]) -> str:
    """`a, b and c`."""
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)


def sentence(text: str) -> str:
    """A capital in front, a full stop at the end."""
    return text[0].upper() + text[1:] + "."
