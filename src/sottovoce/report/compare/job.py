"""`sottovoce compare` from start to end: live, show how far it is, write the folder, print."""

import json
import sys
import threading
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from sottovoce.errors import RunError
from sottovoce.machine.loops import compiled_before
from sottovoce.record.folder import provenance, write_json
from sottovoce.report.compare.facts import Compared, compared, lead, size
from sottovoce.report.compare.page import write as write_page
from sottovoce.report.compare.terminal import page
from sottovoce.report.job import LONG
from sottovoce.scenario.read import dump
from sottovoce.study.compare import Comparison, begin, live
from sottovoce.study.estimate import duration, gigabytes, need, refuse_what_cannot_fit
from sottovoce.study.replicates import Study
from sottovoce.study.rows import as_json

DATA = "compare.json"


def do(
    comparison: Comparison,
    folder: Path,
    *,
    by: str | None = None,
    threads: int | None = None,
    quiet: bool = False,
    json_: bool = False,
) -> Compared:
    """Live every world, write the folder, print. Ctrl-C ends at the close of the day and keeps what was finished."""
    console = Console(stderr=True, quiet=quiet or json_)
    c = compared(comparison, by)  # a wrong measure is refused before anything is lived
    begin(comparison)
    planned = Study(comparison.first, comparison.replicates, comparison.worlds)
    refuse_what_cannot_fit(planned, threads)
    console.print(f"{lead(c)} {size(c)}", highlight=False)
    if comparison.first.citizens * comparison.first.days * len(comparison.worlds) > LONG:
        wanted = need(planned, threads)
        told = f", {duration(wanted.seconds)} of living" if wanted.seconds else ""
        console.print(
            f"This needs about {gigabytes(wanted.memory)} of memory{told}, as fast as this machine is now."
        )
    if not compiled_before():
        console.print("The rules are compiled for this machine, once: some ten seconds, more on a slow one.")
    began = time.perf_counter()
    watched(comparison, console, threads)
    spent = time.perf_counter() - began
    c = compared(comparison, by, _provenance(comparison))
    write(c, folder)
    if json_:
        print(json.dumps(as_json(comparison, c.table) | {"out": str(folder)}, indent=1, ensure_ascii=False))
    else:
        out = Console(quiet=quiet, highlight=False)
        out.print(page(c))
        out.print(f"{folder}: compare.html, compare.json, ... ({spent:.0f} s)")
    if comparison.interrupted:
        console.print("[yellow]Stopped before the end; what was finished is written.[/]")
        raise SystemExit(130)
    if not any(row.seeds for row in c.table.rows):
        raise RunError(
            "No world was finished:\n  " + "\n  ".join(f"{r.name}: {r.error}" for r in c.table.rows)
        )
    return c


def write(c: Compared, folder: Path) -> None:
    """compare.html, compare.svg, compare.json, the scenarios, and where it all comes from."""
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / DATA, as_json(c.comparison, c.table))
    write_json(folder / "provenance.json", c.provenance)
    for number, scenario in enumerate(c.comparison.scenarios):
        name = "scenario.yaml" if number == 0 else f"scenario-{number + 1}-{scenario.name}.yaml"
        (folder / name).write_text(dump(scenario, full=True), encoding="utf-8")
    write_page(c, folder)


def watched(comparison: Comparison, console: Console, threads: int | None) -> None:
    """Live a comparison while showing how far it is."""
    stop = threading.Event()
    worker = threading.Thread(target=live, args=(comparison,), kwargs={"threads": threads, "stop": stop})
    worker.start()
    columns = (
        BarColumn(bar_width=28),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[stage]}: {task.fields[worlds]} worlds"),
    )
    try:
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("", total=None, worlds="0", stage="")
            while worker.is_alive():
                worker.join(0.1)
                worlds = list(comparison.worlds)
                total = sum(world.scenario.days for world in worlds)
                lived = sum(w.scenario.days if w.done else w.lived for w in worlds)
                done = sum(w.done for w in worlds)
                told = f"{done} of {len(worlds)}"
                progress.update(
                    task, total=total or None, completed=lived, worlds=told, stage=comparison.stage
                )
    except KeyboardInterrupt:
        console.print("[yellow]Stopping at the close of the day; what was finished is being written ...[/]")
        stop.set()
        worker.join()


def _provenance(comparison: Comparison) -> dict:
    first = comparison.first
    return provenance(
        " ".join(["sottovoce", *sys.argv[1:]]),
        scenario=first.name,
        label=first.label,
        scenarios=[s.name for s in comparison.scenarios],
        worlds=[v.name for v in comparison.variants],
        citizens=first.citizens,
        days=first.days,
        seed=first.seed,
        replicates=comparison.replicates,
        complete=not comparison.interrupted,
    )
