"""Functions looked up in tables with straight lines between: no rule calls a library whose last bit may differ."""

import math

from sottovoce.machine.rule import rule

CELLS = 1024  # cells of a table of quantiles: small enough to stay in the processor's nearest memory
FINE_CELLS = 4096  # cells of the tables of the normal law and of the worth of access


@rule
def whole(x):
    """The nearest whole number, halves up."""
    return int(math.floor(x + 0.5))


@rule
def quantile(u, table):
    """Quantile of a law at u in (0, 1), from a table of `day.rules`; the two end cells are a thousand times finer."""
    place = u * CELLS
    cell = int(place)
    part = place - cell
    start = 0
    if cell == 0 or cell == CELLS - 1:
        start = CELLS + 1 if cell == 0 else 2 * (CELLS + 1)
        place = part * CELLS
        cell = int(place)
        part = place - cell
    return table[start + cell] + part * (table[start + cell + 1] - table[start + cell])


@rule
def between(place, table):
    """The value at `place` cells from the start of a table of FINE_CELLS cells; the end values beyond its ends."""
    place = min(max(place, 0.0), FINE_CELLS - 0.000001)
    cell = int(place)
    return table[cell] + (place - cell) * (table[cell + 1] - table[cell])


@rule
def normal_share(z, table):
    """Standard normal distribution function, from a table over six standard deviations either side."""
    return between((z + 6.0) * (FINE_CELLS / 12.0), table)
