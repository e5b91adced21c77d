"""Points: what an act adds to or takes from the file. Shared by acting (expected) and scoring (actual)."""

from typing import NamedTuple

from sottovoce.day.rules import PUBLIC
from sottovoce.machine.lanes import where
from sottovoce.machine.rule import rule
from sottovoce.society.state import CONDUCT, RATED, REPORTED

# Bits of the column `seen`: 0 to 4 are the channels with a choice, then events that were recorded.
BAD, GOOD, REPORT, RATED_BAD, RATED_GOOD = range(5, 10)
EVENTS = 5  # kinds of recorded events


class Channel(NamedTuple):
    """What holds for every act in a channel today. Looked up once, where many levels are weighed."""

    public: bool
    coverage: float
    gain: float  # points
    loss: float


@rule
def channel_of(number, r):
    """The channel with this number."""
    return Channel(number < PUBLIC, float(r.coverage[number]), float(r.gain[number]), float(r.loss[number]))


@rule
def points_of(level, channel, reach):
    """Points of a seen act: -loss a for dissent, gain |a| for loyalty, times reach."""
    return where(level > 0.0, -channel.loss, -channel.gain) * level * reach


@rule
def reach_of(ties, r):
    """Reach of an author: 1, or number of ties over the mean, at most 5, where points are scaled by reach."""
    if r.reach_scaled == 0:
        return 1.0
    return min(ties / r.mean_degree, 5.0)


@rule
def event(bit, r):
    """Points of a recorded event, and the place in the column `earned` where they are kept."""
    if bit == BAD:
        return -r.conduct_loss, CONDUCT
    if bit == GOOD:
        return r.conduct_gain, CONDUCT
    if bit == REPORT:
        return -r.report_points, REPORTED
    if bit == RATED_BAD:
        return -r.rating_loss, RATED
    return r.rating_gain, RATED
