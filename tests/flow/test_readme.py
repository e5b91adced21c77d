"""What the README shows works: its Python block runs, its commands and files exist."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sottovoce.cli import app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_python_block_runs(tmp_path, monkeypatch, capsys) -> None:
    """As a newcomer would paste it."""
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", README, re.S)
    assert blocks
    for block in blocks:
        exec(compile(block, "README.md", "exec"), {})
    said = capsys.readouterr().out
    assert said.startswith("with ") and "95% interval" in said and "Everyone is made up" in said


def test_every_command_of_the_readme_exists() -> None:
    """No command is promised that is not there."""
    known = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    named = set(re.findall(r"(?:^    |&& |`)sottovoce ([a-z]+)", README, re.M))
    assert named
    assert named <= known


def test_every_linked_file_exists() -> None:
    """Nor a file."""
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_two_commands_stand_on_the_first_screen() -> None:
    """Both, within 25 lines."""
    first = "\n".join(README.splitlines()[:25])
    assert "make run" in first and "make test" in first and "made-up" in first


def test_every_target_of_make_is_documented() -> None:
    """A target that is in neither README nor CONTRIBUTING should not exist."""
    makefile = (ROOT / "Makefile").read_text()
    texts = README + (ROOT / "CONTRIBUTING.md").read_text()
    for target in re.search(r"^\.PHONY: (.*)$", makefile, re.M).group(1).split():
        assert f"make {target}" in texts


def test_help_of_every_command_opens() -> None:
    """Each says what it does."""
    for command in app.registered_commands:
        name = command.name or command.callback.__name__
        result = CliRunner().invoke(app, [name, "--help"])
        assert result.exit_code == 0 and "Usage" in result.output
