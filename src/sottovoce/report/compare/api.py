"""`sv.compare`: the comparison from Python, as an object that shows itself."""

from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from sottovoce.errors import RunError, ScenarioError, nearest
from sottovoce.measure.counts import COUNTS, Count
from sottovoce.report.compare.facts import Compared, compared, harm_sentence, lead, remarks, size, troubles
from sottovoce.report.compare.job import write
from sottovoce.report.compare.page import FILE, html, html_table
from sottovoce.report.compare.terminal import text
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.study.compare import Comparison as Worlds
from sottovoce.study.compare import live, of_reforms, of_systems
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

    def save(self, folder: str | Path) -> Path:
        """Write compare.html, compare.json and the rest into a folder; returns the page."""
        write(self._found, Path(folder))
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
    replicates: int | None = None,
    set: Mapping[str, Any] | None = None,
    threads: int | None = None,
) -> Comparison:
    """One scenario with reforms (``reforms=["expiry@3"]``, `each`) and knock-outs (``without=["score.spill"]``), or several
    scenarios side by side; on the same people with the same luck, over `replicates` seeds. `equal`: "punished" or "points",
    to scale the other scenarios until that count agrees with the first's.

    Raises ScenarioError with every problem. The result does not depend on `threads`.
    """
    changes = dict(set or {})
    changes |= {k: v for k, v in (("citizens", citizens), ("days", days), ("seed", seed)) if v is not None}
    asked = [read(s) if isinstance(s, str) else s for s in scenarios or ("press-2015",)]
    asked = [with_values(s, changes) if changes else s for s in asked]
    found = planned(asked, reforms, each, without, own_society, equal, replicates)
    compared(found, by)
    return Comparison(compared(live(found, threads=threads), by))


def planned(
    scenarios: Sequence[Scenario],
    reforms: Sequence[str],
    each: bool,
    without: Sequence[str],
    own_society: bool,
    equal: Any,
    replicates: int | None,
) -> Worlds:
    """The worlds to live. Raises ScenarioError where reforms are asked for of several scenarios."""
    if equal is not None and equal not in COUNTS:
        raise RunError(f"--equal {equal}: no such count.{nearest(str(equal), COUNTS)}")
    if equal is not None and len(scenarios) == 1:
        raise RunError(
            "--equal compares systems: give two scenarios or more, the first being the one the others are held to."
        )
    if len(scenarios) == 1:
        return of_reforms(scenarios[0], reforms, each=each, without_paths=without, replicates=replicates)
    if reforms or each or without:
        raise ScenarioError([
            f"{len(scenarios)} scenarios with reforms given; allowed one scenario with reforms, or several scenarios. "
            "Leave out --reform, --each and --without, or all scenarios but one."
        ])  # fmt: skip
    return of_systems(scenarios, own_society=own_society, equal=equal, replicates=replicates)
