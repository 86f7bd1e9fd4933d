"""The patterns of ``match`` statements."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from eflows2smk.frontend.lowering import Unit
from eflows2smk.frontend.scopes import Frame, Scope
from eflows2smk.frontend.values import Record, UserClass

Matches = Callable[[Frame, Any], bool]


def _bind(frame: Frame, scope: Scope, name: str, value: Any) -> None:
    (frame.names if scope.hops(name) == 0 else frame.globals)[name] = value


def pattern(unit: Unit, node: cst.MatchPattern, scope: Scope) -> Matches:
    """Whether a value matches; binds the names of the pattern as it goes."""
    match node:
        case cst.MatchValue():
            value = unit.expression(node.value, scope)
            return lambda frame, subject: bool(subject == value(frame))
        case cst.MatchSingleton():
            single = {"None": None, "True": True, "False": False}[node.value.value]
            return lambda frame, subject: subject is single
        case cst.MatchAs():
            return _as(unit, node, scope)
        case cst.MatchOr():
            options = [pattern(unit, element.pattern, scope) for element in node.patterns]
            return lambda frame, subject: any(option(frame, subject) for option in options)
        case cst.MatchList() | cst.MatchTuple():
            return _sequence(unit, node, scope)
        case cst.MatchMapping():
            return _mapping(unit, node, scope)
        case cst.MatchClass():
            return _class(unit, node, scope)
        case _:
            refuse = unit.refuse(node, "E302", "this pattern can't be compiled")
            return lambda frame, subject: bool(refuse(frame))


def _as(unit: Unit, node: cst.MatchAs, scope: Scope) -> Matches:
    inner = None if node.pattern is None else pattern(unit, node.pattern, scope)
    name = None if node.name is None else node.name.value

    def matches(frame: Frame, subject: Any) -> bool:
        if inner is not None and not inner(frame, subject):
            return False
        if name is not None:
            _bind(frame, scope, name, subject)
        return True

    return matches


def _sequence(unit: Unit, node: cst.MatchList | cst.MatchTuple, scope: Scope) -> Matches:
    star: int | None = None
    star_name: str | None = None
    parts: list[Matches] = []
    for position, element in enumerate(node.patterns):
        if isinstance(element, cst.MatchStar):
            star, star_name = position, None if element.name is None else element.name.value
        else:
            parts.append(pattern(unit, element.value, scope))

    def matches(frame: Frame, subject: Any) -> bool:
        if not isinstance(subject, list | tuple):
            return False
        if star is None:
            return len(subject) == len(parts) and all(p(frame, v) for p, v in zip(parts, subject, strict=True))
        after = len(parts) - star
        if len(subject) < len(parts):
            return False
        end = len(subject) - after
        fixed = [*subject[:star], *subject[end:]]
        if not all(p(frame, v) for p, v in zip(parts, fixed, strict=True)):
            return False
        if star_name is not None:
            _bind(frame, scope, star_name, list(subject[star:end]))
        return True

    return matches


def _mapping(unit: Unit, node: cst.MatchMapping, scope: Scope) -> Matches:
    parts = [(unit.expression(e.key, scope), pattern(unit, e.pattern, scope)) for e in node.elements]
    rest = None if node.rest is None else node.rest.value

    def matches(frame: Frame, subject: Any) -> bool:
        if not isinstance(subject, dict):
            return False
        keys = [key(frame) for key, _ in parts]
        if not all(k in subject and p(frame, subject[k]) for k, (_, p) in zip(keys, parts, strict=True)):
            return False
        if rest is not None:
            _bind(frame, scope, rest, {k: v for k, v in subject.items() if k not in keys})
        return True

    return matches


def _class(unit: Unit, node: cst.MatchClass, scope: Scope) -> Matches:
    cls = unit.expression(node.cls, scope)
    positional = [pattern(unit, element.value, scope) for element in node.patterns]
    keywords = [(element.key.value, pattern(unit, element.pattern, scope)) for element in node.kwds]

    def matches(frame: Frame, subject: Any) -> bool:
        wanted = cls(frame)
        if isinstance(wanted, UserClass):
            if not (isinstance(subject, Record) and subject.cls.derives(wanted)):
                return False
            names = wanted.fields or ()
            values = [subject.state[name] for name in names[: len(positional)]]
        else:
            if not isinstance(subject, wanted):
                return False
            values = [subject] * min(1, len(positional))
        if not all(p(frame, v) for p, v in zip(positional, values, strict=True)):
            return False
        return all(p(frame, unit.evaluator.get_attribute(subject, name)) for name, p in keywords)

    return matches
