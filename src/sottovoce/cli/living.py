"""Commands that live worlds: a run, a fork, a comparison, the mirror."""

from pathlib import Path
from typing import Annotated

import typer

from sottovoce.cli.shared import (
    Allow,
    Before,
    Citizens,
    Days,
    Device,
    Json,
    Quiet,
    Replace,
    RunFolder,
    ScenarioName,
    Seed,
    Seeds,
    Set,
    Threads,
    allowed,
    app,
    print_json,
    seeds_of,
)


@app.command(short_help="Live both worlds, with the system and without; write a report.")
def run(
    scenario: ScenarioName = "press-2015",
    citizens: Citizens = None,
    days: Days = None,
    seed: Seed = None,
    seeds: Seeds = None,
    replicates: Before = None,
    set_: Set = None,
    out: RunFolder = None,
    replace: Replace = False,
    ledger: Annotated[
        bool | None, typer.Option("--ledger/--no-ledger", help="Keep every change of points.")
    ] = None,
    panel: Annotated[
        int | None,
        typer.Option(help="Keep people of every seed, every DAYS days (panel.parquet).", metavar="DAYS"),
    ] = None,
    extras: Annotated[
        bool | None,
        typer.Option(
            "--extras/--no-extras",
            help="Knock-outs, noise floor and other luck beside the pairs; default: up to 10,000 citizens.",
        ),
    ] = None,
    threads: Threads = None,
    device: Device = "cpu",
    observer: Annotated[
        list[str] | None, typer.Option(help="A registered observer to call every day; again and again.")
    ] = None,
    allow_code: Allow = None,
    quiet: Quiet = False,
    profile: Annotated[
        bool, typer.Option("--profile", help="Say afterwards what each phase of a day costs.")
    ] = False,
    json: Json = False,
) -> None:
    """Live both worlds, with the system and without it: same people, same luck. Writes a folder with a report."""
    allowed(allow_code)
    from sottovoce.scenario.paths import assignments, with_values
    from sottovoce.scenario.read import read

    asked = assignments(set_ or [])
    asked |= {k: v for k, v in (("citizens", citizens), ("days", days), ("seed", seed)) if v is not None}
    from sottovoce import figures

    wanted = with_values(read(scenario), asked)
    drawing = figures.start_beside()
    from sottovoce.report.job import do, folder_for
    from sottovoce.study.study import plan

    study = plan(
        wanted,
        seeds_of(seeds, replicates),
        extras=extras,
        ledger=ledger,
        record={"panel": panel, "observers": observer},
    )
    with folder_for(out, wanted, replace=replace) as store:
        do(study, store, threads=threads, quiet=quiet, as_json=json, device=device, drawing=drawing)
    if profile:
        from sottovoce.report.terminal import profiled

        profiled(wanted)


@app.command(short_help="Another society from a day of a run on.")
def fork(
    run: Annotated[Path, typer.Argument(help="A run folder.")],
    day: Annotated[int, typer.Option(help="First day on which it is another society.")],
    reform: Annotated[
        list[str] | None, typer.Option(help="A safeguard, like private-scores; again and again.")
    ] = None,
    set_: Set = None,
    days: Annotated[
        int | None, typer.Option(help="How many days the fork has in all; default: as the run.")
    ] = None,
    out: RunFolder = None,
    replace: Replace = False,
    threads: Threads = None,
    device: Device = "cpu",
    allow_code: Allow = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """A branch of a run: the same people with the same luck up to a day, and from then on with safeguards or other values; in both worlds, as a run of its own."""
    allowed(allow_code)
    from sottovoce.report.job import do, folder_for
    from sottovoce.scenario.paths import assignments
    from sottovoce.study.fork import fork_of

    study = fork_of(run, day, reform or [], assignments(set_ or []), days=days)
    with folder_for(out, study.scenario, "fork-", replace=replace) as store:
        do(study, store, threads=threads, quiet=quiet, as_json=json, device=device)


@app.command(short_help="Go on with a run or comparison that was stopped, or beyond the end.")
def resume(
    run: Annotated[Path, typer.Argument(help="Folder of a run or comparison that is not finished.")],
    days: Annotated[
        int | None, typer.Option(help="Of a finished run: how many days it has in all from now on.")
    ] = None,
    threads: Threads = None,
    device: Device = "cpu",
    trust: Annotated[
        bool,
        typer.Option(
            "--trust", help="Load what was stored of small worlds too, in place of living them again."
        ),
    ] = False,
    allow_code: Allow = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Go on with a run or a comparison that was stopped, or whose process died, or with a finished run beyond its end; the result is the same as if it had been
    lived straight through."""
    allowed(allow_code)
    from sottovoce.record.folder import kind

    if days is not None:
        from sottovoce.report.job import do
        from sottovoce.study.fork import longer

        with longer(run, days) as (study, store):
            do(study, store, threads=threads, quiet=quiet, as_json=json, device=device)
        return
    if kind(run) == "compare":
        from sottovoce.report.compare.job import resumed

        resumed(run, threads=threads, quiet=quiet, json_=json)
        return
    from sottovoce.report.job import do
    from sottovoce.study.folder import going_on

    with going_on(run, trust=trust) as (study, store):
        do(study, store, threads=threads, quiet=quiet, as_json=json, device=device)


@app.command(short_help="Which safeguard gives back how much; systems side by side.")
def compare(
    scenarios: Annotated[
        list[str] | None, typer.Argument(help="One preset or file with reforms, or several side by side.")
    ] = None,
    reform: Annotated[
        list[str] | None,
        typer.Option(
            help="A safeguard, like private-scores or expiry@3; a+b: both at once. Again and again."
        ),
    ] = None,
    each: Annotated[bool, typer.Option("--each", help="Every reform that applies, by itself.")] = False,
    without: Annotated[
        list[str] | None,
        typer.Option(help="Knock out one mechanism, like score.spill; all: each of them by itself."),
    ] = None,
    pairs: Annotated[
        bool,
        typer.Option("--pairs", help="Every two of the reforms too: which are more than their parts."),
    ] = False,
    by: Annotated[
        str | None, typer.Option(help="Harm to rank by; default: the first whose interval excludes zero.")
    ] = None,
    own_society: Annotated[
        bool, typer.Option("--own-society", help="Several scenarios: each with its own society.")
    ] = False,
    equal: Annotated[
        str | None,
        typer.Option(
            help="punished, points, seen or examined: scale the others until this count is the first's."
        ),
    ] = None,
    citizens: Citizens = None,
    days: Days = None,
    seed: Seed = None,
    seeds: Seeds = None,
    replicates: Before = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="path=value, in every scenario; again and again.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder to write; default: a new one under runs/.")] = None,
    replace: Replace = False,
    threads: Threads = None,
    allow_code: Allow = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Which safeguard gives back what, or scenarios side by side: on the same people, with the same luck."""
    allowed(allow_code)
    from sottovoce.scenario.paths import assignments, with_values
    from sottovoce.scenario.read import read

    asked = assignments(set_ or [])
    asked |= {k: v for k, v in (("citizens", citizens), ("days", days), ("seed", seed)) if v is not None}
    wanted = [with_values(read(name), asked) for name in scenarios or ["press-2015"]]
    from sottovoce.report.compare.job import do
    from sottovoce.report.job import folder_for
    from sottovoce.study.compare import planned

    worlds = planned(
        wanted, reform or [], each, without or [], own_society, equal, seeds_of(seeds, replicates), by, pairs
    )
    with folder_for(out, wanted[0], "compare-", replace=replace) as store:
        do(worlds, store, threads=threads, quiet=quiet, json_=json)


@app.command(short_help="What people lose, what the system no longer knows, and what speaks for it.")
def mirror(
    scenario: ScenarioName = "press-2015",
    citizens: Annotated[int, typer.Option(help="How many people are made up.")] = 2000,
    days: Days = None,
    seed: Seed = None,
    seeds: Annotated[int | None, typer.Option(help="Repetitions with other luck; default 8.")] = None,
    set_: Set = None,
    threads: Threads = None,
    json: Json = False,
) -> None:
    """A mirror for those who would have such a system: what people lose; what the system itself no longer knows of them; whom those who set it could favour; and what
    speaks for it. Both worlds, same people, same luck, with intervals over the seeds."""
    from sottovoce.report.mirror import mirror as held_up
    from sottovoce.report.mirror import page
    from sottovoce.scenario.paths import assignments
    from sottovoce.terminal import console

    found = held_up(
        scenario,
        citizens=citizens,
        days=days,
        seed=seed,
        seeds=seeds,
        values=assignments(set_ or []),
        threads=threads,
    )
    if json:
        return print_json(found.json())
    console().print(page(found))
