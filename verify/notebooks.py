"""The notebooks of docs/notebooks run, every cell of them, as a reader would run them; stored without outputs."""

import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from sottovoce.replications.picture import Curve, Picture
from verify.result import Result, Row

FOLDER = Path(__file__).parents[1] / "docs" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))


def fault(notebook: Path, timeout: int = 900) -> str:
    """Run a notebook from its first cell to its last. What failed, with its traceback; empty if nothing did."""
    book = nbformat.read(notebook, as_version=4)
    try:
        NotebookClient(book, timeout=timeout, resources={"metadata": {"path": str(FOLDER)}}).execute()
    except CellExecutionError as error:
        return str(error)
    return ""


def run() -> Result:
    """All of them."""
    rows, seconds = [], []
    for notebook in NOTEBOOKS:
        begun = time.perf_counter()
        found = fault(notebook)
        seconds.append(time.perf_counter() - begun)
        rows.append(
            Row(notebook.stem, found.strip().splitlines()[-1] if found else "runs", "runs", not found)
        )
    curve = Curve("seconds", range(1, len(rows) + 1), seconds, 0, measured=True)
    return Result(
        "the notebooks run", rows, Picture("How long a notebook takes", "notebook", "seconds", (curve,))
    )
