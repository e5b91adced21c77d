"""Knock-outs: which feature does the harm? One mechanism of the system at a time is set to its neutral value.

A neutral value switches the mechanism off: a weight of nothing, a switch turned off, a date that never
comes. Only mechanisms of the system can be knocked out. What belongs to the people, their climate or the law is the same
in both worlds, and taking it from one of them would compare two societies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from sottovoce.errors import ScenarioError, nearest
from sottovoce.reforms.hold import held, scored, states
from sottovoce.scenario.fields import numbered, places
from sottovoce.scenario.format import shown
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.scenario.paths import get, plain


class Feature(NamedTuple):
    """A mechanism that can be taken away. `neutral` is a value, or the values of a section's fields by name."""

    neutral: Any
    what: str  # what is so without it
    listed: bool = True  # among `--without all`
    not_if: Callable[[Scenario], str | None] = lambda now: None  # why it is no part of the system


def _by_law(now: Scenario) -> str | None:
    return "it is part of the law (punishment.by_law true)" if now.punishment.by_law else None


def _with_and_without(now: Scenario) -> str | None:
    there = now.jobs.hunts > 0 and now.jobs.without_score
    return "employers look back without a score too (jobs.without_score true)" if there else None


def _not_for_scores(path: str, ours: str) -> Callable[[Scenario], str | None]:
    def why(now: Scenario) -> str | None:
        is_ = get(now, path)
        return (
            None
            if is_ in (ours, "never")
            else f"friends are dropped or made without any score ({path} {is_})"
        )

    return why


_COUNTS = {"gain": 0.0, "loss": 0.0}
_SAID = {
    "post": "posts",
    "share": "shared links",
    "gather": "meetings",
    "buy": "purchases",
    "browse": "what is browsed",
    "conduct": "conduct",
}
_CHANNELS = {name: f"no points for {_SAID[name]}" for name in (*CHANNELS, "conduct")}
_LOOKERS = ("friends", "strangers", "lenders", "employers")
FEATURES: dict[str, Feature] = {
    **{f"channels.{name}": Feature(_COUNTS, what) for name, what in _CHANNELS.items()},
    **{f"channels.{name}.gain": Feature(0.0, f"{name}: no points for loyal acts", False) for name in CHANNELS},
    **{f"channels.{name}.loss": Feature(0.0, f"{name}: no points off for dissent", False) for name in CHANNELS},
    "channels.conduct.gain": Feature(0.0, "no points for honours", False),
    "channels.conduct.loss": Feature(0.0, "no points off for bad conduct", False),
    "topics.N": Feature(_COUNTS, "what is said, shared or bought on it costs and earns no points"),
    "topics.N.gain": Feature(0.0, "no points for loyal acts on it", False),
    "topics.N.permitted": Feature(0.0, "nobody is permitted to dissent on it"),
    "topics.N.loss": Feature(0.0, "no points off for dissent on it", False),
    "watching.nu": Feature(0.0, "faint acts go unseen"),
    "watching.learn": Feature(0.0, "people do not learn how closely they are watched"),
    "watching.others": Feature(1.0, "everybody is watched alike"),
    "punishment.severity": Feature(0.0, "no act is punished directly", True, _by_law),
    "score.memory_months": Feature(1, "acts are forgotten after a month"),
    "score.fade": Feature(0.0, "points do not fade by themselves"),
    "score.friend_weight": Feature(0.0, "friends' scores do not count"),
    "score.spill": Feature(0.0, "friends' acts do not count"),
    "score.spill_gains": Feature(False, "friends' gains do not spill over"),
    "score.reach_scaled": Feature(False, "points do not grow with the author's ties"),
    "score.lookup": Feature("own", "nobody but the authority and I sees my score"),
    "score.update": Feature("daily", "the score is made anew every day"),
    "score.demotion.chance": Feature(0.0, "no event puts anybody straight into a lower grade"),
    **{
        f"score.weights.{name}": Feature(0.0, f"the dimension {name} does not count", False)
        for name in ("speech", "consumption", "conduct", "reports")
    },
    "score.blame_tool": Feature(False, "no tool shows which friend hurts"),
    "score.point_value": Feature(0.0, "a point is worth nothing by itself"),
    "score.status_value": Feature(0.0, "a score is nothing to show off"),
    "score.standing": Feature(dict.fromkeys(_LOOKERS, 0.0), "nobody looks scores up: no pride, no face, no refusals"),
    "score.standing.pride": Feature(0.0, "standing above friends is worth nothing"),
    "score.standing.face": Feature(0.0, "nobody loses face below friends"),
    **{f"score.standing.{who}": Feature(0.0, f"{who} do not look scores up", False) for who in _LOOKERS},
    "score.reproach": Feature(0.0, "friends do not hold lost points against one another"),
    "informers.share": Feature(0.0, "nobody informs"),
    "informers.believed": Feature(0.0, "nobody thinks that friends inform"),
    "informers.provocateurs": Feature(0.0, "nobody is planted (and all are counted as citizens)"),
    "reports.rate": Feature(0.0, "friends report nothing"),
    "reports.malice": Feature(0.0, "nobody reports what never was"),
    "reports.ratings_rate": Feature(0.0, "nobody rates anybody"),
    "tags.chance": Feature(0.0, "nobody is tagged in what friends say", True, _with_and_without),
    "tags.weight": Feature(0.0, "who is tagged shares no points", False),
    "jobs.hunts": Feature(0.0, "no employer looks back at what was said", True, _with_and_without),
    "jobs.finds": Feature(0.0, "employers find nothing in what was said", False, _with_and_without),
    "identity.linked": Feature([], "no number links records"),
    "freeze.power": Feature(False, "no account can be frozen"),
    "blacklist.entry": Feature(0.0, "nobody is put on a list"),
    "blacklist.public": Feature(False, "friends do not see who is on the list"),
    "repair.months": Feature(0, "clean months repair nothing"),
    "appeal.share": Feature(0.0, "nobody appeals"),
    "appeal.review": Feature(0.0, "nobody looks into reports"),
    "enrolment.opt_in_day": Feature(None, "nobody may join before it is mandatory"),
    "enrolment.mandatory_day": Feature(None, "nobody is made to join"),
    "enrolment.retroactive": Feature(False, "acts before joining do not count"),
    "tiers": Feature([], "nothing follows from a score", False),
    "tiers.N": Feature(None, "it does not follow from a score"),
    "tiers.N.strength": Feature(0.0, "it has no side effect", False),
    "tiers.N.value": Feature(0.0, "nobody minds it", False),
    "tiers.N.slack": Feature(0.0, "it ends where it began", False),
    "ties.drop": Feature("never", "nobody drops a friend for a score", True, _not_for_scores("ties.drop", "score")),
    "ties.make": Feature(
        "never", "nobody befriends a high score", True, _not_for_scores("ties.make", "high_score")
    ),
}  # fmt: skip


def without(scenario: Scenario, path: str) -> Scenario:
    """The scenario with the mechanism at `path` neutral on every day; the same one where it is neutral already."""
    feature = _feature(scenario, path)
    names = path.split(".")
    if names[0] == "tiers" and len(names) > 1:
        return held(scenario, lambda now: {"tiers": _tiers(scenario, now, names)})
    if isinstance(feature.neutral, dict):
        return held(scenario, lambda now: {f"{path}.{name}": v for name, v in feature.neutral.items()})
    return held(scenario, lambda now: {path: feature.neutral})


def without_not(scenario: Scenario, path: str) -> str | None:
    """Why knocking out `path` changes nothing, or may not be done; None where it can. Raises ScenarioError where no such
    mechanism exists."""
    feature = _feature(scenario, path)
    for now in states(scenario):
        if why := feature.not_if(now):
            return f"{why}, and is in the world without the system too"
    if idle := _idle(scenario, path):
        return idle
    if without(scenario, path) == scenario:
        return f"it is neutral in {scenario.name} already ({_neutral(path, feature)})"
    return None


def not_weighed(scenario: Scenario, term: str) -> Scenario:
    """The scenario without what a term of the choice weighs, on every day: `score`, `reproach` or `punishment`; the same one where nothing
    would change. Points are counted as before, and sanctions follow. What is law stays, in both worlds."""

    def changes(now: Scenario) -> dict[str, Any]:
        if term == "score":
            tiers = [tier.model_copy(update={"value": 0.0}) for tier in now.tiers]
            values = ("point_value", "status_value", "standing.pride", "standing.face")
            return {f"score.{name}": 0.0 for name in values} | {"tiers": plain(tuple(tiers))}
        if term == "reproach":
            seen = now.score.lookup in ("friends", "public") or now.score.blame_tool
            loses = (seen and now.score.friend_weight > 0) or (now.score.blame_tool and now.score.spill > 0)
            return {"score.reproach": 0.0} if loses else {}
        by_law = now.punishment.by_law
        return {"freeze.power": False} | ({} if by_law else {"punishment.severity": 0.0})

    return held(scenario, changes)


def features(scenario: Scenario) -> tuple[list[str], dict[str, str]]:
    """Paths of `--without all`: every mechanism of the scenario that can be taken away by itself; and those that cannot,
    with why."""
    found: list[str] = []
    for path, feature in FEATURES.items():
        if feature.listed:
            part, entries, rest = path.partition(".N")
            count = len(getattr(scenario, part)) if entries else 0
            found += [f"{part}.{n}{rest}" for n in range(count)] if entries else [path]
    reasons = {path: without_not(scenario, path) for path in found}
    idle = {p: why for p, why in reasons.items() if why and not p.endswith(".permitted")}
    return [p for p in found if reasons[p] is None], idle


def path_of(scenario: Scenario, text: str) -> str:
    """The path of a mechanism by its path, the name of a tier or topic, or the words for a world without it, in any case: ``slow internet`` is ``tiers.2``.
    What is none of these stays as it is."""
    asked = " ".join(text.replace("’", "'").lower().split())
    for part in ("tiers", "topics"):
        for n, entry in enumerate(getattr(scenario, part)):
            if entry.name.lower() == asked:
                return f"{part}.{n}"
    known, idle = features(scenario)
    return next(
        (
            path
            for path in (*known, *idle)
            if asked in (lacking(scenario, path).lower(), called(scenario, path).lower())
        ),
        text,
    )


def called(scenario: Scenario, path: str) -> str:
    """What is so without it, for a reader: ``friends' acts do not count``; tiers by their names."""
    names = path.split(".")
    what = _feature(scenario, path).what
    if names[0] in ("tiers", "topics") and len(names) > 1:
        return f"{getattr(scenario, names[0])[int(names[1])].name}: {what}"
    return what


def lacking(scenario: Scenario, path: str) -> str:
    """A world without it, in few words: ``No slow internet``, ``Friends' acts do not count``."""
    names = path.split(".")
    text = called(scenario, path)
    if names[0] in ("tiers", "topics") and len(names) == 2:
        entry = getattr(scenario, names[0])[int(names[1])].name
        text = f"no {entry}" if names[0] == "tiers" else f"no points on {entry}"
    return text[:1].upper() + text[1:]


def _feature(scenario: Scenario, path: str) -> Feature:
    names = path.split(".")
    general = ".".join("N" if numbered(name) else name for name in names)
    if general in FEATURES:
        if "N" in general:
            get(scenario, path)  # there may be no such tier
        return FEATURES[general]
    if general not in places():
        known = [p for p in FEATURES if "N" not in p]
        known += [f"{part}.{n}" for part in ("tiers", "topics") for n in range(len(getattr(scenario, part)))]
        hint = (
            nearest(path, known)
            or " Known, among others: score.spill, score.lookup, tiers.0; all of them: all."
        )
        raise ScenarioError([f"{path}: no such mechanism.{hint}"])
    if names[0] in ("society", "voice", "name", "label", "about", "citizens", "days", "seed"):
        why = "it belongs to the people or the run and is the same in both worlds"
    elif names[0] in ("dates", "sources"):
        why = "it is no mechanism of its own"
    else:
        why = "it has no neutral value: it says how, not whether"
    raise ScenarioError([f"{path}: cannot be knocked out: {why}. To change it use --set."])


def _idle(scenario: Scenario, path: str) -> str | None:
    """Why a mechanism never acts, though its own value is not neutral."""
    if not any(now.score.in_force for now in states(scenario)):
        return f"nothing of a system is in force in {scenario.name} (score.in_force false)"
    if path.startswith(_OF_SCORES) and not scored(scenario):
        return f"nobody is scored in the {scenario.days:,} days of {scenario.name}"
    names = path.split(".")
    needs: tuple[tuple[str, ...], Any] = _NEEDS.get(path, ((), None))
    if names[0] == "channels":
        rates = ("bad_rate", "good_rate") if names[1] == "conduct" else ("rate",)
        needs = (tuple(f"channels.{names[1]}.{rate}" for rate in rates), 0)
    if names[0] == "topics":
        shares = scenario.topics[int(names[1])].shares
        rates = tuple(f"channels.{name}.rate" for name in CHANNELS if getattr(shares, name))
        needs = (rates, 0)
    paths, off = needs
    if not paths or any(get(now, p) != off for now in states(scenario) for p in paths):
        return None
    return f"it is idle in {scenario.name} ({', '.join(f'{p} {shown(off)}' for p in paths)})"


# Mechanisms that work through a score.
_OF_SCORES = (
    "channels.",
    "topics.",
    "score.",
    "tiers",
    "ties.",
    "enrolment.",
    "repair.",
    "appeal.",
    "reports.malice",
    "reports.ratings_rate",
)
_NEEDS: dict[str, tuple[tuple[str, ...], Any]] = {
    "blacklist.public": (("blacklist.entry",), 0),
    "appeal.review": (("reports.malice",), 0),
    "informers.believed": (("informers.report",), 0),
    "tags.weight": (("tags.chance",), 0),
    "jobs.finds": (("jobs.hunts",), 0),
    "score.standing.pride": (tuple(f"score.standing.{who}" for who in _LOOKERS), 0),
    "score.standing.face": (tuple(f"score.standing.{who}" for who in _LOOKERS), 0),
}


def _tiers(scenario: Scenario, now: Scenario, names: list[str]) -> list[dict[str, Any]]:
    """The tiers without one, or with one value of it neutral; it is known by name, as a date may renumber tiers."""
    name = scenario.tiers[int(names[1])].name
    if len(names) == 2:
        return [plain(tier) for tier in now.tiers if tier.name != name]
    neutral = FEATURES[f"tiers.N.{names[2]}"].neutral
    return [plain(tier) | ({names[2]: neutral} if tier.name == name else {}) for tier in now.tiers]


def _neutral(path: str, feature: Feature) -> str:
    if isinstance(feature.neutral, dict):
        return ", ".join(f"{path}.{name} {shown(v)}" for name, v in feature.neutral.items())
    return f"{path} {shown(feature.neutral)}"


def neutral_text(path: str) -> str:
    """The neutral value of a mechanism, as a scenario file has it; "gone" for a tier."""
    return "gone" if path == "tiers.N" else _neutral(path, FEATURES[path]).replace(f"{path} ", "", 1)
