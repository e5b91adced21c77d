"""The wheel works outside the repository. `python -m verify package` installs it, with all that it needs, in a new environment."""

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = """
import sottovoce as sv
from sottovoce.machine.plain import Plain  # nothing to compile: a wheel's rules are new to the cache
from sottovoce.simulate import days

scenario = sv.reads("base: press-2015\\nname: small\\nlabel: small\\ncitizens: 40\\ndays: 5")
print(sv.__file__, [day for day, _ in days(scenario, sv.create(scenario), machine=Plain())])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [built] = out.glob("*.whl")
    return built


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel):
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    tracked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "src/sottovoce"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    wanted = {line.removeprefix("src/") for line in tracked.stdout.splitlines()}
    page = {name for name in held if name.startswith("sottovoce/web/static/")}
    assert held - page == {name for name in wanted if (ROOT / "src" / name).is_file()}
    assert "sottovoce/web/static/index.html" in page


def test_the_wheel_runs_outside_the_repository(wheel, tmp_path):
    installed = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(installed)
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    where, _, lived = ran.stdout.strip().partition(" ")
    assert Path(where).is_relative_to(installed)
    assert lived == "[0, 1, 2, 3, 4]"


def test_one_version_everywhere():
    version = re.search(r'^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)
    assert version
    for name in ("CITATION.cff", "codemeta.json"):
        assert version[1] in (ROOT / name).read_text("utf-8"), name
