"""Which names a piece of a program may read before it binds them, and which may be read behind it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import inner_blocks
from eflows2smk.frontend.core.operations import Block, Code, Place, Step

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


def live_behind(code: Code) -> Mapping[Step, set[str]]:
    """For each statement of a code, at whatever depth, the names whose value there the code may read later."""
    known = _LIVE.get(code)
    if known is None:
        walk = _Backwards(set(_taken_in(code)))
        walk.block(code.body, set(), _Ways())
        known = _LIVE[code] = walk.behind
    return known


_LIVE: dict[Code, Mapping[Step, set[str]]] = {}


def _taken_in(code: Code, *, is_inner: bool = False) -> Iterator[str]:
    """Names that the codes in a code read of what is around them."""
    for operation in every(code.body):
        if isinstance(operation, core.Comprehension | core.Function | core.Class):
            yield from _taken_in(operation.code, is_inner=True)
        elif is_inner and isinstance(operation, core.Load) and operation.place not in (Place.LOCAL, Place.CELL):
            yield operation.name


@dataclass(frozen=True, slots=True)
class _Ways:
    """What is live where a ``break``, a ``continue`` or an exception leads to."""

    ended: set[str] = field(default_factory=set)
    again: set[str] = field(default_factory=set)
    raised: set[str] = field(default_factory=set)


class _Backwards:
    """Goes through a code from its end. always: names that inner codes read, whenever they are called."""

    def __init__(self, always: set[str]) -> None:
        self.always = always
        self.behind: dict[Step, set[str]] = {}

    def block(self, body: Block, live: set[str], ways: _Ways) -> set[str]:
        for step in reversed(body.steps):
            live = live | self.always | ways.raised
            self.behind[step] = self.behind.get(step, set()) | live
            for operation in reversed(step.operations):
                live = self._before(operation, live, ways)
        return live

    def _before(self, operation: core.Operation, live: set[str], ways: _Ways) -> set[str]:
        match operation:
            case core.Load() | core.Delete():
                return live | {operation.name}
            case core.Store():
                return live - {operation.name}
            case core.Branch():
                return self.block(operation.then, live, ways) | self.block(operation.otherwise, live, ways)
            case core.For():
                return self._loop((operation.body,), operation.orelse, live, ways)
            case core.While():
                return self._loop((operation.head, operation.body), operation.orelse, live, ways)
            case core.Try():
                return self._tried(operation, live, ways)
            case core.With():
                return self.block(operation.body, live, ways)
            case core.Break():
                return ways.ended
            case core.Continue():
                return ways.again
            case core.Return() | core.Raise():
                return ways.raised
        return live

    def _loop(self, bodies: tuple[Block, ...], orelse: Block, live: set[str], ways: _Ways) -> set[str]:
        start = self.block(orelse, live, ways)
        while True:
            inside, found = _Ways(live, start, ways.raised), start
            for body in reversed(bodies):
                found = self.block(body, found | start, inside)
            if found <= start:
                return start
            start = start | found

    def _tried(self, operation: core.Try, live: set[str], ways: _Ways) -> set[str]:
        final = self.block(operation.final, live | ways.raised | ways.ended | ways.again, ways)
        around = _Ways(ways.ended | final, ways.again | final, ways.raised | final)
        raised = set(around.raised)
        for handler in operation.handlers:
            raised |= self.block(handler.head, self.block(handler.body, final, around), around)
        orelse = self.block(operation.orelse, final, around)
        return raised | self.block(operation.body, orelse, _Ways(around.ended, around.again, raised))
