"""What holds people back, beside what taking a thing away gives back: two answers to two questions, and whether they agree."""

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from sottovoce import figures
from sottovoce.measure.pairs import Effect
from sottovoce.report.facts import Facts
from sottovoce.report.numbers import number, span
from sottovoce.report.sentences import sign
from sottovoce.report.words import HOLDS_BACK, TAKEN, TERM_TAKEN
from sottovoce.study.study import TERMS_OUT

QUESTIONS = (
    "The left column shares out what was held back in the choices as they were; the right one lives the same people again, with the same luck, "
    "and one thing taken away, where friends say more or less too, and scores and sanctions are others."
)


class Beside(NamedTuple):
    """A term; its share of the wish held back in the world with the system, less that in the one without the term (nothing, but for what is
    law); and what all terms together hold back there, less in the one without the term. Over the same seeds."""

    term: str
    share: Effect
    given_back: Effect


def terms(facts: Facts) -> list[Beside]:
    """The terms that were taken away in some world of the run."""
    return [
        Beside(
            term,
            *(turned(facts.knockouts[name][each]) for each in (f"held_back_by_{term}", "wish_held_back")),
        )
        for term, name in TERMS_OUT.items()
        if name in facts.knockouts
    ]


def turned(effect: Effect) -> Effect:
    """What is given back by taking something away, from the effect of it: the world with all of it minus the world without."""
    low, high = (None if end is None else -end for end in (effect.high, effect.low))
    return Effect(effect.without, effect.with_, -effect.difference, low, high, effect.unit)


def shared_out(facts: Facts) -> str:
    """What the system changes in the wish held back, term by term, the largest first."""
    if not facts.effects:
        return ""
    total = facts.effects["wish_held_back"]
    parts = {term: facts.effects[f"held_back_by_{term}"] for term in HOLDS_BACK}
    moved = [(term, part) for term, part in parts.items() if sign(part) not in ("same", "none")]
    if sign(total) == "none" or not moved:
        return ""
    moved.sort(key=lambda each: -each[1].difference)
    listed = ", ".join(f"{term} {_told(part)[0]}" for term, part in moved)
    below = [term for term, part in parts.items() if part.with_ < 0]
    more = (
        f" With the system {' and '.join(below)} made people say more than they would have otherwise."
        if below
        else ""
    )
    return f"With minus without the system, wish held back: {_told(total)[0]}. Shared out among the terms of the choice: {listed}.{more}"


def table(facts: Facts) -> str:
    """Each term of the system and each feature: its share of the wish held back, and what taking it away gives back."""
    rows = [
        [f"{beside.term}\n{TERM_TAKEN[beside.term]}", *_told(beside.share), *_told(beside.given_back)]
        for beside in terms(facts)
    ]
    for name, effects in facts.knockouts.items():
        if name in TAKEN:
            rows.append([f"{name}\n{TAKEN[name]}", "–", "–", *_told(turned(effects["wish_held_back"]))])
    head = ["taken away", "share", "95% interval", "given back", "95% interval"]
    caption = "Of the wish held back: the share of a term, and what the world less the term, or less a feature, gives back. pp: percentage points of the wish."
    return figures.table(head, rows, caption)


def _told(effect: Effect) -> list[str]:
    return [number(effect.difference, effect.unit, sign=True), span(effect.low, effect.high, effect.unit)]


def verdict(found: Sequence[Beside]) -> str:
    """Where the two answers disagree in sign or in order, as far as the seeds can tell."""
    said = []
    for term, share, back in found:
        signs = {sign(share), sign(back)}
        if signs == {"more", "less"}:
            said.append(
                f"{term} holds back {_told(share)[0]} by its share and gives back {_told(back)[0]} when taken away: the signs differ"
            )
        elif "same" in signs and len(signs) == 2 and not signs & {"unclear", "alone", "none"}:
            said.append(f"{term} is exactly nothing by one answer and not by the other")
    for one, two in combinations(found, 2):
        if _above(one.share, two.share) * _above(one.given_back, two.given_back) < 0:
            first, second = (one, two) if _above(one.share, two.share) > 0 else (two, one)
            said.append(
                f"by its share {first.term} holds back more than {second.term}, when taken away it gives back less: the orders differ"
            )
    if said:
        return "The two answers disagree: " + "; ".join(said) + "."
    if any(sign(each) == "alone" for beside in found for each in beside[1:]):
        return "With one seed it cannot be said whether the two answers agree."
    if all("unclear" in (sign(beside.share), sign(beside.given_back)) for beside in found):
        return "The seeds cannot tell whether the two answers agree."
    return "Where the seeds can tell, the two answers agree in sign and in order."


def _above(one: Effect, two: Effect) -> int:
    """1 or -1 where one is surely above or below the other (their intervals do not meet), else 0."""
    if one.low is None or one.high is None or two.low is None or two.high is None:
        return 0
    return int(one.low > two.high) - int(one.high < two.low)
