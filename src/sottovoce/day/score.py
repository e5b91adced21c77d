"""Score: the file of points, and the score that is published from it and from friends' scores.

reads: group base enrolled said seen · writes: points months earned deed score punished
"""

from sottovoce.day.points import BAD, points_of, reach_of
from sottovoce.day.rules import KINDS
from sottovoce.day.tables import whole
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID
from sottovoce.society.tally import ENROLLED, FINE, GAINED, LOST, SCORE, SPILLED


@rule
def earn(i, seen, s, r):
    """Points of today's own acts, each a whole number of grains of deeds. Returns gains and losses."""
    gains = 0.0
    losses = 0.0
    marks = int(s.seen[i])
    reach = reach_of(seen.ties, r)
    if r.keep == 1:
        for channel in range(KINDS + 1):
            s.earned[i, channel] = 0.0
    channel = 0
    while marks >> channel != 0:
        if (marks >> channel) & 1:
            points = 0.0
            place = channel
            if channel < KINDS:
                points = points_of(int(s.said[i, channel]) / GRID, channel, reach, r)
            elif channel == BAD:
                points = -r.conduct_loss
            else:
                points = r.conduct_gain
                place = BAD
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
            for channel in range(KINDS + 1):
                s.earned[i, channel] = 0.0
    spilled = 0.0
    if scored == 1 and seen.ties > 0:
        spilled = r.spill * (seen.deeds * r.deed_grain) / seen.ties
    change = (gains - losses) + spilled
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
    s.score[i] = min(max(whole((published - r.low) * r.per_grain), 0), r.top) if scored == 1 else 0
    if scored == 1 and losses > 0.0 and r.in_force == 1 and r.shown == 1:
        s.punished[i] = 1
    tally[group, GAINED] += whole(gains * FINE) if scored == 1 else 0
    tally[group, LOST] += whole(losses * FINE) if scored == 1 else 0
    tally[group, SPILLED] += whole(spilled * FINE)
    if scored == 1:
        tally[group, ENROLLED] += 1
        tally[group, SCORE] += whole(int(s.score[i]) / r.top * FINE)
