"""How far worlds are and how long it takes yet: a bar in a terminal, a line that changes in a notebook, a line now and then in a file."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from rich.progress import BarColumn, TextColumn
from rich.progress import Progress as Bar

from sottovoce.study.estimate import duration
from sottovoce.terminal import Screen

EVERY = 10.0  # seconds between two lines of a file
SOON = 0.5  # seconds of living from which the time left can be told
CELLS = 28  # of a bar

Say = Callable[[float, float, str], None]  # days done, days in all, what else


class Left:
    """The time left, reckoned from the first day that was lived: what came before was compiling, which does not come again."""

    def __init__(self) -> None:
        self._began: tuple[float, float] | None = None

    def told(self, done: float, total: float, now: float | None = None) -> str:
        """In words; before it can be told, what is done meanwhile."""
        now = time.monotonic() if now is None else now
        if done <= 0:
            return "compiling, or creating the society"
        if self._began is None or done <= self._began[1]:
            self._began = now, done
        since, before = self._began
        if now - since < SOON or done >= total:
            return ""
        return f"{duration((now - since) / (done - before) * (total - done))} left"


@contextmanager
def shown(screen: Screen, *, notebook: bool = False) -> Iterator[Say]:
    """Yields what is to be called with days done, days in all and a text. A quiet screen shows nothing."""
    left = Left()
    if screen.quiet:
        yield lambda done, total, text: None
    elif screen.is_terminal and not notebook:
        columns = (
            BarColumn(bar_width=CELLS),
            TextColumn("{task.percentage:>3.0f}%"),
            TextColumn("{task.description}"),
        )
        with Bar(*columns, console=screen, transient=True) as bar:
            task = bar.add_task("", total=None)

            def say(done: float, total: float, text: str) -> None:
                told = ", ".join(part for part in (left.told(done, total), text) if part)
                bar.update(task, total=max(total, 1), completed=done, description=told)

            yield say
    else:
        yield from _plain(screen, left, notebook)


def _plain(screen: Screen, left: Left, notebook: bool) -> Iterator[Say]:
    last, wide = time.monotonic(), 0

    def say(done: float, total: float, text: str) -> None:
        nonlocal last, wide
        if time.monotonic() - last < (1.0 if notebook else EVERY):
            return
        last = time.monotonic()
        share = done / max(total, 1)
        full = int(CELLS * share)
        told = ", ".join(part for part in (f"{share:.0%}", left.told(done, total), text) if part)
        line = f"[{'#' * full}{'.' * (CELLS - full)}] {told}"
        with suppress(OSError, ValueError):  # nobody reads
            screen.file.write(f"\r{line.ljust(wide)}" if notebook else f"{line}\n")
            screen.file.flush()
        wide = len(line)

    yield say
    if notebook and wide:
        with suppress(OSError, ValueError):
            screen.file.write(f"\r{' ' * wide}\r")
            screen.file.flush()
