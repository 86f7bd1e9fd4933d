"""What the failures of single jobs mean for a whole workflow, which Snakemake only knows as settings of its run."""

from __future__ import annotations

from collections.abc import Iterator

from eflows2smk.diagnostics import Diagnostic, Label, ProgramError
from eflows2smk.workflow.model import Invocation, Workflow


def goes_on(workflow: Workflow) -> bool:
    """Whether what does not stand on a failed job shall still run (``keep-going``), as CANCEL_SUCCESSORS asks.

    Raises ProgramError where the same run would have to stop for another failure, or to wait for a failed job.
    """
    cancelling = [each for each in workflow.invocations if each.site.software.on_failure == "CANCEL_SUCCESSORS"]
    if not cancelling:
        return False
    found = [*_stops(workflow, cancelling[0]), *_waits(workflow, cancelling)]
    if found:
        raise ProgramError(*found)
    return True


def _stops(workflow: Workflow, cancelling: Invocation) -> Iterator[Diagnostic]:
    stopping = [each.site.software for each in workflow.invocations if each.site.software.on_failure == "FAIL"]
    for software in list(dict.fromkeys(stopping))[:1]:
        yield Diagnostic(
            "E517",
            f"a failure of '{software.name}' is to stop the workflow at once, one of"
            f" '{cancelling.site.software.name}' is not: Snakemake does the same for all jobs",
            software.span,
            "give both the same on_failure",
            (Label(cancelling.site.software.span, "goes on without what stands on it"),),
        )


def _waits(workflow: Workflow, cancelling: list[Invocation]) -> Iterator[Diagnostic]:
    for first in cancelling:
        for barrier, count in enumerate(workflow.barriers, 1):
            if first.number < count and any(each.barrier >= barrier for each in workflow.invocations):
                software = first.site.software
                yield Diagnostic(
                    "E517",
                    f"a failure of '{software.name}' is not to stop what stands behind a barrier,"
                    " but a job there waits for all jobs before it",
                    first.site.span,
                    "leave the barrier out, or write on_failure IGNORE",
                )
                return
