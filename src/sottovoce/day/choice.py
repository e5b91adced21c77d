"""Choice: which level is said, and why not the wish. One rule for every channel, from what a citizen brings to it (`Mind`)."""

from typing import NamedTuple

import numpy as np

from sottovoce.chance import GOLD, SILVER, mix, unit
from sottovoce.day.points import points_of
from sottovoce.day.rules import GATE, PUBLIC, REWARD_NONE, UTILITY
from sottovoce.day.tables import quantile, whole
from sottovoce.day.worth import access_worth
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID
from sottovoce.society.tally import EFFORT, FRIENDS, LEARNED, NOISE, POINTS, PUNISHMENT, REPROACH

EXPLORE = SILVER  # sets the luck of exploring apart from that of the levels


class Mind(NamedTuple):
    """What one citizen brings to a choice today. Utilities; views and levels in [-1, 1]."""

    opinion: float  # y, raised by backlash
    wish: int  # x in 1/65536
    allowed: int  # how many of the fixed levels are not above the wish
    own_level: int  # 1: the wish is not one of the fixed levels
    boldness: float
    weight: float  # E
    threshold: float  # h
    climate: float  # C
    nu: float  # believed probability that the faintest act is seen
    fear: float  # u R psi, 0 where the citizen does not know
    score: float  # s, points
    felt: float  # need, 0 where the score does not reach the citizen's mind
    sure: float  # what access is worth at s, at need 1
    keep: float  # share of an act's points that reach the published score
    reach: float
    reproach: float  # r times the friends' share of a point: utility a point
    told: float  # believed probability that some friend tells of public dissent
    frost: (
        float  # what dissent above the threshold, once seen, is expected to cost in frozen accounts, utility
    )
    noise: float
    dissenting: float  # Q - c0: learned value of dissent less the effort ...
    loyal: float  # ... and of loyalty


@rule
def terms(level, channel, me, r, t):
    """The terms of U(level): authenticity, climate, punishment, score, reproach, effort with learned value. Utility.

    U(a) = -B|y - a| + E[g(a) C - |g(a)| h] - u P (R psi pi(a) + frost [a > threshold]) + q u P [V(s + ds(a)) - V(s)]
           - q u r D(a) - c0[a != 0] + Q[sign a]
    with P = coverage (nu + (1 - nu)|a|), for public dissent 1 - (1 - told)(1 - that), and D(a) = P |points| m (w/k + spill/k),
    m of k friends enrolled.
    """
    authenticity = -me.boldness * abs(me.opinion - level)
    size = abs(level)
    others = 0.0
    if channel < PUBLIC:
        if r.sign == 1:
            size = 1.0 if level != 0.0 else 0.0
        others = me.weight * ((size if level > 0.0 else -size) * me.climate - size * me.threshold)
    seen = r.coverage[channel] * (me.nu + (1.0 - me.nu) * abs(level))
    if me.told > 0.0 and level > 0.0 and channel < PUBLIC:
        seen = seen + me.told * (1.0 - seen)
    punishment = 0.0
    if r.psi > 0.0 and level > r.tau:
        punishment = -me.fear * seen * (level - r.tau if r.proportional == 1 else 1.0)
    if me.frost > 0.0 and level > r.freeze_at and channel < PUBLIC:
        punishment = punishment - me.frost * seen
    score = 0.0
    reproach = 0.0
    if me.felt > 0.0 and level != 0.0 and seen > 0.0:
        points = points_of(level, channel, me.reach, r)
        change = points * me.keep * r.horizon
        score = seen * me.felt * (r.point * change + access_worth(me.score + change, r, t) - me.sure)
        if level > 0.0:
            reproach = me.reproach * seen * points
    effort = 0.0
    if level != 0.0:
        effort = me.dissenting if level > 0.0 else me.loyal
    return authenticity, others, punishment, score, reproach, effort


@rule
def utility(level, channel, me, r, t):
    """U(level): the sum of its terms."""
    authenticity, others, punishment, score, reproach, effort = terms(level / GRID, channel, me, r, t)
    return authenticity + others + punishment + score + reproach + effort


@rule
def luck(bits, level, me, r):
    """Gumbel noise of one level, named by its value: a level that leaves the menu moves nobody who did not hold it."""
    if me.noise == 0.0:
        return 0.0
    return me.noise * quantile(unit(mix(bits ^ (np.uint64(level + GRID) * GOLD))), r.gumbel)


@rule
def fixed(level, r):
    """Whether a level is one of the scenario's fixed levels."""
    for m in range(len(r.levels)):
        if r.levels[m] == level:
            return True
    return False


@rule
def choose(channel, bits, me, r, t):
    """The level with the highest U + noise among the fixed levels up to the wish, the wish itself and the levels at
    which U bends (P(a) proportional to exp(sharpness U)); of equals the larger act. With chance `explore` one of the
    fixed levels up to the wish, or the wish, at random."""
    if r.explore > 0.0:
        more = mix(bits ^ EXPLORE)
        if unit(more) < r.explore:
            m = int(unit(mix(more ^ EXPLORE)) * (me.allowed + me.own_level))
            return int(r.levels[m]) if m < me.allowed else me.wish
    best = -1e300
    pick = 0
    for m in range(me.allowed + me.own_level):
        level = r.levels[m] if m < me.allowed else me.wish
        value = utility(level, channel, me, r, t) + luck(bits, level, me, r)
        if value >= best:
            best = value
            pick = level
    if me.fear > 0.0 or me.frost > 0.0:
        tau = r.tau_level if me.fear > 0.0 else -1
        top = peak(channel, me, r) if me.fear > 0.0 else -1
        ice = r.freeze_level if me.frost > 0.0 and channel < PUBLIC else -1
        for bend in range(3):
            level = tau if bend == 0 else (top if bend == 1 else ice)
            if level <= 0 or level >= me.wish or (bend > 0 and (level == tau or fixed(level, r))):
                continue
            if bend == 2 and level == top:
                continue
            value = utility(level, channel, me, r, t) + luck(bits, level, me, r)
            if value > best or (value == best and level > pick):
                best = value
                pick = level
    return pick


@rule
def peak(channel, me, r):
    """Level at which the marginal cost of proportional punishment equals boldness (Daymude, Axelrod & Forrest 2025), in
    1/65536; -1 where there is none."""
    told = me.told if channel < PUBLIC else 0.0
    slope = (1.0 - me.nu) * me.fear * r.coverage[channel] * (1.0 - told)
    if r.proportional == 0 or slope <= 0.0:
        return -1
    faintest = me.nu * me.fear * r.coverage[channel] * (1.0 - told) + me.fear * told
    top = (r.tau + (me.boldness - faintest) / slope) / 2.0
    return whole(top * GRID) if r.tau < top < 1.0 else -1


@rule
def reason(level, channel, me, r, t):
    """Why less than the wish was said: the term that gains most by it; noise where the wish was no worse."""
    if r.express != UTILITY:
        return LEARNED if r.express == GATE else FRIENDS
    a1, c1, p1, s1, r1, e1 = terms(level / GRID, channel, me, r, t)
    a0, c0, p0, s0, r0, e0 = terms(me.wish / GRID, channel, me, r, t)
    if a1 + c1 + p1 + s1 + r1 + e1 <= a0 + c0 + p0 + s0 + r0 + e0:
        return NOISE
    why, most = FRIENDS, c1 - c0
    if p1 - p0 > most:
        why, most = PUNISHMENT, p1 - p0
    if s1 - s0 > most:
        why, most = POINTS, s1 - s0
    if r1 - r0 > most:
        why, most = REPROACH, r1 - r0
    learned = 0.0
    if r.reward != REWARD_NONE:
        learned = (e1 + r.effort if level != 0 else 0.0) - (e0 + r.effort)
    if e1 - e0 - learned > most:
        why, most = EFFORT, e1 - e0 - learned
    if learned > most:
        why, most = LEARNED, learned
    return why
