"""The how-to pages work: their Python runs, their commands and links exist."""

import re
from pathlib import Path

import pytest

import sottovoce
from sottovoce.cli import app
from sottovoce.measure.harms import HARMS
from sottovoce.reforms import asked
from sottovoce.reforms.knockouts import FEATURES
from sottovoce.scenario.read import presets
from sottovoce.verdicts import declared

PAGES = sorted((Path(__file__).parents[2] / "docs" / "do").glob("*.md"))


@pytest.mark.slow(4)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_blocks_run(page: Path, capsys, tmp_path, monkeypatch) -> None:
    """As a reader would paste them, one after another."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    try:
        for block in re.findall(r"```python\n(.*?)```", page.read_text("utf-8"), re.S):
            exec(compile(block, page.name, "exec"), names)
            assert capsys.readouterr().out
    finally:
        sottovoce.extend.forget()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_reforms_presets_and_paths_exist(page: Path) -> None:
    """Whatever is to be typed can be typed."""
    text = page.read_text("utf-8")
    known = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    assert set(re.findall(r"(?:^    |`)sottovoce ([a-z]+)", text, re.M)) <= known
    for name in re.findall(r"--reform ([\w@+-]+)", text):
        own = re.search(rf"@sv.extend.reform.*\ndef {name.replace('-', '_')}\(", text)
        assert own or [asked(part) for part in name.split("+")]
    for path in re.findall(r"--without ([a-z][\w.]*)", text):
        assert path == "all" or re.sub(r"\d+", "N", path) in FEATURES
    for words in re.findall(r"^    sottovoce compare ([\w -]+?)(?: --.*)?$", text, re.M):
        assert set(words.split()) <= set(presets())
    assert set(re.findall(r"--by ([a-z_]+)", text)) <= set(HARMS)


def test_a_file_of_claims_can_be_read(tmp_path) -> None:
    page = next(page for page in PAGES if page.stem == "add-a-claim")
    [text] = re.findall(r"```yaml\n(.*?)```", page.read_text("utf-8"), re.S)
    file = tmp_path / "mine.yaml"
    file.write_text(text, encoding="utf-8")
    assert [claim.name for claim in declared.read(file).claims] == ["public-scores-silence"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
