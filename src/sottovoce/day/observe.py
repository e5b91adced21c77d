"""Observe: which of today's acts the authority sees, and whom it punishes for them; what else is recorded of a citizen.

reads: id group enrolled aware said trust need role watched · writes: observed punished dates earned watched traces
"""

import numpy as np

from sottovoce.chance import Purpose, draw, unit
from sottovoce.day.rules.acts import PUBLIC
from sottovoce.day.tables import normal_share, powered
from sottovoce.day.worth import is_watched
from sottovoce.machine.lanes import add, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.state import BAD, FROZEN, GOOD, GRID, LISTED, RATED_BAD, RATED_GOOD, REPORT
from sottovoce.society.tally import FALSELY, PUNISHED

CONDUCT_LUCK = int(Purpose.CONDUCT)
FREEZE_LUCK = int(Purpose.FREEZE)
LISTED_LUCK = int(Purpose.LISTED)
RATING_LUCK = int(Purpose.RATING)
REPORT_LUCK = int(Purpose.REPORT)
OBSERVED_LUCK = int(Purpose.OBSERVED)


@rule
def observe(who, channel, coverage, level, told, provocateurs, r, t):
    """Whether an act of citizen `who` is noticed, punished, and followed by a frozen account (0 or 1 each). An act of level a is seen
    with probability `coverage` (nu + (1 - nu)|a|), with the scenario's nu, not the believed one; public dissent also if a friend
    tells, and for certain if it answers a provocateur."""
    share = level / GRID
    chance = coverage * (r.watching.nu + (1.0 - r.watching.nu) * abs(share))
    if r.reports.tell == 1 or r.informers.there == 1:
        aloud = (channel < PUBLIC) & (level > 0)
        chance = where(aloud, chance + told * (1.0 - chance), chance)
        chance = where(aloud & (provocateurs > 0), 1.0, chance)
    observed = unit(draw(t.luck[OBSERVED_LUCK], who, unsigned(channel))) < chance
    punished = (
        observed
        & (share > r.punishment.tolerance)
        & (r.punishment.severity > 0.0)
        & (r.punishment.executed == 1)
    )
    frozen = False
    if r.freeze.power == 1:
        grave = observed & (channel < PUBLIC) & (share > r.freeze.threshold)
        frozen = grave & (unit(draw(t.luck[FREEZE_LUCK], who, unsigned(channel))) < r.freeze.chance)
    return int(observed), int(punished | frozen), int(frozen)


@rule
def share_watched(i, s, r, t):
    """The share of the coverage that falls on citizen i today."""
    if r.watching.aimed == 0:
        return 1.0
    return where(is_watched(i, s, r, t), 1.0, r.watching.others)


@rule
def suspect(i, marks, s, r, t):
    """The watch list: a public act of dissent above `list_above` that was seen puts citizen i on it from tomorrow, for `list_days`."""
    caught = False
    for channel in range(PUBLIC):
        seen = (marks >> channel) & 1 == 1
        caught = caught | (seen & (int(s.said[channel, i]) > r.watching.list_above))
    s.watched[i] = where(caught, t.day + 1 + r.watching.list_days, int(s.watched[i]))


@rule
def record(i, marks, punished, frozen, s, r, t, tally):
    """Write down what was seen of citizen i's acts, and what else is recorded."""
    if r.freeze.power == 1:
        s.dates[FROZEN, i] = where(frozen == 1, t.day + r.freeze.days, int(s.dates[FROZEN, i]))
    if r.watching.aimed == 1:
        suspect(i, marks, s, r, t)
    marks = marks | conduct(i, s, r, t) | reports(i, s, r, t, tally)
    if r.blacklist.there == 1:
        enlist(i, marks, s, r, t)
    s.observed[i] = marks
    s.punished[i] = punished
    add(tally, int(s.group[i]), PUNISHED, int(punished == 1))


@rule
def chance_told(noticed, r):
    """Chance that a friend tells: an informer with `informers.report`, any other friend with `reports.rate`."""
    silent = 1.0
    if r.reports.tell == 1:
        silent = powered(r.reports.none_told, noticed.ties)
        if r.informers.there == 1:
            silent = silent * powered(r.informers.none_told, noticed.informers)
    return 1.0 - silent


@rule
def conduct(i, s, r, t):
    """Bits of recorded conduct. A bad event comes at rate 2 Phi(-trust) need bad_rate, an honour at 2 Phi(trust) good_rate."""
    who = unsigned(s.id[i])
    trust = float(s.trust[i])
    marks = 0
    if r.channels.conduct.bad_rate > 0.0:
        rate = r.channels.conduct.bad_rate * 2.0 * normal_share(-trust, r.tables.normal) * float(s.need[i])
        marks = marks | (recorded(who, np.uint64(0), rate, r, t) << BAD)
    if r.channels.conduct.good_rate > 0.0:
        rate = r.channels.conduct.good_rate * 2.0 * normal_share(trust, r.tables.normal)
        marks = marks | (recorded(who, np.uint64(1), rate, r, t) << GOOD)
    return marks


@rule
def recorded(who, kind, rate, r, t):
    """1, if an event of conduct (kind 0: bad, 1: good) comes today and is recorded."""
    comes = unit(draw(t.luck[CONDUCT_LUCK], who, kind)) < rate
    return int(
        comes & (unit(draw(t.luck[CONDUCT_LUCK], who, kind + np.uint64(2))) < r.channels.conduct.coverage)
    )


@rule
def reports(i, s, r, t, tally):
    """Bits of what others say: a false report that nobody looked into, a rating (good with probability
    Phi(v trust / sqrt(1 - v^2)), v the validity, unless it comes from malice)."""
    who = unsigned(s.id[i])
    marks = 0
    if r.reports.malice > 0.0:
        believed = unit(draw(t.luck[REPORT_LUCK], who, np.uint64(1))) >= r.appeal.review
        false = int((unit(draw(t.luck[REPORT_LUCK], who, np.uint64(0))) < r.reports.malice) & believed)
        marks = marks | (false << REPORT)
        add(tally, int(s.group[i]), FALSELY, false)
    if r.reports.ratings_rate > 0.0:
        comes = int(unit(draw(t.luck[RATING_LUCK], who, np.uint64(0))) < r.reports.ratings_rate)
        earnest = unit(draw(t.luck[RATING_LUCK], who, np.uint64(1))) >= r.reports.ratings_malice
        likes = unit(draw(t.luck[RATING_LUCK], who, np.uint64(2))) < normal_share(
            r.reports.ratings_slope * float(s.trust[i]), r.tables.normal
        )
        marks = marks | (comes << where(earnest & likes, RATED_GOOD, RATED_BAD))
    return marks


@rule
def enlist(i, marks, s, r, t):
    """The blacklist: who pays leaves it; a recorded bad event may put a citizen on it again, and starts the term anew."""
    who = unsigned(s.id[i])
    until = int(s.dates[LISTED, i])
    pays = (until > t.day) & (unit(draw(t.luck[LISTED_LUCK], who, np.uint64(1))) < r.blacklist.cure)
    entered = ((marks >> BAD) & 1 == 1) & (
        unit(draw(t.luck[LISTED_LUCK], who, np.uint64(0))) < r.blacklist.entry
    )
    s.dates[LISTED, i] = where(entered, t.day + r.blacklist.days, where(pays, 0, until))
