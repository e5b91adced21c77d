"""What the stored study of claims says of a scenario, for the page: a row a claim."""

from typing import Any

from sottovoce.scenario.model import Scenario
from sottovoce.verdicts import declared
from sottovoce.verdicts.swept import swept


def verdicts(scenario: Scenario) -> dict[str, Any] | None:
    """The study, and of each claim what share of the space of assumed values speaks for it, and against, each with its 95% interval over points; None where it was not swept, or values were changed."""
    study = swept(scenario)
    if study is None:
        return None
    asked = declared.read()
    claims = [(asked.claim(name), share) for name, share in study.claims.items()]
    return {
        "date": study.date, "points": study.points, "seeds": study.seeds, "citizens": study.citizens, "values": study.values,
        "rows": [{"name": claim.name, "hypothesis": claim.asked.hypothesis, "placebo": claim.asked.placebo,
                  "for": list(share["for"]), "against": list(share["against"])} for claim, share in claims],
    }  # fmt: skip
