"""Marks the functions that may run inside a compiled day. Does not import Numba, so that `--help` stays quick."""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from sottovoce import chance

F = TypeVar("F", bound=Callable)
RULES: list[Callable] = [chance.mix, chance.key, chance.draw, chance.pair, chance.pair_in_order, chance.unit]

BATCHES: dict[Callable, Callable[..., Any]] = {}  # rule of a batch -> what makes its workspace


def rule(function: F) -> F:
    """Mark a scalar function as a rule. It stays the plain Python function that it is; `machine.loops` compiles it.

    A rule uses arithmetic, bits, comparisons, min, max and floor only (no libm, whose last bit differs between machines), loads columns
    with `int()` or `float()`, and reads its parameters at run time: then plain and compiled agree bit for bit.
    """
    RULES.append(function)
    return function


def batch(workspace: Callable[..., Any]) -> Callable[[F], F]:
    """Mark a rule of many citizens: ``function(low, high, *arguments, sums, workspace)`` for rows low ... high-1.

    ``workspace(width, room)`` makes a named tuple of columns to write on, one per thread, for a machine that runs `width` citizens
    side by side (1, or `lanes.LANES`, of which high - low is then a multiple). Its field `width` says so, its field `room` how
    many citizens a batch may have (has a default). Every citizen gets the same bits at either width.
    """

    def mark(function: F) -> F:
        BATCHES[function] = workspace
        return rule(function)

    return mark


def switches(content: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """The rare switches of a named tuple and of those inside it: path, value, value that is off. A tuple names its own in `RARE`."""
    rare = getattr(content, "RARE", {})
    for name, value in zip(content._fields, content, strict=True):
        if name in rare:
            yield (*path, name), value, rare[name]
        elif hasattr(value, "_fields"):
            yield from switches(value, (*path, name))


def rare_off(content: Any) -> bool:
    """True if a named tuple has rare switches and all of them are off."""
    found = [value == off for _, value, off in switches(content)]
    return bool(found) and all(found)
