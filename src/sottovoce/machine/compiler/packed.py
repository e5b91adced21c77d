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

from sottovoce.machine.rule import rare_off, switches

WORD = 8  # bytes of a number. A column takes one such word for its address, and two more a dimension: length, stride
NUMBERS = {types.int64: "q", types.uint64: "Q", types.float64: "d"}  # how `struct` writes them


class PackedType(types.Type):
    """The type of a packed named tuple: of its fields, `content` is an example.

    A named tuple inside it is laid out in its place. Rare switches (`machine.rule.switches`) are held beside the pointer, so that
    `lean` can make constants of them; fields that `CONSTANT` names are constants, and of tuples with other values other types.
    """

    def __init__(self, content: Any):
        kind, constant = type(content), getattr(content, "CONSTANT", ())
        self.constants: dict[str, int] = {name: getattr(content, name) for name in constant}
        self.at: dict[str, tuple[int, Any]] = {}  # name of a field -> its place in bytes, its type
        self.numbers: list[tuple[int, int, str]] = []  # of each number: field, place, how `struct` writes it
        self.layout, place = "", 0
        for number, (name, value) in enumerate(zip(content._fields, content, strict=True)):
            field = _type_of(value)
            self.at[name] = (place, field)
            if isinstance(field, PackedType):
                words = field.layout
            elif isinstance(field, types.Array):
                words = "q" * (1 + 2 * field.ndim)
            else:
                words = NUMBERS[field]
                self.numbers.append((number, place, words))
            self.layout += words
            place += WORD * len(words)
        self.rare = {path: (_inside(self, path), off) for path, _, off in switches(content)}
        fields = [(name, str(field)) for name, (_, field) in self.at.items()]
        digest = hashlib.sha256(f"{kind.__module__} {fields} {self.rare} {self.constants}".encode())
        # short: it is in the name of every rule that takes one
        super().__init__(f"Packed({kind.__qualname__} {digest.hexdigest()[:12]})")

    def laid_out(self, content: Any) -> list[int | float]:
        """The words of a named tuple. TypeError where it is not of this type."""
        if getattr(content, "_fields", None) != tuple(self.at):
            raise TypeError
        words: list[int | float] = []
        for (name, (_, field)), each in zip(self.at.items(), content, strict=True):
            if isinstance(field, PackedType):
                words += field.laid_out(each)
            elif isinstance(field, types.Array):
                if (each.dtype, each.ndim) != (
                    as_dtype(field.dtype),
                    field.ndim,
                ) or not each.flags.c_contiguous:
                    raise TypeError
                words += [each.__array_interface__["data"][0], *each.shape, *each.strides]
            elif self.constants.get(name, each) != each:
                raise TypeError
            else:
                words.append(each)
        return words


def _inside(kind: PackedType, path: tuple[str, ...]) -> Any:
    """The type of a field of a tuple, or of a tuple inside it."""
    for name in path:
        kind = kind.at[name][1]
    return kind


class Packed:
    """A named tuple laid out for compiled code; holds the tuple, so that its columns stay where they are.

    TypeError, if a column is not contiguous or a number is neither an integer nor a float.
    """

    __slots__ = ("address", "buffer", "content", "how", "kind")

    def __init__(self, content: Any):
        self.content = content
        known = _types.setdefault((type(content), tuple(path for path, _, _ in switches(content))), [])
        for kind in known:
            try:
                self._lay_out(kind)
                return
            except (TypeError, AttributeError, struct.error):  # of another type
                continue
        kind = PackedType(content)
        self._lay_out(kind)
        known.append(kind)
        _named[kind.name] = kind

    def _lay_out(self, kind: PackedType) -> None:
        words = kind.laid_out(self.content)
        self.kind = kind
        self.buffer = bytearray(struct.pack(kind.layout, *words))
        self.address: int = np.frombuffer(self.buffer, np.int64).__array_interface__["data"][0]
        found = f'packed({{}}, "{kind.name}")'
        self.how = f"lean({found})" if rare_off(self.content) else found  # how a loop finds it by its address

    def takes(self, content: Any) -> bool:
        """Lay out a tuple in place of the one held, if it has the same columns and no rare switches; False if it has others."""
        if type(content) is not type(self.content) or self.kind.rare or self.kind.constants:
            return False
        if not all(
            new is old
            for new, old in zip(content, self.content, strict=True)
            if isinstance(old, np.ndarray | tuple)
        ):
            return False
        for field, place, how in self.kind.numbers:
            struct.pack_into(how, self.buffer, place, content[field])
        self.content = content
        return True


_types: dict[tuple[type, tuple[tuple[str, ...], ...]], list[PackedType]] = {}
_named: dict[str, PackedType] = {}


def _type_of(field: Any) -> types.Type:
    if hasattr(field, "_fields"):
        return PackedType(field)
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
        rare = [(_beside(path), field) for path, (field, _) in kind.rare.items()]
        super().__init__(manager, kind, [("at", types.voidptr), *rare])


def _beside(path: tuple[str, ...]) -> str:
    """The name by which a rare switch is held beside the pointer."""
    return "__".join(path)


@intrinsic
def packed(_context: Any, address: types.Type, name: Any) -> Any:
    """The packed tuple at an address; `name`: that of its type (`PackedType.name`), which was made before."""
    if not isinstance(name, types.StringLiteral):
        raise errors.RequireLiteralValue("the name of a packed tuple's type has to be written out")

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.return_type
        pointer = builder.inttoptr(arguments[0], ir.IntType(8).as_pointer())
        held = [_read(builder, pointer, *_place(context, kind, path)) for path in kind.rare]
        return _made(context, builder, kind, pointer, held)

    return _named[name.literal_value](types.int64, name), generate


@intrinsic
def lean(_context: Any, packed: PackedType) -> Any:
    """The same tuple with its rare switches as constants, at the value that is off."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = signature.return_type
        held = cgutils.create_struct_proxy(kind)(context, builder, value=arguments[0])
        return _made(
            context, builder, kind, held.at, [context.get_constant(*rare) for rare in kind.rare.values()]
        )

    return packed(packed), generate


def _made(context: Any, builder: Any, kind: PackedType, pointer: Any, rare: list[Any]) -> Any:
    held = cgutils.create_struct_proxy(kind)(context, builder)
    held.at = pointer
    for path, value in zip(kind.rare, rare, strict=True):
        setattr(held, _beside(path), value)
    return held._getvalue()


def _place(context: Any, kind: PackedType, path: tuple[str, ...]) -> tuple[int, ir.Type]:
    place, field = 0, kind
    for name in path:
        further, field = field.at[name]
        place += further
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
    place, field = kind.at[name]
    if name in kind.constants:
        return context.get_constant(field, kind.constants[name])
    if (name,) in kind.rare:
        return getattr(held, name)
    if isinstance(field, PackedType):
        pointer = builder.gep(held.at, [ir.Constant(ir.IntType(64), place)])
        return _made(
            context, builder, field, pointer, [getattr(held, _beside((name, *path))) for path in field.rare]
        )
    if not isinstance(field, types.Array):
        return _read(builder, held.at, *_place(context, kind, (name,)))
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
