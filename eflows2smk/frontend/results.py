"""What invocations return: artefacts, and the futures that stand for them in the program."""

from __future__ import annotations

from typing import Any

from eflows2smk.diagnostics import Span
from eflows2smk.frontend.errors import Refusal
from eflows2smk.frontend.values import Future
from eflows2smk.workflow.model import Artefact, Kind, Resources, Software


def computed(version: int, producer: int, slot: str, index: tuple[int, ...]) -> Artefact:
    """An object that an invocation makes."""
    return Artefact(Kind.OBJECT, "", version, producer, slot, index, False)


def results_of(software: Software, resources: Resources, number: int, span: Span) -> tuple[Artefact, ...]:
    """What the invocation returns. span: where the software says how many values that is."""
    count = software.returns
    is_list = count > 1
    if software.kind == "python_mpi" and count:
        count, is_list = _of_ranks(count, resources.processes or 1, span), True
    return tuple(computed(1, number, "result", (i,) if is_list else ()) for i in range(count))


def _of_ranks(returns: int, processes: int, span: Span) -> int:
    """How many values a function on MPI processes gives: one of each process, however the program counts them."""
    if returns not in (1, processes):
        raise Refusal(
            "E231",
            f"{returns} returned values of {processes} processes: each process gives one",
            help=f"write returns=1 or returns={processes}, and return a tuple if it holds several values",
            span=span,
        )
    return processes


def futures(results: tuple[Artefact, ...], name: str) -> Any:
    """What the call evaluates to: nothing, a future, or a list of such."""
    if not results:
        return None
    if not results[0].index:
        return Future(results[0], name)
    return [Future(result, name) for result in results]
