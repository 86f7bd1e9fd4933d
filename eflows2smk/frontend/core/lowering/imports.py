"""Statements that import."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from eflows2smk.frontend.core.lowering.builder import Builder
from eflows2smk.frontend.core.operations import Import, ImportName, ImportStar
from eflows2smk.frontend.core.syntax import alias_name, dotted


def import_modules(b: Builder, node: cst.Import) -> None:
    for alias in node.names:
        target = b.new()
        leaf = alias.asname is not None
        b.emit(Import(origin=alias, target=target, module=dotted(alias.name), leaf=leaf))
        b.store(alias, alias_name(alias), target)


def import_names(b: Builder, node: cst.ImportFrom) -> None:
    module = "" if node.module is None else dotted(node.module)
    target = b.new()
    level = len(node.relative)
    if isinstance(node.names, cst.ImportStar):
        b.emit(Import(origin=node, target=target, module=module, level=level, names=("*",)))
        b.emit(ImportStar(origin=node, module=target))
        return
    names = tuple(dotted(alias.name) for alias in node.names)
    b.emit(Import(origin=node, target=target, module=module, level=level, names=names))
    for alias, name in zip(node.names, names, strict=True):
        found = b.new()
        b.emit(ImportName(origin=alias, target=found, module=target, name=name))
        b.store(alias, alias_name(alias), found)


STATEMENTS: dict[type[cst.CSTNode], Callable[[Builder, Any], None]] = {
    cst.Import: import_modules,
    cst.ImportFrom: import_names,
}
