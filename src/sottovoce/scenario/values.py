"""What every value of a scenario carries: unit, allowed range, and a source or the word *assumed* with a range."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, FiniteFloat


class Part(BaseModel):
    """A frozen, strict part of a scenario: unknown names are refused, nothing is coerced."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, ser_json_inf_nan="constants")


def value(
    default: Any = ...,
    about: str = "",
    *,
    unit: str,
    low: float | None = None,
    high: float | None = None,
    above: float | None = None,
    assumed: Sequence[float | str | bool] | None = None,
    scale: Literal["linear", "log"] | None = None,
    source: str | None = None,
) -> Any:
    """A number (or switch) of the model with its unit, allowed range and provenance.

    Exactly one of `assumed` (the range, or the alternatives, to sweep) and `source` says where the default comes from. `scale`: how a
    range is swept where `scale_of` would say otherwise.
    """
    if (assumed is None) == (source is None):
        raise TypeError("give either assumed=(low, high) or source='...'")
    extra: dict[str, Any] = {"unit": unit}
    extra |= {"assumed": list(assumed)} if assumed is not None else {"source": source}
    extra |= {"scale": scale} if scale else {}
    return Field(default=default, description=about, ge=low, le=high, gt=above, json_schema_extra=extra)


def scale_of(low: float, high: float) -> Literal["linear", "log"]:
    """How a range is swept where nothing else is said: by factors if it spans ten times or more, and does not reach 0."""
    return "log" if low > 0 and high >= 10 * low else "linear"


class Constant(Part):
    """Everybody has the same value."""

    law: Literal["constant"] = "constant"
    value: FiniteFloat


class Normal(Part):
    """Normal with `mean` and standard deviation `sd`."""

    law: Literal["normal"]
    mean: FiniteFloat
    sd: FiniteFloat = Field(ge=0)


class Lognormal(Part):
    """Lognormal: the logarithm is normal with mean log(`median`) and standard deviation `sigma`."""

    law: Literal["lognormal"]
    median: FiniteFloat = Field(gt=0)
    sigma: FiniteFloat = Field(ge=0)


class Exponential(Part):
    """Exponential with the given `mean`."""

    law: Literal["exponential"]
    mean: FiniteFloat = Field(ge=0)


class Uniform(Part):
    """Uniform between `low` and `high`."""

    law: Literal["uniform"]
    low: FiniteFloat
    high: FiniteFloat


class LogitNormal(Part):
    """``low + (high - low) * logistic(mean + sd * z)`` with z standard normal: a bent bell between two bounds."""

    law: Literal["logit_normal"]
    mean: FiniteFloat
    sd: FiniteFloat = Field(ge=0)
    low: FiniteFloat
    high: FiniteFloat


def _plain_number(given: Any) -> Any:
    """A bare number stands for a constant."""
    return (
        {"law": "constant", "value": float(given)}
        if isinstance(given, int | float) and not isinstance(given, bool)
        else given
    )


Distribution = Annotated[
    Annotated[
        Constant | Normal | Lognormal | Exponential | Uniform | LogitNormal, Field(discriminator="law")
    ],
    BeforeValidator(_plain_number),
]


Tag = Literal["V", "V2", "M", "D", "A"]


class Source(Part):
    """Where one value of a scenario comes from. Tags are those of the evidence sheet."""

    tag: Tag = Field(
        description="V seen in a primary source, V2 in a secondary one, M from memory, D derived, A assumed"
    )
    source: str = Field(description="publication, law, article; for A: why this value")
    assumed: tuple[float, float] | None = Field(
        None, description="range to sweep; required for tag A on a number"
    )
