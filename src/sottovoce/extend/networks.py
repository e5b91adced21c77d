"""A network of a user's own: who knows whom on day 0, as pairs of made-up citizens."""

from collections.abc import Callable
from typing import Any

import numpy as np

from sottovoce import registered

Function = Callable[[np.random.Generator, int], Any]


def network(*, name: str | None = None) -> Callable[[Function], Function]:
    """Register a network: a function of a generator (numpy.random.Generator, seeded by the run's seed) and the number of citizens, which gives pairs of whole
    numbers from 0 to citizens - 1, shape (tie, 2), and nothing else. Ties have no direction; a pair may come twice and counts once.

    A scenario names it: ``society.network.kind: own`` and ``society.network.own: NAME``. It is called twice with the same luck before a run, and has to draw the same pairs.
    NetworkError for anything else. NumPy may draw other numbers in another version: the pairs then change, the program's own luck does not.
    """

    def decorated(function: Function) -> Function:
        registered.register("network", name or getattr(function, "__name__", "network"), function)
        return function

    return decorated
