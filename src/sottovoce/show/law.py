"""What `show` says below the values: the articles' claims, the rights touched, and the AI Act element by element."""

from __future__ import annotations

from typing import Any

from rich.console import RenderableType
from rich.text import Text

from sottovoce.law.ai_act import ai_act
from sottovoce.law.catalogue import ai_act_law
from sottovoce.law.rights import NO_RIGHTS, TOUCHED, rights, when
from sottovoce.scenario.catalogue import articles, statuses
from sottovoce.scenario.claims import Cited
from sottovoce.scenario.format import by_section
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import Settings, plain
from sottovoce.terminal import plain_table, table_or_lines

WIDE = 150  # columns from which these are tables


def law_as_json(scenario: Scenario) -> dict[str, Any]:
    """Rights and the AI Act as data."""
    check = ai_act(scenario)
    return {
        "rights": [right._asdict() | {"found": settings_as_json(right.found)} for right in rights(scenario)],
        "ai_act": {
            "verdict": check.verdict,
            "grounds": check.grounds,
            "day": check.day,
            "elements": [
                answer._asdict() | {"found": settings_as_json(answer.found)} for answer in check.answers
            ],
            "advice": check.advice,
        },
    }


def claims_of(found: list[Cited]) -> list[RenderableType]:
    """What the articles say, in their words, what became of it, and the values whose sources cite it."""
    if not found:
        return [Text("The articles say nothing of it.")]
    table = plain_table(
        ">#", "claim", "their words", "what became of it", "what is known", "here", ratios=(3, 3, 2, 4, 3)
    )
    entries = []
    for claim, at in found:
        quote = f"“{claim.quote}” ({', '.join(claim.articles)})"
        cells = (str(claim.number), claim.mechanism, quote, claim.verdict, claim.known, by_section(at))
        line = Text(f"#{claim.number} {claim.mechanism}: ").append(claim.verdict, "bold")
        entries.append((cells, line, (quote, claim.known, by_section(at))))
    files = "; ".join(f"{label} {article.file}" for label, article in articles().items())
    used = {status for claim, _ in found for status in (claim.status, claim.also)}
    meant = "; ".join(f"{status} {meaning}" for status, meaning in statuses().items() if status in used)
    return [
        Text("Claims of the articles", "bold"),
        Text(
            "What the articles say of it, what became of that, and the values here whose sources speak of it.",
            "dim",
        ),
        table_or_lines(WIDE, table, entries),
        Text(meant, "dim"),
        Text(files, "dim"),
    ]


def rights_of(scenario: Scenario) -> list[RenderableType]:
    """The active mechanisms, the articles they touch, and why."""
    found = rights(scenario)
    if not found:
        return [Text(NO_RIGHTS)]
    table = plain_table("mechanism at work", "articles", "why", "found", ratios=(2, 2, 3, 3))
    table.columns[0].no_wrap = False
    entries = []
    for right in found:
        days = f" ({when(right)})" if when(right) else ""
        cells = (right.mechanism + days, ", ".join(right.articles), right.why, by_section(right.found))
        entries.append((cells, Text(f"{cells[0]}: ").append(cells[1], "bold"), cells[2:]))
    return [
        Text("Rights that are touched", "bold"),
        table_or_lines(WIDE, table, entries),
        Text(TOUCHED, "dim"),
    ]


def act_of(scenario: Scenario) -> list[RenderableType]:
    """The prohibition of social scoring, element by element."""
    check = ai_act(scenario)
    table = plain_table("element", "answer", "grounds", "found", ratios=(1, 1))
    entries = []
    for answer in check.answers:
        cells = (answer.asks, answer.answer, answer.grounds, by_section(answer.found))
        entries.append((cells, Text(f"{answer.asks} ").append(answer.answer, "bold"), cells[2:]))
    head = Text("AI Act, Art. 5(1)(c), social scoring: ", "bold").append(check.verdict, "bold underline")
    return [
        head,
        Text(check.grounds + check.since),
        Text(ai_act_law().rule, "dim"),
        table_or_lines(WIDE, table, entries),
        Text(check.advice, "bold"),
    ]


def settings_as_json(found: Settings) -> list[dict[str, Any]]:
    """Paths and values as data."""
    return [{"path": one.path, "value": plain(one.value)} for one in found]
