"""Data transformations: what stands between a value and the parameter that it is passed for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.machine import Site
from eflows2smk.frontend.evaluation.values import FunctionCell
from eflows2smk.frontend.record.arguments import Passing, hold
from eflows2smk.frontend.record.job_names import job_module
from eflows2smk.frontend.record.recording import Recording
from eflows2smk.frontend.record.results import Origin, object_artefact, values_of
from eflows2smk.frontend.record.tasks import TaskValue, TransformationSpec
from eflows2smk.parameters import (
    COLLECTION_IN,
    CONVERSIONS,
    DIRECTORY_IN,
    DIRECTORY_OUT,
    FILE_IN,
    FILE_OUT,
    IN,
    Direction,
)
from eflows2smk.workflow.model import Artefact, Resources, Software, Transformation

# How a transformation passes its target and its destination, by the number of its conversion.
_TARGET: dict[int, Direction] = {
    -1: IN,
    CONVERSIONS["OBJECT_TO_FILE"]: IN,
    CONVERSIONS["FILE_TO_OBJECT"]: FILE_IN,
    CONVERSIONS["FILE_TO_COLLECTION"]: FILE_IN,
    CONVERSIONS["COLLECTION_TO_OBJECT"]: COLLECTION_IN,
    CONVERSIONS["COLLECTION_TO_FILE"]: COLLECTION_IN,
    CONVERSIONS["OBJECT_TO_DIRECTORY"]: IN,
    CONVERSIONS["DIRECTORY_TO_OBJECT"]: DIRECTORY_IN,
    CONVERSIONS["COLLECTION_TO_DIRECTORY"]: COLLECTION_IN,
}
_DESTINATION: dict[int, Direction] = {
    CONVERSIONS["OBJECT_TO_FILE"]: FILE_OUT,
    CONVERSIONS["COLLECTION_TO_FILE"]: FILE_OUT,
    CONVERSIONS["OBJECT_TO_DIRECTORY"]: DIRECTORY_OUT,
    CONVERSIONS["COLLECTION_TO_DIRECTORY"]: DIRECTORY_OUT,
}
_NO_RESOURCES = Resources()

# Records an invocation: what it passes, its software, arguments, results and resources.
Add = Callable[[Passing, Software, list[Any], tuple[Artefact, ...], Resources], None]


@dataclass(frozen=True, slots=True, eq=False)
class Transforming:
    """A transformation before a call. consumer: the task's software. bound: the arguments of the call so far. keywords:
    those of the transformation."""

    recording: Recording
    site: Site
    task: TaskValue
    consumer: Software
    spec: TransformationSpec
    bound: Mapping[str, Any]
    keywords: Mapping[str, Any]


def transform(transforming: Transforming, add: Add) -> Any:
    """What is passed for the target. Raises Refused."""
    recording, spec, site, bound = transforming.recording, transforming.spec, transforming.site, transforming.bound
    function = _importable(spec)
    software = _software(transforming, function)
    recording.machine.residual.closes(site)
    passing = Passing(recording, site, function.code.name, len(recording.entries))
    arguments = [hold(passing, "target", _TARGET[spec.conversion], bound[spec.target])]
    destination: Any = None
    if spec.conversion in _DESTINATION:
        destination = referenced(spec.destination, bound)
        arguments.append(hold(passing, "destination", _DESTINATION[spec.conversion], destination))
    arguments += [hold(passing, name, IN, item) for name, item in transforming.keywords.items()]
    results: tuple[Artefact, ...] = ()
    if destination is None:
        # A collection is one object: only the run knows how many members it has, whatever `size` says.
        results = (object_artefact(1, passing.number, "result", ()),)
    add(passing, software, arguments, results, _NO_RESOURCES)
    if destination is not None:
        return destination
    origin = Origin(f"the result of {function.code.name}", site)
    is_collection = spec.conversion == CONVERSIONS["FILE_TO_COLLECTION"]
    types = ("list",) if is_collection else ()
    return values_of(recording.machine.heap, recording.stores, results, types, origin, "list")


def referenced(value: Any, bound: Mapping[str, Any]) -> Any:
    """A ``"{{parameter}}"`` argument of a transformation is the value of that parameter of the call."""
    if isinstance(value, str) and value.startswith("{{") and value.endswith("}}"):
        name = value[2:-2].strip()
        if name not in bound:
            raise Refused("E320", f"'{{{{{name}}}}}' names no argument of this call")
        return bound[name]
    return value


def _importable(spec: TransformationSpec) -> FunctionCell:
    function = spec.plain_function
    if not isinstance(function, FunctionCell):
        raise Refused(
            "E320",
            "the function of this data transformation is not one of the program's functions",
            "wrap it: def transform(value): return library.function(value)",
            span=spec.span,
        )
    if "<" in function.code.qualname:
        raise Refused(
            "E323",
            f"'{function.code.name}' is defined inside of another function, so a job can't import it",
            "define it at the top level of a module",
            span=spec.span,
        )
    return function


def _software(transforming: Transforming, function: FunctionCell) -> Software:
    recording, task, spec = transforming.recording, transforming.task, transforming.spec
    known = recording.transformers.get((task, spec))
    if known is not None:
        return known
    parameters = [("target", _TARGET[spec.conversion])]
    if spec.conversion in _DESTINATION:
        parameters.append(("destination", _DESTINATION[spec.conversion]))
    parameters += [(name, IN) for name in spec.keywords]
    source, qualname = function.code.module, function.code.qualname
    module = job_module(recording.machine, source)
    made = recording.transformers[task, spec] = Software(
        kind="transformation",
        name=f"{task.name}_{spec.target}_{function.code.name}",
        module=module,
        qualname=qualname,
        file=source.shown,
        span=spec.span,
        parameters=tuple(parameters),
        returns=0 if spec.conversion in _DESTINATION else 1,
        transformation=Transformation(
            spec.conversion,
            f"{module}:{qualname}",
            source.shown,
            transforming.consumer.name,
            spec.target,
            spec.placement,
        ),
    )
    return made
