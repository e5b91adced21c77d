"""Writes docs/look-up/commands.md, the page of the command line, from the commands themselves: ``python docs/commands.py``.

Typer makes the text; a test holds the page equal to what is made here.
"""

import os
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parent / "look-up" / "commands.md"
HEAD = "<!-- Made by `python docs/commands.py` from the commands. Do not edit. -->\n\n"


def page() -> str:
    """The whole page: a section for each command, in the order of the help."""
    asked = [sys.executable, "-m", "typer", "sottovoce.cli", "utils", "docs", "--name", "sottovoce"]
    made = subprocess.run(
        [*asked, "--title", "The command line"],
        env={**os.environ, "COLUMNS": "200"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return HEAD + made.stdout.strip() + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE)
