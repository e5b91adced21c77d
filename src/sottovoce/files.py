"""Files that are whole or not there: written under another name, flushed to the disk, and renamed."""

import hashlib
import io
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from sottovoce.errors import RunError

PART = ".part"  # ending of the name of a file that is not whole yet
BLOCK = 1 << 20  # bytes that are given to the system at once


class Whole(NamedTuple):
    """What a manifest says of a file."""

    sha256: str
    bytes: int


def place(what: str, path: Path) -> None:
    """Every open, write, flush, rename and removal comes by here first: a test makes each of them fail in turn."""


class Sink(io.RawIOBase):
    """A file being written from its first byte to its last, with the digest of what it was given."""

    def __init__(self, path: Path):
        place("open", path)
        self.path, self.size = path, 0
        path.unlink(missing_ok=True)  # what was left half written, or a link that somebody put there
        how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
        self._file = os.fdopen(os.open(path, how, 0o644), "wb", buffering=0)
        self._digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        return self.size

    def write(self, data) -> int:  # type: ignore[override]
        place("write", self.path)
        count = self._file.write(data) or 0
        self._digest.update(memoryview(data).cast("B")[:count])
        self.size += count
        return count

    def kept(self) -> Whole:
        """Everything is on the disk."""
        place("flush", self.path)
        os.fsync(self._file.fileno())
        self._file.close()
        return Whole(self._digest.hexdigest(), self.size)

    def lost(self) -> None:
        """Nothing of it is kept."""
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


def write(path: Path, by: Callable[[BinaryIO], object]) -> Whole:
    """Write a file by a function that fills it; afterwards it is whole, or as it was before. OSError where it cannot be written."""
    sink = Sink(path.with_name(f".{path.name}{PART}"))
    try:
        buffer = io.BufferedWriter(sink, BLOCK)
        by(cast(BinaryIO, buffer))
        buffer.flush()
        buffer.detach()
        whole = sink.kept()
        place("rename", path)
        sink.path.replace(path)
    except BaseException:
        sink.lost()
        raise
    return whole


def save(path: str | Path, content: str | bytes) -> Path:
    """Write a file that a user named: afterwards it is complete, or as it was before. Missing parent folders are made. Returns the path. RunError, with what
    to do, if it cannot be written."""
    place = Path(path)
    data = content.encode() if isinstance(content, str) else content
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists() and not place.is_file():  # /dev/stdout, a pipe: there is nothing to be renamed
            place.write_bytes(data)
        else:
            write(place.resolve(), lambda out: out.write(data))  # behind a link, so that the link stays
    except OSError as problem:
        raise RunError(
            f"{place}: cannot be written: {problem.strerror or problem}. Give a path that can be, or make room."
        ) from None
    return place


def flush_folder(folder: Path) -> None:
    """The names in a folder are on the disk too, where the system knows how."""
    place("flush", folder)
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(path: Path) -> None:
    """Remove a file, if it is there."""
    place("remove", path)
    path.unlink(missing_ok=True)


def digest(path: Path) -> Whole:
    """What a manifest would say of a file as it is now."""
    found, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            found.update(block)
            size += len(block)
    return Whole(found.hexdigest(), size)
