"""Start here: a day after a day, and one world from first to last. `study.seeds` lives worlds in pairs."""

from collections.abc import Callable, Generator
from typing import NamedTuple

import numpy as np

from sottovoce.calendar import Calendar
from sottovoce.day.activation import live
from sottovoce.day.step import step
from sottovoce.day.workspace import PASSES, workspace
from sottovoce.errors import RunError, nearest
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.host import Host
from sottovoce.night import night
from sottovoce.record.record import Record
from sottovoce.scenario.model import Scenario
from sottovoce.society import Society, create
from sottovoce.society.create import fits
from sottovoce.society.signal import blank
from sottovoce.society.tally import NAMES, per, width

__all__ = ["PASSES", "Events", "days", "live_world", "step"]


class Events(NamedTuple):
    """What happened on a day."""

    tally: np.ndarray  # int64 (group, sum): society.tally
    ties: np.ndarray  # int64 (change, 3): row, row, 0 dropped or 1 made

    def sum(self, name: str) -> float:
        """A named sum of everybody, in its own unit (Record.sum has the same by day). RunError for one that is not kept."""
        known = NAMES[: self.tally.shape[1]]
        if name not in known:
            raise RunError(f"{name}: no such daily sum.{nearest(str(name), known)}")
        return float(self.tally[:, NAMES.index(name)].sum() / per(name))


def days(
    scenario: Scenario,
    society: Society,
    first: int = 0,
    *,
    machine: Host | None = None,
    yesterday: np.ndarray | None = None,
    looks: Callable[[int], bool] = lambda day: True,
    ledger: bool = False,
    luck: int | None = None,
) -> Generator[tuple[int, Events], None, None]:
    """Live day after day, from `first`, changing `society` in place; yields (day, events of the day).

    `yesterday`: the tally of the day before `first`, when a run is continued. `looks(day)`: True if the caller reads columns after that day;
    a card copies them back only then, and at the end. `ledger`: the points of every act are left in the column `earned`. `luck`: another seed for
    what happens from day to day (default: that of the scenario), to the same people.
    """
    machine = machine or Cpu()
    check(scenario, society, ledger)
    calendar = Calendar(scenario, society, machine, ledger=ledger, luck=luck)
    sums = np.zeros((machine.blocks(society.citizens), len(society.groups), width(scenario)), np.int64)
    turns = workspace(1, 1)
    if first == 0:
        blank(society.state)
    with machine.settled(society.state if calendar.on_device else ()):
        for day in range(first, scenario.days):
            rules, today = calendar.morning(society, yesterday, day)
            sums[:] = 0
            moved = live(machine, calendar.now, society.state, rules, today, sums, turns)
            ties = night(machine, calendar.now, society.state, rules, day, moved)
            yesterday = tally = sums.sum(axis=0)
            society.overnight()
            if looks(day):
                machine.fetch(*society.state)
            yield day, Events(tally, ties)


def check(scenario: Scenario, society: Society, ledger: bool) -> None:
    """RunError where a society cannot live a scenario."""
    if not fits(scenario, society):
        raise RunError(
            f"society: created for another scenario than {scenario.name}: other people, or no room for what it keeps of them. "
            "Create it for this scenario: sottovoce.create(scenario)."
        )
    if ledger and society.state.earned.shape[1] != society.citizens:
        raise RunError(
            "ledger: the society has no room for the points of every act. Create it with sottovoce.create(scenario, ledger=True)."
        )


def live_world(scenario: Scenario, society: Society | None = None, **how) -> Record:
    """One world from its first day to its last; `society` is changed in place. Keywords: those of `days`."""
    society = create(scenario) if society is None else society
    record = Record.blank(scenario, society.groups)
    for day, events in days(scenario, society, **how):
        record.note(day, society, events.tally, events.ties)
    return record
