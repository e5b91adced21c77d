"""Numbers of acts (scenario/acts_part.py): voice, watching, punishment, channels."""

from collections.abc import Sequence
from types import MappingProxyType
from typing import NamedTuple

import numpy as np

from sottovoce.day.rules.numbers import numbers
from sottovoce.scenario.model import CHANNELS, Scenario, Topic
from sottovoce.society.needs import Needs
from sottovoce.society.state import GRID, PLACES

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


class Shock(NamedTuple):
    """`voice.shock`."""

    day: int  # -1: nothing happens
    share: float
    rise: float
    days: int

    RARE = MappingProxyType({"day": -1})


class Voice(NamedTuple):
    """`voice`."""

    levels: np.ndarray  # int64 (level,), in 1/65536
    effort: float
    hear_days: int
    climate: int  # MEAN, SHARE, BALANCE, ENFORCEMENT
    climate_shape: int  # LINEAR, SIGN
    backlash: float
    shock: Shock
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
    others: float
    list_days: int
    # derived
    aimed: int  # 1: not everybody is watched alike
    feared: float  # what the others reckon with in place of `others`
    list_above: int  # in 1/65536
    sensitive: int  # bit g: social group g is watched like those on the list

    RARE = MappingProxyType({"rest": 1.0, "aimed": 0})


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
    covered: np.ndarray  # (2**channel,), sum of coverage of the channels whose bit is set, 1/65536
    gain: np.ndarray
    loss: np.ndarray
    online: np.ndarray  # int64
    exposure: np.ndarray  # utility
    conduct: Conduct


class Topics(NamedTuple):
    """`topics`, arrays (PLACES + 1,): the last place is that of no topic, and 1."""

    gain: np.ndarray  # of the channel's points
    loss: np.ndarray
    feeling: np.ndarray  # of the private view
    asking: np.ndarray  # utility; 0 for no topic
    # derived
    there: int  # 1: occasions have topics; known to the compiler, so that a society without topics lives a day without them
    many: int  # how many there are
    moving: int  # 1: the private view differs by topic
    asks: int  # bit k: permission to speak in channel k is asked for, and given to some
    permitted: np.ndarray  # chance of it; 0 for no topic, and where no system is in force
    usual_loss: np.ndarray  # (channel,), mean loss on days without a surge, in units of the channel's

    CONSTANT = ("there",)
    RARE = MappingProxyType({"moving": 0})


def topics(now: Scenario) -> Topics:
    """Numbers of `topics` on a day."""
    asked = now.topics
    gain, loss, feeling = (
        np.array([getattr(topic, name) for topic in asked] + [1.0] * (PLACES + 1 - len(asked)))
        for name in ("gain", "loss", "feeling")
    )
    asking, permitted = (
        np.array([getattr(topic, name) for topic in asked] + [0.0] * (PLACES + 1 - len(asked)))
        for name in ("asking", "permitted")
    )
    permitted *= now.score.in_force
    shares = shares_of(asked)
    usual = np.where(shares.any(axis=1), (shares * (loss * (1.0 - permitted))[: len(asked)]).sum(axis=1), 1.0)
    return Topics(
        gain,
        loss,
        feeling,
        asking,
        there=int(bool(asked)),
        many=len(asked),
        moving=int((feeling != 1.0).any()),
        asks=sum(1 << k for k, row in enumerate(shares) if (row * permitted[: len(asked)]).any()),
        permitted=permitted,
        usual_loss=usual,
    )


def shares_of(topics: Sequence[Topic]) -> np.ndarray:
    """Share of each topic in the occasions of each channel on days without a surge, float64 (channel, topic)."""
    return np.array([[getattr(topic.shares, name) for topic in topics] for name in CHANNELS], float)


def agenda(shares: np.ndarray, surges: np.ndarray) -> np.ndarray:
    """Where topics end when those of a channel are laid side by side on a line of length 1, in the order of the scenario, float64
    (channel, PLACES): share of each (channel, topic), times its surge (topic,), all over their sum. From the last topic that a channel has
    on 2, beyond the line; 0 in a channel without topics: all of them end before it begins."""
    found = np.zeros((KINDS, PLACES))
    for channel, row in enumerate(shares * surges):
        there = np.flatnonzero(row)
        if len(there):
            found[channel, : there[-1]] = (np.cumsum(row) / row.sum())[: there[-1]]
            found[channel, there[-1] :] = 2.0
    return found


def surges_of(topics: Sequence[Topic], day: int) -> np.ndarray:
    """By what the share of each topic is multiplied on a day, float64 (topic,)."""
    return np.array([surge_of(topic, day) for topic in topics])


def surge_of(topic: Topic, day: int) -> float:
    """By what a topic's share is multiplied on a day: 1 + (surge - 1) 2^(-d/half_life) d days after its surge last began."""
    if topic.day is None or day < topic.day:
        return 1.0
    since = (day - topic.day) % topic.every if topic.every else day - topic.day
    left = 0.5 ** (since / topic.half_life) if topic.half_life else float(since == 0)
    return 1.0 + (topic.surge - 1.0) * left


def voice(now: Scenario, wish_moves: bool) -> Voice:
    """Numbers of `voice` on a day; `wish_moves`: on any date."""
    needs, levels, shock = (
        Needs.of(now),
        [round(level * GRID) for level in now.voice.levels],
        now.voice.shock,
    )
    return numbers(
        Voice,
        now.voice,
        levels=np.array(levels, np.int64),
        shock=numbers(Shock, shock, day=-1 if shock.day is None else shock.day),
        noise=1.0 / now.voice.sharpness,
        attends=int(needs.attends),
        fine_signal=int(needs.fine_signal),
        wish_moves=int(wish_moves),
    )


def watching(now: Scenario) -> Watching:
    """Numbers of `watching` on a day."""
    asked = now.watching
    return numbers(
        Watching,
        asked,
        aimed=int(Needs.of(now).watched),
        feared=asked.others if asked.feared is None else asked.feared,
        list_above=round(asked.list_above * GRID),
        sensitive=sum(1 << g for g, group in enumerate(now.society.groups) if group.sensitive),
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
        covered=np.array(
            [sum(c for k, c in enumerate(coverage) if acted >> k & 1) * GRID for acted in range(1 << KINDS)]
        ),
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
