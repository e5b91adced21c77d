"""Two worlds on the same people with the same luck: A with the system and its levers, B under a safeguard."""

from collections.abc import Mapping, Sequence
from typing import Any

from sottovoce.errors import RunError
from sottovoce.scenario.model import Dated, Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.web.levers import lever_values
from sottovoce.web.messages import MARKS_MOST
from sottovoce.web.places import Places, places
from sottovoce.web.safeguards import kept
from sottovoce.web.side import NAME, Side
from sottovoce.web.words import system

Mark = dict[str, Any]  # a lever moved: day, key, value
# Sizes that the page offers, and the most that it can show: it places and sends every single dot. sottovoce run keeps sums.
SIZES = (1000, 4000, 20_000, 100_000)
MOST = 100_000


def fits(scenario: Scenario) -> None:
    """RunError, with what would fit, for more people than the page can show."""
    if scenario.citizens > MOST:
        raise RunError(
            f"citizens: {scenario.citizens:,} given; the page draws every one of them and shows up to {MOST:,}. Set "
            f"citizens to {MOST:,} or less, or run all of them: sottovoce run {scenario.name} --citizens {scenario.citizens}"
        )


def founding_of(
    scenario: Scenario, keep: str, values: Mapping[str, Any] | None, marks: Sequence[Mark] = ()
) -> Scenario:
    """The scenario with levers moved from day 0. RunError or ScenarioError where it, the safeguard or a later mark cannot be."""
    fits(scenario)
    start = with_values(scenario, lever_values(scenario, values)) if values else scenario
    kept(keep, start).change(start)
    dates_of(start, marks)
    return start


def dates_of(scenario: Scenario, marks: Sequence[Mark]) -> list[Dated]:
    """The dates of a scenario, and those on which levers are moved (`marks`, in the order of their days), each checked as it stands on
    the day before."""
    own, moved, begun = list(scenario.dates), [], 0
    state = with_values(scenario, {"dates": ()}) if marks else scenario
    for day in dict.fromkeys(mark["day"] for mark in marks):
        while begun < len(own) and own[begun].day < day:
            state = with_values(state, own[begun].set)
            begun += 1
        values = lever_values(state, {mark["key"]: mark["value"] for mark in marks if mark["day"] == day})
        state = with_values(state, values)
        moved.append(Dated(day=day, name=NAME, set=values))
    return sorted([*own, *moved], key=lambda dated: dated.day)


class Pair:
    """Both worlds, the map, and what was moved."""

    def __init__(
        self,
        scenario: Scenario,
        *,
        keep: str = "none",
        values: Mapping[str, Any] | None = None,
        marks: Sequence[Mark] = (),
    ):
        fits(scenario)
        self.base = scenario
        self.marks: list[Mark] = []  # levers moved: day, key, value
        start = with_values(scenario, lever_values(scenario, values)) if values else scenario
        if values:
            self.marks = [{"day": 0, "key": key, "value": value} for key, value in values.items()]
        self.founding = start
        self.kept = kept(keep, start)
        other = self.kept.change(start)  # world B has none of A's later levers
        self.system = system(start)
        self.a, self.b = Side(start), Side(other)
        if marks:  # all at once: each by itself would check all before it again
            self.a.plan(dates_of(start, marks))
            self.marks += marks
        self.map: Places = places(self.a.society)
        self._plain: Side | None = None

    @property
    def sides(self) -> tuple[Side, Side]:
        """A and B."""
        return self.a, self.b

    @property
    def names(self) -> tuple[str, str]:
        """How the two worlds are called in charts."""
        return self.system.with_it, self.kept.name

    @property
    def day(self) -> int:
        """The last day that both worlds lived, -1 before the first."""
        return min(self.a.day, self.b.day)

    @property
    def ended(self) -> bool:
        """Whether the last day was lived."""
        return self.a.ended

    def move(self, given: Mapping[str, Any]) -> None:
        """Move levers in world A from tomorrow on."""
        if (
            len({(m["day"], m["key"]) for m in self.marks} | {(self.a.day + 1, key) for key in given})
            > MARKS_MOST
        ):
            raise RunError(f"levers: {MARKS_MOST} were moved already. Open the worlds anew to move others.")
        values = lever_values(self.a.scenario.on(max(self.a.day, 0)), given)
        self.a.change(values)
        day = self.a.day + 1
        self.marks = [m for m in self.marks if not (m["day"] == day and m["key"] in given)]
        self.marks += [{"day": day, "key": key, "value": value} for key, value in given.items()]

    def keep(self, key: str, plain: bool = True) -> None:
        """World B under a safeguard, from day 0; it has to be lived again, unless it is the world without the system, which was kept where there
        was room for it (`plain`). RunError or ScenarioError leave B as it was."""
        wanted = kept(key, self.founding)
        if self.kept.key == "none" and plain:
            self._plain = self.b
        if wanted.key == "none" and self._plain is not None:
            self.b, self.kept, self._plain = self._plain, wanted, None
            return
        self.b = Side(wanted.change(self.founding))
        self.kept = wanted

    @property
    def plain(self) -> Side:
        """The world without the system: B where that is what it is, else a third one, kept."""
        if self.kept.key == "none":
            return self.b
        if self._plain is None:
            self._plain = Side(kept("none", self.founding).change(self.founding))
        return self._plain

    def told(self, session: str) -> dict[str, Any]:
        """What the page is told of the map; `session`: by which it asks for files."""
        places, base = self.map, self.base
        towns = zip(places.names, places.town_disc.tolist(), places.label.tolist(), strict=True)
        return {
            "type": "map", "n": base.citizens, "seed": base.seed, "session": session, "days": base.days,
            "towns": [{"name": town, "x": x, "y": y, "r": r, "label": label} for town, (x, y, r), label in towns],
            "town_of_hood": places.town_of_hood.tolist(), "dot": places.dot, "opens": base.enrolment.opt_in_day,
            "mandatory": self.founding.enrolment.mandatory_day, "tiers": [t.model_dump() for t in base.tiers],
        }  # fmt: skip
