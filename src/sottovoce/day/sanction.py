"""Sanction: what today's score gives and takes.

reads: group enrolled score access dates · writes: access lost_days
"""

from sottovoce.day.worth import score_points
from sottovoce.machine.rule import rule
from sottovoce.society.state import FROZEN, LISTED
from sottovoce.society.tally import BELOW, FROZEN_NOW, LISTED_NOW


@rule
def sanction(i, s, r, t, tally):
    """Bit k of `access`: at or above the edge of tier k; to come back needs `slack` points more; or not on the blacklist.
    Outside the system nothing is given and nothing is taken. A frozen account is a sanction of its own."""
    bits = 0
    scored = int(s.enrolled[i]) == 1
    score = score_points(i, s, r)
    group = int(s.group[i])
    listed = False
    if r.listing == 1 and int(s.dates[i, LISTED]) > t.day:
        listed = True
        tally[group, LISTED_NOW] += 1
    if r.freezing == 1 and int(s.dates[i, FROZEN]) > t.day:
        tally[group, FROZEN_NOW] += 1
        if t.measured == 1:
            s.lost_days[i] += 1
    for k in range(len(r.tier_value)):
        if not scored:
            bits |= int(r.tier_takes[k]) << k
            continue
        before = (int(s.access[i]) >> k) & 1
        if r.tier_listed[k] == 1:
            above = not listed
        else:
            above = score >= t.edge[k] + (0.0 if before == 1 else r.tier_slack[k])
        if above:
            bits |= 1 << k
        else:
            tally[group, BELOW + k] += 1
            if r.tier_takes[k] == 1 and t.measured == 1:
                s.lost_days[i] += 1
    s.access[i] = bits
