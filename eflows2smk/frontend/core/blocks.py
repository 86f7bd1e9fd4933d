"""What is inside of operations: the blocks of compound ones, and the code that hangs in one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.operations import Block, Code, Operation


def inner_blocks(operation: Operation) -> Iterator[Block]:
    """The blocks of a compound operation."""
    match operation:
        case core.Branch():
            yield from (operation.then, operation.otherwise)
        case core.For():
            yield from (operation.body, operation.orelse)
        case core.While():
            yield from (operation.head, operation.body, operation.orelse)
        case core.Try():
            yield operation.body
            for handler in operation.handlers:
                yield from (handler.head, handler.body)
            yield from (operation.orelse, operation.final)
        case core.With():
            yield operation.body


def all_operations(body: Block) -> Iterator[Operation]:
    """The operations of a block and of the blocks inside of them; other codes are left out."""
    for operation in body.operations():
        yield operation
        for inner in inner_blocks(operation):
            yield from all_operations(inner)


def moved(blocks: Sequence[Block]) -> tuple[int, ...]:
    """The registers that all sides of an expression's branch assign, also where a side is a branch itself: in
    ``a or b or c`` the second side of the first one is."""
    found: list[set[int]] = [set() for _ in blocks]
    for block, targets in zip(blocks, found, strict=True):
        for operation in block.operations():
            if isinstance(operation, core.Move):
                targets.add(operation.target)
            elif isinstance(operation, core.Branch):
                targets.update(moved((operation.then, operation.otherwise)))
    return tuple(sorted(set.intersection(*found))) if found else ()


def inner_code(operation: Operation) -> Code | None:
    """The code that hangs in an operation."""
    return operation.code if isinstance(operation, core.Function | core.Class | core.Comprehension) else None
