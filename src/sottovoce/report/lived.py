"""Worlds lived for a caller in Python: how far it is, Ctrl-C that keeps what is finished, and an error where nothing was finished."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from sottovoce.errors import RunError
from sottovoce.figures.notebook import in_notebook
from sottovoce.machine.loops import compiled_before
from sottovoce.report.job import foretell, watch
from sottovoce.report.progress import Say, shown
from sottovoce.report.stopping import Interrupting, Worker
from sottovoce.study.study import Study
from sottovoce.terminal import Screen

FRAMES = 3  # innermost lines of a traceback that a message repeats


class WorldFailed(Exception):
    """A world failed; its text is the traceback of that."""


def screen(progress: bool | None) -> Screen:
    """Where it is said how far it is. None: in a terminal and in a notebook."""
    found = Screen(stderr=True, markup=True)
    found.quiet = not progress if progress is not None else not (found.is_terminal or in_notebook())
    return found


@contextmanager
def living(out: Screen, work: Callable[[threading.Event], object]) -> Iterator[tuple[Worker, Say]]:
    """Work in a thread of its own, with what says how far it is. Ctrl-C sets its event, and it ends at the close of the day."""
    stop = threading.Event()
    loud = Screen(stderr=True)
    with Interrupting(stop, loud.print), shown(out, notebook=in_notebook()) as say:
        try:
            yield (worker := Worker(lambda: work(stop))), say
            worker.result()
        except KeyboardInterrupt:
            stop.set()
            raise


def study(planned: Study, progress: bool | None, work: Callable[[threading.Event], object]) -> None:
    """Live the worlds of a study. RunError where every pair of them failed, with the line where."""
    out = screen(progress)
    foretell(planned, out, None, python=True)
    with living(out, work) as (worker, say):
        watch(planned, worker, say, iter(()))
    stopped(planned.interrupted, planned.folder)
    if not planned.pairs() and not planned.interrupted:
        nothing_finished(
            [(f"{w.name}, seed {w.scenario.seed}", w.error, w.trace) for w in planned.worlds if w.error]
        )


def stopped(interrupted: bool, folder: Path | None) -> None:
    """Say how to go on where it was stopped."""
    if interrupted:
        how = f'sv.resume("{folder}")' if folder else '.save("FOLDER"), then sv.resume("FOLDER"),'
        Screen(stderr=True).print(f"Stopped before the end; finished worlds are there. {how} goes on.")


def compiling(out: Screen) -> None:
    """Say that the rules are compiled, where they are."""
    if not compiled_before():
        out.print("The rules are compiled for this machine, once: some ten seconds, more on a slow one.")


def nothing_finished(failed: Iterable[tuple[str, str | None, str]]) -> None:
    """RunError that says what failed (who, error, traceback), each error once, with the lines of code that raised it; the whole traceback is its cause."""
    told, cause = [], ""
    for error, group in groupby(sorted(failed, key=lambda one: str(one[1])), key=lambda one: one[1]):
        every = list(group)
        more = f" and {len(every) - 1} more worlds" if len(every) > 1 else ""
        trace = next((trace for *_, trace in every if trace), "")
        told.append(f"{every[0][0]}{more}: {error}")
        told += [f"  {line}" for line in innermost(trace)]
        cause = cause or trace
    message = "No pair of worlds was finished:\n  " + "\n  ".join(told)
    raise RunError(message) from (WorldFailed(f"\n{cause}") if cause else None)


def innermost(trace: str) -> list[str]:
    """The last lines of code of a traceback, each with its file and line."""
    found: list[str] = []
    if "nopython" in trace:  # the compiler's own lines; the rule's is in the error
        return found
    for line in trace.splitlines():
        if line.lstrip().startswith('File "'):
            found.append(line.strip())
        elif found and line.startswith("    ") and not set(line.strip()) <= {"^", "~"}:
            found[-1] += f": {line.strip()}"
    return found[-FRAMES:]


def asked_as(function: str, *given: Any, **named: Any) -> str:
    """The call as a line of Python, for provenance: ``sv.run("press-2015", days=120)``."""
    words = [brief(one) for one in given] + [
        f"{name}={brief(one)}" for name, one in named.items() if one is not None and one != ()
    ]
    return f"sv.{function}({', '.join(words)})"


def brief(value: Any) -> str:
    """A value as it would be typed; an object by its name."""
    name = getattr(value, "name", None)
    text = (
        f"<{type(value).__name__} {name}>"
        if isinstance(name, str) and not isinstance(value, Path)
        else repr(value)
    )
    return text.replace("'", '"') if len(text) <= 200 else f"{text[:200]}..."
