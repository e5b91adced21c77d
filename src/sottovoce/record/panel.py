"""People every N days: some of their columns, for following persons over time. It grows with citizens times days, and is kept only where it was asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from sottovoce.errors import RunError, nearest
from sottovoce.record.citizens import citizens
from sottovoce.scenario.model import Scenario
from sottovoce.society import Society

USUAL = ("points", "score", "enrolled", "chosen", "friends", "lost_days")


@dataclass
class Panel:
    """Columns of `record.citizens` of one world, on day 0, every `every` days after it, and on the last."""

    every: int
    columns: tuple[str, ...] = USUAL
    tables: list[pa.Table] = field(default_factory=list, repr=False)

    def on(self, scenario: Scenario, day: int) -> bool:
        """Whether people are kept on a day."""
        return day % self.every == 0 or day == scenario.days - 1

    def note(self, scenario: Scenario, day: int, society: Society) -> None:
        """Keep the people at the close of a day."""
        if self.on(scenario, day):
            people = citizens(scenario.on(day), society)
            known(people.column_names, self.columns)
            days = pa.array([day] * len(people), pa.int32())
            self.tables.append(people.select(["citizen", *self.columns]).add_column(0, "day", days))

    def table(self) -> pa.Table:
        """All of it: day, citizen, and the columns."""
        return pa.concat_tables(self.tables, promote_options="permissive")


def known(there: Sequence[str], asked: Sequence[str]) -> None:
    """RunError for a column that no table of people has."""
    for name in asked:
        if name not in there:
            raise RunError(
                f"columns: {name} given; no such column of citizens.{nearest(name, there) or ' Known: ' + ', '.join(there) + '.'}"
            )
