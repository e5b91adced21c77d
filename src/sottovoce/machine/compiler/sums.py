"""Tables of sums: (group, name), or with a place of its own for each lane (group, name, lane), which are added up when all is counted.

Where there are several groups, each lane's place has an address of its own. Most of what is counted is a truth (0 or 1): those of up to FEW
groups share a word, FIELD bits a group, and then eight lanes stand side by side again. These words are in the second half of the names of
group 0.
"""

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.typing.templates import signature

from sottovoce.machine import lanes
from sottovoce.machine.compiler.places import BYTE, HALF, WORD_SIZE, addresses_of, gathered
from sottovoce.machine.compiler.processor import GATHERS, own
from sottovoce.machine.compiler.vectors import (
    BIT,
    RUN,
    WHOLE,
    WORD,
    WORD32,
    Lanes,
    common,
    constant,
    lowering,
    several,
    spread,
    teach,
    vector,
)
from sottovoce.machine.lanes import FEW, FIELD, LANES


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
    """With one group, and for a truth with few, the places stand side by side."""
    kind, (array, group, name, amount) = sig.args[0], args
    held = context.make_array(kind)(context, builder, array)
    groups, names = (builder.extract_value(held.shape, dimension) for dimension in (0, 1))
    most, truth = ir.Constant(WORD, 1), _is_truth(amount)
    counted = amount
    if truth:
        most, name = ir.Constant(WORD, FEW), builder.add(name, builder.lshr(names, ir.Constant(WORD, 1)))
        counted = builder.shl(amount, builder.mul(group, constant(WORD, FIELD)))
    with builder.if_else(builder.icmp_signed("<=", groups, most)) as (few, many):
        with few:
            _add_beside(context, builder, kind, held, ir.Constant(WORD, 0), name, counted)
        with many:
            if truth:  # of more than FEW groups
                _add_anywhere(context, builder, sig.args, array, group, *args[2:])
            else:
                _add_by_group(context, builder, sig.args, held, groups, args)


def _add_beside(context: Any, builder: Any, kind: Any, held: Any, group: Any, name: Any, amount: Any) -> None:
    """To the places of a group, which stand side by side."""
    place = cgutils.get_item_pointer(context, builder, kind, held, [group, name, ir.Constant(WORD, 0)])
    place = builder.bitcast(place, vector(WORD).as_pointer())
    builder.store(builder.add(builder.load(place, align=WORD_SIZE), amount), place, align=WORD_SIZE)


def _add_by_group(context: Any, builder: Any, kinds: Any, held: Any, groups: Any, args: Any) -> None:
    """For each of a few groups the lanes that are of it, with nothing from the others: quicker than an address for each lane."""
    array, group, name, amount = args
    with builder.if_else(builder.icmp_signed("<=", groups, ir.Constant(WORD, FEW))) as (few, many):
        with few:
            for number in range(FEW):
                this = ir.Constant(WORD, number)
                with builder.if_then(builder.icmp_signed("<", this, groups)):
                    is_of = builder.icmp_signed("==", group, constant(WORD, number))
                    own_part = builder.select(is_of, amount, constant(WORD, 0))
                    _add_beside(context, builder, kinds[0], held, this, name, own_part)
        with many:
            _add_anywhere(context, builder, kinds, array, group, name, amount)


def _is_truth(amount: Any) -> bool:
    """Whether lanes are known to be 0 or 1: made from truths, or the constant 1."""
    made = isinstance(amount, ir.CastInstr) and amount.opname == "zext"
    return (made and amount.operands[0].type == vector(BIT)) or str(amount) == str(constant(WORD, 1))


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
    addresses = addresses_of(context, builder, kinds[0], array, index, given)
    all_, size = constant(BIT, 1), ir.Constant(WORD32, WORD_SIZE)
    nothing = ir.Constant(vector(WORD), ir.Undefined)
    total = builder.add(gathered(builder, kinds[0], addresses, all_, nothing), amount)
    pointers = builder.inttoptr(addresses, vector(WORD.as_pointer()))
    own(builder, f"llvm.masked.scatter.v{LANES}i64.v{LANES}p0", ir.VoidType(), total, pointers, size, all_)


def _add_one_by_one(
    context: Any, builder: Any, kinds: Any, array: Any, group: Any, name: Any, amount: Any
) -> None:
    """Where the groups' parts of the table begin is the same for all names, and is found once; the rest of an address is known before."""
    held = context.make_array(kinds[0])(context, builder, array)
    a_name = LANES * WORD_SIZE
    stride = builder.and_(builder.extract_value(held.strides, 0), ir.Constant(WORD, HALF))
    begins = builder.mul(builder.and_(group, constant(WORD, HALF)), spread(builder, stride))
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
