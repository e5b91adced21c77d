"""The notebooks run, every cell of them, in a folder of their own. They are stored without output."""

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

NOTEBOOKS = sorted((Path(__file__).parents[2] / "docs" / "notebooks").glob("*.ipynb"))


def run(notebook: Path, folder: Path) -> None:
    resources = {"metadata": {"path": str(folder)}}
    NotebookClient(nbformat.read(notebook, as_version=4), timeout=900, resources=resources).execute()


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_clean(notebook: Path) -> None:
    """Neither output nor count of a run; valid; and its first cell is its title."""
    book = nbformat.read(notebook, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert code and not any(cell.outputs or cell.execution_count for cell in code)
    assert book.cells[0].source.startswith("# ")


@pytest.mark.slow(5)
@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs(notebook: Path, tmp_path: Path) -> None:
    run(notebook, tmp_path)


@pytest.mark.slow
def test_a_notebook_that_fails_is_told(tmp_path: Path) -> None:
    """With the error of the cell."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    nbformat.write(book, tmp_path / "broken.ipynb")
    with pytest.raises(CellExecutionError, match="ZeroDivisionError"):
        run(tmp_path / "broken.ipynb", tmp_path)
