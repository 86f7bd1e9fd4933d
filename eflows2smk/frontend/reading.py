"""What functions and classes of the program read of its modules, as far as the syntax shows it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import libcst as cst
from libcst.helpers import get_full_name_for_node

from eflows2smk.frontend.globals import Key
from eflows2smk.frontend.host.reach import lookup, member
from eflows2smk.frontend.host.uses import uses_of
from eflows2smk.frontend.scopes import Frame
from eflows2smk.frontend.tasks import TaskFunction
from eflows2smk.frontend.values import (
    MISSING,
    ApiModule,
    Bound,
    Descriptor,
    Function,
    LibraryModule,
    Opaque,
    Record,
    UserClass,
    UserModule,
)

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator


def reads(evaluator: Evaluator, value: Any) -> Iterator[Key]:
    """The names of modules that a function or a class reads, itself or through what it calls; or the name itself."""
    seen: set[int] = set()
    pending: list[Any] = [value]
    while pending:
        current = pending.pop()
        if isinstance(current, TaskFunction | Bound | Descriptor):
            current = current.function
        if isinstance(current, tuple):
            yield current
            continue
        if id(current) in seen or not isinstance(current, Function | UserClass):
            continue
        seen.add(id(current))
        if "." not in current.qualname and "<" not in current.qualname:
            yield current.module, current.qualname
        if isinstance(current, UserClass):
            pending += [each for cls in current.order for each in cls.names.values()]
            continue
        names, needs = evaluator.units[current.module].names, uses_of(current.node).needs
        for first, *rest in sorted(evaluator.host.reach.mentions(current.node)):
            found = MISSING
            if first in needs and first in names and current.scope.hops(first) < 0:
                yield current.module, first
                found = names[first]
            pending += _along(evaluator, found, rest)
        pending += _imported(evaluator, current)


def mentioned(evaluator: Evaluator, node: cst.CSTNode, frame: Frame) -> Iterator[Any]:
    """Functions, classes and names of modules (as pairs) that a piece of the program uses."""
    for first, *rest in evaluator.host.reach.mentions(node):
        yield from _along(evaluator, lookup(frame, first) if first else MISSING, rest)


def _along(evaluator: Evaluator, value: Any, names: list[str]) -> Iterator[Any]:
    """What ``value.a.b`` uses."""
    for name in names:
        if isinstance(value, LibraryModule | Opaque | ApiModule):
            return
        if isinstance(value, UserModule):
            yield value.source, name
        value = member(value, name)
        if value is MISSING:
            # Whatever it is, it may be an object of any class that has such a method.
            for cls in evaluator.classes:
                if isinstance(cls.names.get(name), Function):
                    yield cls.names[name]
    if isinstance(value, Bound | Descriptor):
        value = value.function
    if isinstance(value, Record):
        value = value.cls
    if isinstance(value, Function | UserClass) and "<" not in value.qualname:
        yield value


def _imported(evaluator: Evaluator, function: Function) -> Iterator[Any]:
    """What a function imports from the program's modules when it is called."""
    for node in _imports(function.node):
        if isinstance(node, cst.Import):
            wanted = [(get_full_name_for_node(alias.name) or "", 0, "") for alias in node.names]
        else:
            base = get_full_name_for_node(node.module) or "" if node.module is not None else ""
            aliases = () if isinstance(node.names, cst.ImportStar) else node.names
            wanted = [(base, len(node.relative), alias.evaluated_name) for alias in aliases]
        for base, level, name in wanted:
            source = evaluator.program.find(base, level, function.module)
            unit = evaluator.units.get(source) if source is not None else None
            if unit is None or source is None:
                continue
            # All of the module where it is not said what is used of it.
            for each in [name] if name else list(unit.names):
                yield source, each
                yield unit.names.get(each)


def _imports(node: cst.CSTNode) -> Iterator[cst.Import | cst.ImportFrom]:
    if isinstance(node, cst.Import | cst.ImportFrom):
        yield node
    for child in node.children:
        yield from _imports(child)
