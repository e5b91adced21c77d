"""Tables of laws: quantiles of noise and of the worth of a tie, in the two end cells of 1,024 as near to the law as in the middle."""

import math

import numpy as np
import pytest

from sottovoce.chance import unit
from sottovoce.day.tables import EXPONENTIAL, GUMBEL, quantile

SHARES = [1e-4, 3e-4, 9e-4, 0.01, 0.3, 0.5, 0.7, 0.99, 0.9991, 0.9995, 0.9999, 0.99999]


def draw_at(share: float) -> np.uint64:
    """A draw whose `unit` is this share, but for its last bits."""
    return np.uint64(int(share * 2**52) << 12)


@pytest.mark.parametrize("share", SHARES)
def test_quantiles(share):
    bits = draw_at(share)
    u = float(unit(bits))
    assert u == pytest.approx(share, abs=1e-12)
    assert quantile(bits, EXPONENTIAL) == pytest.approx(-math.log(1.0 - u), abs=2e-3)
    assert quantile(bits, GUMBEL) == pytest.approx(-math.log(-math.log(u)), abs=2e-3)
