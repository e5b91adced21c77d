"""The driver of the processor: what it holds on to, what it shares, and what it says when it cannot run."""

import ast
import inspect
import os
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numpy as np
import pytest

from helpers import livelier, made, unlike
from sottovoce.errors import RunError
from sottovoce.machine import cpu, loops
from sottovoce.machine.cpu import BLOCK, Cpu
from sottovoce.machine.plain import Plain
from sottovoce.machine.rule import RULES
from sottovoce.scenario.model import Conduct
from sottovoce.simulate import days
from sottovoce.society import create

SIX = 6


def test_worlds_that_share_a_driver_do_not_mix():
    """Several threads, one driver: each gets the world that it would get alone, although more tuples are packed than are kept."""
    asked = [livelier(citizens=200 + k, days=30, seed=k) for k in range(SIX)]
    alone, shared = [create(each) for each in asked], [create(each) for each in asked]
    for each, society in zip(asked, alone, strict=True):
        for _ in days(each, society, machine=Cpu()):
            pass
    machine = Cpu()

    def live(k: int) -> None:
        for _ in days(asked[k], shared[k], machine=machine):
            pass

    threads = [threading.Thread(target=live, args=(k,)) for k in range(SIX)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert [unlike(a.state, b.state) for a, b in zip(alone, shared, strict=True)] == [[]] * SIX


def test_what_threads_read_is_held_until_the_last_is_done(monkeypatch):
    """An error in one piece comes out after all others have ended."""
    running, stopped, ended = threading.Event(), threading.Event(), []
    monkeypatch.setattr(cpu, "WORTH", 0.0)
    main = threading.current_thread()

    def piece(low: int, high: int) -> None:
        if threading.current_thread() is main:
            running.wait(5.0)
            stopped.set()
            raise KeyboardInterrupt
        running.set()
        stopped.wait(5.0)
        ended.append(low)

    with pytest.raises(KeyboardInterrupt):
        Cpu(2)._in_pieces(piece, piece, 0, 40 * BLOCK)
    assert len(ended) == cpu.PIECES * 2 - 1, "the other thread has taken all that was left"


def test_a_few_left_over_say_nothing_of_the_pace():
    """Where eight does not divide a number of citizens, the last few live alone, and slowly."""
    machine, seconds = Cpu(), {}
    for citizens in (2 * BLOCK, 2 * BLOCK + 1):
        asked = made(citizens=citizens, days=3)
        for _ in days(asked, create(asked), machine=machine):
            pass
        seconds[citizens] = dict(machine._pace)
        assert machine._pace, "what is large is timed"
        machine._pace.clear()
    asked = made(citizens=7, days=3)
    for _ in days(asked, create(asked), machine=machine):
        pass
    assert machine._pace == {}


def test_keeping_the_points_of_acts_needs_room_for_them():
    """A compiled rule would write beyond the column."""
    asked = made(citizens=20, days=2)
    with pytest.raises(RunError) as error:
        next(days(asked, create(asked), ledger=True))
    assert str(error.value) == (
        "ledger: the society has no room for the points of every act. Create it with sottovoce.create(scenario, ledger=True)."
    )


def test_no_rule_decides_inside_a_tuple_that_it_returns():
    """Python 3.12 makes two returns of one that holds `a if c else b`, and to Numba a tuple of eight and one of a constant are two types."""
    places = {inspect.getsourcefile(function) for function in RULES}
    assert len(places) > 20
    for place in sorted(filter(None, places)):
        for node in ast.walk(ast.parse(Path(place).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Return) and isinstance(node.value, ast.Call | ast.Tuple):
                inside = [each for each in ast.walk(node.value) if isinstance(each, ast.IfExp)]
                assert not inside, f"{place}:{node.lineno}: decide before the return"


@pytest.mark.slow
def test_without_the_compiler_it_says_so(tmp_path):
    """Numba can be switched off from outside."""
    code = "import sys; from sottovoce.cli import main; sys.argv[1:] = ['run', 'press-2015', '--citizens', '20', '--days', '2', '--out', 'run']; main()"
    env = os.environ | {"NUMBA_DISABLE_JIT": "1", "SOTTOVOCE_CACHE": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=False
    )
    assert "NUMBA_DISABLE_JIT is set, and compiled rules need the compiler. Unset it," in " ".join(
        done.stderr.split()
    )


def test_compiled_code_is_not_taken_from_somebody_elses_folder(tmp_path, monkeypatch):
    """What lies there is run; where all folders are somebody else's it says what to set."""
    monkeypatch.setenv("SOTTOVOCE_CACHE", str(tmp_path))
    assert loops.folder().is_relative_to(tmp_path)
    monkeypatch.setattr(os, "getuid", lambda: tmp_path.stat().st_uid + 1, raising=False)
    with pytest.raises(RunError, match="Set SOTTOVOCE_CACHE to one that can"):
        loops.folder()


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """A folder for temporary files where the cache cannot be in its usual place; and where it will be."""
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("SOTTOVOCE_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path / f"sottovoce-{os.getuid()}"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners of files")
def test_the_fallback_is_of_one_user_alone(elsewhere):
    """Named after the user, with every folder on the way closed to others."""
    found = loops.folder()
    assert found.is_relative_to(elsewhere)
    for part in (elsewhere, elsewhere / "sottovoce", found):
        assert part.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners of files")
@pytest.mark.parametrize("depth", [0, 1, 2])
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o720])
def test_a_fallback_in_which_others_may_write_is_refused(elsewhere, depth, mode):
    """At any of its folders: somebody else was there first, or could put code in."""
    found = loops.folder()
    (elsewhere, elsewhere / "sottovoce", found)[depth].chmod(mode)
    with pytest.raises(RunError, match="Set SOTTOVOCE_CACHE"):
        loops.folder()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="no owners of files")
def test_a_fallback_that_leads_elsewhere_is_refused(elsewhere, tmp_path):
    """A link is somebody's who may turn it later."""
    (tmp_path / "other").mkdir(mode=0o700)
    elsewhere.symlink_to(tmp_path / "other")
    with pytest.raises(RunError, match="Set SOTTOVOCE_CACHE"):
        loops.folder()


@pytest.mark.parametrize(("kind", "view"), [("loss", 1.0), ("gain", -1.0)])
def test_a_days_points_have_room_in_a_word(kind, view):
    """Each channel is rounded to steps by itself: what is just allowed still comes out as it was counted."""
    step = 4 * made().score.grain
    parts = [26214.0, 26214.4, 26214.4, 26213.6, 26213.0]  # steps; with half a step each just below 131,072
    channels = {f"channels.{name}": {"rate": 1.0, "coverage": 1.0, kind: part * step}
                for name, part in zip(("post", "share", "gather", "buy", "browse"), parts, strict=True)}  # fmt: skip
    asked = made(
        channels | {
            "channels.conduct": Conduct(), "society.view": {"law": "constant", "value": view},
            "society.activity": {"law": "constant", "value": 2.0}, "voice.levels": [-1.0, 0.0, 1.0],
            "society.boldness": {"law": "constant", "value": 1e9}, "voice.effort": 0.0, "score.spill_gains": True,
            "enrolment.opt_in_day": 0, "enrolment.mandatory_day": 0, "tiers": [],
        }, citizens=16, days=4,
    )  # fmt: skip
    one, other = create(asked), create(asked)
    for (_, a), (_, b) in zip(
        days(asked, one, machine=Plain()), days(asked, other, machine=Cpu()), strict=True
    ):
        assert np.array_equal(a.tally, b.tally)
    assert unlike(one.state, other.state) == []
    assert abs(int(one.state.deed[0])) > 131_000


@pytest.mark.slow
def test_two_threads_may_be_the_first_to_load_the_compiler():
    """Two that import Numba at once would get half of it each."""
    code = """
import tempfile
import threading
from sottovoce.day.adapt import adapt
from sottovoce.machine import cpu
from sottovoce.machine.loops import loops, packed
from sottovoce.day.look import Noticed
errors = []
def load(how):
    try:
        how()
    except BaseException as error:
        errors.append(error)
numbers = Noticed(*range(17))
ways = [lambda: packed(numbers), lambda: loops(adapt, ["{}"]), cpu.loops.__globals__["folder"]] * 2
threads = [threading.Thread(target=load, args=(way,)) for way in ways]
[each.start() for each in threads]; [each.join() for each in threads]
print(errors)
"""
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert done.stdout.strip() == "[]", done.stdout + done.stderr[-1000:]
