"""The commands. Thin: parse, call, print. Whatever is slow to import is imported inside a command."""

import sys
from io import StringIO, TextIOWrapper
from typing import Annotated

import typer

from sottovoce.cli import living, pages, scenarios, studies  # in the order in which help lists them
from sottovoce.cli.shared import app, complain
from sottovoce.errors import SottovoceError

__all__ = ["app", "complain", "living", "main", "pages", "scenarios", "studies"]

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
