"""What parameters.py says of each place in a scenario: unit, allowed range, meaning, source."""

from __future__ import annotations

import functools
import types
from dataclasses import dataclass
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from sottovoce.errors import ScenarioError, nearest
from sottovoce.scenario.parameters import Parameters


@dataclass(frozen=True)
class Info:
    """One place in a scenario. `kind` is what may stand there, in plain words."""

    path: str
    kind: Literal[
        "number",
        "whole number",
        "switch",
        "choice",
        "text",
        "numbers",
        "choices",
        "distribution",
        "section",
        "list",
        "table",
    ]
    about: str = ""
    unit: str = ""
    low: float | None = None  # lowest allowed
    high: float | None = None  # highest allowed
    above: float | None = None  # must be more than this
    below: float | None = None  # must be less than this
    lengths: tuple[int | None, int | None] = (None, None)  # entries of a list
    choices: tuple[str, ...] = ()
    pattern: str | None = None  # of a text: all of it matches
    null: bool = False  # may be left empty
    default: Any = None  # of the field itself; None where there is none
    source: str | None = None
    assumed: tuple[Any, ...] | None = None
    scale: Literal["linear", "log"] | None = None  # how its range is swept, where that is said

    @property
    def allowed(self) -> str:
        """What may stand here, without the unit: ``0 to 0.95``, ``true or false``."""
        match self.kind:
            case "number":
                text = self._range() or "any finite number"
            case "whole number":
                text = f"whole numbers {self._range()}".rstrip()
            case "switch":
                text = "true or false"
            case "choice":
                text = ", ".join(f'"{choice}"' for choice in self.choices)
            case "choices":
                text = f"a list of {self._count()} of " + ", ".join(f'"{choice}"' for choice in self.choices)
            case "numbers":
                text = f"a list of {self._count()} numbers"
            case "list":
                text = f"a list of {self._count()} entries"
            case "distribution":
                text = "a number, or a law of " + ", ".join(laws())
            case "section" | "table":
                text = "names with values"
            case _:
                text = "text"
        return text + (" or null" if self.null else "")

    def _range(self) -> str:
        high = self.high if self.below is None else self.below
        low = f"above {number(self.above)}" if self.above is not None else number(self.low)
        if high is None:
            return low if self.above is not None else f"{low} or more" if self.low is not None else ""
        return f"{low} to {'under ' if self.below is not None else ''}{number(high)}"

    def _count(self) -> str:
        low, high = self.lengths
        return f"{low or 0} to {high}" if high is not None else f"{low or 0} or more"


def number(value: float | int | None) -> str:
    """A number as a reader wants it: 1,400,000,000 and 0.95, never 1.4e+09."""
    if value is None:
        return "null"
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return f"{int(value):,}"
    return f"{value:.10g}"


def numbered(name: str) -> bool:
    """Whether a part of a path is the number of an entry."""
    return name.isascii() and name.isdigit() and len(name) < 10


def describe(path: str, law: str | None = None) -> Info:
    """What may stand at `path` (``score.friend_weight``, ``tiers.0.edge``, ``society.boldness.median``).

    For a parameter of a distribution `law` says whose: an exponential's mean is not a normal's. An entry of a
    list need not exist. Raises ScenarioError for a path that no scenario can have.
    """
    annotation, field, outer = Parameters, None, None
    names = path.split(".")
    if names[0] == "sources" and len(names) > 2:  # its keys are paths, with dots of their own
        names = ["sources", ".".join(names[1:-1]), names[-1]]
    for depth, name in enumerate(names):
        inside = members(annotation)
        if law in laws() and is_distribution(annotation):
            inside = laws()[law]
        entry = element(annotation)
        if inside is not None and name in inside:
            outer = field if is_distribution(annotation) else None
            field = inside[name]
            annotation = field.annotation
        elif entry is not None and (numbered(name) or get_origin(annotation) is dict):
            annotation, field, outer = entry, None, None
        else:
            raise ScenarioError([unknown(".".join(names[: depth + 1]), name, inside)])
    return _info(path, annotation, field, outer)


def unknown(path: str, name: str, siblings: dict[str, FieldInfo] | list[str] | None) -> str:
    """The line for a name that no scenario has: with the nearest sibling, or where that name lives."""
    if siblings is None:
        return f"{path}: nothing can be below this place. Known places: `sottovoce show press-2015`."
    hint = nearest(name, siblings)
    if "Did you mean" not in hint:
        homes = [place for place in places() if place.rsplit(".", 1)[-1] == name]
        hint = f' Did you mean "{homes[0]}"?' if len(homes) == 1 else hint
    return f"{path}: unknown name.{hint}"


def members(annotation: Any) -> dict[str, FieldInfo] | None:
    """Names inside a section or distribution; None where there are none."""
    annotation = _bare(annotation)
    if is_distribution(annotation):
        return {name: f for law in reversed(get_args(annotation)) for name, f in law.model_fields.items()}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return dict(annotation.model_fields)
    return None


def element(annotation: Any) -> Any:
    """Type of the entries of a list of sections or of a table; None for anything else."""
    annotation = _bare(annotation)
    args = get_args(annotation)
    if get_origin(annotation) is dict:
        return args[1]
    return args[0] if get_origin(annotation) is tuple and members(args[0]) is not None else None


def is_distribution(annotation: Any) -> bool:
    """True for the choice of laws that a trait is drawn from."""
    args = get_args(annotation)
    return get_origin(annotation) in (Union, types.UnionType) and all(
        isinstance(arg, type) and issubclass(arg, BaseModel) for arg in args
    )


@functools.cache
def laws() -> dict[str, dict[str, FieldInfo]]:
    """Laws of distributions -> their fields, `law` included."""
    boldness = Parameters.model_fields["society"].default.__class__.model_fields["boldness"]
    return {
        get_args(law.model_fields["law"].annotation)[0]: dict(law.model_fields)
        for law in get_args(boldness.annotation)
    }


@functools.cache
def places() -> tuple[str, ...]:
    """Every path that may be written, N for the number of an entry; not the parameters of distributions."""

    def below(annotation: Any, at: str) -> list[str]:
        inside = None if is_distribution(annotation) else members(annotation)
        if inside is not None:
            return [
                p for name, f in inside.items() for p in [f"{at}{name}", *below(f.annotation, f"{at}{name}.")]
            ]
        entry = element(annotation)
        return [] if entry is None or get_origin(_bare(annotation)) is dict else below(entry, f"{at}N.")

    return tuple(below(Parameters, ""))


def _bare(annotation: Any) -> Any:
    """Without `| None`."""
    args = [arg for arg in get_args(annotation) if arg is not type(None)]
    return args[0] if type(None) in get_args(annotation) and len(args) == 1 else annotation


def _info(path: str, annotation: Any, field: FieldInfo | None, outer: FieldInfo | None) -> Info:
    null, bare = annotation is not _bare(annotation), _bare(annotation)
    found: dict[str, Any] = {"path": path, "null": null, "kind": _kind(bare)}
    if found["kind"] == "choices":
        found["choices"] = get_args(get_args(bare)[0])
    if get_origin(bare) is Literal:
        found["choices"] = get_args(bare)
        if is_law := path.endswith(".law") and outer is not None:
            found["choices"] = tuple(laws())
        found["about"] = "how the values of citizens are spread" if is_law else ""
    if found["kind"] == "switch":
        found["choices"] = ("false", "true")
    if field is None:
        return Info(**found)
    bounds = {
        name: getattr(m, mark) for m in field.metadata for name, mark in _BOUNDS.items() if hasattr(m, mark)
    }
    lengths = tuple(
        next((getattr(m, mark) for m in field.metadata if hasattr(m, mark)), None) for mark in _LENGTHS
    )
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    about = field.description or found.get("about", "")
    if outer is not None:  # a parameter of a distribution: meaning, unit and range are those of the trait
        extra = outer.json_schema_extra if isinstance(outer.json_schema_extra, dict) else {}
        name = path.rsplit(".", 1)[-1]
        about = about or f"{name} of {outer.description}"
        inside: Any = extra.get("inside", {})
        if name in ("sigma", "sd", "law") or name in inside:  # the trait's own range says nothing of it
            own = {"assumed": inside[name]} if name in inside else {}
            extra = own | {"unit": "" if name in ("sigma", "law") else extra.get("unit", "")}
    assumed: Any = extra.get("assumed")
    found |= bounds | {
        "about": about,
        "lengths": lengths,
        "unit": str(extra.get("unit", "")),
        "source": extra.get("source"),
    }
    found["assumed"] = tuple(assumed) if assumed is not None else None
    scale: Any = extra.get("scale")
    found["scale"] = scale
    found["default"] = None if field.default is PydanticUndefined else field.default
    return Info(**found)


_BOUNDS = {"low": "ge", "high": "le", "above": "gt", "below": "lt", "pattern": "pattern"}
_LENGTHS = ("min_length", "max_length")


def _kind(bare: Any) -> Any:
    simple = {float: "number", int: "whole number", bool: "switch", str: "text"}
    if bare in simple:
        return simple[bare]
    if get_origin(bare) is Literal:
        return "choice"
    if is_distribution(bare):
        return "distribution"
    if get_origin(bare) is tuple:
        if element(bare) is not None:
            return "list"
        return "choices" if get_origin(get_args(bare)[0]) is Literal else "numbers"
    return "section" if members(bare) is not None else "table"
