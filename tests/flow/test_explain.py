"""Why is the score what it is: for everybody, in both worlds, under many rules, the parts add up to what was published."""

import json
import re
from importlib.metadata import version

import numpy as np
import pyarrow.parquet as pq
import pytest

from helpers import friends, made, spread
from sottovoce.errors import RunError
from sottovoce.explain import causes, causes_of, story, without_tie
from sottovoce.explain.command import command, interesting
from sottovoce.explain.gather import WORLDS, relived, stored
from sottovoce.explain.whatif import part
from sottovoce.reforms import no_system
from sottovoce.scenario.paths import with_values
from sottovoce.simulate import days
from sottovoce.society import create
from sottovoce.study.folder import write
from sottovoce.study.study import live, plan

DAYS = 126
BASE = {
    "citizens": 100,
    "days": DAYS,
    "score.fade": 0.0,
    "score.memory_months": 2,
    "score.friend_weight": 0.2,
    "ties.drop": "random",
    "ties.drop_chance": 0.05,
    "ties.make_chance": 0.05,
}
REFORMS = (
    {"day": 38, "name": "fades", "set": {"score.fade": 0.03, "channels.conduct.loss": 33.0}},
    {"day": 50, "name": "spills more", "set": {"score.spill": 1.2, "score.spill_gains": True}},
    {"day": 70, "name": "forgets sooner", "set": {"score.memory_months": 1, "score.friend_weight": 0.4}},
    {"day": 100, "name": "adds", "set": {"score.drag": "additive", "score.start": 620.0, "score.fade": 0.0}},
)
REPEAL = (
    {"day": 60, "name": "repeal", "set": {"score.in_force": False}},
    {"day": 90, "name": "return", "set": {"score.in_force": True}},
)
NEVER_FORGOT = (
    {"day": 35, "name": "memory", "set": {"score.memory_months": 1, "score.fade": 0.01}},
    {"day": 65, "name": "no memory", "set": {"score.memory_months": 0}},
    {"day": 100, "name": "memory", "set": {"score.memory_months": 1}},
)
RULES = {
    "average": {},
    "additive, fading": {"score.drag": "additive", "score.fade": 0.01},
    "gains spill, no weight": {"score.spill_gains": True, "score.friend_weight": 0.0},
    "retroactive": {"enrolment.retroactive": True, "enrolment.mandatory_day": 90},
    "reforms": {"dates": REFORMS},
    "repeal": {"dates": REPEAL},
    "memory comes and goes": {"score.memory_months": 0, "dates": NEVER_FORGOT},
    "narrow scale": {"score.low": 560.0, "score.high": 640.0, "tiers": []},
    "honours cancel": {"channels.conduct": {"bad_rate": 0.2, "good_rate": 0.2, "loss": 8.0, "gain": 8.0}},
}


def adds_up(evidence) -> list:
    """The causes of everybody; fails where they do not add up to what the world has."""
    everybody = []
    for citizen in range(evidence.scenario.citizens):
        why = causes_of(evidence, citizen)
        kept = evidence.person(citizen)
        parts = why.start + why.own + why.spill + why.pull + why.held + why.clip + why.rounding
        assert parts == pytest.approx(kept["score"] if kept["enrolled"] else kept["points"], abs=1e-6)
        assert why.file == pytest.approx(kept["points"], abs=1e-6)
        assert abs(why.rounding) <= why.grain / 2 + 1e-9
        everybody.append(why)
    return everybody


@pytest.mark.slow(3)
@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("rules", RULES)
def test_parts_add_up_for_everybody(rules, world):
    scenario = made(BASE | RULES[rules])
    scenario = scenario if world == "with" else no_system(scenario)
    everybody = adds_up(relived(scenario, world, DAYS - 1))
    ties = [tie for why in everybody for friend in why.friends for tie in friend.ties]
    assert any(tie.last is not None for tie in ties) and any(tie.first > 0 for tie in ties)
    assert any(why.spill for why in everybody)
    if "memory" not in rules:
        assert any(acts.points != acts.left for why in everybody for acts in why.acts)
    if "weight" not in rules:
        assert any(why.pull for why in everybody)
    if "narrow" in rules:
        assert min(why.clip for why in everybody) < -1 and max(why.clip for why in everybody) > 1
    assert all(len(story(why)) >= 5 for why in everybody[::5])


@pytest.mark.slow(4)
@pytest.mark.parametrize("number", range(9))
def test_parts_add_up_under_every_option(number, tmp_path):
    network = tmp_path / "network.txt"
    network.write_text(
        "\n".join(f"{a} {b}" for a in range(24) for b in range(a + 1, 24, 5)) + "\n24 24\n25 25"
    )
    scenario = spread(number, 9, network)
    if scenario.ties.move in ("double", "multigraph"):
        with pytest.raises(RunError, match="so that somebody may be a friend twice"):
            relived(scenario, "with", 37)
        scenario = with_values(scenario, {"ties.move": "random"})
    if scenario.order != "synchronous" and scenario.ties.move != "never":
        scenario = with_values(scenario, {"order": "synchronous"})
    made_on = (
        37 if scenario.score.update == "daily" else 30
    )  # a monthly score is explained on the day it was made
    adds_up(relived(scenario, "with", made_on))


def test_ties_that_move_within_a_day_are_refused():
    """From which hour on a friend counted is not kept."""
    scenario = made(BASE | {"order": "drawn", "ties.drop": "never", "ties.move": "random", "days": 9})
    with pytest.raises(RunError, match=r"order is drawn and ties\.move random"):
        relived(scenario, "with", 8)


@pytest.mark.parametrize("day", [0, 1, 59, 60])
def test_parts_add_up_on_other_days(day):
    adds_up(relived(made(BASE | {"dates": REFORMS}), "with", day))


# ---- A run folder -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """A small run on disk, with ties that break and are made."""
    study = live(plan(made(BASE | {"score.fade": 0.005}), 2, extras=False))
    assert not study.errors
    folder = tmp_path_factory.mktemp("explain") / "run"
    write(study, folder, "test")
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
def test_what_is_stored_is_what_is_lived_again(run, world):
    kept = stored(run, world)
    again = relived(kept.scenario, world, kept.day)
    told = adds_up(kept)
    assert told == adds_up(again)
    for citizen in (0, 57, 99):  # read for one citizen only
        assert causes(run, citizen, world) == told[citizen]
        assert causes(run, citizen, world, kept.day) == told[citizen]
    assert causes(run, 57, world, 70) == causes_of(relived(kept.scenario, world, 70), 57)


def test_a_friend_leaves_the_first_day_of_everybody_else_alone():
    scenario = made(BASE)
    first = {}
    for name in ("together", "apart"):
        society = create(scenario)
        one, other = society.ties[17].tolist()
        before = friends(society.state)
        if name == "apart":
            part(society, one, other)
            after = friends(society.state)
            assert before[one] - after[one] == {other} and before[other] - after[other] == {one}
            assert [k for k in range(100) if before[k] != after[k]] == sorted([one, other])
        for _ in days(scenario, society):
            break
        first[name] = society.state
    rest = np.setdiff1d(np.arange(100), [one, other])
    a, b = first["together"], first["apart"]
    for column, x, y in zip(a._fields, a, b, strict=True):
        if len(x) in (100, 101) and column not in ("friend", "first"):
            assert np.array_equal(x[rest], y[rest], equal_nan=x.dtype.kind == "f"), column


def test_without_a_tie(run):
    citizen = 57
    friend = stored(run, "with", citizen).friends(citizen)[0].friend
    found_ = without_tie(run, citizen, friend)
    kept = stored(run, "with")
    for who, rows in ((citizen, found_.of_citizen), (friend, found_.of_friend)):
        values = {row.name: row for row in rows}
        person = kept.person(who)
        assert values["score"].known == person["score"]
        assert values["file"].known == person["points"]
        assert values["friends"].known == person["friends"]
        assert values["file"].difference == values["file"].unknown - values["file"].known
    assert any(row.difference for row in found_.of_citizen)
    assert 0 < found_.others < 98
    early = without_tie(run, citizen, friend, day=0)
    assert early.others == 0
    assert [row.difference for row in early.of_citizen if row.name == "friends"] == [-1.0]


# ---- The command ------------------------------------------------------------------------------------------------


def test_the_command_tells_a_story_and_a_table_that_adds_up(run, capsys):
    command(run, 57, None, None, False)
    out = capsys.readouterr().out
    assert "Citizen 57 is of the group" in out
    assert "the same person, with the same luck" in out and "seen by nobody" in out
    rows = re.findall(r"^(.{20,}?)\s{2,}([-+]?[\d.]+)\s+([-+]?[\d.]+)$", out, re.M)
    *_, last = rows
    assert last[0].strip() == "score / shadow score"
    for column, world in ((1, "with"), (2, "without")):
        assert float(last[column]) == pytest.approx(causes(run, 57, world).total, abs=5e-4)


def test_without_a_citizen_it_takes_one_who_lost_without_ever_dissenting(run, capsys):
    citizen, why = interesting(run)
    people = [p for p in pq.read_table(run / "citizens.parquet").to_pylist() if p["world"] == "with"]
    innocent = {p["citizen"]: p["base"] - p["score"] for p in people if p["enrolled"] and not p["dissented"]}
    assert innocent[citizen] == max(innocent.values())
    command(run, None, None, None, False)
    out = capsys.readouterr().out
    assert why == "Of all who never dissented, this citizen lost most points."
    assert why in out and f"Citizen {citizen} is" in out


def test_json_has_everything_for_both_worlds(run, capsys):
    friend = stored(run, "with", 57).friends(57)[0].friend
    command(run, 57, 40, friend, True)
    told = json.loads(capsys.readouterr().out)
    assert (told["citizen"], told["day"], told["without_tie"]["friend"]) == (57, 40, friend)
    for world in WORLDS:
        side = told["worlds"][world]
        acts = sum(acts["left"] for acts in side["acts"])
        pulls = sum(friend["spill"] + friend["pull"] for friend in side["friends"])
        assert side["start"] + acts + pulls + side["clip"] + side["rounding"] == pytest.approx(side["total"])


# ---- Errors -----------------------------------------------------------------------------------------------------


def refused(*words, **how) -> str:
    with pytest.raises(RunError) as caught:
        causes(*words, **how)
    return str(caught.value)


def test_errors_say_what_is_allowed(run, tmp_path):
    assert refused(run, 100) == (
        "citizen: 100 given; allowed 0 to 99. Choose one of these, or none: then it is the citizen who lost most "
        "without ever dissenting."
    )
    assert refused(run, 3, day=126) == (
        'day: 126 given; allowed 0 to 125, the days lived in the world "with". Choose one of these.'
    )
    assert refused(run, 3, "withot") == (
        'world: "withot" given; allowed "with" (the system) or "without" (it). Did you mean "without"?'
    )
    assert refused(tmp_path, 3) == (
        f"{tmp_path} is not a run folder: provenance.json is missing. Give the folder that `sottovoce run` wrote."
    )


def test_who_is_no_friend_is_refused_with_the_friends_there_are(run):
    met = sorted(friends(create(made(BASE)).state)[57])
    stranger = next(k for k in range(100) if k not in met and k != 57)
    with pytest.raises(RunError) as caught:
        without_tie(run, 57, stranger)
    assert str(caught.value) == (
        f"friend: {stranger} given; allowed are those whom citizen 57 knows on day 0, its friends: "
        f"{', '.join(map(str, met))}. Choose one of these."
    )


def copied(run, tmp_path, leave_out=()):
    for file in run.iterdir():
        if file.name not in leave_out:
            (tmp_path / file.name).write_bytes(file.read_bytes())
    return tmp_path


def test_a_run_without_ledger_is_refused(run, tmp_path):
    folder = copied(run, tmp_path, ("ledger.parquet",))
    assert refused(folder, 3) == (
        f"{folder / 'ledger.parquet'} is missing: this run kept no such table. Run it again with the ledger (record=dict(ledger=True) in Python, --ledger in the command)."
    )


def test_a_ledger_that_lost_a_row_is_refused_and_never_summed(run, tmp_path):
    folder = copied(run, tmp_path)
    table = pq.read_table(run / "ledger.parquet")
    who, day = table["citizen"].to_numpy(), table["day"].to_numpy()
    gone = np.flatnonzero((who == 57) & (day > 100))[0]
    pq.write_table(table.take(np.delete(np.arange(len(who)), gone)), folder / "ledger.parquet")
    assert "ledger.parquet is not what the run wrote" in refused(folder, 57)
    (folder / "manifest.json").unlink()
    told = refused(folder, 57)
    assert re.fullmatch(
        re.escape(f"{folder}, world with, citizen 57, day 125: the ledger adds up to ")
        + r"\d+\.\d{6} points, the file holds \d+\.\d{6}\. "
        + "The ledger is not complete, or the run was written by another version: run the scenario again.",
        told,
    )
    assert refused(folder, 57, day=day[gone]) == (
        f"{folder}: living it again does not give the ledger that is stored, so day {day[gone]} cannot be explained. It was "
        "written by sottovoce " + version("sottovoce") + "; use that version, or run the scenario again."
    )
