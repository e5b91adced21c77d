"""Where eight rows stand, and reading them: neighbours at once; rows anywhere at once too, where the processor gathers, else one by one."""

from collections.abc import Iterator, Sequence
from typing import Any

from llvmlite import ir
from llvmlite.ir.instructions import AllocaInstr, CallInstr, LoadInstr, StoreInstr
from numba.core import cgutils, types
from numba.np.numpy_support import as_dtype

from sottovoce.machine.compiler.processor import GATHERS, own, widened
from sottovoce.machine.compiler.vectors import (
    BIT,
    REAL,
    WHOLE,
    WORD,
    WORD32,
    Run,
    constant,
    several,
    spread,
    vector,
)
from sottovoce.machine.lanes import LANES

BYTE = ir.IntType(8)
WORD_SIZE = 8  # bytes
HALF = (
    2**32 - 1
)  # the lower half of a word. Rows fit into it (an id has 32 bits), and a product of halves is one instruction


def size_of(column: types.Array) -> int:
    return as_dtype(column.dtype).itemsize


def is_beside(column: types.Array, index: Any) -> bool:
    """Whether the lanes stand side by side in memory: a run in the last place, everything before it the same for all."""
    *before, last = getattr(index, "types", (index,))
    return isinstance(last, Run) and column.layout == "C" and not several(*before)


def beside(context: Any, builder: Any, column: Any, array: Any, index: Any, given: Any) -> Any:
    """The address of the first of lanes that stand side by side."""
    held, offset = context.make_array(column)(context, builder, array), ir.Constant(WORD, 0)
    for kind, value, stride in _in_each_dimension(builder, column, held, index, given):
        place = value if isinstance(kind, Run) else context.cast(builder, value, kind, types.int64)
        offset = builder.add(offset, builder.mul(place, stride))
    start = builder.gep(builder.bitcast(held.data, BYTE.as_pointer()), [offset])
    return builder.bitcast(start, vector(context.get_data_type(column.dtype)).as_pointer())


def pointers_to(
    context: Any, builder: Any, column: Any, array: Any, index: Any, given: Any, here: Any = None
) -> list[Any]:
    """The addresses of lanes that stand anywhere, one by one: a start for all and an index for each, which processors add up themselves.
    `here` (only with one place): which lanes have one."""
    held, each = context.make_array(column)(context, builder, array), context.get_data_type(column.dtype)
    start, places = held.data, None
    if here is not None:
        given = builder.select(here, given, constant(WORD, 0))
        empty = builder.icmp_signed("==", builder.extract_value(held.shape, 0), ir.Constant(WORD, 0))
        start = builder.select(empty, cgutils.alloca_once(builder, each), start)
    dimensions = list(_in_each_dimension(builder, column, held, index, given))
    rows_only = column.layout == "C" and not several(*(kind for kind, _, _ in dimensions[:-1]))
    start = builder.bitcast(start, BYTE.as_pointer())
    for kind, value, stride in dimensions:
        if not several(kind):
            start = builder.gep(start, [builder.mul(context.cast(builder, value, kind, types.int64), stride)])
            continue
        rows = value if kind == WHOLE else context.cast(builder, value, kind, WHOLE)
        if not rows_only:
            rows = builder.mul(builder.and_(rows, constant(WORD, HALF)), spread(builder, stride))
        places = rows if places is None else builder.add(places, rows)
    if rows_only:
        start = builder.bitcast(start, each.as_pointer())
    return [
        builder.bitcast(builder.gep(start, [lane]), each.as_pointer())
        for lane in _one_by_one(builder, places)
    ]


def _one_by_one(builder: Any, places: Any) -> list[Any]:
    """Lanes of integers as eight numbers; what was made wide for the lanes is taken out while it is narrow, and what was read for them
    is read again."""
    which = [ir.Constant(WORD32, lane) for lane in range(LANES)]
    if not widened(places):
        return [builder.extract_element(places, lane) for lane in which]
    narrow = places.operands[0]
    widen = getattr(builder, places.opname)
    if isinstance(narrow, LoadInstr) and any(one is narrow for one in _since_written(builder)):
        each: Any = narrow.type.element  # pyright: ignore[reportAttributeAccessIssue]
        first, size = builder.bitcast(narrow.operands[0], each.as_pointer()), each.width // BYTE.width
        return [widen(builder.load(builder.gep(first, [lane]), align=size), WORD) for lane in which]
    return [widen(builder.extract_element(narrow, lane), WORD) for lane in which]


def addresses_of(context: Any, builder: Any, column: Any, array: Any, index: Any, given: Any) -> Any:
    """The addresses of lanes that stand anywhere, side by side as whole numbers."""
    held = context.make_array(column)(context, builder, array)
    addresses = spread(builder, builder.ptrtoint(held.data, WORD))
    for kind, value, stride in _in_each_dimension(builder, column, held, index, given):
        rows = value if kind == WHOLE else context.cast(builder, value, kind, WHOLE)
        addresses = builder.add(addresses, builder.mul(rows, spread(builder, stride)))
    return addresses


def _in_each_dimension(
    builder: Any, column: Any, held: Any, index: Any, given: Any
) -> Iterator[tuple[Any, Any, Any]]:
    """Of each dimension: the type of the index, its value, and how many bytes there are from one place to the next."""
    values = cgutils.unpack_tuple(builder, given) if isinstance(index, types.BaseTuple) else [given]
    strides = cgutils.unpack_tuple(builder, held.strides)
    if column.layout == "C":
        strides[-1] = ir.Constant(WORD, size_of(column))
    return zip(getattr(index, "types", (index,)), values, strides, strict=True)


def gathered(builder: Any, column: Any, addresses: Any, here: Any, otherwise: Any) -> Any:
    """What stands at eight addresses, where `here`."""
    kind, size = otherwise.type, size_of(column)
    letter = "f" if isinstance(column.dtype, types.Float) else "i"
    pointers = builder.inttoptr(addresses, vector(kind.element.as_pointer()))
    name = f"llvm.masked.gather.v{LANES}{letter}{8 * size}.v{LANES}p0"
    return own(builder, name, kind, pointers, ir.Constant(WORD32, size), here, otherwise)


def lanes_at(
    context: Any, builder: Any, column: Any, array: Any, index: Any, given: Any, here: Any = None
) -> Any:
    """What stands at eight places, where `here`: at once, or where the processor cannot one after another, and then without a branch:
    who may not read reads the first row."""
    where = (context, builder, column, array, index, given)
    each = context.get_data_type(column.dtype)
    found: Any = ir.Constant(vector(each), ir.Undefined)
    if GATHERS:
        mask = constant(BIT, 1) if here is None else here
        return gathered(builder, column, addresses_of(*where), mask, found)
    alone = here is None and index == WHOLE and each == REAL
    before = _read_before(builder, array, given) if alone else None
    if before is not None:
        return before
    if alone and (first := _read_before(builder, array, _less_one(given))) is not None:
        return _with_next(builder, first)
    pointers = pointers_to(*where, here)
    for lane, pointer in enumerate(pointers):
        number = builder.load(pointer, align=size_of(column))
        found = builder.insert_element(found, number, ir.Constant(WORD32, lane))
    if alone:
        found = _in_order(builder, found)
        found.source = (array, given, pointers)
    return found


# Neighbours of a table. Where ``table[place]`` was read and ``table[place + 1]`` is read next, both come from one read of 16 bytes, in place of
# what was made for the first.


def _in_order(builder: Any, found: Any) -> Any:
    """Lanes as they are: a step of its own, whose source can be replaced."""
    return builder.shuffle_vector(found, found, ir.Constant(vector(WORD32), list(range(LANES))))


def _read_before(builder: Any, array: Any, place: Any) -> Any:
    """What was read from the same place, if nothing can have been written since; else None."""
    for each in _since_written(builder):
        source = getattr(each, "source", None)
        if source and source[0] is array and source[1] is place:
            return each
    return None


def _since_written(builder: Any) -> Iterator[Any]:
    """The instructions before this one, last first, back to one that may write to a column."""
    for each in reversed(builder.block.instructions):
        own_variable = isinstance(each, StoreInstr) and isinstance(each.operands[1], AllocaInstr)
        if isinstance(each, (CallInstr, StoreInstr)) and not own_variable:
            return
        yield each


def _less_one(place: Any) -> Any:
    """x, where a place was made as x + 1."""
    if getattr(place, "opname", None) == "add" and str(place.operands[1]) == str(constant(WORD, 1)):
        return place.operands[0]
    return None


def _with_next(builder: Any, first: Any) -> Any:
    """What stands one place on from what was read as `first`, which comes out of the same read from now on."""
    two, four = ir.VectorType(REAL, 2), range(4)
    builder.position_before(first)
    pairs = [
        builder.load(builder.bitcast(pointer, two.as_pointer()), align=WORD_SIZE)
        for pointer in first.source[2]
    ]

    def shuffled(a: Any, b: Any, order: Sequence[int]) -> Any:
        return builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(WORD32, len(order)), list(order)))

    halves = [
        (shuffled(pairs[k], pairs[k + 2], four), shuffled(pairs[k + 1], pairs[k + 3], four))
        for k in range(0, LANES, 4)
    ]

    def every(order: Sequence[int]) -> Any:
        low, high = (shuffled(even, odd, order) for even, odd in halves)
        return shuffled(low, high, range(LANES))

    here, next_ = every((0, 4, 2, 6)), every((1, 5, 3, 7))
    first.operands = [here, here, first.operands[2]]
    builder.position_at_end(builder.block)
    return next_
