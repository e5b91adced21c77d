"""`sv.run`, `sv.open` and `sv.resume`: a study from Python, saved as the command saves it."""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sottovoce import figures
from sottovoce.errors import RunError, nearest
from sottovoce.extend.observers import known_observers
from sottovoce.measure.names import MEASURES, named
from sottovoce.record.folder import kind, read_table
from sottovoce.record.record import dataset
from sottovoce.record.store import Store
from sottovoce.report import build, lived
from sottovoce.report.compare.api import Comparison, resumed_comparison
from sottovoce.report.compare.api import opened as opened_comparison
from sottovoce.report.explanation import Explanation, explained
from sottovoce.report.facts import from_study
from sottovoce.report.html import figure
from sottovoce.report.job import refuse_what_disagrees, writing
from sottovoce.report.numbers import number, span, unit
from sottovoce.report.page import Page
from sottovoce.report.words import short
from sottovoce.scenario.cite import citation
from sottovoce.scenario.read import Asked
from sottovoce.study import fork as forks
from sottovoce.study import study as studies
from sottovoce.study.api import asked_for
from sottovoce.study.asked import renamed
from sottovoce.study.estimate import refuse_what_cannot_fit
from sottovoce.study.folder import begin, fill, going_on, keep, opened, provenance_of, record

if TYPE_CHECKING:
    import xarray as xr

    from sottovoce.experiments.results import Study as Lived

TABLES = ("citizens", "ledger", "changes", "joins", "ties", "panel")


class Study(studies.Study):
    """A scenario, its worlds, and what came out. In a notebook it shows its table. `worlds` holds every world, `pairs()` those with the system and
    without it, seed by seed."""

    command = ""  # the call that lived it
    _beside: Path | None = None  # its folder, where it was not saved

    def save(self, folder: str | Path, *, replace: bool = False) -> Path:
        """Write the folder that `sottovoce run` writes, with its report, and return its path. RunError where it holds something already
        (unless that is a run, and `replace`)."""
        from_there = (
            self.folder if self.origin else None
        )  # of a study that was opened: what is told of single people is there
        files = [f"{name}.parquet" for name in TABLES]
        tables = {
            name: read_table(from_there, name)
            for name in files
            if from_there and (from_there / name).is_file()
        }
        with writing(Store.new(Path(folder), replace=replace)) as store:
            for name, table in tables.items():
                store.table(name, table)
            self._fill(store)
        self.folder = Path(folder)
        return self.folder

    def _fill(self, store: Store) -> None:
        fill(self, store, self.command)
        store.text(build.FILE, build.text(self, self.command))
        if not self.interrupted:
            store.finish()

    def _there(self) -> Path:
        """Its folder; of a study that was not saved one beside, which goes with it."""
        if self.folder is not None:
            return self.folder
        if self._beside is None:
            self._beside = Path(tempfile.mkdtemp(prefix="sottovoce-"))
            weakref.finalize(self, shutil.rmtree, self._beside, ignore_errors=True)
            with Store.new(self._beside) as store:
                fill(self, store, self.command)
                if not self.interrupted:
                    store.finish()
        return self._beside

    def table(self) -> Any:
        """A pandas DataFrame with a line for each measure: measure, with, without, difference, low, high (its paired 95% interval over the seeds), unit, what it is."""
        return self.effects().table()

    def by_seed(self, measure: str | None = None) -> Any:
        """The values behind every interval: measure, seed, with, without, difference. `measure`: of this one only. RunError for an unknown one."""
        if measure is not None:
            _ = self.effects()[measure]
            measure = named(measure)
        return pa.Table.from_pylist([
            {"measure": name, "seed": a.scenario.seed, "with": a.measures[name], "without": b.measures[name],
             "difference": a.measures[name] - b.measures[name]}
            for name in MEASURES
            if measure in (None, name)
            for a, b in self.pairs()
            if name in a.measures and name in b.measures
        ]).to_pandas()  # fmt: skip

    def dataset(self) -> xr.Dataset:
        """An xarray data set of all daily sums over world, seed, day and group (as in record.nc), and of `measures` over world, seed and measure, with the CF
        attributes units and long_name. NaN: not lived."""
        found = dataset(*record(self))
        if found.sizes.get("world"):
            values = [
                [
                    [
                        next(
                            (
                                w.measures.get(name, NAN)
                                for w in self.of(str(world))
                                if w.scenario.seed == seed
                            ),
                            NAN,
                        )
                        for name in MEASURES
                    ]
                    for seed in found["seed"].values
                ]
                for world in found["world"].values
            ]
            found["measures"] = (
                ("world", "seed", "measure"),
                values,
                {"long_name": "measures over the measured days", "units": "1"},
            )
            found = found.assign_coords(
                measure=list(MEASURES),
                measure_unit=(
                    "measure",
                    [m.unit for m in MEASURES.values()],
                    {"long_name": "unit of each measure"},
                ),
            )
        return found

    def plot(self, name: str | None = None) -> figures.Figure:
        """A figure of the report by its name (default: the first), or any daily series of `curves`. RunError for what is neither."""
        charts = build.drawn(from_study(self, self.command))
        if not charts:
            raise RunError("plot: no day of both worlds was lived, so there is nothing to draw.")
        name = name or next(iter(charts))
        if name in charts:
            return figure(charts[name])
        try:
            return self.curves(name).plot()
        except RunError:
            raise RunError(
                f"plot: {name} given; no such figure or daily series.{nearest(name, charts)} Figures: {', '.join(charts)}."
            ) from None

    def report(self) -> Page:
        """The report, as `sottovoce run` writes it."""
        return Page(f"Report on {self.scenario.name}", build.text(self, self.command))

    def explain(
        self, citizen: int | None = None, *, day: int | None = None, without: int | None = None
    ) -> Explanation:
        """Why a citizen's score is what it is, in both worlds of the first seed (default: who lost most without ever dissenting), on a day (default: the last).
        `without`: what if this friend had never been known. RunError for what is not there."""
        return explained(self._there(), citizen, day, without)

    def people(self, table: str = "citizens") -> Any:
        """A table on single people as a pandas DataFrame: citizens (on the last day, first seed), ledger, changes, joins and ties (where there is a ledger), panel (every N
        days; sv.run(record=...)). Everyone is made up. RunError where it was not kept."""
        if table not in TABLES:
            raise RunError(f"people: {table} given; no such table.{nearest(str(table), TABLES)}")
        return read_table(self._there(), f"{table}.parquet").to_pandas()

    def cite(self) -> str:
        """What to cite for it."""
        return citation(self.scenario)

    @property
    def provenance(self) -> dict[str, Any]:
        """Where it comes from: versions, digests, machine, what was asked."""
        return provenance_of(self, self.command)

    def _repr_html_(self) -> str:
        rows = [
            [
                f"{short(name)}\n{unit(e.unit)}",
                number(e.with_, e.unit),
                number(e.without, e.unit),
                number(e.difference, e.unit, sign=True),
                span(e.low, e.high, e.unit),
            ]
            for name, e in self.effects().items()
            if MEASURES[name].headline
        ]
        heads = ["measure", "with", "without", "difference", "95% interval"]
        body = (
            figures.table(heads, rows, "Headline measures; .table() has all, .report() the report.")
            if rows
            else ""
        )
        return figures.shown(
            self.scenario.label, [repr(self), "Everyone is made up.", *self.errors[:3]], body
        )


NAN = float("nan")


@renamed(replicates="seeds", set="values")
def run(
    scenario: Asked = "press-2015",
    *,
    citizens: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    seeds: int | None = None,
    values: Mapping[str, Any] | None = None,
    extras: bool | None = None,
    record: Mapping[str, Any] | None = None,
    observers: str | Sequence[str] = (),
    threads: int | None = None,
    progress: bool | None = None,
    out: str | Path | None = None,
    replace: bool = False,
) -> Study:
    """Live both worlds, with the system and without it: the same people with the same luck, for `seeds` seeds (default 8, fewer for large societies).

    `scenario`: a Scenario, a preset's name, a file, or a dict as a file has it; `values`: by path, like ``{"score.spill": 0.0}``. `extras`: beside the pairs also
    knock-outs, terms left out, noise floor and other luck (default: up to 10,000 citizens). `record`: what is kept beside daily sums and measures:
    ``{"ledger": True}`` every change of points and of ties of the first seed (default: up to 50,000 citizens),
    ``{"panel": 30, "columns": ["points", "friends"]}`` people of every seed every 30 days. `observers`: names of
    registered functions that are called every day in every world (sv.extend.observer). `progress`: say how far it is and what time is left (default: in a terminal and in a notebook). `out`: a folder in which each
    finished world is stored at once, as the command does. Ctrl-C ends it at the close of the day; what is returned has the finished worlds (`interrupted`).

    Raises ScenarioError with all problems at once, and RunError where every pair of worlds failed. The result does not depend on `threads`.
    """
    asked = asked_for(scenario, citizens, days, seed, values)
    if observers:
        record = {**(record or {}), "observers": known_observers(observers)}
    study = _shown(studies.plan(asked, seeds, extras=extras, record=record))
    study.command = lived.asked_as(
        "run",
        scenario,
        citizens=citizens,
        days=days,
        seed=seed,
        seeds=seeds,
        values=values,
        extras=extras,
        record=record,
    )
    refuse_what_cannot_fit(study, threads)
    if out is None:
        return _lived(study, threads, progress)
    with writing(Store.new(Path(out), replace=replace)) as store:
        begin(study, store, study.command)
        return _stored(study, threads, progress, store)


def resume(
    folder: str | Path,
    *,
    days: int | None = None,
    threads: int | None = None,
    progress: bool | None = None,
    trust: bool = False,
) -> Study | Comparison:
    """Continue a run or comparison that was stopped, or whose process died. With `days` (in all), continue a finished run beyond its end.

    The result is the same as if it had been lived straight through. `trust`: do not live the first days again to check what is loaded; provenance says so.
    RunError where nothing is left to live, or the folder was damaged.
    """
    where = Path(folder)
    if days is not None:
        with forks.longer(where, days) as (found, store):
            return _resumed(found, store, folder, threads, progress)
    if kind(where) == "compare":
        return resumed_comparison(where, threads, progress)
    with going_on(where, trust=trust) as (found, store):
        return _resumed(found, store, folder, threads, progress)


def _resumed(
    found: studies.Study, store: Store, folder: str | Path, threads: int | None, progress: bool | None
) -> Study:
    study = _shown(found)
    study.command = lived.asked_as("resume", str(folder))
    refuse_what_cannot_fit(study, threads)
    with writing(store):
        begin(study, store, study.command)
        return _stored(study, threads, progress, store)


def _lived(study: Study, threads: int | None, progress: bool | None, after: Any = None) -> Study:
    def work(stop: threading.Event) -> None:
        studies.live(study, threads=threads, stop=stop, after=after)

    lived.study(study, progress, work)
    return study


def _stored(study: Study, threads: int | None, progress: bool | None, store: Store) -> Study:
    """Live what is not lived yet, each finished world stored at once; then everything is written."""
    study.folder = store.folder
    try:
        _lived(study, threads, progress, keep(study, store))
    finally:  # also where nothing was finished: the folder says why
        refuse_what_disagrees(study, store)
        if all(world.done for world in study.worlds) or study.interrupted:
            study._fill(store)
    return study


def fork(
    run: studies.Study | str | Path,
    day: int,
    *,
    reforms: Sequence[str] = (),
    values: Mapping[str, Any] | None = None,
    days: int | None = None,
    threads: int | None = None,
) -> Study:
    """A branch of a run (a study, or the folder of one): the same people with the same luck up to the eve of `day`, and from then on with safeguards,
    like ``["private-scores", "expiry@3"]``, or values by path. Both worlds of each seed; a study like any other.

    `days`: of the fork in all (default: as the run). Up to `day` it has to agree with what the run kept; what is not kept is lived again.
    RunError and ScenarioError say why a day or a change cannot be.
    """
    how = {"reforms": reforms, "values": values, "days": days}
    planned = (
        forks.fork_of(Path(run), day, **how) if isinstance(run, str | Path) else forks.fork(run, day, **how)
    )
    found = studies.live(planned, threads=threads)
    if refused := [
        f"{w.name}, seed {w.scenario.seed}: {w.error}" for w in found.worlds if w.error and w.stored
    ]:
        raise RunError("\n  ".join(["This run cannot be forked:", *refused[:4]]))
    return _shown(found)


def open(folder: str | Path) -> Study | Comparison | Lived:
    """Open what `sottovoce run`, `compare` or ``.save`` left in a folder, or `sottovoce study` and `sweep` in a file.

    The worlds of a study have their measures; those with and without the system also their daily sums. People are in ``.people()``. RunError where
    it is no such place, or was damaged.
    """
    where = Path(folder)
    if where.suffix == ".study" or where.is_file():
        from sottovoce.experiments.results import Study as OfExperiment

        return OfExperiment.open(where)
    if kind(where) == "compare":
        return opened_comparison(where)
    return _shown(opened(where))


def _shown(study: studies.Study) -> Study:
    return Study(**{name: getattr(study, name) for name in study.__dataclass_fields__})
