"""Account: what is counted of choices. The account of silence, what is chosen beside the wish, and what nobody hears.

day/step.py calls it while acting. It changes nothing but sums.
"""

from sottovoce.day.act import is_planted, wish_of
from sottovoce.day.choice import as_wished, wish_on
from sottovoce.day.express import coarse, fine_level
from sottovoce.day.rules.acts import (
    PUBLIC,
    UTILITY,
)
from sottovoce.day.tables import whole
from sottovoce.day.worth import muted
from sottovoce.machine.lanes import add, some, where
from sottovoce.machine.rule import rule
from sottovoce.society.tally import (
    ACCOUNT,
    BEYOND,
    BY_TOPIC,
    CLIMATE,
    CLIMATE2,
    CLIMATE_OPEN,
    COULD_SPEAK,
    DISSENT_AS_WISHED,
    FINE,
    LOYAL_AS_WISHED,
    OCCASIONS,
    OPEN,
    OPEN2,
    UNHEARD,
)
from sottovoce.society.tally import DISSENT as DISSENTS
from sottovoce.society.tally import LOYAL as LOYALS


@rule
def tell(i, channel, level, comes, me, counts, s, r, tally):
    """Count what is chosen on a scheduled occasion, if it `counts`, and the act, where the occasion `comes`: what provocateurs say is no
    voice of the people, in force or not."""
    group = int(s.group[i])
    counts = where(is_planted(i, s, r), False, counts)
    here = counts & comes
    column = OCCASIONS + 3 * channel
    add(tally, group, column, int(here))
    if some(level > 0):
        add(tally, group, column + 1, int(here & (level > 0)))
    if some(level < 0):
        add(tally, group, column + 2, int(here & (level < 0)))
    counts = counts & (channel < PUBLIC)
    if some(counts):
        note(group, level, me, counts, r, tally)


@rule
def account(i, channel, topic, level, comes, me, counts, s, r, tally):
    """The account of silence: what became of the wish of a citizen who disagrees on a scheduled occasion, if it `counts`. Dissent of this
    level was said where the occasion `comes`, else it was cut off; the rest of the wish was held back. By channel, and by topic."""
    counts = where(is_planted(i, s, r), False, counts) & (me.wish > 0)
    if some(counts):
        group, column, dissent = int(s.group[i]), ACCOUNT + (UNHEARD + 1) * channel, within(level, me.wish)
        here, cut = counts & comes, where(comes, False, counts)
        add(tally, group, column, int(counts))
        add(tally, group, column + 1, int(here & (level > 0)))
        add(tally, group, column + 2, int(cut & (level > 0)))
        add(tally, group, column + 3, where(counts, me.wish, 0))
        add(tally, group, column + 4, where(here, dissent, 0))
        add(tally, group, column + 5, where(cut, dissent, 0))
        if r.topics.there == 1:
            column = BY_TOPIC + 6 * min(topic, r.topics.many) + where(channel < PUBLIC, 0, 3)
            add(tally, group, column, int(counts))
            add(tally, group, column + 1, int(here & (level > 0)))
            if some(cut):
                add(tally, group, column + 2, int(cut & (level > 0)))


@rule
def within(level, wish):
    """Dissent of a level, within the wish."""
    return min(max(level, 0), wish)


@rule
def note(group, level, me, counts, r, tally):
    """Count what is chosen on a scheduled public occasion, if it `counts`, beside what would be chosen if nothing but the wish counted."""
    felt = me.wish
    if r.voice.express != UTILITY:
        felt = coarse(fine_level(me.opinion))
    elif some(me.wish == 0):
        felt = as_wished(me, r)
    add(tally, group, COULD_SPEAK, int(counts))
    if some(level < 0):
        add(tally, group, BEYOND, where(counts, max(max(-level, 0) - max(-felt, 0), 0), 0))
        add(tally, group, LOYALS, int(counts & (level < 0)))
    if some(level > 0):
        add(tally, group, DISSENTS, int(counts & (level > 0)))
    if some(felt < 0):
        add(tally, group, LOYAL_AS_WISHED, int(counts & (felt < 0)))
    if some(felt > 0):
        add(tally, group, DISSENT_AS_WISHED, int(counts & (felt > 0)))
    counts = counts & (me.wish > 0)
    if some(counts):
        share = max(level, 0) / max(me.wish, 1)
        air = me.climate
        one = int(counts)
        add(tally, group, CLIMATE, one * whole(air * FINE))
        add(tally, group, CLIMATE2, one * whole(air * air * FINE))
        add(tally, group, OPEN, one * whole(share * FINE))
        add(tally, group, OPEN2, one * whole(share * share * FINE))
        add(tally, group, CLIMATE_OPEN, one * whole(air * share * FINE))


@rule
def unheard(i, s, r, t, tally):
    """Count today's public dissent of which no friend can hear, because a tier took the reach of citizen i tonight."""
    hidden = where(is_planted(i, s, r), False, muted(i, s, r, t))
    acted, group, wish = int(s.acted[i]), int(s.group[i]), wish_of(i, s, r)
    for channel in range(PUBLIC):
        here = wish_on(int(s.topic[channel, i]), wish, r) if r.topics.moving == 1 else wish
        spoke = ((acted >> channel) & 1 == 1) & (int(s.said[channel, i]) > 0) & (here > 0)
        add(tally, group, ACCOUNT + (UNHEARD + 1) * channel + UNHEARD, int(hidden & spoke))
