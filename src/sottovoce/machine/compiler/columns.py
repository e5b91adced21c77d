"""Columns read and written for eight citizens side by side: neighbours at once, rows anywhere one by one; and sums over them."""

import operator
from collections.abc import Iterator
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.typing.templates import signature
from numba.np import arrayobj
from numba.np.numpy_support import as_dtype

import sottovoce.machine.compiler.operations  # noqa: F401 (teaches Numba what lanes are added and compared with)
from sottovoce.machine import lanes
from sottovoce.machine.compiler.processor import GATHERS, own, widened
from sottovoce.machine.compiler.vectors import (
    BIT,
    ELEMENTS,
    REAL,
    REALS,
    RUN,
    TRUTHS,
    WHOLE,
    WORD,
    WORD32,
    Lanes,
    Run,
    common,
    constant,
    element,
    is_number,
    lowering,
    several,
    spread,
    teach,
    vector,
)
from sottovoce.machine.lanes import LANES

BYTE = ir.IntType(8)
WORD_SIZE = 8  # bytes
LINE = 64  # bytes that a processor fetches at once


def _held(column: Any) -> types.Type:
    """As what an element of a column is read: with 64 bits, and without a sign only if it has 64 bits without one."""
    narrow = isinstance(column.dtype, types.Integer | types.Boolean) and column.dtype != types.uint64
    return types.int64 if narrow else element(column.dtype)


def _by_lanes(index: Any) -> bool:
    """Whether a place in a column is one a lane: a run or lanes, or a pair with one of them."""
    kinds = getattr(index, "types", (index,))
    return several(*kinds) and all(isinstance(k, Lanes | Run | types.Integer) for k in kinds)


def _get_type(column: Any, index: Any) -> Any:
    if isinstance(column, types.Array) and _by_lanes(index):
        return signature(Lanes(_held(column)), column, index)
    return None


def _set_type(column: Any, index: Any, value: Any) -> Any:
    if isinstance(column, types.Array) and _by_lanes(index) and is_number(value):
        return signature(types.none, column, index, Lanes(_held(column)))
    return None


teach(operator.getitem, _get_type)
teach(operator.setitem, _set_type)


@lowering(operator.getitem, types.Array, Run)
@lowering(operator.getitem, types.Array, Lanes)
@lowering(operator.getitem, types.Array, types.BaseTuple)
def _get(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    column, index = sig.args
    if not _by_lanes(index):  # an ordinary pair of places
        return arrayobj.getitem_array_tuple(context, builder, sig, args)
    where = (context, builder, column, args[0], index, args[1])
    if _is_beside(column, index):
        return _widened(builder, column, builder.load(_beside(*where), align=_size(column)))
    return _widened(builder, column, _read(*where))


@lowering(operator.setitem, types.Array, Run, Lanes)
@lowering(operator.setitem, types.Array, Lanes, Lanes)
@lowering(operator.setitem, types.Array, types.BaseTuple, Lanes)
def _set(context: Any, builder: Any, sig: Any, args: Any) -> None:
    column, index, _ = sig.args
    where = (context, builder, column, args[0], index, args[1])
    each = context.get_data_type(column.dtype)
    kind, value = vector(each), args[2]
    if value.type != kind:
        narrower = builder.fptrunc if isinstance(column.dtype, types.Float) else builder.trunc
        value = narrower(value, kind)
    if _is_beside(column, index):
        builder.store(value, _beside(*where), align=_size(column))
        return
    for lane, pointer in enumerate(_pointers(*where)):  # rows may be the same: then the last one stands
        builder.store(builder.extract_element(value, ir.Constant(WORD32, lane)), pointer, align=_size(column))


def _at_type(column: Any, place: Any, here: Any, otherwise: Any) -> Any:
    if not isinstance(column, types.Array):
        return None
    kind = _held(column)
    if several(place, here):
        return signature(Lanes(kind), column, WHOLE, TRUTHS, Lanes(kind))
    return signature(kind, column, types.int64, types.boolean, kind)


teach(lanes.at, _at_type)


@lowering(lanes.at, types.Array, Lanes, Lanes, Lanes)
def _at(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    column, (array, place, here, otherwise) = sig.args[0], args
    found = _read(context, builder, column, array, WHOLE, place, here)
    return builder.select(here, _widened(builder, column, found), otherwise)


@lowering(lanes.at, types.Array, types.int64, types.Boolean, types.Number)
def _at_one(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    column, (array, place, here, otherwise) = sig.args[0], args
    result = cgutils.alloca_once_value(builder, otherwise)
    with builder.if_then(cgutils.as_bool_bit(builder, here)):
        found = builder.load(builder.gep(context.make_array(column)(context, builder, array).data, [place]))
        builder.store(context.cast(builder, found, column.dtype, sig.return_type), result)
    return builder.load(result)


def _append_type(column: Any, place: Any, here: Any, what: Any) -> Any:
    if column == types.Array(types.int64, 1, "C") and several(here, what) and not several(place):
        return signature(types.int64, column, types.int64, TRUTHS, WHOLE)
    return None


teach(lanes.append, _append_type)


@lowering(lanes.append, types.Array, types.int64, Lanes, Lanes)
def _append(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Moved together in a register, then written whole: to write only those that are wanted takes some processors a hundred steps. Where
    the processor cannot move them: each is written behind the wanted ones before it, and an unwanted one is written over by the next."""
    array, place, here, what = args
    pointer = builder.gep(context.make_array(sig.args[0])(context, builder, array).data, [place])
    bits = builder.bitcast(here, ir.IntType(LANES))
    if GATHERS:
        nothing = ir.Constant(what.type, ir.Undefined)
        name = f"llvm.experimental.vector.compress.v{LANES}i64"
        together = own(builder, name, what.type, what, here, nothing)
        builder.store(together, builder.bitcast(pointer, what.type.as_pointer()), align=WORD_SIZE)
        return builder.zext(builder.ctpop(bits), WORD)
    bits = builder.zext(bits, WORD)
    for lane in range(LANES):
        before = builder.ctpop(builder.and_(bits, ir.Constant(WORD, 2**lane - 1)))
        each = builder.extract_element(what, ir.Constant(WORD32, lane))
        builder.store(each, builder.gep(pointer, [before]), align=WORD_SIZE)
    return builder.ctpop(bits)


def _fetch_type(first: Any, count: Any, *columns: Any) -> Any:
    if all(isinstance(column, types.Array) and column.ndim == 1 for column in columns):
        return signature(types.none, types.int64, types.int64, *columns)
    return None


teach(lanes.fetch, _fetch_type)


@lowering(lanes.fetch, types.int64, types.int64, types.VarArg(types.Any))
def _fetch(context: Any, builder: Any, sig: Any, args: Any) -> None:
    first, count, *arrays = args
    to_write, near, data = (ir.Constant(WORD32, k) for k in (0, 3, 1))
    for column, array in zip(sig.args[2:], arrays, strict=True):
        held = context.make_array(column)(context, builder, array)
        rows, stride = (cgutils.unpack_tuple(builder, each)[0] for each in (held.shape, held.strides))
        left = builder.sub(rows, first)
        few = builder.icmp_signed("<", left, count)
        end = builder.mul(builder.select(few, left, count), stride)
        start = builder.gep(builder.bitcast(held.data, BYTE.as_pointer()), [builder.mul(first, stride)])
        steps = (ir.Constant(WORD, 0), end, ir.Constant(WORD, LINE))
        with cgutils.for_range_slice(builder, *steps) as (place, _):
            own(builder, "llvm.prefetch.p0", ir.VoidType(), builder.gep(start, [place]), to_write, near, data)


def _size(column: types.Array) -> int:
    return as_dtype(column.dtype).itemsize


def _is_beside(column: types.Array, index: Any) -> bool:
    """Whether the lanes stand side by side in memory: a run in the last place, everything before it the same for all."""
    *before, last = getattr(index, "types", (index,))
    return isinstance(last, Run) and column.layout == "C" and not several(*before)


def _beside(context: Any, builder: Any, column: Any, array: Any, index: Any, given: Any) -> Any:
    """The address of the first of lanes that stand side by side."""
    held, offset = context.make_array(column)(context, builder, array), ir.Constant(WORD, 0)
    for kind, value, stride in _in_each_dimension(builder, column, held, index, given):
        place = value if isinstance(kind, Run) else context.cast(builder, value, kind, types.int64)
        offset = builder.add(offset, builder.mul(place, stride))
    start = builder.gep(builder.bitcast(held.data, BYTE.as_pointer()), [offset])
    return builder.bitcast(start, vector(context.get_data_type(column.dtype)).as_pointer())


def _read(
    context: Any, builder: Any, column: Any, array: Any, index: Any, given: Any, here: Any = None
) -> Any:
    """What stands at eight places, where `here`: at once, or where the processor cannot one after another, and then without a branch:
    who may not read reads the first row."""
    where = (context, builder, column, array, index, given)
    kind = vector(context.get_data_type(column.dtype))
    found = ir.Constant(kind, ir.Undefined)
    if GATHERS:
        return _gathered(
            builder, column, _addresses(*where), constant(BIT, 1) if here is None else here, found
        )
    alone = here is None and index == WHOLE and found.type.element == REAL
    before = _read_before(builder, array, given) if alone else None
    if before is not None:
        return before
    if alone and (first := _read_before(builder, array, _less_one(given))) is not None:
        return _with_next(builder, first)
    pointers = _pointers(*where, here)
    for lane, pointer in enumerate(pointers):
        each = builder.load(pointer, align=_size(column))
        found = builder.insert_element(found, each, ir.Constant(WORD32, lane))
    if alone:
        found = _in_order(builder, found)
        found.read = (array, given, pointers)
    return found


# Neighbours of a table. Where ``table[place]`` was read and ``table[place + 1]`` is read next, both come from one read of 16 bytes, in place of
# what was made for the first.


def _in_order(builder: Any, found: Any) -> Any:
    """Lanes as they are: a step of its own, whose source can be replaced."""
    return builder.shuffle_vector(found, found, ir.Constant(vector(WORD32), list(range(LANES))))


def _read_before(builder: Any, array: Any, place: Any) -> Any:
    """What was read from the same place, if nothing can have been written since; else None."""
    for each in _since_written(builder):
        read = getattr(each, "read", None)
        if read and read[0] is array and read[1] is place:
            return each
    return None


def _since_written(builder: Any) -> Iterator[Any]:
    """The instructions before this one, last first, back to one that may write to a column."""
    for each in reversed(builder.block.instructions):
        own_variable = isinstance(each, ir.StoreInstr) and isinstance(each.operands[1], ir.AllocaInstr)
        if isinstance(each, ir.CallInstr | ir.StoreInstr) and not own_variable:
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
        builder.load(builder.bitcast(pointer, two.as_pointer()), align=WORD_SIZE) for pointer in first.read[2]
    ]

    def shuffled(a: Any, b: Any, order: Any) -> Any:
        return builder.shuffle_vector(a, b, ir.Constant(ir.VectorType(WORD32, len(order)), list(order)))

    halves = [
        (shuffled(pairs[k], pairs[k + 2], four), shuffled(pairs[k + 1], pairs[k + 3], four))
        for k in range(0, LANES, 4)
    ]
    here, next_ = (
        shuffled(*(shuffled(even, odd, order) for even, odd in halves), range(LANES))
        for order in ((0, 4, 2, 6), (1, 5, 3, 7))
    )
    first.operands = [here, here, first.operands[2]]
    builder.position_at_end(builder.block)
    return next_


def _pointers(
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
    beside = column.layout == "C" and not several(*(kind for kind, _, _ in dimensions[:-1]))
    start = builder.bitcast(start, BYTE.as_pointer())
    for kind, value, stride in dimensions:
        if not several(kind):
            start = builder.gep(start, [builder.mul(context.cast(builder, value, kind, types.int64), stride)])
            continue
        rows = value if kind == WHOLE else context.cast(builder, value, kind, WHOLE)
        if not beside:
            rows = builder.mul(builder.and_(rows, constant(WORD, 2**32 - 1)), spread(builder, stride))
        places = rows if places is None else builder.add(places, rows)
    if beside:
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
    if isinstance(narrow, ir.LoadInstr) and any(each is narrow for each in _since_written(builder)):
        first = builder.bitcast(narrow.operands[0], narrow.type.element.as_pointer())
        size = narrow.type.element.width // 8
        return [widen(builder.load(builder.gep(first, [lane]), align=size), WORD) for lane in which]
    return [widen(builder.extract_element(narrow, lane), WORD) for lane in which]


def _addresses(context: Any, builder: Any, column: Any, array: Any, index: Any, given: Any) -> Any:
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
        strides[-1] = ir.Constant(WORD, _size(column))
    return zip(getattr(index, "types", (index,)), values, strides, strict=True)


def _gathered(builder: Any, column: Any, addresses: Any, here: Any, otherwise: Any) -> Any:
    """What stands at eight addresses, where `here`."""
    kind, size = otherwise.type, _size(column)
    letter = "f" if isinstance(column.dtype, types.Float) else "i"
    pointers = builder.inttoptr(addresses, vector(kind.element.as_pointer()))
    name = f"llvm.masked.gather.v{LANES}{letter}{8 * size}.v{LANES}p0"
    return own(builder, name, kind, pointers, ir.Constant(WORD32, size), here, otherwise)


def _widened(builder: Any, column: Any, found: Any) -> Any:
    """Elements of a column as lanes of 64 bits."""
    kind = vector(ELEMENTS[_held(column)])
    if found.type == kind:
        return found
    if isinstance(column.dtype, types.Float):
        return builder.fpext(found, kind)
    return builder.sext(found, kind) if column.dtype.signed else builder.zext(found, kind)


# Named tuples put aside, a field a row


def _keep_type(columns: Any, place: Any, what: Any) -> Any:
    if not isinstance(what, types.BaseNamedTuple):
        return None
    return signature(types.none, columns, place if isinstance(place, Run) else types.int64, what)


def _kept_type(kind: Any, columns: Any, place: Any) -> Any:
    if not isinstance(kind, types.NamedTupleClass) or not several(place):
        return None
    named = kind.instance_class
    fields = [WHOLE if each is int else REALS for each in named.__annotations__.values()]
    return signature(types.BaseTuple.from_types(fields, named), kind, columns, place)


teach(lanes.keep, _keep_type)
teach(lanes.kept, _kept_type)


@lowering(lanes.keep, types.Array, Run, types.BaseNamedTuple)
@lowering(lanes.keep, types.Array, types.int64, types.BaseNamedTuple)
def _keep(context: Any, builder: Any, sig: Any, args: Any) -> None:
    columns, place, what = sig.args
    index, number_kind, put = types.Tuple([types.int64, place]), REALS, _set
    if not isinstance(place, Run):
        index, number_kind, put = types.UniTuple(types.int64, 2), types.float64, arrayobj.setitem_array
    for k, (kind, number) in enumerate(zip(what, cgutils.unpack_tuple(builder, args[2]), strict=True)):
        number = context.cast(builder, number, kind, number_kind)
        pair = context.make_tuple(builder, index, [context.get_constant(types.int64, k), args[1]])
        put(context, builder, signature(types.none, columns, index, number_kind), [args[0], pair, number])


@lowering(lanes.kept, types.Any, types.Array, Run)
@lowering(lanes.kept, types.Any, types.Array, Lanes)
def _kept(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    _, columns, place = sig.args
    index, numbers = types.Tuple([types.int64, place]), []
    for k, kind in enumerate(sig.return_type):
        pair = context.make_tuple(builder, index, [context.get_constant(types.int64, k), args[2]])
        number = _get(context, builder, signature(REALS, columns, index), [args[1], pair])
        numbers.append(context.cast(builder, number, REALS, kind))
    return context.make_tuple(builder, sig.return_type, numbers)


# Tables of sums: (group, name), or with a place of its own for each lane (group, name, lane), which are added up when all is counted


def _add_type(sums: Any, group: Any, name: Any, amount: Any) -> Any:
    if not isinstance(sums, types.Array) or common(amount) not in (types.int64, types.boolean):
        return None
    if not several(group, name, amount):
        return signature(types.none, sums, *[types.int64] * 3)
    if sums.ndim != 3:
        return None
    return signature(types.none, sums, WHOLE, WHOLE if several(name) else types.int64, WHOLE)


teach(lanes.add, _add_type)


@lowering(lanes.add, types.Array, types.int64, types.int64, types.int64)
def _add_one(context: Any, builder: Any, sig: Any, args: Any) -> None:
    sums, group, name, amount = args
    held = context.make_array(sig.args[0])(context, builder, sums)
    first_lane = [ir.Constant(WORD, 0)] * (sig.args[0].ndim - 2)
    place = cgutils.get_item_pointer(context, builder, sig.args[0], held, [group, name, *first_lane])
    builder.store(builder.add(builder.load(place), amount), place)


@lowering(lanes.add, types.Array, Lanes, types.int64, Lanes)
def _add_lanes(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Mostly there is one group: then the places stand side by side."""
    kind, (array, group, name, amount) = sig.args[0], args
    held = context.make_array(kind)(context, builder, array)
    groups = builder.extract_value(held.shape, 0)
    with builder.if_else(builder.icmp_signed("==", groups, ir.Constant(WORD, 1))) as (one, many):
        with one:
            none = ir.Constant(WORD, 0)
            place = cgutils.get_item_pointer(context, builder, kind, held, [none, name, none])
            place = builder.bitcast(place, vector(WORD).as_pointer())
            builder.store(builder.add(builder.load(place, align=WORD_SIZE), amount), place, align=WORD_SIZE)
        with many:
            _add_anywhere(context, builder, sig.args, array, group, name, amount)


@lowering(lanes.add, types.Array, Lanes, Lanes, Lanes)
def _add_scattered(context: Any, builder: Any, sig: Any, args: Any) -> None:
    _add_anywhere(context, builder, sig.args, *args)


def _add_anywhere(
    context: Any, builder: Any, kinds: Any, array: Any, group: Any, name: Any, amount: Any
) -> None:
    """Each lane counts in a place of its own, so that no two meet."""
    if not GATHERS:
        _add_one_by_one(context, builder, kinds, array, group, name, amount)
        return
    index = types.Tuple([WHOLE, kinds[2], RUN])
    given = context.make_tuple(builder, index, [group, name, ir.Constant(WORD, 0)])
    addresses = _addresses(context, builder, kinds[0], array, index, given)
    all_, size = constant(BIT, 1), ir.Constant(WORD32, WORD_SIZE)
    nothing = ir.Constant(vector(WORD), ir.Undefined)
    total = builder.add(_gathered(builder, kinds[0], addresses, all_, nothing), amount)
    pointers = builder.inttoptr(addresses, vector(WORD.as_pointer()))
    own(builder, f"llvm.masked.scatter.v{LANES}i64.v{LANES}p0", ir.VoidType(), total, pointers, size, all_)


def _add_one_by_one(
    context: Any, builder: Any, kinds: Any, array: Any, group: Any, name: Any, amount: Any
) -> None:
    """Where the groups' parts of the table begin is the same for all names, and is found once; the rest of an address is known before."""
    held = context.make_array(kinds[0])(context, builder, array)
    half, a_name = 2**32 - 1, LANES * WORD_SIZE
    stride = builder.and_(builder.extract_value(held.strides, 0), ir.Constant(WORD, half))
    begins = builder.mul(builder.and_(group, constant(WORD, half)), spread(builder, stride))
    start = builder.bitcast(held.data, BYTE.as_pointer())
    if several(kinds[2]):
        begins = builder.add(begins, builder.mul(name, constant(WORD, a_name)))
    else:
        start = builder.gep(start, [builder.mul(name, ir.Constant(WORD, a_name))])
    for lane in range(LANES):
        which, own_place = ir.Constant(WORD32, lane), ir.Constant(WORD, lane * WORD_SIZE)
        place = builder.gep(builder.gep(start, [builder.extract_element(begins, which)]), [own_place])
        place = builder.bitcast(place, WORD.as_pointer())
        builder.store(builder.add(builder.load(place), builder.extract_element(amount, which)), place)
