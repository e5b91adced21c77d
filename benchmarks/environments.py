"""An environment for each peer, made once with pip from the package registry and kept in the cache folder."""

import subprocess
import sys
import venv
from pathlib import Path

PEERS = {"scipy": ("scipy",), "numpy": ("numpy",), "starsim": ("starsim",), "mesa": ("mesa",)}


def python(peer: str, cache: Path) -> Path:
    """The interpreter of a peer's environment; made on the first call. RuntimeError where the package cannot be had."""
    folder = cache / f"env-{peer}-{sys.version_info.major}.{sys.version_info.minor}"
    binary = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    ready = folder / "ready"
    if not ready.is_file():
        print(f"  making an environment for {peer} ...", flush=True)
        venv.create(folder, with_pip=True, clear=True)
        done = subprocess.run(
            [binary, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS[peer]],
            check=False,
            capture_output=True, text=True, timeout=600,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"{peer} could not be installed: {done.stderr.strip()[-300:]}")
        ready.touch()
    return binary


def version(peer: str, cache: Path) -> str:
    """Version of the peer's package in its environment."""
    code = f"import importlib.metadata as m; print(m.version('{PEERS[peer][0]}'))"
    return subprocess.run(
        [python(peer, cache), "-c", code], capture_output=True, text=True, check=True
    ).stdout.strip()
