"""Binding values to targets: names, attributes, elements, and tuples of these."""

from __future__ import annotations

import argparse
import types
from collections.abc import Callable
from typing import Any

import libcst as cst

from eflows2smk.frontend import trusted
from eflows2smk.frontend.expressions import combine, key_of
from eflows2smk.frontend.lowering import Closure, Unit, located, statement
from eflows2smk.frontend.raised import elements_of
from eflows2smk.frontend.scopes import Frame, Scope, root_names
from eflows2smk.frontend.values import Future, Record, Unknown, UserClass, UserModule, known_key

Assign = Callable[[Frame, Any], None]


def assign_to(unit: Unit, target: cst.BaseExpression, scope: Scope) -> Assign:
    """How a value gets to a target."""
    match target:
        case cst.Name():
            return _recording(_name(unit, target, scope), unit, target, scope)
        case cst.Attribute():
            return _recording(_attribute(unit, target, scope), unit, target, scope)
        case cst.Subscript():
            return _recording(_element(unit, target, scope), unit, target, scope)
        case cst.Tuple() | cst.List():
            return _sequence(unit, target, scope)
        case _:
            refuse = unit.refuse(target, "E302", "this assignment can't be compiled")
            return lambda frame, value: refuse(frame)


def _recording(assign: Assign, unit: Unit, target: cst.BaseExpression, scope: Scope) -> Assign:
    """Remembers that a name of the module was changed by code that jobs don't run."""
    root = next(root_names(target), "")
    record = unit.changes_global(root, target, scope)
    if record is None:
        return assign

    def both(frame: Frame, value: Any) -> None:
        # A name of another module changes then, or what it holds.
        if not isinstance(frame.globals.get(root), UserModule):
            record()
        assign(frame, value)

    return both


def _name(unit: Unit, target: cst.Name, scope: Scope) -> Assign:
    wanted = target.value
    hops = scope.hops(wanted)
    evaluator = unit.evaluator

    def to_module(frame: Frame, value: Any) -> None:
        if evaluator.journal is not None:
            evaluator.journal.save_name(frame.globals, wanted)
        frame.globals[wanted] = value

    def here(frame: Frame, value: Any) -> None:
        frame.names[wanted] = value

    def outer(frame: Frame, value: Any) -> None:
        found = frame
        for _ in range(hops):
            assert found.parent is not None
            found = found.parent
        if evaluator.journal is not None:
            evaluator.journal.save_name(found.names, wanted)
        found.names[wanted] = value

    if hops < 0:
        return to_module
    return here if hops == 0 else outer


def set_attribute(owner: Any, wanted: str, value: Any) -> None:
    """``owner.wanted = value`` on the evaluator's values.

    Raises AttributeError for values that have no attributes of their own.
    """
    match owner:
        case Record():
            if owner.future is not None:
                owner.future.refuse(f"assigning to '.{wanted}'")
            found = owner.cls.lookup(wanted)
            setter = getattr(found, "setter", None)
            if setter is not None:
                setter(owner, value)
            else:
                owner.state[wanted] = value
        case UserClass():
            owner.names[wanted] = value
        case UserModule():
            owner.names[wanted] = value
        case argparse.Namespace() | types.SimpleNamespace():
            setattr(owner, wanted, value)
        case Future():
            owner.refuse(f"assigning to '.{wanted}'")
        case _:
            raise AttributeError(f"'{type(owner).__name__}' object has no attribute '{wanted}' that can be set")


def _attribute(unit: Unit, target: cst.Attribute, scope: Scope) -> Assign:
    owner, wanted = unit.expression(target.value, scope), target.attr.value

    def assign(frame: Frame, value: Any) -> None:
        holder = owner(frame)
        unit.evaluator.host.changing(holder)
        if isinstance(holder, UserModule):
            unit.evaluator.globals.changed((holder.source, wanted), unit, target)
        try:
            set_attribute(holder, wanted, value)
        except Exception as error:
            raise located(error, unit, target, type(holder)) from None

    return assign


def _element(unit: Unit, target: cst.Subscript, scope: Scope) -> Assign:
    owner, key = unit.expression(target.value, scope), key_of(unit, target, scope)

    def assign(frame: Frame, value: Any) -> None:
        container, index = owner(frame), key(frame)
        try:
            known_key(index)
            unit.evaluator.set_element(container, index, value)
        except Exception as error:
            raise located(error, unit, target, elements_of(container), index, value) from None

    return assign


def _sequence(unit: Unit, target: cst.Tuple | cst.List, scope: Scope) -> Assign:
    parts = [assign_to(unit, element.value, scope) for element in target.elements]
    star = next((i for i, e in enumerate(target.elements) if isinstance(e, cst.StarredElement)), None)

    def assign(frame: Frame, value: Any) -> None:
        if type(value) is Unknown and unit.evaluator.scout is not None:
            # What is done with the parts may have effects all the same.
            for part in parts:
                part(frame, value)
            return
        try:
            values = list(trusted.ordered(value))
            if star is None and len(values) != len(parts):
                few = "not enough" if len(values) < len(parts) else "too many"
                raise ValueError(f"{few} values to unpack (expected {len(parts)}, got {len(values)})")
            if star is not None:
                after = len(parts) - star - 1
                if len(values) < star + after:
                    raise ValueError(f"not enough values to unpack (expected at least {star + after})")
                end = len(values) - after
                values = [*values[:star], values[star:end], *values[end:]]
        except Exception as error:
            raise located(error, unit, target, elements_of(value)) from None
        for part, item in zip(parts, values, strict=True):
            part(frame, item)

    return assign


@statement(cst.Assign)
def assignment(unit: Unit, node: cst.Assign, scope: Scope) -> Closure:
    value = unit.expression(node.value, scope)
    targets = [assign_to(unit, target.target, scope) for target in node.targets]
    if len(targets) == 1:
        only = targets[0]
        return lambda frame: only(frame, value(frame))

    def run(frame: Frame) -> None:
        result = value(frame)
        for target in targets:
            target(frame, result)

    return run


@statement(cst.AnnAssign)
def annotated_assignment(unit: Unit, node: cst.AnnAssign, scope: Scope) -> Closure:
    if node.value is None:
        return lambda frame: None
    value, target = unit.expression(node.value, scope), assign_to(unit, node.target, scope)
    return lambda frame: target(frame, value(frame))


@statement(cst.AugAssign)
def augmented_assignment(unit: Unit, node: cst.AugAssign, scope: Scope) -> Closure:
    """``x += y``. In place for what Python changes in place, so other names of the object see it."""
    old, new = unit.expression(node.target, scope), unit.expression(node.value, scope)
    target = assign_to(unit, node.target, scope)
    operation = combine(unit, node.operator, node.target, node.value)

    def run(frame: Frame) -> None:
        left, right = old(frame), new(frame)
        unit.evaluator.host.changing(left)
        try:
            result = operation(left, right)
        except Exception as error:
            raise located(error, unit, node, left, right) from None
        target(frame, result)

    return run


@statement(cst.Del)
def deletion(unit: Unit, node: cst.Del, scope: Scope) -> Closure:
    target = node.target
    targets = [each.value for each in target.elements] if isinstance(target, cst.Tuple | cst.List) else [target]
    runs = [_delete(unit, each, scope) for each in targets]

    def run(frame: Frame) -> None:
        for delete in runs:
            delete(frame)

    return run


def _delete(unit: Unit, target: cst.BaseExpression, scope: Scope) -> Closure:
    match target:
        case cst.Name():
            wanted, local = target.value, scope.hops(target.value) == 0

            def name(frame: Frame) -> None:
                (frame.names if local else frame.globals).pop(wanted, None)

            return name
        case cst.Subscript():
            owner, key = unit.expression(target.value, scope), key_of(unit, target, scope)

            def element(frame: Frame) -> None:
                holder, index = owner(frame), key(frame)
                unit.evaluator.host.changing(holder)
                try:
                    del holder[index]
                except Exception as error:
                    raise located(error, unit, target, elements_of(holder), index) from None

            return element
        case cst.Attribute():
            holder, attr = unit.expression(target.value, scope), target.attr.value

            def attribute(frame: Frame) -> None:
                value = holder(frame)
                if isinstance(value, Record):
                    unit.evaluator.host.changing(value)
                    value.state.pop(attr, None)

            return attribute
        case _:
            return unit.refuse(target, "E302", "this deletion can't be compiled")
