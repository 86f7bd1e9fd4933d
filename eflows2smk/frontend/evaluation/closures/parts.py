"""Closures of attributes, items, displays and texts."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.flows import Attribute
from eflows2smk.frontend.core.operations import Code
from eflows2smk.frontend.evaluation.carrying import notice
from eflows2smk.frontend.evaluation.changing import delete_attribute, set_attribute
from eflows2smk.frontend.evaluation.containers import pairs_of
from eflows2smk.frontend.evaluation.datamodel import get_attribute
from eflows2smk.frontend.evaluation.execution import Closure
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.items import delete_item, get_item, set_item, unpacked
from eflows2smk.frontend.evaluation.iteration import items_of
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.rendering import formatted
from eflows2smk.frontend.evaluation.uniform import is_distinct
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.trusted import interface as trusted


def get_attribute_closure(machine: Machine, code: Code, operation: core.GetAttribute) -> Closure:
    target, owner, name = operation.target, operation.object, operation.name

    def run(frame: Frame) -> None:
        frame.registers[target] = get_attribute(machine, Site(operation, frame), frame.registers[owner], name)

    return run


def set_attribute_closure(machine: Machine, code: Code, operation: core.SetAttribute) -> Closure:
    owner, name, source = operation.object, operation.name, operation.source
    attribute = Attribute(name)

    def run(frame: Frame) -> None:
        registers = frame.registers
        set_attribute(machine, Site(operation, frame), registers[owner], name, registers[source])
        notice(machine, attribute, registers[source])

    return run


def delete_attribute_closure(machine: Machine, code: Code, operation: core.DeleteAttribute) -> Closure:
    owner, name = operation.object, operation.name

    def run(frame: Frame) -> None:
        delete_attribute(machine, Site(operation, frame), frame.registers[owner], name)

    return run


def get_item_closure(machine: Machine, code: Code, operation: core.GetItem) -> Closure:
    target, owner, key = operation.target, operation.object, operation.key

    def run(frame: Frame) -> None:
        registers = frame.registers
        registers[target] = get_item(machine, Site(operation, frame), registers[owner], registers[key])

    return run


def set_item_closure(machine: Machine, code: Code, operation: core.SetItem) -> Closure:
    owner, key, source = operation.object, operation.key, operation.source

    def run(frame: Frame) -> None:
        registers = frame.registers
        set_item(machine, Site(operation, frame), registers[owner], registers[key], registers[source])

    return run


def delete_item_closure(machine: Machine, code: Code, operation: core.DeleteItem) -> Closure:
    owner, key = operation.object, operation.key

    def run(frame: Frame) -> None:
        registers = frame.registers
        delete_item(machine, Site(operation, frame), registers[owner], registers[key])

    return run


def build_closure(machine: Machine, code: Code, operation: core.Build) -> Closure:
    target, kind, items = operation.target, operation.kind, operation.items
    heap = machine.heap
    if kind == "text":
        return _text_of_pieces(machine, operation)
    if kind == "slice":
        first, second, third = (item.value for item in items)

        def build_slice(frame: Frame) -> None:
            registers = frame.registers
            registers[target] = slice(registers[first], registers[second], registers[third])

        return build_slice
    if kind == "dict":
        return _build_dict(machine, operation)
    plain = [item.value for item in items]
    starred = any(item.starred for item in items)

    def run(frame: Frame) -> None:
        registers = frame.registers
        if starred:
            values: list[Any] | None = []
            site = Site(operation, frame)
            for item in items:
                if item.starred:
                    more = items_of(machine, site, registers[item.value])
                    if more is None:
                        registers[target] = machine.residual.operation(site, [registers[each] for each in plain])
                        return
                    values += more  # type: ignore[operator]
                else:
                    values.append(registers[item.value])  # type: ignore[union-attr]
        else:
            values = [registers[each] for each in plain]
        if kind == "tuple":
            registers[target] = tuple(values or ())
        elif kind == "list":
            registers[target] = heap.allocate("list", values)
        elif any(isinstance(each, Computed) for each in values or ()) or not all(
            is_distinct(machine.symbols, each, values) for each in values or ()
        ):
            registers[target] = machine.residual.operation(Site(operation, frame), values or ())
        else:
            registers[target] = heap.allocate("set", set(values or ()))

    return run


def _build_dict(machine: Machine, operation: core.Build) -> Closure:
    target, items = operation.target, operation.items
    heap = machine.heap
    every = [each for item in items for each in (item.key, item.value) if each is not None]

    def run(frame: Frame) -> None:
        registers = frame.registers
        made: dict[Any, Any] = {}
        for item in items:
            value = registers[item.value]
            if item.key is None:
                content = getattr(value, "content", None)
                if not isinstance(content, dict):
                    registers[target] = machine.residual.operation(
                        Site(operation, frame), [registers[each] for each in every]
                    )
                    return
                made.update(content)
                continue
            key = registers[item.key]
            if isinstance(key, Computed) or not is_distinct(machine.symbols, key, made):
                registers[target] = machine.residual.operation(
                    Site(operation, frame), [registers[each] for each in every]
                )
                return
            made[key] = value
        registers[target] = heap.allocate("dict", made)

    return run


def _text_of_pieces(machine: Machine, operation: core.Build) -> Closure:
    target, pieces = operation.target, [item.value for item in operation.items]

    def run(frame: Frame) -> None:
        registers = frame.registers
        values = [registers[each] for each in pieces]
        if any(not isinstance(value, str) for value in values):
            registers[target] = machine.residual.operation(Site(operation, frame), values)
        else:
            registers[target] = trusted.fstring(values)

    return run


def format_closure(machine: Machine, code: Code, operation: core.Format) -> Closure:
    target, operand, conversion = operation.target, operation.operand, operation.conversion
    specification, label = operation.specification, operation.label

    def run(frame: Frame) -> None:
        registers = frame.registers
        spec = "" if specification is None else registers[specification]
        site = Site(operation, frame)
        registers[target] = formatted(machine, site, registers[operand], label, conversion, spec)

    return run


def unpack_closure(machine: Machine, code: Code, operation: core.Unpack) -> Closure:
    targets, source, star = operation.targets, operation.source, operation.star

    def run(frame: Frame) -> None:
        registers = frame.registers
        found = unpacked(machine, Site(operation, frame), registers[source], len(targets), star)
        for target, value in zip(targets, found, strict=True):
            registers[target] = value

    return run


def spread_closure(machine: Machine, code: Code, operation: core.Spread) -> Closure:
    target, kind, source = operation.target, operation.kind, operation.source

    def run(frame: Frame) -> None:
        value = frame.registers[source]
        site = Site(operation, frame)
        found: Any
        if kind == "list":
            found = items_of(machine, site, value)
        else:
            pairs = pairs_of(machine, site, value)
            found = None if pairs is None else dict(pairs)
        if found is None:
            frame.registers[target] = machine.residual.operation(site, (value,))
        else:
            frame.registers[target] = machine.heap.allocate(kind, found)

    return run
