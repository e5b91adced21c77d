"""Parameters and quantities of a replication: name, unit, range, default; and what is wrong with a value given."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sottovoce.errors import ReplicationError, nearest
from sottovoce.scenario.fields import Info
from sottovoce.scenario.texts import refused

MOST = 60  # entries of a list shown in a sentence


class Unfit(ValueError):
    """Values of a replication that do not fit one another; the text is a line each, without the replication's name."""


@dataclass(frozen=True)
class Parameter(Info):
    """One parameter. `path` is its name; `infinite`: the word "infinite" (or inf) may stand here."""

    infinite: bool = False

    @property
    def name(self) -> str:
        """As it is written in ``measure(name=...)``."""
        return self.path

    @property
    def allowed(self) -> str:
        """What may stand here, without the unit."""
        text = super().allowed
        if self.kind == "numbers" and (self.low is not None or self.high is not None):
            text += f", each {self._range()}"
        return text + (" or infinite" if self.infinite else "")


@dataclass(frozen=True)
class Quantity:
    """One thing that is measured."""

    about: str
    unit: str


def number(name: str, default: Any, about: str, *, unit: str, **limits: Any) -> Parameter:
    """A number. `limits`: low, high, above, below, null, infinite, source."""
    return Parameter(name, "number", about, unit, default=default, **limits)


def whole(name: str, default: Any, about: str, *, unit: str, **limits: Any) -> Parameter:
    """A whole number."""
    return Parameter(name, "whole number", about, unit, default=default, **limits)


def choice(name: str, default: str, about: str, choices: Sequence[str], **limits: Any) -> Parameter:
    """One of several names."""
    return Parameter(name, "choice", about, choices=tuple(choices), default=default, **limits)


def numbers(
    name: str, default: Any, about: str, *, unit: str, least: int = 1, most: int | None = None, **limits: Any
) -> Parameter:
    """A list of numbers."""
    return Parameter(name, "numbers", about, unit, default=default, lengths=(least, most), **limits)


def seed(default: int = 1) -> Parameter:
    """The luck of a replication."""
    return whole("seed", default, "the luck: other seed, other people", unit="seed", low=0, high=2**63 - 1)


def settle(
    where: str,
    parameters: Sequence[Parameter],
    modes: Mapping[str, Sequence[str]],
    given: Mapping[str, Any],
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Values given, checked and completed by the defaults: (those at work, None for those of the other modes).

    `modes`: ways of asking, first the default one; a parameter in none of them belongs to all. Raises ReplicationError
    with every problem.
    """
    known = {p.name: p for p in parameters}
    problems = [
        f"{where}: {name}: unknown parameter.{nearest(name, known)}" for name in given if name not in known
    ]
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name in known:
            try:
                values[name] = checked(known[name], value)
            except ValueError:
                problems.append(f"{where}: {name}: {refused(known[name], _shown(value))}")
    mode = ""
    if modes:
        mode = next((m for m in modes if all(_fits(n, m, modes) for n in values)), "")
        if not mode:
            ways = "; or ".join(", ".join(names) for names in modes.values())
            problems.append(
                f"{where}: {', '.join(values)} given together; allowed {ways}. Leave out what belongs to the other way."
            )
    if problems:
        raise ReplicationError(problems)
    at_work = [n for n in known if not modes or _fits(n, mode, modes)]
    used = {n: values.get(n, known[n].default) for n in at_work}
    return used, {n: None for n in known if n not in used}


def _fits(name: str, mode: str, modes: Mapping[str, Sequence[str]]) -> bool:
    return name in modes[mode] or not any(name in names for names in modes.values())


def checked(parameter: Parameter, value: Any) -> Any:
    """The value as plain Python, if it may stand there. Raises ValueError."""
    value = _plain(value)
    if value is None:
        if parameter.null:
            return None
        raise ValueError
    if parameter.infinite and (value in ("infinite", "inf") or value == math.inf):
        return math.inf
    match parameter.kind:
        case "number":
            return _number(parameter, value)
        case "whole number":
            found = _number(parameter, value)
            if found != int(found):
                raise ValueError
            return int(found)
        case "choice":
            if value not in parameter.choices:
                raise ValueError
            return value
        case "switch":
            if not isinstance(value, bool):
                raise ValueError
            return value
        case "numbers":
            low, high = parameter.lengths
            if not isinstance(value, list) or len(value) < (low or 0) or (high and len(value) > high):
                raise ValueError
            return [_number(parameter, entry) for entry in value]
    raise ValueError


def _number(parameter: Parameter, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError
    too_low = (parameter.low is not None and value < parameter.low) or (
        parameter.above is not None and value <= parameter.above
    )
    too_high = (parameter.high is not None and value > parameter.high) or (
        parameter.below is not None and value >= parameter.below
    )
    if too_low or too_high:
        raise ValueError
    return value if isinstance(value, float) or parameter.kind != "number" else float(value)


def _plain(value: Any) -> Any:
    """The same without NumPy and tuples."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping):
        return [_plain(entry) for entry in value]
    return value


def _shown(value: Any) -> Any:
    """What a problem shows of a value: short lists in full."""
    value = _plain(value)
    if isinstance(value, list):
        text = str(value)
        return _Written(text if len(text) <= MOST else text[: MOST - 3] + "...")
    return value


class _Written:
    """A value already put into words."""

    def __init__(self, text: str):
        self.text = text

    def __repr__(self) -> str:
        return self.text
