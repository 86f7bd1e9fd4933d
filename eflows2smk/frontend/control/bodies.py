"""What can be told of the body of a loop before it is evaluated: which variables one iteration hands to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.liveness import Name, every, names_in, read_first
from eflows2smk.frontend.core.operations import Block, Code, CodeKind


@dataclass(slots=True)
class Variables:
    """carried: names that are bound, and may be read before. bound: those that are bound before they are read.
    counted: carried ones that a number is added to, once in each iteration, and how much that is. gathered: registers
    of the collections that comprehensions build."""

    carried: dict[Name, None] = field(default_factory=dict)
    bound: dict[Name, None] = field(default_factory=dict)
    counted: dict[Name, int] = field(default_factory=dict)
    gathered: dict[int, None] = field(default_factory=dict)


def variables_of(code: Code, blocks: Sequence[Block], targets: Sequence[str]) -> Variables:
    """blocks: one after the other, in each iteration. targets: names that the loop itself binds."""
    found = Variables()
    stored: dict[Name, list[core.Store]] = {}
    made: dict[int, core.Operation] = {}
    for body in blocks:
        for operation in every(body):
            target = getattr(operation, "target", None)
            if target is not None:
                made[target] = operation
            if isinstance(operation, core.Store):
                stored.setdefault((operation.name, operation.place), []).append(operation)
            elif isinstance(operation, core.Gather):
                found.gathered[operation.collection] = None
    first = set(read_first(blocks))
    elsewhere = _read_in_functions(code) if code.kind is CodeKind.MODULE else set()
    top = [operation for body in blocks for operation in body.operations()]
    for name, stores in stored.items():
        if name[0] in targets or (name not in first and name[0] not in elsewhere):
            found.bound[name] = None
            continue
        found.carried[name] = None
        if len(stores) == 1 and stores[0] in top:
            step = _step(made.get(stores[0].source), name[0], made)
            if step is not None:
                found.counted[name] = step
    return found


def _step(operation: core.Operation | None, name: str, made: dict[int, core.Operation]) -> int | None:
    if not isinstance(operation, core.InPlace | core.Binary) or operation.operator not in "+-":
        return None
    left, right = made.get(operation.left), made.get(operation.right)
    if not isinstance(left, core.Load) or left.name != name or not isinstance(right, core.Constant):
        return None
    if type(right.value) is not int:
        return None
    return right.value if operation.operator == "+" else -right.value


def _read_in_functions(code: Code) -> set[str]:
    """Names that functions of a module read."""
    return {
        name
        for operation in every(code.body)
        if isinstance(operation, core.Function | core.Class)
        for name in names_in(operation.code)
    }
