"""Numbers that no study can have, from the command and from Python alike; and calls from places where little is allowed."""

import asyncio
import json
import multiprocessing
import sys
import threading
from typing import Any

import numpy as np
import pytest

import sottovoce as sv
from sottovoce.cli import app, main
from sottovoce.errors import ReplicationError, RunError
from sottovoce.replications.replication import load
from sottovoce.scenario.model import Scenario
from sottovoce.scenario.paths import with_values
from sottovoce.study import asked, processes

TINY: dict[str, Any] = {"citizens": 30, "days": 3}
SEEDS = "allowed whole numbers 1 to 1,000 (seeds). Choose a value in that range."
THREADS = "allowed whole numbers 1 to 1,024 (threads). Choose a value in that range."


@pytest.mark.parametrize("given", [0, -1, 10**9, 10**9000, True, 2.0, "8"], ids=range(7))
def test_replicates_from_python(given) -> None:
    """Refused before a world is planned."""
    for call in (sv.run, sv.compare):
        with pytest.raises(RunError) as caught:
            call("press-2015", **TINY, seeds=given, **({"each": True} if call is sv.compare else {}))
        told = "a number of more than 20 digits" if given == 10**9000 else repr(given)
        assert str(caught.value) == f"seeds: {told} given; {SEEDS}"


@pytest.mark.slow
@pytest.mark.parametrize("given", [0, -3, 10**9])
def test_threads_from_python(given: int) -> None:
    """Refused before a thread is made."""
    with pytest.raises(RunError) as caught:
        sv.run("press-2015", **TINY, seeds=1, threads=given)
    assert str(caught.value) == f"threads: {given} given; {THREADS}"


@pytest.mark.slow(4)
@pytest.mark.parametrize(
    ("option", "given", "told"),
    [("seeds", "0", SEEDS), ("seeds", "1000000000", SEEDS), ("threads", "-3", THREADS)],
)
@pytest.mark.parametrize("command", ["run", "compare"])
def test_the_same_from_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys, tmp_path, command: str, option: str, given: str, told: str
) -> None:
    """In the same words."""
    monkeypatch.chdir(tmp_path)
    each = ["--each"] if command == "compare" else []
    monkeypatch.setattr(
        sys,
        "argv",
        ["sottovoce", command, "press-2015", "--citizens", "30", "--days", "3", *each, f"--{option}", given],
    )
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 2
    assert capsys.readouterr().err == f"{option}: {given} given; {told}\n"
    assert list(tmp_path.iterdir()) == []


def test_numbers_of_numpy_are_welcome() -> None:
    """They count as whole numbers."""
    assert asked.seeds(np.int64(3), 8) == 3 and asked.threads(np.uint8(2)) == 2
    assert asked.seeds(None, 8) == 8 and asked.threads(None) >= 1


IDS = {
    "twice": (np.zeros(30, int), "some twice or out of range"),
    "out of range": (np.arange(1, 31), "some twice or out of range"),
    "below zero": (np.arange(30) - 1, "some twice or out of range"),
    "too few": (np.arange(29), "int64 of shape (29,)"),
    "no whole numbers": (np.arange(30.0), "float64 of shape (30,)"),
    "a table": (np.zeros((30, 2), int), "int64 of shape (30, 2)"),
    "text": (np.array(["a"] * 30), "<U1 of shape (30,)"),
}


@pytest.mark.parametrize("name", IDS)
def test_ids_that_name_not_everybody_once(name: str) -> None:
    """Ids are a permutation: they name citizens."""
    ids, told = IDS[name]
    with pytest.raises(RunError) as caught:
        sv.create(with_values(sv.read("press-2015"), TINY), ids=ids)
    assert str(caught.value) == (
        f"ids: {told} given; allowed each whole number from 0 to 29 once, for 30 citizens. Give a permutation."
    )


@pytest.mark.parametrize("name", ["granovetter", "kuran"])
def test_a_replication_takes_no_vector_of_persons(name: str) -> None:
    """As many thresholds as the papers print, and not one for each person of a data set."""
    load(name).settings(thresholds=list(range(100)))
    with pytest.raises(ReplicationError) as caught:
        load(name).settings(thresholds=np.arange(101.0))
    assert "allowed a list of 1 to 100 numbers" in str(caught.value)


def small() -> int:
    """A run as a script would call it; how many pairs were finished."""
    return len(sv.run("press-2015", **TINY, seeds=2, threads=2).pairs())


def test_a_worker_of_a_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which may have no children: its worlds are lived in threads."""
    monkeypatch.setattr(processes, "LEAST", 0)
    with multiprocessing.get_context("fork").Pool(1) as pool:
        assert pool.apply(small) == 2


def test_inside_a_loop_and_beside_the_main_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a notebook: an event loop runs already, or a thread that is not the first calls."""
    monkeypatch.setattr(processes, "LEAST", 0)

    async def within() -> int:
        return small()

    found = []
    thread = threading.Thread(target=lambda: found.append(asyncio.run(within())))
    thread.start()
    thread.join()
    assert found == [2]


@pytest.mark.slow
def test_a_script_without_a_guard(tmp_path) -> None:
    """Nothing of the script is run again in the processes."""
    import subprocess

    script = tmp_path / "mine.py"
    script.write_text(
        "import sottovoce as sv\nfrom sottovoce.study import processes\nprocesses.LEAST = 0\nprint('begun')\n"
        f"print(len(sv.run('press-2015', seeds=2, threads=2, **{TINY}).pairs()))\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, cwd=tmp_path, timeout=300
    )
    assert done.stdout.splitlines() == ["begun", "2"], done.stderr


@pytest.mark.slow
def test_the_same_scenario_twice(tmp_path) -> None:
    """Is a comparison like any other: nothing between the two, and a page that can be written."""
    found = sv.compare("press-2015", "press-2015", **TINY, seeds=1)
    first, second = (row for row in found.rows if row.kind == "system")
    assert second.name == "press-2015-2" and not [row for row in found.rows if row.error]
    assert repr(first.measures) == repr(second.measures)
    assert (found.save(tmp_path) / "compare.html").is_file()


NEVER = (
    "The score never begins: nobody is scored in the 20 days that are lived (enrolment.opt_in_day is {opens}{closes}), so the world "
    "with the system has none of it that rests on a score. Give more days (--days), or an earlier day."
)


def late(**more: Any) -> Scenario:
    """The press scenario, over before it opens."""
    return with_values(sv.read("press-2015"), {"citizens": 30, "days": 20, **more})


def test_a_score_that_never_begins_is_said(tmp_path, monkeypatch: pytest.MonkeyPatch, capsys) -> None:
    """By check, and first of all in what a run prints and in its report."""
    from sottovoce.law.mechanisms import never_begins
    from sottovoce.report.compare.facts import troubles as of_comparison
    from sottovoce.report.facts import from_study
    from sottovoce.report.sentences import troubles
    from sottovoce.study.compare import of_systems
    from sottovoce.study.study import plan

    enrolment = late().enrolment
    told = NEVER.format(
        opens=enrolment.opt_in_day, closes=f", enrolment.mandatory_day is {enrolment.mandatory_day}"
    )
    assert never_begins(late()) == told
    (tmp_path / "late.yaml").write_text(sv.dump(late()))
    monkeypatch.setattr(sys, "argv", ["sottovoce", "check", str(tmp_path / "late.yaml")])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 0 and told in capsys.readouterr().out
    assert told in troubles(from_study(plan(late(), 1)))
    comparison = of_systems([late(), late()], seeds=1)
    assert f"press-2015: {told[:1].lower()}{told[1:]}" in of_comparison(comparison)


def test_a_score_that_begins_is_not_said_to_never_begin() -> None:
    """Nor one that opens by a date, nor a system that has none."""
    from sottovoce.law.mechanisms import never_begins

    earlier = {"day": 3, "name": "earlier", "set": {"enrolment.opt_in_day": 5}}
    last = {"day": 19, "name": "last", "set": {"enrolment.opt_in_day": 19}}
    gone = {"day": 4, "name": "gone", "set": {"score.in_force": False}}
    assert never_begins(late(dates=[earlier])) is None
    assert never_begins(late(dates=[last])) is None
    assert never_begins(late(dates=[gone, {**last, "day": 25}])) is not None
    for name in sv.presets():
        assert never_begins(sv.read(name)) is None, name


def test_names_of_before_still_work_and_say_so() -> None:
    """For a version, with a warning; both names at once are refused."""
    small = {"citizens": 60, "days": 3}
    with pytest.warns(DeprecationWarning, match=r"run\(set=\.\.\.\) is now values=\.\.\."):
        old = sv.run(set={"score.spill": 0.0}, seeds=1, **small)
    with pytest.warns(DeprecationWarning, match=r"run\(replicates=\.\.\.\) is now seeds=\.\.\."):
        assert sv.run(replicates=1, **small).seeds == 1
    new = sv.run(values={"score.spill": 0.0}, seeds=1, **small)
    assert repr(dict(old.effects())) == repr(dict(new.effects()))
    with pytest.raises(TypeError, match="both are given"):
        sv.run(set={}, values={}, **small)


@pytest.mark.slow
def test_the_option_of_before_still_works(tmp_path, capfd) -> None:
    words = [
        "run",
        "press-2015",
        "--citizens",
        "60",
        "--days",
        "3",
        "--quiet",
        "--out",
        str(tmp_path / "run"),
    ]
    with pytest.raises(SystemExit):
        app([*words, "--replicates", "1"])
    assert "--replicates is now --seeds" in capfd.readouterr().err
    assert json.loads((tmp_path / "run" / "provenance.json").read_text())["seeds"] == 1
