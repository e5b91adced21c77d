"""The answer of a run or a comparison, after its first sentence: who bears it, what gives how much back, and, apart from luck, what the assumptions do to it."""

from collections.abc import Sequence
from typing import Any

from sottovoce.measure.borne import LEAST, Contrast
from sottovoce.measure.harms import Given
from sottovoce.report.causes import TITLES
from sottovoce.report.facts import Facts
from sottovoce.report.numbers import count, number, percent
from sottovoce.report.sentences import seeds, sign
from sottovoce.report.words import short
from sottovoce.scenario.model import Scenario
from sottovoce.verdicts.swept import swept
from sottovoce.verdicts.words import percent as share

PARTS = {
    "majority at home": "people in the majority in their own community",
    "minority at home": "people outnumbered there",
    "fewest disagree": "people where fewest neighbours disagree",
    "most disagree": "people where most neighbours disagree",
}


def of_run(facts: Facts) -> list[str]:
    """After the first sentence: who bears it, which feature gives most back, and, apart from luck, what the assumptions do to it. Nothing without a finished pair."""
    found, pairs = facts.summary, facts.summary.get("finished_pairs", 0)
    if not pairs or not facts.scenario.ever_in_force:
        return []
    if all(sign(facts.effects[part]) == "same" for part in ("spoke", "held_back", "cut_off")):
        return ["The system changes none of this: both worlds are the same in it."]
    said = [who([Contrast(**one) for one in found.get("borne", [])], pairs)]
    harm = harm_of(facts)
    if harm is None:
        said.append(
            "These seeds do not show that the system silences people, so there is nothing to give back."
        )
    elif shares := [(name, given(each[harm])) for name, each in found.get("given_back", {}).items()]:
        over = seeds(shares[0][0], facts)
        told = [(f"taking away “{TITLES[name].lower()}”", one) for name, one in shares]
        said.append(back(told, short(harm), "feature", over))
    return [*said, assumptions(facts.scenario)]


def harm_of(facts: Facts) -> str | None:
    """The part of the account that is given back: held back, where the system adds to it; else speech, where it takes from it; else none."""
    if sign(facts.effects["held_back"]) in ("more", "alone") and facts.effects["held_back"].difference > 0:
        return "held_back"
    spoke = facts.effects["spoke"]
    return "spoke" if sign(spoke) in ("less", "alone") and spoke.difference < 0 else None


def features(facts: Facts) -> tuple[str, list[list[str]]]:
    """Of what a share is told; for each feature that was taken away its share, the interval of luck, and how often over the assumptions it helps."""
    harm = harm_of(facts) if facts.effects else None
    if harm is None:
        return "", []
    study, rows = swept(facts.scenario), []
    for name, each in facts.summary.get("given_back", {}).items():
        one = given(each[harm])
        helps = study.safeguards.get(name) if study and harm == "held_back" else None
        rows.append(
            [
                TITLES[name],
                percent(one.share),
                _interval(one),
                share(helps["helps"]) if helps else "not swept",
            ]
        )
    return short(harm), rows


def _interval(one: Given) -> str:
    if one.share is None:
        return "no effect to give back"
    if one.low is None or one.high is None:
        return "one seed"
    if one.low == one.high == 0:
        return "exactly nothing"
    told = one.low > 0 or one.high < 0
    return f"{percent(one.low)} to {percent(one.high)}" + ("" if told else ": not told by these seeds")


def who(found: Sequence[Contrast], pairs: int) -> str:
    """Whether groups that were chosen beforehand bear it differently."""
    if pairs < LEAST:
        return f"Who bears it is reported from {LEAST} seeds on; this run has {pairs}."
    compared = [one for one in found if one.low is not None]
    if not compared:
        return "Who bears it cannot be estimated: there are too few people in one group or the other."
    told = [
        f"{_by(one.by_one)} among {part(one.one)} and {_by(one.by_other)} among {part(one.other)} (difference {_by(one.low)} to {_by(one.high)})"
        for one in compared
        if one.told
    ]
    names = "; ".join(f"{part(one.one)} and {part(one.other)}" for one in compared)
    if not told:
        return f"These seeds do not show that one group bears more of it than another (compared: {names})."
    rest = len(compared) - len(told)
    more = f" For {count(rest, 'other pair')} of groups these seeds show no difference." if rest else ""
    return f"Groups do not bear it equally. What is left unsaid (0 to 1) changes by {'; by '.join(told)}; 95% for all {len(compared)} pairs together.{more}"


def _by(value: float | None) -> str:
    return number(value, "level", sign=True)


def part(label: str) -> str:
    """A group in words."""
    return PARTS.get(label, f"the group “{label}”")


def back(shares: Sequence[tuple[str, Given]], harm: str, kind: str, over: str = "") -> str:
    """What gives most of a harm back, as a share with its interval, then what gives nothing that the seeds can tell. `kind`: features or safeguards; `over`: the seeds, where they are not all."""
    known = [(label, given) for label, given in shares if given.share is not None]
    if not known:
        return f"These seeds do not show that the system changes this ({harm}), so there is nothing to give back."
    if all(g.low is None for _, g in known):
        return f"How much each of them gives back ({harm}) cannot be estimated from one seed: there is no interval."
    sure = [(label, g) for label, g in known if g.low is not None and g.low > 0]
    tried = f"{count(len(known), kind, f'{kind}s')}, tried one at a time{over}"
    if not sure:
        return f"Of {tried}, none gives back a share of this ({harm}) whose interval excludes zero."
    label, most = max(sure, key=lambda one: one[1].share or 0.0)
    overlap = [name for name, g in known if name != label and (g.high or 0.0) >= (most.low or 0.0)]
    more = f" and {count(len(overlap) - 2, 'other')}" if len(overlap) > 2 else ""
    also = f"; {', '.join(overlap[:2])}{more} may give as much" if overlap else ""
    worse = [name for name, g in known if g.high is not None and g.high < 0]
    rest = len(known) - len(sure) - len(worse)
    said = (
        f"Of {tried}, {label} gives back the largest share whose interval excludes zero: {percent(most.share)} ({percent(most.low)} to {percent(most.high)}) of what the system "
        f"does to this ({harm}){also}."
    )
    said += f" For {rest} of them the interval includes zero." if rest else ""
    if worse:
        said += f" This harm is increased by {', '.join(worse[:2])}{f' and {len(worse) - 2} more' if len(worse) > 2 else ''}."
    chance = len(known) // 20
    return said + (
        f" Among that many, about {chance} intervals would exclude zero by luck alone." if chance else ""
    )


def assumptions(scenario: Scenario, reforms: Sequence[tuple[str, str]] = ()) -> str:
    """What the shipped study says of the same question over the space of assumed values; `reforms`: name and label of those of which it is asked."""
    found = swept(scenario)
    if found is None:
        return (
            "Intervals cover luck only. How far this answer depends on the assumed values was not tested for this scenario: “sottovoce space” lists them, "
            "“sottovoce sweep” varies them."
        )
    margin = found.margins["system-silences"]
    said = found.claims["system-silences"]
    text = (
        f"Intervals cover luck only. As for assumptions: with all {found.values} assumed values varied together ({found.points} points, {found.seeds} seeds, "
        f"{found.citizens} people, {found.date}), people hold back at least {margin:g} times in 1,000 more often under the system in {share(said['for'])} of the space, and that "
        f"much less often in {share(said['against'])}; in the rest the difference is too small to tell."
    )
    known = [(label, found.safeguards[name]) for name, label in reforms if name in found.safeguards]
    if known:
        each = ", ".join(f"{label} in {share(one['helps'])}" for label, one in known)
        text += f" At least {found.safeguards_margin:g} times in 1,000 are given back by {each}."
    return text + " “sottovoce claims --quick” reproduces these figures."


def given(found: dict[str, Any]) -> Given:
    """A share as it stands in measures.json."""
    return Given(found["share"], found["low"], found["high"])
