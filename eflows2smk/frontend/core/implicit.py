"""Which special methods an operation may call: those of a user's class run the user's code."""

from __future__ import annotations

from eflows2smk.frontend.core.operations import (
    Annotate,
    Await,
    Binary,
    Build,
    Call,
    Class,
    Compare,
    Comprehension,
    DeleteAttribute,
    DeleteItem,
    For,
    Format,
    Gather,
    GetAttribute,
    GetItem,
    InPlace,
    Iterate,
    MatchTest,
    Operation,
    SetAttribute,
    SetItem,
    Spread,
    Truth,
    Unary,
    Unpack,
    With,
    Yield,
)

_NAMES = {
    "+": "add",
    "-": "sub",
    "*": "mul",
    "/": "truediv",
    "//": "floordiv",
    "%": "mod",
    "**": "pow",
    "@": "matmul",
    "<<": "lshift",
    ">>": "rshift",
    "&": "and",
    "|": "or",
    "^": "xor",
}
_ITERATION = ("__iter__", "__next__", "__getitem__", "__len__", "keys")
_EQUALITY = ("__eq__", "__ne__", "__hash__")
_BY_KIND: dict[type[Operation], tuple[str, ...]] = {
    Truth: ("__bool__", "__len__"),
    Unary: ("__neg__", "__pos__", "__invert__", "__bool__", "__len__"),
    GetAttribute: ("__getattr__", "__getattribute__", "__get__"),
    SetAttribute: ("__setattr__", "__set__"),
    DeleteAttribute: ("__delattr__", "__delete__"),
    GetItem: ("__getitem__", "__class_getitem__", "__missing__", "__index__", *_EQUALITY),
    SetItem: ("__setitem__", "__index__", *_EQUALITY),
    DeleteItem: ("__delitem__", "__index__", *_EQUALITY),
    Build: (*_ITERATION, *_EQUALITY),
    Gather: _EQUALITY,
    Spread: _ITERATION,
    Unpack: _ITERATION,
    Iterate: ("__iter__", "__aiter__", "__getitem__", "__len__"),
    For: ("__next__", "__anext__", "__getitem__"),
    Comprehension: ("__next__", "__anext__", "__getitem__"),
    Format: ("__format__", "__str__", "__repr__"),
    Call: ("__call__", "__init__", "__new__", "__post_init__", *_ITERATION),
    Class: ("__prepare__", "__new__", "__init__", "__call__", "__init_subclass__", "__set_name__", "__mro_entries__"),
    With: ("__enter__", "__exit__", "__aenter__", "__aexit__"),
    Yield: ("__iter__", "__next__", "send", "throw", "close"),
    Await: ("__await__",),
    MatchTest: ("__instancecheck__", "__len__", "__getattr__", "__get__", "get", "keys", *_ITERATION),
    Annotate: ("__setitem__",),
}
_COMPARED: dict[str, tuple[str, ...]] = {
    "==": _EQUALITY,
    "!=": _EQUALITY,
    "<": ("__lt__", "__gt__"),
    "<=": ("__le__", "__ge__"),
    ">": ("__gt__", "__lt__"),
    ">=": ("__ge__", "__le__"),
    "in": ("__contains__", *_ITERATION, *_EQUALITY),
    "not in": ("__contains__", *_ITERATION, *_EQUALITY),
}


def implicit(operation: Operation) -> tuple[str, ...]:
    if isinstance(operation, Binary | InPlace):
        name = _NAMES[operation.operator]
        own = (f"__{name}__", f"__r{name}__")
        return (*own, f"__i{name}__") if isinstance(operation, InPlace) else own
    if isinstance(operation, Compare):
        return _COMPARED.get(operation.operator, ())
    return _BY_KIND.get(type(operation), ())
