"""A user's own rules for dropping and making friends."""

import json

import numpy as np
import pytest

import sottovoce as sv
from helpers import commanded
from sottovoce.errors import RunError, ScenarioError
from sottovoce.reforms import no_system
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read

SMALL = {"citizens": 100, "days": 25}
PRESS = with_values(read("press-2015"), SMALL)
DROP = {"ties.drop": "own", "ties.drop_own": "mine", "ties.calm_drop": 0.0}
MAKE = {"ties.make": "own", "ties.make_own": "mine"}


@pytest.fixture(autouse=True)
def nothing_left():
    yield
    sv.extend.forget()


def ties(values) -> list[np.ndarray]:
    """What becomes of ties day by day, with the system and without."""
    found = []
    for world in (PRESS, no_system(PRESS)):
        scenario = with_values(world, values)
        found += [events.ties.copy() for _, events in sv.days(scenario, sv.create(scenario))]
    return found


def same(one, two) -> bool:
    return len(one) == len(two) and all(np.array_equal(a, b) for a, b in zip(one, two, strict=True))


@pytest.mark.parametrize(
    ("register", "rule", "own", "ours"),
    [
        ("drop_rule", lambda mine, theirs, luck: luck < 0.4, DROP, {"ties.drop": "random", "ties.drop_chance": 0.4}),
        ("drop_rule", lambda mine, theirs, luck: luck < 0, DROP, {"ties.drop": "never"}),
        ("make_rule", lambda mine, theirs, luck: luck >= 0, MAKE, {"ties.make": "random"}),
        ("make_rule", lambda mine, theirs, luck: luck < 0, MAKE, {"ties.make": "never"}),
    ],
    ids=["drop random", "drop never", "make random", "make never"],
)  # fmt: skip
def test_a_rule_that_says_what_ours_says_gives_the_same_ties(register, rule, own, ours):
    """To the bit: the same ties are thought over, with the same luck."""
    getattr(sv.extend, register)(name="mine")(rule)
    calm = {"ties.calm_drop": 0.0}
    changed, expected = ties(own | calm), ties(ours | calm)
    assert same(changed, expected)
    assert any(len(day) for day in expected) == ("never" not in ours.values())


def test_a_rule_reads_what_it_declares_of_both():
    """Nobody drops a friend who thinks alike, and every dropped friend was thought over by somebody who does not."""

    @sv.extend.drop_rule(reads=["opinion"], name="mine")
    def unlike(mine, theirs, luck):
        assert len(mine) == len(theirs) == len(luck)
        return np.sign(mine.opinion) != np.sign(theirs.opinion)

    scenario = with_values(PRESS, DROP)
    society = sv.create(scenario)
    opinion = society.state.opinion.copy()
    dropped = [events.ties for _, events in sv.days(scenario, society)]
    rows = np.concatenate(dropped)
    assert len(rows) > 20 and (rows[:, 2] == 0).all()
    assert (np.sign(opinion[rows[:, 0]]) != np.sign(opinion[rows[:, 1]])).all()


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        (lambda mine, theirs, luck: True, "gives bool of shape (); allowed True or False for each tie, here bool of shape ("),
        (lambda mine, theirs, luck: luck, "gives float64 of shape ("),
        (lambda mine, theirs, luck: np.random.default_rng().random(len(luck)) < 0.5, "asked twice about the same ties it answers differently"),
        (lambda mine, theirs, luck: mine.voice > 0, "reads the column voice, which it does not declare. Write reads=('opinion', 'voice')"),
        (lambda mine, theirs, luck: mine.opinions > 0, "people have no column opinions. Did you mean \"opinion\"?"),
        (lambda mine, theirs, luck: 1 / 0, "ZeroDivisionError"),
        (lambda mine, theirs, luck: mine.opinion.sort() is None, "read-only"),
    ],
    ids=["one answer", "numbers", "other luck", "undeclared", "no column", "raises", "writes"],
)  # fmt: skip
def test_what_is_no_rule_is_told_with_its_line(rule, told):
    sv.extend.drop_rule(reads=["opinion"], name="mine")(rule)
    with pytest.raises(RunError) as caught:
        sv.run("press-2015", **SMALL, seeds=1, extras=False, values=DROP)
    assert told in str(caught.value) and "test_own_ties.py, line" in str(caught.value)


def test_a_rule_that_is_not_registered_is_refused_before_the_first_day():
    with pytest.raises(RunError, match=r"ties\.drop_own: drop mine: is not registered here"):
        sv.run("press-2015", **SMALL, seeds=1, values=DROP)
    later = {"dates": [{"day": 9, "name": "later", "set": MAKE}]}
    with pytest.raises(RunError, match=r"ties\.make_own: make mine: is not registered here"):
        sv.run("press-2015", **SMALL, seeds=1, values=later)
    with pytest.raises(RunError, match=r"opinions given in reads; no such column of people\. Did you mean"):
        sv.extend.drop_rule(reads=["opinions"])


def test_a_scenario_that_names_a_rule_is_checked_and_nothing_runs(tmp_path, monkeypatch, capsys):
    head = "base: press-2015\nname: mine\nlabel: mine\n"
    file = tmp_path / "mine.yaml"
    file.write_text(head + "ties: {drop: own, drop_own: mine, calm_drop: 0}\n")
    code, out, _ = commanded(monkeypatch, capsys, "check", str(file))
    assert code == 0 and "ties.drop_own: mine is a rule for dropping friends of a user's own" in out
    with pytest.raises(ScenarioError, match=r"ties\.drop_own: missing; ties\.drop is own"):
        sv.reads(head + "ties: {drop: own, calm_drop: 0}")
    with pytest.raises(
        ScenarioError, match=r"ties\.calm_drop: 0\.1 given; allowed 0 where ties\.drop is own"
    ):
        sv.reads(head + "ties: {drop: own, drop_own: mine, calm_drop: 0.1}")


@pytest.mark.slow
def test_provenance_names_a_rule(tmp_path):
    sv.extend.drop_rule(name="mine")(lambda mine, theirs, luck: luck < 0.1)
    sv.run("press-2015", **SMALL, seeds=1, extras=False, values=DROP, out=tmp_path / "run")
    told = json.loads((tmp_path / "run" / "provenance.json").read_text())["extensions"]
    assert [(one["kind"], one["name"], one["ours"]) for one in told] == [("drop", "mine", False)]
