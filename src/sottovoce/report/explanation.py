"""Why a citizen's score is what it is, as an object."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sottovoce import figures
from sottovoce.errors import RunError
from sottovoce.explain.causes import Causes, causes
from sottovoce.explain.command import as_data, interesting, sentence
from sottovoce.explain.gather import WORLDS, last_day
from sottovoce.explain.show import adding_up, digits, lines, total_name
from sottovoce.explain.story import story
from sottovoce.explain.whatif import WithoutTie, without_tie
from sottovoce.scenario.texts import given


@dataclass(repr=False)
class Explanation:
    """The story of a citizen, and the parts of their score in both worlds, which add up to it. `without_tie`: what if they had not known a friend."""

    citizen: int
    day: int
    sides: list[Causes]  # with the system, without it
    story: list[str]
    chosen: str  # why this citizen, where none was asked for
    without_tie: WithoutTie | None

    def _rows(self) -> list[tuple[str, list[float | None]]]:
        return [(what, parts) for what, parts, _ in lines(self.sides)]

    def table(self) -> Any:
        """A pandas DataFrame with a line for each part of the score, in points: part, with, without. The last line is the score, the sum of the others."""
        import pyarrow as pa

        rows = [*self._rows(), (total_name(self.sides), [side.total for side in self.sides])]
        return pa.Table.from_pylist(
            [{"part": what, "with": a, "without": b} for what, (a, b) in rows]
        ).to_pandas()

    def json(self) -> dict[str, Any]:
        """Everything as data."""
        return as_data(self.sides, self.chosen, self.story, self.without_tie)

    @property
    def _said(self) -> list[str]:
        told = [self.chosen, *self.story] if self.chosen else self.story
        return [*told, sentence(self.without_tie)] if self.without_tie else told

    def __repr__(self) -> str:
        return "\n".join([f"Citizen {self.citizen}, day {self.day:,}. Everyone is made up.", *self._said])

    def _repr_html_(self) -> str:
        columns = [adding_up([parts[k] for _, parts in self._rows()], digits(self.sides)) for k in range(2)]
        rows = [[what, *(column[n] for column in columns)] for n, (what, _) in enumerate(self._rows())]
        rows.append([total_name(self.sides), *(column[-1] for column in columns)])
        table = figures.table(
            ["part", "with the system", "without"], rows, "Points; the parts add up to the last line."
        )
        return figures.shown(f"Citizen {self.citizen}, day {self.day:,}", self._said, table)


def explained(folder: Path, citizen: int | None, day: int | None, without: int | None) -> Explanation:
    """The explanation from a run folder; as the command `explain`."""
    for name, number in (("citizen", citizen), ("day", day), ("without", without)):
        if number is not None and (isinstance(number, bool) or not hasattr(number, "__index__")):
            raise RunError(
                f"{name}: {given(number)} given; allowed a whole number. Give the id of a citizen, or a day."
            )
    chosen = ""
    if citizen is None:
        citizen, chosen = interesting(folder)
    citizen = int(citizen)
    day = min(last_day(folder, world) for world in WORLDS) if day is None else int(day)
    sides = [causes(folder, citizen, world, day) for world in WORLDS]
    found = None if without is None else without_tie(folder, citizen, int(without), day=day)
    return Explanation(citizen, day, sides, story(sides[0], sides[1]), chosen, found)
