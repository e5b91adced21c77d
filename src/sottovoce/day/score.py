"""Score: the file of points, and the score that is published from it and from friends' scores.

reads: id group base enrolled said seen word · writes: points months earned deed score punished dates disputed
"""

import numpy as np

from sottovoce.chance import draw, unit
from sottovoce.day.points import BAD, REPORT, event, points_of, reach_of
from sottovoce.day.rules import KINDS
from sottovoce.day.tables import whole
from sottovoce.day.word import ENROLLED as WAS_ENROLLED
from sottovoce.day.word import flag
from sottovoce.machine.rule import rule
from sottovoce.society.state import DEMOTED, DUE, FAULT, GIVEN_BACK, GRID
from sottovoce.society.tally import ENROLLED, FINE, GAINED, GIVEN, LOST, SCORE, SPILLED


@rule
def blank(i, s):
    """Nothing was earned or lost today."""
    for kind in range(GIVEN_BACK + 1):
        s.earned[i, kind] = 0.0


@rule
def earn(i, seen, s, r):
    """Points of today's own acts, each a whole number of grains of deeds. Returns gains and losses."""
    gains = 0.0
    losses = 0.0
    marks = int(s.seen[i])
    reach = reach_of(seen.ties, r)
    if r.keep == 1:
        blank(i, s)
    channel = 0
    while marks >> channel != 0:
        if (marks >> channel) & 1:
            points = 0.0
            place = channel
            if channel < KINDS:
                points = points_of(int(s.said[i, channel]) / GRID, channel, reach, r)
            else:
                points, place = event(channel, r)
            points = whole(points * r.per_deed_grain) * r.deed_grain
            if points > 0.0:
                gains += points
            else:
                losses -= points
            if r.keep == 1:
                s.earned[i, place] += points
        channel += 1
    return gains, losses


@rule
def forget(i, s, r, t):
    """Fade towards the base, and on the first day of a month drop the points of acts older than the memory. Without a
    memory nothing is dropped, and what is older than the longest memory on any date then stays for good."""
    kept = s.months.shape[1] == len(s.id)
    ring = s.months.shape[0]
    if r.fade > 0.0:
        s.points[i] = float(s.base[i]) + (1.0 - r.fade) * (float(s.points[i]) - float(s.base[i]))
        if kept:
            for month in range(ring):
                s.months[month, i] *= 1.0 - r.fade
    if kept and t.new_month == 1:
        for age in range(r.memory if r.memory > 0 else ring, ring + 1):
            month = (t.month - age) % ring
            if r.memory > 0:
                s.points[i] -= s.months[month, i]
            s.months[month, i] = 0.0


@rule
def score(i, seen, s, r, t, tally):
    """b <- base + (1 - mu)(b - base) + own points + spill/k times friends' points of yesterday; then
    average: s = (1 - w) b + w mean(friends' s of yesterday); additive: s = b + w (mean - start); no scored friend: s = b.
    Published: rounded to a grain and clipped to the scale; b is never clipped (Friedkin & Johnsen 1990; DeGroot 1974).
    """
    group = int(s.group[i])
    forget(i, s, r, t)
    scored = int(s.enrolled[i])
    gains, losses = earn(i, seen, s, r)
    if scored == 0 and r.retroactive == 0:
        gains = losses = 0.0
        if r.keep == 1:
            blank(i, s)
    spilled = 0.0
    if scored == 1 and seen.ties > 0:
        spilled = r.spill * (seen.deeds * r.deed_grain) / seen.ties
    change = (gains - losses) + spilled
    if r.remedies == 1 and (scored == 1 or r.retroactive == 1):
        given = give_back(i, losses, change, s, r, t)
        change = change + given
        tally[group, GIVEN] += whole(given * FINE) if scored == 1 else 0
        if r.keep == 1:
            s.earned[i, GIVEN_BACK] = given
    s.points[i] += change
    if s.months.shape[1] == len(s.id):
        s.months[t.bucket, i] += change
    s.deed[i] = (
        whole((gains - losses if r.spill_gains == 1 else -losses) * r.per_deed_grain) if scored == 1 else 0
    )
    b = float(s.points[i])
    published = b
    if seen.enrolled > 0:
        mean = r.low + seen.scores * r.grain / seen.enrolled
        if r.additive == 1:
            published = b + r.friend_weight * (mean - r.start)
        else:
            published = (1.0 - r.friend_weight) * b + r.friend_weight * mean
    if r.demote_chance > 0.0 and scored == 1:
        published = held_down(i, published, s, r, t)
    if scored == 0:
        s.score[i] = 0
    elif r.monthly == 0 or t.new_month == 1 or flag(s.word[i], WAS_ENROLLED) == 0:
        s.score[i] = min(max(whole((published - r.low) * r.per_grain), 0), r.top)
    if scored == 1 and losses > 0.0 and r.shown == 1:
        s.punished[i] = 1
    tally[group, GAINED] += whole(gains * FINE) if scored == 1 else 0
    tally[group, LOST] += whole(losses * FINE) if scored == 1 else 0
    tally[group, SPILLED] += whole(spilled * FINE)
    if scored == 1:
        tally[group, ENROLLED] += 1
        tally[group, SCORE] += whole(int(s.score[i]) / r.top * FINE)


@rule
def give_back(i, losses, change, s, r, t):
    """Points given back today, in whole grains of deeds: an appeal that is decided and won; after `repair` clean months what
    is missing to the file that is restored. Losing points starts the clean months anew, and may be appealed."""
    who = np.uint64(s.id[i])
    given = 0.0
    if r.appeal_share > 0.0:
        if 0 < int(s.dates[i, DUE]) <= t.day:
            points = float(s.disputed[i])
            if unit(draw(t.appeal, who, np.uint64(1))) < (r.appeal_right if points < 0.0 else r.appeal_wrong):
                given = abs(points)
            s.dates[i, DUE] = 0
        free = losses > 0.0 and int(s.dates[i, DUE]) == 0
        if free and unit(draw(t.appeal, who, np.uint64(0))) < r.appeal_share:
            false = -whole(r.report_points * r.per_deed_grain) * r.deed_grain
            s.disputed[i] = false if (int(s.seen[i]) >> REPORT) & 1 == 1 else losses
            s.dates[i, DUE] = t.day + r.appeal_days
    if r.repair_days > 0:
        clean = t.day - int(s.dates[i, FAULT])
        if losses > 0.0:
            s.dates[i, FAULT] = t.day
        elif clean > 0 and clean % r.repair_days == 0:
            goal = float(s.base[i]) if r.repair_own == 1 else r.repair_to
            missing = goal - (float(s.points[i]) + change + given)
            given += max(whole(missing * r.per_deed_grain), 0) * r.deed_grain
    return given


@rule
def held_down(i, published, s, r, t):
    """The score of who was demoted is at most that of the lower grade, while it lasts."""
    who = np.uint64(s.id[i])
    if (int(s.seen[i]) >> BAD) & 1 and unit(draw(t.demote, who, np.uint64(0))) < r.demote_chance:
        s.dates[i, DEMOTED] = t.day + r.demote_days
    return min(published, r.demote_to) if int(s.dates[i, DEMOTED]) > t.day else published
