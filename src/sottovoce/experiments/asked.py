"""The names of an experiment's file, and what is wrong with them in our words."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from sottovoce.errors import nearest
from sottovoce.experiments.designs import KINDS
from sottovoce.scenario.texts import given
from sottovoce.scenario.values import Part


class PeopleAsked(Part):
    citizens: int | None = Field(default=None, ge=2, le=1_400_000_000)
    days: int | None = Field(default=None, ge=1, le=36_500)


class SeedsAsked(Part):
    first: int = Field(default=7, ge=0, lt=2**63)
    count: int = Field(default=2, ge=1, le=1000)


class SpaceAsked(Part):
    values: Literal["assumed", "none"] | tuple[str, ...] = "assumed"
    without: tuple[str, ...] = ()
    set: dict[str, Any] = Field(default_factory=dict)
    also: Literal["forks"] | dict[str, Any] = Field(default_factory=dict)


class DesignAsked(Part):
    kind: Literal["grid", "list", "random", "latin", "sobol", "saltelli", "morris", "ramp"]
    points: int | tuple[dict[str, Any], ...] | None = None
    trajectories: int | None = None
    rows: int | None = None
    levels: int | dict[str, Any] | None = None
    seed: int = Field(default=0, ge=0, lt=2**32)


class WorldAsked(Part):
    reform: str | tuple[str, ...] = ()
    set: dict[str, Any] = Field(default_factory=dict)
    system: bool = True


class Asked(Part):
    """The names of a file."""

    name: str = Field(default="experiment", pattern=r"^[a-z0-9][a-z0-9-]*$")
    scenario: str = "press-2015"
    people: PeopleAsked = PeopleAsked()
    seeds: SeedsAsked = SeedsAsked()
    space: SpaceAsked = SpaceAsked()
    design: DesignAsked
    worlds: dict[str, Literal["no_system"] | WorldAsked] = Field(
        default_factory=lambda: {"with": WorldAsked(), "without": "no_system"}
    )
    measures: tuple[str, ...] = ()
    windows: dict[str, tuple[int, int]] = Field(default_factory=dict)


ALLOWED = {  # in place of pydantic's words, with its limits
    "greater_than_equal": "{ge} or more",
    "greater_than": "more than {gt}",
    "less_than_equal": "{le} or less",
    "less_than": "less than {lt}",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "string_type": "text",
    "string_pattern_mismatch": "small letters, digits and hyphens in a name",
    "tuple_type": "a list",
    "list_type": "a list",
    "dict_type": "names with values",
    "model_type": "names with values",
    "model_attributes_type": "names with values",
}


def problem(detail: Any) -> tuple[str, str]:
    """Pydantic's finding in our words."""
    loc = [
        str(part)
        for part in detail["loc"]
        if not str(part).startswith(("literal[", "tuple[", "dict[", "WorldAsked", "function", "int", "str"))
    ]
    path = ".".join(loc) or "experiment"
    kind, value = detail["type"], detail.get("input")
    if kind == "extra_forbidden":
        above: Any = Asked
        for part in loc[:-1]:
            inner = above.model_fields.get(part) if hasattr(above, "model_fields") else None
            above = WorldAsked if loc[0] == "worlds" else getattr(inner, "annotation", None)
        known = list(getattr(above, "model_fields", {}))
        return path, f"unknown name.{nearest(loc[-1], known)}"
    if kind == "missing":
        return path, "missing. Give it" + (f"; allowed {', '.join(KINDS)}." if path == "design.kind" else ".")
    allowed = ALLOWED.get(kind)
    if kind == "literal_error" or allowed is None:
        allowed = str(detail.get("ctx", {}).get("expected", detail["msg"])).replace("'", "")
    return path, f"{given(value)} given; allowed {allowed.format(**detail.get('ctx', {}))}."
