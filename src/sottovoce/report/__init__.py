"""On paper: a study as one offline HTML file, as a table in the terminal, as one picture."""

from sottovoce.report.build import write, write_from
from sottovoce.report.picture import picture
from sottovoce.report.terminal import table

__all__ = ["write", "write_from", "table", "picture"]
