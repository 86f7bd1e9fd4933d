"""Calls of the program's functions: their bodies are evaluated in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eflows2smk.frontend.core.operations import Code
from eflows2smk.frontend.evaluation.bounds import DEPTH, STEPS_OF_CALL, Exhausted
from eflows2smk.frontend.evaluation.calls import bind
from eflows2smk.frontend.evaluation.carrying import notice_all
from eflows2smk.frontend.evaluation.errors import Refused
from eflows2smk.frontend.evaluation.execution import executable, is_endless
from eflows2smk.frontend.evaluation.frames import Frame, Given
from eflows2smk.frontend.evaluation.generators import generator
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Leaving, Raised
from eflows2smk.frontend.evaluation.values import FunctionCell


def deepest(machine: Machine) -> int:
    """How deep functions of the program may call each other: as in plain Python, where it allows more too."""
    return max(machine.bounds.calls, machine.world.recursion_limit - 100)


def call_function(
    machine: Machine, site: Site, function: FunctionCell, args: Sequence[Any], kwargs: Mapping[str, Any]
) -> Any:
    """Evaluate the body of one of the program's functions."""
    code = function.code
    names = bind(code.parameters, function.defaults, args, kwargs, code.qualname)
    notice_all(machine, code, names)
    if code.is_coroutine:
        return _coroutine(machine, site, function, [*args, *kwargs.values()])
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
        return generator(machine, site, frame)
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
        if not machine.residual.withdrawn(token) or is_endless(machine, exhausted):
            raise
        machine.renew()
        return machine.residual.operation(site, (function, *args, *kwargs.values()))
    except BaseException:
        machine.residual.abandoned(token)
        raise
    return machine.residual.enclosed(token, result)


def _coroutine(machine: Machine, site: Site, function: FunctionCell, values: Sequence[Any]) -> Any:
    """A call of an ``async def`` gives what only an event loop goes on with, which is the run's. Raises Refused."""
    if machine.reach.reaches(function.code.body):
        raise Refused(
            "E302",
            f"'{function.code.name}' is an 'async def' that calls tasks, which only an event loop would go on with",
            "write 'def', without 'await': tasks that don't need each other run at the same time",
        )
    return machine.residual.operation(site, (function, *values))


def _evaluate(machine: Machine, site: Site, frame: Frame) -> Any:
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
    """Whether a function calls itself in ever more branches that only the run decides. Once it does, the calls that
    have not ended make no more: with two in each branch there would be 2^depth of them."""
    active = machine.active.get(code, ())
    if code in machine.endless:
        return len(active) > 0
    if len(active) > DEPTH and len({domains for _, domains in active}) > DEPTH:
        machine.endless.add(code)
        return True
    return False


def evaluated(machine: Machine, site: Site, frame: Frame) -> Any:
    """What a function's body gives in a frame that has its arguments already."""
    return _evaluate(machine, site, frame)


def given_by(machine: Machine, site: Site, frame: Frame, sent: Any) -> list[Any]:
    """What a generator may give, all of it, where only the run knows how much of that it does give. sent: what may be
    sent to it."""
    given = frame.given = Given(sent)
    _evaluate(machine, site, frame)
    return given.values


def returned(machine: Machine, site: Site, frame: Frame) -> Any:
    """What a code gives that has run: what it returned, or one of the values where only the run knows which."""
    if not frame.pending:
        return frame.result
    return machine.control.either(site, [*frame.pending, frame.result])
