"""Points: what an act adds to or takes from the file. Shared by acting (expected) and scoring (actual)."""

from typing import NamedTuple

from sottovoce.chance import Purpose, draw, unit
from sottovoce.day.rules.acts import PUBLIC
from sottovoce.machine.lanes import some, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.state import BAD, CONDUCT, GOOD, PLACES, RATED, RATED_BAD, REPORT, REPORTED

NO_TOPIC = PLACES
TOPIC_LUCK = int(Purpose.TOPIC)
PERMISSION_LUCK = int(Purpose.PERMISSION)


class Channel(NamedTuple):
    """What holds for every act in a channel today. Looked up once, where many levels are weighed."""

    public: bool
    coverage: float
    gain: float  # points
    loss: float
    exposure: float  # what the audience there costs an opinion of level 1, utility
    asking: float  # what it cost to ask for permission, for dissent of level 1


@rule
def topic_of(channel, who, r, t):
    """What an occasion in a channel of a citizen whose id is `who` is about: the number of a topic, or PLACES for none. Where on the line of
    topics laid side by side (`rules.acts.agenda`) the luck falls."""
    if not has_topics(channel, r, t):
        return NO_TOPIC
    luck = unit(draw(t.luck[TOPIC_LUCK], who, unsigned(channel)))
    topic = place = 0
    while t.agenda[channel, place] <= 1.0:
        topic = topic + where(t.agenda[channel, place] <= luck, 1, 0)
        place = place + 1
    return topic


@rule
def has_topics(channel, r, t):
    """Whether occasions in a channel are about something: then the line of topics ends."""
    return r.topics.there == 1 and t.agenda[channel, PLACES - 1] > 0.0


@rule
def channel_of(number, r):
    """The channel with this number."""
    return Channel(
        number < PUBLIC,
        float(r.channels.coverage[number]),
        float(r.channels.gain[number]),
        float(r.channels.loss[number]),
        float(r.channels.exposure[number]),
        0.0,
    )


@rule
def asks(i, s, r):
    """Whether citizen i asks for permission where it is given: who is scored, and knows of it."""
    return (int(s.enrolled[i]) == 1) & (int(s.aware[i]) == 1)


@rule
def setting_of(number, topic, who, asks, watched, r, t):
    """The channel with this number, for an act on a topic by a citizen whose id is `who`, who `asks` for permission or does not, and on whom
    the share `watched` of the coverage falls. With a permission dissent costs no points there, and the act is where the authority
    looks, at whomever it looks otherwise."""
    it = channel_of(number, r)
    coverage, gain, loss, asking = it.coverage, it.gain, it.loss, 0.0
    if r.watching.aimed == 1:
        coverage = coverage * watched
    if has_topics(number, r, t):
        gain, loss = gain * float(r.topics.gain[topic]), loss * float(r.topics.loss[topic])
        if (r.topics.asks >> number) & 1 == 1:
            chance = float(r.topics.permitted[topic])
            if some(chance > 0.0):
                has = asks & (unit(draw(t.luck[PERMISSION_LUCK], who, unsigned(number))) < chance)
                loss, coverage = where(has, 0.0, loss), where(has, 1.0, coverage)
                asking = where(has, float(r.topics.asking[topic]), 0.0)
    return Channel(it.public, coverage, gain, loss, it.exposure, asking)


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
