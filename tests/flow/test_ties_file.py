"""A network from a file, from the command to the run folder: refused before anything is lived, and found from where the scenario is."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import sottovoce as sv
from sottovoce.cli import app, main
from sottovoce.errors import NetworkError
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.study.estimate import memory_of
from sottovoce.study.study import plan

SECRET = "root:x:0:0:root:/root:/bin/bash"
FILE = "base: press-2015\nname: mine\nlabel: mine\ncitizens: {n}\ndays: 3\nsociety: {{network: {{kind: file, file: ties.txt}}}}\n"


def scenario(folder: Path, ties: str | None, n: int = 12) -> Path:
    """A scenario file in a folder of its own, with its file of ties beside it."""
    folder.mkdir(exist_ok=True)
    if ties is not None:
        (folder / "ties.txt").write_text(ties)
    (folder / "mine.yaml").write_text(FILE.format(n=n))
    return folder / "mine.yaml"


def ring(n: int) -> str:
    return "".join(f"{i} {(i + 1) % n}\n" for i in range(n))


@pytest.mark.parametrize("command", [["run"], ["compare", "--each"]])
def test_a_refused_file_is_refused_before_anything_is_lived(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys, command: list[str]
) -> None:
    """Once, in words that hold nothing of the line, and nothing is written."""
    file = scenario(tmp_path / "made", f"0 1\n{SECRET}\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["sottovoce", command[0], str(file), *command[1:], "--out", "kept"])
    with pytest.raises(SystemExit) as left:
        main()
    told = capsys.readouterr().err
    assert left.value.code == 2
    assert told.count("has 1 column; a line holds two whole numbers") == 1 == len(told.splitlines())
    assert "bash" not in told
    assert not (tmp_path / "kept").exists()


@pytest.mark.parametrize("ties", [None, f"0 1\n{SECRET}\n", "0 1\n"])
def test_check_looks_into_the_file(tmp_path: Path, ties: str | None) -> None:
    """Whether it is there, can be read, and names everybody."""
    result = CliRunner().invoke(app, ["check", str(scenario(tmp_path, ties))])
    assert result.exit_code == 1
    assert ": no problems" not in result.output and "bash" not in result.output
    assert "society.network.file" in result.output or "ties.txt:2 has 1 column" in result.output


def test_check_of_a_right_file(tmp_path: Path) -> None:
    """Says so."""
    result = CliRunner().invoke(app, ["check", str(scenario(tmp_path, ring(12)))])
    assert result.exit_code == 0 and "no problems" in result.output


def test_a_path_begins_at_the_scenario_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever one stands; a path that the command gives begins where one stands, and is kept from the root."""
    file = scenario(tmp_path / "made", ring(12))
    monkeypatch.chdir(tmp_path)
    ties = str(tmp_path / "made" / "ties.txt")
    assert read("made/mine.yaml").society.network.file == ties
    assert plan(read(str(file)), 1).scenario.society.network.file == ties
    asked = with_values(read(file), {"society.network.file": "made/ties.txt"})
    assert plan(asked, 1).scenario.society.network.file == ties
    with pytest.raises(NetworkError):
        plan(with_values(read(file), {"society.network.file": "ties.txt"}), 1)


@pytest.mark.parametrize("n", [2, 5, 10])
def test_a_few_citizens_with_a_file(tmp_path: Path, n: int) -> None:
    """What a run needs is reckoned without the mean degree, which a file does not read."""
    study = plan(read(scenario(tmp_path, ring(n), n)), 1)
    assert study.scenario.society.network.mean_degree >= n
    assert memory_of(study, 1) > 0


def test_a_run_with_a_file(tmp_path: Path) -> None:
    """Lives, and its folder tells of the same ties wherever it is read from."""
    study = sv.run(str(scenario(tmp_path, ring(12))), seeds=1)
    assert study.errors == [] and json.dumps(study.scenario.society.network.file).endswith('ties.txt"')
