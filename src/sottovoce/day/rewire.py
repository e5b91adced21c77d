"""Rewire: think one tie over, look for a new friend. A citizen only proposes; the ties are changed after the day, pair by
pair (day.ties).

reads: id place enrolled aware score need access dates first friend signal · writes: drop make
"""

import numpy as np

from sottovoce.chance import Purpose, draw, pair, unit
from sottovoce.day.rules.system import (
    DRAG_AVERAGE,
    DROP_DISCORDANT,
    DROP_NEVER,
    DROP_OWN,
    DROP_RANDOM,
    DROP_SCORE,
    MAKE_FRIEND_OF_FRIEND,
    MAKE_HIGH_SCORE,
    MAKE_NEVER,
    MAKE_SAME_VOICE,
)
from sottovoce.day.tables import quantile
from sottovoce.day.ties import highest, id_of
from sottovoce.day.worth import access_worth, need_of, own_score
from sottovoce.machine.lanes import at, some, unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.signal import DISSENT, ENROLLED, HEARD, LOYAL, act_of, flag, score_of
from sottovoce.society.state import GRID

DROP_LUCK = int(Purpose.DROP)
MAKE_LUCK = int(Purpose.MAKE)
MAKE_WHOM_LUCK = int(Purpose.MAKE_WHOM)
REVIEW_LUCK = int(Purpose.REVIEW)
REVIEW_WHICH_LUCK = int(Purpose.REVIEW_WHICH)
TIE_VALUE_LUCK = int(Purpose.TIE_VALUE)

TRIES = 4  # strangers looked at when a friend is sought by voice or score


@rule
def knows(i, j, s):
    """Whether j is in the row of i."""
    found = False
    place, end = int(s.first[i]), int(s.first[i + 1])
    while some(place < end):
        found = found | (int(at(s.friend, place, place < end, len(s.id))) == j)
        place = place + int(place < end)
    return found


@rule
def regained(i, signal, noticed, against, s, r, t):
    """What i would gain by not knowing j, whose signal it is, utility: V(s + p) - V(s), p the true change of the own score in points, over
    the horizon. Friends' scores, where i is shown s_j: w (mean without j - mean), and the file alone where no scored friend is left.
    Friends' acts, where i can know who hurts: spill (harm d/k - harm without j/(k - 1)), d the mean loss of an act times `against`, the
    dissent heard of scored friends in 1/65536."""
    score, w, k = own_score(i, s, r), r.score.friend_weight, noticed.ties
    kept = 1.0 - w if r.score.drag == DRAG_AVERAGE else 1.0
    points = 0.0
    if r.score.shown == 1 or r.score.shared == 1:
        theirs = score_of(signal) * r.score.grain + r.score.low
        mean = r.score.low + noticed.scores * r.score.grain / max(noticed.enrolled, 1)
        others = w * (mean - theirs) / max(noticed.enrolled - 1, 1)
        alone = w * (score - theirs) / kept if r.score.drag == DRAG_AVERAGE else w * (r.score.start - theirs)
        drag = where(noticed.enrolled > 1, others, alone)
        if r.score.shown == 0:
            drag = where(theirs >= r.score.start, drag, 0.0)
        points = points + drag
    if r.score.blame_tool == 1:
        share = where(k > 1, (k * max(act_of(signal), 0) - against) / max(k * (k - 1), 1), against) / GRID
        points = points + kept * r.score.spill * mean_loss(r) * share * r.score.horizon
    gain = need_of(i, s, r, t) * (
        r.score.point * points + access_worth(score + points, r, t) - access_worth(score, r, t)
    )
    return where(flag(signal, ENROLLED) == 1, gain, 0.0)


@rule
def mean_loss(r):
    """Points that full dissent in public loses, on average over post, share and gather and the topics of a day without a surge."""
    rate, loss, usual = r.channels.rate, r.channels.loss, r.topics.usual_loss
    total = loss[0] * usual[0] * rate[0] + loss[1] * usual[1] * rate[1] + loss[2] * usual[2] * rate[2]
    return total / max(rate[0] + rate[1] + rate[2], 1e-9)


@rule
def dissent_heard(i, s):
    """Sum of the last public acts against, 1/65536, of the scored friends of i who were heard."""
    total = 0
    place, end = int(s.first[i]), int(s.first[i + 1])
    while some(place < end):
        signal = s.signal[int(at(s.friend, place, place < end, len(s.id)))]
        total = total + flag(signal, ENROLLED) * max(act_of(signal), 0)
        place = place + int(place < end)
    return total


@rule
def drops(i, j, noticed, s, r, t):
    """Whether i drops j, the friend thought over (-1: nobody)."""
    there = j >= 0
    j = max(j, 0)
    a, b, signal = unsigned(s.id[i]), unsigned(id_of(j, there, s, r)), s.signal[j]
    wants = False
    if r.ties.drop == DROP_SCORE and r.score.in_force == 1:
        value = r.run.tie_value * quantile(pair(t.luck[TIE_VALUE_LUCK], a, b), r.tables.exponential)
        wants = (int(s.enrolled[i]) == 1) & (int(s.aware[i]) == 1)
        wants = there & wants & (regained(i, signal, noticed, max(act_of(signal), 0), s, r, t) > value)
        hurts = wants & (r.score.blame_tool == 1)
        if some(hurts):  # what is gained is no more than this, as if nobody but j dissented
            wants = wants & (regained(i, signal, noticed, dissent_heard(i, s), s, r, t) > value)
    luck = unit(pair(t.luck[DROP_LUCK], a, b))
    mine = s.signal[i]
    against = flag(signal, LOYAL) & flag(mine, DISSENT) | flag(signal, DISSENT) & flag(mine, LOYAL)
    if r.ties.drop == DROP_DISCORDANT:
        wants = (against == 1) & (luck < r.ties.drop_chance)
    if r.ties.drop == DROP_RANDOM:
        wants = luck < r.ties.drop_chance
    if r.ties.drop == DROP_OWN:  # society.own_ties decides, at night
        wants = there
    if r.ties.calm_drop > 0.0:
        wants = wants | (against == 1) & (luck < r.ties.calm_drop)
    return there & wants


@rule
def candidate(i, s, r, t):
    """Row of somebody to befriend, or -1."""
    if r.ties.make == MAKE_FRIEND_OF_FRIEND:
        return highest(i, highest(i, i, s, r, t.luck[MAKE_WHOM_LUCK]), s, r, t.luck[MAKE_WHOM_LUCK])
    n = len(s.id)
    who = unsigned(s.id[i])
    mine = s.signal[i]
    found = best = -1
    for counter in range(TRIES):
        j = int(s.place[int(unit(draw(t.luck[MAKE_WHOM_LUCK], who, np.uint64(counter))) * n)])
        signal = s.signal[j]
        fits = j != i
        if r.ties.make == MAKE_SAME_VOICE:
            fits = (
                fits
                & (flag(mine, HEARD) == 1)
                & (flag(signal, HEARD) == 1)
                & (act_of(signal) * act_of(mine) > 0)
            )
        if r.ties.make == MAKE_HIGH_SCORE:
            score = score_of(signal)
            fits = fits & (flag(signal, ENROLLED) == 1) & (score > best) & (r.score.public == 1)
            best = where(fits, score, best)
        else:
            fits = fits & (found < 0)
        found = where(fits, j, found)
    return found


@rule
def reviews(i, s, r, t):
    """Whether citizen i thinks a tie over today."""
    return unit(draw(t.luck[REVIEW_LUCK], unsigned(s.id[i]), np.uint64(0))) < r.ties.review


@rule
def calm(r):
    """Whether ties are dropped in calm times only."""
    drops_none = r.ties.drop == DROP_NEVER or (r.ties.drop == DROP_SCORE and r.score.in_force == 0)
    return r.ties.make == MAKE_NEVER and drops_none


@rule
def idle(r):
    """Whether nobody thinks any tie over."""
    return calm(r) and r.ties.calm_drop == 0.0


@rule
def apart(i, noticed, s):
    """Whether some friend was heard to say the opposite of what i said."""
    mine = s.signal[i]
    return (flag(mine, LOYAL) == 1) & (noticed.dissent > 0) | (flag(mine, DISSENT) == 1) & (noticed.loyal > 0)


@rule
def propose(i, noticed, s, r, t):
    """Think over the tie with the highest hash of (pair, day); then perhaps look for a friend."""
    if r.ties.drop != DROP_NEVER or r.ties.calm_drop > 0.0:
        j = highest(-1, i, s, r, t.luck[REVIEW_WHICH_LUCK])
        s.drop[i] = where(drops(i, j, noticed, s, r, t), j, -1)
    if r.ties.make != MAKE_NEVER:
        j = candidate(i, s, r, t)
        seeks = unit(draw(t.luck[MAKE_LUCK], unsigned(s.id[i]), np.uint64(0))) < r.ties.make_chance
        s.make[i] = where(seeks & (j >= 0) & (knows(i, max(j, 0), s) == 0), j, -1)
