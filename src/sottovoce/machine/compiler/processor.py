"""What the processor that Numba compiles for can do, and whole numbers turned into real ones, and back, where it has no instruction for it.

AVX-512 (DQ) turns eight 64-bit integers into doubles, and doubles into integers, in one step. A processor without it does so one lane
at a time. Here both are sums, differences and shifts of all lanes, right for every number (docs/decisions/0018).
"""

import math
from typing import Any

from llvmlite import ir
from numba.core import cgutils
from numba.core.registry import cpu_target

from sottovoce.machine.lanes import LANES

WORD, REAL = ir.IntType(64), ir.DoubleType()
_target: Any = cpu_target.target_context
FEATURES = frozenset(_target.codegen().magic_tuple()[2].split(","))
GATHERS = "+avx512f" in FEATURES  # reads eight rows anywhere, and moves lanes together, at once
CONVERTS = "+avx512dq" in FEATURES or "+sse4.1" not in FEATURES  # or could not cut off a fraction either

# Between 2**52 and 2**53 the last bit of a double counts ones: there the bits of a double are a whole number and a constant.
ONES = 6755399441055744.0  # 1.5 * 2**52: in the middle, for numbers of either sign
ONES_BITS = 0x4338000000000000
HALF_WORD = 32
# The two halves of a word as doubles. High: 2**84 and a number of 2**32 (with 2**31 of them, for the sign); low: 2**52 and a number of ones.
HIGH_BITS, LOW_BITS = 0x4530000080000000, 0x4330000000000000
HIGH_AND_LOW = 2.0**84 + 2.0**63 + 2.0**52


def own(builder: Any, name: str, result: ir.Type, *arguments: Any) -> Any:
    """What a function of LLVM's own gives, by name."""
    kind = ir.FunctionType(result, [each.type for each in arguments])
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), arguments)


def real(builder: Any, value: Any) -> Any:
    """Lanes of signed integers as doubles, rounded once to the nearest as the processor's own instruction does."""
    kind = ir.VectorType(REAL, LANES)
    if CONVERTS or widened(value):  # from narrower integers LLVM knows a way
        return builder.sitofp(getattr(value, "small", value), kind)
    high = builder.xor(builder.lshr(value, _all(WORD, HALF_WORD)), _all(WORD, HIGH_BITS))
    low = builder.or_(builder.and_(value, _all(WORD, 2**HALF_WORD - 1)), _all(WORD, LOW_BITS))
    exact = builder.fsub(builder.bitcast(high, kind), _all(REAL, HIGH_AND_LOW))
    return builder.fadd(exact, builder.bitcast(low, kind))


def whole(builder: Any, value: Any) -> Any:
    """Lanes of doubles as signed integers, what is behind the point cut off; as with the processor's own instruction the outcome is
    undefined from 2**63 on."""
    kind = ir.VectorType(WORD, LANES)
    if CONVERTS:
        return builder.fptosi(value, kind)
    low, high = bounds(value)
    if low >= 0.0 and high < 2.0**31:  # for such numbers older processors have an instruction too
        small = builder.fptosi(value, ir.VectorType(ir.IntType(32), LANES))
        found = builder.zext(small, kind)
        found.small = small
        return found
    value, ones = own(builder, f"llvm.trunc.v{LANES}f64", value.type, value), _all(REAL, ONES)
    high = _times_and(builder, value, 2.0**-HALF_WORD, ones)
    low = _times_and(builder, builder.fsub(high, ones), -(2.0**HALF_WORD), value)
    low = builder.sub(builder.bitcast(builder.fadd(low, ones), kind), _all(WORD, ONES_BITS))
    return builder.add(builder.shl(builder.bitcast(high, kind), _all(WORD, HALF_WORD)), low)


def widened(value: Any) -> bool:
    """Whether lanes were made from narrower integers in the same rule."""
    return isinstance(value, ir.CastInstr) and value.opname in ("sext", "zext")


def bounds(value: Any) -> tuple[float, float]:
    """The least and the largest that lanes of doubles can be, if they are numbers: known of `min` and `max` with a constant."""
    return getattr(value, "bounds", (-math.inf, math.inf))


def _times_and(builder: Any, value: Any, factor: float, more: Any) -> Any:
    """value * factor + more, where the product is exact: so it is all the same whether it is rounded."""
    if "+fma" in FEATURES:
        return own(builder, f"llvm.fma.v{LANES}f64", value.type, value, _all(REAL, factor), more)
    return builder.fadd(builder.fmul(value, _all(REAL, factor)), more)


def _all(kind: ir.Type, value: Any) -> ir.Constant:
    return ir.Constant(ir.VectorType(kind, LANES), [value] * LANES)
