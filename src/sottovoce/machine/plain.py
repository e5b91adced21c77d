"""Rules as plain Python, one citizen after another: slow, and the measure of what compiled rules must do."""

from collections.abc import Callable

from sottovoce.chance import wrapping
from sottovoce.machine.host import Host
from sottovoce.machine.rule import BATCHES


class Plain(Host):
    """Runs a rule over a range as ordinary Python."""

    def everyone(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1, or a rule of a batch for rows 0 ... count-1; the last argument is
        (blocks, ...) sums, of which block 0 is used."""
        *others, sums = arguments
        with wrapping():
            if rule not in BATCHES:
                for i in range(count):
                    rule(i, *others, sums[0])
                return
            workspace = BATCHES[rule](1)
            for low in range(0, count, workspace.room):
                rule(low, min(low + workspace.room, count), *others, sums[0], workspace)

    def in_order(self, rule: Callable, count: int, *arguments) -> None:
        """``rule(i, *arguments)`` for i in 0 ... count-1, strictly in order."""
        with wrapping():
            for i in range(count):
                rule(i, *arguments)
