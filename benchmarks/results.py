"""The results of a run: one JSON file, part by part, each with the day and the class of machine it was measured on."""

import datetime
import json
import os
import platform
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGES = ("sottovoce", "numpy", "numba")


def machine() -> str:
    """The class of this machine, without its name."""
    model = platform.processor() or platform.machine()
    memory = 0.0
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
        memory = int(Path("/proc/meminfo").read_text().split()[1]) * 1024 / 2**30
    except (OSError, ValueError):
        pass
    size = f", {memory:.0f} GiB" if memory else ""
    return f"{os.cpu_count()} cores{size}, no GPU used, {platform.system()} {platform.machine()}, {model}"


def read(path: Path) -> dict[str, Any]:
    """Results so far; none where there is no file."""
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {"parts": {}}


def keep(found: dict[str, Any], name: str, content: dict[str, Any], seconds: float, *, quick: bool) -> None:
    """Put a part into the results."""
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    found["parts"][name] = {
        "date": datetime.date.today().isoformat(), "machine": machine(), "python": platform.python_version(),
        "versions": {p: version(p) for p in PACKAGES}, "seconds": round(seconds), "load_at_end": load,
        "quick": quick, "found": content,
    }  # fmt: skip


def write(path: Path, found: dict[str, Any]) -> None:
    """Save them, never half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    partial.replace(path)
