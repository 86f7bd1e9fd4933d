"""Which residual operations of a statement have a text of their own: those whose result no other one takes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from eflows2smk.frontend.core.blocks import all_operations, inner_blocks
from eflows2smk.frontend.core.operations import Code, Operation
from eflows2smk.frontend.residual.progress import Statement
from eflows2smk.frontend.residual.writing import Done, definitions, operand_registers


def outermost(statement: Statement, done: Sequence[Done], waiting: Collection[Done]) -> list[Done]:
    """Those that no other one takes, without those that wait.

    A new value is recognised by itself. An operation that gives an object which was there before, as
    ``pushed(values, 1)`` may, is only taken where its own register is read: the object has other names.
    """
    takers = [each for each in done if each not in waiting]
    made = set(map(id, statement.made))
    taken = {id(operand) for each in takers for operand in each.operands}

    def is_taken(each: Done) -> bool:
        if each.result is None:
            return False
        if id(each.result) in made and not any(operand is each.result for operand in each.operands):
            return id(each.result) in taken
        others = (other for other in takers if other is not each)
        return any(each.operation in below(statement.frame.code, other.operation) for other in others)

    return [each for each in done if not is_taken(each)]


def below(code: Code, operation: Operation) -> Iterator[Operation]:
    """The operations that give an operation's operands, and theirs, with what stands in their blocks."""
    defined = definitions(code)
    seen: set[int] = set()
    waiting = [*operand_registers(operation)]
    for block in inner_blocks(operation):
        yield from all_operations(block)
    while waiting:
        found = defined.get(waiting.pop())
        if found is None or id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        waiting += operand_registers(found)
        for block in inner_blocks(found):
            for inner in all_operations(block):
                yield inner
                waiting += operand_registers(inner)
