"""The run folder: everything of a run on disk, readable by other programs and by `explain`, `resume` and `cite`. `record.store` writes it.

scenario.yaml       what was asked (complete)
provenance.json     versions, machine, seeds, days lived, whether it is complete; of a fork which run it comes from
measures.json       effects, by name
worlds.json         what came out of every world
record.nc           daily sums, netCDF-4: dimensions world, seed, day, group
citizens.parquet    the people of the first seed on the last day, both worlds (column `world`)
ledger.parquet      every change of points by an own act, first seed, both worlds
ties.parquet        ties of day 0, first seed: citizen, friend (ids)
changes.parquet     ties dropped and made, first seed, both worlds
joins.parquet       who joined or left when, first seed, both worlds
panel.parquet       people every N days, both worlds of every seed, where that was asked for
report.html
manifest.json       last: the digest of every file; a folder without it is not finished
checkpoint/         only while a run is not finished: where each world stopped or ended
"""

import hashlib
import json
import math
import platform
import subprocess
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sottovoce import files, registered
from sottovoce.errors import RunError
from sottovoce.record.store import FORMAT, MANIFEST, files_of

SYNTHETIC = "Everyone in this run is made up by a program. No real person's data was used."
LOADED = " States of some worlds were loaded from a checkpoint and not lived again (loaded): whoever could write there could change their numbers."
SOURCE = Path(__file__).parents[1]


def provenance(command: str, **facts: Any) -> dict[str, Any]:
    """What anybody needs to know where a run comes from. Everybody in it is made up."""
    packages = ("sottovoce", "numpy", "numba", "xarray", "pyarrow")
    return {
        "format": FORMAT,
        "synthetic": SYNTHETIC + (LOADED if facts.get("loaded") else ""),
        "command": command,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in packages}},
        "program": program(),
        **checkout(),
        **_own(facts.pop("extensions", None)),
        "machine": f"{platform.system()} {platform.machine()}",
        **facts,
    }


def _own(lived: list[dict[str, Any]] | None) -> dict[str, Any]:
    """What is not ours: as it was when the worlds were lived, else as it is registered now. Nothing where there is nothing."""
    told = [one.told() for one in registered.everything()] if lived is None else lived
    return {"extensions": told} if told else {}


@cache
def program() -> str:
    """SHA-256 of the program's own text: equal programs, equal bits."""
    found = hashlib.sha256()
    for path in sorted(SOURCE.rglob("*.py")):
        found.update(f"{path.relative_to(SOURCE).as_posix()} {files.digest(path).sha256}\n".encode())
    return found.hexdigest()


@cache
def checkout() -> dict[str, Any]:
    """The commit of the checkout that the program runs from, and whether its text was changed since; nothing where it is installed."""
    if not (SOURCE.parents[1] / ".git").exists():
        return {}

    def git(*words: str) -> str:
        asked = ["git", "-C", str(SOURCE), *words]
        return subprocess.run(asked, capture_output=True, text=True, timeout=10, check=True).stdout.strip()

    try:
        return {"commit": git("rev-parse", "HEAD"), "changed": bool(git("status", "--porcelain", "--", "."))}
    except (OSError, subprocess.SubprocessError):
        return {}


def finished(folder: Path) -> bool:
    """Whether a folder is finished: its manifest is there."""
    return (folder / MANIFEST).is_file()


def whole(folder: Path, name: str) -> Path:
    """The path of a file of a run folder. RunError where it is not there, or not what the manifest says."""
    path = folder / name
    if not path.is_file():
        raise RunError(
            f"{folder} is not a run folder: {name} is missing. Give the folder that `sottovoce run` wrote."
        )
    if finished(folder):
        said = files_of(folder).get(name)
        if said != files.digest(path)._asdict():
            raise RunError(
                f"{path} is not what the run wrote: it was changed or damaged since. Run the scenario again."
            )
    return path


def read_json(path: Path) -> Any:
    """Read JSON of a run folder; RunError with what to do where it is not one."""
    return _json(whole(path.parent, path.name))


def _json(path: Path) -> Any:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError, OSError) as error:
        raise RunError(f"{path} cannot be read: {str(error)[:100]}. Run the scenario again.") from None
    if not isinstance(content, dict):
        raise RunError(f"{path} cannot be read: it holds no JSON object. Run the scenario again.")
    return content


def kind(folder: Path) -> str:
    """What a folder holds: "run" or "compare". RunError where it is neither."""
    return str(read_json(folder / "provenance.json").get("kind", "run"))


def known(content: Any) -> Any:
    """Numbers back from JSON: null is NaN."""
    if isinstance(content, dict):
        return {key: known(inner) for key, inner in content.items()}
    return math.nan if content is None else content


def read_table(folder: Path, name: str, wanted: pc.Expression | None = None) -> pa.Table:
    """A table of a run folder by file name; `wanted`: only these rows."""
    path = folder / name
    if not path.is_file():
        raise RunError(
            f"{path} is missing: this run kept no such table. Run it again with the ledger (record=dict(ledger=True) in Python, --ledger in the command)."
        )
    try:
        return pq.read_table(whole(folder, name), filters=wanted)
    except (OSError, pa.ArrowException) as error:
        raise RunError(f"{path} cannot be read: {str(error)[:100]}. Run the scenario again.") from None
