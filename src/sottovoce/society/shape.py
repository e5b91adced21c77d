"""The bare shape of a network from a file: two integers a line and nothing else. Anything more is refused: no records of people come in.

A line that is refused may be a record of somebody, so no message holds a word of it: it says the line's number and what is wrong in kind.
"""

import functools
from pathlib import Path

import numpy as np

from sottovoce.errors import NetworkError, one_line
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import located
from sottovoce.society.own import drawn_alike, found
from sottovoce.society.pairing import codes, distinct

FIELD = "society.network.file"
LONGEST = 100  # characters of a line that is no comment
PACKED = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}
WIDE = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16", b"\x00\x00\xfe\xff": "UTF-32"}
UTF8_MARK = b"\xef\xbb\xbf"


def placed(scenario: Scenario) -> Scenario:
    """The scenario with the path of its file of ties, where it has one, from the root. NetworkError where the file, or a network of the user's own, cannot be
    used; RunError for a rule of ties that is not registered."""
    scenario = located(scenario, ".")
    found(scenario)
    if scenario.society.network.kind == "file":
        shape(scenario.society.network.file, scenario.citizens)
    if scenario.society.network.kind == "own":
        drawn_alike(scenario.society.network, scenario.citizens, scenario.seed)
    return scenario


def shape(file: str | None, citizens: int) -> np.ndarray:
    """Pairs of ids of a file, shape (tie, 2), uint32, lower id first, sorted, none twice, none with oneself. NetworkError, in words."""
    path = Path(file or "")
    try:
        found = path.stat()
        regular = path.is_file()
    except (OSError, ValueError) as error:
        raise _refused(file, f"cannot be read ({_why(error)})") from None
    if not regular:
        raise _refused(file, "is not a file")
    return _pairs(str(path), citizens, found.st_mtime_ns, found.st_size).copy()


@functools.lru_cache(maxsize=1)
def _pairs(file: str, citizens: int, changed: int, size: int) -> np.ndarray:
    """As `shape`, once for all worlds, as long as the file stays as it is."""
    ends = _ends(file, _content(file, size), citizens)
    named = np.zeros(citizens, bool)
    named[ends] = True
    known = int(named.sum())
    if known < citizens:
        raise NetworkError(
            f"{FIELD}: {file} names {known:,} of {citizens:,} citizens; the other {citizens - known:,} would know nobody. Set citizens to "
            f"what the file has (ids from 0, without gaps); for somebody who knows nobody write the id twice, like {int(named.argmin())} "
            f"{int(named.argmin())}."
        )
    return distinct(codes(ends[:, 0], ends[:, 1]))


def _content(file: str, size: int) -> bytes:
    try:
        with Path(file).open("rb") as opened:
            content = opened.read(size)  # as much as it says: what is made while one reads (/proc) says 0
    except OSError as error:
        raise _refused(file, f"cannot be read ({_why(error)})") from None
    if not content:
        raise _refused(file, "is empty")
    for head, name in PACKED.items():
        if content.startswith(head):
            raise _refused(file, f"is packed ({name}); unpack it first")
    for head, name in WIDE.items():
        if content.startswith(head):
            raise _refused(file, f"is text in {name}; save it as UTF-8")
    content = content.removeprefix(UTF8_MARK)
    if b"\0" in content:
        raise _refused(file, "is not text")
    return content


def _ends(file: str, content: bytes, citizens: int) -> np.ndarray:
    """Ids of both ends, int64 (line, 2)."""
    found: list[int] = []
    most = len(str(citizens))
    for number, line in enumerate(content.splitlines(), 1):
        words = line.replace(b",", b" ").split(None, 3)
        if not words or words[0].startswith(b"#"):
            continue
        if len(line) > LONGEST:
            raise _line(file, number, f"has {len(line):,} characters", citizens)
        if len(words) != 2:
            count = len(line.replace(b",", b" ").split())
            raise _line(file, number, f"has {count} column{'s' if count > 1 else ''}", citizens)
        for column, word in enumerate(words, 1):
            if not word.isdigit():  # bytes: 0 to 9 only
                raise _line(file, number, f"has no whole number in column {column}", citizens)
            word = word.lstrip(b"0") or b"0"
            if len(word) > most or int(word) >= citizens:
                raise NetworkError(
                    f"{one_line(file)}:{number} names a citizen who does not exist (column {column}); allowed are ids from 0 to "
                    f"{citizens - 1:,}: citizens is {citizens:,}. Raise citizens, or number the citizens from 0."
                )
            found.append(int(word))
    return np.array(found, np.int64).reshape(-1, 2)


def _line(file: str, number: int, what: str, citizens: int) -> NetworkError:
    return NetworkError(
        f"{one_line(file)}:{number} {what}; a line holds two whole numbers from 0 to {citizens - 1:,} (the ids of two citizens) and nothing "
        "else. Take all other columns out: only the bare shape may come in."
    )


def _refused(file: str | None, what: str) -> NetworkError:
    return NetworkError(
        f"{FIELD}: {one_line(file or 'nothing')} {what}. Give a text file with two whole numbers a line, and nothing else."
    )


def _why(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else str(error)) or type(error).__name__
