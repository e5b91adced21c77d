"""The pages of docs/learn work: their Python prints what stands below it, their commands run, their links exist."""

import os
import re
import shlex
import textwrap
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sottovoce.cli import app

PAGES = sorted((Path(__file__).parents[2] / "docs" / "learn").glob("*.md"))
BLOCK = re.compile(r"^ *```python\n(.*?)^ *```\n(?:\n *```text\n(.*?)^ *```$)?", re.S | re.M)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_prints_what_the_page_says(page: Path, capsys, tmp_path, monkeypatch) -> None:
    """One block after another, in one namespace. A text that ends in ... is the beginning of what is printed."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    blocks = BLOCK.findall(page.read_text("utf-8"))
    assert blocks
    for code, printed in blocks:
        exec(compile(textwrap.dedent(code), page.name, "exec"), names)
        out, told = capsys.readouterr().out.strip(), textwrap.dedent(printed).strip()
        if told.endswith("\n..."):
            assert out.startswith(told.removesuffix("...")), code
        elif "print(" in code:
            assert out == told, code


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_run(page: Path, tmp_path, monkeypatch) -> None:
    """In the order of the page."""
    monkeypatch.chdir(tmp_path)
    for command in re.findall(r"^    (sottovoce .*)$", page.read_text("utf-8"), re.M):
        result = CliRunner().invoke(app, shlex.split(command)[1:])
        assert result.exit_code == 0, f"{command}: {result.output}"
    assert not os.listdir(tmp_path) or (tmp_path / "first" / "report.html").exists()


def test_every_text_below_a_block_is_found() -> None:
    """The pattern of this test misses no block, however it is indented."""
    for page in PAGES:
        text = page.read_text("utf-8")
        assert len(BLOCK.findall(text)) == text.count("```python")
