"""`sv.mirror` and `sottovoce mirror`: what the mirror shows, as a table that says what it holds and what it cannot."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from io import StringIO
from typing import Any, NamedTuple

import pyarrow as pa
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from sottovoce.measure.names import LABELS
from sottovoce.record.store import plain
from sottovoce.report.numbers import NONE, number, span
from sottovoce.scenario.model import Scenario
from sottovoce.study import mirror as mirrors
from sottovoce.study.api import asked_for
from sottovoce.study.mirror import CITIZENS, DAYS, FAVOUR, KNOW, LOSE, SPEAKS, Row
from sottovoce.terminal import Screen


class Published(NamedTuple):
    """A published figure that stands beside a part, never fitted."""

    part: str
    figure: str
    where: str  # who was looked at
    source: str


PUBLISHED = (
    Published(KNOW, "24.5 to 26.5 points more support said aloud than a list finds; the list may exaggerate it", "China, four list experiments",
              "Robinson & Tannenberg 2019, 10.1177/2053168019856449; against it Frye et al. 2023, 10.1080/1060586X.2023.2187195"),
    Published(FAVOUR, "claim: most pilots are open to manipulation by officials, and allocate no better; the model behind it was not found",
              "an agent-based model of the Chinese pilots", "talk at 35C3, December 2018"),
    Published(SPEAKS, "15 to 20% fewer accidents, deaths and injuries; gone in under eighteen months", "licences with points, many countries",
              "Castillo-Manzano & Castro-Nuno 2012, Transport Policy 21:191"),
    Published(SPEAKS, "belts worn +51.8% (48.7 to 54.9); deaths -18%, injuries -19% in eighteen months", "Italy 2003, 19,551 drivers observed",
              "Zambon et al. 2007, PMC2652965"),
    Published(SPEAKS, "15% fewer violations with a price on points", "Quebec, 1983 to 1996", "Dionne et al., econbiz 10008794790"),
    Published(SPEAKS, "trust and reciprocity rise where a score is shown; no size at hand", "a trust game", "Wu 2024, talk"),
)  # fmt: skip

TITLES = {
    LOSE: "What people lose",
    KNOW: "What the system itself no longer knows",
    FAVOUR: "Whom those who set it could favour: a random hundredth, from whose files nothing of their own is lost",
    SPEAKS: "What speaks for it",
}
HEADS = {FAVOUR: ("exempt", "not exempt")}
NAMES = {
    "acts_tell": "acts tell of views",
    "acts_and_score_tell": "acts and score tell",
    "to_be_known": "most there is to tell",
    "rank": "rank of the exempt",
    "top_tenth": "in the top tenth",
    "days_under_sanction": "days under a sanction",
    "others_moved": "others' ranks moved",
    "offences": "offences recorded",
    "honours": "honours recorded",
    "score_tells_of_trust": "score tells of trust",
}
REMARKS = {
    KNOW: f"In bits, of private views in fifths and public acts of the last {DAYS} days. Only a model holds private views and public acts side by side.",
    FAVOUR: "They are drawn by luck and do not know of it; they cannot be chosen. Ranks are of the last day, 0 lowest, 100 highest.",
    SPEAKS: "Nobody here trusts more for having looked a score up: what it tells of trustworthiness is all that a partner could go by.",
}
NO_ANSWER = "In the model conduct answers to trustworthiness and need and not to a score: both worlds have the same by construction, and what points do to conduct is for the published figures to say."
NOBODY = "Nobody is scored on the last day: there are no ranks."
NO_CONDUCT = "This scenario records no conduct."
MADE_UP = "Everyone here is made up by a program, and most sizes are assumed: this is about the model. Nothing was searched for or made better."


class Mirror(mirrors.Mirror):
    """What the mirror shows. `rows` hold the numbers; in a notebook it shows its table."""

    def table(self) -> Any:
        """A pandas DataFrame with a line for each number: part, measure, with, without, difference, low, high (paired 95% interval over the seeds), unit, about. In the part
        "favour" with and without are the exempt, and the same people where nobody is."""
        return pa.Table.from_pylist([_line(row) for row in self.rows]).to_pandas()

    def json(self) -> dict[str, Any]:
        """Everything as data."""
        s = self.scenario
        return {
            "scenario": s.name,
            "citizens": s.citizens,
            "days": s.days,
            "seed": s.seed,
            "seeds": self.seeds,
            "rows": plain([_line(row) for row in self.rows]),
            "published": [one._asdict() for one in PUBLISHED],
            "errors": self.errors,
        }

    def __str__(self) -> str:
        out = StringIO()
        Screen(file=out, width=100).print(page(self))
        return out.getvalue()

    def __repr__(self) -> str:
        return f"Mirror of {lead(self)}"

    def _repr_html_(self) -> str:
        parts = [f"<p>{escape(lead(self))}</p>"]
        for part, title in TITLES.items():
            heads = "".join(
                f"<th>{head}</th>"
                for head in ("", *HEADS.get(part, ("with", "without")), "difference", "95% interval", "unit")
            )
            lines = "".join(
                "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells(row)) + "</tr>"
                for row in self.rows
                if row.part == part
            )
            parts.append(f"<h4>{escape(title)}</h4><table><tr>{heads}</tr>{lines}</table>")
            parts += [f"<p>{escape(text)}</p>" for text in remarks(part, self.rows)]
        return "".join(parts) + f"<p>{MADE_UP}</p>"


def mirror(
    scenario: Scenario | str = "press-2015",
    *,
    citizens: int | None = None,
    days: int | None = None,
    seed: int | None = None,
    seeds: int | None = None,
    values: Mapping[str, Any] | None = None,
    threads: int | None = None,
) -> Mirror:
    """Hold the mirror up to a system: what people lose, what the system no longer knows of them, whom those who set it could favour, and what speaks
    for it; over `seeds` seeds (default 8) of 2,000 citizens and the scenario's days. Arguments as for `sottovoce.run`. RunError where no system is in force.
    """
    asked = asked_for(scenario, CITIZENS if citizens is None else citizens, days, seed, values)
    found = mirrors.mirror(asked, seeds, threads)
    return Mirror(found.scenario, found.seeds, found.rows, found.errors)


def lead(mirror: mirrors.Mirror) -> str:
    """``press-2015: 2,000 made-up citizens, 730 days, 8 seeds``."""
    s = mirror.scenario
    return f"{s.name}: {s.citizens:,} made-up citizens, {s.days:,} days, {mirror.seeds} seed{'s' if mirror.seeds != 1 else ''}"


def remarks(part: str, rows: Sequence[Row]) -> list[str]:
    """What belongs below the rows of a part."""
    found = [REMARKS[part]] if part in REMARKS else []
    if part == SPEAKS:
        conduct = [row for row in rows if row.name in ("offences", "honours")]
        if not any(row.with_ or row.without for row in conduct):
            found.insert(0, NO_CONDUCT)
        elif not any(row.difference for row in conduct):
            found.insert(0, NO_ANSWER)
    if part == FAVOUR and all(math.isnan(row.without) for row in rows if row.name == "rank"):
        found = [NOBODY]
    return found + [
        f"Published: {one.figure} ({one.where}; {one.source})." for one in PUBLISHED if one.part == part
    ]


def cells(row: Row) -> list[str]:
    """A row as texts: name, both worlds, difference, interval, unit. Where one of both worlds has no value the interval is of the other's."""
    alone = math.isnan(row.difference)
    low_high = (
        "none"
        if row.low is None or row.high is None
        else f"{number(row.low, row.unit)} to {number(row.high, row.unit)}"
    )
    values = [
        number(row.with_, row.unit),
        number(row.without, row.unit),
        number(row.difference, row.unit, sign=True),
        low_high if alone else span(row.low, row.high, row.unit),
    ]
    values = ["–" if value == NONE else value.replace(" pp", "") for value in values]
    unit = {"share": "%, points"}.get(row.unit, row.unit)
    return [NAMES.get(row.name) or LABELS[row.name], *values, unit]


def page(mirror: mirrors.Mirror) -> RenderableType:
    """The mirror for a terminal of 80 columns or more."""
    parts: list[RenderableType] = [Text(f"A mirror for {lead(mirror)}.", "bold"), Text(MADE_UP, "dim")]
    parts += [Text(f"A world failed: {line}", "red") for line in mirror.errors]
    for part, title in TITLES.items():
        found = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        found.add_column("", overflow="fold", min_width=18)
        for head in (*HEADS.get(part, ("with", "without")), "difference", "95% interval"):
            found.add_column(head, justify="right", no_wrap=True)
        found.add_column("unit", overflow="fold", style="dim")
        for row in mirror.rows:
            if row.part == part:
                found.add_row(*map(Text, cells(row)))
        parts += [
            Text(),
            Text(title, "bold"),
            found,
            *(Text(text, "dim") for text in remarks(part, mirror.rows)),
        ]
    return Group(*parts)


def _line(row: Row) -> dict[str, Any]:
    """A row by names that are those of the columns."""
    found = {"part": row.part, "measure": row.name, "with": row.with_, "without": row.without}
    return found | {
        "difference": row.difference,
        "low": row.low,
        "high": row.high,
        "unit": row.unit,
        "about": row.about,
    }
