"""A folder while it is written: locked, every file whole or not there, the manifest last.

A folder with `manifest.json` is finished: it names every file with its digest. One without it is not, and can be resumed from
what is in `checkpoint/`. `lock` holds the process and the machine that write; the lock itself ends with its process.
"""

import json
import os
import platform
import re
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sottovoce import files
from sottovoce.errors import RunError
from sottovoce.files import PART, Whole

try:
    import fcntl
except ImportError:  # no POSIX system: the lock is then a file that is there
    fcntl = None

MANIFEST, LOCK, CHECKPOINT = "manifest.json", "lock", "checkpoint"
FORMAT = 3


class Store:
    """A folder that this process writes. `new` makes it, `again` resumes one that is not finished; both raise RunError with what to do."""

    def __init__(self, folder: Path, lock: int):
        self.folder = folder
        self.begun = False  # by another process, before this one
        self.problems: list[str] = []  # what could not be kept on the way; the work went on
        self._lock: int | None = lock
        self._written: dict[str, Whole] = {}
        self.aside: Path | None = None  # where the run lies that is replaced
        self._made: list[Path] = []  # folders made for it, innermost first
        self._writing = threading.Lock()

    @classmethod
    def new(cls, folder: Path, *, replace: bool = False, fresh: bool = False) -> Self:
        """A folder that is new or empty. `replace`: or one that holds a run, which is moved aside and removed when the new one is
        finished. `fresh`: it must not exist. A folder that is refused stays as it is."""
        made = _made(folder, fresh)
        if not made:
            _refuse_others(folder, replace)
        store = cls(folder, _locked(folder))
        store._made = made
        try:
            there = _names(folder)
            if there and not _died_early(folder, there):
                _refuse_others(folder, replace)
                store._move_aside(there)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def again(cls, folder: Path) -> Self:
        """A folder that was begun and is not finished."""
        if not folder.is_dir() or not (folder / "provenance.json").is_file():
            early = _OURS_LOCK.fullmatch(_read_lock(folder / LOCK)) is not None
            raise RunError(
                f"{folder}: nothing was lived here yet, so there is nothing to resume. Run it again with --out {folder}."
                if early
                else f"{folder} is not a run folder. Give the folder that `sottovoce run` or `compare` wrote."
            )
        if (folder / MANIFEST).exists():
            raise RunError(f"{folder} is finished: nothing is left to resume.")
        if (folder / CHECKPOINT).is_symlink():
            raise RunError(
                f"{folder / CHECKPOINT} is a link, which no run makes. Give a folder that a run wrote."
            )
        store = cls(folder, _locked(folder))
        store.begun = True
        _names(folder)
        if older := sorted(
            path.name for path in folder.resolve().parent.glob(f"{folder.resolve().name}.replaced-*")
        ):
            store.problems.append(f"what was in {folder} before is still in {older[0]}")
        return store

    def write(self, name: str, by: Callable[[BinaryIO], object]) -> None:
        """Write a file by a function that fills it. OSError where it cannot be written; then the file is as it was."""
        whole = files.write(self.folder / name, by)
        with self._writing:
            self._written[name] = whole

    def text(self, name: str, text: str) -> None:
        """Write a text."""
        self.write(name, lambda file: file.write(text.encode("utf-8", "backslashreplace")))

    def json(self, name: str, content: Any) -> None:
        """Write JSON; NaN becomes null, so that every reader can read it."""
        self.text(name, json.dumps(plain(content), indent=1, allow_nan=False) + "\n")

    def tables(self, name: str, tables: dict[str, pa.Table]) -> None:
        """Write the tables of several worlds as one Parquet file with a column `world`."""
        parts = [table.append_column("world", pa.repeat(key, len(table))) for key, table in tables.items()]
        if parts:
            self.table(name, pa.concat_tables(parts, promote_options="permissive"))

    def table(self, name: str, table: pa.Table) -> None:
        """Write a Parquet file."""
        self.write(name, lambda file: pq.write_table(table, file, compression="zstd"))

    def keep(self, name: str, by: Callable[[BinaryIO], object]) -> None:
        """Keep a file in the checkpoint. If that fails, the problem is told at the end; it is no reason to stop."""
        try:
            (self.folder / CHECKPOINT).mkdir(exist_ok=True)
            files.write(self.folder / CHECKPOINT / name, by)
        except OSError as error:
            self.problems.append(
                f"{self.folder / CHECKPOINT / name} could not be written: {error.strerror or error}"
            )

    def finish(self) -> None:
        """Everything is there: write the manifest, then remove the checkpoint and what was moved aside."""
        content = {
            "format": FORMAT,
            "files": {name: whole._asdict() for name, whole in sorted(self._written.items())},
        }
        files.flush_folder(self.folder)
        files.write(
            self.folder / MANIFEST, lambda file: file.write(json.dumps(content, indent=1).encode() + b"\n")
        )
        files.flush_folder(self.folder)
        with suppress(OSError):  # what is left over does no harm: a finished folder is not resumed
            self.clear()
            if self.aside:
                for path in self.aside.iterdir():
                    if path.name != CHECKPOINT:
                        path.unlink()
                _clear(self.aside / CHECKPOINT)
                self.aside.rmdir()

    def clear(self) -> None:
        """Remove the checkpoint: files of its names only."""
        _clear(self.folder / CHECKPOINT)

    def forget(self) -> None:
        """Nothing that was begun here is to be resumed: `close` leaves the folder as it was before."""
        files.remove(self.folder / "provenance.json")

    def close(self) -> None:
        """Release the folder. If it holds nothing that could be resumed, it is left as it was before."""
        if self._lock is None:
            return
        with suppress(OSError):
            if not (self.folder / "provenance.json").is_file():
                for name in self._written:
                    (self.folder / name).unlink(missing_ok=True)
                _clear(self.folder / CHECKPOINT)
            (self.folder / LOCK).unlink(missing_ok=True)
        os.close(self._lock)
        self._lock = None
        with suppress(OSError):  # not empty: something was written
            for empty in self._made:
                empty.rmdir()
        if self.aside and not (self.folder / "provenance.json").is_file():
            with suppress(OSError):
                self._move_back()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _move_aside(self, there: list[str]) -> None:
        """Move the run that is in the folder into one beside it; all of it or nothing."""
        folder = self.folder.resolve()
        name = f"{folder.name[:200]}.replaced"
        aside = next(p for n in range(1, 10_000) if not (p := folder.with_name(f"{name}-{n}")).exists())
        try:
            aside.mkdir()
            self.aside = aside
            for one in there:
                (folder / one).rename(aside / one)
        except OSError as error:
            with suppress(OSError):
                self._move_back()
            raise RunError(
                f"{self.folder} cannot be replaced: {error.strerror or error}. Give another folder."
            ) from None

    def _move_back(self) -> None:
        aside, self.aside = self.aside, None
        assert aside is not None
        for path in aside.iterdir():
            path.rename(self.folder / path.name)
        aside.rmdir()


_OURS = {
    "scenario.yaml", "provenance.json", "measures.json", "worlds.json", "record.nc", "citizens.parquet", "ledger.parquet", "ties.parquet",
    "changes.parquet", "joins.parquet", "panel.parquet", "report.html", "compare.html", "compare.json", "compare.svg", "network.txt", MANIFEST, CHECKPOINT,
}  # fmt: skip
_OTHER_SCENARIO = re.compile(r"scenario-[0-9]+-[^/]*\.yaml")  # of a comparison
_CHECKPOINTS = re.compile(r"[0-9]+\.npz|[0-9]+-[0-9]+\.json")
_OURS_LOCK = re.compile(r"(process [0-9]+ on .*\n)?")


def files_of(folder: Path) -> dict[str, Any]:
    """What the manifest of a folder says of its files. RunError where it cannot be read."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        assert isinstance(found, dict) and all(isinstance(said, dict) for said in found.values())
    except Exception:
        raise RunError(f"{folder / MANIFEST} cannot be read: it is damaged. Give another folder.") from None
    return found


def _refuse_others(folder: Path, replace: bool) -> None:
    """RunError where a folder may not be written: nothing in it is touched."""
    if folder.is_symlink():
        raise RunError(f"{folder} is a link. Give the folder itself.")
    there = [path.name for path in folder.iterdir() if path.name != LOCK and not _half(path)]
    lock = folder / LOCK
    if (lock.is_symlink() or lock.exists()) and _OURS_LOCK.fullmatch(_read_lock(lock)) is None:
        raise RunError(f"{folder} holds a file {LOCK} that is not of a run. Give another folder.")
    if not there or _died_early(folder, there):
        return
    finished, begun = (folder / MANIFEST).is_file(), (folder / "provenance.json").is_file()
    if not finished and not begun:
        raise RunError(
            f"{folder} exists and is not a run folder. Give a new folder, or the folder of an older run and --replace (Python: replace=True)."
        )
    if not replace:
        what = "a finished run" if finished else "a run that is not finished"
        on = "" if finished else f" To go on with it: sottovoce resume {folder}."
        raise RunError(
            f"{folder} holds {what}.{on} Give another folder, or --replace (Python: replace=True) to have this one replaced."
        )
    known = set(files_of(folder)) if finished else set(there)
    mine = {name for name in there if name in _OURS or (name in known and _OTHER_SCENARIO.fullmatch(name))}
    strange = [name for name in there if name not in mine or not _regular(folder / name)]
    if strange:
        raise RunError(
            f"{folder} is not replaced: it holds files that are not of a run ({', '.join(strange[:3])}). Move them, or give another folder."
        )


def _regular(path: Path) -> bool:
    """Whether a path is what a run makes: a file, or a checkpoint with nothing else in it."""
    if path.is_symlink():
        return False
    if path.name != CHECKPOINT:
        return path.is_file()
    return path.is_dir() and all(_CHECKPOINTS.fullmatch(file.name) or _half(file) for file in path.iterdir())


def _half(path: Path) -> bool:
    """Whether a file is one of ours that was never whole."""
    name = path.name.removeprefix(".").removesuffix(PART)
    ours = name in _OURS or _OTHER_SCENARIO.fullmatch(name) or _CHECKPOINTS.fullmatch(name)
    return path.name == f".{name}{PART}" and bool(ours) and path.is_file() and not path.is_symlink()


def _died_early(folder: Path, there: list[str]) -> bool:
    """Whether a process of ours died here before there was anything to resume."""
    lock = folder / LOCK
    held = not lock.is_symlink() and lock.is_file() and _OURS_LOCK.fullmatch(_read_lock(lock)) is not None
    return held and set(there) <= {"scenario.yaml", "network.txt"}


def _clear(kept: Path) -> None:
    if not kept.is_dir() or kept.is_symlink():
        return
    for file in sorted(kept.iterdir()):
        if _CHECKPOINTS.fullmatch(file.name) or _half(file):
            files.remove(file)
    kept.rmdir()


def _read_lock(path: Path) -> str:
    with suppress(OSError):
        if not path.is_symlink():
            return path.read_text(encoding="utf-8", errors="replace")[:400]
    return "?"


def plain(content: Any) -> Any:
    """As JSON knows it: keys are texts, tuples lists, NaN and infinities None."""
    if isinstance(content, dict):
        return {str(key): plain(inner) for key, inner in content.items()}
    if isinstance(content, list | tuple):
        return [plain(inner) for inner in content]
    if isinstance(content, np.generic):
        content = content.item()
    if isinstance(content, float) and not np.isfinite(content):
        return None
    return content


def _made(folder: Path, fresh: bool) -> list[Path]:
    """Make a folder. The folders that were made, innermost first; none where it was there. RunError where that cannot be."""
    try:
        missing = [path for path in (folder, *folder.parents) if not path.exists()]
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir()
        return missing
    except FileExistsError:
        if fresh:
            raise
        if folder.is_dir():
            return []
        raise RunError(f"{folder} exists and is not a folder. Give a new folder.") from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise RunError(f"{folder} cannot be made: {why}. Give a folder in which you may write.") from None


def _locked(folder: Path) -> int:
    """The lock of a folder, as an open file. RunError where another process holds it."""
    path = folder / LOCK
    how = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | (0 if fcntl else os.O_EXCL)
    for _ in range(100):
        try:
            handle = os.open(path, how, 0o644)
        except FileExistsError:
            raise RunError(_held(path) + f" If that process is gone, remove {path}.") from None
        except OSError as error:
            raise RunError(
                f"{folder} cannot be written: {error.strerror}. Give a folder in which you may write."
            ) from None
        try:
            if fcntl and not _held_by_us(handle):
                raise RunError(_held(path))
            if _OURS_LOCK.fullmatch(_read_lock(path)) is None:
                raise RunError(f"{folder} holds a file {LOCK} that is not of a run. Give another folder.")
            if os.fstat(handle).st_ino != path.stat().st_ino:  # it was given free, and removed, meanwhile
                raise FileNotFoundError
            os.ftruncate(handle, 0)
            os.write(handle, f"process {os.getpid()} on {platform.node()}\n".encode())
        except FileNotFoundError:
            os.close(handle)
            continue
        except OSError as error:
            os.close(handle)
            path.unlink(missing_ok=True)
            raise RunError(
                f"{folder} cannot be written: {error.strerror}. Make room, or give another folder."
            ) from None
        except RunError:
            os.close(handle)
            raise
        return handle
    raise RunError(f"{folder}: other processes take its lock again and again. Try once more.")


def _held_by_us(handle: int) -> bool:
    """Take a lock. A child of a process that has just died may hold it for a moment longer."""
    assert fcntl is not None
    for _ in range(20):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        except OSError:
            time.sleep(0.05)
    return False


def _held(path: Path) -> str:
    who = ""
    with suppress(OSError):
        who = path.read_text(encoding="utf-8", errors="replace").strip()
    return (
        f"{path.parent} is being written by {who or 'another process'}. Wait for it, or give another folder."
    )


def _names(folder: Path) -> list[str]:
    """What is in a folder beside its lock; files of ours that were left half written are removed."""
    for path in list(folder.iterdir()):
        if _half(path):
            path.unlink(missing_ok=True)
    return sorted(path.name for path in folder.iterdir() if path.name != LOCK)
