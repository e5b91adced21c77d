"""What can be moved in world A: values of the scenario by path. A scenario shows those levers that it reads."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sottovoce.errors import RunError, ScenarioError, nearest
from sottovoce.law.mechanisms import (
    agents,
    conduct,
    enrols,
    fed,
    freezes,
    lists,
    observed,
    opens,
    own,
    rated,
    reported,
    scored,
)
from sottovoce.scenario.fields import describe
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.scenario.paths import get, with_values

Uses = Callable[[Scenario], bool]  # of the scenario as it stands on a day


@dataclass(frozen=True)
class Lever:
    """A value that the page can move. `founding`: only from day 0, for it makes the people or the timetable."""

    key: str  # in the address of the page
    path: str
    label: str
    about: str
    uses: Uses
    low: float | None = 0.0  # where the slider begins; None: where the range to sweep begins
    high: float | None = None  # where it ends; None: where the range to sweep ends
    founding: bool = False


def _reads(kind: str, *channels: str) -> Uses:
    """Acts in these channels can bring (gain) or cost (loss) points."""
    return lambda s: any(one.path.endswith(kind) for one in scored(s, channels))


def _drags(s: Scenario) -> bool:
    return enrols(s) and bool(fed(s)) and s.score.friend_weight > 0


def _spills(s: Scenario) -> bool:
    return (
        enrols(s)
        and s.score.spill > 0
        and (s.score.spill_gains or any(o.path.endswith("loss") for o in own(s)))
    )


def _pulls(s: Scenario) -> bool:
    """Friends pull on a score."""
    return _drags(s) or _spills(s)


def _known(s: Scenario) -> bool:
    """Friends can know who pulls."""
    return s.score.lookup not in ("own", "secret") or s.score.blame_tool


def _costs(s: Scenario) -> bool:
    """Some act of one's own can cost points."""
    return any(one.path.endswith("loss") for one in scored(s, CHANNELS))


def _watched(s: Scenario) -> bool:
    """Some act has a consequence, in a channel that is looked at (what informers see does not hang on it)."""
    follows = _punishes(s) or freezes(s)
    looked = [c for c in CHANNELS if getattr(s.channels, c).rate > 0 and getattr(s.channels, c).coverage > 0]
    return bool(looked) and (follows or bool(scored(s, looked)))


def _punishes(s: Scenario) -> bool:
    return s.score.in_force and s.punishment.severity > 0 and any(observed(s, name) for name in CHANNELS)


def _spied(s: Scenario) -> bool:
    return bool(agents(s)) and s.informers.share > 0


def _loses(s: Scenario) -> bool:
    return any(one.path.endswith("loss") for one in (*own(s), *rated(s))) or bool(reported(s))


def _reacts(s: Scenario) -> bool:
    """There is something to react to: for what one says, whether one joins, or whom one keeps."""
    speaks = _punishes(s) or freezes(s) or bool(scored(s, CHANNELS)) or bool(agents(s))
    return s.score.in_force and (speaks or (enrols(s) and opens(s)) or (_pulls(s) and _known(s)))


LEVERS = (
    Lever("friends", "score.friend_weight", "Friends’ scores count", "How much of a score is the mean of the friends’ scores.", _drags, high=0.6),
    Lever("spill", "score.spill", "Friends’ acts fall on me", "What share of the points that friends lose is taken from me too.", _spills),
    Lever("post", "channels.post.loss", "A post of dissent costs", "Points off for a post of full dissent that is seen.", _reads("loss", "post")),
    Lever("praise", "channels.post.gain", "A post of praise earns", "Points for a post of full loyalty that is seen.", _reads("gain", "post")),
    Lever("share", "channels.share.loss", "Sharing dissent costs", "Points off for passing dissent on.", _reads("loss", "share")),
    Lever("buy", "channels.buy.loss", "Buying the wrong goods costs", "Points off for a purchase that dissents.", _reads("loss", "buy")),
    Lever("browse", "channels.browse.loss", "Reading the wrong pages costs", "Points off for what is read.", _reads("loss", "browse")),
    Lever("late", "channels.conduct.loss", "An offence costs", "Points off for a late payment or an offence.",
          lambda s: any(o.path.endswith("loss") for o in conduct(s))),
    Lever("honour", "channels.conduct.gain", "An honour earns", "Points for a good deed that is recorded.",
          lambda s: any(o.path.endswith("gain") for o in conduct(s))),
    Lever("recorded", "channels.conduct.coverage", "Offences that are recorded", "The chance that a late payment or an offence is recorded.",
          lambda s: bool(conduct(s)) or lists(s), high=1.0),
    Lever("rated", "reports.ratings_rate", "How often people are rated", "Chance a day of being rated by somebody.", lambda s: bool(rated(s))),
    Lever("bad", "reports.ratings_loss", "A bad rating costs", "Points off for a bad rating.",
          lambda s: any(o.path.endswith("loss") for o in rated(s))),
    Lever("spite", "reports.ratings_malice", "Ratings out of malice", "The share of ratings that are bad whoever is rated.",
          lambda s: any(o.path.endswith("loss") for o in rated(s))),
    Lever("false", "reports.malice", "False reports", "Chance a day of being reported for what one never did.", lambda s: bool(reported(s))),
    Lever("point", "score.point_value", "What a point is worth", "How much people care about a point.",
          lambda s: bool(scored(s, CHANNELS)) or (_pulls(s) and _known(s))),
    Lever("reproach", "score.reproach", "Friends mind what I cost them", "What a point lost by a friend through me weighs for me.",
          lambda s: _costs(s) and _pulls(s) and _known(s)),
    Lever("lookup", "score.lookup", "Who may see a score", "Only its owner, friends too, or anybody.",
          lambda s: bool(fed(s)) and (_pulls(s) or (s.score.status_value > 0 and bool(scored(s, CHANNELS))))),
    Lever("blame", "score.blame_tool", "Show which friends hurt", "Whether people can find out which friend pulls their score.",
          lambda s: _costs(s) and _pulls(s)),
    Lever("fear", "punishment.severity", "Punishment of what is seen", "What a direct punishment of an act that is seen costs.",
          lambda s: _punishes(s) or _reads("loss", "post", "share", "gather")(s)),
    Lever("watched", "watching.nu", "How closely people are watched", "The chance that the faintest act is seen.", _watched, high=1.0),
    Lever("informs", "informers.report", "What informers pass on", "The chance that an informer reports a friend’s public dissent.", _spied, high=1.0),
    Lever("believed", "informers.believed", "Friends taken for informers", "The share of friends whom people believe to be informers.",
          lambda s: bool(agents(s)) and s.informers.report > 0, high=0.5),
    Lever("entrap", "informers.answer_days", "Days in which an answer counts", "How long after a provocateur’s words a friend’s dissent is an answer.",
          lambda s: s.informers.provocateurs > 0 and bool(agents(s)), low=1.0),
    Lever("freeze", "freeze.chance", "An account is frozen", "The chance that open dissent, once seen, freezes an account.", freezes, high=1.0),
    Lever("court", "freeze.court", "A court allows it", "The chance that a court allows an account to be frozen; 1: none is asked.", freezes, high=1.0),
    Lever("frozen", "freeze.days", "Days that it stays frozen", "How long an account stays frozen.", freezes, low=1.0),
    Lever("linked", "identity.share", "People with linked records", "The share of people whose records hang on the number.",
          lambda s: s.score.in_force and bool(s.identity.linked) and (freezes(s) or bool(conduct(s)) or lists(s)), high=1.0),
    Lever("entry", "blacklist.entry", "An offence leads to the list", "The chance that a recorded offence puts somebody on the list.", lists),
    Lever("cure", "blacklist.cure", "Paying, and leaving the list", "Chance a day to pay, and be off the list.", lists),
    Lever("appeal", "appeal.share", "Losses are appealed", "The chance that lost points are appealed.",
          lambda s: s.appeal.share > 0 and _loses(s), high=1.0),
    Lever("repair", "repair.months", "Clean months that repair a file", "Months without a loss after which a file is lifted; 0: never.",
          lambda s: s.repair.months > 0 and any(o.path.endswith("loss") for o in own(s)), low=1.0),
    Lever("review", "ties.review", "How often friendships are thought over", "Chance a day that a citizen thinks one tie over.",
          lambda s: s.ties.drop in ("discordant", "random") or s.ties.calm_drop > 0 or (_pulls(s) and _known(s))),
    Lever("joins", "enrolment.opt_in_day", "The day joining opens", "From this day anybody may join.",
          lambda s: bool(fed(s)) and s.enrolment.opt_in_day is not None, high=360.0, founding=True),
    Lever("mandate", "enrolment.mandatory_day", "The mandatory date", "The day from which everybody is scored.",
          lambda s: bool(fed(s)) and s.enrolment.mandatory_day is not None, low=None, high=360.0, founding=True),
    Lever("memory", "score.memory_months", "How long an act is remembered", "Months after which an act is forgotten.",
          lambda s: s.score.memory_months > 0 and bool(fed(s)), low=1.0, founding=True),
    Lever("spies", "informers.share", "People asked to inform", "The share of citizens who are asked to inform.", _spied, high=0.1, founding=True),
    Lever("refuse", "informers.refusal", "Those who refuse", "The share of those asked who do not inform.", _spied, high=1.0, founding=True),
    Lever("planted", "informers.provocateurs", "People planted", "The share of citizens planted to dissent aloud.",
          lambda s: s.informers.provocateurs > 0 and bool(agents(s)), founding=True),
    Lever("alike", "society.homophily", "Neighbours think alike", "How much views inside a neighbourhood agree.", lambda s: True, low=0.0, founding=True),
    Lever("aware", "society.aware", "Who knows of the system", "The share of people who know of it; who does not, does not react.", _reacts, founding=True),
)  # fmt: skip
OLD = {"slow": "tiers.2.edge"}  # the lever of version 0.1 for the third edge


def of(scenario: Scenario) -> tuple[Lever, ...]:
    """The levers that this scenario reads on any of its days, its edges among them."""
    states = [now for _, _, now in scenario.periods()]
    found = [one for one in LEVERS if any(one.uses(now) for now in states) and _has(scenario, one.path)]
    at = next((n for n, one in enumerate(found) if one.founding), len(found))
    return (*found[:at], *_edges(scenario), *found[at:])


def _has(scenario: Scenario, path: str) -> bool:
    return get(scenario, path) is not None


def _edges(scenario: Scenario) -> list[Lever]:
    """A lever for each edge of a score that can move."""
    if not any(fed(now) for _, _, now in scenario.periods()):
        return []
    found = []
    for n, tier in enumerate(scenario.tiers):
        if tier.on != "score" or tier.edge is None:
            continue
        way = "above" if tier.effect == "gives" else "below"
        path = f"tiers.{n}.edge"
        key = next(
            (key for key, old in OLD.items() if old == path and tier.name == "slow internet"), f"edge{n}"
        )
        since = f", from day {tier.from_day} on" if tier.from_day else ""
        about = f"The score {way} which this is {'given' if tier.effect == 'gives' else 'taken'}{since}."
        found.append(
            Lever(key, path, f"{tier.name[:1].upper()}{tier.name[1:]} {way}", about, lambda s: True, low=None)
        )
    return found


def levers(scenario: Scenario) -> list[dict[str, Any]]:
    """The levers of this scenario, as the page wants them: range, unit, value, and what was assumed."""
    found = []
    for lever in of(scenario):
        value, info = get(scenario, lever.path), describe(lever.path)
        entry: dict[str, Any] = {
            "key": lever.key, "path": lever.path, "label": lever.label, "about": lever.about, "kind": info.kind,
            "unit": info.unit, "value": value, "founding": lever.founding, "choices": list(info.choices),
        }  # fmt: skip
        if info.kind in ("number", "whole number"):
            entry |= _range(scenario, lever, float(value))
        found.append(entry)
    return found


def _range(scenario: Scenario, lever: Lever, value: float) -> dict[str, Any]:
    """Where the slider begins and ends, its step, and the range that the value is to be swept over."""
    info = describe(lever.path)
    given = scenario.sources.get(lever.path)
    swept = [
        v for v in ((given.assumed if given else None) or info.assumed or ()) if isinstance(v, int | float)
    ]
    score = scenario.score
    if lever.path.startswith("tiers."):
        swept = [v for v in swept if score.low <= v <= score.high] if given and given.assumed else []
        reach = (score.high - score.low) / 6
        low, high = min([*swept, value - reach]), max([*swept, value + reach])
        low, high = _between(scenario, lever, max(low, score.low), min(high, score.high))
    else:
        low = min([value, *swept]) if lever.low is None else lever.low
        high = lever.high if lever.high is not None else max([value, *swept])
        if (
            info.kind == "number" and value > 0 and high > 100 * value
        ):  # the slider could not be set finely enough
            high = 20 * value
    low, high = min(low, value), _allowed(scenario, lever.path, value, max(high, value))
    if info.kind == "whole number":
        return {"low": math.ceil(low), "high": math.floor(high), "swept": swept, "step": 1}
    step = _step(high - low)
    return {"low": low, "high": high, "swept": swept, "step": step}


def _between(scenario: Scenario, lever: Lever, low: float, high: float) -> tuple[float, float]:
    """Room for an edge: what gives and what takes the same must not cross."""
    own = scenario.tiers[int(lever.path.split(".")[1])]
    for other in scenario.tiers:
        if other.access == own.access and other.effect != own.effect and other.edge is not None:
            low, high = (
                (max(low, other.edge), high) if own.effect == "gives" else (low, min(high, other.edge))
            )
    return low, high


def _allowed(scenario: Scenario, path: str, value: float, high: float) -> float:
    """The end of a slider, nearer to the value where values together would not fit the scale."""
    whole = describe(path).kind == "whole number"
    for _ in range(8):
        try:
            with_values(scenario, {path: int(high) if whole else float(high)})
            return high
        except ScenarioError:
            high = (value + high) / 2
    return value


def _step(width: float) -> float:
    for unit in (0.00002, 0.0001, 0.0002, 0.001, 0.005, 0.01, 0.05, 0.25, 1.0, 5.0):
        if width / unit <= 120:
            return unit
    return width / 100


def lever_values(scenario: Scenario, given: Mapping[str, Any]) -> dict[str, Any]:
    """Values by path from values by key of a lever. RunError for a key that is none, ScenarioError for a value."""
    known = {lever.key: lever for lever in of(scenario)}
    found: dict[str, Any] = {}
    for key, value in given.items():
        if key not in known:
            raise RunError(f'lever: "{key}" given; there is no such lever.{nearest(str(key), known)}')
        path = known[key].path
        kind = describe(path).kind
        if kind == "whole number" and isinstance(value, float) and value.is_integer():
            value = int(value)
        if kind == "number" and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        found[path] = value
    with_values(scenario, found)
    return found


def founding(scenario: Scenario) -> set[str]:
    """Keys of the levers that only move from day 0."""
    return {one.key for one in of(scenario) if one.founding}
