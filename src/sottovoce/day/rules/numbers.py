"""From a section of the scenario to plain numbers under the same names."""

from typing import Any, TypeVar, get_args

from pydantic import BaseModel

T = TypeVar("T")


def numbers(kind: type[T], asked: BaseModel, **derived: Any) -> T:
    """A named tuple of what is asked in a section: a switch is 0 or 1, a choice its place among the choices. `derived`: fields that are no
    values of the section, or not as they are."""
    fields = kind._fields  # pyright: ignore[reportAttributeAccessIssue]
    values = {name: number(asked, name) for name in fields if name not in derived}
    return kind(**values, **derived)


def number(asked: BaseModel, name: str) -> float:
    """One value of a section."""
    value = getattr(asked, name)
    if isinstance(value, str):
        return get_args(type(asked).model_fields[name].annotation).index(value)
    return int(value) if isinstance(value, bool) else value
