"""Whether a task can be reached from a piece of the program.

A piece reaches a task if it mentions one, or something that may be or hold one, or a function or class whose code does
(`flows` tells which). Each code is read once; the answers come from one fixpoint over the whole program, so that they
cost the same at any depth of nesting. A task that is reached in ways that no code tells (by `getattr`) is not found.
"""

from __future__ import annotations

from eflows2smk.frontend.core.blocks import all_operations, inner_blocks
from eflows2smk.frontend.core.flows import Attribute, Flows, Value, mentioned
from eflows2smk.frontend.core.operations import Block, Code, Operation
from eflows2smk.frontend.core.variables import Variable


class Reach:
    """calling: names of variables that may be any task. steps: of the search so far, which takes its time in a
    large program."""

    def __init__(self) -> None:
        self.calling: set[str] = set()
        self.steps = 0
        self._flows = Flows()
        self._modules: set[Code] = set()
        # What reaches a task, and of that what is still to be followed.
        self._reaching: set[Value] = set()
        self._waiting: list[Value] = []
        self._blocks: dict[Block, frozenset[Value]] = {}

    def add_task(self, code: Code) -> None:
        """A function of the program is a task."""
        self._add(code)

    def add_holder(self, holder: Variable | Attribute) -> None:
        """It was bound to a task, or to a function that calls one."""
        self._add(holder)

    def add(self, module: Code, *, is_main: bool = False) -> None:
        """A module of the program, before it is evaluated."""
        if module in self._modules:
            return
        self._modules.add(module)
        self._flows.add(module, is_main=is_main)
        # From some of what is known so far there are new ways.
        self._waiting += [value for value in self._reaching if self._flows.is_touched(value)]
        self._flows.touched.clear()
        for value in self._flows.mentions:
            if isinstance(value, Variable) and value.name in self.calling:
                self._add(value)

    def reaches(self, body: Block) -> bool:
        """Whether a task can be reached from a block."""
        found = self._blocks.get(body)
        if found is None:
            found = self._blocks[body] = frozenset(self._flows.mentioned(body))
        return not found.isdisjoint(self._all())

    def is_reached_by(self, code: Code, operation: Operation) -> bool:
        """Whether one can be reached from what a single operation of a code mentions."""
        inside = [each for block in inner_blocks(operation) for each in all_operations(block)]
        mentions = {value for each in (operation, *inside) for value in mentioned(code, each)}
        return not mentions.isdisjoint(self._all())

    def _all(self) -> set[Value]:
        while self._waiting:
            self.steps += 1
            value = self._waiting.pop()
            for each in (*self._flows.targets(value), *self._flows.mentions.get(value, ())):
                self._add(each)
        return self._reaching

    def _add(self, value: Value) -> None:
        if value not in self._reaching:
            self._reaching.add(value)
            self._waiting.append(value)
