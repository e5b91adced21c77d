"""What is noted of people at the close of each day, beside the record; and files from which nothing can be lost."""

import numpy as np

from sottovoce.chance import Purpose, draw, key, wrapping
from sottovoce.scenario.acts_part import PUBLIC
from sottovoce.scenario.model import MONTH, Scenario
from sottovoce.society import Society
from sottovoce.society.state import BAD, GIVEN_BACK, GOOD, GRID, NOTHING

SHARE = 0.01  # of citizens, who are exempt


class Acts:
    """What each citizen did in public in the last `days` days of a run, and what conduct was recorded of anybody in the measured days."""

    def __init__(self, citizens: int, days: int):
        self.days = days
        self.times = np.zeros(citizens, np.int64)  # public acts, silence included
        self.levels = np.zeros(citizens, np.int64)  # sum of their levels, 1/65536
        self.offences = 0
        self.honours = 0

    def __call__(self, scenario: Scenario, day: int, society: Society) -> None:
        state = society.state
        if day >= scenario.measured_from:
            self.offences += int(((state.observed >> BAD) & 1).sum())
            self.honours += int(((state.observed >> GOOD) & 1).sum())
        if day >= scenario.days - self.days:
            said = state.said[: len(PUBLIC)]
            came = said != NOTHING
            self.times += came.sum(axis=0)
            self.levels += np.where(came, said, 0).sum(axis=0)

    @property
    def mean(self) -> np.ndarray:
        """Mean level of each citizen's public acts, -1 loyal to 1 dissent, (citizen,); NaN where there was none."""
        with np.errstate(invalid="ignore"):
            return self.levels / GRID / np.where(self.times > 0, self.times, np.nan)


class Exempt:
    """Files from which nothing of their own is lost (what friends' acts cost still is): each evening the points that a citizen's own acts, conduct and reports cost that day are put back. Nobody knows of
    it, and all else is as it was. Who is exempt is drawn by luck; it cannot be chosen."""

    def __init__(self, scenario: Scenario):
        self.rows = exempt(scenario.seed, scenario.citizens)

    def __call__(self, scenario: Scenario, day: int, society: Society) -> None:
        state, rows = society.state, self.rows
        earned = state.earned[:, rows].astype(np.float64)
        back = -np.minimum(earned[:GIVEN_BACK], 0.0).sum(axis=0)
        back = back - np.maximum(earned[GIVEN_BACK], 0.0)  # what an appeal gave back had been put back before
        state.points[rows] += back
        if state.months.shape[1] == society.citizens:
            state.months[day // MONTH % len(state.months), rows] += back


def exempt(seed: int, citizens: int) -> np.ndarray:
    """Ids of a random hundredth of the citizens, at least one, in order."""
    with wrapping():
        luck = draw(
            key(np.uint64(seed), np.uint64(Purpose.EXEMPT), np.uint64(0)),
            np.arange(citizens, dtype=np.uint64),
            np.uint64(0),
        )
    return np.sort(np.argsort(luck, kind="stable")[: max(1, round(SHARE * citizens))])
