"""The panels of claims and rights: what the articles said, which rights are touched, the AI Act element by element."""

from typing import Any

from sottovoce.law.ai_act import ai_act
from sottovoce.law.catalogue import ai_act_law
from sottovoce.law.rights import NO_RIGHTS, TOUCHED, articles, rights, when
from sottovoce.scenario.claims import claims_about
from sottovoce.scenario.format import by_section
from sottovoce.scenario.model import Scenario


def claims(scenario: Scenario) -> list[dict[str, Any]]:
    """The articles' claims that the scenario has to do with, and the values whose sources speak of them."""
    return [{"claim": one.claim, "found": by_section(one.at)} for one in claims_about(scenario)]


def law(scenario: Scenario) -> dict[str, Any]:
    """What the template shows: computed from the scenario alone, as no run is needed for it."""
    found, check = rights(scenario), ai_act(scenario)
    return {
        "sentence": _sentence(len(found), len(articles(found))),
        "touched": TOUCHED,
        "rights": [
            {
                "mechanism": right.mechanism,
                "when": when(right),
                "articles": ", ".join(
                    article.replace(" ", "\N{NO-BREAK SPACE}") for article in right.articles
                ),
                "why": right.why,
                "found": by_section(right.found),
            }
            for right in found
        ],
        "verdict": check.verdict,
        "grounds": check.grounds + check.since,
        "rule": ai_act_law().rule,
        "answers": [
            {"asks": a.asks, "answer": a.answer, "grounds": a.grounds, "found": by_section(a.found)}
            for a in check.answers
        ],
        "advice": check.advice,
    }


def _sentence(mechanisms: int, touched: int) -> str:
    if not mechanisms:
        return NO_RIGHTS
    some = "1 mechanism is" if mechanisms == 1 else f"{mechanisms} mechanisms are"
    few = "1 article" if touched == 1 else f"{touched} articles"
    return f"{some[:1].upper()}{some[1:]} at work that touch {few} of human rights and data protection law."
