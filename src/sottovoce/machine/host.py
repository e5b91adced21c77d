"""What drivers have in common whose columns are in the processor's own memory: nothing has to travel."""

from collections.abc import Callable, Iterable

import numpy as np


class Host:
    """Columns are at home."""

    def in_order(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1, strictly in order."""
        raise NotImplementedError

    def in_waves(self, rule: Callable, pairs: np.ndarray, *arguments) -> None:
        """``rule(k, pairs, *arguments)`` for every row of `pairs`, in order."""
        self.in_order(rule, len(pairs), pairs, *arguments)

    def settle(self, columns: Iterable[np.ndarray]) -> None:
        """Columns stay where they are."""

    def fetch(self, *columns: np.ndarray) -> None:
        """Columns are up to date."""

    def let_go(self) -> None:
        """Columns stay where they are."""
