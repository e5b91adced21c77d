"""A lesson as one file: its year with branches, and what it refuses."""

from pathlib import Path

import pytest

import sottovoce as sv
from sottovoce.errors import RunError
from sottovoce.scenario.paths import with_values
from sottovoce.web import lesson as lessons
from sottovoce.web.branches import PARTS, WAYS, tree, weeks_of
from sottovoce.web.lesson import free, lesson
from sottovoce.web.lives import somebody
from sottovoce.web.side import Side
from sottovoce.web.year import Year

DAYS = 42


def test_every_branch_is_the_year_lived_straight_through() -> None:
    """One way by itself, and one that changes: as lived without any copy."""
    scenario = with_values(sv.read("press-2015"), {"citizens": 120, "days": DAYS, "enrolment.opt_in_day": 5})
    you = somebody(Side(scenario))
    year = Year(scenario, you)
    year.ahead(DAYS)
    found = tree(year)
    assert len(found) == sum(len(WAYS) ** k for k in range(PARTS + 1))
    for path in ("think think think", "half nothing think"):
        straight = Year(scenario, you)
        straight.ahead(DAYS)
        for way, end in zip(path.split(), weeks_of(straight.weeks), strict=True):
            straight.manner = WAYS[way][1] * straight.lives.wish
            while straight.week < end:
                straight.live({})
        told = straight.told()
        assert (
            found[path]["over"]
            and found[path]["sums"] == told["sums"]
            and found[path]["history"] == told["history"]
        )
    assert found["think think think"]["sums"] != found["nothing nothing nothing"]["sums"]


def test_who_is_asked_to_wait_is_told_what_to_change(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each refusal says what was given, what is allowed and what to do."""
    monkeypatch.setattr(lessons, "built", lambda: None)
    with pytest.raises(
        RunError,
        match=r"citizens: 5,000 given; allowed 100 to 2,000: a phone has to hold them. Choose fewer or more.",
    ):
        lesson(citizens=5000)
    with pytest.raises(RunError, match=r"seeds: 1 given; allowed 2 or more"):
        lesson(seeds=1)
    there = tmp_path / "lesson.html"
    there.write_text("mine")
    with pytest.raises(RunError, match=r"is there already. Choose another name, or say --replace."):
        free(there, False)
    assert free(there, True) == there
    with pytest.raises(RunError, match=r"it has to be a file in a folder that is there"):
        free(tmp_path / "nowhere" / "lesson.html", False)


def test_a_file_that_cannot_be_finished_leaves_what_was_there(tmp_path: Path) -> None:
    """Ctrl-C while it is written: the old file, and nothing beside it."""

    class Stopped(str):
        def encode(self, *_: object, **__: object) -> bytes:
            raise KeyboardInterrupt

    there = tmp_path / "lesson.html"
    there.write_text("old")
    with pytest.raises(KeyboardInterrupt):
        lessons.Lesson(Stopped("new"), sv.read("press-2015")).save(there)
    assert there.read_text() == "old" and list(tmp_path.iterdir()) == [there]
