"""Score: the file of points, and the score that is published from it and from friends' scores.

reads: id group base enrolled observed signal tags · writes: points months earned deed score punished dates disputed tags
"""

import numpy as np

from sottovoce.chance import Purpose, draw, unit
from sottovoce.day.points import event
from sottovoce.day.rules.acts import KINDS
from sottovoce.day.rules.system import DRAG_ADDITIVE
from sottovoce.day.tables import whole
from sottovoce.machine.lanes import add, some, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.signal import ENROLLED as WAS_ENROLLED
from sottovoce.society.signal import flag
from sottovoce.society.state import BAD, DEMOTED, DUE, EVENTS, FAULT, GIVEN_BACK, REPORT, SHARED, TAG
from sottovoce.society.tally import BY_TAG, ENROLLED, FINE, GAINED, GIVEN, LOST, SCORE, SPILLED

APPEAL_LUCK = int(Purpose.APPEAL)
DEMOTE_LUCK = int(Purpose.DEMOTE)


@rule
def in_grains(points, r):
    """Points as a whole number of grains of deeds."""
    return whole(points * r.score.per_deed_grain) * r.score.deed_grain


@rule
def blank(i, s):
    """Nothing was earned or lost today."""
    for kind in range(GIVEN_BACK + 1):
        s.earned[kind, i] = 0.0


@rule
def events(i, gains, losses, s, r):
    """Gains and losses with the points of what else was recorded today."""
    marks = int(s.observed[i])
    for bit in range(KINDS, KINDS + EVENTS):
        points, place = event(bit, r)
        points = in_grains(points, r)
        if points != 0.0:
            points = where((marks >> bit) & 1 == 1, points, 0.0)
            gains = gains + max(points, 0.0)
            losses = losses - min(points, 0.0)
            if r.run.ledger == 1:
                s.earned[place, i] = float(s.earned[place, i]) + points
    return gains, losses


@rule
def forget(i, s, r, t):
    """Fade towards the base, and on the first day of a month drop the points of acts older than the memory. Without a
    memory nothing is dropped, and what is older than the longest memory on any date then stays for good."""
    kept = s.months.shape[1] == len(s.id)
    ring = s.months.shape[0]
    if r.score.fade > 0.0:
        s.points[i] = float(s.base[i]) + (1.0 - r.score.fade) * (float(s.points[i]) - float(s.base[i]))
        if kept:
            for month in range(ring):
                s.months[month, i] = float(s.months[month, i]) * (1.0 - r.score.fade)
    if kept and t.new_month == 1:
        for age in range(r.score.memory_months if r.score.memory_months > 0 else ring, ring + 1):
            month = (t.month - age) % ring
            if r.score.memory_months > 0:
                s.points[i] = float(s.points[i]) - float(s.months[month, i])
            s.months[month, i] = 0.0


@rule
def score(i, noticed, gains, losses, s, r, t, tally):
    """b <- base + (1 - mu)(b - base) + own points + spill/k times friends' points of yesterday; then
    average: s = (1 - w) b + w mean(friends' s of yesterday); additive: s = b + w (mean - start); no scored friend: s = b.
    Published: rounded to a grain and clipped to the scale; b is never clipped (Friedkin & Johnsen 1990; DeGroot 1974).
    """
    group = int(s.group[i])
    forget(i, s, r, t)
    scored = int(s.enrolled[i]) == 1
    gains, losses = events(i, gains, losses, s, r)
    if r.enrolment.retroactive == 0:
        gains, losses = where(scored, gains, 0.0), where(scored, losses, 0.0)
        if r.run.ledger == 1:
            for kind in range(GIVEN_BACK + 1):
                s.earned[kind, i] = where(scored, float(s.earned[kind, i]), 0.0)
    spilled = where(scored, r.score.spill * (noticed.deeds * r.score.deed_grain) / max(noticed.ties, 1), 0.0)
    change = (gains - losses) + spilled
    if r.tags.there == 1:
        tagged = 0.0
        if some(int(s.tags[SHARED, i]) != 0):
            tagged = where(scored, whole(r.tags.weight * int(s.tags[SHARED, i])) * r.score.deed_grain, 0.0)
            s.tags[SHARED, i] = 0
            change = change + tagged
            add(tally, group, BY_TAG, whole(tagged * FINE))
        if r.run.ledger == 1:
            s.earned[TAG, i] = tagged
    if r.repair.there == 1:
        counts = scored | (r.enrolment.retroactive == 1)
        given = give_back(i, losses, change, counts, s, r, t)
        change = change + given
        add(tally, group, GIVEN, where(scored, whole(given * FINE), 0))
        if r.run.ledger == 1:
            s.earned[GIVEN_BACK, i] = given
    b = float(s.points[i]) + change
    s.points[i] = b
    if s.months.shape[1] == len(s.id):
        s.months[t.bucket, i] = float(s.months[t.bucket, i]) + change
    deed = gains - losses if r.score.spill_gains == 1 else -losses
    s.deed[i] = where(scored, whole(deed * r.score.per_deed_grain), 0)
    mean = r.score.low + noticed.scores * r.score.grain / max(noticed.enrolled, 1)
    if r.score.drag == DRAG_ADDITIVE:
        published = b + r.score.friend_weight * (mean - r.score.start)
    else:
        published = (1.0 - r.score.friend_weight) * b + r.score.friend_weight * mean
    published = where(noticed.enrolled > 0, published, b)
    if r.score.demotion.chance > 0.0:
        published = where(scored, held_down(i, published, scored, s, r, t), published)
    number = whole(min(max((published - r.score.low) * r.score.per_grain, 0.0), float(r.score.top)))
    if r.score.monthly == 1 and t.new_month == 0:
        number = where(flag(s.signal[i], WAS_ENROLLED) == 0, number, int(s.score[i]))
    number = where(scored, number, 0)
    s.score[i] = number
    if r.score.shown == 1:
        s.punished[i] = where(scored & (losses > 0.0), 1, int(s.punished[i]))
    add(tally, group, GAINED, where(scored, whole(gains * FINE), 0))
    add(tally, group, LOST, where(scored, whole(losses * FINE), 0))
    add(tally, group, SPILLED, whole(spilled * FINE))
    add(tally, group, ENROLLED, int(scored))
    add(tally, group, SCORE, where(scored, whole(number / r.score.top * FINE), 0))


@rule
def give_back(i, losses, change, counts, s, r, t):
    """Points given back today to whom it `counts`, in whole grains of deeds: an appeal that is decided and won; after `repair` clean
    months what is missing to the file that is restored. Losing points starts the clean months anew, and may be appealed."""
    who = unsigned(s.id[i])
    given = 0.0
    if r.appeal.share > 0.0:
        due, points = int(s.dates[DUE, i]), float(s.disputed[i])
        decided = counts & (due > 0) & (due <= t.day)
        won = unit(draw(t.luck[APPEAL_LUCK], who, np.uint64(1))) < where(
            points < 0.0, r.appeal.right, r.appeal.wrong
        )
        given = where(decided & won, abs(points), 0.0)
        due = where(decided, 0, due)
        appeals = unit(draw(t.luck[APPEAL_LUCK], who, np.uint64(0))) < r.appeal.share
        appeals = appeals & counts & (losses > 0.0) & (due == 0)
        false = -in_grains(r.reports.points, r)
        disputed = where((int(s.observed[i]) >> REPORT) & 1 == 1, false, losses)
        s.disputed[i] = where(appeals, disputed, points)
        s.dates[DUE, i] = where(appeals, t.day + r.appeal.days, due)
    if r.repair.days > 0:
        fault = int(s.dates[FAULT, i])
        clean = t.day - fault
        goal = float(s.base[i]) if r.repair.own == 1 else r.repair.to
        missing = goal - (float(s.points[i]) + change + given)
        restored = max(whole(missing * r.score.per_deed_grain), 0) * r.score.deed_grain
        comes = counts & (losses <= 0.0) & (clean > 0) & (remainder(clean, r.repair.days) == 0)
        given = given + where(comes, restored, 0.0)
        s.dates[FAULT, i] = where(counts & (losses > 0.0), t.day, fault)
    return given


@rule
def remainder(days, term):
    """Remainder of days (0 or more) after division by a term."""
    return days - int(days / term) * term


@rule
def held_down(i, published, scored, s, r, t):
    """The score of anyone who was demoted is at most that of the lower grade, while it lasts."""
    who = unsigned(s.id[i])
    demoted = ((int(s.observed[i]) >> BAD) & 1 == 1) & (
        unit(draw(t.luck[DEMOTE_LUCK], who, np.uint64(0))) < r.score.demotion.chance
    )
    until = where(demoted & scored, t.day + r.score.demotion.days, int(s.dates[DEMOTED, i]))
    s.dates[DEMOTED, i] = until
    return where(until > t.day, min(published, r.score.demotion.to), published)
