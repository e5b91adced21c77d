"""Functions looked up in tables with straight lines between: no rule calls a library whose last bit may differ."""

import math

import numpy as np

from sottovoce.chance import unit
from sottovoce.machine.lanes import signed, some, where
from sottovoce.machine.rule import rule

CELL_BITS = 10
CELLS = (
    1 << CELL_BITS
)  # cells of a table of quantiles: small enough to stay in the processor's nearest memory
COARSE_AT, FINE_AT = (
    np.uint64(64 - CELL_BITS),
    np.uint64(64 - 2 * CELL_BITS),
)  # where a draw tells the cell, and the cell in it
LAST_CELL = np.uint64(CELLS - 1)
LOG2_HIGH, LOG2_LOW = (
    6.93147180369123816490e-01,
    1.90821492927058770002e-10,
)  # log 2 in two parts: k times the first is exact
POWERS = 63  # of a chance, for as many friends
FINE_CELLS = 4096  # cells of the tables of the normal law and of the worth of access


@rule
def whole(x):
    """The nearest whole number, halves up."""
    return int(math.floor(x + 0.5))


@rule
def quantile(bits, table):
    """Quantile of a law at ``unit(bits)``, from a table of quantiles; the two end cells are a thousand times finer. The cell stands in
    the highest bits, and inside an end cell in the next: so it can be looked up before the place in it is known."""
    coarse = signed(bits >> COARSE_AT)
    end = (coarse == 0) | (coarse == CELLS - 1)
    cell = where(end, signed((bits >> FINE_AT) & LAST_CELL), coarse)
    place = unit(bits) * CELLS
    part = where(end, (place - coarse) * CELLS, place) - cell
    cell = cell + where(end, where(coarse == 0, CELLS + 1, 2 * (CELLS + 1)), 0)
    return table[cell] + part * (table[cell + 1] - table[cell])


@rule
def between(place, table):
    """The value at `place` cells from the start of a table of FINE_CELLS cells; the end values beyond its ends."""
    place = min(max(place, 0.0), FINE_CELLS - 0.000001)
    cell = int(place)
    return table[cell] + (place - cell) * (table[cell + 1] - table[cell])


@rule
def exp_of(x):
    """e^x within two units in the last place for -700 <= x <= 700 (beyond: the value at the end): x = k log 2 + rest, a series in the rest,
    and k doublings."""
    x = min(max(x, -700.0), 700.0)
    k = int(math.floor(x * 1.4426950408889634 + 0.5))
    rest = (x - k * LOG2_HIGH) - k * LOG2_LOW
    total = 1.0
    for n in range(16, 0, -1):
        total = 1.0 + total * rest / n
    base = where(k >= 0, 2.0, 0.5)
    left = abs(k)
    while some(left > 0):
        total = where(left & 1 == 1, total * base, total)
        base = base * base
        left = left >> 1
    return total


@rule
def normal_share(z, table):
    """Standard normal distribution function, from a table over six standard deviations either side."""
    return between((z + 6.0) * (FINE_CELLS / 12.0), table)


@rule
def powered(table, times):
    """A factor to the power `times`, from its table of powers; beyond the table by multiplication."""
    known = min(times, POWERS)
    value, left = table[known], times - known
    while some(left > 0):
        value = where(left > 0, value * table[1], value)
        left = left - 1
    return value


def powers(factor: float) -> np.ndarray:
    """The powers 0 ... POWERS of a factor, one multiplied out of the other."""
    return np.multiply.accumulate(np.concatenate([[1.0], np.full(POWERS, factor)]))


# Tables of three laws


def _quantiles(law) -> np.ndarray:
    """Quantiles at k/1024 for k = 0 ... 1024, then the same again inside the first and inside the last cell.

    Rounded to 2**-40, so that the last bit of the machine's logarithm does not matter.
    """
    k = np.arange(CELLS + 1) / CELLS
    tiny = 1.0 / CELLS**2 / 2
    parts = [k, k / CELLS, 1.0 - (1.0 - k) / CELLS]
    cells = [law(np.clip(u, tiny, None), np.clip(1.0 - u, tiny, None)) for u in parts[:2]]
    cells.append(law(parts[2], np.clip((1.0 - k) / CELLS, tiny, None)))
    return np.rint(np.concatenate(cells) * 2.0**40) / 2.0**40


GUMBEL = _quantiles(lambda u, rest: -np.log(np.where(u > 0.5, -np.log1p(-np.minimum(rest, 0.5)), -np.log(u))))
EXPONENTIAL = _quantiles(lambda u, rest: -np.log(rest))


def _normal_table() -> np.ndarray:
    z = np.linspace(-6.0, 6.0, FINE_CELLS + 1)
    return np.rint(np.array([(1.0 + math.erf(x / math.sqrt(2.0))) / 2.0 for x in z]) * 2.0**40) / 2.0**40


NORMAL = _normal_table()
