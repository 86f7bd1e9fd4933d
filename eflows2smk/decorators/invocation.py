"""One call of a decorated function: its arguments are bound and transformed, then the software runs."""

from __future__ import annotations

import inspect
import os
import sys
from functools import partial
from typing import TYPE_CHECKING, Any

from eflows2smk.decorators import paths
from eflows2smk.decorators.data_transformation import DTObject
from eflows2smk.decorators.errors import SoftwareError
from eflows2smk.decorators.mode import TaskBody, mode
from eflows2smk.parameters import OF_CALLS, OF_PYTHON

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from eflows2smk.decorators.paths import DeclaredPath
    from eflows2smk.decorators.transformations import Spec
    from eflows2smk.decorators.wrapper import Decorated
    from eflows2smk.software import Description, Failure

_BY_POSITION = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)


class Invoker:
    """Calls of one decorated function. Its description is read at the first call and kept."""

    def __init__(self, decorated: Decorated) -> None:
        self._decorated = decorated
        wrapped = decorated.__wrapped__
        self._body: Callable[..., Any] = (
            wrapped.__func__ if isinstance(wrapped, staticmethod | classmethod) else wrapped
        )
        self._signature = inspect.signature(self._body)
        self._description: Description | None = None

    def __call__(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        specs = [*self._decorated.transformations, *self._of_the_call(kwargs)]
        stated = self._stated(kwargs)
        try:
            bound = self._signature.bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(f"{self._decorated.__qualname__}(): {error}") from None
        for spec in specs:
            self._transform(spec, bound)
        if self._is_plain_in_job():
            return self._body(*bound.args, **bound.kwargs)
        description = self._described(stated)
        if description.kind == "workflow":
            return self._body(*bound.args, **bound.kwargs)
        order = self._in_order(bound, len(args))
        returns = self._returns(description, order)
        run = partial(self._run, description, bound, order, returns)
        from eflows2smk.decorators.failure import managed

        name = self._decorated.__qualname__
        return managed(description.failure, name, order, description.directions, returns, run)

    def _run(
        self, description: Description, bound: inspect.BoundArguments, order: Mapping[str, Any], returns: int
    ) -> Any:
        if description.kind in OF_PYTHON:
            run = partial(self._run_task, description, bound, returns, order)
            from eflows2smk.software import is_reduction

            if not is_reduction(description):
                return run()
            from eflows2smk.decorators.reductions import run_reduced

            name = self._decorated.__qualname__
            return run_reduced(description, name, bound.arguments, self._variable(order), run)
        if description.kind == "http":
            from eflows2smk.decorators.http import run_request

            request = partial(run_request, description, order, self._decorated.__qualname__, returns)
            is_ignored = description.failure.management == "IGNORE"
            return self._run_ignoring(description.failure, request, [], returns, order) if is_ignored else request()
        from eflows2smk.decorators.external import run_external

        code = run_external(description, order, self._decorated.__qualname__, self._variable(order))
        return code if returns else None

    def _returns(self, description: Description, order: Mapping[str, Any]) -> int:
        """How many values a call gives: as stated, else as annotated; 1 where a task says nothing.

        order: the arguments of the call.
        """
        stated = description.task.get("returns")
        if stated is None:
            annotated = self._body.__annotations__.get("return", description.kind in OF_PYTHON)
            return 0 if annotated in (None, "None", False) else 1
        from eflows2smk.software import count

        def variable(place: str) -> Any:
            name, *attributes = place.split(".")
            value = order[name] if name in order else self._body.__globals__[name]
            for attribute in attributes:
                value = getattr(value, attribute)
            return value

        try:
            return count(stated, variable)
        except (KeyError, TypeError) as error:
            raise SoftwareError(f"'{self._decorated.__qualname__}': returns={stated!r}: {error}") from None

    def _is_plain_in_job(self) -> bool:
        """Whether a task is called by another one inside of a job, where reading descriptions would only cost time."""
        return mode.job and all(decoration.name in ("task", "constraint") for decoration in self._decorated.decorations)

    def _described(self, stated: Mapping[str, Any]) -> Description:
        if self._description is not None and not stated:
            return self._description
        from eflows2smk.decorators.folding import description_of

        parameters = self._signature.parameters
        variadic = next((n for n, p in parameters.items() if p.kind is inspect.Parameter.VAR_POSITIONAL), None)
        description = description_of(self._decorated, tuple(parameters), variadic, stated)
        if not stated:
            self._description = description
        return description

    def _stated(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Take out of the keywords what the call says about the software itself: ``task(x, returns=3)``."""
        if OF_CALLS.isdisjoint(kwargs):
            return {}
        names = [name for name in kwargs if name in OF_CALLS and name not in self._signature.parameters]
        return {name: kwargs.pop(name) for name in names}

    def _of_the_call(self, kwargs: dict[str, Any]) -> list[Spec]:
        """The transformations that the call brings: ``dt=dto(…)``, or a list of such."""
        if "dt" in self._signature.parameters or "dt" not in kwargs:
            return []
        brought = kwargs.pop("dt")
        specs = list(brought) if isinstance(brought, list | tuple) else [brought]
        for spec in specs:
            if not isinstance(spec, DTObject):
                raise TypeError(f"dt= takes dto objects, not a value of type '{type(spec).__name__}'")
        return specs

    def _transform(self, spec: Spec, bound: inspect.BoundArguments) -> None:
        parameter = self._signature.parameters.get(spec.target)
        if parameter is None:
            raise SoftwareError(f"'{self._decorated.__qualname__}' has no parameter '{spec.target}' to transform")
        value = bound.arguments.get(spec.target, parameter.default)
        failures = sys.modules.get("eflows2smk.decorators.failure")
        if failures is not None and failures.is_missing(value):
            bound.arguments[spec.target] = failures.Cancelled(self._decorated.__qualname__)
            return
        defaults = {name: p.default for name, p in self._signature.parameters.items() if p.default is not p.empty}
        given = {**defaults, **bound.arguments}
        if spec.is_workflow:
            bound.arguments[spec.target] = spec.apply(value, given)
            return
        with TaskBody():
            bound.arguments[spec.target] = spec.apply(value, given)

    def _run_task(
        self, description: Description, bound: inspect.BoundArguments, returns: int, order: Mapping[str, Any]
    ) -> Any:
        values = dict(bound.arguments)
        for name, parameter in self._signature.parameters.items():
            if name not in values and parameter.default is not parameter.empty:
                values[name] = parameter.default
        written = [path for path in paths.declared(values, description.directions) if path.direction.writes]
        for path in written:
            paths.make_parent(path.path)
        name, failure = self._decorated.__qualname__, description.failure
        body: Callable[[], Any] = partial(_called, self._body, bound)
        if description.container is not None:
            from eflows2smk.decorators.contained import run_contained

            body = partial(run_contained, description, self._body, values)
        elif description.kind != "task":
            from eflows2smk.software import resources_of

            resources = resources_of(description, self._variable(order), dict(os.environ))
            if description.kind == "multinode":
                from eflows2smk.decorators.multinode import run_on_nodes

                body = partial(run_on_nodes, resources, body)
            else:
                from eflows2smk.decorators.ranks import run_on_ranks

                body = partial(run_on_ranks, description, self._body, self._flat(values), resources, returns)
        if description.prolog is not None or description.epilog is not None:
            from eflows2smk.decorators.external import surrounded

            body = partial(surrounded, description, name, order, body)
        from eflows2smk.decorators.sharing import apart
        from eflows2smk.decorators.threads import threads

        with threads(self._cores(description, order)):
            if failure.management == "IGNORE":
                return apart(self._run_ignoring(failure, body, written, returns, values), values.values(), returns)
            returned = body()
        for path in written:
            paths.check_written(path.path, path.is_directory, f"'{name}'")
        return apart(returned, values.values(), returns)

    def _cores(self, description: Description, order: Mapping[str, Any]) -> int:
        """Those that one call asks for."""
        if not description.constraints:
            return 1
        from eflows2smk.software import resources_of

        return resources_of(description, self._variable(order), dict(os.environ)).cpus or 1

    def _flat(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments by name, those of ``**keywords`` too."""
        rest = [name for name, p in self._signature.parameters.items() if p.kind is inspect.Parameter.VAR_KEYWORD]
        flat = {name: value for name, value in values.items() if name not in rest}
        for name in rest:
            flat.update(values.get(name, {}))
        return flat

    def _run_ignoring(
        self,
        failure: Failure,
        body: Callable[[], Any],
        written: Sequence[DeclaredPath],
        returns: int,
        values: Mapping[str, Any],
    ) -> Any:
        """Run a task whose failure is ignored: what it leaves is kept, what is missing is made."""
        from eflows2smk.decorators.failure import FAILURES, Previous, ignored, reset, stand_in

        name, failed = self._decorated.__qualname__, False
        with Previous(written):
            try:
                returned = body()
                for path in written:
                    paths.check_written(path.path, path.is_directory, f"'{name}'")
            except FAILURES as error:
                returned, failed = ignored(failure, name, error, returns), True
                reset(failure, name, values, [path.parameter for path in written])
            for path in written:
                stand_in(failure, path, path.path, failed=failed)
        return returned

    def _in_order(self, bound: inspect.BoundArguments, by_position: int) -> dict[str, Any]:
        """The arguments in the order in which PyCOMPSs passes them to a program.

        Those given by position, then those with a default, ``*args``, other keywords, and ``self`` last.
        """
        given = bound.arguments
        positional = [name for name, p in self._signature.parameters.items() if p.kind in _BY_POSITION]
        order = {name: given[name] for name in positional[:by_position] if name in given}
        for name, parameter in self._signature.parameters.items():
            if parameter.default is not parameter.empty and name not in order:
                order[name] = given.get(name, parameter.default)
        for name, value in _rest(given, self._signature):
            order.setdefault(name, value)
        if "self" in order:
            order["self"] = order.pop("self")
        return order

    def _variable(self, order: Mapping[str, Any]) -> Callable[[str], object]:
        """Looks up what an expression in a description names: a parameter, or a variable of the module."""
        module = getattr(self._body, "__globals__", {})

        def value(name: str) -> object:
            return order[name] if name in order else module[name]

        return value


def _called(body: Callable[..., Any], bound: inspect.BoundArguments) -> Any:
    with TaskBody():
        return body(*bound.args, **bound.kwargs)


def _rest(given: Mapping[str, Any], signature: inspect.Signature) -> Iterator[tuple[str, Any]]:
    parameters = signature.parameters
    for name, value in given.items():
        if parameters[name].kind is inspect.Parameter.VAR_POSITIONAL:
            yield name, list(value)
    for name, value in given.items():
        if parameters[name].kind is inspect.Parameter.VAR_KEYWORD:
            yield from value.items()
        elif parameters[name].kind is not inspect.Parameter.VAR_POSITIONAL:
            yield name, value
