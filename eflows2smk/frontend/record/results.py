"""What invocations make: artefacts, and the computed values that stand for them in the program."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import libcst as cst

from eflows2smk.diagnostics import Label, Span
from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Site
from eflows2smk.frontend.evaluation.values import ClassCell, FunctionCell, Library
from eflows2smk.frontend.heap import effects
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.effects import Change, Operand
from eflows2smk.frontend.heap.heap import Heap
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.frontend.record.stores import Place, Root, Stores
from eflows2smk.frontend.record.tasks import TaskValue
from eflows2smk.workflow.model import Artefact, Kind, Resources, Software


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a computed value began, for messages. label: "the result of 'f'", as a sentence goes on with it."""

    label: str
    site: Site


@dataclass(frozen=True, slots=True)
class Written:
    """The place of a region that an invocation changed: it stores the objects that it was given, no other ones."""

    label: str
    site: Site

    def artefact(self, root: Root) -> Artefact:
        """Raises Refused."""
        raise self.refused()

    def refused(self) -> Refused:
        """The message for another object that may share parts with these."""
        return Refused(
            "E302",
            f"this object may share parts with one that '{self.label}' changes, so what it is here can't be told",
            "copy it before the change (copy.deepcopy), or do both in one @task function",
            labels=(Label(self.site.span, "changed here"),),
        )


def object_artefact(version: int, producer: int, slot: str, index: tuple[int, ...]) -> Artefact:
    """An object that an invocation makes."""
    return Artefact(Kind.OBJECT, "", version, producer, slot, index, False)


def results_of(software: Software, resources: Resources, number: int, span: Callable[[], Span]) -> tuple[Artefact, ...]:
    """What the invocation returns. span: where the software says how many values that is. Raises Refused."""
    count = software.returns
    is_list = count > 1
    if software.kind == "python_mpi" and count:
        count, is_list = _of_ranks(count, resources.processes or 1, span), True
    return tuple([object_artefact(1, number, "result", (i,) if is_list else ()) for i in range(count)])


def _of_ranks(returns: int, processes: int, span: Callable[[], Span]) -> int:
    """How many values a function on MPI processes gives: one of each process, however the program counts them."""
    if returns not in (1, processes):
        raise Refused(
            "E231",
            f"{returns} returned values of {processes} processes: each process gives one",
            f"write returns=1 or returns={processes}, and return a tuple if it holds several values",
            span=span(),
        )
    return processes


def values_of(
    heap: Heap, stores: Stores, results: tuple[Artefact, ...], types: tuple[Any, ...], origin: Origin, holder: str
) -> Any:
    """What a call evaluates to: nothing, a computed value, or several in a list or tuple, by `holder`. types: those of
    the first results."""
    if not results:
        return None
    values = []
    for position, result in enumerate(results):
        value = heap.computed(types[position] if position < len(types) else None, origin)
        stores.put(value, result)
        values.append(value)
    if not results[0].index:
        return values[0]
    return tuple(values) if holder == "tuple" else heap.allocate("list", values)


def holder_of(task: TaskValue) -> str:
    """What a function returns several values in, as far as its code or its annotation shows it: "tuple" or "list"."""
    code = task.function.code
    built = {each.target: each.kind for each in all_operations(code.body) if isinstance(each, core.Build)}
    returned = {built.get(each.source, "") for each in all_operations(code.body) if isinstance(each, core.Return)}
    if returned in ({"tuple"}, {"list"}):
        return returned.pop()
    node = code.node
    annotation = node.returns.annotation if isinstance(node, cst.FunctionDef) and node.returns is not None else None
    named = annotation.value if isinstance(annotation, cst.Subscript) else annotation
    if isinstance(named, cst.Name) and named.value in ("tuple", "Tuple"):
        return "tuple"
    return "list"


def changed(heap: Heap, stores: Stores, value: Any, made: Artefact, place: Place, origin: Origin) -> None:
    """From now on the object, under all of its names, is what an invocation made of it. place: of all that may share
    parts with it."""
    applied = effects.apply(heap, [Operand(value, Change.DEEP)], [], origin)
    for region in applied.changed:
        heap.set_place(region, place)
    if isinstance(value, Computed | Cell):
        stores.put(value, made)


def types_of(task: TaskValue, count: int) -> tuple[Any, ...]:
    """The types of a task's results as far as they are stated: names of types as text, classes of the program."""
    stated = task.stated.get("returns")
    if stated is None:
        stated = next((each.returns for each in task.decorations if each.returns is not None), None)
    names = task.function.module.content
    if isinstance(stated, Cell) and stated.kind == "list":
        stated = tuple(stated.content)
    if isinstance(stated, tuple):
        return tuple(_type(each, names) for each in stated)
    if count != 1 or (isinstance(stated, int) and stated != 1):
        return ()
    if stated is not None and not isinstance(stated, int):
        return (_type(stated, names),)
    return (_annotation(task.function, names),)


def _type(stated: Any, names: Mapping[str, Any]) -> Any:
    if isinstance(stated, ClassCell):
        return stated
    if isinstance(stated, Library):
        return stated.name.removeprefix("builtins.") if isinstance(stated.real, type) else None
    if not isinstance(stated, str):
        return None
    text = str(stated).strip()
    if text in names:
        return _type(names[text], {})
    return text if isinstance(getattr(builtins, text, None), type) else None


def _annotation(function: FunctionCell, names: Mapping[str, Any]) -> Any:
    node = function.code.node
    if not isinstance(node, cst.FunctionDef) or node.returns is None:
        return None
    annotation = node.returns.annotation
    if isinstance(annotation, cst.Name):
        return _type(annotation.value, names)
    if isinstance(annotation, cst.SimpleString) and isinstance(annotation.evaluated_value, str):
        return _type(annotation.evaluated_value, names)
    return None
