"""Experiments on a Dask cluster: the same rows as in processes of this machine, also where a worker is killed; and words for all that cannot be."""

import logging
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import numpy as np
import pytest

import sottovoce as sv
from helpers import commanded
from sottovoce.errors import RunError
from sottovoce.experiments import cluster as clusters
from sottovoce.experiments.api import experiment
from sottovoce.experiments.results import Study

try:
    import distributed
except ImportError:
    if os.environ.get("SOTTOVOCE_CI"):
        raise
    warnings.warn("CLUSTERS ARE NOT TESTED: distributed is missing", stacklevel=1)
    pytest.skip("CLUSTERS ARE NOT TESTED: distributed is missing", allow_module_level=True)


def asked(points: int = 6, **more):
    """A small experiment: `points` points, 2 seeds, both worlds."""
    given = {
        "name": "cluster", "scenario": "press-2015", "people": {"citizens": 60, "days": 40}, "seeds": {"first": 7, "count": 2},
        "space": {"values": ["score.spill", "watching.nu"], "set": {"enrolment.opt_in_day": 3, "enrolment.mandatory_day": 10}},
        "design": {"kind": "latin", "points": points}, "worlds": {"with": {}, "without": "no_system"}, "measures": ["voice_gap", "say_so"],
    }  # fmt: skip
    return experiment(**given | more)


def rows(file: Path) -> np.ndarray:
    return Study.open(file).outcomes


def done_rows(file: Path) -> int:
    """How many worlds are stored."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as there, suppress(sqlite3.Error):
        return there.execute("SELECT count(*) FROM run").fetchone()[0]
    return 0


def same(one: Path, other: Path) -> None:
    """The same numbers of every point, seed and world, bit by bit."""
    assert np.array_equal(rows(one), rows(other), equal_nan=True)
    assert not Study.open(other).failed


def small_cluster(threads: int = 1, workers: int = 2) -> distributed.LocalCluster:
    return distributed.LocalCluster(
        n_workers=workers, threads_per_worker=threads, dashboard_address=None, silence_logs=logging.ERROR
    )


@contextmanager
def scheduler(workers: int = 2) -> Iterator[tuple[str, list[subprocess.Popen]]]:
    """A scheduler and workers as a user starts them, in processes of their own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address, ended = f"tcp://127.0.0.1:{port}", []
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "DASK_DISTRIBUTED__DASHBOARD__ENABLED": "false"}  # fmt: skip
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": environment}
    command = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"]  # fmt: skip
    head = subprocess.Popen(command, **quiet)
    hands = [worker(address, quiet) for _ in range(workers)]
    try:
        with distributed.Client(address, timeout=60, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)
        yield address, hands
    finally:
        for process in (*hands, head):
            process.kill()
            ended.append(process.wait(20))


def worker(address: str, how: dict) -> subprocess.Popen:
    command = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]  # fmt: skip
    return subprocess.Popen(command, **how)


@pytest.mark.slow
def test_a_scheduler_with_two_workers_and_one_that_is_killed(tmp_path):
    """The same rows as in this process; a worker that dies in the middle costs nothing."""
    wanted = asked(10)
    wanted.run(tmp_path / "here.study", workers=1)
    with scheduler() as (address, hands):
        wanted.run(tmp_path / "there.study", scheduler=address)
        same(tmp_path / "here.study", tmp_path / "there.study")
        done, killed = threading.Event(), []

        def kill() -> None:
            while not done.wait(0.02):
                file = tmp_path / "killed.study"
                if file.exists() and done_rows(file) >= 4:
                    hands[0].send_signal(signal.SIGKILL)
                    killed.append(done_rows(file))
                    return

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            wanted.run(tmp_path / "killed.study", scheduler=address)
        finally:
            done.set()
            killer.join()
        assert killed and killed[0] < 40, "it was to be killed in the middle"
        same(tmp_path / "here.study", tmp_path / "killed.study")


@pytest.mark.slow
def test_a_cluster_object_a_client_and_the_command(tmp_path, monkeypatch, capsys):
    """`distributed.LocalCluster`, a Client of it, and `--scheduler`; what is there already is not lived again."""
    wanted = asked(4)
    wanted.run(tmp_path / "here.study", workers=1)
    with small_cluster() as cluster:
        wanted.run(tmp_path / "object.study", scheduler=cluster)
        with distributed.Client(cluster, set_as_default=False) as client:
            wanted.run(tmp_path / "client.study", scheduler=client)
            assert client.status == "running"  # it is the caller's
        for name in ("object", "client"):
            same(tmp_path / "here.study", tmp_path / f"{name}.study")
        monkeypatch.chdir(tmp_path)
        words = [
            "sweep",
            "press-2015",
            "score.spill=0:1:2",
            "--citizens",
            "60",
            "--days",
            "30",
            "--seeds",
            "2",
            "--quiet",
        ]
        assert (
            commanded(
                monkeypatch, capsys, *words, "--out", "a.study", "--scheduler", cluster.scheduler_address
            )[0]
            == 0
        )
        assert commanded(monkeypatch, capsys, *words, "--out", "b.study", "--workers", "1")[0] == 0
        same(tmp_path / "a.study", tmp_path / "b.study")
    wanted.run(tmp_path / "object.study", scheduler=None)  # complete: nobody is needed


@pytest.mark.slow
def test_stopped_on_a_cluster_and_gone_on_with_here(tmp_path):
    wanted = asked(8)
    wanted.run(tmp_path / "here.study", workers=1)
    stop = threading.Event()
    with small_cluster(workers=1) as cluster:
        wanted.run(
            tmp_path / "some.study",
            scheduler=cluster,
            stop=stop,
            say=lambda now: stop.set() if now.done >= 6 else None,
        )
    assert 6 <= done_rows(tmp_path / "some.study") < 32
    wanted.run(tmp_path / "some.study", workers=1)
    same(tmp_path / "here.study", tmp_path / "some.study")


@pytest.mark.slow
def test_a_worker_with_another_program_or_several_threads_is_refused(tmp_path, monkeypatch):
    told = pytest.raises(RunError, match=r"has 2 threads; allowed 1.*threads_per_worker=1")
    with small_cluster(threads=2, workers=1) as cluster, told:
        asked(1).run(tmp_path / "a.study", scheduler=cluster)
    with small_cluster(workers=1) as cluster:
        true = clusters.version
        monkeypatch.setattr(clusters, "version", lambda name: "0.0.1" if name == "sottovoce" else true(name))
        with pytest.raises(RunError, match=r"has sottovoce .*, and here it is 0\.0\.1"):
            asked(1).run(tmp_path / "b.study", scheduler=cluster)
        monkeypatch.setattr(clusters, "version", true)
        engine = clusters.engine
        monkeypatch.setattr(clusters.Cluster, "__init__", _other(clusters.Cluster.__init__, engine))
        with pytest.raises(RunError, match="another program of the same version"):
            asked(1).run(tmp_path / "c.study", scheduler=cluster)


def _other(init, engine):
    def made(self, client, wanted, out):
        init(self, client, wanted, out)
        self.how = (*self.how[:2], "0" * len(engine()))

    return made


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("host:8786", r'"host:8786" given; allowed the address of a Dask scheduler. Write it like tcp://host:8786'),
        ("http://host:80", "allowed the address of a Dask scheduler"),
        ("tcp://host:99999", "allowed the address of a Dask scheduler"),
        (7, "7 given; allowed an address like tcp://host:8786, a distributed.Client or a cluster"),
    ],
)  # fmt: skip
def test_what_is_no_scheduler_is_refused(tmp_path, given, said):
    with pytest.raises(RunError, match=said):
        asked(1).run(tmp_path / "a.study", scheduler=given)
    assert not (tmp_path / "a.study").exists()


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer(tmp_path):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        address = f"tcp://127.0.0.1:{deaf.getsockname()[1]}"
        began = time.monotonic()
        with pytest.raises(RunError, match=r"does not answer .* Nothing was changed"):
            asked(1).run(tmp_path / "a.study", scheduler=address)
        assert time.monotonic() - began < 30
    assert not (tmp_path / "a.study").exists()


def test_workers_and_a_scheduler_are_not_both_asked_for(tmp_path, monkeypatch, capsys):
    with pytest.raises(RunError, match="both given"):
        asked(1).run(tmp_path / "a.study", scheduler="tcp://host:8786", workers=2)
    words = ["sweep", "press-2015", "score.spill=0:1:2", "--scheduler", "tcp://host:8786", "--workers", "2"]
    code, _, told = commanded(monkeypatch, capsys, *words)
    assert code != 0 and "Leave one of them out." in " ".join(told.split())


def test_without_the_package_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RunError, match=r"pip install 'sottovoce\[dask\]'"):
        asked(1).run(tmp_path / "a.study", scheduler="tcp://host:8786")


def test_code_of_ones_own_is_not_sent(tmp_path):
    @sv.extend.measure("1", "a number of ours", name="mine_there")
    def mine_there(world):
        return 1.0

    try:
        wanted = asked(1, measures=["mine_there"])
        with pytest.raises(RunError, match=r"code of your own .*which is not sent to workers"):
            wanted.run(tmp_path / "a.study", scheduler="tcp://host:8786")
    finally:
        sv.extend.forget()
