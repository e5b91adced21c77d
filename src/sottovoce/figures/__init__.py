"""Figures: rows in; a Vega-Lite specification, SVG, PNG or an HTML table out. Imports nothing else of ours.

One theme: a light page, ink for what people think, rust (solid, filled) for the world with the system, blue
(dashed, hollow) for the world without. Style differs wherever colour does: a greyscale print reads the same.
"""

from sottovoce.figures.figure import Figure, brief, columns
from sottovoce.figures.heat import Square, heat
from sottovoce.figures.notebook import shown
from sottovoce.figures.out import files, packed, png, sheet, start, start_beside, svg, table, whole
from sottovoce.figures.shapes import bars, dots, lines, stacked, steps
from sottovoce.figures.theme import (
    FONT,
    GREY,
    INK,
    PAGE,
    RAMP,
    THOUGHT,
    WITH,
    WITHOUT,
    Size,
    Spec,
    Style,
    colour,
    nice,
    pale,
    spread,
)

__all__ = [
    "lines", "steps", "bars", "stacked", "dots", "heat", "Square", "svg", "png", "files", "sheet", "packed", "whole", "start", "start_beside", "table", "nice", "spread", "pale", "colour", "Figure", "brief", "columns", "shown",
    "Size", "Spec", "Style", "PAGE", "INK", "GREY", "WITH", "WITHOUT", "THOUGHT", "RAMP", "FONT",
]  # fmt: skip
