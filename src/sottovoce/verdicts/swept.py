"""What the stored study of claims says of a scenario over the whole space of its assumed values: shipped with the package, so that a single run
can say beside its own interval, which covers luck only, how far its answer depends on what is assumed.

`swept.json` is made by ``python docs/claims.py`` from the study that the page of claims is made from (``sottovoce claims --quick``).
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import leaves
from sottovoce.scenario.read import read
from sottovoce.verdicts import declared
from sottovoce.verdicts.verdict import Share

FILE = "swept.json"
DAYS = 365  # the study looks at days 180 to 364: a shorter run asks another question
OWN = (
    "name",
    "label",
    "about",
    "base",
    "citizens",
    "days",
    "seed",
)  # a run may choose these and is the preset still


class Swept(NamedTuple):
    """The study: `claims` and `safeguards` (by the name of the reform): what -> share of the space; `margin`: by claim, and of safeguards in the unit of what is held back."""

    scenario: str
    date: str
    points: int
    seeds: int
    citizens: int
    values: int
    claims: dict[str, dict[str, Share]]  # "for", "against"
    margins: dict[str, float]
    safeguards: dict[str, dict[str, Share]]  # "helps", "harms", "best"
    safeguards_margin: float


def trimmed(result: Mapping[str, Any]) -> dict[str, Any]:
    """What is shipped, from the data of a study of claims (`sottovoce claims --json`)."""
    asked = declared.read().asked
    reforms = {name: world.reform for name, world in asked.worlds.items() if world.reform and not world.set}

    def part(share: Mapping[str, float]) -> list[float]:
        return [round(share[key], 4) for key in ("value", "low", "high")]

    return {
        "scenario": result["scenario"],
        "date": result["begun"][:10],
        "points": result["points"],
        "seeds": len(result["seeds"]),
        "citizens": result["citizens"],
        "values": result["values"],
        "claims": {
            row["claim"]["name"]: {key: part(row["verdict"][key]) for key in ("for", "against")}
            for row in result["verdicts"]
        },
        "margins": {row["claim"]["name"]: row["claim"]["margin"] for row in result["verdicts"]},
        "safeguards": {
            reforms[one["world"]]: {
                said: part(one[key])
                for said, key in (("helps", "back"), ("harms", "worse"), ("best", "first"))
            }
            for one in result["safeguards"]
            if one["world"] in reforms
        },
        "safeguards_margin": asked.safeguards.margin if asked.safeguards else 0.0,
    }


@cache
def shipped() -> Swept:
    """The study that comes with the package."""
    text = resources.files("sottovoce.verdicts").joinpath(FILE).read_text(encoding="utf-8")
    found = json.loads(text)
    for kind in ("claims", "safeguards"):
        found[kind] = {
            name: {key: Share(*share) for key, share in each.items()} for name, each in found[kind].items()
        }
    return Swept(**found)


def swept(scenario: Scenario) -> Swept | None:
    """The study of this scenario: of the preset, whatever the number of people and days. None where it was not swept, or values were changed."""
    found = shipped()
    if scenario.name != found.scenario or scenario.days < DAYS:
        return None
    mine, preset = (
        {path: value for path, value in leaves(one).items() if path.partition(".")[0] not in OWN}
        for one in (scenario, read(found.scenario))
    )
    return found if mine == preset else None
