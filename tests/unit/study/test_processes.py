"""Small worlds in processes of their own: the same worlds, stopped and failing as gracefully."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from helpers import livelier, unlike
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.study import processes, worlds
from sottovoce.study import study as studies
from sottovoce.study.study import Study, live, plan
from sottovoce.study.worlds import World

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="worlds are lived in threads where forking is not safe"
)


@pytest.fixture
def forked(monkeypatch):
    """Every study is worth a fork; the places where worlds were lived."""
    monkeypatch.setattr(processes, "LEAST", 0)
    places = []
    lived = processes.live_in_processes

    def seen(worlds, count, stop, after):
        places.append(count)
        return lived(worlds, count, stop, after)

    monkeypatch.setattr(studies, "live_in_processes", seen)
    return places


def asked(**more) -> Study:
    """A small study with ledger, knock-outs, noise floor and other luck."""
    return plan(with_values(read("press-2015"), {"citizens": 90, "days": 40} | more), 2)


def alike(a: Study, b: Study) -> None:
    """Two studies are the same in everything that is kept."""
    assert a.errors == b.errors == []
    assert not a.interrupted
    assert not b.interrupted
    for one, other in zip(a.worlds, b.worlds, strict=True):
        assert one.measures.keys() == other.measures.keys()
        assert np.array_equal(list(one.measures.values()), list(other.measures.values()), equal_nan=True)
        assert one.record and other.record
        assert np.array_equal(one.record.tally, other.record.tally)
        assert np.array_equal(one.record.ties, other.record.ties)
        assert sorted(one.record.portraits) == sorted(other.record.portraits)
        assert (one.society is None) == (other.society is None) == (not one.kept)
        if one.society and other.society:
            assert unlike(one.society.state, other.society.state) == []
        if one.ledger:
            assert other.ledger
            assert one.ledger.table().to_pandas().equals(other.ledger.table().to_pandas())
            assert one.name != "with" or len(one.ledger.table()) > 0


def test_the_same_worlds_as_in_threads(forked):
    """With everything that comes back: records, people, ledger, measures."""
    a, b = live(asked(), threads=1), live(asked(), threads=3)
    assert forked == [3]
    alike(a, b)


def test_a_lively_society_too(forked):
    """Every mechanism at work, and days on which other rules begin."""
    scenario = livelier(citizens=60, days=30)
    alike(live(plan(scenario, 2), threads=1), live(plan(scenario, 2), threads=2))
    assert forked == [2]


class Later:
    """A stop that is set once some days have been lived; looks at what the parent sees meanwhile."""

    def __init__(self, study: Study, days: int):
        self.study, self.days, self.seen, self.told = study, days, [], []

    def is_set(self) -> bool:
        self.seen.append(sum(world.lived for world in self.study.worlds))
        self.told.append(self.study.worlds[0].say_so)
        return self.seen[-1] >= self.days


@pytest.mark.slow
def test_stopped_at_the_close_of_a_day_and_gone_on_with(forked, monkeypatch):
    """What was lived comes back, the rest is not begun; on the way one sees how far they are."""
    monkeypatch.setattr(processes, "GLANCE", 0.001)
    study = asked(days=400)
    later = Later(study, 150)
    live(study, threads=2, stop=later)  # type: ignore[arg-type]
    assert study.interrupted
    assert (
        150 <= sum(world.lived for world in study.worlds) < sum(world.scenario.days for world in study.worlds)
    )
    assert later.seen == sorted(later.seen)
    assert any(0 < days < 150 for days in later.seen), "the parent saw days go by"
    assert any(told is not None and told > 0 for told in later.told)
    assert any(world.society is not None and not world.done for world in study.worlds)
    live(study, threads=2)
    alike(study, live(asked(days=400), threads=1))
    assert len(forked) == 2


def test_a_process_that_dies_is_a_row(forked, monkeypatch):
    """Worlds that were done stay; the others say what happened."""

    def dies(self, *_):
        os._exit(1)

    monkeypatch.setattr(World, "live", dies)
    study = live(asked(), threads=2)
    assert len(study.errors) == len(study.worlds)
    assert study.errors[0] == (
        "with, seed 7: RunError: a process in which worlds were lived ended before its time (there may have been no memory left)"
    )
    assert [world.lived for world in study.worlds] == [0] * len(study.worlds)


def test_a_process_that_dies_before_all_was_submitted(forked, monkeypatch):
    """A pool that breaks between two submissions refuses the rest: those worlds fail as rows, as where one dies later."""
    whole, times = processes.ProcessPoolExecutor.submit, []

    def breaks(pool, *how):
        times.append(how)
        if len(times) > 1:
            raise processes.BrokenProcessPool("a child process terminated abruptly")
        return whole(pool, *how)

    monkeypatch.setattr(processes.ProcessPoolExecutor, "submit", breaks)
    study = live(asked(), threads=2)
    assert len(times) == len(study.worlds)
    assert len(study.errors) == len(study.worlds) - 1
    assert all("ended before its time" in error for error in study.errors)


@pytest.mark.slow
def test_where_no_process_can_be_had_threads_do_it(forked, monkeypatch):
    """A system may have no semaphores, or no room for more processes."""

    def refused(*_):
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(processes, "ProcessPoolExecutor", refused)
    alike(live(asked(), threads=2), live(asked(), threads=1))
    assert forked == [2]
    monkeypatch.undo()
    monkeypatch.setattr(processes, "LEAST", 0)
    monkeypatch.setattr(os, "fork", refused)
    alike(live(asked(), threads=2), live(asked(), threads=1))


def test_what_is_wrong_with_every_world_is_a_row_each(forked, monkeypatch):
    """Not the end of the night, also where it already shows when rules are compiled beforehand."""

    def broken(*_, **__):
        raise RuntimeError("no ground to found on")

    monkeypatch.setattr(processes, "create", broken)
    monkeypatch.setattr(worlds, "create", broken)
    study = live(asked(), threads=2)
    assert forked == [2]
    assert study.errors[0] == "with, seed 7: RuntimeError: no ground to found on"
    assert len(study.errors) == len(study.worlds)


def test_a_world_that_cannot_be_sent_is_a_row(forked, monkeypatch):
    """One that holds what cannot be pickled."""

    def holds(self, *_):
        self.society = threading.Lock()

    monkeypatch.setattr(World, "live", holds)
    study = live(asked(), threads=2)
    assert len(study.errors) == len(study.worlds)
    assert "RunError: TypeError: cannot pickle" in study.errors[0]


def test_nobody_goes_on_when_the_parent_is_killed(tmp_path):
    """Not even one that waits for work."""
    code = f"""
import os
from sottovoce.scenario.paths import with_values
from sottovoce.scenario.read import read
from sottovoce.study import processes
from sottovoce.study.study import live, plan
processes.LEAST = 0
begin = processes._begin
def told(*given):
    begin(*given)
    open(f"{tmp_path}/{{os.getpid()}}", "w").close()
processes._begin = told
live(plan(with_values(read("press-2015"), {{"citizens": 200, "days": 20000}}), 1, extras=False), threads=2)
"""
    with subprocess.Popen([sys.executable, "-c", code]) as parent:
        while len(list(tmp_path.iterdir())) < 2 and parent.poll() is None:
            time.sleep(0.05)  # for as long as it takes to compile
        parent.kill()
    children = [int(path.name) for path in tmp_path.iterdir()]
    assert len(children) == 2
    until = time.monotonic() + 60
    while any(_alive(child) for child in children) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(_alive(child) for child in children)


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def test_each_is_told_when_it_is_done(forked):
    """What comes after a world is done where it came home, once each."""
    study = asked()
    told = []
    studies.live_worlds(
        study.worlds, 2, after=lambda world: told.append((world.name, world.repetition, world.done))
    )
    assert sorted(told) == sorted((world.name, world.repetition, True) for world in study.worlds)


@pytest.mark.parametrize(
    ("citizens", "threads", "worth"),
    [(4_000, 2, True), (4_000, 1, False), (30_000, 2, False), (400, 2, False)],
)
def test_when_it_is_worth_while(citizens, threads, worth):
    """Not for a moment's work, not for one, and not where a day is long."""
    study = plan(with_values(read("press-2015"), {"citizens": citizens}), 8)
    assert processes.worth_while(study.worlds, threads) is worth
    assert processes.worth_while(study.worlds[:1], threads) is False


def test_the_longest_worlds_are_begun_first():
    """The ledger's world too; among the equal their order stays."""
    study = asked(days=200)
    names = [study.worlds[k].name for k in processes._longest_first(study.worlds)]
    assert names[:2] == ["with", "without"]
    assert names[-2:] == ["noise-floor"] * 2, "90 days"
    assert names[:-2] == [world.name for world in study.worlds if world.name != "noise-floor"]
