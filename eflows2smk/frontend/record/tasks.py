"""Decorated functions as values of the program, and the decorators on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Site
from eflows2smk.frontend.evaluation.values import MISSING, FunctionCell, InstanceCell, Library
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed
from eflows2smk.parameters import CONVERSIONS, PLACEMENTS
from eflows2smk.software import SECTION_OF, near
from eflows2smk.source.modules import SourceModule

EXECUTIONS = ("binary", "mpi", "mpmd_mpi", "multinode", "http", "compss", "julia", "ompss", "decaf", "opencl")
TRANSFORMATIONS = ("data_transformation", "dt")
DECORATORS = (*SECTION_OF, *EXECUTIONS, *TRANSFORMATIONS, "software", "local")


@dataclass(frozen=True, slots=True, eq=False)
class Decoration:
    """A decorator with its arguments. Those that are the program's own lists and dictionaries are Python's here.

    module, node: where it is written. types: what the argument ``returns`` is in the program, where it is given.
    """

    name: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]
    module: SourceModule
    node: cst.CSTNode
    returns: Any = None

    def span(self, keyword: str = "") -> Span:
        """Of the argument of that name, of the whole decorator without one."""
        node = self.node.decorator if isinstance(self.node, cst.Decorator) else self.node
        if keyword and isinstance(node, cst.Call):
            for arg in node.args:
                if arg.keyword is not None and arg.keyword.value == keyword:
                    return self.module.span(arg)
        return self.module.span(self.node)


@dataclass(frozen=True, slots=True, eq=False)
class TransformationSpec:
    """One ``@data_transformation`` or ``dt``: how `target` is reshaped before the call.

    function: a function of the program, or a task. conversion: one of `eflows2smk.parameters.CONVERSIONS`, or -1.
    """

    target: str
    function: Any
    conversion: int
    destination: Any
    is_workflow: bool
    keywords: Mapping[str, Any]
    span: Span
    placement: str = ""

    @property
    def plain_function(self) -> Any:
        return self.function.function if isinstance(self.function, TaskValue) else self.function


@dataclass(frozen=True, slots=True, eq=False)
class TaskValue:
    """A function with software decorators, the outermost first; calling it records an invocation. stated: what a call
    says about the software itself."""

    function: FunctionCell
    decorations: tuple[Decoration, ...] = ()
    transformations: tuple[TransformationSpec, ...] = field(default=())
    stated: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.function.code.name

    @property
    def where(self) -> Span:
        """Of its outermost decorator."""
        return self.decorations[0].span()


# A task taken from an instance gets the instance as its first argument.
TaskValue.is_method = True  # type: ignore[attr-defined]


def transformation_spec(decoration: Decoration) -> TransformationSpec:
    """The spec of ``dt("p", f, **kw)`` or ``dt(target=…, function=…, type=…, …)``. Raises Refused."""
    kwargs = dict(decoration.kwargs)
    args = list(decoration.args)
    target = args.pop(0) if args else kwargs.pop("target", None)
    function = args.pop(0) if args else kwargs.pop("function", None)
    conversion = kwargs.pop("type", -1)
    if isinstance(conversion, str):
        conversion = CONVERSIONS.get(conversion, conversion)
    destination = kwargs.pop("destination", "dt_file_out")
    # Whatever it says: only the run knows how many members there are.
    kwargs.pop("size", None)
    is_workflow = kwargs.pop("is_workflow", False)
    span = decoration.span()
    if not isinstance(target, str) or function is None or args:
        meant = [name for name, value in (("target", target), ("function", function)) if value is None]
        instead = next((f"; did you mean '{meant[0]}' by '{key}'?" for key in kwargs if near(key, meant)), "")
        raise Refused(
            "E320",
            f"a data transformation needs the name of a parameter and a function{instead}",
            'write @data_transformation("parameter", function)',
            span=span,
        )
    if conversion != -1 and conversion not in CONVERSIONS.values():
        raise Refused(
            "E320",
            f"{conversion!r} is no type of data transformation",
            "use one of " + ", ".join(CONVERSIONS),
            span=decoration.span("type"),
        )
    inline = str(is_workflow).lower() in ("true", "1")
    placement = _placement(function, kwargs, decoration)
    return TransformationSpec(target, function, conversion, destination, inline, kwargs, span, placement)


def _placement(function: Any, kwargs: dict[str, Any], decoration: Decoration) -> str:
    """Where the transformation shall run, taken out of its keywords; "" where nobody says so, or means an argument."""
    plain = function.function if isinstance(function, TaskValue) else function
    if "placement" not in kwargs or (isinstance(plain, FunctionCell) and "placement" in plain.code.parameters.names):
        return ""
    placement = kwargs.pop("placement")
    if placement not in PLACEMENTS:
        raise Refused(
            "E320",
            f"{placement!r} is no place for a data transformation",
            "use one of " + ", ".join(PLACEMENTS),
            span=decoration.span("placement"),
        )
    return str(placement)


def decorator_value(value: Any) -> Any:
    """An argument of a decorator as Python's own value, as deep as it has one: lists, dictionaries, types.

    Functions, classes and what only the run knows stay what they are.
    """
    if isinstance(value, Library):
        return value if value.real is MISSING else value.real
    if isinstance(value, InstanceCell) and value.base is not MISSING:
        return decorator_value(value.base)
    if isinstance(value, Cell) and not isinstance(value.content, Computed):
        if value.kind == "list":
            return [decorator_value(item) for item in value.content]
        if value.kind == "dict":
            return {decorator_value(key): decorator_value(item) for key, item in value.content.items()}
    if type(value) is tuple:
        return tuple(decorator_value(item) for item in value)
    return value


def decorated(decoration: Decoration, value: Any, site: Site) -> TaskValue:
    """The task that a decorator makes of a function or of a task. Raises Refused for anything else."""
    task = value if isinstance(value, TaskValue) else None
    if task is None:
        function = _defined_at(site) or value
        if not isinstance(function, FunctionCell):
            raise Refused("E320", f"@{decoration.name} can only decorate a function")
        if isinstance(value, FunctionCell) and value.code.is_coroutine:
            raise Refused(
                "E320",
                f"@{decoration.name} can't decorate the 'async def' of '{value.code.name}': what its call gives is no"
                " result, but a coroutine that nobody awaits",
                "write 'def', and asyncio.run(…) around what is awaited inside",
            )
        task = TaskValue(function)
    if decoration.name not in TRANSFORMATIONS:
        return TaskValue(task.function, (decoration, *task.decorations), task.transformations)
    if not decoration.args and not decoration.kwargs:
        # A bare @dt() only says that transformations come with the calls.
        return task
    return TaskValue(task.function, task.decorations, (transformation_spec(decoration), *task.transformations))


def _defined_at(site: Site) -> FunctionCell | None:
    """The function as it was defined, where other decorators may have wrapped it already: a software decorator takes
    its parameters from there, and the job gets the wrapped one by its name."""
    for value in site.frame.registers:
        node = value.code.node if isinstance(value, FunctionCell) else None
        if isinstance(node, cst.FunctionDef) and any(each is site.operation.origin for each in node.decorators):
            return value  # type: ignore[no-any-return]
    return None
