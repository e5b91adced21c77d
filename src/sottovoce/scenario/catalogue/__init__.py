"""What the articles claimed, what is known of each claim, and where from: the YAML files of this folder.

How the model does each claim is in mechanisms.py.
The evidence sheet says what may not be shown (figures from memory that nobody could check); it is not here.
"""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from sottovoce.errors import SottovoceError, nearest
from sottovoce.scenario.lines import parse
from sottovoce.scenario.values import Part

Status = Literal["DOC", "DOC-ELSE", "PART", "CLAIM", "REF", "PRED"]
Article = Literal["S0", "S2", "S3"]
Key = Annotated[str, Field(pattern=r"^[A-Z]+[0-9]*$")]


class ArticleFile(Part):
    """One of the three articles."""

    file: str
    headline: str


class Claim(Part):
    """One mechanism, claim or system that an article names, and what became of it."""

    number: int = Field(ge=1)
    mechanism: str
    articles: tuple[Article, ...] = Field(min_length=1)
    quote: str  # verbatim, 15 words or fewer
    status: Status
    of: str | None = None  # the system that the status is about, where not the one the article names
    also: Status | None = None  # a second status: found in another real system
    known: str
    keys: tuple[Key, ...]  # of sources()

    @property
    def verdict(self) -> str:
        """The status as text: ``REF for Zhima; DOC-ELSE``."""
        return self.status + (f" for {self.of}" if self.of else "") + (f"; {self.also}" if self.also else "")


# a DOI; or a site with or without a page, as the texts of sources have them, without https://
ADDRESS = re.compile(
    r"(?<![\w@/.-])(?:(?P<doi>10\.\d{4,}/[^\s,;)]*\d[^\s,;)]*)|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/[^\s,;)]*)?)",
    re.I,
)


class SourceText(Part):
    """Where something was read."""

    topic: str
    text: str

    @property
    def parts(self) -> list[tuple[str, str | None]]:
        """The text in pieces, each with the address that it names, if it names one."""
        found: list[tuple[str, str | None]] = []
        end = 0
        for hit in ADDRESS.finditer(self.text):
            at = "https://doi.org/" if hit["doi"] else "https://"
            found += [(self.text[end : hit.start()], None), (hit[0], at + hit[0])]
            end = hit.end()
        return [part for part in (*found, (self.text[end:], None)) if part[0]]


class Band(Part):
    """An order of magnitude to hold a run against."""

    quantity: str
    when: str
    low: float | None
    high: float | None
    centre: tuple[float, float] | None = None
    unit: str
    drawn_from: str
    keys: tuple[Key, ...]


class _Claims(Part):
    statuses: dict[Status, str]
    articles: dict[Article, ArticleFile]
    claims: tuple[Claim, ...]


def claims() -> tuple[Claim, ...]:
    """All rows of the catalogue, by number."""
    return _claims().claims


def statuses() -> dict[Status, str]:
    """Status -> what it means."""
    return _claims().statuses


def articles() -> dict[Article, ArticleFile]:
    """Label -> file and headline of the article."""
    return _claims().articles


@functools.cache
def sources() -> dict[str, SourceText]:
    """Key -> topic and text of the source, in the order of the evidence sheet."""
    return TypeAdapter(dict[Key, SourceText]).validate_python(content("sources.yaml")["sources"])


def source(key: str) -> SourceText:
    """The source of a key such as ``W1``. Raises SottovoceError with the nearest key."""
    if key not in sources():
        raise SottovoceError(f"{key}: no such source.{nearest(key, sources())}")
    return sources()[key]


@functools.cache
def bands() -> tuple[Band, ...]:
    """Check bands, in the order of the evidence sheet."""
    return TypeAdapter(tuple[Band, ...]).validate_python(content("bands.yaml")["bands"], strict=False)


@functools.cache
def _claims() -> _Claims:
    return _Claims.model_validate(content("claims.yaml"), strict=False)


def content(name: str, package: str = __name__) -> Any:
    """What a YAML file of a package says, as plain data."""
    return parse((resources.files(package) / name).read_text(encoding="utf-8"), name).data
