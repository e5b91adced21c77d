"""Tables of three laws, so that no rule needs a library of functions whose last bit may differ between machines."""

import math

import numpy as np

from sottovoce.day.tables import CELLS, FINE_CELLS


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
