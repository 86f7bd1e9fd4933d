"""Closures of operations on names and registers."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.operations import Code, Place
from eflows2smk.frontend.core.variables import variable_of
from eflows2smk.frontend.evaluation.builtin_values import BUILTINS
from eflows2smk.frontend.evaluation.carrying import notice
from eflows2smk.frontend.evaluation.conversion import SCALARS
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.execution import ANY_NAME, Closure, store_of
from eflows2smk.frontend.evaluation.frames import Frame, hops
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.evaluation.values import MISSING, Refusing, Unknowable
from eflows2smk.frontend.heap.cells import Cell


def constant_closure(machine: Machine, code: Code, operation: core.Constant) -> Closure:
    target, value = operation.target, operation.value

    def run(frame: Frame) -> None:
        frame.registers[target] = value

    return run


def move_closure(machine: Machine, code: Code, operation: core.Move) -> Closure:
    target, source = operation.target, operation.source

    def run(frame: Frame) -> None:
        frame.registers[target] = frame.registers[source]

    return run


def load_closure(machine: Machine, code: Code, operation: core.Load) -> Closure:
    target, name, place = operation.target, operation.name, operation.place

    def checked(value: Any) -> Any:
        if type(value) is Unknowable:
            machine.report(value.reason)
            raise Refused("", "", reported=value.reason)
        if type(value) is Refusing:
            raise Refused("", "", reported=value.reason)
        return value

    def from_module(frame: Frame) -> None:
        value = frame.module.content.get(name, MISSING)
        if value is MISSING:
            value = BUILTINS.get(name, frame.module.content.get(ANY_NAME, MISSING))
            if value is MISSING:
                raise Raised(NameError(f"name '{name}' is not defined"))
        frame.registers[target] = checked(value)

    def local(frame: Frame) -> None:
        value = frame.names.content.get(name, MISSING)
        if value is MISSING:
            raise Raised(
                UnboundLocalError(f"cannot access local variable '{name}' where it is not associated with a value")
            )
        frame.registers[target] = value if type(value) in SCALARS else checked(value)

    match place:
        case Place.LOCAL | Place.CELL:
            return local
        case Place.GLOBAL:
            return from_module
        case Place.BUILTIN:
            value = BUILTINS[name]

            def builtin(frame: Frame) -> None:
                frame.registers[target] = value

            return builtin
    distance = hops(code, name) if place in (Place.FREE, Place.CLASS_FREE) else 0

    def free(frame: Frame) -> None:
        value = frame.outer[distance].content.get(name, MISSING)
        if value is MISSING:
            raise Raised(
                NameError(
                    f"cannot access free variable '{name}' where it is not associated with a value in enclosing scope"
                )
            )
        frame.registers[target] = checked(value)

    if place is Place.FREE:
        return free
    otherwise = free if place is Place.CLASS_FREE else from_module

    def in_class(frame: Frame) -> None:
        value = frame.names.content.get(name, MISSING)
        if value is MISSING:
            otherwise(frame)
        else:
            frame.registers[target] = checked(value)

    return in_class


def storing_closure(machine: Machine, code: Code, operation: core.Store) -> Closure:
    store, source = store_of(machine, code, operation.name, operation.place), operation.source

    variable = variable_of(code, operation.name, operation.place)

    def run(frame: Frame) -> None:
        value = frame.registers[source]
        store(frame, value)
        notice(machine, variable, value)

    return run


def delete_closure(machine: Machine, code: Code, operation: core.Delete) -> Closure:
    name, place = operation.name, operation.place
    distance = hops(code, name) if place in (Place.FREE, Place.CLASS_FREE) else 0

    def run(frame: Frame) -> None:
        names: Cell
        match place:
            case Place.GLOBAL:
                names = frame.module
            case Place.FREE | Place.CLASS_FREE:
                names = frame.outer[distance]
            case _:
                names = frame.names
        if name not in names.content:
            if place in (Place.LOCAL, Place.CELL):
                raise Raised(
                    UnboundLocalError(f"cannot access local variable '{name}' where it is not associated with a value")
                )
            raise Raised(NameError(f"name '{name}' is not defined"))
        machine.heap.delete_key(names, name)

    return run


def annotate_closure(machine: Machine, code: Code, operation: core.Annotate) -> Closure:
    def run(frame: Frame) -> None:
        annotations = frame.names.content["__annotations__"]
        machine.heap.set_key(annotations, operation.name, frame.registers[operation.annotation])

    return run
