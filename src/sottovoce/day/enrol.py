"""Enrol: join while joining is voluntary, leave if that is allowed, be enrolled when it is mandatory.

reads: group enrolled aware points score need cost access dates · writes: enrolled
"""

from sottovoce.day.tables import whole
from sottovoce.day.worth import need_of, own_score, worth
from sottovoce.machine.lanes import add, where
from sottovoce.machine.rule import rule
from sottovoce.society.tally import FINE, OUTSIDE, OUTSIDE_WORTH

MOST = 1e6  # utility: no more than that is counted of anybody, so that the sum of millions has room


@rule
def enrol(i, s, r, t, tally):
    """Join iff V_i(file points) - mean V of those outside, as announced this morning, exceeds the cost; leave iff the
    mean outside exceeds V_i(score) by more than the cost (unravelling: Grossman 1981, Milgrom 1981)."""
    if r.enrolment.mandatory == 1:
        s.enrolled[i] = 1
        return
    if r.score.in_force == 0:
        s.enrolled[i] = 0
        return
    inside = int(s.enrolled[i])
    need = need_of(i, s, r, t)
    # counted in 1/65536, as in the sum that is announced: the last one outside is worth exactly the mean
    known = r.score.start if r.score.secret == 1 else float(s.points[i])
    value = whole(min(max(worth(known, need, r, t), -MOST), MOST) * FINE)
    group = int(s.group[i])
    add(tally, group, OUTSIDE, 1 - inside)
    add(tally, group, OUTSIDE_WORTH, where(inside == 0, value, 0))
    if r.enrolment.open == 1:
        cost = float(s.cost[i])
        joins = (int(s.aware[i]) == 1) & (value / FINE - t.outside > cost)
        stays = 1
        if r.enrolment.opt_out == 1:
            stays = where(t.outside - worth(own_score(i, s, r), need, r, t) > cost, 0, 1)
        s.enrolled[i] = where(inside == 0, int(joins), stays)
