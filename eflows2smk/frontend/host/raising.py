"""Whether a piece of host code may raise an exception that is no mistake of the program."""

from __future__ import annotations

import libcst as cst

from eflows2smk.frontend.host.rewriting import WAITS

# Calls that raise nothing, whatever they get.
_SAFE = ("print", "str", "repr", "len", "isinstance", "type", "id", "bool", *WAITS)
_MAY_RAISE = (cst.Subscript, cst.Raise, cst.Assert, cst.With, cst.Del, cst.Import, cst.ImportFrom, cst.Tuple)
_DIVIDES = (cst.Divide, cst.FloorDivide, cst.Modulo, cst.DivideAssign, cst.FloorDivideAssign, cst.ModuloAssign)


def may_raise(node: cst.CSTNode) -> bool:
    """Whether evaluating the node, with whatever values, is likely enough to raise an exception."""
    match node:
        case cst.FunctionDef() | cst.Lambda():
            return False
        case cst.Call(func=cst.Name(value=name)) if name in _SAFE:
            return any(may_raise(child) for child in node.args)
        case cst.Call():
            return True
        case _ if isinstance(node, (*_MAY_RAISE, *_DIVIDES)):
            return True
        case _:
            return any(may_raise(child) for child in node.children)
