"""Sweeps: days on which people only hear, learn, speak and move ties, for papers that have nothing else.

In an order by turns a sweep is n turns; what a day does when all turns are over (points, scores, sanctions) is left out, for
in these scenarios it would do nothing but take time. Synchronous sweeps are whole days.
"""

from collections.abc import Iterator

import networkx as nx
import numpy as np

from sottovoce.day.activation import turn, turns
from sottovoce.day.announce import Announcements
from sottovoce.day.rules import rules
from sottovoce.day.workspace import workspace
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.plain import Plain
from sottovoce.scenario.model import Scenario
from sottovoce.simulate import days
from sottovoce.society import Society, State
from sottovoce.society.signal import blank, heard_part
from sottovoce.society.state import GRID
from sottovoce.society.tally import width
from sottovoce.society.ties import rows

ORDERS = ("drawn", "sequential", "synchronous")


def sweeps(
    asked: Scenario, society: Society, first: int = 0, machine: Cpu | Plain | None = None
) -> Iterator[int]:
    """Sweep after sweep from day `first`, changing `society` in place; yields the day after each. With `first` above 0 what was
    said on the eve is heard (`spoken_on_the_eve`)."""
    if asked.order == "synchronous":
        for day, _ in days(asked, society, first, machine=machine):
            yield day
        return
    state, n = society.state, society.citizens
    machine = machine or Cpu()
    book = rules(asked, 0, mean_degree=2 * len(society.ties) / n)
    sums, announcements = (
        np.zeros((len(society.groups), width(asked)), np.int64),
        Announcements(asked, book, machine),
    )
    w = workspace(1, 1)
    if first == 0:
        blank(state)
    for day in range(first, asked.days):
        today = announcements.today(state, None, day, False)
        machine.in_order(turn, n, turns(asked.order, state, asked.seed, day), state, book, today, sums, w)
        yield day


def spoken_on_the_eve(society: Society, level: np.ndarray) -> None:
    """Everybody has said this (1/65536, not 0) on day 0, and is heard on day 1."""
    state = society.state
    blank(state)
    state.voice[:], state.spoke[:] = level, 0
    state.signal[:-1] |= np.array([heard_part(int(said), True) for said in level], np.uint64)


def retied(society: Society, ties: np.ndarray, spare: int, once: bool = True) -> Society:
    """The same people with these ties (pairs of rows) in place of theirs, and empty places for more. `once`: a pair that is given
    twice counts once; else it is a double tie. A tie to oneself takes two places of the row."""
    n = society.citizens
    pairs = np.sort(np.asarray(ties, np.int64).reshape(-1, 2), axis=1).astype(np.uint32)
    pairs = np.unique(pairs, axis=0) if once else pairs
    first, friend = rows(pairs, n, np.arange(n, dtype=np.uint32), spare)
    state = society.state._replace(first=first, friend=friend)
    return Society(state, society.community, society.groups, pairs)


def ends(state: State) -> tuple[np.ndarray, np.ndarray]:
    """Rows of both ends of every tie as it stands, each tie twice."""
    n = len(state.id)
    friend = state.friend.astype(np.int64)
    who = np.repeat(np.arange(n), np.diff(state.first))
    there = friend < n
    return who[there], friend[there]


def agreed(state: State) -> bool:
    """Whether all who know one another said the same last."""
    a, b = ends(state)
    return bool((state.voice[a] == state.voice[b]).all())


def largest(state: State) -> float:
    """Share of people in the largest component of the network as it stands."""
    n = len(state.id)
    graph = nx.Graph()
    graph.add_nodes_from(range(n))
    graph.add_edges_from(zip(*(end.tolist() for end in ends(state)), strict=True))
    return max(map(len, nx.connected_components(graph))) / n


def levels(kinds: int) -> np.ndarray:
    """A number of opinions as different levels above 0, 1/65536."""
    return (np.arange(kinds) + 1) * (GRID // kinds)
