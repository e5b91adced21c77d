"""What the commands share: the application, options that several of them take, and how they print."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

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
Scheduler = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="A Dask cluster in place of processes, like tcp://host:8786."),
]
Threads = Annotated[int | None, typer.Option(help="Default: all cores. The result does not depend on it.")]
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
Citizens = Annotated[int | None, typer.Option(help="How many people are made up.")]
ScenarioName = Annotated[str, typer.Argument(help="A preset or a scenario file.")]
Seed = Annotated[int | None, typer.Option(help="The luck of the first society; the next ones follow.")]
Seeds = Annotated[
    int | None, typer.Option(help="Repetitions with other luck; default 8, fewer for large societies.")
]
RunFolder = Annotated[Path | None, typer.Option(help="Run folder to write; default: a new one under runs/.")]
StudyFile = Annotated[Path | None, typer.Option(help="File of the study; default: a new one under runs/.")]
Replace = Annotated[bool, typer.Option("--replace", help="Replace the run that the folder of --out holds.")]
Device = Annotated[
    Literal["cpu", "gpu"], typer.Option(help="gpu: the rules run on an NVIDIA card (extra gpu).")
]
Shown = Annotated[list[str] | None, typer.Option(help="What is shown, like voice_gap; again and again.")]


def complain(text: str) -> None:
    """Print to stderr, in red where there is a terminal."""
    from sottovoce.terminal import visible

    text = visible(text)
    print(typer.style(text, fg="red") if sys.stderr and sys.stderr.isatty() else text, file=sys.stderr)


def allowed(files: list[str] | None) -> None:
    """Run what the user names, and say what it registered."""
    if files:
        from sottovoce.extend import allow

        for file in files:
            typer.echo(f"{file}: {', '.join(allow(file)) or 'registers nothing new'}", err=True)


def seeds_of(seeds: int | None, before: int | None) -> int | None:
    """Seeds as asked by the name of today or of before."""
    if before is not None:
        complain("--replicates is now --seeds; the old name goes with the next version.")
    return before if seeds is None else seeds


def scenario_of(name: str) -> "Scenario":
    """A preset, a scenario file, or the scenario of a run folder."""
    from sottovoce.record.folder import whole
    from sottovoce.scenario.read import read

    return read(whole(Path(name), "scenario.yaml") if os.path.isdir(name) else name)


def print_json(data: object) -> None:
    """Data for programs."""
    from sottovoce.terminal import json_text

    print(json_text(data))
