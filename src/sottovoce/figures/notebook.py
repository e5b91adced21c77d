"""How an object shows itself in a notebook: a light page of its own, with no script and nothing from elsewhere."""

import sys
from collections.abc import Sequence
from html import escape

from sottovoce.figures.theme import FONT, GREY, INK, LINE, PAGE, WITHOUT

STYLE = (
    f".sottovoce {{ background: {PAGE}; color: {INK}; font: 14px/1.5 {FONT}; padding: 10px 14px; border: 1px solid {LINE}; overflow-x: auto; "
    "font-variant-numeric: tabular-nums; }"
    f".sottovoce p {{ margin: .3em 0; max-width: 76ch; }} .sottovoce small, .sottovoce caption {{ color: {GREY}; display: block; text-align: left; }}"
    ".sottovoce caption { display: table-caption; caption-side: top; padding: .3em 0; } .sottovoce table { border-collapse: collapse; margin: .4em 0; }"
    f".sottovoce th, .sottovoce td {{ padding: 3px 10px 3px 0; text-align: left; border: 0; border-bottom: 1px solid {LINE}; background: {PAGE}; color: {INK}; "
    "vertical-align: top; font-weight: 400; }"
    ".sottovoce thead th { font-weight: 600; } .sottovoce .n { text-align: right; }"
    f".sottovoce summary {{ color: {WITHOUT}; cursor: pointer; }} .sottovoce .key {{ list-style: none; display: flex; flex-wrap: wrap; gap: .2em 1.4em; "
    "margin: .3em 0; padding: 0; } .sottovoce .key li { display: flex; align-items: center; gap: .5em; }"
)


def shown(title: str, lines: Sequence[str], *parts: str) -> str:
    """A title and lines of text, escaped here, and parts that are HTML already."""
    said = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return f'<div class="sottovoce"><style>{STYLE}</style><p><b>{escape(title)}</b></p>{said}{"".join(parts)}</div>'


def in_notebook() -> bool:
    """Whether the caller is a cell of a notebook."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return shell is not None and hasattr(shell, "kernel")
