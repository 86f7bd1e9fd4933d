"""Recording invocations: arguments become reads and writes of artefacts, results become futures."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import libcst as cst

from eflows2smk.diagnostics import ProgramError
from eflows2smk.frontend.attributes import get_attribute
from eflows2smk.frontend.calls import bind
from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.files import Files
from eflows2smk.frontend.holding import Holder
from eflows2smk.frontend.host.segment import Segment
from eflows2smk.frontend.listings import Listings
from eflows2smk.frontend.raised import own
from eflows2smk.frontend.reductions import reduction
from eflows2smk.frontend.results import computed, futures, results_of
from eflows2smk.frontend.tasks import (
    DESTINATION_CONTENT,
    TARGET_CONTENT,
    Decoration,
    TaskFunction,
    TransformationSpec,
    transformation_spec,
)
from eflows2smk.frontend.values import Function, Future, Signature
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
from eflows2smk.workflow.model import (
    Argument,
    Artefact,
    CallSite,
    Invocation,
    Resources,
    Software,
    Transformation,
)

if TYPE_CHECKING:
    from eflows2smk.frontend.evaluator import Evaluator

_SCALAR_VARIABLES = (int, str, float, bool)
_NO_RESOURCES = Resources()


class Recorder:
    """The invocations so far, and the state of files and objects that they leave."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.listings = Listings(self)
        self.files = Files(evaluator.folder, lambda: evaluator.domains, self.listings.sees, self.listings.appears)
        self.holder = Holder(evaluator, self.files)
        self.invocations: list[Invocation | Segment] = []
        self.barriers: list[int] = []
        # Whether the program itself asks for one: it may wait for files that nobody declares.
        self.waits = False
        # Results for which the program waits.
        self.waited: list[Artefact] = []
        self.sites: dict[tuple[Any, ...], CallSite] = {}

    # Calls ----------------------------------------------------------------------------------------------------------

    def invoke(self, task: TaskFunction, args: list[Any], kwargs: dict[str, Any], node: cst.CSTNode, unit: Any) -> Any:
        """One call of a decorated function: its transformations, then itself. Returns what the call evaluates to."""
        self.evaluator.globals.calls_task()
        self.evaluator.globals.read_by(task)
        software, _ = task.described(self.evaluator)
        signature = task.function.signature
        extra = kwargs.pop("dt", None) if "dt" not in signature.names else None
        try:
            bound = bind(signature, args, kwargs, task.name)
        except TypeError as error:
            # A decorator of PyCOMPSs takes more keywords than its function.
            raise own(error) if kwargs.keys() <= set(signature.names) else error from None
        positional = set(signature.positional[: len(args)])
        specs = [*task.transformations, *_call_transformations(extra)]
        for position, spec in enumerate(specs):
            if spec.target not in bound and spec.target in signature.defaults:
                bound[spec.target] = signature.defaults[spec.target]
            if spec.target not in bound:
                raise Refusal(
                    "E320",
                    f"'{task.name}' has no parameter '{spec.target}' to transform",
                    help=f"its parameters are {', '.join(signature.names)}",
                    span=spec.span,
                )
            bound[spec.target] = self._transform(task, software, spec, position, bound, node, unit)
        if task.is_workflow:
            keywords = bound.pop(signature.keywords, {}) if signature.keywords else {}
            rest = bound.pop(signature.variadic, ()) if signature.variadic else ()
            if rest:
                first = [bound.pop(name) for name in signature.positional if name in bound]
                return self.evaluator.inline(task.function, [*first, *rest], {**bound, **keywords}, node)
            return self.evaluator.inline(task.function, [], {**bound, **keywords}, node)
        ordered = _in_order(task, signature, bound, positional)
        if task.is_reduction:
            record = partial(self._record, software, task, node=node, unit=unit)
            return reduction(self.evaluator, task, ordered, record, node)
        return self._record(software, task, ordered, node, unit)

    def _record(
        self, software: Software, task: TaskFunction, values: dict[str, Any], node: cst.CSTNode, unit: Any
    ) -> Any:
        self.evaluator.host.close()
        self.evaluator.loops.gather(values.values(), unit, node)
        if task.counted_by:
            software = task.returning(software, partial(self._value_at, task.function.signature, values))
        number = len(self.invocations)
        arguments: list[Argument] = []
        updates: list[Callable[[], None]] = []
        directions, hold = task.directions, self.holder.hold
        for name, value in values.items():
            direction = directions.get(name, IN)
            arguments.append(hold(number, name, direction, value, updates))
        self.listings.settle(number, (argument.reads for argument in arguments), self.evaluator.domains)
        resources = self._resources(task, values)
        site = self._site(software, node, unit)
        results = results_of(software, resources, number, task.decorations[0].span())
        self._append(site, number, tuple(arguments), results, resources)
        for update in updates:
            update()
        return futures(results, task.name)

    def _value_at(self, signature: Signature, values: dict[str, Any], place: str) -> Any:
        """An argument of the call, or an attribute of one: ``x.n``. Raises KeyError."""
        name, *attributes = place.split(".")
        value = values[name] if name in values else signature.defaults[name]
        for attribute in attributes:
            value = get_attribute(self.evaluator, value, attribute)
        return value

    def _append(
        self,
        site: CallSite,
        number: int,
        arguments: tuple[Argument, ...],
        results: tuple[Artefact, ...],
        resources: Resources,
    ) -> None:
        levels = self.evaluator.levels
        self.evaluator.touch()
        self.invocations.append(
            Invocation(
                number,
                site,
                tuple([level.index for level in levels]),
                tuple(self.variables()),
                arguments,
                results,
                resources,
                len(self.barriers),
                self.evaluator.domains,
            )
        )

    def variables(self) -> list[Any]:
        """The values of the loop variables around the call that is evaluated."""
        levels = self.evaluator.levels
        return [_variable(level.frame.names, level.frame.globals, name) for level in levels for name in level.names]

    def add_segment(self, segment: Segment) -> None:
        """Host code takes its place among the invocations."""
        assert segment.number == len(self.invocations)
        self.invocations.append(segment)

    def _site(self, software: Software, node: cst.CSTNode, unit: Any, name: str = "", text: str = "") -> CallSite:
        evaluator = self.evaluator
        key = (
            id(software),
            id(node),
            tuple([id(call) for _, call in evaluator.chain]),
            tuple([id(level.node) for level in evaluator.levels]),
        )
        site = self.sites.get(key)
        if site is None:
            site = self.sites[key] = CallSite(
                name or software.name,
                software,
                unit.span(node),
                text or unit.text(node),
                tuple(level.names for level in evaluator.levels),
                tuple(caller.span(call) for caller, call in evaluator.chain),
            )
        return site

    def _resources(self, task: TaskFunction, values: dict[str, Any]) -> Resources:
        if task.static_resources is not None:
            return task.static_resources  # type: ignore[no-any-return]
        from eflows2smk.software import resources_of

        used: list[str] = []
        signature, globals_ = task.function.signature, task.function.closure.globals

        def argument(name: str) -> object:
            used.append(name)
            if name in values:
                return values[name]
            if name in signature.defaults:
                return signature.defaults[name]
            if name in globals_:
                return globals_[name]
            raise KeyError(name)

        _, described = task.described(self.evaluator)
        try:
            resources = resources_of(described, argument, self.evaluator.world.environ)
        except ProgramError as error:
            # Only this call knows where the values came from.
            raise ProgramError(*(replace(d, span=task.decorations[0].span()) for d in error.diagnostics)) from None
        if not used:
            task.static_resources = resources
        return resources

    # Transformations ------------------------------------------------------------------------------------------------

    def _transform(
        self,
        task: TaskFunction,
        software: Software,
        spec: TransformationSpec,
        position: int,
        bound: dict[str, Any],
        node: cst.CSTNode,
        unit: Any,
    ) -> Any:
        value = bound[spec.target]
        keywords = {name: _referenced(item, bound) for name, item in spec.keywords.items()}
        function = spec.function.function if isinstance(spec.function, TaskFunction) else spec.function
        if spec.is_workflow:
            return self.evaluator.call(spec.function, [value], keywords, None)
        if not isinstance(function, Function):
            raise Refusal(
                "E320",
                "the function of this data transformation is not one of the program's functions",
                help="wrap it: def transform(value): return library.function(value)",
                span=spec.span,
            )
        if function.node is None or "<" in function.qualname:
            raise Refusal(
                "E323",
                f"'{function.name}' is defined inside of another function, so a job can't import it",
                help="define it at the top level of a module",
                span=spec.span,
            )
        transformer = self._transformer(task, software, spec, position, function)
        self.evaluator.host.close()
        number = len(self.invocations)
        updates: list[Callable[[], None]] = []
        direction = dict(transformer.parameters)["target"]
        arguments = [self.holder.hold(number, "target", direction, value, updates)]
        destination: Any = None
        if spec.conversion in DESTINATION_CONTENT:
            destination = _referenced(spec.destination, bound)
            direction = dict(transformer.parameters)["destination"]
            arguments.append(self.holder.hold(number, "destination", direction, destination, updates))
        for name, item in keywords.items():
            arguments.append(self.holder.hold(number, name, IN, item, updates))
        members = 1
        is_collection = spec.conversion == CONVERSIONS["FILE_TO_COLLECTION"]
        if is_collection:
            members = int(_referenced(spec.size, bound))
        results: tuple[Artefact, ...] = ()
        if destination is None:
            results = tuple(computed(1, number, "result", (i,) if is_collection else ()) for i in range(members))
        site = self._site(transformer, node, unit)
        self._append(site, number, tuple(arguments), results, _NO_RESOURCES)
        for update in updates:
            update()
        if destination is not None:
            return destination
        if is_collection:
            return [Future(result, function.name) for result in results]
        return Future(results[0], function.name)

    def _transformer(
        self, task: TaskFunction, software: Software, spec: TransformationSpec, position: int, function: Function
    ) -> Software:
        known = task._transformers.get(id(spec))
        if known is not None:
            return known
        parameters: list[tuple[str, Direction]] = [("target", _DIRECTION[TARGET_CONTENT[spec.conversion]])]
        if spec.conversion in DESTINATION_CONTENT:
            is_file = DESTINATION_CONTENT[spec.conversion] == "file"
            parameters.append(("destination", FILE_OUT if is_file else DIRECTORY_OUT))
        parameters.extend((name, IN) for name in spec.keywords)
        module = self.evaluator.job_module(function.module)
        made = Software(
            kind="transformation",
            name=f"{task.name}_{spec.target}_{function.name}",
            module=module,
            qualname=function.qualname,
            file=function.module.shown,
            span=spec.span,
            parameters=tuple(parameters),
            returns=0 if spec.conversion in DESTINATION_CONTENT else 1,
            transformation=Transformation(
                spec.conversion,
                f"{module}:{function.qualname}",
                function.module.shown,
                software.name,
                spec.target,
                spec.placement,
            ),
        )
        task._transformers[id(spec)] = made
        return made

    def freeze(self, value: Any) -> Any:
        return self.holder.freeze(value)

    def barrier(self) -> None:
        """What follows comes after all that was before."""
        self.evaluator.host.close()
        self.waits = True
        if self.invocations and (not self.barriers or self.barriers[-1] != len(self.invocations)):
            self.barriers.append(len(self.invocations))


_DIRECTION = {"object": IN, "file": FILE_IN, "directory": DIRECTORY_IN, "collection": COLLECTION_IN}


def _variable(names: dict[str, Any], module: dict[str, Any], name: str) -> Any:
    value = names.get(name) if name in names else module.get(name)
    if isinstance(value, enum.Enum):
        return value.value if isinstance(value, _SCALAR_VARIABLES) else value.name
    return value if isinstance(value, _SCALAR_VARIABLES) else None


def _in_order(task: TaskFunction, signature: Signature, bound: dict[str, Any], positional: set[str]) -> dict[str, Any]:
    """Arguments in the order in which PyCOMPSs passes them to an external program.

    Defaults are left to the function itself for tasks; an external program, and a path, needs them here.
    """
    order: dict[str, Any] = {name: bound[name] for name in signature.positional if name in positional}
    for name, default in signature.defaults.items():
        if name in order:
            continue
        if name in bound:
            order[name] = bound[name]
        elif task.is_external or task.directions.get(name, IN).content != "object" or task.directions[name].writes:
            order[name] = default
    if signature.variadic and signature.variadic in bound:
        order[signature.variadic] = list(bound[signature.variadic])
    for name, value in bound.items():
        if name == signature.keywords:
            order.update(value)
        elif name not in order:
            order[name] = value
    if "self" in order and task.is_external:
        order["self"] = order.pop("self")
    return order


def _call_transformations(extra: Any) -> list[TransformationSpec]:
    if extra is None:
        return []
    found = extra if isinstance(extra, list | tuple) else [extra]
    return [transformation_spec(item) for item in found if isinstance(item, Decoration)]


def _referenced(value: Any, bound: dict[str, Any]) -> Any:
    """A ``"{{parameter}}"`` argument of a transformation is the value of that parameter of the call."""
    if isinstance(value, str) and value.startswith("{{") and value.endswith("}}"):
        name = value[2:-2].strip()
        if name not in bound:
            raise Refusal("E320", f"'{{{{{name}}}}}' names no argument of this call")
        return bound[name]
    return value
