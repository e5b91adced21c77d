"""Errors that say where, what was given, what is allowed and what to do."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

LINES = 16  # problems that a message tells at once
LINE = 700  # characters of a line of a message


class SottovoceError(Exception):
    """Base of every error that is the caller's to mend. Its text is meant to be read."""


class ScenarioError(SottovoceError):
    """One or more problems in a scenario; `problems` holds one line each. `more`: how many others there are, not put into words."""

    def __init__(self, problems: Iterable[str], more: int = 0):
        self.problems, self.more = [one_line(line) for line in problems], more
        count = len(self.problems) + more
        head = "1 problem:" if count == 1 else f"{count:,} problems:"
        super().__init__("\n".join([head, *("  " + line for line in self.told())]))

    def told(self) -> list[str]:
        """The first problems, and how many follow."""
        rest = len(self.problems[LINES:]) + self.more
        return self.problems[:LINES] + ([f"... and {rest:,} more. Mend these first."] if rest else [])


class NetworkError(SottovoceError):
    """A network file or a network setting that cannot be used."""


class ReplicationError(SottovoceError):
    """One or more problems with what a replication was asked; `problems` holds one line each."""

    def __init__(self, problems: Iterable[str]):
        self.problems = [one_line(line) for line in problems]
        super().__init__("\n".join(self.problems))


class RunError(SottovoceError):
    """A run folder that cannot be read, continued or explained."""


def failure(problem: BaseException) -> str:
    """What an exception says, with its type. Of a rule that does not compile: the innermost cause, in which function, and the innermost line of code that is told."""
    kind, text = type(problem).__name__, str(problem)
    if "nopython" not in text:
        return f"{kind}: {text}"
    causes = re.findall(r"^\s*((?!TypingError)\w*(?:Error|Exception): .+)$", text, re.M)
    unknown = re.findall(
        r"^\s*((?:Unknown|Cannot|Invalid|Undecided|Untyped|Unsupported|Use of|Type of) .+)$", text, re.M
    )
    function = re.search(r"resolving callee type: .*<function (?:\S*\.)?(\w+) at", text)
    line = re.search(r'File "([^"]+)", line (\d+):\n(?:.*\n)*?(.*)\n\s*\^', text)
    said = [*causes, *unknown, "it does not compile"][0]
    where = f" (in {function[1]})" if function else ""
    return f"{kind}: {said}{where}" + (f"; {line[1]}, line {line[2]}: {line[3].strip()}" if line else "")


def one_line(text: str) -> str:
    """A text as one line of a message: line breaks are blanks, and what is too long loses its middle."""
    text = " ".join(text.splitlines())
    return text if len(text) <= LINE else f"{text[: LINE // 2]} ... {text[-LINE // 2 :]}"


def nearest(name: str, known: Iterable[str]) -> str:
    """``' Did you mean "x"?'`` for the known name nearest to `name`, or the short list of all, or nothing."""
    names = sorted(set(known))
    name = name[:LINE]
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f' Did you mean "{close[0]}"?'
    return f" Known: {', '.join(names)}." if names and len(names) <= 24 else ""
