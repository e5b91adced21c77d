"""Adapt: what a citizen learns from yesterday. How likely acts are noticed, and whether punishment stirs.

reads: nu heed punished enrolled · writes: nu heed stirred
"""

from sottovoce.machine.lanes import where
from sottovoce.machine.rule import rule


@rule
def adapt(i, noticed, s, r):
    """Believed nu moves towards 1 by punishments and losses seen on oneself (1) or on friends (their share), and falls
    back to the scenario's nu by `watching.fade`; with `learn` 0 it is known. Backlash: the wish rises with that share.

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
    s.stirred[i] = r.voice.backlash * share
