"""Which mechanisms are active in a scenario: one small function each, which returns the values that switch it on.

It returns none where the mechanism is off. Names are the keys of rights.yaml.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from sottovoce.scenario.model import CHANNELS, MONTH, PUBLIC, Channel, Scenario, Tier
from sottovoce.scenario.paths import Settings, at
from sottovoce.scenario.sources import cited

OLD_MONTHS = 12  # a comment "last year" (row 22): what still counts after that is old
OLD_LEFT = 0.1  # share of the points of an act that has to be left by then
PERMISSION = 11  # row of the catalogue on posts without permission


# --- what the mechanisms rest on


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


def never_begins(s: Scenario) -> str | None:
    """A sentence where a score is meant, and none is in force for anybody in the days that are lived; else None."""
    if any(enrols(now) and _enrolled_from(now) < end for _, end, now in s.periods()):
        return None
    states = [s.on(day) for day in sorted({0, *(dated.day for dated in s.dates)})]
    opening = [now for now in states if now.score.in_force and _enrolled_from(now) < math.inf]
    if not opening:
        return None
    enrolment = opening[0].enrolment
    named = (
        ("enrolment.opt_in_day", enrolment.opt_in_day),
        ("enrolment.mandatory_day", enrolment.mandatory_day),
    )
    days = ", ".join(f"{name} is {day:,}" for name, day in named if day is not None)
    return (
        f"The score never begins: nobody is scored in the {s.days:,} days that are lived ({days}), so the world with the system has "
        "none of it that rests on a score. Give more days (--days), or an earlier day."
    )


def _enrolled_from(s: Scenario) -> float:
    """The first day on which anybody can be enrolled; infinite where there is none."""
    return min(
        (day for day in (s.enrolment.opt_in_day, s.enrolment.mandatory_day) if day is not None),
        default=math.inf,
    )


def lists(s: Scenario) -> bool:
    """A list is in force, and some recorded event can put a citizen on it."""
    return s.score.in_force and s.blacklist.entry > 0 and s.channels.conduct.bad_rate > 0 and _recorded(s)


def freezes(s: Scenario) -> bool:
    """Somebody may freeze accounts, can find them, and no court always forbids it."""
    linked = s.identity.linked
    finds = not linked or ("bank" in linked and s.identity.share > 0)
    return s.score.in_force and s.freeze.power and s.freeze.chance > 0 and s.freeze.court > 0 and finds


def agents(s: Scenario) -> Settings:
    """Informers who did not all refuse, and provocateurs."""
    if not s.score.in_force:
        return ()
    asked = s.informers.share > 0 and s.informers.refusal < 1
    found = at(s, "informers.share", "informers.report") if asked else ()
    return found + (at(s, "informers.provocateurs") if s.informers.provocateurs > 0 else ())


def witnessed(s: Scenario) -> bool:
    """People can report public dissent to the authority, also in channels that it does not watch."""
    spies = any(one.path == "informers.share" for one in agents(s)) and s.informers.report > 0
    return s.score.in_force and (spies or s.informers.provocateurs > 0 or s.reports.rate > 0)


def observed(s: Scenario, name: str, kind: str = "loss") -> bool:
    """Acts in this channel occur and can be observed; those that cost (dissent) also through people."""
    channel: Channel = getattr(s.channels, name)
    covered = channel.coverage > 0 or (name == "buy" and "bank" in s.identity.linked and s.identity.share > 0)
    return channel.rate > 0 and (covered or (name in PUBLIC and kind == "loss" and witnessed(s)))


def scored(s: Scenario, channels: Iterable[str]) -> Settings:
    """Points that acts in these channels can bring or cost: they occur, they are observed, and they count."""
    if not enrols(s):
        return ()
    found: Settings = ()
    for name in channels:
        weight = s.score.weights.speech if name in PUBLIC else s.score.weights.consumption
        for kind in ("gain", "loss"):
            if weight > 0 and observed(s, name, kind) and getattr(getattr(s.channels, name), kind) > 0:
                found += at(s, f"channels.{name}.{kind}")
    return found


def conduct(s: Scenario) -> Settings:
    """Points that lawful and unlawful events can bring or cost."""
    events = s.channels.conduct
    if not enrols(s) or not _recorded(s) or s.score.weights.conduct == 0:
        return ()
    good = at(s, "channels.conduct.gain") if events.good_rate > 0 and events.gain > 0 else ()
    bad = at(s, "channels.conduct.loss") if events.bad_rate > 0 and events.loss > 0 else ()
    return good + bad


def reported(s: Scenario) -> Settings:
    """Points lost by false reports that are believed."""
    counts = enrols(s) and s.score.weights.reports > 0 and s.appeal.review < 1
    return (
        at(s, "reports.malice", "reports.points")
        if counts and s.reports.malice * s.reports.points > 0
        else ()
    )


def rated(s: Scenario) -> Settings:
    """Points by what others give."""
    if not enrols(s) or s.score.weights.reports == 0 or s.reports.ratings_rate == 0:
        return ()
    kinds = [kind for kind in ("ratings_gain", "ratings_loss") if getattr(s.reports, kind) > 0]
    return at(s, *(f"reports.{kind}" for kind in kinds))


def own(s: Scenario) -> Settings:
    """Everything of one's own that counts."""
    return scored(s, CHANNELS) + conduct(s)


def fed(s: Scenario) -> Settings:
    """Everything that moves a score."""
    return own(s) + friends(s) + reported(s) + rated(s)


def looked_back(s: Scenario) -> Settings:
    """Employers look back at what was said in public while the system is in force, and refuse for it."""
    said = any(getattr(s.channels, name).rate > 0 for name in PUBLIC)
    there = s.score.in_force and said and s.jobs.hunts * s.jobs.finds > 0
    return at(s, "jobs.hunts", "jobs.finds") if there else ()


def _recorded(s: Scenario) -> bool:
    return s.channels.conduct.coverage > 0 or (bool(s.identity.linked) and s.identity.share > 0)


def tiers(s: Scenario, *access: str, effect: str = "", on: str = "") -> list[tuple[int, Tier]]:
    """Active tiers, with their numbers: those that give or take one of these (or anything), on the score or the list."""
    if not enrols(s):
        return []
    return [
        (i, tier)
        for i, tier in enumerate(s.tiers)
        if tier.from_day < s.days
        and (not access or tier.access in access)
        and effect in ("", tier.effect)
        and on in ("", tier.on)
        and (tier.on == "score" or lists(s))
    ]


def _access(s: Scenario, *access: str, effect: str = "", on: str = "") -> Settings:
    return at(s, *(f"tiers.{i}.access" for i, _ in tiers(s, *access, effect=effect, on=on)))


# --- mechanisms, in the order of rights.yaml


def speech(s: Scenario) -> Settings:
    """What is said in public brings or costs points."""
    return scored(s, PUBLIC)


def permission(s: Scenario) -> Settings:
    """Speech costs points, and the scenario says of that loss that it is for posts without permission (row 11)."""
    return tuple(
        found
        for found in speech(s)
        if found.path.endswith(".loss")
        and found.path in s.sources
        and PERMISSION in cited([s.sources[found.path].source])[0]
    )


def speech_punished(s: Scenario) -> Settings:
    """An act that is seen and goes too far is punished, by the system or by law."""
    if not s.punishment.is_given or not (s.punishment.by_law or s.score.in_force):
        return ()
    here = any(observed(s, name) for name in CHANNELS)
    return at(s, "punishment.severity", "punishment.by_law") if here else ()


def friends(s: Scenario) -> Settings:
    """Friends' scores pull on one's own, or the points of friends' acts fall on one, or of those in which one is tagged."""
    moved = own(s)
    if not enrols(s) or not (moved or reported(s) or rated(s) or s.score.spread > 0):
        return ()
    found = at(s, "score.friend_weight") if s.score.friend_weight > 0 else ()
    deeds = [one for one in moved if one.path.endswith("loss") or s.score.spill_gains]
    found += at(s, "score.spill") if s.score.spill > 0 and deeds else ()
    tags = s.tags.chance * s.tags.weight > 0 and bool(scored(s, PUBLIC))
    return found + (at(s, "tags.chance", "tags.weight") if tags else ())


def lookup(s: Scenario) -> Settings:
    """A score that moves, and everybody sees it."""
    return at(s, "score.lookup") if fed(s) and s.score.lookup == "public" else ()


def pooled(s: Scenario) -> Settings:
    """What one buys and reads counts in a score, or files of several spheres hang on one number."""
    files = s.score.in_force and s.identity.share > 0 and len(set(s.identity.linked)) > 1
    return scored(s, ("buy", "browse")) + (at(s, "identity.linked") if files else ())


def purchases(s: Scenario) -> Settings:
    """Buying the wrong goods costs points."""
    return tuple(found for found in scored(s, ("buy",)) if found.path.endswith(".loss"))


def travel(s: Scenario) -> Settings:
    """Travel papers or tickets follow from it."""
    return _access(s, "travel_papers", "tickets")


def jobs(s: Scenario) -> Settings:
    """Jobs follow from it, or employers look back at what was said."""
    return _access(s, "jobs") + looked_back(s)


def loan(s: Scenario) -> Settings:
    """Loans follow from the score."""
    return _access(s, "loan", on="score")


def internet(s: Scenario) -> Settings:
    """The speed of the internet, or how far a voice carries, follows from it."""
    return _access(s, "internet", "reach")


def frozen(s: Scenario) -> Settings:
    """Accounts are frozen, or the bank follows from it."""
    return (at(s, "freeze.power", "freeze.court") if freezes(s) else ()) + _access(s, "bank")


def medical(s: Scenario) -> Settings:
    """Medical files hang on the number of a citizen."""
    linked = s.score.in_force and "health" in s.identity.linked and s.identity.share > 0
    return at(s, "identity.linked", "identity.share") if linked else ()


def mandatory(s: Scenario) -> Settings:
    """There is a score that matters, and nobody is asked."""
    matters = bool(fed(s) or tiers(s, on="score"))
    return at(s, "enrolment.mandatory_day") if s.score.in_force and compels(s) and matters else ()


def opt_in(s: Scenario) -> Settings:
    """People join of their own will, and benefits wait for them."""
    given = tiers(s, effect="gives")
    if not (s.score.in_force and opens(s) and given):
        return ()
    return at(s, "enrolment.opt_in_day", *(f"tiers.{i}.value" for i, _ in given))


def no_remedy(s: Scenario) -> Settings:
    """Something is taken, and there is no way back for it: neither appeal nor repair for a score, no cure for a list, no
    court before freezing; from direct punishment by the system there never is one."""
    appeals = s.appeal.share > 0 and s.appeal.right + s.appeal.wrong > 0
    found: Settings = ()
    if not appeals and s.repair.months == 0:
        found += _access(s, effect="takes", on="score")
    if s.blacklist.cure == 0:
        found += _access(s, effect="takes", on="blacklist")
    if freezes(s) and s.freeze.court == 1:
        found += at(s, "freeze.court")
    return found + (() if s.punishment.by_law else speech_punished(s))


def old(s: Scenario) -> Settings:
    """Speech of a year ago, or of before joining, still counts, or an employer still finds it."""
    found_late = (
        at(s, "jobs.lookback_days") if looked_back(s) and s.jobs.lookback_days > MONTH * OLD_MONTHS else ()
    )
    if not speech(s):
        return found_late
    months = s.score.memory_months
    left = (1 - s.score.fade) ** (MONTH * OLD_MONTHS)
    wiped = 0 < s.repair.months < OLD_MONTHS
    kept = (months == 0 or months >= OLD_MONTHS) and left > OLD_LEFT and not wiped
    found = at(s, "score.memory_months", "score.fade") if kept else ()
    return found + (at(s, "enrolment.retroactive") if s.enrolment.retroactive else ()) + found_late


def informers(s: Scenario) -> Settings:
    """Hidden helpers of the authority among friends."""
    return agents(s)


def vetting(s: Scenario) -> Settings:
    """Jobs follow from a score in which what people say counts."""
    found = _access(s, "jobs", on="score")
    return found + speech(s) if found and speech(s) else ()


def shaming(s: Scenario) -> Settings:
    """A mark that everybody sees is put on those below an edge, or all can see who is on a list."""
    return _access(s, "badge", effect="takes") + (
        at(s, "blacklist.public") if lists(s) and s.blacklist.public else ()
    )


MECHANISMS: dict[str, Callable[[Scenario], Settings]] = {
    function.__name__: function
    for function in (
        speech, permission, speech_punished, friends, lookup, pooled, purchases, travel, jobs, loan, internet,
        frozen, medical, mandatory, opt_in, no_remedy, old, informers, vetting, shaming,
    )
}  # fmt: skip
