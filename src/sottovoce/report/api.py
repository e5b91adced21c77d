"""`sv.run` and `sv.open`: a study from Python, saved as the command saves it."""

from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from sottovoce.measure.names import MEASURES
from sottovoce.record.folder import kind
from sottovoce.record.store import Store
from sottovoce.report import build
from sottovoce.report.compare.api import Comparison
from sottovoce.report.compare.api import opened as opened_comparison
from sottovoce.report.numbers import number, span, unit
from sottovoce.report.words import short
from sottovoce.scenario.model import Scenario
from sottovoce.study import study as studies
from sottovoce.study.api import asked_for
from sottovoce.study.asked import renamed
from sottovoce.study.folder import fill, opened


class Study(studies.Study):
    """A scenario, its worlds, and what came out. In a notebook it shows its table."""

    def save(self, folder: str | Path, *, replace: bool = False) -> Path:
        """Write the folder that `sottovoce run` writes, with its report, and return its path. RunError where it holds something already
        (unless that is a run, and `replace`)."""
        with Store.new(Path(folder), replace=replace) as store:
            fill(self, store, "")
            store.text(build.FILE, build.text(self))
            if not self.interrupted:
                store.finish()
        return Path(folder)

    def __repr__(self) -> str:
        s = self.scenario
        return f"Study of {s.name}: {s.citizens:,} citizens, {s.days:,} days, {len(self.pairs())} of {self.seeds} pairs of worlds finished"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{escape(short(name))}</td><td>{number(e.with_, e.unit)}</td><td>{number(e.without, e.unit)}</td>"
            f"<td>{number(e.difference, e.unit, sign=True)}</td><td>{span(e.low, e.high, e.unit)}</td><td>{escape(unit(e.unit))}</td></tr>"
            for name, e in self.effects().items()
            if MEASURES[name].headline
        )
        heads = "".join(
            f"<th>{head}</th>" for head in ("", "with", "without", "difference", "95% interval", "unit")
        )
        about = f"{self.scenario.name}: {self.scenario.citizens:,} made-up citizens, {self.scenario.days:,} days, {len(self.pairs())} pairs of worlds"
        return f"<p>{escape(about)}</p><table><tr>{heads}</tr>{rows}</table>"


@renamed(replicates="seeds", set="values")
def run(
    scenario: Scenario | str = "press-2015",
    *,
    citizens: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    seeds: int | None = None,
    values: Mapping[str, Any] | None = None,
    threads: int | None = None,
) -> Study:
    """Live both worlds, with the system and without it, over `seeds` seeds (default 8, fewer for large societies).

    `scenario`: a Scenario, a preset's name or a file; `values`: by path, like ``{"score.spill": 0.0}``.
    Raises ScenarioError with all problems at once. The result does not depend on `threads`.
    """
    planned = studies.plan(asked_for(scenario, citizens, days, seed, values), seeds)
    return _shown(studies.live(planned, threads=threads))


def open(folder: str | Path) -> Study | Comparison:
    """What `sottovoce run` or `compare`, or `.save`, left in a folder. RunError where it is no such folder, or was damaged.

    The worlds of a study have their measures, those with and without the system also their daily sums; people are in citizens.parquet.
    """
    where = Path(folder)
    if kind(where) == "compare":
        return opened_comparison(where)
    return _shown(opened(where))


def _shown(study: studies.Study) -> Study:
    return Study(**{name: getattr(study, name) for name in study.__dataclass_fields__})
