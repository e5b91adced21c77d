"""Errors that say where, what was given, what is allowed and what to do."""

from collections.abc import Iterable
from difflib import get_close_matches


class SottovoceError(Exception):
    """Base of every error that is the caller's to mend. Its text is meant to be read."""


class ScenarioError(SottovoceError):
    """One or more problems in a scenario; `problems` holds one line each."""

    def __init__(self, problems: Iterable[str]):
        self.problems = list(problems)
        count = len(self.problems)
        head = "1 problem:" if count == 1 else f"{count} problems:"
        super().__init__("\n".join([head, *("  " + line for line in self.problems)]))


class NetworkError(SottovoceError):
    """A network file or a network setting that cannot be used."""


class ReplicationError(SottovoceError):
    """One or more problems with what a replication was asked; `problems` holds one line each."""

    def __init__(self, problems: Iterable[str]):
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


class RunError(SottovoceError):
    """A run folder that cannot be read, continued or explained."""


def nearest(name: str, known: Iterable[str]) -> str:
    """``' Did you mean "x"?'`` for the known name nearest to `name`, or the short list of all, or nothing."""
    names = sorted(set(known))
    close = get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f' Did you mean "{close[0]}"?'
    return f" Known: {', '.join(names)}." if names and len(names) <= 24 else ""
