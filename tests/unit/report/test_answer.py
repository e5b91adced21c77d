"""The answer after the first sentence: who bears it, what gives back how much, and what the assumptions do to it."""

import json
from pathlib import Path

import pytest

import sottovoce as sv
from sottovoce.measure.borne import Borne
from sottovoce.measure.harms import Given
from sottovoce.report.answer import assumptions, back, who
from sottovoce.scenario.paths import with_values
from sottovoce.verdicts.swept import shipped, swept, trimmed

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([("a", Given(0.5, 0.4, 0.6)), ("b", Given(0.1, 0.05, 0.2))], "a gives back most: 50% (40% to 60%)"),
        ([("a", Given(0.5, 0.4, 0.6)), ("b", Given(0.4, 0.3, 0.45))], "luck may decide between it and b"),
        ([("a", Given(0.1, -0.1, 0.3))], "none gives back a share"),
        (
            [("a", Given(0.5, 0.4, 0.6)), ("b", Given(-0.1, -0.3, 0.1))],
            "For 1 of them these seeds cannot tell",
        ),
        ([("a", Given(None, None, None))], "nothing to give back"),
        ([], "nothing to give back"),
        ([("a", Given(0.5, None, None))], "none gives back a share"),  # one seed
    ],
)
def test_what_gives_back_most(shares, said):
    assert said in back(shares, "held back", "safeguard")


def test_who_bears_it():
    found = Borne("standing", "minority at home", "majority at home", 0.12, 0.07, 0.05, 0.02, 0.08)
    assert "most for people outnumbered in their own community (+0.120)" in who(found, 8)
    assert "do not show" in who(None, 8)
    assert "from 4 seeds on" in who(None, 3)


def test_assumptions_are_told_of_the_preset_alone():
    preset = sv.read("press-2015")
    small = with_values(preset, {"citizens": 300, "days": 200, "seed": 3})
    assert swept(preset) == swept(small) == shipped()
    assert "of the space" in assumptions(small)
    assert "“x” in " in assumptions(small, [("private-scores", "“x”")])
    for other in (with_values(preset, {"score.spill": 0.0}), sv.read("fico")):
        assert swept(other) is None
        assert "was not tried for this scenario" in assumptions(other)


def test_what_is_shipped_is_the_study_of_the_page():
    result = json.loads((ROOT / "docs" / "claims.json").read_text("utf-8"))
    file = ROOT / "src" / "sottovoce" / "verdicts" / "swept.json"
    assert json.loads(file.read_text("utf-8")) == trimmed(result)
