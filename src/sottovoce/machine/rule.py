"""Marks the functions that may run inside a compiled day. Does not import Numba, so that `--help` stays quick."""

from collections.abc import Callable
from typing import Any, TypeVar

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


def rare_off(content: Any) -> bool:
    """Whether a named tuple lists rare switches (`RARE`: field to the value that is off), and all of them are off."""
    switches = getattr(content, "RARE", None)
    return bool(switches) and all(getattr(content, name) == value for name, value in switches.items())
