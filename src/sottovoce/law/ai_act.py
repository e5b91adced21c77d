"""Would Art. 5(1)(c) of the EU AI Act prohibit it? Element by element; a teaching aid, not legal advice.

Each element is answered yes, no, or "cannot be told" where a scenario cannot say; answers are combined as in Kleene's
logic (no and anything is no; yes or anything is yes). What counts as the same context, and what as lawful, is in
ai-act.yaml; the choices behind it in docs/decisions/0007.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, get_args

from sottovoce.law import mechanisms
from sottovoce.law.catalogue import ai_act_law
from sottovoce.scenario.fields import number
from sottovoce.scenario.model import CHANNELS, Scenario
from sottovoce.scenario.paths import Settings, at
from sottovoce.scenario.read import Asked, scenario_of

Say = Literal["yes", "no", "cannot be told"]
Verdict = Literal[
    "prohibited",
    "prohibited if it is an AI system",
    "cannot be told",
    "not prohibited",
    "outside Art. 5(1)(c)",
]
SEVERITY: tuple[Verdict, ...] = get_args(Verdict)  # the worst first
YES: Final = "yes"
NO: Final = "no"
UNTOLD: Final = "cannot be told"


class Answer(NamedTuple):
    """One element: what is asked, the answer, the reason, and the values it rests on."""

    key: str
    asks: str
    answer: Say
    grounds: str
    found: Settings


@dataclass(frozen=True)
class Check:
    """What the checker says of a scenario. `day`: the day from which the rules it judged hold."""

    verdict: Verdict
    grounds: str
    answers: tuple[Answer, ...]
    day: int
    advice: str  # says that this is no legal advice

    @property
    def since(self) -> str:
        """A sentence on the day whose rules were judged, with a space before it; empty for day 0."""
        return f" Judged as the rules stand from day {self.day:,}." if self.day else ""

    def __getitem__(self, key: str) -> Answer:
        return next(answer for answer in self.answers if answer.key == key)

    def __str__(self) -> str:
        lines = [f"Art. 5(1)(c) EU AI Act: {self.verdict}. {self.grounds}"]
        lines += [f"  {a.asks} {a.answer}: {a.grounds}" for a in self.answers]
        return "\n".join([*lines, self.advice])

    def _repr_html_(self) -> str:
        """As a notebook shows it."""
        from sottovoce import figures

        head = ("element", "answer", "grounds")
        rows = [(a.asks, a.answer, a.grounds) for a in self.answers]
        caption = f"Art. 5(1)(c) EU AI Act: {self.verdict}. {self.grounds} {self.advice}"
        return figures.table(head, rows, caption, texts=3)


def ai_act(scenario: Asked) -> Check:
    """The verdict on the prohibition of social scoring, for the day of the scenario on which it is met most."""
    checks = [_on(day, now) for day, _, now in scenario_of(scenario).periods()]
    return min(checks, key=lambda check: SEVERITY.index(check.verdict))


class Pair(NamedTuple):
    """Something the score is fed with, something that follows from it, and what the law would say of the two."""

    fed: str
    follows: str
    unrelated: Say
    unjust: Say
    found: Settings


def _on(day: int, s: Scenario) -> Check:
    law = ai_act_law()
    pairs = _pairs(s)
    says = {
        "ai_system": _system(s),
        "period": _period(s),
        "basis": _basis(s),
        "score": _score(s),
        "detriment": _detriment(s),
        "cross_context": _context(s, pairs),
        "disproportion": _proportion(s, pairs),
    }
    answers = tuple(Answer(e.key, e.asks, *says[e.key]) for e in law.elements)
    verdict, grounds = _verdict({a.key: a for a in answers})
    return Check(verdict, f"{grounds[:1].upper()}{grounds[1:].rstrip('.')}.", answers, day, law.advice)


def _verdict(a: dict[str, Answer]) -> tuple[Verdict, str]:
    kind = either(a["cross_context"].answer, a["disproportion"].answer)
    rest: list[Say] = [a[key].answer for key in ("period", "basis", "detriment")]
    if a["score"].answer == NO or a["ai_system"].answer == NO:
        return "outside Art. 5(1)(c)", a["score"].grounds
    match both(*rest, kind):
        case "yes":
            ways = [
                words
                for key, words in (
                    ("cross_context", "in an unrelated context"),
                    ("disproportion", "unjustified"),
                )
                if a[key].answer == YES
            ]
            text = f"People are scored over time, and treated worse for it: {' and '.join(ways)}."
            if a["ai_system"].answer == YES:
                return "prohibited", text
            return (
                "prohibited if it is an AI system",
                f"{text} Whether a program infers the score is not said.",
            )
        case "no":
            missing = [key for key in ("period", "basis", "detriment") if a[key].answer == NO]
            reasons = [a[key].grounds for key in missing[:1] or ("cross_context", "disproportion")]
            if "loan" in _follows(a):
                reasons.append("credit scoring stays a high-risk use (Annex III 5(b))")
            return "not prohibited", "; ".join(reasons)
    open_ = [e.grounds for e in a.values() if e.answer == UNTOLD and e.key not in ("ai_system", "score")]
    return "cannot be told", "; ".join(dict.fromkeys(open_))


def _follows(a: dict[str, Answer]) -> set[str]:
    return {str(found.value) for found in a["detriment"].found}


# --- the elements


def _system(s: Scenario) -> tuple[Say, str, Settings]:
    read = mechanisms.pooled(s)
    if not mechanisms.fed(s):
        return NO, "nothing is computed about people here", ()
    if read:
        return (
            YES,
            "how far an act obeys is inferred from what people buy or read, of everybody, every day",
            read,
        )
    return (
        UNTOLD,
        "a score is computed, and by what means is not said: a table of points that people wrote would be none",
        at(s, "score.in_force"),
    )


def _period(s: Scenario) -> tuple[Say, str, Settings]:
    found = at(s, "score.memory_months", "score.fade")
    if not mechanisms.fed(s):
        return NO, "nothing is added up", ()
    if s.score.fade >= 1:
        return NO, "a day's acts are forgotten the next day: each rating stands alone", found
    months = s.score.memory_months
    kept = f"acts are added up for {months} months" if months else "acts are added up without end"
    return YES, kept + (" and fade" if s.score.fade > 0 else ""), found


def _basis(s: Scenario) -> tuple[Say, str, Settings]:
    found = mechanisms.fed(s)
    if not found:
        return NO, "nothing that people do or are moves a score", ()
    what = [ai_act_law().inputs[name].what for name in _inputs(s)]
    return YES, f"it counts {_and(what)}", found


def _score(s: Scenario) -> tuple[Say, str, Settings]:
    if mechanisms.fed(s):
        return (
            YES,
            "everybody who is enrolled gets a number, and what follows depends on it",
            at(s, "score.low", "score.high"),
        )
    return NO, _why_none(s), ()


def _why_none(s: Scenario) -> str:
    if not s.score.in_force:
        return "no score is in force"
    others = ["a list"] * mechanisms.lists(s) + ["informers or provocateurs"] * bool(mechanisms.agents(s))
    others += ["a power to freeze accounts"] * mechanisms.freezes(s)
    others += ["a number that links files"] * bool(s.identity.linked)
    why = (
        "nothing that people do moves a score" if mechanisms.enrols(s) else "nobody ever comes under a score"
    )
    return why + (f"; what there is ({_and(others)}) is not what the article is about" if others else "")


def _detriment(s: Scenario) -> tuple[Say, str, Settings]:
    if not mechanisms.fed(s):
        return NO, "nothing follows from a score", ()
    by = _worse(s)
    hard = [i for i, say in by.items() if say == YES]
    if hard:
        found = at(s, *(f"tiers.{i}.access" for i in hard))
        takes = [s.tiers[i].name for i in hard if s.tiers[i].effect == "takes"]
        gives = [s.tiers[i].name for i in hard if s.tiers[i].effect == "gives"]
        parts = [f"taken below an edge: {_and(takes)}"] if takes else []
        parts += [f"refused to those below an edge: {_and(gives)}"] if gives else []
        return YES, "; ".join(parts), found
    if mechanisms.lookup(s):
        text = "nothing is taken, but all can see the score; whether others treat people worse for it is not said"
        return UNTOLD, text, mechanisms.lookup(s)
    if by:
        text = "only extras on top are given, as in a loyalty programme; nobody is deprived of what others have anyway"
        return NO, text, at(s, *(f"tiers.{i}.access" for i in by))
    return NO, "nothing is given or taken for a score", ()


def _decided(pairs: list[Pair], asked: Callable[[Pair], Say]) -> tuple[Say, list[Pair], Settings]:
    """What is to be said of all pairs together, the pairs that decide it, and their values."""
    say = either(*map(asked, pairs))
    chosen = [pair for pair in pairs if asked(pair) == say]
    return say, chosen, _together(pair.found for pair in chosen)


def _context(s: Scenario, pairs: list[Pair]) -> tuple[Say, str, Settings]:
    if not pairs:
        return _nothing_worse(s, "where others look it up is not said")
    say, chosen, found = _decided(pairs, lambda pair: pair.unrelated)
    if say == YES:
        return YES, _decide(chosen), found
    if say == UNTOLD:
        return UNTOLD, f"whether it is the same context is not said: {_decide(chosen)}", found
    return (
        NO,
        "what counts is of the context in which it counts: payments, for credit and nothing else",
        found,
    )


def _proportion(s: Scenario, pairs: list[Pair]) -> tuple[Say, str, Settings]:
    if not pairs:
        return _nothing_worse(s, "what others make of it is not said")
    say, chosen, found = _decided(pairs, lambda pair: pair.unjust)
    if say == YES:
        what = _and(list(dict.fromkeys(pair.fed for pair in chosen)))
        return YES, f"people are worse off for what is lawful, or not their own: {what}", found
    if say == UNTOLD:
        return UNTOLD, f"how grave what counts is, is not said{_steps(s)}", found
    return NO, "late payments bear on credit; a test for one purpose is spared (recital 31)", found


def _nothing_worse(s: Scenario, unsaid: str) -> tuple[Say, str, Settings]:
    say, _, found = _detriment(s)
    return (UNTOLD, unsaid, found) if say == UNTOLD else (NO, "nothing worse follows", ())


# --- what feeds a score, and what follows


def _inputs(s: Scenario) -> dict[str, Settings]:
    """Names of ai-act.yaml's inputs that feed the score, with the values that make them count."""
    found = {name: mechanisms.scored(s, (name,)) for name in CHANNELS}
    found |= {"conduct": mechanisms.conduct(s), "friends": mechanisms.friends(s)}
    found |= {"reports": mechanisms.reported(s), "ratings": mechanisms.rated(s)}
    return {name: finds for name, finds in found.items() if finds}


def _worse(s: Scenario) -> dict[int, Say]:
    """Number of each active tier -> whether those on the wrong side of its edge are treated worse."""
    law = ai_act_law().consequences
    return {
        i: YES if tier.effect == "takes" or not law[tier.access].perk else NO
        for i, tier in mechanisms.tiers(s, on="score")
    }


def _only_credit(s: Scenario) -> bool:
    """Nothing but conduct counts, and nothing but credit follows: then conduct is taken to be payments."""
    follows = {s.tiers[i].access for i in _worse(s)}
    return set(_inputs(s)) == {"conduct"} and follows <= set(ai_act_law().finance)


def _pairs(s: Scenario) -> list[Pair]:
    law = ai_act_law()
    worse = [i for i, say in _worse(s).items() if say == YES]
    payments = _only_credit(s)
    found = []
    for name, finds in _inputs(s).items():
        for i in worse:
            tier = s.tiers[i]
            follows = law.consequences[tier.access]
            unrelated: Say = YES
            if name in follows.same or payments:
                unrelated = NO
            elif name in follows.unclear:
                unrelated = UNTOLD
            unjust: Say = UNTOLD
            costs = any(not one.path.endswith("gain") for one in finds)
            if payments:
                unjust = NO
            elif costs and law.inputs[name].lawful:
                unjust = YES
            values = finds + at(s, f"tiers.{i}.access")
            found.append(Pair(law.inputs[name].what, follows.what, unrelated, unjust, values))
    return found


def _steps(s: Scenario) -> str:
    """How many bad events take somebody at the start below the nearest sanction."""
    loss = s.channels.conduct.loss
    edges = [
        t.edge
        for _, t in mechanisms.tiers(s, effect="takes", on="score")
        if t.edge is not None and t.edge <= s.score.start
    ]
    if not mechanisms.conduct(s) or loss == 0 or not edges:
        return ""
    count = max(1, math.ceil((s.score.start - max(edges)) / loss))
    times = "one bad event takes" if count == 1 else f"{number(count)} bad events in a row take"
    return f"; {times} somebody from the start below the nearest edge"


def _decide(pairs: list[Pair]) -> str:
    """``posts and browsing decide on loans and jobs``: by what follows, joined where the same things feed it."""
    by: dict[tuple[str, ...], list[str]] = {}
    for follows in dict.fromkeys(pair.follows for pair in pairs):
        feeding = tuple(dict.fromkeys(pair.fed for pair in pairs if pair.follows == follows))
        by.setdefault(feeding, []).append(follows)
    return "; ".join(f"{_and(list(feeding))} decide on {_and(follows)}" for feeding, follows in by.items())


def _together(finds: Iterable[Settings]) -> Settings:
    return tuple(dict.fromkeys(one for some in finds for one in some))


def _and(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


# --- Kleene's logic


def both(*says: Say) -> Say:
    """No if any is no; yes if all are yes; else it cannot be told."""
    return NO if NO in says else UNTOLD if UNTOLD in says else YES


def either(*says: Say) -> Say:
    """Yes if any is yes; no if all are no; else it cannot be told."""
    return YES if YES in says else UNTOLD if UNTOLD in says else NO
