"""Eight citizens side by side: every word and operator gives each of them the bits that it gives one alone, compiled or not."""

import math
from typing import Any, NamedTuple

import numpy as np
import pytest
from numba.core.errors import TypingError

from helpers import livelier, unlike
from sottovoce.chance import draw, mix, pair, unit
from sottovoce.day.look import MOST
from sottovoce.day.tables import between, exp_of, quantile, whole
from sottovoce.day.workspace import ROOM, TIES_ROOM
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.lanes import (
    LANES,
    add,
    append,
    at,
    most,
    run,
    signed,
    some,
    unsigned,
    where,
)
from sottovoce.machine.plain import Plain
from sottovoce.machine.rule import batch, rule
from sottovoce.simulate import days
from sottovoce.society import create

N = 3 * LANES


class Columns(NamedTuple):
    """What the rules of this file read and write."""

    x: np.ndarray
    y: np.ndarray
    small: np.ndarray
    bits: np.ndarray
    table: np.ndarray
    real: np.ndarray
    number: np.ndarray
    unsigned: np.ndarray
    truth: np.ndarray
    narrow: np.ndarray
    pairs: np.ndarray


def columns(seed: int) -> Columns:
    luck = np.random.default_rng(seed)
    return Columns(
        luck.normal(size=N),
        luck.normal(size=N).astype(np.float32),
        luck.integers(-9, 10, N).astype(np.int16),
        luck.integers(0, 2**63, N).astype(np.uint64),
        luck.random(4098),
        np.zeros((12, N)),
        np.zeros((12, N), np.int64),
        np.zeros((6, N), np.uint64),
        np.zeros((10, N), np.uint8),
        np.zeros((4, N), np.int32),
        np.zeros((N, 3), np.int32),
    )


@rule
def arithmetic(i, s, sums):
    """Every operator, between every kind of number."""
    x, y, k, bits = float(s.x[i]), float(s.y[i]), int(s.small[i]), s.bits[i]
    s.real[0, i] = (x + y * 2.0 - 1.5) / (abs(y) + 0.25)
    s.real[1, i] = x + k
    s.real[2, i] = k / 3
    s.real[3, i] = min(x, y) - max(x, 0.5)
    s.real[4, i] = -x
    s.real[5, i] = float(k)
    s.real[6, i] = unit(bits)
    s.real[7, i] = 1.0 - y
    s.number[0, i] = (k << 2) + (k >> 1) - 3 * k
    s.number[1, i] = (k & 5) | (k ^ 3)
    s.number[2, i] = math.floor(x * 10.0)
    s.number[3, i] = int(y * 10.0)
    s.number[4, i] = abs(k) + min(k, 2) + max(k, -2)
    s.number[5, i] = -k
    s.number[6, i] = signed(bits >> np.uint64(8))
    s.number[7, i] = whole(x * 7.0)
    s.unsigned[0, i] = (bits ^ np.uint64(12345)) * np.uint64(7)
    s.unsigned[1, i] = (bits >> np.uint64(9)) | (bits << np.uint64(3))
    s.unsigned[2, i] = unsigned(abs(k)) + bits
    s.unsigned[3, i] = mix(bits)
    s.unsigned[4, i] = min(bits, np.uint64(1 << 62))
    s.truth[0, i] = x < y
    s.truth[1, i] = (k <= 2) & (x > 0.0)
    s.truth[2, i] = (k == 3) | (y != x)
    s.truth[3, i] = bits >= np.uint64(1 << 62)
    s.truth[4, i] = (x > 0.0) ^ (y > 0.0)
    s.narrow[0, i] = k * 1000
    s.narrow[0, i] += 7
    k += 2
    k *= 3
    k -= 1
    s.narrow[1, i] = k


@rule
def choices(i, s, sums):
    """Where, some, loops that go on for some, and functions that look up tables."""
    x, k, bits = float(s.x[i]), int(s.small[i]), s.bits[i]
    s.real[0, i] = where(x > 0.0, x, 2.0)
    s.real[1, i] = where(k > 0, 1.0, where(k < -4, x, k))
    s.number[0, i] = where(x > 0.0, k, -1)
    s.unsigned[0, i] = where(k > 0, bits, np.uint64(3))
    s.truth[0, i] = where(k > 0, x > 0.0, False)
    total = 0
    left = abs(k)
    while some(left > 0):
        total = total + where(left > 0, left, 0)
        left = left - 1
    s.number[1, i] = total
    found = -1
    for m in range(most(abs(k))):
        found = where((m < abs(k)) & (m * m <= abs(k)), m, found)
    s.number[2, i] = found
    extra = 0.0
    if some(x > 5.0):
        extra = 1.0
    s.real[2, i] = x + extra
    s.real[3, i] = quantile(bits, s.table)
    s.real[4, i] = between(x * 3000.0, s.table)
    s.real[5, i] = exp_of(x * 10.0)
    s.unsigned[1, i] = draw(bits, np.uint64(5), unsigned(abs(k)))
    s.unsigned[2, i] = pair(np.uint64(9), bits, np.uint64(1 << 62))


@rule
def places(i, s, sums):
    """Columns read and written: neighbours, rows anywhere, pairs of places, beyond the end where nothing is read; sums."""
    k = int(s.small[i])
    there = abs(k)
    s.real[0, i] = float(s.x[there])
    s.real[1, i] = float(s.y[there]) + float(s.x[i])
    s.number[0, i] = int(s.small[there])
    s.number[1, i] = int(at(s.small, there + (1 << 40), k > 50, 7))
    s.number[2, i] = int(at(s.small, there, k > 0, -1))
    s.real[2, i] = float(at(s.y, there, k > 0, 0.5))
    s.pairs[i, 1] = k
    s.pairs[i, where(k > 0, 0, 2)] = 5
    s.number[3, i] = int(s.pairs[i, 1]) + int(s.pairs[there, 2]) * 0
    s.number[4, i] = i == 3
    add(sums, there & 1, 0, 1)
    add(sums, there & 1, 1, k)
    add(sums, 1, 2, int(k > 0))
    add(sums, there & 1, 3 + (there & 3), k * k)


class Pair(NamedTuple):
    """What is kept from pass to pass."""

    whole: Any
    part: Any


class Workspace(NamedTuple):
    """A workspace with a list, and columns for a few named tuples."""

    width: int
    room: int
    kept: Pair
    list: np.ndarray

    CONSTANT = ("width",)


def workspace(width: int, room: int = 2 * LANES) -> Workspace:
    """Room for two runs, so that a rule is begun several times."""
    return Workspace(
        width, room, Pair(np.zeros(room, np.int64), np.zeros(room)), np.zeros(room + LANES, np.int64)
    )


def batched(of):
    """The same rule for a batch."""
    name = of.__name__

    def many(low, high, s, sums, w):
        for i in range(low, high, w.width):
            of(run(i, w), s, sums)

    many.__name__ = many.__qualname__ = f"many_{name}"
    globals()[many.__name__] = many
    batch(workspace)(many)
    return many


many_arithmetic, many_choices, many_places = map(batched, (arithmetic, choices, places))
HOW = {"alone": lambda of: of, "eight": lambda of: globals()[f"many_{of.__name__}"]}


def lived(of, machine, seed: int, count: int = N) -> tuple[Columns, np.ndarray]:
    """The columns after the rule, and the sums."""
    s, sums = columns(seed), np.zeros((1, 2, 8), np.int64)
    with np.errstate(over="ignore"):
        machine.everyone(of, count, s, sums)
    return s, sums


@pytest.mark.slow(4)
@pytest.mark.parametrize("of", [arithmetic, choices, places], ids=lambda of: of.__name__)
@pytest.mark.parametrize("seed", range(25))
def test_eight_side_by_side_are_eight_alone(of, seed):
    """To the last bit, for every word of machine.lanes and every operator; also where eight does not divide their number."""
    many = HOW["eight"](of)
    for count in (N, N - 3):
        plain, sums = lived(of, Plain(), seed, count)
        for how, machine, one in (
            ("alone", Cpu(), of),
            ("eight", Cpu(), many),
            ("plain batch", Plain(), many),
        ):
            found, counted = lived(one, machine, seed, count)
            for name, a, b in zip(Columns._fields, plain, found, strict=True):
                assert a.tobytes() == b.tobytes(), (how, name, np.argwhere(a != b)[:5])
            assert np.array_equal(sums, counted), how


@rule
def counting(i, s, sums):
    """One number, one name for all, and a name for each, in group `small` modulo the number of groups."""
    k = int(s.small[i])
    group = (k + 9) & (len(sums) - 1)
    add(sums, group, 0, k)
    add(sums, group, where(k > 0, 1, 2), 1)
    add(sums, group, 3, int(k == 3))


many_counting = batched(counting)


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_places_side_by_side_are_added_up(groups):
    """In one group and in several, over several blocks, and again the next day."""
    machine, s = Cpu(), columns(2)
    sums = np.zeros((3, groups, 8), np.int64)
    for day in range(1, 3):
        machine.everyone(many_counting, N, s, sums)
        plain = np.zeros((1, groups, 8), np.int64)
        Plain().everyone(counting, N, s, plain)
        assert np.array_equal(sums.sum(axis=0), day * plain[0])
    machine.everyone(many_counting, N, s, other := np.zeros((1, 4, 8), np.int64))  # other places than before
    assert other[0, :, 1:3].sum() == N


@rule
def put(columns, k, pair):
    """Keep a pair at place k."""
    columns.whole[k] = pair.whole
    columns.part[k] = pair.part


@rule
def taken(columns, k):
    """The pair at place k."""
    return Pair(int(columns.whole[k]), float(columns.part[k]))


@batch(workspace)
def keeping(low, high, s, sums, w):
    """Kept for a run and for one row, taken for a run and for rows anywhere."""
    for k in range(0, high - low, w.width):
        i = run(low + k, w)
        put(w.kept, run(k, w), Pair(int(s.small[i]), float(s.x[i])))
    put(w.kept, 3, Pair(int(s.small[low + 3]), float(s.x[low + 3])))
    for k in range(0, high - low, w.width):
        i = run(low + k, w)
        s.number[0, i] = taken(w.kept, run(k, w)).whole
        s.real[0, i] = taken(w.kept, int(s.number[1, i])).part


def test_named_tuples_are_kept_in_a_workspace():
    """Integers stay integers, whichever way they are put and taken."""
    where_ = np.random.default_rng(3).integers(0, LANES, N)
    for machine in (Plain(), Cpu()):
        s = columns(3)
        s.number[1] = where_
        machine.everyone(keeping, N, s, np.zeros((1, 2, 8), np.int64))
        assert np.array_equal(s.number[0], s.small)
        batch_of = np.arange(N) // (2 * LANES) * (2 * LANES)
        assert np.array_equal(s.real[0], s.x[batch_of + where_])


@batch(workspace)
def listed(low, high, s, sums, w):
    """Those above 0, one after another; and how many."""
    count = 0
    for i in range(low, high, w.width):
        k = int(s.small[run(i, w)])
        count += append(w.list, count, k > 0, k)
    for entry in range(count):
        s.number[0, low + entry] = w.list[entry]
    add(sums, 0, 0, count)


@pytest.mark.parametrize("count", [N, N - 1])
@pytest.mark.parametrize("machine", [Plain, Cpu])
def test_a_list_is_made_without_gaps(machine, count):
    """In order, and as long as it says."""
    s, sums = columns(5), np.zeros((1, 2, 8), np.int64)
    machine().everyone(listed, count, s, sums)
    last = count // LANES * LANES
    for low in (*range(0, last, 2 * LANES), *range(last, count, 2 * LANES)):
        if machine is Plain and low == last and last % (2 * LANES):
            continue  # plain Python has no remainder: its batches are whole
        high = min(low + 2 * LANES, count if machine is Plain or low >= last else last)
        part = s.small[low:high]
        wanted = part[part > 0]
        assert np.array_equal(s.number[0, low : low + len(wanted)], wanted)
        assert not s.number[0, low + len(wanted) : high].any()
    assert sums[0, 0, 0] == (s.small[:count] > 0).sum()


@rule
def branching(i, s, sums):
    """What may not be."""
    if s.small[i] > 0:
        s.number[0, i] = 1


many_branching = batched(branching)


def test_a_branch_on_eight_answers_is_refused():
    """Eight citizens cannot go two ways: the compiler says so instead of taking one of them."""
    with pytest.raises(TypingError, match="Lanes"):
        Cpu().everyone(many_branching, N, columns(1), np.zeros((1, 2, 8), np.int64))


def test_plain_python_takes_one_citizen_at_a_time():
    """A run of eight is known to the compiler only."""
    assert run(5, workspace(1)) == 5
    with pytest.raises(NotImplementedError, match="width 1"):
        run(0, workspace(LANES))


def compared(asked) -> None:
    """Live a scenario as plain Python and compiled: the same columns and sums every day."""
    plain, compiled = create(asked), create(asked)
    both = zip(days(asked, plain, machine=Plain()), days(asked, compiled, machine=Cpu()), strict=True)
    for (day, a), (_, b) in both:
        assert unlike(plain.state, compiled.state) == [], f"day {day}"
        assert np.array_equal(a.tally, b.tally), f"day {day}"
    assert a.tally.sum() > 0


def network(tmp_path, pairs, citizens: int):
    """A lively scenario on a network of pairs."""
    path = tmp_path / "network.txt"
    path.write_text(
        "\n".join(f"{a} {b}" for a, b in [*pairs, *zip(range(citizens), range(citizens), strict=True)])
    )
    return livelier(
        {"society.network": {"kind": "file", "file": str(path)}},
        citizens=citizens,
        days=5,
        enrolment__opt_in_day=1,
        enrolment__mandatory_day=2,
    )


@pytest.mark.slow
def test_more_friends_than_a_sum_holds(tmp_path):
    """A hub with more friends than flags can be counted of at once."""
    citizens = MOST + 60
    compared(network(tmp_path, [(0, k) for k in range(1, citizens)], citizens))


def test_more_ties_than_a_workspace_holds(tmp_path):
    """Then friends are looked at one citizen after another."""
    citizens = 64
    pairs = [(a, b) for a in range(citizens) for b in range(a)]
    while len(pairs) * 2 <= TIES_ROOM * ROOM:
        citizens += 64
        pairs = [(a, b) for a in range(citizens) for b in range(a)]
    assert citizens <= ROOM
    compared(network(tmp_path, pairs, citizens))
