"""Sentences made from a run's numbers. None of them says what the model finds unless it was computed from
the run.

Which sentence is chosen depends on the sign of an effect, and on whether its interval contains zero.
"""

import math
from typing import Literal

from sottovoce.measure.account import Account
from sottovoce.measure.pairs import Effect
from sottovoce.reforms.hold import scored
from sottovoce.report.facts import Facts
from sottovoce.report.numbers import count, level, number, span
from sottovoce.report.words import TAKEN
from sottovoce.scenario.model import Scenario, never

Sign = Literal["more", "less", "same", "unclear", "alone", "none"]
Part = tuple[str, str]  # text, and what it is about: "", "thought", "with" or "without"

BOTH = "This holds fear and friction both."
MADE_UP = "Everyone here is made up by a program. Nobody’s real data is used."


def sign(effect: Effect) -> Sign:
    """What may be said: more or less; exactly the same; unclear (the interval contains 0); alone (one seed:
    no interval)."""
    if math.isnan(effect.difference):
        return "none"
    if effect.difference == 0.0 and effect.low in (None, 0.0) and effect.high in (None, 0.0):
        return "same"
    if effect.low is None or effect.high is None:
        return "alone"
    if effect.low <= 0.0 <= effect.high:
        return "unclear"
    return "more" if effect.difference > 0 else "less"


def first(facts: Facts) -> list[Part]:
    """The first sentence: what became of every 1,000 times that people who disagree could have spoken, in each world."""
    if not facts.seeds:
        return [("No pair of worlds has begun, so there is nothing to say yet.", "")]
    if not facts.summary.get("finished_pairs"):
        return [
            (
                "No pair of worlds is finished, so nothing can be said of the system yet. What is below covers the days that were lived.",
                "",
            )
        ]
    return spoken(facts.scenario, facts.account("with"), facts.account("without"))


def spoken(scenario: Scenario, with_: Account, without: Account) -> list[Part]:
    """The account of silence of both worlds in a sentence."""
    if math.isnan(without.spoke) or math.isnan(with_.spoke):
        return [
            ("Nobody here disagrees and could have spoken in public, so there is nothing to keep silent.", "")
        ]
    parts: list[Part] = [
        ("Of every 1,000 times that people who disagree could have spoken, they did so ", "")
    ]
    if not scenario.ever_in_force:
        parts += [(f"{without.spoke:.0f} times", "without")]
        return [*parts, (". No score is in force in this scenario, so both worlds are the same.", "")]
    parts += [
        (f"{without.spoke:.0f} times", "without"),
        (f" without the {system(scenario)}; with it ", ""),
    ]
    parts += [(f"{with_.spoke:.0f} times", "with")]
    (_, held, cut), (_, before, _) = with_.in_thousand, without.in_thousand
    unheard = (
        f", and {with_.unheard:.0f} of those spoken no friend could hear" if with_.unheard >= 0.5 else ""
    )
    return [*parts, (f": {held} were held back ({before} without it), {cut} had been cut off{unheard}.", "")]


def system(scenario: Scenario) -> str:
    """What it is called: a score, where anybody is ever scored."""
    return "score" if scored(scenario) else "system"


def fear_and_friction(held: Effect, cut: Effect, unheard: Effect) -> str:
    """What the system changes in the account, each part with its interval."""
    if "none" in (sign(held), sign(cut)):
        return "There is no account of silence to compare."
    reach = ""
    if unheard.with_ > 0.0:
        reach = (
            f" On {number(unheard.with_, unheard.unit)} of them they spoke and no friend could hear of it that evening, as a tier takes reach "
            f"({interval(unheard)}); these count as spoken."
        )
    return (
        f"With minus without the system, of 1,000 times: held back {number(held.difference, held.unit, sign=True)} "
        f"({interval(held)}), cut off {number(cut.difference, cut.unit, sign=True)} ({interval(cut)}).{reach}"
    )


def plain(parts: list[Part]) -> str:
    """The parts of a sentence as one text."""
    return "".join(text for text, _ in parts)


def interval(effect: Effect) -> str:
    """The interval in brackets, or why there is none."""
    if effect.low is None or effect.high is None:
        return "one seed, so no interval: this may be luck"
    return f"95% interval {span(effect.low, effect.high, effect.unit)}"


def knockout(name: str, effect: Effect, over: str = "") -> str:
    """What happens to those who say so when a feature is taken away: direction, size, interval. `with_` is
    without it. `over`: the seeds, where they are not all; the sign may be another at other values of the scenario."""
    lead = f"Take it away ({TAKEN[name]}; at this scenario’s values{over}), and "
    kind = sign(effect)
    if kind == "none":
        return lead + "there is no value to compare."
    numbers = f"{number(effect.with_, effect.unit)} instead of {number(effect.without, effect.unit)}"
    if kind == "same":
        return lead + f"exactly as many of 1,000 people say what they think ({numbers})."
    if kind == "unclear":
        return lead + (
            f"there is no effect whose interval excludes zero: of 1,000 people {numbers} say what they "
            f"think ({interval(effect)})."
        )
    more = "more" if effect.difference > 0 else "fewer"
    return lead + (
        f"{number(abs(effect.difference), effect.unit)} {more} of 1,000 people say what they think: "
        f"{numbers} ({interval(effect)})."
    )


def seeds(name: str, facts: Facts) -> str:
    """Over how many seeds a feature was taken away, where they are fewer than those of the headline."""
    days = facts.scenario.days
    lived = [w for w in facts.worlds if w["name"] == name and not w["error"] and w["lived"] >= days]
    return f", over {len(lived)} of {len(facts.seeds)} seeds" if len(lived) < len(facts.seeds) else ""


def account(effects: dict[str, Effect]) -> str:
    """The account of silence when a feature is taken away, as far as the seeds can tell."""
    found = []
    for name, words in (("held_back", "held back"), ("cut_off", "cut off")):
        e = effects.get(name)
        if e is not None and sign(e) in ("more", "less"):
            found.append(
                f"{number(e.with_, e.unit)} instead of {number(e.without, e.unit)} are {words} ({interval(e)})"
            )
    return f"Of 1,000 times {'; '.join(found)}." if found else ""


def ties(effect: Effect | None) -> str:
    """What becomes of dropped ties when a feature is taken away."""
    if effect is None or sign(effect) in ("none", "unclear", "alone"):
        return ""
    if sign(effect) == "same":
        return f"Ties dropped stay as they were ({number(effect.with_, 'share')})."
    more = "More" if effect.difference > 0 else "Fewer"
    return (
        f"{more} ties are dropped: {number(effect.with_, 'share')} instead of "
        f"{number(effect.without, 'share')}."
    )


def without_dissent(loss: Effect, gain: Effect, net: Effect) -> str:
    """Points of those who never dissented: lost, won, and both together. Where no score is in force nobody has points to lose."""
    if sign(net) == "none":
        return "Everybody dissented at least once, so there are no points of those who never did."
    if {loss.with_, loss.without, gain.with_, gain.without} == {0.0}:
        return "Those who never dissented have lost and won no points."
    return (
        f"On the last day those who never dissented have, of their own start, lost {number(loss.with_, 'points')} points on average ({interval(loss)}) and won "
        f"{number(gain.with_, 'points')}, together {number(net.with_, 'points', sign=True)} ({interval(net)}), with the system; without it nobody has points to lose."
    )


def said(effect: Effect) -> str:
    """The second measure in a sentence: who says so, whatever kept the others from it."""
    kind = sign(effect)
    if kind == "same":
        return f"In both worlds exactly as many people say what they think. {BOTH}"
    if kind == "none":
        return "There is no value for how many say what they think."
    if kind == "unclear":
        return (
            "These seeds do not show whether the system changes how many say what they think: the interval includes zero "
            f"({interval(effect)}). {BOTH}"
        )
    word = "more" if effect.difference > 0 else "fewer"
    return (
        f"With the system, {number(abs(effect.difference), effect.unit)} {word} of 1,000 people say what "
        f"they think ({interval(effect)}). {BOTH}"
    )


def crowd(effect: Effect) -> str:
    """False consensus: the loyal share of what is chosen beyond that of who acts as wished, by sign in the world with."""
    if math.isnan(effect.with_):
        return ""
    tell = "more" if effect.with_ > 0 else "less" if effect.with_ < 0 else "just as"
    return (
        f"With the system what people choose to say is {tell} loyal {'as' if tell == 'just as' else 'than'} it would be if everybody acted as wished: the loyal share, silence "
        f"left out, differs from that by {number(effect.with_, 'share', sign=True)} (without it by {number(effect.without, 'share', sign=True)})."
    )


def luck(persons: dict[str, float]) -> str:
    """Person-by-person differences beside what luck alone does: the same people under the same system, with other luck for everybody."""
    if "system" not in persons:
        return (
            "No person-by-person comparison: it needs both worlds of the first seed, and at most 200,000 "
            "citizens."
        )
    system = (
        f"Person by person, the dissent that one chooses differs between the two worlds by {level(persons['system'])} on "
        "average, on a scale of 0 (silence) to 1 (full dissent)"
    )
    if "luck" not in persons:
        return f"{system}. The same people were not lived with other luck beside it."
    return (
        f"{system}, of the first seed; with the system and other luck for everybody by {level(persons['luck'])}. The first is over the same "
        "occasions, also those that are cut off; the second is over others, which is luck too."
    )


def how_many_seeds(facts: Facts) -> str:
    """Over how many seeds the means and intervals are."""
    done = facts.summary.get("finished_pairs", 0)
    if done == 0:
        return "No pair of worlds is finished, so there are no effects yet."
    if done == 1:
        more = "More seeds tell more." if facts.complete else "`sottovoce resume` lives the others."
        return f"One seed only: there is no interval, and the differences may be luck. {more}"
    few = " So few seeds make it wide and unsure." if done < 5 else ""
    return (
        f"Means over {count(done, 'seed')}; the interval is the paired 95% interval of the difference over "
        f"the seeds (Student’s t); one in twenty misses by chance.{few}"
    )


def troubles(facts: Facts) -> list[str]:
    """What must be said first: a score that never begins, worlds that failed, a run that was interrupted."""
    found = [facts.never] if facts.never else []
    if not facts.complete:
        done = sum(1 for w in facts.worlds if w["lived"] >= facts.scenario.days and not w["error"])
        shortest = min((w["lived"] for w in facts.worlds if w["name"] in ("with", "without")), default=0)
        found.append(
            f"This run was interrupted. {done} of {len(facts.worlds)} worlds are finished; the shortest has "
            f"lived {shortest} of {count(facts.scenario.days, 'day')}. What is below covers what was lived. "
            "It can be resumed (sottovoce resume)."
        )
    found += never(facts.scenario)
    failed = facts.errors
    if failed:
        found.append(
            f"{count(len(failed), 'world')} failed and {'is' if len(failed) == 1 else 'are'} left out: "
            f"{'; '.join(failed)}"
        )
    return found
