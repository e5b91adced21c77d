"""The terminal: one width of its own, tables without lines, layouts that fit; and nothing from outside does anything in it.

Labels, names and paths come from files of other people. What is printed goes through `Screen`, `say` or `json_text`: none reads markup, and
what would steer a terminal (escape sequences, other control characters, marks that turn the direction of writing) is made visible.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.markup import escape
from rich.padding import Padding
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

# Controls but for tab and line feed; zero-width and turning marks but for the joiners of scripts; halves of characters.
_STEERS = re.compile(
    "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ud800-\\udfff]"
)


def visible(text: str) -> str:
    r"""A text in which nothing steers a terminal: ESC becomes the four characters \x1b."""
    return _STEERS.sub(lambda found: _written(found.group(), "\\x{:02x}"), text)


def escaped(text: str) -> str:
    """A text from outside, to be put into a string with markup."""
    return escape(visible(text))


def say(text: str) -> None:
    """Print a line."""
    print(visible(text))


def json_text(data: Any, indent: int = 2) -> str:
    """JSON for programs, which a person may look at in a terminal."""
    text = json.dumps(data, indent=indent, ensure_ascii=False)
    return _STEERS.sub(lambda found: _written(found.group(), "\\u{:04x}"), text)


def _written(character: str, short: str) -> str:
    return short.format(ord(character)) if ord(character) < 256 else f"\\u{ord(character):04x}"


class Screen(Console):
    """A console that reads no markup and lets no text steer the terminal."""

    def __init__(self, *, markup: bool = False, **options: Any):
        super().__init__(markup=markup, highlight=False, **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Segments as rich makes them, with everything visible but what rich itself steers with."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=visible(segment.text))


def console(**options: Any) -> Screen:
    """A terminal that wraps nothing shorter than 160 columns when it is not one."""
    found = Screen(**options)
    return found if found.is_terminal else Screen(width=160, **options)


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
