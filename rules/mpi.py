"""External programs on several MPI processes.

The launcher is a resource, so that a cluster's profile can set another one: ``mpiexec`` inside of a Slurm job of the
executor plugin reaches only its first node.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eflows2smk.rules.external import recipe_of
from eflows2smk.rules.quoting import braced
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.workflow.model import Invocation, Software


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of calls of an MPI program; with one process it is an ordinary one."""
    runner = str(software.execution.get("runner", "mpiexec"))
    flags = str(software.execution.get("flags") or "")
    extra = f" {braced(flags)}" if flags else ""
    processes = invocations[0].resources.processes or 1
    if processes == 1:
        # The executor for Slurm refuses MPI with a single task.
        return recipe_of(software, invocations, f"{braced(runner)} -n 1{extra} ")
    per_node = invocations[0].resources.processes_per_node
    sizes: tuple[tuple[str, Callable[[Invocation], object]], ...]
    if per_node and per_node > 1:
        sizes = (
            ("tasks", lambda invocation: invocation.resources.processes),
            ("nodes", _nodes),
        )
    else:
        sizes = (("tasks", lambda invocation: invocation.resources.processes),)
    more: tuple[tuple[str, Callable[[Invocation], object]], ...] = (("mpi", lambda invocation: runner), *sizes)
    return recipe_of(software, invocations, f"{{resources.mpi}} -n {{resources.tasks}}{extra} ", more, {"mpi": "srun"})


def _nodes(invocation: Invocation) -> object:
    processes, per_node = invocation.resources.processes, invocation.resources.processes_per_node
    return None if not processes or not per_node else processes // per_node
