"""What came of an experiment: tables in the order of the design. Nothing here is sorted by what came out, and there is no best row."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import numpy as np
import pyarrow as pa

from sottovoce import figures, files
from sottovoce.errors import RunError, nearest
from sottovoce.experiments import analysis, luck
from sottovoce.experiments.checked import no_measure
from sottovoce.experiments.experiment import Experiment
from sottovoce.experiments.show import short
from sottovoce.experiments.store import Failure, Store
from sottovoce.measure.names import MEASURES, named
from sottovoce.measure.pairs import interval
from sottovoce.scenario.cite import citation
from sottovoce.scenario.paths import plain

if TYPE_CHECKING:
    import xarray as xr


SHOWN = 12  # rows that a notebook shows
DASHES = ((), (8, 3), (5, 3), (3, 3), (1, 3), (8, 3, 1, 3))  # of the lines of a figure of two values
LINES = len(DASHES)


class Cell(NamedTuple):
    """A difference between two worlds at a point: its mean over seeds, with the paired 95% interval (None with fewer than two)."""

    first: float
    second: float
    difference: float
    low: float | None
    high: float | None


class Study:
    """A study that was lived, or as much of it as is there. `outcomes`: float64 (point, seed, world, outcome), NaN where nothing is."""

    def __init__(
        self,
        experiment: Experiment,
        outcomes: np.ndarray,
        failed: list[Failure],
        path: Path | None = None,
        begun: str | None = None,
    ):
        self.experiment, self.outcomes, self.failed, self.path = experiment, outcomes, failed, path
        self.begun = begun  # when its file was made (UTC)

    def __repr__(self) -> str:
        asked = self.experiment
        return f"<study {asked.name} on {asked.scenario.name}: {len(self.outcomes):,} of {len(asked.points):,} points begun>"

    @classmethod
    def open(cls, path: str | Path) -> Self:
        """The study of a file; it may be being written."""
        with Store.open(Path(path)) as store:
            return cls(store.experiment, store.outcomes(), store.failures(), Path(path), store.begun())

    @property
    def complete(self) -> bool:
        """Whether every point has all its worlds, or says why not."""
        dropped = {one.point for one in self.failed}
        there = {k for k in range(len(self.outcomes)) if self._whole[k]}
        return len(there | dropped) == len(self.experiment.points)

    @property
    def _whole(self) -> np.ndarray:
        return np.array([not np.isnan(runs).all(axis=-1).any() for runs in self.outcomes], bool)

    def measure(self, text: str) -> str:
        """The name of something measured here, by its name or label, with or without a window. RunError where there is none."""
        name, at, window = text.partition("@")
        known = self.experiment.outcomes
        found = named(name.strip()) + at + window
        if found not in known:
            raise RunError(no_measure(text, known))
        return found

    def values(self, measure: str, world: str | Sequence[str] | None = None) -> np.ndarray:
        """A measure in a world, or the difference of two, float64 (point, seed). Default: the first world less the second."""
        asked = self.experiment
        k = asked.outcomes.index(self.measure(measure))
        names = list(asked.worlds)
        wanted = [world] if isinstance(world, str) else list(world or names[:2])
        if not 1 <= len(wanted) <= 2:
            raise RunError(
                f"of: {len(wanted)} worlds given; allowed one, or two to be compared. Known: {', '.join(names)}."
            )
        found = [self.outcomes[:, :, _place("world", name, names), k] for name in wanted]
        return found[0] - found[1] if len(found) == 2 else found[0]

    def cells(self, measure: str, worlds: Sequence[str] | None = None) -> list[Cell]:
        """Two worlds at every point, in the order of the design."""
        names = list(worlds or list(self.experiment.worlds)[:2])
        pairs = [self.values(measure, name) for name in names] if len(names) == 2 else []
        if not pairs:
            raise RunError("worlds: allowed two to be compared. Give a second world.")
        found = []
        for one, other in zip(*pairs, strict=True):
            known = ~(np.isnan(one) | np.isnan(other))
            differences = [float(d) for d in (one - other)[known]]
            low, high = interval(differences)
            found.append(Cell(_mean(one[known]), _mean(other[known]), _mean(differences), low, high))
        return found

    @property
    def refused(self) -> dict[int, str]:
        """Points that are no scenarios, by number, each with why."""
        return {one.point: one.error for one in self.failed if one.state == "refused"}

    def table(self) -> Any:
        """A data frame with a row for each point, seed and world, in the order of the design: the values of the point, what was measured,
        and in `error` why a point was refused or a world failed (then nothing is measured)."""
        names = [axis.name for axis in self.experiment.axes]
        wrong = {(one.point, one.seed, one.world): one.error for one in self.failed if one.state == "failed"}
        asked, rows, refused = self.experiment, [], self.refused
        for k, runs in enumerate(self.outcomes):
            for seed, worlds in zip(asked.seeds, runs, strict=True):
                for world, found in zip(asked.worlds, worlds, strict=True):
                    error = refused.get(k) or wrong.get((k, seed, world), "")
                    if error or not np.isnan(found).all():
                        point = [plain(asked.points[k].get(axis.name, axis.default)) for axis in asked.axes]
                        rows.append([k, seed, world, *point, *found, error])
        heads = ["point", "seed", "world", *names, *asked.outcomes, "error"]
        columns = list(zip(*rows, strict=True)) or [()] * len(heads)
        return pa.table(dict(zip(heads, map(_alike, columns), strict=True))).to_pandas()

    def dataset(self) -> xr.Dataset:
        """An xarray data set of everything measured over point, seed and world, with the values of the points as coordinates."""
        import xarray as xr

        asked = self.experiment
        coords: dict[str, Any] = {
            "point": np.arange(len(self.outcomes)),
            "seed": list(asked.seeds),
            "world": list(asked.worlds),
        }
        units = {name: MEASURES[name.split("@")[0]].unit for name in asked.outcomes}
        found = xr.Dataset(
            {
                name: (
                    ("point", "seed", "world"),
                    self.outcomes[..., k],
                    {"units": units[name], "long_name": MEASURES[name.split("@")[0]].about},
                )
                for k, name in enumerate(asked.outcomes)
            },
            coords,
        )
        for axis in asked.axes:
            given = [asked.points[k].get(axis.name, axis.default) for k in range(len(self.outcomes))]
            found = found.assign_coords({axis.name: ("point", _alike(given))})
        refused = self.refused
        why = [refused.get(k, "") for k in range(len(self.outcomes))]
        return found.assign_coords({"refused": ("point", why)}) if any(why) else found

    def plot(self, measure: str | None = None) -> figures.Figure:
        """A measure (default: the first) against a number that moves, with its 95% interval over seeds. One number: the first two worlds. Two values in a grid: the
        difference of the first two worlds, a line for each of the (at most LINES) values of the one that has fewer. RunError where other things move."""
        asked = self.experiment
        name = self.measure(measure) if measure else asked.outcomes[0]
        points = [
            [asked.points[k].get(axis.name, axis.default) for axis in asked.axes]
            for k in range(len(self.outcomes))
        ]
        axes = sorted(range(len(asked.axes)), key=lambda k: -len({str(point[k]) for point in points}))
        places = [point[axes[0]] for point in points] if len(axes) in (1, 2) else []
        lines = {str(point[axes[1]]): point[axes[1]] for point in points} if len(axes) == 2 else {}
        worlds = list(asked.worlds)[:2]
        if (
            not places
            or len(lines) > LINES
            or (lines and (asked.design.kind != "grid" or len(worlds) < 2))
            or not all(
                isinstance(place, int | float) and not isinstance(place, bool) and place >= 0
                for place in places
            )
        ):
            raise RunError(
                f"plot: needs one number that moves, or a grid of two values of which one takes {LINES} values or fewer; numbers below 0 are not drawn. "
                "Use .table(), .dataset() or .sensitivity(measure)."
            )
        found = {world: self.values(name, world) for world in worlds}
        if lines:
            label = asked.axes[axes[1]].name.rpartition(".")[2]
            shown = {key: f"{label} {short(value)}" for key, value in lines.items()}
            drawn = [
                (shown[str(point[axes[1]])], found[worlds[0]] - found[worlds[1]], k)
                for k, point in enumerate(points)
            ]
            styles = {shown[value]: figures.Style(figures.WITH, DASHES[k]) for k, value in enumerate(lines)}
        else:
            drawn = [(world, found[world], k) for world in worlds for k in range(len(points))]
            styles = dict(
                zip(
                    worlds,
                    (figures.Style(figures.WITH), figures.Style(figures.WITHOUT, (6, 4))),
                    strict=False,
                )
            )
        rows = []
        for series, values, k in drawn:
            known = [float(value) for value in values[k] if value == value]
            low, high = interval(known)
            band = {} if low is None else {"low": low, "high": high}
            rows += [{"x": float(places[k]), "y": _mean(known), "series": series} | band] if known else []
        if not rows:
            raise RunError(f"plot: nothing was measured of {name}.")
        unit = MEASURES[name.split("@")[0]].unit
        axis = asked.axes[axes[0]].name
        what = f"{name}, {worlds[0]} less {worlds[1]}" if lines else name
        size = figures.Size(640, 360, left=60, right=170 if lines else 110)
        spec = figures.lines(
            sorted(rows, key=lambda row: row["x"]),
            styles,
            size,
            x=axis,
            y=f"{what} ({unit})",
            last=float(max(places)),
        )
        against = f"{axis} and {asked.axes[axes[1]].name}" if lines else axis
        caption = (
            f"Means over {len(asked.seeds)} seeds"
            + (", with the 95% interval" if len(asked.seeds) > 1 else "")
            + ". Everyone is made up."
        )
        return figures.Figure(
            f"{name} against {against}",
            caption,
            f"{what} against {against} on {asked.scenario.name}.",
            [("", spec)],
        )

    def save(self, to: str | Path) -> Path:
        """Copy the file of the study, which `sv.open` and `sottovoce study` read. RunError where something is there already, or the study has no file."""
        path = Path(to)
        if self.path is None or path.exists():
            raise RunError(
                f"{path}: is there already. Give another name."
                if self.path
                else "save: this study has no file."
            )
        with Store.open(self.path) as store:
            store.copy(path)
        return path

    def cite(self) -> str:
        """What to cite for it."""
        return citation(self.experiment.scenario)

    @property
    def provenance(self) -> dict[str, Any]:
        """What was asked, completely, and its digest."""
        return {
            "asked": json.loads(self.experiment.text),
            "digest": self.experiment.digest,
            "complete": self.complete,
        }

    def _repr_html_(self) -> str:
        failed = [f"point {one.point}: {one.error.splitlines()[0]}" for one in self.failed[:3]]
        table = self.table().head(SHOWN).to_html(index=False, border=0) if len(self.outcomes) else ""
        return figures.shown(
            f"Study {self.experiment.name}",
            [repr(self)[1:-1], *failed],
            f"<details><summary>First rows of .table()</summary>{table}</details>",
        )

    def export(self, to: str | Path) -> Path:
        """Write the table (.csv, .parquet), or the data set (.nc). RunError for another ending, or where it cannot be written."""
        match Path(to).suffix:
            case ".csv":
                return files.save(to, self.table().to_csv(index=False))
            case ".nc":  # made in memory: HDF5 ends the process where a disk is full
                return files.save(to, bytes(self.dataset().to_netcdf(engine="h5netcdf")))
            case ".parquet":
                return files.save(to, self.table().to_parquet(index=False))
        raise RunError(f"{to}: allowed names that end in .csv, .nc or .parquet. Choose one of these.")

    def sensitivity(self, measure: str, of: str | Sequence[str] | None = None, **how: Any) -> Any:
        """How much each coordinate moves a measure; see analysis.sensitivity."""
        return analysis.sensitivity(self, self.measure(measure), of, **how)

    def noise(self, measure: str, of: str | Sequence[str] | None = None) -> Any:
        """How much of what differs is luck; see luck.noise."""
        return luck.noise(self.values(measure, of))

    def power(self, measure: str, margin: float, of: str | Sequence[str] | None = None) -> Any:
        """How many seeds a sign needs; see luck.power."""
        return luck.power(self.values(measure, of), margin)

    def peaks(self, measure: str, of: str | Sequence[str] | None = None) -> Any:
        """Whether outcomes have two peaks; see luck.peaks."""
        return luck.peaks(self.values(measure, of))


def _place(what: str, name: str, known: Sequence[str]) -> int:
    if name not in known:
        raise RunError(f"{name}: no such {what} in this study.{nearest(name, known)}")
    return list(known).index(name)


def _alike(column: Sequence[Any]) -> list[Any]:
    """A column of numbers or of texts; what is neither as text."""
    numbers = all(isinstance(value, int | float) and not isinstance(value, bool) for value in column)
    return (
        list(column)
        if numbers or all(isinstance(value, str) for value in column)
        else [short(value) for value in column]
    )


def _mean(values: Any) -> float:
    return float(np.mean(values)) if len(values) else math.nan
