"""Where people and cops stand, walk, look and arrest: Epstein's grid, which is not ours. Who rebels is decided elsewhere.

A grid of sites, row by row, edges meeting. On a site: 0 nobody, i + 1 citizen i, - c - 1 cop c. Compiled like a rule.
"""

from typing import NamedTuple

import numpy as np

from sottovoce.chance import draw, unit
from sottovoce.machine.rule import rule

ORDER, WALK, ARREST, TERM, RELEASE = range(5)
RAW, FLOOR, ROUND = range(3)  # of the ratio of cops to rebels


class Grid(NamedTuple):
    """Columns of the grid; n citizens, m cops."""

    site: np.ndarray  # int64 (site,)
    near_x: (
        np.ndarray
    )  # int64 (near,), steps to the right, 0 ... width - 1, to the sites in sight; the own one left out
    near_y: np.ndarray  # int64 (near,), steps down, 0 ... height - 1
    at: np.ndarray  # int64 (n + m,), site of each; -1 in jail
    free_on: np.ndarray  # int64 (n,), tick of release, -1 not in jail
    active: np.ndarray  # int64 (n,)
    limit: (
        np.ndarray
    )  # float64 (n,), highest ratio of cops to rebels at which the citizen rebels, -1: at none
    order: np.ndarray  # int64 (n + m,), room for the order of a tick
    rebels: np.ndarray  # int64 (tick,), rebels at the end of each
    jailed: np.ndarray  # int64 (tick,)
    keys: np.ndarray  # uint64 (5,), luck
    size: np.ndarray  # int64 (4,): width, height, longest term, form of the ratio


@rule
def civil_tick(tick, g):
    """One tick: those whose term is over come back; then everybody, in an order drawn anew, walks and acts."""
    n, everybody = len(g.limit), len(g.at)
    for i in range(n):
        if g.free_on[i] == tick:
            release(i, tick, g)
    for k in range(everybody):
        g.order[k] = k
    for k in range(everybody - 1, 0, -1):
        j = int(fortune(g, ORDER, tick, k, 0) * (k + 1))
        who = g.order[k]
        g.order[k] = g.order[j]
        g.order[j] = who
    for k in range(everybody):
        who = int(g.order[k])
        if g.at[who] < 0:
            continue
        walk(who, tick, g)
        if who < n:
            g.active[who] = 1 if deterrence(who, g) <= g.limit[who] else 0
        else:
            arrest(who, tick, g)
    active = jailed = 0
    for i in range(n):
        active += g.active[i]
        jailed += 1 if g.at[i] < 0 else 0
    g.rebels[tick] = active
    g.jailed[tick] = jailed


@rule
def fortune(g, what, tick, who, counter):
    """A number in (0, 1) for this purpose, tick and person."""
    return unit(
        draw(g.keys[what], np.uint64(tick) * np.uint64(len(g.at)) + np.uint64(who), np.uint64(counter))
    )


@rule
def seen_from(place, k, g):
    """The k-th site in sight of a site."""
    width, height = int(g.size[0]), int(g.size[1])
    row = place // width
    x = place - row * width + int(g.near_x[k])
    y = row + int(g.near_y[k])
    return (y if y < height else y - height) * width + (x if x < width else x - width)


@rule
def walk(who, tick, g):
    """To an empty site in sight, each as likely as another; where there is none, stay."""
    place = int(g.at[who])
    empty = 0
    for k in range(len(g.near_x)):
        empty += 1 if g.site[seen_from(place, k, g)] == 0 else 0
    if empty == 0:
        return
    left = int(fortune(g, WALK, tick, who, 0) * empty)
    for k in range(len(g.near_x)):
        there = seen_from(place, k, g)
        if g.site[there] == 0:
            if left == 0:
                g.site[there] = g.site[place]
                g.site[place] = 0
                g.at[who] = there
                return
            left -= 1


@rule
def deterrence(who, g):
    """Cops over rebels in sight, the citizen himself counted among the rebels; as it is, rounded down, or to the nearest."""
    place = int(g.at[who])
    cops, rebels = 0, 1
    for k in range(len(g.near_x)):
        there = int(g.site[seen_from(place, k, g)])
        if there < 0:
            cops += 1
        elif there > 0:
            rebels += g.active[there - 1]
    return shaped(cops, rebels, int(g.size[3]))


@rule
def shaped(cops, rebels, form):
    """The ratio in its form; halves are rounded up."""
    if form == FLOOR:
        return float(cops // rebels)
    if form == ROUND:
        return float((2 * cops + rebels) // (2 * rebels))
    return cops / rebels


@rule
def arrest(who, tick, g):
    """A rebel in sight, each as likely as another, goes to jail for 1 to `longest` ticks, and rebels no more."""
    place = int(g.at[who])
    rebels = 0
    for k in range(len(g.near_x)):
        there = int(g.site[seen_from(place, k, g)])
        if there > 0:
            rebels += g.active[there - 1]
    if rebels == 0:
        return
    left = int(fortune(g, ARREST, tick, who, 0) * rebels)
    for k in range(len(g.near_x)):
        place_k = seen_from(place, k, g)
        there = int(g.site[place_k])
        if there > 0 and g.active[there - 1] == 1:
            if left == 0:
                i = there - 1
                g.site[place_k] = 0
                g.at[i] = -1
                g.active[i] = 0
                g.free_on[i] = tick + 1 + int(fortune(g, TERM, tick, who, 0) * g.size[2])
                return
            left -= 1


@rule
def release(i, tick, g):
    """Back to an empty site anywhere, each as likely as another, and quiet. The grid has always room: there was a site."""
    sites = len(g.site)
    counter = 0
    place = int(fortune(g, RELEASE, tick, i, counter) * sites)
    while g.site[place] != 0:
        counter += 1
        place = int(fortune(g, RELEASE, tick, i, counter) * sites)
    g.site[place] = i + 1
    g.at[i] = place
    g.free_on[i] = -1
