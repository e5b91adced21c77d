"""Marks the functions that may run inside a compiled day. Does not import Numba, so that `--help` stays quick."""

from collections.abc import Callable
from typing import TypeVar

from sottovoce import chance

F = TypeVar("F", bound=Callable)
RULES: list[Callable] = [chance.mix, chance.key, chance.draw, chance.pair, chance.pair_in_order, chance.unit]


def rule(function: F) -> F:
    """Mark a scalar function as a rule. It stays the plain Python function that it is; `machine.cpu` compiles it.

    A rule uses + - * / and comparisons only (no libm, whose last bit differs between machines), loads columns
    with `int()` or `float()`, and reads its parameters at run time: then plain and compiled agree bit for bit.
    """
    RULES.append(function)
    return function
