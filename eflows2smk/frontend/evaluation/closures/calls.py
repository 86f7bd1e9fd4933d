"""Closures of calls, of the definitions of functions and classes, and of imports."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.operations import Code, CodeKind
from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.classes import make_class
from eflows2smk.frontend.evaluation.execution import Closure
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.imports import import_module, import_name, public_names
from eflows2smk.frontend.evaluation.iteration import items_of
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import FunctionCell


def call_closure(machine: Machine, code: Code, operation: core.Call) -> Closure:
    target, function, arguments = operation.target, operation.function, operation.arguments
    if not any(each.star or each.keyword for each in arguments):
        plain = [each.value for each in arguments]

        def simple(frame: Frame) -> None:
            registers = frame.registers
            site = Site(operation, frame)
            registers[target] = call_value(
                machine, site, registers[function], [registers[each] for each in plain], _NO_KEYWORDS
            )

        return simple

    def run(frame: Frame) -> None:
        registers = frame.registers
        site = Site(operation, frame)
        args: list[Any] = []
        kwargs: dict[str, Any] = {}
        for each in arguments:
            value = registers[each.value]
            if each.star == "*":
                more = items_of(machine, site, value)
                if more is None:
                    values = [registers[function], *(registers[other.value] for other in arguments)]
                    registers[target] = machine.residual.operation(site, values)
                    return
                args += more
            elif each.star == "**":
                content = getattr(value, "content", None)
                if not isinstance(content, dict):
                    values = [registers[function], *(registers[other.value] for other in arguments)]
                    registers[target] = machine.residual.operation(site, values)
                    return
                for key, item in content.items():
                    if key in kwargs:
                        raise Raised(TypeError(f"got multiple values for keyword argument '{key}'"))
                    kwargs[key] = item
            elif each.keyword:
                if each.keyword in kwargs:
                    raise Raised(TypeError(f"got multiple values for keyword argument '{each.keyword}'"))
                kwargs[each.keyword] = value
            else:
                args.append(value)
        registers[target] = call_value(machine, site, registers[function], args, kwargs)

    return run


_NO_KEYWORDS: dict[str, Any] = {}


def function_closure(machine: Machine, code: Code, operation: core.Function) -> Closure:
    target, inner, defaults = operation.target, operation.code, operation.defaults
    given = inner.parameters.with_defaults

    def run(frame: Frame) -> None:
        registers = frame.registers
        made = machine.heap.allocate_as(FunctionCell, "function", {})
        made.code = inner
        made.defaults = {name: registers[value] for name, value in zip(given, defaults, strict=True)}
        made.outer = frame.around
        made.module = frame.module
        made.owner = None
        registers[target] = made

    return run


def class_closure(machine: Machine, code: Code, operation: core.Class) -> Closure:
    target, inner, arguments = operation.target, operation.code, operation.arguments

    def run(frame: Frame) -> None:
        registers = frame.registers
        bases = [registers[each.value] for each in arguments if not each.keyword and not each.star]
        keywords = {each.keyword: registers[each.value] for each in arguments if each.keyword}
        registers[target] = make_class(machine, Site(operation, frame), inner, bases, keywords)

    return run


def import_closure(machine: Machine, code: Code, operation: core.Import) -> Closure:
    def run(frame: Frame) -> None:
        frame.registers[operation.target] = import_module(machine, Site(operation, frame), operation)

    return run


def import_name_closure(machine: Machine, code: Code, operation: core.ImportName) -> Closure:
    def run(frame: Frame) -> None:
        module = frame.registers[operation.module]
        frame.registers[operation.target] = import_name(machine, Site(operation, frame), module, operation.name)

    return run


def import_star_closure(machine: Machine, code: Code, operation: core.ImportStar) -> Closure:
    def run(frame: Frame) -> None:
        names = frame.module if code.kind is CodeKind.MODULE else frame.names
        for name, value in public_names(machine, Site(operation, frame), frame.registers[operation.module]).items():
            machine.heap.set_key(names, name, value)

    return run
