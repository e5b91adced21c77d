"""Named tuples of columns and numbers, passed to compiled rules as one pointer.

Numba passes a named tuple by value: a tuple of fifty columns is some three hundred arguments of every call, and most of the
time that a rule takes to compile. `Packed` lays the fields side by side in memory; compiled code gets the address, and reads a
field where a rule asks for it, as memory that stays the same during the call, so that the compiler may read it once. Rules do not
know: they write ``s.score[i]`` and ``r.spill`` as ever (docs/decisions/0014).
"""

import hashlib
import struct
from typing import Any

import numpy as np
from llvmlite import ir
from numba.core import cgutils, errors, types
from numba.core.typing.templates import AttributeTemplate
from numba.core.typing.typeof import typeof
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic, models, register_model
from numba.np import arrayobj
from numba.np.numpy_support import as_dtype, from_dtype

from sottovoce.machine.rule import rare_off

WORD = 8  # bytes of a number. A column takes one such word for its address, and two more a dimension: length, stride
NUMBERS = {types.int64: "q", types.uint64: "Q", types.float64: "d"}  # how `struct` writes them


class PackedType(types.Type):
    """The type of a packed named tuple `kind` with fields of the Numba types `fields`.

    Fields in `kind.RARE` are held beside the pointer, so that `lean` can make constants of them.
    """

    def __init__(self, kind: type, fields: tuple[types.Type, ...]):
        self.kind, self.fields = kind, fields
        self.rare = rare(kind)
        self.at: dict[str, tuple[int, types.Type]] = {}  # name of a field -> its place in bytes, its type
        self.columns: list[
            tuple[np.dtype, int] | None
        ] = []  # of each field: dtype and dimensions; None: a number
        self.layout, place = "", 0
        for name, field in zip(kind._fields, fields, strict=True):
            self.at[name] = (place, field)
            words = "q" * (1 + 2 * field.ndim) if isinstance(field, types.Array) else NUMBERS[field]
            self.layout += words
            self.columns.append(
                (as_dtype(field.dtype), field.ndim) if isinstance(field, types.Array) else None
            )
            place += WORD * len(words)
        digest = hashlib.sha256(f"{kind.__module__} {fields} {self.rare}".encode()).hexdigest()[:12]
        super().__init__(
            f"Packed({kind.__qualname__} {digest})"
        )  # short: it is in the name of every rule that takes one

    def laid_out(self, content: Any) -> list[int | float]:
        """The words of a named tuple. TypeError where it is not of this type."""
        words: list[int | float] = []
        for each, column in zip(content, self.columns, strict=True):
            if column is None:
                words.append(each)
            elif (each.dtype, each.ndim) != column or not each.flags.c_contiguous:
                raise TypeError
            else:
                words += [each.__array_interface__["data"][0], *each.shape, *each.strides]
        return words


class Packed:
    """A named tuple laid out for compiled code; holds the tuple, so that its columns stay where they are.

    TypeError, if a column is not contiguous or a number is neither an integer nor a float.
    """

    __slots__ = ("address", "buffer", "content", "how")

    def __init__(self, content: Any):
        self.content = content
        known = _types.setdefault((type(content), tuple(getattr(content, "RARE", ()))), [])
        for kind in known:
            try:
                self._lay_out(kind)
                return
            except (TypeError, AttributeError, struct.error):  # of another type
                continue
        kind = PackedType(type(content), tuple(map(_type_of, content)))
        self._lay_out(kind)
        known.append(kind)
        _named[kind.name] = kind

    def _lay_out(self, kind: PackedType) -> None:
        words = kind.laid_out(self.content)
        self.buffer = np.frombuffer(bytearray(struct.pack(kind.layout, *words)), np.int64)
        self.address: int = self.buffer.__array_interface__["data"][0]
        found = f'packed({{}}, "{kind.name}")'
        self.how = f"lean({found})" if rare_off(self.content) else found  # how a loop finds it by its address


_types: dict[tuple[type, tuple[str, ...]], list[PackedType]] = {}
_named: dict[str, PackedType] = {}


def rare(kind: Any) -> tuple[str, ...]:
    """Names of the rare switches of a kind of named tuple, in the order of its fields."""
    return tuple(name for name in kind._fields if name in getattr(kind, "RARE", ()))


def _type_of(field: Any) -> types.Type:
    if isinstance(field, np.ndarray):
        if not field.flags.c_contiguous:
            raise TypeError("a column of a named tuple for compiled rules has to be contiguous")
        return types.Array(from_dtype(field.dtype), field.ndim, "C")
    number = types.int64 if isinstance(field, int) else typeof(field)
    if number not in NUMBERS:
        raise TypeError(f"a named tuple for compiled rules holds columns, integers and floats, not {field!r}")
    return number


@register_model(PackedType)
class _Model(models.StructModel):
    def __init__(self, manager: Any, kind: PackedType):
        super().__init__(manager, kind, [("at", types.voidptr), *((n, kind.at[n][1]) for n in kind.rare)])


@intrinsic
def packed(_context: Any, address: types.Type, name: Any) -> Any:
    """The packed tuple at an address; `name`: that of its type (`PackedType.name`), which was made before."""
    if not isinstance(name, types.StringLiteral):
        raise errors.RequireLiteralValue("the name of a packed tuple's type has to be written out")

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.return_type
        pointer = builder.inttoptr(arguments[0], ir.IntType(8).as_pointer())
        switches = [_read(builder, pointer, *_place(context, kind, name)) for name in kind.rare]
        return _made(context, builder, kind, pointer, switches)

    return _named[name.literal_value](types.int64, name), generate


@intrinsic
def lean(_context: Any, packed: PackedType) -> Any:
    """The same tuple with its rare switches as constants, at the value that is off."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.return_type
        held = cgutils.create_struct_proxy(kind)(context, builder, value=arguments[0])
        switches = [context.get_constant(kind.at[name][1], kind.kind.RARE[name]) for name in kind.rare]
        return _made(context, builder, kind, held.at, switches)

    return packed(packed), generate


def _made(context: Any, builder: Any, kind: PackedType, pointer: Any, switches: list[Any]) -> Any:
    held = cgutils.create_struct_proxy(kind)(context, builder)
    held.at = pointer
    for name, value in zip(kind.rare, switches, strict=True):
        setattr(held, name, value)
    return held._getvalue()


def _place(context: Any, kind: PackedType, name: str) -> tuple[int, ir.Type]:
    place, field = kind.at[name]
    return place, context.get_value_type(field)


def _read(builder: Any, pointer: Any, place: int, kind: ir.Type) -> Any:
    where = builder.gep(pointer, [ir.Constant(ir.IntType(64), place)])
    read = builder.load(builder.bitcast(where, kind.as_pointer()))
    read.set_metadata("invariant.load", builder.module.add_metadata([]))
    return read


@infer_getattr
class _Fields(AttributeTemplate):
    key = PackedType

    def generic_resolve(self, typ: PackedType, attr: str) -> types.Type | None:
        """The type of a field."""
        return typ.at[attr][1] if attr in typ.at else None


@lower_getattr_generic(PackedType)
def _field(context: Any, builder: Any, kind: PackedType, value: Any, name: str) -> Any:
    held = cgutils.create_struct_proxy(kind)(context, builder, value=value)
    if name in kind.rare:
        return getattr(held, name)
    place, field = kind.at[name]
    if not isinstance(field, types.Array):
        return _read(builder, held.at, *_place(context, kind, name))
    word = context.get_value_type(types.intp)
    address, *numbers = (_read(builder, held.at, place + WORD * k, word) for k in range(1 + 2 * field.ndim))
    column = arrayobj.make_array(field)(context, builder)
    arrayobj.populate_array(
        column,
        data=builder.inttoptr(address, context.get_data_type(field.dtype).as_pointer()),
        shape=numbers[: field.ndim],
        strides=numbers[field.ndim :],
        itemsize=context.get_constant(types.intp, as_dtype(field.dtype).itemsize),
        meminfo=None,
    )
    return column._getvalue()
