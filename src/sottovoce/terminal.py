"""The terminal: one width of its own, tables without lines, and layouts that fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text


def console(**options: Any) -> Console:
    """A terminal that wraps nothing shorter than 160 columns when it is not one."""
    found = Console(highlight=False, **options)
    return found if found.is_terminal else Console(highlight=False, width=160, **options)


class Fitting:
    """Several layouts of the same content with the columns that each needs, widest first: the first that fits is shown."""

    def __init__(self, *layouts: tuple[int, RenderableType]):
        self.layouts = layouts

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield next(layout for needs, layout in self.layouts if needs <= options.max_width)


def plain_table(*heads: str, ratios: Sequence[int] = ()) -> Table:
    """A table without lines. ``>`` before a head: to the right, as numbers; the first column is not wrapped. `ratios`: how the
    last columns share the width."""
    table = Table(box=None, pad_edge=False)
    for n, head in enumerate(heads):
        right = head.startswith(">")
        table.add_column(
            head.removeprefix(">"),
            justify="right" if right else "left",
            no_wrap=n == 0,
            overflow="fold",
            max_width=24 if head == "allowed" else None,
            ratio=1 if n >= len(heads) - 1 and len(heads) > 2 else None,
        )
    for column, ratio in zip(table.columns[len(heads) - len(ratios) :], ratios, strict=True):
        column.ratio = ratio
    return table


def table_or_lines(
    wide: int, table: Table, entries: Iterable[tuple[Sequence[str], Text, Sequence[str]]]
) -> Fitting:
    """The table from `wide` columns on, else lines. Entries: the cells of a row; its line, and the notes below that line."""
    lines: list[RenderableType] = []
    for cells, line, notes in entries:
        table.add_row(*(Text(cell) for cell in cells))
        lines += [line, *(indented(note) for note in notes if note)]
    return Fitting((wide, table), (0, Group(*lines)))


def indented(text: str, style: str = "") -> RenderableType:
    """A dim line, four columns in."""
    return Padding(Text(text, f"dim {style}".rstrip()), (0, 0, 0, 4))
