"""External programs on several MPI processes.

The launcher is a resource, so that a cluster's profile can set another one: ``mpiexec`` inside of a Slurm job of the
executor plugin reaches only its first node.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eflows2smk.rules.external import recipe_of
from eflows2smk.rules.recipe import Context, Recipe
from eflows2smk.workflow.model import Invocation, Software

Stated = tuple[tuple[str, Callable[[Invocation], object]], ...]


def recipe(software: Software, invocations: Sequence[Invocation], context: Context) -> Recipe:
    """The rule of one family of calls of an MPI program; with one process it is an ordinary one."""
    # What the description tells its runner is nothing that the launcher of a cluster would understand.
    runner = f"{software.execution.get('runner') or 'mpiexec'} {software.execution.get('flags') or ''}".rstrip()
    srun = "srun" + _cores_of_a_process(invocations)
    processes = invocations[0].resources.processes or 1
    if processes == 1:
        # The executor for Slurm refuses `mpi` with a single task, and has started the job as a step by itself: one that
        # does not overlap would wait for it forever.
        launcher: Stated = (("launcher", lambda invocation: runner),)
        overlapping = srun.replace("srun", "srun --overlap")
        return recipe_of(software, invocations, "{resources.launcher} -n 1 ", launcher, {"launcher": overlapping})
    per_node = invocations[0].resources.processes_per_node
    sizes: Stated = (("tasks", lambda invocation: invocation.resources.processes),)
    count = "{resources.tasks}"
    if per_node and per_node > 1:
        # The number of tasks and of nodes alone would let Slurm fill up the first nodes.
        sizes = (("nodes", _nodes), ("tasks_per_node", lambda invocation: invocation.resources.processes_per_node))
        count = "$(({resources.nodes} * {resources.tasks_per_node}))"
    more: Stated = (("mpi", lambda invocation: runner), *sizes)
    return recipe_of(software, invocations, f"{{resources.mpi}} -n {count} ", more, {"mpi": srun})


def _cores_of_a_process(invocations: Sequence[Invocation]) -> str:
    """The option of ``srun``, which would bind each process to a single core without it."""
    cores = {invocation.resources.cpus or 1 for invocation in invocations}
    if cores == {1}:
        return ""
    return f" --cpus-per-task={cores.pop()}" if len(cores) == 1 else " --cpus-per-task={threads}"


def _nodes(invocation: Invocation) -> object:
    processes, per_node = invocation.resources.processes, invocation.resources.processes_per_node
    return None if not processes or not per_node else processes // per_node
