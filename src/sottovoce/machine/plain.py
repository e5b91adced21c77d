"""Rules as plain Python, one citizen after another: slow, and the measure of what compiled rules must do."""

from collections.abc import Callable

from sottovoce.chance import wrapping
from sottovoce.machine.host import Host


class Plain(Host):
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

    def blocks(self, count: int) -> int:
        """How many blocks of sums `everyone` wants."""
        return 1
