"""Observe: which of today's acts the authority sees, and whom it punishes for them; what else is recorded of a citizen.

reads: id group acted said trust need role · writes: seen punished dates
"""

import numpy as np

from sottovoce.chance import draw, unit
from sottovoce.day.points import BAD, GOOD, RATED_BAD, RATED_GOOD, REPORT
from sottovoce.day.rules import KINDS, PUBLIC
from sottovoce.day.tables import normal_share
from sottovoce.machine.rule import rule
from sottovoce.society.state import FROZEN, GRID, LISTED, PROVOCATEUR
from sottovoce.society.tally import FALSELY, PUNISHED, SEEN


@rule
def observe(i, seen, s, r, t, tally):
    """An act of level a is seen with probability coverage (nu + (1 - nu)|a|), with the scenario's nu, not the believed
    one; public dissent also if a friend tells, and for certain if it answers a provocateur."""
    who = np.uint64(s.id[i])
    group = int(s.group[i])
    marks = 0
    punished = 0
    acted = int(s.acted[i])
    if r.agents == 1 and r.in_force == 1 and int(s.role[i]) == PROVOCATEUR:
        acted = 0  # planted: nobody holds it against them
    told = chance_told(seen, r) if acted != 0 and r.tell == 1 else 0.0
    for channel in range(KINDS):
        if not (acted >> channel) & 1:
            continue
        level = int(s.said[i, channel]) / GRID
        chance = r.coverage[channel] * (r.nu + (1.0 - r.nu) * abs(level))
        if channel < PUBLIC and level > 0.0:
            chance = chance + told * (1.0 - chance)
            if seen.provocateurs > 0:
                chance = 1.0
        if unit(draw(t.seen, who, np.uint64(channel))) < chance:
            marks |= 1 << channel
            tally[group, SEEN] += 1
            if r.psi > 0.0 and level > r.tau:
                punished = 1
            grave = r.freezing == 1 and channel < PUBLIC and level > r.freeze_at
            if grave and unit(draw(t.freeze, who, np.uint64(channel))) < r.freeze_chance:
                s.dates[i, FROZEN] = t.day + r.freeze_days
                punished = 1
    marks |= conduct(i, s, r, t) | reports(i, s, r, t, tally)
    if r.listing == 1:
        enlist(i, marks, s, r, t)
    s.seen[i] = marks
    s.punished[i] = punished
    tally[group, PUNISHED] += punished


@rule
def chance_told(seen, r):
    """Chance that a friend tells: an informer with `informers.report`, any other friend with `reports.rate`."""
    silent = 1.0
    for _ in range(seen.ties):
        silent = silent * (1.0 - r.report_rate)
    for _ in range(seen.informers):
        silent = silent * (1.0 - r.informer_report)
    return 1.0 - silent


@rule
def conduct(i, s, r, t):
    """Bits of recorded conduct. A bad event comes at rate 2 Phi(-trust) need bad_rate, an honour at 2 Phi(trust) good_rate."""
    who = np.uint64(s.id[i])
    trust = float(s.trust[i])
    marks = 0
    if r.conduct_bad > 0.0:
        rate = r.conduct_bad * 2.0 * normal_share(-trust, r.normal) * float(s.need[i])
        if (
            unit(draw(t.conduct, who, np.uint64(0))) < rate
            and unit(draw(t.conduct, who, np.uint64(2))) < r.conduct_coverage
        ):
            marks |= 1 << BAD
    if r.conduct_good > 0.0:
        rate = r.conduct_good * 2.0 * normal_share(trust, r.normal)
        if (
            unit(draw(t.conduct, who, np.uint64(1))) < rate
            and unit(draw(t.conduct, who, np.uint64(3))) < r.conduct_coverage
        ):
            marks |= 1 << GOOD
    return marks


@rule
def reports(i, s, r, t, tally):
    """Bits of what others say: a false report that nobody looked into, a rating (good with probability
    Phi(v trust / sqrt(1 - v^2)), v the validity, unless it comes from malice)."""
    who = np.uint64(s.id[i])
    marks = 0
    if (
        r.malice > 0.0
        and unit(draw(t.report, who, np.uint64(0))) < r.malice
        and unit(draw(t.report, who, np.uint64(1))) >= r.review_share
    ):
        marks |= 1 << REPORT
        tally[int(s.group[i]), FALSELY] += 1
    if r.rating_rate > 0.0 and unit(draw(t.rating, who, np.uint64(0))) < r.rating_rate:
        good = unit(draw(t.rating, who, np.uint64(1))) >= r.rating_malice and unit(
            draw(t.rating, who, np.uint64(2))
        ) < normal_share(r.rating_slope * float(s.trust[i]), r.normal)
        marks |= 1 << (RATED_GOOD if good else RATED_BAD)
    return marks


@rule
def enlist(i, marks, s, r, t):
    """The blacklist: who pays leaves it; a recorded bad event may put a citizen on it again, and starts the term anew."""
    who = np.uint64(s.id[i])
    if int(s.dates[i, LISTED]) > t.day and unit(draw(t.listed, who, np.uint64(1))) < r.list_cure:
        s.dates[i, LISTED] = 0
    if (marks >> BAD) & 1 and unit(draw(t.listed, who, np.uint64(0))) < r.list_entry:
        s.dates[i, LISTED] = t.day + r.list_days
