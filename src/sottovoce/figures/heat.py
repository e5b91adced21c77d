"""A table of numbers in which colour says how much: rows and columns of cells."""

from collections.abc import Sequence
from typing import NamedTuple

from sottovoce.figures.parts import as_is, frame
from sottovoce.figures.theme import BARE, GREY, INK, LINE, PAGE, WITH, WITHOUT, Size, Spec, mixed


class Square(NamedTuple):
    """One cell. `shade` from -1 (blue) over 0 (page) to 1 (rust); None: white, with small grey words."""

    row: str
    column: str
    text: str
    shade: float | None


def heat(squares: Sequence[Square], size: Size) -> Spec:
    """Cells in the order in which rows and columns first come; names of columns stand above, slanted.

    The number in a cell has its sign, so that colour is never needed to read it; equal shades of either colour are
    equally dark in a greyscale print.
    """
    rows = list(dict.fromkeys(s.row for s in squares))
    columns = list(dict.fromkeys(s.column for s in squares))
    values = []
    for s in squares:
        shade = max(-1.0, min(1.0, s.shade or 0.0))
        fill = PAGE if not s.shade else mixed(PAGE, WITH if shade > 0 else WITHOUT, 0.12 + 0.88 * abs(shade))
        ink = GREY if s.shade is None else "#ffffff" if abs(shade) > 0.72 else INK
        values.append({"r": s.row, "c": s.column, "t": s.text, "fill": fill, "ink": ink,
                       "w": 400 if s.shade is None else 600})  # fmt: skip
    names = {**BARE, "labelLimit": size.left - 8, "labelFontSize": size.font - 1}
    above = {
        **BARE,
        "orient": "top",
        "labelAngle": -40,
        "labelAlign": "left",
        "labelBaseline": "middle",
        "labelFontSize": size.font - 1,
        "labelLimit": 190,
        "labelOverlap": False,
    }
    where = {
        "y": {"field": "r", "type": "nominal", "sort": rows, "axis": names, "scale": {"domain": rows}},
        "x": {"field": "c", "type": "nominal", "sort": columns, "axis": above, "scale": {"domain": columns}},
    }
    box = {"type": "rect", "stroke": LINE, "strokeWidth": 1}
    text = {"type": "text", "fontSize": size.font - 2}
    layers = [
        {"mark": box, "encoding": where | {"fill": as_is("fill")}},
        {"mark": text | {"fontWeight": 600}, "transform": [{"filter": "datum.w == 600"}],
         "encoding": {**where, "text": {"field": "t"}, "color": as_is("ink")}},
        {"mark": text, "transform": [{"filter": "datum.w == 400"}],
         "encoding": {**where, "text": {"field": "t"}, "color": as_is("ink")}},
    ]  # fmt: skip
    return frame(layers, size) | {"data": {"values": values}}
