"""The reforms by name: what each does, which real safeguard it is drawn after, and what may stand behind its @."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from sottovoce.errors import ScenarioError, nearest
from sottovoce.reforms import belonging, consequences, scoring
from sottovoce.reforms.hold import scored, states
from sottovoce.scenario.fields import number, numbered
from sottovoce.scenario.model import MONTH, Scenario
from sottovoce.scenario.paths import leaves, with_values
from sottovoce.scenario.read import Asked as Given
from sottovoce.scenario.read import scenario_of
from sottovoce.scenario.sources import sourceable

NO_PRECEDENT = "no precedent found"


class Knob(NamedTuple):
    """What may stand behind the @ of a reform: a whole number. `usual`: without an @; None: half of the run's days."""

    name: str
    unit: str
    low: int
    high: int
    usual: int | None


@dataclass(frozen=True)
class Reform:
    """A safeguard as a function Scenario -> Scenario. `change` never fails; `why_not` says why it changes nothing."""

    name: str
    title: str  # for a reader; {} is the value behind the @
    what: str  # in a sentence
    precedent: str  # real safeguards it is drawn after, with keys of sources; or NO_PRECEDENT
    tag: str | None  # of the precedent, as in sources.TAGS; None where there is none
    change: Callable[..., Scenario]
    why_not: Callable[..., str | None]
    knob: Knob | None = None
    one: str = ""  # the title where the value behind the @ is 1
    of_scores: bool = True  # of what a score is made from or brings: nothing to reform where nobody is scored


_ALL = (
    Reform(
        "inform-the-public",
        "Everybody is told",
        "Everybody knows of the system. Whoever knows reacts to it; approval, which information lowered, is not modelled.",
        "approval fell from 53% to 29%, and by 12%, when people learnt more (ME, XK)",
        "V",
        belonging.inform_the_public,
        belonging.inform_the_public_not,
        of_scores=False,
    ),
    Reform(
        "opt-out",
        "Anybody may leave",
        "Whoever is scored may leave on any day; where joining is mandatory, from the day after it.",
        "Zhima could be left at any time; a consent box that was ticked beforehand led to an apology in 2018 (Z8)",
        "V",
        belonging.opt_out,
        belonging.opt_out_not,
    ),
    Reform(
        "consent",
        "Only with consent",
        "Nobody is scored who has not joined, and acts before joining do not count.",
        "Rongcheng's later rules: no score without informed consent (RC3)",
        "V",
        belonging.consent,
        belonging.consent_not,
    ),
    Reform(
        "private-scores",
        "Private scores",
        "Nobody but the authority and I sees my score, and nobody can find out which friend hurts.",
        "Zhima's score was shown to others only by its owner (Z6)",
        "V",
        scoring.private_scores,
        scoring.private_scores_not,
    ),
    Reform(
        "hide-who-hurts",
        "No tool shows who hurts",
        "No tool shows which friend pulls a score.",
        NO_PRECEDENT,
        None,
        scoring.hide_who_hurts,
        scoring.hide_who_hurts_not,
    ),
    Reform(
        "own-acts-only",
        "Own acts only",
        "Friends' scores and friends' acts no longer count.",
        "EU consumer credit: data from social networks barred from tests of creditworthiness (CD)",
        "V",
        scoring.own_acts_only,
        scoring.own_acts_only_not,
    ),
    Reform(
        "no-spill",
        "Friends’ acts do not count",
        "Friends' acts no longer move my points; friends' scores may still pull on my score.",
        "EU consumer credit: data from social networks barred from tests of creditworthiness (CD)",
        "V",
        scoring.no_spill,
        scoring.no_spill_not,
    ),
    Reform(
        "expiry",
        "Acts are forgotten after {} months",
        "Acts are forgotten after this number of months (of 30 days).",
        "China's list of transport misconduct: 12 months for flights, 180 days for trains (B9)",
        "V",
        scoring.expiry,
        scoring.expiry_not,
        Knob("months", "months", 1, 60, 6),
        one="Acts are forgotten after one month",
    ),
    Reform(
        "purpose-wall",
        "Only conduct counts",
        "Only conduct counts: not speech, purchases, reports or friends; a number that links records serves tax only.",
        "EU AI Act, Art. 5(1)(c)(i): no detriment in unrelated contexts (A1); Japan's My Number Act bars other uses (J1)",
        "V",
        scoring.purpose_wall,
        scoring.purpose_wall_not,
        of_scores=False,
    ),
    Reform(
        "rewards-only",
        "Rewards only",
        "Points are only gained and nothing is taken: no sanction, no punishment, no list, no freezing; benefits stay.",
        "Xiamen and Fuzhou took nothing for a low score, though points could be lost for offences (N1)",
        "V",
        consequences.rewards_only,
        consequences.rewards_only_not,
        of_scores=False,
    ),
    Reform(
        "no-sanctions",
        "No sanctions",
        "Nothing is taken for a low score or for being on a list; benefits stay.",
        "Rongcheng's later rules: a low score alone is no ground for a penalty (RC3)",
        "V",
        consequences.no_sanctions,
        consequences.no_sanctions_not,
    ),
    Reform(
        "cap-on-sanctions",
        "At most {} of the sanctions",
        "Only this number of sanctions is kept: the mildest ones.",
        "China's catalogues of 2022: a closed list of what may be taken (G2)",
        "V",
        consequences.cap_on_sanctions,
        consequences.cap_on_sanctions_not,
        Knob("most", "sanctions", 1, 8, 1),
    ),
    Reform(
        "appeal",
        "{}% appeal, a person looks",
        "This percentage of those who lose points appeal, and a person looks into every report before it counts.",
        "GDPR Art. 22 and the SCHUFA ruling: human review, and the right to contest (SC1, SC2)",
        "V",
        consequences.appeal,
        consequences.appeal_not,
        Knob("share", "per cent who appeal", 1, 100, 50),
    ),
    Reform(
        "repair",
        "{} clean months repair a file",
        "After this number of months without a loss of one's own, the file is as it was at the start.",
        "Weibo: two clean months (W2); credit repair of China's court list: 2.82 M left it in 2024 (B8)",
        "V",
        consequences.repair,
        consequences.repair_not,
        Knob("months", "months", 1, 120, 2),
        one="One clean month repairs a file",
    ),
    Reform(
        "court-order",
        "A court allows {}% of freezing",
        "No account is frozen without a court, which allows this percentage of what it is asked for.",
        "Canada: freezing without a judge's order found unlawful, 2026 FCA 6 (C1)",
        "V",
        consequences.court_order,
        consequences.court_order_not,
        Knob("allows", "per cent allowed", 0, 100, 10),
        of_scores=False,
    ),
    Reform(
        "repeal",
        "All of it ends on day {}",
        "From the start of that day on nothing of the system exists.",
        NO_PRECEDENT,
        None,
        belonging.repeal,
        belonging.repeal_not,
        Knob("day", "day", 0, 36_499, None),
        of_scores=False,
    ),
)
REFORMS: dict[str, Reform] = {reform.name: reform for reform in _ALL}
OLD = {"no-friend-term": "own-acts-only"}  # names of version 0.1


def _slug(title: str) -> str:
    return "-".join(title.lower().split())


_TITLED = {_slug(reform.title): reform.name for reform in _ALL if reform.knob is None}


class Asked(NamedTuple):
    """A reform as it was asked for: ``expiry@3``."""

    reform: Reform
    value: int | None  # what stood behind the @

    @property
    def name(self) -> str:
        """As a user writes it: ``expiry@3``, ``private-scores``."""
        return self.reform.name if self.value is None else f"{self.reform.name}@{self.value}"

    def called(self, scenario: Scenario) -> str:
        """The name with the value that is used for this scenario: ``repeal@365``."""
        return "@".join([self.reform.name, *map(str, self._value(scenario))])

    def title(self, scenario: Scenario) -> str:
        """For a reader, with its value: ``Acts are forgotten after 6 months``."""
        value = self._value(scenario)
        return self.reform.one if self.reform.one and value == [1] else self.reform.title.format(*value)

    def change(self, scenario: Scenario) -> Scenario:
        """The reformed scenario; the same one where the reform changes nothing."""
        return self.reform.change(scenario, *self._value(scenario))

    def why_not(self, scenario: Scenario) -> str | None:
        """Why the reform does not apply to a scenario; None where it does."""
        if not any(now.score.in_force for now in states(scenario)):
            return f"nothing of a system is in force in {scenario.name} (score.in_force false)"
        if self.reform.of_scores and not scored(scenario):
            return f"nobody is scored in the {scenario.days:,} days of {scenario.name}"
        why = self.reform.why_not(scenario, *self._value(scenario))
        return why or (f"{scenario.name} is so already" if self.change(scenario) == scenario else None)

    def cannot_act(self, scenario: Scenario) -> str | None:
        """Why a run is too short for the reform to do anything; None where it is not."""
        knob = self.reform.knob
        if knob is None or knob.unit != "months":
            return None
        months = self._value(scenario)[0]
        if months * MONTH < scenario.days:
            return None
        return f"it acts after {months * MONTH:,} days, and the run has {scenario.days:,}"

    def _value(self, scenario: Scenario) -> list[int]:
        knob = self.reform.knob
        if knob is None:
            return []
        if self.value is not None:
            return [self.value]
        return [scenario.days // 2 if knob.usual is None else knob.usual]


def asked(text: str) -> Asked:
    """``expiry@3`` -> the reform and its value; a title (``Private scores``) will do. Raises ScenarioError with the nearest right name."""
    name, at, given = text.strip().partition("@")
    name = _TITLED.get(_slug(name), name)
    if name in OLD:
        warnings.warn(f"the reform {name} is now called {OLD[name]}", DeprecationWarning, stacklevel=2)
        name = OLD[name]
    if name not in REFORMS:
        raise ScenarioError([f"{name or text}: no such reform.{nearest(name, REFORMS)}"])
    reform = REFORMS[name]
    if not at:
        return Asked(reform, None)
    knob = reform.knob
    if knob is None:
        raise ScenarioError([f"{text}: {name} takes no value. Write {name} alone."])
    if not (numbered(given) and knob.low <= int(given) <= knob.high):
        usual = f"{name}@{365 if knob.usual is None else knob.usual}"
        raise ScenarioError([
            f"{text}: {given or 'nothing'} given; allowed whole numbers {number(knob.low)} to {number(knob.high)} "
            f"({knob.unit}). Write it like {usual}."
        ])  # fmt: skip
    return Asked(reform, int(given))


def apply(scenario: Given, *names: str) -> Scenario:
    """The scenario with these reforms, each written like ``expiry@3``; their order does not matter.

    Each has to apply to the scenario as it is given. What a reform changes says so in `sources`. Raises ScenarioError
    with every problem: unknown names, bad values, a reform given twice, one that does not apply and why.
    """
    scenario = scenario_of(scenario)
    problems: list[str] = []
    wanted: dict[str, Asked] = {}
    for text in names:
        try:
            one = asked(text)
        except ScenarioError as error:
            problems += error.problems
            continue
        if one.reform.name in wanted:
            problems.append(f"{one.name}: {one.reform.name} is given twice. Give it once.")
        elif why := one.why_not(scenario):
            problems.append(f"{one.name}: {why}")
        wanted[one.reform.name] = one
    if problems:
        raise ScenarioError(problems)
    reformed = scenario
    for name in REFORMS:  # always in this order
        if name in wanted:
            reformed = _sourced(reformed, wanted[name].change(reformed), wanted[name])
    return reformed


def applicable(scenario: Scenario) -> tuple[list[str], dict[str, str]]:
    """Names of the reforms that apply, each with its usual value; and those that do not, with why."""
    reasons = {name: Asked(reform, None).why_not(scenario) for name, reform in REFORMS.items()}
    return [n for n, why in reasons.items() if why is None], {n: why for n, why in reasons.items() if why}


def _sourced(before: Scenario, after: Scenario, by: Asked) -> Scenario:
    """The reformed scenario with an entry in `sources` for every value that the reform changed."""
    old, new = dict(_by_name(before).values()), _by_name(after)
    after_it = f", after: {by.reform.precedent}" if by.reform.tag else f" ({NO_PRECEDENT})"
    changed: dict[str, Any] = {
        f"sources.{path}": {"tag": "D", "source": f"by the reform {by.name}{after_it}"}
        for path, (name, value) in new.items()
        if sourceable(path) and path not in after.sources and old.get(name) != value
    }
    return with_values(after, changed) if changed else after


def _by_name(scenario: Scenario) -> dict[str, tuple[str, Any]]:
    """Every value by its path, with a second path that names tiers instead of counting them."""
    found = {}
    for path, value in leaves(scenario).items():
        top, _, rest = path.partition(".")
        place, _, field = rest.partition(".")
        named = f"tiers.{scenario.tiers[int(place)].name}.{field}" if top == "tiers" and place else path
        found[path] = (named, repr(value))
    return found


def sentences(names: Iterable[str] = ()) -> list[tuple[str, str, str]]:
    """(name, what it does, precedent with its tag) of reforms, for tables; all where none is named."""
    found = []
    for reform in [asked(name).reform for name in names] or REFORMS.values():
        tag = f" [{reform.tag}]" if reform.tag else ""
        found.append((reform.name, reform.what, reform.precedent + tag))
    return found
