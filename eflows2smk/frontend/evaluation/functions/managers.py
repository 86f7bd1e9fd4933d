"""`contextlib`: context managers that the program makes of generators, and the plain ones of the library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from eflows2smk.frontend.core import operations as core
from eflows2smk.frontend.core.blocks import all_operations
from eflows2smk.frontend.core.handlers import going_on
from eflows2smk.frontend.core.operations import Block
from eflows2smk.frontend.evaluation.calls import call_value
from eflows2smk.frontend.evaluation.exceptions import handles
from eflows2smk.frontend.evaluation.functions.iterating import next_of
from eflows2smk.frontend.evaluation.machine import Machine, Site
from eflows2smk.frontend.evaluation.signals import Raised
from eflows2smk.frontend.heap.cells import Cell


def _residual(machine: Machine, site: Site, *operands: Any) -> Any:
    return machine.residual.operation(site, operands)


def _suppress(machine: Machine, site: Site, *exceptions: Any) -> Any:
    class Suppress:
        """``contextlib.suppress``."""

        def enter(self, machine: Machine, site: Site) -> None:
            return None

        def leave(self, machine: Machine, site: Site, error: Any) -> bool:
            return error is not None and handles(machine, site, error, tuple(exceptions))

        def may_go_on(self) -> bool:
            return True

    return Suppress()


class Generated:
    """What a function under ``contextlib.contextmanager`` gives."""

    def __init__(self, iterator: Cell) -> None:
        self.iterator = iterator

    def enter(self, machine: Machine, site: Site) -> Any:
        return next_of(machine, site, self.iterator)

    def may_go_on(self) -> bool:
        """Whether the generator handles exceptions where it yields."""
        code = self.iterator.content.frame.code
        tries = [each for each in all_operations(code.body) if isinstance(each, core.Try)]
        return any(_yields(each.body) and going_on(each.origin) is not None for each in tries)

    def leave(self, machine: Machine, site: Site, error: Any) -> bool:
        running = self.iterator.content
        if error is None:
            try:
                next(running)
            except StopIteration:
                return False
            raise Raised(RuntimeError("generator didn't stop"))
        try:
            running.throw(error)
        except StopIteration:
            return True
        except Raised as raised:
            if raised.value is error:
                return False
            raise
        raise Raised(RuntimeError("generator didn't stop after throw()"))


def _yields(body: Block) -> bool:
    return any(isinstance(each, core.Yield) for each in all_operations(body))


class ContextMaker:
    """A function under ``contextlib.contextmanager``."""

    is_method = True

    def __init__(self, function: Any) -> None:
        self.function = function


def call_context_maker(machine: Machine, site: Site, callee: ContextMaker, args: Any, kwargs: Any) -> Any:
    found = call_value(machine, site, callee.function, args, kwargs)
    if isinstance(found, Cell) and found.kind == "iterator":
        return Generated(found)
    return found


def _null_context(machine: Machine, site: Site, result: Any = None) -> Any:
    class Null:
        """``contextlib.nullcontext``."""

        def enter(self, machine: Machine, site: Site) -> Any:
            return result

        def leave(self, machine: Machine, site: Site, error: Any) -> bool:
            return False

    return Null()


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "contextlib.suppress": _suppress,
    "contextlib.nullcontext": _null_context,
    "contextlib.contextmanager": lambda machine, site, function: ContextMaker(function),
}
