"""Enrol: join while joining is voluntary, leave if that is allowed, be enrolled when it is mandatory.

reads: group enrolled aware points score need cost access dates · writes: enrolled
"""

from sottovoce.day.tables import whole
from sottovoce.day.worth import benefits_worth, need_of, own_score, worth
from sottovoce.machine.lanes import add, where
from sottovoce.machine.rule import rule
from sottovoce.society.tally import FINE, OUTSIDE, OUTSIDE_WORTH

MOST = 1e6  # utility: no more than that is counted of anybody, so that the sum of millions has room


@rule
def enrol(i, s, r, t, tally):
    """Who is outside has no benefits, and is else taken for the mean of those outside, as announced this morning: join iff the own file points
    are worth more to oneself than that mean by more than the cost; leave iff the mean outside is worth more than the own score by more than
    the cost (unravelling: Grossman 1981, Milgrom 1981). Compared at one's own need, so that needs judge nobody."""
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
    benefits = benefits_worth(known, r, t)
    value = whole(min(max(worth(known, 1.0, r, t) - benefits, -MOST), MOST) * FINE)
    group = int(s.group[i])
    add(tally, group, OUTSIDE, 1 - inside)
    add(tally, group, OUTSIDE_WORTH, where(inside == 0, value, 0))
    if r.enrolment.open == 1:
        cost = float(s.cost[i])
        joins = (int(s.aware[i]) == 1) & (need * (value / FINE + benefits - t.outside) > cost)
        stays = 1
        if r.enrolment.opt_out == 1:
            stays = where(need * (t.outside - worth(own_score(i, s, r), 1.0, r, t)) > cost, 0, 1)
        s.enrolled[i] = where(inside == 0, int(joins), stays)
