"""The commands. Thin: parse, call, print. Whatever is slow to import is imported inside a command."""

import os
import sys
from io import StringIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from sottovoce.errors import ScenarioError, SottovoceError

if TYPE_CHECKING:
    from sottovoce.scenario.model import Scenario

app = typer.Typer(
    help="A laboratory for scored societies. Everyone in it is made up.",
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # help in plain text: the other takes longer to import than all the rest
)

Before = Annotated[int | None, typer.Option("--replicates", hidden=True)]  # the name of --seeds before
Json = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]
Set = Annotated[
    list[str] | None, typer.Option("--set", help="path=value, like score.spill=0; again and again.")
]
Budget = Annotated[str | None, typer.Option(help="Time after which nothing more is begun, like '10 min'.")]
Workers = Annotated[int | None, typer.Option(help="Processes; default: all cores.")]
Threads = Annotated[int | None, typer.Option(help="Default: all cores.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress, no table.")]
Silent = Annotated[bool, typer.Option("--quiet", help="No progress, nothing shown.")]
Allow = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-code",
        help="Run this Python file, or entry point of a package, for what it registers; again and again.",
        metavar="FILE.py",
    ),
]
Days = Annotated[int | None, typer.Option(help="How many days are lived.")]

GREETING = """{named}: a laboratory for scored societies. Everyone in it is made up.

Three ways to begin:
  sottovoce run press-2015 --citizens 1000   live it with the score and without; a table and a report
  sottovoce show press-2015                  what is in it: every value, its range and its source
  sottovoce serve                            both worlds side by side, in the browser

All commands: sottovoce --help"""


def main() -> None:
    """Run the command line. Errors that are the caller's to mend are printed in red, exit code 2."""
    for stream in (sys.stdout, sys.stderr):  # a terminal that cannot write a character is no reason to stop
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except SottovoceError as error:
        complain(str(error))
        sys.exit(2)
    except OSError as error:
        complain(
            f"{error.filename or 'output'}: cannot be read or written ({error.strerror or error}). Choose another place."
        )
        sys.exit(2)
    finally:
        _flush()


def complain(text: str) -> None:
    """Print to stderr, in red where there is a terminal."""
    from sottovoce.terminal import visible

    text = visible(text)
    print(typer.style(text, fg="red") if sys.stderr and sys.stderr.isatty() else text, file=sys.stderr)


def _flush() -> None:
    """Write what is left to write. Who reads no further (``| head``) is not told of it."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        sys.stdout = StringIO()  # nothing is written at the end of Python


@app.callback(invoke_without_command=True)
def begin(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version and exit.")] = False,
) -> None:
    """A laboratory for scored societies. Everyone in it is made up."""
    if version or context.invoked_subcommand is None:
        from importlib.metadata import version as installed

        named = f"sottovoce {installed('sottovoce')}"
        typer.echo(named if version else GREETING.format(named=named))
        raise typer.Exit


@app.command(short_help="Live both worlds, with the system and without; write a report.")
def run(
    scenario: Annotated[str, typer.Argument(help="A preset or a scenario file.")] = "press-2015",
    citizens: Annotated[int | None, typer.Option(help="How many people are made up.")] = None,
    days: Days = None,
    seed: Annotated[
        int | None, typer.Option(help="The luck of the first society; the next ones follow.")
    ] = None,
    seeds: Annotated[
        int | None, typer.Option(help="Repetitions with other luck; default 8, fewer for large societies.")
    ] = None,
    replicates: Before = None,
    set_: Set = None,
    out: Annotated[
        Path | None, typer.Option(help="Run folder to write; default: a new one under runs/.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the run that the folder of --out holds.")
    ] = False,
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
    threads: Annotated[
        int | None, typer.Option(help="Default: all cores. The result does not depend on it.")
    ] = None,
    device: Annotated[
        Literal["cpu", "gpu"], typer.Option(help="gpu: the rules run on an NVIDIA card (extra gpu).")
    ] = "cpu",
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
    _allow(allow_code)
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
        _seeds(seeds, replicates),
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
    out: Annotated[
        Path | None, typer.Option(help="Run folder to write; default: a new one under runs/.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the run that the folder of --out holds.")
    ] = False,
    threads: Annotated[int | None, typer.Option()] = None,
    device: Annotated[Literal["cpu", "gpu"], typer.Option()] = "cpu",
    allow_code: Allow = None,
    quiet: Annotated[bool, typer.Option("--quiet")] = False,
    json: Json = False,
) -> None:
    """A branch of a run: the same people with the same luck up to a day, and from then on with safeguards or other values; in both worlds, as a run of its own."""
    _allow(allow_code)
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
    threads: Annotated[int | None, typer.Option()] = None,
    device: Annotated[Literal["cpu", "gpu"], typer.Option()] = "cpu",
    trust: Annotated[
        bool,
        typer.Option(
            "--trust", help="Load what was stored of small worlds too, in place of living them again."
        ),
    ] = False,
    allow_code: Allow = None,
    quiet: Annotated[bool, typer.Option("--quiet")] = False,
    json: Json = False,
) -> None:
    """Go on with a run or a comparison that was stopped, or whose process died, or with a finished run beyond its end; the result is the same as if it had been
    lived straight through."""
    _allow(allow_code)
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
    citizens: Annotated[int | None, typer.Option(help="How many people are made up.")] = None,
    days: Days = None,
    seed: Annotated[int | None, typer.Option(help="The luck of the first society.")] = None,
    seeds: Annotated[
        int | None, typer.Option(help="Repetitions with other luck; default 8, fewer for large societies.")
    ] = None,
    replicates: Before = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="path=value, in every scenario; again and again.")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Folder to write; default: a new one under runs/.")] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the run that the folder of --out holds.")
    ] = False,
    threads: Threads = None,
    allow_code: Allow = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Which safeguard gives back what, or scenarios side by side: on the same people, with the same luck."""
    _allow(allow_code)
    from sottovoce.scenario.paths import assignments, with_values
    from sottovoce.scenario.read import read

    asked = assignments(set_ or [])
    asked |= {k: v for k, v in (("citizens", citizens), ("days", days), ("seed", seed)) if v is not None}
    wanted = [with_values(read(name), asked) for name in scenarios or ["press-2015"]]
    from sottovoce.report.compare.job import do
    from sottovoce.report.job import folder_for
    from sottovoce.study.compare import planned

    worlds = planned(
        wanted, reform or [], each, without or [], own_society, equal, _seeds(seeds, replicates), by
    )
    with folder_for(out, wanted[0], "compare-", replace=replace) as store:
        do(worlds, store, threads=threads, quiet=quiet, json_=json)


@app.command(short_help="What people lose, what the system no longer knows, and what speaks for it.")
def mirror(
    scenario: Annotated[str, typer.Argument(help="A preset or a scenario file.")] = "press-2015",
    citizens: Annotated[int, typer.Option(help="How many people are made up.")] = 2000,
    days: Days = None,
    seed: Annotated[
        int | None, typer.Option(help="The luck of the first society; the next ones follow.")
    ] = None,
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
        return _print_json(found.json())
    console().print(page(found))


@app.command(short_help="Why a citizen's score is what it is.")
def explain(
    run: Annotated[Path, typer.Argument(help="A run folder.")],
    citizen: Annotated[
        int | None, typer.Argument(help="Id of a citizen; none: one worth looking at.")
    ] = None,
    day: Annotated[int | None, typer.Option(min=0, help="Default: the last day.")] = None,
    without: Annotated[int | None, typer.Option(help="What if this friend had never been known?")] = None,
    json: Json = False,
) -> None:
    """Why is this citizen's score what it is: own acts, each friend's pull, and the start, adding up."""
    from sottovoce.explain.command import command

    command(run, citizen, day, without, json)


@app.command(short_help="Open the page, on this machine only.")
def serve(
    what: Annotated[
        str, typer.Argument(metavar="[RUN]", help="A run folder to look at, a preset or a scenario file.")
    ] = "press-2015",
    port: Annotated[int, typer.Option(min=1024, max=65535, help="Port on this machine.")] = 8642,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open a browser.")] = True,
    class_: Annotated[
        bool,
        typer.Option(
            "--class",
            help="For a class on the local network, behind a code: a lesson (the file of `sottovoce class`, or a scenario) and guesses.",
        ),
    ] = False,
) -> None:
    """Open the page, on this machine only: two worlds side by side, why a score is so, a year lived. With --class: a lesson, on the local network."""
    if class_:
        from sottovoce.web.classroom import open_class

        return open_class(what, port)
    from sottovoce.web.serve import serve as serve_page

    serve_page(what, port, browser)


@app.command(name="class", short_help="A lesson as one HTML file, for any phone, with no network.")
def lesson(
    scenario: Annotated[str, typer.Argument(help="A preset or a scenario file.")] = "press-2015",
    out: Annotated[
        Path | None, typer.Option(help="HTML file to write; default: lesson-NAME.html here.")
    ] = None,
    citizens: Annotated[int, typer.Option(help="How many people are made up, 100 to 2,000.")] = 1000,
    seed: Annotated[int | None, typer.Option(help="The luck of the society.")] = None,
    seeds: Annotated[
        int, typer.Option(help="Societies for what each safeguard gives back, with its interval.")
    ] = 4,
    set_: Set = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace the file that is there.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """A lesson for a class as one HTML file of up to 3 MB: the story with a guess before the answer, every safeguard, why, a year to live, a page for the teacher and a handout to
    print. Send it to the class, or put it on a stick: it needs no network."""
    from sottovoce.scenario.paths import assignments
    from sottovoce.terminal import say
    from sottovoce.web.lesson import free, lesson

    path = free(out or Path(f"lesson-{Path(scenario).stem}.html"), replace)
    made = lesson(
        scenario,
        citizens=citizens,
        seed=seed,
        seeds=seeds,
        values=assignments(set_ or []),
        progress=not quiet,
    )
    say(f"{made.save(path)}: open it in any browser, on a phone too; it needs no network.")


@app.command()
def scenarios(json: Json = False) -> None:
    """List the scenarios that come with the program."""
    if json:
        from sottovoce.scenario.read import presets, read

        return _print_json([{"name": name, "label": read(name).label} for name in presets()])
    from sottovoce.show.scenario import table_of_presets
    from sottovoce.terminal import console

    console().print(table_of_presets())


@app.command(short_help="Every value of a scenario with unit, range and source.")
def show(
    scenario: Annotated[str, typer.Argument(help="A preset or a scenario file.")] = "press-2015",
    path: Annotated[str, typer.Option(help="Only values at or below this path, like score or tiers.0.")] = "",
    all_: Annotated[bool, typer.Option("--all", help="Also values left at the model's defaults.")] = False,
    json: Json = False,
    schema: Annotated[
        bool, typer.Option("--schema", help="JSON Schema of scenario files, for editors.")
    ] = False,
) -> None:
    """Show the values of a scenario with unit, range and source; the articles' claims, the rights touched, the AI Act."""
    from sottovoce.scenario.read import read
    from sottovoce.scenario.read import schema as json_schema

    if schema:
        return _print_json(json_schema())
    from sottovoce.show.scenario import as_json, page
    from sottovoce.terminal import console

    asked = read(scenario)
    if json:
        return _print_json(as_json(asked, path))
    console().print(page(asked, path, all_))


@app.command(short_help="Every assumed value that is at work, with the range to sweep.")
def space(
    scenario: Annotated[str, typer.Argument(help="A preset or a scenario file.")] = "press-2015",
    all_: Annotated[bool, typer.Option("--all", help="Also what is not swept, each with why.")] = False,
    citizens: Annotated[int | None, typer.Option(help="How many people are made up.")] = None,
    days: Annotated[
        int | None, typer.Option(help="How many days are lived: what begins later is not at work.")
    ] = None,
    set_: Set = None,
    json: Json = False,
) -> None:
    """The space of a scenario: every assumed value that is at work, with the range over which it can be swept."""
    from sottovoce.experiments.space import space as space_of
    from sottovoce.scenario.paths import assignments
    from sottovoce.study.api import asked_for

    found = space_of(asked_for(scenario, citizens, days, None, assignments(set_ or [])))
    if json:
        return _print_json(found.as_json())
    from sottovoce.experiments.show import page
    from sottovoce.terminal import console

    console().print(page(found, all_))


@app.command(short_help="Some values over their ranges, with the system and without.")
def sweep(
    scenario: Annotated[str, typer.Argument(help="A preset or a scenario file.")],
    values: Annotated[
        list[str], typer.Argument(help="path=low:high:count or path=[a, b]; every combination of several.")
    ],
    measure: Annotated[
        list[str] | None, typer.Option(help="What is shown, like voice_gap; again and again.")
    ] = None,
    citizens: Annotated[int, typer.Option(help="How many people are made up.")] = 1000,
    days: Annotated[int, typer.Option(help="How many days are lived.")] = 365,
    seed: Annotated[int, typer.Option(help="The luck of the first society; the next ones follow.")] = 7,
    seeds: Annotated[int, typer.Option(help="Repetitions with other luck, the same at every point.")] = 4,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="path=value at every point; again and again.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="File of the study; default: a new one under runs/.")
    ] = None,
    workers: Workers = None,
    allow_code: Allow = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Move some values over their ranges, on the same people with the same luck. Rows stand in the order in which they were asked for."""
    _allow(allow_code)
    from sottovoce.scenario.paths import assignments, with_values
    from sottovoce.scenario.read import read

    asked = assignments(set_ or []) | {"citizens": citizens, "days": days, "seed": seed}
    wanted = with_values(read(scenario), asked)
    from sottovoce.experiments.command import sweep as do

    do(wanted, values, measure or [], seeds, out, workers, quiet, json, assignments(set_ or []))


@app.command(short_help="An experiment from a file; show, export or resume a study.")
def study(
    what: Annotated[
        str,
        typer.Argument(
            metavar="FILE | show | export | resume",
            help="A file of an experiment; or what to do with a study.",
        ),
    ],
    file: Annotated[
        Path | None, typer.Argument(metavar="[STUDY]", help="The study to show, export or go on with.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="File of the study; default: a new one under runs/.")
    ] = None,
    budget: Budget = None,
    workers: Workers = None,
    to: Annotated[Path | None, typer.Option(help="export: the file to write, .csv, .nc or .parquet.")] = None,
    measure: Annotated[
        list[str] | None, typer.Option(help="What is shown, like voice_gap; again and again.")
    ] = None,
    of: Annotated[
        list[str] | None,
        typer.Option(
            help="World that is shown; given twice, the first less the second. Default: the first two."
        ),
    ] = None,
    allow_code: Allow = None,
    quiet: Silent = False,
    json: Json = False,
) -> None:
    """Live an experiment over the space of a scenario (docs/do/sweep-an-assumed-value.md). What is finished is stored at once; Ctrl-C loses nothing."""
    _allow(allow_code)
    from sottovoce.experiments.command import study as do

    do(what, file, out, budget, workers, quiet, to, json, measure or (), of or ())


@app.command(name="patterns", short_help="Published numbers, with ours beside each.")
def patterns_(
    ours: Annotated[
        bool, typer.Option("--ours/--no-ours", help="Live our value beside each: a minute.")
    ] = True,
    json: Json = False,
) -> None:
    """Published patterns that a model like this one can be held to, with source and firmness, and our value beside each that binds."""
    from sottovoce.calibration.command import show

    show(ours, json)


@app.command(short_help="Which published patterns the model can make, and with what values.")
def calibrate(
    scenario: Annotated[str, typer.Argument(help="A preset or a scenario file.")] = "press-2015",
    pattern: Annotated[
        list[str] | None,
        typer.Option(help="A letter of the joint set, like a; again and again; none: all of stage 1."),
    ] = None,
    values: Annotated[
        list[str] | None,
        typer.Option(help="What moves: a value or group of people, like voice; none: all assumed."),
    ] = None,
    prior: Annotated[
        bool,
        typer.Option("--prior", help="Only: what share of the prior makes each pattern, and all of them."),
    ] = False,
    lever: Annotated[
        str | None,
        typer.Option(help="Stage 2: a letter of the joint set, like e, in its own natural experiment."),
    ] = None,
    draws: Annotated[
        Path | None, typer.Option(help="With --lever: draws of stage 1 at which the lever is moved.")
    ] = None,
    points: Annotated[
        int, typer.Option(min=100, max=1_000_000, help="Points of the table, each lived once.")
    ] = 4096,
    rounds: Annotated[
        int, typer.Option(min=1, max=5, help="Later ones draw half as many points from what was left.")
    ] = 1,
    citizens: Annotated[int, typer.Option(help="How many people are made up.")] = 500,
    days: Annotated[int, typer.Option(help="How many days are lived.")] = 365,
    truths: Annotated[int, typer.Option(min=100, max=100_000, help="Truths of the gate.")] = 1000,
    out: Annotated[
        Path | None, typer.Option(help="File of the study; default: runs/calibrate-SCENARIO.study.")
    ] = None,
    again: Annotated[
        int,
        typer.Option(
            min=0, max=100_000, help="Draws of the posterior that are lived again; 100 and more, 0: none."
        ),
    ] = 0,
    write: Annotated[
        Path | None, typer.Option("--write", help="Write draws of the posterior to this file.")
    ] = None,
    workers: Workers = None,
    quiet: Silent = False,
    json: Json = False,
) -> None:
    """Hold the world without a system to published numbers: what the prior makes, a gate of known truths, and values. What is lived is kept; the
    same command goes on with it."""
    from sottovoce.calibration.command import calibrate as do
    from sottovoce.scenario.read import read

    do(
        read(scenario), letters_=pattern or [], values=values or [], prior=prior, lever=lever, draws=draws, points=points, rounds=rounds,
        citizens=citizens, days=days, truths=truths, out=out, again=again, write=write, workers=workers, quiet=quiet, as_json=json,
    )  # fmt: skip


@app.command(short_help="What the articles claim, with a verdict each over the space.")
def claims(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME ... | FILE.yaml]", help="Some claims; or a file of your own. Default: all."
        ),
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Fewer people, seeds and points: minutes.")] = False,
    forks: Annotated[
        bool, typer.Option("--forks", help="Every way to build the model, in place of points of the space.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option(help="File of the study; default: under runs/, gone on with if it is there."),
    ] = None,
    budget: Budget = None,
    points: Annotated[
        int | None, typer.Option(help="Points of the space; default: as the file says.")
    ] = None,
    workers: Workers = None,
    quiet: Silent = False,
    json: Json = False,
) -> None:
    """Live the worlds that claims compare over the space of what is assumed, and say of each: for, against or too small to tell, as shares of the
    space (docs/understand/claims.md). What is finished is stored at once; the same command goes on."""
    from sottovoce.verdicts.command import claims as do

    do(names or [], quick, forks, out, budget, workers, points, quiet, json)


@app.command(short_help="Seal a file of claims; or try to break one of ours.")
def claim(
    what: Annotated[
        str,
        typer.Argument(
            metavar="seal | break",
            help="seal: write a dated record beside a file. break: look for a point where a claim of ours is wrong.",
        ),
    ],
    name: Annotated[str, typer.Argument(metavar="FILE | NAME", help="A file of claims; or a claim of ours.")],
    quick: Annotated[bool, typer.Option("--quick", help="seal: the quick sizes.")] = False,
    budget: Annotated[
        str | None, typer.Option(help="break: time after which it ends, like '10 min'; default 5 min.")
    ] = None,
    workers: Annotated[int | None, typer.Option(help="break: processes; default: all cores.")] = None,
    json: Json = False,
) -> None:
    """Write down what is claimed, with its date and digest, before the first world is lived; or search for our own error: the nearest point of people
    and structure (never a setting of the system) where a claim that comes with the program is the other way round (docs/understand/claims.md)."""
    from sottovoce.verdicts.command import claim as do

    do(what, name, quick, budget, workers, json)


@app.command(short_help="Two scenarios line by line.")
def diff(
    a: Annotated[str, typer.Argument(help="A preset, a scenario file or a run folder.")],
    b: Annotated[str, typer.Argument(help="Another one.")],
    json: Json = False,
) -> None:
    """Two scenarios line by line: values, sources, the rights they touch, the AI Act."""
    from sottovoce.show import diff as scenarios
    from sottovoce.terminal import console

    found = scenarios.diff(_scenario(a), _scenario(b))
    if json:
        return _print_json(scenarios.as_json(found))
    console().print(scenarios.page(found))


@app.command()
def check(files: Annotated[list[str], typer.Argument(help="Scenario files or presets.")]) -> None:
    """Check scenario files and tell all problems at once. Exit code 1 if there is any."""
    from sottovoce.law.mechanisms import never_begins
    from sottovoce.scenario.model import never
    from sottovoce.scenario.read import read
    from sottovoce.scenario.sources import unsourced
    from sottovoce.society.own import registered_elsewhere
    from sottovoce.society.shape import placed
    from sottovoce.terminal import say

    wrong = False
    for file in files:
        try:
            asked = read(file)
            own = registered_elsewhere(asked)
            asked = asked if own else placed(asked)
        except SottovoceError as error:
            wrong = True
            complain("\n".join(error.told()) if isinstance(error, ScenarioError) else str(error))
            continue
        say(f"{file}: no problems")
        for line in [*filter(None, [own, never_begins(asked)]), *never(asked)]:
            say(f"  {line}")
        for path in unsourced(asked):
            say(f"  {path}: yours, unsourced; an entry in sources may say where it comes from")
    raise typer.Exit(1 if wrong else 0)


@app.command()
def new(
    file: Annotated[Path, typer.Argument(help="File to write; never one that exists.")],
    base: Annotated[str, typer.Option(help="Preset to start from.")] = "press-2015",
) -> None:
    """Write a commented scenario file to start from."""
    from sottovoce.scenario.new import write_new

    write_new(file, base)
    from sottovoce.terminal import say

    say(f"{file} written. Change it, then: sottovoce check {file}")


@app.command(short_help="What to cite.")
def cite(
    run: Annotated[
        str, typer.Argument(help="A run folder, a preset or a scenario file; none: the software only.")
    ] = "",
) -> None:
    """Say what to cite: the software, the models, and the sources of the values used."""
    from sottovoce.scenario.cite import citation
    from sottovoce.terminal import say

    say(citation(_scenario(run) if run else None))


def _allow(files: list[str] | None) -> None:
    """Run what the user names, and say what it registered."""
    if files:
        from sottovoce.extend import allow

        for file in files:
            typer.echo(f"{file}: {', '.join(allow(file)) or 'registers nothing new'}", err=True)


def _seeds(seeds: int | None, before: int | None) -> int | None:
    """Seeds as asked by the name of today or of before."""
    if before is not None:
        complain("--replicates is now --seeds; the old name goes with the next version.")
    return before if seeds is None else seeds


def _scenario(name: str) -> "Scenario":
    """A preset, a scenario file, or the scenario of a run folder."""
    from sottovoce.record.folder import whole
    from sottovoce.scenario.read import read

    return read(whole(Path(name), "scenario.yaml") if os.path.isdir(name) else name)


@app.command(short_help="Published models beside ours, with a verdict each.")
def replicate(
    name: Annotated[str, typer.Argument(help="A replication; none: all of them with their verdicts.")] = "",
    full: Annotated[
        bool,
        typer.Option("--full/--quick", help="Measure the slow figures too; all quick ones take minutes."),
    ] = False,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="name=value, like beta=2 or thresholds=0,1,2; again and again."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Write the picture here (SVG or PNG); all: a folder.")
    ] = None,
    json: Json = False,
) -> None:
    """Published models beside ours: what a paper found, what we measure, and an honest verdict."""
    from sottovoce.replications.command import command

    command(name, not full, set_ or [], out, json)


def _print_json(data: object) -> None:
    from sottovoce.terminal import json_text

    print(json_text(data))
