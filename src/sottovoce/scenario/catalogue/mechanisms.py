"""How the model does what the articles say: each row of claims.yaml mapped to parameters, presets, or a reason why not."""

from __future__ import annotations

import functools
from typing import Annotated

from pydantic import Field, TypeAdapter, model_validator

from sottovoce.errors import ScenarioError
from sottovoce.scenario.catalogue import Claim, claims, content
from sottovoce.scenario.fields import describe
from sottovoce.scenario.values import Part

Path = Annotated[str, Field(pattern=r"^[a-zN_]+(\.[a-zN_]+)*(=[a-z_]+)?$")]


class Mapped(Part):
    """One row of the articles in the model: parameters and presets with `how`, or `why_not`."""

    number: int = Field(ge=1)
    parameters: tuple[Path, ...] = ()
    presets: tuple[str, ...] = ()
    how: str = ""
    why_not: str = ""

    @model_validator(mode="after")
    def _one_or_the_other(self) -> Mapped:
        done = bool(self.parameters or self.presets)
        if done != bool(self.how) or done == bool(self.why_not):
            raise ValueError(f"row {self.number}: give parameters or presets with how, or why_not alone")
        return self

    @property
    def claim(self) -> Claim:
        """The row of the catalogue."""
        return claims()[self.number - 1]


@functools.cache
def mechanisms() -> tuple[Mapped, ...]:
    """Every row of the articles, in order."""
    return TypeAdapter(tuple[Mapped, ...]).validate_python(content("mechanisms.yaml"), strict=False)


def wrong_places(row: Mapped) -> list[str]:
    """What its parameters name that no scenario can have, a line each; none if all is right."""
    found = []
    for entry in row.parameters:
        path, _, value = entry.partition("=")
        try:
            info = describe(path.replace(".N", ".0"))
        except ScenarioError as error:
            found += error.problems
            continue
        if value and value not in info.choices:
            found.append(f"{path}: {value} given; allowed {info.allowed}.")
    return found
