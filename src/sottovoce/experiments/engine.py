"""Live an experiment: worlds side by side in forked processes or on a cluster, each stored the moment it is done; equal worlds once.

Whatever ends it (the end of the design, a budget, Ctrl-C, a killed process) leaves the first points of the design in the file, and the same call
goes on from there.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from sottovoce import registered
from sottovoce.errors import RunError, ScenarioError
from sottovoce.experiments.cluster import Cluster, connected
from sottovoce.experiments.crew import LOOK, Crew, Forked, Gone
from sottovoce.experiments.experiment import Experiment
from sottovoce.experiments.living import Lived, Task, form, identity, live
from sottovoce.experiments.results import Study
from sottovoce.experiments.store import Store
from sottovoce.scenario.model import Scenario
from sottovoce.study.asked import threads as threads_asked
from sottovoce.study.processes import compile_world
from sottovoce.study.worlds import World as WorldOfStudy

PILOTS = 3  # points lived first, to say what the rest will take


@dataclass
class Progress:
    """How far it is."""

    worlds: int  # of the design, not yet there when it began
    done: int = 0
    shared: int = 0  # of them, not lived because an equal world was
    failed: int = 0
    refused: int = 0
    cpu: float = 0.0  # seconds in worlds lived here
    note: str = ""  # what it waits for
    began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float | None:
        """Seconds left, as fast as it went so far; None at the beginning."""
        spent = time.monotonic() - self.began
        return spent / self.done * (self.worlds - self.done) if self.done else None


class Cost(NamedTuple):
    """What an experiment takes."""

    points: int
    worlds: int
    cpu: float  # core-seconds, from pilot points
    seconds: float  # on the wall
    where: str = "on this machine"


def run(
    asked: Experiment,
    out: Path,
    *,
    workers: int | None = None,
    scheduler: Any = None,
    budget: float | None = None,
    stop: threading.Event | None = None,
    say: Callable[[Progress], None] = lambda progress: None,
    tell: Callable[[Cost], None] = lambda cost: None,
) -> Any:
    """Live what is not lived yet, and return the study (results.Study). `workers`: processes of this machine; or `scheduler`: the address of a Dask
    scheduler (``tcp://host:8786``), a `distributed.Client` or a cluster object. `budget`: seconds; `say` is called as it goes on, `tell` once,
    after some pilot points, with what all will take. RunError for a scheduler that does not answer or whose workers have another program."""
    if workers is not None and scheduler is not None:
        raise RunError(
            "workers and scheduler: both given; a cluster's workers are started with it. Leave one of them out."
        )
    workers = threads_asked(workers, "workers", "processes")
    stop = stop or threading.Event()
    for one in asked.extensions:
        registered.same(one)
    there = nullcontext() if scheduler is None else connected(scheduler, asked, out)
    with there as cluster, Store.begin(out, asked) as store:
        _Run(asked, store, workers, cluster, budget, stop, say, tell).go()
    return Study.open(out)


def cost(asked: Experiment, workers: int | None = None) -> Cost:
    """What an experiment will take, from pilot points that are lived for it."""
    spent, worlds = 0.0, 0
    for number, point in enumerate(asked.points[:PILOTS]):
        with suppress(ScenarioError):
            found = asked.scenarios(asked.at(point))
            for lived in live(
                Task(number, asked.seeds[0], {n.encode(): s for n, s in found.items()}),
                asked.outcomes,
                asked.windows,
            ):
                if worlds or number:  # the first one may have been compiled
                    spent += lived.cpu
                worlds += 1
    hands = min(threads_asked(workers), os.cpu_count() or 1)
    return _cost(asked, spent / max(worlds - 1, 1), hands)


def _cost(asked: Experiment, each: float, hands: int, where: str = "on this machine") -> Cost:
    worlds = len(asked.points) * len(asked.seeds) * len(asked.worlds)
    return Cost(len(asked.points), worlds, each * worlds, each * worlds / hands, where)


class _Run:
    """One call of `run`."""

    def __init__(
        self,
        asked: Experiment,
        store: Store,
        workers: int,
        cluster: Cluster | None,
        budget: float | None,
        stop: threading.Event,
        say: Any,
        tell: Any,
    ):
        self.asked, self.store, self.workers, self.stop = asked, store, workers, stop
        self.cluster, self.say, self.tell = cluster, say, tell
        self.crew: Crew | None = None  # none: worlds are lived in this process
        self.until = time.monotonic() + budget if budget is not None else float("inf")
        self.there, self.known, self.refused = store.runs(), store.worlds(), store.refused()
        total = len(asked.points) * len(asked.seeds) * len(asked.worlds)
        self.progress = Progress(
            total - len(self.there) - len(self.refused) * len(asked.seeds) * len(asked.worlds)
        )
        self.waiting: dict[
            bytes, list[tuple[int, int, str, bytes]]
        ] = {}  # runs of a world that is being lived
        self.tries: dict[tuple[int, int], int] = {}
        self.told = False

    def go(self) -> None:
        """Until everything is lived, or it is time to stop."""
        tasks = self.tasks()
        with _signals(self.stop):
            first = next(tasks, None)
            if first is None:
                return
            if self.cluster is not None:
                if self.workers_there(self.cluster):
                    self.beside(self.cluster, first, tasks)
                return
            with suppress(Exception):  # what is wrong with a world it says itself, as a row
                for scenario in first.worlds.values():
                    compile_world(WorldOfStudy("with", 1, scenario))
            if self.workers == 1 or sys.platform != "linux" or multiprocessing.current_process().daemon:
                self.inline(first, tasks)
            else:
                self.beside(Forked(self.asked, self.workers), first, tasks)

    def inline(self, first: Task, tasks: Iterator[Task]) -> None:
        """In this process."""
        task: Task | None = first
        while task is not None:
            self.home(live(task, self.asked.outcomes, self.asked.windows))
            task = None if self.over() else next(tasks, None)

    def workers_there(self, cluster: Cluster) -> bool:
        """Wait for the first worker of a cluster; False where it is time to stop before."""
        while not cluster.ready():
            if self.over():
                return False
            self.progress.note = "waiting for a worker"
            self.say(self.progress)
            self.stop.wait(min(LOOK, max(self.until - time.monotonic(), 0.0)))
        self.progress.note, self.progress.began = "", time.monotonic()
        return True

    def beside(self, crew: Crew, first: Task, tasks: Iterator[Task]) -> None:
        """By several at once."""
        self.crew = crew
        ahead: list[Task] = [first]
        running: dict[Any, Task] = {}
        apart = False
        try:
            while ahead or running or not self.over():
                while len(running) < crew.most and not self.over() and not (apart and running):
                    apart = crew.apart and bool(ahead) and ahead[-1][:2] in self.tries
                    if apart and running:
                        break
                    task = ahead.pop() if ahead else next(tasks, None)
                    if task is None:
                        break
                    running[crew.send(task)] = task
                if not running:
                    return
                dead: list[Task] = []
                why = ""
                for sent in crew.done(running):
                    task = running.pop(sent)
                    try:
                        self.home(crew.take(sent))
                    except Gone as error:
                        dead.append(task)
                        why = f"RunError: {error}"
                    except RunError:  # nothing comes of any other
                        raise
                    except Exception as error:
                        crew.check()
                        self.lost(task, f"{type(error).__name__}: {error}")
                if dead:
                    if crew.renew():
                        dead += running.values()
                        running.clear()
                    ahead += self.again(dead, crew.tries, why)
                self.say(self.progress)
                if crew.drops and self.over():
                    return
        finally:
            crew.close(running)

    def over(self) -> bool:
        """Whether nothing more is to be begun."""
        return self.stop.is_set() or time.monotonic() >= self.until

    def tasks(self) -> Iterator[Task]:
        """What is to be lived, in the order of the design: of each point and seed the worlds that are neither known nor being lived."""
        for number, point in enumerate(self.asked.points):
            left = [
                (s, n)
                for s in self.asked.seeds
                for n in self.asked.worlds
                if (number, s, n) not in self.there
            ]
            if number in self.refused or not left:
                continue
            try:
                scenarios = self.asked.scenarios(self.asked.at(point))
            except ScenarioError as error:
                self.store.refuse(number, point, "\n".join(error.problems))
                self.progress.refused += 1
                self.progress.done += len(left)
                continue
            forms = {name: form(scenario) for name, scenario in scenarios.items()}
            for seed in self.asked.seeds:
                worlds: dict[bytes, Scenario] = {}
                shared = []
                luck = self.asked.luck(number, seed)
                for name in (name for s, name in left if s == seed):
                    digest = identity(forms[name], luck)
                    row = (number, seed, name, digest)
                    if digest in self.known:
                        shared.append(row)
                    elif digest in self.waiting:
                        self.waiting[digest].append(row)
                        self.progress.shared += 1
                    else:
                        self.waiting[digest] = [row]
                        worlds[digest] = scenarios[name].model_copy(update={"seed": luck})
                if shared:
                    self.store.keep([], shared)
                    self.progress.done += len(shared)
                    self.progress.shared += len(shared)
                if worlds:
                    yield Task(number, seed, worlds)

    def home(self, lived: list[Lived]) -> None:
        """Store what came of worlds, for all that share them."""
        runs = [row for one in lived for row in self.waiting.pop(one.digest, ())]
        self.store.keep(lived, runs)
        self.known |= {one.digest for one in lived if not one.error}
        self.progress.done += len(runs)
        self.progress.failed += sum(bool(one.error) for one in lived)
        self.progress.cpu += sum(one.cpu for one in lived)
        enough = PILOTS * len(self.asked.worlds)
        if not self.told and self.progress.done >= min(enough, self.progress.worlds):
            self.told = True
            each = self.progress.cpu / self.progress.done
            crew = self.crew
            self.tell(_cost(self.asked, each, crew.hands, crew.where) if crew else _cost(self.asked, each, 1))
        self.say(self.progress)

    def again(self, dead: list[Task], tries: int, why: str) -> list[Task]:
        """Worlds whose process died: to be begun again, unless that was so before."""
        found = []
        for task in dead:
            key = task.point, task.seed
            self.tries[key] = self.tries.get(key, 0) + 1
            if self.tries[key] < tries:
                found.append(task)
            else:
                self.lost(task, why)
        return found

    def lost(self, task: Task, why: str) -> None:
        self.home([Lived(digest, b"", 0.0, why) for digest in task.worlds])


@contextmanager
def _signals(stop: threading.Event) -> Iterator[None]:
    """Ctrl-C and SIGTERM ask to stop; a second one leaves at once. What is finished is stored already."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def came(number: int, _: object) -> None:
        if stop.is_set():
            os._exit(128 + number)
        stop.set()

    before = {number: signal.signal(number, came) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
