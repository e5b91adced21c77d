"""Small worlds side by side, in processes of their own.

Between two compiled days Python needs a lock that all threads of a process share: where a day takes a fraction of a millisecond, they wait for
one another. A process that is forked from this one has the compiled rules already, and lives one world after another; what is left of a
world comes back when it is done (docs/decisions/0016).
"""

import ctypes
import io
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from typing import Any, NamedTuple

from sottovoce.calendar import changed
from sottovoce.machine.cpu import Cpu
from sottovoce.simulate import days
from sottovoce.society import create
from sottovoce.study.worlds import World, small

MOST = 20_000  # citizens of a world; above, a day is long beside the Python around it
LEAST = 20_000_000  # citizen-days of all worlds, from which it is worth while to fork
GLANCE = 0.1  # seconds between two looks at how far they are


class Shared(NamedTuple):
    """Memory that all processes see."""

    lived: Any  # int64 (world,), days lived
    say_so: Any  # float64 (world,), of 1,000 people, how many say that they disagree
    halt: Any  # int8 (1,), 1: end at the close of the day


def worth_while(worlds: Sequence[World], threads: int) -> bool:
    """Whether these worlds gain by processes, and this system can fork them safely."""
    left = sum(world.scenario.citizens * (world.scenario.days - world.lived) for world in worlds)
    few = all(world.scenario.citizens <= MOST for world in worlds)
    alone = (
        multiprocessing.current_process().daemon
    )  # which may have no children, as a worker of multiprocessing.Pool
    return sys.platform == "linux" and not alone and min(threads, len(worlds)) > 1 and few and left >= LEAST


def live_in_processes(
    worlds: Sequence[World], processes: int, stop: threading.Event, after: Callable[[World], None] | None
) -> bool:
    """Live worlds, the longest first. A process that ends before its time fails the worlds that it and the others still had. False, and
    nothing done, where the system allows no more processes."""
    for kind in {(world.name, world.ledgered): world for world in worlds}.values():
        with suppress(Exception):  # what is wrong with a world it says itself, as a row
            compile_world(kind)
    context = multiprocessing.get_context("fork")
    shared = Shared(
        context.RawArray("q", len(worlds)), context.RawArray("d", len(worlds)), context.RawArray("b", 1)
    )
    try:
        pool = ProcessPoolExecutor(processes, context, _begin, (worlds, shared, os.getpid()))
        running = {submit(pool, _live, k): k for k in _longest_first(worlds)}  # forks with the first
    except (OSError, ImportError, NotImplementedError):
        return False
    with pool:
        try:
            while running:
                done, _ = wait(running, GLANCE, FIRST_COMPLETED)
                shared.halt[0] = int(stop.is_set())
                for k in running.values():
                    worlds[k].over = shared.lived[k]
                    worlds[k].shown = shared.say_so[k] if shared.lived[k] else None
                for future in done:
                    world = worlds[running.pop(future)]
                    _come_home(world, future)
                    if after and world.done:
                        after(world)
        finally:
            shared.halt[0] = 1  # whatever happened here, nobody goes on alone
    return True


def submit(pool: Executor, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
    """Submit a call. Where a process of the pool has died already, the future says so, as it does where one dies later."""
    try:
        return pool.submit(function, *arguments)
    except BrokenProcessPool as error:
        broken: Future[Any] = Future()
        broken.set_exception(error)
        return broken


def _longest_first(worlds: Sequence[World]) -> list[int]:
    """Places of worlds, those with more citizen-days left before; then no process lives a long one alone at the end."""
    left = [world.scenario.citizens * (world.scenario.days - world.lived) for world in worlds]
    return sorted(range(len(worlds)), key=lambda k: -left[k])


def _come_home(world: World, future: Future) -> None:
    """Take over what a process has made of a world; where it sent nothing, the world has failed."""
    try:
        vars(world).update(vars(future.result()))
        return
    except BrokenProcessPool:
        problem = (
            "a process in which worlds were lived ended before its time (there may have been no memory left)"
        )
    except Exception as error:  # it was lived, and could not be sent
        problem = f"{type(error).__name__}: {error}"
    world.over, world.error = 0, f"RunError: {problem}"


def compile_world(world: World) -> None:
    """Live the days on which other rules begin with a few people, so that processes find everything compiled."""
    little = small(world.scenario)
    society, yesterday = create(little, ledger=world.ledgered), None
    for first in sorted(day for day in changed(little) if day < little.days):
        how = {"machine": Cpu(1), "ledger": world.ledgered, "yesterday": yesterday}
        _, events = next(days(little, society, first, **how))
        yesterday = events.tally


DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
_here: tuple[Sequence[World], Shared]  # in a forked process


def _begin(worlds: Sequence[World], shared: Shared, parent: int) -> None:
    global _here
    _here = worlds, shared
    alone(parent)


def alone(parent: int) -> None:
    """In a forked process: it says nothing, leaves Ctrl-C to its parent, and ends with it."""
    # a thread of the parent may have been writing when these were copied, and hold their lock
    sys.stdout = sys.stderr = io.StringIO()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, who says when to halt
    ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:  # it died before that was said
        os._exit(1)


def _live(k: int) -> World:
    worlds, shared = _here
    world = worlds[k]

    def stop() -> bool:
        if not shared.lived[k] or world.lived % 8 == 0:
            shared.say_so[k] = world.say_so or 0.0
        shared.lived[k] = world.lived
        return bool(shared.halt[0])

    if not shared.halt[0]:
        world.live(Cpu(1), stop)
    return world
