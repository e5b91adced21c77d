"""Two types for eight citizens side by side: `Run` stands for the rows of eight neighbours, `Lanes` for eight numbers (or for eight
rows anywhere). One number where eight are wanted is eight times the same.

A vector of LLVM holds them, which it has for every processor, of whatever width its registers are.
"""

import operator
from collections.abc import Callable
from typing import Any

import numba.core.typing.templates as templates
from llvmlite import ir
from numba.core import types
from numba.core.imputils import lower_builtin, lower_cast
from numba.core.typeconv.castgraph import Conversion
from numba.core.typing.templates import AbstractTemplate
from numba.extending import models, register_model

from sottovoce.machine.compiler import processor
from sottovoce.machine.lanes import LANES

BIT, WORD32, WORD, REAL = ir.IntType(1), ir.IntType(32), ir.IntType(64), ir.DoubleType()
ELEMENTS = {types.boolean: BIT, types.int64: WORD, types.uint64: WORD, types.float64: REAL}
RANK = [types.boolean, types.int64, types.uint64, types.float64]  # what meets what is later comes to be that


class Lanes(types.Type):
    """Eight truth values, integers (64 bits, with or without sign) or floats (64 bits)."""

    def __init__(self, dtype: types.Type):
        self.dtype = dtype
        super().__init__(f"Lanes({dtype})")

    def can_convert_from(self, typingctx: Any, other: Any) -> Conversion | None:
        """One number for all lanes."""
        return Conversion.safe if isinstance(other, types.Number | types.Boolean | Run) else None

    def unify(self, typingctx: Any, other: Any) -> types.Type | None:
        """The type of a variable that is lanes in one place and a number, or other lanes, in another."""
        together = common(self, other) if is_number(other) else None
        return Lanes(together) if together else None


class Run(types.Type):
    """Rows i, i + 1, ..., i + 7, known by the first."""

    def __init__(self):
        super().__init__("Run")


RUN, TRUTHS, WHOLE, UNSIGNED, REALS = Run(), *(Lanes(each) for each in RANK)


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Lanes):
        super().__init__(manager, kind, vector(ELEMENTS[kind.dtype]))


@register_model(Run)
class _RunModel(models.PrimitiveModel):
    def __init__(self, manager: Any, kind: Run):
        super().__init__(manager, kind, WORD)


def vector(element: ir.Type) -> ir.VectorType:
    """LLVM's type of eight elements."""
    return ir.VectorType(element, LANES)


def is_number(kind: Any) -> bool:
    """Whether it is one number, or several."""
    return isinstance(kind, Lanes | Run | types.Number | types.Boolean)


def several(*kinds: Any) -> bool:
    """Whether any is more than one number."""
    return any(isinstance(kind, Lanes | Run) for kind in kinds)


def element(kind: Any) -> types.Type:
    """As what kind of number a lane of it is read."""
    if isinstance(kind, Lanes):
        return kind.dtype
    if isinstance(kind, types.Float):
        return types.float64
    if isinstance(kind, types.Boolean):
        return types.boolean
    return types.int64 if isinstance(kind, Run) or kind.signed else types.uint64


def common(*kinds: Any) -> types.Type | None:
    """The kind of number that holds all of these; None where integers with and without sign meet (a constant goes with either)."""
    constants = [k for k in kinds if isinstance(k, types.IntegerLiteral)]
    found = {element(k) for k in kinds if k not in constants} or {types.int64}
    if found >= {types.int64, types.uint64} and types.float64 not in found:
        return None
    return max(found, key=RANK.index)


def constant(kind: ir.Type, value: Any) -> ir.Constant:
    """The same number in all lanes."""
    return ir.Constant(vector(kind), [value] * LANES)


def known_number(value: Any) -> Any:
    """The number that a value is, where it is a constant, or the sum or difference of some; else None."""
    if isinstance(value, ir.Constant):
        return value.constant
    if not isinstance(value, ir.Instruction) or value.opname not in _FOLDED:
        return None
    numbers = [known_number(each) for each in value.operands]
    return None if None in numbers else _FOLDED[value.opname](*numbers)


_FOLDED: dict[str, Callable] = {"sitofp": float, "fadd": operator.add, "fsub": operator.sub}


def spread(builder: Any, value: Any) -> Any:
    """One number in all lanes."""
    if (known := known_number(value)) is not None:
        return constant(value.type, known)
    nothing = ir.Constant(vector(value.type), ir.Undefined)
    first = builder.insert_element(nothing, value, ir.Constant(WORD32, 0))
    return builder.shuffle_vector(first, nothing, constant(WORD32, 0))


def turned(builder: Any, value: Any, from_: types.Type, to: types.Type) -> Any:
    """Lanes of one kind as lanes of another."""
    if ELEMENTS[from_] == ELEMENTS[to]:
        return value
    kind = vector(ELEMENTS[to])
    if to == types.float64:
        return processor.real(builder, value) if from_ == types.int64 else builder.uitofp(value, kind)
    return processor.whole(builder, value) if from_ == types.float64 else builder.zext(value, kind)


@lower_cast(types.Number, Lanes)
@lower_cast(types.Boolean, Lanes)
@lower_cast(types.IntegerLiteral, Lanes)
@lower_cast(types.BooleanLiteral, Lanes)
def _number_as_lanes(context: Any, builder: Any, from_: Any, to: Lanes, value: Any) -> Any:
    if isinstance(from_, types.Literal):
        value = context.get_constant(to.dtype, from_.literal_value)
    elif not isinstance(from_, types.Boolean) or to.dtype != types.boolean:
        value = context.cast(builder, value, from_, to.dtype)
    return spread(builder, value)


@lower_cast(Lanes, Lanes)
def _lanes_as_lanes(context: Any, builder: Any, from_: Lanes, to: Lanes, value: Any) -> Any:
    return turned(builder, value, from_.dtype, to.dtype)


@lower_cast(Run, Lanes)
def _rows_as_lanes(context: Any, builder: Any, from_: Run, to: Lanes, value: Any) -> Any:
    rows = builder.add(spread(builder, value), ir.Constant(vector(WORD), list(range(LANES))))
    return turned(builder, rows, types.int64, to.dtype)


def teach(function: Any, type_of: Callable[..., Any]) -> None:
    """Teach Numba the type of what a function returns: `type_of(*types of arguments)` gives a signature, or None where it is none of
    its business. What Numba knows of the function already stays."""

    class Template(AbstractTemplate):
        key = function

        def generic(self, args: Any, kws: Any) -> Any:
            return None if kws else type_of(*args)

    register: Any = templates.infer_global
    register(function)(Template)


def lowering(function: Any, *kinds: Any) -> Callable[[Callable], Callable]:
    """Mark what makes LLVM's code of a function for arguments of these kinds: ``make(context, builder, signature, arguments)``."""
    register: Any = lower_builtin
    return register(function, *kinds)
