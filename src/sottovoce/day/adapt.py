"""Adapt: what a citizen learns from yesterday. How likely acts are noticed, and whether punishment stirs, or a shock.

reads: id nu heed punished enrolled · writes: nu heed stirred
"""

import numpy as np

from sottovoce.chance import Purpose, draw, unit
from sottovoce.machine.lanes import unsigned, where
from sottovoce.machine.rule import rule

SHOCK_LUCK = int(Purpose.SHOCK)


@rule
def adapt(i, noticed, s, r, t):
    """Believed nu moves towards 1 by punishments and losses seen on oneself (1) or on friends (their share), and falls
    back to the scenario's nu by `watching.fade`; with `learn` 0 it is known. Backlash: the wish rises with that share; a shock raises it too.

    Heed, the share of the believed chance of being seen that a citizen still reckons with, moves likewise, and falls back to `watching.rest`;
    it is 1 until one comes under the score, where there is one to come under: then the watching is news."""
    share = noticed.punished / max(noticed.ties, 1)
    if r.watching.rest < 1.0:
        heed = float(s.heed[i])
        seen = where(int(s.punished[i]) == 1, 1.0, share)
        news = (r.enrolment.there == 1) & (int(s.enrolled[i]) == 0)
        left = heed + r.watching.learn * seen * (1.0 - heed) - r.watching.fade * (heed - r.watching.rest)
        s.heed[i] = where(news, 1.0, left)
    if r.watching.learn > 0.0:
        nu = float(s.nu[i])
        sign = where(int(s.punished[i]) == 1, 1.0, share)
        s.nu[i] = nu + r.watching.learn * sign * (1.0 - nu) - r.watching.fade * (nu - r.watching.nu)
    else:
        s.nu[i] = r.watching.nu
    stirred = r.voice.backlash * share
    if r.voice.shock.day >= 0:
        stirred = stirred + where(struck(i, s, r, t), r.voice.shock.rise, 0.0)
    s.stirred[i] = stirred


@rule
def struck(i, s, r, t):
    """Whether a shock stirs citizen i today: the same people on all its days."""
    lasts = r.voice.shock.day <= t.day < r.voice.shock.day + r.voice.shock.days
    return lasts & (unit(draw(t.luck[SHOCK_LUCK], unsigned(s.id[i]), np.uint64(0))) < r.voice.shock.share)
