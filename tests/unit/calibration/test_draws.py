"""The file of draws: written once, read strictly."""

import json

import pytest

from sottovoce.calibration.draws import Draws, points, read, write
from sottovoce.errors import RunError

SOME = Draws(
    scenario="press-2015",
    patterns=("a",),
    said="two draws",
    points=({"voice.effort": 0.1}, {"voice.effort": 0.2}),
)


def test_there_and_back(tmp_path):
    file = write(tmp_path / "some.draws", SOME)
    assert read(file) == SOME
    assert points(file) == points(str(file)) == [{"voice.effort": 0.1}, {"voice.effort": 0.2}]
    assert points([{"voice.effort": 0.3}]) == [{"voice.effort": 0.3}]
    assert "No real person" in file.read_text()


def test_nothing_is_written_over(tmp_path):
    write(tmp_path / "some.draws", SOME)
    with pytest.raises(RunError, match="is there already"):
        write(tmp_path / "some.draws", SOME)
    with pytest.raises(RunError, match="cannot be written"):
        write(tmp_path / "none" / "some.draws", SOME)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("no JSON", "holds no draws"),
        ("[]", "holds no draws"),
        (json.dumps(SOME.model_dump() | {"points": []}), "0 points given"),
        (json.dumps(SOME.model_dump() | {"points": [{"voice.effort": "much"}]}), "holds no draws"),
        (json.dumps(SOME.model_dump() | {"points": [{"voice.effort": float("nan")}]}), "finite"),
        (json.dumps(SOME.model_dump() | {"people": []}), "holds no draws"),
    ],
)
def test_what_is_no_draws(tmp_path, text, says):
    (tmp_path / "x").write_text(text)
    with pytest.raises(RunError, match=says):
        read(tmp_path / "x")


def test_no_file(tmp_path):
    with pytest.raises(RunError, match="cannot be read"):
        read(tmp_path / "none")
