"""A direction of a space: one value that moves, or what stands for several."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple


@dataclass(frozen=True)
class Coordinate:
    """One direction of a space: a number between two ends, or one of some alternatives."""

    name: str  # the path of a value, or the name of what stands for several
    default: Any
    low: float = 0.0
    high: float = 0.0
    scale: Literal["linear", "log"] = "linear"
    unit: str = ""
    group: str = ""
    source: str = ""
    about: str = ""
    whole: bool = False  # whole numbers only
    sets: tuple[str, ...] = ()  # paths of the scenario that it moves
    alternatives: tuple[Any, ...] = ()  # in place of ends

    def value(self, place: float) -> Any:
        """The value at a place between 0 (the low end, the first alternative) and 1."""
        if self.alternatives:
            return self.alternatives[min(int(place * len(self.alternatives)), len(self.alternatives) - 1)]
        if self.scale == "log":
            found = self.low * (self.high / self.low) ** place
        else:
            found = self.low + (self.high - self.low) * place
        found = min(max(found, self.low), self.high)
        return round(found) if self.whole else found

    def holds(self, value: Any) -> bool:
        """Whether a value is within its ends, or one of its alternatives."""
        return value in self.alternatives if self.alternatives else self.low <= value <= self.high

    def place(self, value: Any) -> float:
        """Where a value stands between 0 and 1; the middle of its part for an alternative."""
        if self.alternatives:
            return (self.alternatives.index(value) + 0.5) / len(self.alternatives)
        if self.high == self.low:
            return 0.0
        if self.scale == "log":
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)


class Left(NamedTuple):
    """An assumed value that is no coordinate, and why not."""

    path: str
    value: Any
    why: str


def exchange(found: dict[str, Coordinate], new: Mapping[str, list[Coordinate]]) -> None:
    """Other coordinates in the place of those of these names; the order stays."""
    before = list(found.values())
    found.clear()
    for one in before:
        for other in new.get(one.name, [one]):
            found[other.name] = other
