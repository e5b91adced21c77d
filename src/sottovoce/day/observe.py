"""Observe: which of today's acts the authority sees, and whom it punishes for them; what else is recorded of a citizen.

reads: id group acted said trust need role · writes: seen punished dates
"""

import numpy as np

from sottovoce.chance import draw, unit
from sottovoce.day.points import BAD, GOOD, RATED_BAD, RATED_GOOD, REPORT
from sottovoce.day.rules import KINDS, PUBLIC
from sottovoce.day.tables import normal_share
from sottovoce.machine.lanes import add, some, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.state import FROZEN, GRID, LISTED, PROVOCATEUR
from sottovoce.society.tally import FALSELY, PUNISHED, SEEN


@rule
def observe(i, seen, s, r, t, tally):
    """Acts that are seen, and what else is recorded of citizen i. (For a crowd: `crowd.choices` and `crowd.evening`.)"""
    acted = acts_of(i, s, r)
    marks = punished = frozen = 0
    told = chance_told(seen, r)
    for channel in range(KINDS):
        if (acted >> channel) & 1:
            level = int(s.said[channel, i])
            noticed, punishes, freezes = notice(
                unsigned(s.id[i]), channel, level, told, seen.provocateurs, r, t
            )
            marks |= noticed << channel
            punished |= punishes
            frozen |= freezes
            tally[int(s.group[i]), SEEN] += noticed
    record(i, marks, punished, frozen, s, r, t, tally)


@rule
def acts_of(i, s, r):
    """Bits of the channels in which citizen i acted today and may be seen: of a provocateur in force nobody holds it against
    them."""
    acted = int(s.acted[i])
    if r.agents == 1 and r.in_force == 1:
        acted = where(int(s.role[i]) == PROVOCATEUR, 0, acted)
    return acted


@rule
def notice(who, channel, level, told, provocateurs, r, t):
    """Whether an act of citizen `who` is seen, punished, and followed by a frozen account (0 or 1 each). An act of level a is seen
    with probability coverage (nu + (1 - nu)|a|), with the scenario's nu, not the believed one; public dissent also if a friend
    tells, and for certain if it answers a provocateur."""
    share = level / GRID
    chance = r.coverage[channel] * (r.nu + (1.0 - r.nu) * abs(share))
    if r.tell == 1 or r.agents == 1:
        aloud = (channel < PUBLIC) & (level > 0)
        chance = where(aloud, chance + told * (1.0 - chance), chance)
        chance = where(aloud & (provocateurs > 0), 1.0, chance)
    noticed = unit(draw(t.seen, who, unsigned(channel))) < chance
    punished = noticed & (share > r.tau) & (r.psi > 0.0)
    frozen = False
    if r.freezing == 1:
        grave = noticed & (channel < PUBLIC) & (share > r.freeze_at)
        frozen = grave & (unit(draw(t.freeze, who, unsigned(channel))) < r.freeze_chance)
    return int(noticed), int(punished | frozen), int(frozen)


@rule
def record(i, marks, punished, frozen, s, r, t, tally):
    """Write down what was seen of citizen i's acts, and what else is recorded."""
    if r.freezing == 1:
        s.dates[FROZEN, i] = where(frozen == 1, t.day + r.freeze_days, int(s.dates[FROZEN, i]))
    marks = marks | conduct(i, s, r, t) | reports(i, s, r, t, tally)
    if r.listing == 1:
        enlist(i, marks, s, r, t)
    s.seen[i] = marks
    s.punished[i] = punished
    add(tally, int(s.group[i]), PUNISHED, punished)


@rule
def chance_told(seen, r):
    """Chance that a friend tells: an informer with `informers.report`, any other friend with `reports.rate`."""
    silent = 1.0
    if r.tell == 1:
        silent = repeated(
            repeated(silent, 1.0 - r.report_rate, seen.ties), 1.0 - r.informer_report, seen.informers
        )
    return 1.0 - silent


@rule
def repeated(x, factor, times):
    """x times the factor, so many times."""
    left = times
    while some(left > 0):
        x = where(left > 0, x * factor, x)
        left = left - 1
    return x


@rule
def conduct(i, s, r, t):
    """Bits of recorded conduct. A bad event comes at rate 2 Phi(-trust) need bad_rate, an honour at 2 Phi(trust) good_rate."""
    who = unsigned(s.id[i])
    trust = float(s.trust[i])
    marks = 0
    if r.conduct_bad > 0.0:
        rate = r.conduct_bad * 2.0 * normal_share(-trust, r.normal) * float(s.need[i])
        marks = marks | (recorded(who, np.uint64(0), rate, r, t) << BAD)
    if r.conduct_good > 0.0:
        rate = r.conduct_good * 2.0 * normal_share(trust, r.normal)
        marks = marks | (recorded(who, np.uint64(1), rate, r, t) << GOOD)
    return marks


@rule
def recorded(who, kind, rate, r, t):
    """1, if an event of conduct (kind 0: bad, 1: good) comes today and is recorded."""
    comes = unit(draw(t.conduct, who, kind)) < rate
    return int(comes & (unit(draw(t.conduct, who, kind + np.uint64(2))) < r.conduct_coverage))


@rule
def reports(i, s, r, t, tally):
    """Bits of what others say: a false report that nobody looked into, a rating (good with probability
    Phi(v trust / sqrt(1 - v^2)), v the validity, unless it comes from malice)."""
    who = unsigned(s.id[i])
    marks = 0
    if r.malice > 0.0:
        believed = unit(draw(t.report, who, np.uint64(1))) >= r.review_share
        false = int((unit(draw(t.report, who, np.uint64(0))) < r.malice) & believed)
        marks = marks | (false << REPORT)
        add(tally, int(s.group[i]), FALSELY, false)
    if r.rating_rate > 0.0:
        comes = int(unit(draw(t.rating, who, np.uint64(0))) < r.rating_rate)
        earnest = unit(draw(t.rating, who, np.uint64(1))) >= r.rating_malice
        likes = unit(draw(t.rating, who, np.uint64(2))) < normal_share(
            r.rating_slope * float(s.trust[i]), r.normal
        )
        marks = marks | (comes << where(earnest & likes, RATED_GOOD, RATED_BAD))
    return marks


@rule
def enlist(i, marks, s, r, t):
    """The blacklist: who pays leaves it; a recorded bad event may put a citizen on it again, and starts the term anew."""
    who = unsigned(s.id[i])
    until = int(s.dates[LISTED, i])
    pays = (until > t.day) & (unit(draw(t.listed, who, np.uint64(1))) < r.list_cure)
    entered = ((marks >> BAD) & 1 == 1) & (unit(draw(t.listed, who, np.uint64(0))) < r.list_entry)
    s.dates[LISTED, i] = where(entered, t.day + r.list_days, where(pays, 0, until))
