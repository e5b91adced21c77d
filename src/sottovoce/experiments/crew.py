"""Who lives the tasks of an experiment: processes that are forked from this one (here), or workers of a Dask cluster (cluster.py)."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Collection
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol

from sottovoce.experiments.experiment import Experiment
from sottovoce.experiments.living import Lived, Task, live
from sottovoce.study.processes import alone, submit

TRIES = 2  # times that worlds are begun whose process died
LOOK = 0.5  # seconds between two looks at whether it is time to stop


class Gone(Exception):
    """Whoever had a task is gone. Its text says why, should that happen too often."""


class Crew(Protocol):
    """Tasks are sent, and what came of them is taken. What `send` returns is known to the crew alone."""

    hands: int  # worlds that are lived side by side
    most: int  # tasks sent and not taken, at most
    tries: int  # times that a task is begun
    drops: bool  # whether tasks that are being lived are given up when it is time to stop
    apart: bool  # whether a task that is begun again has no other beside it: it may be what ends workers
    where: str  # for sentences: on this machine

    def send(self, task: Task) -> Any: ...

    def done(self, sent: Collection[Any]) -> list[Any]:
        """Those that are done, after LOOK seconds at most."""
        ...

    def take(self, sent: Any) -> list[Lived]:
        """What came of a task that is done. Gone where nothing did, RunError where nothing can come of any; other errors are of the task."""
        ...

    def check(self) -> None:
        """RunError where nothing can come of any task."""
        ...

    def renew(self) -> bool:
        """After a Gone: whether all tasks that were sent are gone with it."""
        ...

    def close(self, sent: Collection[Any]) -> None: ...


class Forked:
    """Processes forked from this one, which have the compiled rules already."""

    drops, apart, where = False, False, "on this machine"

    def __init__(self, asked: Experiment, workers: int):
        self.how = asked.outcomes, asked.windows
        self.workers = workers
        self.hands = min(workers, os.cpu_count() or 1)
        self.most, self.tries = 2 * workers, TRIES * workers + 1  # one that dies takes the others with it
        self.pool = self._pool()

    def _pool(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self.workers, multiprocessing.get_context("fork"), alone, (os.getpid(),))

    def send(self, task: Task) -> Future[list[Lived]]:
        return submit(self.pool, live, task, *self.how)

    def done(self, sent: Collection[Future[list[Lived]]]) -> list[Future[list[Lived]]]:
        return list(wait(sent, LOOK, FIRST_COMPLETED)[0])

    def take(self, sent: Future[list[Lived]]) -> list[Lived]:
        try:
            return sent.result()
        except BrokenProcessPool:
            raise Gone(
                "a process in which worlds were lived ended before its time (there may have been no memory left)"
            ) from None

    def check(self) -> None:
        pass

    def renew(self) -> bool:
        self.pool.shutdown(wait=False, cancel_futures=True)
        self.pool = self._pool()
        return True

    def close(self, sent: Collection[Future[list[Lived]]]) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)
