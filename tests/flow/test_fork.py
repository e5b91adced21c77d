"""Forks: a run up to a day and then another society; and more days. Split equals whole, bit for bit."""

import json
import shutil
import sys

import numpy as np
import pyarrow.parquet as pq
import pytest

import sottovoce as sv
from helpers import After, livelier, made
from sottovoce import cli
from sottovoce.errors import RunError, ScenarioError
from sottovoce.record.store import Store
from sottovoce.reforms import applicable, apply, repeal
from sottovoce.reforms.hold import held
from sottovoce.report.job import do
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import presets, read
from sottovoce.simulate import live_world
from sottovoce.study import checkpoint
from sottovoce.study.folder import read_study, write
from sottovoce.study.fork import NAMING, branched, fork, fork_of, longer
from sottovoce.study.study import live, plan
from sottovoce.study.summary import summary

SMALL = made(citizens=120, days=40, enrolment__mandatory_day=15)
DAY = 22


@pytest.fixture(scope="module")
def run():
    return live(plan(SMALL, 2, extras=False), threads=2)


@pytest.fixture(scope="module")
def folder(run, tmp_path_factory):
    place = tmp_path_factory.mktemp("runs") / "small"
    write(run, place, "sottovoce run small")
    return place


@pytest.fixture
def sottovoce(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)

    def typed(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["sottovoce", *map(str, words)])
        code = 0
        try:
            cli.main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, " ".join("".join(capsys.readouterr()).split())

    return typed


def same(a, b) -> None:
    """Two studies are equal, bit for bit: daily sums, ties, people at the end, points of the first seed, all measures."""
    assert [(w.name, w.scenario.seed, w.lived, w.error) for w in a.worlds] == [
        (w.name, w.scenario.seed, w.lived, w.error) for w in b.worlds
    ]
    for one, other in zip(a.worlds, b.worlds, strict=True):
        assert np.array_equal(one.record.tally, other.record.tally)
        assert np.array_equal(one.record.ties, other.record.ties)
        assert one.record.portraits.keys() == other.record.portraits.keys()
        assert (one.society is None) == (other.society is None)
        if one.society is not None:
            for name, column in one.society.state._asdict().items():
                assert np.array_equal(column, getattr(other.society.state, name)), name
        if one.ledger is not None:
            kept, there = one.ledger.state(), other.ledger.state()
            assert kept.keys() == there.keys()
            for name, rows in kept.items():
                assert np.array_equal(rows, there[name], equal_nan=rows.dtype.kind == "f"), name
    assert json.dumps(summary(a)) == json.dumps(summary(b))


@pytest.mark.slow
def test_without_a_change_a_fork_is_the_run(run, folder):
    same(live(fork(run, DAY), threads=2), run)
    knocked_out = live(plan(SMALL, 1), threads=2)
    assert len(knocked_out.worlds) > 2, "and so are the worlds beside the two"
    same(live(fork(knocked_out, DAY), threads=2), knocked_out)
    same(live(fork_of(folder, DAY), threads=2), run)


@pytest.mark.slow
def test_with_a_reform_it_is_the_run_in_which_that_reform_has_a_date(run, folder):
    """Once by the name of a reform, once by values, once by a reform that has a day of its own."""
    friends = held(
        SMALL, lambda now: {"score.friend_weight": 0.0, "score.spill": 0.0}, since=DAY, name="dated"
    )
    for forked in (
        fork_of(folder, DAY, ["own-acts-only"]),
        fork(run, DAY, values={"score.friend_weight": 0.0, "score.spill": 0.0}),
    ):
        same(live(forked, threads=2), live(plan(friends, 2, extras=False), threads=2))
    same(
        live(fork(run, DAY, ["repeal"]), threads=2),
        live(plan(repeal(SMALL, DAY), 2, extras=False), threads=2),
    )
    same(
        live(fork(run, DAY, ["repeal@30"]), threads=2),
        live(plan(repeal(SMALL, 30), 2, extras=False), threads=2),
    )


def test_until_the_day_it_is_the_run_and_from_then_on_not(run):
    """Up to the eve of the day both worlds are the run's; then the one with is another, and the one without is not."""
    forked = live(fork(run, DAY, ["private-scores", "no-sanctions"]), threads=2)
    for name, differs in (("with", True), ("without", False)):
        a, b = (study.first(name).record.tally for study in (forked, run))
        assert np.array_equal(a[:DAY], b[:DAY])
        assert np.array_equal(a[DAY:], b[DAY:]) != differs


def test_a_fork_beside_its_run(run):
    """The world with the system, there and here, paired over the seeds; the world without is the same world."""
    forked = live(fork(run, DAY, ["private-scores+no-sanctions"]), threads=2)
    found = forked.beside(run)["access_lost"]
    each = [
        (a.measures["access_lost"], b.measures["access_lost"])
        for a, b in zip(forked.of("with"), run.of("with"), strict=True)
    ]
    assert (found.with_, found.without) == tuple(np.mean(each, axis=0)) and found.difference < 0
    assert all(
        e.difference == 0 for e in forked.beside(run, "without").values() if not np.isnan(e.difference)
    )
    other = live(plan(with_values(SMALL, {"seed": 99}), 1, extras=False))
    assert forked.beside(other) == {}


def test_a_value_of_how_people_are_changes_both_worlds(run):
    forked = live(fork(run, DAY, values={"voice.effort": 3.0}), threads=2)
    for name in ("with", "without"):
        a, b = (study.first(name).record.tally for study in (forked, run))
        assert np.array_equal(a[:DAY], b[:DAY]) and not np.array_equal(a[DAY:], b[DAY:])


@pytest.mark.slow(6)
@pytest.mark.parametrize("name", presets())
def test_of_any_preset_and_any_reform(name):
    """Until the eve of the day the scenario is as it was on every day; then it is the reformed one on every day."""
    scenario, day = read(name), 200
    parts = [part for part in type(scenario).model_fields if part not in NAMING]
    for text in applicable(scenario)[0]:
        if text == "inform-the-public":  # what people know when the run begins
            with pytest.raises(
                ScenarioError, match=r"from day 200 on: society\.aware: cannot change on a date"
            ):
                branched(scenario, day, [text])
            continue
        text = f"{text}@{day}" if text == "repeal" else text
        try:
            forked = branched(scenario, day, [text])
        except ScenarioError as error:
            assert "changes nothing from day 200 on" in str(error)
            forked = scenario
        reformed = apply(scenario, text)
        days = {0, day - 1, day, day + 1, scenario.days - 1}
        days |= {
            d for dated in (*forked.dates, *reformed.dates) for d in (dated.day - 1, dated.day) if d >= 0
        }
        for d in days:
            now, then = forked.on(d), (scenario if d < day else reformed).on(d)
            assert [p for p in parts if getattr(now, p) != getattr(then, p)] == [], (text, d)


def test_what_a_later_day_keeps_of_people_changes_nothing_before_it():
    """A fork may ask for columns that the run had no use for: memory, dates, appeals, look-ups. Until its day nothing is another."""
    scenario = livelier(
        citizens=100, days=30, score__memory_months=0, repair__months=0, appeal__share=0.0, watching__rest=1.0
    )
    whole = live_world(scenario)
    for reforms in (["expiry", "repair", "appeal"], ["private-scores", "no-sanctions", "court-order"]):
        forked = live_world(branched(scenario, 20, reforms))
        assert np.array_equal(forked.tally[:20], whole.tally[:20]), reforms
        assert np.array_equal(forked.ties[:20], whole.ties[:20]), reforms


@pytest.mark.slow
def test_a_checkpoint_of_the_day_or_before_is_lived_on(run, tmp_path, monkeypatch):
    """Of worlds too large to be lived again the fork begins where the run stopped; it is the same fork."""
    straight = live(fork(run, DAY, ["own-acts-only"]), threads=1)
    stopped = live(plan(SMALL, 2, extras=False), threads=1, stop=After(DAY))
    assert stopped.first("with").lived == DAY and stopped.first("without").lived == 0
    write(stopped, tmp_path, "test")
    monkeypatch.setattr(checkpoint, "LIVED_AGAIN", 0)
    forked = fork_of(tmp_path, DAY, ["own-acts-only"])
    assert forked.first("with").loaded == forked.first("with").lived == DAY
    same(live(forked, threads=1), straight)
    later = fork_of(tmp_path, DAY + 5, ["own-acts-only"])
    assert later.first("with").loaded == DAY
    same(live(later, threads=1), live(fork(run, DAY + 5, ["own-acts-only"]), threads=1))
    before = fork_of(tmp_path, DAY - 5, ["own-acts-only"])
    assert before.first("with").loaded == before.first("with").lived == 0, "it stopped after that day"
    same(live(before, threads=1), live(fork(run, DAY - 5, ["own-acts-only"]), threads=1))


def test_a_checkpoint_without_room_is_lived_again(run, tmp_path, monkeypatch):
    """A fork that keeps more of its people than the run did (what is under appeal) does not begin where that stopped."""
    write(live(plan(SMALL, 2, extras=False), threads=1, stop=After(DAY)), tmp_path, "test")
    monkeypatch.setattr(checkpoint, "LIVED_AGAIN", 0)
    forked = fork_of(tmp_path, DAY, ["appeal"])
    assert all(world.loaded == world.lived == 0 for world in forked.worlds)
    same(live(forked, threads=1), live(fork(run, DAY, ["appeal"]), threads=1))


@pytest.mark.slow
def test_what_was_stored_has_to_be_arrived_at(run, tmp_path):
    """A small world that was stored is lived again, and is refused where that is another world; so is a record that was changed."""
    stopped = live(plan(SMALL, 1), threads=1, stop=After(DAY))
    write(stopped, tmp_path / "a", "test")
    kept = dict(np.load(tmp_path / "a" / "checkpoint" / "0.npz"))
    kept["record.tally"][3, 0, 0] += 1
    seal = json.loads(str(kept["seal"]))
    seal["arrays"]["record.tally"] = checkpoint._digest(kept["record.tally"])
    np.savez(tmp_path / "a" / "checkpoint" / "0.npz", **(kept | {"seal": np.array(json.dumps(seal))}))
    with pytest.raises(RunError, match="lived again, this world is not what is stored"):
        sv.fork(tmp_path / "a", DAY, reforms=["own-acts-only"])
    other = live(plan(SMALL, 1, extras=False), threads=1)
    other.first("with").record.tally[DAY - 1, 0, 0] += 1
    with pytest.raises(
        RunError, match=r"lived again up to day 21, this is not the run that is stored \(people\)"
    ):
        sv.fork(other, DAY, reforms=["own-acts-only"])
    write(other, tmp_path / "b", "test")
    study = fork_of(tmp_path / "b", DAY)
    with pytest.raises(RunError, match="nothing was written"):
        do(study, Store.new(tmp_path / "c"), quiet=True)
    assert not (tmp_path / "c").exists()


@pytest.mark.slow
def test_the_folder_of_a_fork_is_a_run_folder(run, folder, tmp_path, sottovoce):
    """With its report, where it comes from, and all that other commands read; and it can be forked."""
    code, told = sottovoce("fork", folder, "--day", DAY, "--reform", "own-acts-only", "--out", "mine")
    assert code == 0 and f"A fork of {folder} from day 22 on: own-acts-only." in told
    assert {path.name for path in (tmp_path / "mine").iterdir()} == {
        path.name for path in folder.iterdir()
    } | {"report.html"}
    facts = json.loads((tmp_path / "mine" / "provenance.json").read_text())
    assert (
        facts["forked"]["run"] == str(folder)
        and facts["forked"]["day"] == DAY
        and facts["forked"]["manifest"]
    )
    assert facts["forked"]["reforms"] == ["own-acts-only"] and facts["complete"]
    assert "fork" in facts["command"]
    assert f"of {folder} from day 22 on: own-acts-only" in (tmp_path / "mine" / "report.html").read_text()
    found = sv.open("mine")
    wanted = live(fork(run, DAY, ["own-acts-only"]), threads=2)
    assert repr(found.effects()) == repr(wanted.effects()) and found.forked == facts["forked"]
    with_ = wanted.first("with")
    people = pq.read_table(tmp_path / "mine" / "citizens.parquet", filters=[("world", "=", "with")])
    assert people["lost_days"].to_pylist() == with_.society.state.lost_days.tolist()
    for words in (
        ("explain", "mine"),
        ("diff", folder, "mine"),
        ("cite", "mine"),
        ("show", "mine/scenario.yaml"),
    ):
        assert sottovoce(*words)[0] == 0, words
    code, told = sottovoce("fork", "mine", "--day", 30, "--set", "score.lookup=own", "--json")
    assert code == 0, told
    again = sv.open(json.loads(told)["out"])
    assert [again.forked["day"], again.forked["before"]["day"]] == [30, DAY]
    assert np.array_equal(again.first("with").record.tally[:30], with_.record.tally[:30])


@pytest.mark.slow
def test_a_fork_that_was_stopped_goes_on(run, folder, tmp_path):
    """As any run; and it still says where it comes from."""
    straight = live(fork(run, DAY, ["own-acts-only"]), threads=1)
    stopped = live(fork_of(folder, DAY, ["own-acts-only"]), threads=1, stop=After(60))
    assert stopped.interrupted
    write(stopped, tmp_path, "sottovoce fork")
    resumed = live(read_study(tmp_path), threads=1)
    same(resumed, straight)
    write(resumed, tmp_path, "sottovoce resume")
    assert json.loads((tmp_path / "provenance.json").read_text())["forked"]["day"] == DAY


def test_more_days_in_a_fork(run):
    """What comes after the end of the run can be another society."""
    longer_ = live(plan(repeal(with_values(SMALL, {"days": 60}), 45), 2, extras=False), threads=2)
    same(live(fork(run, 45, ["repeal"], days=60), threads=2), longer_)


@pytest.mark.slow(5)
@pytest.mark.parametrize(
    ("name", "days", "more", "values"),
    [
        ("press-2015", 380, 420, {}),  # more than a year: the measured days move
        ("press-2015-fades", 60, 95, {}),  # news of watching fades, points too
        ("my-number-freeze", 50, 75, {"dates": [{"day": 20, "name": "x", "set": {"freeze.power": False}}]}),
        ("weibo-2012", 50, 130, {}),
        ("zhima-2015", 40, 70, {}),
    ],
)
def test_beyond_the_end_it_is_the_longer_run(name, days, more, values, tmp_path):
    """Bit for bit, with dates, topics that come round, decay, and a year of measures that moves along."""
    scenario = with_values(read(name), {"citizens": 80, "days": days, **values})
    write(live(plan(scenario, 1, extras=False), threads=2), tmp_path / "run", "sottovoce run")
    with longer(tmp_path / "run", more) as (study, _):
        live(study, threads=2)
        assert study.errors == []
        same(study, live(plan(with_values(scenario, {"days": more}), 1, extras=False), threads=2))


@pytest.mark.slow
def test_topics_that_come_round_go_on(tmp_path):
    """A day of every 20th, and surges that fade, beyond the end of the run."""
    scenario = livelier(citizens=80, days=35)
    write(live(plan(scenario, 1, extras=False), threads=2), tmp_path / "run", "sottovoce run")
    with longer(tmp_path / "run", 65) as (study, _):
        same(
            live(study, threads=2),
            live(plan(with_values(scenario, {"days": 65}), 1, extras=False), threads=2),
        )


@pytest.mark.slow
def test_resume_days_leaves_a_longer_run(folder, run, tmp_path, sottovoce):
    """The folder is replaced when the longer run is finished; what was asked is told."""
    write(run, tmp_path / "mine", "sottovoce run small")
    code, told = sottovoce("resume", "mine", "--days", 50, "--quiet")
    assert code == 0, told
    found = sv.open("mine")
    assert found.scenario.days == 50 and repr(found.effects()) == repr(
        live(plan(with_values(SMALL, {"days": 50}), 2, extras=False), threads=2).effects()
    )
    facts = json.loads((tmp_path / "mine" / "provenance.json").read_text())
    assert facts["command"] == "sottovoce run small" and facts["resumed"] == [
        "sottovoce resume mine --days 50 --quiet"
    ]
    assert [path.name for path in tmp_path.iterdir()] == ["mine"], "nothing is left beside it"
    code, told = sottovoce("resume", "mine", "--days", 50)
    assert code == 2 and "mine has 50 days; allowed are more" in told


@pytest.mark.slow
def test_from_python_a_run_goes_on_beyond_its_end(folder, tmp_path):
    """As the command: `sv.resume(folder, days=...)`, in the same folder."""
    mine = tmp_path / "mine"
    shutil.copytree(folder, mine)
    before = sv.open(mine)
    further = sv.resume(mine, days=before.scenario.days + 5, progress=False)
    straight = sv.run(before.scenario, days=before.scenario.days + 5, seeds=before.seeds, progress=False)
    assert [*map(repr, further.effects().values())] == [*map(repr, straight.effects().values())]
    assert [*map(repr, sv.open(mine).effects().values())] == [*map(repr, further.effects().values())]
    with pytest.raises(RunError, match="allowed are more"):
        sv.resume(mine, days=3)


@pytest.mark.slow
def test_a_network_from_a_file_goes_along(tmp_path, sottovoce):
    """Of a longer run and of a fork: each folder needs nothing else."""
    (tmp_path / "ties.txt").write_text("".join(f"{k} {(k + d) % 60}\n" for k in range(60) for d in (1, 2, 5)))
    network = {"kind": "file", "file": str(tmp_path / "ties.txt")}
    scenario = with_values(SMALL, {"citizens": 60, "days": 20, "society.network": network})
    write(live(plan(scenario, 1, extras=False, ledger=False), threads=2), tmp_path / "mine", "test")
    (tmp_path / "ties.txt").unlink()
    assert sottovoce("resume", "mine", "--days", 25, "--quiet") == (0, "")
    assert sottovoce(
        "fork", "mine", "--day", 10, "--reform", "private-scores", "--quiet", "--out", "other"
    ) == (0, "")
    assert (tmp_path / "other" / "network.txt").read_bytes() == (
        tmp_path / "mine" / "network.txt"
    ).read_bytes()


@pytest.mark.slow
def test_stopped_beyond_the_end_the_old_run_is_kept(run, tmp_path):
    """Until the longer run is finished what was there lies beside it; the folder can be resumed."""
    write(run, tmp_path / "mine", "sottovoce run small")
    with longer(tmp_path / "mine", 55) as (study, store):
        from sottovoce.study.folder import begin, fill

        begin(study, store, "sottovoce resume")
        live(study, threads=1, stop=After(120))
        assert study.interrupted
        fill(study, store, "sottovoce resume")
    assert (tmp_path / "mine.replaced-1" / "manifest.json").is_file()
    same(
        live(read_study(tmp_path / "mine"), threads=1),
        live(plan(with_values(SMALL, {"days": 55}), 2, extras=False), threads=1),
    )


@pytest.mark.slow(3)
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--day", 0), "day 0 given for the fork; allowed 1 to 39, a day of the run after its first. Choose one of them. A change from day 0 on is a run of its own: sottovoce run --set."),
        (("--day", 40), "day 40 given for the fork; allowed 1 to 39, a day of the run after its first. Choose one of them, or a fork of more days (--days) than 40."),
        (("--day", -3), "allowed 1 to 39"),
        (("--day", 22, "--reform", "inform-the-public"), "from day 22 on: society.aware: cannot change on a date: it is the same in every world. Set it for the whole run."),
        (("--day", 22, "--set", "society.need.median=2"), "from day 22 on: society.need.median: cannot change on a date"),
        (("--day", 22, "--set", "score.spread=9"), "from day 22 on: score.spread: cannot change on a date: it is used when the society is founded"),
        (("--day", 22, "--set", "score.spil=0"), 'score.spil: unknown name. Did you mean "spill"?'),
        (("--day", 22, "--set", "score.spill=-1"), "from day 22 on: score.spill"),
        (("--day", 22, "--set", "score.spill=0.6"), "score.spill=0.6: changes nothing from day 22 on. Choose another day, or another change."),
        (("--day", 22, "--reform", "private-score"), 'Did you mean "private-scores"?'),
        (("--day", 22, "--reform", "repeal@10"), "repeal@10: day 10 is before the fork, day 22. Choose that day or a later one."),
        (("--day", 22, "--days", 20), "day 22 given for the fork; allowed 1 to 19"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said(folder, sottovoce, tmp_path, words, said):
    """With what was given, what is allowed and what to do; and nothing is written."""
    code, told = sottovoce("fork", folder, *words)
    assert code == 2 and said in told, told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_what_is_no_run_is_said(folder, sottovoce, tmp_path):
    sv.compare(SMALL, reforms=["private-scores"], seeds=1).save("pair")
    assert "pair is a comparison" in sottovoce("fork", "pair", "--day", 5)[1]
    assert "is a comparison" in sottovoce("resume", "pair", "--days", 500)[1]
    assert "is not a run folder" in sottovoce("fork", "nowhere", "--day", 5)[1]
    (tmp_path / "x.study").write_text("")
    assert "x.study is a file" in sottovoce("fork", "x.study", "--day", 5)[1]
    stopped = live(plan(SMALL, 1), threads=1, stop=After(30))
    write(stopped, tmp_path / "half", "test")
    assert (
        "half is not finished. First: sottovoce resume half; then again with --days 60."
        in sottovoce("resume", "half", "--days", 60)[1]
    )
