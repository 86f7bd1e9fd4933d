"""The core language as text, for people and for tests.

One line an operation: ``%3 = call %1(%2, key=%0)``. Above the operations of each statement stands its first line of
source. Branches behind ``elif`` and further cases stand below each other, however many there are. Codes that hang in
operations follow after the one that they hang in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import libcst as cst

from eflows2smk.frontend.core.operations import (
    Annotate,
    Await,
    Binary,
    Block,
    Branch,
    Break,
    Build,
    Call,
    Class,
    Code,
    CodeKind,
    Compare,
    Comprehension,
    Constant,
    Continue,
    Delete,
    DeleteAttribute,
    DeleteItem,
    For,
    Format,
    Function,
    Gather,
    GetAttribute,
    GetItem,
    Import,
    ImportName,
    ImportStar,
    InPlace,
    Item,
    Iterate,
    Load,
    MatchTest,
    Move,
    Operation,
    Parameters,
    Passed,
    Raise,
    Register,
    Return,
    SetAttribute,
    SetItem,
    Spread,
    Step,
    Store,
    Truth,
    Try,
    Unary,
    Unpack,
    While,
    With,
    Yield,
)

_WIDTH = 90
# A line and the depth of its indentation.
_Lines = Iterator[tuple[int, str]]


def print_code(code: Code) -> str:
    """A code and those inside of it, outermost first."""
    texts: list[str] = []
    waiting = [code]
    while waiting:
        current = waiting.pop()
        printer = _Printer(current)
        texts.append("\n".join(["    " * depth + line for depth, line in printer.lines()]) + "\n")
        waiting += reversed(printer.inner)
    return "\n".join(texts)


class _Printer:
    """Prints one code. inner: the codes in its operations."""

    def __init__(self, code: Code) -> None:
        self.code = code
        self.inner: list[Code] = []

    def lines(self) -> _Lines:
        """The blocks are on a stack: those of long chains are deep."""
        yield 0, _heading(self.code)
        yield from ((1, line) for line in _facts_of_scope(self.code))
        waiting: list[_Lines] = [self.block(self.code.body, 1)]
        while waiting:
            line = next(waiting[-1], None)
            if line is None:
                waiting.pop()
            elif isinstance(line[1], str):
                yield line
            else:
                waiting.append(line[1])

    def block(self, block: Block, depth: int) -> Iterator[Any]:
        """Lines, and further iterators of lines in their places."""
        for step in block.steps:
            yield depth, f"# {self.source(step)}"
            for operation in step.operations:
                nested = _NESTED.get(type(operation))
                if nested is None:
                    yield depth, _PLAIN[type(operation)](operation)
                    self.inner += _codes(operation)
                else:
                    yield depth, nested(self, operation, depth)

    def source(self, step: Step) -> str:
        """The first line of a statement."""
        text = self.code.module.source(_head(step.node)).strip()
        line = next((each.strip() for each in text.splitlines() if not each.lstrip().startswith("#")), "")
        if isinstance(step.node, cst.BaseCompoundStatement | cst.ExceptHandler | cst.ExceptStarHandler | cst.MatchCase):
            # All that is left of the body.
            line = line.removesuffix(" pass")
        return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"

    def part(self, word: str, block: Block, depth: int) -> Iterator[Any]:
        yield depth, f"{word}:"
        if block.steps:
            yield depth, self.block(block, depth + 1)
        else:
            yield depth + 1, "nothing"

    def branch(self, operation: Branch, depth: int) -> Iterator[Any]:
        yield depth, f"branch {_r(operation.condition)} ({operation.kind})"
        while True:
            yield depth, self.part("then", operation.then, depth)
            following = _continued(operation)
            if following is None:
                break
            step, operation = following
            yield depth, "else:"
            yield depth, self.block(Block((Step(step.node, step.operations[:-1]),)), depth)
            yield depth, f"branch {_r(operation.condition)} ({operation.kind})"
        if operation.otherwise.steps:
            yield depth, self.part("else", operation.otherwise, depth)

    def for_loop(self, operation: For, depth: int) -> Iterator[Any]:
        word = "async for" if operation.is_async else "for"
        yield depth, f"{word} {_r(operation.item)} in {_r(operation.iterator)} ({', '.join(operation.names)})"
        yield depth, self.part("do", operation.body, depth)
        if operation.orelse.steps:
            yield depth, self.part("else", operation.orelse, depth)

    def while_loop(self, operation: While, depth: int) -> Iterator[Any]:
        yield depth, f"while {_r(operation.condition)}"
        yield depth, self.part("head", operation.head, depth)
        yield depth, self.part("do", operation.body, depth)
        if operation.orelse.steps:
            yield depth, self.part("else", operation.orelse, depth)

    def try_statement(self, operation: Try, depth: int) -> Iterator[Any]:
        yield depth, "try"
        yield depth, self.part("do", operation.body, depth)
        word = "except*" if operation.is_group else "except"
        for handler in operation.handlers:
            if handler.caught is not None:
                yield depth, self.part("head", handler.head, depth)
            caught = "" if handler.caught is None else f" {_r(handler.caught)}"
            yield depth, self.part(f"{word}{caught} as {_r(handler.error)}", handler.body, depth)
        if operation.orelse.steps:
            yield depth, self.part("else", operation.orelse, depth)
        if operation.final.steps:
            yield depth, self.part("finally", operation.final, depth)

    def with_statement(self, operation: With, depth: int) -> Iterator[Any]:
        word = "async with" if operation.is_async else "with"
        yield depth, f"{word} {_r(operation.manager)} as {_r(operation.entered)}"
        yield depth, self.part("do", operation.body, depth)


_NESTED: dict[type[Operation], Callable[[_Printer, Any, int], Iterator[Any]]] = {
    Branch: _Printer.branch,
    For: _Printer.for_loop,
    While: _Printer.while_loop,
    Try: _Printer.try_statement,
    With: _Printer.with_statement,
}


def _continued(operation: Branch) -> tuple[Step, Branch] | None:
    """The branch behind an ``elif``, or the next case: it is all that the block of the first one has."""
    if len(operation.otherwise.steps) != 1:
        return None
    (step,) = operation.otherwise.steps
    last = step.operations[-1] if step.operations else None
    if isinstance(last, Branch) and isinstance(step.node, cst.If | cst.MatchCase):
        return step, last
    return None


def _head(node: cst.CSTNode) -> cst.CSTNode:
    """A statement without its body, whose text nobody needs; where it has decorators, they stay."""
    empty = cst.SimpleStatementSuite([])
    if isinstance(node, cst.If):
        return node.with_changes(body=empty, orelse=None, leading_lines=())
    if isinstance(node, cst.Match):
        return node.with_changes(cases=node.cases[:1], leading_lines=())
    if isinstance(node, cst.IndentedBlock):
        return cst.Expr(cst.Ellipsis())
    if hasattr(node, "body") and isinstance(node.body, cst.BaseSuite):
        return node.with_changes(body=empty)
    return node


# Lines ----------------------------------------------------------------------------------------------------------------


def _heading(code: Code) -> str:
    words = [code.kind.value, code.qualname if code.kind is not CodeKind.MODULE else code.name]
    head = " ".join(words)
    if code.kind in (CodeKind.FUNCTION, CodeKind.LAMBDA):
        head += f"({', '.join(_parameters(code.parameters))})"
    if code.is_coroutine:
        head = f"async {head}"
    return f"{head}, a generator:" if code.is_generator else f"{head}:"


def _parameters(parameters: Parameters) -> Iterator[str]:
    defaults = set(parameters.with_defaults)

    def shown(names: Iterable[str]) -> Iterator[str]:
        return (f"{name}=" if name in defaults else name for name in names)

    yield from shown(parameters.positional_only)
    if parameters.positional_only:
        yield "/"
    yield from shown(parameters.positional)
    if parameters.variadic or parameters.keyword_only:
        yield f"*{parameters.variadic}"
    yield from shown(parameters.keyword_only)
    if parameters.keywords:
        yield f"**{parameters.keywords}"


def _facts_of_scope(code: Code) -> Iterator[str]:
    if code.kind is not CodeKind.MODULE and code.variables:
        yield "names " + ", ".join(f"{name}: {place.value}" for name, place in code.variables.items())
    if code.free:
        yield "free " + ", ".join(code.free)


def _codes(operation: Operation) -> list[Code]:
    return [operation.code] if isinstance(operation, Function | Class | Comprehension) else []


def _r(register: Register) -> str:
    return f"%{register}"


def _several(registers: Iterable[Register]) -> str:
    return ", ".join(map(_r, registers))


def _item(item: Item) -> str:
    if item.key is not None:
        return f"{_r(item.key)}: {_r(item.value)}"
    return f"*{_r(item.value)}" if item.starred else _r(item.value)


def _passed(arguments: Sequence[Passed]) -> str:
    return ", ".join(f"{f'{a.keyword}=' if a.keyword else a.star}{_r(a.value)}" for a in arguments)


def _format(o: Format) -> str:
    conversion = f"!{o.conversion}" if o.conversion else ""
    specification = "" if o.specification is None else f" as {_r(o.specification)}"
    return f"{_r(o.target)} = format {_r(o.operand)}{conversion}{specification}"


def _unpack(o: Unpack) -> str:
    targets = (f"*{_r(each)}" if place == o.star else _r(each) for place, each in enumerate(o.targets))
    return f"{', '.join(targets)} = unpack {_r(o.source)}"


def _gather(o: Gather) -> str:
    key = "" if o.key is None else f"{_r(o.key)}: "
    return f"gather {key}{_r(o.value)} in {o.kind} {_r(o.collection)}"


def _function(o: Function) -> str:
    defaults = "".join(
        f" {name}={_r(register)}" for name, register in zip(o.code.parameters.with_defaults, o.defaults, strict=True)
    )
    annotations = "".join(f" {name}: {_r(register)}" for name, register in o.annotations)
    return f"{_r(o.target)} = function {o.code.qualname}{defaults}{annotations}"


def _import(o: Import) -> str:
    names = f" ({', '.join(o.names)})" if o.names else " (leaf)" if o.leaf else ""
    return f"{_r(o.target)} = import {'.' * o.level}{o.module}{names}"


def _raise(o: Raise) -> str:
    exception = "" if o.exception is None else f" {_r(o.exception)}"
    return f"raise{exception}" + ("" if o.cause is None else f" from {_r(o.cause)}")


def _match(o: MatchTest) -> str:
    operands = f" {_several(o.operands)}" if o.operands else ""
    wanted = "".join(f" {name}" for name in ((str(o.count), *o.names) if o.kind == "class" else ()))
    return f"{_r(o.target)} = match {o.kind} {_r(o.subject)}{operands}{wanted}"


def _constant(value: object) -> str:
    text = repr(value)
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


_PLAIN: dict[type[Operation], Callable[[Any], str]] = {
    Constant: lambda o: f"{_r(o.target)} = {_constant(o.value)}",
    Move: lambda o: f"{_r(o.target)} = {_r(o.source)}",
    Load: lambda o: f"{_r(o.target)} = load {o.name} ({o.place.value})",
    Store: lambda o: f"store {o.name} ({o.place.value}) = {_r(o.source)}",
    Delete: lambda o: f"delete {o.name} ({o.place.value})",
    Unary: lambda o: f"{_r(o.target)} = {o.operator} {_r(o.operand)}",
    Binary: lambda o: f"{_r(o.target)} = {_r(o.left)} {o.operator} {_r(o.right)}",
    InPlace: lambda o: f"{_r(o.target)} = {_r(o.left)} {o.operator}= {_r(o.right)}",
    Compare: lambda o: f"{_r(o.target)} = {_r(o.left)} {o.operator} {_r(o.right)}",
    Truth: lambda o: f"{_r(o.target)} = bool {_r(o.operand)}",
    GetAttribute: lambda o: f"{_r(o.target)} = {_r(o.object)}.{o.name}",
    SetAttribute: lambda o: f"{_r(o.object)}.{o.name} = {_r(o.source)}",
    DeleteAttribute: lambda o: f"delete {_r(o.object)}.{o.name}",
    GetItem: lambda o: f"{_r(o.target)} = {_r(o.object)}[{_r(o.key)}]",
    SetItem: lambda o: f"{_r(o.object)}[{_r(o.key)}] = {_r(o.source)}",
    DeleteItem: lambda o: f"delete {_r(o.object)}[{_r(o.key)}]",
    Build: lambda o: f"{_r(o.target)} = {o.kind} ({', '.join(map(_item, o.items))})",
    Format: _format,
    Spread: lambda o: f"{_r(o.target)} = spread {o.kind} {_r(o.source)}",
    Call: lambda o: f"{_r(o.target)} = call {_r(o.function)}({_passed(o.arguments)})",
    Unpack: _unpack,
    Gather: _gather,
    Annotate: lambda o: f"annotate {o.name}: {_r(o.annotation)}",
    Function: _function,
    Class: lambda o: f"{_r(o.target)} = class {o.code.qualname}({_passed(o.arguments)})",
    Comprehension: lambda o: f"{_r(o.target)} = {o.kind} of {o.code.qualname}({_r(o.iterator)})",
    Import: _import,
    ImportName: lambda o: f"{_r(o.target)} = {o.name} of {_r(o.module)}",
    ImportStar: lambda o: f"store * of {_r(o.module)}",
    Iterate: lambda o: f"{_r(o.target)} = {'async iterate' if o.is_async else 'iterate'} {_r(o.operand)}",
    Break: lambda o: "break",
    Continue: lambda o: "continue",
    Return: lambda o: f"return {_r(o.source)}",
    Raise: _raise,
    Yield: lambda o: f"{_r(o.target)} = yield {'from ' if o.is_from else ''}{_r(o.source)}",
    Await: lambda o: f"{_r(o.target)} = await {_r(o.source)}",
    MatchTest: _match,
}
