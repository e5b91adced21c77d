"""Sums, products, comparisons and choices of eight numbers side by side. Each is LLVM's own operation on a vector, so that a rule gives
each citizen the bits that it gives one alone. A branch is refused: eight answers are not one (machine.lanes)."""

import math
import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.typing.templates import signature

from sottovoce import chance
from sottovoce.machine import lanes
from sottovoce.machine.compiler.packed import PackedType
from sottovoce.machine.compiler.processor import GATHERS, bounds, own, whole
from sottovoce.machine.compiler.vectors import (
    REAL,
    REALS,
    RUN,
    TRUTHS,
    UNSIGNED,
    WHOLE,
    WORD,
    Lanes,
    Run,
    common,
    constant,
    element,
    is_number,
    lowering,
    several,
    teach,
    turned,
    vector,
)
from sottovoce.machine.lanes import LANES

ARITHMETIC = {operator.add: "add", operator.sub: "sub", operator.mul: "mul"}
BITS = {operator.and_: "and_", operator.or_: "or_", operator.xor: "xor"}
COMPARISONS = {
    operator.lt: "<",
    operator.le: "<=",
    operator.gt: ">",
    operator.ge: ">=",
    operator.eq: "==",
    operator.ne: "!=",
}
ONE_BITS = 0x3FF0000000000000  # of 1.0
IN_PLACE = {
    operator.iadd: operator.add,
    operator.isub: operator.sub,
    operator.imul: operator.mul,
    operator.iand: operator.and_,
    operator.ior: operator.or_,
    operator.ixor: operator.xor,
}


# Of two numbers


def _of_two(function: Any, make: Callable) -> None:
    """Teach Numba an operator of two numbers of which at least one is lanes: ``make(builder, kind of number, a, b)``."""

    def type_of(*args: Any) -> Any:
        if len(args) != 2 or not several(*args) or not all(map(is_number, args)):
            return None
        kind = common(*args)
        if function is operator.truediv:
            kind = types.float64
        elif kind == types.boolean and IN_PLACE.get(function, function) in ARITHMETIC:
            kind = types.int64
        result = TRUTHS if function in COMPARISONS else Lanes(kind)
        return signature(result, Lanes(kind), Lanes(kind)) if kind else None

    teach(function, type_of)

    @lowering(function, Lanes, Lanes)
    def _lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return make(builder, sig.args[0].dtype, *args)


def _arithmetic(name: str) -> Callable:
    def make(builder: Any, kind: types.Type, a: Any, b: Any) -> Any:
        return getattr(builder, ("f" if kind == types.float64 else "") + name)(a, b)

    return make


def _bits(name: str) -> Callable:
    return lambda builder, kind, a, b: getattr(builder, name)(a, b)


def _shift_right(builder: Any, kind: types.Type, a: Any, b: Any) -> Any:
    return builder.lshr(a, b) if kind == types.uint64 else builder.ashr(a, b)


def _compared(builder: Any, sign: str, kind: types.Type, a: Any, b: Any) -> Any:
    if kind == types.float64:
        return builder.fcmp_unordered(sign, a, b) if sign == "!=" else builder.fcmp_ordered(sign, a, b)
    return builder.icmp_signed(sign, a, b) if kind == types.int64 else builder.icmp_unsigned(sign, a, b)


def _comparison(sign: str) -> Callable:
    return lambda builder, kind, a, b: _compared(builder, sign, kind, a, b)


def _better(sign: str) -> Callable:
    """The second number if it stands so to the first, else the first: as Python's min and max have it."""
    which = min if sign == "<" else max

    def make(builder: Any, kind: types.Type, a: Any, b: Any) -> Any:
        found = builder.select(_compared(builder, sign, kind, b, a), b, a)
        if kind == types.float64 and isinstance(b, ir.Constant):
            limit = b.constant[0].constant
            found.bounds = tuple(which(each, limit) for each in bounds(a))
        return found

    return make


def _neighbour_type(*args: Any) -> Any:
    if len(args) == 2 and isinstance(args[0], Run) and isinstance(args[1], types.Integer):
        return signature(RUN, RUN, types.int64)
    return None


# A run and a number: the run that begins that number of rows later. Taught before what adds any two, which would take it too.
teach(operator.add, _neighbour_type)


@lowering(operator.add, Run, types.int64)
def _neighbour(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return builder.add(*args)


_makers: dict[Any, Callable] = {
    **{function: _arithmetic(name) for function, name in ARITHMETIC.items()},
    **{function: _bits(name) for function, name in BITS.items()},
    **{function: _comparison(sign) for function, sign in COMPARISONS.items()},
    operator.truediv: lambda builder, kind, a, b: builder.fdiv(a, b),
    operator.lshift: lambda builder, kind, a, b: builder.shl(a, b),
    operator.rshift: _shift_right,
    min: _better("<"),
    max: _better(">"),
}
for _function, _make in _makers.items():
    _of_two(_function, _make)
for _function, _other in IN_PLACE.items():
    _of_two(_function, _makers[_other])


# Of one


def _of_one(function: Any, result: Callable[[Any], Any], make: Callable) -> None:
    """Teach Numba a function of lanes. `result`: from the kind of number to the type of the outcome, None where there is none;
    ``make(builder, kind of number, x)``."""

    def type_of(*args: Any) -> Any:
        if len(args) != 1 or not several(*args):
            return None
        taken = Lanes(element(args[0]))
        found = result(taken.dtype)
        return signature(found, taken) if found else None

    teach(function, type_of)

    @lowering(function, Lanes)
    def _lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return make(builder, sig.args[0].dtype, args[0])


def _as_it_is(function: Any, kind: Any, result: types.Type) -> None:
    """Teach Numba the same function of one number, where it is no more than a change of type."""

    def type_of(*args: Any) -> Any:
        return signature(result, result) if len(args) == 1 and isinstance(args[0], kind) else None

    teach(function, type_of)

    @lowering(function, result)
    def _lower(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        return args[0]


def _turn(to: types.Type) -> Callable:
    return lambda builder, kind, x: turned(builder, x, kind, to)


def _absolute(builder: Any, kind: types.Type, x: Any) -> Any:
    if kind == types.float64:
        return own(builder, f"llvm.fabs.v{LANES}f64", x.type, x)
    return builder.select(builder.icmp_signed("<", x, constant(WORD, 0)), builder.neg(x), x)


def _floor(builder: Any, kind: types.Type, x: Any) -> Any:
    return whole(builder, own(builder, f"llvm.floor.v{LANES}f64", x.type, x))


def _negative(builder: Any, kind: types.Type, x: Any) -> Any:
    return builder.fneg(x) if kind == types.float64 else builder.neg(x)


def _any(builder: Any, kind: types.Type, x: Any) -> Any:
    bits = ir.IntType(LANES)
    return builder.icmp_unsigned("!=", builder.bitcast(x, bits), ir.Constant(bits, 0))


def _largest(builder: Any, kind: types.Type, x: Any) -> Any:
    return own(builder, f"llvm.vector.reduce.smax.v{LANES}i64", WORD, x)


def _unit(builder: Any, kind: types.Type, x: Any) -> Any:
    """`chance.unit` without a conversion, to the same bits: 52 of them behind the point of a number from 1 to 2; less 1, and half a cell
    more. All of it is exact."""
    bits = builder.or_(builder.lshr(x, constant(WORD, 12)), constant(WORD, ONE_BITS))
    return builder.fsub(builder.bitcast(bits, vector(REAL)), constant(REAL, 1.0 - 2.0**-53))


def _only(kind: types.Type, result: types.Type) -> Callable[[Any], Any]:
    return lambda found: result if found == kind else None


_of_one(operator.neg, Lanes, _negative)
_of_one(abs, lambda kind: Lanes(kind) if kind != types.boolean else None, _absolute)
_of_one(math.floor, _only(types.float64, WHOLE), _floor)
_of_one(chance.unit, _only(types.uint64, REALS), _unit)
_of_one(float, lambda kind: REALS, _turn(types.float64))
_of_one(int, lambda kind: WHOLE, _turn(types.int64))
_of_one(lanes.signed, lambda kind: WHOLE, _turn(types.int64))
_of_one(lanes.unsigned, lambda kind: UNSIGNED, _turn(types.uint64))
_of_one(lanes.some, _only(types.boolean, types.boolean), _any)
_of_one(lanes.most, _only(types.int64, types.int64), _largest)
_as_it_is(lanes.unsigned, types.Integer | types.Boolean, types.uint64)
_as_it_is(lanes.signed, types.Integer | types.Boolean, types.int64)
_as_it_is(lanes.most, types.Integer, types.int64)
_as_it_is(lanes.some, types.Boolean, types.boolean)


def _run_type(*args: Any) -> Any:
    if len(args) != 2 or not isinstance(args[0], types.Integer) or not isinstance(args[1], PackedType):
        return None
    return signature(RUN if args[1].constants["width"] == LANES else types.int64, types.int64, args[1])


teach(lanes.run, _run_type)


@lowering(lanes.run, types.int64, PackedType)
def _run(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return args[0]


# The clock of a profile


def _lap_type(*args: Any) -> Any:
    if len(args) != 2 or not isinstance(args[0], PackedType):
        return None
    return signature(types.none, args[0], types.int64)


teach(lanes.lap, _lap_type)


@lowering(lanes.lap, PackedType, types.int64)
def _lap(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    kind = sig.args[0]
    clock = context.get_getattr(kind, "clock")(context, builder, kind, args[0], "clock")
    column = kind.at["clock"][1]
    held = context.make_array(column)(context, builder, clock)
    last = builder.sub(builder.extract_value(held.shape, 0), ir.Constant(WORD, 1))
    before, counted = (builder.gep(held.data, [place]) for place in (last, args[1]))
    now = own(builder, "llvm.readcyclecounter", WORD)
    builder.store(builder.add(builder.load(counted), builder.sub(now, builder.load(before))), counted)
    builder.store(now, before)
    return context.get_dummy_value()


# One of two


def _where_type(condition: Any, yes: Any, no: Any) -> Any:
    kind = common(yes, no) if is_number(yes) and is_number(no) else None
    if kind is None or not (isinstance(condition, types.Boolean) or condition == TRUTHS):
        return None
    if several(condition, yes, no):
        asked = (
            TRUTHS if GATHERS else condition
        )  # without masks for lanes, one answer for all is better left one
        return signature(Lanes(kind), asked, Lanes(kind), Lanes(kind))
    return signature(kind, types.boolean, kind, kind)


teach(lanes.where, _where_type)


@lowering(lanes.where, Lanes, Lanes, Lanes)
@lowering(lanes.where, types.Boolean, types.Any, types.Any)
def _where(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    condition, yes, no = args
    if not isinstance(condition.type, ir.VectorType):
        condition = cgutils.as_bool_bit(builder, condition)
    return builder.select(condition, yes, no)
