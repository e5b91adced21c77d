"""Which rules hold when, and what is announced on each morning."""

import numpy as np

from sottovoce.day.announce import Announcements, Today
from sottovoce.day.rules import Rules, rules
from sottovoce.machine.host import Host
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.society import Society


class Calendar:
    """The days of a scenario, lived by a society on a machine. `now`: the scenario as it is on the day opened last. `luck`: another
    seed for what happens from day to day, to the same people with the same ties."""

    def __init__(
        self,
        scenario: Scenario,
        society: Society,
        machine: Host,
        *,
        ledger: bool = False,
        luck: int | None = None,
    ):
        self.scenario = scenario if luck is None else with_values(scenario, {"seed": luck})
        self.now, self.machine, self._founded = self.scenario, machine, scenario.seed
        self._announcements: Announcements | None = None
        self._changes = changed(scenario)
        self._asked = {
            "mean_degree": 2 * len(society.ties) / society.citizens,
            "ledger": ledger,
            "renamed": not np.array_equal(society.state.id, np.arange(society.citizens)),
        }

    def morning(self, society: Society, yesterday: np.ndarray | None, day: int) -> tuple[Rules, Today]:
        """Today's rules, and what is announced; `yesterday`: the tally of the day before, None on day 0."""
        if self._announcements is None or day in self._changes:
            self.now = self.scenario.on(day)
            self._announcements = Announcements(
                self.now, rules(self.scenario, day, **self._asked), self.machine, self._founded
            )
        measured = day >= self.scenario.measured_from
        return self._announcements.rules, self._announcements.today(society.state, yesterday, day, measured)

    @property
    def on_device(self) -> bool:
        """True if every day can run with its columns kept on a device."""
        return all(
            now.order == "synchronous" and now.ties.move == "never"
            for now in map(self.scenario.on, self._changes)
        )


def changed(scenario: Scenario) -> set[int]:
    """Days on which other rules may begin to hold."""
    days = {0, *(dated.day for dated in scenario.dates)}
    for day in sorted(days):
        now = scenario.on(day)
        days |= {d for d in (now.enrolment.opt_in_day, now.enrolment.mandatory_day) if d is not None} | {
            tier.from_day for tier in now.tiers
        }
    return days
