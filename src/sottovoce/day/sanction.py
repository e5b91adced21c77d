"""Sanction: what today's score gives and takes.

reads: group enrolled score access dates · writes: access lost_days
"""

from sottovoce.day.worth import score_points
from sottovoce.machine.lanes import add, where
from sottovoce.machine.rule import rule
from sottovoce.society.state import FROZEN, LISTED
from sottovoce.society.tally import BELOW, FROZEN_NOW, LISTED_NOW, SANCTIONED


@rule
def sanction(i, s, r, t, tally):
    """Bit k of `access`: at or above the edge of tier k; to come back needs `slack` points more; or not on the blacklist.
    Outside the system nothing is given and nothing is taken. A frozen account is a sanction of its own; a day under several sanctions is
    one day under a sanction."""
    scored = int(s.enrolled[i]) == 1
    score = score_points(i, s, r)
    group = int(s.group[i])
    before, bits, lost = int(s.access[i]), 0, 0
    listed = False
    if r.blacklist.there == 1:
        listed = int(s.dates[LISTED, i]) > t.day
        add(tally, group, LISTED_NOW, int(listed))
    if r.freeze.power == 1:
        frozen = int(int(s.dates[FROZEN, i]) > t.day)
        add(tally, group, FROZEN_NOW, frozen)
        lost = lost | frozen
    for k in range(len(r.tiers.value)):
        if r.tiers.listed[k] == 1:
            below = int(listed)
        else:
            slack = where((before >> k) & 1 == 1, 0.0, r.tiers.slack[k])
            below = int(score < t.edge[k] + slack)
        bits = bits | (where(scored, 1 - below, int(r.tiers.takes[k])) << k)
        below = where(scored, below, 0)
        add(tally, group, BELOW + k, below)
        if r.tiers.takes[k] == 1:
            lost = lost | below
    add(tally, group, SANCTIONED, lost)
    s.access[i] = bits
    if t.measured == 1:
        s.lost_days[i] = int(s.lost_days[i]) + lost
