"""The mirror: what a system does, held up to those who would have it. What people lose; what the system itself no longer knows; whom those who set
it could favour; and what speaks for it.

For each seed three worlds of the same people with the same luck: *with*, *without*, and with, but for a random hundredth of the citizens from whose files
nothing of their own is lost (measure.evenings.Exempt). Which worlds are lived, and which rows there are, is fixed before the first day: nothing here is searched for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from sottovoce.errors import RunError
from sottovoce.measure.daily import NAN, total
from sottovoce.measure.evenings import Acts, Exempt, exempt
from sottovoce.measure.information import classes, entropy, further, information
from sottovoce.measure.names import MEASURES
from sottovoce.measure.pairs import effect, interval
from sottovoce.reforms import no_system
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.society import Society
from sottovoce.society.needs import Needs
from sottovoce.study.asked import seeds as seeds_asked
from sottovoce.study.study import live_worlds
from sottovoce.study.worlds import World

CITIZENS, SEEDS = 2000, 8
DAYS = 90  # at the end of a run, over which public acts are looked at
FIFTHS = (0.2, 0.4, 0.6, 0.8)
THIRDS = (1 / 3, 2 / 3)
LEVELS = (
    -1 / 3,
    -0.05,
    0.05,
    1 / 3,
)  # edges of classes of a mean level: loyal, rather loyal, silent, rather dissenting, dissenting
LOST = ("spoke", "held_back", "cut_off", "browsing_held_back", "ties_cut", "lost_someone", "isolated", "access_lost", "access_without_dissent", "refused",
        "net_without_dissent")  # fmt: skip
FOR = ("benefits", "gain_without_dissent")
LOSE, KNOW, FAVOUR, SPEAKS = PARTS = ("lose", "know", "favour", "for")
WORLDS = ("with", "without", "exempt")


class Row(NamedTuple):
    """One number: in two worlds, their difference, and its paired 95% t interval over the seeds (None with fewer than two)."""

    part: str  # one of PARTS
    name: str
    with_: float  # in the part "favour": of those exempt
    without: float  # in the part "favour": of the same people where nobody is
    difference: float
    low: float | None
    high: float | None
    unit: str
    about: str


# name: part, unit, what it is
MADE: dict[str, tuple[str, str, str]] = {
    "acts_tell": (KNOW, "bits", f"what public acts of the last {DAYS} days tell of private views, in fifths (mutual information less what luck alone would tell)"),
    "acts_and_score_tell": (KNOW, "bits", "what these acts and the score together tell of private views; without a system there is no score, and it is the acts alone"),
    "to_be_known": (KNOW, "bits", "the most that could be told of private views in fifths"),
    "rank": (FAVOUR, "percentile", "mean rank by published score of a random hundredth, last day (0 lowest, 100 highest)"),
    "top_tenth": (FAVOUR, "share", "share of them in the top tenth"),
    "days_under_sanction": (FAVOUR, "days/citizen-year", "their days under any sanction per citizen-year"),
    "others_moved": (FAVOUR, "percentile", "how far the ranks of everybody else moved for it, up or down, mean"),
    "offences": (SPEAKS, "events/citizen-year", "offences recorded per citizen-year"),
    "honours": (SPEAKS, "events/citizen-year", "honours recorded per citizen-year"),
    "score_tells_of_trust": (SPEAKS, "bits", "what a score, in fifths, tells whoever looks it up of trustworthiness, in fifths (less what luck alone would tell)"),
}  # fmt: skip


@dataclass
class Mirror:
    """What the mirror shows. `rows` are in a fixed order, whatever they hold."""

    scenario: Scenario
    seeds: int
    rows: list[Row] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def plan(scenario: Scenario, seeds: int | None = None) -> list[World]:
    """All worlds, none lived: three a seed."""
    count = seeds_asked(seeds, SEEDS)
    found: list[World] = []
    for k in range(count):
        seeded = with_values(scenario, {"seed": scenario.seed + k}) if k else scenario
        lives = {"with": seeded, "without": no_system(seeded), "exempt": seeded}
        for name, one in lives.items():
            evening = Exempt(one) if name == "exempt" else Acts(one.citizens, DAYS)
            found.append(World(name, k, one, kept=True, ledgered=name == "exempt", evening=evening))
    return found


def mirror(scenario: Scenario, seeds: int | None = None, threads: int | None = None) -> Mirror:
    """Live the worlds and count. RunError where no system is ever in force, or nothing could be lived to its end."""
    if not scenario.ever_in_force:
        raise RunError(
            f"{scenario.name}: no system is in force on any day (score.in_force false), so a mirror has nothing to show. Give another scenario."
        )
    worlds = plan(scenario, seeds)
    live_worlds(worlds, threads)
    errors = [f"{w.name}, seed {w.scenario.seed}: {w.error}" for w in worlds if w.error]
    trios = [worlds[k : k + 3] for k in range(0, len(worlds), 3)]
    triples = [trio for trio in trios if not any(world.error for world in trio)]
    if not triples:
        raise RunError("No seed was finished:\n  " + "\n  ".join(errors))
    return Mirror(scenario, len(triples), rows(triples), errors)


def rows(triples: Sequence[Sequence[World]]) -> list[Row]:
    """All rows, from the worlds of each seed."""
    numbers = [_numbers(*trio) for trio in triples]
    found = [_measure(LOSE, name, triples) for name in LOST]
    for name, (part, unit, about) in MADE.items():
        found.append(_row(part, name, [one[name] for one in numbers], unit, about))
    found += [_measure(SPEAKS, name, triples) for name in FOR]
    return found


def _measure(part: str, name: str, triples: Sequence[Sequence[World]]) -> Row:
    return _row(
        part,
        name,
        [(a.measures[name], b.measures[name]) for a, b, _ in triples],
        MEASURES[name].unit,
        MEASURES[name].about,
    )


def _row(part: str, name: str, pairs: list[tuple[float, float]], unit: str, about: str) -> Row:
    e = effect([a for a, _ in pairs], [b for _, b in pairs], unit)
    low, high, difference = e.low, e.high, e.difference
    if np.isnan(difference):  # only one of the two worlds has it: the interval is of its value
        known = [a for a, _ in pairs if not np.isnan(a)]
        low, high = interval(known) if known else (None, None)
    return Row(part, name, e.with_, e.without, difference, low, high, unit, about)


def _numbers(with_: World, without: World, favoured: World) -> dict[str, tuple[float, float]]:
    """What is made here, of one seed: name -> (with, without); for those who are favoured (exempt, not)."""
    views = [_fifths(_views(world)) for world in (with_, without)]
    acts = [_acts(world) for world in (with_, without)]
    score = _score(with_)
    scored = ~np.isnan(score)
    ranks, ranks_favoured = _ranks(score), _ranks(_score(favoured))
    who = np.zeros(len(score), bool)
    who[exempt(with_.scenario.seed, with_.scenario.citizens)] = True
    file = (
        np.zeros(len(score), np.int64) if not scored.any() else np.where(scored, 1 + _cut(score, THIRDS), 0)
    )
    trust = _state(with_).trust
    known = [information(v, a) for v, a in zip(views, acts, strict=True)]
    tells = information(_fifths(score[scored]), _fifths(trust[scored])) if scored.any() else NAN
    years = [total(world.record, "people") / 365.0 if world.record else NAN for world in (with_, without)]
    measured = with_.scenario.days - with_.scenario.measured_from

    def conduct(name: str) -> tuple[float, float]:
        a, b = (
            getattr(world.evening, name) / year for world, year in zip((with_, without), years, strict=True)
        )
        return a, b

    def days_lost(world: World) -> float:
        return 365.0 / measured * float(_state(world).lost_days[who].mean())

    return {
        "acts_tell": (known[0], known[1]),
        "acts_and_score_tell": (known[0] + further(file, views[0], acts[0]), known[1]),
        "to_be_known": (entropy(views[0]), entropy(views[1])),
        "rank": (_mean(ranks_favoured[who]), _mean(ranks[who])),
        "top_tenth": (_share_above(ranks_favoured[who]), _share_above(ranks[who])),
        "days_under_sanction": (days_lost(favoured), days_lost(with_)),
        "others_moved": (_mean(np.abs(ranks_favoured - ranks)[~who]), 0.0 if scored.any() else NAN),
        "offences": conduct("offences"),
        "honours": conduct("honours"),
        "score_tells_of_trust": (tells, NAN),
    }


def _state(world: World):
    assert isinstance(world.society, Society)
    return world.society.state


def _views(world: World) -> np.ndarray:
    """Private views on the last day, (citizen,)."""
    state = _state(world)
    return state.held if Needs.ever(world.scenario).held else state.opinion


def _acts(world: World) -> np.ndarray:
    """The class of what each citizen did in public: 0 nothing, 1 loyal ... 5 dissenting."""
    assert isinstance(world.evening, Acts)
    mean = world.evening.mean
    return np.where(np.isnan(mean), 0, 1 + classes(mean, LEVELS))


def _score(world: World) -> np.ndarray:
    """Published score on the last day, (citizen,); NaN for anyone who is not scored, and of everybody where no score is in force."""
    state = _state(world)
    in_force = world.scenario.on(world.scenario.days - 1).score.in_force
    return np.where((state.enrolled == 1) & in_force, state.score.astype(np.float64), np.nan)


def _cut(values: np.ndarray, shares: Sequence[float]) -> np.ndarray:
    return classes(values, np.unique(np.nanquantile(values, shares)).tolist())


def _fifths(values: np.ndarray) -> np.ndarray:
    return _cut(values, FIFTHS)


def _ranks(score: np.ndarray) -> np.ndarray:
    """Rank of each citizen by score, 0 to 100, those with equal scores in the middle of theirs; NaN for anyone who is not scored."""
    there = score[~np.isnan(score)]
    ordered = np.sort(there)
    middle = (np.searchsorted(ordered, score, "left") + np.searchsorted(ordered, score, "right")) / 2
    return np.where(np.isnan(score), np.nan, 100.0 * middle / max(len(there), 1))


def _share_above(ranks: np.ndarray, above: float = 90.0) -> float:
    known = ranks[~np.isnan(ranks)]
    return float((known > above).mean()) if len(known) else NAN


def _mean(values: np.ndarray) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else NAN
