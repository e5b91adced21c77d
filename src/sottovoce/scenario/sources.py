"""Where every value of a scenario comes from: the scenario's own source, else the model's, else none."""

from __future__ import annotations

import functools
import re
from typing import Any, Literal, NamedTuple

from sottovoce.errors import ScenarioError
from sottovoce.scenario.catalogue import sources
from sottovoce.scenario.fields import Info, describe
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import get, leaves, plain
from sottovoce.scenario.values import Tag

TAGS = {
    "V": "seen in a primary source",
    "V2": "seen in a secondary source",
    "M": "from memory",
    "D": "derived",
    "A": "assumed",
    "none": "yours, unsourced",
}
DEFAULT = "the model's default"
NAMING = (
    "name",
    "label",
    "about",
    "seed",
    "society.network.own",
    "ties.drop_own",
    "ties.make_own",
)  # what names a run or its luck, and is no claim about anything


class Provenance(NamedTuple):
    """Tag, source, and for what is assumed the range (or the alternatives) to sweep."""

    tag: Tag | Literal["none"]
    source: str
    assumed: tuple[Any, ...] | None = None


def provenance(scenario: Scenario, path: str) -> Provenance:
    """Where the value at `path` comes from. Raises ScenarioError if there is no such value.

    The scenario's `sources` come first (an entry for a whole distribution covers its parameters); then the
    model, if the value is the model's own default. Otherwise the tag is "none".
    """
    value = get(scenario, path)
    above = path.rpartition(".")[0]
    places = [path, above] if above and describe(above).kind == "distribution" else [path]
    for place in places:
        if place in scenario.sources:
            own = scenario.sources[place]
            return Provenance(own.tag, own.source, own.assumed)
    info = describe(path)
    if plain(value) != plain(_default(path, info)):
        return Provenance("none", TAGS["none"])
    if info.source is not None:
        tag, _, text = info.source.partition(" ")
        return Provenance(tag, text, None) if tag in TAGS else Provenance("V", info.source, None)  # type: ignore[arg-type]
    return Provenance("A", DEFAULT, info.assumed or info.choices or None)


def unsourced(scenario: Scenario) -> list[str]:
    """Paths of the values that nobody gives a source for, in order; the names of things are not values."""
    return [
        path for path in leaves(scenario) if sourceable(path) and provenance(scenario, path).tag == "none"
    ]


def sourceable(path: str) -> bool:
    """False for what only names something, for a scenario's own luck, and for the timetable of its dates."""
    return path not in NAMING and not path.endswith(".name") and not path.startswith("dates.")


def cited(texts: list[str]) -> tuple[list[int], list[str]]:
    """Rows of claims (``#24``) and keys of sources (``Z1``) that texts refer to, each once, in order."""
    rows = sorted({int(row) for text in texts for row in re.findall(r"#(\d+)", text)})
    words = {word for text in texts for word in re.findall(r"\b[A-Z]+[0-9]*\b", text)}
    return rows, [key for key in sources() if key in words]


def _default(path: str, info: Info) -> Any:
    """The model's default at `path`: of the section as the model fills it, or of an entry's field."""
    try:
        return get(_defaults(), path)
    except ScenarioError:  # an entry of a list, or a parameter of another law
        return info.default


@functools.cache
def _defaults() -> Scenario:
    return Scenario.model_validate({"name": "x", "label": "x"})
