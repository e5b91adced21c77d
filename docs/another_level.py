"""Writes the table of docs/understand/another-level.md: ``python docs/another_level.py``, a few minutes.

A watch list of those who dissented openly (sensitive-groups), and the same scenario with everybody watched alike: as they are, at an equal number of acts
seen, and at an equal number of acts looked through. The same people, the same luck, the same punishment.
"""

from pathlib import Path
from typing import Any

from tables import put_rows

from sottovoce import read
from sottovoce.measure.pairs import Effect
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.study.compare import live, of_systems
from sottovoce.study.comparison import Row

PAGE = Path(__file__).parent / "understand" / "another-level.md"
CITIZENS, DAYS, SEEDS = 1_500, 540, 5
MEASURES = ("held_back", "sensitive_acts", "self_censoring", "say_so", "browsing_held_back")
HEADS = (
    "acts looked through, per citizen-year", "acts seen, per citizen-year", "people punished, of 1,000", "held back, of 1,000 times", "sensitive acts, per citizen-day",
    "silent, of those who disagree", "say so, of 1,000", "browsing held back, of 1,000 times",
)  # fmt: skip


def few(**more: Any) -> Scenario:
    """The watch list; with changes."""
    return with_values(read("sensitive-groups"), {"citizens": CITIZENS, "days": DAYS} | more)


def everybody(**more: Any) -> Scenario:
    """The same with everybody watched alike."""
    alike = {"name": "everybody", "watching.others": 1.0}
    return with_values(few(), alike | more)


def cell(effect: Effect) -> str:
    """A difference to the world without, and its 95% t interval."""
    digits = 1 if effect.unit.startswith("per 1,000") else 3
    if effect.low is None or effect.high is None:
        return f"{effect.difference:+.{digits}f}"
    return f"{effect.difference:+.{digits}f} ({effect.low:+.{digits}f} ... {effect.high:+.{digits}f})"


def line(name: str, row: Row) -> str:
    """A row of the table."""
    counts = row.counts
    cells = [
        f"{counts['examined']:.1f}",
        f"{counts['seen']:.1f}",
        f"{1000 * counts['punished'] / CITIZENS:.0f}",
        *(cell(row.measures[measure]) for measure in MEASURES),
    ]
    return f"| {name} | " + " | ".join(cells) + " |"


def main() -> None:
    """Live all worlds, print the table and put it into the page."""
    lines = ["| with minus without | " + " | ".join(HEADS) + " |", "| --- |" + " --- |" * len(HEADS)]
    asked = (
        ("everybody, as it is", None, everybody()),
        ("everybody, at as many acts seen", "seen", everybody()),
        ("everybody, at as many acts looked through", "examined", everybody()),
        (
            "a watch list, and everybody thinks to be on it",
            None,
            few(**{"watching.feared": 1.0, "name": "feared"}),
        ),
    )
    for what, count, other in asked:
        found = live(of_systems([few(), other], equal=count, seeds=SEEDS), threads=1)
        if problems := [row.error for row in found.rows if row.error]:
            print(what, problems)
            continue
        first, second = (row for row in found.rows if row.kind == "system")
        if len(lines) == 2:
            lines.append(line("a watch list", first))
        coverage = found.scaled[0].values.get("channels.post.coverage") if found.scaled else None
        share = "" if coverage is None else f" (coverage {coverage[1]:.3f})"
        lines.append(line(f"{what}{share}", second))
        print("\n".join(lines[-2:]), flush=True)
    about = f"{CITIZENS:,} citizens, {DAYS} days, {SEEDS} pairs of worlds; with minus without, 95% t intervals; counts are of the world with."
    put_rows(PAGE, __file__, about, lines)


if __name__ == "__main__":
    main()
