"""Counts of how much a system does: how many people it punishes, how many points it takes, how many acts it sees, and how many it has to look
through to see them, which is what watching costs (informers cost otherwise: they are not in it).

They exist to hold two systems against one another at equal cost, and for nothing else.
"""

import math
from typing import Literal

import numpy as np

from sottovoce.measure.daily import in_force, total
from sottovoce.record.record import Record
from sottovoce.scenario.model import Scenario
from sottovoce.society import Society
from sottovoce.society.state import GRID

Count = Literal["punished", "points", "seen", "examined"]
COUNTS: dict[Count, str] = {
    "punished": "people punished: directly, or under a sanction, on any of the measured days",
    "points": "points taken by own and by friends' acts in the measured days, in SDs of the day-0 score, a citizen",
    "seen": "acts seen by the authority, silence and loyalty too, per citizen-year",
    "examined": "acts that the authority looks through, per citizen-year: what watching costs, where nobody informs",
}


class Punished:
    """Who was punished directly on any measured day; filled day by day."""

    def __init__(self, citizens: int):
        self.ever = np.zeros(citizens, bool)

    def note(self, scenario: Scenario, day: int, society: Society) -> None:
        """Mark those whose act of today was seen and is above what is tolerated, where that is punished."""
        now = scenario.on(day)
        in_force = now.punishment.by_law or now.score.in_force
        if day < scenario.measured_from or not in_force or not now.punishment.is_given:
            return
        state = society.state
        above = state.said > round(now.punishment.tolerance * GRID)
        seen = (state.observed >> np.arange(len(state.said))[:, None]) & 1
        self.ever |= (above & (seen == 1)).any(axis=0)


def counted(scenario: Scenario, record: Record, society: Society, punished: Punished) -> dict[Count, float]:
    """The counts of a world that was lived to its end. Points: NaN where the day-0 score has no spread."""
    people = int((punished.ever | (society.state.lost_days > 0)).sum())
    taken = in_force(record, "lost") + max(0.0, -in_force(record, "spilled"))
    spread = scenario.score.spread
    points = taken / spread / scenario.citizens if spread else math.nan
    years = total(record, "people") / 365.0
    return {
        "punished": float(people),
        "points": points if scenario.ever_in_force else 0.0,
        "seen": in_force(record, "seen") / years,
        "examined": in_force(record, "examined") / years,
    }
