"""A machine that has little to give: small files only, little memory, a folder of somebody else's, a clock that jumps. Nothing is lost, and nothing ends in a traceback."""

import ctypes
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import bad_days
from bad_days import SMALL, results
from sottovoce.record.store import MANIFEST
from sottovoce.scenario.read import dump

MAIN = "from sottovoce.cli import main; import sys; sys.argv = ['sottovoce', *sys.argv[1:]]; main()"
# The clock of the day jumps two days back, and forth again, each time somebody looks at it.
JUMPS = """
import itertools, time
true, jumps = time.time, itertools.cycle([0.0, -172_800.0, 172_800.0])
time.time = lambda: true() + next(jumps)
"""


@pytest.fixture(scope="module")
def straight(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run that nothing disturbs; afterwards everything is compiled."""
    folder = tmp_path_factory.mktemp("straight") / "run"
    done = command(folder)
    assert done.returncode == 0, done.stderr
    return folder


def command(folder: Path, before: Callable[[], None] | None = None, code: str = MAIN) -> subprocess.CompletedProcess[str]:  # fmt: skip
    """`sottovoce run`, of a small scenario, in a process in which `before` was called first."""
    file = folder.parent / "small.yaml"
    if not file.exists():
        file.write_text(dump(SMALL, full=True), encoding="utf-8")
    given = ["run", str(file), "--seeds", "2", "--threads", "1", "--out", str(folder), "--quiet"]
    return subprocess.run(
        [sys.executable, "-c", code, *given], preexec_fn=before, text=True, capture_output=True, timeout=300
    )


def lived(folder: Path) -> None:
    """The run, undisturbed."""
    done = command(folder)
    assert done.returncode == 0, done.stderr


def resumed(folder: Path) -> None:
    """`sottovoce resume`."""
    done = subprocess.run(
        [sys.executable, "-c", MAIN, "resume", str(folder), "--quiet"], text=True, capture_output=True
    )
    assert done.returncode == 0, done.stderr


def limit(kind: int, size: int) -> Callable[[], None]:
    return lambda: resource.setrlimit(kind, (size, size))


@pytest.mark.slow(2)
@pytest.mark.parametrize("size", [0, 1_000, 10_000, 60_000, 200_000])
def test_files_that_may_not_grow(straight: Path, tmp_path: Path, size: int):
    """It says what could not be written; with room again it goes on, and the results are the same."""
    folder = tmp_path / "run"
    done = command(folder, limit(resource.RLIMIT_FSIZE, size))
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert done.returncode > 0, "it was ended by a signal"
        assert "too large" in done.stderr, done.stderr
    assert bad_days.came_through(folder, lived, resumed) == ""
    assert results(folder) == results(straight)


@pytest.mark.slow(2)
@pytest.mark.parametrize(
    "size", [700, 1_000, 1_400, 2_000]
)  # MB; Python with all libraries takes some 1,500 of addresses
def test_little_memory(straight: Path, tmp_path: Path, size: int):
    """However it ends (a library may end the process), what is there can be gone on with, and the results are the same."""
    folder = tmp_path / "run"
    done = command(folder, limit(resource.RLIMIT_AS, size * 2**20))
    if done.returncode == 0:
        assert (folder / MANIFEST).is_file()
    assert bad_days.came_through(folder, lived, resumed) == ""
    assert results(folder) == results(straight)


def mortal() -> None:
    """Root as others are: it may not write where a folder does not let it."""
    for power in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH, out of the bounding set
        ctypes.CDLL(None).prctl(24, power, 0, 0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have other powers")
def test_a_folder_that_may_not_be_written(tmp_path: Path):
    """Found before anything is lived, in one sentence."""
    place = tmp_path / "theirs"
    place.mkdir(mode=0o555)
    probe = [sys.executable, "-c", f"open({str(place / 'probe')!r}, 'w')"]
    if subprocess.run(probe, preexec_fn=mortal, capture_output=True).returncode == 0:
        pytest.skip("root may write everywhere here")
    file = tmp_path / "small.yaml"
    file.write_text(dump(SMALL, full=True), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", MAIN, "run", str(file), "--out", str(place / "run"), "--quiet"],
        preexec_fn=mortal, text=True, capture_output=True, timeout=300,
    )  # fmt: skip
    assert done.returncode > 0
    assert "Traceback" not in done.stderr
    assert "Permission denied" in done.stderr
    assert str(place / "run") in " ".join(done.stderr.split())
    assert not list(place.iterdir())


@pytest.mark.slow
def test_a_clock_that_jumps(straight: Path, tmp_path: Path):
    """Nothing is decided by the clock: the results are the same, and what is there can be opened."""
    folder = tmp_path / "run"
    done = command(folder, code=JUMPS + MAIN)
    assert done.returncode == 0, done.stderr
    assert bad_days.whole(folder) == ""
    assert results(folder) == results(straight)
