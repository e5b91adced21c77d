"""Numbers of why less than the wish was said (day/why.py): how large a sample, and who plays."""

import math

import numpy as np

from sottovoce.day.rules.acts import REWARD_NONE, Channels, Punishment, Topics, Voice
from sottovoce.day.rules.records import Freeze, Jobs
from sottovoce.day.rules.system import Score
from sottovoce.scenario.acts_part import PUBLIC
from sottovoce.scenario.model import Scenario
from sottovoce.society.tally import (
    AUDIENCE,
    EFFORT,
    FRIENDS,
    LEARNED,
    NOISE,
    PARTS,
    POINTS,
    PUNISHMENT,
    REPROACH,
    TERMS,
)

SAMPLE = (
    20_000  # public occasions of everybody, at activity 1, that a sample of a world is drawn from in the mean
)


def sampling(scenario: Scenario) -> float:
    """Chance that a public occasion is in the sample: the same on all days, and in both worlds of a pair."""
    rate = math.fsum(getattr(scenario.channels, name).rate for name in PUBLIC)
    occasions = scenario.citizens * (scenario.days - scenario.measured_from) * rate
    return min(1.0, SAMPLE / occasions) if occasions > 0 else 1.0


def acting(
    voice: Voice,
    punishment: Punishment,
    freeze: Freeze,
    score: Score,
    channels: Channels,
    topics: Topics,
    jobs: Jobs,
) -> list[int]:
    """The players that can move a choice today, in the order of society.tally.TERMS. Another one's share is 0 whoever plays, so that it need
    not be asked."""
    there = {
        NOISE: voice.noise > 0 or voice.explore > 0,
        FRIENDS: True,
        PUNISHMENT: punishment.severity > 0 or freeze.power == 1,
        POINTS: score.in_force == 1,
        REPROACH: score.in_force == 1 and score.reproach * score.reproached > 0,
        EFFORT: voice.effort > 0,
        LEARNED: voice.reward != REWARD_NONE,
        AUDIENCE: bool(channels.exposure[: len(PUBLIC)].any())
        or bool((topics.asking * topics.permitted).any())
        or jobs.cost > 0,
    }
    return [player for player, plays in there.items() if plays]


def coalitions(players: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """All coalitions of these players, as bits, int64 (coalition,); and how what a coalition holds back counts in the share of each player,
    in 1/840, int64 (coalition, player): the weights of Shapley (1953), + where the player is in it, else -."""
    count = len(players)
    weights = np.zeros((1 << count, len(TERMS)), np.int64)
    found = np.zeros(1 << count, np.int64)
    for number in range(1 << count):
        inside = [player for k, player in enumerate(players) if number >> k & 1]
        found[number] = sum(1 << player for player in inside)
        for player in players:
            before = len(inside) - (player in inside)  # others who are there already
            if before < count:
                weight = PARTS // (count * math.comb(count - 1, before))
                weights[number, player] = weight if player in inside else -weight
    return found, weights
