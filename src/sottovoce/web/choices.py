"""What can be moved on the page: levers of world A, safeguards of world B. Each is a value of the scenario by path."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sottovoce.errors import RunError, ScenarioError, nearest
from sottovoce.scenario.fields import describe
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import get, with_values
from sottovoce.scenario.reforms import no_friend_term, no_sanctions, no_system, private_scores


@dataclass(frozen=True)
class Lever:
    """A value that the page can move. `founding`: only from day 0, for it makes the people or the timetable."""

    key: str  # in the address of the page
    path: str
    label: str
    about: str
    high: float | None = None  # where the slider ends, if not where the range to sweep ends
    founding: bool = False


LEVERS = (
    Lever("friends", "score.friend_weight", "Friends’ scores count", "How much of a score is the mean of the friends’ scores.", 0.6),
    Lever("spill", "score.spill", "Friends’ acts fall on me", "What share of the points that friends lose is taken from me too."),
    Lever("post", "channels.post.loss", "A post of dissent costs", "Points off for a post of full dissent that is seen."),
    Lever("point", "score.point_value", "What a point is worth", "How much people care about a point."),
    Lever("reproach", "score.reproach", "Friends mind what I cost them", "What a point lost by a friend through me weighs for me."),
    Lever("slow", "tiers.2.edge", "Slow internet below", "The score below which the internet is slowed."),
    Lever("lookup", "score.lookup", "Who may see a score", "Only its owner, friends too, or anybody."),
    Lever("blame", "score.blame_tool", "Show which friends hurt", "Whether people can find out which friend pulls their score."),
    Lever("fear", "punishment.severity", "Punishment beside the score", "What a direct punishment of a seen act costs."),
    Lever("review", "ties.review", "How often friendships are thought over", "Chance a day that a citizen thinks one tie over."),
    Lever("mandate", "enrolment.mandatory_day", "The mandatory date", "The day from which everybody is scored.", 360.0, True),
    Lever("memory", "score.memory_months", "How long an act is remembered", "Months after which an act is forgotten.", None, True),
    Lever("alike", "society.homophily", "Neighbours think alike", "How much views inside a neighbourhood agree.", None, True),
    Lever("aware", "society.aware", "Who knows of the system", "The share of people who know that they are scored.", None, True),
)  # fmt: skip


@dataclass(frozen=True)
class Safeguard:
    """Another world B: the same people with the same luck under another system."""

    key: str
    label: str
    about: str
    reform: Callable[[Scenario], Scenario]


SAFEGUARDS = (
    Safeguard(
        "none", "No score at all", "The same people, with the same luck, without the system.", no_system
    ),
    Safeguard(
        "private", "Private scores", "Nobody sees another’s score, nor which friend hurts.", private_scores
    ),
    Safeguard("alone", "Own acts only", "Friends’ scores and friends’ acts no longer count.", no_friend_term),
    Safeguard("mild", "No sanctions", "Nothing is taken for a low score; benefits stay.", no_sanctions),
    Safeguard(
        "same",
        "The same system",
        "Nothing is changed: without a lever both worlds are the same, bit for bit.",
        lambda s: s,
    ),
)


def levers(scenario: Scenario) -> list[dict[str, Any]]:
    """The levers that this scenario has, as the page wants them: range, unit, value, and what was assumed."""
    found = []
    for lever in LEVERS:
        try:
            value, info = get(scenario, lever.path), describe(lever.path)
        except ScenarioError:
            continue
        entry: dict[str, Any] = {
            "key": lever.key, "path": lever.path, "label": lever.label, "about": lever.about, "kind": info.kind,
            "unit": info.unit, "value": value, "founding": lever.founding, "choices": list(info.choices),
        }  # fmt: skip
        if info.kind in ("number", "whole number"):
            if not isinstance(value, int | float):
                continue
            swept = [v for v in (info.assumed or ()) if isinstance(v, int | float)]
            low = 0.0 if info.low in (None, 0) or lever.path != "tiers.2.edge" else swept[0]
            low = (
                swept[0]
                if lever.path in ("tiers.2.edge", "enrolment.mandatory_day", "score.memory_months")
                else low
            )
            high = lever.high or max([*swept, value])
            entry |= {"low": min(low, value), "high": max(high, value), "swept": swept}
            entry["step"] = 1 if info.kind == "whole number" else _step(entry["high"] - entry["low"])
        found.append(entry)
    return found


def _step(width: float) -> float:
    for unit in (0.0002, 0.001, 0.005, 0.01, 0.05, 0.25, 1.0, 5.0):
        if width / unit <= 120:
            return unit
    return width / 100


def lever_values(scenario: Scenario, given: Mapping[str, Any]) -> dict[str, Any]:
    """Values by path from values by key of a lever. RunError for a key that is none, ScenarioError for a value."""
    known = {lever["key"]: lever for lever in levers(scenario)}
    found: dict[str, Any] = {}
    for key, value in given.items():
        if key not in known:
            raise RunError(f'lever: "{key}" given; there is no such lever.{nearest(str(key), known)}')
        lever = known[key]
        if lever["kind"] == "whole number" and isinstance(value, float) and value.is_integer():
            value = int(value)
        if lever["kind"] == "number" and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        found[lever["path"]] = value
    with_values(scenario, found)
    return found


def safeguard(key: str) -> Safeguard:
    """A safeguard by key. RunError with the nearest."""
    for one in SAFEGUARDS:
        if one.key == key:
            return one
    raise RunError(
        f'safeguard: "{key}" given; there is no such safeguard.{nearest(key, [s.key for s in SAFEGUARDS])}'
    )
