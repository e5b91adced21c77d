"""The run folder: everything of a run on disk, readable by other programs and by `explain`, `resume` and `cite`.

scenario.yaml       what was asked (complete)
provenance.json     versions, machine, seeds, days lived, whether it is complete
measures.json       effects, by name
record.nc           daily sums, netCDF-4: dimensions world, replicate, day, group
citizens.parquet    the people of the first seed on the last day, both worlds (column `world`)
ledger.parquet      every change of points by an own act, first seed, both worlds
ties.parquet        ties of day 0, first seed: citizen, friend (ids)
changes.parquet     ties dropped and made, first seed, both worlds
joins.parquet       who joined or left when, first seed, both worlds
report.html
checkpoint/         only while a run is not finished: where each world stopped
"""

import json
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sottovoce.errors import RunError

FORMAT = 1


def provenance(command: str, **facts: Any) -> dict[str, Any]:
    """What anybody needs to know where a run comes from. Everybody in it is made up."""
    packages = ("sottovoce", "numpy", "numba", "xarray", "pyarrow")
    return {
        "format": FORMAT,
        "synthetic": "Everyone in this run is made up by a program. No real person's data was used.",
        "command": command,
        "written": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in packages}},
        "machine": f"{platform.system()} {platform.machine()}",
        **facts,
    }


def write_json(path: Path, content: Any) -> None:
    """Write JSON; NaN becomes null, so that every reader can read it."""
    path.write_text(json.dumps(_plain(content), indent=1, allow_nan=False) + "\n", encoding="utf-8")


def read_json(path: Path) -> Any:
    """Read JSON of a run folder; RunError with what to do where it is not one."""
    if not path.is_file():
        raise RunError(
            f"{path.parent} is not a run folder: {path.name} is missing. Give the folder that `sottovoce run` wrote."
        )
    return json.loads(path.read_text(encoding="utf-8"))


def write_tables(path: Path, tables: dict[str, pa.Table]) -> None:
    """Write the tables of several worlds as one Parquet file with a column `world`."""
    parts = [table.append_column("world", pa.repeat(name, len(table))) for name, table in tables.items()]
    if parts:
        pq.write_table(pa.concat_tables(parts, promote_options="default"), path, compression="zstd")


def read_table(folder: Path, name: str, wanted: pc.Expression | None = None) -> pa.Table:
    """A table of a run folder by file name; `wanted`: only these rows."""
    path = folder / name
    if not path.is_file():
        raise RunError(
            f"{path} is missing: this run kept no such table. Run it again with the ledger (`--ledger`)."
        )
    return pq.read_table(path, filters=wanted)


def save_arrays(path: Path, arrays: dict[str, np.ndarray]) -> None:
    """Write arrays so that a half-written file is never left under the name."""
    partial = path.with_suffix(".part.npz")
    np.savez(partial, **arrays)  # type: ignore[arg-type]
    partial.replace(path)


def _plain(content: Any) -> Any:
    if isinstance(content, dict):
        return {str(key): _plain(inner) for key, inner in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(inner) for inner in content]
    if isinstance(content, np.generic):
        content = content.item()
    if isinstance(content, float) and not np.isfinite(content):
        return None
    return content
