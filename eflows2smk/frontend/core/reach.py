"""Whether a task can be reached from a piece of the program.

A piece reaches a task if it mentions one, or something that may be or hold one, or a function or class whose code does
(`flows` tells which). Each code is read once; the answers come from one fixpoint over the whole program, so that they
cost the same at any depth of nesting. A task that is reached in ways that no code tells (by `getattr`) is not found.
"""

from __future__ import annotations

from eflows2smk.frontend.core.flows import Attribute, Flows, Value
from eflows2smk.frontend.core.operations import Block, Code
from eflows2smk.frontend.core.variables import Variable


class Reach:
    """calling: names of variables that may be any task."""

    def __init__(self) -> None:
        self.calling: set[str] = set()
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
        # From all that is known so far there may be new ways.
        self._waiting = list(self._reaching)
        for value in self._flows.mentions:
            if isinstance(value, Variable) and value.name in self.calling:
                self._add(value)

    def reaches(self, body: Block) -> bool:
        """Whether a task can be reached from a block."""
        mentioned = self._blocks.get(body)
        if mentioned is None:
            mentioned = self._blocks[body] = frozenset(self._flows.mentioned(body))
        while self._waiting:
            value = self._waiting.pop()
            for each in (*self._flows.targets(value), *self._flows.mentions.get(value, ())):
                self._add(each)
        return not mentioned.isdisjoint(self._reaching)

    def _add(self, value: Value) -> None:
        if value not in self._reaching:
            self._reaching.add(value)
            self._waiting.append(value)
