"""Which names a piece of a program may read before it binds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import inner_blocks
from eflows2smk.frontend.core.operations import Block, Code, Place

Name = tuple[str, Place]


def read_first(blocks: Sequence[Block]) -> Iterator[Name]:
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
                for name in names_in(operation.code):
                    for place in Place:
                        if (name, place) not in bound:
                            yield name, place
            case _:
                for inner in inner_blocks(operation):
                    yield from _reads(inner, set(bound))


def names_in(code: Code) -> Iterator[str]:
    for operation in every(code.body):
        if isinstance(operation, core.Load):
            yield operation.name
        elif isinstance(operation, core.Comprehension | core.Function | core.Class):
            yield from names_in(operation.code)


def every(body: Block) -> Iterator[core.Operation]:
    for operation in body.operations():
        yield operation
        for inner in inner_blocks(operation):
            yield from every(inner)
