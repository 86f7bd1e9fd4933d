"""Descriptions that are sound, but ask for what neither a job nor a sequential run can give."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from eflows2smk.diagnostics import Diagnostic, Span
from eflows2smk.parameters import OF_PYTHON
from eflows2smk.software.description import Description
from eflows2smk.software.reduction import unfit

_WITHOUT_CONTAINER = ("compss", "decaf", "mpmd_mpi", "multinode", "python_mpi", "torch")


def refusals(described: Description, locate: Callable[..., Span]) -> Iterator[Diagnostic]:
    """What can't be run, neither compiled nor sequentially. locate: the span of a path in the description."""
    execution = described.execution
    yield from unfit(described, locate)
    if described.kind == "opencl":
        yield _refused(
            "a kernel alone can't be run: COMPSs knows the decorator, but has nothing that would run it",
            locate(("execution", "kernel")),
            "call the kernel in a @task, with pyopencl, or write a program for it and describe that as a binary",
        )
    is_alone = str(execution.get("computing_nodes", 1)) == "1"
    if described.kind == "compss" and is_alone and str(execution.get("worker_in_master", True)).lower() != "true":
        yield _refused(
            "the only node of a COMPSs application has to be master and worker at once",
            locate(("execution", "worker_in_master")),
            "leave worker_in_master out",
        )
    surrounding = next((name for name in ("prolog", "epilog") if getattr(described, name) is not None), "")
    if surrounding and described.kind == "workflow":
        yield _refused(
            f"a workflow is no job, so it has no {surrounding}",
            locate((surrounding,)),
            "give it to the tasks inside",
        )
    if surrounding and described.kind in OF_PYTHON and described.failure.management == "IGNORE":
        yield _refused(
            f"failures of a function that has its {surrounding} can't be ignored",
            locate((surrounding,)),
            f"do in the function what the {surrounding} does",
        )
    if described.kind == "python_mpi" and "working_dir" in execution:
        yield _refused(
            "a Python function on MPI processes has no working_dir",
            locate(("execution", "working_dir")),
            "leave it out, and pass paths to the function",
        )
    for key in ("conda", "envmodules"):
        if described.kind == "workflow" and key in execution:
            yield _refused(
                f"a workflow is no job, so it has no '{key}'", locate(("execution", key)), "give it to the tasks inside"
            )
    if described.container is not None and "conda" in execution:
        yield _refused(
            "what runs in a container finds its programs in the image, not in an environment of conda",
            locate(("execution", "conda")),
            "leave one of both out",
        )
    if described.container is not None and described.kind in _WITHOUT_CONTAINER:
        name = {"python_mpi": "an MPI function"}.get(described.kind, f"software of type '{described.kind}'")
        yield _refused(
            f"{name} can't start inside of a container",
            locate(("container",)),
            "leave the container out, or let the program that is started enter it",
        )


def _refused(message: str, span: Span, help: str) -> Diagnostic:
    return Diagnostic("E230", message, span, help)
