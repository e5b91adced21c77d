"""Numbers of who tells, of records and of ways back (scenario/watchers_part.py, records_part.py, remedies_part.py)."""

import math
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from sottovoce.day.rules.numbers import numbers
from sottovoce.day.tables import powers
from sottovoce.scenario.model import CHANNELS, MONTH, Scenario
from sottovoce.scenario.records_part import SPHERES
from sottovoce.society.state import GRID

YEAR = 365  # days


class Informers(NamedTuple):
    """`informers`."""

    report: float
    answer_days: int
    # derived
    there: int  # 1: the society has informers or provocateurs
    none_told: np.ndarray  # (informers,), chance that none of so many friends who inform tells

    RARE = MappingProxyType({"there": 0})


class Reports(NamedTuple):
    """`reports`; points with the weight of reports."""

    rate: float
    malice: float
    points: float
    ratings_rate: float
    ratings_malice: float
    ratings_gain: float
    ratings_loss: float
    # derived
    ratings_slope: float  # of validity v: v / sqrt(1 - v^2)
    tell: int  # 1: friends may tell
    quiet: float  # chance that a friend does not tell, as citizens believe
    none_tells: np.ndarray  # (friends,), chance that none of so many friends tells, as citizens believe
    none_told: np.ndarray  # ... and in truth, if none of them informs

    RARE = MappingProxyType({"malice": 0.0, "ratings_rate": 0.0})


class Tags(NamedTuple):
    """`tags`."""

    chance: float
    weight: float
    there: int  # derived, 1: friends are tagged, on this or another date


class Jobs(NamedTuple):
    """`jobs`."""

    lookback_days: int
    finds: float
    # derived
    leaves: int  # 1: acts leave something to be found, for a hunt on this or another date
    there: int  # 1: employers look back today
    chance: float  # of a hunt on a day
    cost: float  # what dissent of level 1 is expected to cost by refusals, at need 1, utility


class Survey(NamedTuple):
    """`survey`."""

    day: int  # -1: nobody is asked
    share: float
    coverage: float

    RARE = MappingProxyType({"day": -1})


class Freeze(NamedTuple):
    """`freeze`."""

    power: int  # 1: accounts may be frozen, and the score is in force
    threshold: float
    chance: float  # that a seen act brings it, a court and the link to the bank included; 0 without the power
    days: int
    strength: float
    value: float
    threshold_level: int  # derived: the threshold in 1/65536, or -1 where it adds nothing to the menu

    RARE = MappingProxyType({"power": 0, "chance": 0.0})


class Blacklist(NamedTuple):
    """`blacklist`."""

    entry: float
    cure: float
    days: int
    public: int  # 1: there is a list, and friends can see it
    there: int  # derived, 1: there is a list

    RARE = MappingProxyType({"there": 0, "public": 0})


class Appeal(NamedTuple):
    """`appeal`."""

    share: float
    days: int
    right: float
    wrong: float
    review: float


class Repair(NamedTuple):
    """`repair`."""

    to: float
    # derived
    days: int  # of the clean months
    own: int  # 1: to the citizen's own base
    there: int  # 1: points may be given back, by repair or on appeal

    RARE = MappingProxyType({"there": 0})


def informers(now: Scenario) -> Informers:
    """Numbers of `informers` on a day."""
    asked = now.informers
    return numbers(
        Informers,
        asked,
        there=int(asked.share > 0 or asked.provocateurs > 0),
        none_told=powers(1.0 - asked.report),
    )


def reports(now: Scenario) -> Reports:
    """Numbers of `reports` on a day."""
    asked, spies, weight = now.reports, now.informers, now.score.weights.reports
    quiet = (1.0 - spies.believed * spies.report) * (1.0 - asked.rate)
    quiet = quiet if now.score.in_force else 1.0
    weighted = {name: getattr(asked, name) * weight for name in ("points", "ratings_gain", "ratings_loss")}
    return numbers(
        Reports,
        asked,
        **weighted,
        ratings_slope=asked.ratings_validity / math.sqrt(1.0 - asked.ratings_validity**2),
        tell=int(asked.rate > 0 or spies.share > 0),
        quiet=quiet,
        none_tells=powers(quiet),
        none_told=powers(1.0 - asked.rate),
    )


def tags(now: Scenario, ever: bool) -> Tags:
    """Numbers of `tags` on a day; `ever`: friends are tagged on some date."""
    return numbers(Tags, now.tags, there=int(ever))


def jobs(now: Scenario, ever: bool, begun: bool) -> Jobs:
    """Numbers of `jobs` on a day; `ever`: citizens hunt on some date; `begun`: one can come under a score today."""
    asked = now.jobs
    there = asked.hunts > 0 and (asked.without_score or (now.score.in_force and begun))
    chance = asked.hunts / YEAR
    cost = asked.value * asked.finds * chance * asked.lookback_days if there else 0.0
    return numbers(Jobs, asked, leaves=int(ever), there=int(there), chance=chance, cost=cost)


def survey(now: Scenario) -> Survey:
    """Numbers of `survey` on a day."""
    return numbers(Survey, now.survey, day=-1 if now.survey.day is None else now.survey.day)


def freeze(now: Scenario, levels: np.ndarray, reached: float) -> Freeze:
    """Numbers of `freeze` on a day; `levels`: the fixed levels of acts; `reached`: share of accounts that are found (`linked`)."""
    asked = now.freeze
    power = now.score.in_force and asked.power
    level = round(asked.threshold * GRID)
    return numbers(
        Freeze,
        asked,
        power=int(power),
        threshold=level / GRID,
        chance=asked.chance * asked.court * reached if power else 0.0,
        threshold_level=level if level not in levels else -1,
    )


def blacklist(now: Scenario) -> Blacklist:
    """Numbers of `blacklist` on a day."""
    asked = now.blacklist
    there = now.score.in_force and asked.entry > 0
    return numbers(Blacklist, asked, public=int(there and asked.public), there=int(there))


def repair(now: Scenario) -> Repair:
    """Numbers of `repair` on a day."""
    asked = now.repair
    there = now.appeal.share > 0 or asked.months > 0
    return Repair(asked.to or 0.0, asked.months * MONTH, int(asked.to is None), int(there))


def linked(now: Scenario) -> tuple[list[float], float, float]:
    """What a number that links records does: coverage by channel, coverage of conduct, and the share of citizens whose account is
    found when it is to be frozen (1 where there is no number: banks are asked by name)."""
    linked, share = now.identity.linked, now.identity.share
    coverage = [getattr(now.channels, name).coverage for name in CHANNELS]
    if "bank" in linked:
        buy = CHANNELS.index("buy")
        coverage[buy] = 1.0 - (1.0 - coverage[buy]) * (1.0 - share)
    quarters = len(set(linked)) / len(SPHERES)
    conduct = now.channels.conduct.coverage
    reached = 1.0 if not linked else share if "bank" in linked else 0.0
    return coverage, conduct + (1.0 - conduct) * share * quarters, reached
