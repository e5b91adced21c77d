"""Which rights a mechanism touches (rights.yaml), and what Art. 5(1)(c) of the AI Act asks (ai-act.yaml)."""

from __future__ import annotations

import functools
from typing import Literal

from pydantic import Field, model_validator

from sottovoce.scenario.catalogue import Key, content, sources
from sottovoce.scenario.system_part import ACCESS
from sottovoce.scenario.values import Part, Tag

Confidence = Literal["H", "Md", "L"]


class Checked(Part):
    """How far something was checked."""

    tag: Tag
    confidence: Confidence
    keys: tuple[Key, ...] = ()  # of sources()

    @property
    def label(self) -> str:
        """``V SC1, SC2; H``."""
        keys = " ".join(part for part in (self.tag, ", ".join(self.keys)) if part)
        return f"{keys}; {self.confidence}"

    @model_validator(mode="after")
    def _known(self) -> Checked:
        missing = [key for key in self.keys if key not in sources()]
        if missing:
            raise ValueError(f"no such source: {', '.join(missing)}")
        if self.tag in ("V", "V2") and not self.keys:
            raise ValueError(f"tag {self.tag} says that it was seen: name the source in keys")
        return self


class Article(Checked):
    """An article of a treaty or law, in a few words."""

    about: str


class Case(Checked):
    """A judgment or a text that no mechanism is mapped to, and that a reader should know."""

    what: str
    says: str


class Mechanism(Part):
    """A mechanism, the articles it touches, and the reason. Its key names the function that finds it."""

    key: str = Field(pattern=r"^[a-z_]+$")
    mechanism: str
    articles: tuple[str, ...] = Field(min_length=1)  # of Rights.articles
    why: str


class Rights(Part):
    """All of rights.yaml."""

    instruments: dict[str, str]
    articles: dict[str, Article]
    mechanisms: tuple[Mechanism, ...]
    also: tuple[Case, ...]

    @model_validator(mode="after")
    def _whole(self) -> Rights:
        used = {article for mechanism in self.mechanisms for article in mechanism.articles}
        odd = sorted(used ^ set(self.articles))
        if odd:
            raise ValueError(
                f"articles that are used and not listed, or listed and not used: {', '.join(odd)}"
            )
        homeless = [a for a in self.articles if not any(a.startswith(f"{i} ") for i in self.instruments)]
        if homeless:
            raise ValueError(f"articles of no listed instrument: {', '.join(homeless)}")
        return self


class Element(Checked):
    """One element of the prohibition."""

    key: Literal["ai_system", "period", "basis", "score", "detriment", "cross_context", "disproportion"]
    asks: str
    text: str


class Input(Part):
    """What a score is fed with. `lawful`: taking something for it is unjustified; None: it depends on how grave it is."""

    what: str
    lawful: bool | None


class Consequence(Part):
    """What may follow from a score: inputs of the same context, and inputs of which a scenario cannot say."""

    what: str
    same: tuple[str, ...]
    unclear: tuple[str, ...]
    perk: bool  # an extra on top, of which nobody is deprived


class Act(Part):
    """All of ai-act.yaml."""

    advice: str
    rule: str
    law: Checked
    elements: tuple[Element, ...]
    inputs: dict[str, Input]
    consequences: dict[str, Consequence]
    finance: tuple[str, ...]

    @model_validator(mode="after")
    def _whole(self) -> Act:
        if set(self.consequences) != set(ACCESS):
            raise ValueError(f"consequences are to be exactly: {', '.join(ACCESS)}")
        named = {name for one in self.consequences.values() for name in (*one.same, *one.unclear)}
        if not named <= set(self.inputs) or not set(self.finance) <= set(self.consequences):
            raise ValueError("same, unclear and finance name inputs and consequences that are listed")
        return self


@functools.cache
def law_of_rights() -> Rights:
    """Mechanisms, articles and reasons, in the order of the evidence sheet."""
    return Rights.model_validate(content("rights.yaml", "sottovoce.law"), strict=False)


@functools.cache
def ai_act_law() -> Act:
    """The elements of the prohibition, in the order in which they are asked."""
    return Act.model_validate(content("ai-act.yaml", "sottovoce.law"), strict=False)
