"""What Numba has to know to compile a rule for eight citizens side by side: two types, and what can be done with them.

`Run` stands for the rows of eight neighbours; `Lanes` for eight numbers, or eight rows anywhere. Each operation is LLVM's own on a
vector, which it has for every processor, of whatever width its registers are; so a rule gives each citizen the bits that it
gives one alone. A branch on lanes is refused, since eight answers are not one: see machine.lanes.
"""

import math
import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import lower_builtin, lower_cast
from numba.core.typeconv import Conversion
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import models, register_model
from numba.np import arrayobj
from numba.np.numpy_support import as_dtype

from sottovoce.machine import lanes
from sottovoce.machine.lanes import LANES

BIT, WORD32, WORD, REAL = ir.IntType(1), ir.IntType(32), ir.IntType(64), ir.DoubleType()
ELEMENTS = {types.boolean: BIT, types.int64: WORD, types.uint64: WORD, types.float64: REAL}
RANK = [types.boolean, types.int64, types.uint64, types.float64]


class Lanes(types.Type):
    """Eight truth values, integers (with or without sign, 64 bits) or floats (64 bits)."""

    def __init__(self, dtype: types.Type):
        self.dtype = dtype
        super().__init__(f"Lanes({dtype})")

    def can_convert_from(self, typingctx: Any, other: Any) -> Conversion | None:
        """One number for all lanes."""
        return Conversion.safe if isinstance(other, types.Number | types.Boolean | Run) else None

    def unify(self, typingctx: Any, other: Any) -> types.Type | None:
        """What a variable holds that is lanes in one place and a number, or other lanes, in another."""
        return Lanes(_common(self, other)) if _known(other) and _common(self, other) else None


class Run(types.Type):
    """Rows i, i + 1, ..., i + 7, known by the first."""

    def __init__(self):
        super().__init__("Run")


RUN, TRUTHS, WHOLE, UNSIGNED, REALS = Run(), *(Lanes(each) for each in RANK)


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Lanes):
        super().__init__(manager, kind, ir.VectorType(ELEMENTS[kind.dtype], LANES))


@register_model(Run)
class _RunModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Run):
        super().__init__(manager, kind, WORD)


@infer_global(lanes.run)
class _RunFrom(AbstractTemplate):
    key = lanes.run

    def generic(self, args: Any, kws: Any) -> Any:
        return signature(RUN, types.int64) if isinstance(args[0], types.Integer) else None


@lower_builtin(lanes.run, types.int64)
def _run_from(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return args[0]


# What kind of number


def _known(kind: types.Type) -> bool:
    return isinstance(kind, Lanes | Run | types.Number | types.Boolean)


def _several(*kinds: types.Type) -> bool:
    return any(isinstance(kind, Lanes | Run) for kind in kinds)


def _element(kind: Any) -> types.Type:
    if isinstance(kind, Lanes):
        return kind.dtype
    if isinstance(kind, types.Float):
        return types.float64
    if isinstance(kind, types.Boolean):
        return types.boolean
    return types.int64 if isinstance(kind, Run) or kind.signed else types.uint64


def _common(*kinds: Any) -> types.Type | None:
    """The kind of number that holds all of these; None where signed and unsigned meet (but a constant may go with either)."""
    loose = [k for k in kinds if isinstance(k, types.IntegerLiteral)]
    found = {_element(k) for k in kinds if k not in loose} or {types.int64}
    if found >= {types.int64, types.uint64} and types.float64 not in found:
        return None
    return max(found, key=RANK.index)


# From one number to eight, and from one kind to another


def _constant(element: ir.Type, value: Any) -> ir.Constant:
    return ir.Constant(ir.VectorType(element, LANES), [value] * LANES)


def _spread(builder: Any, value: Any) -> Any:
    """One number in all lanes."""
    kind = ir.VectorType(value.type, LANES)
    nothing = ir.Constant(kind, ir.Undefined)
    first = builder.insert_element(nothing, value, ir.Constant(WORD32, 0))
    return builder.shuffle_vector(first, nothing, _constant(WORD32, 0))


def _turned(builder: Any, value: Any, from_: types.Type, to: types.Type) -> Any:
    """Lanes of one kind as lanes of another."""
    if ELEMENTS[from_] == ELEMENTS[to]:
        return value
    kind = ir.VectorType(ELEMENTS[to], LANES)
    if to == types.float64:
        return builder.sitofp(value, kind) if from_ == types.int64 else builder.uitofp(value, kind)
    if from_ == types.float64:
        return builder.fptosi(value, kind)
    return builder.zext(value, kind)


@lower_cast(types.Number, Lanes)
@lower_cast(types.Boolean, Lanes)
@lower_cast(types.IntegerLiteral, Lanes)
@lower_cast(types.BooleanLiteral, Lanes)
def _cast_number(context: Any, builder: Any, from_: Any, to: Lanes, value: Any) -> Any:
    if isinstance(from_, types.Literal):
        value = context.get_constant(to.dtype, from_.literal_value)
    elif not isinstance(from_, types.Boolean) or to.dtype != types.boolean:
        value = context.cast(builder, value, from_, to.dtype)
    return _spread(builder, value)


@lower_cast(Lanes, Lanes)
def _cast_lanes(context: Any, builder: Any, from_: Lanes, to: Lanes, value: Any) -> Any:
    return _turned(builder, value, from_.dtype, to.dtype)


@lower_cast(Run, Lanes)
def _cast_run(context: Any, builder: Any, from_: Run, to: Lanes, value: Any) -> Any:
    return _turned(builder, _rows(builder, value), types.int64, to.dtype)


def _rows(builder: Any, first: Any) -> Any:
    return builder.add(_spread(builder, first), ir.Constant(ir.VectorType(WORD, LANES), list(range(LANES))))


# Sums, products, comparisons


def _named(builder: Any, name: str, *arguments: Any) -> Any:
    """A function of LLVM's own, by name."""
    kind = ir.FunctionType(arguments[0].type, [each.type for each in arguments])
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), arguments)


def _reduced(builder: Any, how: str, x: Any) -> Any:
    """One integer from eight: their sum (add) or the largest (smax)."""
    kind = ir.FunctionType(WORD, [x.type])
    name = f"llvm.vector.reduce.{how}.v{LANES}i64"
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), [x])


def _operator(function: Any, result: Callable[[types.Type], types.Type], make: Callable) -> None:
    """Teach Numba an operator of two numbers of which at least one is lanes. `result`: from the common kind to that of the
    outcome; `make(builder, kind, a, b)`."""

    class Template(AbstractTemplate):
        key = function

        def generic(self, args: Any, kws: Any) -> Any:
            if len(args) != 2 or not _several(*args) or not all(map(_known, args)):
                return None
            kind = _common(*args)
            if function is operator.truediv:
                kind = types.float64
            elif kind == types.boolean and function in ARITHMETIC:
                kind = types.int64
            return signature(Lanes(result(kind)), Lanes(kind), Lanes(kind)) if kind else None

    infer_global(function)(Template)

    @lower_builtin(function, Lanes, Lanes)
    def _lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return make(builder, sig.args[0].dtype, *args)


def _arithmetic(name: str) -> Callable:
    def make(builder: Any, kind: types.Type, a: Any, b: Any) -> Any:
        return getattr(builder, ("f" if kind == types.float64 else "") + name)(a, b)

    return make


def _shift_right(builder: Any, kind: types.Type, a: Any, b: Any) -> Any:
    return builder.lshr(a, b) if kind == types.uint64 else builder.ashr(a, b)


def _compared(builder: Any, sign: str, kind: types.Type, a: Any, b: Any) -> Any:
    if kind == types.float64:
        return builder.fcmp_unordered(sign, a, b) if sign == "!=" else builder.fcmp_ordered(sign, a, b)
    return builder.icmp_signed(sign, a, b) if kind == types.int64 else builder.icmp_unsigned(sign, a, b)


ARITHMETIC = {operator.add: "add", operator.sub: "sub", operator.mul: "mul"}
COMPARISONS = {
    operator.lt: "<",
    operator.le: "<=",
    operator.gt: ">",
    operator.ge: ">=",
    operator.eq: "==",
    operator.ne: "!=",
}
_AGAIN = {
    operator.iadd: operator.add,
    operator.isub: operator.sub,
    operator.imul: operator.mul,
    operator.iand: operator.and_,
    operator.ior: operator.or_,
    operator.ixor: operator.xor,
}


def _same(kind: types.Type) -> types.Type:
    return kind


_makers: dict[Any, Callable] = {
    **{function: _arithmetic(name) for function, name in ARITHMETIC.items()},
    operator.truediv: lambda builder, kind, a, b: builder.fdiv(a, b),
    operator.and_: lambda builder, kind, a, b: builder.and_(a, b),
    operator.or_: lambda builder, kind, a, b: builder.or_(a, b),
    operator.xor: lambda builder, kind, a, b: builder.xor(a, b),
    operator.lshift: lambda builder, kind, a, b: builder.shl(a, b),
    operator.rshift: _shift_right,
    min: lambda builder, kind, a, b: builder.select(_compared(builder, "<", kind, b, a), b, a),
    max: lambda builder, kind, a, b: builder.select(_compared(builder, ">", kind, b, a), b, a),
}
for _function, _maker in _makers.items():
    _operator(_function, _same, _maker)
for _function, _other in _AGAIN.items():
    _operator(_function, _same, _makers[_other])
for _function, _sign in COMPARISONS.items():
    _operator(
        _function,
        lambda kind: types.boolean,
        lambda builder, kind, a, b, sign=_sign: _compared(builder, sign, kind, a, b),
    )


@infer_global(operator.add)
class _Neighbour(AbstractTemplate):
    """A run and a number of rows is the run that begins so much later."""

    key = operator.add

    def generic(self, args: Any, kws: Any) -> Any:
        if isinstance(args[0], Run) and isinstance(args[1], types.Integer):
            return signature(RUN, RUN, types.int64)
        return None


@lower_builtin(operator.add, Run, types.int64)
def _neighbour(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return builder.add(*args)


# Functions of one number


def _function(function: Any, result: Callable[[Any], Any], make: Callable) -> None:
    """Teach Numba a function of one lanes. `result`: from its kind to that of the outcome, None where there is none."""

    class Template(AbstractTemplate):
        key = function

        def generic(self, args: Any, kws: Any) -> Any:
            if len(args) != 1 or not isinstance(args[0], Lanes | Run):
                return None
            taken = Lanes(_element(args[0]))
            found = result(taken.dtype)
            return signature(found, taken) if found else None

    infer_global(function)(Template)

    @lower_builtin(function, Lanes)
    def _lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return make(builder, sig.args[0].dtype, args[0])


def _absolute(builder: Any, kind: types.Type, x: Any) -> Any:
    if kind == types.float64:
        return _named(builder, f"llvm.fabs.v{LANES}f64", x)
    return builder.select(builder.icmp_signed("<", x, _constant(WORD, 0)), builder.neg(x), x)


def _floor(builder: Any, kind: types.Type, x: Any) -> Any:
    return builder.fptosi(_named(builder, f"llvm.floor.v{LANES}f64", x), ir.VectorType(WORD, LANES))


def _any(builder: Any, kind: types.Type, x: Any) -> Any:
    bits = ir.IntType(LANES)
    return builder.icmp_unsigned("!=", builder.bitcast(x, bits), ir.Constant(bits, 0))


_function(
    operator.neg, Lanes, lambda builder, kind, x: builder.fneg(x) if kind == types.float64 else builder.neg(x)
)
_function(abs, lambda kind: Lanes(kind) if kind != types.boolean else None, _absolute)
_function(math.floor, lambda kind: WHOLE if kind == types.float64 else None, _floor)
_function(float, lambda kind: REALS, lambda builder, kind, x: _turned(builder, x, kind, types.float64))
_function(int, lambda kind: WHOLE, lambda builder, kind, x: _turned(builder, x, kind, types.int64))
_function(
    lanes.unsigned, lambda kind: UNSIGNED, lambda builder, kind, x: _turned(builder, x, kind, types.uint64)
)
_function(lanes.some, lambda kind: types.boolean if kind == types.boolean else None, _any)


_function(lanes.signed, lambda kind: WHOLE, lambda builder, kind, x: _turned(builder, x, kind, types.int64))
_function(
    lanes.most,
    lambda kind: types.int64 if kind == types.int64 else None,
    lambda builder, kind, x: _reduced(builder, "smax", x),
)


def _for_one(function: Any, kind: Any, result: types.Type) -> None:
    """Teach Numba the same function of one number, which is no more than a change of type."""

    class Template(AbstractTemplate):
        key = function

        def generic(self, args: Any, kws: Any) -> Any:
            return signature(result, result) if len(args) == 1 and isinstance(args[0], kind) else None

    infer_global(function)(Template)

    @lower_builtin(function, result)
    def _lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return args[0]


_for_one(lanes.unsigned, types.Integer | types.Boolean, types.uint64)
_for_one(lanes.signed, types.Integer | types.Boolean, types.int64)
_for_one(lanes.most, types.Integer, types.int64)
_for_one(lanes.some, types.Boolean, types.boolean)


@infer_global(lanes.where)
class _Where(AbstractTemplate):
    key = lanes.where

    def generic(self, args: Any, kws: Any) -> Any:
        condition, yes, no = args
        if not isinstance(condition, types.Boolean) and condition != TRUTHS:
            return None
        kind = _common(yes, no)
        if kind is None:
            return None
        if _several(condition, yes, no):
            return signature(Lanes(kind), TRUTHS, Lanes(kind), Lanes(kind))
        return signature(kind, types.boolean, kind, kind)


@lower_builtin(lanes.where, Lanes, Lanes, Lanes)
@lower_builtin(lanes.where, types.Boolean, types.Any, types.Any)
def _where(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    condition = args[0] if isinstance(args[0].type, ir.VectorType) else cgutils.as_bool_bit(builder, args[0])
    return builder.select(condition, args[1], args[2])


# Columns


def _held_by(column: Any) -> types.Type:
    """As what an element of a column is read: with 64 bits, and no sign only if it has 64 bits without one."""
    narrow = isinstance(column.dtype, types.Integer | types.Boolean) and column.dtype != types.uint64
    return types.int64 if narrow else _element(column.dtype)


def _column_kind(column: Any) -> types.Type:
    return Lanes(_held_by(column))


def _by_lanes(index: Any) -> bool:
    """Whether a place in a column is one a lane: a run or lanes, or a pair with one of them."""
    if isinstance(index, types.BaseTuple):
        return _several(*index.types) and all(isinstance(k, Lanes | Run | types.Integer) for k in index.types)
    return isinstance(index, Lanes | Run)


@infer_global(operator.getitem)
class _Get(AbstractTemplate):
    key = operator.getitem

    def generic(self, args: Any, kws: Any) -> Any:
        column, index = args
        if isinstance(column, types.Array) and _by_lanes(index):
            return signature(_column_kind(column), column, index)
        return None


@infer_global(operator.setitem)
class _Set(AbstractTemplate):
    key = operator.setitem

    def generic(self, args: Any, kws: Any) -> Any:
        column, index, value = args
        if isinstance(column, types.Array) and _by_lanes(index) and _known(value):
            return signature(types.none, column, index, _column_kind(column))
        return None


@lower_builtin(operator.getitem, types.Array, Run)
@lower_builtin(operator.getitem, types.Array, Lanes)
@lower_builtin(operator.getitem, types.Array, types.BaseTuple)
def _get(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    column, index = sig.args
    if not _by_lanes(index):  # an ordinary pair of places
        return arrayobj.getitem_array_tuple(context, builder, sig, args)
    pointer, beside = _places(context, builder, column, args[0], index, args[1])
    element = context.get_data_type(column.dtype)
    if beside:
        kind = ir.VectorType(element, LANES)
        found = builder.load(builder.bitcast(pointer, kind.as_pointer()), align=_size(column))
    else:
        found = _gathered(
            builder,
            column,
            pointer,
            _constant(BIT, 1),
            ir.Constant(ir.VectorType(element, LANES), ir.Undefined),
        )
    return _widened(builder, column, found)


@lower_builtin(operator.setitem, types.Array, Run, Lanes)
@lower_builtin(operator.setitem, types.Array, Lanes, Lanes)
@lower_builtin(
    operator.setitem, types.Array, types.BaseTuple, Lanes
)  # of an ordinary pair the value is no lanes
def _set(context: Any, builder: Any, sig: Any, args: Any) -> None:
    column, index, _ = sig.args
    pointer, beside = _places(context, builder, column, args[0], index, args[1])
    element = context.get_data_type(column.dtype)
    kind, value = ir.VectorType(element, LANES), args[2]
    if value.type != kind:
        value = (
            builder.fptrunc(value, kind)
            if isinstance(column.dtype, types.Float)
            else builder.trunc(value, kind)
        )
    if beside:
        builder.store(value, builder.bitcast(pointer, kind.as_pointer()), align=_size(column))
        return
    for lane in range(LANES):  # rows may be the same: then the last one stands
        which = ir.Constant(WORD32, lane)
        address = builder.inttoptr(builder.extract_element(pointer, which), element.as_pointer())
        builder.store(builder.extract_element(value, which), address, align=_size(column))


@infer_global(lanes.at)
class _At(AbstractTemplate):
    key = lanes.at

    def generic(self, args: Any, kws: Any) -> Any:
        column, place, here, _ = args
        if not isinstance(column, types.Array):
            return None
        if _several(place, here):
            kind = _column_kind(column)
            return signature(kind, column, WHOLE, TRUTHS, kind)
        kind = _held_by(column)
        return signature(kind, column, types.int64, types.boolean, kind)


@lower_builtin(lanes.at, types.Array, Lanes, Lanes, Lanes)
def _at(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    column = sig.args[0]
    addresses, _ = _places(context, builder, column, args[0], WHOLE, args[1])
    nothing = ir.Constant(ir.VectorType(context.get_data_type(column.dtype), LANES), ir.Undefined)
    found = _widened(builder, column, _gathered(builder, column, addresses, args[2], nothing))
    return builder.select(args[2], found, args[3])


@lower_builtin(lanes.at, types.Array, types.int64, types.Boolean, types.Number)
def _at_one(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    column = sig.args[0]
    result = cgutils.alloca_once_value(builder, args[3])
    with builder.if_then(cgutils.as_bool_bit(builder, args[2])):
        held = context.make_array(column)(context, builder, args[0])
        found = builder.load(builder.gep(held.data, [args[1]]))
        builder.store(context.cast(builder, found, column.dtype, sig.return_type), result)
    return builder.load(result)


def _size(column: types.Array) -> int:
    return as_dtype(column.dtype).itemsize


def _places(context: Any, builder: Any, column: Any, array: Any, index: Any, given: Any) -> tuple[Any, bool]:
    """Where the lanes are: a pointer to the first of neighbours and True, or eight addresses and False."""
    held = context.make_array(column)(context, builder, array)
    kinds = list(index.types) if isinstance(index, types.BaseTuple) else [index]
    values = cgutils.unpack_tuple(builder, given) if isinstance(index, types.BaseTuple) else [given]
    strides = cgutils.unpack_tuple(builder, held.strides)
    if column.layout == "C":
        strides[-1] = ir.Constant(WORD, _size(column))
    beside = isinstance(kinds[-1], Run) and column.layout == "C" and not _several(*kinds[:-1])
    where = builder.ptrtoint(held.data, WORD) if not beside else None
    if beside:
        offset = ir.Constant(WORD, 0)
        for kind, value, stride in zip(kinds, values, strides, strict=True):
            value = value if isinstance(kind, Run) else context.cast(builder, value, kind, types.int64)
            offset = builder.add(offset, builder.mul(value, stride))
        byte = builder.bitcast(held.data, ir.IntType(8).as_pointer())
        return builder.gep(byte, [offset]), True
    addresses = _spread(builder, where)
    for kind, value, stride in zip(kinds, values, strides, strict=True):
        rows = context.cast(builder, value, kind, WHOLE) if kind != WHOLE else value
        addresses = builder.add(addresses, builder.mul(rows, _spread(builder, stride)))
    return addresses, False


def _gathered(builder: Any, column: Any, addresses: Any, here: Any, otherwise: Any) -> Any:
    """What stands at eight addresses, where `here`."""
    element = otherwise.type.element
    pointers = ir.VectorType(element.as_pointer(), LANES)
    name = f"llvm.masked.gather.v{LANES}{'f' if isinstance(column.dtype, types.Float) else 'i'}{8 * _size(column)}.v{LANES}p0"
    kind = ir.FunctionType(otherwise.type, [pointers, WORD32, ir.VectorType(BIT, LANES), otherwise.type])
    gather = cgutils.get_or_insert_function(builder.module, kind, name)
    return builder.call(
        gather, [builder.inttoptr(addresses, pointers), ir.Constant(WORD32, _size(column)), here, otherwise]
    )


def _widened(builder: Any, column: Any, found: Any) -> Any:
    """Elements of a column as lanes of 64 bits."""
    kind = ir.VectorType(ELEMENTS[_held_by(column)], LANES)
    if found.type == kind:
        return found
    if isinstance(column.dtype, types.Float):
        return builder.fpext(found, kind)
    return builder.sext(found, kind) if column.dtype.signed else builder.zext(found, kind)


@infer_global(lanes.append)
class _Append(AbstractTemplate):
    key = lanes.append

    def generic(self, args: Any, kws: Any) -> Any:
        column, place, here, what = args
        if column != types.Array(types.int64, 1, "C") or not _several(here, what) or _several(place):
            return None
        return signature(types.int64, column, types.int64, TRUTHS, WHOLE)


@lower_builtin(lanes.append, types.Array, types.int64, Lanes, Lanes)
def _append(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    array, place, here, what = args
    pointer = builder.gep(context.make_array(sig.args[0])(context, builder, array).data, [place])
    kind = ir.FunctionType(ir.VoidType(), [what.type, pointer.type, here.type])
    store = cgutils.get_or_insert_function(builder.module, kind, f"llvm.masked.compressstore.v{LANES}i64")
    builder.call(store, [what, pointer, here])
    return builder.zext(builder.ctpop(builder.bitcast(here, ir.IntType(LANES))), WORD)


# Tables of sums


@infer_global(lanes.add)
class _Add(AbstractTemplate):
    key = lanes.add

    def generic(self, args: Any, kws: Any) -> Any:
        sums, group, name, amount = args
        if not isinstance(sums, types.Array) or _common(amount) not in (types.int64, types.boolean):
            return None
        if not _several(group, name, amount):
            return signature(types.none, sums, types.int64, types.int64, types.int64)
        name = WHOLE if _several(name) else types.int64
        return signature(types.none, sums, WHOLE, name, WHOLE)


@lower_builtin(lanes.add, types.Array, types.int64, types.int64, types.int64)
def _add_one(context: Any, builder: Any, sig: Any, args: Any) -> None:
    _count(context, builder, sig.args[0], *args)


@lower_builtin(lanes.add, types.Array, Lanes, types.int64, Lanes)
def _add_lanes(context: Any, builder: Any, sig: Any, args: Any) -> None:
    """The lanes of a group are added up, group after group; there are few, and mostly one."""
    kind, (sums, group, name, amount) = sig.args[0], args
    groups = builder.extract_value(context.make_array(kind)(context, builder, sums).shape, 0)
    first = ir.Constant(WORD, 0)
    with builder.if_else(builder.icmp_signed("==", groups, ir.Constant(WORD, 1))) as (one, several):
        with one:
            _count(context, builder, kind, sums, first, name, _reduced(builder, "add", amount))
        with several, cgutils.for_range(builder, groups) as loop:
            mine = builder.icmp_signed("==", group, _spread(builder, loop.index))
            part = builder.select(mine, amount, _constant(WORD, 0))
            _count(context, builder, kind, sums, loop.index, name, _reduced(builder, "add", part))


@lower_builtin(lanes.add, types.Array, Lanes, Lanes, Lanes)
def _add_scattered(context: Any, builder: Any, sig: Any, args: Any) -> None:
    sums, *others = args
    for lane in range(LANES):
        which = ir.Constant(WORD32, lane)
        _count(
            context, builder, sig.args[0], sums, *(builder.extract_element(each, which) for each in others)
        )


def _count(context: Any, builder: Any, kind: Any, sums: Any, group: Any, name: Any, amount: Any) -> None:
    held = context.make_array(kind)(context, builder, sums)
    place = cgutils.get_item_pointer(context, builder, kind, held, [group, name])
    builder.store(builder.add(builder.load(place), amount), place)


# Named tuples put aside


@infer_global(lanes.keep)
class _Keep(AbstractTemplate):
    key = lanes.keep

    def generic(self, args: Any, kws: Any) -> Any:
        columns, place, what = args
        if not isinstance(place, Run):
            place = types.int64
        return signature(types.none, columns, place, what) if isinstance(what, types.BaseNamedTuple) else None


@lower_builtin(lanes.keep, types.Array, Run, types.BaseNamedTuple)
@lower_builtin(lanes.keep, types.Array, types.int64, types.BaseNamedTuple)
def _keep(context: Any, builder: Any, sig: Any, args: Any) -> None:
    columns, place, what = sig.args
    number_kind = REALS if isinstance(place, Run) else types.float64
    index = types.Tuple([types.int64, place]) if isinstance(place, Run) else types.UniTuple(types.int64, 2)
    put = _set if isinstance(place, Run) else arrayobj.setitem_array
    for k, (kind, number) in enumerate(zip(what, cgutils.unpack_tuple(builder, args[2]), strict=True)):
        number = context.cast(builder, number, kind, number_kind)
        pair = context.make_tuple(builder, index, [context.get_constant(types.int64, k), args[1]])
        put(context, builder, signature(types.none, columns, index, number_kind), [args[0], pair, number])


@infer_global(lanes.kept)
class _Kept(AbstractTemplate):
    key = lanes.kept

    def generic(self, args: Any, kws: Any) -> Any:
        kind, columns, place = args
        if not isinstance(kind, types.NamedTupleClass) or not isinstance(place, Run | Lanes):
            return None
        named = kind.instance_class
        fields = [WHOLE if each is int else REALS for each in named.__annotations__.values()]
        return signature(types.BaseTuple.from_types(fields, named), kind, columns, place)


@lower_builtin(lanes.kept, types.Any, types.Array, Run)
@lower_builtin(lanes.kept, types.Any, types.Array, Lanes)
def _kept(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    _, columns, place = sig.args
    index, numbers = types.Tuple([types.int64, place]), []
    for k, kind in enumerate(sig.return_type):
        pair = context.make_tuple(builder, index, [context.get_constant(types.int64, k), args[2]])
        number = _get(context, builder, signature(REALS, columns, index), [args[1], pair])
        numbers.append(context.cast(builder, number, REALS, kind))
    return context.make_tuple(builder, sig.return_type, numbers)
