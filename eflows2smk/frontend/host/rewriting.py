"""The text of host code: the user's own lines, without waiting for results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from eflows2smk.frontend.api import ApiFunction
from eflows2smk.frontend.refused import LEFT_OUT

WAITS = ("wait_on", "compss_wait_on")
_ON_PATHS = ("wait_on_file", "compss_wait_on_file", "wait_on_directory", "compss_wait_on_directory")
_NOTHING = ("barrier", "compss_barrier", "barrier_group", "compss_barrier_group", *LEFT_OUT)


class Rewriting(cst.CSTTransformer):
    def __init__(self, replaced: dict[cst.CSTNode, str], value: Callable[[str], Any]) -> None:
        super().__init__()
        self.replaced = replaced
        self.value = value

    def on_visit(self, node: cst.CSTNode) -> bool:
        return node not in self.replaced

    def on_leave(self, original: cst.CSTNode, updated: Any) -> Any:
        name = self.replaced.get(original)
        if name is not None:
            return cst.Name(name)
        if isinstance(original, cst.Call) and isinstance(original.func, cst.Name):
            function = self.value(original.func.value)
            if isinstance(function, ApiFunction) and function.name in (*WAITS, *_ON_PATHS) and len(updated.args) == 1:
                return updated.args[0].value
            if isinstance(function, ApiFunction) and function.name in _NOTHING:
                return cst.Name("None")
        if isinstance(original, cst.SimpleStatementLine):
            return _without_nothing(updated)
        if isinstance(original, cst.IndentedBlock) and not updated.body:
            return updated.with_changes(body=[cst.SimpleStatementLine([cst.Pass()])])
        return updated


def _without_nothing(line: cst.SimpleStatementLine) -> Any:
    """``x = x`` and ``None``, which are left of waiting for results, are left out."""
    body = [part for part in line.body if not _does_nothing(part)]
    if not body:
        return cst.RemoveFromParent()
    return line if len(body) == len(line.body) else line.with_changes(body=body)


def _does_nothing(node: cst.BaseSmallStatement) -> bool:
    match node:
        case cst.Expr(value=cst.Name(value="None") | cst.SimpleString()):
            return True
        case cst.Expr(value=cst.FormattedString(parts=parts)):
            # The path of a file that was waited for.
            return not any(_has_call(part) for part in parts)
        case cst.Assign(targets=[cst.AssignTarget(target=cst.Name(value=left))], value=cst.Name(value=right)):
            return left == right
        case _:
            return False


def _has_call(node: cst.CSTNode) -> bool:
    return isinstance(node, cst.Call | cst.NamedExpr | cst.Await) or any(_has_call(child) for child in node.children)


def code_of(node: cst.CSTNode) -> str:
    return cst.Module([]).code_for_node(node).strip("\n").rstrip()
