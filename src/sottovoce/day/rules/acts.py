"""Numbers of acts (scenario/acts_part.py): voice, watching, punishment, channels."""

from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from sottovoce.day.rules.numbers import numbers
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.society.needs import Needs
from sottovoce.society.state import GRID

PUBLIC = 3  # the first three channels are public
KINDS = len(CHANNELS)  # channels with a choice; known to the compiler, which then unrolls loops over them

# choices, in the order of the scenario's
MEAN, SHARE, BALANCE, ENFORCEMENT = range(4)
LINEAR, SIGN = range(2)
UTILITY, GATE, AVERAGE = range(3)
FIXED, VIEWS_AVERAGE, COPY = range(3)
REWARD_NONE, REWARD_BALANCE, REWARD_REPLY = range(3)
ATTEND_ALL, ATTEND_ONE = range(2)
UNIFORM, PROPORTIONAL = range(2)


class Voice(NamedTuple):
    """`voice`."""

    levels: np.ndarray  # int64 (level,), in 1/65536
    effort: float
    hear_days: int
    climate: int  # MEAN, SHARE, BALANCE, ENFORCEMENT
    climate_shape: int  # LINEAR, SIGN
    backlash: float
    express: int  # UTILITY, GATE, AVERAGE
    views: int  # FIXED, VIEWS_AVERAGE, COPY
    self_weight: float
    reward: int  # REWARD_NONE, REWARD_BALANCE, REWARD_REPLY
    attend: int  # ATTEND_ALL, ATTEND_ONE
    learn: float
    unlearn: float
    reply_cost: float
    explore: float
    enforce: int
    enforce_cost: float
    # derived
    noise: float  # 1 / sharpness; 0: the best level always
    attends: int  # 1: any rule asks for the friend attended to
    fine_signal: int  # 1: any rule reads the fine signal
    wish_moves: int  # 1: the wish to dissent moves on any date, and is summed up

    RARE = MappingProxyType(
        {
            "climate": MEAN, "climate_shape": LINEAR, "express": UTILITY, "views": FIXED, "reward": REWARD_NONE, "explore": 0.0,
            "enforce": 0, "attends": 0, "fine_signal": 0, "wish_moves": 0,
        }
    )  # fmt: skip


class Watching(NamedTuple):
    """`watching`."""

    nu: float
    learn: float
    fade: float
    rest: float

    RARE = MappingProxyType({"rest": 1.0})


class Punishment(NamedTuple):
    """`punishment`."""

    severity: float  # 0 where no punishment is in force
    tolerance: float
    form: int  # UNIFORM, PROPORTIONAL
    by_law: int
    executed: int  # 0: nobody is punished
    tolerance_level: int  # derived: tolerance in 1/65536, or -1 where it adds nothing to the menu

    RARE = MappingProxyType({"severity": 0.0, "executed": 1})


class Conduct(NamedTuple):
    """`channels.conduct`; points with the weight of conduct."""

    bad_rate: float
    good_rate: float
    coverage: float
    loss: float
    gain: float

    RARE = MappingProxyType({"bad_rate": 0.0, "good_rate": 0.0})


class Channels(NamedTuple):
    """`channels`, arrays (channel,); points with the weight of speech or consumption, coverage with what a number links."""

    rate: np.ndarray
    coverage: np.ndarray
    gain: np.ndarray
    loss: np.ndarray
    online: np.ndarray  # int64
    exposure: np.ndarray  # utility
    conduct: Conduct


def voice(now: Scenario, wish_moves: bool) -> Voice:
    """Numbers of `voice` on a day; `wish_moves`: on any date."""
    needs, levels = Needs.of(now), [round(level * GRID) for level in now.voice.levels]
    return numbers(
        Voice,
        now.voice,
        levels=np.array(levels, np.int64),
        noise=1.0 / now.voice.sharpness,
        attends=int(needs.attends),
        fine_signal=int(needs.fine_signal),
        wish_moves=int(wish_moves),
    )


def punishment(now: Scenario, levels: np.ndarray) -> Punishment:
    """Numbers of `punishment` on a day; `levels`: the fixed levels of acts."""
    asked = now.punishment
    severity = asked.severity if asked.by_law or now.score.in_force else 0.0
    level = round(asked.tolerance * GRID)
    return numbers(
        Punishment,
        asked,
        severity=severity,
        tolerance=level / GRID,
        tolerance_level=level if severity > 0 and level not in levels else -1,
    )


def channels(now: Scenario, coverage: list[float], recorded: float) -> Channels:
    """Numbers of `channels` on a day; `coverage` by channel and that of conduct: `records.linked`."""
    asked, weights, conduct = (
        [getattr(now.channels, name) for name in CHANNELS],
        now.score.weights,
        now.channels.conduct,
    )
    weight = np.array([weights.speech] * PUBLIC + [weights.consumption] * (KINDS - PUBLIC))
    return Channels(
        rate=np.array([c.rate for c in asked]),
        coverage=np.array(coverage),
        gain=np.array([c.gain for c in asked]) * weight,
        loss=np.array([c.loss for c in asked]) * weight,
        online=np.array([name != "gather" for name in CHANNELS], np.int64),
        exposure=np.array([c.exposure for c in asked]),
        conduct=numbers(
            Conduct,
            conduct,
            coverage=recorded,
            loss=conduct.loss * weights.conduct,
            gain=conduct.gain * weights.conduct,
        ),
    )
