"""The panels of claims and rights: what the articles said, which rights are touched, the AI Act element by element."""

from typing import Any

from sottovoce.scenario.ai_act import ai_act
from sottovoce.scenario.catalogue.law import ai_act_law
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.rights import articles, rights, when
from sottovoce.scenario.show import told
from sottovoce.scenario.show_law import NO_RIGHTS, TOUCHED, found_text


def claims(scenario: Scenario) -> list[dict[str, Any]]:
    """The articles' claims that the scenario has to do with, and the values whose sources speak of them."""
    return [{"claim": one.claim, "found": found_text(one.at)} for one in told(scenario)]


def law(scenario: Scenario) -> dict[str, Any]:
    """What the template shows: computed from the scenario alone, as no run is needed for it."""
    found, check = rights(scenario), ai_act(scenario)
    since = f" Judged as the rules stand from day {check.day:,}." if check.day else ""
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
                "found": found_text(right.found),
            }
            for right in found
        ],
        "verdict": check.verdict,
        "because": check.because + since,
        "rule": ai_act_law().rule,
        "answers": [
            {"asks": a.asks, "answer": a.answer, "because": a.because, "found": found_text(a.found)}
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
