"""A network that grows: newcomers tie themselves to those who have many ties already (Barabasi & Albert 1999)."""

import numpy as np

from sottovoce.chance import Purpose, day_key, draw, unit, wrapping
from sottovoce.scenario.model import Network
from sottovoce.society.pairing import codes, distinct, uniform

FIRST_TRY = 5  # counter of a tie's first draw; later ones count on


def grown(network: Network, citizens: int, seed: int) -> np.ndarray:
    """Pairs of ids, shape (tie, 2). The first m + 1 citizens (m: half of `mean_degree`) all know one another; each later
    one, in the order of ids, ties himself to m different earlier ones, drawn by their number of ties so far."""
    m = int(network.mean_degree) // 2
    begun = min(m + 1, citizens)
    a, b = np.triu_indices(begun, 1)
    ends: list[int] = np.stack([a, b], axis=1).ravel().tolist()
    number = np.arange(begun * m, citizens * m, dtype=np.uint64)
    luck = uniform(seed, number, FIRST_TRY).tolist()
    key = day_key(seed, Purpose.TIE)
    with wrapping():
        for newcomer in range(begun, citizens):
            known = len(ends)  # ties of earlier citizens only: nobody meets himself
            chosen: list[int] = []
            for k in range(m):
                tie = (newcomer - begun) * m + k
                whom = ends[int(luck[tie] * known)]
                counter = FIRST_TRY
                while whom in chosen:
                    counter += 1
                    whom = ends[int(float(unit(draw(key, number[tie], np.uint64(counter)))) * known)]
                chosen.append(whom)
            for whom in chosen:
                ends += (newcomer, whom)
    pairs = np.array(ends, np.int64).reshape(-1, 2)
    return distinct(codes(pairs[:, 0], pairs[:, 1], citizens), citizens)
