"""Observe: which of today's acts the authority sees, and whom it punishes for them.

reads: id group acted said trust need · writes: seen punished
"""

import numpy as np

from sottovoce.chance import draw, unit
from sottovoce.day.points import BAD, GOOD
from sottovoce.day.rules import KINDS
from sottovoce.day.tables import normal_share
from sottovoce.machine.rule import rule
from sottovoce.society.state import GRID
from sottovoce.society.tally import PUNISHED, SEEN


@rule
def observe(i, s, r, t, tally):
    """An act of level a is seen with probability coverage (nu + (1 - nu)|a|), with the scenario's nu, not the believed
    one. Conduct: a bad event comes at rate 2 Phi(-trust) need bad_rate, an honour at 2 Phi(trust) good_rate."""
    who = np.uint64(s.id[i])
    group = int(s.group[i])
    seen = 0
    punished = 0
    acted = int(s.acted[i])
    for channel in range(KINDS):
        if not (acted >> channel) & 1:
            continue
        level = int(s.said[i, channel]) / GRID
        if unit(draw(t.seen, who, np.uint64(channel))) < r.coverage[channel] * (
            r.nu + (1.0 - r.nu) * abs(level)
        ):
            seen |= 1 << channel
            tally[group, SEEN] += 1
            if r.psi > 0.0 and level > r.tau:
                punished = 1
    trust = float(s.trust[i])
    if r.conduct_bad > 0.0:
        rate = r.conduct_bad * 2.0 * normal_share(-trust, r.normal) * float(s.need[i])
        if (
            unit(draw(t.conduct, who, np.uint64(0))) < rate
            and unit(draw(t.conduct, who, np.uint64(2))) < r.conduct_coverage
        ):
            seen |= 1 << BAD
    if r.conduct_good > 0.0:
        rate = r.conduct_good * 2.0 * normal_share(trust, r.normal)
        if (
            unit(draw(t.conduct, who, np.uint64(1))) < rate
            and unit(draw(t.conduct, who, np.uint64(3))) < r.conduct_coverage
        ):
            seen |= 1 << GOOD
    s.seen[i] = seen
    s.punished[i] = punished
    tally[group, PUNISHED] += punished
