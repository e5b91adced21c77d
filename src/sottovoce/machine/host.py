"""What drivers have in common whose columns are in the processor's own memory: nothing has to travel."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import numpy as np


class Host:
    """Columns are at home."""

    def everyone(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1, or a rule of a batch for rows 0 ... count-1."""
        raise NotImplementedError

    def blocks(self, count: int) -> int:
        """How many blocks of sums `everyone` wants."""
        return 1

    def in_order(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1, strictly in order."""
        raise NotImplementedError

    def in_waves(self, rule: Callable, pairs: np.ndarray, *arguments) -> None:
        """``rule(k, pairs, *arguments)`` for every row of `pairs`, in order."""
        self.in_order(rule, len(pairs), pairs, *arguments)

    @contextmanager
    def settled(self, columns: Iterable[np.ndarray]) -> Iterator[None]:
        """Columns stay where they are."""
        yield

    def fetch(self, *columns: np.ndarray) -> None:
        """Columns are up to date."""
