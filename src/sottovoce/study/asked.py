"""How many seeds and threads may be asked for: one check for the commands and for Python."""

import operator
import os
from typing import Any

from sottovoce.errors import RunError

SEEDS_MOST = 1000
THREADS_MOST = 1024


def seeds(asked: Any, default: int) -> int:
    """Replicates as asked, or the default. RunError for what cannot be."""
    return default if asked is None else _whole("replicates", asked, SEEDS_MOST, "seeds")


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
