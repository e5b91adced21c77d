"""The answer of a run or a comparison, after its first sentence: who bears it, what gives how much back, and, apart from luck, what the assumptions do to it."""

from collections.abc import Sequence
from typing import Any

from sottovoce.measure.borne import LEAST, Borne
from sottovoce.measure.harms import Given
from sottovoce.report.causes import TITLES
from sottovoce.report.facts import Facts
from sottovoce.report.numbers import count, number, percent
from sottovoce.report.sentences import sign
from sottovoce.report.words import short
from sottovoce.scenario.model import Scenario
from sottovoce.verdicts.show import percent as share
from sottovoce.verdicts.swept import swept

PARTS = {
    "minority at home": "for people outnumbered in their own community",
    "majority at home": "for people in the majority in their own community",
    "fewest disagree": "where fewest neighbours disagree",
    "second quarter": "where rather few neighbours disagree",
    "third quarter": "where rather many neighbours disagree",
    "most disagree": "where most neighbours disagree",
}
TESTED = "by social group, by who is outnumbered at home, by community"


def of_run(facts: Facts) -> list[str]:
    """After the first sentence: who bears it, which feature gives most back, and, apart from luck, what the assumptions do to it. Nothing without a finished pair."""
    found, pairs = facts.summary, facts.summary.get("finished_pairs", 0)
    if not pairs or not facts.scenario.ever_in_force:
        return []
    bearer = Borne(**found["borne"]) if found.get("borne") else None
    said = [who(bearer, pairs)]
    harm = harm_of(facts)
    shares = [(TITLES[name], given(each[harm])) for name, each in found.get("given_back", {}).items()]
    if shares:
        said.append(
            back(
                [(f"taking away “{title.lower()}”", given) for title, given in shares], short(harm), "feature"
            )
        )
    return [*said, assumptions(facts.scenario)]


def harm_of(facts: Facts) -> str:
    """The part of the account that is given back: held back, where the system adds to it; else speech."""
    return "held_back" if sign(facts.effects["held_back"]) == "more" else "spoke"


def features(facts: Facts) -> tuple[str, list[list[str]]]:
    """Of what a share is told; for each feature that was taken away its share, the interval of luck, and how often over the assumptions it helps."""
    if not facts.effects:
        return "", []
    harm, study = harm_of(facts), swept(facts.scenario)
    rows = []
    for name, each in facts.summary.get("given_back", {}).items():
        one = given(each[harm])
        told = one.low is not None and one.high is not None and (one.low > 0 or one.high < 0)
        interval = (
            "one seed"
            if one.low is None
            else f"{percent(one.low)} to {percent(one.high)}" + ("" if told else ": not told by these seeds")
        )
        helps = study.safeguards.get(name) if study else None
        rows.append(
            [TITLES[name], percent(one.share), interval, share(helps["helps"]) if helps else "not swept"]
        )
    return short(harm), rows


def who(found: Borne | None, seeds: int) -> str:
    """Between which parts of the people the effect differs most, if luck cannot explain it."""
    if seeds < LEAST:
        return f"Who bears it is told from {count(LEAST, 'seed')} on; there are {seeds} here."
    if found is None:
        return (
            f"That one part of the people bears more of it than another, these seeds do not show ({TESTED})."
        )
    by = [number(value, "level", sign=True) for value in (found.by_most, found.by_least)]
    gap, low, high = (number(value, "level") for value in (found.difference, found.low, found.high))
    return (
        f"It is not borne alike. The system raises what is left unsaid (0 to 1) most {part(found.most)} ({by[0]}) and least {part(found.least)} ({by[1]}): a gap of {gap} "
        f"({low} to {high}, 95% for all groups compared)."
    )


def part(label: str) -> str:
    """A part of the people in words."""
    return PARTS.get(label, f"in the group “{label}”")


def back(shares: Sequence[tuple[str, Given]], harm: str, kind: str) -> str:
    """What gives most of a harm back, as a share with its interval, then what gives nothing that the seeds can tell. `kind`: features or safeguards."""
    known = [(label, given) for label, given in shares if given.share is not None]
    if not known:
        return f"These seeds do not show that the system changes this ({harm}), so there is nothing to give back."
    sure = [(label, g) for label, g in known if g.low is not None and g.low > 0]
    tried = count(len(known), kind, f"{kind}s")
    if not sure:
        return f"Of {tried}, tried one at a time, none gives back a share of this ({harm}) that these seeds can tell from nothing."
    label, most = max(sure, key=lambda one: one[1].share or 0.0)
    overlap = [name for name, g in sure if name != label and (g.high or 0.0) >= (most.low or 0.0)]
    more = f" and {count(len(overlap) - 2, 'other')}" if len(overlap) > 2 else ""
    also = f", and luck may decide between it and {', '.join(overlap[:2])}{more}" if overlap else ""
    worse = [name for name, g in known if g.high is not None and g.high < 0]
    rest = len(known) - len(sure) - len(worse)
    return (
        f"Of {tried}, tried one at a time, {label} gives back most: {percent(most.share)} ({percent(most.low)} to {percent(most.high)}) of what the system does to this ({harm}){also}. "
        + (f"For {rest} of them these seeds cannot tell the share from nothing. " if rest else "")
        + (
            f"It gets worse with {', '.join(worse[:2])}{f' and {len(worse) - 2} more' if len(worse) > 2 else ''}."
            if worse
            else ""
        )
    ).strip()


def assumptions(scenario: Scenario, reforms: Sequence[tuple[str, str]] = ()) -> str:
    """What the shipped study says of the same question over the space of assumed values; `reforms`: name and label of those of which it is asked."""
    found = swept(scenario)
    if found is None:
        return (
            "Intervals hold luck only. What the assumed values do to this answer was not tried for this scenario: `sottovoce space` lists them, "
            "`sottovoce sweep` varies them."
        )
    margin = found.margins["system-silences"]
    said = found.claims["system-silences"]
    text = (
        f"Intervals hold luck only. Assumptions, apart from it: with all {found.values} assumed values varied together ({found.points} points, {found.seeds} seeds, "
        f"{found.citizens} people, {found.date}), people hold back at least {margin:g} times in 1,000 more often under the system in {share(said['for'])} of the space, and that "
        f"much less often in {share(said['against'])}."
    )
    known = [(label, found.safeguards[name]) for name, label in reforms if name in found.safeguards]
    if known:
        each = ", ".join(f"{label} in {share(one['helps'])}" for label, one in known)
        text += f" At least {found.safeguards_margin:g} times in 1,000 are given back by {each}."
    return text + " `sottovoce claims --quick` makes these figures again."


def given(found: dict[str, Any]) -> Given:
    """A share as it stands in measures.json."""
    return Given(found["share"], found["low"], found["high"])
