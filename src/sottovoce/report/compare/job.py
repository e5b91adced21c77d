"""`sottovoce compare` from start to end: live, show how far it is, write the folder, print."""

import json
import sys
import threading
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from sottovoce.errors import RunError
from sottovoce.machine.loops import compiled_before
from sottovoce.record.folder import finished, known, provenance, read_json, whole
from sottovoce.record.store import CHECKPOINT, FORMAT, Store, plain
from sottovoce.report.compare.facts import Compared, compared, lead, size
from sottovoce.report.compare.page import fill as fill_page
from sottovoce.report.compare.terminal import page
from sottovoce.report.job import GLANCE, LONG, writing
from sottovoce.report.stopping import Stopping, Worker
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.read import dump, read
from sottovoce.study.checkpoint import scenario_digest
from sottovoce.study.compare import Comparison, Lived, begin, live, planned, seeded_as
from sottovoce.study.estimate import duration, gigabytes, need, refuse_what_cannot_fit
from sottovoce.study.rows import as_json
from sottovoce.study.study import Study
from sottovoce.terminal import Screen, escaped, json_text

DATA = "compare.json"
RESULTS = ("measures", "harms", "who", "counts")


def do(
    comparison: Comparison,
    store: Store,
    *,
    by: str | None = None,
    threads: int | None = None,
    quiet: bool = False,
    json_: bool = False,
) -> Compared:
    """Live every world, keep each that is finished, write the folder, print. A signal ends it at the close of the day and keeps what was finished."""
    console = Screen(stderr=True, quiet=quiet or json_)
    loud = Screen(stderr=True, quiet=quiet or json_, markup=True)
    c = compared(comparison, by)  # a wrong measure is refused before anything is lived
    begin(comparison)
    planned = Study(comparison.first, comparison.seeds, comparison.worlds)
    refuse_what_cannot_fit(planned, threads)
    console.print(f"{lead(c)} {size(c)}")
    if comparison.first.citizens * comparison.first.days * len(comparison.worlds) > LONG:
        wanted = need(planned, threads)
        told = f", {duration(wanted.seconds)} of living" if wanted.seconds else ""
        console.print(
            f"This needs about {gigabytes(wanted.memory)} of memory{told}, as fast as this machine is now."
        )
    if not compiled_before():
        console.print("The rules are compiled for this machine, once: some ten seconds, more on a slow one.")
    began = time.perf_counter()
    stop = threading.Event()
    with Stopping(stop, lambda line: loud.print(f"[yellow]{line}[/]")) as stopping, writing(store):
        start(comparison, store, by)

        def kept(variant: int, repetition: int) -> None:
            if comparison.lived[variant, repetition].error is None:
                text = json.dumps(plain(left(comparison, variant, repetition)))
                store.keep(f"{variant}-{repetition}.json", lambda file: file.write(text.encode()))

        worker = Worker(lambda: live(comparison, threads=threads, stop=stop, after=kept))
        watch(comparison, console, worker)
        spent = time.perf_counter() - began
        c = compared(comparison, by, _provenance(comparison, by, not comparison.interrupted))
        fill(c, store)
        if not comparison.interrupted:
            store.finish()
    if json_:
        print(json_text(as_json(comparison, c.table) | {"out": str(store.folder)}, 1))
    else:
        out = Screen(quiet=quiet)
        out.print(page(c))
        out.print(f"{store.folder}: compare.html, compare.json, ... ({spent:.0f} s)")
    if comparison.interrupted:
        loud.print(
            f"[yellow]Stopped before the end. To go on: [bold]sottovoce resume {escaped(str(store.folder))}[/][/]"
        )
        raise SystemExit(stopping.code)
    if not any(row.seeds for row in c.table.rows):
        raise RunError(
            "No world was finished:\n  " + "\n  ".join(f"{r.name}: {r.error}" for r in c.table.rows)
        )
    return c


def resumed(
    folder: Path, *, threads: int | None = None, quiet: bool = False, json_: bool = False
) -> Compared:
    """Go on with a comparison that is not finished."""
    with Store.again(folder) as store:
        comparison, by = read_comparison(folder)
        return do(comparison, store, by=by, threads=threads, quiet=quiet, json_=json_)


def start(comparison: Comparison, store: Store, by: str | None) -> None:
    """Write what is asked, before anything is lived: from then on it can be resumed."""
    for number, scenario in enumerate(comparison.scenarios):
        store.text(_name(number, scenario), dump(scenario, full=True))
    store.json("provenance.json", _provenance(comparison, by, False))


def fill(c: Compared, store: Store) -> None:
    """compare.html, compare.svg, compare.json, what is left of every world, the scenarios, and where it all comes from."""
    start(c.comparison, store, c.by)
    store.json(DATA, as_json(c.comparison, c.table))
    store.json(
        "worlds.json", {"worlds": [left(c.comparison, *place) for place in sorted(c.comparison.lived)]}
    )
    fill_page(c, store)
    store.json(
        "provenance.json", c.provenance or _provenance(c.comparison, c.by, not c.comparison.interrupted)
    )


def left(comparison: Comparison, variant: int, repetition: int) -> dict[str, Any]:
    """What is left of a world, and of which scenario that is."""
    one, scenario = comparison.lived[variant, repetition], comparison.variants[variant].scenario
    about: dict[str, Any] = {
        "variant": variant,
        "repetition": repetition,
        "name": comparison.variants[variant].name,
    }
    about["error"] = one.error
    about["scenario"] = None if scenario is None else scenario_digest(seeded_as(scenario, repetition))
    return about | {name: getattr(one, name) for name in RESULTS}


def read_comparison(folder: Path) -> tuple[Comparison, str | None]:
    """The comparison of a folder, with what is left of the worlds that were finished; and the harm it is ranked by. `begin` takes them over.
    RunError where the folder is damaged or of another program."""
    try:
        return _read_comparison(folder)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OSError) as error:
        raise RunError(f"{folder} cannot be read: {str(error)[:200]}. Compare again.") from None


def _read_comparison(folder: Path) -> tuple[Comparison, str | None]:
    facts = read_json(folder / "provenance.json")
    if facts.get("format") != FORMAT or facts.get("kind") != "compare":
        raise RunError(f"{folder} is not a comparison of format {FORMAT}. Compare again.")
    now = version("sottovoce")
    if facts.get("versions", {}).get("sottovoce") != now:
        raise RunError(f"{folder} was written by another version; this is sottovoce {now}. Compare again.")
    scenarios = [read(str(whole(folder, Path(name).name))) for name in facts.get("files", [])]
    comparison = planned(scenarios, **facts["asked"])
    if [scenario_digest(s) for s in comparison.scenarios] != facts.get("digests"):
        raise RunError(f"{folder}: its scenarios were changed since. Compare again.")
    comparison.resumed = [str(facts.get("command", "")), *map(str, facts.get("resumed", []))]
    for one in _finished(folder):
        place = int(one["variant"]), int(one["repetition"])
        comparison.stored[place] = str(one["scenario"]), Lived(**{name: known(one[name]) for name in RESULTS})
    return comparison, facts.get("by")


def _finished(folder: Path) -> list[dict[str, Any]]:
    """What is left of the finished worlds of a comparison: all of them, or those in its checkpoint."""
    if finished(folder):
        return [one for one in read_json(folder / "worlds.json")["worlds"] if not one["error"]]
    return [read_json(path) for path in sorted((folder / CHECKPOINT).glob("*.json"))]


def watch(comparison: Comparison, console: Screen, worker: Worker) -> None:
    """Show how far it is, until the worker is over."""
    columns = (
        BarColumn(bar_width=28),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[stage]}: {task.fields[worlds]} worlds"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=None, worlds="0", stage="")
        while not worker.over(GLANCE):
            worlds = list(comparison.worlds)
            total = sum(world.scenario.days for world in worlds)
            lived = sum(w.scenario.days if w.done else w.lived for w in worlds)
            done = sum(w.done for w in worlds)
            told = f"{done} of {len(worlds)}"
            progress.update(task, total=total or None, completed=lived, worlds=told, stage=comparison.stage)
    worker.result()


def _name(number: int, scenario: Scenario) -> str:
    return "scenario.yaml" if number == 0 else f"scenario-{number + 1}-{scenario.name}.yaml"


def _provenance(comparison: Comparison, by: str | None, complete: bool) -> dict[str, Any]:
    first = comparison.first
    now = " ".join(["sottovoce", *sys.argv[1:]])
    before = comparison.resumed
    return provenance(
        before[0] if before else now,
        resumed=[*before[1:], now] if before else [],
        loaded=[f"results of {len(comparison.stored)} worlds"] if comparison.stored else [],
        kind="compare",
        by=by,
        asked=comparison.asked,
        files=[_name(number, scenario) for number, scenario in enumerate(comparison.scenarios)],
        digests=[scenario_digest(scenario) for scenario in comparison.scenarios],
        scenario=first.name,
        label=first.label,
        scenarios=[s.name for s in comparison.scenarios],
        worlds=[v.name for v in comparison.variants],
        citizens=first.citizens,
        days=first.days,
        seed=first.seed,
        seeds=comparison.seeds,
        complete=complete,
    )
