"""Commands over many worlds: sweeps, experiments, published patterns, claims, replications."""

from pathlib import Path
from typing import Annotated

import typer

from sottovoce.cli.shared import (
    Allow,
    Budget,
    Json,
    Quiet,
    ScenarioName,
    Scheduler,
    Shown,
    Silent,
    StudyFile,
    Workers,
    allowed,
    app,
)


@app.command(short_help="Some values over their ranges, with the system and without.")
def sweep(
    scenario: ScenarioName,
    values: Annotated[
        list[str], typer.Argument(help="path=low:high:count or path=[a, b]; every combination of several.")
    ],
    measure: Shown = None,
    citizens: Annotated[int, typer.Option(help="How many people are made up.")] = 1000,
    days: Annotated[int, typer.Option(help="How many days are lived.")] = 365,
    seed: Annotated[int, typer.Option(help="The luck of the first society; the next ones follow.")] = 7,
    seeds: Annotated[int, typer.Option(help="Repetitions with other luck, the same at every point.")] = 4,
    set_: Annotated[
        list[str] | None, typer.Option("--set", help="path=value at every point; again and again.")
    ] = None,
    out: StudyFile = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    allow_code: Allow = None,
    quiet: Quiet = False,
    json: Json = False,
) -> None:
    """Move some values over their ranges, on the same people with the same luck. Rows stand in the order in which they were asked for."""
    allowed(allow_code)
    from sottovoce.scenario.paths import assignments, with_values
    from sottovoce.scenario.read import read

    asked = assignments(set_ or []) | {"citizens": citizens, "days": days, "seed": seed}
    wanted = with_values(read(scenario), asked)
    from sottovoce.experiments.command import sweep as do

    by = {"workers": workers, "scheduler": scheduler}
    do(wanted, values, measure or [], seeds, out, by, quiet, json, assignments(set_ or []))


@app.command(short_help="One value up and down again in one run: what still shows?")
def ramp(
    scenario: ScenarioName,
    value: Annotated[
        str, typer.Argument(help="path=low:high:count or path=[a, b], all rising or all falling.")
    ],
    measure: Annotated[
        str, typer.Option(help="What is measured in the second half of each step.")
    ] = "held_back",
    hold: Annotated[int, typer.Option(help="Days of a step.")] = 60,
    before: Annotated[int, typer.Option(help="Days before the first step.")] = 60,
    citizens: Annotated[int, typer.Option(help="How many people are made up.")] = 1000,
    seed: Annotated[int, typer.Option(help="The luck of the first society; the next ones follow.")] = 7,
    seeds: Annotated[int, typer.Option(help="Repetitions with other luck.")] = 4,
    set_: Annotated[list[str] | None, typer.Option("--set", help="path=value; again and again.")] = None,
    out: StudyFile = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    allow_code: Allow = None,
    json: Json = False,
) -> None:
    """Move one value up in steps and down again in the course of one run. Where the way back differs from the way there, beyond what differs where the value stays, the society remembers."""
    allowed(allow_code)
    from sottovoce.experiments.command import ramp as do
    from sottovoce.scenario.paths import assignments, with_values
    from sottovoce.scenario.read import read

    asked = assignments(set_ or []) | {"citizens": citizens, "seed": seed}
    by = {"workers": workers, "scheduler": scheduler}
    do(with_values(read(scenario), asked), value, measure, hold, before, seeds, out, by, json)


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
    out: StudyFile = None,
    budget: Budget = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    to: Annotated[Path | None, typer.Option(help="export: the file to write, .csv, .nc or .parquet.")] = None,
    measure: Shown = None,
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
    allowed(allow_code)
    from sottovoce.experiments.command import study as do

    by = {"workers": workers, "scheduler": scheduler}
    do(what, file, out, budget, by, quiet, to, json, measure or (), of or ())


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
    scenario: ScenarioName = "press-2015",
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
    scheduler: Scheduler = None,
    quiet: Silent = False,
    json: Json = False,
) -> None:
    """Hold the world without a system to published numbers: what the prior makes, a gate of known truths, and values. What is lived is kept; the
    same command goes on with it."""
    from sottovoce.calibration.command import calibrate as do
    from sottovoce.scenario.read import read

    do(
        read(scenario), letters_=pattern or [], values=values or [], prior=prior, lever=lever, draws=draws, points=points, rounds=rounds,
        citizens=citizens, days=days, truths=truths, out=out, again=again, write=write, by={"workers": workers, "scheduler": scheduler}, quiet=quiet, as_json=json,
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
    scheduler: Scheduler = None,
    quiet: Silent = False,
    json: Json = False,
) -> None:
    """Live the worlds that claims compare over the space of what is assumed, and say of each: for, against or too small to tell, as shares of the
    space (docs/understand/claims.md). What is finished is stored at once; the same command goes on."""
    from sottovoce.verdicts.command import claims as do

    by = {"workers": workers, "scheduler": scheduler}
    do(names or [], quick, forks, out, budget, by, points, quiet, json)


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
    scheduler: Scheduler = None,
    json: Json = False,
) -> None:
    """Write down what is claimed, with its date and digest, before the first world is lived; or search for our own error: the nearest point of people
    and structure (never a setting of the system) where a claim that comes with the program is the other way round (docs/understand/claims.md)."""
    from sottovoce.verdicts.command import claim as do

    do(what, name, quick, budget, {"workers": workers, "scheduler": scheduler}, json)


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
