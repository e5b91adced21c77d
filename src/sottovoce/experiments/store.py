"""A study on disk: one SQLite file. Only the process that lives the worlds writes; readers open it read-only and keep nobody out.

A world is known by its digest (scenario, seed, program), a row of `run` says which world a point, seed and name has; points that share a world
share its row. Only what is finished is a row (done, failed, refused): whatever was running when a process ended is simply not there.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np

from sottovoce.errors import RunError, ScenarioError
from sottovoce.experiments.experiment import Experiment, from_text
from sottovoce.experiments.living import Lived, engine
from sottovoce.measure.names import MEASURES

try:
    import fcntl
except ImportError:  # no POSIX system: a file that is there keeps others out
    fcntl = None

FORMAT = 1
TABLES = (
    "CREATE TABLE study (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE point (number INTEGER PRIMARY KEY, given TEXT, refused TEXT)",
    "CREATE TABLE world (digest BLOB PRIMARY KEY, state TEXT NOT NULL, outcomes BLOB NOT NULL, cpu REAL NOT NULL, host TEXT NOT NULL, "
    "error TEXT, trace TEXT)",
    "CREATE TABLE run (point INTEGER, seed INTEGER, world INTEGER, digest BLOB NOT NULL, PRIMARY KEY (point, seed, world)) WITHOUT ROWID",
)


class Failure(NamedTuple):
    """A point that was refused, or a world that failed."""

    point: int
    seed: int | None
    world: str
    state: str
    error: str
    trace: str


class Store:
    """The file of a study. `begin` makes or takes up one for writing, `open` reads one; both raise RunError with what to do."""

    def __init__(self, path: Path, base: sqlite3.Connection, experiment: Experiment, lock: int | None = None):
        self.path, self.base, self.experiment, self._lock = path, base, experiment, lock
        self._names = list(experiment.worlds)

    @classmethod
    def begin(cls, path: Path, experiment: Experiment) -> Self:
        """The file of this experiment, to be written: a new one, or one that was begun."""
        if not path.parent.is_dir():
            raise RunError(f"{path}: there is no folder {path.parent}. Make it, or give another place.")
        lock = _locked(path)
        try:
            base = sqlite3.connect(path)
            if not base.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()[0]:
                _make(base, experiment)
            found = _checked(path, base)
            if found.text != experiment.text:
                raise RunError(
                    f"{path} holds another experiment ({found.name}): something that is asked is not the same. Give another file, or go on "
                    f"with that one: sottovoce study resume {path}"
                )
            if (by := dict(base.execute("SELECT name, value FROM study"))["engine"]) != engine():
                raise RunError(
                    f"{path} was lived by another version of the program ({by[:12]}, this one is {engine()[:12]}): its worlds and new ones would "
                    "not be comparable. Give another file; this one can still be read."
                )
        except sqlite3.DatabaseError as error:
            _free(path, lock)
            raise _damaged(path, error) from None
        except BaseException:
            _free(path, lock)
            raise
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=NORMAL")
        return cls(path, base, experiment, lock)

    @classmethod
    def open(cls, path: Path) -> Self:
        """A study, to be read; it may be being written."""
        if not path.is_file():
            raise RunError(f"{path}: no such file. Give the file that `sottovoce study` wrote.")
        try:
            base = sqlite3.connect(
                f"file:{path.absolute().as_posix().replace('?', '%3f').replace('#', '%23')}?mode=ro", uri=True
            )
            return cls(path, base, _checked(path, base))
        except sqlite3.DatabaseError as error:
            raise _damaged(path, error) from None

    def copy(self, to: Path) -> None:
        """Write the whole study to another file, which is whole or not there."""
        part = to.with_name(f".{to.name}.part")
        part.unlink(missing_ok=True)
        base = sqlite3.connect(part)
        with closing(base):
            self.base.backup(base)
        part.replace(to)

    def close(self) -> None:
        """Let the file go; the writer leaves one file, unless somebody is reading."""
        if self._lock is not None:
            with suppress(sqlite3.Error):
                self.base.execute("PRAGMA journal_mode=DELETE")
        self.base.close()
        if self._lock is not None:
            _free(self.path, self._lock)
            self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # what is kept

    def refuse(self, number: int, given: dict[str, Any], why: str) -> None:
        """A point that is no scenario."""
        with self.base:
            self.base.execute(
                "INSERT OR REPLACE INTO point VALUES (?, ?, ?)", (number, json.dumps(given), why)
            )

    def keep(self, worlds: Iterable[Lived], runs: Iterable[tuple[int, int, str, bytes]]) -> None:
        """Worlds that are done or failed, and which point, seed and name has them: all of it or nothing."""
        host = platform.node()
        with self._writing():
            self.base.executemany(
                "INSERT OR REPLACE INTO world VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        w.digest,
                        "failed" if w.error else "done",
                        w.values,
                        round(w.cpu, 4),
                        w.host or host,
                        w.error or None,
                        w.trace or None,
                    )
                    for w in worlds
                ],
            )
            self.base.executemany(
                "INSERT OR REPLACE INTO run VALUES (?, ?, ?, ?)",
                [(point, seed, self._names.index(name), digest) for point, seed, name, digest in runs],
            )

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """All of it or nothing. RunError where the disk does not take it."""
        try:
            with self.base:
                yield
        except sqlite3.OperationalError as error:
            raise RunError(
                f"{self.path} cannot be written ({error}). What is finished is stored. Make room, then: sottovoce study resume {self.path}"
            ) from None

    # what is there

    def worlds(self) -> set[bytes]:
        """Digests of worlds that need not be lived again; a failed one may be tried again."""
        return {digest for (digest,) in self.base.execute("SELECT digest FROM world WHERE state = 'done'")}

    def runs(self) -> set[tuple[int, int, str]]:
        """Points, seeds and names whose world is there."""
        rows = self.base.execute("SELECT point, seed, world FROM run NATURAL JOIN world WHERE state = 'done'")
        return {(point, seed, self._names[world]) for point, seed, world in rows}

    def refused(self) -> dict[int, str]:
        """Points that are no scenarios, with why."""
        return dict(self.base.execute("SELECT number, refused FROM point WHERE refused IS NOT NULL"))

    def failures(self) -> list[Failure]:
        """Refused points and failed worlds, in the order of the design."""
        found = [Failure(number, None, "", "refused", why, "") for number, why in self.refused().items()]
        rows = self.base.execute(
            "SELECT point, seed, world, error, trace FROM run NATURAL JOIN world WHERE state = 'failed' ORDER BY point, seed, world"
        )
        found += [
            Failure(p, seed, self._names[w], "failed", error, trace) for p, seed, w, error, trace in rows
        ]
        return sorted(found, key=lambda one: (one.point, one.seed or 0))

    def outcomes(self) -> np.ndarray:
        """What came out, float64 (point, seed, world, outcome); NaN where nothing is. Only as many points as were begun."""
        asked = self.experiment
        seeds = {seed: k for k, seed in enumerate(asked.seeds)}
        rows = self.base.execute(
            "SELECT point, seed, world, outcomes FROM run NATURAL JOIN world WHERE state = 'done'"
        ).fetchall()
        last = max([row[0] for row in rows] + [*self.refused()], default=-1)
        found = np.full((last + 1, len(seeds), len(self._names), len(asked.outcomes)), np.nan)
        for point, seed, world, values in rows:
            found[point, seeds[seed], world] = np.frombuffer(values)
        return found

    def begun(self) -> str | None:
        """When the file was made, before its first world was lived (UTC); None in one that does not say."""
        found = self.base.execute("SELECT value FROM study WHERE name = 'begun'").fetchone()
        return found[0] if found else None

    def engine(self) -> str:
        """Digest of the program that lived it."""
        return self.base.execute("SELECT value FROM study WHERE name = 'engine'").fetchone()[0]

    def spent(self) -> tuple[int, float]:
        """Worlds lived and the CPU seconds that they took."""
        count, cpu = self.base.execute("SELECT COUNT(*), TOTAL(cpu) FROM world").fetchone()
        return int(count), float(cpu)


def _make(base: sqlite3.Connection, experiment: Experiment) -> None:
    said = {
        "format": str(FORMAT), "version": version("sottovoce"), "engine": engine(), "experiment": experiment.text, "digest": experiment.digest,
        "begun": datetime.now(UTC).isoformat(timespec="seconds"),
        "synthetic": "Everyone in this study is made up by a program. No real person's data was used.",
    }  # fmt: skip
    with base:  # all of it or nothing
        base.execute("BEGIN")
        for table in TABLES:
            base.execute(table)
        base.executemany("INSERT INTO study VALUES (?, ?)", said.items())


def _checked(path: Path, base: sqlite3.Connection) -> Experiment:
    if not base.execute("SELECT COUNT(*) FROM sqlite_master WHERE name = 'study'").fetchone()[0]:
        raise RunError(f"{path} is no study. Give the file that `sottovoce study` wrote.")
    said = dict(base.execute("SELECT name, value FROM study"))
    if said.get("format") != str(FORMAT):
        raise RunError(
            f"{path} has format {said.get('format')}; this version reads {FORMAT}. Read it with version {said.get('version')}."
        )
    text, by = (
        said["experiment"],
        f"version {said.get('version')} of sottovoce (this is {version('sottovoce')})",
    )
    if hashlib.sha256(text.encode()).hexdigest() != said["digest"]:
        raise RunError(f"{path} is damaged: what was asked is not what its digest says. Give another file.")
    try:
        found = from_text(text)  # a field that came later has its default: off
    except (ScenarioError, KeyError, TypeError) as error:
        why = error.problems[0] if isinstance(error, ScenarioError) else f"{type(error).__name__}: {error}"
        raise _of_another_version(path, by, why) from None
    if unknown := [name for name in found.measures if name not in MEASURES]:
        raise _of_another_version(path, by, f"measure {unknown[0]}: no such measure")
    row = base.execute("SELECT LENGTH(outcomes) FROM world WHERE state = 'done' LIMIT 1").fetchone()
    if row and row[0] != 8 * len(found.outcomes):
        why = f"{row[0] // 8:,} numbers were measured in a world, and these are {len(found.outcomes):,} here"
        raise _of_another_version(path, by, why)
    return found


def _of_another_version(path: Path, by: str, why: str) -> RunError:
    return RunError(
        f"{path} was written by {by}, and what it asks cannot be read here ({why}). Read it with the version that wrote it, or run its "
        "experiment again into a new file."
    )


def _damaged(path: Path, error: Exception) -> RunError:
    full = "disk is full" in str(error) or "disk I/O" in str(error)
    what = (
        f"cannot be written ({error}). Make room"
        if full
        else f"is no study, or damaged ({error}). Give the file that `sottovoce study` wrote"
    )
    return RunError(f"{path} {what}.")


def _lock_of(path: Path) -> Path:
    return path.with_name(path.name + ".lock")


def _locked(path: Path) -> int:
    """The lock of a file that is written. RunError where another process holds it, with which."""
    how = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | (0 if fcntl else os.O_EXCL)
    try:
        handle = os.open(_lock_of(path), how, 0o644)
    except OSError as error:
        raise RunError(
            f"{path} cannot be written: {error.strerror}. Give a place in which you may write."
        ) from None
    try:
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        who = os.read(handle, 200).decode(errors="replace").strip() or "another process"
        os.close(handle)
        raise RunError(
            f"{path} is being written by {who}. Wait for it, or give another file. It can be read meanwhile."
        ) from None
    os.ftruncate(handle, 0)
    os.write(handle, f"process {os.getpid()} on {platform.node()}\n".encode())
    return handle


def _free(path: Path, lock: int) -> None:
    with suppress(OSError):
        _lock_of(path).unlink(missing_ok=True)
    os.close(lock)
