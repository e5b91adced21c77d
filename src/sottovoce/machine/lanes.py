"""Words for rules that a processor may run for eight citizens at once.

A rule in which nothing branches on what a citizen has or does can be compiled for eight citizens side by side (`machine.compiler`):
where it says ``s.score[i]`` it then reads eight scores, and every sum, product and comparison is of eight numbers. Here is what
such a rule says in place of ``if``, ``and`` and ``sums[...] +=``, as plain Python for one citizen. An ``if`` may still ask what
holds for everybody: the rules, or today. Conditions are joined with ``&`` and ``|``.
"""

import time
from typing import Any

import numpy as np

LANES = 8  # how many side by side
FEW, FIELD = 4, 16  # up to so many groups share a word in which truths are counted, each with so many bits


def where(condition: Any, yes: Any, no: Any) -> Any:
    """One of two numbers. Both are computed, so neither may fail."""
    return yes if condition else no


def some(condition: Any) -> bool:
    """Whether it holds for any of those side by side: for an ``if`` around what is rarely needed, and for ``while``."""
    return bool(condition)


def most(x: Any) -> Any:
    """The largest of those side by side: for the length of a loop that is long enough for all of them."""
    return x


def unsigned(x: Any) -> Any:
    """An integer with 64 bits and no sign."""
    return np.uint64(x)


def signed(x: Any) -> Any:
    """An integer with 64 bits and a sign, also of one without (to Numba ``int(x)`` is then x)."""
    return np.int64(x)


def at(column: Any, place: Any, here: Any, otherwise: Any) -> Any:
    """``column[place]`` where `here`, else `otherwise`; a place that is not read need not exist."""
    return column[place] if here else otherwise


def fetch(first: Any, count: Any, *columns: Any) -> None:
    """Ask the memory for rows first ... first + count - 1 of columns, as far as they exist: they are needed soon.
    Changes nothing but the time."""


def append(column: Any, place: Any, here: Any, what: Any) -> Any:
    """Write `what` where `here`, one after another from ``column[place]`` on; returns how many were written.

    Compiled code may write up to LANES places, the wanted values first: leave room for them at the end of the column.
    """
    if here:
        column[place] = what
    return int(here)


def add(sums: Any, group: Any, name: Any, amount: Any) -> None:
    """``sums[group, name] += amount``: count something of a citizen in a table of whole numbers. A truth (``int(condition)``) is counted
    at most 100 times a citizen by the same name: more has no room (cpu.BLOCK)."""
    sums[group, name] += amount


def run(first: int, workspace: Any) -> Any:
    """The rows that a rule of a batch takes at once (`machine.rule.batch`), from `first`: as many as its workspace is wide."""
    if workspace.width != 1:
        raise NotImplementedError("plain Python takes one citizen at a time: make the workspace with width 1")
    return first


def lap(workspace: Any, number: int) -> None:
    """Add the time since the last call to ``workspace.clock[number]``, in ticks of the processor; ``clock[-1]`` holds the time of that
    call. For profiles only; plain Python counts nanoseconds."""
    now = time.perf_counter_ns()
    workspace.clock[number] += now - workspace.clock[-1]
    workspace.clock[-1] = now


WORDS = (where, some, most, unsigned, signed, at, append, add, run)  # those that a card's rules may use
