"""`sv.compare`: the comparison from Python, as an object that shows itself."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from sottovoce.errors import RunError
from sottovoce.measure.counts import Count
from sottovoce.record.folder import read_json
from sottovoce.record.store import Store
from sottovoce.report.compare.facts import Compared, compared, harm_sentence, lead, remarks, size, troubles
from sottovoce.report.compare.job import fill, read_comparison
from sottovoce.report.compare.page import FILE, html, html_table
from sottovoce.report.compare.terminal import text
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.study.asked import renamed
from sottovoce.study.compare import begin, live, planned
from sottovoce.study.rows import Row, as_json


class Comparison:
    """What a comparison found. In a notebook it shows its table; `rows` are the rows in their order."""

    def __init__(self, found: Compared):
        self._found = found

    @property
    def rows(self) -> list[Row]:
        """Rows in their order; each has `measures`: name -> value, difference, interval, share given back."""
        return self._found.table.rows

    @property
    def ranked_by(self) -> str | None:
        """The harm by which rows are ordered; None where nothing is ranked."""
        return self._found.table.by

    @property
    def does_not_apply(self) -> dict[str, str]:
        """What was left out, and why."""
        return dict(self._found.comparison.does_not_apply)

    def by(self, measure: str) -> "Comparison":
        """The same, ordered by another harm."""
        return Comparison(compared(self._found.comparison, measure, self._found.provenance))

    def table(self, width: int = 100) -> str:
        """What the command prints, as text of this width in columns."""
        return text(self._found, width)

    def json(self) -> dict[str, Any]:
        """Everything as data."""
        return as_json(self._found.comparison, self._found.table)

    def save(self, folder: str | Path, *, replace: bool = False) -> Path:
        """Write compare.html, compare.json and the rest into a folder; returns the page. RunError where it holds something already (unless
        that is a run, and `replace`)."""
        with Store.new(Path(folder), replace=replace) as store:
            fill(self._found, store)
            if not self._found.comparison.interrupted:
                store.finish()
        return Path(folder) / FILE

    def __str__(self) -> str:
        return self.table()

    def _repr_html_(self) -> str:
        c = self._found
        said = [*troubles(c), lead(c) if c.comparison.of_systems else harm_sentence(c), size(c), *remarks(c)]
        return "".join(f"<p>{escape(line)}</p>" for line in said) + html_table(c)

    def html(self) -> str:
        """The whole page."""
        return html(self._found)


@renamed(replicates="seeds", set="values")
def compare(
    *scenarios: Scenario | str,
    reforms: Sequence[str] = (),
    each: bool = False,
    without: Sequence[str] = (),
    own_society: bool = False,
    equal: Count | None = None,
    by: str | None = None,
    citizens: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    seeds: int | None = None,
    values: Mapping[str, Any] | None = None,
    threads: int | None = None,
) -> Comparison:
    """One scenario with reforms (``reforms=["expiry@3"]``, `each`) and knock-outs (``without=["score.spill"]``), or several
    scenarios side by side; on the same people with the same luck, over `seeds` seeds. `equal`: "punished" or "points",
    to scale the other scenarios until that count agrees with the first's.

    Raises ScenarioError with every problem. The result does not depend on `threads`.
    """
    changes = dict(values or {})
    changes |= {k: v for k, v in (("citizens", citizens), ("days", days), ("seed", seed)) if v is not None}
    asked = [read(s) if isinstance(s, str) else s for s in scenarios or ("press-2015",)]
    asked = [with_values(s, changes) if changes else s for s in asked]
    found = planned(asked, reforms, each, without, own_society, equal, seeds)
    compared(found, by)
    return Comparison(compared(live(found, threads=threads), by))


def opened(folder: Path) -> Comparison:
    """The comparison that a folder holds. RunError where it is not finished."""
    found, by = read_comparison(folder)
    begin(found)
    if found.worlds:
        raise RunError(f"{folder} is not finished. To go on: sottovoce resume {folder}")
    return Comparison(compared(found, by, read_json(folder / "provenance.json")))
