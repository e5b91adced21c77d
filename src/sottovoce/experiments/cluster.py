"""Workers of a Dask cluster live the tasks of an experiment. The rows are those of forked processes, bit by bit.

Scenarios travel to the workers, numbers come back; only this process writes the file. Nothing is sent before every worker has shown that it has
the same program.
"""

from __future__ import annotations

import platform
import re
import threading
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from sottovoce.errors import RunError
from sottovoce.experiments.crew import LOOK, TRIES, Gone
from sottovoce.experiments.experiment import Experiment
from sottovoce.experiments.living import Lived, Task, engine, live
from sottovoce.scenario.texts import given

T = TypeVar("T")
ANSWER = 10.0  # seconds that a scheduler has to answer
SHOW = 60.0  # seconds that a worker has to show its program: its first import may be slow
EVERY = 1.0  # seconds between two looks at who is there
ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx|ucxx)://(\[[0-9a-fA-F:.]+\]|[^\s/:\[\]]+):([0-9]{1,5})/?")
SAME = (
    "python",
    "numpy",
    "numba",
    "sottovoce",
)  # versions without which the digest of the program is not asked for


def live_there(
    task: Task, outcomes: Sequence[str], windows: Mapping[str, tuple[int, int]], program: str
) -> list[Lived]:
    """In a worker: live the worlds of a task, if this is the same program. A worker may have joined since all were asked."""
    if engine() != program:
        raise RunError(f"this worker has another program ({engine()[:12]}, asked {program[:12]}).")
    return [one._replace(host=platform.node()) for one in live(task, outcomes, windows)]


@contextmanager
def connected(scheduler: Any, asked: Experiment, out: Path) -> Iterator[Cluster]:
    """The cluster of an address, a `distributed.Client` or a cluster object. RunError where it is none of these, does not answer, or cannot
    live this experiment."""
    if isinstance(scheduler, str):
        found = ADDRESS.fullmatch(scheduler)
        if not found or not 0 < int(found[3]) < 65536:
            raise RunError(
                f"scheduler: {given(scheduler)} given; allowed the address of a Dask scheduler. Write it like tcp://host:8786."
            )
    if asked.extensions:
        names = ", ".join(f"{one['kind']} {one['name']}" for one in asked.extensions)
        raise RunError(
            f"scheduler: this experiment uses code of your own ({names}), which is not sent to workers. Leave --scheduler out; worlds are then "
            "lived in processes of this machine."
        )
    try:
        import distributed
    except ImportError:
        raise RunError(
            "scheduler: needs the package distributed, which is not installed. Install it: pip install 'sottovoce[dask]'"
        ) from None
    if isinstance(scheduler, distributed.Client):
        if scheduler.asynchronous:
            raise RunError(
                "scheduler: an asynchronous Client given; allowed an ordinary one. Leave asynchronous=True out."
            )
        yield Cluster(scheduler, asked, out)  # it is the caller's, and stays open
        return
    if not isinstance(scheduler, str) and not hasattr(scheduler, "scheduler_address"):
        raise RunError(
            f"scheduler: {given(scheduler)} given; allowed an address like tcp://host:8786, a distributed.Client or a cluster. Give one of these."
        )
    name = getattr(scheduler, "scheduler_address", scheduler)

    class Client(distributed.Client):
        def __del__(
            self,
        ) -> None:  # it is closed below; one that was never connected would wait for an answer
            pass

    try:
        client = within(ANSWER, lambda: Client(scheduler, timeout=ANSWER - 2, set_as_default=False))
    except Exception as error:
        raise RunError(
            f"scheduler: {name} does not answer as a Dask scheduler ({_short(error)}). Nothing was changed. See that a scheduler runs there, and that this "
            "machine can reach it."
        ) from None
    try:
        yield Cluster(client, asked, out)
    finally:
        with suppress(Exception):  # the scheduler may be gone
            client.close(ANSWER)


class Cluster:
    """The workers of a Dask scheduler, as a crew (crew.Crew)."""

    drops, apart, tries = True, True, TRIES

    def __init__(self, client: Any, asked: Experiment, out: Path):
        self.client, self.out = client, out
        self.how = asked.outcomes, asked.windows, engine()
        self.mine: dict[str, str | None] = {name: version(name) for name in SAME[1:]} | {
            "python": _cut("python", platform.python_version())
        }
        self.known: set[str] = set()  # addresses of workers that have the same program
        self.hands, self.most, self.where = 1, 2, "on the cluster"
        self.asking: dict[str, tuple[float, Future[tuple[Any, Any]]]] = {}  # who is being asked, since when
        self.looked, self.woken = 0.0, threading.Event()

    def ready(self) -> bool:
        """Whether there are workers, and all have shown that they have this program; one that says nothing is not waited for."""
        self._look()
        return bool(self.known) and all(time.monotonic() - since > SHOW for since, _ in self.asking.values())

    def send(self, task: Task) -> Any:
        try:
            sent = self.client.submit(live_there, task, *self.how, pure=False, retries=0)
            sent.add_done_callback(lambda _: self.woken.set())
        except Exception as error:
            raise self._away(error) from None
        return sent

    def done(self, sent: Collection[Any]) -> list[Any]:
        self.woken.clear()
        if not any(one.done() for one in sent):
            self.woken.wait(LOOK)
        if time.monotonic() - self.looked >= EVERY:
            self._look()
        return [one for one in sent if one.done()]

    def take(self, sent: Any) -> list[Lived]:
        from distributed import CancelledError as Cancelled
        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        try:
            return sent.result(timeout=ANSWER)
        except (
            KilledWorker
        ) as error:  # begun again as often as the scheduler does; what was only beside it has another chance
            raise Gone(
                f"{error.allowed_failures + 1} workers ended while they had these worlds, and as many when these were begun again with no others "
                "beside them (there may have been no memory left)"
            ) from None
        except (Cancelled, CancelledError, CommClosedError, TimeoutError, OSError) as error:
            raise Gone(
                f"a worker that had these worlds went away, or they were cancelled ({_short(error)})"
            ) from None
        finally:
            with suppress(Exception):
                sent.release()  # no result stays in a worker

    def check(self) -> None:
        """RunError where the scheduler does not answer, or a worker has another program; those who are asked have some time to answer."""
        until = time.monotonic() + ANSWER
        self._look()
        while self.asking and time.monotonic() < until:
            time.sleep(LOOK / 5)
            self._look()

    def renew(self) -> bool:
        self._look()
        return False

    def close(self, sent: Collection[Any]) -> None:
        if sent:
            with suppress(Exception):
                within(ANSWER, lambda: self.client.cancel(list(sent)))

    def _look(self) -> None:
        """See who is there now, and ask those who are new. Waits for nobody but the scheduler."""
        self.looked = time.monotonic()
        try:
            there = within(ANSWER, self.client.nthreads)
        except Exception as error:
            raise self._away(error) from None
        self.known &= set(there)
        for name in there.keys() - self.known - self.asking.keys():
            if there[name] > 1:
                raise RunError(
                    f"scheduler: worker {name} has {there[name]} threads; allowed 1: small worlds in threads of one process wait for one another. "
                    "Start it with --nthreads 1 (and --nworkers for several), or a LocalCluster with threads_per_worker=1."
                )
            self.asking[name] = time.monotonic(), later(partial(self._facts, name))
        for name, (_, told) in list(self.asking.items()):
            if told.done():
                del self.asking[name]
                if not told.exception():  # else it went away, or was busy: it is asked again
                    self._compare(name, *told.result())
        threads = sum(there.get(name, 0) for name in self.known)
        self.hands, self.most = max(threads, 1), max(2 * threads, 2)
        self.where = f"on {threads:,} worker{'' if threads == 1 else 's'} of the cluster"

    def _facts(self, name: str) -> tuple[dict[str, str | None], Any]:
        """Versions of a worker, by package, and the digest of its program; that is asked for where the versions are these, since it sends a call of ours."""
        ask = {"op": "versions", "packages": list(SAME[1:])}
        told = self.client.sync(self.client.scheduler.broadcast, msg=ask, workers=[name])
        found = {what: _cut(what, told[name]["packages"].get(what)) for what in SAME}
        if found != self.mine:
            return found, None
        return found, self.client.run(engine, workers=[name], on_error="return")[name]

    def _compare(self, name: str, found: Mapping[str, str | None], program: Any) -> None:
        """Take a worker in. RunError where it has another program."""
        for what in SAME:
            if found[what] != self.mine[what]:
                raise RunError(
                    f"scheduler: worker {name} has {what} {found[what] or 'not installed'}, and here it is {self.mine[what]}: its worlds would not be "
                    "comparable. Install the same on every worker (requirements.lock)."
                )
        if isinstance(program, OSError | TimeoutError):
            return  # gone meanwhile: it is asked again, if it is there
        if program != self.how[-1]:
            other = f"digest {program[:12]}" if isinstance(program, str) else _short(program)
            raise RunError(
                f"scheduler: worker {name} has another program of the same version ({other}, here {self.how[-1][:12]}): its worlds would not be "
                "comparable. Install the same on every worker."
            )
        self.known.add(name)

    def _away(self, error: Exception) -> RunError:
        return RunError(
            f"scheduler: it does not answer any more ({_short(error)}). What is finished is stored. To go on, here or with a scheduler that runs: "
            f"sottovoce study resume {self.out}"
        )


def later(ask: Callable[[], T]) -> Future[T]:
    """What a call gives, by and by. Nobody waits for its thread."""
    found: Future[T] = Future()

    def called() -> None:
        try:
            found.set_result(ask())
        except BaseException as error:
            found.set_exception(error)

    threading.Thread(target=called, daemon=True).start()
    return found


def within(seconds: float, ask: Callable[[], T]) -> T:
    """What a call gives in so many seconds; TimeoutError after them."""
    return later(ask).result(seconds)


def _cut(what: str, said: str | None) -> str | None:
    """A version; of Python without what makes no difference to compiled code."""
    return ".".join(said.split(".")[:2]) if said and what == "python" else said


def _short(error: object) -> str:
    said = str(error).strip().splitlines()
    return (said[0] if said else type(error).__name__)[:200]
