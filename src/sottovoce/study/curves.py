"""A daily series in both worlds over the seeds: means, intervals, and the values behind them."""

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sottovoce.errors import RunError, nearest
from sottovoce.figures import WITH, WITHOUT, Figure, Size, Style, brief, lines, shown
from sottovoce.measure.names import LABELS, MEASURES, named
from sottovoce.measure.pairs import t_quantile
from sottovoce.record.about import about
from sottovoce.record.netcdf import CF, Variable
from sottovoce.record.record import Record, dataset
from sottovoce.scenario.acts_part import PUBLIC
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.texts import given
from sottovoce.society.tally import NAMES, width

if TYPE_CHECKING:
    import xarray as xr

ACCOUNT = {  # measures of the account of silence, day by day: over could, in public
    "spoke": (("spoke",), ()),
    "held_back": (("could",), ("spoke", "cut")),
    "cut_off": (("cut",), ()),
    "unheard": (("unheard",), ()),
    "voice_gap": (("wish",), ("voiced", "missed")),
}


@dataclass(repr=False)
class Curves:
    """`values`: float64 (world, seed, day), world 0 with the system, 1 without it; NaN on days on which there is nothing to count."""

    name: str
    about: str
    unit: str
    scenario: Scenario
    seeds: list[int]
    values: np.ndarray
    paired: bool

    @property
    def days(self) -> np.ndarray:
        """Days, int64 (day,)."""
        return np.arange(self.values.shape[2])

    @property
    def differences(self) -> np.ndarray:
        """With less without, float64 (seed, day)."""
        return self.values[0] - self.values[1]

    def table(self) -> Any:
        """A pandas DataFrame with a line for each day: day, with, without, difference, all means over seeds; low and high, the 95% t interval of the difference
        (`paired`), or of each world (with_low ...)."""
        import pyarrow as pa

        found = {
            "day": self.days,
            "with": mean(self.values[0]),
            "without": mean(self.values[1]),
            "difference": mean(self.differences),
        }
        if self.paired:
            found |= dict(zip(("low", "high"), band(self.differences), strict=True))
        else:
            for k, world in enumerate(("with", "without")):
                found |= dict(zip((f"{world}_low", f"{world}_high"), band(self.values[k]), strict=True))
        return pa.table(found).to_pandas()

    def by_seed(self) -> Any:
        """The values behind every mean and interval: day, seed, with, without, difference."""
        import pyarrow as pa

        days, seeds = len(self.days), len(self.seeds)
        found = {"day": np.tile(self.days, seeds), "seed": np.repeat(np.array(self.seeds), days)}
        sides = zip(("with", "without", "difference"), (*self.values, self.differences), strict=True)
        return pa.table(found | {name: side.ravel() for name, side in sides}).to_pandas()

    def dataset(self) -> "xr.Dataset":
        """An xarray data set over world, seed and day."""
        coords = {
            "world": np.array(["with", "without"], object),
            "seed": np.array(self.seeds),
            "day": self.days,
        }
        unit = "1" if self.unit.startswith(("per 1,000", "level", "sum")) else self.unit
        return dataset(
            coords,
            {self.name: Variable(("world", "seed", "day"), self.values, unit, f"{self.about} ({self.unit})")},
            CF,
        )

    def plot(self) -> Figure:
        """The curves with their bands; `paired`: the difference with its band."""
        looks = {"with": Style(WITH), "without": Style(WITHOUT, (6, 4))}
        sides = dict(zip(looks, self.values, strict=True))
        if self.paired:
            looks, sides = {"with less without": Style(WITH)}, {"with less without": self.differences}
        rows = []
        for label, side in sides.items():
            low, high = band(side)
            rows += [
                {"x": float(day), "y": float(y), "series": label}
                | ({} if np.isnan(a) else {"low": float(a), "high": float(b)})
                for day, y, a, b in zip(self.days, mean(side), low, high, strict=True)
                if not np.isnan(y)
            ]
        last = float(max(len(self.days) - 1, 1))
        spec = lines(rows, looks, Size(820, 340, left=56, right=140, top=34), x="day", y=self.unit, last=last)
        what = "Mean difference" if self.paired else "Means"
        caption = (
            f"{what} over {len(self.seeds)} seeds, with the 95% interval."
            if len(self.seeds) > 1
            else "One seed: no interval."
        )
        return Figure(
            f"{self.about[:1].upper()}{self.about[1:]}",
            f"{caption} Everyone is made up.",
            f"{self.name} by day, {self.scenario.name}.",
            [("", spec)],
        )

    def __repr__(self) -> str:
        end = self.table().iloc[-1]
        ends = ("low", "high") if self.paired else ("with_low", "with_high")
        span = f"{'paired' if self.paired else 'with'} 95% interval {brief(end[ends[0]])} to {brief(end[ends[1]])}"
        return (
            f"Curves of {self.name} ({self.unit}) over {len(self.days):,} days and {len(self.seeds)} seeds\n"
            f"last day: with {brief(end['with'])}, without {brief(end['without'])}, difference {brief(end['difference'])}, {span}"
        )

    def _repr_html_(self) -> str:
        return shown(self.name, repr(self).splitlines(), self.plot()._repr_html_())


def curves(
    pairs: list[tuple[Record, Record]], name: str, *, per: str | None, group: str | None, paired: bool
) -> Curves:
    """A series of pairs of records (with the system, without it): a daily sum for each 1,000 of another, or a measure of the account of silence. RunError
    for what is not kept."""
    if not pairs:
        raise RunError(f"{name}: no pair of worlds was finished, so there is nothing to show.")
    first = pairs[0][0]
    name = named(str(name))
    place = None
    if group is not None:
        if group not in first.groups:
            raise RunError(f"group: {given(group)} given; no such group.{nearest(str(group), first.groups)}")
        place = first.groups.index(group)
    known = [*ACCOUNT, *NAMES[: width(first.scenario)], "ties_dropped", "ties_made", *first.own]
    if name not in known:
        what = (
            "is measured over the whole run, and has no daily series"
            if name in MEASURES
            else "no such daily series"
        )
        hint = (
            nearest(name, known)
            or " Known are those of .dataset(), and spoke, held_back, cut_off, unheard, voice_gap."
        )
        raise RunError(f"{name}: {what}.{hint}")
    if per is not None and per not in NAMES:
        raise RunError(f"per: {given(per)} given; no such daily sum.{nearest(str(per), NAMES)}")
    lived = min(record.lived for pair in pairs for record in pair)
    found = np.array(
        [[series(record, name, per, place)[:lived] for record in side] for side in zip(*pairs, strict=True)]
    )
    if name in first.own:
        unit, what = first.own[name].unit, first.own[name].about
        if group is not None:
            raise RunError(f"{name}: is not counted by group. Leave out the group.")
    elif name in ACCOUNT:
        unit, what = MEASURES[name].unit, LABELS[name]
    else:
        unit = (
            "sum"
            if per is None
            else "per 1,000 citizens"
            if per == "people"
            else f"per 1,000 ({about(first.scenario, per)})"
        )
        what = about(first.scenario, name)
    seeds = [a.scenario.seed for a, _ in pairs]
    return Curves(name, what + (f", {group}" if group else ""), unit, first.scenario, seeds, found, paired)


def series(record: Record, name: str, per: str | None, group: int | None) -> np.ndarray:
    """One world's series, float64 (day,)."""

    def summed(one: str) -> np.ndarray:
        if one in ("ties_dropped", "ties_made"):
            if group is not None:
                raise RunError(f"{one}: is not counted by group. Leave out the group.")
            return record.ties[: record.lived, int(one == "ties_made")].astype(float)
        days = record.sum(one, by_group=True)
        return days.sum(axis=1) if group is None else days[:, group]

    def channels(kinds: tuple[str, ...]) -> Any:
        return sum(
            (summed(f"{kind}_{channel}") for kind in kinds for channel in PUBLIC), np.zeros(record.lived)
        )

    if name in record.own:
        return record.own[name].values[: record.lived]
    if name in ACCOUNT:
        plus, minus = ACCOUNT[name]
        above, below = channels(plus) - channels(minus), channels(("could",))
        times = 1.0 if name == "voice_gap" else 1000.0
    elif per is None:
        return summed(name)
    else:
        above, below, times = summed(name), summed(per), 1000.0
    return np.divide(times * above, below, out=np.full(record.lived, np.nan), where=below > 0)


def mean(values: np.ndarray) -> np.ndarray:
    """Means over seeds that have a value, float64 (day,)."""
    count = (~np.isnan(values)).sum(axis=0)
    return np.divide(np.nansum(values, axis=0), count, out=np.full(values.shape[1], np.nan), where=count > 0)


def band(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """95% t interval of the mean over seeds on every day (measure.pairs.interval, of columns); NaN with fewer than two values."""
    there = ~np.isnan(values)
    count, middle = there.sum(axis=0), mean(values)
    squares = np.where(there, (values - middle) ** 2, 0.0).sum(axis=0)
    known = count > 1
    quantile = np.array([t_quantile(int(n) - 1) if n > 1 else math.nan for n in count])
    error = np.sqrt(np.divide(squares, (count - 1) * count, out=np.full(len(count), np.nan), where=known))
    return middle - quantile * error, middle + quantile * error
