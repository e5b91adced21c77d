"""How many seeds and threads may be asked for, and names of before: one check for the commands and for Python."""

import functools
import operator
import os
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

from sottovoce.errors import RunError

F = TypeVar("F", bound=Callable[..., Any])
SEEDS_MOST = 1000
THREADS_MOST = 1024


def seeds(asked: Any, default: int) -> int:
    """Seeds as asked, or the default. RunError for what cannot be."""
    return default if asked is None else _whole("seeds", asked, SEEDS_MOST, "seeds")


def threads(asked: Any) -> int:
    """Threads as asked, or one a core. RunError for what cannot be."""
    return (os.cpu_count() or 1) if asked is None else _whole("threads", asked, THREADS_MOST, "threads")


def _whole(name: str, asked: Any, most: int, unit: str) -> int:
    try:
        found = operator.index(asked)
    except TypeError:
        found = 0
    if isinstance(asked, bool) or not 1 <= found <= most:
        given = (
            repr(asked)
            if not isinstance(asked, int) or abs(asked) < 10**20
            else "a number of more than 20 digits"
        )
        raise RunError(
            f"{name}: {given[:60]} given; allowed whole numbers 1 to {most:,} ({unit}). Choose a value in that range."
        )
    return found


def renamed(**names: str) -> Callable[[F], F]:
    """A function that still takes keywords by their names of before, with a warning: ``renamed(set="values")``."""

    def decorated(function: F) -> F:
        @functools.wraps(function)
        def called(*words: Any, **asked: Any) -> Any:
            for old in names.keys() & asked.keys():
                told = f"{function.__name__}({old}=...) is now {names[old]}=..."
                if names[old] in asked:
                    raise TypeError(f"{told}; both are given.")
                warnings.warn(told, DeprecationWarning, stacklevel=2)
                asked[names[old]] = asked.pop(old)
            return function(*words, **asked)

        return called  # type: ignore[return-value]

    return decorated
