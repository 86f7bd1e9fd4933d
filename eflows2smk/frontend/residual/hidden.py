"""Which methods of the program's classes Python calls by itself, and whether they change anything."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations
from eflows2smk.frontend.core.operations import Code, Place
from eflows2smk.frontend.evaluation.values import Descriptor, FunctionCell

_ITERATION = ("__iter__", "__next__", "__getitem__", "__len__")
_TEXT = ("__str__", "__repr__", "__format__")
_ORDER = ("__lt__", "__gt__", "__le__", "__ge__", "__eq__")
_ATTRIBUTE = ("__getattr__", "__getattribute__", "__setattr__", "__delattr__")

# What functions of Python call of the object that they get itself.
DIRECT: dict[str, tuple[str, ...]] = {
    "len": ("__len__",),
    "bool": ("__bool__", "__len__"),
    "iter": ("__iter__", "__getitem__"),
    "next": ("__next__",),
    "reversed": ("__reversed__", "__len__", "__getitem__"),
    "range": ("__index__",),
    "chr": ("__index__",),
    "bin": ("__index__",),
    "hex": ("__index__",),
    "oct": ("__index__",),
    "ord": (),
    "int": ("__int__", "__index__", "__trunc__"),
    "float": ("__float__", "__index__"),
    "complex": ("__complex__", "__float__", "__index__"),
    "abs": ("__abs__",),
    "round": ("__round__",),
    "isinstance": ("__instancecheck__", "__class__"),
    "issubclass": ("__subclasscheck__",),
    "type": (),
    "id": (),
    "callable": (),
    "hasattr": _ATTRIBUTE,
    "getattr": _ATTRIBUTE,
    "setattr": _ATTRIBUTE,
    "delattr": _ATTRIBUTE,
}
# And of the objects in it.
DEEP: dict[str, tuple[str, ...]] = {
    "str": _TEXT,
    "repr": _TEXT,
    "format": _TEXT,
    "print": _TEXT,
    "hash": ("__hash__",),
    "list": _ITERATION,
    "tuple": _ITERATION,
    "enumerate": _ITERATION,
    "zip": _ITERATION,
    "map": _ITERATION,
    "filter": (*_ITERATION, "__bool__"),
    "any": (*_ITERATION, "__bool__"),
    "all": (*_ITERATION, "__bool__"),
    "sum": (*_ITERATION, "__add__", "__radd__"),
    "sorted": (*_ITERATION, *_ORDER),
    "min": (*_ITERATION, *_ORDER),
    "max": (*_ITERATION, *_ORDER),
    "set": (*_ITERATION, "__hash__", "__eq__"),
    "frozenset": (*_ITERATION, "__hash__", "__eq__"),
    "dict": (*_ITERATION, "__hash__", "__eq__", "keys"),
}
# And methods of Python's own types; those that are not here only move objects.
METHODS: dict[str, tuple[str, ...]] = {
    "str.format": _TEXT,
    "list.sort": _ORDER,
    **dict.fromkeys(("list.index", "list.count", "list.remove", "deque.index", "deque.remove"), ("__eq__",)),
    **dict.fromkeys(
        (f"dict.{name}" for name in ("get", "pop", "setdefault", "update", "fromkeys")), ("__hash__", "__eq__")
    ),
    **dict.fromkeys(
        (f"set.{name}" for name in ("add", "discard", "remove", "update", "union", "difference", "intersection")),
        (*_ITERATION, "__hash__", "__eq__"),
    ),
}
_OWN_TYPES = ("str.", "list.", "dict.", "set.", "deque.", "tuple.", "bytes.", "file.", "int.", "float.")
# What is only called by name, or when an object is made.
_NEVER = frozenset("__init__ __new__ __post_init__ __init_subclass__ __set_name__ __class_getitem__ __del__".split())
_PURE = frozenset(
    """abs all any bool bytes complex dict divmod enumerate float format frozenset getattr hasattr hash id int
    isinstance issubclass len list max min ord pow range repr reversed round set slice sorted str sum super tuple type
    zip chr
    NotImplementedError TypeError ValueError KeyError IndexError AttributeError StopIteration RuntimeError""".split()
)
_PURE_METHODS = frozenset(
    """join format items keys values get split strip startswith endswith replace lower upper count index copy
    isdigit zfill ljust rjust encode
    __len__ __iter__ __getitem__ __contains__ __eq__ __repr__ __str__ __hash__""".split()
)


def hidden_methods(function: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The methods that a function of a library calls of an argument, and of what is in one; None for any."""
    name = function.removeprefix("builtins.")
    if name in DIRECT:
        return DIRECT[name], ()
    if name in DEEP or name in METHODS:
        return (), DEEP.get(name) or METHODS[name]
    return ((), ()) if name.startswith(_OWN_TYPES) else None


def is_special(name: str) -> bool:
    return name.startswith("__") and name.endswith("__") and name not in _NEVER


def may_change(value: Any) -> bool:
    """Whether a member of a class may, when it is called, change more than what it makes itself."""
    if isinstance(value, Descriptor):
        return any(may_change(each) for each in (value.function, value.setter, value.deleter) if each is not None)
    return isinstance(value, FunctionCell) and (value.code.is_generator or _changes(value.code))


def _changes(code: Code) -> bool:
    functions: dict[int, str] = {}
    methods: dict[int, str] = {}
    for operation in all_operations(code.body):
        match operation:
            case core.SetAttribute() | core.SetItem() | core.DeleteAttribute() | core.DeleteItem() | core.InPlace():
                return True
            case core.Store() | core.Delete() if operation.place in (Place.GLOBAL, Place.FREE, Place.CLASS_FREE):
                return True
            case core.Load() if operation.place in (Place.GLOBAL, Place.BUILTIN):
                functions[operation.target] = operation.name
            case core.GetAttribute():
                methods[operation.target] = operation.name
            case core.Comprehension() if _changes(operation.code):
                return True
            case core.With() | core.Import():
                return True
            case core.Call():
                known = functions.get(operation.function) in _PURE or methods.get(operation.function) in _PURE_METHODS
                if not known:
                    return True
    return False
