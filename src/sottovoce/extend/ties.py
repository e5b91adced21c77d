"""Rules of a user's own for dropping and making ties."""

from collections.abc import Callable
from typing import Any

import numpy as np

from sottovoce import registered
from sottovoce.errors import RunError, nearest
from sottovoce.society.columns import Ends, columns

Function = Callable[[Ends, Ends, np.ndarray], Any]
Decorator = Callable[[Function], Function]


def drop_rule(reads: tuple[str, ...] | list[str] = (), *, name: str | None = None) -> Decorator:
    """Register a rule for dropping a friend. A scenario names it: ``ties.drop: own`` and ``ties.drop_own: NAME``.

    A function of three things, each with an entry for each tie that is thought over on a day (``ties.review``: a chance a day for each citizen): `mine` and `theirs`, columns of the
    citizen who thinks it over and of the friend (those that `reads` declares; `extend.People` has them), and `luck`, float64 from 0 to 1, the same in both worlds of a pair. It
    returns bool (tie,): True drops the tie tonight. It is called twice, in both worlds, and has to answer the same. RunError for what it gives otherwise, or for where it raises.
    """
    return _rule("drop", reads, name)


def make_rule(reads: tuple[str, ...] | list[str] = (), *, name: str | None = None) -> Decorator:
    """Register a rule for making a friend, as `drop_rule`: ``ties.make: own`` and ``ties.make_own: NAME``. It is asked about one citizen who was drawn at random, for each who looks
    for a friend today (``ties.review`` times ``ties.make_chance``); True makes the tie tonight, if both have room for it."""
    return _rule("make", reads, name)


def _rule(kind: registered.Kind, reads: tuple[str, ...] | list[str], name: str | None) -> Decorator:
    for column in reads:
        if column not in columns():
            raise RunError(
                f"{kind} rule: {column} given in reads; no such column of people.{nearest(column, columns())}"
            )

    def decorated(function: Function) -> Function:
        registered.register(kind, name or getattr(function, "__name__", kind), function, reads=tuple(reads))
        return function

    return decorated
