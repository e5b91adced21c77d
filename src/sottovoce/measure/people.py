"""Measures made from the people of one world on its last day."""

from typing import NamedTuple

import numpy as np

from sottovoce.measure.groupings import Grouping, Who, groupings, wealth
from sottovoce.scenario.model import Scenario
from sottovoce.society import Society
from sottovoce.society.needs import Needs
from sottovoce.society.state import EVER, GRID, WISH, WISHES

NAN = float("nan")
ENOUGH = 5  # scheduled public occasions in the measured days, for a citizen's silence to be counted


class Wishes(NamedTuple):
    """What citizens wished to dissent when they could speak, (citizen,). The wish is that of the day: backlash and views move it."""

    occasions: np.ndarray  # int64, scheduled public occasions with a wish in the measured days
    wish: np.ndarray  # int64, sum of the wish over them, in 1/65536
    ever: np.ndarray  # bool, a wish on any day


def wishes(scenario: Scenario, society: Society) -> Wishes:
    """The wishes of a lived society; where nothing moves them, those of day 0."""
    state = society.state
    if Needs.ever(scenario).wished:
        return Wishes(state.wished[WISHES], state.wished[WISH], state.wished[EVER] == 1)
    wish = np.maximum(state.opinion, 0).astype(np.int64)
    return Wishes(np.where(wish > 0, state.occasions, 0), wish * state.occasions, wish > 0)


def people(scenario: Scenario, society: Society) -> dict[str, float]:
    """All measures that need persons on the last day."""
    state = society.state
    low = scenario.score.low
    scored = state.enrolled == 1
    score = low + state.score * scenario.score.grain
    wished = wishes(scenario, society)
    disagree, quiet = quiet_ones(society, wished)
    everyone = society.citizens
    has_friends = np.zeros(everyone, bool)
    rows, friends = live_ties(society)
    has_friends[rows] = True
    there = scored[rows] & scored[friends]
    return {
        "self_censoring": _mean(quiet[disagree]),
        "self_censoring_of_all": _mean(quiet[state.occasions >= ENOUGH]),
        **points_without_dissent(scenario, society),
        "access_without_dissent": 365.0
        / (scenario.days - scenario.measured_from)
        * _mean(state.lost_days[state.dissented == 0]),
        "cut_someone": _mean(state.dropped > 0),
        "lost_someone": _mean(state.cut > state.dropped),
        "isolated": _mean(~has_friends),
        "score_assortativity": _correlation(score[rows[there]], score[friends[there]]),
        "access_gini": gini(state.lost_days),
        "at_low_end": _mean(state.score[scored] == 0),
        "points_mean": _mean(state.points[scored]),
        "points_sd": float(state.points[scored].std()) if scored.any() else NAN,
        "score_mean": _mean(score[scored]),
        "score_validity": _correlation(score[scored], state.trust[scored]),
        "mobility": 1.0 - _correlation(_ranks(state.base[scored]), _ranks(score[scored])),
    }


def points_without_dissent(
    scenario: Scenario, society: Society, mine: np.ndarray | slice = slice(None)
) -> dict[str, float]:
    """What citizens who never dissented have won and lost since their start, points, by the published score of the last day; who is not
    scored, neither. `mine`: of these citizens only."""
    state = society.state
    score = scenario.score.low + state.score * scenario.score.grain
    change = np.where(state.enrolled == 1, score - state.base, 0.0)[mine][state.dissented[mine] == 0]
    return {
        "loss_without_dissent": _mean(np.maximum(-change, 0.0)),
        "gain_without_dissent": _mean(np.maximum(change, 0.0)),
        "net_without_dissent": _mean(change),
    }


def quiet_ones(society: Society, wished: Wishes) -> tuple[np.ndarray, np.ndarray]:
    """Who had a wish on enough public occasions, and who of them chose to voice less than half of it; bool (citizen,)."""
    disagree = wished.occasions >= ENOUGH
    return disagree, disagree & (society.state.chosen < 0.5 * wished.wish)


def people_by_group(scenario: Scenario, society: Society) -> dict[str, dict[str, float]]:
    """Person measures by social group."""
    return by_label(scenario, society, wealth(society))


def who_bears(scenario: Scenario, society: Society) -> Who:
    """Person measures by every grouping: grouping -> label -> measure."""
    return {g.name: by_label(scenario, society, g) for g in groupings(society)}


def by_label(scenario: Scenario, society: Society, grouping: Grouping) -> dict[str, dict[str, float]]:
    """Person measures that make sense for a part of the people, by label; NaN for a label that nobody carries. Where no score is in
    force on the last day nobody has one, and nobody has lost points.

    `people` is the share of citizens.
    """
    state = society.state
    score = scenario.score.low + state.score * scenario.score.grain
    in_force = scenario.on(scenario.days - 1).score.in_force
    scored = state.enrolled == 1
    wished = wishes(scenario, society)
    disagree, quiet = quiet_ones(society, wished)
    unsaid = (wished.wish - state.chosen) / GRID
    found: dict[str, dict[str, float]] = {}
    for number, name in enumerate(grouping.labels):
        mine = grouping.of == number
        aloud = mine & (wished.occasions > 0)
        occasions = float(wished.occasions[aloud].sum())
        found[name] = {
            "people": float(mine.mean()),
            "voice_gap": float(unsaid[aloud].sum() / occasions) if occasions else NAN,
            "self_censoring": _mean(quiet[mine & disagree]),
            "net_without_dissent": points_without_dissent(scenario, society, mine)["net_without_dissent"]
            if in_force
            else 0.0,
            "cut_someone": _mean(state.dropped[mine] > 0),
            "lost_someone": _mean(state.cut[mine] > state.dropped[mine]),
            "access_lost": 365.0 / (scenario.days - scenario.measured_from) * _mean(state.lost_days[mine]),
            "score_mean": _mean(score[mine & scored]) if in_force else NAN,
        }
    return found


def live_ties(society: Society) -> tuple[np.ndarray, np.ndarray]:
    """Rows of both ends of every tie that is left, each tie twice."""
    state = society.state
    rows = np.repeat(np.arange(society.citizens), np.diff(state.first))
    real = state.friend < society.citizens
    return rows[real], state.friend[real].astype(np.int64)


def voices(society: Society) -> np.ndarray:
    """Mean dissent chosen by each citizen on scheduled public occasions, (citizen,) by id, NaN for those without one."""
    state = society.state
    order = np.argsort(state.id)
    with np.errstate(invalid="ignore"):
        return (state.chosen / GRID / np.where(state.occasions > 0, state.occasions, np.nan))[order]


def gini(values: np.ndarray) -> float:
    """Gini coefficient of non-negative values; NaN for none, 0 where all are 0 (Sen 1973)."""
    values = np.sort(np.asarray(values, float))
    if len(values) == 0:
        return NAN
    if values[-1] <= 0.0:
        return 0.0
    rank = np.arange(1, len(values) + 1)
    return float((2.0 * (rank * values).sum() / values.sum() - (len(values) + 1)) / len(values))


def _mean(values: np.ndarray) -> float:
    return float(values.mean()) if len(values) else NAN


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    if len(a) < 2 or a.std() == 0 or b.std() == 0:
        return NAN
    a, b = a - a.mean(), b - b.mean()  # no np.corrcoef: what BLAS rounds depends on the processor
    return float(np.clip((a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum()), -1.0, 1.0))


def _ranks(values: np.ndarray) -> np.ndarray:
    """Ranks; equal values share the mean of theirs."""
    _, of, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count + 1) / 2.0)[of]
