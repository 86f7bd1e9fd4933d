"""``match``: each case becomes a `Branch` on whether its pattern matches and its guard is true.

A pattern becomes tests of which each is made only where those before it were true. Names are bound when the whole
pattern matches, before the guard.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import libcst as cst

from eflows2smk.frontend.core.lowering.builder import EMPTY, Builder
from eflows2smk.frontend.core.operations import (
    Binary,
    Block,
    Branch,
    Compare,
    GetItem,
    MatchTest,
    Move,
    Register,
    Unpack,
)

# What a pattern captures: a name and the register with its value, in the order of binding.
Captures = dict[str, Register]
Test = Callable[[], Register]
_SINGLETONS = {"None": None, "True": True, "False": False}


def match(b: Builder, node: cst.Match) -> None:
    subject = b.expression(node.subject)
    opened: list[tuple[cst.MatchCase, Register, Block]] = []
    for place, case in enumerate(node.cases):
        if place:
            b.open(case)
        condition = _case(b, case, subject)
        opened.append((case, condition, b.block(case.body, case.body)))
    otherwise = EMPTY
    while opened:
        case, condition, then = opened.pop()
        b.emit(Branch(origin=case, condition=condition, then=then, otherwise=otherwise, kind="case"))
        if opened:
            otherwise = b.close()


def _case(b: Builder, case: cst.MatchCase, subject: Register) -> Register:
    captures: Captures = {}
    guard = case.guard

    def bound() -> Register:
        for name, register in captures.items():
            b.store(case.pattern, name, register)
        return b.constant(case, True) if guard is None else b.condition(guard)

    return b.conjunction(case, [lambda: _pattern(b, case.pattern, subject, captures), bound], "case")


def _pattern(b: Builder, node: cst.MatchPattern, subject: Register, captures: Captures) -> Register:
    return _PATTERNS[type(node)](b, node, subject, captures)


def _value(b: Builder, node: cst.MatchValue, subject: Register, captures: Captures) -> Register:
    right = b.expression(node.value)
    return _compared(b, node, "==", subject, right)


def _compared(b: Builder, node: cst.CSTNode, operator: str, left: Register, right: Register) -> Register:
    target = b.new()
    b.emit(Compare(origin=node, target=target, operator=operator, left=left, right=right))
    return b.truth(node, target)


def _singleton(b: Builder, node: cst.MatchSingleton, subject: Register, captures: Captures) -> Register:
    return _compared(b, node, "is", subject, b.constant(node, _SINGLETONS[node.value.value]))


def _as(b: Builder, node: cst.MatchAs, subject: Register, captures: Captures) -> Register:
    matched = b.constant(node, True) if node.pattern is None else _pattern(b, node.pattern, subject, captures)
    if node.name is not None:
        _capture(b, node.name, subject, captures)
    return matched


def _capture(b: Builder, name: cst.Name, value: Register, captures: Captures) -> None:
    if name.value in captures:
        raise b.invalid(name, f"the pattern binds '{name.value}' twice")
    captures[name.value] = value


def _is_wildcard(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.MatchStar):
        return node.name is None
    assert isinstance(node, cst.MatchSequenceElement)
    return isinstance(node.value, cst.MatchAs) and node.value.pattern is None and node.value.name is None


def _or(b: Builder, node: cst.MatchOr, subject: Register, captures: Captures) -> Register:
    result = b.new()
    joined: Captures = {}
    opened: list[tuple[cst.MatchPattern, Register, Block]] = []
    for element in node.patterns:
        pattern = element.pattern
        if opened:
            b.open(pattern)
        own: Captures = {}
        matched = _pattern(b, pattern, subject, own)
        if not opened:
            joined = {name: b.new() for name in own}
        elif own.keys() != joined.keys():
            raise b.invalid(pattern, "the alternatives of a pattern bind different names")
        b.open(pattern)
        for name, register in own.items():
            b.emit(Move(origin=pattern, target=joined[name], source=register))
        b.emit(Move(origin=pattern, target=result, source=matched))
        opened.append((pattern, matched, b.close()))
    otherwise = b.moving(node, result, opened[-1][1])
    while opened:
        pattern, matched, then = opened.pop()
        b.emit(Branch(origin=pattern, condition=matched, then=then, otherwise=otherwise, kind="case"))
        if opened:
            otherwise = b.close()
    for name, register in joined.items():
        if name in captures:
            raise b.invalid(node, f"the pattern binds '{name}' twice")
        captures[name] = register
    return result


# Sequences ------------------------------------------------------------------------------------------------------------


def _sequence(b: Builder, node: cst.MatchList | cst.MatchTuple, subject: Register, captures: Captures) -> Register:
    elements = node.patterns
    stars = [place for place, each in enumerate(elements) if isinstance(each, cst.MatchStar)]
    if len(stars) > 1:
        raise b.invalid(node, "two starred names in one pattern")
    star = stars[0] if stars else -1
    tests: list[Test] = [lambda: _tested(b, node, "sequence", subject)]
    if star < 0 or len(elements) > 1:
        operator, least = ("==", len(elements)) if star < 0 else (">=", len(elements) - 1)
        tests.append(lambda: _length(b, node, subject, operator, least))
    if not all(_is_wildcard(each) for each in elements):
        if star >= 0 and _is_wildcard(elements[star]):
            tests += _picked(b, node, subject, elements, star, captures)
        else:
            tests.append(lambda: _spread(b, node, subject, elements, star, captures))
    return b.conjunction(node, tests, "case")


def _tested(b: Builder, node: cst.CSTNode, kind: str, subject: Register) -> Register:
    target = b.new()
    b.emit(MatchTest(origin=node, target=target, kind=kind, subject=subject))
    return target


def _length(b: Builder, node: cst.CSTNode, subject: Register, operator: str, least: int) -> Register:
    length = _tested(b, node, "length", subject)
    return _compared(b, node, operator, length, b.constant(node, least))


def _picked(
    b: Builder,
    node: cst.CSTNode,
    subject: Register,
    elements: Sequence[cst.MatchSequenceElement | cst.MatchStar],
    star: int,
    captures: Captures,
) -> list[Test]:
    """Behind a star without a name, Python takes items by their index and does not iterate."""

    def test(place: int, element: cst.MatchSequenceElement) -> Test:
        def made() -> Register:
            index = b.constant(element, place)
            if place > star:
                length = _tested(b, element, "length", subject)
                back = b.constant(element, len(elements) - place)
                index = b.new()
                b.emit(Binary(origin=element, target=index, operator="-", left=length, right=back))
            item = b.new()
            b.emit(GetItem(origin=element, target=item, object=subject, key=index))
            return _pattern(b, element.value, item, captures)

        return made

    return [
        test(place, each)
        for place, each in enumerate(elements)
        if isinstance(each, cst.MatchSequenceElement) and not _is_wildcard(each)
    ]


def _spread(
    b: Builder,
    node: cst.CSTNode,
    subject: Register,
    elements: Sequence[cst.MatchSequenceElement | cst.MatchStar],
    star: int,
    captures: Captures,
) -> Register:
    registers = tuple(b.new() for _ in elements)
    b.emit(Unpack(origin=node, targets=registers, source=subject, star=star))
    return _members(b, node, list(zip(elements, registers, strict=True)), captures)


def _members(
    b: Builder, node: cst.CSTNode, members: Sequence[tuple[cst.CSTNode, Register]], captures: Captures
) -> Register:
    """Match sub-patterns, one behind the other."""
    tests: list[Test] = []

    def test(pattern: cst.MatchPattern, register: Register) -> Test:
        return lambda: _pattern(b, pattern, register, captures)

    def star(name: cst.Name, register: Register) -> Test:
        def made() -> Register:
            _capture(b, name, register, captures)
            return b.constant(name, True)

        return made

    for element, register in members:
        if isinstance(element, cst.MatchStar):
            if element.name is not None:
                tests.append(star(element.name, register))
        elif isinstance(element, cst.MatchPattern):
            tests.append(test(element, register))
        else:
            assert isinstance(element, cst.MatchSequenceElement)
            tests.append(test(element.value, register))
    return b.conjunction(node, tests, "case") if tests else b.constant(node, True)


# Mappings and classes -------------------------------------------------------------------------------------------------


def _mapping(b: Builder, node: cst.MatchMapping, subject: Register, captures: Captures) -> Register:
    elements = node.elements
    keys: list[Register] = []
    tests: list[Test] = [lambda: _tested(b, node, "mapping", subject)]

    def values() -> Register:
        keys.extend(b.expression(each.key) for each in elements)
        found = b.new()
        b.emit(MatchTest(origin=node, target=found, kind="keys", subject=subject, operands=tuple(keys)))
        return _found(b, node, found, [each.pattern for each in elements], captures)

    def rest() -> Register:
        assert node.rest is not None
        left = b.new()
        b.emit(MatchTest(origin=node, target=left, kind="rest", subject=subject, operands=tuple(keys)))
        _capture(b, node.rest, left, captures)
        return b.constant(node, True)

    if elements:
        tests.append(lambda: _length(b, node, subject, ">=", len(elements)))
        tests.append(values)
    if node.rest is not None:
        tests.append(rest)
    return b.conjunction(node, tests, "case")


def _class(b: Builder, node: cst.MatchClass, subject: Register, captures: Captures) -> Register:
    names = tuple(each.key.value for each in node.kwds)
    for place, each in enumerate(node.kwds):
        if each.key.value in names[:place]:
            raise b.invalid(each, f"the pattern asks for '{each.key.value}' twice")
    found = b.new()
    b.emit(
        MatchTest(
            origin=node,
            target=found,
            kind="class",
            subject=subject,
            operands=(b.expression(node.cls),),
            count=len(node.patterns),
            names=names,
        )
    )
    patterns = [*(each.value for each in node.patterns), *(each.pattern for each in node.kwds)]
    return _found(b, node, found, patterns, captures)


def _found(
    b: Builder, node: cst.CSTNode, found: Register, patterns: list[cst.MatchPattern], captures: Captures
) -> Register:
    """Whether something was found, and its members match."""

    def members() -> Register:
        registers = tuple(b.new() for _ in patterns)
        b.emit(Unpack(origin=node, targets=registers, source=found))
        return _members(b, node, list(zip(patterns, registers, strict=True)), captures)

    def test() -> Register:
        return _compared(b, node, "is not", found, b.constant(node, None))

    return b.conjunction(node, [test, members], "case") if patterns else test()


_PATTERNS: dict[type[cst.CSTNode], Callable[[Builder, Any, Register, Captures], Register]] = {
    cst.MatchValue: _value,
    cst.MatchSingleton: _singleton,
    cst.MatchAs: _as,
    cst.MatchOr: _or,
    cst.MatchList: _sequence,
    cst.MatchTuple: _sequence,
    cst.MatchMapping: _mapping,
    cst.MatchClass: _class,
}

STATEMENTS: dict[type[cst.CSTNode], Callable[[Builder, Any], None]] = {cst.Match: match}
