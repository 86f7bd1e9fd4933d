"""What can be told of the body of a loop before it is evaluated: which variables one iteration hands to the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import inner_blocks
from eflows2smk.frontend.core.operations import Block, Code, CodeKind, Place

Name = tuple[str, Place]


@dataclass(slots=True)
class Variables:
    """carried: names that are bound, and may be read before. bound: those that are bound before they are read.
    counted: carried ones that a number is added to, once in each iteration, and how much that is. gathered: registers of
    the collections that comprehensions build."""

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
        for operation in _every(body):
            target = getattr(operation, "target", None)
            if target is not None:
                made[target] = operation
            if isinstance(operation, core.Store):
                stored.setdefault((operation.name, operation.place), []).append(operation)
            elif isinstance(operation, core.Gather):
                found.gathered[operation.collection] = None
    first = set(_read_first(blocks))
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


def _read_first(blocks: Sequence[Block]) -> Iterator[Name]:
    """Names that may be read before the blocks have bound them."""
    bound: set[Name] = set()
    for body in blocks:
        yield from _reads(body, bound)


def _reads(body: Block, bound: set[Name]) -> Iterator[Name]:
    for operation in body.operations():
        match operation:
            case core.Load():
                if (operation.name, operation.place) not in bound:
                    yield operation.name, operation.place
            case core.Store():
                bound.add((operation.name, operation.place))
            case core.Delete():
                bound.discard((operation.name, operation.place))
            case core.Comprehension() | core.Function() | core.Class():
                for name in _names_in(operation.code):
                    for place in Place:
                        if (name, place) not in bound:
                            yield name, place
            case _:
                for inner in inner_blocks(operation):
                    yield from _reads(inner, set(bound))


def _names_in(code: Code) -> Iterator[str]:
    for operation in _every(code.body):
        if isinstance(operation, core.Load):
            yield operation.name
        elif isinstance(operation, core.Comprehension | core.Function | core.Class):
            yield from _names_in(operation.code)


def _read_in_functions(code: Code) -> set[str]:
    """Names that functions of a module read."""
    return {
        name
        for operation in _every(code.body)
        if isinstance(operation, core.Function | core.Class)
        for name in _names_in(operation.code)
    }


def _every(body: Block) -> Iterator[core.Operation]:
    for operation in body.operations():
        yield operation
        for inner in inner_blocks(operation):
            yield from _every(inner)
