"""The notebooks run: one a day here, all in ``python -m verify notebooks``. They are stored without outputs."""

import datetime
from pathlib import Path

import nbformat
import pytest
from verify.notebooks import NOTEBOOKS, fault

TODAY = NOTEBOOKS[datetime.date.today().toordinal() % len(NOTEBOOKS)]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_clean(notebook: Path) -> None:
    """Neither output nor count of a run; valid; and its first cell is its title."""
    book = nbformat.read(notebook, as_version=4)
    nbformat.validate(book)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    assert code and not any(cell.outputs or cell.execution_count for cell in code)
    assert book.cells[0].source.startswith("# ")


@pytest.mark.slow
def test_the_notebook_of_today_runs() -> None:
    """Each in its turn, by the date."""
    assert fault(TODAY) == "", TODAY.name


def test_a_notebook_that_fails_is_told(tmp_path: Path) -> None:
    """With the error of the cell."""
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    broken = tmp_path / "broken.ipynb"
    nbformat.write(book, broken)
    assert "ZeroDivisionError" in fault(broken)
