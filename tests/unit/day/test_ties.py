"""Ties: what becomes of a proposal. A tie is cut on both sides; one is made where both have an empty place; one is moved if it
still stands.

Six citizens in a ring, each with two friends and one empty place.
"""

import numpy as np
from given import given, rows

from helpers import friends
from sottovoce.day.ties import DROPPED, MADE, remove, resolve, swap

RING = {
    "citizens": 6,
    "society.network.kind": "ring",
    "society.network.mean_degree": 2.0,
    "society.network.spare": 1,
    "ties.make": "random",  # else nobody needs an empty place
}
TABLE = {
    # proposals in their order -> friends of 0, of 1, of 2, of 3; ties cut of each; carried out?
    "1 and 2 part": ([(1, 2, DROPPED)], ("15", "0", "3", "24"), (0, 1, 1, 0), (1,)),
    "0 and 1 part": ([(0, 1, DROPPED)], ("5", "2", "13", "24"), (1, 1, 0, 0), (1,)),
    "who are no friends cannot part": ([(1, 3, DROPPED)], ("15", "02", "13", "24"), (0, 0, 0, 0), (0,)),
    "they part only once": ([(1, 2, DROPPED), (2, 1, DROPPED)], ("15", "0", "3", "24"), (0, 1, 1, 0), (1, 0)),
    "0 and 2 meet": ([(0, 2, MADE)], ("125", "02", "013", "24"), (0, 0, 0, 0), (1,)),
    "who are friends stay so": ([(1, 2, MADE)], ("15", "02", "13", "24"), (0, 0, 0, 0), (0,)),
    "nobody befriends himself": ([(1, 1, MADE)], ("15", "02", "13", "24"), (0, 0, 0, 0), (0,)),
    "a full house takes nobody": (
        [(0, 2, MADE), (0, 3, MADE)], ("125", "02", "013", "24"), (0, 0, 0, 0), (1, 0),
    ),
    "a dropped tie leaves an empty place": (
        [(0, 2, MADE), (0, 1, DROPPED), (0, 3, MADE)], ("235", "2", "013", "024"), (1, 1, 0, 0), (1, 1, 1),
    ),
}  # fmt: skip
MOVES = {
    # who, from whom, to whom -> friends of 0, of 1, of 2, of 3; carried out?
    "0 leaves 1 for 3": ((0, 1, 3), ("35", "2", "13", "024"), 1),
    "a tie that does not stand is not moved": ((0, 2, 3), ("15", "02", "13", "24"), 0),
    "nor to a friend": ((0, 1, 5), ("15", "02", "13", "24"), 0),
    "nor to oneself": ((0, 1, 0), ("15", "02", "13", "24"), 0),
}


def known(s) -> tuple[str, ...]:
    return tuple("".join(map(str, sorted(each))) for each in friends(s)[:4])


@rows({name: (case, rest) for name, (case, *rest) in TABLE.items()})
def test_proposals(case, expected):
    s = given(**RING).s
    changes = np.array([(*proposal, 0) for proposal in case])
    for number in range(len(changes)):
        resolve(number, changes, s)
    assert [known(s), tuple(s.cut[:4]), tuple(changes[:, 3])] == expected


@rows({name: (case, rest) for name, (case, *rest) in MOVES.items()})
def test_moves(case, expected):
    it = given(**RING)
    s, moves = it.s, np.array([(*case, 0)])
    remove(0, moves, s, it.r)
    done = moves[0, 3]
    assert [known(s), done] == expected
    assert (s.cut.sum(), s.dropped[0]) == (2 * done, done)


def test_only_who_proposed_it_dropped_a_friend():
    s = given(**RING).s
    resolve(0, np.array([(1, 2, DROPPED, 0)]), s)
    assert s.dropped[:4].tolist() == [0, 1, 0, 0]


def test_a_tie_moves_into_the_first_empty_place():
    """Citizens 0 and 1 part; then 3 leaves 2 for 0, whose first place is empty."""
    it = given(**RING)
    s = it.s
    resolve(0, np.array([(0, 1, DROPPED, 0)]), s)
    assert swap(3, 2, 0, s, it.r) == 1
    assert known(s) == ("35", "2", "1", "04")
