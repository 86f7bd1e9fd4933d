"""Edits of a program, found in its text: those that mean something, and those that mean nothing.

Each edit is one of the program's text, so that the edited program is what a user would have written. Whether it still
is a program that ends well is for plain Python to say.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Choose = Callable[[Sequence["Edit"]], "Edit"]
_OPERATORS: dict[type[ast.operator], tuple[str, str]] = {ast.Add: ("+", "-"), ast.Sub: ("-", "+"), ast.Mult: ("*", "+")}
# Functions that see the names of local variables.
_SEEING = frozenset(("locals", "vars", "eval", "exec", "dir"))


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of some pieces of a text, by their beginning and end."""

    title: str
    pieces: tuple[tuple[int, int, str], ...]

    def applied(self, text: str) -> str:
        for start, end, new in sorted(self.pieces, reverse=True):
            text = text[:start] + new + text[end:]
        return text


class Source:
    """A text with the places of its nodes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self.lines = text.splitlines(keepends=True)
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line))

    def offset(self, line: int, column: int) -> int:
        """column: in bytes, as `ast` counts."""
        before = self.lines[line - 1].encode()[:column].decode()
        return self._starts[line - 1] + len(before)

    def span(self, node: ast.expr | ast.stmt | ast.arg) -> tuple[int, int]:
        assert node.end_lineno is not None and node.end_col_offset is not None
        return self.offset(node.lineno, node.col_offset), self.offset(node.end_lineno, node.end_col_offset)

    def of(self, node: ast.expr | ast.stmt) -> str:
        start, end = self.span(node)
        return self.text[start:end]

    def replace(self, title: str, *pairs: tuple[ast.expr | ast.stmt, str]) -> Edit:
        where = f"{title} in line {pairs[0][0].lineno}"
        return Edit(where, tuple((*self.span(node), new) for node, new in pairs))

    def rows(self, node: ast.stmt) -> tuple[int, int]:
        """The whole lines of a statement, with its decorators."""
        decorators = getattr(node, "decorator_list", [])
        first = min([node.lineno, *(each.lineno for each in decorators)])
        assert node.end_lineno is not None
        return self._starts[first - 1], self._starts[node.end_lineno]

    def blocks(self) -> Iterator[list[ast.stmt]]:
        for node in ast.walk(self.tree):
            for name in ("body", "orelse", "finalbody"):
                found = getattr(node, name, None)
                if isinstance(found, list) and found:
                    yield found


def meaningful(text: str) -> list[Edit]:
    """Edits that may change what the program leaves."""
    source = Source(text)
    # Places in f-strings are not known in every Python.
    left_out = [node for node in ast.walk(source.tree) if isinstance(node, ast.JoinedStr)]
    # How many values a task returns is a promise, which plain Python does not check.
    left_out += [each for node in ast.walk(source.tree) for each in getattr(node, "decorator_list", ())]
    inside = {id(part) for node in left_out for part in ast.walk(node)}
    found: list[Edit] = []
    for node in ast.walk(source.tree):
        if id(node) in inside:
            continue
        found += _of_node(source, node)
    for block in source.blocks():
        found += _of_block(source, block)
    return found


def _of_node(source: Source, node: ast.AST) -> Iterator[Edit]:
    match node:
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            yield source.replace("a number", (node, str(value + 1)))
            if value > 1:
                yield source.replace("a smaller number", (node, str(value - 1)))
        case ast.Constant(value=str() as value) if re.fullmatch(r"[\w/]+\.txt", value):
            yield source.replace("a path", (node, repr(value.replace(".txt", "_new.txt"))))
            if alike := [
                each for each in ast.walk(source.tree) if isinstance(each, ast.Constant) and each.value == value
            ]:
                new = repr(value.replace(".txt", "_moved.txt"))
                yield source.replace("a path everywhere", *((each, new) for each in alike))
        case ast.Constant(value=str() as value) if value.isidentifier() and value != "__main__":
            yield source.replace("a text", (node, repr(f"{value}x")))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            old, new = _OPERATORS[type(op)]
            start, end = source.span(left)[1], source.span(right)[0]
            if source.text[start:end].count(old) == 1:
                place = source.text.index(old, start)
                yield Edit(f"an operator in line {node.lineno}", ((place, place + 1, new),))
        case ast.Call(args=[first, second, *_]) if not isinstance(first, ast.Starred | ast.GeneratorExp):
            if not isinstance(second, ast.Starred) and source.of(first) != source.of(second):
                yield source.replace("exchanged arguments", (first, source.of(second)), (second, source.of(first)))
        case ast.List(elts=[first, *_, last]) | ast.Tuple(elts=[first, *_, last]) if isinstance(node.ctx, ast.Load):
            if source.of(first) != source.of(last):
                yield source.replace("exchanged items", (first, source.of(last)), (last, source.of(first)))
            yield source.replace("one more item", (last, f"{source.of(last)}, {source.of(first)}"))
        case ast.Dict(keys=[ast.expr() as one, *_, ast.expr() as other], values=[first, *_, last]):
            yield source.replace("exchanged values", (first, source.of(last)), (last, source.of(first)))
            yield source.replace("exchanged keys", (one, source.of(other)), (other, source.of(one)))
        case ast.For(iter=over):
            yield source.replace("the other way round", (over, f"list({source.of(over)})[::-1]"))
            yield source.replace("fewer items", (over, f"list({source.of(over)})[1:]"))


def _of_block(source: Source, block: list[ast.stmt]) -> Iterator[Edit]:
    calls = [each for each in block if isinstance(each, ast.Expr) and isinstance(each.value, ast.Call)]
    for each in calls:
        start, end = source.rows(each)
        yield Edit(f"line {each.lineno} twice", ((end, end, source.text[start:end]),))
        if len(block) > 1:
            yield Edit(f"without line {each.lineno}", ((start, end, ""),))
    for one, other in zip(block, block[1:], strict=False):
        if one in calls and other in calls:
            start, middle, end = source.rows(one)[0], source.rows(other)[0], source.rows(other)[1]
            text = source.text[middle:end] + source.text[start:middle]
            yield Edit(f"exchanged lines {one.lineno} and {other.lineno}", ((start, end, text),))


def meaningless(text: str) -> list[Edit]:
    """Edits that change nothing of what the program means."""
    source = Source(text)
    found = [*_comments(source), *_moves(source)]
    for node in ast.walk(source.tree):
        # Variables of the main program may become names in rules: these are calls of another text.
        if isinstance(node, ast.FunctionDef) and node.decorator_list:
            found += _renamed(source, node)
    return found


def _comments(source: Source) -> Iterator[Edit]:
    for block in source.blocks():
        for each in block:
            if each.col_offset and source.lines[each.lineno - 1][: each.col_offset].strip():
                # Not the first of its line.
                continue
            start = source.rows(each)[0]
            margin = " " * each.col_offset
            yield Edit(f"a comment above line {each.lineno}", ((start, start, f"{margin}# More of this.\n\n"),))


def _moves(source: Source) -> Iterator[Edit]:
    """Functions that are exchanged with the next one."""
    body = source.tree.body
    for one, other in zip(body, body[1:], strict=False):
        if isinstance(one, ast.FunctionDef) and isinstance(other, ast.FunctionDef) and one.name != other.name:
            (start, end), (begin, finish) = source.rows(one), source.rows(other)
            texts = source.text[start:end], source.text[begin:finish]
            yield Edit(f"moved '{one.name}'", ((start, end, texts[1]), (begin, finish, texts[0])))


def _renamed(source: Source, function: ast.FunctionDef) -> Iterator[Edit]:
    """Local variables of a task, with those of loops, under another name."""
    nodes = list(ast.walk(function))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    scoped = ast.Lambda | ast.ClassDef | ast.Global | ast.Nonlocal | ast.FunctionDef
    if any(isinstance(node, scoped) for node in nodes if node is not function):
        return
    if any(node.id in _SEEING for node in names) or any(isinstance(node, ast.JoinedStr | ast.Match) for node in nodes):
        return
    hidden = {node.name for node in nodes if isinstance(node, ast.ExceptHandler) and node.name}
    hidden |= {each.arg for node in nodes if isinstance(node, ast.arguments) for each in _arguments(node)}
    for name in sorted({node.id for node in names if isinstance(node.ctx, ast.Store)} - hidden):
        new = f"{name}_renamed"
        alike = [node for node in names if node.id == name]
        yield source.replace(f"'{name}' renamed", *((node, new) for node in alike))


def _arguments(node: ast.arguments) -> list[ast.arg]:
    more = [each for each in (node.vararg, node.kwarg) if each is not None]
    return [*node.posonlyargs, *node.args, *node.kwonlyargs, *more]
