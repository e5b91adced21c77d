"""The commands `patterns` and `calibrate`."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.text import Text

from sottovoce.calibration import api
from sottovoce.calibration.calibrate import Calibration, letters
from sottovoce.calibration.inference import Gate
from sottovoce.calibration.ours import CITIZENS, DAYS, SEEDS, Ours, ours
from sottovoce.calibration.patterns import Pattern, Target, joint, patterns
from sottovoce.experiments.command import By
from sottovoce.experiments.command import live as live_shown
from sottovoce.experiments.experiment import Experiment
from sottovoce.experiments.results import Study
from sottovoce.experiments.show import short
from sottovoce.scenario.model import Scenario
from sottovoce.terminal import console, json_text, plain_table, table_or_lines


def show(live: bool, as_json: bool) -> None:
    """All patterns; with `live` our value beside each that binds."""
    found = ours() if live else []
    if as_json:
        return print(json_text([_as_json(one, found) for one in patterns()]))
    screen = console()
    binding = sum(bool(one.binds) for one in patterns())
    screen.print(
        f"{len(patterns())} published patterns, {binding} of which can be compared with a measure of ours. "
        + (
            f"Ours: presets as they stand, {CITIZENS:,} made-up citizens, {DAYS} days, mean of {len(SEEDS)} seeds."
            if live
            else ""
        )
    )
    table = plain_table(
        "pattern", "finding, population", "published", "ours", "source and firmness", ratios=(2, 2, 2, 2)
    )
    entries = []
    for one in patterns():
        mine = "; ".join(_told(each) for each in found if each.pattern is one) or (
            "not comparable: " + one.why if not one.binds else "; ".join(bound.said for bound in one.binds)
        )
        firm = f"{one.firm}; binding {one.binding}" if one.binding else one.firm
        cells = (one.key, f"{one.finding}; {one.population}", one.number, mine, f"{one.source} ({firm})")
        entries.append((cells, Text(f"{one.key}: {one.number}"), cells[1:2] + cells[3:]))
    screen.print(table_or_lines(150, table, entries))
    screen.print("\nThe joint set, to which values may be fitted:")
    for target in joint():
        screen.print(Text(f"  {target.letter}  stage {target.stage}, {target.name}: {_band(target)}"))


def _band(target: Target) -> str:
    if target.why:
        return f"cannot be fitted: {target.why}"
    return f"{target.ends[0]:g} to {target.ends[1]:g} ({target.said}); {target.band}"


def _told(one: Ours) -> str:
    if math.isnan(one.value):
        return f"no value ({one.bound.said})"
    ends = f" ({one.low:.3f} to {one.high:.3f})" if one.low is not None and one.high is not None else ""
    return f"{one.value:.3f}{ends}, {'inside' if one.inside else 'outside'} ({one.bound.said})"


def _as_json(one: Pattern, found: Sequence[Ours]) -> dict[str, Any]:
    shown = one.model_dump(exclude={"memory"})
    mine = [
        {
            "world": each.bound.said,
            "value": each.value,
            "low": each.low,
            "high": each.high,
            "inside": each.inside,
        }
        for each in found
        if each.pattern is one
    ]
    return shown | {"ours": mine}


def calibrate(
    scenario: Scenario,
    *,
    letters_: Sequence[str],
    values: Sequence[str],
    prior: bool,
    lever: str | None,
    draws: Path | None,
    points: int,
    rounds: int,
    citizens: int,
    days: int,
    truths: int,
    out: Path | None,
    again: int,
    write: Path | None,
    by: By,
    quiet: bool,
    as_json: bool,
) -> None:
    """Live the table, and say what came of it: what the prior makes, the gate, what was withheld, the posterior."""
    began = time.monotonic()

    def live(asked: Experiment, file: Path) -> Study:
        found, stopped = live_shown(asked, file, by, None, quiet or as_json)
        if stopped:
            raise SystemExit(130)
        return found

    if out is None:
        Path("runs").mkdir(exist_ok=True)
        out = Path("runs") / f"calibrate-{lever or scenario.name}.study"
    common: dict[str, Any] = {
        "out": out,
        "points": points,
        "citizens": citizens,
        "days": days,
        "truths": truths,
        "live": live,
    }
    if lever:
        found = api.lever(lever, draws=draws or (), **common)
    else:
        found = api.calibrate(
            scenario, patterns=letters_, values=values, rounds=1 if prior else rounds, **common
        )
    lived = time.monotonic() - began
    told = summary(found, prior)
    if as_json:
        print(json_text(told | {"seconds": round(lived, 1)}))
    elif not quiet:
        _said(found, prior, lived)
    if again and not prior and not lever and not as_json:
        rest: dict[str, Any] = {"values": values, "citizens": citizens, "days": days, "live": live}
        lived_again = api.again(
            found, scenario, out=out.with_suffix(f".again{out.suffix}"), count=again, **rest
        )
        console().print(f"\n{len(lived_again.table.numbers):,} draws of the posterior, run with fresh luck:")
        _reach(lived_again)
    if write and not prior:
        console().print(f"{found.write(write)}: draws (points of values), for --lever and sv.draws")


def summary(found: Calibration, prior: bool = False) -> dict[str, Any]:
    """Everything as data. The posterior is there only where the gate was passed."""
    told: dict[str, Any] = {
        "scenario": found.scenario, "points": len(found.table.numbers), "patterns": letters(found.targets),
        "drawn_from": drawn_from(found), "prior": [r._asdict() | {"target": r.target.name, "band": list(r.target.ends)} for r in found.reach], "together": found.together, "all_but": found.all_but(),
    }  # fmt: skip
    if prior:
        return told
    told["gates"] = [
        {
            "of": of, "truths": int(gate.counts[0].sum()), "passed": gate.passed, "low": gate.low, "high": gate.high,
            "least": int(gate.counts.min()), "most": int(gate.counts.max()),
        }
        for of, gate in gates(found).items()
    ]  # fmt: skip
    told["withheld"] = [
        w._asdict() | {"target": w.target.name, "band": list(w.target.ends), "hit": w.hit}
        for w in found.withheld()
    ]
    return told | ({"posterior": found.rows()} if found.passed else {})


def drawn_from(found: Calibration) -> str:
    """Where the points of a table come from, which only those of the first round of stage 1 say of the prior."""
    if any(one.stage == 2 for one in found.targets):
        return "the lever makes (anywhere in its range, at the draws given or the preset's own values)"
    if found.narrowed:
        return (
            "the points of this round make (drawn from what the round before left, so no share of the prior)"
        )
    return "the prior makes (every value anywhere in its range)"


def gates(found: Calibration) -> dict[str, Gate]:
    """Which truths were calibrated -> their ranks."""
    every = "all of this round" if found.narrowed else "all of the prior"
    return {every: found.gate, "those nearest to what was published": found.near_gate}


def _said(found: Calibration, prior: bool, lived: float) -> None:
    screen = console()
    screen.print(
        f"{len(found.table.numbers):,} points of {found.scenario}, {len(found.table.axes)} values that vary together; took {lived:.0f} s.\n\n"
        f"What {drawn_from(found)}:"
    )
    _reach(found)
    if prior:
        return
    screen.print("")
    for of, gate in gates(found).items():
        screen.print(
            f"The gate, {of}: {gate.counts[0].sum():,} truths. Bins of their ranks hold {gate.counts.min()} to {gate.counts.max()}; all at once inside "
            f"{gate.low} to {gate.high} in 99% of cases if they are even: {'passed' if gate.passed else 'NOT PASSED'}."
        )
    if len(found.targets) > 1:
        screen.print("\nEach pattern withheld, and predicted from the others:")
        table = plain_table("pattern", ">band", ">predicted", ">95%", "")
        for w in found.withheld():
            cells = (f"{w.target.letter} {w.target.name}", f"{w.target.ends[0]:g} to {w.target.ends[1]:g}", f"{w.middle:.3f}",
                     f"{w.low:.3f} to {w.high:.3f}", "inside" if w.hit else "outside")  # fmt: skip
            table.add_row(*map(Text, cells))
        screen.print(table)
    if not found.passed:
        screen.print(
            "\nThe posterior is not shown: a method that does not recover known truths says nothing about unknown ones."
        )
        return
    screen.print(
        "\nWhat was learnt about values, most first (prior decides: posterior sd over prior sd; 1: nothing was learnt):"
    )
    table = plain_table("value", ">default", ">middle", ">95%", ">prior decides")
    rows = sorted(found.rows(), key=lambda row: row["prior_decides"])
    for row in rows[:15]:
        table.add_row(
            *map(Text, (row["name"], short(row["default"]), short(row["middle"]), f"{short(row['low'])} to {short(row['high'])}", f"{row['prior_decides']:.2f}"))
        )  # fmt: skip
    screen.print(table)
    rest = rows[15:]
    if rest:
        screen.print(f"For the other {len(rest)} values the ratio is {rest[0]['prior_decides']:.2f} or more.")


def _reach(found: Calibration) -> None:
    screen = console()
    table = plain_table("pattern", ">band", ">middle of points", ">95% of points", ">inside the band")
    for r in found.reach:
        cells = (f"{r.target.letter} {r.target.name}", f"{r.target.ends[0]:g} to {r.target.ends[1]:g}", f"{r.middle:.3f}",
                 f"{r.low:.3f} to {r.high:.3f}", f"{100 * r.share:.1f}%" + ("" if r.reached else " out of reach"))  # fmt: skip
        table.add_row(*map(Text, cells))
    screen.print(table)
    inside = round(found.together * len(found.table.numbers))
    screen.print(
        f"Inside all bands at once: {inside:,} of {len(found.table.numbers):,} points ({100 * found.together:.2f}%)."
    )
    if len(left := found.all_but()) > 1:
        told = ", ".join(
            f"{letter} {round(share * len(found.table.numbers)):,}" for letter, share in left.items()
        )
        screen.print(f"Inside all but one of the bands (the one left out: points): {told}.")
