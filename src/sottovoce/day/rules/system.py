"""Numbers of the system (scenario/system_part.py): score, enrolment, tiers, ties."""

import itertools
import math
from collections.abc import Callable
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from sottovoce.day.rules.numbers import numbers
from sottovoce.day.tables import FINE_CELLS
from sottovoce.scenario.model import Scenario, Tier

# choices, in the order of the scenario's
DRAG_AVERAGE, DRAG_ADDITIVE = range(2)
DROP_NEVER, DROP_SCORE, DROP_DISCORDANT, DROP_RANDOM, DROP_OWN = range(5)
MAKE_NEVER, MAKE_RANDOM, MAKE_SAME_VOICE, MAKE_FRIEND_OF_FRIEND, MAKE_HIGH_SCORE = range(5)
MOVE_NEVER, MOVE_RANDOM, MOVE_DISCORDANT, MOVE_DOUBLE, MOVE_MULTIGRAPH = range(5)


class Demotion(NamedTuple):
    """`score.demotion`."""

    chance: float
    to: float
    days: int

    RARE = MappingProxyType({"chance": 0.0})


class Standing(NamedTuple):
    """`score.standing`."""

    pride: float
    face: float
    felt_days: int
    # derived
    there: int  # 1: somebody looks scores up
    felt: int  # 1: ... and friends may see them
    # a look-up of a day, by where a unit of luck falls: a friend's below the first, else a stranger's below the second, ...
    friend: float
    stranger: float
    lender: float
    employer: float


class Score(NamedTuple):
    """`score`."""

    in_force: int
    low: float
    high: float
    start: float
    fade: float
    memory_months: int
    drag: int  # DRAG_AVERAGE, DRAG_ADDITIVE
    friend_weight: float
    spill: float
    spill_gains: int
    reach_scaled: int
    blame_tool: int  # 1: in force, and friends can know whose acts hurt them
    horizon: float
    reproach: float
    demotion: Demotion
    standing: Standing
    # derived
    grain: float  # points per grain of the published score
    top: int  # published score at the scale's high end, grains
    deed_grain: float  # points per grain of deeds
    per_grain: float  # their inverses, exact because grains are powers of two
    per_deed_grain: float
    cells_per_point: float  # of the table of the worth of access
    shown: int  # 1: friends may see my score
    shared: int  # 1: friends see it where it is at least the start
    secret: int  # 1: I cannot see it myself
    public: int  # 1: anybody may
    monthly: int  # 1: published on the first day of a month
    reproached: float  # of a point I lose, the part that friends lose with me and can know of
    point: float  # worth of a point at need 1, status included where the score is public

    RARE = MappingProxyType({"drag": DRAG_AVERAGE, "reach_scaled": 0, "secret": 0, "shared": 0, "monthly": 0})


class Enrolment(NamedTuple):
    """`enrolment`."""

    opt_out: int
    retroactive: int
    # derived
    open: int  # 1: joining is possible today
    mandatory: int  # 1: everybody is scored (in the world without: everybody's shadow score counts)
    there: int  # 1: a score is in force, and has a day from which one can come under it


class Tiers(NamedTuple):
    """`tiers`, arrays (tier,); empty where no score is in force."""

    value: np.ndarray
    edge: np.ndarray  # points; NaN where the blacklist decides, or a top share; infinite before `from_day`
    top_share: np.ndarray  # 0 where there is an edge
    width: np.ndarray
    slack: np.ndarray
    strength: np.ndarray
    # derived
    listed: np.ndarray  # int64, 1: on the blacklist decides
    takes: np.ndarray  # int64, 1: takes, 0: gives
    sharp: (
        np.ndarray
    )  # int64 (sharp tier,), the tiers that are worth something and whose edge is known exactly
    exact: int  # how many they are
    takes_jobs: int  # bit k: tier k takes jobs, or the bank
    takes_internet: int
    takes_reach: int
    takes_badge: int
    lends: int  # bit k: tier k is for loans or the bank, and has come
    hires: int  # ... for jobs

    RARE = MappingProxyType({"exact": 0, "takes_reach": 0})


class Ties(NamedTuple):
    """`ties`."""

    review: float
    drop: int  # DROP_NEVER, ...
    drop_chance: float
    calm_drop: float
    make: int  # MAKE_NEVER, ...
    make_chance: float
    move: int  # MOVE_NEVER, ...
    rewire_share: float

    RARE = MappingProxyType({"move": MOVE_NEVER})


def score(now: Scenario) -> Score:
    """Numbers of `score` on a day."""
    asked = now.score
    shown = asked.in_force and asked.lookup in ("friends", "public")
    blamed = asked.in_force and asked.blame_tool
    status = asked.status_value if asked.lookup in ("public", "self_shared") else 0.0
    return numbers(
        Score,
        asked,
        blame_tool=int(blamed),
        demotion=numbers(Demotion, asked.demotion),
        standing=standing(now),
        deed_grain=asked.grain * 4,
        per_grain=1.0 / asked.grain,
        per_deed_grain=0.25 / asked.grain,
        cells_per_point=FINE_CELLS / (asked.high - asked.low),
        shown=int(shown),
        shared=int(asked.in_force and asked.lookup == "self_shared"),
        secret=int(asked.lookup == "secret"),
        public=int(asked.in_force and asked.lookup == "public"),
        monthly=int(asked.update == "monthly"),
        reproached=(asked.friend_weight if shown or blamed else 0.0) + (asked.spill if blamed else 0.0),
        point=asked.point_value + status,
    )


def standing(now: Scenario) -> Standing:
    """Numbers of `score.standing` on a day. Friends look up what friends may see, strangers what anybody may."""
    asked, lookup = now.score.standing, now.score.lookup if now.score.in_force else "secret"
    felt = lookup in ("friends", "public")
    rates = (
        asked.friends if felt else 0.0,
        asked.strangers if lookup == "public" else 0.0,
        asked.lenders if now.score.in_force else 0.0,
        asked.employers if now.score.in_force else 0.0,
    )
    return numbers(
        Standing,
        asked,
        there=int(any(rates)),
        felt=int(felt and any(rates)),
        **dict(zip(("friend", "stranger", "lender", "employer"), itertools.accumulate(rates), strict=True)),
    )


def enrolment(now: Scenario, day: int) -> Enrolment:
    """Numbers of `enrolment` on a day."""
    asked, in_force = now.enrolment, now.score.in_force
    mandatory_day = asked.mandatory_day
    if not in_force and asked.opt_in_day is not None:
        mandatory_day = (
            asked.opt_in_day
        )  # nobody can join what does not exist: every shadow begins with the first score
    mandatory = mandatory_day is not None and day >= mandatory_day
    opened = asked.opt_in_day is not None and day >= asked.opt_in_day
    there = in_force and (asked.opt_in_day is not None or asked.mandatory_day is not None)
    return numbers(
        Enrolment,
        asked,
        open=int(in_force and opened and not mandatory),
        mandatory=int(mandatory),
        there=int(there),
    )


def tiers(now: Scenario, day: int) -> Tiers:
    """Numbers of `tiers` on a day. A tier that is still to come has no worth, and an edge that everybody (takes) or nobody (gives) is
    above; the bits of what tiers take are the same on every day, so that the rules are compiled once."""
    asked = now.tiers if now.score.in_force else ()

    def column(value: Callable[[Tier], float], kind: type = float, later: float | None = None) -> np.ndarray:
        found = [later if later is not None and day < tier.from_day else value(tier) for tier in asked]
        return np.array(found, np.dtype(kind))

    def edge(tier: Tier) -> float:
        if day < tier.from_day:
            return -math.inf if tier.effect == "takes" else math.inf
        return math.nan if tier.edge is None else tier.edge

    def taken(*access: str) -> int:
        return sum(1 << k for k, tier in enumerate(asked) if tier.effect == "takes" and tier.access in access)

    def asked_of(*access: str) -> int:
        return sum(1 << k for k, tier in enumerate(asked) if tier.access in access and day >= tier.from_day)

    sharp = [k for k, tier in enumerate(asked) if tier.width == 0.0 < tier.value and tier.on == "score"]
    return Tiers(
        value=column(lambda tier: tier.value, later=0.0),
        edge=column(edge),
        top_share=column(lambda tier: (tier.on == "score" and tier.top_share) or 0.0, later=0.0),
        width=column(lambda tier: tier.width),
        slack=column(lambda tier: tier.slack),
        strength=column(lambda tier: tier.strength),
        listed=column(lambda tier: tier.on == "blacklist", int, later=0.0),
        takes=column(lambda tier: tier.effect == "takes", int),
        sharp=np.array(sharp, np.int64),
        exact=len(sharp),
        takes_jobs=taken("jobs", "bank"),
        takes_internet=taken("internet"),
        takes_reach=taken("reach"),
        takes_badge=taken("badge"),
        lends=asked_of("loan", "bank"),
        hires=asked_of("jobs"),
    )
