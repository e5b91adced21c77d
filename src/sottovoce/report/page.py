"""A report as an object: it shows itself in a notebook, and can be written to a file."""

from dataclasses import dataclass
from html import escape
from pathlib import Path

from sottovoce import files

HEIGHT = 720  # pixels in a notebook


@dataclass(repr=False)
class Page:
    """One HTML file, with style and pictures inside; it runs no script and loads nothing."""

    title: str
    html: str

    def save(self, path: str | Path) -> Path:
        """Write the page. RunError where it cannot be written."""
        return files.save(path, self.html)

    def __repr__(self) -> str:
        return f"Page: {self.title}, {len(self.html) / 1000:,.0f} kB of HTML; .save(path) writes it"

    def _repr_html_(self) -> str:
        return (
            f'<iframe title="{escape(self.title)}" sandbox="" style="width:100%;height:{HEIGHT}px;border:0" '
            f'srcdoc="{escape(self.html)}"></iframe>'
        )
