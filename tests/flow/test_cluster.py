"""An experiment on a Dask cluster: the rows of forked processes, whoever dies; refused in words where a worker is another program."""

import json
import logging
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import warnings
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

import sottovoce as sv
from helpers import commanded
from sottovoce.errors import RunError
from sottovoce.experiments import cluster
from sottovoce.experiments.api import experiment
from sottovoce.experiments.results import Study

try:
    import distributed
except ImportError:
    if os.environ.get("SOTTOVOCE_CI"):
        raise  # there nothing is left out
    warnings.warn("THE CLUSTER IS NOT TESTED: distributed is missing (pip install distributed)", stacklevel=1)
    pytest.skip("distributed is missing: pip install distributed", allow_module_level=True)

SOURCE = Path(sv.__file__).parent
ENV = os.environ | {"PYTHONPATH": os.pathsep.join([str(SOURCE.parent), os.environ.get("PYTHONPATH", "")])}
PEOPLE = {"citizens": 60, "days": 40}
ASKED = {
    "space": {
        "values": ["watching.nu", "voice.effort"],
        "set": {"enrolment.opt_in_day": 3, "enrolment.mandatory_day": 10},
    },
    "design": {"kind": "sobol", "points": 6},
}
SLOWER = {"people": {"citizens": 400, "days": 120}, "design": {"kind": "sobol", "points": 16}}


def small(**how):
    return experiment(**{"people": PEOPLE, **ASKED, **how})


@pytest.fixture(scope="module")
def forked(tmp_path_factory):
    """What forked processes make of an experiment, by the experiment."""
    found = {}

    def rows(asked):
        if asked.text not in found:
            file = tmp_path_factory.mktemp("forked") / "a.study"
            found[asked.text] = asked.run(file, workers=2).outcomes
        return found[asked.text]

    return rows


class Processes:
    """A real scheduler and workers, each a process."""

    def __init__(self, place: Path):
        self.place, self.all, self.workers = place, [], []
        self.file = place / "scheduler.json"
        self.scheduler = self.start("scheduler", "--scheduler-file", str(self.file), "--port", "0")
        until = time.monotonic() + 60
        while not self.file.exists() and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.1)
        self.address = json.loads(self.file.read_text(encoding="utf-8"))["address"]

    def start(self, what: str, *words: str, path: Path | None = None) -> subprocess.Popen[bytes]:
        places = [str(path or SOURCE.parent), str(SOURCE.parent), os.environ.get("PYTHONPATH", "")]
        env = os.environ | {"PYTHONPATH": os.pathsep.join(places)}
        command = [sys.executable, "-m", "dask", what, "--host", "127.0.0.1", "--no-dashboard", *words]
        log = (self.place / f"{what}-{len(self.all)}.log").open("wb")
        with log:
            self.all.append(subprocess.Popen(command, env=env, cwd=self.place, stdout=log, stderr=log))
        return self.all[-1]

    def work(self, *words: str, path: Path | None = None) -> subprocess.Popen[bytes]:
        how = ("--no-nanny",) if "--nanny" not in words else ()
        self.workers.append(self.start("worker", self.address, "--nthreads", "1", *how, *words, path=path))
        return self.workers[-1]

    def close(self) -> None:
        for one in reversed(self.all):
            one.terminate()
        for one in self.all:
            try:
                one.wait(10)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()


@contextmanager
def processes(place: Path, workers: int):
    found = Processes(place)
    try:
        for _ in range(workers):
            found.work()
        yield found
    finally:
        found.close()


@contextmanager
def local(threads: int = 1):
    """A cluster in this process: the quickest one."""
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=threads, processes=False, dashboard_address=None
    ) as found:
        yield found


@pytest.mark.slow
def test_a_cluster_object_and_a_client_give_the_rows_of_forked_processes(tmp_path, forked):
    asked = small(design={"kind": "sobol", "points": 3})
    with local() as found:
        study = asked.run(tmp_path / "a.study", scheduler=found)
        with distributed.Client(found) as client:
            again = asked.run(tmp_path / "b.study", scheduler=client)
            assert client.status == "running"  # the caller's
            assert not client.run(lambda dask_worker: len(dask_worker.data))[found.workers[0].address]
    assert study.complete and not study.failed and again.complete
    assert np.array_equal(study.outcomes, forked(asked), equal_nan=True)
    assert np.array_equal(again.outcomes, forked(asked), equal_nan=True)


@pytest.mark.slow
def test_workers_of_several_threads_and_code_of_ones_own_are_refused(tmp_path, monkeypatch):
    with local(threads=2) as found, pytest.raises(RunError, match=r"has 2 threads; allowed 1.*--nthreads 1"):
        small().run(tmp_path / "a.study", scheduler=found)
    asked = small()
    object.__setattr__(asked, "extensions", ({"kind": "measure", "name": "mine", "sha256": "0"},))
    monkeypatch.setattr("sottovoce.registered.same", lambda told: None)
    with pytest.raises(RunError, match=r"measure mine.*not sent to workers.*Leave --scheduler out"):
        asked.run(tmp_path / "b.study", scheduler="tcp://127.0.0.1:8786")


@pytest.mark.parametrize(
    "scheduler", ["localhost", "tcp://host", "http://host:8786", "tcp://h:99999", "", 5, ["tcp://a:1"]]
)
def test_what_is_no_address_is_refused(tmp_path, scheduler):
    with pytest.raises(RunError, match=r"scheduler: .* given; allowed .*tcp://host:8786"):
        small().run(tmp_path / "a.study", scheduler=scheduler)
    assert not list(tmp_path.iterdir())


def test_both_are_refused_and_a_missing_package_is_named(tmp_path, monkeypatch):
    with pytest.raises(RunError, match="workers and scheduler: both given"):
        small().run(tmp_path / "a.study", scheduler="tcp://127.0.0.1:8786", workers=2)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RunError, match=r"pip install 'sottovoce\[dask\]'"):
        small().run(tmp_path / "a.study", scheduler="tcp://127.0.0.1:8786")


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer(tmp_path):
    """Within ten seconds or so, in words; a study that was begun is as it was."""
    file = tmp_path / "a.study"
    small().run(file, workers=1, budget=0.0)
    before, began = Study.open(file).outcomes, time.monotonic()
    words = ["study", "resume", str(file), "--scheduler", "tcp://127.0.0.1:1"]
    command = [sys.executable, "-m", "sottovoce", *words]
    done = subprocess.run(command, env=ENV, capture_output=True, text=True, check=False)
    assert time.monotonic() - began < 20 and done.returncode == 2
    assert "tcp://127.0.0.1:1 does not answer" in done.stderr and "Traceback" not in done.stderr
    assert np.array_equal(Study.open(file).outcomes, before, equal_nan=True)


@pytest.mark.slow
def test_a_worker_is_killed_and_another_joins(tmp_path, forked):
    """SIGKILL in the middle: not a row is lost or other. One that comes later is used."""
    asked = small(**SLOWER)
    with processes(tmp_path, 2) as found:
        killed = []

        def say(now):
            if now.done >= 8 and not killed:
                killed.append(found.workers[0])
                found.workers[0].send_signal(signal.SIGKILL)
                found.work()

        study = asked.run(tmp_path / "a.study", scheduler=found.address, say=say)
        assert killed and killed[0].wait(10) == -signal.SIGKILL
    assert study.complete and not study.failed
    assert np.array_equal(study.outcomes, forked(asked), equal_nan=True)


@pytest.mark.slow
def test_it_waits_for_the_first_worker(tmp_path, forked):
    asked, notes = small(), []
    with processes(tmp_path, 0) as found:
        assert not len(asked.run(tmp_path / "b.study", scheduler=found.address, budget=1.0).outcomes)

        def say(now):
            if now.note and not notes:
                found.work()
            notes.append(now.note)

        study = asked.run(tmp_path / "a.study", scheduler=found.address, say=say)
    assert notes[0] == "waiting for a worker" and notes[-1] == ""
    assert study.complete and np.array_equal(study.outcomes, forked(asked), equal_nan=True)


ENDS = """
import os, signal
from sottovoce.experiments import living

def ending(whole):
    def measured(scenario, *how):
        if scenario.voice.effort == 0.2:
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(scenario, *how)
    return measured

living.measured = ending(living.measured)
"""


@pytest.mark.slow(8)
def test_worlds_that_end_every_worker_are_failed_rows(tmp_path, forked):
    """Those of one point end the process, wherever they are begun: the others are there, and a later call tries these again."""
    points = [{"voice.effort": e} for e in (0.1, 0.2, 0.3)]
    asked = small(design={"kind": "list", "points": points})
    (tmp_path / "ends.py").write_text(ENDS, encoding="utf-8")
    with processes(tmp_path, 0) as found:
        for _ in range(2):
            found.work("--nanny", "--preload", "ends.py")
        study = asked.run(tmp_path / "a.study", scheduler=found.address)
    assert {one.point for one in study.failed} == {1}, study.failed
    assert "workers ended while they had these worlds" in study.failed[0].error
    assert np.array_equal(study.outcomes[[0, 2]], forked(asked)[[0, 2]], equal_nan=True)
    whole = asked.run(tmp_path / "a.study", workers=2)
    assert not whole.failed and np.array_equal(whole.outcomes, forked(asked), equal_nan=True)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["version", "program"])
def test_another_version_is_refused_before_anything_is_sent(tmp_path, what):
    other = tmp_path / "other"
    if what == "version":
        facts = other / "sottovoce-9.9.9.dist-info"
        facts.mkdir(parents=True)
        (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: sottovoce\nVersion: 9.9.9\n")
        said = "has sottovoce 9.9.9, and here it is"
    else:
        shutil.copytree(SOURCE, other / "sottovoce", ignore=shutil.ignore_patterns("static", "__pycache__"))
        with (other / "sottovoce" / "simulate.py").open("a", encoding="utf-8") as file:
            file.write("# another program\n")
        said = "has another program of the same version"
    with processes(tmp_path, 0) as found:
        found.work(path=other)
        with pytest.raises(RunError, match=said):
            small().run(tmp_path / "a.study", scheduler=found.address)
    assert not len(Study.open(tmp_path / "a.study").outcomes)


def test_a_worker_that_was_not_asked_says_it_itself():
    """One that joins between two looks could be another program."""
    with pytest.raises(RunError, match="another program"):
        cluster.live_there(None, (), {}, "0" * 64)  # type: ignore[arg-type]


@pytest.mark.slow
def test_a_scheduler_that_goes_away_leaves_what_is_finished(tmp_path, forked):
    asked = small(**SLOWER)
    with processes(tmp_path, 1) as found:

        def say(now):
            if now.done >= 8:
                found.scheduler.send_signal(signal.SIGKILL)

        with pytest.raises(RunError, match=r"does not answer any more.*study resume"):
            asked.run(tmp_path / "a.study", scheduler=found.address, say=say)
    part = Study.open(tmp_path / "a.study")
    assert len(part.outcomes) >= 2 and not part.failed
    whole = asked.run(tmp_path / "a.study", workers=2)
    assert whole.complete and np.array_equal(whole.outcomes, forked(asked), equal_nan=True)


@pytest.mark.slow
def test_ctrl_c_gives_up_what_runs_and_forked_processes_go_on(tmp_path, forked):
    asked = small(**SLOWER)
    place = tmp_path / "a.study"
    asked.run(place, workers=1, budget=0.0)  # a file to go on with
    with processes(tmp_path, 2) as found, distributed.Client(found.address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        command = [
            sys.executable,
            "-m",
            "sottovoce",
            "study",
            "resume",
            str(place),
            "--scheduler",
            found.address,
        ]
        asking = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENV)
        until = time.monotonic() + 120
        while len(Study.open(place).outcomes) < 4 and asking.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        asking.send_signal(signal.SIGINT)
        _, stderr = asking.communicate(timeout=60)
        assert asking.returncode == 130 and "To go on: sottovoce study resume" in stderr
        assert "Traceback" not in stderr and "distributed" not in stderr
        until = time.monotonic() + 30
        while any(client.processing().values()) and time.monotonic() < until:
            time.sleep(0.1)
        assert not any(client.processing().values())
    part = Study.open(place)
    assert not part.complete and not part.failed
    whole = asked.run(place, workers=2)
    assert whole.complete and np.array_equal(whole.outcomes, forked(asked), equal_nan=True)


@pytest.mark.slow
def test_a_budget_stops_a_cluster(tmp_path):
    with local() as found:
        study = small(**SLOWER).run(tmp_path / "a.study", scheduler=found, budget=1.0)
    assert not study.complete and not study.failed


def test_a_call_that_hangs_is_left():
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        cluster.within(0.1, threading.Event().wait)
    assert time.monotonic() - began < 5


@pytest.mark.slow
def test_workers_in_processes_of_their_own_and_the_command(tmp_path, monkeypatch, capsys):
    """`distributed.LocalCluster` as it comes, and `--scheduler` of a sweep: the rows of one process."""
    words = ["sweep", "press-2015", "score.spill=0:1:2", "--citizens", "60", "--days", "30", "--seeds", "2", "--quiet"]  # fmt: skip
    here, there = tmp_path / "here.study", tmp_path / "there.study"
    assert commanded(monkeypatch, capsys, *words, "--out", str(here), "--workers", "1")[0] == 0
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=logging.ERROR
    ) as found:
        asked = ("--out", str(there), "--scheduler", found.scheduler_address)
        assert commanded(monkeypatch, capsys, *words, *asked)[0] == 0
    one, other = Study.open(here), Study.open(there)
    assert np.array_equal(one.outcomes, other.outcomes, equal_nan=True) and not other.failed


@pytest.mark.parametrize(
    "words", [["sweep", "press-2015", "score.spill=0:1:2"], ["claim", "break", "system-silences"]]
)
def test_the_command_refuses_both(tmp_path, monkeypatch, capsys, words):
    monkeypatch.chdir(tmp_path)
    code, _, told = commanded(monkeypatch, capsys, *words, "--scheduler", "tcp://host:8786", "--workers", "2")
    assert code != 0 and "Leave one of them out." in " ".join(told.split())
    assert not list(tmp_path.rglob("*.study"))


@pytest.mark.slow
def test_somebody_who_listens_and_says_nothing(tmp_path):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        address, began = f"tcp://127.0.0.1:{deaf.getsockname()[1]}", time.monotonic()
        with pytest.raises(RunError, match=r"does not answer .* Nothing was changed"):
            small().run(tmp_path / "a.study", scheduler=address)
        assert time.monotonic() - began < 30
    assert not (tmp_path / "a.study").exists()
