"""Marks the functions that may run inside a compiled day. Does not import Numba, so that `--help` stays quick."""

from collections.abc import Callable
from typing import Any, TypeVar

from sottovoce import chance

F = TypeVar("F", bound=Callable)
Crowd = tuple[Callable, Callable[[], Any]]
RULES: list[Callable] = [chance.mix, chance.key, chance.draw, chance.pair, chance.pair_in_order, chance.unit]

CROWDS: dict[Callable, Crowd] = {}  # rule -> the same for many citizens, and what makes a desk for it


def rule(function: F) -> F:
    """Mark a scalar function as a rule. It stays the plain Python function that it is; `machine.cpu` compiles it.

    A rule uses + - * / and comparisons only (no libm, whose last bit differs between machines), loads columns
    with `int()` or `float()`, and reads its parameters at run time: then plain and compiled agree bit for bit.
    """
    RULES.append(function)
    return function


def crowd(of: Callable, desk: Callable[[], Any]) -> Callable[[F], F]:
    """Mark a rule as what rule `of` does, for citizens low ... high-1 at once (their number a multiple of `lanes.LANES`):
    ``function(low, high, *arguments, sums, desk)`` gives each the bits of ``of(i, *arguments, sums)``. `desk()` makes a named
    tuple of columns to write on, one a thread, with the field `room`: for how many citizens it has room."""

    def mark(function: F) -> F:
        CROWDS[of] = (rule(function), desk)
        return function

    return mark


def rare_off(content: Any) -> bool:
    """Whether a named tuple lists rare switches (`RARE`: field to the value that is off), and all of them are off."""
    switches = getattr(content, "RARE", None)
    return bool(switches) and all(getattr(content, name) == value for name, value in switches.items())
