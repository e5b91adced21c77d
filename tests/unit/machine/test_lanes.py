"""Eight citizens side by side: every word and operator gives each of them the bits that it gives one alone, compiled or not."""

import math
from typing import NamedTuple

import numpy as np
import pytest
from numba.core.errors import TypingError

from helpers import livelier, unlike
from sottovoce.chance import draw, mix, pair, unit
from sottovoce.day.crowd import ROOM, TIES_ROOM
from sottovoce.day.look import MOST
from sottovoce.day.tables import between, exp_of, quantile, whole
from sottovoce.machine.cpu import Cpu
from sottovoce.machine.lanes import (
    LANES,
    add,
    append,
    at,
    keep,
    kept,
    most,
    run,
    signed,
    some,
    unsigned,
    where,
)
from sottovoce.machine.plain import Plain
from sottovoce.machine.rule import CROWDS, crowd, rule
from sottovoce.society import found
from sottovoce.world import days

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


class Desk(NamedTuple):
    """A desk with nothing on it but room, and a few named tuples put aside."""

    room: int
    aside: np.ndarray
    list: np.ndarray


def desk() -> Desk:
    """Room for two runs, so that a rule is begun several times."""
    return Desk(2 * LANES, np.zeros((2, 2 * LANES)), np.zeros(2 * LANES, np.int64))


def together(of):
    """The same rule for many: runs of eight rows."""
    name = of.__name__

    def many(low, high, s, sums, desk):
        for i in range(low, high, LANES):
            of(run(i), s, sums)

    many.__name__ = many.__qualname__ = f"many_{name}"
    globals()[many.__name__] = many
    crowd(of, desk)(many)
    return many


many_arithmetic, many_choices, many_places = map(together, (arithmetic, choices, places))


def lived(of, how: str, seed: int, monkeypatch) -> tuple[Columns, np.ndarray]:
    """The columns after the rule, and the sums: as plain Python, compiled for one citizen, compiled for eight."""
    s, sums = columns(seed), np.zeros((1, 2, 8), np.int64)
    with monkeypatch.context() as patch:
        if how == "one":
            patch.delitem(CROWDS, of)
        with np.errstate(over="ignore"):
            (Plain() if how == "plain" else Cpu()).everyone(of, N, s, sums)
    return s, sums


@pytest.mark.parametrize("of", [arithmetic, choices, places], ids=lambda of: of.__name__)
@pytest.mark.parametrize("seed", range(25))
def test_eight_side_by_side_are_eight_alone(of, seed, monkeypatch):
    """To the last bit, for every word of machine.lanes and every operator."""
    plain, sums = lived(of, "plain", seed, monkeypatch)
    for how in ("one", "eight"):
        found, counted = lived(of, how, seed, monkeypatch)
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


many_counting = together(counting)


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_places_side_by_side_are_added_up(groups):
    """In one group and in several, over several blocks, and again the next day."""
    machine, s = Cpu(), columns(2)
    sums = np.zeros((3, groups, 8), np.int64)
    for day in range(1, 3):
        machine.everyone(counting, N, s, sums)
        plain = np.zeros((1, groups, 8), np.int64)
        Plain().everyone(counting, N, s, plain)
        assert np.array_equal(sums.sum(axis=0), day * plain[0])
    machine.everyone(counting, N, s, other := np.zeros((1, 4, 8), np.int64))  # other places than before
    assert other[0, :, 1:3].sum() == N


class Pair(NamedTuple):
    """What is put aside."""

    whole: int
    part: float


@rule
def aside(i, s, sums):
    """As plain Python."""
    pair = Pair(int(s.small[i]), float(s.x[i]))
    s.number[0, i] = pair.whole
    s.real[0, i] = pair.part


@crowd(aside, desk)
def many_aside(low, high, s, sums, desk):
    """Put aside for a run and for one, taken up for a run and for rows anywhere."""
    for i in range(low, high, LANES):
        keep(desk.aside, run(i - low), Pair(int(s.small[run(i)]), float(s.x[run(i)])))
    keep(desk.aside, 3, Pair(int(s.small[low + 3]), float(s.x[low + 3])))
    for i in range(low, high, LANES):
        pair = kept(Pair, desk.aside, run(i - low))
        s.number[0, run(i)] = pair.whole
        again = kept(Pair, desk.aside, int(s.number[1, run(i)]) + i - low)
        s.real[0, run(i)] = again.part


def test_named_tuples_are_put_aside(monkeypatch):
    """Integers stay integers, whichever way they are put and taken."""
    plain, _ = lived(aside, "plain", 3, monkeypatch)
    s = columns(3)
    s.number[1] = np.tile(np.arange(LANES), N // LANES)
    Cpu().everyone(aside, N, s, np.zeros((1, 2, 8), np.int64))
    assert np.array_equal(plain.number[0], s.number[0])
    assert np.array_equal(plain.real[0], s.real[0])


def test_named_tuples_are_put_aside_by_plain_python():
    """The same words, uncompiled."""
    rows = np.zeros((2, 3))
    keep(rows, 1, Pair(4, 0.25))
    assert kept(Pair, rows, 1) == Pair(4, 0.25)
    assert type(kept(Pair, rows, 1).whole) is int


@rule
def listed(i, s, sums):
    """How many are above 0."""
    sums[0, 0] += int(s.small[i] > 0)


@crowd(listed, desk)
def many_listed(low, high, s, sums, desk):
    """List them, one after another."""
    count = 0
    for i in range(low, high, LANES):
        k = int(s.small[run(i)])
        count += append(desk.list, count, k > 0, k)
    for entry in range(count):
        s.number[0, low + entry] = desk.list[entry]
    add(sums, 0, 0, count)


def test_a_list_is_made_without_gaps():
    """In order, and as long as it says."""
    s, sums = columns(5), np.zeros((1, 2, 8), np.int64)
    Cpu().everyone(listed, N, s, sums)
    for low in range(0, N, 2 * LANES):
        part = s.small[low : low + 2 * LANES]
        wanted = part[part > 0]
        assert np.array_equal(s.number[0, low : low + len(wanted)], wanted)
        assert not s.number[0, low + len(wanted) : low + 2 * LANES].any()
    assert sums[0, 0, 0] == (s.small > 0).sum()
    column = np.zeros(4, np.int64)
    assert [append(column, k, k != 1, 5 + k) for k in range(3)] == [1, 0, 1]
    assert column.tolist() == [5, 0, 7, 0]


@rule
def branching(i, s, sums):
    """What may not be."""
    if s.small[i] > 0:
        s.number[0, i] = 1


@crowd(branching, desk)
def many_branching(low, high, s, sums, desk):
    """A branch on eight answers."""
    for i in range(low, high, LANES):
        branching(run(i), s, sums)


def test_a_branch_on_eight_answers_is_refused():
    """Eight citizens cannot go two ways: the compiler says so instead of taking one of them."""
    with pytest.raises(TypingError, match="Lanes"):
        Cpu().everyone(branching, N, columns(1), np.zeros((1, 2, 8), np.int64))


def test_runs_are_for_compiled_rules_only():
    """Plain Python has one citizen at a time."""
    with pytest.raises(NotImplementedError, match="compiled"):
        run(0)


def compared(asked) -> None:
    """Live a scenario as plain Python and compiled: the same columns and sums every day."""
    plain, compiled = found(asked), found(asked)
    both = zip(days(asked, plain, machine=Plain()), days(asked, compiled, machine=Cpu()), strict=True)
    for (day, a), (_, b) in both:
        assert unlike(plain.state, compiled.state) == [], f"day {day}"
        assert np.array_equal(a.tally, b.tally), f"day {day}"
    assert a.tally.sum() > 0


def network(tmp_path, pairs, citizens: int):
    """A lively scenario on a network of pairs."""
    path = tmp_path / "network.txt"
    path.write_text("\n".join(f"{a} {b}" for a, b in pairs))
    return livelier(
        {"society.network": {"kind": "file", "file": str(path)}},
        citizens=citizens,
        days=5,
        enrolment__opt_in_day=1,
        enrolment__mandatory_day=2,
    )


def test_more_friends_than_a_sum_holds(tmp_path):
    """A hub with more friends than flags can be counted of at once."""
    citizens = MOST + 60
    compared(network(tmp_path, [(0, k) for k in range(1, citizens)], citizens))


def test_more_ties_than_a_desk_holds(tmp_path):
    """So many ties that everybody looks alone."""
    citizens = 64
    pairs = [(a, b) for a in range(citizens) for b in range(a)]
    while len(pairs) * 2 <= TIES_ROOM:
        citizens += 64
        pairs = [(a, b) for a in range(citizens) for b in range(a)]
    assert citizens <= ROOM
    compared(network(tmp_path, pairs, citizens))
