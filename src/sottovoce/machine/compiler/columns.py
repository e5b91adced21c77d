"""Columns read and written for eight citizens side by side; named tuples put aside."""

import operator
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.typing.templates import signature
from numba.np import arrayobj

import sottovoce.machine.compiler.operations
import sottovoce.machine.compiler.sums  # noqa: F401 (and `add`)
from sottovoce.machine import lanes
from sottovoce.machine.compiler.places import (
    BYTE,
    WORD_SIZE,
    beside,
    is_beside,
    lanes_at,
    pointers_to,
    size_of,
)
from sottovoce.machine.compiler.processor import GATHERS, own
from sottovoce.machine.compiler.vectors import (
    ELEMENTS,
    TRUTHS,
    WHOLE,
    WORD,
    WORD32,
    Lanes,
    Run,
    element,
    is_number,
    lowering,
    several,
    teach,
    vector,
)
from sottovoce.machine.lanes import LANES

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
    if is_beside(column, index):
        return _widened(builder, column, builder.load(beside(*where), align=size_of(column)))
    return _widened(builder, column, lanes_at(*where))


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
    if is_beside(column, index):
        builder.store(value, beside(*where), align=size_of(column))
        return
    for lane, pointer in enumerate(pointers_to(*where)):  # rows may be the same: then the last one stands
        builder.store(
            builder.extract_element(value, ir.Constant(WORD32, lane)), pointer, align=size_of(column)
        )


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
    found = lanes_at(context, builder, column, array, WHOLE, place, here)
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
    if column != types.Array(types.int64, 1, "C") or several(place):
        return None
    if several(here, what):
        return signature(types.int64, column, types.int64, TRUTHS, WHOLE)
    return signature(types.int64, column, types.int64, types.boolean, types.int64)


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


@lowering(lanes.append, types.Array, types.int64, types.Boolean, types.int64)
def _append_one(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    """Written in any case, and counted where it is wanted: what is not wanted is written over by the next."""
    array, place, here, what = args
    builder.store(what, builder.gep(context.make_array(sig.args[0])(context, builder, array).data, [place]))
    return builder.zext(cgutils.as_bool_bit(builder, here), WORD)


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


def _widened(builder: Any, column: Any, found: Any) -> Any:
    """Elements of a column as lanes of 64 bits."""
    kind = vector(ELEMENTS[_held(column)])
    if found.type == kind:
        return found
    if isinstance(column.dtype, types.Float):
        return builder.fpext(found, kind)
    return builder.sext(found, kind) if column.dtype.signed else builder.zext(found, kind)
