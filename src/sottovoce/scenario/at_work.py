"""Which mechanisms are at work in a scenario: one small function each, and the values that it found.

A mechanism that is not at work finds nothing. Keys are those of catalogue/rights.yaml.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from sottovoce.scenario.model import CHANNELS, Channel, Scenario, Tier
from sottovoce.scenario.paths import get
from sottovoce.scenario.sources import cited

PUBLIC = ("post", "share", "gather")
OLD_MONTHS = 12  # a comment "last year" (row 22): what still counts after that is old
OLD_LEFT = 0.1  # share of the points of an act that has to be left by then
PERMISSION = 11  # row of the catalogue on posts without permission


class Found(NamedTuple):
    """A value that puts a mechanism to work."""

    path: str
    value: Any


Finds = tuple[Found, ...]


def stages(scenario: Scenario) -> Iterator[tuple[int, Scenario]]:
    """The scenario as it stands from day 0, and from each date of its that comes within its days."""
    days = sorted({0, *(dated.day for dated in scenario.dates if dated.day < scenario.days)})
    for day in days:
        yield day, scenario.on(day)


def at(s: Scenario, *paths: str) -> Finds:
    """The values at these paths."""
    return tuple(Found(path, get(s, path)) for path in paths)


# --- what other questions rest on


def opens(s: Scenario) -> bool:
    """Citizens may join of their own will, on some day of the run."""
    day, then = s.enrolment.opt_in_day, s.enrolment.mandatory_day
    return day is not None and day < s.days and (then is None or day < then)


def compels(s: Scenario) -> bool:
    """Everybody is enrolled from some day of the run."""
    return s.enrolment.mandatory_day is not None and s.enrolment.mandatory_day < s.days


def enrols(s: Scenario) -> bool:
    """A system is in force, and somebody can come under it."""
    return s.score.in_force and (opens(s) or compels(s))


def scored(s: Scenario, channels: Iterable[str]) -> Finds:
    """Points that acts in these channels can bring or cost: there are occasions, they are seen, and they count."""
    if not enrols(s):
        return ()
    found: Finds = ()
    for name in channels:
        channel: Channel = getattr(s.channels, name)
        if channel.rate > 0 and channel.coverage > 0:
            kinds = [kind for kind in ("gain", "loss") if getattr(channel, kind) > 0]
            found += at(s, *(f"channels.{name}.{kind}" for kind in kinds))
    return found


def conduct(s: Scenario) -> Finds:
    """Points that lawful and unlawful events can bring or cost."""
    events = s.channels.conduct
    if not enrols(s) or events.coverage == 0:
        return ()
    good = at(s, "channels.conduct.gain") if events.good_rate > 0 and events.gain > 0 else ()
    bad = at(s, "channels.conduct.loss") if events.bad_rate > 0 and events.loss > 0 else ()
    return good + bad


def own(s: Scenario) -> Finds:
    """Everything of one's own that counts."""
    return scored(s, CHANNELS) + conduct(s)


def tiers(s: Scenario, *access: str, effect: str = "") -> list[tuple[int, Tier]]:
    """Tiers at work, with their places: those that give or take one of these (or anything)."""
    if not enrols(s):
        return []
    return [
        (i, tier)
        for i, tier in enumerate(s.tiers)
        if (not access or tier.access in access) and (not effect or tier.effect == effect)
    ]


def _access(s: Scenario, *access: str) -> Finds:
    return at(s, *(f"tiers.{i}.access" for i, _ in tiers(s, *access)))


def taken(s: Scenario) -> Finds:
    """What a system takes from people, by whatever way."""
    found = at(s, *(f"tiers.{i}.access" for i, _ in tiers(s, effect="takes")))
    return found + (speech_punished(s) if s.score.in_force and not s.punishment.by_law else ())


# --- mechanisms, in the order of rights.yaml


def speech(s: Scenario) -> Finds:
    """What is said in public brings or costs points."""
    return scored(s, PUBLIC)


def permission(s: Scenario) -> Finds:
    """Speech costs points, and the scenario says of that loss that it is for posts without permission (row 11)."""
    return tuple(
        found
        for found in speech(s)
        if found.path.endswith(".loss")
        and found.path in s.sources
        and PERMISSION in cited([s.sources[found.path].source])[0]
    )


def speech_punished(s: Scenario) -> Finds:
    """An act that is seen and goes too far is punished, by the system or by law."""
    if s.punishment.severity == 0 or not (s.punishment.by_law or s.score.in_force):
        return ()
    seen = [c for c in CHANNELS if getattr(s.channels, c).rate > 0 and getattr(s.channels, c).coverage > 0]
    return at(s, "punishment.severity", "punishment.by_law") if seen else ()


def friends(s: Scenario) -> Finds:
    """Friends' scores pull on one's own, or the points of friends' acts fall on one."""
    moved = own(s)
    if not enrols(s) or not (moved or s.score.spread > 0):
        return ()
    found = at(s, "score.friend_weight") if s.score.friend_weight > 0 else ()
    deeds = [one for one in moved if one.path.endswith("loss") or s.score.spill_gains]
    return found + (at(s, "score.spill") if s.score.spill > 0 and deeds else ())


def lookup(s: Scenario) -> Finds:
    """A score that moves, and everybody sees it."""
    return at(s, "score.lookup") if fed(s) and s.score.lookup == "public" else ()


def pooled(s: Scenario) -> Finds:
    """What one buys and reads counts in a score."""
    return scored(s, ("buy", "browse"))


def purchases(s: Scenario) -> Finds:
    """Buying the wrong goods costs points."""
    return tuple(found for found in scored(s, ("buy",)) if found.path.endswith(".loss"))


def travel(s: Scenario) -> Finds:
    """Travel papers or tickets follow from it."""
    return _access(s, "travel_papers", "tickets")


def jobs(s: Scenario) -> Finds:
    """Jobs follow from it."""
    return _access(s, "jobs")


def loan(s: Scenario) -> Finds:
    """Loans follow from the score."""
    return _access(s, "loan")


def internet(s: Scenario) -> Finds:
    """The speed of the internet follows from it."""
    return _access(s, "internet")


def frozen(s: Scenario) -> Finds:
    """Accounts are frozen: waits for its parameters."""
    return ()


def medical(s: Scenario) -> Finds:
    """Medical files are linked: waits for its parameters."""
    return ()


def informers(s: Scenario) -> Finds:
    """Hidden informers or provocateurs: waits for its parameters."""
    return ()


def mandatory(s: Scenario) -> Finds:
    """Nobody is asked."""
    return at(s, "enrolment.mandatory_day") if s.score.in_force and compels(s) else ()


def opt_in(s: Scenario) -> Finds:
    """People join of their own will, and benefits wait for them."""
    given = tiers(s, effect="gives")
    if not (s.score.in_force and opens(s) and given):
        return ()
    return at(s, "enrolment.opt_in_day", *(f"tiers.{i}.value" for i, _ in given))


def no_remedy(s: Scenario) -> Finds:
    """Something is taken, and there is nobody to turn to: the model has neither appeal nor repair yet."""
    return taken(s)


def old(s: Scenario) -> Finds:
    """Speech of a year ago, or of before joining, still counts."""
    if not speech(s):
        return ()
    months = s.score.memory_months
    left = (1 - s.score.fade) ** (30 * OLD_MONTHS)
    kept = (months == 0 or months >= OLD_MONTHS) and left > OLD_LEFT
    found = at(s, "score.memory_months", "score.fade") if kept else ()
    return found + (at(s, "enrolment.retroactive") if s.enrolment.retroactive else ())


def vetting(s: Scenario) -> Finds:
    """Jobs follow from a score in which what people say counts."""
    found = jobs(s)
    return found + speech(s) if found and speech(s) else ()


def shaming(s: Scenario) -> Finds:
    """A mark that everybody sees is put on those below an edge."""
    return at(s, *(f"tiers.{i}.access" for i, _ in tiers(s, "badge", effect="takes")))


def fed(s: Scenario) -> Finds:
    """Everything that moves a score."""
    return own(s) + friends(s)


MECHANISMS: dict[str, Callable[[Scenario], Finds]] = {
    function.__name__: function
    for function in (
        speech, permission, speech_punished, friends, lookup, pooled, purchases, travel, jobs, loan, internet,
        frozen, medical, mandatory, opt_in, no_remedy, old, informers, vetting, shaming,
    )
}  # fmt: skip
