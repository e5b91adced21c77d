"""The main job from end to end: a study of paired worlds, its folder, and what happens when it fails or is stopped."""

import json
import math
import threading
from dataclasses import replace

import numpy as np
import pyarrow.parquet as pq
import pytest
import xarray as xr

from helpers import After, made
from sottovoce.errors import RunError
from sottovoce.measure.names import MEASURES, OF_POINTS, OF_SCORES
from sottovoce.scenario.read import read
from sottovoce.society.tally import NAMES, TERMS, WIDTH
from sottovoce.study import study as studies
from sottovoce.study import worlds
from sottovoce.study.folder import read_study, record, write
from sottovoce.study.study import KNOCKOUTS, live, plan
from sottovoce.study.summary import summary

FILES = {
    "scenario.yaml",
    "provenance.json",
    "measures.json",
    "worlds.json",
    "manifest.json",
    "record.nc",
    "citizens.parquet",
    "ledger.parquet",
    "ties.parquet",
    "changes.parquet",
    "joins.parquet",
}
SMALL = made(
    citizens=200,
    days=40,
    enrolment__mandatory_day=15,
    channels__conduct={},
    watching__learn=0.0,
    punishment__severity=0.0,
    ties__make="never",
)


@pytest.fixture(scope="module")
def study():
    return live(plan(SMALL, 2), threads=2)


@pytest.fixture(scope="module")
def folder(study, tmp_path_factory):
    place = tmp_path_factory.mktemp("runs") / "small"
    write(study, place, "sottovoce run small")
    return place


def test_worlds(study):
    """Both worlds for each seed, the knock-outs, the floor, and one world of other luck; all lived to the end."""
    names = [world.name for world in study.worlds]
    assert names.count("with") == names.count("without") == names.count("noise-floor") == 2
    assert names.count("other-luck") == 1
    assert all(names.count(name) == 2 for name in KNOCKOUTS)
    assert all(world.lived == 40 for world in study.worlds)
    assert not study.interrupted
    assert study.errors == []
    assert [a.scenario.seed for a, _ in study.pairs()] == [11, 12]


def test_pairs_are_the_same_people(study):
    """The world without has the people of the world with, and differs only once there is a system."""
    for name in ("opinion", "boldness", "base", "trust", "first", "aware"):
        columns = [getattr(study.first(world).society.state, name) for world in ("with", "without")]
        assert np.array_equal(*columns), name
    with_, without = (study.first(name).record.tally for name in ("with", "without"))
    voiced = [
        NAMES.index(name)
        for name in ("could_post", "voiced_post", "public", "beyond", "loyal", "heard_loyal")
    ]
    assert np.array_equal(with_[:4, :, voiced], without[:4, :, voiced]), "nobody can join before day 4"
    assert not np.array_equal(with_[15:, :, voiced], without[15:, :, voiced])


def test_folder_has_all_files(folder):
    """What the run folder promises is there; no checkpoint is left of a finished run."""
    assert {path.name for path in folder.iterdir()} == FILES


@pytest.mark.slow
def test_record_opens(folder):
    """Another program reads the daily sums by world, seed, day and social group."""
    with xr.open_dataset(folder / "record.nc", engine="h5netcdf") as record:
        sizes = record.sizes
        assert (sizes["world"], sizes["seed"], sizes["day"], sizes["group"]) == (2, 2, 40, 3)
        assert record["seed"].values.tolist() == [11, 12]
        assert record["wish_post"].attrs["units"] == "1" and record["wish_post"].attrs["long_name"]
        assert record["wish_post"].dims == ("world", "seed", "day", "group")
        assert set(record["world"].values.tolist()) == {"with", "without"}
        assert set(NAMES[:WIDTH]) <= set(record.data_vars)
        people = record["people"].sum("group")
        assert (people == 200).all()
        assert not record.to_array().isnull().all()
        assert float(record["enrolled"].sel(world="with").isel(day=-1).sum("group").min()) == 200
        counted = record["scores"].sel(world="with").isel(portrait_day=-1).sum("bin")
        assert (counted == 200).all()


def test_record_is_the_study(study, folder):
    """The data set holds the sums of each world under its own name and seed."""
    with xr.open_dataset(folder / "record.nc", engine="h5netcdf") as record:
        for world in study.worlds:
            if world.name in ("with", "without"):
                stored = record["wish_post"].sel(world=world.name, seed=world.scenario.seed)
                assert np.array_equal(stored.values, world.record.sum("wish_post", by_group=True))


def test_what_was_not_lived_is_missing(study):
    """Whole numbers become real ones where a world stopped early."""
    short = study.worlds[1].record
    left = replace(
        short, lived=25, portraits={day: rows for day, rows in short.portraits.items() if day < 25}
    )
    worlds = [replace(w, record=left) if w.record is short else w for w in study.worlds]
    coords, variables, attributes = record(replace(study, worlds=worlds))
    assert list(coords) == ["world", "seed", "day", "group", "portrait_day", "bin"]
    assert attributes["scenario"] == study.scenario.name
    for name, rows in (("wish_post", left.sum("wish_post", by_group=True)), ("ties_made", left.ties[:25, 1])):
        dims, values, *_ = variables[name]
        assert dims[:3] == ("world", "seed", "day") and values.dtype == np.float64
        assert np.array_equal(values[1, 0, :25], rows)
        assert np.isnan(values[1, 0, 25:]).all() and not np.isnan(values[0]).any()
    assert record(study)[1]["ties_made"].values.dtype == np.int64


def test_measures_json(folder, study):
    """Every measure has both worlds, the difference, its interval and its unit; NaN is null."""
    stored = json.loads((folder / "measures.json").read_text())
    assert stored["finished_pairs"] == 2
    assert set(stored["measures"]) == set(MEASURES)
    for name, effect in stored["measures"].items():
        assert set(effect) == {"with", "without", "difference", "low", "high", "unit"}, name
        assert effect["unit"] == MEASURES[name].unit
    wanted = "spoke held_back cut_off voice_gap sensitive_acts net_without_dissent ties_cut false_consensus access_lost enrolled"
    for name in wanted.split():
        effect = stored["measures"][name]
        assert all(math.isfinite(effect[key]) for key in ("with", "without", "difference", "low", "high")), (
            name
        )
        assert effect["low"] <= effect["difference"] <= effect["high"], name
        pairs = [(a.measures[name], b.measures[name]) for a, b in study.pairs()]
        assert effect["difference"] == pytest.approx(np.mean([a - b for a, b in pairs])), name
        assert effect["with"] == pytest.approx(np.mean([a for a, _ in pairs])), name
    assert stored["measures"]["enrolled"]["with"] == 1.0
    assert stored["measures"]["enrolled"]["without"] == 0.0
    assert stored["measures"]["access_lost"]["without"] == 0.0
    for name in OF_SCORES:  # no score, no score: null in the file
        assert stored["measures"][name]["without"] is None and stored["measures"][name]["difference"] is None
        assert stored["measures"][name]["with"] is not None
    for name in OF_POINTS:
        assert stored["measures"][name]["without"] == 0.0
    assert set(stored["knockouts"]) == {*KNOCKOUTS, "score-not-weighed", "reproach-not-weighed"}
    for world in ("with", "without"):  # all occasions of so small a world are asked why
        asked = stored[f"why_{world}"]
        assert asked["times"] == asked["of"] > 0 and not any(asked["error"].values())
        held = [stored["measures"][f"held_back_by_{term}"][world] for term in TERMS]
        assert sum(held) == pytest.approx(stored["measures"]["wish_held_back"][world], abs=1e-12)
    assert set(stored["groups_with"]) == {"poor", "middle", "rich"}


def test_tables(folder):
    """Citizens, ledger and ties are of the first seed, both worlds, by id."""
    citizens = pq.read_table(folder / "citizens.parquet").to_pandas()
    assert len(citizens) == 400
    for _, people in citizens.groupby("world"):
        assert people["citizen"].tolist() == list(range(200))
    kept = ["points", "score", "score_before"]
    for world, people in citizens.groupby("world"):
        shadow = people[[f"shadow_{name}" for name in kept]]
        told, silent = (people[kept], shadow) if world == "with" else (shadow, people[kept])
        assert silent.isna().all(axis=None), "nobody has a score that is not in force, not even the lowest"
        assert told.iloc[:, 0].notna().all() and told.iloc[:, 1].notna().any()
    assert not citizens[citizens["world"] == "without"]["enrolled"].any()
    assert citizens["score"].notna().equals(citizens["enrolled"])
    ledger = pq.read_table(folder / "ledger.parquet").to_pandas()
    assert set(ledger["world"]) == {"with", "without"}
    assert ledger["day"].between(0, 39).all()
    assert (ledger["points"] != 0).all()
    ties = pq.read_table(folder / "ties.parquet").to_pandas()
    assert (ties["citizen"] < ties["friend"]).all()
    changes = pq.read_table(folder / "changes.parquet").to_pandas()
    cut = citizens[citizens["world"] == "with"]["cut"].sum()
    assert 2 * ((changes["change"] == "dropped") & (changes["world"] == "with")).sum() == cut > 0


def test_scenario_and_provenance(folder):
    """The folder says what was asked, completely, and that everybody is made up."""
    assert read(str(folder / "scenario.yaml")) == SMALL
    facts = json.loads((folder / "provenance.json").read_text())
    assert facts["complete"] is True
    assert facts["command"] == "sottovoce run small"
    assert "made up" in facts["synthetic"]
    assert len(facts["worlds"]) == 2 * 2 + 2 * (len(KNOCKOUTS) + 2 + 1) + 1


def test_a_complete_run_is_not_resumed(folder):
    """There is nothing left to live."""
    with pytest.raises(RunError, match=r"is complete: all 40 days were lived\. Nothing is left to resume"):
        read_study(folder)


def test_threads_do_not_matter(study):
    """One thread after another or two side by side: the same summary."""
    assert repr(summary(live(plan(SMALL, 2), threads=1))) == repr(summary(study))


def test_one_failed_world_is_a_row(monkeypatch, tmp_path):
    """A world that fails is told, its pair is left out, and the others count."""
    true_found = studies.create

    def failing(scenario, **how):
        if scenario.seed == 12:
            raise ValueError("no luck with this seed")
        return true_found(scenario, **how)

    monkeypatch.setattr(studies, "create", failing)
    monkeypatch.setattr(worlds, "create", failing)
    broken = live(plan(SMALL, 3, extras=False), threads=1)
    assert broken.errors == [
        "with, seed 12: ValueError: no luck with this seed",
        "without, seed 12: ValueError: no luck with this seed",
    ]
    assert not broken.interrupted
    assert [a.scenario.seed for a, _ in broken.pairs()] == [11, 13]
    assert summary(broken)["finished_pairs"] == 2
    write(broken, tmp_path, "test")
    facts = json.loads((tmp_path / "provenance.json").read_text())
    assert [world["error"] for world in facts["worlds"] if world["seed"] == 12] == [
        "ValueError: no luck with this seed"
    ] * 2


def test_all_worlds_failed(monkeypatch, tmp_path):
    """Even then the folder is written, and says why it is empty."""

    def failing(scenario, **how):
        raise MemoryError("too many people")

    monkeypatch.setattr(studies, "create", failing)
    broken = live(plan(SMALL, 1, extras=False), threads=1)
    write(broken, tmp_path, "test")
    assert json.loads((tmp_path / "measures.json").read_text())["finished_pairs"] == 0
    assert len(broken.errors) == 2


@pytest.mark.slow
@pytest.mark.parametrize("threads", [1, 2])
def test_interrupted_and_resumed(study, tmp_path, threads):
    """A stopped study leaves a checkpoint of each world begun, and goes on to the measures of a straight one."""
    stopped = live(plan(SMALL, 2), threads=threads, stop=After(150))
    assert stopped.interrupted
    write(stopped, tmp_path, "test")
    facts = json.loads((tmp_path / "provenance.json").read_text())
    assert facts["complete"] is False
    begun = [k for k, world in enumerate(facts["worlds"]) if world["lived"] > 0]
    assert sorted(int(path.stem) for path in (tmp_path / "checkpoint").iterdir()) == begun
    resumed = live(read_study(tmp_path), threads=threads)
    assert json.dumps(summary(resumed)) == json.dumps(summary(study))
    write(resumed, tmp_path, "test")
    assert not (tmp_path / "checkpoint").exists()


@pytest.mark.slow(4)
@pytest.mark.parametrize("ledger", [False, True])
@pytest.mark.parametrize("extras", [False, True])
def test_what_was_asked_is_asked_again(tmp_path, monkeypatch, ledger, extras):
    """A ledger and knock-outs, or none, whatever the size of the society would have it by default."""
    monkeypatch.setattr(studies, "LEDGER_MOST", 0 if ledger else 10**9)
    monkeypatch.setattr(studies, "KNOCKOUT_MOST", 0 if extras else 10**9)
    straight = live(plan(SMALL, 1, extras=extras, ledger=ledger), threads=1)
    stopped = live(plan(SMALL, 1, extras=extras, ledger=ledger), threads=1, stop=After(60))
    assert stopped.interrupted
    write(stopped, tmp_path, "test")
    resumed = live(read_study(tmp_path), threads=1)
    assert [(w.name, w.ledgered, w.error) for w in resumed.worlds] == [
        (w.name, w.ledgered, None) for w in straight.worlds
    ]
    assert json.dumps(summary(resumed)) == json.dumps(summary(straight))
    for a, b in zip(straight.worlds, resumed.worlds, strict=True):
        assert (a.ledger is None) == (b.ledger is None) == (not a.ledgered)
        if a.ledger and b.ledger:
            assert a.ledger.table().equals(b.ledger.table())


def test_stopped_before_it_began(tmp_path):
    """Nothing was lived: nothing is measured, and the study can still be resumed."""
    stop = threading.Event()
    stop.set()
    stopped = live(plan(SMALL, 1), stop=stop)
    assert stopped.interrupted
    write(stopped, tmp_path, "test")
    assert all(world.lived == 0 for world in read_study(tmp_path).worlds)
