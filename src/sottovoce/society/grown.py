"""A network that grows: newcomers tie themselves to those who have many ties already (Barabasi & Albert 1999)."""

import numpy as np

from sottovoce.chance import Purpose, day_key, draw, unit, wrapping
from sottovoce.scenario.model import Network
from sottovoce.society.pairing import codes, distinct, uniform

FIRST_TRY = 5  # counter of a tie's first draw; later ones count on


def grown(network: Network, citizens: int, seed: int) -> np.ndarray:
    """Pairs of ids, shape (tie, 2). The first m + 1 citizens (m: half of `mean_degree`) all know one another; each later one, in
    the order of ids, ties himself to m different earlier ones, each drawn with a chance proportional to m (gamma - 2) + the
    number of those who came later and chose him (Dorogovtsev, Mendes & Samukhin 2000). For gamma 3 that is the number of ties."""
    m = int(network.mean_degree) // 2
    start = m * (network.exponent - 2.0)  # attraction of somebody whom nobody has chosen yet
    begun = min(m + 1, citizens)
    a, b = np.triu_indices(begun, 1)
    newcomers, chosen = a.tolist(), b.tolist()
    choices: list[int] = []  # everybody as often as chosen
    number = np.arange(begun * m, citizens * m, dtype=np.uint64)
    luck = uniform(seed, number, FIRST_TRY).tolist()
    key = day_key(seed, Purpose.TIE)
    with wrapping():
        for newcomer in range(begun, citizens):
            known = len(choices)
            friends: list[int] = []
            for k in range(m):
                tie = (newcomer - begun) * m + k
                u, counter = luck[tie], FIRST_TRY
                while (whom := _whom(u, choices, known, start, newcomer)) in friends:
                    counter += 1
                    u = float(unit(draw(key, number[tie], np.uint64(counter))))
                friends.append(whom)
            newcomers += [newcomer] * m
            chosen += friends
            choices += friends
    return distinct(codes(np.array(newcomers, np.int64), np.array(chosen, np.int64), citizens), citizens)


def _whom(u: float, choices: list[int], known: int, start: float, earlier: int) -> int:
    """Who is met at u in (0, 1), among the citizens 0 ... earlier - 1."""
    place = u * (known + start * earlier)
    return choices[int(place)] if place < known else min(int((place - known) / start), earlier - 1)
