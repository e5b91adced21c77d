"""`sv.compare`: the comparison from Python, as an object that shows itself."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from sottovoce import figures
from sottovoce.errors import RunError, nearest
from sottovoce.measure.counts import Count
from sottovoce.measure.names import MEASURES, named
from sottovoce.record.folder import read_json
from sottovoce.record.netcdf import CF, Variable
from sottovoce.record.record import dataset
from sottovoce.record.store import Store
from sottovoce.report import lived
from sottovoce.report.compare.facts import harm_sentence, lead, remarks, size, troubles
from sottovoce.report.compare.figure import pictures, ranking
from sottovoce.report.compare.job import fill, keeper, made, read_comparison, start, watch
from sottovoce.report.compare.page import html, html_table
from sottovoce.report.compare.terminal import text
from sottovoce.report.html import figure
from sottovoce.report.job import writing
from sottovoce.report.lived import asked_as
from sottovoce.report.page import Page
from sottovoce.scenario.cite import citation
from sottovoce.scenario.read import Asked
from sottovoce.study import comparison as comparisons
from sottovoce.study.api import asked_for
from sottovoce.study.asked import names, renamed
from sottovoce.study.compare import begin, live, planned
from sottovoce.study.comparison import as_json
from sottovoce.study.estimate import refuse_what_cannot_fit
from sottovoce.study.study import Study
from sottovoce.study.together import pairs


class Comparison(comparisons.Comparison):
    """What a comparison found. In a notebook it shows its table; `rows` are the rows in their order."""

    def table(self) -> Any:
        """A pandas DataFrame with a line for each row and measure: row, kind, against, seeds, measure, value, difference, low, high, unit, given_back, given_low,
        given_high. Differences with their 95% interval are paired, against the row `against`; given_back: share of the harm, 1: all of it."""
        return pa.Table.from_pylist([
            {"row": row.name, "kind": row.kind, "against": row.against, "seeds": row.seeds, "measure": name, **cell._asdict()}
            for row in self.rows
            for name, cell in row.measures.items()
        ]).to_pandas()  # fmt: skip

    def dataset(self) -> Any:
        """An xarray data set of the measures of every finished world: over row, seed and measure, with the CF attributes units and long_name. NaN: not lived,
        or no value."""
        names = [variant.name for variant in self.variants]
        seeds = [self.first.seed + k for k in range(self.seeds)]
        values = np.full((len(names), len(seeds), len(MEASURES)), np.nan)
        for (row, k), one in self.lived.items():
            if one.error is None:
                values[row, k] = [one.value(name) for name in MEASURES]
        coords = {
            "row": np.array(names, object),
            "seed": np.array(seeds),
            "measure": np.array(list(MEASURES), object),
        }
        found = dataset(
            coords,
            {
                "measures": Variable(
                    ("row", "seed", "measure"), values, "1", "measures over the measured days"
                )
            },
            CF,
        )
        units = ("measure", [m.unit for m in MEASURES.values()], {"long_name": "unit of each measure"})
        return found.assign_coords(measure_unit=units)

    def by_seed(self, measure: str | None = None) -> Any:
        """The values behind every interval: row, seed, measure, value. `measure`: of this one only. RunError for an unknown one."""
        name = None if measure is None else named(measure)
        if name is not None and name not in MEASURES:
            raise RunError(f"measure: {measure} given; no such measure.{nearest(name, MEASURES)}")
        return pa.Table.from_pylist([
            {"row": self.variants[row].name, "seed": self.first.seed + k, "measure": one_name, "value": one.value(one_name)}
            for (row, k), one in sorted(self.lived.items(), key=lambda item: item[0])
            if one.error is None
            for one_name in MEASURES
            if name in (None, one_name)
        ]).to_pandas()  # fmt: skip

    def pairs(self, by: str | None = None) -> Any:
        """A pandas DataFrame with a line for each pair of reforms: shares of a harm (default: the one ranked by) that each gives back by itself (alone_first, alone_second) and both at once, and
        `more`: both less the one less the other, with its paired interval, 95% for all pairs together. Empty without pairs."""
        found = [one._asdict() for one in pairs(self, comparisons.harm(by))]
        for one in found:
            one["alone_first"], one["alone_second"] = one.pop("alone")
        return pa.Table.from_pylist(found).to_pandas()

    def plot(self, name: str | None = None) -> figures.Figure:
        """A figure of its page by name (default: the first). RunError for an unknown one, or where there is nothing to draw."""
        found = {
            one.name: figures.Figure(one.title, one.caption, one.about, [("", one.spec)], one.head, one.rows)
            for one in pictures(self)
        }
        if not self.of_systems and (chart := ranking(self)):
            found = {chart.name: figure(chart)} | found
        if not found:
            raise RunError(
                "plot: no harm of the system can be told here, so there is nothing to draw. More seeds tell more."
            )
        name = name or next(iter(found))
        if name not in found:
            raise RunError(f"plot: {name} given; no such figure.{nearest(name, found)}")
        return found[name]

    def report(self) -> Page:
        """The page, as `sottovoce compare` writes it."""
        return Page(lead(self), html(self))

    def cite(self) -> str:
        """What to cite for each scenario."""
        return "\n\n".join(citation(scenario) for scenario in self.scenarios)

    @property
    def provenance(self) -> dict[str, Any]:
        """Where it comes from: versions, digests, machine, what was asked."""
        return self.origin or made(self, not self.interrupted)

    def json(self) -> dict[str, Any]:
        """Everything as data."""
        return as_json(self)

    def save(self, folder: str | Path, *, replace: bool = False) -> Path:
        """Write the folder that `sottovoce compare` writes, and return its path. RunError where it holds something already (unless that is
        a run, and `replace`)."""
        with writing(Store.new(Path(folder), replace=replace)) as store:
            fill(self, store)
            if not self.interrupted:
                store.finish()
        return Path(folder)

    def __str__(self) -> str:
        return text(self)

    def __repr__(self) -> str:
        c = self
        return f"Comparison: {lead(c)} {size(c)}" + (f" Ranked by {c.ranked_by}." if c.ranked_by else "")

    def _repr_html_(self) -> str:
        c = self
        said = [*troubles(c), lead(c) if c.of_systems else harm_sentence(c), size(c), *remarks(c)]
        return figures.shown("Comparison", said, html_table(c))


@renamed(replicates="seeds", set="values")
def compare(
    *scenarios: Asked,
    reforms: str | Sequence[str] = (),
    each: bool = False,
    without: str | Sequence[str] = (),
    own_society: bool = False,
    equal: Count | None = None,
    by: str | None = None,
    pairs: bool = False,
    citizens: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    seeds: int | None = None,
    values: Mapping[str, Any] | None = None,
    threads: int | None = None,
    progress: bool | None = None,
    out: str | Path | None = None,
    replace: bool = False,
) -> Comparison:
    """One scenario with reforms (``reforms="private-scores"``, ``reforms=["expiry@3", ...]``, `each`) and knock-outs (``without="score.spill"``), or several
    scenarios side by side; on the same people with the same luck, over `seeds` seeds. `equal`: "punished", "points", "seen" or "examined",
    to scale the other scenarios until that count agrees with the first's. `pairs`: every two of the reforms in one world too. `progress`, `out`, Ctrl-C: as for `sottovoce.run`.

    Raises ScenarioError with every problem, and RunError where every world failed. The result does not depend on `threads`.
    """
    asked = [asked_for(s, citizens, days, seed, values) for s in scenarios or ("press-2015",)]
    found = planned(
        asked,
        names("reforms", reforms),
        each,
        names("without", without),
        own_society,
        equal,
        seeds,
        by,
        pairs,
    )
    how = {
        "citizens": citizens,
        "days": days,
        "seed": seed,
        "seeds": seeds,
        "values": values,
        "own_society": own_society or None,
        "equal": equal,
        "by": by,
        "pairs": pairs or None,
    }
    command = asked_as("compare", *scenarios, reforms=reforms, each=each or None, without=without, **how)
    if out is None:
        return _lived(shown(found), threads, progress, command)
    with writing(Store.new(Path(out), replace=replace)) as store:
        return _stored(shown(found), threads, progress, command, store)


def resumed_comparison(folder: Path, threads: int | None, progress: bool | None) -> Comparison:
    """Go on with a comparison that is not finished."""
    with writing(Store.again(folder)) as store:
        return _stored(
            shown(read_comparison(folder)), threads, progress, asked_as("resume", str(folder)), store
        )


def _stored(
    c: Comparison, threads: int | None, progress: bool | None, command: str, store: Store
) -> Comparison:
    start(c, store, command)
    try:
        return _lived(c, threads, progress, command, keeper(c, store), store.folder)
    finally:
        if c.lived:
            fill(c, store)
            if not c.interrupted:
                store.finish()


def _lived(c: Comparison, threads: int | None, progress: bool | None, command: str, after: Any = lambda *place: None, folder: Path | None = None) -> Comparison:  # fmt: skip
    begin(c)
    refuse_what_cannot_fit(Study(c.first, c.seeds, c.worlds), threads)
    out = lived.screen(progress)
    out.print(f"{lead(c)} {size(c)}", markup=False)
    for note in c.notes:
        out.print(f"Note: {note}", markup=False)
    lived.compiling(out)
    with lived.living(out, lambda stop: live(c, threads=threads, stop=stop, after=after)) as (worker, say):
        watch(c, worker, say)
    c.origin = made(c, not c.interrupted, command)
    lived.stopped(c.interrupted, folder)
    if c.lived and not c.interrupted and all(one.error for one in c.lived.values()):
        failed = [
            (f"{c.variants[row].name}, seed {c.first.seed + k}", one.error, one.trace)
            for (row, k), one in c.lived.items()
        ]
        lived.nothing_finished(failed)
    return c


def opened(folder: Path) -> Comparison:
    """The comparison that a folder holds. RunError where it is not finished."""
    found = read_comparison(folder)
    begin(found)
    if found.worlds:
        raise RunError(f"{folder} is not finished. To go on: sottovoce resume {folder} (in Python sv.resume)")
    found.origin = read_json(folder / "provenance.json")
    return shown(found)


def shown(found: comparisons.Comparison) -> Comparison:
    return Comparison(**{name: getattr(found, name) for name in found.__dataclass_fields__})
