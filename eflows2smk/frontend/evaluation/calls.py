"""Calls by the kind of what is called: the program's functions are evaluated in place, library functions called."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from eflows2smk.frontend.core.operations import Code, Parameters
from eflows2smk.frontend.evaluation.bounds import DEPTH, STEPS_OF_CALL, Exhausted
from eflows2smk.frontend.evaluation.datamodel import special, type_name
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.frames import Frame
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Leaving, Raised
from eflows2smk.frontend.evaluation.values import (
    MISSING,
    Bound,
    Descriptor,
    FunctionCell,
    InstanceCell,
    Own,
    Partial,
    Refusing,
    Super,
)
from eflows2smk.frontend.heap.cells import Cell
from eflows2smk.frontend.heap.values import Computed


def call_value(machine: Machine, site: Site, callee: Any, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    """Call any value."""
    handler = machine.call.get(type(callee))
    if handler is not None:
        return handler(machine, site, callee, args, kwargs)
    if isinstance(callee, Computed) or (isinstance(callee, Cell) and isinstance(callee.content, Computed)):
        return machine.residual.operation(site, (callee, *args, *kwargs.values()))
    if isinstance(callee, Refusing):
        raise Refused("", "", reported=callee.reason)
    raise Raised(TypeError(f"'{type_name(callee)}' object is not callable"))


def bind(
    parameters: Parameters, defaults: Mapping[str, Any], args: Sequence[Any], kwargs: Mapping[str, Any], name: str
) -> dict[str, Any]:
    """Arguments by parameter. Raises `Raised` with the TypeError that Python would."""
    positional = (*parameters.positional_only, *parameters.positional)
    bound: dict[str, Any] = dict(zip(positional, args, strict=False))
    if len(args) == len(positional) and not (
        kwargs or parameters.variadic or parameters.keyword_only or parameters.keywords
    ):
        return bound
    if len(args) > len(positional):
        if not parameters.variadic:
            takes = f"{len(positional)} positional argument{'s' if len(positional) != 1 else ''}"
            was = "was" if len(args) == 1 else "were"
            raise Raised(TypeError(f"{name}() takes {takes} but {len(args)} {was} given"))
        bound[parameters.variadic] = tuple(args[len(positional) :])
    elif parameters.variadic:
        bound[parameters.variadic] = ()
    extra: dict[str, Any] = {}
    for key, value in kwargs.items():
        if key in parameters.positional or key in parameters.keyword_only:
            if key in bound:
                raise Raised(TypeError(f"{name}() got multiple values for argument '{key}'"))
            bound[key] = value
        elif parameters.keywords:
            extra[key] = value
        else:
            raise Raised(TypeError(f"{name}() got an unexpected keyword argument '{key}'"))
    missing = []
    for parameter in (*positional, *parameters.keyword_only):
        if parameter not in bound:
            if parameter in defaults:
                bound[parameter] = defaults[parameter]
            else:
                missing.append(parameter)
    if missing:
        listed = " and ".join(f"'{each}'" for each in missing)
        kind = "keyword-only" if missing[0] in parameters.keyword_only else "positional"
        plural = "s" if len(missing) > 1 else ""
        raise Raised(TypeError(f"{name}() missing {len(missing)} required {kind} argument{plural}: {listed}"))
    if parameters.keywords:
        bound[parameters.keywords] = extra
    return bound


def deepest(machine: Machine) -> int:
    """How deep functions of the program may call each other: as in plain Python, where it allows more too."""
    return max(machine.bounds.calls, machine.world.recursion_limit - 100)


def call_function(
    machine: Machine, site: Site, function: FunctionCell, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    """Evaluate the body of one of the program's functions."""
    from eflows2smk.frontend.evaluation.generators import generator

    code = function.code
    names = bind(code.parameters, function.defaults, args, kwargs, code.qualname)
    keywords = code.parameters.keywords
    if keywords:
        names[keywords] = machine.heap.allocate("dict", names[keywords])
    frame = Frame(
        code,
        machine.heap.allocate("namespace", names),
        function.outer,
        function.module,
        site.frame,
        site.operation.origin,
        function,
    )
    if machine.residual.is_enclosed and machine.is_undecided_again(code):
        return machine.control.recursion(site, function, [*args, *kwargs.values()], frame)
    if code.is_generator:
        return generator(machine, frame)
    if machine.domains and _is_endless(machine, frame.code):
        raise Refused(
            "E318",
            f"how often '{code.name}' calls itself is only known when the workflow runs",
            "write a while loop, or give it a depth that is known and let it return there: if depth == 0 or …",
        )
    if machine.depth >= deepest(machine):
        raise Raised(RecursionError("maximum recursion depth exceeded"))
    is_ours = site.frame.code.module in machine.supplied
    if is_ours or machine.residual.is_enclosed or machine.reach.reaches(code.body):
        # The text of a stand-in is nothing that a script could run.
        return _evaluate(machine, site, frame)
    token = machine.residual.encloses(site)
    try:
        result = _evaluate(machine, site, frame)
    except Exhausted as exhausted:
        from eflows2smk.frontend.evaluation.execution import is_endless

        if not machine.residual.withdrawn(token) or is_endless(machine, exhausted):
            raise
        machine.renew()
        return machine.residual.operation(site, (function, *args, *kwargs.values()))
    except BaseException:
        machine.residual.abandoned(token)
        raise
    return machine.residual.enclosed(token, result)


def _evaluate(machine: Machine, site: Site, frame: Frame) -> Any:
    from eflows2smk.frontend.evaluation.execution import executable

    machine.step(STEPS_OF_CALL)
    machine.depth += 1
    active = machine.active.setdefault(frame.code, [])
    active.append((machine.residual.doubt, len(machine.domains)))
    try:
        signal = executable(machine, frame.code)(frame)
        if type(signal) is Leaving:
            machine.control.resolved(site, signal)
    except Raised:
        if not frame.pending or not machine.residual.is_enclosed:
            raise
        # Only the run knows whether it has returned by then.
        machine.control.may_raise()
        frame.result = frame.pending.pop()
    finally:
        machine.depth -= 1
        active.pop()
    return returned(machine, site, frame)


def _is_endless(machine: Machine, code: Code) -> bool:
    """Whether a function calls itself in ever more branches that only the run decides."""
    active = machine.active.get(code, ())
    return len(active) > DEPTH and len({domains for _, domains in active}) > DEPTH


def evaluated(machine: Machine, site: Site, frame: Frame) -> Any:
    """What a function's body gives in a frame that has its arguments already."""
    return _evaluate(machine, site, frame)


def returned(machine: Machine, site: Site, frame: Frame) -> Any:
    """What a code gives that has run: what it returned, or one of the values where only the run knows which."""
    if not frame.pending:
        return frame.result
    return machine.control.either(site, [*frame.pending, frame.result])


def _bound(machine: Machine, site: Site, callee: Bound, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    return call_value(machine, site, callee.function, [callee.owner, *args], kwargs)


def _partial(machine: Machine, site: Site, callee: Partial, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    return call_value(machine, site, callee.function, [*callee.args, *args], {**callee.keywords, **kwargs})


def _own(machine: Machine, site: Site, callee: Own, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    try:
        return callee.run(machine, site, *args, **kwargs)
    except TypeError as error:
        if error.__traceback__ is not None and error.__traceback__.tb_next is None:
            raise Raised(error) from None
        raise


def _instance(
    machine: Machine, site: Site, callee: InstanceCell, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    if isinstance(callee.content, Computed) and callee.cls.lookup("__call__") is MISSING:
        return machine.residual.operation(site, (callee, *args, *kwargs.values()))
    method = special(machine, callee, "__call__")
    if method is MISSING:
        raise Raised(TypeError(f"'{callee.cls.name}' object is not callable"))
    return call_value(machine, site, method, args, kwargs)


def _descriptor(
    machine: Machine, site: Site, callee: Descriptor, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    if callee.kind == "staticmethod":
        return call_value(machine, site, callee.function, args, kwargs)
    raise Raised(TypeError(f"'{callee.kind}' object is not callable"))


def _super(machine: Machine, site: Site, callee: Super, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
    raise Raised(TypeError("'super' object is not callable"))


CALL: dict[type, Callable[..., Any]] = {
    FunctionCell: call_function,
    Bound: _bound,
    Partial: _partial,
    Own: _own,
    InstanceCell: _instance,
    Descriptor: _descriptor,
    Super: _super,
}
