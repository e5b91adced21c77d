"""Chance is a pure function of who, when and what for: the same numbers for ever, and no pattern between them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sottovoce.chance import (
    Purpose,
    day_key,
    draw,
    key,
    mix,
    normals,
    pair,
    pair_in_order,
    uniforms,
    unit,
    wrapping,
)

# The same functions as docs/understand/the-day.md has them, in whole numbers of Python.
M = 2**64
G, S = 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03


def mix_(x):
    x = ((x ^ x >> 30) * 0xBF58476D1CE4E5B9) % M
    x = ((x ^ x >> 27) * 0x94D049BB133111EB) % M
    return x ^ x >> 31


def key_(seed, purpose, day):
    return mix_(mix_((mix_((seed + G) % M) + purpose * G) % M) ^ (day * S + G) % M)


def draw_(key, who, counter):
    return mix_(key ^ (who * G + counter * S) % M)


def pair_(key, a, b):
    return mix_(mix_(key ^ (min(a, b) * G) % M) ^ (max(a, b) * S) % M)


bits = st.integers(0, M - 1)
ids = st.integers(0, 2**32 - 1)
small = st.integers(0, 40_000)


@given(bits, bits, small, small)
def test_whole_numbers_agree(x, seed, purpose, day):
    """mix and key are the functions of the page."""
    with wrapping():
        assert int(mix(np.uint64(x))) == mix_(x)
        assert int(key(np.uint64(seed), np.uint64(purpose), np.uint64(day))) == key_(seed, purpose, day)


@given(bits, ids, ids, small)
def test_draws_agree(key, a, b, counter):
    """draw and pair are the functions of the page, and a pair has no order."""
    k, a_, b_ = np.uint64(key), np.uint64(a), np.uint64(b)
    with wrapping():
        assert int(draw(k, a_, np.uint64(counter))) == draw_(key, a, counter)
        assert int(pair(k, a_, b_)) == int(pair(k, b_, a_)) == pair_(key, a, b)
        assert int(pair_in_order(k, min(a_, b_), max(a_, b_))) == pair_(key, a, b)


@given(bits)
def test_unit(x):
    """Never 0 and never 1: logarithms of it and of the rest are finite."""
    u = float(unit(np.uint64(x)))
    assert 0.0 < u < 1.0
    assert u == ((x >> 12) + 0.5) / 2**52


def test_ends_of_unit():
    """The first and the last cell have their middles inside (0, 1)."""
    assert unit(np.uint64(0)) == 2.0**-53
    assert unit(np.uint64(M - 1)) == 1.0 - 2.0**-53


def test_known_values():
    """Luck as it was when the first run was stored: another number here makes every stored run another."""
    with wrapping():
        assert mix_(1) == int(mix(np.uint64(1))) == 0x5692161D100B05E5
    assert int(day_key(7, Purpose.CHOICE, 100)) == key_(7, 21, 100)
    assert uniforms(7, Purpose.NEED, np.arange(2)).tolist() == [
        ((draw_(key_(7, 7, 0), who, 0) >> 12) + 0.5) / 2**52 for who in (0, 1)
    ]


def test_arrays_and_scalars_agree():
    """An array of ids gets what each id gets alone."""
    who = np.array([0, 1, 5, 4_000_000_000], np.uint64)
    k = day_key(3, Purpose.OBSERVED, 9)
    with wrapping():
        one_by_one = [draw(k, w, np.uint64(2)) for w in who]
        assert np.array_equal(draw(k, who, np.uint64(2)), one_by_one)
        low, high = who[:-1], who[1:]
        assert np.array_equal(
            pair_in_order(k, low, high), [pair(k, a, b) for a, b in zip(low, high, strict=True)]
        )
    alone = [uniforms(3, Purpose.NEED, np.array([w]))[0] for w in who]
    assert np.array_equal(uniforms(3, Purpose.NEED, who), alone)


def test_every_purpose_has_its_own_number():
    """Two purposes with one number would share their luck; an IntEnum would hide it as an alias."""
    assert len(Purpose.__members__) == len({int(p) for p in Purpose})


N = 40_000


def draws(what: str) -> np.ndarray:
    """N draws along one of the arguments, the others fixed."""
    along = np.arange(N, dtype=np.uint64)
    with wrapping():
        if what == "id":
            return unit(draw(day_key(1, Purpose.CHOICE, 5), along, np.uint64(0)))
        if what == "counter":
            return unit(draw(day_key(1, Purpose.CHOICE, 5), np.uint64(17), along))
        if what == "day":
            return unit(draw(key(np.uint64(1), np.uint64(21), along), np.uint64(17), np.uint64(0)))
        if what == "seed":
            return unit(draw(key(along, np.uint64(21), np.uint64(5)), np.uint64(17), np.uint64(0)))
        if what == "purpose":
            return unit(draw(key(np.uint64(1), along, np.uint64(5)), np.uint64(17), np.uint64(0)))
        if what == "one end":
            return unit(pair_in_order(day_key(1, Purpose.DROP, 5), np.uint64(0), along))
        return unit(pair_in_order(day_key(1, Purpose.DROP, 5), along, along + np.uint64(1)))


KINDS = ("id", "counter", "day", "seed", "purpose", "one end", "neighbours")


@pytest.mark.parametrize("what", KINDS)
def test_uniform(what):
    """Each of 64 cells is met equally often (chi-square, fixed seeds, so never by chance), low bits too."""
    u = draws(what)
    for part in (u, (u * 2**26) % 1.0, (u * 2**44) % 1.0):
        counts = np.bincount((part * 64).astype(int), minlength=64)
        assert 1e-4 < stats.chisquare(counts).pvalue < 1 - 1e-4


@pytest.mark.parametrize("what", KINDS)
def test_neighbours_are_independent(what):
    """A draw says nothing of the next one, nor of one a few further on: 8 by 8 cells, and correlation."""
    u = draws(what)
    for lag in (1, 2, 3, 7, 64):
        a, b = u[:-lag], u[lag:]
        table = np.histogram2d(a, b, bins=8, range=[[0, 1], [0, 1]])[0]
        assert stats.chisquare(table.ravel()).pvalue > 1e-5, lag
        assert abs(np.corrcoef(a, b)[0, 1]) < 5 / np.sqrt(N)


def test_purposes_are_independent():
    """What a citizen draws for one purpose says nothing of what he draws for another."""
    who = np.arange(N)
    columns = np.array([uniforms(1, purpose, who) for purpose in Purpose])
    against = np.corrcoef(columns) - np.eye(len(columns))
    assert np.abs(against).max() < 5 / np.sqrt(N)


def test_normals():
    """Normal scores have the normal law, and a law of their own for each seed."""
    z = normals(2, Purpose.TRUST, np.arange(N))
    assert stats.kstest(z, "norm").pvalue > 1e-3
    assert not np.array_equal(z, normals(3, Purpose.TRUST, np.arange(N)))


def test_wrapping_is_silent():
    """Overflow is meant: no warning inside the context, one outside."""
    big = np.uint64(M - 1)
    with wrapping(), np.errstate(divide="raise"):
        mix(big)
    with pytest.warns(RuntimeWarning, match="overflow"):
        mix(big)
