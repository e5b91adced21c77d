"""Two worlds on the same people with the same luck: A with the system and its levers, B under a safeguard."""

from collections.abc import Mapping
from typing import Any

from sottovoce.errors import RunError
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.web.choices import lever_values, safeguard
from sottovoce.web.places import Places, places
from sottovoce.web.side import Side

SIZES = (1000, 4000, 20_000, 100_000)  # that the page offers
MOST = 100_000


class Pair:
    """Both worlds, the map, and what was moved."""

    def __init__(self, scenario: Scenario, *, keep: str = "none", values: Mapping[str, Any] | None = None):
        if scenario.citizens > MOST:
            raise RunError(
                f"citizens: {scenario.citizens:,} given; the page shows up to {MOST:,}. "
                "Choose fewer, or use sottovoce run and its report."
            )
        self.base = scenario
        self.marks: list[dict[str, Any]] = []  # levers moved: day, key, value
        start = with_values(scenario, lever_values(scenario, values)) if values else scenario
        if values:
            self.marks = [{"day": 0, "key": key, "value": value} for key, value in values.items()]
        self.founding = start
        self.kept = safeguard(keep)
        self.a = Side(start)
        self.b = Side(self._other(start))
        self.map: Places = places(self.a.society)

    def _other(self, start: Scenario) -> Scenario:
        """World B has A's people and timetable where they were changed from day 0, and none of A's later levers."""
        return self.kept.reform(start)

    @property
    def sides(self) -> tuple[Side, Side]:
        """A and B."""
        return self.a, self.b

    @property
    def names(self) -> tuple[str, str]:
        """How the two worlds are called in charts."""
        other = {"none": "without the score", "same": "the same system"}.get(
            self.kept.key, self.kept.label.lower()
        )
        return ("with the score" if self.a.scenario.score.in_force else "without the score"), other

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
        values = lever_values(self.a.scenario.on(max(self.a.day, 0)), given)
        self.a.change(values)
        day = self.a.day + 1
        self.marks = [m for m in self.marks if not (m["day"] == day and m["key"] in given)]
        self.marks += [{"day": day, "key": key, "value": value} for key, value in given.items()]

    def keep(self, key: str) -> None:
        """Found world B anew under a safeguard; it has to be lived again."""
        self.kept = safeguard(key)
        self.b = Side(self._other(self.founding))

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
