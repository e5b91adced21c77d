"""Commands about scenarios: nothing is lived."""

from pathlib import Path
from typing import Annotated

import typer

from sottovoce.cli.shared import Citizens, Json, ScenarioName, Set, app, complain, print_json, scenario_of
from sottovoce.errors import ScenarioError, SottovoceError


@app.command()
def scenarios(json: Json = False) -> None:
    """List the scenarios that come with the program."""
    if json:
        from sottovoce.scenario.read import presets, read

        return print_json([{"name": name, "label": read(name).label} for name in presets()])
    from sottovoce.show.scenario import table_of_presets
    from sottovoce.terminal import console

    console().print(table_of_presets())


@app.command(short_help="Every value of a scenario with unit, range and source.")
def show(
    scenario: ScenarioName = "press-2015",
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
        return print_json(json_schema())
    from sottovoce.show.scenario import as_json, page
    from sottovoce.terminal import console

    asked = read(scenario)
    if json:
        return print_json(as_json(asked, path))
    console().print(page(asked, path, all_))


@app.command(short_help="Every assumed value that is at work, with the range to sweep.")
def space(
    scenario: ScenarioName = "press-2015",
    all_: Annotated[bool, typer.Option("--all", help="Also what is not swept, each with why.")] = False,
    citizens: Citizens = None,
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
        return print_json(found.as_json())
    from sottovoce.experiments.show import page
    from sottovoce.terminal import console

    console().print(page(found, all_))


@app.command(short_help="Two scenarios line by line.")
def diff(
    a: Annotated[str, typer.Argument(help="A preset, a scenario file or a run folder.")],
    b: Annotated[str, typer.Argument(help="Another one.")],
    json: Json = False,
) -> None:
    """Two scenarios line by line: values, sources, the rights they touch, the AI Act."""
    from sottovoce.show import diff as scenarios
    from sottovoce.terminal import console

    found = scenarios.diff(scenario_of(a), scenario_of(b))
    if json:
        return print_json(scenarios.as_json(found))
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
        for line in [*own, *filter(None, [never_begins(asked)]), *never(asked)]:
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

    say(citation(scenario_of(run) if run else None))
