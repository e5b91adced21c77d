"""Enrol: join while joining is voluntary, leave if that is allowed, be enrolled when it is mandatory.

reads: group enrolled aware points score need cost access dates · writes: enrolled
"""

from sottovoce.day.tables import whole
from sottovoce.day.worth import need_of, own_score, worth
from sottovoce.machine.rule import rule
from sottovoce.society.tally import FINE, OUTSIDE, OUTSIDE_WORTH


@rule
def enrol(i, s, r, t, tally):
    """Join iff V_i(file points) - mean V of those outside, as announced this morning, exceeds the cost; leave iff the
    mean outside exceeds V_i(score) by more than the cost (unravelling: Grossman 1981, Milgrom 1981)."""
    if r.mandatory == 1:
        s.enrolled[i] = 1
        return
    inside = int(s.enrolled[i])
    if r.in_force == 0:
        s.enrolled[i] = 0
        return
    need = need_of(i, s, r, t)
    if inside == 0:
        # counted in 1/65536, as in the sum that is announced: the last one outside is worth exactly the mean
        known = r.start if r.secret == 1 else float(s.points[i])
        value = whole(worth(known, need, r, t) * FINE)
        group = int(s.group[i])
        tally[group, OUTSIDE] += 1
        tally[group, OUTSIDE_WORTH] += value
        if r.open == 1 and int(s.aware[i]) == 1 and value / FINE - t.outside > float(s.cost[i]):
            s.enrolled[i] = 1
    elif (
        r.open == 1
        and r.may_leave == 1
        and t.outside - worth(own_score(i, s, r), need, r, t) > float(s.cost[i])
    ):
        s.enrolled[i] = 0
