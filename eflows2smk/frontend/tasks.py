"""Decorated functions: what a stack of decorators says, folded into one `Software`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.diagnostics import ProgramError, Severity, Span
from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.lowering import Unit
from eflows2smk.frontend.values import Function
from eflows2smk.parameters import CONVERSIONS, IN, INOUT, OF_PYTHON, PLACEMENTS, Direction
from eflows2smk.software import SECTION_OF, count, value_of
from eflows2smk.workflow.model import Software

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator
    from eflows2smk.software import Description

EXECUTIONS = ("binary", "mpi", "mpmd_mpi", "multinode", "http", "compss", "julia", "ompss", "decaf", "opencl")
TRANSFORMATIONS = ("data_transformation", "dt")
DECORATORS = (*SECTION_OF, *EXECUTIONS, *TRANSFORMATIONS, "software", "local")


@dataclass(slots=True, eq=False)
class Decoration:
    """A decorator with its arguments, before it meets a function. `where`: the span of each keyword's value."""

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    unit: Unit
    node: cst.CSTNode

    def span(self, keyword: str = "") -> Span:
        if isinstance(self.node, cst.Call):
            for arg in self.node.args:
                if arg.keyword is not None and arg.keyword.value == keyword:
                    return self.unit.span(arg)
        return self.unit.span(self.node)


@dataclass(frozen=True, slots=True, eq=False)
class TransformationSpec:
    """One ``@data_transformation`` or ``dto``: how `target` is reshaped before the call."""

    target: str
    function: Any
    conversion: int
    destination: Any
    size: Any
    is_workflow: bool
    keywords: dict[str, Any]
    span: Span
    placement: str = ""


def transformation_spec(decoration: Decoration) -> TransformationSpec:
    """The spec of ``dt("p", f, **kw)`` or ``dt(target=…, function=…, type=…, …)``. Raises Refusal."""
    kwargs = dict(decoration.kwargs)
    args = list(decoration.args)
    target = args.pop(0) if args else kwargs.pop("target", None)
    function = args.pop(0) if args else kwargs.pop("function", None)
    conversion = kwargs.pop("type", -1)
    if isinstance(conversion, str):
        conversion = CONVERSIONS.get(conversion, conversion)
    destination = kwargs.pop("destination", "dt_file_out")
    size = kwargs.pop("size", 1)
    is_workflow = kwargs.pop("is_workflow", False)
    span = decoration.span()
    if not isinstance(target, str) or function is None or args:
        raise Refusal(
            "E320",
            "a data transformation needs the name of a parameter and a function",
            help='write @data_transformation("parameter", function)',
            span=span,
        )
    if conversion != -1 and conversion not in CONVERSIONS.values():
        raise Refusal(
            "E320",
            f"{conversion!r} is no type of data transformation",
            help="use one of " + ", ".join(CONVERSIONS),
            span=decoration.span("type"),
        )
    inline = str(is_workflow).lower() in ("true", "1")
    placement = _placement(function, kwargs, decoration)
    return TransformationSpec(target, function, conversion, destination, size, inline, kwargs, span, placement)


def _placement(function: Any, kwargs: dict[str, Any], decoration: Decoration) -> str:
    """Where the transformation shall run, taken out of its keywords; "" where nobody says so, or means an argument."""
    plain = function.function if isinstance(function, TaskFunction) else function
    if "placement" not in kwargs or (isinstance(plain, Function) and "placement" in plain.signature.names):
        return ""
    placement = kwargs.pop("placement")
    if placement not in PLACEMENTS:
        raise Refusal(
            "E320",
            f"{placement!r} is no place for a data transformation",
            help="use one of " + ", ".join(PLACEMENTS),
            span=decoration.span("placement"),
        )
    return str(placement)


class TaskFunction:
    """A function with software decorators; calling it records an invocation."""

    __slots__ = (
        "function",
        "evaluator",
        "decorations",
        "transformations",
        "_software",
        "_description",
        "_transformers",
        "directions",
        "static_resources",
        "is_workflow",
        "is_external",
        "is_reduction",
        "counted_by",
        "_counted",
    )
    is_method = True

    def __init__(self, function: Function, evaluator: Evaluator) -> None:
        self.function = function
        self.evaluator = evaluator
        self.decorations: list[Decoration] = []
        self.transformations: list[TransformationSpec] = []
        self._software: Software | None = None
        self._description: Description | None = None
        self._transformers: dict[int, Software] = {}
        self.directions: dict[str, Direction] = {}
        self.static_resources: Any = None
        self.is_workflow = False
        self.is_external = False
        self.is_reduction = False
        # ``x.n`` where a call returns as many values as its argument x says, and the software for each number.
        self.counted_by = ""
        self._counted: dict[int, Software] = {}

    @property
    def name(self) -> str:
        return self.function.name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.evaluator.invoke_from_library(self, args, kwargs)

    def described(self, evaluator: Evaluator) -> tuple[Software, Description]:
        """The software, worked out at the first call. Raises ProgramError with all that is wrong with it."""
        if self._software is None or self._description is None:
            from eflows2smk.software import is_reduction

            self._description = _describe(self, evaluator)
            self._software = _software(self, self._description, evaluator)
            self.directions = dict(self._software.parameters)
            evaluator.tasks.append(self)
            self.is_workflow = self._software.kind == "workflow"
            self.is_external = self._software.kind not in OF_PYTHON
            self.is_reduction = is_reduction(self._description)
            self.counted_by = value_of(self._description.task.get("returns"))
        return self._software, self._description

    def returning(self, software: Software, argument: Callable[[str], Any]) -> Software:
        """The software of a call that returns as many values as its argument says."""
        number = counted(f"value_of({self.counted_by})", argument, self.decorations[0].span("returns"))
        return self._counted.setdefault(number, replace(software, returns=number))


def _sections(task: TaskFunction, evaluator: Evaluator) -> tuple[dict[str, Any], Any]:
    from eflows2smk.software import load

    sections: dict[str, Any] = {}
    spans: dict[tuple[str | int, ...], Span] = {}
    document = None
    for decoration in task.decorations:
        values = dict(decoration.kwargs)
        if decoration.name == "software":
            path = decoration.args[0] if decoration.args else values.get("config_file")
            document = load(*_locate_description(path, decoration, evaluator))
            continue
        section = SECTION_OF.get(decoration.name, "execution")
        if not section:
            continue
        if decoration.name == "reduction":
            values.setdefault("is_reduce", True)
        if section == "execution" and not (decoration.name == "multinode" and section in sections):
            values["type"] = decoration.name
        if section == "on_failure":
            management = values.pop("management", "")
            sections.setdefault("parameters", {}).update(on_failure=management, defaults=values)
            spans[("parameters", "on_failure")] = decoration.span("management")
            spans[("parameters", "defaults")] = decoration.span()
            spans.update({("parameters", "defaults", key): decoration.span(key) for key in values})
            continue
        sections.setdefault(section, {}).update(values)
        spans[(section,)] = decoration.span()
        for key in values:
            spans[(section, key)] = decoration.span(key)
    first = task.decorations[0].span()
    if document is not None:
        for key, value in document.data.items():
            if isinstance(value, dict) and isinstance(sections.get(key), dict):
                sections[key] = {**sections[key], **value}
            else:
                sections[key] = value

    def locate(path: Sequence[str | int], key: bool = False) -> Span:
        wanted = tuple(path)
        if document is not None and _is_in(document.data, wanted):
            return document.span(wanted, key=key)
        while wanted:
            if wanted in spans:
                return spans[wanted]
            wanted = wanted[:-1]
        return document.span((), key=False) if document is not None else first

    return sections, locate


def _is_in(data: Any, path: tuple[str | int, ...]) -> bool:
    for step in path:
        if isinstance(data, list):
            data = dict(enumerate(data))
        if not isinstance(data, dict) or step not in data:
            return False
        data = data[step]
    return True


def _locate_description(path: Any, decoration: Decoration, evaluator: Evaluator) -> tuple[Path, str]:
    """The file and how it is shown: relative to where the program is run, else to the module."""
    if not isinstance(path, str | Path):
        raise Refusal(
            "E321",
            "the path of this software description is not known when compiling",
            help="compute it from module-level constants, os.environ or __file__",
            span=decoration.span("config_file"),
        )
    folder = evaluator.folder
    candidates = [folder / path, Path(decoration.unit.source.path).parent / path]
    found = next((candidate for candidate in candidates if candidate.exists()), None)
    if found is None:
        raise Refusal(
            "E322",
            f"there is no software description '{path}'",
            help=f"looked in {', '.join(dict.fromkeys(evaluator.shown(c) for c in candidates))}",
            span=decoration.span("config_file"),
        )
    evaluator.world.files_read.setdefault(evaluator.shown(found), "software description")
    evaluator.world.descriptions.add(evaluator.shown(found))
    return found, evaluator.shown(found)


_ENVIRONMENT = re.compile(r"(?<!\\)\$\{?([A-Za-z_]\w*)")


def _describe(task: TaskFunction, evaluator: Evaluator) -> Description:
    from eflows2smk.rules import supported
    from eflows2smk.software import describe

    sections, locate = _sections(task, evaluator)
    names = task.function.signature.names
    described, diagnostics = describe(
        sections,
        locate,
        parameters=names,
        environment=evaluator.world.environ,
        variadic=task.function.signature.variadic,
    )
    errors = [d for d in diagnostics if d.severity is Severity.ERROR]
    for diagnostic in diagnostics:
        if diagnostic.severity is not Severity.ERROR:
            evaluator.report(diagnostic)
    if described is not None:
        errors.extend(supported(described, locate))
    if errors or described is None:
        raise ProgramError(*errors)
    for text in _texts(sections):
        for name in _ENVIRONMENT.findall(text):
            if name in evaluator.world.environ:
                evaluator.world.environment_read[name] = evaluator.world.environ[name]
    return described


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []


def _software(task: TaskFunction, described: Description, evaluator: Evaluator) -> Software:
    function, signature = task.function, task.function.signature
    directions: list[tuple[str, Direction]] = []
    for name in signature.names:
        direction = described.directions.get(name)
        if direction is None and name == "self":
            target = described.task.get("target_direction", INOUT)
            direction = target if isinstance(target, Direction) else INOUT
        directions.append((name, direction or IN))
    node = function.node
    name_node = node.name if isinstance(node, cst.FunctionDef) else node
    return Software(
        kind=described.kind,
        name=function.name,
        module=evaluator.job_module(function.module),
        qualname=function.qualname,
        file=function.module.shown,
        span=function.module.span(name_node),
        parameters=tuple(directions),
        returns=returns_of(
            described.task.get("returns"), function, described.kind, task.decorations[0].span("returns")
        ),
        variadic=signature.variadic,
        execution=described.execution,
        prolog=described.prolog,
        epilog=described.epilog,
        container=described.container,
        constraints=described.constraints,
        on_failure=described.failure.management,
        defaults=evaluator.recorder.freeze(dict(described.failure.defaults)),
        priority=1 if str(described.task.get("priority", False)).lower() in ("true", "1") else 0,
    )


def returns_of(stated: Any, function: Function, kind: str, span: Span) -> int:
    """How many values a task returns: as stated, else from its annotation, else from its ``return`` statements.

    span: where it is stated. Raises Refusal for what states no number.
    """
    if value_of(stated):
        # Each call has a number of its own.
        return 1
    if stated is not None:
        return counted(stated, function.closure.globals.__getitem__, span)
    if not isinstance(function.node, cst.FunctionDef):
        return 0
    if kind not in OF_PYTHON:
        return _annotated(function.node)
    counts = {_count(value) for value in _returned(function.node.body)}
    if function.node.returns is not None:
        annotation = function.node.returns.annotation
        if isinstance(annotation, cst.Name) and annotation.value == "None":
            return 0
        counts = counts or {1}
    if counts <= {0}:
        return 0
    if kind == "python_mpi":
        return 1
    # Different counts on different ways out can only be told apart when the task runs: one value, whatever it holds.
    return counts.pop() if len(counts) == 1 else 1


def counted(stated: Any, variable: Callable[[str], Any], span: Span) -> int:
    """Raises Refusal for what states no number of values, or one that is not known yet."""
    try:
        return count(stated, variable)
    except KeyError as error:
        raise Refusal(
            "E211",
            f"'returns' is '{stated}', but there is no {error}",
            help="a number, a type, the name of a number in this module, or value_of(parameter)",
            span=span,
        ) from None
    except TypeError as error:
        raise Refusal("E211", str(error), help="a number has to be known when compiling", span=span) from None


def _annotated(node: cst.FunctionDef) -> int:
    """Whether the function is annotated to return something; the body of an external program says nothing."""
    if node.returns is None:
        return 0
    annotation = node.returns.annotation
    return 0 if isinstance(annotation, cst.Name) and annotation.value == "None" else 1


def _count(value: cst.BaseExpression | None) -> int:
    match value:
        case None:
            return 0
        case cst.Name(value="None"):
            return 0
        case cst.Tuple() if len(value.elements) > 1 and not any(
            isinstance(e, cst.StarredElement) for e in value.elements
        ):
            return len(value.elements)
        case _:
            return 1


def _returned(node: cst.CSTNode) -> list[cst.BaseExpression | None]:
    if isinstance(node, cst.FunctionDef | cst.Lambda | cst.ClassDef):
        return []
    if isinstance(node, cst.Return):
        return [node.value]
    return [value for child in node.children for value in _returned(child)]


# How a transformation passes its target and its destination: by the number of its conversion.
TARGET_CONTENT = {
    -1: "object",
    CONVERSIONS["OBJECT_TO_FILE"]: "object",
    CONVERSIONS["FILE_TO_OBJECT"]: "file",
    CONVERSIONS["FILE_TO_COLLECTION"]: "file",
    CONVERSIONS["COLLECTION_TO_OBJECT"]: "collection",
    CONVERSIONS["COLLECTION_TO_FILE"]: "collection",
    CONVERSIONS["OBJECT_TO_DIRECTORY"]: "object",
    CONVERSIONS["DIRECTORY_TO_OBJECT"]: "directory",
    CONVERSIONS["COLLECTION_TO_DIRECTORY"]: "collection",
}
DESTINATION_CONTENT = {
    CONVERSIONS["OBJECT_TO_FILE"]: "file",
    CONVERSIONS["COLLECTION_TO_FILE"]: "file",
    CONVERSIONS["OBJECT_TO_DIRECTORY"]: "directory",
    CONVERSIONS["COLLECTION_TO_DIRECTORY"]: "directory",
}
