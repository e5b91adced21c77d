"""What is installed beside the program, under which licence; and that nothing is asked of a network while it works."""

import re
import subprocess
import sys
import warnings
from importlib.metadata import Distribution, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
# An audit hook hears of every name that is looked up and every connection before it is made; it stays until the end.
NO_NETWORK = """
import sys
import warnings
def hook(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        raise SystemExit(f"network: {event} {arguments}")
sys.addaudithook(hook)
from sottovoce.cli import main
main()
"""


def installed() -> dict[str, Distribution]:
    """The program and all that it needs when it runs, the page included, by name."""
    found: dict[str, Distribution] = {}

    def walk(name: str, extras: tuple[str, ...]) -> None:
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found and not extras:
            return
        found[key] = distribution(name)
        for text in found[key].requires or ():
            needed = Requirement(text)
            if needed.marker is None or any(needed.marker.evaluate({"extra": e}) for e in ("", *extras)):
                walk(needed.name, tuple(needed.extras))

    walk("sottovoce", ("web", "dask"))
    return found


def licence(one: Distribution) -> str:
    """As the package declares it."""
    declared = one.metadata.get_all("License-Expression") or one.metadata.get_all("License") or []
    classified = [c for c in one.metadata.get_all("Classifier") or [] if c.startswith("License")]
    return " ".join([*declared, *classified])


def test_licences_are_permissive() -> None:
    """No GPL and no AGPL; each says what it is."""
    found = installed()
    assert len(found) > 20
    for name, one in found.items():
        text = licence(one)
        assert re.search(r"MIT|BSD|Apache|PSF|ISC|h5netcdf", text), f"{name}: {text[:80]}"
        assert not re.search(r"\bA?GPL|Affero|General Public", text), f"{name}: {text[:80]}"


def test_everything_that_is_needed_is_locked() -> None:
    """By name, version and hash."""
    lock = (ROOT / "requirements.lock").read_text()
    for name in installed():
        if name != "sottovoce":
            assert re.search(rf"^{re.escape(name)}==\S+.*\\\n.*--hash", lock, re.M), name


@pytest.mark.slow(4)
@pytest.mark.parametrize(
    "command",
    [
        ["run", "press-2015", "--citizens", "30", "--days", "3", "--seeds", "1", "--out", "run"],
        ["show", "press-2015"],
        ["check", "press-2015"],
        ["replicate", "kuran"],
    ],
    ids=lambda command: command[0],
)
def test_nothing_is_asked_of_a_network(tmp_path: Path, command: list[str]) -> None:
    """Not a name, not a connection, to this machine or another."""
    done = subprocess.run(
        [sys.executable, "-c", NO_NETWORK, *command],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=580,
    )
    assert done.returncode == 0 and "network:" not in done.stderr, done.stderr


def test_the_hook_hears_of_a_connection() -> None:
    """Else the test above could not fail."""
    code = (
        NO_NETWORK.split("from sottovoce")[0] + "import socket\nsocket.create_connection(('127.0.0.1', 9))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stderr.startswith("network: socket.")


@pytest.mark.slow
def test_a_run_needs_no_network(tmp_path: Path) -> None:
    """In a network namespace without a route, where no hook is needed: also what compiled parts would ask, of this machine too."""
    alone = ["unshare", "--map-root-user", "--net"]
    try:
        unable = subprocess.run([*alone, "true"], capture_output=True, text=True).stderr
    except OSError as error:
        unable = str(error)
    if unable:
        warnings.warn(f"not tried without a network: {unable.strip()}", stacklevel=1)
        pytest.skip(f"this machine makes no network namespace: {unable.strip()}")
    ask = "import socket; socket.create_connection(('127.0.0.1', 9), 5)"
    refused = subprocess.run([*alone, sys.executable, "-c", ask], capture_output=True, text=True, check=False)
    assert "Network is unreachable" in refused.stderr  # else nothing is shown below
    program = [*alone, sys.executable, "-c", "from sottovoce.cli import main; main()"]
    small = ["--citizens", "30", "--days", "3", "--seeds", "1", "--out", "run"]
    for command in (["run", "press-2015", *small], ["cite", "run"]):
        done = subprocess.run(
            [*program, *command], cwd=tmp_path, capture_output=True, text=True, timeout=580, check=False
        )
        assert done.returncode == 0, done.stderr
    assert (tmp_path / "run" / "report.html").is_file()
