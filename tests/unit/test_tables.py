"""The tables that stand for logarithms and the normal law are close enough that no choice notices."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sottovoce.chance import unit
from sottovoce.day.rules import rules
from sottovoce.day.tables import CELLS, FINE_CELLS, NORMAL, between, normal_share, quantile, whole
from sottovoce.scenario.model import Scenario

R = rules(Scenario(name="tables", label="made up by a test"), 0)
EVEN = (np.arange(64 * CELLS) + 0.5) / (64 * CELLS)  # 64 draws in each cell
TAIL = np.geomspace(1e-10, 2e-3, 4000)  # draws near one end


def at(u, table):
    """The quantile at a draw."""
    return quantile(np.uint64(int(u * 2.0**52)) << np.uint64(12), table)


def gumbel(u, rest):
    return -np.log(np.where(u < 0.5, -np.log(u), -np.log1p(-rest)))


def exponential(u, rest):
    return np.where(u < 0.5, -np.log1p(-u), -np.log(rest))


@pytest.mark.parametrize(("law", "table"), [(gumbel, R.tables.gumbel), (exponential, R.tables.exponential)])
def test_quantiles(law, table):
    """Noise and tie values are off by 0.0002 on average, by a tenth in one draw of a thousand, and never out of order."""
    error = np.abs([at(u, table) for u in EVEN] - law(EVEN, 1.0 - EVEN))
    assert error.mean() < 2e-4
    assert np.quantile(error, 0.995) < 0.01
    assert error.max() < 0.1
    low = [at(u, table) for u in TAIL]
    high = [at(1.0 - u, table) for u in TAIL[::-1]]
    rest = TAIL > 2e-6
    assert np.abs(low - law(TAIL, 1.0 - TAIL))[rest].max() < 0.1
    assert np.abs(high[::-1] - law(1.0 - TAIL, TAIL))[rest].max() < 0.1
    assert (np.diff([*low, *(at(u, table) for u in EVEN[200:-200]), *high]) >= 0).all()


def test_ends_are_finite():
    """The smallest and the largest draw there are have finite noise."""
    for table in (R.tables.gumbel, R.tables.exponential):
        assert math.isfinite(quantile(np.uint64(0), table))
        assert math.isfinite(quantile(~np.uint64(0), table))
    assert quantile(~np.uint64(0), R.tables.gumbel) > 13.0


def test_the_cell_is_that_of_the_place():
    """The bits tell the same cell as the draw between 0 and 1, at both ends and everywhere between."""
    luck = np.random.default_rng(1)
    ends = [e ^ luck.integers(0, 2**54, 300, np.uint64) for e in (np.uint64(0), ~np.uint64(0))]
    for bits in np.concatenate([luck.integers(0, 2**64, 300, np.uint64), *ends]):
        place = unit(bits) * CELLS
        start, cell = 0, int(place)
        if cell in (0, CELLS - 1):
            start = CELLS + 1 if cell == 0 else 2 * (CELLS + 1)
            place = (place - cell) * CELLS
            cell = int(place)
        low, high = R.tables.gumbel[start + cell], R.tables.gumbel[start + cell + 1]
        assert quantile(bits, R.tables.gumbel) == low + (place - cell) * (high - low)


def law_of(table: np.ndarray):
    """Ends of the cells of a table of quantiles: (values, probabilities), ascending. Between two of them the noise is
    uniform, because the table is read along straight lines."""
    k = np.arange(CELLS + 1) / CELLS
    parts = [(k / CELLS, table[CELLS + 1 : 2 * (CELLS + 1)])]
    parts.append((k[1:-1], table[1:CELLS]))
    parts.append((1.0 - (1.0 - k) / CELLS, table[2 * (CELLS + 1) :]))
    probability = np.concatenate([p for p, _ in parts])
    value = np.concatenate([v for _, v in parts])
    order = np.argsort(probability, kind="stable")
    return value[order], probability[order]


@pytest.mark.parametrize(
    "utilities", [(0.0, 0.0), (0.0, 1.0), (0.0, 4.0), (0.0, 0.3, -0.5), (0, -1, -2, 1, 3, 0.5, 2)]
)
def test_choices_are_softmax(utilities):
    """P(a) is proportional to exp(U(a)) but for less than one in ten thousand, by integration over the table's law."""
    value, probability = law_of(R.tables.gumbel)
    assert (np.diff(value) >= 0).all()
    u = np.array(utilities, float)
    grid = np.linspace(value[0] + u.min() - 1, value[-1] + u.max() + 1, 400_001)
    share = [np.interp(grid - up, value, probability, left=0.0, right=1.0) for up in u]
    found = []
    for k in range(len(u)):
        others = np.prod([share[j] for j in range(len(u)) if j != k], axis=0)
        found.append(float((np.diff(share[k]) * (others[:-1] + others[1:]) / 2).sum()))
    exact = np.exp(u) / np.exp(u).sum()
    assert np.abs(np.array(found) - exact).max() < 1e-4
    assert sum(found) == pytest.approx(1.0, abs=1e-5)


@given(st.floats(-9, 9))
def test_normal_share(z):
    """The normal law to a millionth, and nowhere outside 0 to 1."""
    exact = (1 + math.erf(max(min(z, 6.0), -6.0) / math.sqrt(2))) / 2
    assert abs(normal_share(z, R.tables.normal) - exact) < 1e-6


def test_normal_table():
    """One half in the middle; the two sides mirror one another."""
    assert NORMAL[FINE_CELLS // 2] == 0.5
    assert np.allclose(NORMAL + NORMAL[::-1], 1.0, atol=2e-12)


def test_between():
    """Straight lines between the cells, the end values beyond the ends."""
    table = np.arange(FINE_CELLS + 1) * 2.0
    assert between(10.25, table) == 20.5
    assert between(-5.0, table) == 0.0
    assert between(1e9, table) == pytest.approx(2.0 * FINE_CELLS, abs=1e-5)


@given(st.integers(-(2**40), 2**40))
def test_whole(x):
    """The nearest whole number, halves up."""
    assert whole(x + 0.5) == x + 1
    assert whole(x - 0.5) == x
    assert whole(float(x)) == x
