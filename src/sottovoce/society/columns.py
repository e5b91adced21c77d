"""Columns of people as a function of a user's own sees them: by name, read only."""

from typing import Any

import numpy as np

from sottovoce.errors import SottovoceError, nearest
from sottovoce.society.state import State

APART = ("place",)  # where a row is: of no use to anybody but the program


class NoColumn(SottovoceError, AttributeError):
    """A column that is not there, or was not declared."""


def columns() -> tuple[str, ...]:
    """Names of all columns of people."""
    return tuple(name for name in State._fields if name not in APART)


def column(state: State, name: str, allowed: tuple[str, ...] | None = None) -> np.ndarray:
    """A column, read only. NoColumn where there is none of that name, or it is not among `allowed` (None: all are)."""
    if name.startswith("__") or name not in columns():
        raise NoColumn(f"people have no column {name}.{nearest(name, columns())}")
    if allowed is not None and name not in allowed:
        raise NoColumn(
            f"reads the column {name}, which it does not declare. Write reads={(*allowed, name)!r}."
        )
    seen = getattr(state, name).view()
    seen.flags.writeable = False
    return seen


class Ends:
    """The citizens at one end of some ties, by column, read only: ``mine.score`` has an entry for each tie. `extend.People` has the columns."""

    def __init__(self, state: State, rows: np.ndarray, allowed: tuple[str, ...]):
        self._state, self._rows, self._allowed = state, rows, allowed

    def __len__(self) -> int:
        return len(self._rows)

    def __getattr__(self, name: str) -> Any:
        whole = column(self._state, name, self._allowed)
        if whole.shape[-1] != len(self._state.id):
            raise NoColumn(
                f"reads the column {name}, of which this scenario keeps no entry for each citizen. Read another."
            )
        found = whole[..., self._rows]
        found.flags.writeable = False
        return found
