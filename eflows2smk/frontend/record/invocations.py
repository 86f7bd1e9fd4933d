"""Calls of tasks: arguments become reads and writes of artefacts, what is returned becomes computed values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from eflows2smk.diagnostics import ProgramError
from eflows2smk.frontend.core.operations import Parameters
from eflows2smk.frontend.evaluation.calls import bind, call_value
from eflows2smk.frontend.evaluation.datamodel import get_attribute
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Machine, Site, looping
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.record.arguments import Passing, hold
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.reductions import reduction
from eflows2smk.frontend.record.results import Origin, results_of, values_of
from eflows2smk.frontend.record.sites import call_site, is_passed, loop_variables, passed_level
from eflows2smk.frontend.record.software import Described, counted, described
from eflows2smk.frontend.record.tasks import (
    Decoration,
    TaskValue,
    TransformationSpec,
    decorator_value,
    transformation_spec,
)
from eflows2smk.frontend.record.together import Together, together
from eflows2smk.frontend.record.transformations import Transforming, referenced, transform
from eflows2smk.frontend.residual.writing import is_computed
from eflows2smk.parameters import IN, OF_CALLS
from eflows2smk.software import resources_of
from eflows2smk.workflow.model import Argument, Artefact, Invocation, Resources, Software


@dataclass(frozen=True, slots=True, eq=False)
class Calling:
    """A call of a task that is being recorded."""

    recording: Recording
    site: Site
    task: TaskValue
    what: Described

    @property
    def machine(self) -> Machine:
        return self.recording.machine


def call_task(
    recording: Recording, machine: Machine, site: Site, task: TaskValue, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    """What a call of a task evaluates to."""
    try:
        if is_passed(site, task):
            with looping(machine, passed_level(recording, site)):
                return _invoke(recording, site, task, args, kwargs)
        return _invoke(recording, site, task, args, kwargs)
    except Refused as refused:
        if refused.place is None:
            refused.place = site.frame.code.module, site.operation.origin
        raise
    except ProgramError as error:
        for diagnostic in error.diagnostics:
            machine.report(diagnostic)
        raise Refused("", "", reported=error.diagnostics[0]) from None


def describe_task(recording: Recording, task: TaskValue) -> Described:
    """A task's software, worked out at its first call. Raises ProgramError, Refused."""
    found = recording.softwares.get(task)
    if found is None:
        found = recording.softwares[task] = described(recording.machine, task, recording.freeze)
    return found


def _invoke(recording: Recording, site: Site, task: TaskValue, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """One call: its transformations, then the task itself."""
    if recording.machine.residual.is_enclosed:
        raise Refused(
            "E302",
            f"'{task.name}' is called here in the middle of what the run does as a whole",
            "call it in a statement of its own",
        )
    recording.globals.calls_task(task)
    task, kwargs = _as_called(recording, site, task, kwargs)
    calling = Calling(recording, site, task, describe_task(recording, task))
    specs = task.transformations
    if "dt" in kwargs and "dt" not in task.function.code.parameters.names:
        kwargs = dict(kwargs)
        specs = (*specs, *_specs_of(kwargs.pop("dt")))
    bound = _bound(task, args, kwargs)
    for spec in specs:
        _transformed(calling, spec, bound)
    if calling.what.is_workflow:
        return _inlined(calling, bound)
    values = _in_order(calling, bound, len(args))
    if calling.what.is_reduction:
        return reduction(recording, site, task, calling.what.description, values, partial(_record, calling))
    return _record(calling, values)


def _as_called(
    recording: Recording, site: Site, task: TaskValue, kwargs: Mapping[str, Any]
) -> tuple[TaskValue, Mapping[str, Any]]:
    """The task as this call describes it, and the arguments: ``task(x, returns=3)``. Raises Refused."""
    parameters = task.function.code.parameters
    stated = {key: value for key, value in kwargs.items() if key in OF_CALLS and key not in parameters.names}
    if not stated:
        return task, kwargs
    for key, value in stated.items():
        if is_computed(value):
            raise Refused(
                "E300",
                f"'{key}' of this call of '{task.name}' needs a value that only exists when the workflow runs",
                "a rule is written before: compute it from what the program itself knows, as its arguments",
            )
    called = task, repr({key: decorator_value(value) for key, value in stated.items()})
    found = recording.called.get(called)
    if found is None:
        found = recording.called[called] = replace(task, stated=stated)
    return found, {key: value for key, value in kwargs.items() if key not in stated}


def _bound(task: TaskValue, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """What the call gives, by parameter; defaults are left out."""
    function, parameters = task.function, task.function.code.parameters
    bound = bind(parameters, function.defaults, args, kwargs, function.code.qualname)
    if parameters.with_defaults:
        stated = {*(*parameters.positional_only, *parameters.positional)[: len(args)], *kwargs}
        for name in parameters.with_defaults:
            if name not in stated:
                del bound[name]
    for name in (parameters.variadic, parameters.keywords):
        if name and not bound[name]:
            del bound[name]
    return bound


def _specs_of(extra: Any) -> list[TransformationSpec]:
    """Of the argument ``dt`` of a call."""
    if isinstance(extra, Cell) and extra.kind == "list":
        extra = tuple(extra.content)
    found = extra if isinstance(extra, tuple) else (extra,)
    return [transformation_spec(item) for item in found if isinstance(item, Decoration)]


def _transformed(calling: Calling, spec: TransformationSpec, bound: dict[str, Any]) -> None:
    """Put in the target's place what the transformation makes of it."""
    task, name = calling.task, spec.target
    if name not in bound and name in task.function.defaults:
        bound[name] = task.function.defaults[name]
    if name not in bound:
        raise Refused(
            "E320",
            f"'{task.name}' has no parameter '{name}' to transform",
            f"its parameters are {', '.join(task.function.code.parameters.names)}",
            span=spec.span,
        )
    keywords = {key: referenced(item, bound) for key, item in spec.keywords.items()}
    if spec.is_workflow:
        bound[name] = call_value(calling.machine, calling.site, spec.function, [bound[name]], keywords)
        return
    transforming = Transforming(calling.recording, calling.site, task, calling.what.software, spec, bound, keywords)
    bound[name] = transform(transforming, partial(add_invocation, calling.recording))


def _inlined(calling: Calling, bound: dict[str, Any]) -> Any:
    """A workflow that the program calls as a task is a part of this one."""
    function = calling.task.function
    parameters = function.code.parameters
    keywords = bound.pop(parameters.keywords, {}) if parameters.keywords else {}
    rest = bound.pop(parameters.variadic, ()) if parameters.variadic else ()
    positional = (*parameters.positional_only, *(parameters.positional if rest else ()))
    first = [bound.pop(name) for name in positional if name in bound]
    return call_value(calling.machine, calling.site, function, [*first, *rest], {**bound, **keywords})


def _record(calling: Calling, values: Mapping[str, Any]) -> Any:
    recording, task, what, site = calling.recording, calling.task, calling.what, calling.site
    recording.machine.residual.closes(site)
    recording.wholes(site, values.values())
    software = what.software
    if what.counted_by:
        software = _returning(calling, values)
    sharing = _sharing(calling, values)
    passing = Passing(recording, site, task.name, len(recording.entries), sharing, keeps=not what.is_external)
    if sharing is not None:
        passing.updates.append(sharing.begins_behind)
    try:
        arguments = [hold(passing, name, what.directions.get(name, IN), value) for name, value in values.items()]
    except Refused as refused:
        _lose_outputs(calling, values, refused)
        raise
    resources = _resources(calling, values)
    results = results_of(software, resources, passing.number, task.decorations[0].span)
    add_invocation(recording, passing, software, arguments, results, resources)
    if _leaves_files(calling, arguments):
        recording.undeclared = passing.number
    origin = Origin(f"the result of {task.name}", site)
    types = what.types if len(results) == what.software.returns else ()
    return values_of(recording.machine.heap, recording.stores, results, types, origin, what.holder)


def _lose_outputs(calling: Calling, values: Mapping[str, Any], refused: Refused) -> None:
    """What a call that is refused would have written is missing elsewhere, for no reason of its own."""
    directions = calling.what.directions
    for name, value in values.items():
        direction = directions.get(name, IN)
        if direction.writes and direction.is_path and isinstance(value, str):
            calling.recording.files.loses(value, refused.diagnostic(calling.site.span))


def _sharing(calling: Calling, values: Mapping[str, Any]) -> Together | None:
    """Where objects can be read from that may share parts with what a function of Python changes; None if none do."""
    what = calling.what
    changed = {name: values[name] for name in what.changed if name in values} if what.changed else {}
    if not changed:
        return None
    directions = what.directions
    objects = {name: value for name, value in values.items() if directions.get(name, IN).content == "object"}
    return together(calling.recording, calling.site, calling.task.name, objects, changed)


def _leaves_files(calling: Calling, arguments: Sequence[Argument]) -> bool:
    """Whether a call may write files that it does not declare: it writes some, and either declares none or gets a
    path as a plain text too; a program does that in its working folder."""
    what, recording = calling.what, calling.recording
    if what.is_external:
        is_writing = bool(what.description.execution.get("working_dir"))
    else:
        is_writing = recording.may_write(calling.task.function)
    if not is_writing:
        return False
    declared = any(each.direction.content != "object" and each.direction.writes for each in arguments)
    return not declared or any(
        each.direction.content == "object" and isinstance(each.reads, str) and "/" in each.reads for each in arguments
    )


def add_invocation(
    recording: Recording,
    passing: Passing,
    software: Software,
    arguments: Sequence[Argument],
    results: tuple[Artefact, ...],
    resources: Resources,
) -> None:
    """Make it an entry, and change what it changes."""
    machine = recording.machine
    # What was asked for the arguments may have made entries of its own: a script that stores one of them.
    assert passing.number == len(recording.entries)
    recording.listings.settle(passing.number, (argument.reads for argument in arguments), machine.domains)
    recording.add(
        Invocation(
            passing.number,
            call_site(recording, passing.site, software),
            tuple([level.index for level in machine.levels]),
            loop_variables(machine),
            tuple(arguments),
            results,
            resources,
            len(recording.barriers),
            machine.domains,
        )
    )
    for update in passing.updates:
        update()


def _returning(calling: Calling, values: Mapping[str, Any]) -> Software:
    """The software of a call that returns as many values as its argument says: ``x.n``."""
    what, task = calling.what, calling.task

    def value_at(place: str) -> Any:
        name, *attributes = place.split(".")
        value = values[name] if name in values else task.function.defaults[name]
        for attribute in attributes:
            value = get_attribute(calling.machine, calling.site, value, attribute)
        return value

    number = counted(f"value_of({what.counted_by})", value_at, task.decorations[0].span("returns"))
    key = what.software, number
    return calling.recording.counted.setdefault(key, replace(what.software, returns=number))


def _resources(calling: Calling, values: Mapping[str, Any]) -> Resources:
    recording, task = calling.recording, calling.task
    known = recording.resources.get(task)
    if known is not None:
        return known
    used: list[str] = []
    defaults, names = task.function.defaults, task.function.module.content

    def argument(name: str) -> object:
        used.append(name)
        if name in values:
            return values[name]
        return defaults[name] if name in defaults else names[name]

    try:
        resources = resources_of(calling.what.description, argument, recording.machine.world.environ)
    except ProgramError as error:
        # Only this call knows where the values came from.
        raise ProgramError(*(replace(each, span=task.decorations[0].span()) for each in error.diagnostics)) from None
    if not used:
        recording.resources[task] = resources
    return resources


def _in_order(calling: Calling, bound: dict[str, Any], positional: int) -> dict[str, Any]:
    """Arguments in the order in which PyCOMPSs passes them to an external program. positional: how many of them were
    passed by position.

    Defaults are left to the function itself for tasks; an external program, and a path, needs them here.
    """
    function, what = calling.task.function, calling.what
    parameters: Parameters = function.code.parameters
    declared = (*parameters.positional_only, *parameters.positional)
    order: dict[str, Any] = {name: bound[name] for name in declared[:positional]}
    for name, default in function.defaults.items():
        if name in order:
            continue
        direction = what.directions.get(name, IN)
        if name in bound:
            order[name] = bound[name]
        elif what.is_external or direction.content != "object" or direction.writes:
            order[name] = default
    if parameters.variadic and parameters.variadic in bound:
        order[parameters.variadic] = calling.machine.heap.allocate("list", list(bound[parameters.variadic]))
    for name, value in bound.items():
        if name == parameters.keywords:
            order.update(value)
        elif name not in order:
            order[name] = value
    if what.is_external and "self" in order:
        order["self"] = order.pop("self")
    return order
