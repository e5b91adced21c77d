"""Commands that show: why a score is so, the page, a lesson."""

from pathlib import Path
from typing import Annotated

import typer

from sottovoce.cli.shared import Json, ScenarioName, Set, app


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
    scenario: ScenarioName = "press-2015",
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
