"""The main job from start to end: live a study while showing how far it is, write its folder and its report."""

import json
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from sottovoce import figures
from sottovoce.errors import RunError
from sottovoce.machine.gpu import Gpu
from sottovoce.machine.loops import compiled_before
from sottovoce.record.store import CHECKPOINT, Store
from sottovoce.report.progress import Say, shown
from sottovoce.report.stopping import Stopping, Worker
from sottovoce.scenario.model import Scenario
from sottovoce.study.estimate import duration, gigabytes, need, refuse_what_cannot_fit
from sottovoce.study.fork import told
from sottovoce.study.study import KNOCKOUT_MOST, LEDGER_MOST, Study, live
from sottovoce.study.worlds import World
from sottovoce.terminal import Screen, escaped, json_text

if TYPE_CHECKING:
    from sottovoce.report.charts import Chart

Device = Literal["cpu", "gpu"]
# of a run folder, in the last line
SHOWN = ("report.html", "record.nc", "citizens.parquet", "ledger.parquet")
GLANCE = 0.1  # seconds between two looks at how far the worlds are
LATER = ("h5py", "plotext")  # wanted at the end, and slow to load
LONG = 200_000_000  # citizen-days from which a run is long enough to say beforehand how long


def folder_for(out: Path | None, scenario: Scenario, prefix: str = "", *, replace: bool = False) -> Store:
    """The folder to write, made and locked before anything is lived: `out`, or a new one under runs/."""
    if out is not None:
        return Store.new(out, replace=replace)
    name = f"{prefix}{scenario.name}-seed{scenario.seed}"
    for number in count(1):
        with suppress(FileExistsError):
            return Store.new(Path("runs") / (name if number == 1 else f"{name}-{number}"), fresh=True)
    raise AssertionError


def refuse_what_disagrees(study: Study, store: Store) -> None:
    """RunError where a world that was lived again is not the one that was stored; a folder to which nothing was written yet is as it was."""
    refused = [f"{w.name}, seed {w.scenario.seed}: {w.error}" for w in study.worlds if w.error and w.stored]
    if refused:
        if not store.begun:
            store.forget()
        raise RunError(
            "This run cannot go on from what is stored; nothing was written:\n  " + "\n  ".join(refused[:4])
        )


def do(
    study: Study,
    store: Store,
    *,
    threads: int | None = None,
    quiet: bool = False,
    as_json: bool = False,
    device: Device = "cpu",
    drawing: threading.Thread | None = None,
) -> Study:
    """Live what is not lived yet, keep each world that is finished, write everything, print. A signal ends it at the close of the day and keeps
    what was done. `drawing`: a thread that starts what draws (`figures.start_beside`)."""
    card = Gpu() if device == "gpu" else None
    console = Screen(stderr=True, quiet=quiet or as_json, markup=True)
    refuse_what_cannot_fit(study, threads)
    foretell(study, console, threads)
    if drawing:
        drawing.join()  # before processes are forked
    from sottovoce.study.folder import begin, fill, keep

    command = " ".join(["sottovoce", *sys.argv[1:]])
    stop = threading.Event()
    home = [world for world in study.worlds if world.done]
    ready: list[Chart] = []
    began = time.perf_counter()
    with Stopping(stop, lambda line: console.print(f"[yellow]{line}[/]")) as stopping, writing(store):
        begin(study, store, command)
        kept = keep(study, store)

        def after(world: World) -> None:
            kept(world)
            home.append(world)

        worker = Worker(lambda: live(study, threads=threads, stop=stop, card=card, after=after))
        with shown(console) as say:
            watch(study, worker, say, _make_ready(study, home, ready, command))
        worker.result()
        refuse_what_disagrees(study, store)
        spent = time.perf_counter() - began
        with ThreadPoolExecutor(1) as beside:  # the folder is written whatever becomes of the report
            report = beside.submit(_report, study, store, command, ready)
            fill(study, store, command)
            problem = report.exception()
        if problem:
            raise problem  # and the folder can be resumed
        if not study.interrupted:
            store.finish()
    _print(study, store, spent, Screen(quiet=quiet, markup=True), as_json)
    if study.interrupted:
        console.print(
            f"[yellow]Stopped before the end. To go on: [bold]sottovoce resume {escaped(str(store.folder))}[/][/]"
        )
        raise SystemExit(stopping.code)
    if study.errors and not study.pairs():
        raise RunError("No pair of worlds was finished:\n  " + "\n  ".join(study.errors))
    return study


@contextmanager
def writing(store: Store) -> Iterator[Store]:
    """The folder is written, and given free at the end. RunError with what to do where the disk does not take it."""
    try:
        with store:
            yield store
    except OSError as error:
        what = f"{error.filename or store.folder} could not be written: {error.strerror or error}."
        if not (store.folder / "provenance.json").is_file():
            raise RunError(f"{what} Nothing is stored. Make room, and run it again.") from None
        kept = store.folder / CHECKPOINT
        stored = len(list(kept.glob("[0-9]*"))) if kept.is_dir() else 0
        raise RunError(
            f"{what} {stored} worlds are stored. Make room, then: sottovoce resume {store.folder}"
        ) from None


def _report(study: Study, store: Store, command: str, ready: "list[Chart]") -> None:
    from sottovoce.report.build import FILE, text

    store.text(FILE, text(study, command, ready))


def _make_ready(study: Study, home: list[World], ready: "list[Chart]", command: str) -> Iterator[float]:
    """While worlds are lived: load what writes and draws, and draw what shows only pairs into `ready` as soon as these are `home`,
    that is, done. Each step is short, and says after how many seconds the next may follow."""
    before = sum(world.lived for world in study.worlds)
    while sum(world.lived for world in study.worlds) == before:
        yield GLANCE  # processes are not to be forked in the middle of an import
    for module in ("sottovoce.report.build", "sottovoce.report.terminal", *LATER):
        import_module(module)
        yield 0.0
    figures.start()
    yield 0.0
    from sottovoce.report.build import drawn, source
    from sottovoce.report.facts import WORLDS, from_study

    pairs = [world for world in study.worlds if world.name in WORLDS]
    while not all(any(world is done for done in home) for world in pairs):
        yield GLANCE
    facts = from_study(replace(study, worlds=pairs), command)
    for chart in drawn(facts).values():
        chart.svgs  # noqa: B018  # drawn once, and kept
        ready.append(chart)
        yield 0.0
        chart.files(source(facts).text)
        yield 0.0


def foretell(study: Study, console: Screen, threads: int | None, *, python: bool = False) -> None:
    """Say beforehand what a reader might miss afterwards, and what was not asked for. `python`: in the words of that caller."""
    scenario = study.scenario
    if study.forked:
        console.print(f"A fork {escaped(told(study.forked))}.")
    seeds = "1 seed (no interval)" if study.seeds == 1 else f"{study.seeds} seeds"
    console.print(
        f"[bold]{scenario.name}[/]: {escaped(scenario.label)}. {scenario.citizens:,} made-up citizens, "
        f"{scenario.days:,} days, {seeds}, each in two worlds."
    )
    if scenario.citizens > LEDGER_MOST and not study.worlds[0].ledgered:
        asks = 'record={"ledger": True}' if python else "--ledger"
        console.print(
            f"No ledger above {LEDGER_MOST:,} citizens, unless {asks}: it grows with citizens times days."
        )
    if beside := len(study.worlds) - 2 * study.seeds:
        leaves = "extras=False" if python else "--no-extras"
        console.print(
            f"Beside these pairs {beside} worlds are lived that tell what does what and what is luck (knock-outs, terms left out, noise floor, other "
            f"luck); {leaves} leaves them out."
        )
    if scenario.citizens > KNOCKOUT_MOST:
        console.print(f"No knock-outs above {KNOCKOUT_MOST:,} citizens: run those as scenarios of their own.")
    if not compiled_before():
        console.print("The rules are compiled for this machine, once: some ten seconds, more on a slow one.")
    if scenario.citizens * scenario.days * len(study.worlds) > LONG:
        wanted = need(study, threads)
        assert wanted.seconds is not None
        console.print(
            f"This needs about {gigabytes(wanted.memory)} of memory and, as fast as this machine is now, "
            f"{duration(wanted.seconds)} of living."
        )


def watch(study: Study, worker: Worker, say: Say, meanwhile: Iterator[float]) -> None:
    """Say how many days were lived over all worlds, and the headline of the first seed, until the worker is over. `meanwhile`: what to do between
    two looks, a step at each; it gives the seconds to wait."""
    total = sum(world.scenario.days for world in study.worlds)
    wait = 0.0
    while not worker.over(wait):
        wait = GLANCE
        with suppress(Exception):  # it is said when the report is written
            wait = next(meanwhile, GLANCE)
        first = study.first("with")
        told = f"day {first.lived if first else 0:,}; of 1,000 say so: {_say_so(study, 'with')} with, {_say_so(study, 'without')} without"
        say(sum(w.scenario.days if w.error else w.lived for w in study.worlds), total, told)


def _say_so(study: Study, name: str) -> str:
    world = study.first(name)
    return "-" if world is None or world.say_so is None else f"{world.say_so:.0f}"


def _print(study: Study, store: Store, spent: float, console: Screen, as_json: bool) -> None:
    folder = store.folder
    if as_json:
        scenario = study.scenario
        content = {
            "scenario": scenario.name,
            "citizens": scenario.citizens,
            "days": scenario.days,
            "seed": scenario.seed,
            "seeds": study.seeds,
            "finished": len(study.pairs()),
            "out": str(folder),
            "errors": study.errors,
            "measures": json.loads((folder / "measures.json").read_text(encoding="utf-8"))["measures"],
        }
        print(json_text(content, 1))
        return
    if study.pairs():
        from sottovoce.report.terminal import table

        console.print(table(study))
    for line in study.errors:
        console.print(f"[red]A world failed: {escaped(line)}[/]")
    for line in store.problems[:1]:
        console.print(f"[yellow]On the way: {escaped(line)}[/]")
    there = [name for name in SHOWN if (folder / name).is_file()]
    console.print(f"{escaped(str(folder))}: {', '.join(there)}, ... ({spent:.0f} s)")
