"""A folder while it is written: locked, every file whole or not there, the manifest last.

A folder with `manifest.json` is finished: it names every file with its digest. One without it is not, and can be resumed from
what is in `checkpoint/`. `lock` holds the process and the machine that write; the lock itself ends with its process.
"""

import json
import os
import platform
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from sottovoce.errors import RunError
from sottovoce.record import files
from sottovoce.record.files import PART, Whole

try:
    import fcntl
except ImportError:  # no POSIX system: the lock is then a file that is there
    fcntl = None

MANIFEST, LOCK, CHECKPOINT = "manifest.json", "lock", "checkpoint"
FORMAT = 2


class Store:
    """A folder that this process writes. `new` makes it, `again` goes on with one that is not finished; both raise RunError with what to do."""

    def __init__(self, folder: Path, lock: int):
        self.folder = folder
        self.problems: list[str] = []  # what could not be kept on the way; the work went on
        self._lock: int | None = lock
        self._written: dict[str, Whole] = {}
        self._aside: Path | None = None
        self._made: list[Path] = []  # folders made for it, innermost first
        self._writing = threading.Lock()

    @classmethod
    def new(cls, folder: Path, *, replace: bool = False, fresh: bool = False) -> Self:
        """A folder that is new or empty. `replace`: or one that holds a run, which is moved aside and removed when the new one is
        finished. `fresh`: it must not exist."""
        made = _made(folder, fresh)
        ours = bool(made) or (folder / LOCK).is_file()  # a process of ours died here
        store = cls(folder, _locked(folder))
        store._made = made
        try:
            if there := _names(folder):
                store._make_room(there, replace, ours)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def again(cls, folder: Path) -> Self:
        """A folder that was begun and is not finished."""
        if not folder.is_dir():
            raise RunError(
                f"{folder} is not a run folder. Give the folder that `sottovoce run` or `compare` wrote."
            )
        store = cls(folder, _locked(folder))
        if (folder / MANIFEST).exists():
            store.close()
            raise RunError(f"{folder} is finished: nothing is left to resume.")
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
            self.table(name, pa.concat_tables(parts, promote_options="default"))

    def table(self, name: str, table: pa.Table) -> None:
        """Write a Parquet file."""
        self.write(name, lambda file: pq.write_table(table, file, compression="zstd"))

    def keep(self, name: str, arrays: dict[str, np.ndarray]) -> None:
        """Keep arrays in the checkpoint. Where that fails it is a problem to tell, and no reason to stop."""
        try:
            (self.folder / CHECKPOINT).mkdir(exist_ok=True)
            files.write(self.folder / CHECKPOINT / name, lambda file: np.savez(file, **arrays))  # type: ignore[arg-type]
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
            if self._aside:
                shutil.rmtree(self._aside)

    def clear(self) -> None:
        """Remove the checkpoint."""
        kept = self.folder / CHECKPOINT
        if kept.is_dir():
            for file in sorted(kept.iterdir()):
                files.remove(file)
            kept.rmdir()

    def close(self) -> None:
        """Give the folder free. Where nothing is in it that could be gone on with, it is as it was before."""
        if self._lock is None:
            return
        with suppress(OSError):
            if not (self.folder / "provenance.json").is_file():
                for name in self._written:
                    (self.folder / name).unlink(missing_ok=True)
            (self.folder / LOCK).unlink(missing_ok=True)
        os.close(self._lock)
        self._lock = None
        with suppress(OSError):  # not empty: something was written
            for empty in self._made or [self.folder] * bool(self._aside):
                empty.rmdir()
        if self._aside and not self.folder.exists():
            self._aside.rename(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _make_room(self, there: list[str], replace: bool, ours: bool) -> None:
        folder = self.folder
        finished, begun = (folder / MANIFEST).is_file(), (folder / "provenance.json").is_file()
        if not finished and not begun and ours and set(there) <= _OURS:
            return  # it died before anything was lived
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
        known = (
            set(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]) if finished else set()
        )
        strange = [name for name in there if name not in known | _OURS and not name.startswith("scenario-")]
        if strange:
            raise RunError(
                f"{folder} is not replaced: it holds files that are not of a run ({', '.join(strange[:3])}). Move them, or give another folder."
            )
        aside = next(
            p for n in range(1, 10_000) if not (p := folder.with_name(f"{folder.name}.replaced-{n}")).exists()
        )
        aside.mkdir()
        for name in there:
            (folder / name).rename(aside / name)
        self._aside = aside


_OURS = {
    "scenario.yaml", "provenance.json", "measures.json", "worlds.json", "record.nc", "citizens.parquet", "ledger.parquet", "ties.parquet",
    "changes.parquet", "joins.parquet", "report.html", "compare.html", "compare.json", "compare.svg", "network.txt", MANIFEST, CHECKPOINT,
}  # fmt: skip


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
    for _ in range(100):
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | (0 if fcntl else os.O_EXCL), 0o644)
        except FileExistsError:
            raise RunError(_held(path) + f" If that process is gone, remove {path}.") from None
        except OSError as error:
            raise RunError(
                f"{folder} cannot be written: {error.strerror}. Give a folder in which you may write."
            ) from None
        if fcntl:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(handle)
                raise RunError(_held(path)) from None
            with suppress(OSError):
                if os.fstat(handle).st_ino != path.stat().st_ino:  # it was given free, and removed, meanwhile
                    os.close(handle)
                    continue
        os.ftruncate(handle, 0)
        os.write(handle, f"process {os.getpid()} on {platform.node()}\n".encode())
        return handle
    raise RunError(f"{folder}: other processes take its lock again and again. Try once more.")


def _held(path: Path) -> str:
    who = ""
    with suppress(OSError):
        who = path.read_text(encoding="utf-8", errors="replace").strip()
    return (
        f"{path.parent} is being written by {who or 'another process'}. Wait for it, or give another folder."
    )


def _names(folder: Path) -> list[str]:
    """What is in a folder beside its lock; files that were left half written are removed."""
    for half in folder.glob(f".*{PART}"):
        half.unlink(missing_ok=True)
    return sorted(path.name for path in folder.iterdir() if path.name != LOCK)
