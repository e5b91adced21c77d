"""Points: what an act adds to or takes from the file. Shared by acting (expected) and scoring (actual)."""

from typing import NamedTuple

from sottovoce.day.rules.acts import PUBLIC
from sottovoce.machine.lanes import where
from sottovoce.machine.rule import rule
from sottovoce.society.state import BAD, CONDUCT, GOOD, RATED, RATED_BAD, REPORT, REPORTED


class Channel(NamedTuple):
    """What holds for every act in a channel today. Looked up once, where many levels are weighed."""

    public: bool
    coverage: float
    gain: float  # points
    loss: float
    exposure: float  # what the audience there costs an opinion of level 1, utility


@rule
def channel_of(number, r):
    """The channel with this number."""
    return Channel(
        number < PUBLIC,
        float(r.channels.coverage[number]),
        float(r.channels.gain[number]),
        float(r.channels.loss[number]),
        float(r.channels.exposure[number]),
    )


@rule
def points_of(level, channel, reach):
    """Points of a seen act: -loss a for dissent, gain |a| for loyalty, times reach."""
    return where(level > 0.0, -channel.loss, -channel.gain) * level * reach


@rule
def reach_of(ties, r):
    """Reach of an author: 1, or number of ties over the mean, at most 5, where points are scaled by reach."""
    if r.score.reach_scaled == 0:
        return 1.0
    return min(ties / r.run.mean_degree, 5.0)


@rule
def event(bit, r):
    """Points of a recorded event, and the place in the column `earned` where they are kept."""
    if bit == BAD:
        return -r.channels.conduct.loss, CONDUCT
    if bit == GOOD:
        return r.channels.conduct.gain, CONDUCT
    if bit == REPORT:
        return -r.reports.points, REPORTED
    if bit == RATED_BAD:
        return -r.reports.ratings_loss, RATED
    return r.reports.ratings_gain, RATED
