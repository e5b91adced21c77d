"""Numbers turned into others, and rows read anywhere: the same on every processor, at the edges where another way would show."""

import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

from sottovoce.chance import unit
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.lanes import LANES, append, at, run, where
from sottovoce.machine.rule import batch

EDGES = [0, 1, 2, 3, 2**20, 2**31, 2**32, 2**51, 2**52, 2**53, 2**54, 2**62]
WHOLE = np.array([sign * edge + step for edge in EDGES for sign in (1, -1) for step in range(-3, 4)])
WHOLE = np.concatenate([WHOLE, [2**63 - 1, 2**63 - 513, 2**63 - 512, -(2**63), -(2**63) + 1]]).astype(
    np.int64
)
PARTS = (-1.0, -0.75, -0.5, -0.25, 0.0, 0.25, 0.5, 0.75)
REAL = np.array([sign * edge + part for edge in EDGES for sign in (1.0, -1.0) for part in PARTS])
REAL = np.concatenate([REAL, [-0.0, 5e-324, -5e-324, 1 - 2**-53, -(1 - 2**-53), -(2.0**63), 2.0**63 - 1024]])
CELLS = 100


def filled(values: np.ndarray, more: np.ndarray) -> np.ndarray:
    """Values and more of them, as many as eights make."""
    both = np.concatenate([values, more])
    return np.ascontiguousarray(both[: len(both) // LANES * LANES])


class Numbers(NamedTuple):
    """What the rules of this file read, and the columns that they write."""

    whole: np.ndarray
    real: np.ndarray
    bits: np.ndarray
    table: np.ndarray
    places: np.ndarray
    none: np.ndarray
    single: np.ndarray
    a: np.ndarray
    b: np.ndarray
    c: np.ndarray
    d: np.ndarray
    e: np.ndarray


def numbers() -> Numbers:
    luck = np.random.default_rng(7)
    whole = filled(WHOLE, luck.integers(-(2**63), 2**63 - 1, 1000) >> luck.integers(0, 63, 1000))
    n = len(whole)
    real = filled(REAL, luck.normal(size=n) * 2.0 ** luck.integers(-5, 60, n))[:n]
    bits = np.array([0, 1, 2**12 - 1, 2**12, 2**63, 2**64 - 2**12, 2**64 - 1], np.uint64)
    bits = np.concatenate([bits, luck.integers(0, 2**64 - 1, n - len(bits), np.uint64)])
    places = luck.integers(0, CELLS, n).astype(np.int32)
    places[:2] = 0, CELLS - 1
    columns = [np.zeros(n, np.int64) for _ in range(2)] + [np.zeros(n) for _ in range(3)]
    none, single = np.zeros(0), np.array([3.5])
    return Numbers(whole, real, bits, luck.random(CELLS + 1), places, none, single, *columns)


class Workspace(NamedTuple):
    """Room for all at once, and a list."""

    width: int
    room: int
    list: np.ndarray

    CONSTANT = ("width",)


def workspace(width: int, room: int = 1 << 20) -> Workspace:
    return Workspace(width, room, np.zeros(4 * LANES, np.int64))


@batch(workspace)
def turned(low, high, s, sums, w):
    """Every conversion of lanes."""
    for k in range(low, high, w.width):
        i = run(k, w)
        x = s.real[i]
        s.a[i] = int(x)
        s.c[i] = float(s.whole[i])
        s.d[i] = unit(s.bits[i])
        inside = min(max(x, 0.0), CELLS - 0.5)
        cell = int(inside)
        s.b[i] = cell
        s.e[i] = inside - cell


def lived(of) -> Numbers:
    """The numbers after a rule for eights."""
    s = numbers()
    Cpu().everyone(of, len(s.whole), s, np.zeros((len(s.whole) // 4096 + 1, 1, 1), np.int64))
    return s


def test_numbers_are_turned_exactly():
    """As NumPy does, to the last bit and sign of nought, at every power of two where another way to do it would end."""
    s = lived(turned)
    assert np.array_equal(s.a, s.real.astype(np.int64))
    assert s.c.tobytes() == s.whole.astype(np.float64).tobytes()
    assert s.d.tobytes() == unit(s.bits).tobytes()
    inside = np.where(s.real < 0.0, 0.0, s.real)  # max(x, 0.0): nought keeps its sign
    inside = np.where(inside > CELLS - 0.5, CELLS - 0.5, inside)
    assert np.array_equal(s.b, inside.astype(np.int64))
    assert s.e.tobytes() == (inside - s.b).tobytes()


@batch(workspace)
def read(low, high, s, sums, w):
    """Rows anywhere: neighbours, what is written between two reads, a column of no rows, and places far outside."""
    for k in range(low, high, w.width):
        i = run(k, w)
        cell, table = int(s.places[i]), s.table
        before, after = table[cell], table[cell + 1]
        s.c[i] = after - before
        table[cell] = before + 1.0
        s.d[i] = table[cell + 1] + table[cell]
        table[cell] = before
        never = s.whole[i] * 0 > 0
        first = s.whole[i] > 0
        s.e[i] = at(s.none, cell + (1 << 50), never, 1.5) + at(
            s.single, where(first, 0, -(1 << 45)), first, 2.5
        )
        kept = append(w.list, 3, first, s.whole[i])
        s.a[i] = kept
        for lane in range(kept):
            s.b[k + lane] = w.list[3 + lane]


def test_rows_are_read_anywhere():
    """And nothing is read where there is nothing."""
    s, given = lived(read), numbers()
    cells = given.places
    assert np.array_equal(s.c, given.table[cells + 1] - given.table[cells])
    for k in range(0, len(cells), LANES):
        eight = slice(k, k + LANES)
        table, c = given.table.copy(), cells[eight]
        table[c] = given.table[c] + 1.0
        assert np.array_equal(s.d[eight], table[c + 1] + table[c])
        wanted = given.whole[eight][given.whole[eight] > 0]
        assert (s.a[eight] == len(wanted)).all()
        assert np.array_equal(s.b[k : k + len(wanted)], wanted)
        assert not s.b[k + len(wanted) : k + LANES].any()
    assert np.array_equal(s.table, given.table)
    assert np.array_equal(s.e, 1.5 + np.where(given.whole > 0, 3.5, 2.5))


def lesser() -> dict[str, dict[str, str]]:
    """Processors that this one can stand in for, as Numba is told of them."""
    from llvmlite.binding import get_host_cpu_features

    mine = get_host_cpu_features()
    if platform.machine() not in ("x86_64", "AMD64"):
        return {}
    old = {"NUMBA_CPU_NAME": "x86-64", "NUMBA_CPU_FEATURES": "+sse2"}
    without = [f"{'+' if has and 'avx512' not in name else '-'}{name}" for name, has in mine.items()]
    found = {"2003": old, "sse4.1": {**old, "NUMBA_CPU_FEATURES": "+sse2,+sse3,+ssse3,+sse4.1"}}
    if mine.get("avx512f"):
        found["avx2"] = {"NUMBA_CPU_NAME": "haswell", "NUMBA_CPU_FEATURES": ",".join(without)}
    return found


@pytest.mark.slow(2)
@pytest.mark.parametrize("kind", lesser())
def test_lesser_processors_give_the_same_bits(kind, tmp_path):
    """The tests above, and those of every word and operator, on a processor told to be an older one."""
    here = Path(__file__).parent
    own = f"{Path(__file__)}::test_"
    every_word = f"{here / 'test_lanes.py'}::test_"
    tests = [f"{own}numbers_are_turned_exactly", f"{own}rows_are_read_anywhere"]
    tests += [
        f"{every_word}eight_side_by_side_are_eight_alone",
        f"{every_word}places_side_by_side_are_added_up",
    ]
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *tests]
    env = os.environ | lesser()[kind] | {"SOTTOVOCE_CACHE": str(tmp_path)}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False, cwd=here.parents[2])
    assert done.returncode == 0, done.stdout[-2000:]
