"""What `show` says below the values: the articles' claims, the rights touched, and the AI Act element by element."""

from __future__ import annotations

from typing import Any, NamedTuple

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from sottovoce.scenario.ai_act import ai_act
from sottovoce.scenario.at_work import Finds
from sottovoce.scenario.catalogue import Claim, articles, statuses
from sottovoce.scenario.catalogue.law import ai_act_law
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import plain
from sottovoce.scenario.rights import rights, when
from sottovoce.scenario.terminal import Fitting, plain_table
from sottovoce.scenario.written import shown

WIDE = 150  # columns from which these are tables
NO_RIGHTS = "No mechanism that touches a right is at work here."
TOUCHED = "Touched is not broken: that depends on law, aim and necessity, of which a scenario says nothing."


class Told(NamedTuple):
    """A claim of the articles, and the values of a scenario whose sources speak of it."""

    claim: Claim
    at: Finds


def law_as_json(scenario: Scenario) -> dict[str, Any]:
    """Rights and the AI Act as data."""
    check = ai_act(scenario)
    return {
        "rights": [right._asdict() | {"found": _values(right.found)} for right in rights(scenario)],
        "ai_act": {
            "verdict": check.verdict,
            "because": check.because,
            "day": check.day,
            "elements": [answer._asdict() | {"found": _values(answer.found)} for answer in check.answers],
            "advice": check.advice,
        },
    }


def found_text(found: Finds) -> str:
    """``score: spill 0.3, lookup public; tiers.0: access loan``: by section, each named once."""
    sections: dict[str, list[str]] = {}
    for one in found:
        section, _, name = one.path.rpartition(".")
        sections.setdefault(section, []).append(f"{name} {shown(one.value)}")
    return "; ".join(f"{section}: {', '.join(entries)}" for section, entries in sections.items())


def claims_of(found: list[Told]) -> list[RenderableType]:
    """What the articles say, in their words, what became of it, and the values whose sources speak of it."""
    if not found:
        return [Text("The articles say nothing of it.")]
    table = plain_table(">#", "claim", "their words", "what became of it", "what is known", "here")
    for column, ratio in zip(table.columns[1:], (3, 3, 2, 4, 3), strict=True):
        column.ratio = ratio
    lines: list[RenderableType] = []
    for claim, at in found:
        quote = f"“{claim.quote}” ({', '.join(claim.articles)})"
        cells = (str(claim.number), claim.mechanism, quote, claim.verdict, claim.known, found_text(at))
        table.add_row(*(Text(cell) for cell in cells))
        lines.append(Text(f"#{claim.number} {claim.mechanism}: ").append(claim.verdict, "bold"))
        lines += [_below(text) for text in (quote, claim.known, found_text(at)) if text]
    files = "; ".join(f"{label} {article.file}" for label, article in articles().items())
    used = {status for claim, _ in found for status in (claim.status, claim.also)}
    meant = "; ".join(f"{status} {meaning}" for status, meaning in statuses().items() if status in used)
    return [
        Text("Claims of the articles", "bold"),
        Text(
            "What the articles say of it, what became of that, and the values here whose sources speak of it.",
            "dim",
        ),
        Fitting((WIDE, table), (0, Group(*lines))),
        Text(meant, "dim"),
        Text(files, "dim"),
    ]


def rights_of(scenario: Scenario) -> list[RenderableType]:
    """Mechanisms at work, the articles they touch, and why."""
    found = rights(scenario)
    if not found:
        return [Text(NO_RIGHTS)]
    table = plain_table("mechanism at work", "articles", "why", "found")
    table.columns[0].no_wrap = False
    for column, ratio in zip(table.columns, (2, 2, 3, 3), strict=True):
        column.ratio = ratio
    lines: list[RenderableType] = []
    for right in found:
        days = f" ({when(right)})" if when(right) else ""
        cells = (right.mechanism + days, ", ".join(right.articles), right.why, found_text(right.found))
        table.add_row(*(Text(cell) for cell in cells))
        lines.append(Text(f"{right.mechanism}{days}: ").append(cells[1], "bold"))
        lines += [_below(right.why), _below(cells[3])]
    return [
        Text("Rights that are touched", "bold"),
        Fitting((WIDE, table), (0, Group(*lines))),
        Text(TOUCHED, "dim"),
    ]


def act_of(scenario: Scenario) -> list[RenderableType]:
    """The prohibition of social scoring, element by element."""
    check = ai_act(scenario)
    table = plain_table("element", "answer", "because", "found")
    for column, ratio in zip(table.columns[2:], (1, 1), strict=True):
        column.ratio = ratio
    lines: list[RenderableType] = []
    for answer in check.answers:
        cells = (answer.asks, answer.answer, answer.because, found_text(answer.found))
        table.add_row(*(Text(cell) for cell in cells))
        lines.append(Text(f"{answer.asks} ").append(answer.answer, "bold"))
        lines += [_below(text) for text in cells[2:] if text]
    head = Text("AI Act, Art. 5(1)(c), social scoring: ", "bold").append(check.verdict, "bold underline")
    since = f" Judged as the rules stand from day {check.day:,}." if check.day else ""
    return [
        head,
        Text(check.because + since),
        Text(ai_act_law().rule, "dim"),
        Fitting((WIDE, table), (0, Group(*lines))),
        Text(check.advice, "bold"),
    ]


def _below(text: str) -> RenderableType:
    return Padding(Text(text, "dim"), (0, 0, 0, 4))


def _values(found: Finds) -> list[dict[str, Any]]:
    return [{"path": one.path, "value": plain(one.value)} for one in found]
