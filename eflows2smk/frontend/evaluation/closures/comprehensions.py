"""Closures of comprehensions and generator expressions."""

from __future__ import annotations

from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import inner_blocks
from eflows2smk.frontend.core.operations import Block, Code, Operation
from eflows2smk.frontend.evaluation.carrying import may_call_tasks
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.execution import Closure, executable
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.generators import generator, given
from eflows2smk.frontend.evaluation.inlining import returned
from eflows2smk.frontend.evaluation.items import set_item
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed


def comprehension_closure(machine: Machine, code: Code, operation: core.Comprehension) -> Closure:
    target, inner, iterator = operation.target, operation.code, operation.iterator

    def run(frame: Frame) -> None:
        names = machine.heap.allocate("namespace", {".0": frame.registers[iterator]})
        inside = Frame(inner, names, frame.around, frame.module, frame, operation.origin, frame.function)
        if inner.is_generator:
            if _is_at_once(machine, inner, frame.registers[iterator]):
                frame.registers[target] = _at_once(machine, inside)
            else:
                frame.registers[target] = generator(machine, Site(operation, frame), inside)
            return
        site = Site(operation, frame)
        if operation.kind in ("set", "dict") and _calls_tasks(machine, inner):
            frame.registers[target] = _built(machine, site, inside, operation.kind)
            return
        is_apart = machine.reach.reaches(inner.body) or may_call_tasks(machine, frame.registers[iterator])
        if machine.residual.is_enclosed or is_apart:
            executable(machine, inner)(inside)
            frame.registers[target] = returned(machine, site, inside)
            return
        token = machine.residual.encloses(site)
        try:
            executable(machine, inner)(inside)
            result = returned(machine, site, inside)
        except BaseException:
            machine.residual.abandoned(token)
            raise
        frame.registers[target] = machine.residual.enclosed(token, result)

    return run


def _is_at_once(machine: Machine, code: Code, iterator: Any) -> bool:
    """Whether a generator expression is worked out where it stands: tasks are called for it, and the run may decide
    for which elements. It can't wait then for those who ask for the next one."""
    if not _calls_tasks(machine, code):
        return False
    return not hasattr(iterator, "__next__") or _has_conditions(code.body)


def _calls_tasks(machine: Machine, code: Code) -> bool:
    return not machine.residual.is_enclosed and not code.is_coroutine and machine.reach.reaches(code.body)


def _has_conditions(body: Block) -> bool:
    return any(
        (isinstance(each, core.Branch) and each.kind == "comprehension")
        or any(map(_has_conditions, inner_blocks(each)))
        for each in body.operations()
    )


def _at_once(machine: Machine, frame: Frame) -> Any:
    members = _members(machine, frame)
    if members.is_computed:
        return members
    return machine.heap.allocate("iterator", iter(list(members.content)), members)


def _members(machine: Machine, frame: Frame) -> Cell:
    members = machine.heap.allocate("list", [])
    machine.heap.set_key(frame.names, MEMBERS, members)
    executable(machine, frame.code)(frame)
    return members


# The name of what such an expression has given so far; none that a program could bind.
MEMBERS = ".members"


def yielded_closure(machine: Machine, code: Code, operation: core.Yield) -> Closure:
    """In a generator of which all is asked for at once."""

    def run(frame: Frame) -> None:
        if frame.given is not None:
            given(machine, operation, frame, frame.given)
        else:
            add_member(machine, operation, frame, frame.registers[operation.source])

    return run


def add_member(machine: Machine, operation: Operation, frame: Frame, value: Any) -> None:
    members = frame.names.content[MEMBERS]
    if members.is_computed or not machine.heap.may_change_now(members):
        if not machine.gathers(members, (value,)):
            raise Refused(
                "E302",
                "what this comprehension gives can't be told when compiling",
                "build it in a loop, or in a function without calls of tasks",
            )
    else:
        machine.heap.append(members, value)


def _built(machine: Machine, site: Site, inside: Frame, kind: str) -> Any:
    """A set or dictionary of what a comprehension gives, some of which only the run knows."""
    members = _members(machine, inside)
    if members.is_computed or any(_is_unknown(each) for each in members.content):
        return machine.built(site, members, kind)
    made = machine.heap.allocate(kind, set() if kind == "set" else {})
    for each in members.content:
        if kind == "set":
            set_add(machine, site, made, each)
        else:
            set_item(machine, site, made, *each)
    return made


def _is_unknown(member: Any) -> bool:
    key = member[0] if type(member) is tuple else member
    return isinstance(key, Computed)


def gather_closure(machine: Machine, code: Code, operation: core.Gather) -> Closure:
    kind, collection, value, key = operation.kind, operation.collection, operation.value, operation.key
    heap = machine.heap

    def run(frame: Frame) -> None:
        registers = frame.registers
        if MEMBERS in frame.names.content:
            add_member(
                machine, operation, frame, registers[value] if key is None else (registers[key], registers[value])
            )
            return
        found = registers[collection]
        if not isinstance(found, Cell) or found.is_computed or not heap.may_change_now(found):
            made = registers[value] if key is None else (registers[key], registers[value])
            if isinstance(found, Cell) and machine.gathers(found, (made,)):
                return
            if not machine.residual.is_enclosed:
                raise Refused(
                    "E302",
                    "what this comprehension gives can't be told when compiling",
                    "build it in a loop, or in a function without calls of tasks",
                )
            operands = [found, registers[value], *([] if key is None else [registers[key]])]
            machine.residual.operation(Site(operation, frame), operands)
        elif kind == "list":
            heap.append(found, registers[value])
        elif kind == "set":
            set_add(machine, Site(operation, frame), registers[collection], registers[value])
        else:
            assert key is not None
            set_item(machine, Site(operation, frame), registers[collection], registers[key], registers[value])

    return run


def set_add(machine: Machine, site: Site, collection: Any, value: Any) -> None:
    if isinstance(value, Computed):
        machine.residual.operation(site, (collection, value))
    else:
        machine.heap.replace(collection, {*collection.content, value})
