"""Ctrl-C and SIGTERM while worlds are lived and written: the first asks to stop, nothing that is finished is lost."""

import os
import signal
import threading
from collections.abc import Callable
from typing import Any, Self


class Stopping:
    """While it is entered, a first signal sets `stop`, a second says what leaving now would lose, and a third leaves at once.

    Handlers rather than KeyboardInterrupt: that one is raised anywhere, also in the middle of a file. Outside the main thread signals stay as
    they are.
    """

    signals: tuple[int, ...] = (signal.SIGINT, signal.SIGTERM)

    def __init__(self, stop: threading.Event, say: Callable[[str], None]):
        self._stop, self._say = stop, say
        self._before: dict[int, Any] = {}
        self.number = 0  # of the first signal that came
        self._count = 0

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in self.signals:
                self._before[number] = signal.signal(number, self._came)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @property
    def code(self) -> int:
        """The exit code of a command that was stopped."""
        return 128 + (self.number or signal.SIGINT)

    def _came(self, number: int, _: object) -> None:
        self._count += 1
        self.number = self.number or number
        if self._count == 1:
            self._stop.set()
            self._say("Stopping at the close of the day; what was done is being written ...")
        elif self._count == 2:
            self._say(
                "Still writing. Leaving now loses the days lived of worlds that are not finished; finished worlds are stored. A third signal leaves at once."
            )
        else:
            os._exit(self.code)


class Interrupting(Stopping):
    """The same for a call from Python: only Ctrl-C counts, and a second one raises KeyboardInterrupt as it would anywhere."""

    signals = (signal.SIGINT,)

    def _came(self, number: int, _: object) -> None:
        self.number = number
        if self._stop.is_set():
            raise KeyboardInterrupt
        self._stop.set()
        self._say("Stopping at the close of the day. Ctrl-C again leaves at once.")


class Worker:
    """Work in a thread of its own. What it raises is raised again by `result`."""

    def __init__(self, work: Callable[[], object]):
        self._work = work
        self._over = threading.Event()
        self._error: BaseException | None = None
        threading.Thread(target=self._run, daemon=True).start()

    def over(self, wait: float) -> bool:
        """Whether it is over, after at most this many seconds. (Not `Thread.join`: on CPython 3.11 and 3.12 it returns at once after an interrupt.)"""
        return self._over.wait(wait)

    def result(self) -> None:
        """Wait for the end."""
        while not self._over.wait(1.0):
            pass
        if self._error:
            raise self._error

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as error:
            self._error = error
        finally:
            self._over.set()
