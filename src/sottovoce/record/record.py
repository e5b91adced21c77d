"""The record of one world: sums by day and social group. It grows with days, never with citizens."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from sottovoce.record.netcdf import Variable
from sottovoce.scenario.model import Scenario
from sottovoce.society import Society
from sottovoce.society.tally import NAMES, WIDTH, per

if TYPE_CHECKING:
    import xarray as xr

PORTRAIT_EVERY = 30  # days between two histograms of scores
BINS = 60


@dataclass
class Record:
    """What happened in one world, day by day."""

    scenario: Scenario
    groups: tuple[str, ...]
    tally: np.ndarray  # int64 (day, group, sum); society.tally names the sums
    ties: np.ndarray  # int64 (day, 2), ties dropped and made
    portraits: dict[int, np.ndarray] = field(
        default_factory=dict
    )  # day -> histogram (BINS,) of published scores
    lived: int = 0

    @classmethod
    def blank(cls, scenario: Scenario, groups: tuple[str, ...]) -> "Record":
        """An empty record with room for all days."""
        return cls(
            scenario,
            groups,
            np.zeros((scenario.days, len(groups), WIDTH), np.int64),
            np.zeros((scenario.days, 2), np.int64),
        )

    def note(self, day: int, society: Society, tally: np.ndarray, changes: np.ndarray) -> None:
        """Keep the sums of a day, and now and then the distribution of scores."""
        self.tally[day] = tally
        self.ties[day] = np.bincount(changes[:, 2], minlength=2)
        self.lived = day + 1
        if self.draws(day):
            self.portraits[day] = histogram(self.scenario, society)

    def draws(self, day: int) -> bool:
        """Whether the distribution of scores is kept on that day."""
        return day % PORTRAIT_EVERY == 0 or day == self.scenario.days - 1

    def sum(self, name: str, *, by_group: bool = False) -> np.ndarray:
        """One named sum for each lived day, (day,) or (day, group), float64, in its own unit."""
        column = self.tally[: self.lived, :, NAMES.index(name)]
        return (column if by_group else column.sum(axis=1)) / per(name)

    def coords(self) -> dict[str, np.ndarray]:
        """What the dimensions of `variables` stand for."""
        return {
            "day": np.arange(self.lived),
            "group": np.array(self.groups, object),
            "portrait_day": np.array(sorted(self.portraits), np.int64),
            "bin": bins(self.scenario)[:-1],
        }

    def variables(self) -> dict[str, Variable]:
        """All sums over dimensions day and group, and the distribution of scores over portrait_day and bin."""
        found = {
            name: Variable(("day", "group"), self.sum(name, by_group=True), _unit(name)) for name in NAMES
        }
        for k, name in enumerate(("ties_dropped", "ties_made")):
            found[name] = Variable(("day",), self.ties[: self.lived, k], "ties")
        shown = np.array([self.portraits[day] for day in sorted(self.portraits)]).reshape(-1, BINS)
        return found | {"scores": Variable(("portrait_day", "bin"), shown, "citizens")}

    def dataset(self) -> "xr.Dataset":
        """All sums as an xarray data set with dimensions day, group and bin."""
        import xarray as xr  # takes half a second: not before it is wanted

        return xr.Dataset(
            {
                name: (v.dims, v.values, {"units": v.unit, "long_name": v.about or name})
                for name, v in self.variables().items()
            },
            self.coords(),
        )


def bins(scenario: Scenario) -> np.ndarray:
    """Edges of the bins of score histograms, points, (BINS + 1,)."""
    return np.linspace(scenario.score.low, scenario.score.high, BINS + 1)


def histogram(scenario: Scenario, society: Society) -> np.ndarray:
    """How many of the scored stand in each bin, int64 (BINS,)."""
    state = society.state
    place = np.minimum(
        state.score[state.enrolled == 1].astype(np.int64) * BINS // scenario.score.top, BINS - 1
    )
    return np.bincount(place, minlength=BINS)


def _unit(name: str) -> str:
    if name in ("gained", "lost", "spilled"):
        return "points"
    return "count" if per(name) == 1.0 else "sum"
