"""Move: a tie that is moved goes to a citizen who was heard to say exactly the same, neither oneself nor a friend.

Six citizens in a ring: citizen 1 has friends 0 and 2, and leaves 0. Citizens are met by chance, one after another.
"""

from given import given, level, rows, signal

from sottovoce.chance import Purpose
from sottovoce.day.move import move

RING = {
    "citizens": 6,
    "society.network.kind": "ring",
    "society.network.mean_degree": 2.0,
    "ties.move": "random",
}
MET = Purpose.MOVE_WHOM
TABLE = {
    # own act, days since, acts of citizens 3, 4 and 5 (None: not heard), who is met -> to whom the tie goes (None: it stays)
    "to the first who said the same": ((0.5, 1, (0.5, 0.5, 0.5), (4, 3)), 4),
    "not to somebody who said nearly the same": ((0.5, 1, (0.25, 0.5, 0.5), (3, 4)), 4),
    "not to somebody who is not heard": ((0.5, 1, (None, 0.5, 0.5), (3, 4)), 4),
    "not to a friend, nor to oneself": ((0.5, 1, (0.5, 0.5, 0.5), (0, 1, 2, 5)), 5),
    "to nobody if all say something else": ((0.5, 1, (-0.5, -0.5, -0.5), (3, 4, 5)), None),
    "who kept silent has nothing in common with anybody": ((0.0, 1, (0.0, 0.0, 0.0), (3, 4, 5)), None),
    "nor who spoke a week ago": ((0.5, 7, (0.5, 0.5, 0.5), (3, 4, 5)), None),
}


@rows(TABLE)
def test_to_whom(case, expected, chances):
    own, ago, acts, met = case
    chances({(MET, number): (row + 0.5) / 6 for number, row in enumerate(met)})
    s, r, t, _ = given(**RING)
    s.voice[1], s.spoke[1], s.moved_from[1] = level(own), 100 - ago, 0
    s.signal[:6] = signal(own)
    s.signal[3:6] = [signal(act) for act in acts]
    move(1, s, r, t)
    assert (s.moved_from[1], s.moved_to[1]) == ((-1, -1) if expected is None else (0, expected))


def test_who_moves_no_tie_looks_for_nobody(chances):
    chances({(MET, 0): (4 + 0.5) / 6})
    s, r, t, _ = given(**RING)
    s.voice[1], s.spoke[1], s.signal[:6] = level(0.5), 99, signal(0.5)
    assert s.moved_from[1] == -1
    move(1, s, r, t)
    assert (s.moved_from[1], s.moved_to[1]) == (-1, -1)
