"""How programs with several processes start: the launcher as a resource, and what a cluster's profile sets instead.

``mpiexec`` inside of a Slurm job of the executor plugin reaches only its first node, so it is ``srun`` there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eflows2smk.workflow.model import Invocation, Software

Stated = tuple[tuple[str, Callable[[Invocation], object]], ...]


@dataclass(frozen=True, slots=True)
class Launch:
    """The start of one family's jobs.

    command: placeholder of the launcher with its options. count: of the number of processes. resources, slurm: what
    the rule and the profile of a cluster state for it.
    """

    command: str
    count: str
    resources: Stated
    slurm: dict[str, object]

    @property
    def text(self) -> str:
        """The shell text before a program of all processes."""
        return f"{self.command} -n {self.count} "


def launch(software: Software, invocations: Sequence[Invocation], default: str = "mpiexec") -> Launch:
    """How the processes of all invocations start; they are as many in each."""
    # What the description tells its runner is nothing that the launcher of a cluster would understand.
    runner = f"{software.execution.get('runner') or default} {software.execution.get('flags') or ''}".rstrip()
    srun = "srun" + _cores_of_a_process(invocations)
    processes = invocations[0].resources.processes or 1
    if processes == 1:
        # The executor for Slurm refuses `mpi` with a single task, and has started the job as a step by itself: one that
        # does not overlap would wait for it forever.
        overlapping = srun.replace("srun", "srun --overlap")
        return Launch("{resources.launcher}", "1", (("launcher", lambda _: runner),), {"launcher": overlapping})
    sizes: Stated = (("tasks", lambda invocation: invocation.resources.processes),)
    count = "{resources.tasks}"
    per_node = invocations[0].resources.processes_per_node
    if per_node == 1:
        # The executor for Slurm refuses a single task for each node; as many nodes as tasks are the same.
        sizes = (("nodes", lambda invocation: invocation.resources.processes), *sizes)
    elif per_node:
        # The number of tasks and of nodes alone would let Slurm fill up the first nodes.
        sizes = (("nodes", _nodes), ("tasks_per_node", lambda invocation: invocation.resources.processes_per_node))
        count = "$(({resources.nodes} * {resources.tasks_per_node}))"
    return Launch("{resources.mpi}", count, (("mpi", lambda _: runner), *sizes), {"mpi": srun})


def _cores_of_a_process(invocations: Sequence[Invocation]) -> str:
    """The option of ``srun``, which would bind each process to a single core without it."""
    cores = {invocation.resources.cpus or 1 for invocation in invocations}
    if cores == {1}:
        return ""
    return f" --cpus-per-task={cores.pop()}" if len(cores) == 1 else " --cpus-per-task={threads}"


def _nodes(invocation: Invocation) -> object:
    processes, per_node = invocation.resources.processes, invocation.resources.processes_per_node
    return None if not processes or not per_node else processes // per_node
