"""What a stack of decorators says, folded into one `Software` with its description."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import libcst as cst

from eflows2smk.diagnostics import Label, ProgramError, Severity, Span
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine
from eflows2smk.frontend.evaluation.values import FunctionCell
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.record.job_names import job_module
from eflows2smk.frontend.record.results import holder_of, types_of
from eflows2smk.frontend.record.tasks import Decoration, TaskValue, decorator_value
from eflows2smk.frontend.residual.described import Origin
from eflows2smk.frontend.residual.writing import is_computed
from eflows2smk.parameters import IN, INOUT, OF_PYTHON, Direction
from eflows2smk.reading import like
from eflows2smk.rules import supported
from eflows2smk.software import (
    SECTION_OF,
    VARIABLE,
    Description,
    count,
    describe,
    is_reduction,
    keys_of,
    load,
    near,
    of_file,
    of_packages,
    overridden,
    value_of,
)
from eflows2smk.workflow.model import Environment, Software


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """A task's software. directions: by parameter. counted_by: ``x.n`` where a call returns as many values as its
    argument x says, else "". types: of the results as far as they are stated, where a call gives as many as the
    software says. holder: what several are in, "list" or "tuple". changed: the parameters whose objects a function of
    Python changes, in one process."""

    software: Software
    description: Description
    directions: dict[str, Direction]
    is_workflow: bool
    is_external: bool
    is_reduction: bool
    counted_by: str
    types: tuple[Any, ...]
    holder: str
    changed: tuple[str, ...]


def described(machine: Machine, task: TaskValue, freeze: Callable[[Any], Any]) -> Described:
    """The software of a task, with its description. freeze: makes a value part of the graph.

    Raises ProgramError with all that is wrong with it, Refused for what can't be taken.
    """
    description, environment = _description(machine, task)
    software = _software(machine, task, description, environment, freeze)
    return Described(
        software,
        description,
        dict(software.parameters),
        software.kind == "workflow",
        software.kind not in OF_PYTHON,
        is_reduction(description),
        value_of(description.task.get("returns")),
        types_of(task, software.returns) if software.returns else (),
        "list" if software.kind == "python_mpi" else holder_of(task),
        _changed(software),
    )


def _changed(software: Software) -> tuple[str, ...]:
    if software.kind not in OF_PYTHON or software.kind == "python_mpi":
        return ()
    return tuple(name for name, each in software.parameters if each.content == "object" and each.writes)


def _sections(machine: Machine, task: TaskValue) -> tuple[dict[str, Any], Any]:
    sections: dict[str, Any] = {}
    spans: dict[tuple[str | int, ...], Span] = {}
    document = None
    for decoration in task.decorations:
        values = dict(decoration.kwargs)
        _check_known(decoration)
        _check_keywords(decoration)
        if decoration.name == "software":
            path = decoration.args[0] if decoration.args else values.get("config_file")
            document = load(*_located(machine, path, decoration))
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
    first = task.where
    if document is not None:
        for key, value in document.data.items():
            if isinstance(value, dict) and isinstance(sections.get(key), dict):
                sections[key] = {**sections[key], **value}
            else:
                sections[key] = value
    sections = overridden(sections, {key: decorator_value(value) for key, value in task.stated.items()})

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


# Keywords of decorators that are no keys of a description; a `*` marks those that must be there.
_KEYWORDS = {
    "software": "config_file:s*",
    "on_failure": "management:s*",
    "implement": "source_class:s* method:s*",
    "IO": "",
}


def _check_keywords(decoration: Decoration) -> None:
    """Raises Refused for a keyword that is missing, or that there is none of."""
    known = keys_of(_KEYWORDS[decoration.name]) if decoration.name in _KEYWORDS else {}
    others = [key for key in decoration.kwargs if key not in known]
    missing = [key for key, (_, must_be) in known.items() if must_be and key not in decoration.kwargs]
    if missing and not decoration.args:
        instead = next((f"; did you mean it by '{key}'?" for key in others if near(key, missing)), "")
        raise Refused("E214", f"@{decoration.name} needs '{missing[0]}'{instead}", span=decoration.span())
    if others and decoration.name in _KEYWORDS and decoration.name != "on_failure":
        message = f"'{others[0]}' is no keyword of @{decoration.name}{near(others[0], known)}"
        raise Refused("E210", message, span=decoration.span(others[0]))


def _check_known(decoration: Decoration) -> None:
    """What the decorators say decides on the rules, which are there before the workflow runs."""
    for key, value in decoration.kwargs.items():
        found = next((each for each in _inside(value) if is_computed(each)), None)
        if found is None or key in ("returns", "config_file"):
            continue
        origin = found.content.origin if isinstance(found, Cell) else found.origin
        since = (Label(origin.site.span, "this is done when the workflow runs"),) if isinstance(origin, Origin) else ()
        raise Refused(
            "E300",
            f"'{key}' of @{decoration.name} needs a value that only exists when the workflow runs",
            "a rule is written before: compute it from what the program itself knows, as its arguments",
            span=decoration.span(key),
            labels=since,
        )


def _inside(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, list | tuple):
        for item in value:
            yield from _inside(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _inside(item)


def _is_in(data: Any, path: tuple[str | int, ...]) -> bool:
    for step in path:
        if isinstance(data, list):
            data = dict(enumerate(data))
        if not isinstance(data, dict) or step not in data:
            return False
        data = data[step]
    return True


def _located(machine: Machine, path: Any, decoration: Decoration) -> tuple[Path, str]:
    """The file and how it is shown: relative to where the program is run, else to the module."""
    if not isinstance(path, str | Path):
        raise Refused(
            "E321",
            "the path of this software description is not known when compiling",
            "compute it from module-level constants, os.environ or __file__",
            span=decoration.span("config_file"),
        )
    found = _found(
        machine,
        [Path(machine.world.folder) / path, Path(decoration.module.path).parent / path],
        "software description",
        "write the software description before, or give it as arguments of decorators",
        decoration.span("config_file"),
    )
    machine.world.descriptions.add(shown(machine, found))
    return found, shown(machine, found)


def _found(machine: Machine, candidates: Sequence[Path], what: str, instead: str, span: Span) -> Path:
    """The first that there is of some files. what: they are called. instead: of one that the workflow writes."""
    world = machine.world
    written = next((each for each in candidates if world.written(world.shown(each))), None)
    if written is not None:
        raise Refused(
            "E311",
            f"'{shown(machine, written)}' is written by the workflow, so what is in it is only known when that runs",
            instead,
            span=span,
        )
    found = next((candidate for candidate in candidates if candidate.exists()), None)
    if found is None:
        close = next(filter(None, map(like, candidates)), "")
        instead = f"; did you mean '{shown(machine, Path(close))}'?" if close else ""
        raise Refused(
            "E322",
            f"there is no {what} '{shown(machine, candidates[0])}'{instead}",
            f"looked in {', '.join(dict.fromkeys(shown(machine, candidate) for candidate in candidates))}",
            span=span,
        )
    world.files_read.setdefault(shown(machine, found), what)
    return found


def _environment(
    machine: Machine, stated: Any, name: str, locate: Callable[[Sequence[str | int]], Span]
) -> Environment | None:
    """The environment that a description states, as the path of a file or as a list of packages.

    name: of the software. Raises ProgramError, or Refused where the file is missing.
    """
    if not stated:
        return None
    if not isinstance(stated, str):
        return of_packages(name, stated)
    span = locate(("execution", "conda"))
    folder = Path(machine.world.folder)
    found = _found(
        machine,
        [folder / stated, (folder / span.file).parent / stated],
        "conda environment",
        "write it before, or give its packages as a list",
        span,
    )
    return of_file(found, shown(machine, found))


def shown(machine: Machine, path: Path) -> str:
    """A path for people and for generated files: relative to the folder of the run where it lies inside it."""
    folder = Path(machine.world.folder)
    try:
        return path.resolve().relative_to(folder.resolve()).as_posix()
    except ValueError:
        return os.path.relpath(path, folder)


def _description(machine: Machine, task: TaskValue) -> tuple[Description, Environment | None]:
    sections, locate = _sections(machine, task)
    parameters = task.function.code.parameters
    found, diagnostics = describe(
        sections,
        locate,
        parameters=parameters.names,
        environment=machine.world.environ,
        variadic=parameters.variadic,
    )
    errors = [each for each in diagnostics if each.severity is Severity.ERROR]
    for diagnostic in diagnostics:
        if diagnostic.severity is not Severity.ERROR:
            machine.report(diagnostic)
    if found is not None:
        errors.extend(supported(found, locate))
    if errors or found is None:
        raise ProgramError(*errors)
    for text in _texts(sections):
        for name in VARIABLE.findall(text):
            machine.world.variable(name)
    return found, _environment(machine, found.execution.get("conda"), task.function.code.name, locate)


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []


def _software(
    machine: Machine,
    task: TaskValue,
    description: Description,
    environment: Environment | None,
    freeze: Callable[[Any], Any],
) -> Software:
    function = task.function
    directions: list[tuple[str, Direction]] = []
    for name in function.code.parameters.names:
        direction = description.directions.get(name)
        if direction is None and name == "self":
            target = description.task.get("target_direction", INOUT)
            direction = target if isinstance(target, Direction) else IN if target is False else INOUT
        directions.append((name, direction or IN))
    node = function.code.node
    source = function.code.module
    return Software(
        kind=description.kind,
        name=function.code.name,
        module=job_module(machine, source),
        qualname=function.code.qualname,
        file=source.shown,
        span=source.span(node.name if isinstance(node, cst.FunctionDef) else node),
        parameters=tuple(directions),
        returns=returns_of(
            description.task.get("returns"), function, description.kind, task.decorations[0].span("returns")
        ),
        variadic=function.code.parameters.variadic,
        execution=description.execution,
        prolog=description.prolog,
        epilog=description.epilog,
        container=description.container,
        constraints=description.constraints,
        on_failure=description.failure.management,
        defaults=freeze(dict(description.failure.defaults)),
        priority=1 if str(description.task.get("priority", False)).lower() in ("true", "1") else 0,
        environment=environment,
    )


def returns_of(stated: Any, function: FunctionCell, kind: str, span: Span) -> int:
    """How many values a task returns: as stated, else from its annotation, else from its ``return`` statements.

    span: where it is stated. Raises Refused for what states no number.
    """
    if value_of(stated):
        # Each call has a number of its own.
        return 1
    if stated is not None:
        return counted(stated, function.module.content.__getitem__, span)
    node = function.code.node
    if not isinstance(node, cst.FunctionDef):
        return 0
    if kind not in OF_PYTHON:
        return _annotated(node)
    counts = {_count(value) for value in _returned(node.body)}
    if node.returns is not None:
        annotation = node.returns.annotation
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
    """Raises Refused for what states no number of values, or one that is not known yet."""
    try:
        return count(stated, variable)
    except KeyError as error:
        raise Refused(
            "E211",
            f"'returns' is '{stated}', but there is no {error}",
            "a number, a type, the name of a number in this module, or value_of(parameter)",
            span=span,
        ) from None
    except TypeError as error:
        raise Refused("E211", str(error), "a number has to be known when compiling", span=span) from None


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
