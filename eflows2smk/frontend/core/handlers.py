"""What the handlers of a ``try`` do with exceptions, told by their syntax."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import libcst as cst

from eflows2smk.frontend.core.texts import descendants

# Exceptions that no plain Python raises in a job.
_ELSEWHERE = ("KeyboardInterrupt", "SystemExit", "GeneratorExit", "ImportError", "ModuleNotFoundError")
_LAST_WORDS = ("sys.exit", "exit", "quit", "os._exit")
_SAYS = ("print", "logging", "logger", "log", "traceback", "warnings", "sys.stderr.write", "sys.stdout.write")


@dataclass(frozen=True, slots=True)
class GoingOn:
    """The first handler with which the program goes on. reports: whether all such do nothing but tell."""

    handler: Any
    reports: bool


def going_on(node: Any) -> GoingOn | None:
    """None where no handler goes on with what plain Python raises."""
    handlers = [] if not isinstance(node, cst.Try) else node.handlers
    found = [each for each in handlers if _catches(each) and not _fails(each.body)]
    return GoingOn(found[0], all(_reports(each.body) for each in found)) if found else None


def _catches(handler: cst.ExceptHandler) -> bool:
    named = handler.type
    kinds = [named] if not isinstance(named, cst.Tuple) else [element.value for element in named.elements]
    return not all(isinstance(kind, cst.Name) and kind.value in _ELSEWHERE for kind in kinds)


def _fails(body: cst.BaseSuite) -> bool:
    """Whether a handler ends the program as a failure, or at all, whatever it comes through."""
    if any(isinstance(each, cst.Return | cst.Break | cst.Continue) for each in descendants(body)):
        return False
    last = body.body[-1]
    small = last.body[-1] if isinstance(last, cst.SimpleStatementLine) else last
    if isinstance(small, cst.Raise):
        return True
    return isinstance(small, cst.Expr) and _dotted(small.value) in _LAST_WORDS


def _reports(body: cst.BaseSuite) -> bool:
    smalls = [s for line in body.body for s in (line.body if isinstance(line, cst.SimpleStatementLine) else [line])]
    return all(isinstance(small, cst.Pass) or (isinstance(small, cst.Expr) and _says(small.value)) for small in smalls)


def _says(node: cst.CSTNode) -> bool:
    name = _dotted(node)
    return name in _SAYS or name.partition(".")[0] in _SAYS


def _dotted(node: cst.CSTNode) -> str:
    """The dotted name that a call calls, "" for any other."""
    if not isinstance(node, cst.Call):
        return ""
    words: list[str] = []
    inner: cst.BaseExpression = node.func
    while isinstance(inner, cst.Attribute):
        words.insert(0, inner.attr.value)
        inner = inner.value
    return ".".join([inner.value, *words]) if isinstance(inner, cst.Name) else ""
