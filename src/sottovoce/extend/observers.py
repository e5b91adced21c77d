"""Observers of a user's own: called at the close of every day with read-only columns of people, in both worlds of a pair."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from sottovoce import registered
from sottovoce.errors import RunError, nearest
from sottovoce.extend.people import People
from sottovoce.record.netcdf import Variable
from sottovoce.record.record import Record
from sottovoce.society import Society
from sottovoce.society.columns import columns
from sottovoce.society.tally import NAMES

Function = Callable[[int, People], Any]


def observer(
    reads: tuple[str, ...] | list[str] = (),
    series: Mapping[str, str] | None = None,
    *,
    name: str | None = None,
) -> Callable[[Function], Function]:
    """Register an observer: a function of the day (from 0) and `People`, called at the close of every day of a run that names it:
    ``sv.run(..., observers=["mine"])``, or ``--observer mine``.

    `reads`: the columns that it reads (`extend.People` has them); any other is refused, and writing raises. `series`: names and units of the numbers that it gives, which become
    daily series (``study.curves(name)``, record.nc): it returns a dict of them, or one number where there is one. None: nothing on that day. RunError for what it gives otherwise, or
    for where it raises, with the line.
    """
    for column in reads:
        if column not in columns():
            raise RunError(
                f"observer: {column} given in reads; no such column of people.{nearest(column, columns())}"
            )
    for one in series or {}:
        if not one.isidentifier() or one in NAMES:
            raise RunError(
                f"observer: {one!r} given in series; allowed a name that no daily sum has. Choose another."
            )

    def decorated(function: Function) -> Function:
        called = name or getattr(function, "__name__", "observer")
        facts = {"reads": tuple(reads), "series": tuple((series or {}).items())}
        registered.register("observer", called, function, **facts)
        return function

    return decorated


def noted(name: str, day: int, society: Society, record: Record) -> None:
    """Call an observer at the close of a day, and keep what it gives in the record."""
    one = registered.find("observer", name)
    given = registered.called(one, day, People(society, one.reads))
    if given is None:
        return
    units = dict(one.series)
    if not isinstance(given, Mapping):
        if len(units) != 1:
            raise registered.wrong(
                one,
                f"gives {str(given)[:40]}; allowed a dict of {', '.join(units) or 'nothing: it declares no series'}",
            )
        given = {next(iter(units)): given}
    for key, value in given.items():
        if key not in units:
            raise registered.wrong(
                one, f"gives {key}, which series does not declare.{nearest(str(key), units)}"
            )
        if value is None:
            continue
        if np.ndim(value) != 0 or np.asarray(value).dtype.kind not in "iufb" or not math.isfinite(value):
            raise registered.wrong(
                one, f"gives {str(value)[:40]} for {key}; allowed a finite number, or None"
            )
        if key not in record.own:
            blank = np.full(record.scenario.days, np.nan)
            record.own[key] = Variable(
                ("day",), blank, units[key], f"{key.replace('_', ' ')}, by the observer {name}"
            )
        record.own[key].values[day] = float(value)


def known_observers(asked: str | Sequence[str]) -> list[str]:
    """Names of registered observers. RunError for one that is not."""
    return [
        registered.find("observer", str(name)).name for name in ([asked] if isinstance(asked, str) else asked)
    ]
