"""The wheel and the sdist in new environments: what is installed, how large it is, and whether `run` and `serve` work there.

Needs a package index. Nothing of the repository is on the path there.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from sottovoce.replications.picture import Curve, Picture
from verify.result import Result, Row

ROOT = Path(__file__).resolve().parents[1]
EXTRAS = ("", "study", "web", "dask", "notebook", "docs", "study,web")
HEAVY = 8  # packages that are named with their size


def run() -> Result:
    """Build both, install each with pip (and uv where it is there), alone and with each extra; then run and serve."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        dist = place / "dist"
        for target in ("wheel", "sdist"):
            _call([sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(dist)], ROOT)
        [wheel], [sdist] = dist.glob("*.whl"), dist.glob("*.tar.gz")
        rows, sizes = [], {}
        tools = ["pip", *(["uv"] if shutil.which("uv") else [])]
        for tool in tools:
            for extra in EXTRAS if tool == "pip" else ("",):
                rows.append(_installed(place / f"{tool}-{extra or 'alone'}", wheel, extra, tool, sizes))
        rows.append(_installed(place / "sdist", sdist, "", "pip", {}))
        rows.append(_runs(place / "pip-alone", place))
        rows.append(_serves(place / "pip-web", place))
        heavy = sorted(sizes.items(), key=lambda one: -one[1])[:HEAVY]
        rows.append(Row("the heaviest packages", ", ".join(f"{name} {mb:.0f} MB" for name, mb in heavy)))
    order = range(1, len(heavy) + 1)
    curve = Curve("installed", order, [mb for _, mb in heavy], 0, measured=True)
    return Result(
        "the package in new environments",
        rows,
        Picture("What the heaviest packages take", "package, by size", "MB", (curve,)),
    )


def _call(words: list[str], where: Path) -> str:
    env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(words, check=False, cwd=where, env=env, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def _installed(home: Path, what: Path, extra: str, tool: str, sizes: dict[str, float]) -> Row:
    """Into an environment of its own. `sizes` takes the size of each package in it, MB."""
    _call([sys.executable, "-m", "venv", *(["--without-pip"] if tool == "uv" else []), str(home)], ROOT)
    python = home / "bin" / "python"
    named = f"{what}[{extra}]" if extra else str(what)
    if tool == "uv":
        _call(["uv", "pip", "install", "--quiet", "--python", str(python), named], home)
    else:
        _call([str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", named], home)
    version = _call([str(home / "bin" / "sottovoce"), "--version"], home).strip()
    [site] = home.glob("lib/python*/site-packages")
    found = {
        one.name: sum(f.stat().st_size for f in one.rglob("*") if f.is_file()) / 1e6
        for one in site.iterdir()
        if one.is_dir() and not re.match(r"pip|setuptools|_distutils", one.name)
    }
    sizes.update(found)
    kind = "wheel" if what.suffix == ".whl" else "sdist"
    return Row(
        f"{kind}, {tool}{', extras ' + extra if extra else ''}",
        f"{version}, {sum(found.values()):.0f} MB",
        "the command answers",
        version.startswith("sottovoce "),
    )


def _runs(home: Path, place: Path) -> Row:
    begun = time.perf_counter()
    words = ["run", "press-2015", "--citizens", "500", "--days", "365", "--seeds", "2", "--quiet"]
    _call([str(home / "bin" / "sottovoce"), *words, "--out", str(place / "run")], place)
    manifest = json.loads((place / "run" / "manifest.json").read_text("utf-8"))
    taken = time.perf_counter() - begun
    return Row(
        "sottovoce run, 500 citizens", f"{taken:.0f} s with compiling", "a finished folder", bool(manifest)
    )


def _serves(home: Path, place: Path) -> Row:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [str(home / "bin" / "sottovoce"), "serve", "press-2015", "--port", str(port), "--no-browser"]
    with subprocess.Popen(
        words, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as server:
        assert server.stdout
        try:
            told = server.stdout.readline()
            address = re.search(r"http://\S+", told)
            page = _answer(address[0]) if address else ""
        finally:
            server.terminate()
    return Row("sottovoce serve", f"{len(page):,} characters of a page", "a page", "Sottovoce" in page)


def _answer(address: str) -> str:
    """The page, as a browser gets it: the address with its token leaves a cookie and leads on to the page."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    for _ in range(60):
        try:
            with opener.open(address, timeout=10) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.5)
    return ""
