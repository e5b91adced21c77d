"""The catalogue of published patterns (patterns.yaml): what was found of whom and how, and to which world and measure it binds, or why to none."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np
from pydantic import Field, TypeAdapter, model_validator

from sottovoce.errors import RunError, nearest
from sottovoce.measure.names import MEASURES
from sottovoce.scenario.catalogue import content
from sottovoce.scenario.values import Part

How = Literal["level", "fall", "difference"]
Firm = Literal["high", "medium", "low"]


class Bound(Part):
    """A number of a model: a measure in one world of a preset, or of both. `preset` None: that which is calibrated."""

    measure: str
    how: How = "level"
    world: Literal["with", "without"] = "without"
    preset: str | None = None
    set: dict[str, Any] = Field(default_factory=dict)  # values that the study's question needs
    low: float | None = None  # in place of the pattern's
    high: float | None = None

    @model_validator(mode="after")
    def _known(self) -> Bound:
        if self.measure not in MEASURES:
            raise ValueError(f"{self.measure}: no such measure")
        return self

    def value(self, with_: Any, without: Any) -> Any:
        """The number, from the measure in both worlds; numbers or arrays. `fall`: of 1,000 occasions less those held back."""
        if self.how == "fall":
            return 1.0 - np.divide(1000.0 - with_, 1000.0 - without)
        if self.how == "difference":
            return with_ - without
        return with_ if self.world == "with" else without

    @property
    def said(self) -> str:
        """Where it is read, in words."""
        where = {
            "fall": "with against without, fall an occasion of",
            "difference": "with less without,",
            "level": f"{self.world},",
        }
        asked = ", ".join(f"{path} {value}" for path, value in self.set.items())
        return f"{self.preset or 'the scenario'}, {where[self.how]} {self.measure}" + (
            f", at {asked}" if asked else ""
        )


class Pattern(Part):
    """A published number. `binds` is empty where nothing in the model was asked of: `why` says it."""

    key: str = Field(pattern=r"^[a-z0-9-]+$")
    finding: str
    population: str
    design: str
    number: str
    low: float | None = None
    high: float | None = None
    source: str = Field(min_length=4)
    doi: str | None = Field(default=None, pattern=r"^10\.")
    firm: Firm
    binding: Firm | None = None  # how well the number fits the measure
    binds: tuple[Bound, ...] = ()
    why: str = ""
    memory: str | None = None  # told from memory, not confirmed: shown nowhere, and nothing is fitted to it

    @model_validator(mode="after")
    def _whole(self) -> Pattern:
        if not self.binds and not self.why:
            raise ValueError(f"{self.key}: binds to nothing and does not say why")
        if self.binds and (self.binding is None or (self.low is None and self.high is None)):
            raise ValueError(f"{self.key}: binds, and has no number to be held against or no firmness")
        return self

    def band(self, bound: Bound) -> tuple[float | None, float | None]:
        """The ends for one of its numbers."""
        own = bound.low is not None or bound.high is not None
        return (bound.low, bound.high) if own else (self.low, self.high)


class Target(Bound):
    """A number of the joint set: what values may be fitted to. One of a letter, or two that belong together."""

    measure: str = ""
    letter: str = Field(pattern=r"^[a-z]$")
    name: str
    stage: Literal[1, 2]
    patterns: tuple[str, ...] = Field(min_length=1)
    band: str = ""
    levers: tuple[str, ...] = ()  # stage 2: what moves
    why: str = ""  # why the model cannot make it, whatever its values

    @model_validator(mode="after")
    def _known(self) -> Target:
        if self.why:
            return self
        if self.measure not in MEASURES or self.low is None or self.high is None or not self.band:
            raise ValueError(f"{self.name}: has no measure, no band, or no reason for it")
        if self.stage == 2 and not (self.preset and self.levers):
            raise ValueError(f"{self.name}: stage 2 names a preset and its levers")
        if self.stage == 1 and (self.how != "level" or self.world != "without" or self.preset):
            raise ValueError(f"{self.name}: stage 1 is the world without")
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """The band."""
        assert self.low is not None and self.high is not None
        return self.low, self.high

    @property
    def centre(self) -> float:
        """The middle of the band."""
        return sum(self.ends) / 2

    @property
    def half(self) -> float:
        """Half its width."""
        return (self.ends[1] - self.ends[0]) / 2


class _File(Part):
    patterns: tuple[Pattern, ...]
    joint: tuple[Target, ...]


@functools.cache
def _file() -> _File:
    found = TypeAdapter(_File).validate_python(
        content("patterns.yaml", "sottovoce.calibration"), strict=False
    )
    keys = [one.key for one in found.patterns]
    assert len(set(keys)) == len(keys)
    assert all(key in keys for target in found.joint for key in target.patterns)
    return found


def patterns() -> tuple[Pattern, ...]:
    """The published patterns, in the order of the catalogue: what was measured, by whom, and which of our numbers stands beside it."""
    return _file().patterns


def joint() -> tuple[Target, ...]:
    """The joint set, both stages, what is out of reach too."""
    return _file().joint


def targets(stage: int, letters: Sequence[str] = ()) -> tuple[Target, ...]:
    """What is fitted in a stage: the joint set, or some of it by letter. RunError for anything else: a goal is a published number."""
    there = [one for one in joint() if one.stage == stage]
    for letter in letters:
        found = [one for one in joint() if one.letter == letter]
        if not found:
            known = ", ".join(f"{one.letter} ({one.name})" for one in there)
            raise RunError(
                f"pattern {letter}: no number of the joint set; allowed {known}. Values are fitted to published numbers of the catalogue and "
                "to nothing else: a measure by itself is no goal."
            )
        if found[0].why:
            raise RunError(f"pattern {letter}: {found[0].name} cannot be fitted: {found[0].why}")
        if found[0].stage != stage:
            raise RunError(
                f"pattern {letter}: belongs to stage {found[0].stage}, and this is stage {stage}. Leave it out."
            )
    return tuple(one for one in there if not one.why and (not letters or one.letter in letters))


def pattern(key: str) -> Pattern:
    """A pattern by its key. RunError with the nearest."""
    for one in patterns():
        if one.key == key:
            return one
    raise RunError(f"{key}: no such pattern.{nearest(key, [one.key for one in patterns()])}")
