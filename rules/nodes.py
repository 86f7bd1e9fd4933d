"""Jobs of one process that uses several nodes, whose names it finds in its environment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eflows2smk.workflow.model import Invocation

# One task on each node: Slurm gives no more nodes than tasks.
SPREAD: tuple[tuple[str, Callable[[Invocation], object]], ...] = (
    ("nodes", lambda invocation: invocation.resources.nodes),
    ("tasks", lambda invocation: invocation.resources.nodes),
)
COUNTS = "{resources.nodes} {threads}"


def are_several(invocations: Sequence[Invocation]) -> bool:
    """Whether the jobs of a family use more than one node each."""
    return (invocations[0].resources.nodes or 1) > 1
