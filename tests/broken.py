"""A seeded generator of broken input: scenario texts, --set, files of ties, commands and frames, made by changing valid ones.

Whatever comes out is either taken or refused in words: `fault` says what is wrong where it is neither. Number `k` of seed `s` is always the same.
"""

import contextlib
import io
import json
import random
import sys
from collections.abc import Callable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from sottovoce.cli import main
from sottovoce.errors import SottovoceError
from sottovoce.scenario.paths import assignments, leaves, with_values
from sottovoce.scenario.read import presets, read, reads
from sottovoce.society.shape import shape

LINES_MOST, LETTERS_MOST = 20, 16_000  # of a message
HEAD = "base: {base}\nname: mine\nlabel: mine\n"
PIECES = [
    "", "\0", "\t", "  ", "- ", ": ", "? ", "&a ", "*a", "!!int ", "!!set ", "%YAML 1.3\n", "---\n", "...", "[", "]", "{", "}", "|", ">", "#", "'", '"',
    '"\\ud800"', '"\\e[2J"', "\ufeff", "\u2028", "\x85", "\x1b[31m", "[/bold]", "[bold]", "é", "文", "null", "true", ".inf", "-.inf", ".nan", "1e400", "1e-400", "-1",
    "0", "0x", "0o8", "1_0", "9" * 30, "9" * 5000, "1" * 400, "2026-01-01", "~", "<<: {a: 1}", "[[[[[[[[[[[[[[[[", "{a: {b: {c: {d: 1}}}}", "x" * 3000,
    "law: normal", "{law: normal, mean: 0, sd: 1}", "{law: uniform, low: 2, high: 1}", "sources: {score.spill: {tag: A, source: x}}",
    "dates: [{day: 3, name: a, set: {score: {spill: 0.1}}}]", "dates: [{day: 3, name: a, set: {score.low: 1}}]", "tiers: []", "society: {network: {kind: file}}",
]  # fmt: skip
NAMES = [
    "../x",
    "/",
    "",
    ".",
    "a\0b",
    "x" * 300,
    "\udcff",
    "no.yaml",
    "[/red].yaml",
    "-",
    "--",
    "con:",
    "~",
    "/dev/null",
    "/proc/self/mem",
    "\x1b[2J.yaml",
]
OPTIONS = [
    "--json", "--all", "--path", "--set", "--citizens", "--days", "--seed", "--threads", "--reform", "--without", "--by", "--equal", "--each", "--base", "--full",
    "--day", "--bogus", "-h",
]  # fmt: skip
VALUES = ["0", "-1", "1.5", "x", "", "1e9", "9" * 30, "9" * 5000, "score.spill=0", "score.spill=[[", "=", "all", "expiry@3", "expiry@", "punished", "no-spill+no-spil",
          "\x1b[2J", "\udcff", "score={spill: 0}", "[/]"]  # fmt: skip


def luck_of(kind: str, seed: int, number: int) -> random.Random:
    """The luck of one input."""
    return random.Random(f"{kind} {seed} {number}")


def spoiled(luck: random.Random, text: str, times: int) -> str:
    """A text changed in some places: letters taken out or doubled, pieces put in, lines moved, numbers replaced."""
    for _ in range(times):
        at = luck.randrange(len(text) + 1)
        match luck.randrange(7):
            case 0:
                text = text[:at] + text[at + luck.randrange(1, 12) :]
            case 1 | 2:
                text = text[:at] + luck.choice(PIECES) + text[at:]
            case 3:
                lines = text.split("\n")
                luck.shuffle(lines)
                text = "\n".join(lines)
            case 4:
                lines = text.split("\n")
                k = luck.randrange(len(lines))
                lines[k] = luck.choice(["  ", "", "- ", "\t"]) + lines[k].strip()
                text = "\n".join(lines)
            case 5:
                name, colon, _ = text[at:].partition(":")
                text = text[:at] + name + colon + " " + luck.choice(PIECES) + "\n"
            case 6:
                end = at + luck.randrange(1, 200)
                text = text[:end] + text[at:end] + text[end:]
    return text


def scenario_text(luck: random.Random) -> str:
    """Some lines of a preset under a base, spoiled."""
    lines = _lines(luck.choice(presets()))
    tops = [
        k
        for k, line in enumerate(lines)
        if line[:1].isalpha() and line.split(":")[0] not in ("base", "name", "label")
    ]
    begin = luck.choice(tops) if luck.random() < 0.7 else luck.randrange(len(lines))
    some = lines[begin : begin + luck.randrange(1, 25)]
    text = HEAD.format(base=luck.choice([*presets(), "bogus", "[a]"])) + "\n".join(some)
    return spoiled(luck, text, luck.randrange(5))


def setting(luck: random.Random) -> str:
    """A --set, spoiled."""
    path, value = luck.choice(_leaves())
    value = luck.choice([value, luck.choice(PIECES)])
    return spoiled(luck, f"{path}={value}", luck.randrange(4))


def ties(luck: random.Random) -> tuple[bytes, int]:
    """A file of ties and a number of citizens, spoiled."""
    n = luck.choice([2, 3, 10, 40])
    lines = [f"{i}{luck.choice([' ', ',', chr(9), ' , '])}{luck.randrange(n)}" for i in range(n)]
    content = spoiled(luck, luck.choice(["\n", "\r\n"]).join(lines), luck.randrange(4)).encode(
        "utf-8", "replace"
    )
    if luck.random() < 0.2:
        at = luck.randrange(len(content) + 1)
        content = content[:at] + luck.randbytes(luck.randrange(1, 9)) + content[at:]
    if luck.random() < 0.1:
        content = luck.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\x1f\x8b", b"PK\x03\x04", b"BZh"]) + content
    return content, luck.choice([n, n, n, n + 1, 2, 4000])


def command(luck: random.Random, file: Path) -> list[str]:
    """A command that lives nothing: what looks, and what would run if it were not asked for no seeds."""
    names = [*presets()[:3], str(file), *NAMES]
    name = luck.choice(
        [
            "check",
            "show",
            "diff",
            "cite",
            "scenarios",
            "explain",
            "resume",
            "run",
            "compare",
            "replicate",
            "bogus",
        ]
    )
    words = [luck.choice(names) for _ in range(luck.choice([0, 1, 1, 1, 2, 2, 3]))]
    for _ in range(luck.randrange(3)):
        words += [luck.choice(OPTIONS), luck.choice(VALUES)]
    if name in ("run", "compare"):
        words += ["--seeds", luck.choice(["0", "-1", "1000000000"])]
    if name == "replicate":
        words = [luck.choice(["../x", "/", ".", "bogus", "kurann"]), *words[1:]]  # no name would run them all
    return [name, *words]


def _lines(name: str) -> list[str]:
    if name not in _kept:
        file = resources.files("sottovoce.scenario") / "presets" / f"{name}.yaml"
        _kept[name] = file.read_text(encoding="utf-8").splitlines()
    return _kept[name]


def _leaves() -> list[tuple[str, str]]:
    if "" not in _kept:
        _kept[""] = [
            (path, json.dumps(value, default=str)) for path, value in leaves(read("press-2015")).items()
        ]
    return _kept[""]


_kept: dict[str, Any] = {}


def taken(kind: str, luck: random.Random, folder: Path) -> None:
    """Take one input in; SottovoceError where it is refused."""
    if kind == "text":
        reads(scenario_text(luck), "mine.yaml")
    elif kind == "set":
        with_values(
            read(luck.choice(("press-2015", "fico"))),
            assignments([setting(luck) for _ in range(luck.randrange(1, 3))]),
        )
    elif kind == "ties":
        content, citizens = ties(luck)
        (folder / "ties.txt").write_bytes(content)
        found = shape(str(folder / "ties.txt"), citizens)
        assert len(found) == 0 or found.max() < citizens
    else:
        file = folder / "mine.yaml"
        file.write_text(scenario_text(luck), encoding="utf-8", errors="replace")
        _run(command(luck, file))


class Refused(SottovoceError):
    """A command that ended with a message."""


def _run(words: list[str]) -> None:
    out, err, before = io.StringIO(), io.StringIO(), sys.argv
    sys.argv = ["sottovoce", *words]
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main()
    except SystemExit as left:
        if left.code:
            raise Refused(err.getvalue() or "nothing was said") from None
    finally:
        sys.argv = before


KINDS = ("text", "set", "ties", "command")


def fault(kind: str, seed: int, number: int, folder: Path) -> str | None:
    """What is wrong with what became of one input; None where it was taken, or refused in a few lines."""
    try:
        taken(kind, luck_of(kind, seed, number), folder)
    except SottovoceError as error:
        text = str(error)
        if text.count("\n") >= LINES_MOST and kind != "command":
            return f"{text.count(chr(10)) + 1} lines: {text[:200]}"
        if len(text) > LETTERS_MOST:
            return f"{len(text):,} letters: {text[:200]}"
        return f"nothing but {text!r}" if not text.strip() else None
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:200]}"
    return None


def faults(
    kind: str, seed: int, numbers: range, folder: Path, after: Callable[[], None] = lambda: None
) -> Iterator[str]:
    """A line for each fault; `fault(kind, seed, number, folder)` shows it again."""
    for number in numbers:
        if wrong := fault(kind, seed, number, folder):
            yield f"{kind} {number} of seed {seed}: {wrong}"
        after()
