"""`sottovoce compare` from start to end: live, show how far it is, write the folder, print."""

import json
import sys
import threading
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sottovoce.errors import RunError
from sottovoce.machine.loops import compiled_before
from sottovoce.record.folder import finished, known, provenance, read_json, whole
from sottovoce.record.store import CHECKPOINT, FORMAT, Store, plain
from sottovoce.report.compare.facts import lead, size
from sottovoce.report.compare.page import fill as fill_page
from sottovoce.report.compare.terminal import page
from sottovoce.report.job import GLANCE, LONG, writing
from sottovoce.report.progress import Say, shown
from sottovoce.report.stopping import Stopping, Worker
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.read import dump, read
from sottovoce.study.checkpoint import scenario_digest
from sottovoce.study.compare import begin, live, planned, seeded_as
from sottovoce.study.comparison import Comparison, Lived, as_json
from sottovoce.study.estimate import duration, gigabytes, need, refuse_what_cannot_fit
from sottovoce.study.study import Study
from sottovoce.terminal import Screen, escaped, json_text

DATA = "compare.json"
RESULTS = ("measures", "who", "counts")


def do(
    comparison: Comparison,
    store: Store,
    *,
    threads: int | None = None,
    quiet: bool = False,
    json_: bool = False,
) -> Comparison:
    """Live every world, keep each that is finished, write the folder, print. A signal ends it at the close of the day and keeps what was finished."""
    console = Screen(stderr=True, quiet=quiet or json_)
    loud = Screen(stderr=True, quiet=quiet or json_, markup=True)
    begin(comparison)
    planned = Study(comparison.first, comparison.seeds, comparison.worlds)
    refuse_what_cannot_fit(planned, threads)
    console.print(f"{lead(comparison)} {size(comparison)}")
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
        start(comparison, store)

        kept = keeper(comparison, store)
        worker = Worker(lambda: live(comparison, threads=threads, stop=stop, after=kept))
        with shown(console) as say:
            watch(comparison, worker, say)
        spent = time.perf_counter() - began
        comparison.origin = made(comparison, not comparison.interrupted)
        fill(comparison, store)
        if not comparison.interrupted:
            store.finish()
    if json_:
        print(json_text(as_json(comparison) | {"out": str(store.folder)}, 1))
    else:
        out = Screen(quiet=quiet)
        out.print(page(comparison))
        out.print(f"{store.folder}: compare.html, compare.json, ... ({spent:.0f} s)")
    if comparison.interrupted:
        loud.print(
            f"[yellow]Stopped before the end. To go on: [bold]sottovoce resume {escaped(str(store.folder))}[/][/]"
        )
        raise SystemExit(stopping.code)
    if not any(row.seeds for row in comparison.rows):
        raise RunError(
            "No world was finished:\n  " + "\n  ".join(f"{r.name}: {r.error}" for r in comparison.rows)
        )
    return comparison


def resumed(
    folder: Path, *, threads: int | None = None, quiet: bool = False, json_: bool = False
) -> Comparison:
    """Go on with a comparison that is not finished."""
    with Store.again(folder) as store:
        return do(read_comparison(folder), store, threads=threads, quiet=quiet, json_=json_)


def keeper(comparison: Comparison, store: Store) -> Callable[[int, int], None]:
    """Keeps what is left of each world that is finished, as soon as it is."""

    def kept(variant: int, repetition: int) -> None:
        if comparison.lived[variant, repetition].error is None:
            text = json.dumps(plain(left(comparison, variant, repetition)))
            store.keep(f"{variant}-{repetition}.json", lambda file: file.write(text.encode()))

    return kept


def start(comparison: Comparison, store: Store, command: str | None = None) -> None:
    """Write what is asked, before anything is lived: from then on it can be resumed."""
    for number, scenario in enumerate(comparison.scenarios):
        store.text(_name(number, scenario), dump(scenario, full=True))
    store.json("provenance.json", made(comparison, False, command))


def fill(c: Comparison, store: Store) -> None:
    """compare.html, compare.svg, compare.json, what is left of every world, the scenarios, and where it all comes from."""
    start(c, store)
    store.json(DATA, as_json(c))
    store.json("worlds.json", {"worlds": [left(c, *place) for place in sorted(c.lived)]})
    fill_page(c, store)
    store.json("provenance.json", c.origin or made(c, not c.interrupted))


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


def read_comparison(folder: Path) -> Comparison:
    """The comparison of a folder, with what is left of the worlds that were finished. `begin` takes them over.
    RunError where the folder is damaged or of another program."""
    try:
        return _read_comparison(folder)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OSError) as error:
        raise RunError(f"{folder} cannot be read: {str(error)[:200]}. Compare again.") from None


def _read_comparison(folder: Path) -> Comparison:
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
    return comparison


def _finished(folder: Path) -> list[dict[str, Any]]:
    """What is left of the finished worlds of a comparison: all of them, or those in its checkpoint."""
    if finished(folder):
        return [one for one in read_json(folder / "worlds.json")["worlds"] if not one["error"]]
    return [read_json(path) for path in sorted((folder / CHECKPOINT).glob("*.json"))]


def watch(comparison: Comparison, worker: Worker, say: Say) -> None:
    """Say how far it is, until the worker is over."""
    while not worker.over(GLANCE):
        worlds = list(comparison.worlds)
        total = sum(world.scenario.days for world in worlds)
        lived = sum(w.scenario.days if w.done else w.lived for w in worlds)
        say(lived, total, f"{comparison.stage}: {sum(w.done for w in worlds)} of {len(worlds)} worlds")
    worker.result()


def _name(number: int, scenario: Scenario) -> str:
    return "scenario.yaml" if number == 0 else f"scenario-{number + 1}-{scenario.name}.yaml"


def made(comparison: Comparison, complete: bool, command: str | None = None) -> dict[str, Any]:
    """Where a comparison comes from. `command`: what asked for it; None: the command line."""
    first = comparison.first
    now = " ".join(["sottovoce", *sys.argv[1:]]) if command is None else command
    before = comparison.resumed
    return provenance(
        before[0] if before else now,
        resumed=[*before[1:], now] if before else [],
        loaded=[f"results of {len(comparison.stored)} worlds"] if comparison.stored else [],
        kind="compare",
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
