"""Rules as plain Python, one citizen after another: slow, and the measure of what compiled rules must do."""

from collections.abc import Callable, Iterable

import numpy as np

from sottovoce.chance import wrapping


class Plain:
    """Runs a rule over a range as ordinary Python."""

    def everyone(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1, where the last argument is (blocks, ...) and block 0 is used."""
        *others, sums = arguments
        with wrapping():
            for i in range(count):
                rule(i, *others, sums[0])

    def in_order(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1, strictly in order."""
        with wrapping():
            for i in range(count):
                rule(i, *arguments)

    def in_waves(self, rule: Callable, pairs: np.ndarray, *arguments) -> None:
        """``rule(k, pairs, *arguments)`` for every row of `pairs`, in order."""
        self.in_order(rule, len(pairs), pairs, *arguments)

    def settle(self, columns: Iterable[np.ndarray]) -> None:
        """Columns are at home here."""

    def fetch(self, *columns: np.ndarray) -> None:
        """Columns are up to date here."""

    def let_go(self) -> None:
        """Columns are at home here."""

    def blocks(self, count: int) -> int:
        """How many blocks of sums `everyone` wants."""
        return 1
