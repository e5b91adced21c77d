"""Jobs: what public acts leave for an employer to find, and the hunt for a job.

reads: id group enrolled access traces looked · writes: looked
"""

import numpy as np

from sottovoce.chance import Purpose, draw, unit
from sottovoce.day.worth import EVERY_TIER
from sottovoce.machine.lanes import add, some, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID, OWN, TAGGED
from sottovoce.society.tally import HUNTS, HUNTS_REFUSED, REFUSED_FOR_OWN, REFUSED_FOR_TAG

FOUND_LUCK = int(Purpose.FOUND)
HUNT_LUCK = int(Purpose.HUNT)


@rule
def findable(who, channel, level, r, t):
    """Whether public dissent leaves something that an employer would find and refuse for."""
    return unit(draw(t.luck[FOUND_LUCK], who, unsigned(channel))) < r.jobs.finds * (level / GRID)


@rule
def hunt(i, s, r, t, tally):
    """Citizen i hunts for a job, or does not. An employer who looks back refuses who left something to be found within `lookback_days`, or
    was tagged in what did; and, where anybody may see scores, who is below a tier for jobs: to be refused for the score is felt from
    tomorrow on."""
    hunts = unit(draw(t.luck[HUNT_LUCK], unsigned(s.id[i]), np.uint64(0))) < r.jobs.chance
    if some(hunts):
        group = int(s.group[i])
        add(tally, group, HUNTS, int(hunts))
        if r.jobs.there == 1:
            own = hunts & (t.day - int(s.traces[OWN, i]) < r.jobs.lookback_days)
            tagged = hunts & (t.day - int(s.traces[TAGGED, i]) < r.jobs.lookback_days)
            low = False
            if r.score.public == 1:
                lacks = (int(s.access[i]) ^ EVERY_TIER) & r.tiers.hires != 0
                low = hunts & (int(s.enrolled[i]) == 1) & lacks
                if r.score.standing.there == 1:
                    s.looked[i] = where(low, t.day + 1 + r.score.standing.felt_days, int(s.looked[i]))
            add(tally, group, HUNTS_REFUSED, int(own | tagged | low))
            add(tally, group, REFUSED_FOR_OWN, int(own))
            add(tally, group, REFUSED_FOR_TAG, where(own, 0, int(tagged)))
