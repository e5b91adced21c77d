"""The record of one world: sums by day and social group. It grows with days, never with citizens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sottovoce.errors import RunError, nearest
from sottovoce.figures import GREY, INK, THOUGHT, WITH, WITHOUT, Figure, Size, Style, lines, shown, table
from sottovoce.record.about import about
from sottovoce.record.netcdf import CF, COORDINATES, Variable
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.texts import given
from sottovoce.society import Society
from sottovoce.society.tally import NAMES, per, width

if TYPE_CHECKING:
    import xarray as xr

PORTRAIT_EVERY = 30  # days between two histograms of scores
BINS = 60
NO_UNIT = "1"  # as UDUNITS has it: counts, points, and sums of shares and levels


@dataclass(repr=False)
class Record:
    """What happened in one world, day by day: sums and counts, no person.

    `sum(name)` gives a daily sum by its name, ``.dataset()`` all of them (xarray). `lived`: days that were lived. Arrays by day have a row for each
    of the scenario's days; those not lived are 0.
    """

    scenario: Scenario
    groups: tuple[str, ...]
    tally: np.ndarray  # int64 (day, group, sum); society.tally names the sums
    ties: np.ndarray  # int64 (day, 2), ties dropped and made
    portraits: dict[int, np.ndarray] = field(
        default_factory=dict
    )  # day -> histogram (BINS,) of published scores
    lived: int = 0
    own: dict[str, Variable] = field(default_factory=dict)  # daily series of a user's own, float64 (day,)

    @classmethod
    def blank(cls, scenario: Scenario, groups: tuple[str, ...]) -> "Record":
        """An empty record with room for all days."""
        return cls(
            scenario,
            groups,
            np.zeros((scenario.days, len(groups), width(scenario)), np.int64),
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
        column = self.tally[: self.lived, :, self._place(name)]
        return (column if by_group else column.sum(axis=1)) / per(name)

    def _place(self, name: str) -> int:
        """RunError for a sum that is not kept."""
        known = NAMES[: self.tally.shape[2]]
        if name not in known:
            raise RunError(
                f"{given(name)}: no such daily sum.{nearest(str(name), known) or ' Known are the variables of .dataset().'}"
            )
        return NAMES.index(name)

    def __repr__(self) -> str:
        s = self.scenario
        return f"Record of {s.name}, seed {s.seed}: {self.lived:,} of {s.days:,} days, {len(self.groups)} groups, {self.tally.shape[2]} daily sums"

    def _repr_html_(self) -> str:
        names = [name for name in ("disagree", "say_so", "enrolled", "sanctioned", "alone") if self.lived]
        rows = [
            [name, *(f"{values[k]:,.0f}" for k in (0, -1))] for name in names for values in [self.sum(name)]
        ]
        body = (
            table(
                ["citizens who", "day 0", f"day {self.lived - 1:,}"],
                rows,
                ".table() has every sum by day and group",
            )
            if rows
            else ""
        )
        return shown("One world, day by day", [repr(self)], body)

    def table(self) -> Any:
        """A pandas DataFrame with a line for each day and group: day, group, and every daily sum in its own unit."""
        import pyarrow as pa

        days, groups = self.lived, len(self.groups)
        found = {
            "day": np.repeat(np.arange(days), groups),
            "group": np.tile(np.array(self.groups, object), days),
        }
        sums = {name: self.sum(name, by_group=True).ravel() for name in NAMES[: self.tally.shape[2]]}
        return pa.table(found | sums).to_pandas()

    def plot(self, *names: str) -> Figure:
        """Daily sums of everybody as curves (default: who disagrees, and who says so), of 1,000 citizens. RunError for a sum that is not kept."""
        names = names or ("disagree", "say_so")
        people = np.maximum(self.sum("people"), 1)
        rows = [
            {"x": float(day), "y": float(value), "series": name}
            for name in names
            for day, value in enumerate(1000 * self.sum(name) / people)
        ]
        looks = (
            Style(THOUGHT, (2, 3)),
            Style(WITH),
            Style(WITHOUT, (6, 4)),
            Style(GREY, (9, 3)),
            Style(INK, (1, 2)),
        )
        styles = {name: looks[k % len(looks)] for k, name in enumerate(names)}
        size = Size(820, 340, left=52, right=150)
        spec = lines(
            rows, styles, size, x="day", y="for each 1,000 citizens", last=float(max(self.lived - 1, 1))
        )
        s = self.scenario
        return Figure(
            f"{s.name}, seed {s.seed}",
            "Everyone is made up.",
            f"Curves over {self.lived} days: {', '.join(names)}.",
            [("", spec)],
        )

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
            name: Variable(
                ("day", "group"), self.sum(name, by_group=True), NO_UNIT, about(self.scenario, name)
            )
            for name in NAMES[: self.tally.shape[2]]
        }
        for k, name in enumerate(("ties_dropped", "ties_made")):
            found[name] = Variable(("day",), self.ties[: self.lived, k], NO_UNIT, about(self.scenario, name))
        for name, series in self.own.items():
            found[name] = series._replace(values=series.values[: self.lived])
        counted = np.array([self.portraits[day] for day in sorted(self.portraits)]).reshape(-1, BINS)
        return found | {
            "scores": Variable(("portrait_day", "bin"), counted, NO_UNIT, about(self.scenario, "scores"))
        }

    def dataset(self) -> "xr.Dataset":
        """All sums as an xarray data set with dimensions day, group, portrait_day and bin, with the CF attributes units and long_name."""
        return dataset(self.coords(), self.variables(), CF | {"scenario": self.scenario.name})


def dataset(
    coords: Mapping[str, np.ndarray], variables: Mapping[str, Variable], attributes: Mapping[str, str]
) -> "xr.Dataset":
    """An xarray data set of variables, with CF attributes; as `netcdf` writes it."""
    import xarray as xr  # takes half a second: not before it is wanted

    found = xr.Dataset(
        {name: (v.dims, v.values, v.attributes(name)) for name, v in variables.items()},
        dict(coords),
        dict(attributes),
    )
    for name, attrs in COORDINATES.items():
        if name in found.coords:
            found[name].attrs = dict(attrs)
    return found


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
