"""Worth: what a score, and points more or less, mean to a citizen. Shared by enrolling, acting and dropping friends."""

import numpy as np

from sottovoce.chance import Purpose, draw, unit
from sottovoce.day.tables import between, normal_share
from sottovoce.machine.lanes import unsigned, where
from sottovoce.machine.rule import rule
from sottovoce.society.state import FROZEN

HEARD_LUCK = int(Purpose.HEARD)
EVERY_TIER = (1 << 16) - 1  # bits of the column `access`


@rule
def below(i, mask, s):
    """Bits of the tiers in `mask` whose edge citizen i is below; none for anyone not enrolled."""
    return where(int(s.enrolled[i]) == 1, mask & (EVERY_TIER ^ int(s.access[i])), 0)


@rule
def is_watched(i, s, r, t):
    """Whether the whole coverage falls on citizen i today, where not everybody is watched alike: on the watch list, or of a sensitive group."""
    return (t.day < int(s.watched[i])) | ((r.watching.sensitive >> int(s.group[i])) & 1 == 1)


@rule
def need_of(i, s, r, t):
    """Need of a citizen today: a barred job, no bank and a frozen account raise it by their strength."""
    need = float(s.need[i])
    if r.freeze.power == 1:
        need = where(int(s.dates[FROZEN, i]) > t.day, need * (1.0 + r.freeze.strength), need)
    if r.tiers.takes_jobs != 0:
        need = strengthened(need, below(i, r.tiers.takes_jobs, s), r)
    return need


@rule
def strengthened(x, tiers, r):
    """x times 1 + strength of each of the tiers whose bit is set."""
    for k in range(len(r.tiers.strength)):
        x = where((tiers >> k) & 1 == 1, x * (1.0 + r.tiers.strength[k]), x)
    return x


@rule
def weakened(x, tiers, r):
    """x times 1 - strength of each of the tiers whose bit is set."""
    for k in range(len(r.tiers.strength)):
        x = where((tiers >> k) & 1 == 1, x * (1.0 - r.tiers.strength[k]), x)
    return x


@rule
def muted(i, s, r, t):
    """Whether friends hear nothing of citizen i today, because a tier takes reach: below its edge the chance to be heard on a day is
    weakened."""
    shown = weakened(1.0, below(i, r.tiers.takes_reach, s), r)
    return unit(draw(t.luck[HEARD_LUCK], unsigned(s.id[i]), np.uint64(0))) >= shown


@rule
def access_worth(score, r, t):
    """Sum over tiers of value times Phi((s - edge)/width), at need 1, s held inside the scale: from this morning's table,
    and a step for each tier whose edge is known exactly."""
    total = between((score - r.score.low) * r.score.cells_per_point, t.access)
    for k in range(len(r.tiers.sharp)):
        tier = r.tiers.sharp[k]
        total = total + where(
            min(max(score, r.score.low), r.score.high) >= t.edge[tier], r.tiers.value[tier], 0.0
        )
    return total


@rule
def benefits_worth(score, r, t):
    """The part of `access_worth` that is benefits, which nobody has outside."""
    held = min(max(score, r.score.low), r.score.high)
    total = 0.0
    for k in range(len(r.tiers.value)):
        if r.tiers.takes[k] == 0:
            if r.tiers.width[k] > 0.0:
                share = normal_share((held - t.edge[k]) / r.tiers.width[k], r.tables.normal)
            else:
                share = where(held >= t.edge[k], 1.0, 0.0)
            total = total + r.tiers.value[k] * share
    return total


@rule
def worth(score, need, r, t):
    """V_i(s) = need [G (s - start) + sum over tiers], utility; counted from the scale's start, so that adding a
    constant to all points changes nothing."""
    return need * (r.score.point * (score - r.score.start) + access_worth(score, r, t))


@rule
def score_points(i, s, r):
    """Published score of citizen i in points."""
    return r.score.low + int(s.score[i]) * r.score.grain


@rule
def own_score(i, s, r):
    """What citizen i takes the own score to be, in points: where it is secret, the scale's start."""
    return r.score.start if r.score.secret == 1 else score_points(i, s, r)
