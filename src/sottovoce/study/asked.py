"""How many seeds and threads may be asked for, and names of before: one check for the commands and for Python."""

import functools
import operator
import os
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from sottovoce.errors import RunError, nearest
from sottovoce.scenario.texts import given

F = TypeVar("F", bound=Callable[..., Any])
SEEDS_MOST = 1000
THREADS_MOST = 1024
KEPT = ("ledger", "panel", "columns", "observers")


def seeds(asked: Any, default: int) -> int:
    """Seeds as asked, or the default. RunError for what cannot be."""
    return default if asked is None else _whole("seeds", asked, SEEDS_MOST, "seeds")


def threads(asked: Any, name: str = "threads", unit: str = "threads") -> int:
    """Threads as asked, or one a core. RunError for what cannot be."""
    return (os.cpu_count() or 1) if asked is None else _whole(name, asked, THREADS_MOST, unit)


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


def names(what: str, asked: Any) -> list[str]:
    """Names as a caller in Python gives them: one, or several. RunError for what is neither."""
    if isinstance(asked, str):
        return [asked]
    found = list(asked) if isinstance(asked, Iterable) else [asked]
    wrong = [one for one in found if not isinstance(one, str)]
    if wrong:
        raise RunError(
            f'{what}: {given(wrong[0])} given; allowed a name, or a list of names. Write it like {what}=["..."].'
        )
    return found


def record(asked: Any) -> dict[str, Any]:
    """What is to be kept beside daily sums and measures: {"ledger": bool, "panel": days, "columns": names, "observers": names}. RunError for anything else."""
    if asked is None:
        return {}
    if not isinstance(asked, Mapping):
        raise RunError(
            f'record: {given(asked)} given; allowed a dict of {", ".join(KEPT)}. Write it like record={{"panel": 30}}.'
        )
    for name in asked:
        if name not in KEPT:
            raise RunError(f"record: {given(name)} given; no such kind.{nearest(str(name), KEPT)}")
    found = {name: value for name, value in asked.items() if value is not None}
    if not isinstance(found.get("ledger", False), bool):
        raise RunError(
            f"record ledger: {given(found['ledger'])} given; allowed True or False. Write one of these."
        )
    if "panel" in found:
        found["panel"] = _whole("record panel", found["panel"], 36_500, "days")
    if "columns" in found:
        found["columns"] = names("columns", found["columns"])
        if "panel" not in found:
            raise RunError('record columns: given without panel. Say every how many days, like "panel": 30.')
    if "observers" in found:
        found["observers"] = names("observers", found["observers"])
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
