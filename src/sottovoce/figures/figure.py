"""A figure as an object: it shows itself in a notebook, and can be written to a file."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from sottovoce import files
from sottovoce.figures.notebook import shown
from sottovoce.figures.out import table
from sottovoce.figures.theme import FONT, INK, PAGE, Spec

HEAD = 26  # pixels of the line above a panel


@dataclass(repr=False)
class Figure:
    """One picture, or several small ones (`panels`: title and Vega-Lite specification of each), and the rows behind it."""

    title: str
    caption: str
    about: str  # for those who do not see it
    panels: list[tuple[str, Spec]]
    head: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    key: str = ""  # HTML

    @property
    def svg(self) -> str:
        """The whole figure as SVG."""
        import vl_convert

        parts, top, wide = [], 0.0, 0.0
        for title, spec in self.panels:
            drawn = vl_convert.vegalite_to_svg(spec)
            width, height = (
                float(re.findall(rf'\b{side}="([\d.]+)"', drawn)[0]) for side in ("width", "height")
            )
            if title:
                parts.append(
                    f'<text x="4" y="{top + 17}" font-family="{FONT}" font-size="13" font-weight="600" fill="{INK}">{escape(title)}</text>'
                )
                top += HEAD
            mark = len(parts)
            drawn = re.sub(r'\bid="(\w+)"', rf'id="p{mark}-\1"', drawn)
            drawn = re.sub(r"url\(#(\w+)\)", rf"url(#p{mark}-\1)", drawn)
            parts.append(drawn.replace("<svg", f'<svg y="{top}"', 1))
            top, wide = top + height, max(wide, width)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{top}" viewBox="0 0 {wide} {top}" role="img">'
            f"<title>{escape(self.title)}</title><desc>{escape(self.about)}</desc>"
            f'<rect width="{wide}" height="{top}" fill="{PAGE}"/>{"".join(parts)}</svg>'
        )

    def save(self, path: str | Path) -> Path:
        """Write it as SVG or PNG, by the ending of the name. ValueError for another ending, RunError where it cannot be written."""
        import vl_convert

        match Path(path).suffix:
            case ".svg":
                return files.save(path, self.svg)
            case ".png":
                return files.save(path, vl_convert.svg_to_png(self.svg, scale=2.0))
        raise ValueError(f"{path}: allowed names that end in .svg or .png. Choose one of these.")

    def __repr__(self) -> str:
        return f"Figure: {self.title}. {self.caption}".strip()

    def _repr_html_(self) -> str:
        fold = (
            f"<details><summary>Table</summary>{table(self.head, self.rows, self.title)}</details>"
            if self.rows
            else ""
        )
        return shown(
            self.title,
            [],
            self.key,
            f'<div style="max-width:100%;overflow-x:auto">{self.svg}</div>',
            f"<p>{escape(self.caption)}</p>",
            fold,
        )


def columns(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Texts in columns, for a `repr`: the first to the left, the others to the right."""
    every = [names, *rows]
    wide = [max(len(row[k]) for row in every) for k in range(len(names))]
    return "\n".join(
        "  ".join(
            cell.ljust(wide[k]) if k == 0 else cell.rjust(wide[k]) for k, cell in enumerate(row)
        ).rstrip()
        for row in every
    )


def brief(value: float | None) -> str:
    """A number of four digits; that there is none."""
    return (
        "none"
        if value is None
        else "no value"
        if value != value
        else f"{value:.4g}"
        if abs(value) < 10_000
        else f"{value:,.0f}"
    )
