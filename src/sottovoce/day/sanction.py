"""Sanction: what today's score gives and takes, and who looks it up.

reads: id group enrolled score access dates looked · writes: access lost_days looked
"""

import numpy as np

from sottovoce.chance import Purpose, draw, unit
from sottovoce.day.worth import EVERY_TIER, score_points
from sottovoce.machine.lanes import add, some, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.state import FROZEN, LISTED
from sottovoce.society.tally import BELOW, FROZEN_NOW, LISTED_NOW, LOOKED_UP, REFUSED, SANCTIONED

LOOKED_UP_LUCK = int(Purpose.LOOKED_UP)


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
        add(tally, group, BELOW + k, int(below == 1))
        if r.tiers.takes[k] == 1:
            lost = lost | below
    add(tally, group, SANCTIONED, int(lost == 1))
    s.access[i] = bits
    if t.measured == 1:
        s.lost_days[i] = int(s.lost_days[i]) + lost
    if r.score.standing.there == 1:
        look_up(i, bits, s, r, t, tally)


@rule
def look_up(i, access, s, r, t, tally):
    """Somebody looks citizen i's score up, or nobody: at most one a day. A lender refuses below the edge of a tier for loans or the bank, an
    employer below one for jobs. To be looked up by a friend or a stranger, and to be refused, is felt from tomorrow on."""
    luck = unit(draw(t.luck[LOOKED_UP_LUCK], unsigned(s.id[i]), np.uint64(0)))
    looked = (int(s.enrolled[i]) == 1) & (luck < r.score.standing.employer)
    if some(looked):
        private = looked & (luck < r.score.standing.stranger)
        lender = looked & (luck >= r.score.standing.stranger) & (luck < r.score.standing.lender)
        employer = looked & (luck >= r.score.standing.lender)
        lacks = access ^ EVERY_TIER
        refused = (lender & (lacks & r.tiers.lends != 0)) | (employer & (lacks & r.tiers.hires != 0))
        until = int(s.looked[i])
        s.looked[i] = where(private | refused, t.day + 1 + r.score.standing.felt_days, until)
        group = int(s.group[i])
        add(tally, group, LOOKED_UP, int(looked))
        add(tally, group, REFUSED, int(refused))
